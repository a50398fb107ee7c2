"""What a text refers to by number: guidelines, indicators and items that are there."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence

from samrit.base import thai
from samrit.base.issues import Issue, define
from samrit.packs.checks.digits import OURS, number_of
from samrit.packs.checks.reading import cut
from samrit.packs.checks.walk import Seen, texts, walk
from samrit.packs.method import Guideline, Milestones
from samrit.packs.model import Indicator, Pack, Saying
from samrit.packs.texts import Item, Source

NO_SUCH_POINT = define(
    "PK420", "warning",
    th="ข้อความอ้าง “ข้อ {number}” แต่ตัวชี้วัด {code} มี {held}: “{text}”",
    en="the text refers to “ข้อ {number}”, but indicator {code} has {held}: “{text}”",
    cure_th="ตรวจเลขที่อ้าง ถ้าพิมพ์ไว้เช่นนี้ให้เพิ่ม discrepancy ว่าหมายถึงข้อใด",
    cure_en="check the number; if it is printed so, add a discrepancy that says which item is meant",
)  # fmt: skip
NO_SUCH_INDICATOR = define(
    "PK421", "warning",
    th="ข้อความอ้าง “ตัวชี้วัดที่ {number}” ซึ่งไม่มีในชุดเกณฑ์นี้{guess_th}: “{text}”",
    en="the text refers to “ตัวชี้วัดที่ {number}”, which this pack has not{guess_en}: “{text}”",
    cure_th="ตรวจเลขที่อ้าง ถ้าพิมพ์ไว้เช่นนี้ให้เพิ่ม discrepancy",
    cure_en="check the number; if it is printed so, add a discrepancy",
)  # fmt: skip
NO_SUCH_ITEM = define(
    "PK422", "warning",
    th="ข้อความอ้างรายการ {item} แต่ชุดเกณฑ์มี {first}–{last}: “{text}”",
    en="the text refers to item {item}, but the pack has {first}–{last}: “{text}”",
    cure_th="ตรวจรหัสรายการ ถ้าพิมพ์ไว้เช่นนี้ให้เพิ่ม discrepancy",
    cure_en="check the item's code; if it is printed so, add a discrepancy",
)  # fmt: skip
MIXED_CODES = define(
    "PK423", "note",
    th="รหัสรายการเขียน {count} แบบ: {forms}",
    en="the codes of items are written in {count} ways: {forms}",
    cure_th="รหัสของชุดเกณฑ์คือ O1, O2, … ข้อความที่ยกมาให้คงตามที่พิมพ์",
    cure_en="the pack's codes are O1, O2, …; quoted texts stay as printed",
)  # fmt: skip

_DOTTED = r"[0-9]{1,2}(?:\.[0-9]{1,2})+"
_ANY = r"[0-9]{1,2}(?:\.[0-9]{1,2})*"
_JOIN = r"\s*(?:,|และ|หรือ|ถึง|-|–)\s*(?:ข้อ\s*|ที่\s*)?"
_POINTS = re.compile(rf"ข้อ\s*({_DOTTED}(?:{_JOIN}{_DOTTED})*)(?![0-9.]*[0-9])")
_INDICATORS = re.compile(rf"ตัวชี้วัด(?:ย่อย|หลัก)?ที่\s*({_ANY}(?:{_JOIN}{_ANY}(?![0-9.]*[0-9]))*)")
_ITEM = re.compile(r"(?<![0-9A-Za-z๐-๙.])([Oo][0-9๐-๙]{1,2}|[0๐][0-9๐-๙]{1,2})(?![0-9A-Za-z๐-๙%]|[.,:/][0-9๐-๙])")


def points(pack: Pack) -> Iterable[Issue]:
    """“ตามข้อ 4.2” of a ladder whose guidelines are numbered means one of them."""
    known = {str(one.code): _points_of(one) for one in pack.every_indicator() if isinstance(one.method, Milestones)}
    for seen, key, text in _printed(pack):
        codes = [code for code in seen.about if known.get(code)]
        if not codes or len(codes) < len(seen.about):
            continue
        held = set().union(*(known[code] for code in codes))
        for number in _numbers(_POINTS, text):
            if number not in held:
                level = sorted(one for one in held if one.split(".")[0] == number.split(".")[0] and one.count(".") == 1)
                words = {"number": number, "code": codes[0], "held": ", ".join(level or sorted(held))}
                yield NO_SUCH_POINT.at(seen.part.at.of(key), seen.about, text=cut(_around(text, number)), **words)


def _points_of(one: Indicator) -> set[str]:
    """The numbers of an indicator's guidelines and of its numbered lines."""
    if not isinstance(one.method, Milestones):
        return set()
    found: set[str] = set()
    stack: list[Guideline] = [part for level in one.method.levels for part in level.guidelines]
    while stack:
        part = stack.pop()
        found.add(str(part.id))
        stack.extend(part.steps)
    lines: list[Item] = [line for part in one.details for line in part.items]
    while lines:
        line = lines.pop()
        number = number_of(line.mark)
        found |= {".".join(map(str, number))} if number is not None else set()
        lines.extend(line.items)
    return found if any("." in number for number in found) else set()


