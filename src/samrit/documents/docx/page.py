"""A Word file's page: paper, margins, and what stands above and below the text of each page."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Mm

from samrit.documents.docx.look import Look, twips, w
from samrit.documents.docx.runs import text_run
from samrit.documents.paper import Paper, in_digits

_EDGE = 12.5
"""Millimetres from the paper's edge to what stands above and below the text, where the margins leave that much."""
_LINE = 8.0


def set_page(document: Document, paper: Paper, look: Look) -> None:
    """A4 as asked for, margins, page numbers, footer, and the corner of the first page."""
    section = document.sections[0]
    short, long = Mm(210), Mm(297)
    section.orientation = WD_ORIENT.LANDSCAPE if paper.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if paper.landscape else (short, long)
    margins = paper.margins
    section.left_margin, section.right_margin = Mm(margins.left), Mm(margins.right)
    section.top_margin, section.bottom_margin = Mm(margins.top), Mm(margins.bottom)
    section.header_distance = Mm(max(4, min(_EDGE, margins.top - _LINE)))
    section.footer_distance = Mm(max(4, min(_EDGE, margins.bottom - _LINE)))
    section.gutter = 0
    section.different_first_page_header_footer = True
    _fill(section.first_page_header, _first_header(paper, look))
    _fill(section.header, _header(paper, look))
    for footer in (section.first_page_footer, section.footer):
        _fill(footer, _footer(paper, look))


def _fill(part: Any, paragraph: Any) -> None:
    part.is_linked_to_previous = False
    element = part._element
    for child in list(element):
        element.remove(child)
    element.append(paragraph)


def _first_header(paper: Paper, look: Look) -> Any:
    properties = w("pPr", w("pStyle", val="Header"), w("jc", val="right"))
    return w("p", properties, *([text_run(in_digits(paper.corner, paper.digits), look)] if paper.corner else []))


def _header(paper: Paper, look: Look) -> Any:
    properties = w("pPr", w("pStyle", val="Header"), w("jc", val="center"))
    if paper.pages != "saraban":
        return w("p", properties)
    return w("p", properties, text_run("- ", look), *_field("PAGE", "2", paper, look), text_run(" -", look))


def _footer(paper: Paper, look: Look) -> Any:
    stop = w("tabs", w("tab", val="right", pos=twips(paper.width)))
    runs: list[Any] = [text_run(in_digits(paper.footer, paper.digits), look)] if paper.footer else []
    if paper.pages == "of":
        total = _field("NUMPAGES", "1", paper, look)
        runs += [w("r", w("tab")), *_field("PAGE", "1", paper, look), text_run("/", look), *total]
    return w("p", w("pPr", w("pStyle", val="Footer"), stop), *runs)


def _field(name: str, guess: str, paper: Paper, look: Look) -> list[Any]:
    """A field that the office program keeps up to date; `guess` is shown until it does."""
    thai = paper.digits == "thai"
    instruction = w("instrText")
    instruction.text = f" {name} \\* {'THAIARABIC' if thai else 'Arabic'} "
    marks = [w("cs")] if thai else []

    def run(*parts: Any) -> Any:
        return w("r", w("rPr", *(w("cs") for _ in marks)) if marks else None, *parts)

    return [
        run(w("fldChar", fldCharType="begin")),
        run(instruction),
        run(w("fldChar", fldCharType="separate")),
        text_run(in_digits(guess, paper.digits), look),
        run(w("fldChar", fldCharType="end")),
    ]
