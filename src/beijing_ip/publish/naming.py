"""What the book is called, everywhere: a Sphinx extension that gives title and file names of the edition to all others.

One row decides (data/editions.csv). The title stands on the pages, on the cover, in the citation, in the description of
the data and in README.md; the place and the year in the names of files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beijing_ip.data.editions import find_edition
from beijing_ip.data.links import verbatim
from beijing_ip.show import chinese

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

FOLDER_OF_DATA = "_build/data"
"""Where the files that the book offers are written, from the root of the repository."""


def short_title() -> str:
    """Return what a narrow line has room for: Intellectual property in Beijing, 2020."""
    about = find_edition()
    return f"Intellectual property in {about.place}, {about.year}"


def name_of_data() -> str:
    """Return the name of the file that holds all the data: beijing-ip-2020-data.zip."""
    return f"{find_edition().file_name}-data.zip"


def name_of_workbook() -> str:
    """Return the name of the workbook of all tables: beijing-ip-2020.xlsx."""
    return f"{find_edition().file_name}.xlsx"


def name_of_json() -> str:
    """Return the name of the JSON file of all tables: beijing-ip-2020.json."""
    return f"{find_edition().file_name}.json"


def words_of_pages() -> dict[str, str]:
    """Return what pages may write in double braces, such as {{ title }}, in a heading too."""
    files = {"all_files": name_of_data(), "workbook": name_of_workbook(), "json_file": name_of_json()}
    return {
        "title": verbatim(find_edition().title),
        "title_zh": verbatim(f"{chinese.title()}（中文摘要）"),
        **{word: f"{{download}}`{name} <../{FOLDER_OF_DATA}/{name}>`" for word, name in files.items()},
    }


def _give_names(app: Sphinx, config: Config) -> None:
    about = find_edition()
    config.project = config.html_title = about.title
    config.myst_substitutions = {**config.myst_substitutions, **words_of_pages()}
    if "typst_name" in config:
        config.typst_name, config.typst_title, config.typst_subtitle = about.file_name, about.title, about.subtitle
        config.typst_excerpts = [
            {**excerpt, "name": f"{about.file_name}-{excerpt['name']}"} for excerpt in config.typst_excerpts
        ]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    # Before others read the configuration.
    app.connect("config-inited", _give_names, priority=300)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
