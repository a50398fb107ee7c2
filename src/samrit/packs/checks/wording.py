"""Names that do not fit their measure unit, texts that stand twice, and a unit's name where a blank should be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from samrit.base import thai
from samrit.base.issues import Issue, Place, define
from samrit.packs.checks.plans import standing_cells
from samrit.packs.checks.reading import cut
from samrit.packs.checks.walk import texts, walk
from samrit.packs.method import Element, Guideline, Milestone
from samrit.packs.model import Blank, Indicator, Pack
from samrit.packs.texts import Item, Words

NAME_AGAINST_UNIT = define(
    "PK370", "warning",
    th="ชื่อตัวชี้วัด {code} ขึ้นต้นว่า “{start}” แต่วัดเป็น “{unit}”",
    en="the name of indicator {code} begins “{start}”, but it is measured in “{unit}”",
    cure_th="คงชื่อไว้ แล้วเพิ่ม discrepancy ที่บอกว่าวัดเป็นหน่วยใด",
    cure_en="keep the name, and add a discrepancy that says which unit is applied",
)  # fmt: skip
STANDS_TWICE = define(
    "PK371", "note",
    th="ตัวชี้วัด {codes} มีข้อความยาว {length} อักษรขึ้นไปซ้ำกันทุกตัวอักษร {count} ข้อความ: “{text}”",
    en="in {codes} texts of {length} characters or more stand word for word twice ({count}): “{text}”",
    cure_th="ถ้าเอกสารซ้ำเองไม่ต้องแก้ มิฉะนั้นตรวจว่าไม่ได้คัดลอกผิดที่",
    cure_en="nothing to change if the document repeats itself; otherwise check that nothing was pasted in the wrong place",
)  # fmt: skip
NAME_IN_THE_BLANK = define(
    "PK372", "warning",
    th="ข้อความนี้ระบุ “{name}” ขณะที่ข้อความอื่นเว้นว่างไว้ให้เติม ({blank})",
    en="this text names “{name}” where the others leave a blank ({blank})",
    cure_th="ถ้าเอกสารพิมพ์ชื่อนั้นไว้ให้เพิ่ม discrepancy มิฉะนั้นใช้ {blank}",
    cure_en="if the document prints the name, add a discrepancy; otherwise write {blank}",
)  # fmt: skip

LONG = 60
LEVEL_WORDS = frozenset({"ระดับ"})
PERCENT_WORDS = frozenset({"ร้อยละ", "%", "เปอร์เซ็นต์"})


def names_and_units(pack: Pack) -> Iterable[Issue]:
    """“ระดับความสำเร็จ…” is measured in levels, “ร้อยละ…” in percent."""
    units = {unit.id: unit.name.th for unit in pack.framework.measure_units}
    for one in pack.every_indicator():
        unit = units.get(one.measure_unit, "") if one.measure_unit is not None else ""
        for start, contrary in (("ระดับ", PERCENT_WORDS), ("ร้อยละ", LEVEL_WORDS)):
            if one.name.th.startswith(start) and unit in contrary:
                words = {"start": cut(one.name.th, 24), "unit": unit}
                yield NAME_AGAINST_UNIT.at(one.at.of("measure_unit"), (one.code,), code=one.code, **words)


def repeated_texts(pack: Pack) -> Iterable[Issue]:
    """Long texts of the indicators that stand in several places, told once for each group of indicators."""
    held: dict[str, list[tuple[str, Place]]] = {}
    duties: dict[str, set[str]] = {}
    for code, words, duty in [*_prose(pack), *_prose_of_plans(pack)]:
        text = thai.normalise(words.th)
        if len(text) >= LONG:
            held.setdefault(text, []).append((code, words.at.of("th")))
            duties.setdefault(text, set()).add(duty)
    groups: dict[tuple[str, ...], list[tuple[str, Place]]] = {}
    for text, places in held.items():
        one_duty = len(duties[text]) == 1 and duties[text] != {""}  # lines that state one duty may well read alike
        if len(places) > 1 and not one_duty:
            groups.setdefault(tuple(dict.fromkeys(code for code, _ in places)), []).append((text, places[1][1]))
    for codes, repeated in groups.items():
        text, place = repeated[0]
        words_ = {"count": len(repeated), "codes": ", ".join(codes), "text": cut(text), "length": LONG}
        yield STANDS_TWICE.at(place, codes, **words_)


def _prose(pack: Pack) -> Iterator[tuple[str, Words, str]]:
    """The running texts of indicators, with the indicator's code and the duty that a text states."""
    for seen in walk(pack):
        if seen.path.startswith("plans."):
            continue
        if isinstance(seen.part, Item | Guideline | Element | Milestone) and seen.about:
            yield seen.about[0], seen.part.text, (seen.part.duty or "") if isinstance(seen.part, Item) else ""
        elif isinstance(seen.part, Indicator) and seen.part.explanation is not None:
            yield seen.part.code, seen.part.explanation, ""


def _prose_of_plans(pack: Pack) -> Iterator[tuple[str, Words, str]]:
    """The lines that are a plan row's own, with the indicator it serves."""
    for plan in pack.plans:
        for row, line in standing_cells(plan):
            yield (row.indicator or plan.id), line.text, line.duty or ""


def names_in_blanks(pack: Pack) -> Iterable[Issue]:
    """Where texts leave a numbered unit blank, none names a particular one."""
    for blank in pack.framework.blanks:
        words = _words_before(blank, pack)
        if not words:
            continue
        # the number alone may be a list ("เขต 1 - 8") or an area of the baseline ("สปข.1"): a name follows it here
        named = re.compile(rf"(?:{'|'.join(map(re.escape, words))})\s*[0-9]+\s+(?!{_COUNTED})[ก-๛]+")
        for seen in walk(pack):
            if seen.path.startswith(("blanks", "discrepancies", "cases")):
                continue
            for key, text in texts(seen.part):
                match = named.search(thai.arabic_digits(thai.normalise(text)))
                if match is not None and key != "quote":
                    found = {"blank": f"{{{blank.id}}}", "name": match[0]}
                    yield NAME_IN_THE_BLANK.at(seen.part.at.of(key), seen.about, **found)


_COUNTED = "แห่ง|เขต|หน่วย|จังหวัด|สถานี|คน|ครั้ง|ราย|ฉบับ|และ|ถึง|หรือ"


def _words_before(blank: Blank, pack: Pack) -> list[str]:
    """The unit's long and short name before the dots of a blank: “สปข.” and “สำนักประชาสัมพันธ์เขต”.

    Only units that the pack abbreviates: “จำนวน …” and “รายการ …” have blanks too, and figures of their own elsewhere.
    """
    head = re.split(r"\.{3,}|…", thai.normalise(blank.verbatim))[0].strip()
    for short in pack.framework.abbreviations:
        pair = [thai.normalise(short.short_form), thai.normalise(short.full.th)]
        if head in pair or f"{head}." in pair:
            return pair
    return []
