"""Formula: the result is computed from named inputs; as a method of its own, the figure is the score."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from samrit.engine import steps
from samrit.engine.inputs import Slot, Values
from samrit.engine.methods import Found, Setting, Unit
from samrit.engine.steps import Step
from samrit.engine.values import Missing, Unknown
from samrit.packs.formula import Term
from samrit.packs.method import FormulaScore


@dataclass(frozen=True)
class Result:
    """The measured result of an indicator: its formula over its inputs, or the single figure that is reported."""

    slots: dict[str, Slot]
    term: Term
    cite: str
    rounded_to: int | None

    def read(self, values: Values) -> Step | Unknown:
        """The figure, rounded where the pack scores the rounded result; or the first reason why there is none."""
        figure = self._computed(values)
        if self.rounded_to is None or not isinstance(figure, Step):
            return figure
        return steps.rounded(figure, self.rounded_to)

    def _computed(self, values: Values) -> Step | Unknown:
        read: dict[str, Step] = {}
        for name, slot in self.slots.items():
            value = slot.read(values)
            if not isinstance(value, Step):
                return value
            read[name] = value
        return self._evaluate(self.term, read)

    def _evaluate(self, term: Term, read: dict[str, Step]) -> Step | Missing:
        if term.op == "input":
            return read[term.name]
        if term.op == "const":
            return steps.const(term.figure, self.cite)
        sides: list[Step] = []
        for arg in term.args:
            side = self._evaluate(arg, read)
            if isinstance(side, Missing):
                return side
            sides.append(side)
        if term.op == "add":
            return steps.add(*sides)
        if term.op == "sub":
            return steps.sub(*sides)
        if term.op == "mul":
            return steps.mul(*sides)
        if term.op == "neg":
            return steps.sub(steps.const(Fraction(0), self.cite), sides[0])
        if sides[1].value == 0:
            return Missing("ตัวหารเป็นศูนย์ จึงคำนวณผลไม่ได้", "the divisor is zero, so there is no result")
        return steps.div(*sides)


def result_of(setting: Setting) -> Result:
    """How this indicator's result is read: by its formula, or from its only figure."""
    if setting.formula is None:
        name, slot = next((name, slot) for name, slot in setting.slots.items() if slot.spec.holds != "deed")
        return Result({name: slot}, Term("input", name=name), "", setting.result_places)
    wanted = {name: setting.slots[name] for name in setting.formula.names()}
    return Result(wanted, setting.formula, f"{setting.cite}:formula.text", setting.result_places)


@dataclass(frozen=True)
class FormulaScorer:
    """The formula's figure, kept within the scale where the pack says so."""

    result: Result
    lowest: Step | None
    highest: Step | None

    def score(self, values: Values, unit: Unit) -> Found:
        result = self.result.read(values)
        if not isinstance(result, Step):
            return Found(result, result)
        score = result if self.lowest is None else steps.most(result, self.lowest)
        return Found(result, score if self.highest is None else steps.least(score, self.highest))


def prepare(setting: Setting) -> FormulaScorer:
    method = setting.indicator.method
    assert isinstance(method, FormulaScore)
    return FormulaScorer(
        result_of(setting),
        steps.const(setting.lowest, "rules:scale.lowest") if method.below == "scale_lowest" else None,
        steps.const(setting.highest, "rules:scale.highest") if method.above == "scale_highest" else None,
    )
