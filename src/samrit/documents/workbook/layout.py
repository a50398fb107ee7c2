"""What the fact workbook asks: one line for each input and month of a round, in the order of the form, with its words.

Each line carries a key in a hidden column: what it is, and a short digest of the words it asks with.  So a sheet that
was sorted or moved is still read right, and a line whose question was changed is noticed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from samrit.base import thai
from samrit.base.figures import plain
from samrit.documents.workbook.rules import filled, rule_of
from samrit.engine import arithmetic
from samrit.engine.inputs import WHOLE, Slot, window_of
from samrit.engine.methods import Unit
from samrit.engine.methods.milestones import concerns
from samrit.engine.methods.survey_mean import lines_of, survey_of
from samrit.engine.plan import Node, Plan, plan_of
from samrit.packs import digest
from samrit.packs.method import Disclosure, Element, Guideline, Milestones, SurveyMean
from samrit.packs.terms import Terms

FORMAT: Final = "1"
"""Of the workbook; a later Samrit that lays it out otherwise counts on."""

HELP_SHEET: Final = "คำแนะนำ"
FACTS_SHEET: Final = "ข้อมูล"
IDENTITY_SHEET: Final = "ตัวตน"

COLUMNS: Final = {
    "code": ("รหัส", "Code"),
    "indicator": ("ตัวชี้วัด", "Indicator"),
    "input": ("ข้อมูลที่ถาม", "What is asked"),
    "when": ("ช่วงเวลา", "When"),
    "counted_in": ("หน่วยนับ", "Counted in"),
    "value": ("ค่า", "Value"),
    "note": ("หมายเหตุ / หลักฐาน", "Note / evidence"),
    "key": ("samrit-key", ""),
}
"""Columns from the left with their headings, Thai over English; the last one is hidden."""
ASKED: Final = ("code", "indicator", "input", "when", "counted_in")
"""The locked columns whose words the key vouches for."""

HEAD_ROWS: Final = {"unit": "หน่วยงาน", "unit_kind": "ประเภทหน่วย", "under": "สังกัด", "pack": "ชุดเกณฑ์", "round": "รอบ"}
"""Rows above the table, and their labels."""

DEED_WORDS: Final = ("ทำแล้ว", "ยังไม่ทำ")
NOT_APPLICABLE_WORD: Final = "N/A"

ONE_LINE: Final = {"indicator": 19, "input": 52}
"""Signs that fit on one line of a column."""


@dataclass(frozen=True)
class Head:
    """A heading between the lines: depth 0 for an indicator of the form, deeper for what stands below it."""

    text: str
    depth: int


@dataclass(frozen=True)
class Line:
    """One line to fill in: what it is, the words it asks with, and its rule in a sentence or two."""

    slot: Slot
    window: str
    asks: tuple[str, ...]
    rule: str
    is_for_unit: bool
    takes_not_applicable: bool
    repeats: frozenset[str]
    """Columns that say again what the line above said, in short."""

    @property
    def identity(self) -> tuple[str, str, str]:
        """Indicator, input, window: what a reported row is known by."""
        return self.slot.node, self.slot.name, self.window

    @property
    def key(self) -> str:
        """What stands in the hidden column."""
        return key_of(self.identity, self.asks)


@dataclass(frozen=True)
class Layout:
    """The whole data sheet of one round."""

    entries: tuple[Head | Line, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Only what is filled in."""
        return tuple(entry for entry in self.entries if isinstance(entry, Line))

    @property
    def digest(self) -> str:
        """sha256 of every question in order: the same for two packs that ask the same."""
        return layout_digest(line.key for line in self.lines)


def layout_of(terms: Terms, round_id: str, unit: Unit | None = None) -> Layout:
    """The lines of a round; `unit` marks those that are not for its kind, and leaves none out."""
    return Layout(tuple(_entries(plan_of(terms, round_id), unit)))


def key_of(identity: tuple[str, str, str], asks: tuple[str, ...]) -> str:
    """indicator|input|window|digest of the words."""
    words = "\n".join(_tidy(text) for text in asks)
    return "|".join((*identity, hashlib.sha256(words.encode()).hexdigest()[:8]))


def layout_digest(keys: Iterator[str]) -> str:
    """The digest of a data sheet from the keys of its lines."""
    return digest.of(list(keys))


def _tidy(text: str) -> str:
    """Words without what office programs change when they save: spaces and line ends."""
    return " ".join(thai.normalise(text).split())


# ── the entries, top to bottom ───────────────────────────────────────────────────────────────────────────────────────


def _entries(plan: Plan, unit: Unit | None) -> Iterator[Head | Line]:
    for top in plan.tops:
        if plan.scores(top.code):
            yield from _of_node(plan, top, unit)


def _of_node(plan: Plan, node: Node, unit: Unit | None) -> Iterator[Head | Line]:
    indicator = node.indicator
    if indicator.code in plan.terms.dropped:
        return
    if _is_headed(node):
        weight = f"  (น้ำหนัก {plain(indicator.weight.percent)})" if indicator.weight and node.depth == 0 else ""
        yield Head(f"{indicator.code}  {filled(indicator.name.th, plan)}{weight}", min(node.depth, 2))
    is_for_unit = unit is None or not node.applies_to or bool(node.applies_to & {unit.kind, *unit.counts_as})
    yield from _of_slots(plan, node, unit, is_for_unit)
    for part in node.parts:
        yield from _of_node(plan, part, unit)


