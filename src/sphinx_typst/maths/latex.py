"""LaTeX formulas in Typst's notation, and in words for those who hear them.

It reads what statistical prose needs: letters, numbers, operators, fractions, roots, indices, sums, brackets, text,
accents, matrices, cases and aligned lines. Anything else is an error, never a gap in a formula.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\d+(?:[.,]\d+)*|\s+|.", re.DOTALL)

GREEK = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
    "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda", "Xi",
    "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega",
]  # fmt: skip
SYMBOLS: Mapping[str, tuple[str, str]] = {
    **{f"\\{name}": (name, f"capital {name.lower()}" if name[0].isupper() else name) for name in GREEK},
    "\\varepsilon": ("epsilon", "epsilon"),
    "\\varphi": ("phi", "phi"),
    "\\times": ("times", "times"),
    "\\cdot": ("dot.op", "times"),
    "\\div": ("div", "divided by"),
    "\\pm": ("plus.minus", "plus or minus"),
    "\\le": ("<=", "is at most"),
    "\\leq": ("<=", "is at most"),
    "\\ge": (">=", "is at least"),
    "\\geq": (">=", "is at least"),
    "\\ne": ("!=", "is not"),
    "\\neq": ("!=", "is not"),
    "\\approx": ("approx", "is about"),
    "\\sim": ("tilde.op", "is distributed as"),
    "\\equiv": ("equiv", "is equivalent to"),
    "\\propto": ("prop", "is proportional to"),
    "\\in": ("in", "in"),
    "\\notin": ("in.not", "not in"),
    "\\subset": ("subset", "within"),
    "\\subseteq": ("subset.eq", "within or equal to"),
    "\\cup": ("union", "or"),
    "\\cap": ("sect", "and"),
    "\\emptyset": ("emptyset", "the empty set"),
    "\\infty": ("infinity", "infinity"),
    "\\partial": ("diff", "partial"),
    "\\nabla": ("nabla", "nabla"),
    "\\forall": ("forall", "for all"),
    "\\exists": ("exists", "there is"),
    "\\to": ("->", "to"),
    "\\rightarrow": ("->", "to"),
    "\\Rightarrow": ("=>", "implies"),
    "\\iff": ("<=>", "if and only if"),
    "\\mapsto": ("|->", "maps to"),
    "\\ldots": ("dots.h", "and so on"),
    "\\dots": ("dots.h", "and so on"),
    "\\cdots": ("dots.c", "and so on"),
    "\\sum": ("sum", "sum"),
    "\\prod": ("product", "product"),
    "\\int": ("integral", "integral"),
    "\\mid": ("divides", "given"),
    "\\prime": ("prime", "prime"),
    "\\ell": ("ell", "l"),
    "\\%": ("%", "per cent"),
    "\\$": ("\\$", "dollars"),
    "\\&": ("\\&", "and"),
    "\\#": ("\\#", "number"),
    "\\_": ("\\_", "underscore"),
    "+": ("+", "plus"),
    "-": ("-", "minus"),
    "=": ("=", "equals"),
    "<": ("<", "is less than"),
    ">": (">", "is more than"),
    "*": ("ast.op", "times"),
    "/": ("slash", "over"),
    ",": ("\\,", ","),
    ";": ("\\;", ";"),
    ":": (":", ":"),
    "!": ("!", "factorial"),
    "?": ("?", "?"),
    ".": (".", "."),
    "'": ("prime", "prime"),
    "%": ("%", "per cent"),
    "\u2212": ("-", "minus"),
}
FUNCTIONS = [
    "log", "ln", "exp", "min", "max", "sin", "cos", "tan", "lim", "inf", "sup", "det", "gcd", "arg", "dim", "ker", "Pr",
]  # fmt: skip
SPACES = {
    "\\,": "thin", "\\:": "med", "\\;": "thick", "\\ ": "space", "\\quad": "quad", "\\qquad": "wide", "~": "space",
    "\\!": "",
}  # fmt: skip
FENCES = {
    "(": "paren.l", ")": "paren.r", "[": "bracket.l", "]": "bracket.r", "\\{": "brace.l", "\\}": "brace.r",
    "|": "bar.v", "\\|": "bar.v.double", "\\langle": "chevron.l", "\\rangle": "chevron.r", "\\lfloor": "floor.l",
    "\\rfloor": "floor.r", "\\lceil": "ceil.l", "\\rceil": "ceil.r", ".": "",
}  # fmt: skip
SPOKEN_FENCES = {"(": "open bracket", ")": "close bracket", "[": "open bracket", "]": "close bracket", "|": "bar"}
ACCENTS = {
    "\\bar": "overline", "\\overline": "overline", "\\hat": "hat", "\\tilde": "tilde", "\\vec": "arrow", "\\dot": "dot",
    "\\underline": "underline",
}  # fmt: skip
STYLES = {
    "\\mathrm": "upright", "\\mathbf": "bold", "\\mathit": "italic", "\\mathbb": "bb", "\\mathcal": "cal",
    "\\boldsymbol": "bold",
}  # fmt: skip
TEXTS = {"\\text", "\\textrm", "\\textit", "\\textbf", "\\mbox", "\\operatorname", "\\operatorname*"}
MATRICES = {"matrix": "", "pmatrix": "(", "bmatrix": "[", "vmatrix": "|"}
LINES = {"aligned", "align", "align*", "split", "gather", "gather*", "gathered", "equation", "equation*"}


class FormulaError(ValueError):
    """A formula that cannot be read; the text says which part."""


@dataclass(frozen=True)
class Formula:
    """A formula in Typst's notation and in words."""

    typst: str
    words: str


