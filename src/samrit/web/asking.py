"""What a report asks for, as questions in both languages: in the order of the form, each with the rule beside it.

The workbook asks the same in Thai (documents.workbook.layout); here a question also knows its form field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from samrit.apps.results import places
from samrit.apps.results.contents import Contents
from samrit.apps.results.models import Report
from samrit.apps.results.timing import terms_for
from samrit.base.figures import plain
from samrit.engine import arithmetic
from samrit.engine.inputs import WHOLE, Slot, window_of
from samrit.engine.methods import Unit
from samrit.engine.methods.milestones import concerns
from samrit.engine.methods.survey_mean import lines_of, survey_of
from samrit.engine.plan import Node, Plan, plan_of
from samrit.packs.method import Disclosure, Element, Guideline, Improvement, Judged, LevelTable, Milestones, SurveyMean
from samrit.packs.texts import Words
from samrit.web.components.forms import Rule
from samrit.web.reader import Text

DONE: Final = ("ทำแล้ว", Text("ทำแล้ว", "Done"))
NOT_DONE: Final = ("ยังไม่ทำ", Text("ยังไม่ทำ", "Not done"))
THERE: Final = ("มี", Text("มี", "There"))
NOT_THERE: Final = ("ไม่มี", Text("ไม่มี", "Not there"))


@dataclass(frozen=True)
class Question:
    """One value: the field it is typed in, the words it is asked with, and what is allowed to stand there."""

    slot: Slot
    window: str
    label: Text
    heads: tuple[Text, ...]
    hint: Text
    counted_in: Text
    rule: Rule | None
    answers: tuple[tuple[str, Text], ...] = ()
    """Of a deed: the two answers; a figure has none."""

    @property
    def field(self) -> tuple[str, str, str]:
        """Node, input and window: what its entry is known by."""
        return self.slot.node, self.slot.name, self.window

    @property
    def name(self) -> str:
        """Of its form field."""
        return "|".join(self.field)


@dataclass(frozen=True)
class Part:
    """The questions of one node: a part of a report that is filled in on one page."""

    code: str
    name: Text
    questions: tuple[Question, ...]


def parts_of(report: Report, contents: Contents | None = None) -> tuple[Part, ...]:
    """What a report asks its unit for, node by node; what is for other kinds of unit is left out.

    `contents`: what the report's round says, where it has been read already.
    """
    if contents is None:
        day = places.day_of(report)
        terms = terms_for(report, day)
        unit = places.scored_unit(report.assessment, terms, day)
    else:
        terms, unit = contents.terms, contents.unit
    plan = plan_of(terms, report.round)
    later = report.assessment.year.fiscal_year - plan.pack.framework.fiscal_year
    # The tree of questions of a plan is the same for all units of a kind that stand under the same bodies.
    kept: dict[object, tuple[Part, ...]] = terms.__dict__.setdefault("_parts_asked", {})
    key = (report.round, report.indicator, replace(unit, name=""), later)
    if key not in kept:
        if len(kept) > MOST_KEPT:
            kept.clear()
        top = next((one for one in plan.tops if one.code == report.indicator), None)
        kept[key] = () if top is None else tuple(_parts(plan, top, unit, later))
    return kept[key]


MOST_KEPT = 64


def month(window: str, years_later: int) -> Text:
    """A month of the pack's year, said as the month of the year it is run for."""
    moved = f"{int(window[:4]) + years_later}{window[4:]}"
    return Text(arithmetic.month(moved, "th"), arithmetic.month(moved, "en"))


def _parts(plan: Plan, top: Node, unit: Unit, later: int) -> Iterator[Part]:
    for node in top.walk():
        is_for_unit = not node.applies_to or bool(node.applies_to & {unit.kind, *unit.counts_as})
        if node.code in plan.terms.dropped or not node.slots or not is_for_unit:
            continue
        questions = tuple(_questions(plan, node, unit, later))
        if questions:
            yield Part(str(node.code), filled(plan, node.indicator.name), questions)


