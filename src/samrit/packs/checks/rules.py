"""Structural checks of the rules: scale, rounding, missing results, result levels, times and inputs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from samrit.base.figures import plain
from samrit.base.issues import Issue, Place, define
from samrit.packs.checks.levels import tables
from samrit.packs.checks.walk import walk
from samrit.packs.method import Milestones, PercentThenDeeds
from samrit.packs.model import Due, Input, Pack
from samrit.packs.plans import Deadline
from samrit.packs.rules import Band, BandScheme, Rounding

BAD_SCALE = define(
    "PK250", "error",
    th="ช่วงคะแนนเริ่มที่ {lowest} ซึ่งไม่น้อยกว่าปลายช่วง {highest}",
    en="the scale starts at {lowest}, which is not under its end, {highest}",
    cure_th="ให้ lowest น้อยกว่า highest",
    cure_en="let `lowest` be under `highest`",
)  # fmt: skip
BAD_PLACES = define(
    "PK251", "error",
    th="{path} ปัดเป็น {places} ตำแหน่ง ใช้ได้เฉพาะ 0–10",
    en="{path} rounds to {places} places; only 0 to 10 can be used",
    cure_th="แก้ places",
    cure_en="correct `places`",
)  # fmt: skip
MISSING_SCORE = define(
    "PK252", "error",
    th="กติกาผลที่ไม่ได้รายงานใช้ไม่ได้: {why_th}",
    en="the rule for missing results cannot be used: {why_en}",
    cure_th="becomes: missing ไม่มี score ส่วน becomes: score ต้องมี score ในช่วงคะแนน หรือ 0",
    cure_en="`becomes: missing` has no score; `becomes: score` has one, on the scale or 0",
)  # fmt: skip
NOT_APPLICABLE_LIST = define(
    "PK253", "error",
    th="not_applicable.accepted เป็น {accepted} แต่{has_th}รายการ indicators",
    en="`not_applicable.accepted` is {accepted}, but `indicators` is {has_en}",
    cure_th="ระบุ indicators เมื่อและเฉพาะเมื่อ accepted: listed",
    cure_en="give `indicators` if, and only if, `accepted: listed`",
)  # fmt: skip
BANDS_OUT_OF_ORDER = define(
    "PK254", "error",
    th="ระดับผล “{band}” (≥ {at_least}) จะไม่มีผู้ใดได้ เพราะอยู่หลัง “{before}” (≥ {at_least_before})",
    en="nobody could get the result level “{band}” (≥ {at_least}), since it follows “{before}” (≥ {at_least_before})",
    cure_th="เรียงระดับผลจากดีที่สุดลงมา",
    cure_en="write the result levels from the best down",
)  # fmt: skip
NOT_FOR_EVERYTHING = define(
    "PK255", "error",
    th="ระดับผลสุดท้าย “{band}” ไม่ครอบคลุมทุกคะแนน: {why_th}",
    en="the last result level, “{band}”, does not fit every total: {why_en}",
    cure_th="ให้ at_least ไม่เกิน {lowest} และไม่มีเงื่อนไข each",
    cure_en="let its `at_least` be no more than {lowest}, without `each`",
)  # fmt: skip
NO_CONVERSION = define(
    "PK256", "error",
    th="{path} ใช้คะแนนที่แปลงแล้ว แต่ไม่มี {key}",
    en="{path} is about the converted total, but there is no {key}",
    cure_th="เพิ่ม {key} หรือใช้ of: total",
    cure_en="add {key}, or use `of: total`",
)  # fmt: skip
BACKWARDS = define(
    "PK257", "error",
    th="{path} เริ่ม {starts} หลังวันสิ้นสุด {ends}",
    en="{path} starts on {starts}, after it ends on {ends}",
    cure_th="แก้วันที่ (ค.ศ.)",
    cure_en="correct the dates (C.E.)",
)  # fmt: skip
ADDING_UP = define(
    "PK258", "error",
    th="ข้อมูล “{name}” ของตัวชี้วัด {code} {why_th}",
    en="input “{name}” of indicator {code} {why_en}",
    cure_th="ใช้ every: month คู่กับ adds_up เสมอ",
    cure_en="`every: month` and `adds_up` go together",
)  # fmt: skip
UNION_OF_FIGURES = define(
    "PK259", "error",
    th="ข้อมูล “{name}” ของตัวชี้วัด {code} เป็น {holds} จึงรวมแบบ union ไม่ได้",
    en="input “{name}” of indicator {code} holds a {holds}; only deeds add up by union",
    cure_th="ใช้ sum, last, mean หรือ most",
    cure_en="use sum, last, mean or most",
)  # fmt: skip
NO_ROOM = define(
    "PK260", "error",
    th="ข้อมูล “{name}” ของตัวชี้วัด {code} รับตั้งแต่ {least} ถึง {most} ซึ่งไม่มีค่าใดอยู่ในช่วง",
    en="input “{name}” of indicator {code} accepts from {least} to {most}: nothing lies between",
    cure_th="ให้ least ไม่เกิน most",
    cure_en="let `least` be no more than `most`",
)  # fmt: skip
NO_SUCH_DAY = define(
    "PK263", "error",
    th="วันที่ {day} ไม่มีในเดือนใด (“{verbatim}”)",
    en="no month has a day {day} (“{verbatim}”)",
    cure_th="day เป็นวันที่ของเดือน 1–31",
    cure_en="`day` is a day of the month, 1 to 31",
)  # fmt: skip
BAD_SAMPLE = define(
    "PK264", "error",
    th="กลุ่มตัวอย่าง {id} เป็นร้อยละ {share} ตั้งแต่ {least} ถึง {most} คน ซึ่งเลือกผู้ตอบไม่ได้",
    en="sample {id} is {share} percent, from {least} to {most} people, which chooses nobody",
    cure_th="ให้ share_percent มากกว่า 0 ไม่เกิน 100 และ least ไม่เกิน most",
    cure_en="let `share_percent` be over 0 and at most 100, and `least` no more than `most`",
)  # fmt: skip

MOST_PLACES = 10


def scale(pack: Pack) -> Iterable[Issue]:
    """The scale has room in it."""
    held = pack.framework.rules.scale
    if held.lowest >= held.highest:
        yield BAD_SCALE.at(held.at.of("lowest"), lowest=plain(held.lowest), highest=plain(held.highest))


def rounding(pack: Pack) -> Iterable[Issue]:
    """Figures are rounded to a number of places that papers can show."""
    for key, rule in vars(pack.framework.rules.rounding).items():
        if isinstance(rule, Rounding) and not 0 <= rule.places <= MOST_PLACES:
            yield BAD_PLACES.at(rule.at.of("places"), path=f"rules.rounding.{key}", places=rule.places)


def missing_results(pack: Pack) -> Iterable[Issue]:
    """A missing result becomes a score of the scale (or nought), or stays missing."""
    rule, held = pack.framework.rules.missing, pack.framework.rules.scale
    place = rule.at.of("score")
    if rule.becomes == "missing" and rule.score is not None:
        words = {"why_th": "becomes: missing แต่มี score", "why_en": "it becomes missing, yet there is a score"}
        yield MISSING_SCORE.at(place, **words)
    elif rule.becomes == "score" and rule.score is None:
        words = {"why_th": "becomes: score แต่ไม่บอกคะแนน", "why_en": "it becomes a score, but no score is given"}
        yield MISSING_SCORE.at(place, **words)
    elif rule.score is not None and rule.score != 0 and not held.lowest <= rule.score <= held.highest:
        words = {
            "why_th": f"{plain(rule.score)} อยู่นอกช่วง {plain(held.lowest)}–{plain(held.highest)}",
            "why_en": f"{plain(rule.score)} is outside {plain(held.lowest)}–{plain(held.highest)}",
        }
        yield MISSING_SCORE.at(place, **words)


def not_applicable(pack: Pack) -> Iterable[Issue]:
    """Indicators are listed exactly when some are to be accepted."""
    rule = pack.framework.rules.not_applicable
    if (rule.accepted == "listed") != bool(rule.indicators):
        words = {"has_th": "มี", "has_en": "given"} if rule.indicators else {"has_th": "ไม่มี", "has_en": "empty"}
        yield NOT_APPLICABLE_LIST.at(rule.at.of("indicators"), rule.indicators, accepted=rule.accepted, **words)


def result_levels(pack: Pack) -> Iterable[Issue]:
    """Result levels go from the best down, and the last takes whatever is left."""
    total = pack.framework.total
    for scheme in total.schemes:
        for better, band in pairwise(scheme.bands):
            if not _may_follow(better, band):
                yield BANDS_OUT_OF_ORDER.at(
                    band.at.of("at_least"),
                    band=band.id,
                    at_least=plain(band.at_least),
                    before=better.id,
                    at_least_before=plain(better.at_least),
                )
        yield from _last_band(pack, scheme)
        yield from _conversion(pack, scheme)
    if total.multiply is not None and pack.framework.rules.rounding.converted is None:
        yield NO_CONVERSION.at(total.at.of("multiply"), path="total.multiply", key="rules.rounding.converted")


def _may_follow(better: Band, band: Band) -> bool:
    """Lower, or as low but without conditions that the better one makes."""
    return band.at_least < better.at_least or (
        band.at_least == better.at_least and bool(better.each) and band.each != better.each
    )


def _last_band(pack: Pack, scheme: BandScheme) -> Iterator[Issue]:
    lowest = lowest_total(pack)
    if scheme.of == "converted" and pack.framework.total.multiply is not None:
        lowest = lowest * pack.framework.total.multiply
    said = plain(lowest.normalize() if lowest else lowest)
    if not scheme.bands:
        words = {"why_th": "ไม่มีระดับผล", "why_en": "there is none"}
        yield NOT_FOR_EVERYTHING.at(scheme.at.of("bands"), band="–", lowest=said, **words)
        return
    last = scheme.bands[-1]
    if last.each:
        words = {"why_th": "มีเงื่อนไข each", "why_en": "it makes conditions (`each`)"}
        yield NOT_FOR_EVERYTHING.at(last.at.of("each"), band=last.id, lowest=said, **words)
    if last.at_least > lowest:
        words = {
            "why_th": f"เริ่มที่ {plain(last.at_least)} แต่คะแนนต่ำได้ถึง {said}",
            "why_en": f"it starts at {plain(last.at_least)}, but the total can be as low as {said}",
        }
        yield NOT_FOR_EVERYTHING.at(last.at.of("at_least"), band=last.id, lowest=said, **words)


def _conversion(pack: Pack, scheme: BandScheme) -> Iterator[Issue]:
    if scheme.of != "converted":
        return
    path = f"total.schemes.{scheme.id}"
    if pack.framework.total.multiply is None:
        yield NO_CONVERSION.at(scheme.at.of("of"), path=path, key="total.multiply")
    if pack.framework.rules.rounding.converted is None:
        yield NO_CONVERSION.at(scheme.at.of("of"), path=path, key="rules.rounding.converted")


def lowest_total(pack: Pack) -> Decimal:
    """The lowest total a pack can come to, as far as its tables do not extend below themselves."""
    rules = pack.framework.rules
    ends = [rules.scale.lowest]
    lost = "lost" in (rules.not_applicable.weights, rules.dropped.weights)
    if lost or any(table.below == "zero" for _, table in tables(pack)):
        ends.append(rules.scale.lowest * 0)
    if rules.missing.score is not None:
        ends.append(rules.missing.score)
    ladders = (one.method for one in pack.every_indicator() if isinstance(one.method, Milestones | PercentThenDeeds))
    return min([*ends, *(ladder.none_reached for ladder in ladders)])


def times(pack: Pack) -> Iterable[Issue]:
    """Windows, rounds and deadlines end after they start."""
    held: list[tuple[str, date, date, Place]] = [
        (f"windows.{one.id}", one.starts, one.ends, one.at.of("ends")) for one in pack.framework.windows
    ]
    held += [(f"rounds.{one.id}", one.starts, one.ends, one.at.of("ends")) for one in pack.framework.rounds]
    for path, starts, ends, place in held:
        if starts > ends:
            yield BACKWARDS.at(place, path=path, starts=starts, ends=ends)
    for seen in walk(pack):
        part = seen.part
        if isinstance(part, Deadline) and part.starts is not None and part.by is not None and part.starts > part.by:
            yield BACKWARDS.at(part.at.of("by"), seen.about, path=seen.path, starts=part.starts, ends=part.by)


def samples(pack: Pack) -> Iterable[Issue]:
    """A sample is a share of people, between a floor and a ceiling."""
    for one in pack.framework.samples:
        if not 0 < one.share_percent <= 100 or not 0 <= one.least <= one.most:
            key = "least" if 0 < one.share_percent <= 100 else "share_percent"
            ends = {"least": one.least, "most": one.most}
            yield BAD_SAMPLE.at(one.at.of(key), (), id=one.id, share=plain(one.share_percent), **ends)


def days(pack: Pack) -> Iterable[Issue]:
    """A duty falls on a day that some month has."""
    for duty in pack.framework.duties:
        if isinstance(duty.due, Due) and duty.due.day is not None and not 1 <= duty.due.day <= 31:
            words = {"day": duty.due.day, "verbatim": duty.due.verbatim}
            yield NO_SUCH_DAY.at(duty.due.at.of("day"), duty.indicators, **words)


def inputs(pack: Pack) -> Iterable[Issue]:
    """Months add up in a declared way, and limits leave room."""
    for one in pack.every_indicator():
        for name, spec in one.inputs.items():
            yield from _input(one.code, str(name), spec)


def _input(code: str, name: str, spec: Input) -> Iterator[Issue]:
    about, words = (code,), {"code": code, "name": name}
    if spec.every == "month" and spec.adds_up is None:
        why = {"why_th": "รายงานรายเดือนแต่ไม่บอกว่ารวมอย่างไร", "why_en": "is monthly but does not say how months add up"}
        yield ADDING_UP.at(spec.at.of("every"), about, **words, **why)
    if spec.every != "month" and spec.adds_up is not None:
        why = {
            "why_th": f"รายงานครั้งเดียวแต่มี adds_up: {spec.adds_up}",
            "why_en": f"is reported once but has `adds_up: {spec.adds_up}`",
        }
        yield ADDING_UP.at(spec.at.of("adds_up"), about, **words, **why)
    if spec.adds_up == "union" and spec.holds != "deed":
        yield UNION_OF_FIGURES.at(spec.at.of("adds_up"), about, **words, holds=spec.holds)
    if spec.least is not None and spec.most is not None and spec.least > spec.most:
        ends = {"least": plain(spec.least), "most": plain(spec.most)}
        yield NO_ROOM.at(spec.at.of("least"), about, **words, **ends)