def translate_formula(latex: str) -> Formula:
    """Return a LaTeX formula in Typst's notation and in English words. Raises FormulaError for what is not known."""
    reader = _Reader(_TOKEN.findall(latex.strip()))
    formula = reader.read_until()
    if reader.place < len(reader.tokens):
        raise FormulaError(f"{reader.tokens[reader.place]} closes nothing")
    words = re.sub(r" ([,.;:])", r"\1", " ".join(formula.words.split()))
    return Formula(formula.typst, words)


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.place = tokens, 0

    def take(self) -> str:
        if self.place >= len(self.tokens):
            raise FormulaError("it ends too early")
        self.place += 1
        return self.tokens[self.place - 1]

    def peek(self) -> str:
        while self.place < len(self.tokens) and self.tokens[self.place].isspace():
            self.place += 1
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def read_until(self, *ends: str) -> Formula:
        parts: list[Formula] = []
        while (token := self.peek()) and token not in ends and token not in ("}", "\\right", "\\end"):
            if token in ("^", "_"):
                base = parts.pop() if parts else Formula("zws", "")
                parts.append(self.read_scripts(base))
            else:
                parts.append(self.read_atom())
        return Formula(" ".join(part.typst for part in parts), " ".join(part.words for part in parts))

    def read_scripts(self, base: Formula) -> Formula:
        typst, words = f"attach({base.typst}", base.words
        while self.peek() in ("^", "_"):
            raised = self.take() == "^"
            part = self.read_argument()
            typst += f", {'t' if raised else 'b'}: {part.typst}"
            words += _spoken_script(base, part, raised)
        return Formula(f"{typst})", words)

    def read_argument(self) -> Formula:
        if self.peek() == "{":
            self.take()
            inner = self.read_until()
            self.expect("}")
            return inner
        return self.read_atom()

    def expect(self, end: str) -> None:
        if self.peek() != end:
            raise FormulaError(f"{end} is missing")
        self.take()

    def read_name(self) -> str:
        """The text of an argument that is not a formula, such as a name."""
        self.expect("{")
        depth, found = 1, ""
        while True:
            token = self.take()
            depth += (token == "{") - (token == "}")
            if not depth:
                return found
            found += token

    def read_atom(self) -> Formula:
        self.peek()
        token = self.take()
        if token == "{":
            self.place -= 1
            return self.read_argument()
        if token in SYMBOLS:
            return Formula(*SYMBOLS[token])
        if token in SPACES:
            return Formula(SPACES[token], "")
        if token in FENCES:
            return Formula(FENCES[token], SPOKEN_FENCES.get(token, ""))
        if token.isalpha() and len(token) == 1 and token.isascii():
            return Formula(token, token if token.islower() else f"capital {token}")
        if token[0].isdigit():
            return Formula(f'"{token}"', token)
        if token.startswith("\\"):
            return self.read_command(token)
        raise FormulaError(f"{token!r} is not known in formulas")

    def read_command(self, name: str) -> Formula:
        if name[1:] in FUNCTIONS:
            return Formula(name[1:], name[1:])
        if name in ("\\frac", "\\dfrac", "\\tfrac"):
            above, below = self.read_argument(), self.read_argument()
            return Formula(f"frac({above.typst}, {below.typst})", f"{_grouped(above)} over {_grouped(below)}")
        if name == "\\binom":
            above, below = self.read_argument(), self.read_argument()
            return Formula(f"binom({above.typst}, {below.typst})", f"{above.words} choose {below.words}")
        if name == "\\sqrt":
            return self.read_root()
        if name in ACCENTS:
            inner = self.read_argument()
            return Formula(f"{ACCENTS[name]}({inner.typst})", f"{inner.words} {name[1:]}")
        if name in STYLES:
            inner = self.read_argument()
            return Formula(f"{STYLES[name]}({inner.typst})", inner.words)
        if name in TEXTS:
            text = self.read_name()
            quoted = text.replace("\\%", "%").replace("\\&", "&").replace("\\", "\\\\").replace('"', '\\"')
            return Formula(f'op("{quoted}")' if name.startswith("\\op") else f'"{quoted}"', quoted)
        if name == "\\left":
            return self.read_fenced()
        if name == "\\begin":
            return self.read_environment(self.read_name())
        if name == "\\\\":
            raise FormulaError("a line break stands outside of lines; put the formula into \\begin{aligned}")
        raise FormulaError(f"the command {name} is not known")

    def read_root(self) -> Formula:
        index = None
        if self.peek() == "[":
            self.take()
            index = self.read_until("]")
            self.expect("]")
        inner = self.read_argument()
        if index:
            return Formula(f"root({index.typst}, {inner.typst})", f"root {index.words} of {_grouped(inner)}")
        return Formula(f"sqrt({inner.typst})", f"square root of {_grouped(inner)}")

    def read_fenced(self) -> Formula:
        self.peek()
        opening = self.read_fence()
        inner = self.read_until()
        self.expect("\\right")
        self.peek()
        closing = self.read_fence()
        typst = f"lr({FENCES[opening]} {inner.typst} {FENCES[closing]})"
        return Formula(typst, f"open bracket {inner.words} close bracket")

    def read_fence(self) -> str:
        token = self.take()
        if token not in FENCES:
            raise FormulaError(f"{token!r} is no bracket")
        return token

    def read_environment(self, name: str) -> Formula:
        if name == "array":
            raise FormulaError("array is not known; use matrix or aligned")
        if name not in LINES and name not in MATRICES and name != "cases":
            raise FormulaError(f"\\begin{{{name}}} is not known")
        rows: list[list[Formula]] = [[]]
        while True:
            rows[-1].append(self.read_until("&", "\\\\"))
            token = self.take() if self.peek() else ""
            if token == "\\\\":
                rows.append([])
            elif token == "\\end":
                break
            elif token != "&":
                raise FormulaError(f"\\end{{{name}}} is missing")
        if (closed := self.read_name()) != name:
            raise FormulaError(f"\\begin{{{name}}} ends with \\end{{{closed}}}")
        rows = [row for row in rows if any(cell.typst for cell in row)]
        words = "; ".join(" ".join(cell.words for cell in row) for row in rows)
        if name in LINES:
            return Formula(" \\ ".join(" & ".join(cell.typst for cell in row) for row in rows), words)
        if name == "cases":
            lines = ", ".join(" & ".join(cell.typst for cell in row) for row in rows)
            return Formula(f"cases({lines})", f"cases: {words}")
        fence = f'"{MATRICES[name]}"' if MATRICES[name] else "#none"
        cells = "; ".join(", ".join(cell.typst for cell in row) for row in rows)
        return Formula(f"mat(delim: {fence}, {cells})", f"matrix: {words}")


def _grouped(formula: Formula) -> str:
    return f"the quantity {formula.words}" if len(formula.words.split()) > 2 else formula.words


def _spoken_script(base: Formula, part: Formula, raised: bool) -> str:
    if base.typst in ("sum", "product", "integral", "lim", "min", "max"):
        return f" {'to' if raised else 'over' if base.typst in ('min', 'max', 'lim') else 'from'} {part.words}"
    if not raised:
        return f" sub {part.words}"
    return {"2": " squared", "3": " cubed", "prime": " prime"}.get(part.words, f" to the power {part.words}")
