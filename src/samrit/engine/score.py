"""The reference engine: Terms and Facts in, a Scorecard out.  Slow, obvious and exact.

Every score is a `Step` (see `steps`): the trace *is* the calculation.  Nothing here rounds, spreads, clamps or fills in
by itself; each of these is a rule of the pack.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import samrit
from samrit.base import figures
from samrit.base.figures import exact
from samrit.engine import rollup, steps
from samrit.engine.facts import Facts
from samrit.engine.inputs import Values
from samrit.engine.methods import Found, Unit
from samrit.engine.plan import Assumed, Node, Plan, plan_of
from samrit.engine.rollup import Ends, Outcome
from samrit.engine.steps import Step
from samrit.engine.values import Missing, NotApplicable, Unknown
from samrit.packs.method import Composite
from samrit.packs.model import Discrepancy
from samrit.packs.rules import Band, Rounding
from samrit.packs.terms import Terms

FORMAT_VERSION = 1


@dataclass(frozen=True)
class Scorecard:
    """All that one scoring found, with its trace; `range` is what the total can still become while facts are missing."""

    terms: Terms
    facts: Facts
    plan: Plan
    outcomes: dict[str, Outcome]
    total: Step | Missing
    converted: Step | Missing | None
    band: Band | None
    range: tuple[Fraction, Fraction] | None

    @property
    def assumptions(self) -> tuple[Assumed, ...]:
        """The assumptions of the pack that this score rests on."""
        return self.plan.assumptions

    @property
    def discrepancies(self) -> tuple[Discrepancy, ...]:
        """The document's contradictions that this score depends on."""
        return self.plan.discrepancies

    def shown_total(self) -> Decimal | None:
        """The total as a paper prints it."""
        return _shown(self.total, self.plan.pack.framework.rules.rounding.total)

    def shown_converted(self) -> Decimal | None:
        """The converted total as a paper prints it."""
        rounding = self.plan.pack.framework.rules.rounding.converted
        return None if self.converted is None or rounding is None else _shown(self.converted, rounding)

    def as_json(self) -> dict[str, Any]:
        """The complete scorecard with its trace; docs/reference/json.md describes it."""
        rounding = self.plan.pack.framework.rules.rounding
        return {
            "format": FORMAT_VERSION,
            "language": steps.LANGUAGE_VERSION,
            "engine": samrit.__version__,
            "pack": self.terms.pack.id,
            "pack_digest": self.terms.pack_digest,
            "terms_digest": self.terms.digest,
            "facts_digest": self.facts.digest,
            "round": self.plan.round.id,
            "facts": self.facts.as_json(),
            "indicators": [self._outcome_as_json(outcome) for outcome in self.outcomes.values()],
            "total": _figure_as_json(self.total, rounding.total),
            "converted": None
            if self.converted is None or rounding.converted is None
            else _figure_as_json(self.converted, rounding.converted),
            "band": None if self.band is None else self.band.id,
            "range": None if self.range is None else [figures.exact_text(end) for end in self.range],
            "assumptions": [
                {"where": one.where, "th": one.why.th, "en": one.why.said("en")} for one in self.assumptions
            ],
            "discrepancies": [one.id for one in self.discrepancies],
        }

    def _outcome_as_json(self, outcome: Outcome) -> dict[str, Any]:
        rounding = self.plan.pack.framework.rules.rounding
        result = outcome.result
        return {
            "code": outcome.code,
            "depth": outcome.depth,
            "status": outcome.status,
            "weight": None if outcome.weight is None else figures.exact_text(outcome.weight),
            "result": None if result is None else _figure_as_json(result, rounding.result),
            "score": _figure_as_json(outcome.score, outcome.rounding),
            "weighted": None if outcome.weighted is None else _figure_as_json(outcome.weighted, rounding.weighted),
        }


