"""Due days and intervals of plans and publications, against each other and against what is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations
from typing import Final

from samrit.base import thai
from samrit.base.issues import Issue, define
from samrit.packs.checks.dates import days_in, months_in
from samrit.packs.checks.plans import standing_cells
from samrit.packs.checks.reading import bare, cut
from samrit.packs.checks.walk import walk
from samrit.packs.model import Duty, Pack
from samrit.packs.plans import Deadline, FollowUp, PlanRow, Publication, Rhythm
from samrit.packs.texts import Item

OTHER_INTERVAL = define(
    "PK430", "warning",
    th="แถว {first} และ {second} มีข้อความเดียวกัน แต่{what_th}ต่างกัน: “{first_says}” กับ “{second_says}” (“{text}”)",
    en="rows {first} and {second} say the same, but their {what_en} differ: “{first_says}” and “{second_says}” (“{text}”)",
    cure_th="คงไว้ทั้งสองแถว แล้วเพิ่ม discrepancy ว่าใช้อย่างใด",
    cure_en="keep both rows, and add a discrepancy that says which is applied",
)  # fmt: skip
DUE_TWICE = define(
    "PK431", "warning",
    th="กำหนดเสร็จของ {code} คือ {by_th} แต่ปฏิทินของรายการเดียวกันถึง {other_th}: “{text}”",
    en="{code} is due by {by_en}, but the calendar of the same item runs to {other_en}: “{text}”",
    cure_th="ตรวจกับเอกสาร ถ้าพิมพ์ไว้เช่นนี้ให้เพิ่ม discrepancy",
    cure_en="check the document; if it is printed so, add a discrepancy",
)  # fmt: skip
DUE_NOT_PRINTED = define(
    "PK432", "warning",
    th="by คือ {by_th} แต่ข้อความที่พิมพ์ไม่มีเดือนนั้น: “{verbatim}”",
    en="`by` is {by_en}, but the printed text does not name that month: “{verbatim}”",
    cure_th="ตรวจกับเอกสาร ถ้าอ่านเป็นวันนั้นให้เพิ่ม discrepancy",
    cure_en="check the document; if it is read as that day, add a discrepancy",
)  # fmt: skip
OTHER_RHYTHM = define(
    "PK433", "warning",
    th="{first} ทุก{first_th} (“{first_says}”) แต่หน้าที่ {duty} ของ {code} ทุก{second_th} (“{second_says}”)",
    en="{first} is {first_en} (“{first_says}”), but duty {duty} of {code} is {second_en} (“{second_says}”)",
    cure_th="ตรวจกับเอกสาร ถ้าพิมพ์ไว้เช่นนี้ให้เพิ่ม discrepancy",
    cure_en="check the document; if it is printed so, add a discrepancy",
)  # fmt: skip
TOO_LONG = define(
    "PK434", "warning",
    th="ติดตามทุก{rhythm_th} แต่เริ่ม {starts_th} ถึงกำหนดเสร็จ {by_th} มีเพียง {days} วัน",
    en="it is followed up {rhythm_en}, but from {starts_en} to its due day {by_en} there are only {days} days",
    cure_th="ตรวจกับเอกสาร ถ้าพิมพ์ไว้เช่นนี้ให้เพิ่ม discrepancy",
    cure_en="check the document; if it is printed so, add a discrepancy",
)  # fmt: skip
RHYTHM_NOT_PRINTED = define(
    "PK435", "warning",
    th="every คือ {every} แต่ข้อความที่พิมพ์หมายถึง {printed}: “{verbatim}”",
    en="`every` is {every}, but the printed text means {printed}: “{verbatim}”",
    cure_th="แก้ every ให้ตรงกับที่พิมพ์",
    cure_en="correct `every` by the printed text",
)  # fmt: skip

RHYTHMS: Final[dict[Rhythm, tuple[str, str, int]]] = {
    "week": ("สัปดาห์", "weekly", 7),
    "month": ("เดือน", "monthly", 28),
    "quarter": (" 3 เดือน", "quarterly", 90),
    "half_year": (" 6 เดือน", "half-yearly", 181),
    "year": ("ปี", "yearly", 365),
}
"""The intervals that have a length: in Thai and English, and the fewest days between two."""

_PRINTED = re.compile(r"(?:ทุก|ราย|ประจำ)\s*([0-9]{0,3})\s*(สัปดาห์|เดือน|ไตรมาส|ปี)(?!งบประมาณ)")
SAID = 30
"""Characters of a text that two rows must share before they are taken as the same activity."""


def same_activity(pack: Pack) -> Iterable[Issue]:
    """An activity that stands in two rows is followed up, and due, alike."""
    for plan in pack.plans:
        held: dict[str, list[tuple[PlanRow, Item]]] = {}
        for row, line in standing_cells(plan):
            if len(line.text.th) >= SAID:
                held.setdefault(bare(line.text.th), []).append((row, line))
        told: set[tuple[str, str, str]] = set()
        for shared in held.values():
            for (first, _), (second, line) in combinations(shared, 2):
                for what_th, what_en, one, other in _times(first, second):
                    if first.id == second.id or (first.id, second.id, what_en) in told:
                        continue
                    told.add((first.id, second.id, what_en))
                    about = tuple(dict.fromkeys(row.indicator for row in (first, second) if row.indicator is not None))
                    words = {"first": first.id, "second": second.id, "text": cut(line.text.th)}
                    said = {"what_th": what_th, "what_en": what_en, "first_says": one, "second_says": other}
                    yield OTHER_INTERVAL.at(line.at.of("text"), about, **words, **said)


def _times(first: PlanRow, second: PlanRow) -> Iterator[tuple[str, str, str, str]]:
    """In what the times of two rows differ: in Thai and English, and as printed."""
    one, other = first.follow_up, second.follow_up
    if one is not None and other is not None and one.every != other.every:
        yield "ระยะติดตาม", "intervals", one.verbatim, other.verbatim
    due, other_due = first.deadline, second.deadline
    if due is not None and other_due is not None and (due.starts, due.by) != (other_due.starts, other_due.by):
        yield "กำหนดเวลา", "deadlines", due.verbatim, other_due.verbatim


def due_twice(pack: Pack) -> Iterable[Issue]:
    """No step of an item's calendar comes after the item is due."""
    for one in pack.every_indicator():
        due = None if one.publication is None else one.publication.deadline
        if one.publication is None or due is None or due.by is None:
            continue
        for line in one.publication.calendar:
            late = [day for day in days_in(line.text.th) if day > due.by]
            if late:
                words = _days("by", due.by) | _days("other", max(late))
                about = (one.code,)
                yield DUE_TWICE.at(line.at.of("text"), about, code=one.code, text=cut(line.text.th), **words)


