"""Structural checks of the pack as a whole: identities, the order of the form, and a reason behind every rule."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from samrit.base.issues import Issue, Place, define
from samrit.packs.bind import Code
from samrit.packs.checks.walk import Seen, fields_of, key_of, place_of_key, walk
from samrit.packs.method import Element, Guideline
from samrit.packs.model import Indicator, Pack
from samrit.packs.survey import Question
from samrit.packs.texts import Based

DUPLICATE = define(
    "PK201", "error",
    th="“{id}” ใช้ซ้ำใน {within} (ครั้งแรกที่ {first})",
    en="“{id}” is used twice in {within} (first at {first})",
    cure_th="ตั้งรหัสให้ต่างกัน หรือลบรายการที่ซ้ำ",
    cure_en="give it another id, or delete the repeated entry",
)  # fmt: skip
REPEATED = define(
    "PK202", "error",
    th="“{id}” เขียนซ้ำใน {key}",
    en="“{id}” is listed twice in {key}",
    cure_th="เหลือไว้เพียงครั้งเดียว",
    cure_en="list it once",
)  # fmt: skip
WRONG_ORDER = define(
    "PK203", "error",
    th="order ของ pack.yaml กับตัวชี้วัดหลักในโฟลเดอร์ indicators ไม่ตรงกัน: {why_th} “{code}”",
    en="`order` in pack.yaml does not name exactly the top indicators: {why_en} “{code}”",
    cure_th="ให้ order มีรหัสของตัวชี้วัดหลักทุกตัว ตัวละครั้ง ({codes})",
    cure_en="let `order` name every top indicator once ({codes})",
)  # fmt: skip
CIRCLE = define(
    "PK205", "error",
    th="ประเภทหน่วย “{id}” เทียบเท่ากันเป็นวงกลม ({circle})",
    en="the unit kind “{id}” counts as itself in a circle ({circle})",
    cure_th="ลบ counts_as ออกหนึ่งแห่งในวงนี้",
    cure_en="delete one `counts_as` of the circle",
)  # fmt: skip
UNFOUNDED = define(
    "PK206", "error",
    th="{path} ไม่บอกแหล่งที่มา และไม่ได้ทำเครื่องหมายว่าเป็นข้อสันนิษฐาน",
    en="{path} names no source and is not marked as an assumption",
    cure_th="เพิ่ม source: ที่เอกสารกล่าวไว้ หรือ assumption: ถ้าเอกสารไม่ได้กล่าว",
    cure_en="add `source:` with the place in the document, or `assumption:` with the reason if it is silent",
)  # fmt: skip
TWO_FOUNDATIONS = define(
    "PK207", "error",
    th="{path} มีทั้ง source และ assumption",
    en="{path} has both a source and an assumption",
    cure_th="เหลือ source ถ้าเอกสารกล่าวไว้จริง มิฉะนั้นเหลือ assumption",
    cure_en="keep `source` if the document really says it, otherwise keep `assumption`",
)  # fmt: skip
NOTHING_THERE = define(
    "PK208", "error",
    th="ชุดเกณฑ์ไม่มี {key} แม้แต่รายการเดียว",
    en="the pack has no {key} at all",
    cure_th="ต้องมีอย่างน้อยหนึ่งรายการจึงจะใช้คิดคะแนนได้",
    cure_en="at least one is needed before anything can be scored",
)  # fmt: skip


def unique_ids(pack: Pack) -> Iterable[Issue]:
    """An id or code names one thing only."""
    first: dict[tuple[str, str], Place] = {}
    for seen in walk(pack):
        key = key_of(seen.part)
        if not key or seen.within == "":
            continue
        scope = _scope(seen)
        place = place_of_key(seen.part)
        if (scope, key) in first:
            at = first[scope, key]
            yield DUPLICATE.at(place, seen.about, id=key, within=scope, first=at)
        first.setdefault((scope, key), place)


def _scope(seen: Seen) -> str:
    """Within which part of the pack an id must be unique: its list, or wider where facts are named by it."""
    part = seen.part
    if isinstance(part, Indicator):
        return "indicators"
    if isinstance(part, Guideline | Element):
        return f"{seen.about[0]}.method"
    if isinstance(part, Question):
        return seen.path.split(".sections.")[0]
    return seen.within


def lists_without_repeats(pack: Pack) -> Iterable[Issue]:
    """A list of codes names each of them once."""
    for seen in walk(pack):
        for name, entry in fields_of(seen.part).items():
            if entry.type != _CODES:
                continue
            codes = getattr(seen.part, name)
            for code in dict.fromkeys(code for code in codes if codes.count(code) > 1):
                yield REPEATED.at(seen.part.at.of(name), seen.about, id=code, key=name)


_CODES: Any = tuple[Code, ...]


def order_of_the_form(pack: Pack) -> Iterable[Issue]:
    """`order` names exactly the top indicators."""
    framework = pack.framework
    tops = {indicator.code: indicator for indicator in pack.indicators}
    codes = ", ".join(tops)
    for code in dict.fromkeys(framework.order):
        if code not in tops:
            words = {"why_th": "ไม่มีตัวชี้วัดหลัก", "why_en": "there is no top indicator"}
            yield WRONG_ORDER.at(framework.at.of("order"), (code,), code=code, codes=codes, **words)
    for code, indicator in tops.items():
        if code not in framework.order:
            words = {"why_th": "order ขาด", "why_en": "it lacks"}
            yield WRONG_ORDER.at(indicator.at.of("code"), (code,), code=code, codes=codes, **words)


def equivalents(pack: Pack) -> Iterable[Issue]:
    """No unit kind counts as itself, directly or through others."""
    above = {kind.id: kind.counts_as for kind in pack.framework.unit_kinds}
    for kind in pack.framework.unit_kinds:
        path: list[str] = [kind.id]
        at = kind.counts_as
        while at is not None and at not in path:
            path.append(at)
            at = above.get(at)
        if at == kind.id:
            yield CIRCLE.at(kind.at.of("counts_as"), id=kind.id, circle=" → ".join([*path, kind.id]))


def foundations(pack: Pack) -> Iterable[Issue]:
    """Every rule names its source or is marked as an assumption, and not both."""
    for seen in walk(pack):
        if not isinstance(seen.part, Based):
            continue
        if seen.part.source is None and seen.part.assumption is None:
            yield UNFOUNDED.at(seen.part.at.here, seen.about, path=seen.path)
        elif seen.part.source is not None and seen.part.assumption is not None:
            yield TWO_FOUNDATIONS.at(seen.part.at.of("assumption"), seen.about, path=seen.path)


def something_to_score(pack: Pack) -> Iterable[Issue]:
    """There are a document, a round and an indicator."""
    framework = pack.framework
    for key, held in (("documents", framework.documents), ("rounds", framework.rounds), ("order", pack.indicators)):
        if not held:
            yield NOTHING_THERE.at(framework.at.of(key), key="indicators" if key == "order" else key)
