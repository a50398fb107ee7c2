"""Numbers that a text promises (“ใน ๖ ประเด็น”) against what is listed after it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from samrit.base import thai
from samrit.base.figures import d, plain
from samrit.base.issues import Issue, define
from samrit.packs.checks.digits import number_of
from samrit.packs.checks.reading import cut
from samrit.packs.checks.walk import walk
from samrit.packs.method import Element, Guideline, Milestone, Milestones
from samrit.packs.model import Indicator, Pack, Part
from samrit.packs.plans import Plan, PlanRow, Publication
from samrit.packs.texts import Item, Words

OTHER_COUNT = define(
    "PK440", "warning",
    th="ข้อความว่า “{said}” แต่มี {listed} รายการตามมา: “{text}”",
    en="the text says “{said}”, but {listed} are listed: “{text}”",
    cure_th="ตรวจว่าไม่มีรายการตกหล่น ถ้าเอกสารพิมพ์ไว้เช่นนี้ให้เพิ่ม discrepancy",
    cure_en="check that nothing is lost; if it is printed so, add a discrepancy",
)  # fmt: skip
OTHER_LEAST = define(
    "PK441", "warning",
    th="ข้อความว่า “{said}” แต่ at_least {held_th}: “{text}”",
    en="the text says “{said}”, but `at_least` {held_en}: “{text}”",
    cure_th="แก้ at_least ให้ตรงกับข้อความ หรือเพิ่ม discrepancy",
    cure_en="let `at_least` be what the text says, or add a discrepancy",
)  # fmt: skip
OTHER_PARTS = define(
    "PK442", "note",
    th="ตัวชี้วัด {code} กล่าวถึง “{said}” แต่มีตัวชี้วัดย่อย {parts} ตัว ({codes})",
    en="indicator {code} speaks of “{said}”, but has {parts} parts ({codes})",
    cure_th="ถ้าเอกสารพิมพ์ไว้เช่นนี้ให้เพิ่ม discrepancy",
    cure_en="if it is printed so, add a discrepancy",
)  # fmt: skip

NOUNS: Final = "ประเด็น|ข้อ|แผนงาน|แผน|กลยุทธ์|ยุทธศาสตร์|ส่วน|ด้าน|ขั้นตอน|โครงการ|ช่องทาง|แนวทาง|หัวข้อ|รายการ|คำถาม|กลุ่ม|ประเภท|เรื่อง|หมวด|มาตรการ|กิจกรรม|วิธี|ตัวชี้วัด"
TOPICS: Final = ("ประเด็น", "ด้าน", "หมวด", "ตัวชี้วัด")
"""What an indicator's parts may be called."""

_PROMISE = re.compile(rf"(?<![0-9.,/])([0-9]{{1,2}})\s*({NOUNS})(?!ที่|\s*[0-9])")
_OPENS = re.compile(r"(?:ได้แก่|ดังนี้|ประกอบด้วย|คือ|:)\s*$")
_AFTER = re.compile(r"^\s*(?:\([^)]*\)\s*)?(?:ได้แก่|ดังนี้|ประกอบด้วย|คือ|:|โดย)")
_LEAST = re.compile(rf"อย่างน้อย\s*([0-9]{{1,3}})\s*({NOUNS}|ครั้ง|แห่ง|ราย|คน|ฉบับ)")
_MARKS: Final = (
    re.compile(r"(?<![0-9.])([0-9]{1,2})\)"),
    re.compile(r"(?<![0-9.])([0-9]{1,2})\.(?![0-9])"),
    re.compile(r"(?<![0-9.])[0-9]{1,2}\.([0-9]{1,2})(?![0-9.])"),
)
"""How lists inside a text are numbered: 1) or 1. or 2.1."""


def counts_said(pack: Pack) -> Iterable[Issue]:
    """What a text counts and then lists is as many as it says."""
    for seen in walk(pack):
        part = seen.part
        if seen.path.startswith(("discrepancies", "cases", "documents")):
            continue
        for lines in _lists(part):
            for number, line in enumerate(lines):
                yield from _of_line(line, lines[number + 1 :], seen.about)
        if isinstance(part, Guideline | Element):
            below = part.steps if isinstance(part, Guideline) else part.elements
            yield from _of_text(part.text, len(below), seen.about)
        elif isinstance(part, Milestone):
            yield from _of_text(part.text, 0, seen.about)


