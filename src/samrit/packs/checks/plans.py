"""Plan tables as a reader goes down them: columns without a word, rows that lack what all others have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from samrit.base.issues import Issue, Place, define
from samrit.packs.checks.reading import bare
from samrit.packs.model import Pack
from samrit.packs.plans import Plan, PlanRow
from samrit.packs.texts import Item

EMPTY_COLUMN = define(
    "PK436", "note",
    th="คอลัมน์ “{heading}” ของแผน {plan} ว่างทั้ง {count} แถว",
    en="column “{heading}” of plan {plan} is empty in all {count} rows",
    cure_th="ถ้าเอกสารเว้นว่างไว้ไม่ต้องแก้",
    cure_en="nothing to change if the document leaves it empty",
)  # fmt: skip
LACKING = define(
    "PK437", "note",
    th="แถว {rows} ไม่มี “{heading}” ขณะที่อีก {count} แถวของแผน {plan} มี",
    en="row(s) {rows} have no “{heading}”, while the other {count} rows of plan {plan} have one",
    cure_th="ตรวจว่าไม่ได้ตกหล่น ถ้าเอกสารเว้นว่างไว้ไม่ต้องแก้",
    cure_en="check that nothing is lost; nothing to change if the document leaves it empty",
)  # fmt: skip

MOST_LACK = 4
"""At most one row in so many may lack a thing that is then missed."""
STANDING = 4
"""A text that stands in so many rows of a column is a standing phrase, no row's own."""


def empty_columns(pack: Pack) -> Iterable[Issue]:
    """A column of a plan has something in it."""
    for plan in pack.plans:
        for column in plan.columns:
            if plan.rows and not any(row.cells.get(column.id) for row in plan.rows):
                words = {"heading": column.heading.th, "plan": plan.id, "count": len(plan.rows)}
                yield EMPTY_COLUMN.at(column.at.of("heading"), _indicators(plan.rows), **words)


def lacking_rows(pack: Pack) -> Iterable[Issue]:
    """What nearly every row has, every row has."""
    for plan in pack.plans:
        for column in plan.columns:
            lack = [row for row in plan.rows if not row.cells.get(column.id)]
            has = len(plan.rows) - len(lack)
            if lack and len(lack) * MOST_LACK <= has:
                rows = ", ".join(row.id for row in lack)
                words = {"rows": rows, "heading": column.heading.th, "plan": plan.id, "count": has}
                yield LACKING.at(_place(lack[0]), _indicators(lack), **words)


def _place(row: PlanRow) -> Place:
    return row.at.of("cells")


def _indicators(rows: Iterable[PlanRow]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.indicator for row in rows if row.indicator is not None))


def standing_cells(plan: Plan) -> Iterator[tuple[PlanRow, Item]]:
    """The lines of a plan that are a row's own: no standing phrases, and a cell that spans several rows once."""
    cells = [
        (row, str(column), line, bare(line.text.th))
        for row in plan.rows
        for column, lines in row.cells.items()
        for line in _lines(lines)
    ]
    counts = Counter((column, text) for _, column, _, text in cells)
    seen: set[tuple[str, str, str]] = set()
    for row, column, line, text in cells:
        span = (column, text, str(row.indicator or ""))
        if counts[column, text] < STANDING and not (row.indicator is not None and span in seen):
            yield row, line
        seen.add(span)


def _lines(lines: Iterable[Item]) -> Iterator[Item]:
    for line in lines:
        yield line
        yield from _lines(line.items)
