"""Structural checks of one indicator: it can be scored, and its method has what it needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from samrit.base.issues import Issue, Place, define
from samrit.packs.checks.references import inputs_named
from samrit.packs.method import (
    Composite,
    Disclosure,
    Element,
    Improvement,
    Judged,
    Milestones,
    PercentThenDeeds,
    SurveyMean,
)
from samrit.packs.model import Indicator, Input, Pack

NO_METHOD = define(
    "PK220", "error",
    th="ตัวชี้วัด {code} ไม่มีทั้งวิธีให้คะแนนและตัวชี้วัดย่อย",
    en="indicator {code} has neither a method nor parts",
    cure_th="เพิ่ม method: หรือ parts:",
    cure_en="add `method:` or `parts:`",
)  # fmt: skip
NO_PARTS = define(
    "PK221", "error",
    th="ตัวชี้วัด {code} เป็น composite แต่ไม่มีตัวชี้วัดย่อย",
    en="indicator {code} is a composite without parts",
    cure_th="เพิ่ม parts: หรือใช้วิธีให้คะแนนอื่น",
    cure_en="add `parts:`, or use another method",
)  # fmt: skip
PARTS_AND_METHOD = define(
    "PK222", "error",
    th="ตัวชี้วัด {code} มีตัวชี้วัดย่อย จึงให้คะแนนแบบ {kind} เองไม่ได้",
    en="indicator {code} has parts, so it cannot be scored as {kind} itself",
    cure_th="ใช้ kind: composite หรือย้ายวิธีนี้ไปไว้ที่ตัวชี้วัดย่อย",
    cure_en="use `kind: composite`, or move this method into a part",
)  # fmt: skip
NO_FIGURE = define(
    "PK223", "error",
    th="ตัวชี้วัด {code} ({kind}) ไม่ถามตัวเลขใดเลย จึงไม่มีผลให้คิดคะแนน",
    en="indicator {code} ({kind}) asks for no figure, so there is no result to score",
    cure_th="เพิ่มข้อมูลที่ holds: figure ใน inputs",
    cure_en="add an input with `holds: figure`",
)  # fmt: skip
WHICH_FIGURE = define(
    "PK224", "error",
    th="ตัวชี้วัด {code} ถามตัวเลข {count} ค่า ({names}) แต่ไม่มีสูตรบอกว่าผลคือค่าใด",
    en="indicator {code} asks for {count} figures ({names}) but has no formula that says which is the result",
    cure_th="เพิ่ม formula: หรือเหลือตัวเลขเดียว",
    cure_en="add `formula:`, or keep one figure",
)  # fmt: skip
WRONG_KIND_OF_INPUT = define(
    "PK225", "error",
    th="ข้อมูล “{name}” ของตัวชี้วัด {code} เป็น {holds} แต่ {user} ต้องใช้ {wanted}",
    en="input “{name}” of indicator {code} holds a {holds}, but {user} needs a {wanted}",
    cure_th="แก้ holds ให้ตรง หรืออ้างข้อมูลอื่น",
    cure_en="correct `holds`, or name another input",
)  # fmt: skip
UNUSED_FORMULA = define(
    "PK226", "error",
    th="ตัวชี้วัด {code} มีสูตร แต่วิธี {kind} ไม่ใช้สูตร คะแนนจึงไม่ตรงกับที่เขียนไว้",
    en="indicator {code} has a formula that {kind} never uses, so the score would not be what it says",
    cure_th="ลบสูตรออก หรือใช้วิธีที่คิดจากสูตร",
    cure_en="delete the formula, or use a method that computes with it",
)  # fmt: skip
EMPTY = define(
    "PK235", "error",
    th="{what} ของตัวชี้วัด {code} ว่าง จึงไม่มีอะไรให้คิดคะแนน",
    en="{what} of indicator {code} is empty, so there is nothing to score",
    cure_th="เพิ่มอย่างน้อยหนึ่งรายการ",
    cure_en="add at least one entry",
)  # fmt: skip

WITHOUT_FORMULA = (Composite, Milestones, Disclosure, SurveyMean, Improvement)
WITHOUT_FIGURE = (Composite, Milestones, Disclosure, SurveyMean)


def method_or_parts(pack: Pack) -> Iterable[Issue]:
    """A leaf has a method; an indicator with parts is their mean and nothing else."""
    for one in pack.every_indicator():
        about = (one.code,)
        if one.parts and one.method is not None and not isinstance(one.method, Composite):
            place = one.method.at.of("kind")
            yield PARTS_AND_METHOD.at(place, about, code=one.code, kind=one.method.kind)
        elif not one.parts and isinstance(one.method, Composite):
            yield NO_PARTS.at(one.method.at.of("kind"), about, code=one.code)
        elif not one.parts and one.method is None:
            yield NO_METHOD.at(one.at.here, about, code=one.code)


def figures_to_score(pack: Pack) -> Iterable[Issue]:
    """Methods that place a result have one: the only figure reported, or a formula over several."""
    for one in pack.every_indicator():
        if one.method is None:
            continue
        about, kind = (one.code,), one.method.kind
        if one.formula is not None and isinstance(one.method, WITHOUT_FORMULA):
            yield UNUSED_FORMULA.at(one.at.of("formula"), about, code=one.code, kind=kind)
        if isinstance(one.method, WITHOUT_FIGURE):
            continue
        figures = [str(name) for name, spec in one.inputs.items() if spec.holds != "deed"]
        if not figures:
            yield NO_FIGURE.at(one.at.of("inputs"), about, code=one.code, kind=kind)
        elif len(figures) > 1 and one.formula is None and not isinstance(one.method, Improvement):
            names = ", ".join(figures)
            yield WHICH_FIGURE.at(one.at.of("inputs"), about, code=one.code, count=len(figures), names=names)


def inputs_of_methods(pack: Pack) -> Iterable[Issue]:
    """What a method reads exists and is of the right kind: deeds for rungs, figures for a change."""
    for one in pack.every_indicator():
        method = one.method
        if isinstance(method, PercentThenDeeds):
            for rung in method.rungs:
                deeds, unknown = inputs_named(rung, "deeds", rung.deeds, one)
                yield from unknown
                yield from _kinds(one, deeds, ("deed",), "rungs", rung.at.of("deeds"))
        elif isinstance(method, Improvement):
            for key, name in (("before", method.before), ("now", method.now)):
                found, unknown = inputs_named(method, key, [name], one)
                yield from unknown
                yield from _kinds(one, found, ("figure", "judged"), key, method.at.of(key))
        elif isinstance(method, Judged):
            given = [spec for spec in one.inputs.values() if spec.holds == "figure"]
            yield from _kinds(one, given, ("judged",), "judged", given[0].at.of("holds") if given else method.at.here)


def not_empty(pack: Pack) -> Iterable[Issue]:
    """Ladders, check-lists and surveys have something in them."""
    for one in pack.every_indicator():
        for key, held, place in _contents(one):
            if not held:
                yield EMPTY.at(place, (one.code,), code=one.code, what=key)


def _contents(one: Indicator) -> Iterator[tuple[str, bool, Place]]:
    """What must not be empty in the indicator's method: its key, whether something is there, and where."""
    method = one.method
    if isinstance(method, PercentThenDeeds):
        yield "rungs", bool(method.rungs), method.at.of("rungs")
        for rung in method.rungs:
            yield f"rungs {rung.score:f}", bool(rung.deeds) or rung.at_least is not None, rung.at.here
    elif isinstance(method, Milestones):
        yield "levels", any(level.guidelines for level in method.levels), method.at.of("levels")
    elif isinstance(method, Disclosure):
        yield "elements", any(_counts(element) for element in method.elements), method.at.of("elements")
    elif isinstance(method, SurveyMean):
        yield "cohorts", bool(method.cohorts), method.at.of("cohorts")


def _counts(element: Element) -> bool:
    """Whether an element is scored: itself, or through one below it."""
    return element.required and (not element.elements or any(_counts(below) for below in element.elements))


def _kinds(
    one: Indicator, inputs: Iterable[Input], wanted: tuple[str, ...], user: str, place: Place
) -> Iterator[Issue]:
    names = {id(spec): str(name) for name, spec in one.inputs.items()}
    for spec in inputs:
        if spec.holds not in wanted:
            words = {"code": one.code, "name": names[id(spec)], "holds": spec.holds}
            yield WRONG_KIND_OF_INPUT.at(place, (one.code,), user=user, wanted=wanted[0], **words)
