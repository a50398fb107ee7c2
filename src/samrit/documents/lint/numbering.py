"""Numbered lists: a number left out, one used twice, marks in two kinds of digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from samrit.base import thai
from samrit.base.issues import define
from samrit.documents.lint.finding import Finding, Options, found
from samrit.documents.lint.marks import Mark, N, Series, is_thai, mark_at, mark_of, sections_of
from samrit.documents.lint.source import Document, Line

JUMPS = define(
    "DL016", "warning",
    th="เลขข้อข้ามจาก “{before}” (ที่ {where}) เป็น “{mark}”", en="the numbering goes from “{before}” (at {where}) to “{mark}”",
    cure_th="ตรวจว่าไม่มีข้อตกหล่น แล้วเรียงเลขใหม่", cure_en="check that nothing is lost, and number it anew",
)  # fmt: skip
TWICE = define(
    "DL017", "warning",
    th="เลขข้อ “{mark}” ใช้แล้วที่ {where}", en="the number “{mark}” is used already at {where}",
    cure_th="เรียงเลขใหม่", cure_en="number it anew",
)  # fmt: skip
STARTS_LATE = define(
    "DL018", "warning",
    th="รายการเริ่มที่ “{mark}” ไม่มี “{wanted}”", en="the list begins with “{mark}”; there is no “{wanted}”",
    cure_th="ตรวจว่าไม่มีข้อตกหล่น หรือข้อแรกลืมใส่เลข", cure_en="check that nothing is lost, or that the first one has its number",
)  # fmt: skip
UNDER_ANOTHER = define(
    "DL019", "warning",
    th="ข้อย่อย “{mark}” อยู่ใต้ข้อ “{head}”", en="the item “{mark}” stands under “{head}”",
    cure_th="ให้เลขข้อย่อยขึ้นต้นด้วยเลขของข้อหลัก", cure_en="let its number begin with that of its own head",
)  # fmt: skip
OTHER_DIGITS = define(
    "DL020", "warning",
    th="เลขข้อ “{mark}” ใช้เลขคนละแบบกับข้อก่อนหน้า “{before}”", en="the number “{mark}” is in other digits than “{before}” before it",
    cure_th="ใช้เลขแบบเดียวกันทั้งรายการ", cure_en="use one kind of digits in a list",
)  # fmt: skip

COUNTED: Final = frozenset({"ตารางที่", "ภาพที่", "แผนภูมิที่", "ส่วนที่", "บทที่", "หมวดที่", "ยุทธศาสตร์ที่", "ขั้นตอนที่", "ผลผลิตที่", "KPI", "ตัวชี้วัดที่", "ตัวชี้วัดย่อยที่", "ข้อ"})  # fmt: skip
"""Headings that count: a gap in them is a finding."""
LONGEST_STEP: Final = 3
"""A number further on than this is another matter (a page, a code), not an item lost."""
NEAR: Final = 300
"""Lines back in which the head of a dotted number is looked for."""
OPENED: Final = re.compile(r"(?:ดังนี้|ดังต่อไปนี้|ได้แก่|ประกอบด้วย|คือ|โดย|เช่น|:)\s*$")


DEEPEST: Final = 20
"""Lists of one dress that are held open at once."""


@dataclass(eq=False)
class Run:
    """A list that is being counted."""

    last: Mark
    at: int
    """Where its last item stands among the lines."""
    seen: list[Mark] = field(default_factory=list)
    inside: bool = True
    """Whether it began right under an item of the list around it."""


def lists(document: Document, _: Options) -> Iterator[Finding]:
    """Items of a list are numbered one after the other; 1 begins a new list."""
    starts = {section.start for section in sections_of(document)}
    open_runs: dict[tuple[Series, tuple[int, int]], list[Run]] = {}
    is_indicator = False
    for place, line in enumerate(document.lines):
        if place in starts:
            open_runs = {key: runs for key, runs in open_runs.items() if key[0][0]}
            is_indicator = place > 0
        mark = mark_at(document, place)
        if mark is None or (mark.head and not _is_heading(mark)):
            continue
        # a list in a table goes on down its own column, and never across
        column = (line.cell[0], line.cell[2]) if line.cell is not None and not mark.head else (0, 0)
        yield from _next(document, open_runs.setdefault((mark.series, column), []), mark, place, is_indicator)
        yield from _inline_parts(document, mark)


def _is_heading(mark: Mark) -> bool:
    """Whether it heads what follows; “ข้อ 1.2 ให้…” and “ขั้นตอนที่ 4 และ 5 …” speak of it."""
    is_item = mark.head == "ข้อ" and len(mark.figures) > 1
    return mark.head in COUNTED and not is_item and not _SPEAKS_OF.match(mark.rest)


_SPEAKS_OF: Final = re.compile(rf"(?:และ|ถึง|หรือ|กับ|,|[-–]\s?{N})")


def _next(document: Document, runs: list[Run], mark: Mark, place: int, is_indicator: bool) -> Iterator[Finding]:
    """What is odd about the next number of a series whose open lists are `runs`, the innermost last."""
    value = mark.figures[-1]
    if not runs:
        if value > 1:
            yield from _late(document, mark, place)
        runs.append(Run(mark, place, [mark]))
        return
    top = runs[-1]
    if value == 1:
        if top.last.figures[-1] == 1 and len(top.seen) == 1 and _same_words(top.last, mark):
            top.at = place
            return
        if is_indicator and len(mark.figures) > 1 and not mark.head and not _same_words(top.seen[0], mark):
            yield found(TWICE, document, mark.line, mark.line.text, mark=mark.said, where=top.seen[0].line)
        runs.append(Run(mark, place, [mark], _is_inside(document, top, place)))
        if len(runs) > DEEPEST:  # the outermost may go on at the end of the document; those between are done
            del runs[1]
        return
    # a PDF's lines run across the columns of a table, and so the lists in them
    chosen = _continued(runs, mark, interleaved=document.marks_may_stray)
    if chosen is not None:
        if is_thai(mark.said) != is_thai(chosen.last.said) and mark.dress not in _LETTERED:
            yield found(OTHER_DIGITS, document, mark.line, mark.line.text, mark=mark.said, before=chosen.last.said)
        del runs[runs.index(chosen) + 1 :]
        _take(chosen, mark, place)
        return
    before = top.last.figures[-1]
    same_kind = is_thai(mark.said) == is_thai(top.last.said)
    skipped = value - before
    if not _is_counting(top) or _stands_inline(document, mark, top.at, place) or (mark.head and skipped <= 0):
        pass
    elif value == before:
        if same_kind and not _same_words(top.last, mark):
            yield found(TWICE, document, mark.line, mark.line.text, mark=mark.said, where=top.last.line)
    elif same_kind and skipped <= LONGEST_STEP and (skipped > 0 or not document.marks_may_stray):
        words = {"before": top.last.said, "where": top.last.line}
        yield found(JUMPS, document, mark.line, mark.line.text, mark=mark.said, **words)
    _take(top, mark, place)


_LETTERED: Final = frozenset({"ก.", "ก)", "(ก)", "letter"})


def _is_counting(run: Run) -> bool:
    """Whether a list has shown that it counts: named headings and dotted numbers may be chosen from another paper's."""
    mark = run.seen[0]
    if not mark.head and (len(mark.figures) == 1 or mark.figures[-1] == 1):
        return True
    return any(later.figures[-1] == one.figures[-1] + 1 for one, later in pairwise(run.seen))


