"""Judged: a person gives the score, within the limits and steps that the pack states."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from samrit.base.figures import exact
from samrit.engine.inputs import Values
from samrit.engine.methods import Found, Setting, Unit
from samrit.engine.methods.formula import Result, result_of
from samrit.engine.steps import Step
from samrit.engine.values import Missing
from samrit.packs.method import Judged


@dataclass(frozen=True)
class JudgedScorer:
    """The given score itself; one outside the limits or between the steps is no score."""

    result: Result
    least: Fraction
    most: Fraction
    step: Fraction

    def score(self, values: Values, unit: Unit) -> Found:
        given = self.result.read(values)
        if isinstance(given, Step) and not self._may_be_given(given.value):
            unfit = Missing(
                f"คะแนนที่ให้ไม่อยู่ในช่วง {self.least}–{self.most} ทีละ {self.step}",
                f"the score given is not within {self.least}–{self.most} in steps of {self.step}",
            )
            return Found(given, unfit)
        return Found(given, given)

    def _may_be_given(self, value: Fraction) -> bool:
        return self.least <= value <= self.most and (value - self.least) % self.step == 0


def prepare(setting: Setting) -> JudgedScorer:
    method = setting.indicator.method
    assert isinstance(method, Judged)
    return JudgedScorer(result_of(setting), exact(method.least), exact(method.most), exact(method.step))
