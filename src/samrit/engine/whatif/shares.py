"""How much of an indicator's score reaches the bottom line."""

from __future__ import annotations

from fractions import Fraction

from samrit.base.figures import exact
from samrit.engine.plan import Node
from samrit.engine.rollup import Status
from samrit.engine.score import Scorecard
from samrit.engine.whatif.changes import ONE, ZERO
from samrit.packs.method import Composite


def lost(card: Scorecard) -> frozenset[Status]:
    """The statuses whose weight stays in the divisor, earning nothing."""
    rules = card.plan.pack.framework.rules
    found: set[Status] = set()
    if rules.dropped.weights == "lost":
        found.add("dropped")
    if rules.not_applicable.weights == "lost":
        found.add("not_applicable")
    return frozenset(found)


def counting(card: Scorecard) -> frozenset[Status]:
    """The statuses whose weight counts."""
    return lost(card) | {"scored", "missing"}


def part_weight(card: Scorecard, node: Node, part: Node) -> Fraction:
    """What a part counts in the mean of its parts."""
    method = node.indicator.method
    own = card.outcomes[part.code].weight
    equal = isinstance(method, Composite) and method.weights == "equal"
    return ONE if equal or own is None else own


def whole_of_parts(card: Scorecard, node: Node) -> Fraction:
    """What the mean of a node's parts is divided by."""
    counted = [part for part in node.parts if card.outcomes[part.code].status in counting(card)]
    return sum((part_weight(card, node, part) for part in counted), ZERO)


def whole_of_tops(card: Scorecard) -> Fraction:
    """What the weighted scores of the top indicators are divided by."""
    outcomes = [card.outcomes[top.code] for top in card.plan.tops]
    weights = [one.weight for one in outcomes if one.status in counting(card) and one.weight is not None]
    return sum(weights, ZERO)


def factor(card: Scorecard) -> Fraction:
    """What the total is multiplied with to become the bottom line."""
    multiply = card.plan.pack.framework.total.multiply
    return ONE if multiply is None else exact(multiply)


def shares(card: Scorecard) -> dict[str, Fraction]:
    """Code → what one point of its score is worth on the bottom line, before anything on the way is rounded."""
    whole = whole_of_tops(card)
    found: dict[str, Fraction] = {}
    for top in card.plan.tops:
        outcome = card.outcomes[top.code]
        if whole and outcome.weight is not None and outcome.status in ("scored", "missing"):
            _share(card, top, outcome.weight / whole * factor(card), found)
    return found


def _share(card: Scorecard, node: Node, share: Fraction, found: dict[str, Fraction]) -> None:
    found[node.code] = share
    for part in node.parts:
        if card.outcomes[part.code].status in ("scored", "missing"):
            weight = part_weight(card, node, part)
            _share(card, part, share * weight / whole_of_parts(card, node), found)