def _take(run: Run, mark: Mark, place: int) -> None:
    run.last, run.at = mark, place
    run.seen.append(mark)


def _continued(runs: list[Run], mark: Mark, interleaved: bool) -> Run | None:
    """The open list that this is the next item of, from the innermost; a list is left only towards one around it."""
    value = mark.figures[-1]
    for place, run in reversed(list(enumerate(runs))):
        if run.last.figures[-1] == value - 1:
            inner = runs[place + 1 :]
            # “1 3” of the inner list is a gap in it, unless it stands under an item of this one
            if (
                inner
                and inner[-1].last.figures[-1] == value - 2
                and not all(one.inside for one in inner)
                and not interleaved
            ):
                continue
            return run
    return None


def _is_inside(document: Document, outer: Run, place: int) -> bool:
    """Whether a list that begins at `place` can be part of the last item of `outer`: it follows at once, or is announced."""
    between = document.lines[outer.at + 1 : place]
    announced = OPENED.search(document.lines[max(0, place - 1)].text) is not None
    return not between or (len(between) <= 2 and announced) or outer.at == place - 1


def _same_words(one: Mark, other: Mark) -> bool:
    """Whether two marks head the same words, as in a table of contents and its chapter."""
    a, b = one.rest[:25].replace(" ", ""), other.rest[:25].replace(" ", "")
    return a == b or (bool(a) and bool(b) and (a.startswith(b) or b.startswith(a)))


