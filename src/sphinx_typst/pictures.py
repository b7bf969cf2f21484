"""Files of pictures: what they are, whether they can be printed, and how large they are shown."""

from __future__ import annotations

import base64
import binascii
import gzip
import re
import struct
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes

PRINTED = {"SVG": ".svg", "PNG": ".png", "JPEG": ".jpg", "WebP": ".webp", "GIF": ".gif"}
"""The kinds that print, with the ends of their names."""
MIME_TYPES = [f"image/{kind}" for kind in ("svg+xml", "png", "jpeg", "webp", "gif")]
"""The same as Sphinx calls them, best first where there are several files of a picture."""

_STARTS: list[tuple[str, int, bytes]] = [
    ("PNG", 0, b"\x89PNG\r\n\x1a\n"), ("JPEG", 0, b"\xff\xd8\xff"), ("GIF", 0, b"GIF8"), ("WebP", 8, b"WEBP"),
    ("PDF", 0, b"%PDF"), ("EPS", 0, b"%!PS"), ("EPS", 0, b"\xc5\xd0\xd3\xc6"), ("TIFF", 0, b"II*\0"),
    ("TIFF", 0, b"MM\0*"), ("BMP", 0, b"BM"), ("ICO", 0, b"\0\0\1\0"), ("AVIF", 4, b"ftypavi"), ("HEIC", 4, b"ftyphei"),
    ("HEIC", 4, b"ftypmif1"), ("JPEG 2000", 4, b"jP  "), ("JPEG XL", 0, b"\xff\x0a"), ("JPEG XL", 4, b"JXL "),
    ("MP4", 4, b"ftyp"), ("WebM", 0, b"\x1aE\xdf\xa3"), ("HTML", 0, b"<!DOCTYPE html"), ("HTML", 0, b"<!doctype html"),
    ("HTML", 0, b"<html"), ("Git LFS (only a note where the picture lies)", 0, b"version https://git-lfs"),
]  # fmt: skip
"""How files of each kind start: at which byte, and with what."""
_SHOWS_ANOTHER = re.compile(rb"""<(?:\w+:)?(?:image|use|feImage)\b[^>]*?href\s*=\s*["'](?!#|data:)([^"']+)""", re.I)
_FOREIGN = re.compile(rb"<((?:\w+:)?foreignObject)\b(?:[^>]*/>|.*?</\1>)", re.DOTALL)
_HOLDS = re.compile(rb"<(?:\w+:)?(img|canvas|video|iframe|input|math|svg)\b", re.I)
_GENERIC = {rb"sans-serif": b"Book Sans", rb"monospace": b"DejaVu Sans Mono"}
"""Typefaces of this package for those that only a browser knows."""

_REFERENCE = re.compile(r"&#([xX][0-9a-fA-F]{1,6}|[0-9]{1,7});")
_UNSEEN = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff\u20e3\U0001f3fb-\U0001f3ff]"
    "|[\U000e0020-\U000e007f]|(?<=[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d"
)
"""What shows nothing, or only makes another of the emoji before it."""


class PictureError(ValueError):
    """A picture cannot be printed; the text says why and what to do."""


@dataclass(frozen=True)
class Picture:
    """A picture that can be printed."""

    source: Path | bytes
    """Its file, or what is to stand in it."""
    name: str
    """Name for its file, which ends as its kind asks for."""
    width: float = 0
    """How wide it is shown without a size given, in points; 0 where the file itself says it."""
    moves: bool = False
    """Whether it has more frames than the first, which prints."""

    def save(self, file: Path) -> None:
        """Write the picture to a file."""
        file.write_bytes(self.source if isinstance(self.source, bytes) else self.source.read_bytes())


def read_picture(file: Path) -> Picture:
    """Return the picture in a file. Raises PictureError for what cannot be printed, OSError where it cannot be read."""
    return _examine(file.read_bytes(), file.name, file)


def read_data_uri(uri: str) -> Picture:
    """Return the picture that an address holds. Raises PictureError for what cannot be printed."""
    head, _, data = uri.partition(",")
    raw = unquote_to_bytes(data)
    if head.lower().rstrip().endswith(";base64"):
        try:
            raw = base64.b64decode(b"".join(raw.split()) + b"=" * (-len(b"".join(raw.split())) % 4), validate=True)
        except binascii.Error as error:
            raise PictureError(f"holds broken base64 ({error}); write it anew") from None
    return _examine(raw, "embedded", None)


def _examine(raw: bytes, name: str, file: Path | None) -> Picture:
    if raw.startswith(b"\x1f\x8b"):
        raw, file = gzip.decompress(raw), None
    kind = identify(raw)
    if kind not in PRINTED:
        what = f"is a file of the kind {kind}" if kind else "is no picture of a known kind" if raw else "is empty"
        raise PictureError(f"{what}, which cannot be printed; save it as {', '.join(PRINTED)}")
    name = f"{Path(name).stem}{PRINTED[kind]}"
    if kind == "SVG":
        drawing = _prepare_svg(raw)
        return Picture(file if file and drawing == raw else drawing, name)
    try:
        width, moves = _MEASURES[kind](raw)
    except (struct.error, IndexError):
        raise PictureError(f"is a {kind} file that breaks off; save it anew") from None
    return Picture(file or raw, name, width * 0.75, moves)


def identify(raw: bytes) -> str:
    """Return of what kind a picture is by how it starts, or nothing."""
    kind = next((kind for kind, place, start in _STARTS if raw.startswith(start, place)), "")
    return kind or ("SVG" if re.search(rb"<(?:\w+:)?svg\b", raw[:4096]) else "")