def due_as_printed(pack: Pack) -> Iterable[Issue]:
    """The day that something is due by is in the month that is printed."""
    for seen in walk(pack):
        part = seen.part
        if not isinstance(part, Deadline) or part.by is None or _names(part.verbatim, part.by):
            continue
        yield DUE_NOT_PRINTED.at(part.at.of("by"), seen.about, verbatim=cut(part.verbatim), **_days("by", part.by))


def _names(verbatim: str, by: date) -> bool:
    """Whether a printed deadline names the month of that day, its day in figures, or the end of a year."""
    months = [*months_in(verbatim), *((day.year, day.month) for day in days_in(verbatim))]
    ends = any(word in verbatim for word in ("สิ้นปี", "ปีงบประมาณ", "ไตรมาส", "รอบ", "/"))
    return (by.year, by.month) in months or (not months and ends)


def rhythms(pack: Pack) -> Iterable[Issue]:
    """What an item's publication, or its row of a plan, says of intervals is what the pack's duties say."""
    for seen in walk(pack):
        part = seen.part
        if not isinstance(part, PlanRow | Publication) or part.follow_up is None or len(seen.about) != 1:
            continue
        followed = part.follow_up
        for duty in pack.framework.duties:
            due = duty.due
            if due is None or due.every == "once" or seen.about[0] not in duty.indicators:
                continue
            apart = followed.every in RHYTHMS and followed.every != due.every
            if apart and due.every not in followed.also and not _states(part, duty):
                th, en, _ = RHYTHMS[followed.every]
                other_th, other_en, _ = RHYTHMS[due.every]
                words = {"first": seen.path, "duty": duty.id, "code": seen.about[0]}
                said = {"first_says": followed.verbatim, "second_says": due.verbatim}
                rhythm = {"first_th": th, "first_en": en, "second_th": other_th, "second_en": other_en}
                yield OTHER_RHYTHM.at(followed.at.of("every"), seen.about, **words, **said, **rhythm)


def _states(part: PlanRow | Publication, duty: Duty) -> bool:
    """Whether the row or publication names the duty itself, so that its own interval is another matter."""
    lines = part.calendar if isinstance(part, Publication) else [line for cell in part.cells.values() for line in cell]
    return any(line.duty == duty.id for line in lines)


def too_long(pack: Pack) -> Iterable[Issue]:
    """Between the start and the due day there is time for one follow-up at least."""
    start = min((one.starts for one in pack.framework.rounds), default=None)
    for seen in walk(pack):
        part = seen.part
        if not isinstance(part, PlanRow | Publication) or part.follow_up is None or part.deadline is None:
            continue
        every, by, starts = part.follow_up.every, part.deadline.by, part.deadline.starts or start
        if every not in RHYTHMS or by is None or starts is None:
            continue
        th, en, days = RHYTHMS[every]
        if (by - starts).days + 1 < days:
            words = {"rhythm_th": th, "rhythm_en": en, "days": (by - starts).days + 1}
            place = part.follow_up.at.of("every")
            yield TOO_LONG.at(place, seen.about, **words, **_days("starts", starts), **_days("by", by))


def rhythm_as_printed(pack: Pack) -> Iterable[Issue]:
    """`every` is the interval that is printed, where one is."""
    for seen in walk(pack):
        part = seen.part
        if not isinstance(part, FollowUp):
            continue
        printed = list(_printed_rhythms(part.verbatim))
        if printed and part.every not in printed:
            words = {"every": part.every, "printed": ", ".join(printed), "verbatim": cut(part.verbatim)}
            yield RHYTHM_NOT_PRINTED.at(part.at.of("every"), seen.about, **words)


def _printed_rhythms(text: str) -> Iterator[Rhythm]:
    ready = thai.arabic_digits(thai.normalise(text))
    months: dict[int, Rhythm] = {1: "month", 3: "quarter", 6: "half_year", 12: "year"}
    for count, unit in _PRINTED.findall(ready):
        number = int(count or 1)
        if unit == "เดือน" and number in months:
            yield months[number]
        elif number == 1 and unit != "เดือน":
            units: dict[str, Rhythm] = {"สัปดาห์": "week", "ไตรมาส": "quarter", "ปี": "year"}
            yield units[unit]
    if re.search(r"ทุกวันที่\s*[0-9]+", ready):
        yield "month"


def _days(key: str, day: date) -> dict[str, str]:
    try:
        said = thai.format_date(day)
    except thai.ThaiTextError:  # a year that no Thai calendar of ours has
        said = day.isoformat()
    return {f"{key}_th": said, f"{key}_en": day.isoformat()}
