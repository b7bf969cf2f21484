"""Pages run here, each in a process of its own that has everything loaded, and what they read of data/."""

import gc
import json
import multiprocessing
import os
from functools import _lru_cache_wrapper
from pathlib import Path
from typing import NamedTuple

from composed import code_of
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from matplotlib.text import Text
from pages import ROOT
from traitlets.config import Config

from beijing_ip.analysis import audit
from beijing_ip.analysis.history import history_of
from beijing_ip.data import loading
from beijing_ip.data.reads import recorded, start_recording
from beijing_ip.data.schema import Tables
from beijing_ip.publish import documents, explore_list, offered  # noqa: F401
from beijing_ip.show import figures
from beijing_ip.show.output import say_for_book
from beijing_ip.show.plots.marks import marks_of

PAGES = sorted([*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("book/*.md")])
NAMES = [path.stem for path in PAGES]


class Ran(NamedTuple):
    """What a page showed, and the units that it read."""

    shown: list[str]
    units: frozenset[str]


def run_page(path: Path, tables: Tables | None = None) -> Ran:
    """Run the code of a page for the book, with the tables of data/ or with others, which need not be good.

    Charts are drawn but not saved, which costs most of the time. Raises RuntimeError for a page that does not run.
    """
    ours, its = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(target=_run, args=(its, path, tables))
    child.start()
    its.close()
    try:
        done = ours.recv()
    finally:
        child.join()
    if isinstance(done, str):
        raise RuntimeError(f"{path.name}: {done}")
    return done


def load_everything() -> None:
    """Load what a build has loaded before it runs the first page."""
    history_of()
    audit.run_audit()


def _run(its, path: Path, tables: Tables | None) -> None:
    try:
        its.send(_ran(path, tables))
    except BaseException as error:
        its.send(f"{type(error).__name__}: {error}")


def _ran(path: Path, tables: Tables | None) -> Ran:
    os.chdir(path.parent)
    say_for_book()
    figures._as_svg, figures._as_png = _words_of, lambda fig: b""
    if tables is not None:
        forget(tables)
    start_recording()
    shell = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    shown = []
    for code in code_of(path):
        with capture_output() as captured:
            done = shell.run_cell(code)
        done.raise_error()
        outputs = [[each.data, each.metadata] for each in captured.outputs]
        shown += [captured.stdout, json.dumps(outputs, default=str, ensure_ascii=False)]
    return Ran(shown, recorded())


def forget_all() -> None:
    """Have this process read data/ anew, and all that it made of data/ too."""
    for each in gc.get_objects():
        if isinstance(each, _lru_cache_wrapper) and (each.__module__ or "").startswith("beijing_ip"):
            each.cache_clear()
    audit._audited.forget()


def forget(tables: Tables) -> None:
    """Have this process know nothing of data/ but these tables."""
    forget_all()
    loading._read_checked = lambda folder: (tables, [])


def _words_of(fig, name: str, alt: str) -> str:
    """What a drawing says, in place of the drawing."""
    marks = [[mark.kind, mark.title, *mark.figures] for _, mark in marks_of(fig)]
    return json.dumps([name, marks, [text.get_text() for text in fig.findobj(Text)]])
