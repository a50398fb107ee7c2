"""Draw a paper as a workbook: numbers as numbers, totals as formulas, every text a text, ready to print on A4."""

from __future__ import annotations

import io
from datetime import datetime, time

import xlsxwriter

from samrit.base.issues import Issue, Refused
from samrit.documents import office_texts, zips
from samrit.documents.paper import Paper, in_digits
from samrit.documents.xlsx.canvas import Canvas
from samrit.documents.xlsx.fields import FACE, Looks
from samrit.documents.xlsx.page import set_page
from samrit.documents.xlsx.sheets import column_edges, split
from samrit.documents.xlsx.writing import write_sheet

__all__ = ["render"]

NORMAL = {"font_name": FACE, "font_size": 14, "font_scheme": "none"}
"""What a clerk types in.  Columns are as wide as so many of its digits, which at 14 points are seven pixels each: what
XlsxWriter reckons with, so millimetres come out right.  Of no scheme, or Excel would take its theme's face instead."""
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def render(paper: Paper) -> bytes:
    """The paper as an XLSX file.

    Errors: Refused for letters that XML cannot hold, texts too long for a cell, and an emblem that is no picture.
    """
    office_texts.check(paper)
    written = io.BytesIO()
    # a copy, because XlsxWriter adds to it
    book = xlsxwriter.Workbook(written, {"in_memory": True, "default_format_properties": dict(NORMAL), **_AS_TEXT})
    book.set_properties(
        {
            "title": in_digits(paper.title, paper.digits),
            "subject": f"{paper.form} v{paper.version}",
            "created": datetime.combine(paper.issued, time()),
        }
    )
    looks = Looks(book)
    problems: list[Issue] = []
    for index, part in enumerate(split(paper)):
        sheet = book.add_worksheet(part.name)
        canvas = Canvas(sheet, looks, paper, column_edges(part.blocks, paper))
        set_page(sheet, paper, write_sheet(canvas, part.blocks, is_first=index == 0))
        problems += canvas.problems
    if problems:
        raise Refused(problems)
    book.close()
    return zips.steady(written.getvalue())
