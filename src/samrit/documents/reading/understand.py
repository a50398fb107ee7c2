"""Read a file: its tables, columns and rows, understood as far as they are clear, the rest as questions."""

from __future__ import annotations

from samrit.base.issues import Place, Refused, define
from samrit.documents.reading import assemble
from samrit.documents.reading.columns import CALLED, Column, Head, settle
from samrit.documents.reading.figures import figure
from samrit.documents.reading.questions import Questions
from samrit.documents.reading.rows import Gathered, Stretch, brief, gather, stretches
from samrit.documents.reading.tables import Content, Grid, Spot
from samrit.documents.reading.understood import Choice, Ignored, Said, Typed, Understood

NO_TABLE = define(
    "RD002", "error",
    th="ไม่พบตารางตัวชี้วัดในไฟล์นี้ (มี {tables} ตาราง)", en="no table of indicators was found in this file ({tables} tables)",
    cure_th="ตารางต้องมีหัวคอลัมน์ “ตัวชี้วัด” กับค่าเป้าหมายหรือน้ำหนัก ถ้าตารางเป็นรูปภาพให้พิมพ์เป็นตาราง",
    cure_en="a table needs a heading for indicators and headings for targets or weights; a picture of a table must be typed",
)  # fmt: skip
NO_ROWS = define(
    "RD003", "error",
    th="ตารางตัวชี้วัด ({place_th}) ไม่มีแถวตัวชี้วัด", en="the table of indicators ({place_en}) has no indicators",
    cure_th="ตรวจว่าเป็นแบบที่กรอกแล้ว", cure_en="check that the form is filled in",
)  # fmt: skip


def understand(content: Content, questions: Questions) -> Understood:
    """What the tables say; what is not clear is asked."""
    found = list(stretches(content.grids))
    if not found:
        raise Refused([NO_TABLE.at(Place(content.name), tables=len(content.grids))])
    settled = {id(stretch.head): settle(stretch.head, questions) for stretch in found}
    heads = [settled[id(stretch.head)] for stretch in found]
    found, heads = _one_sheet(content, found, heads, questions)
    gathered = gather(found, heads, questions)
    if not gathered.entries and not questions.open:
        spot = found[0].head.columns[0].heading.spot
        raise Refused([NO_ROWS.at(Place(content.name), place_th=spot.said("th"), place_en=spot.said("en"))])
    columns = list({(one.role, one.level, one.text): one for head in heads for one in head.columns}.values())
    levels = sorted({one.level for one in columns if one.role == "level"})
    remarks = [Said(*one) for one in content.remarks] + _joined(found)
    remarks.extend(gathered.remarks)
    rows = assemble.rows_of(assemble.told_apart(gathered.entries, questions), levels, questions, remarks)
    rows = assemble.ask_order(rows, questions)
    totals = _totals(gathered, questions)
    return Understood(
        file=content.name,
        kind=content.kind,
        columns=tuple(_read_as(one) for one in columns if one.role != "other"),
        rows=tuple(rows),
        total_weight=totals["weight"],
        total=totals["total"],
        converted=totals["converted"],
        multiply=assemble.multiplier(gathered.multiply),
        doubts=questions.open,
        ignored=(*_other_columns(columns), *gathered.ignored, *_other_tables(content, found)),
        remarks=tuple(remarks),
        lines=(*content.lines, *_lines_around(content, found)),
    )


