"""What the words of the web and those of print do not have in common, each difference with its kind and place."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from urllib.parse import unquote

from .alignment import Hunk, align
from .tables import differing_cells
from .words import FORMULA, HAN_SIGN, INSIDE, PICTURE, SOFT, TABLE, Stream, Word, is_mark, join_words

LOST, ADDED, TWICE, MOVED, CHANGED, SPACED, SAID = "lost", "added", "twice", "moved", "changed", "spaces", "says"
LINKED, FORMED = "linked", "formed"
"""What may be wrong: in print words are missing, stand there alone, stand twice or elsewhere, are others, are run
together or parted; a picture, formula or number says something else, or a table has another shape; words do not lead
where they do on the web; or they are no heading of that level there, head no row or column, or cannot be read."""
KINDS = {
    LOST: "lost", ADDED: "in print alone", TWICE: "twice", MOVED: "elsewhere", CHANGED: "changed",
    SPACED: "with other spaces", SAID: "that say something else", LINKED: "that lead elsewhere",
    FORMED: "that stand otherwise",
}  # fmt: skip
"""What each is called in a count."""
AROUND = 5
"""Words shown before a difference."""
SHOWN = 25
"""Words shown of it."""


@dataclass
class Finding:
    """One difference between the web and print."""

    kind: str
    page: str
    heading: str
    words: str
    other: str = ""
    """What print has instead."""
    before: str = ""
    """The words of the web before it."""
    reason: str = ""
    """Why it is meant; empty where it is not."""


@dataclass
class _Part:
    """Words of one side that the other has not in that place."""

    start: int
    end: int
    place: int
    """Number of the word of the web before it."""
    pair: _Part | None = None
    """What the other side has in that place."""


def compare(web: Stream, printed: Stream, unlinked: Mapping[str, Collection[str]]) -> list[Finding]:
    """Return every difference, in the order of the web; one that is meant has a reason.

    `unlinked` gives, for each page, the addresses of links that print leaves out.
    """
    return _Comparison(web, printed, unlinked).run()


class _Comparison:
    def __init__(self, web: Stream, printed: Stream, unlinked: Mapping[str, Collection[str]]) -> None:
        self.web, self.print = web.words, printed.words
        self.places = web.places
        self.names = web.names
        self.unlinked = unlinked
        self.pairs: list[Word | None] = [None] * len(web.words)
        """The word of print that each word of the web became."""
        self.found: list[tuple[int, Finding]] = []

    def run(self) -> list[Finding]:
        hunks = align([word.key for word in self.web], [word.key for word in self.print])
        lost, added = [], []
        at = other_at = 0
        end = Hunk(len(self.web), len(self.web), len(self.print), len(self.print))
        for hunk, after in pairwise([*hunks, end, end]):
            self._compare_equal(at, hunk.start, other_at)
            at, other_at = hunk.end, hunk.other_end
            hunk = self._slide(hunk, after.start - hunk.end)
            self._explain(hunk)
            if not self._is_same(hunk):
                one, other = (
                    _Part(hunk.start, hunk.end, hunk.start),
                    _Part(hunk.other_start, hunk.other_end, hunk.start),
                )
                one.pair, other.pair = other, one
                lost += [one] if self._counts(self.web[hunk.start : hunk.end]) else []
                added += [other] if self._counts(self.print[hunk.other_start : hunk.other_end]) else []
        self._judge(lost, added)
        self._compare_links()
        self._compare_forms()
        return [finding for _, finding in sorted(self.found, key=lambda pair: pair[0])]

    def _explain(self, hunk: Hunk) -> None:
        """Note what is meant, each run of words with its reason."""
        sides = (LOST, self.web[hunk.start : hunk.end]), (ADDED, self.print[hunk.other_start : hunk.other_end])
        for kind, side in sides:
            for reason, words in groupby(side, key=lambda word: word.may_miss):
                if reason:
                    self._note(kind, hunk.start, _shown(list(words)), reason=reason)

    def _compare_equal(self, start: int, end: int, other: int) -> None:
        for place in range(start, end):
            one, two = self.web[place], self.print[other + place - start]
            self.pairs[place] = two
            cells = differing_cells(one.letters or "", two.letters or "") if one.key == TABLE else ("", "")
            if any(cells) and one.said == two.said:
                self._note(SAID, place, f"{one.key} with words in cells {cells[0]}", f"in {cells[1]}")
            elif one.key == FORMULA and one.letters is not None and one.letters != two.letters:
                self._note(SAID, place, f"{one.key} {one.said}", f"{two.said}, with {_differ(one, two)}")
            elif one.said and (two.said or one.key in (FORMULA, PICTURE)) and _plain(one.said) != _plain(two.said):
                self._note(SAID, place, f"{one.key} {one.said}", two.said)
            elif place > start and one.gap != two.gap and SOFT not in (one.gap, two.gap):
                before = self.web[place - 1]
                # Between pictures the PDF has no spaces.
                if PICTURE not in (before.key, one.key) and not (
                    HAN_SIGN.match(before.key) and HAN_SIGN.match(one.key)
                ):
                    self._note(SPACED, place, join_words([before, one]), before.key + two.gap + two.key)

    def _compare_links(self) -> None:
        """Note each link that leads elsewhere in print."""
        for address, run in groupby(range(len(self.web)), key=lambda place: self.web[place].state.link):
            own = list(run)
            # Of a list of pages print may have a part, of which other words may be the same.
            whole = all(self.pairs[place] or not self.web[place].may_miss for place in own)
            pairs = [(place, two.state.link) for place in own if (two := self.pairs[place])]
            for given, words in groupby(pairs if address and whole else (), key=lambda pair: pair[1]):
                if self._leads_to(given, address):
                    continue
                places = [place for place, _ in words]
                said = f"{_shown([self.web[place] for place in places])} ({address.removeprefix(INSIDE)})"
                page = self.places[self.web[places[0]].place][0]
                reason = "" if given or address not in self.unlinked.get(page, ()) else "without a link in print"
                self._note(LINKED, places[0], said, _tell_link(given), reason)

    def _leads_to(self, given: str, address: str) -> bool:
        if not address.startswith(INSIDE):
            return unquote(given).rstrip("/") == unquote(address).rstrip("/")
        if not given.startswith(INSIDE):
            return False
        name = address.removeprefix(INSIDE)
        start = self.names.get(name, self.names.get(name.partition("#")[0], len(self.web)))
        shown = (two for two in self.pairs[start : start + SHOWN] if two)
        after = (two.state.sheet for two in shown if two.key == FORMULA or not is_mark(two))
        sheet = next((sheet for sheet in after if sheet >= 0), None)
        return sheet is None or given == f"{INSIDE}{sheet}"

    def _compare_forms(self) -> None:
        """Note what heads a section of another level in print, or no row or column, and what nobody can read there."""
        first: dict[str, int] = {}
        last = 0
        for hidden, run in groupby(range(len(self.web)), key=self._hidden):
            own = list(run)
            if hidden:
                self._note(FORMED, own[0], _shown([self.web[place] for place in own]), hidden)
        for place, word in enumerate(self.web):
            one, two = word.state, self.pairs[place]
            if two is None:
                continue
            if one.is_header and not two.state.is_header:
                self._note(FORMED, place, f"the head of a table {word.key}", f"another cell {two.key}")
            if one.level and word.place != last:
                last = word.place
                page, heading = self.places[word.place]
                if not heading:
                    # A picture in place of a heading can be none in print.
                    continue
                level = one.level + first.setdefault(page, two.state.level - one.level)
                # The web has no deeper heading than the sixth.
                if two.state.level != level and not (one.level == 6 and two.state.level > level):
                    self._note(FORMED, place, f"the heading {heading!r} of level {level}", f"level {two.state.level}")

    def _hidden(self, place: int) -> str:
        two = self.pairs[place]
        return two.state.hidden if two and not is_mark(two) else ""

    def _slide(self, hunk: Hunk, room: int) -> Hunk:
        """Move a part that only one side has so that it begins where a line or block does, if it can be read so.

        `room` is how many words stand between it and the next difference.
        """
        if (hunk.start == hunk.end) == (hunk.other_start == hunk.other_end):
            return hunk
        words = self.web if hunk.start < hunk.end else self.print
        start, end = (hunk.start, hunk.end) if hunk.start < hunk.end else (hunk.other_start, hunk.other_end)
        before = min(end - start, hunk.start, hunk.other_start)
        for step, most in ((-1, before), (1, min(end - start - 1, room))):
            moved = 0
            while SOFT not in words[start + moved].gap:
                one = start + moved - (step < 0)
                if abs(moved) >= most or words[one].key != words[one + end - start].key:
                    break
                moved += step
            else:
                return Hunk(*(place + moved for place in hunk))
        return hunk

    def _is_same(self, hunk: Hunk) -> bool:
        """Whether a part differs only in where lines of print end within words; notes other spaces that differ."""
        one = [word for word in self.web[hunk.start : hunk.end] if not word.may_miss]
        two = [word for word in self.print[hunk.other_start : hunk.other_end] if not word.may_miss]
        if "".join(word.key for word in one) != "".join(word.key for word in two):
            return False
        hard = [_starts(words) for words in (one, two)]
        for place in hard[0].keys() | hard[1].keys():
            gaps = hard[0].get(place, ""), hard[1].get(place, "")
            if place and gaps[0] != gaps[1] and SOFT not in gaps:
                self._note(SPACED, hunk.start, join_words(one), join_words(two))
                break
        return True

    def _counts(self, words: Sequence[Word]) -> bool:
        return any(not word.may_miss for word in words)

    def _judge(self, lost: list[_Part], added: list[_Part]) -> None:
        """Tell what is lost or added from what stands elsewhere or twice."""
        gone = defaultdict(list)
        counted = {id(part) for part in added}
        for part in lost:
            gone[self._keys(self.web, part)].append(part)
        index = _pairs(self.web)
        settled: set[int] = set()
        for part in added:
            keys = self._keys(self.print, part)
            if len("".join(keys)) > 2 and gone[keys]:
                other = gone[keys].pop(0)
                settled |= {id(part), id(other)}
                self._note(MOVED, other.start, self._show(self.web, other), place_now=part.place)
            elif len(keys) > 1 and _find(keys, self.web, index):
                settled.add(id(part))
                self._note(TWICE, part.place, self._show(self.print, part))
        for part in lost:
            if id(part) not in settled:
                other = part.pair  # type: ignore[assignment]
                changed = other is not None and other.start < other.end and id(other) not in settled
                kind = CHANGED if changed and id(other) in counted else LOST
                if kind == CHANGED:
                    settled.add(id(other))
                said = self._show(self.print, other) if kind == CHANGED else ""
                self._note(kind, part.start, self._show(self.web, part), said)
        for part in added:
            if id(part) not in settled:
                self._note(ADDED, part.place, self._show(self.print, part))

    def _keys(self, words: Sequence[Word], part: _Part) -> tuple[str, ...]:
        return tuple(word.key for word in words[part.start : part.end] if not word.may_miss)

    def _show(self, words: Sequence[Word], part: _Part) -> str:
        return _shown([word for word in words[part.start : part.end] if not word.may_miss])

    def _note(
        self, kind: str, at: int, words: str, other: str = "", reason: str = "", place_now: int | None = None
    ) -> None:
        place = self.web[min(at, len(self.web) - 1)].place if self.web else 0
        if kind in (ADDED, TWICE) and at:
            place = self.web[at - 1].place
        page, heading = self.places[place]
        if place_now is not None:
            other = f"after {join_words(self.web[max(0, place_now - AROUND) : place_now])!r}"
        before = join_words(self.web[max(0, at - AROUND) : at])
        self.found.append((at, Finding(kind, page, heading, words, other, before, reason)))


def _shown(words: Sequence[Word]) -> str:
    text = join_words(words[:SHOWN])
    return f"{text} ... ({len(words)} words)" if len(words) > SHOWN else text


def _plain(said: str) -> str:
    # Sphinx makes lines of a formula that ends with the sign for a new one.
    said = re.sub(r"^line 1: (?!.*\bline 2: )", "", said)
    return re.sub(r"^\(|[\s.()]+$", "", said).replace("’", "'")


def _differ(one: Word, two: Word) -> str:
    """Say which letters of a formula only one side has."""
    sides = Counter(one.letters), Counter(two.letters)
    less, more = ("".join((sides[side] - sides[1 - side]).elements()) for side in (0, 1))
    return " and ".join([f"{less!r} lost"] * bool(less) + [f"{more!r} more"] * bool(more))


def _tell_link(link: str) -> str:
    return f"page {int(link.removeprefix(INSIDE)) + 1} of the file" if link.startswith(INSIDE) else link or "no link"


def _starts(words: Sequence[Word]) -> dict[int, str]:
    """The gap before each word, by how many letters stand before it."""
    found, length = {}, 0
    for word in words:
        found[length] = word.gap
        length += len(word.key)
    return found


def _pairs(words: Sequence[Word]) -> dict[tuple[str, str], list[int]]:
    found = defaultdict(list)
    for place in range(len(words) - 1):
        found[words[place].key, words[place + 1].key].append(place)
    return found


def _find(keys: Sequence[str], words: Sequence[Word], index: dict[tuple[str, str], list[int]]) -> bool:
    """Whether these words stand one after the other somewhere."""
    return any(
        all(place + count < len(words) and words[place + count].key == key for count, key in enumerate(keys))
        for place in index.get((keys[0], keys[1]), [])[:1000]
    )