def _lists(part: object) -> Iterator[Sequence[Item]]:
    if isinstance(part, Part | Item):
        yield part.items
    elif isinstance(part, Plan):
        yield part.notes
    elif isinstance(part, PlanRow):
        yield from part.cells.values()
    elif isinstance(part, Publication):
        yield part.calendar


def _of_line(line: Item, after: Sequence[Item], about: tuple[str, ...]) -> Iterator[Issue]:
    listed = len(line.items)
    if not listed and _OPENS.search(line.text.th):
        listed = len(_run(after))
    yield from _of_text(line.text, listed, about)


def _run(lines: Sequence[Item]) -> list[Item]:
    """The numbered lines that follow, as far as they count up from 1."""
    run: list[Item] = []
    for line in lines:
        number = number_of(line.mark)
        if number is None or number[-1] != len(run) + 1:
            break
        run.append(line)
    return run


def _of_text(words: Words, listed: int, about: tuple[str, ...]) -> Iterator[Issue]:
    """The promise of one text, against what stands below it or is listed in it."""
    text = thai.arabic_digits(thai.normalise(words.th))
    for match in _PROMISE.finditer(text):
        rest = text[match.end() :]
        opens = _AFTER.match(rest) is not None or _OPENS.search(text) is not None
        count = _inline(rest) or (listed if opens else 0)
        if opens and count > 1 and count != int(match[1]):
            yield OTHER_COUNT.at(words.at.of("th"), about, said=match[0], listed=count, text=cut(words.th))
            return


def _inline(text: str) -> int:
    """How many items of a list 1) 2) 3) stand in the text; the first way of numbering that begins with 1 is meant."""
    best: tuple[int, int] | None = None
    for marks in _MARKS:
        found = list(marks.finditer(text))
        starts = [match.start() for match in found if int(match[1]) == 1]
        if starts:
            run = 0
            for match in (one for one in found if one.start() >= starts[0]):
                run += int(match[1]) == run + 1
            best = min(best, (starts[0], run)) if best is not None else (starts[0], run)
    return best[1] if best is not None else 0


def least_said(pack: Pack) -> Iterable[Issue]:
    """“อย่างน้อย 4 ช่องทาง” is what the guideline counts to, or one of those below it."""
    for one in pack.every_indicator():
        if not isinstance(one.method, Milestones):
            continue
        for level in one.method.levels:
            stack = list(level.guidelines)
            said = False
            while stack:
                guideline = stack.pop(0)
                said |= _LEAST.search(thai.arabic_digits(thai.normalise(guideline.text.th))) is not None
                yield from _least(guideline.text, _leasts([guideline]), one)
                stack.extend(guideline.steps)
            if level.guidelines and not said:
                yield from _least(level.text, _leasts(level.guidelines), one)


def _leasts(guidelines: Sequence[Guideline]) -> list[Decimal]:
    found: list[Decimal] = []
    for one in guidelines:
        found += [one.at_least] if one.at_least is not None else []
        found += _leasts(one.steps)
    return found


def _least(words: Words, held: list[Decimal], one: Indicator) -> Iterator[Issue]:
    match = _LEAST.search(thai.arabic_digits(thai.normalise(words.th)))
    if match is not None and d(match[1]) not in held:
        said = ", ".join(plain(figure) for figure in held)
        text = {"held_th": f"เป็น {said}" if said else "ไม่มี", "held_en": f"is {said}" if said else "is not there"}
        yield OTHER_LEAST.at(words.at.of("th"), (one.code,), said=match[0], text=cut(words.th), **text)


def topics_and_parts(pack: Pack) -> Iterable[Issue]:
    """An indicator that is said to be about six topics has six parts, where it has parts."""
    for one in pack.every_indicator():
        lines = [line for part in one.details if part.about == "topics" for line in part.items]
        for line in lines if len(one.parts) > 1 else ():
            match = _PROMISE.search(thai.arabic_digits(thai.normalise(line.text.th)))
            if match is not None and match[2] in TOPICS and int(match[1]) != len(one.parts):
                words = {"said": match[0], "parts": len(one.parts), "codes": ", ".join(part.code for part in one.parts)}
                yield OTHER_PARTS.at(line.at.of("text"), (one.code,), code=one.code, **words)
