"""Papers as PDF: set by Typst in the shipped typeface, tagged, the same bytes for the same data."""

from __future__ import annotations

import functools
import json
import threading
from datetime import UTC, datetime, time
from importlib import resources

import typst

from samrit.base.issues import Refused
from samrit.documents import fonts
from samrit.documents.paper import Paper
from samrit.documents.pdf.blocks import arrange
from samrit.documents.pdf.checks import check, no_picture

STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-3a"]
"""PDF/UA-1 for readers who cannot see it; PDF/A-3a for the archive, the one PDF/A that may carry the form data."""

_lock = threading.Lock()


def render(paper: Paper) -> bytes:
    """The paper as a PDF file; Refused when the typeface has not all its letters or the emblem is no picture."""
    check(paper)
    files = {
        "main.typ": _layout(),
        "paper.json": json.dumps(arrange(paper), ensure_ascii=False, separators=(",", ":")).encode(),
        "form.json": paper.data.encode(),
    }
    issued = datetime.combine(paper.issued, time(), UTC)
    # One compiler, kept warm for the process, is not made for two threads at once.  Files and not `sys_inputs`: with
    # other inputs Typst sets all anew, with other files only the lines that differ (20 ms a form instead of 60).
    with _lock:
        try:
            pdf = _compiler().compile(files, format="pdf", pdf_standards=STANDARDS, timestamp=issued)  # type: ignore[type-var]  # its stub knows one file
        except typst.TypstError as error:
            if "decode image" in error.message:
                raise Refused([no_picture(paper)]) from error
            raise
    assert isinstance(pdf, bytes)
    return pdf


@functools.cache
def _layout() -> bytes:
    return resources.files(__package__).joinpath("paper.typ").read_bytes()


@functools.cache
def _compiler() -> typst.Compiler:
    shipped = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts.FOLDER])
    return typst.Compiler(_layout(), font_paths=shipped, ignore_system_fonts=True)