def _is_headed(node: Node) -> bool:
    """Whether an indicator has a heading of its own; one below it that asks a single thing needs none."""
    return node.depth == 0 or bool(node.parts) or len(node.slots) > 1


def _of_slots(plan: Plan, node: Node, unit: Unit | None, is_for_unit: bool) -> Iterator[Head | Line]:
    contexts = _contexts(plan, node, unit)
    ordered = [name for name in node.slots if name not in contexts] + [name for name in contexts if name in node.slots]
    shown: tuple[str, ...] = ()
    before = ""
    for name in ordered:
        slot = node.slots[name]
        context = contexts.get(name, _Context())
        for depth, text in enumerate(context.heads):
            if shown[: depth + 1] != context.heads[: depth + 1]:
                yield Head(text, 3 if depth == 0 else 4)
        shown = context.heads
        asked = context.label or filled(slot.spec.name.th, plan)
        # the whole is asked last: it is for those who have no monthly figures
        for window in (*slot.months, WHOLE):
            repeats = {"indicator"} if _is_headed(node) else set()
            repeats |= {"input"} if slot.months and before == asked else set()
            before = asked
            yield _line(plan, node, slot, window, asked, frozenset(repeats), is_for_unit and context.is_for_unit)


def _line(
    plan: Plan, node: Node, slot: Slot, window: str, asked: str, repeats: frozenset[str], is_for_unit: bool
) -> Line:
    name = filled(node.indicator.name.th, plan)
    asks = (
        node.code,
        _short(name, ONE_LINE["indicator"]) if "indicator" in repeats else name,
        _short(asked, ONE_LINE["input"]) if "input" in repeats else asked,
        _when(plan, slot, window),
        _counted_in(plan, slot),
    )
    takes = plan.accepts_not_applicable(node.code)
    rule = rule_of(plan, node, slot, window, in_short="input" in repeats)
    return Line(slot, window, asks, rule, is_for_unit, takes, repeats)


def _when(plan: Plan, slot: Slot, window: str) -> str:
    if window:
        return arithmetic.month(window, "th")
    if slot.months:
        return "ยอดรวม (แทนรายเดือน)"
    chosen = window_of(plan.pack, slot.spec.window)
    return "ทั้งรอบ" if chosen is None else chosen.name.th


def _counted_in(plan: Plan, slot: Slot) -> str:
    if slot.spec.holds == "deed":
        return "/".join(DEED_WORDS)
    if slot.spec.holds == "judged":
        return "คะแนน"
    word = plan.unit_word(slot.spec.measure_unit)
    # a tally of answers counts people
    return word or ("ราย" if "/" in slot.name else "–")


def _short(text: str, columns: int) -> str:
    """The beginning of a text that the line above says whole."""
    return text if thai.width(text) <= columns else thai.wrap(text, columns)[0].rstrip() + "…"


# ── what stands above an input in its method ─────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Context:
    """Headings above an input, its own short label under them, and whether it is for the unit."""

    heads: tuple[str, ...] = ()
    label: str = ""
    is_for_unit: bool = True


def _contexts(plan: Plan, node: Node, unit: Unit | None) -> dict[str, _Context]:
    """Input → what stands above it; in the order in which the method goes through them."""
    method = node.indicator.method
    if isinstance(method, Milestones):
        return {
            name: context
            for level in method.levels
            for name, context in _of_guidelines(
                level.guidelines, _Context((f"ระดับ {plain(level.score)}  {filled(level.text.th, plan)}",)), plan, unit
            )
        }
    if isinstance(method, Disclosure):
        return dict(_of_elements(method.elements, (), plan))
    if isinstance(method, SurveyMean):
        return dict(_of_surveys(method, plan))
    return {}


def _of_guidelines(
    guidelines: tuple[Guideline, ...], above: _Context, plan: Plan, unit: Unit | None
) -> Iterator[tuple[str, _Context]]:
    for one in guidelines:
        is_for_unit = above.is_for_unit and (unit is None or not unit.kind or concerns(one, unit))
        text = filled(one.text.th, plan)
        label = text if text.startswith(one.id) else f"{one.id}  {text}"
        if one.steps:
            below = _Context((*above.heads, label), "", is_for_unit)
            yield from _of_guidelines(one.steps, below, plan, unit)
        else:
            yield one.id, _Context(above.heads, label, is_for_unit)


def _of_elements(elements: tuple[Element, ...], heads: tuple[str, ...], plan: Plan) -> Iterator[tuple[str, _Context]]:
    for one in elements:
        label = f"{one.id}  {filled(one.text.th, plan)}"
        if one.elements:
            chosen = "  (มีอย่างใดอย่างหนึ่งก็ครบ)" if one.any_of else ""
            yield from _of_elements(one.elements, (*heads, label + chosen), plan)
        else:
            yield one.id, _Context(heads, label if one.required else f"{label}  (ไม่คิดคะแนน)")


def _of_surveys(method: SurveyMean, plan: Plan) -> Iterator[tuple[str, _Context]]:
    for cohort in method.cohorts:
        survey = survey_of(plan.pack, cohort.survey)
        for section in survey.sections:
            for question in section.questions:
                above = (filled(question.text.th, plan),) if question.items else ()
                for key, text, _ in lines_of(question):
                    for choice in survey.scales[question.scale].choices:
                        heads = (filled(survey.name.th, plan), *above, filled(text.th, plan))
                        yield f"{survey.id}.{key}/{choice.id}", _Context(heads, filled(choice.label.th, plan))
