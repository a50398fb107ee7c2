"""Numbers that things go by: guidelines, elements, levels, indicators, and the items of plans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from samrit.base import thai
from samrit.base.figures import plain
from samrit.base.issues import Issue, Place, define
from samrit.packs.checks.digits import marks, number_of
from samrit.packs.checks.walk import walk
from samrit.packs.method import Disclosure, Element, Guideline, Milestones
from samrit.packs.model import Indicator, Pack
from samrit.packs.plans import Plan, PlanRow
from samrit.packs.texts import Item

NUMBER_JUMPS = define(
    "PK410", "warning",
    th="{what_th}ข้ามจาก “{before}” เป็น “{after}”",
    en="{what_en} jump from “{before}” to “{after}”",
    cure_th="ตรวจว่าไม่มีรายการตกหล่น ถ้าเอกสารพิมพ์ไว้เช่นนี้ให้เพิ่ม discrepancy",
    cure_en="check that nothing is lost; if it is printed so, add a discrepancy",
)  # fmt: skip
NUMBER_STARTS_LATE = define(
    "PK411", "warning",
    th="{what_th}เริ่มที่ “{first}” ไม่ใช่ “{wanted}”",
    en="{what_en} begin with “{first}”, not with “{wanted}”",
    cure_th="ตรวจว่าไม่มีรายการตกหล่น ถ้าเอกสารพิมพ์ไว้เช่นนี้ให้เพิ่ม discrepancy",
    cure_en="check that nothing is lost; if it is printed so, add a discrepancy",
)  # fmt: skip
UNDER_ANOTHER = define(
    "PK412", "warning",
    th="“{number}” อยู่ใต้ “{head}” แต่เลขขึ้นต้นด้วย “{start}”",
    en="“{number}” stands under “{head}”, but its number begins with “{start}”",
    cure_th="ย้ายไปใต้ข้อของตน ถ้าเอกสารพิมพ์ไว้เช่นนี้ให้เพิ่ม discrepancy",
    cure_en="move it below its own head; if it is printed so, add a discrepancy",
)  # fmt: skip
SOME_UNNUMBERED = define(
    "PK413", "note",
    th="{row} ไม่มีเลขข้อในคอลัมน์ “{column}” แต่แถวถัดไปของตัวชี้วัดเดียวกันเป็น “{mark}”",
    en="row {row} has no number in column “{column}”, but the next row of the same indicator is “{mark}”",
    cure_th="ถ้าเอกสารพิมพ์ไว้เช่นนี้ให้คงไว้",
    cure_en="keep it if it is printed so",
)  # fmt: skip

Numbered = tuple[tuple[int, ...], str, Place]
"""A number, how it is written, and where."""

_PART = "[0-9]{1,9}"
_NUMBER = re.compile(rf"{_PART}(?:\.{_PART})*")
_CODE = re.compile(rf"([A-Za-zก-ฮ]*)({_NUMBER.pattern})")
_ELEMENT = re.compile(rf"([A-Za-z]*{_NUMBER.pattern})\.({_PART})")


def milestones(pack: Pack) -> Iterable[Issue]:
    """Levels are numbered 1, 2, 3; the guidelines of level 2 are 2.1, 2.2, 2.3."""
    for one in pack.every_indicator():
        method = one.method
        if not isinstance(method, Milestones):
            continue
        about = (one.code,)
        scores: list[Numbered] = [
            ((int(level.score),), plain(level.score), level.at.of("score"))
            for level in method.levels
            if level.score == int(level.score)
        ]
        yield from _gaps(scores, about, "คะแนนของระดับ", "the levels' points")
        for level in method.levels:
            yield from _guidelines(level.guidelines, plain(level.score), about)


def _guidelines(held: Sequence[Guideline], head: str, about: tuple[str, ...]) -> Iterator[Issue]:
    """The guidelines under a level or under another guideline: their numbers begin with its number."""
    above = _number(head)
    numbered: list[Numbered] = []
    for one in held:
        number = _number(one.id)
        if number is not None and above is not None and len(number) > len(above):
            if number[: len(above)] != above:
                start = ".".join(str(part) for part in number[: len(above)])
                yield UNDER_ANOTHER.at(one.at.of("id"), about, number=one.id, head=head, start=start)
            elif len(number) == len(above) + 1:
                numbered.append((number, one.id, one.at.of("id")))
        yield from _guidelines(one.steps, one.id, about)
    yield from _series(numbered, about, "เลขข้อ", "the guidelines' numbers")


def _number(text: str) -> tuple[int, ...] | None:
    return tuple(int(part) for part in text.split(".")) if _NUMBER.fullmatch(text) else None


def elements(pack: Pack) -> Iterable[Issue]:
    """The elements of item O4 are O4.1, O4.2, O4.3."""
    for one in pack.every_indicator():
        if isinstance(one.method, Disclosure):
            yield from _elements(one.method.elements, one.code)


def _elements(held: Sequence[Element], head: str, code: str = "") -> Iterator[Issue]:
    about = (code or head,)
    numbered: list[Numbered] = []
    for one in held:
        match = _ELEMENT.fullmatch(one.id)
        if match is not None and match[1] == head:
            numbered.append(((int(match[2]),), one.id, one.at.of("id")))
        elif match is not None:
            yield UNDER_ANOTHER.at(one.at.of("id"), about, number=one.id, head=head, start=match[1])
        yield from _elements(one.elements, one.id, about[0])
    yield from _series(numbered, about, "องค์ประกอบ", "the elements", f"{head}.1")


def codes(pack: Pack) -> Iterable[Issue]:
    """Codes of indicators that share a beginning (O1–O30, 9.1–9.5) follow one another without a gap."""
    series: dict[tuple[str, tuple[int, ...]], list[tuple[Numbered, Indicator]]] = {}
    for one in pack.every_indicator():
        match = _CODE.fullmatch(one.code)
        number = _number(match[2]) if match is not None else None
        if match is not None and number is not None:
            entry: Numbered = (number, one.code, one.at.of("code"))
            series.setdefault((match[1], number[:-1]), []).append((entry, one))
    for (letters, above), held in series.items():
        numbered = sorted(entry for entry, _ in held)
        lacking = numbered[-1][0][-1] - numbered[0][0][-1] + 1 - len(numbered)
        if lacking >= len(numbered):  # the pack takes up some of them only
            continue
        for before, after in pairwise(numbered):
            yield from _gaps([before, after], (before[1], after[1]), "รหัสตัวชี้วัด", "the codes of indicators")
        first = numbered[0]
        if (letters or above) and len(numbered) > 1 and first[0][-1] > 1:
            wanted = letters + ".".join(map(str, [*above, 1]))
            words = {"what_th": "รหัสตัวชี้วัด", "what_en": "the codes of indicators"}
            yield NUMBER_STARTS_LATE.at(first[2], (first[1],), first=first[1], wanted=wanted, **words)


def _series(numbered: list[Numbered], about: tuple[str, ...], th: str, en: str, wanted: str = "") -> Iterator[Issue]:
    """A series begins with 1 and has no gap."""
    if numbered and numbered[0][0][-1] > 1:
        number, first, place = numbered[0]
        start = wanted or ".".join(map(str, [*number[:-1], 1]))
        yield NUMBER_STARTS_LATE.at(place, about, what_th=th, what_en=en, first=first, wanted=start)
    yield from _gaps(numbered, about, th, en)


def _gaps(numbered: Sequence[Numbered], about: tuple[str, ...], th: str, en: str) -> Iterator[Issue]:
    for (start, before, _), (number, after, place) in pairwise(numbered):
        if start[:-1] == number[:-1] and number[-1] != start[-1] + 1:
            yield NUMBER_JUMPS.at(place, about, what_th=th, what_en=en, before=before, after=after)


def marks_of_plans(pack: Pack) -> Iterable[Issue]:
    """In a column of a plan the numbers run on over the rows of one indicator; in a cell they run on by themselves."""
    for plan in pack.plans:
        headings = {str(column.id): column.heading.th for column in plan.columns}
        for rows in _by_indicator(plan):
            about = () if rows[0].indicator is None else (rows[0].indicator,)
            for row in rows:
                for lines in row.cells.values():
                    if len(lines) > 1:
                        yield from marks(lines, about)
            for column, heading in headings.items():
                yield from _down(rows, column, heading, about)


def _by_indicator(plan: Plan) -> Iterator[list[PlanRow]]:
    """Neighbouring rows that serve one indicator."""
    rows: list[PlanRow] = []
    for row in plan.rows:
        if rows and row.indicator != rows[0].indicator:
            yield rows
            rows = []
        rows.append(row)
    if rows:
        yield rows


def _down(rows: list[PlanRow], column: str, heading: str, about: tuple[str, ...]) -> Iterator[Issue]:
    """Down a column whose cells have one line each."""
    cells = [(row, lines) for row in rows for name, lines in row.cells.items() if name == column]
    if len(cells) < 2 or any(len(lines) != 1 for _, lines in cells):
        return
    if not all(number_of(lines[0].mark) == (1,) for _, lines in cells):  # each row numbers its own cell
        yield from marks(tuple(lines[0] for _, lines in cells), about)
    for (row, (line,)), (_, (below,)) in pairwise(cells):
        if not line.mark and number_of(below.mark) is not None:
            yield SOME_UNNUMBERED.at(line.at.here, about, row=row.id, column=heading, mark=below.mark)


def committees(pack: Pack) -> Iterable[Issue]:
    """Members and duties of a committee are numbered 1, 2, 3."""
    for committee in pack.framework.committees:
        yield from marks(committee.members, ())
        yield from marks(committee.duties, ())


def sub_items(pack: Pack) -> Iterable[Issue]:
    """Under item 5 stand 5.1 and 5.2."""
    for seen in walk(pack):
        if not isinstance(seen.part, Item):
            continue
        head = number_of(seen.part.mark)
        for line in seen.part.items:
            number = number_of(thai.normalise(line.mark))
            if head is not None and number is not None and len(number) == len(head) + 1 and number[:-1] != head:
                start = ".".join(map(str, number[:-1]))
                words = {"number": line.mark, "head": seen.part.mark, "start": start}
                yield UNDER_ANOTHER.at(line.at.of("mark"), seen.about, **words)
                break
