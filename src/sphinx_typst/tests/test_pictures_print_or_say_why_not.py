"""Pictures print as what they are, in the size that their author gave them, or are refused with what to do."""

import base64
import io
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image
from printed import SVG, print_page, read_printed

from sphinx_typst import PrintError
from sphinx_typst.pictures import read_picture

FRAMES = [Image.new("RGB", (12, 8), colour) for colour in ("red", "blue")]


def saved(kind: str, **options: object) -> bytes:
    """A picture of 12 by 8 pixels as a file of a kind."""
    file = io.BytesIO()
    FRAMES[0].convert("CMYK" if options.pop("cmyk", False) else "RGB").save(file, kind, **options)
    return file.getvalue()


def turned() -> bytes:
    """A photograph that was taken with the camera on its side."""
    exif = Image.Exif()
    exif[0x112] = 6
    return saved("JPEG", exif=exif)


MOVING = {"save_all": True, "append_images": FRAMES[1:]}
PRINTED = {
    "plain.png": (saved("PNG"), 9, False),
    "interlaced.png": (saved("PNG", dpi=(300, 300)), 9, False),
    "mislabelled.jpg": (saved("PNG"), 9, False),
    "photograph.jpg": (saved("JPEG", progressive=True), 9, False),
    "turned.jpg": (turned(), 6, False),
    "small.webp": (saved("WEBP"), 9, False),
    "lossless.webp": (saved("WEBP", lossless=True), 9, False),
    "still.gif": (saved("GIF"), 9, False),
    "moving.gif": (saved("GIF", **MOVING), 9, True),
    "moving.png": (saved("PNG", **MOVING), 9, True),
    "moving.webp": (saved("WEBP", **MOVING), 9, True),
}


def test_a_picture_is_known_by_what_it_holds(tmp_path: Path) -> None:
    for name, (content, width, moves) in PRINTED.items():
        (tmp_path / name).write_bytes(content)
        picture = read_picture(tmp_path / name)
        assert (picture.width, picture.moves) == (width, moves), name


def test_every_kind_prints(tmp_path: Path) -> None:
    files = {name: content for name, (content, *_) in PRINTED.items()}
    body = "\n\n".join(f"![A dot: {name}]({name})" for name in files)
    embedded = [f"data:image/png;base64,{base64.b64encode(saved('PNG')).decode()}", f"data:image/svg+xml,{quote(SVG)}"]
    body += "".join(f"\n\n```{{image}} {uri}\n:alt: Embedded\n```" for uri in embedded)
    printed = read_printed(print_page(tmp_path, body, files))
    assert printed.said_of("Figure") == [*(f"A dot: {name}" for name in files), "Embedded", "Embedded"]
    assert printed.text.count("Moving picture, in the web edition") == 3


