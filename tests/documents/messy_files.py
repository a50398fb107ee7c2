"""Makes office files as agencies type them, out of tables drawn in plain text: "<" joins the left cell, "^" the one above."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

import docx
import openpyxl

Rows = Sequence[Sequence[str]]
LEFT, ABOVE = "<", "^"


def drawn(text: str) -> list[list[str]]:
    """Rows out of a drawing: cells parted by |, line ends in a cell written \\n."""
    lines = [line.strip().strip("|") for line in text.strip().splitlines() if line.strip()]
    return [[cell.strip().replace("\\n", "\n") for cell in line.split("|")] for line in lines]


def merges(rows: Rows) -> list[tuple[int, int, int, int]]:
    """First row and column and last row and column of each cell that takes several places."""
    found = []
    for top, row in enumerate(rows):
        for left, text in enumerate(row):
            if text in (LEFT, ABOVE):
                continue
            right = left
            while right + 1 < len(row) and row[right + 1] == LEFT:
                right += 1
            bottom = top
            while bottom + 1 < len(rows) and left < len(rows[bottom + 1]) and rows[bottom + 1][left] == ABOVE:
                bottom += 1
            if (bottom, right) != (top, left):
                found.append((top, left, bottom, right))
    return found


def word(*tables: Rows, lines: Sequence[str] = ()) -> bytes:
    """A DOCX with these tables, and lines of text before the first."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    for rows in tables:
        table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                if text not in (LEFT, ABOVE, ""):
                    first, *more = text.split("\n")
                    cell = table.cell(at, column)
                    cell.text = first
                    for line in more:
                        cell.add_paragraph(line)
        for top, left, bottom, right in merges(rows):
            texts = table.cell(top, left).text
            table.cell(top, left).merge(table.cell(bottom, right))
            assert table.cell(top, left).text == texts
        document.add_paragraph("")
    return _saved(document)


def workbook(*tables: Rows, numbers: bool = True, start: int = 1, formats: dict[str, str] | None = None) -> bytes:
    """An XLSX with one worksheet for each table, from row `start`; texts that are figures become numbers."""
    book = openpyxl.Workbook()
    for nth, rows in enumerate(tables):
        sheet = book.active if nth == 0 else book.create_sheet()
        assert sheet is not None
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                if text not in (LEFT, ABOVE, ""):
                    sheet.cell(at + start, column + 1).value = _value(text) if numbers else text
        for top, left, bottom, right in merges(rows):
            sheet.merge_cells(
                start_row=top + start, start_column=left + 1, end_row=bottom + start, end_column=right + 1
            )
        for ref, style in (formats or {}).items():
            sheet[ref].number_format = style
    return _saved(book)


def open_document(*tables: Rows) -> bytes:
    """An ODT with these tables, as LibreOffice writes them: spans told, covered cells marked, equal cells repeated."""
    body = "".join(_odt_table(rows) for rows in tables)
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return out.getvalue()


def _odt_table(rows: Rows) -> str:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in merges(rows)}
    covered = {
        (top + down, left + across)
        for (top, left), (height, width) in spans.items()
        for down in range(height)
        for across in range(width)
    } - set(spans)
    lines = []
    for at, row in enumerate(rows):
        cells = []
        for column, text in enumerate(row):
            if (at, column) in covered:
                cells.append("<table:covered-table-cell/>")
                continue
            down, across = spans.get((at, column), (1, 1))
            paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
            cells.append(
                f'<table:table-cell table:number-columns-spanned="{across}" table:number-rows-spanned="{down}">'
                f"{paragraphs}</table:table-cell>"
            )
        lines.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return f"<table:table>{''.join(lines)}</table:table>"


def _value(text: str) -> Any:
    try:
        return float(Decimal(text))
    except ArithmeticError:
        return text


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def of_paper(paper: Any) -> list[list[list[str]]]:
    """The tables of a paper as rows of texts."""
    from samrit.documents.paper import Box, Dots, Figure, Fraction, tables, written

    def text_of(cell: Any) -> str:
        lines = []
        for line in cell.lines:
            pieces = []
            for one in line.inlines:
                match one:
                    case Figure():
                        pieces.append(written(one, paper.digits))
                    case Dots():
                        pieces.append(one.filled or "......")
                    case Box():
                        pieces.append("□")
                    case Fraction():
                        pieces.append(f"{one.above}/{one.below}")
                    case _:
                        pieces.append(one.text)
            lines.append("".join(pieces))
        return "\n".join(lines)

    found = []
    for table in tables(paper):
        rows = [*table.head, *table.rows]
        grid: dict[tuple[int, int], str] = {}
        for at, row in enumerate(rows):
            column = 0
            for cell in row.cells:
                while (at, column) in grid:
                    column += 1
                for down in range(cell.down):
                    for across in range(cell.across):
                        mark = ABOVE if down and not across else LEFT
                        grid[at + down, column + across] = mark if down or across else text_of(cell)
                column += cell.across
        width = max(column for _, column in grid) + 1
        found.append([[grid.get((at, column), "") for column in range(width)] for at in range(len(rows))])
    return found