def _questions(plan: Plan, node: Node, unit: Unit, later: int) -> Iterator[Question]:
    placed = _placed(plan, node, unit)
    for name in [*(one for one in node.slots if one not in placed), *(one for one in placed if one in node.slots)]:
        slot = node.slots[name]
        place = placed.get(name, _Place())
        if not place.is_for_unit:
            continue
        asked = place.label or filled(plan, slot.spec.name)
        heads = (*place.heads, asked) if slot.months else place.heads
        for window in (*slot.months, WHOLE):
            label = asked if not slot.months else month(window, later) if window else INSTEAD_OF_MONTHS
            yield Question(
                slot, window, label, heads, _hint(plan, node, slot, window), _counted_in(plan, slot),
                _rule(plan, node, slot) if window in (WHOLE, *slot.months[:1]) else None, _answers(node, slot),
            )  # fmt: skip


INSTEAD_OF_MONTHS = Text("ยอดรวม (แทนรายเดือน)", "Whole (instead of months)")


def _answers(node: Node, slot: Slot) -> tuple[tuple[str, Text], ...]:
    if slot.spec.holds != "deed":
        return ()
    return (THERE, NOT_THERE) if isinstance(node.indicator.method, Disclosure) else (DONE, NOT_DONE)


def _hint(plan: Plan, node: Node, slot: Slot, window: str) -> Text:
    spec = slot.spec
    th: list[str] = []
    en: list[str] = []
    if not slot.months:
        chosen = window_of(plan.pack, spec.window)
        if chosen is not None:
            th.append(chosen.name.th)
            en.append(chosen.name.said("en"))
    elif not window:
        th.append("กรอกช่องนี้ช่องเดียวแทนรายเดือนได้ อย่ากรอกทั้งสองแบบ")
        en.append("fill in this one instead of the months, never both")
    if spec.holds != "deed":
        low, high = (None if one is None else plain(one) for one in (spec.least, spec.most))
        if low is not None and high is not None:
            th.append(f"ตั้งแต่ {low} ถึง {high}")
            en.append(f"from {low} to {high}")
        elif low is not None and spec.least:
            th.append(f"ไม่น้อยกว่า {low}")
            en.append(f"at least {low}")
        if spec.whole:
            th.append("จำนวนเต็ม")
            en.append("a whole number")
        if isinstance(node.indicator.method, Judged):
            step = plain(node.indicator.method.step)
            th.append(f"ทีละ {step}")
            en.append(f"in steps of {step}")
        if spec.nil_is is not None:
            th.append("ถ้าไม่มีเลยพิมพ์ “ไม่มี”")
            en.append("type “nil” if there is none")
    if plan.accepts_not_applicable(node.code):
        th.append("ถ้าไม่เกี่ยวข้องพิมพ์ N/A")
        en.append("type N/A if it does not apply")
    return Text(" · ".join(th), " · ".join(en))


def _counted_in(plan: Plan, slot: Slot) -> Text:
    if slot.spec.holds == "judged":
        return Text("คะแนน", "points")
    named = next((one.name for one in plan.pack.framework.measure_units if one.id == slot.spec.measure_unit), None)
    if named is not None:
        return Text(named.th, named.en)
    # a tally of answers counts people
    return Text("ราย", "people") if "/" in slot.name else Text("")


def _rule(plan: Plan, node: Node, slot: Slot) -> Rule | None:
    th: list[str] = []
    en: list[str] = []
    formula = node.indicator.formula
    if formula is not None and formula.numerator and formula.denominator:
        printed = filled(
            plan, Words(th=f"ผล = {formula.numerator} ÷ {formula.denominator} {formula.factor or ''}".strip())
        )
        th.append(printed.th)
        en.append("The result is computed by the formula printed on the form")
    method = node.indicator.method
    if isinstance(method, LevelTable | Improvement):
        levels = " · ".join(
            f"{plain(points)} = {'–' if target is None else plain(target)}" for points, target in method.levels.items()
        )
        th.append(f"ระดับคะแนน {levels}")
        en.append(f"Levels: {levels}")
    spec = slot.spec
    post = next((one.name for one in plan.pack.framework.posts if one.id == spec.measured_by), None)
    if post is not None or spec.broadcast:
        th.append(f"วัดโดย {post.th if post else 'หน่วยเหนือ'}" + (" แล้วแจ้งทุกหน่วย" if spec.broadcast else ""))
        by = post.said("en") if post else "the superior unit"
        en.append(f"Measured by {by}" + (" for all units" if spec.broadcast else ""))
    source = spec.source or node.indicator.source
    if source is not None:
        th.append(f"ที่มา {source.place}")
        en.append(f"Source: {source.place}")
    proofs = [filled(plan, one) for one in spec.evidence]
    example = Text("; ".join(one.th for one in proofs), "; ".join(one.en or one.th for one in proofs)) if proofs else ""
    if not th and not proofs:
        return None
    return Rule(Text(" · ".join(th), ". ".join(en)), example)


