"""A book five times as long takes about five times as long to print; measure_growth.py does the same to 1,000 pages."""

from pathlib import Path

from measure_growth import print_book


def test_time_grows_with_the_pages(tmp_path: Path) -> None:
    # What the first book loads is no time of printing.
    print_book(tmp_path / "first", 1)
    # Without sections, so that there are many chapters to look for on each page.
    short, few = print_book(tmp_path / "short", 60, sections=0)
    long, many = print_book(tmp_path / "long", 300, sections=0)
    print(f"{few} pages in {short:.2f} s, {many} pages in {long:.2f} s")
    assert few > 60 and many > 300
    # More than the even share, for machines that do something else meanwhile.
    assert long / short < 1.5 * many / few
