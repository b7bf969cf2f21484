"""Checks the options before any page is read, so that none is misspelt, of another kind or passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sphinx.errors import ConfigError

from .options import DEFAULTS

LENGTHS = {"width", "height", "top", "bottom", "left", "right", "hang", "size", "small", "tiny"}
"""Which values of the option `look` are lengths."""
LOOK = LENGTHS | {"text", "sans", "mono", "emoji", "signs", "accent", "second", "ink", "quiet", "rule", "tint"}
"""All that the template knows of the look."""
_CHOICES: dict[str, set[str]] = {"missing_alt": {"refuse", "say"}, "lists": {"figures", "tables"}}
_PARTS: dict[str, tuple[set[str], set[str]]] = {
    "imprint": ({"title", "text"}, set()),
    "excerpts": ({"name", "parts"}, {"title", "subtitle", "pages", "imprint"}),
}
"""What each entry of an option must have, and what it may have."""
_KINDS: dict[type, tuple[tuple[type, ...], str]] = {
    list: ((list, tuple), "a list"),
    dict: ((Mapping,), "names with values"),
    bool: ((bool,), "true or false"),
    str: ((str, date), "text"),
    type(None): ((str, type(None)), "text"),
}
"""What a value may be where the default is of a kind, and what that is called."""


def check_options(config: Any, source: Path) -> None:
    """Raise ConfigError with everything that is wrong with the options of the printer, if anything is."""
    if wrong := [*_find_strangers(config), *_find_wrong(config, source)]:
        raise ConfigError("\n".join(wrong))


def _find_strangers(config: Any) -> Iterator[str]:
    # What is written in conf.py and in _config.yml; Sphinx keeps nothing else of a name that it does not know.
    for given in sorted({*config._raw_config, *config.overrides}):
        name = given.removeprefix("typst_")
        if name != given and given not in config:
            yield f"{given}: there is no such option{_suggest(name, DEFAULTS, 'typst_')}"


def _find_wrong(config: Any, source: Path) -> Iterator[str]:
    for name, default in DEFAULTS.items():
        value = getattr(config, f"typst_{name}")
        kinds, called = _KINDS[type(default)]
        if not isinstance(value, kinds):
            yield f"typst_{name}: {value!r} is not {called}"
        elif name in _CHOICES:
            chosen: Any = [value] if isinstance(value, str) else value
            for one in [one for one in chosen if one not in _CHOICES[name]]:
                yield f"typst_{name}: {one!r} is none of {', '.join(sorted(_CHOICES[name]))}"
        elif name in _PARTS:
            yield from _find_wrong_parts(f"typst_{name}", value, *_PARTS[name])
    yield from _find_wrong_values(config, source)


def _find_wrong_parts(option: str, entries: Any, must: set[str], may: set[str]) -> Iterator[str]:
    for entry in entries:
        given = set(entry) if isinstance(entry, Mapping) else set()
        for name in sorted(must - given):
            yield f"{option}: an entry has no {name!r}: {str(entry)[:60]}"
        for name in sorted(given - must - may):
            yield f"{option}: an entry has {name!r}, which print does not know{_suggest(name, must | may)}"
        if "imprint" in may and isinstance(entry, Mapping) and "imprint" in entry:
            yield from _find_wrong_parts(f"{option}, imprint", entry["imprint"], *_PARTS["imprint"])


def _find_wrong_values(config: Any, source: Path) -> Iterator[str]:
    day = str(config.typst_date)
    try:
        datetime.fromisoformat(day or "2000-01-01")
    except ValueError:
        yield f"typst_date: {day!r} is no date; write it as 2020-12-31"
    if config.typst_template:
        if not (source / config.typst_template).is_file():
            yield f"typst_template: there is no file {config.typst_template}"
    elif isinstance(config.typst_look, Mapping):
        # A template of one's own may know more.
        for name in [name for name in config.typst_look if name not in LOOK]:
            yield f"typst_look: the template has no {name!r}{_suggest(name, LOOK)}"
    for folder in config.typst_font_paths if isinstance(config.typst_font_paths, list | tuple) else ():
        if not (source / folder).is_dir():
            yield f"typst_font_paths: there is no folder {folder}"
        elif web := next((source / folder).rglob("*.woff*"), None):
            yield f"typst_font_paths: Typst reads no fonts for the web; take the same as .ttf or .otf: {web.name}"


def _suggest(name: str, known: Any, prefix: str = "") -> str:
    near = get_close_matches(name, known, n=1)
    return f"; did you mean {prefix}{near[0]}?" if near else ""