def score(terms: Terms, facts: Facts) -> Scorecard:
    """Score one unit's facts for one round."""
    plan = plan_of(terms, facts.round)
    outcomes: dict[str, Outcome] = {}
    for top in plan.tops:
        _outcome(top, plan, facts.values, facts.unit, outcomes, None)
    return _total(plan, facts, outcomes)


def _outcome(
    node: Node, plan: Plan, values: Values, unit: Unit, outcomes: dict[str, Outcome], above: Outcome | None
) -> Outcome:
    """Score a node and everything below it; parents stand before their parts in `outcomes`."""
    rules = plan.pack.framework.rules
    rounding = rules.rounding.score if node.scorer is not None else rules.rounding.composite
    status, why = left_out(node, plan, unit)
    if above is not None and above.status != "scored":
        # what is left out is left out with all its parts
        status, why = above.status, above.score if not isinstance(above.score, Step) else why
    outcome = Outcome(node.code, node.depth, status, None, why, node.weight, rounding)
    outcomes[node.code] = outcome
    parts = [_outcome(part, plan, values, unit, outcomes, outcome) for part in node.parts]
    if status != "scored":
        return outcome
    found = node.scorer.score(values, unit) if node.scorer is not None else _composite(node, parts, plan)
    score_ = _by_missing_rule(found.score, plan)
    outcome.result = found.result
    if isinstance(score_, Step):
        outcome.score = rollup.carried(score_, rounding)
    else:
        outcome.score = score_
        outcome.status = "missing" if isinstance(score_, Missing) else "not_applicable"
    return outcome


_NOT_SCORED_YET = Missing("ยังไม่ได้คิดคะแนน", "not scored yet")
_DROPPED = NotApplicable("ข้อตกลงตัดตัวชี้วัดนี้ออก", "the agreement takes this indicator out")
_NOT_IN_ROUND = NotApplicable("ไม่ได้วัดในรอบนี้", "not scored in this round")
_OF_OTHER_UNITS = NotApplicable("ไม่ใช้กับหน่วยประเภทนี้", "not for this kind of unit")


def left_out(node: Node, plan: Plan, unit: Unit) -> tuple[rollup.Status, Unknown]:
    """Whether a node is outside the round, the agreement or the unit's kind, and the reason; "scored" when it is not."""
    if node.code in plan.not_in_round:
        return "not_in_round", _NOT_IN_ROUND
    if node.code in plan.terms.dropped:
        return "dropped", _DROPPED
    if node.applies_to and not node.applies_to & (unit.counts_as | {unit.kind}):
        return "not_applicable", _OF_OTHER_UNITS
    return "scored", _NOT_SCORED_YET


def _composite(node: Node, parts: list[Outcome], plan: Plan) -> Found:
    counting = [part for part in parts if part.status != "not_in_round"]
    return Found(None, rollup.composite(node.code, counting, _is_equal(node), lost_of(plan)))


def _is_equal(node: Node) -> bool:
    method = node.indicator.method
    return isinstance(method, Composite) and method.weights == "equal"


def lost_of(plan: Plan) -> frozenset[rollup.Status]:
    """The statuses whose weight stays in the divisor, earning nothing."""
    rules = plan.pack.framework.rules
    by_status: dict[rollup.Status, str] = {
        "dropped": rules.dropped.weights,
        "not_applicable": rules.not_applicable.weights,
    }
    return frozenset(status for status, weights in by_status.items() if weights == "lost")


def _by_missing_rule(score_: Step | Unknown, plan: Plan) -> Step | Unknown:
    """What the pack makes of a result that is missing: nothing, or stated points."""
    rule = plan.pack.framework.rules.missing
    if isinstance(score_, Missing) and rule.becomes == "score" and rule.score is not None:
        return steps.const(exact(rule.score), "rules:missing.score")
    return score_


