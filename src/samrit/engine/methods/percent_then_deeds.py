"""Percent then deeds: lower levels ask for a share of the plan, higher ones for deeds on top of it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from samrit.base.figures import exact
from samrit.engine import steps
from samrit.engine.inputs import Values
from samrit.engine.methods import Found, Setting, Unit
from samrit.engine.methods.formula import Result, result_of
from samrit.engine.methods.ladder import Need, climb
from samrit.packs.method import PercentThenDeeds

ONE = Fraction(1)


@dataclass(frozen=True)
class PercentThenDeedsScorer:
    """A ladder over one figure and some deeds."""

    result: Result
    ladder: steps.Ladder
    rungs: tuple[tuple[Need, ...], ...]

    def score(self, values: Values, unit: Unit) -> Found:
        return Found(self.result.read(values), climb(self.ladder, self.rungs, values))


def prepare(setting: Setting) -> PercentThenDeedsScorer:
    method = setting.indicator.method
    assert isinstance(method, PercentThenDeeds)
    cite = f"{setting.cite}:method"
    result = result_of(setting)
    rungs: list[tuple[Need, ...]] = []
    for index, rung in enumerate(method.rungs):
        needs: list[Need] = []
        if rung.at_least is not None:
            target = steps.const(exact(rung.at_least), f"{cite}.rungs.{index}.at_least")
            needs.append(Need(result, target))
        done = steps.const(ONE, f"{cite}.rungs.{index}.deeds")
        needs.extend(Need(setting.slots[deed], done) for deed in rung.deeds)
        rungs.append(tuple(needs))
    ladder = steps.Ladder(
        scores=tuple(exact(rung.score) for rung in method.rungs),
        order=method.order,
        none_reached=exact(method.none_reached),
        cite=cite,
    )
    return PercentThenDeedsScorer(result, ladder, tuple(rungs))
