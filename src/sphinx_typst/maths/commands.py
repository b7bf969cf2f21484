"""What commands stand for that differ in a word alone."""

from __future__ import annotations

LINE_ENDS = ("\\\\", "\\cr", "\\newline")
SIZES = {"\\displaystyle": "display", "\\textstyle": "text", "\\scriptstyle": "script",
         "\\scriptscriptstyle": "scriptscript"}  # fmt: skip
SWITCHES = {
    "\\rm": "normal", "\\bf": "bold", "\\it": "italic", "\\cal": "calligraphic", "\\sf": "sans", "\\tt": "mono",
    "\\mit": "italic", "\\frak": "fraktur", "\\scr": "script",
    **dict.fromkeys(["\\tiny", "\\Tiny", "\\scriptsize", "\\small", "\\normalsize", "\\large", "\\Large"], ""),
    **dict.fromkeys([r"\LARGE", r"\huge", r"\Huge"], ""),
}  # fmt: skip
"""Commands that hold to the end of the group, with the font; sizes of text do not change a formula."""
FONTS = {
    "\\mathrm": "normal", "\\mathup": "normal", "\\mathbf": "bold", "\\mathit": "italic", "\\mathnormal": "",
    "\\mathbb": "blackboard", "\\Bbb": "blackboard", "\\mathds": "blackboard", "\\mathbbm": "blackboard",
    "\\mathcal": "calligraphic", "\\mathscr": "script", "\\mathfrak": "fraktur", "\\mathsf": "sans",
    "\\mathtt": "mono", "\\boldsymbol": "bolditalic", "\\bm": "bolditalic", "\\pmb": "bolditalic",
    "\\bold": "bold", "\\mathbfit": "bolditalic", "\\symbf": "bold", "\\symbfit": "bolditalic", "\\symrm": "normal",
    "\\symup": "normal", "\\symit": "italic", "\\symbb": "blackboard", "\\symcal": "calligraphic",
    "\\symscr": "script", "\\symfrak": "fraktur", "\\symsf": "sans", "\\symtt": "mono", "\\mathbfcal": "boldscript",
    "\\mathbfscr": "boldscript", "\\mathbffrak": "boldfraktur", "\\mathbfsf": "boldsans",
    "\\mathsfit": "sansitalic", "\\mathbfup": "bold", "\\mathsfup": "sans", "\\symnormal": "",
}  # fmt: skip
TEXTS = {
    "\\text": "", "\\textrm": "", "\\textup": "", "\\textnormal": "", "\\mbox": "", "\\hbox": "", "\\textbf": "bold",
    "\\textit": "italic", "\\emph": "italic", "\\textsl": "italic", "\\textsf": "sans", "\\texttt": "mono",
    "\\textmd": "",
}  # fmt: skip
CLASSES = {"\\mathop": "op", "\\mathbin": "bin", "\\mathrel": "rel", "\\mathopen": "open", "\\mathclose": "close",
           "\\mathpunct": "punct", "\\mathord": "ord", "\\mathinner": "inner"}  # fmt: skip
BIG = {
    f"\\{name}{side}": (size, kind)
    for size, name in enumerate(("big", "Big", "bigg", "Bigg"), start=1)
    for side, kind in {"": "ord", "l": "open", "r": "close", "m": "rel"}.items()
}
ARROWS = {
    "\\xrightarrow": "→", "\\xleftarrow": "←", "\\xleftrightarrow": "↔", "\\xRightarrow": "⇒", "\\xLeftarrow": "⇐",
    "\\xLeftrightarrow": "⇔", "\\xmapsto": "↦", "\\xhookrightarrow": "↪", "\\xhookleftarrow": "↩",
    "\\xlongequal": "=", "\\xrightleftharpoons": "⇌", "\\xtwoheadrightarrow": "↠", "\\xtwoheadleftarrow": "↞",
    "\\xtofrom": "⇄", "\\xrightharpoonup": "⇀", "\\xleftharpoonup": "↼",
}  # fmt: skip
INFIX = {
    "\\over": (("", ""), True), "\\atop": (("", ""), False), "\\choose": (("(", ")"), False),
    "\\brace": (("{", "}"), False), "\\brack": (("[", "]"), False), "\\above": (("", ""), True),
    "\\overwithdelims": (("", ""), True), "\\atopwithdelims": (("", ""), False),
    "\\abovewithdelims": (("", ""), True),
}  # fmt: skip
"""Commands between what they set over each other: the brackets around both, and whether there is a rule."""
HARMLESS = {"\\limits", "\\nolimits", "\\displaylimits", "\\allowdisplaybreaks", "\\noindent", "\\centering",
            "\\nobreakdash", "\\pagebreak"}  # fmt: skip
UNITS = {"em": 1.0, "ex": 0.43, "mu": 1 / 18, "pt": 0.1, "px": 0.075, "cm": 2.845, "mm": 0.2845, "in": 7.227,
         "pc": 1.2}  # fmt: skip
"""Lengths in ems."""
COLOURS = {
    "black": "000000", "blue": "0000ff", "brown": "a52a2a", "darkblue": "00008b", "darkgreen": "006400",
    "darkred": "8b0000", "green": "008000", "magenta": "ff00ff", "maroon": "800000", "navy": "000080",
    "orange": "ffa500", "purple": "800080", "red": "ff0000", "teal": "008080", "violet": "ee82ee", "gray": "808080",
    "grey": "808080", "darkorange": "ff8c00", "darkviolet": "9400d3", "indigo": "4b0082", "crimson": "dc143c",
    "steelblue": "4682b4", "royalblue": "4169e1", "firebrick": "b22222", "forestgreen": "228b22",
    "olive": "808000", "cyan": "00ffff", "yellow": "ffff00", "white": "ffffff", "pink": "ffc0cb", "lime": "00ff00",
}  # fmt: skip
"""Colours by their names; of these print shows what is dark enough to be read."""