def _stands_inline(document: Document, mark: Mark, start: int, end: int) -> bool:
    """Whether the number before this one stands somewhere inside the lines between, as in a table read row by row."""
    if mark.dress in _LETTERED:
        return False
    wanted = ".".join(map(str, (*mark.figures[:-1], mark.figures[-1] - 1)))
    digits = f"(?:{re.escape(wanted)}|{re.escape(thai.thai_digits(wanted))})"
    close = re.escape(mark.dress[-1]) if mark.dress[-1:] in tuple(".)]") and len(mark.figures) == 1 else ""
    pattern = re.compile(rf"{mark.head}(?<![0-9๐-๙./])\s?{digits}\s?{close}(?![0-9๐-๙])")
    return any(pattern.search(line.text, 1) for line in document.lines[start : end + 1])


def _late(document: Document, mark: Mark, place: int) -> Iterator[Finding]:
    """A dotted item that is not the first, under a head of its own number: “๓.๒” without “๓.๑”."""
    if mark.head or len(mark.figures) != 2 or not 2 <= mark.figures[-1] <= LONGEST_STEP:
        return
    heads = [
        m
        for line in document.lines[max(0, place - NEAR) : place]
        if (m := mark_of(line)) is not None and m.figures == mark.figures[:1]
    ]
    wanted = f"{mark.figures[0]}.{mark.figures[1] - 1}"
    both = f"(?:{re.escape(wanted)}|{re.escape(thai.thai_digits(wanted))})"
    if heads and not any(
        re.search(rf"(?<![0-9๐-๙.]){both}(?![0-9๐-๙])", line.text)
        for line in document.lines[max(0, place - NEAR) : place]
    ):
        said = thai.thai_digits(wanted) if is_thai(mark.said) else wanted
        yield found(STARTS_LATE, document, mark.line, mark.line.text, mark=mark.said, wanted=said)


def _inline_parts(document: Document, mark: Mark) -> Iterator[Finding]:
    """Parts written inside an item begin with its number: under ๕ come ๕.๑, ๕.๒, not ๒.๑, ๒.๒."""
    if len(mark.figures) != 1 or mark.head or mark.dress in _LETTERED:
        return
    held = [
        (match, thai.arabic_digits(match["whole"]).split("."))
        for match in _PART.finditer(mark.rest)
        if not _REFERS.search(mark.rest[: match.start()])
    ]
    firsts = [int(parts[0]) for _, parts in held]
    seconds = [int(parts[1]) for _, parts in held]
    if (
        len(held) > 1
        and len(set(firsts)) == 1
        and firsts[0] != mark.figures[0]
        and seconds == [*range(1, len(held) + 1)]
    ):
        match = held[0][0]
        quote = f"{mark.said} … {mark.rest[match.start() : match.start() + 60]}"
        yield found(UNDER_ANOTHER, document, mark.line, quote, mark=match["whole"], head=mark.said)


_PART: Final = re.compile(rf"(?<!\S)(?P<whole>{N}{{1,2}}\.{N}{{1,2}})\s(?=[ก-ฮเ-ไ])")
_REFERS: Final = re.compile(r"(?:ข้อ|ร้อยละ|ที่|ระดับ|และ|ถึง|ละ|เวลา|[-–])\s?$")


def disclosure_items(document: Document, _: Options) -> Iterator[Finding]:
    """Items O1, O2, … of a disclosure list follow one another, whatever their marks were scanned as."""
    held: list[tuple[int, str, Line]] = []
    for line in document.lines:
        match = re.match(r"[OoＯ0๐][0-9๐-๙]{1,2}(?=[\s.:)]|$)", line.text)
        code = thai.item_code(match[0]) if match is not None else None
        if match is not None and code is not None:
            held.append((int(code[1:]), match[0], line))
    in_order = sum(value == before + 1 for (before, _, _), (value, _, _) in pairwise(held))
    if len({value for value, _, _ in held}) < 5 or in_order * 2 < len(held):
        return  # codes in a table of something else
    for (before, said, line), (value, mark, here) in pairwise(held):
        words = {"before": said, "mark": mark, "where": line}
        if value == before:
            yield found(TWICE, document, here, here.text, mark=mark, where=line)
        elif value != before + 1 and value != 1 and abs(value - before) <= LONGEST_STEP:
            yield found(JUMPS, document, here, here.text, **words)
