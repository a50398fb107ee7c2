"""Weights: they add up to the framework's own total, and the parts of one to its weight."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from samrit.base import thai
from samrit.base.figures import FigureError, d, plain
from samrit.base.issues import define
from samrit.documents.lint.finding import Finding, Options, found
from samrit.documents.lint.marks import N, sections_of
from samrit.documents.lint.source import Document, Line

OTHER_TOTAL = define(
    "DL023", "warning",
    th="น้ำหนักรวมได้ {sum} ไม่ใช่ {total} ({weights})", en="the weights add up to {sum}, not {total} ({weights})",
    cure_th="ตรวจน้ำหนักของทุกข้อ (ถ้ากรอบนี้รวมไม่เป็น {total} ให้บอกด้วย --total)",
    cure_en="check every weight (where this framework's whole is not {total}, say so with --total)",
)  # fmt: skip
PARTS_OTHER = define(
    "DL024", "warning",
    th="น้ำหนักของส่วนย่อยใน {code} รวมได้ {sum} ไม่ใช่ {weight} ({weights})", en="the parts of {code} weigh {sum} together, not {weight} ({weights})",
    cure_th="ตรวจน้ำหนักของตัวชี้วัดหลักและตัวย่อย", cure_en="check the weights of the indicator and its parts",
)  # fmt: skip

_F: Final = rf"{N}+(?:\.{N}+)?"
_WEIGHT: Final = re.compile(rf"น้ำหนัก\s?(?:\(?(?:ร้อยละ|%)\)?)?\s*[:=]?\s*(?:ร้อยละ\s?)?(?P<figure>{_F})\s?%?\s*$")
_WEIGHT_ALONE: Final = re.compile(r"น้ำหนัก\s*(?:\(?(?:ร้อยละ|%)\)?)?\s*:?$")
_FIGURE: Final = re.compile(rf"(?::\s*)?(?:ร้อยละ\s?)?(?P<figure>{_F})\s?%?")
_SHARE: Final = re.compile(rf"^(?P<what>[ก-๎][^()]*)\((?:น้ำหนัก\s?)?(?:ร้อยละ\s?)?(?P<figure>{_F})\s?%?\)$")
_SHARED: Final = re.compile(r"น้ำหนัก|ร้อยละ|%")
_TOTAL: Final = re.compile(r"รวม(?:น้ำหนัก|ทั้งหมด|ทั้งสิ้น)?|น้ำหนักรวม|รวมทั้งสิ้น")
NEAR: Final = Decimal("0.5")
"""Weights that come to less than half of the total are part of a larger framework, and are not judged."""


@dataclass(frozen=True)
class Weight:
    """What a thing weighs, and where that stands."""

    code: str
    value: Decimal
    line: Line


def indicators(document: Document, options: Options) -> Iterator[Finding]:
    """The weights on the indicators' own sheets."""
    held: dict[str, Weight] = {}
    for section in sections_of(document):
        weight = _of_section(document, section.start, section.end) if section.code else None
        if weight is not None and section.code not in held:
            held[section.code] = Weight(section.code, weight[0], weight[1])
    tops = {code: one for code, one in held.items() if not _parent(code, held)}
    depths = {code.count(".") for code in tops}
    if len(tops) > 1 and len(depths) == 1 and len({_parent_code(code) for code in tops}) == 1:
        yield from _against_total(document, list(tops.values()), options.total, options)
    yield from _parts(document, held)


def _of_section(document: Document, start: int, end: int) -> tuple[Decimal, Line] | None:
    for place in range(start, end):
        line = document.lines[place]
        match = _WEIGHT.match(line.text)
        if match is None and _WEIGHT_ALONE.fullmatch(line.text) and place + 1 < end:
            head, line = line, document.lines[place + 1]
            # in a table the figure is the next cell; what follows the head of a column is another row
            is_beside = (head.cell and head.cell[:2]) == (line.cell and line.cell[:2])
            match = _FIGURE.fullmatch(line.text) if is_beside else None
        if match is not None and (figure := _figure(match["figure"])) is not None:
            return figure, line
    return None


def _parent_code(code: str) -> str:
    return code.rpartition(".")[0]


def _parent(code: str, held: dict[str, Weight]) -> str:
    while "." in code:
        code = _parent_code(code)
        if code in held:
            return code
    return ""