# ── what stands above a question in its method ───────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Place:
    """Headings above an input, its own label under them, and whether it is for the unit."""

    heads: tuple[Text, ...] = ()
    label: Text | None = None
    is_for_unit: bool = True


def _placed(plan: Plan, node: Node, unit: Unit) -> Mapping[str, _Place]:
    method = node.indicator.method
    if isinstance(method, Milestones):
        found: dict[str, _Place] = {}
        for level in method.levels:
            points, text = plain(level.score), filled(plan, level.text)
            head = Text(f"ระดับ {points} {text.th}", f"Level {points}: {text.en or text.th}")
            found |= dict(_of_guidelines(level.guidelines, (head,), True, plan, unit))
        return found
    if isinstance(method, Disclosure):
        return dict(_of_elements(method.elements, (), plan))
    if isinstance(method, SurveyMean):
        return dict(_of_surveys(method, plan))
    return {}


def _of_guidelines(
    guidelines: tuple[Guideline, ...], heads: tuple[Text, ...], is_for_unit: bool, plan: Plan, unit: Unit
) -> Iterator[tuple[str, _Place]]:
    for one in guidelines:
        here = is_for_unit and concerns(one, unit)
        label = _numbered(one.id, filled(plan, one.text))
        if one.steps:
            yield from _of_guidelines(one.steps, (*heads, label), here, plan, unit)
        else:
            yield one.id, _Place(heads, label, here)


def _of_elements(elements: tuple[Element, ...], heads: tuple[Text, ...], plan: Plan) -> Iterator[tuple[str, _Place]]:
    for one in elements:
        label = _numbered(one.id, filled(plan, one.text))
        if one.elements:
            if one.any_of:
                label = Text(f"{label.th} (มีอย่างใดอย่างหนึ่งก็ครบ)", f"{label.en} (one of these is enough)")
            yield from _of_elements(one.elements, (*heads, label), plan)
        else:
            if not one.required:
                label = Text(f"{label.th} (ไม่คิดคะแนน)", f"{label.en} (not scored)")
            yield one.id, _Place(heads, label)


def _of_surveys(method: SurveyMean, plan: Plan) -> Iterator[tuple[str, _Place]]:
    for cohort in method.cohorts:
        survey = survey_of(plan.pack, cohort.survey)
        for section in survey.sections:
            for question in section.questions:
                above = (filled(plan, question.text),) if question.items else ()
                for key, text, _ in lines_of(question):
                    for choice in survey.scales[question.scale].choices:
                        heads = (filled(plan, survey.name), *above, filled(plan, text))
                        yield f"{survey.id}.{key}/{choice.id}", _Place(heads, filled(plan, choice.label))


def _numbered(number: str, text: Text) -> Text:
    return text if text.th.startswith(number) else Text(f"{number} {text.th}", f"{number} {text.en or text.th}")


def filled(plan: Plan, words: Words | Text) -> Text:
    """A pack's words with the blanks of the form as the agreement fills them, or with what belongs there."""
    th, en = words.th, words.en
    for blank in plan.pack.framework.blanks:
        given = plan.terms.blanks.get(blank.id, "")
        th = th.replace(f"{{{blank.id}}}", given or f"({blank.name.th})")
        en = en.replace(f"{{{blank.id}}}", given or f"({blank.name.said('en')})")
    return Text(th, en)