def _one_sheet(
    content: Content, found: list[Stretch], heads: list[Head], questions: Questions
) -> tuple[list[Stretch], list[Head]]:
    """The worksheet meant, where several hold a table of indicators (one for each round, or year)."""
    sheets = {stretch.grid.number: stretch.grid for stretch in found}
    if content.kind != "xlsx" or len(sheets) < 2:
        return found, heads
    why = Said(f"มีตารางตัวชี้วัดใน {len(sheets)} แผ่นงาน", f"{len(sheets)} worksheets hold a table of indicators")
    choices = [
        Choice(str(number), Said(f"ใช้แผ่นงาน “{grid.name}”", f"use the worksheet “{grid.name}”"))
        for number, grid in sheets.items()
    ]
    every = Choice("all", Said("เป็นตารางเดียวต่อกันทุกแผ่น", "they are one table, in this order"))
    seen = " | ".join(grid.name for grid in sheets.values())
    answer = questions.ask(None, seen, why, [*choices, every], id_="sheet") or str(next(iter(sheets)))
    kept = [at for at, stretch in enumerate(found) if answer in ("all", str(stretch.grid.number))]
    return [found[at] for at in kept], [heads[at] for at in kept]


def _totals(gathered: Gathered, questions: Questions) -> dict[str, Typed]:
    total = gathered.total
    return {
        "weight": figure(total.get("weight"), questions, Said("น้ำหนักรวม", "the sum of the weights"), computed=True),
        "total": figure(total.get("weighted"), questions, Said("คะแนนรวม", "the total"), computed=True),
        "converted": figure(
            gathered.converted.get("weighted"), questions, Said("คะแนนที่แปลงแล้ว", "the converted total"), computed=True
        ),
    }


def _read_as(column: Column) -> tuple[str, Said, Spot]:
    called = CALLED[column.role]
    level = f" {column.level}" if column.role == "level" else ""
    nearly_th, nearly_en = (" (หัวคอลัมน์สะกดไม่ตรง)", " (its heading is misspelt)") if column.spoilt else ("", "")
    said = Said(f"{called.th}{level}{nearly_th}", f"{called.en}{level}{nearly_en}")
    return brief(column.text), said, column.heading.spot


def _other_columns(columns: list[Column]) -> list[Ignored]:
    why = Said("ไม่รู้ว่าเป็นคอลัมน์อะไร จึงไม่ใช้ทั้งคอลัมน์", "what this column holds is not known; all of it is left out")
    return [Ignored(one.heading.spot, brief(one.text), why) for one in columns if one.role == "other"]


def _other_tables(content: Content, found: list[Stretch]) -> list[Ignored]:
    used = {stretch.grid.number for stretch in found}
    why = Said(
        "ตารางนี้ไม่ใช่ตารางตัวชี้วัด อ่านเฉพาะช่องหัวแบบ",
        "this is no table of indicators; only fields of the form's head are read",
    )
    ignored: list[Ignored] = []
    for grid in content.grids:
        texts = [cell for row in range(len(grid.rows)) for cell in grid.cells(row) if cell.text.strip()]
        if grid.number not in used and texts:
            ignored.append(Ignored(texts[0].spot, brief(texts[0].text), why))
    return ignored


def _joined(found: list[Stretch]) -> list[Said]:
    """Tell which tables were read as the rest of the one before."""
    remarks: list[Said] = []
    first = found[0]
    for stretch in found[1:]:
        if stretch.grid is not first.grid and stretch.rows.start == 0:
            number = stretch.grid.number
            remarks.append(
                Said(
                    f"ตาราง {number} ไม่มีหัวตาราง อ่านต่อจากตารางก่อนหน้า",
                    f"table {number} has no header and was read as the rest of the table before it",
                )
            )
    return remarks


def _lines_around(content: Content, found: list[Stretch]) -> list[str]:
    """Lines of text in layout tables, and above the table in a worksheet: the form's own fields."""
    used: dict[int, Stretch] = {}
    for stretch in found:
        used.setdefault(stretch.grid.number, stretch)
    lines: list[str] = []
    for grid in content.grids:
        end = used[grid.number].head.first if grid.number in used else len(grid.rows)
        lines.extend(_lines(grid, end))
    return lines


def _lines(grid: Grid, end: int) -> list[str]:
    return [cell.text for row in range(end) for cell in grid.cells(row) if cell.row == row and cell.text.strip()]