def indicators(pack: Pack) -> Iterable[Issue]:
    """“ตัวชี้วัดที่ 3.1” names an indicator of the pack."""
    known = [one.code for one in pack.every_indicator()]
    if not any(re.fullmatch(_ANY, code) for code in known):
        return
    for seen, key, text in _printed(pack):
        numbers = list(_numbers(_INDICATORS, text))
        for number in numbers:
            if number in known:
                continue
            guess = difflib.get_close_matches(number, known, 1, 0.8)
            about = dict.fromkeys([*seen.about, *guess, *(one for one in numbers if one in known)])
            words = {
                "guess_th": f" ใกล้ที่สุดคือ {guess[0]}" if guess else "",
                "guess_en": f" (the nearest is {guess[0]})" if guess else "",
            }
            text_ = cut(_around(text, number))
            yield NO_SUCH_INDICATOR.at(seen.part.at.of(key), tuple(about), number=number, text=text_, **words)


def items(pack: Pack) -> Iterable[Issue]:
    """“O31” names an item of the pack."""
    known = [one.code for one in pack.every_indicator() if thai.item_code(one.code) == one.code]
    if not known:
        return
    for seen, key, text in _printed(pack):
        for written in dict.fromkeys(_ITEM.findall(text)):
            code = thai.item_code(written)
            if written[0] in "Oo" and code is not None and code not in known:
                words = {"item": code, "first": known[0], "last": known[-1], "text": cut(text)}
                yield NO_SUCH_ITEM.at(seen.part.at.of(key), seen.about, **words)


def ways_of_writing(pack: Pack) -> Iterable[Issue]:
    """Items are called O1, O2 in one way of writing, wherever a text is quoted."""
    known = {one.code for one in pack.every_indicator() if thai.item_code(one.code) == one.code}
    forms: dict[str, str] = {}
    second: tuple[Seen, str] | None = None
    for seen in walk(pack) if known else ():
        quoted = isinstance(seen.part, Saying) or any(part in seen.path for part in (".printed.", ".cells."))
        for key, text in texts(seen.part):
            if not quoted or key not in ("says", "name", "verbatim", "th", "mark"):
                continue
            for written in _ITEM.findall(text):
                form = _form(written)
                if thai.item_code(written) in known and form not in forms:
                    forms[form] = written
                    second = (seen, key) if len(forms) == 2 else second
    if second is not None:
        seen, key = second
        tops = [top.code for top in pack.indicators if any(code in known for code in _below(top))]
        words = {"count": len(forms), "forms": ", ".join(f"“{written}”" for written in forms.values())}
        yield MIXED_CODES.at(seen.part.at.of(key), tuple(dict.fromkeys([*seen.about, *tops])), **words)


def _form(written: str) -> str:
    """The signs that a code is made of: a letter, Thai digits or Arabic ones, for its first sign and the rest."""
    kinds = ["letter" if one in "Oo" else "thai" if one in "๐๑๒๓๔๕๖๗๘๙" else "arabic" for one in written]
    return f"{kinds[0]}-{kinds[-1]}"


def _below(one: Indicator) -> Iterator[str]:
    yield one.code
    for part in one.parts:
        yield from _below(part)


def _printed(pack: Pack) -> Iterator[tuple[Seen, str, str]]:
    """Texts that the document prints, where a reference can be checked; records of contradictions quote it freely."""
    for seen in walk(pack):
        if isinstance(seen.part, Source) or seen.path.startswith(("documents", "discrepancies", "cases", "overlay")):
            continue
        if seen.path.rsplit(".", 1)[-1] in OURS or ".inputs." in seen.path:
            continue
        for key, text in texts(seen.part):
            if key not in OURS and key != "place":
                yield seen, key, text


def _numbers(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    """Every number of “ข้อ 4.1 และ 4.2”, once."""
    if "ข้อ" not in text and "ตัวชี้วัด" not in text:
        return
    found: Sequence[str] = pattern.findall(thai.arabic_digits(thai.normalise(text)))
    numbers = [number for match in found for number in re.findall(_ANY, match)]
    yield from dict.fromkeys(numbers)


def _around(text: str, number: str) -> str:
    """The text from a little before the number on."""
    at = thai.arabic_digits(text).find(number)
    return text if at < 30 else "…" + text[at - 24 :]
