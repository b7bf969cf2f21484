"""The blocks of a chapter: what it says and draws of some indicators, and what stays out where these are missing.

    chapter = Chapter(release)

    with chapter.block("patents-granted", nation=["patents-granted-all-applicants"]):
        say(f"{release['patents-granted']:link} patents were granted.")

A chapter is written for any edition. A block stays out, and is listed with its reason, where there is no figure of what
it needs, and where a sentence or a chart would have to tell a missing number (a break is such a reason). Where what it
says does not hold it stays out unlisted. Nothing of it is shown then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from IPython.display import Markdown

from beijing_ip.analysis.datum import MissingFigureError
from beijing_ip.analysis.frames import Edition
from beijing_ip.analysis.history import history_of
from beijing_ip.data.links import verbatim
from beijing_ip.data.loading import find_rows
from beijing_ip.numbers.quantity import UnboundedError
from beijing_ip.numbers.writing import lower_first

from . import output


class DoesNotHoldError(ValueError):
    """What a block says is not so in this edition."""


def hold(condition: object, words: str) -> None:
    """Say what must be so for the sentences of a block: "more was granted than the year before".

    Raises DoesNotHoldError where it is not, so that the block stays out.
    """
    if not condition:
        raise DoesNotHoldError(f"It is written for the case that {words}.")


@dataclass(frozen=True)
class LeftOut:
    """A block that stayed out: what it is about, and why."""

    about: str
    reason: str
    is_missing: bool
    """Whether a figure is missing, or a break parts two; else what it says is simply not so in this edition."""


class Chapter:
    """The blocks of one chapter or page about one edition."""

    def __init__(self, release: Edition) -> None:
        self.release = release
        self.stayed_out: list[LeftOut] = []
        self.tells_something = False

    @contextmanager
    def block(
        self, *indicators: str, nation: Sequence[str] = (), any_year: Sequence[str] = (), about: str = ""
    ) -> Iterator[None]:
        """Show what is said and drawn inside, or nothing of it.

        It needs a figure of each of the `indicators` for the place of the edition, and of those of `nation` for its
        country, for the year or a day in it, and of those of `any_year` one for either place, of whatever year.
        `about` is what the list of what stayed out calls it; without it the name of the first indicator. Where all
        that is needed is there, an error that is neither a missing figure nor a `hold` is one of the code, and is
        raised. Raises KeyError for an unknown indicator.
        """
        reason = self._lacks(indicators, nation) or self._lacks_ever(any_year)
        untrue = ""
        with output.kept() as shown:
            try:
                yield
            except MissingFigureError as error:
                reason = reason or str(error)
            except UnboundedError:
                reason = reason or "A source says about how many, so nothing can be calculated with its number."
            except DoesNotHoldError as error:
                untrue = str(error)
            except Exception:
                # Without its figures a block need not come to its end.
                if not reason:
                    raise
        if reason or untrue:
            called = about or self._name((*indicators, *nation, *any_year))
            self.stayed_out.append(LeftOut(called, reason or untrue, is_missing=bool(reason)))
        else:
            self.tells_something |= bool(shown)
            for thing, options in shown:
                output.show(thing, **options)

    @contextmanager
    def points(self) -> Iterator[None]:
        """Show what the blocks inside say as one list: an item for each, or for each `paragraph` of them."""
        with self._joined("\n", "- "):
            yield

    @contextmanager
    def paragraph(self) -> Iterator[None]:
        """Show what the blocks inside say as one paragraph.

        A saying that begins with a comma, a colon or a semicolon goes on with the sentence before it, so its block
        needs what that of the sentence needs.
        """
        with self._joined(" "):
            yield

    @contextmanager
    def _joined(self, between: str, before: str = "") -> Iterator[None]:
        with output.kept() as shown:
            yield
        if shown:
            # What has several paragraphs stays one item.
            texts = (thing.data.removeprefix(before).replace("\n", f"\n{' ' * len(before)}") for thing, _ in shown)
            said = between.join(f"{before}{text}" for text in texts)
            # Between Chinese sentences stands no space.
            output.show(Markdown(re.sub(r"\.? (?=[,:;])|(?<=[。，；：]) ", "", said)))

    def left_out(self) -> str:
        """Return what stayed out so far for want of figures as a list in Markdown, with the reasons.

        It is empty if nothing did. A finding that is not so in this edition (`hold`) is not missed by its readers.
        """
        by_reason: dict[str, dict[str, None]] = {}
        for each in self.stayed_out:
            if each.is_missing:
                by_reason.setdefault(each.reason, {})[each.about] = None
        lines = [f"- {verbatim('; '.join(abouts))}: {verbatim(reason)}" for reason, abouts in by_reason.items()]
        if lines and not self.tells_something:
            place, year = self.release.place, self.release.year
            lines[:0] = [f"No figure that is told here was found for {place} and {year}.", ""]
        return "\n".join(lines)

    def unsaid(self, chapter: str) -> str:
        """Return what the release does not say on a chapter (data/unsaid.csv) as a list in Markdown."""
        rows = find_rows("unsaid", edition_id=self.release.row.edition_id, chapter=chapter)
        return "\n".join(f"- {verbatim(row['unsaid_en'])}" for row in sorted(rows, key=lambda row: int(row["order"])))

    def _lacks(self, indicators: Sequence[str], nation: Sequence[str]) -> str:
        year = str(self.release.year)
        for place, names, told in ((self.release.place, indicators, self.release), (self.release.nation, nation, ())):
            for name in names:
                meaning = history_of().indicator(name)
                rows = history_of().preferred_if_any(name, place)
                # Of "2020-01/2020-06" half the year is missing.
                if name not in told and not any(row.period[:4] == year and "/" not in row.period for row in rows):
                    return f"There is no figure of {lower_first(meaning.name_en)} for {place} and {year}."
        return ""

    def _lacks_ever(self, indicators: Sequence[str]) -> str:
        for name in indicators:
            meaning = history_of().indicator(name)
            places = dict.fromkeys((self.release.place, self.release.nation))
            if not any(history_of().preferred_if_any(name, place) for place in places):
                return f"There is no figure of {lower_first(meaning.name_en)} for {' or '.join(places)}."
        return ""

    def _name(self, indicators: Sequence[str]) -> str:
        return history_of().indicator(indicators[0]).name_en if indicators else "A part without figures"