def _prepare_svg(raw: bytes) -> bytes:
    if other := _SHOWS_ANOTHER.search(raw):
        shown = other[1].decode(errors="replace")[:60]
        raise PictureError(f"shows another file, {shown}, which neither print nor a browser does; put it into the SVG")
    for part in _FOREIGN.finditer(raw):
        words = _words(part[0])
        # What a program that knows no HTML shows instead may follow, such as in the drawings of diagrams.net.
        instead = re.match(rb"\s*(<(?:\w+:)?text\b.*?)</(?:\w+:)?switch>", raw[part.end() :], re.DOTALL)
        if _HOLDS.search(part[0]) or (words and not (instead and _words(instead[1]) == words)):
            raise PictureError(
                f"holds words as HTML (foreignObject), which only a browser shows: {words[:40] or 'without text'}; "
                "save it with text as text, or as PNG"
            )
    raw = _FOREIGN.sub(b"", raw)
    if b"<text" in raw or b":text" in raw:
        for generic, own in _GENERIC.items():
            raw = re.sub(rb"(?<![\w-])" + generic + rb"(?![\w-])", own, raw)
        if not raw.isascii() or b"&#" in raw:
            raw = _write_one_by_one(raw)
    return raw


def _write_one_by_one(raw: bytes) -> bytes:
    """Write the letters of a drawing one by one: what draws them stumbles over signs unseen or joined."""
    try:
        text = _REFERENCE.sub(lambda found: _character(found[1]), raw.decode("utf-8"))
    except UnicodeDecodeError:
        return raw
    text = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
    for found in re.finditer("[^\x00-\u02ff]", text):
        if unicodedata.category(found[0]) in ("Mn", "Mc"):
            letter = text[found.start() - 1 : found.end()]
            raise PictureError(
                f"has a letter with a mark that is a character of its own, {letter}, which print cannot keep in a "
                "drawing; save it with text as paths, or as PNG"
            )
    return text.encode()


def _character(code: str) -> str:
    """Return the character of a number in XML; signs of ASCII may mean something, and stay numbers."""
    number = int(code[1:], 16) if code[0] in "xX" else int(code)
    return chr(number) if 0x80 <= number < 0xD800 or 0xE000 <= number < 0x110000 else f"&#{code};"


def _words(markup: bytes) -> str:
    return " ".join(re.sub(rb"<[^>]*>", b" ", markup).decode(errors="replace").split())


def _measure_png(raw: bytes) -> tuple[int, bool]:
    return struct.unpack(">I", raw[16:20])[0], b"acTL" in raw[: raw.find(b"IDAT")]


def _measure_gif(raw: bytes) -> tuple[int, bool]:
    def skip_table(place: int, flags: int) -> int:
        return place + (3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0)

    def skip_data(place: int) -> int:
        while raw[place]:
            place += raw[place] + 1
        return place + 1

    place, frames = skip_table(13, raw[10]), 0
    while frames < 2 and raw[place] != 0x3B:
        if raw[place] == 0x2C:
            frames += 1
            place = skip_data(skip_table(place + 10, raw[place + 9]) + 1)
        else:
            place = skip_data(place + 2)
    return struct.unpack("<H", raw[6:8])[0], frames > 1


def _measure_webp(raw: bytes) -> tuple[int, bool]:
    if raw[12:16] == b"VP8X":
        return struct.unpack("<I", raw[24:27] + b"\0")[0] + 1, b"ANIM" in raw[:64]
    if raw[12:16] == b"VP8L":
        return (struct.unpack("<I", raw[21:25])[0] & 0x3FFF) + 1, False
    return struct.unpack("<H", raw[26:28])[0] & 0x3FFF, False


def _measure_jpeg(raw: bytes) -> tuple[int, bool]:
    is_turned = False
    for marker, part in _jpeg_parts(raw):
        if marker == 0xE1 and part.startswith(b"Exif\0\0"):
            is_turned = _orientation(part[6:]) >= 5
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width, colours = struct.unpack(">HHB", part[1:6])
            if colours == 4:
                raise PictureError("is a JPEG in CMYK, the colours of a press, which cannot be printed; save it as RGB")
            return height if is_turned else width, False
    raise IndexError


def _jpeg_parts(raw: bytes) -> Iterator[tuple[int, bytes]]:
    place = 2
    while raw[place] == 0xFF:
        marker = raw[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        length = struct.unpack(">H", raw[place + 2 : place + 4])[0]
        yield marker, raw[place + 4 : place + 2 + length]
        place += 2 + length


def _orientation(exif: bytes) -> int:
    """Return how a camera was held, 1 to 8; from 5 on, width and height change places."""
    order = "<" if exif.startswith(b"II") else ">"
    try:
        start = struct.unpack(f"{order}I", exif[4:8])[0]
        for entry in range(struct.unpack(f"{order}H", exif[start : start + 2])[0]):
            tag, _, _, value = struct.unpack(f"{order}HHIH", exif[start + 2 + 12 * entry : start + 12 + 12 * entry])
            if tag == 0x0112:
                return int(value)
    except struct.error:
        pass
    return 1


_MEASURES: dict[str, Callable[[bytes], tuple[int, bool]]] = {
    "PNG": _measure_png, "GIF": _measure_gif, "WebP": _measure_webp, "JPEG": _measure_jpeg,
}  # fmt: skip