def _total(plan: Plan, facts: Facts, outcomes: dict[str, Outcome]) -> Scorecard:
    framework = plan.pack.framework
    rules = framework.rules
    tops = [outcomes[top.code] for top in plan.tops if top.code not in plan.not_in_round]
    whole = _whole(tops, plan)
    if whole:
        rollup.weigh(list(outcomes.values()), whole, rules.rounding.weighted)
    total = rollup.total(tops, rules.rounding.total)
    converted: Step | Missing | None = None
    if framework.total.multiply is not None:
        converted = total
        if isinstance(total, Step):
            factor = steps.const(exact(framework.total.multiply), "total:multiply")
            converted = steps.mul(Step("node", total.value, (), {"node": "total"}), factor)
    card = Scorecard(plan.terms, facts, plan, outcomes, total, converted, None, _range(plan, outcomes, whole, total))
    return _with_band(card)


def _whole(tops: list[Outcome], plan: Plan) -> Fraction:
    """The sum of the weights that count: what was dropped or does not apply is spread, or lost, as the pack says."""
    counting = {"scored", "missing", *lost_of(plan)}
    return sum((top.weight for top in tops if top.weight is not None and top.status in counting), start=Fraction(0))


def _range(plan: Plan, outcomes: dict[str, Outcome], whole: Fraction, total: Step | Missing) -> Ends | None:
    """The least and the most the total can still become; None once it is known, or where a method has no bound."""
    if isinstance(total, Step) or not whole:
        return None
    low = high = Fraction(0)
    for top in plan.tops:
        outcome = outcomes[top.code]
        if outcome.status in ("scored", "missing") and outcome.weight is not None:
            ends = _ends(top, plan, outcomes)
            if ends is None:
                return None
            low, high = low + ends[0] * outcome.weight, high + ends[1] * outcome.weight
    factor = exact(plan.pack.framework.total.multiply or 1) / whole
    return low * factor, high * factor


def _ends(node: Node, plan: Plan, outcomes: dict[str, Outcome]) -> Ends | None:
    """The least and the most a node can still come to: its score, the ends of its method, or the mean of its parts'."""
    outcome = outcomes[node.code]
    if isinstance(outcome.score, Step):
        return outcome.score.value, outcome.score.value
    if node.scorer is not None:
        return rollup.ends_of(node.indicator.method, plan.pack.framework.rules.scale)
    low = high = weights = Fraction(0)
    for part in node.parts:
        status, weight = outcomes[part.code].status, outcomes[part.code].weight
        weight = Fraction(1) if _is_equal(node) or weight is None else weight
        if status in lost_of(plan):
            weights += weight
        elif status in ("scored", "missing"):
            ends = _ends(part, plan, outcomes)
            if ends is None:
                return None
            low, high, weights = low + ends[0] * weight, high + ends[1] * weight, weights + weight
    return low / weights, high / weights


def _with_band(card: Scorecard) -> Scorecard:
    schemes = card.plan.pack.framework.total.schemes
    if not schemes:
        return card
    value = card.shown_total() if schemes[0].of == "total" else card.shown_converted()
    if value is None:
        return card
    shown = {code: outcome.shown for code, outcome in card.outcomes.items() if outcome.shown is not None}
    band = rollup.band_of(schemes[0], value, shown)
    return Scorecard(card.terms, card.facts, card.plan, card.outcomes, card.total, card.converted, band, card.range)


def _shown(value: Step | Unknown, rounding: Rounding) -> Decimal | None:
    return figures.round_half_up(value.value, rounding.places) if isinstance(value, Step) else None


def _figure_as_json(value: Step | Unknown, rounding: Rounding) -> dict[str, Any]:
    """A figure shown and exact, with the steps to it; or which kind of unknown it is, and why."""
    if isinstance(value, Step):
        shown = figures.shown(value.value, rounding.places)
        return {"shown": shown, "exact": figures.exact_text(value.value), "trace": value.as_json()}
    kind = "missing" if isinstance(value, Missing) else "not_applicable"
    return {"unknown": kind, "why": {"th": value.th, "en": value.en}}
