"""The form against the detail sheet: what two places of one document print of the same indicator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

from samrit.base.figures import exact, plain, short
from samrit.base.issues import Issue, Place, define
from samrit.packs.checks.digits import number_of
from samrit.packs.checks.reading import (
    applied_targets,
    bare,
    cut,
    figures_in,
    is_dash,
    listed,
    place_said,
    printed_targets,
)
from samrit.packs.checks.walk import walk
from samrit.packs.model import Due, Indicator, LevelText, Pack, Reading, StepSize

OTHER_NAME = define(
    "PK301", "warning",
    th="ชื่อตัวชี้วัด {code} พิมพ์ไม่ตรงกัน: “{first}” ({first_place}) กับ “{second}” ({second_place})",
    en="indicator {code} is named differently: “{first}” ({first_place}) and “{second}” ({second_place})",
    cure_th="คงถ้อยคำทั้งสองไว้ แล้วเพิ่ม discrepancy ที่บอกว่าใช้ชื่อใด",
    cure_en="keep both wordings, and add a discrepancy that says which one is used",
)  # fmt: skip
LONGER_NAME = define(
    "PK302", "note",
    th="ชื่อตัวชี้วัด {code} ที่หนึ่งยาวกว่าอีกที่หนึ่ง: “{first}” ({first_place}) กับ “{second}” ({second_place})",
    en="indicator {code} has a longer name in one place: “{first}” ({first_place}), “{second}” ({second_place})",
    cure_th="ตรวจว่าส่วนที่เกินเปลี่ยนความหมายหรือช่วงเวลาหรือไม่",
    cure_en="see whether the extra words change the meaning or the time measured",
)  # fmt: skip
OTHER_MEASURE_UNIT = define(
    "PK303", "warning",
    th="หน่วยวัดของตัวชี้วัด {code} พิมพ์ไม่ตรงกัน: “{first}” ({first_place}) กับ “{second}” ({second_place})",
    en="indicator {code} is measured in “{first}” ({first_place}) and in “{second}” ({second_place})",
    cure_th="คงไว้ทั้งสองที่ แล้วเพิ่ม discrepancy ที่บอกว่าใช้หน่วยใด",
    cure_en="keep both, and add a discrepancy that says which unit is applied",
)  # fmt: skip
OTHER_WEIGHT = define(
    "PK304", "warning",
    th="น้ำหนักของตัวชี้วัด {code} พิมพ์ไม่ตรงกัน: “{first}” ({first_place}) กับ “{second}” ({second_place})",
    en="indicator {code} weighs “{first}” ({first_place}) and “{second}” ({second_place})",
    cure_th="คงไว้ทั้งสองที่ แล้วเพิ่ม discrepancy ที่บอกว่าใช้น้ำหนักใด",
    cure_en="keep both, and add a discrepancy that says which weight is applied",
)  # fmt: skip
OTHER_TARGETS = define(
    "PK305", "warning",
    th="ค่าเป้าหมายของตัวชี้วัด {code} พิมพ์ไม่ตรงกัน (ระดับ: {first_place} / {second_place}) {levels}",
    en="the targets of indicator {code} differ (level: {first_place} / {second_place}) {levels}",
    cure_th="คงไว้ทั้งสองที่ แล้วเพิ่ม discrepancy ที่บอกว่าใช้ค่าใด",
    cure_en="keep both, and add a discrepancy that says which figures are applied",
)  # fmt: skip
LEVEL_ON_ONE_SIDE = define(
    "PK306", "warning",
    th="ตัวชี้วัด {code}: {dash_place} พิมพ์ “-” หรือเว้นไว้ แต่ {given_place} กำหนดไว้ ที่ระดับ {levels}",
    en="indicator {code}: {dash_place} prints “-” or nothing where {given_place} sets level {levels}",
    cure_th="คงไว้ทั้งสองที่ แล้วเพิ่ม discrepancy ที่บอกว่าระดับเหล่านั้นใช้หรือไม่",
    cure_en="keep both, and add a discrepancy that says whether these levels count",
)  # fmt: skip
OTHER_FORMAT = define(
    "PK307", "note",
    th="ตัวเลขของตัวชี้วัด {code} พิมพ์คนละรูปแบบ (ระดับ: {first_place} / {second_place}) {levels}",
    en="the figures of indicator {code} are printed in two formats (level: {first_place} / {second_place}) {levels}",
    cure_th="ค่าเท่ากัน ไม่ต้องแก้ แต่ฟอร์มที่ออกจะพิมพ์ตามแต่ละที่",
    cure_en="they are equal; nothing needs changing, and forms print each as in its own place",
)  # fmt: skip
APPLIED_NOWHERE_PRINTED = define(
    "PK308", "warning",
    th="ค่าที่ใช้ให้คะแนนตัวชี้วัด {code} ไม่ตรงกับที่พิมพ์ไว้ที่ใดเลย (ระดับ: ใช้ / พิมพ์) {levels}",
    en="indicator {code} is scored by figures that no place prints (level: applied / printed) {levels}",
    cure_th="แก้ method หรือ printed ให้ตรงกับเอกสาร",
    cure_en="correct `method` or `printed` by the document",
)  # fmt: skip
WEIGHT_NOT_AS_PRINTED = define(
    "PK309", "warning",
    th="ตัวชี้วัด {code} พิมพ์น้ำหนัก “{verbatim}” แต่ชุดเกณฑ์ใช้ {weights}",
    en="indicator {code} prints the weight “{verbatim}”, but the pack applies {weights}",
    cure_th="แก้ weight ของตัวชี้วัดหรือตัวย่อย หรือข้อความที่พิมพ์ ให้ตรงกับเอกสาร",
    cure_en="correct the weight of the indicator or its parts, or the printed text, by the document",
)  # fmt: skip
PARTS_DO_NOT_ADD_UP = define(
    "PK310", "warning",
    th="น้ำหนักของตัวชี้วัด {code} คือ {weight} แต่ตัวย่อยรวมได้ {sum} ({weights})",
    en="indicator {code} weighs {weight}, but its parts add up to {sum} ({weights})",
    cure_th="แก้น้ำหนัก หรือเพิ่ม discrepancy ถ้าเอกสารพิมพ์ไว้เช่นนี้",
    cure_en="correct the weights, or add a discrepancy if the document prints them so",
)  # fmt: skip
PACK_NOWHERE_PRINTED = define(
    "PK311", "warning",
    th="{what_th}ของตัวชี้วัด {code} ในชุดเกณฑ์คือ “{held}” แต่เอกสารพิมพ์ {printed}",
    en="the pack's {what_en} of indicator {code} is “{held}”, but the document prints {printed}",
    cure_th="ใช้ถ้อยคำตามที่พิมพ์",
    cure_en="use the wording that is printed",
)  # fmt: skip
MISCOPIED = define(
    "PK312", "warning",
    th="{key} เป็น {figure} แต่ข้อความที่พิมพ์คือ “{verbatim}”",
    en="`{key}` is {figure}, but the printed text is “{verbatim}”",
    cure_th="ตรวจกับเอกสารแล้วแก้ตัวเลขหรือข้อความ",
    cure_en="check the document and correct the figure or the text",
)  # fmt: skip


ONLY_LEVEL_NUMBERS = define(
    "PK313", "note",
    th="ตัวชี้วัด {code}: {number_place} พิมพ์เพียงเลขระดับ แต่ {given_place} กำหนดค่าเป้าหมาย {levels}",
    en="indicator {code}: {number_place} prints only the numbers of the levels, {given_place} targets: {levels}",
    cure_th="ถ้าสองที่อ่านได้คนละความหมาย ให้เพิ่ม discrepancy",
    cure_en="add a discrepancy if the two can be read differently",
)  # fmt: skip


def form_against_detail(pack: Pack) -> Iterable[Issue]:
    """Name, measure unit, weight and levels are the same wherever the document prints them."""
    for one in pack.every_indicator():
        for (first_key, first), (second_key, second) in combinations(one.printed.items(), 2):
            words = {
                "code": one.code,
                "first_place": place_said(first_key, first),
                "second_place": place_said(second_key, second),
            }
            yield from _names(pack, one, first, second, words)
            yield from _measure_units(one, first, second, words)
            yield from _weights(one, first, second, words)
            yield from _targets(one, first, second, words)
            yield from _levels_present(one, first, second, words)
            yield from _level_numbers(one, first, second, words)


def _names(pack: Pack, one: Indicator, first: Reading, second: Reading, words: dict[str, str]) -> Iterator[Issue]:
    if not first.name or not second.name:
        return
    shorts = pack.framework.abbreviations
    left, right = (bare(reading.name, one.code, shorts) for reading in (first, second))
    if left == right:
        return
    contained = left in right or right in left or _shortens(first.name, right) or _shortens(second.name, left)
    kind = LONGER_NAME if contained else OTHER_NAME
    yield kind.at(second.at.of("name"), (one.code,), first=first.name, second=second.name, **words)


def _shortens(name: str, other: str) -> bool:
    """Whether every word of a name stands in the other, in order: “รับรู้ เข้าใจ” in “…ที่รับรู้ และเข้าใจใน…”."""
    at = 0
    words = [word for word in name.split() if not number_of(word)]
    for word in words:
        found = other.find(bare(word), at)
        if found < 0:
            return False
        at = found + len(bare(word))
    return bool(words)


def _measure_units(one: Indicator, first: Reading, second: Reading, words: dict[str, str]) -> Iterator[Issue]:
    left, right = first.measure_unit, second.measure_unit
    if left and right and bare(left) != bare(right):
        yield OTHER_MEASURE_UNIT.at(second.at.of("measure_unit"), (one.code,), first=left, second=right, **words)


def _weights(one: Indicator, first: Reading, second: Reading, words: dict[str, str]) -> Iterator[Issue]:
    left, right = figures_in(first.weight), figures_in(second.weight)
    if left and right and left[0] != right[0]:
        yield OTHER_WEIGHT.at(second.at.of("weight"), (one.code,), first=first.weight, second=second.weight, **words)


def _targets(one: Indicator, first: Reading, second: Reading, words: dict[str, str]) -> Iterator[Issue]:
    left, right = printed_targets(first), printed_targets(second)
    shared = [points for points in left if points in right]
    pairs = {points: f"{plain(left[points])} / {plain(right[points])}" for points in shared}
    unequal = [points for points in shared if left[points] != right[points]]
    dressed = [points for points in shared if points not in unequal and _places(left[points]) != _places(right[points])]
    for kind, found in ((OTHER_TARGETS, unequal), (OTHER_FORMAT, dressed)):
        if found:
            levels = listed((points, pairs[points]) for points in found)
            yield kind.at(_level_place(second, min(found)), (one.code,), levels=levels, **words)


def _places(figure: Decimal) -> int:
    exponent = figure.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _level_place(reading: Reading, points: Decimal) -> Place:
    text = reading.levels.get(points)
    return reading.at.of("levels") if text is None else text.at.here


def _levels_present(one: Indicator, first: Reading, second: Reading, words: dict[str, str]) -> Iterator[Issue]:
    if not first.levels or not second.levels:
        return
    points = sorted({*first.levels, *second.levels})
    for dash, dash_place, given, given_place in (
        (first, words["first_place"], second, words["second_place"]),
        (second, words["second_place"], first, words["first_place"]),
    ):
        found = [at for at in points if is_dash(dash.levels.get(at)) and not is_dash(given.levels.get(at))]
        if found:
            levels = listed((at, _said(given.levels[at])) for at in found)
            places = {"dash_place": dash_place, "given_place": given_place}
            place = _level_place(dash, found[0])
            yield LEVEL_ON_ONE_SIDE.at(place, (one.code,), code=one.code, levels=levels, **places)


def _level_numbers(one: Indicator, first: Reading, second: Reading, words: dict[str, str]) -> Iterator[Issue]:
    for numbers, number_place, given, given_place in (
        (first, words["first_place"], second, words["second_place"]),
        (second, words["second_place"], first, words["first_place"]),
    ):
        targets = printed_targets(given)
        shown = [text for text in numbers.levels.values() if not is_dash(text)]
        if targets and shown and not printed_targets(numbers) and all(figures_in(text.verbatim) for text in shown):
            levels = listed((points, plain(target)) for points, target in targets.items())
            places = {"number_place": number_place, "given_place": given_place}
            yield ONLY_LEVEL_NUMBERS.at(shown[0].at.here, (one.code,), code=one.code, levels=levels, **places)


def _said(text: LevelText) -> str:
    return f"“{cut(text.verbatim)}”" if text.figure is None else plain(text.figure)


def applied_as_printed(pack: Pack) -> Iterable[Issue]:
    """Whatever a score is computed with stands somewhere in the document."""
    for one in pack.every_indicator():
        printed = [reading for reading in one.printed.values() if reading.levels]
        targets = [printed_targets(reading) for reading in printed]
        found: list[tuple[Decimal, str]] = []
        for points, applied in applied_targets(one).items():
            figures = [held[points] for held in targets if points in held]
            dash = any(targets) and any(is_dash(reading.levels.get(points)) for reading in printed)
            if applied in figures or (applied is None and dash) or not (figures or dash):
                continue
            said = " / ".join(dict.fromkeys(plain(figure) for figure in figures)) or "-"
            found.append((points, f"{'-' if applied is None else plain(applied)} / {said}"))
        if found and one.method is not None:
            place = one.method.at.of("levels") if "levels" in one.method.at.keys else one.method.at.of("rungs")
            yield APPLIED_NOWHERE_PRINTED.at(place, (one.code,), code=one.code, levels=listed(found))


def pack_as_printed(pack: Pack) -> Iterable[Issue]:
    """The pack's own name and measure unit of an indicator stand somewhere in the document."""
    units = {unit.id: unit.name.th for unit in pack.framework.measure_units}
    shorts = pack.framework.abbreviations
    for one in pack.every_indicator():
        names = [reading.name for reading in one.printed.values() if reading.name]
        if names and bare(one.name.th, one.code, shorts) not in [bare(name, one.code, shorts) for name in names]:
            words = {"what_th": "ชื่อ", "what_en": "name", "held": one.name.th, "printed": _quoted(names)}
            yield PACK_NOWHERE_PRINTED.at(one.at.of("name"), (one.code,), code=one.code, **words)
        printed = [reading.measure_unit for reading in one.printed.values() if reading.measure_unit]
        held = units.get(one.measure_unit) if one.measure_unit is not None else None
        if held and printed and bare(held) not in [bare(unit) for unit in printed]:
            words = {"what_th": "หน่วยวัด", "what_en": "measure unit", "held": held, "printed": _quoted(printed)}
            yield PACK_NOWHERE_PRINTED.at(one.at.of("measure_unit"), (one.code,), code=one.code, **words)


