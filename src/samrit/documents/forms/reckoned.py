"""Figures of a form with the formulas that give them: weights, scores, score × weight, the totals.

A formula is given only where, in exact arithmetic, it comes to the very figure that is printed.  A formula without
`places` stands for the value before rounding: what the pack carries exactly into the next stage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import prod

from samrit.base.figures import exact, round_half_up
from samrit.documents.paper import Computed
from samrit.documents.sheet import Request
from samrit.engine.rollup import Outcome
from samrit.engine.score import lost_of
from samrit.engine.steps import Step
from samrit.engine.values import Unknown
from samrit.packs.method import Composite
from samrit.packs.model import Indicator
from samrit.packs.rules import Rounding

FINEST = 12
"""Decimals that a figure of a pack can have."""


@dataclass(frozen=True)
class Amount:
    """A figure of the paper, already rounded, or None with the reason; `key` and `computed` make it a formula."""

    value: Decimal | None
    places: int | None = None
    why: str = ""
    key: str = ""
    computed: Computed | None = None


@dataclass
class Reckoning:
    """Makes the figures of one form, keeping the exact value behind each so that formulas can be tried."""

    request: Request
    _values: dict[str, Fraction] = field(default_factory=dict)

    def weight(self, indicator: Indicator) -> Amount:
        """The weight of a top indicator."""
        weight = weight_of(self.request, indicator)
        return Amount(None) if weight is None else self._amount(f"weight:{indicator.code}", weight)

    def score(self, indicator: Indicator, parts: Sequence[Indicator]) -> Amount:
        """The score of an indicator, after those of its `parts`."""
        card = self.request.card
        if card is None:
            return Amount(None, why=self.request.sheet.either("ยังไม่ได้คิดคะแนน", "not scored"))
        outcome = card.outcomes[indicator.code]
        if outcome.shown is None:
            return Amount(None, why=self._why(outcome.score))
        computed = None
        if isinstance(indicator.method, Composite):
            outcomes = [card.outcomes[part.code] for part in parts]
            computed = _mean(outcomes, indicator.method.weights == "equal", lost_of(card.plan), outcome.rounding)
        return self._amount(f"score:{indicator.code}", outcome.shown, computed)

    def weighted(self, indicator: Indicator) -> Amount:
        """Score × weight of a top indicator, after its score and weight."""
        card, rounding = self.request.card, self.request.pack.framework.rules.rounding.weighted
        if card is None:
            return Amount(None)
        outcome = card.outcomes[indicator.code]
        if outcome.weighted is None:
            return Amount(None, why=self._why(outcome.score))
        keys = (f"score:{indicator.code}", f"weight:{indicator.code}")
        computed = Computed("product", keys, over=whole(self.request), places=_carried_places(rounding))
        return self._amount(
            f"weighted:{indicator.code}", round_half_up(outcome.weighted.value, rounding.places), computed
        )

    def total_weight(self, weights: Sequence[Amount]) -> Amount:
        """The sum of the weights that are printed."""
        listed = [(one.key, one.value) for one in weights if one.value is not None]
        shown = sum((value for _, value in listed), Decimal(0))
        return self._amount("weight:total", shown, Computed("sum", tuple(key for key, _ in listed)))

    def total(self, weighted: Sequence[Amount]) -> Amount:
        """The sum of score × weight over all top indicators."""
        card, rounding = self.request.card, self.request.pack.framework.rules.rounding.total
        if card is None or not isinstance(card.total, Step):
            return Amount(None, why=self._why(card.total) if card is not None else "")
        keys = tuple(one.key for one in weighted if one.value is not None)
        shown = round_half_up(card.total.value, rounding.places)
        return self._amount("total", shown, Computed("sum", keys, places=_carried_places(rounding)))

    def converted(self, total: Amount) -> Amount:
        """The total after the framework's conversion, where it has one."""
        card, multiply = self.request.card, self.request.pack.framework.total.multiply
        shown = card.shown_converted() if card is not None else None
        if shown is None or multiply is None:
            return Amount(None, why=total.why)
        return self._amount(
            "converted", shown, Computed("product", ("total",), times=multiply, places=places_of(shown))
        )

    def _amount(self, key: str, shown: Decimal, computed: Computed | None = None) -> Amount:
        places = places_of(shown)
        value = None if computed is None else worked_out(computed, self._values)
        if value is None or round_half_up(value, places) != shown:
            value, computed = exact(shown), None
        self._values[key] = value
        return Amount(shown, places, "", key, computed)

    def _why(self, value: Step | Unknown) -> str:
        return "" if isinstance(value, Step) else self.request.sheet.either(value.th, value.en)


def worked_out(computed: Computed, values: Mapping[str, Fraction]) -> Fraction | None:
    """What a formula comes to; None where one of its cells has no figure."""
    if any(key not in values for key in computed.of):
        return None
    named = [values[key] for key in computed.of]
    whole_ = sum(named, Fraction(0)) if computed.op == "sum" else prod(named, start=Fraction(1))
    value = exact(computed.times) * whole_ / exact(computed.over)
    return value if computed.places is None else exact(round_half_up(value, computed.places))


def whole(request: Request) -> Decimal:
    """The sum of the weights that count in the round that was scored: what score × weight is divided by."""
    assert request.card is not None
    plan, outcomes = request.card.plan, request.card.outcomes
    counting = {"scored", "missing", *lost_of(plan)}
    tops = [outcomes[top.code] for top in plan.tops]
    weights = [top.weight for top in tops if top.weight is not None and top.status in counting]
    return decimal_of(sum(weights, start=Fraction(0)))


def weight_of(request: Request, indicator: Indicator) -> Decimal | None:
    """An indicator's weight in the round that was scored, or in the agreement."""
    chosen = request.card.plan.round.weights if request.card else {}
    return chosen.get(indicator.code, indicator.weight.percent if indicator.weight else None)


def decimal_of(value: Fraction) -> Decimal:
    """A weight, a level or a sum of such as the decimal it is; ValueError for what no decimal says exactly."""
    written = round_half_up(value, FINEST)
    if exact(written) != value:
        raise ValueError(f"{value} is no decimal of {FINEST} places")
    whole_number = written.to_integral_value()
    return whole_number if written == whole_number else written.normalize()


def places_of(figure: Decimal) -> int:
    """The decimals a figure is written with."""
    return max(0, -int(figure.as_tuple().exponent))


def _mean(parts: Sequence[Outcome], equal: bool, lost: frozenset[str], rounding: Rounding) -> Computed | None:
    """The mean of parts that count alike; parts of different weights are more than one formula can say."""
    counting = [part for part in parts if part.status == "scored" or part.status in lost]
    if not counting or not (equal or len({part.weight for part in counting}) == 1):
        return None
    of = tuple(f"score:{part.code}" for part in counting if part.status == "scored")
    return Computed("sum", of, over=Decimal(len(counting)), places=_carried_places(rounding))


def _carried_places(rounding: Rounding) -> int | None:
    """Where a formula rounds: only where the pack carries rounded values into the next stage."""
    return rounding.places if rounding.carry == "rounded" else None