HTML = '<foreignObject><div xmlns="http://www.w3.org/1999/xhtml">Words</div></foreignObject>'
REFUSED = {
    "a BMP file": ("dot.bmp", saved("BMP"), "of the kind BMP"),
    "a TIFF file": ("dot.tif", saved("TIFF"), "of the kind TIFF"),
    "a PDF file": ("dot.pdf", b"%PDF-1.7", "of the kind PDF"),
    "no picture at all": ("dot.png", b"words", "no picture of a known kind"),
    "an empty file": ("dot.png", b"", "is empty"),
    "a page instead of a picture": ("dot.png", b"<!DOCTYPE html><svg/>", "of the kind HTML"),
    "a picture that breaks off": ("dot.png", saved("PNG")[:60], "failed to decode"),
    "a photograph that breaks off": ("dot.jpg", saved("JPEG")[:200], "failed to decode"),
    "a photograph without its end": ("dot.jpg", saved("JPEG")[:20], "breaks off"),
    "a photograph for a press": ("dot.jpg", saved("JPEG", cmyk=True), "CMYK"),
    "a drawing with words as HTML": ("dot.svg", SVG.replace("<rect", HTML + "<rect").encode(), "foreignObject): Words"),
    "a drawing that shows a file": ("dot.svg", SVG.replace("<rect", '<image href="a.png"/><rect').encode(), "a.png"),
    "a broken drawing": ("dot.svg", SVG.replace("/>", ">").encode(), "failed to parse SVG"),
    "a letter that no font has": ("dot.svg", SVG.replace("<rect", "<text>𐌰</text><rect").encode(), "𐌰"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_printed_is_refused_with_its_line(case: str, tmp_path: Path) -> None:
    name, content, said = REFUSED[case]
    with pytest.raises(PrintError) as error:
        print_page(tmp_path, f"Text\nand ![words]({name}).", {name: content})
    assert "index.md, line 4: " in str(error.value)
    assert said in str(error.value).replace("(foreignObject), which only a browser shows", "foreignObject)")


def test_the_line_is_that_of_the_picture_though_another_has_its_name_in_its_own(tmp_path: Path) -> None:
    body = "![words](starting_dot.png)\n\nText `dot.png`.\n\n![words](absent/dot.png)"
    with pytest.raises(PrintError, match=r"line 7: the picture absent/dot.png is not there"):
        print_page(tmp_path, body, {"starting_dot.png": saved("PNG")})


def test_a_picture_that_is_attached_to_a_cell_has_to_become_a_file(tmp_path: Path) -> None:
    with pytest.raises(PrintError, match=r"line 3: .* attachment:dot.png is attached to a cell.* save it as a file"):
        print_page(tmp_path, "![words](attachment:dot.png)")


def test_a_picture_in_several_kinds_prints_as_the_best_of_them(tmp_path: Path) -> None:
    files = {"two.png": saved("PNG"), "two.svg": SVG.encode(), "two.pdf": b"%PDF"}
    print_page(tmp_path, "![words](two.*)", files)
    assert [file.name for file in (tmp_path / "out" / "book" / "images").iterdir()] == ["1-two.svg"]


def drawn_sizes(folder: Path, body: str) -> list[tuple[int, int]]:
    """Width and height in points of each picture on a page with a wide picture, 1200 by 800 pixels."""
    wide = io.BytesIO()
    FRAMES[0].resize((1200, 800)).save(wide, "PNG")
    printed = read_printed(print_page(folder, body, {"wide.png": wide.getvalue(), "dot.png": saved("PNG")}))
    found = []
    for tag, kind in zip(printed.tags, printed.kinds, strict=True):
        if kind == "Figure":
            box = next(given.get_object()["/BBox"] for given in tag["/A"] if "/BBox" in given.get_object())
            left, bottom, right, top = map(float, box)
            found.append((round(right - left), round(top - bottom)))
    return found


SIZES = {
    "": (9, 6), ":width: 40px": (30, 20), ":width: 2em": (21, 14), ":height: 1in": (108, 72), ":width: 2cm": (57, 38),
    ":scale: 200": (18, 12), ":width: 40px\n:height: 40px": (30, 30), ":width: 40px\n:scale: 50": (15, 10),
}  # fmt: skip


def test_a_picture_has_the_size_that_its_author_gave_it(tmp_path: Path) -> None:
    body = "\n\n".join(f"```{{image}} dot.png\n:alt: words\n{options}\n```" for options in SIZES)
    assert drawn_sizes(tmp_path, body) == list(SIZES.values())


def test_a_picture_stays_on_its_page(tmp_path: Path) -> None:
    options = ["", ":width: 3000px", ":height: 5000px", ":width: 50%"]
    body = "\n\n".join(f"```{{image}} wide.png\n:alt: words\n{given}\n```" for given in options)
    figure = "\n\n```{figure} wide.png\n:alt: words\n:figwidth: 50%\n\nCaption\n```"
    sizes = drawn_sizes(tmp_path, body + figure)
    column = sizes[0][0]
    assert [width for width, _ in sizes] == pytest.approx([column, column, column, column / 2, column / 2], abs=1)
    assert max(height for _, height in sizes) < 700


def test_a_picture_without_words_says_so_only_if_the_book_wants_it(tmp_path: Path) -> None:
    body = "![](dot.svg)\n\n```{figure} dot.svg\n\nWords below it\n```\n\n![dot.svg](dot.svg)"
    body += "\n\n```{image} dot.svg\n:alt:\n```"
    with pytest.raises(PrintError) as error:
        print_page(tmp_path, body)
    assert str(error.value).count("has no alternative text") == 3
    (tmp_path / "again").mkdir()
    said = io.StringIO()
    printed = read_printed(print_page(tmp_path / "again", body, said=said, typst_missing_alt="say"))
    assert "without alternative text, of which whoever listens learns nothing: 3" in said.getvalue()
    silent = "Picture that nobody described"
    assert printed.said_of("Figure") == [silent, "Words below it", silent]


def test_a_picture_for_dark_screens_does_not_print(tmp_path: Path) -> None:
    body = "\n\n".join(f"```{{image}} dot.svg\n:alt: {shade}\n:class: only-{shade}\n```" for shade in ("light", "dark"))
    assert read_printed(print_page(tmp_path, body)).said_of("Figure") == ["light"]


def test_a_picture_leads_where_its_author_says(tmp_path: Path) -> None:
    body = "\n\n".join(
        f"```{{{kind}}} dot.svg\n:alt: words\n:target: https://example.org/{kind}\n\n{caption}\n```"
        for kind, caption in {"image": "", "figure": "Caption"}.items()
    )
    assert read_printed(print_page(tmp_path, body)).links()[0] == [
        "https://example.org/image",
        "https://example.org/figure",
    ]