def _against_total(document: Document, weights: list[Weight], total: Decimal, options: Options) -> Iterator[Finding]:
    added = sum((one.value for one in weights), Decimal(0))
    if added == total or (not options.total_said and not total * NEAR < added < total * (1 + NEAR)):
        return
    said = " + ".join(f"{one.code}: {plain(one.value)}" if one.code else plain(one.value) for one in weights)
    last = weights[-1].line
    yield found(OTHER_TOTAL, document, last, last.text, sum=plain(added), total=plain(total), weights=said)


def _parts(document: Document, held: dict[str, Weight]) -> Iterator[Finding]:
    for code, whole in held.items():
        parts = [one for one in held.values() if _parent(one.code, held) == code]
        added = sum((one.value for one in parts), Decimal(0))
        # parts may be weighted against each other (100) instead of within their head
        if len(parts) > 1 and added not in (whole.value, Decimal(100), Decimal(1)):
            said = " + ".join(f"{one.code}: {plain(one.value)}" for one in parts)
            words = {"code": code, "sum": plain(added), "weight": plain(whole.value), "weights": said}
            yield found(PARTS_OTHER, document, whole.line, whole.line.text, **words)


def tables(document: Document, options: Options) -> Iterator[Finding]:
    """A column headed น้ำหนัก adds up to the total printed under it, or to the framework's."""
    for table in _tables(document):
        for column, head_row in _weight_columns(table):
            yield from _column(document, table, column, head_row, options)


_Table = dict[tuple[int, int], Line]


def _tables(document: Document) -> list[_Table]:
    held: dict[int, _Table] = {}
    for line in document.lines:
        if line.cell is not None:
            held.setdefault(line.cell[0], {}).setdefault(line.cell[1:], line)
    return list(held.values())


def _weight_columns(table: _Table) -> list[tuple[int, int]]:
    """Columns whose head says น้ำหนัก, with the row of that head; “คะแนนถ่วงน้ำหนัก” is not one."""
    found_ = [(column, row) for (row, column), line in table.items() if re.match(r"น้ำหนัก|\(?ข\)?\s*น้ำหนัก", line.text)]
    return found_ if len(found_) == 1 else []


def _column(document: Document, table: _Table, column: int, head_row: int, options: Options) -> Iterator[Finding]:
    weights: list[Weight] = []
    total: tuple[Decimal, Line] | None = None
    for row in sorted({row for row, _ in table if row > head_row}):
        cell = table.get((row, column))
        labels = [table[row, one].text for one in range(1, column) if (row, one) in table]
        match = _FIGURE.fullmatch(cell.text) if cell is not None else None
        figure = _figure(match["figure"]) if match is not None else None
        if cell is None or figure is None:
            continue
        if any(_TOTAL.match(label) for label in labels):
            total = (figure, cell)
            break
        code = next(
            (
                thai.arabic_digits(m[1])
                for label in labels
                if (m := re.match(rf"(?:KPI|ตัวชี้วัด(?:ที่)?)?\s?({N}{{1,2}}(?:\.{N}{{1,2}})*)(?!{N})", label))
            ),
            "",
        )
        if not any(re.match(r"[-–·]\s*[^\s–-]", label) for label in labels[:2]):
            weights.append(Weight(code, figure, cell))
    codes = {one.code for one in weights if one.code}
    tops = [one for one in weights if not any(one.code.startswith(f"{code}.") for code in codes if code != one.code)]
    if len(tops) < 2:
        return
    if total is not None:
        yield from _against_total(document, tops, total[0], Options(total=total[0], total_said=True))
        if total[0] != options.total and options.total_said:
            yield from _against_total(document, [Weight("", *total)], options.total, options)
    else:
        yield from _against_total(document, tops, options.total, options)


def shares(document: Document, _: Options) -> Iterator[Finding]:
    """Parts of a questionnaire headed “… (20%)” make 100 together."""
    run: list[Weight] = []
    last = 0
    for place, line in enumerate(document.lines):
        match = _SHARE.match(line.text)
        figure = _figure(match["figure"]) if match is not None and _SHARED.search(line.text) else None
        if match is None or figure is None:
            continue
        full = sum((one.value for one in run), Decimal(0)) >= 100
        if run and (place - last > 40 or full):
            yield from _shares_of(document, run)
            run = []
        run.append(Weight(match["what"].strip(), figure, line))
        last = place
    yield from _shares_of(document, run)


def _shares_of(document: Document, run: list[Weight]) -> Iterator[Finding]:
    added = sum((one.value for one in run), Decimal(0))
    if len(run) > 2 and Decimal(80) <= added <= Decimal(120):
        yield from _against_total(document, run, Decimal(100), Options())


def _figure(text: str) -> Decimal | None:
    try:
        return d(thai.arabic_digits(text))
    except FigureError:
        return None
