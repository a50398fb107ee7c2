"""Tables to fill in for an import: their headings and one example row, as CSV and XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import xlsxwriter

SAMPLES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "units": (
        ("รหัสหน่วย", "รหัสหน่วยเหนือ", "ประเภทหน่วย", "ชื่อหน่วย", "ชื่ออังกฤษ", "ชื่อย่อ"),
        ("ตย-01", "", "กก.", "กองกำกับการตัวอย่าง", "Example Sub-division", "กก.ตัวอย่าง"),
    ),
    "people": (
        ("ชื่อผู้ใช้", "ชื่อ-สกุล", "สังกัด", "ตำแหน่ง", "บทบาท"),
        ("somchai.example", "สมชาย ตัวอย่าง", "ตย-01", "ผู้กำกับการ", "head"),
    ),
}
"""Headings and one row, as `sheets` reads them."""


def content_of(what: str, kind: str) -> tuple[bytes, str]:
    """A table as a file, with its media type; `kind` is "csv" or "xlsx"."""
    if kind == "csv":
        text = io.StringIO(newline="")
        csv.writer(text).writerows(SAMPLES[what])
        # Excel takes a CSV file for Thai only where it begins with this mark
        return text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8"
    return _workbook(SAMPLES[what]), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _workbook(rows: Sequence[Sequence[str]]) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet("samrit")
        bold = book.add_format({"bold": True})
        # text cells: a code such as 007 keeps its noughts
        plain = book.add_format({"num_format": "@"})
        sheet.set_column(0, len(rows[0]) - 1, 24, plain)
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text, bold if number == 0 else plain)
        sheet.freeze_panes(1, 0)
    return written.getvalue()
