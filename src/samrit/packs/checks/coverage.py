"""What a pack leaves open: rules without a worked case, indicators without a source or a target above them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from samrit.base.issues import Issue, define
from samrit.packs.model import Case, Indicator, Pack
from samrit.packs.reader import Mapping

NO_CASE = define(
    "PK380", "warning",
    th="ตัวชี้วัด {code} ไม่มีกรณีทดสอบใดให้ข้อมูลหรือคาดคะแนน",
    en="no worked case reports or expects anything of indicator {code}",
    cure_th="เพิ่มกรณีใน cases/ ที่คำนวณด้วยมือ",
    cure_en="add a case in cases/, worked by hand",
)  # fmt: skip
FEW_CASES = define(
    "PK381", "note",
    th="ชุดเกณฑ์มีกรณีทดสอบ {count} กรณี ควรมีอย่างน้อย {wanted} กรณี",
    en="the pack has {count} worked case(s); {wanted} or more are advised",
    cure_th="เพิ่มกรณีที่ขอบระดับ ผลที่ขาด และผลรวม",
    cure_en="add cases at the edges of levels, for missing results and for totals",
)  # fmt: skip
NO_SOURCE = define(
    "PK382", "warning",
    th="ตัวชี้วัดหลัก {code} ไม่บอกว่าอยู่ที่ใดในเอกสาร",
    en="top indicator {code} does not say where it stands in the document",
    cure_th="เพิ่ม source:",
    cure_en="add `source:`",
)  # fmt: skip
NO_CASCADE = define(
    "PK383", "note",
    th="ตัวชี้วัด {missing} ไม่มีรหัสสอดคล้องกับ {column_th} ขณะที่ {given} มี",
    en="indicators {missing} have no code for the {column_en} they support, while {given} have one",
    cure_th="ถ้าเอกสารเว้นว่างไว้ไม่ต้องแก้",
    cure_en="nothing to change if the document leaves it empty",
)  # fmt: skip
NO_WHOLE = define(
    "PK384", "note",
    th="น้ำหนักไม่มียอดเต็ม (rules.weights.total เป็น “-”) จึงตรวจผลรวมไม่ได้",
    en="the weights have no whole (`rules.weights.total` is “-”), so their sum cannot be checked",
    cure_th="ใส่ยอดเต็มเมื่อพบในเอกสาร",
    cure_en="give the whole once a document is found that states it",
)  # fmt: skip

EMPTY_COLUMN = define(
    "PK385", "note",
    th="แบบ {form} มีคอลัมน์ “{heading}” แต่ไม่มีตัวชี้วัดใดมีรหัสในคอลัมน์นี้",
    en="form {form} has a column “{heading}”, but no indicator has a code in it",
    cure_th="ถ้าเอกสารเว้นว่างไว้ทุกแถวไม่ต้องแก้",
    cure_en="nothing to change if the document leaves it empty in every row",
)  # fmt: skip

ENOUGH_CASES = 20


def worked_cases(pack: Pack) -> Iterable[Issue]:
    """Every leaf is in a worked case, and there are enough of them."""
    cases = [case for file in pack.cases for case in file.cases]
    covered = {code for case in cases for code in _codes(case)}
    for one in pack.every_indicator():
        if not one.parts and one.code not in covered:
            yield NO_CASE.at(one.at.of("code"), (one.code,), code=one.code)
    if len(cases) < ENOUGH_CASES:
        yield FEW_CASES.at(pack.framework.at.of("id"), count=len(cases), wanted=ENOUGH_CASES)


def _codes(case: Case) -> Iterator[str]:
    """The indicators that a case reports or expects something of."""
    if isinstance(case.facts, Mapping):
        yield from case.facts.entries
    yield from case.expect


def sources(pack: Pack) -> Iterable[Issue]:
    """A top indicator says where it stands."""
    for top in pack.indicators:
        if top.source is None:
            yield NO_SOURCE.at(top.at.of("code"), (top.code,), code=top.code)


def cascade(pack: Pack) -> Iterable[Issue]:
    """Where some indicators name the target above them, all do."""
    for column, column_th, column_en in (
        ("agency", "คำรับรองของส่วนราชการ", "agency's agreement"),
        ("superior", "เป้าหมายผู้บังคับบัญชา", "superior's targets"),
    ):
        rows = [row for top in pack.indicators for row in _rows(top, column)]
        given = [one for one in rows if _code(one, column)]
        missing = [one for one in rows if not _code(one, column)]
        if given and missing:
            words = {"column_th": column_th, "column_en": column_en}
            codes = tuple(one.code for one in missing)
            said = {"missing": ", ".join(codes), "given": ", ".join(one.code for one in given)}
            yield NO_CASCADE.at(missing[0].at.of("code"), codes, **said, **words)


def empty_columns(pack: Pack) -> Iterable[Issue]:
    """A cascade column of a form has codes in it."""
    for form in pack.forms:
        for column in form.columns:
            for key in ("agency", "superior"):
                unused = not any(_code(one, key) for one in pack.every_indicator())
                if unused and column.holds.startswith(f"cascade.{key}"):
                    yield EMPTY_COLUMN.at(column.at.of("heading"), form=form.id, heading=column.heading.th)


def _rows(top: Indicator, column: str) -> list[Indicator]:
    """The rows a form gives codes to: the indicator, or its parts where the codes stand there."""
    below = any(_code(part, column) for part in top.parts)
    return [row for part in top.parts for row in _rows(part, column)] if below else [top]


def _code(one: Indicator, column: str) -> str:
    return "" if one.cascade is None else str(getattr(one.cascade, column))


def whole_of_weights(pack: Pack) -> Iterable[Issue]:
    """Weights are shares of a stated whole."""
    rule = pack.framework.rules.weights
    if rule.total is None:
        yield NO_WHOLE.at(rule.at.of("total"))