def _quoted(texts: Iterable[str]) -> str:
    return ", ".join(f"“{text}”" for text in dict.fromkeys(texts))


def weights_as_printed(pack: Pack) -> Iterable[Issue]:
    """A printed weight such as “15 (7.5) (7.5)” is the indicator's weight and the split over its parts."""
    for one in pack.every_indicator():
        if one.weight is None:
            continue
        own = one.weight.percent
        split = sorted(part.weight.percent for part in one.parts if part.weight is not None)
        said = " ".join([plain(own), *(f"({plain(weight)})" for weight in split)])
        texts = [(one.weight.verbatim, one.weight.at.of("verbatim"))]
        texts += [(reading.weight, reading.at.of("weight")) for reading in one.printed.values()]
        for text, place in texts:
            printed = figures_in(text)
            if printed and (printed[0] != own or (split and printed[1:] and sorted(printed[1:]) != split)):
                words = {"code": one.code, "verbatim": text, "weights": said}
                yield WEIGHT_NOT_AS_PRINTED.at(place, (one.code,), **words)


def parts_add_up(pack: Pack) -> Iterable[Issue]:
    """The parts' own weights make their parent's."""
    for one in pack.every_indicator():
        weights = {part.code: part.weight.percent for part in one.parts if part.weight is not None}
        if one.weight is None or not weights or len(weights) != len(one.parts):
            continue
        total = sum((exact(weight) for weight in weights.values()), Fraction(0))
        if total != exact(one.weight.percent):
            said = " + ".join(f"{code}: {plain(weight)}" for code, weight in weights.items())
            words = {"weight": plain(one.weight.percent), "sum": short(total), "weights": said}
            yield PARTS_DO_NOT_ADD_UP.at(one.weight.at.of("percent"), (one.code,), code=one.code, **words)


def figures_as_printed(pack: Pack) -> Iterable[Issue]:
    """A figure taken from a printed text stands in that text."""
    for seen in walk(pack):
        part: Any = seen.part
        if isinstance(part, LevelText):
            held = {"figure": part.figure, "count": part.count}
        elif isinstance(part, StepSize):
            held = {"declared": part.declared}
        elif isinstance(part, Due):
            held = {"day": None if part.day is None else Decimal(part.day)}
        else:
            continue
        printed = figures_in(part.verbatim)
        for key, figure in held.items():
            if figure is not None and printed and figure not in printed:
                words = {"key": key, "figure": plain(figure), "verbatim": cut(part.verbatim, 100)}
                yield MISCOPIED.at(part.at.of(key), seen.about, **words)
