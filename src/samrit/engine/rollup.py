"""From scores to totals: weighted means of parts, score × weight, the total, its conversion, and the result level."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from samrit.base import figures
from samrit.base.figures import exact
from samrit.engine import steps
from samrit.engine.steps import Step
from samrit.engine.values import Missing, NotApplicable, Unknown
from samrit.packs.method import Disclosure, FormulaScore, Judged, Method, Milestones, PercentThenDeeds, Table
from samrit.packs.rules import Band, BandScheme, Rounding, Scale

Status = Literal["scored", "missing", "not_applicable", "dropped", "not_in_round"]
ONE = Fraction(1)


@dataclass(slots=True)
class Outcome:
    """What one indicator came to: measured result, score, score × weight - each a step, or why there is none."""

    code: str
    depth: int
    status: Status
    result: Step | Unknown | None
    score: Step | Unknown
    weight: Fraction | None
    rounding: Rounding
    weighted: Step | None = None

    @property
    def shown(self) -> Decimal | None:
        """The score as a paper prints it."""
        return figures.round_half_up(self.score.value, self.rounding.places) if isinstance(self.score, Step) else None


def carried(step: Step, rounding: Rounding) -> Step:
    """The step that goes on into the next stage: rounded only where the pack carries rounded values."""
    return steps.rounded(step, rounding.places) if rounding.carry == "rounded" else step


def node_step(outcome: Outcome) -> Step:
    """A reference to another indicator's score."""
    assert isinstance(outcome.score, Step)
    return Step("node", outcome.score.value, (), {"node": outcome.code})


def composite(code: str, parts: Sequence[Outcome], equal: bool, lost: Collection[Status]) -> Step | Unknown:
    """Σ score × weight ÷ Σ weight over the parts that count; parts with a status in `lost` keep their weight, scoring 0."""
    counted = [part for part in parts if part.status == "scored"]
    lacking = [part for part in parts if part.status == "missing"]
    if lacking:
        codes = ", ".join(part.code for part in lacking)
        return Missing(f"ยังไม่มีคะแนนของ {codes}", f"no score yet for {codes}")
    if not counted:
        return NotApplicable("ไม่มีตัวชี้วัดย่อยที่ใช้กับหน่วยนี้", "none of its parts applies")
    weighing = [part for part in parts if part.status == "scored" or part.status in lost]
    total = steps.add(*[steps.mul(node_step(part), _weight(code, part, equal)) for part in counted])
    return steps.div(total, steps.add(*[_weight(code, part, equal) for part in weighing]))


def _weight(code: str, part: Outcome, equal: bool) -> Step:
    if equal or part.weight is None:
        return steps.const(ONE, f"{code}:method.weights")
    return steps.const(part.weight, f"{part.code}:weight.percent")


def weigh(outcomes: Sequence[Outcome], whole: Fraction, rounding: Rounding) -> None:
    """Give each scored outcome its score × weight ÷ `whole`, the sum of the weights that count."""
    divisor = steps.const(whole, "rules:weights.total")
    for outcome in outcomes:
        if isinstance(outcome.score, Step) and outcome.status == "scored" and outcome.weight is not None:
            weight = steps.const(outcome.weight, f"{outcome.code}:weight.percent")
            outcome.weighted = carried(steps.div(steps.mul(node_step(outcome), weight), divisor), rounding)


def total(tops: Sequence[Outcome], rounding: Rounding) -> Step | Missing:
    """The sum of the weighted scores of the top indicators that count."""
    lacking = [top.code for top in tops if top.status == "missing"]
    if lacking:
        codes = ", ".join(lacking)
        return Missing(f"ยังไม่มีคะแนนของ {codes}", f"no score yet for {codes}")
    counted = [top.weighted for top in tops if top.weighted is not None]
    if not counted:
        return Missing("ไม่มีตัวชี้วัดที่นับคะแนน", "no indicator counts")
    return carried(steps.add(*counted), rounding)


def band_of(scheme: BandScheme, value: Decimal, shown: dict[str, Decimal]) -> Band | None:
    """The first level whose conditions the rounded total, and the rounded scores it names, all meet."""
    for band in scheme.bands:
        if value >= band.at_least and all(
            code in shown and shown[code] >= needed for code, needed in band.each.items()
        ):
            return band
    return None


Ends = tuple[Fraction, Fraction]


def ends_of(method: Method | None, scale: Scale) -> Ends | None:
    """The least and the most a method can score; None where it has no bound."""
    lowest, highest = exact(scale.lowest), exact(scale.highest)
    if isinstance(method, Table):
        scores = [exact(score) for score, at in method.levels.items() if at is not None]
        least = {"zero": Fraction(0), "scale_lowest": lowest}.get(method.below, min(scores))
        return None if "extend" in (method.below, method.above) else (min(least, *scores), max(scores))
    if isinstance(method, Milestones | PercentThenDeeds):
        rungs = method.levels if isinstance(method, Milestones) else method.rungs
        scores = [exact(method.none_reached), *(exact(rung.score) for rung in rungs)]
        return min(scores), max(scores)
    if isinstance(method, Disclosure):
        return exact(method.incomplete), exact(method.complete)
    if isinstance(method, Judged):
        return exact(method.least), exact(method.most)
    if isinstance(method, FormulaScore) and "extend" in (method.below, method.above):
        return None
    return lowest, highest
