"""A block of a chapter shows all that it says, or nothing and the reason; what a chapter says of an edition is true."""

from typing import Any

import pytest

from beijing_ip import edition
from beijing_ip.analysis.datum import NoNumber
from beijing_ip.show import Chapter, hold, output, say


@pytest.fixture
def chapter() -> Chapter:
    return Chapter(edition())


def shown(kept: list[tuple[Any, dict[str, Any]]]) -> list[str]:
    return [thing.data for thing, _ in kept]


def test_what_is_missing_or_does_not_hold_is_not_shown_but_listed(chapter: Chapter) -> None:
    with output.kept() as kept:
        with chapter.block("patents-granted"):
            say("Patents.")
        with chapter.block("patents-granted", nation=["customs-batches-seized-campaign"], about="Campaign"):
            say("The campaign.")
        with chapter.block("patents-granted", about="Break"):
            say("Before the break.")
            say(f"{NoNumber('A break parts them.'):link}")
        with chapter.block("patents-granted"):
            say("More.")
            hold(1 > 2, "one is more than two")
    assert shown(kept) == ["Patents."]
    assert chapter.left_out().splitlines() == [
        "- Campaign: There is no figure of batches seized in a customs campaign for China and 2020.",
        "- Break: A break parts them.",
    ]
    assert chapter.stayed_out[-1].reason == "It is written for the case that one is more than two."


def test_a_chapter_that_tells_nothing_says_so(chapter: Chapter) -> None:
    with chapter.block("patents-granted", nation=["customs-batches-seized-campaign"]):
        say("The campaign.")
    told = f"No figure that is told here was found for {chapter.release.place} and {chapter.release.year}."
    assert chapter.left_out().startswith(f"{told}\n\n- ")


def test_an_error_of_the_code_is_raised_where_the_figures_are_there(chapter: Chapter) -> None:
    with pytest.raises(ZeroDivisionError), chapter.block("patents-granted"):
        say(f"{1 / 0}")
    with chapter.block("patents-granted", nation=["customs-batches-seized-campaign"]):
        say(f"{1 / 0}")
    assert len(chapter.stayed_out) == 1


@pytest.mark.parametrize("name", ["value", "lower", "upper", "observation", "text", "contains"])
def test_a_missing_number_that_is_asked_for_what_it_is_keeps_the_block_out(chapter: Chapter, name: str) -> None:
    with chapter.block("patents-granted"):
        getattr(NoNumber("There is none."), name)
    assert [each.reason for each in chapter.stayed_out] == ["There is none."]
    assert not hasattr(NoNumber("There is none."), "dtype")


def test_points_are_items_of_what_their_blocks_and_paragraphs_say(chapter: Chapter) -> None:
    with output.kept() as kept:
        with chapter.points():
            with chapter.block():
                say("- One,\n\nin two paragraphs.")
            with chapter.paragraph():
                with chapter.block():
                    say("Two.")
                with chapter.block():
                    hold(False, "there is more")
                with chapter.block():
                    say(", and a half.")
            with chapter.paragraph(), chapter.block():
                hold(False, "there is a third")
        with chapter.points(), chapter.block():
            hold(False, "there is a list")
    assert shown(kept) == ["- One,\n  \n  in two paragraphs.\n- Two, and a half."]


def test_a_block_that_needs_a_figure_of_any_year_finds_one_of_place_or_country() -> None:
    chapter = Chapter(edition("beijing-2019"))
    with output.kept() as kept:
        for name in (
            "court-cases-concluded-civil",
            "court-cases-accepted-all-kinds",
            "ip-dispute-cases-administrative",
        ):
            with chapter.block(any_year=[name]):
                say(name)
    assert shown(kept) == ["court-cases-concluded-civil", "court-cases-accepted-all-kinds"]
    assert [each.reason for each in chapter.stayed_out] == [
        "There is no figure of intellectual property disputes handled by the administration for Beijing or China."
    ]


def test_what_the_release_tells_of_the_place_it_does_not_tell_of_the_country() -> None:
    chapter = Chapter(edition("beijing-2021"))
    with chapter.block("customs-batches-seized", nation=["customs-batches-seized"]):
        say("A share.")
    assert [each.reason for each in chapter.stayed_out] == [
        "There is no figure of batches seized by customs for China and 2021."
    ]


def test_a_figure_of_half_a_year_is_none_of_the_year(monkeypatch: pytest.MonkeyPatch) -> None:
    release = edition()
    monkeypatch.setattr(release, "place", "Guangdong")
    monkeypatch.setattr(release, "_rows", {})
    chapter = Chapter(release)
    with chapter.block("patents-granted"):
        say("Grants from January to June.")
    assert [each.reason for each in chapter.stayed_out] == [
        "There is no figure of patents granted for Guangdong and 2020."
    ]
