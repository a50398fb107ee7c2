"""Structural check of names: whatever one part of a pack calls by id stands in another part of it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from samrit.base.issues import Issue, Place, define
from samrit.packs.bind import Located
from samrit.packs.checks.walk import texts, walk
from samrit.packs.method import Cohort, Guideline, UnitMatch
from samrit.packs.model import (
    Allowance,
    BaselineYear,
    Blank,
    Case,
    CaseUnit,
    Discrepancy,
    Duty,
    FormField,
    Indicator,
    Input,
    Pack,
    Signatory,
    Summable,
    UnitKind,
)
from samrit.packs.plans import Committee, Member, Plan, PlanRow, Publication, Sample
from samrit.packs.rules import Band, NotApplicableRule, Round
from samrit.packs.survey import Survey
from samrit.packs.texts import Item, Source

UNKNOWN = define(
    "PK204", "error",
    th="“{id}” ใน {key} ไม่ใช่{what_th}ที่ชุดเกณฑ์นี้มี{guess_th}",
    en="“{id}” in {key} is no {what_en} of this pack{guess_en}",
    cure_th="แก้ให้ตรงกับที่มี: {allowed}",
    cure_en="use one of: {allowed}",
)  # fmt: skip

WORDS: Final[dict[str, tuple[str, str]]] = {
    "document": ("เอกสาร", "document"),
    "unit_kind": ("ประเภทหน่วย", "unit kind"),
    "body": ("ประเภทหน่วยหรือส่วนราชการ", "unit kind or post"),
    "post": ("ตำแหน่งหรือส่วนราชการ (posts)", "post"),
    "area": ("พื้นที่ (areas)", "area"),
    "measure_unit": ("หน่วยวัด", "measure unit"),
    "blank": ("ช่องว่างของแบบ (blanks)", "blank"),
    "window": ("ช่วงเวลา (windows)", "window"),
    "round": ("รอบการประเมิน", "round"),
    "duty": ("หน้าที่ (duties)", "duty"),
    "key_result": ("ผลสัมฤทธิ์หลัก", "key result"),
    "indicator": ("ตัวชี้วัด", "indicator"),
    "top": ("ตัวชี้วัดหลัก", "top indicator"),
    "survey": ("แบบสำรวจ", "survey"),
    "band": ("ระดับผล (bands)", "band"),
    "input": ("ข้อมูล (inputs) ของตัวชี้วัดนี้", "input of this indicator"),
    "scale": ("มาตรวัด (scales) ของแบบสำรวจนี้", "scale of this survey"),
    "column": ("คอลัมน์ (columns) ของแผนนี้", "column of this plan"),
}

REFERENCES: Final[dict[type[Located], dict[str, str]]] = {
    Source: {"document": "document"},
    UnitKind: {"counts_as": "unit_kind"},
    Summable: {"units": "measure_unit", "becomes": "measure_unit"},
    Blank: {"about": "indicator"},
    Duty: {"by": "post", "to": "post", "indicators": "indicator"},
    NotApplicableRule: {"indicators": "indicator"},
    Round: {"indicators": "top", "weights": "indicator"},
    Band: {"each": "indicator"},
    Allowance: {"indicators": "indicator"},
    Discrepancy: {"about": "indicator"},
    Indicator: {
        "key_result": "key_result",
        "measure_unit": "measure_unit",
        "window": "window",
        "posts": "post",
        "applies_to": "unit_kind",
    },
    Input: {"measure_unit": "measure_unit", "window": "window", "measured_by": "post"},
    BaselineYear: {"areas": "area"},
    Item: {"measure_unit": "measure_unit", "duty": "duty", "round": "round", "posts": "post"},
    Guideline: {"measure_unit": "measure_unit"},
    UnitMatch: {"kinds": "unit_kind", "under": "body", "not_under": "body"},
    Cohort: {"survey": "survey"},
    Signatory: {"post": "post"},
    Case: {"round": "round"},
    CaseUnit: {"kind": "unit_kind", "under": "body"},
    PlanRow: {"indicator": "indicator", "posts": "post", "reports_to": "post"},
    Committee: {"signed_by": "post"},
    Member: {"post": "post"},
    Publication: {"prepared_by": "post", "checked_by": "post"},
    Sample: {"survey": "survey"},
}
"""Which key of which object names what; inputs of an indicator and scales of a survey are looked up where they stand."""

_BLANK = re.compile(r"\{([^{}\s]*)\}")


def names(pack: Pack) -> Iterable[Issue]:
    """Every id that is referred to exists."""
    known = known_ids(pack)
    for seen in walk(pack):
        part = seen.part
        for key, what in REFERENCES.get(type(part), {}).items():
            yield from _unknown(part, key, what, known[what], seen.about)
        for key, text in texts(part):
            if not seen.path.startswith("cases"):
                found = _BLANK.findall(text)
                yield from _missing(part.at.of(key), key, "blank", known["blank"], found, seen.about)
        if isinstance(part, FormField) and part.fills in ("blank", "post") and part.value:
            yield from _missing(part.at.of("value"), "value", part.fills, known[part.fills], [part.value], ())
        elif isinstance(part, Survey):
            yield from _scales(part)
        elif isinstance(part, Plan):
            yield from _columns(part)
        elif isinstance(part, Case):
            yield from _expected(part, known)


def known_ids(pack: Pack) -> dict[str, list[str]]:
    """What may be referred to, by kind of thing."""
    framework = pack.framework
    known = {
        "document": [one.id for one in framework.documents],
        "unit_kind": [one.id for one in framework.unit_kinds],
        "post": [one.id for one in framework.posts],
        "area": [one.id for one in framework.areas],
        "measure_unit": [one.id for one in framework.measure_units],
        "blank": [one.id for one in framework.blanks],
        "window": [one.id for one in framework.windows],
        "round": [one.id for one in framework.rounds],
        "duty": [one.id for one in framework.duties],
        "key_result": [one.code for one in framework.key_results],
        "indicator": [one.code for one in pack.every_indicator()],
        "top": [one.code for one in pack.indicators],
        "survey": [one.id for one in pack.surveys],
        "band": [band.id for scheme in framework.total.schemes for band in scheme.bands],
    }
    return {key: [*map(str, ids)] for key, ids in (known | {"body": known["unit_kind"] + known["post"]}).items()}


def _scales(survey: Survey) -> Iterator[Issue]:
    scales = [*map(str, survey.scales)]
    for section in survey.sections:
        for question in section.questions:
            yield from _missing(question.at.of("scale"), "scale", "scale", scales, [question.scale], ())


def _columns(plan: Plan) -> Iterator[Issue]:
    columns = [str(column.id) for column in plan.columns]
    for row in plan.rows:
        about = () if row.indicator is None else (row.indicator,)
        yield from _missing(row.at.of("cells"), "cells", "column", columns, row.cells, about)


def _expected(case: Case, known: Mapping[str, list[str]]) -> Iterator[Issue]:
    if case.band:
        yield from _missing(case.at.of("band"), "band", "band", known["band"], [case.band], ())
    if case.overlay is None:  # an agreement may add indicators of its own
        yield from _missing(case.at.of("expect"), "expect", "indicator", known["indicator"], case.expect, ())


def _unknown(part: Located, key: str, what: str, known: list[str], about: tuple[str, ...]) -> Iterator[Issue]:
    held: Any = getattr(part, key)
    if held is not None:
        named = [held] if isinstance(held, str) else list(held)
        yield from _missing(part.at.of(key), key, what, known, named, about)


def _missing(
    place: Place, key: str, what: str, known: list[str], named: Iterable[str], about: tuple[str, ...]
) -> Iterator[Issue]:
    """The names that nothing in `known` has, each with the nearest that there is."""
    what_th, what_en = WORDS[what]
    for name in dict.fromkeys(named):
        if name in known:
            continue
        guess = difflib.get_close_matches(name, known, 1, 0.5)
        yield UNKNOWN.at(
            place,
            about,
            id=name,
            key=key,
            what_th=what_th,
            what_en=what_en,
            guess_th=f" หมายถึง “{guess[0]}” หรือไม่" if guess else "",
            guess_en=f"; did you mean “{guess[0]}”?" if guess else "",
            allowed=", ".join(known) or "–",
        )


def inputs_named(
    part: Located, key: str, names_: Iterable[str], indicator: Indicator
) -> tuple[list[Input], list[Issue]]:
    """The inputs that a method names, and what is wrong with the names that are no inputs."""
    wanted = list(names_)
    known = [*map(str, indicator.inputs)]
    issues = list(_missing(part.at.of(key), key, "input", known, wanted, (indicator.code,)))
    return [one for name, one in indicator.inputs.items() if name in wanted], issues
