"""Detail sheets of indicators, version 1: as the Ministry prints them, portrait, each indicator on a new page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from samrit.documents.paper import (
    Block,
    Box,
    Cell,
    Column,
    Figure,
    Fraction,
    Gap,
    Inline,
    Line,
    Margins,
    PageBreak,
    Paper,
    Row,
    Table,
    Text,
    cell,
    heading,
    line,
    row,
)
from samrit.documents.templates.begin import begun
from samrit.documents.templates.demands import demand_lines
from samrit.documents.templates.wording import KEEP, said, sheet_name

if TYPE_CHECKING:
    from samrit.documents.forms.demands import Demand
    from samrit.documents.forms.detail.sections import (
        BaselineTable,
        Division,
        Entry,
        Grid,
        Level,
        Levels,
        Passage,
        Section,
    )
    from samrit.documents.forms.detail_sheet import DetailSheets, IndicatorSheet
    from samrit.documents.forms.wording import Said

WIDTH = 160.0
SIZE = 15.0
SMALL = 12.0
TINY = 11.0
STEP = 6.0
"""How far lines below a line are moved."""
POINT = 25.4 / 72
OPEN_BLANK = "." * 24


def layout(form: DetailSheets) -> Paper:
    """The book as a paper."""
    th = form.sheet.language == "th"
    year = f"ปีงบประมาณ พ.ศ. {form.year}" if th else f"Fiscal year B.E. {form.year}"
    told = (form.sheet.agency, form.sheet.unit, "" if str(form.year) in form.framework else year)
    below = " · ".join(one for one in told if one)
    blocks: list[Block] = [
        heading(form.title, align="center", size=20),
        line(form.framework, align="center", bold=True),
        *([line(below, align="center")] if below else []),
        Gap(3),
    ]
    for index, sheet in enumerate(form.sheets):
        if index:
            blocks.append(PageBreak(sheet_name(sheet.label, "")))
        blocks += _sheet(sheet, th, 2)
    return replace(
        begun(form, "detail-sheet", 1, form.title, blocks),
        margins=Margins(top=22, right=20, bottom=20, left=30),
        size=SIZE,
        corner=form.sheet.number,
        footer=form.framework,
        sheet=sheet_name(form.sheets[0].label, "") if form.sheets else "",
        keep=(*form.keep, *KEEP),
    )


def _sheet(sheet: IndicatorSheet, th: bool, level: int) -> Iterator[Block]:
    if level > 2:
        yield Gap(5)
    label = f"{sheet.label} : " if th else f"{sheet.label}: "
    yield heading(label, *said(sheet.name), level=min(level, 3), size=18 if level == 2 else 16)
    if sheet.fields:
        yield Table(
            columns=(Column(47), Column(WIDTH - 47)),
            rows=tuple(
                row(
                    cell(f"{one.label} :" if th else f"{one.label}:", bold=True),
                    Cell((Line(said(one.value)),)),
                    stays_with_next=True,
                )
                for one in sheet.fields
            ),
            ruled=False,
            size=SIZE,
            about=sheet.label,
        )
    for section in sheet.sections:
        yield from _section(section, th)
    for part in sheet.parts:
        yield from _sheet(part, th, level + 1)
    for section in sheet.closing:
        yield from _section(section, th)


def _section(section: Section, th: bool) -> Iterator[Block]:
    if section.kind == "passage":
        yield from _passage(section, th)
    elif section.kind == "division":
        yield from _division(section)
    elif section.kind == "levels":
        yield from _levels(section, th)
    elif section.kind == "baseline":
        yield from _baseline(section, th)
    else:
        yield from _grid(section)


def _title(words: Said) -> Iterator[Block]:
    if words:
        yield Gap(1.5)
        yield Line(said(words, bold=True), bold=True, stays_with_next=True)


# ── words ──


def _passage(passage: Passage, th: bool) -> Iterator[Block]:
    yield from _title(passage.heading)
    size = SMALL if passage.small else None
    if passage.text:
        yield Line(said(passage.text), first=12.5, size=size)
    yield from _entries(passage.entries, 0, size)


def _entries(entries: tuple[Entry, ...], depth: int, size: float | None) -> Iterator[Line]:
    bulleted = len(entries) > 1 or depth > 0
    for entry in entries:
        yield _entry(entry, depth, size, bulleted)
        yield from _entries(entry.items, depth + 1, size)


def _entry(entry: Entry, depth: int, size: float | None, bulleted: bool) -> Line:
    mark = said(entry.mark)
    if entry.ticked:
        mark = (Box(),)
    elif mark == (Text("·"),) or (bulleted and not mark):
        mark = (Text("•"),)
    hang = 5.0 if entry.ticked else _width(mark, size or SIZE) if mark else 0.0
    small = (Text(f" ({entry.behind})"),) if entry.behind else ()
    parts = (*mark, Text(" "), *said(entry.text), *small) if mark else (*said(entry.text), *small)
    indent = depth * STEP + (3 if bulleted or mark else 0)
    if hang > 3 * STEP:
        hang = STEP
    return Line(parts, indent=indent + hang, first=-hang if hang else 9.5, size=size)


def _width(inlines: tuple[Inline, ...], size: float) -> float:
    """About how wide a mark is with the space behind it, for a hanging indent."""
    text = "".join(one.text if isinstance(one, Text) else "" for one in inlines)
    letters = sum(0.5 if letter in ".()-,: " else 1 for letter in text if unicodedata.category(letter) != "Mn")
    return (letters * 0.37 + 0.2) * size * POINT


def _division(division: Division) -> Iterator[Block]:
    yield from _title(division.heading)
    above, below = _flat(division.numerator), _flat(division.denominator)
    factor = f"  {division.factor}" if division.factor else ""
    # a fraction is not parted at a line's end, so a long one is set smaller
    room = WIDTH - _width((*said(division.name), Text(" =  "), Text(factor)), SIZE) - 6
    widest = max(_width((Text(text),), 1) for text in (above, below))
    size = max(min(SIZE - 1, room / widest), 9.0)
    yield line(*said(division.name), " =  ", Fraction(above, below), factor, align="center", size=round(size * 2) / 2)


def _flat(words: Said) -> str:
    """Words as one text, open blanks as typed dots: a fraction holds no drawn ones."""
    return "".join(one.text or (OPEN_BLANK if one.blank else "") for one in words)


# ── levels ──


def _levels(levels: Levels, th: bool) -> Iterator[Block]:
    yield from _title(levels.heading)
    if levels.lead:
        yield Line(said(levels.lead), first=12.5, stays_with_next=True)
    yield {"boxes": _boxes, "row": _row, "ladder": _ladder}[levels.look](levels, th)


def _boxes(levels: Levels, th: bool) -> Table:
    return Table(
        columns=(Column(WIDTH - 31), Column(31)),
        rows=tuple(
            Row((Cell((_boxed(said(one.text)), *_applied(one))), cell(_equals(one.points, th))))
            for one in levels.levels
        ),
        ruled=False,
        size=SIZE,
        about="เกณฑ์การให้คะแนน" if th else "Scoring criteria",
    )


def _boxed(words: tuple[Inline, ...]) -> Line:
    return Line((Box(), Text("  "), *words), indent=9, first=-6)


def _equals(points: Decimal, th: bool) -> Line:
    after = " คะแนน" if th else (" point" if points == 1 else " points")
    return line("เท่ากับ  " if th else "=  ", Figure(points), after)


def _applied(level: Level) -> tuple[Line, ...]:
    return (line(f"({level.applied})", size=SMALL),) if level.applied else ()


def _row(levels: Levels, th: bool) -> Table:
    return Table(
        columns=tuple(Column(WIDTH / len(levels.levels), "center") for _ in levels.levels),
        head=(row(*(cell(one.name, bold=True, shaded=True, align="center") for one in levels.levels)),),
        rows=(Row(tuple(Cell((Line(said(one.text)), *_applied(one))) for one in levels.levels)),),
        size=SIZE - 1,
        about="เกณฑ์การให้คะแนน" if th else "Scoring criteria",
    )


def _ladder(levels: Levels, th: bool) -> Table:
    heads = ("ระดับคะแนน", "ขั้นตอนการดำเนินงาน", "แนวทางการประเมินผล")
    if not th:
        heads = ("Level", "Steps", "Assessment guidelines")
    return Table(
        columns=(Column(17, "center"), Column(57), Column(WIDTH - 74)),
        head=(row(*(cell(one, bold=True, shaded=True, align="center", middle=True) for one in heads)),),
        rows=tuple(rung for one in levels.levels for rung in _rungs(one, th)),
        size=SMALL + 1,
        about="ขั้นตอนการดำเนินงานและแนวทางการประเมินผล" if th else "Steps and assessment guidelines",
    )


def _rungs(level: Level, th: bool) -> Iterator[Row]:
    """A level, one row per demand, so that a long level can pass from page to page."""
    more = (Line(said(level.more)),) if level.more else ()
    demands = [Cell(tuple(_demand(one, th, 0))) for one in level.demands]
    if more:
        # what the level asks in words stands over its boxes
        first = demands[0].lines if demands else ()
        demands[:1] = [Cell((*more, *first))]
    cells = demands or [cell()]
    points = cell(Figure(level.points, bold=True), down=len(cells), align="center")
    text = Cell((Line(said(level.text)), *_applied(level)), down=len(cells))
    yield Row((points, text, cells[0]), stays_with_next=len(cells) > 1)
    yield from (Row((one,)) for one in cells[1:])


def _demand(demand: Demand, th: bool, depth: int) -> Iterator[Line]:
    yield from demand_lines(demand, th, depth)
    for proof in demand.evidence:
        label = "หลักฐาน: " if th else "Evidence: "
        yield Line((Text(label), *said(proof)), indent=(depth + 1) * 5.0, size=SMALL)
    for step in demand.steps:
        yield from _demand(step, th, depth + 1)


# ── tables ──


def _grid(grid: Grid) -> Iterator[Block]:
    yield from _title(grid.heading)
    share = WIDTH / sum(grid.parts)
    yield Table(
        columns=tuple(Column(part * share) for part in grid.parts),
        head=(row(*(cell(one, bold=True, shaded=True, align="center", middle=True) for one in grid.heads)),),
        rows=tuple(Row(tuple(Cell((Line(said(words)),)) if words else cell() for words in one)) for one in grid.rows),
        size=SMALL,
        about=_flat(grid.heading),
    )


def _baseline(table: BaselineTable, th: bool) -> Iterator[Block]:
    yield Gap(1.5)
    yield line("รายละเอียดข้อมูลพื้นฐาน" if th else "Baselines", bold=True, stays_with_next=True)
    areas = sum(len(names) for _, names in table.groups)
    year, middle = 20.0, 21.0
    each = (WIDTH - year - middle) / max(areas, 1)
    yield Table(
        columns=(Column(year, "center"), *(Column(mm, "right", table.places) for mm in (middle, *[each] * areas))),
        head=tuple(_baseline_heads(table, areas)),
        rows=tuple(
            row(
                cell(str(one.year), align="center"),
                _measured(one.middle, table.places),
                *(_measured(value, table.places) for value in one.values),
            )
            for one in table.rows
        ),
        size=TINY,
        about=_flat(table.name),
    )
    if table.remarks:
        yield Line(said(table.remarks), size=SMALL)


def _baseline_heads(table: BaselineTable, areas: int) -> Iterator[Row]:
    def head(*texts: str | Line, across: int = 1, down: int = 1) -> Cell:
        return cell(*texts, across=across, down=down, align="center", middle=True, bold=True, shaded=True)

    yield Row((head(Line(said(table.name, bold=True)), across=areas + 2),))
    top = [head(table.year_heading, down=2), head(table.middle_heading, down=2)]
    below: list[Cell] = []
    for heading_, names in table.groups:
        if len(names) == 1:
            top.append(head(heading_, down=2))
        else:
            top.append(head(heading_, across=len(names)))
            below += [head(name) for name in names]
    yield Row(tuple(top))
    yield Row(tuple(below))


def _measured(value: Decimal | str, places: int) -> Cell:
    if isinstance(value, Decimal):
        return cell(Figure(value, places))
    return cell(value, align="center")
