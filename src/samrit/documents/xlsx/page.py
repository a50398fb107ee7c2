"""How a worksheet is printed: A4 as asked for, one page wide, headings repeated, footer and page numbers."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from samrit.documents.paper import Paper, in_digits
from samrit.documents.xlsx.fields import FACE
from samrit.documents.xlsx.writing import Extent

_A4 = 9
_MM_PER_INCH = 25.4
_FOOTER_LIMIT = 200
"""Letters of a footer; Excel takes 255 with its codes."""
_MOST_FROZEN = 75.0
"""Millimetres that may stay in view above the rows that move: more leaves too little of the screen."""


def set_page(sheet: Worksheet, paper: Paper, extent: Extent) -> None:
    """Set the printing of a worksheet that has been written."""
    margins = paper.margins
    sheet.set_paper(_A4)
    if paper.landscape:
        sheet.set_landscape()
    sheet.set_margins(*(side / _MM_PER_INCH for side in (margins.left, margins.right, margins.top, margins.bottom)))
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    if extent.rows:
        sheet.print_area(0, 0, extent.rows - 1, extent.columns - 1)
        sheet.print_area_range = _quoted(sheet, sheet.print_area_range)
    if extent.breaks:
        sheet.set_h_pagebreaks(list(extent.breaks))
    if extent.head is not None:
        first, last, above = extent.head
        sheet.repeat_rows(first, last)
        sheet.repeat_row_range = _quoted(sheet, sheet.repeat_row_range)
        if above <= _MOST_FROZEN:
            sheet.freeze_panes(last + 1, 0)
    sheet.set_footer(_footer(paper), {"margin": max(margins.bottom - 8, 4) / _MM_PER_INCH})


def _quoted(sheet: Worksheet, area: str) -> str:
    """The area with its worksheet's name in quotation marks; without, LibreOffice does not understand ปร.2!$6:$7."""
    name = sheet.name.replace("'", "''")
    return f"'{name}'!{area.rpartition('!')[2]}"


def _footer(paper: Paper) -> str:
    style = f'&"{FACE},Regular"&12 '  # the space keeps a year that follows from being read as the size
    text = in_digits(paper.footer, paper.digits).replace("\n", " ")
    if len(text) > _FOOTER_LIMIT:
        text = text[: _FOOTER_LIMIT - 1] + "…"
    left = f"&L{style}{text.replace('&', '&&')}" if text else ""
    # Excel counts in Arabic digits only; numbered from the first sheet, since a workbook knows no "from the second page"
    right = "" if paper.pages == "none" else f"&R{style}&P/&N"
    return left + right
