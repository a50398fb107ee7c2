"""The cheapest set of moves that reaches a target total or a result level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from samrit.base.figures import exact, exact_text
from samrit.base.issues import Place, Refused, define
from samrit.engine.rollup import Outcome
from samrit.engine.score import Scorecard
from samrit.engine.values import Missing
from samrit.engine.whatif.changes import ZERO, Change, Move, bottom_line, bottom_places, least_rounded, rescored
from samrit.engine.whatif.costs import Costs
from samrit.engine.whatif.gains import move_as_json
from samrit.engine.whatif.search import Branch, Option, branches, members, reach
from samrit.engine.whatif.shares import factor
from samrit.packs.rules import Band, BandScheme

NO_TOTAL = define(
    "WI005", "error",
    th="ยังไม่มีคะแนนรวม จึงยังหาทางถึงเป้าหมายไม่ได้: {why_th}", en="there is no total yet, so no way to a target can be found: {why_en}",
    cure_th="รายงานที่ขาด หรือสมมติค่าด้วย --set ดูว่าอะไรสำคัญที่สุดด้วย samrit whatif", cure_en="report what is missing, or suppose it with --set",
)  # fmt: skip
NO_SUCH_LEVEL = define(
    "WI006", "error",
    th="ไม่มีผลการประเมินระดับ “{level}”", en="there is no result level “{level}”",
    cure_th="ระดับที่มี: {allowed}", cure_en="the result levels are: {allowed}",
)  # fmt: skip


@dataclass(frozen=True)
class Target:
    """What is to be reached: a figure on the bottom line, or a result level (its id) or better."""

    figure: Fraction | None = None
    level: str = ""


@dataclass(frozen=True)
class Course:
    """A set of moves, what they cost together, and the scorecard after them by the reference engine.

    `considered`: how many sets of moves to whole levels it was chosen from.
    """

    moves: tuple[Move, ...]
    costs: tuple[Fraction, ...]
    considered: int
    before: Scorecard = field(repr=False)
    after: Scorecard = field(repr=False)

    @property
    def cost(self) -> Fraction:
        return sum(self.costs, ZERO)

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(change for move in self.moves for change in move.changes)

    def as_json(self) -> dict[str, Any]:
        ends = (bottom_line(self.before), bottom_line(self.after))
        before, after = (None if end is None else exact_text(end) for end in ends)
        return {
            "moves": [
                move_as_json(move) | {"score": exact_text(move.score), "cost": exact_text(cost)}
                for move, cost in zip(self.moves, self.costs, strict=True)
            ],
            "cost": exact_text(self.cost),
            "total": {"before": before, "after": after},
            "band": None if self.after.band is None else self.after.band.id,
            "considered": self.considered,
        }


def cheapest(card: Scorecard, target: Target, costs: Costs | None = None) -> Course | None:
    """The cheapest set of moves after which the reference engine finds the target reached; None where none does.

    What is proven: it is the cheapest, and of equal costs one with the fewest moves, among all sets in which each
    indicator stays or makes one of `moves_of` (to a whole level, by one input), and in which besides one indicator may
    stop between two levels, at exactly the result that is needed, for the total, and one more for each condition of a
    result level.  The search is exhaustive: an option is dropped only where another of the same indicator costs no more
    and gives no less.  Where costs are per unit or per level, scores are carried exactly and inputs may be any figure,
    no set of stops at all can be cheaper: cost and total are then straight between levels, and the cheapest point of
    straight pieces lies where all but as many moves as there are conditions stand at their ends.

    A figure is reached exactly, not by rounding; a result level as the framework has it, by figures as they are printed.
    Raises `Refused` while there is no total, for an unknown level, and where too many ways would have to be compared.
    """
    if isinstance(card.total, Missing):
        raise Refused([NO_TOTAL.at(Place("--target"), why_th=card.total.th, why_en=card.total.en)])
    rates = costs or Costs()
    ways = [_way(card, rates, aim) for aim in _aims(card, target)]
    found = [way for way in ways if way is not None]
    if not found:
        return None
    best = min(found, key=lambda way: way[0].price)
    return _course(card, rates, best[0], best[1])


def most(card: Scorecard, costs: Costs | None = None) -> Course:
    """The highest total that moves can bring: every indicator that may move goes to its highest level."""
    rates = costs or Costs()
    tops = branches(card, rates, {})
    joined = Option(ZERO, 0, ZERO)
    for top in tops:
        joined = joined.with_(top.best())
    return _course(card, rates, joined, tops)


def reaches(card: Scorecard, target: Target) -> bool:
    """Whether a scorecard is at the target."""
    if target.figure is not None:
        value = bottom_line(card)
        return value is not None and value >= target.figure
    wanted = [band.id for band in bands_to(_scheme(card, target), target.level)]
    return card.band is not None and card.band.id in wanted


@dataclass(frozen=True)
class _Aim:
    """One set of conditions that is enough: the least sum of the weighted scores, and the least score of some indicators."""

    total: Fraction
    each: Mapping[str, Fraction]


def _aims(card: Scorecard, target: Target) -> list[_Aim]:
    """The sets of conditions of which one must be met: the figure, or those of the level and of each better one."""
    if target.figure is not None:
        return [_Aim(_on_sum(card, target.figure, of_converted=card.converted is not None), {})]
    scheme = _scheme(card, target)
    of_converted = scheme.of == "converted"
    return [
        _Aim(
            _on_sum(card, least_rounded(exact(band.at_least), _places(card, of_converted)), of_converted),
            {code: _on_score(card.outcomes[code], exact(needed)) for code, needed in band.each.items()},
        )
        for band in bands_to(scheme, target.level)
        if all(code in card.outcomes and card.outcomes[code].status == "scored" for code in band.each)
    ]


def bands_to(scheme: BandScheme, level: str) -> list[Band]:
    """The bands of the level and of all better ones."""
    index = next(at for at, band in enumerate(scheme.bands) if band.id == level)
    return list(scheme.bands[: index + 1])


def _scheme(card: Scorecard, target: Target) -> BandScheme:
    """The scheme that has the level; refuses a level that is not there."""
    schemes = card.plan.pack.framework.total.schemes
    allowed = [band.id for scheme in schemes[:1] for band in scheme.bands]
    if target.level not in allowed:
        raise Refused([NO_SUCH_LEVEL.at(Place("--level"), level=target.level, allowed=", ".join(allowed) or "—")])
    return schemes[0]


def _places(card: Scorecard, of_converted: bool) -> int:
    """Decimals of the figure that result levels look at."""
    return bottom_places(card) if of_converted else card.plan.pack.framework.rules.rounding.total.places


def _on_sum(card: Scorecard, wanted: Fraction, of_converted: bool) -> Fraction:
    """The least sum of weighted scores for which the total, or the converted total, is `wanted`."""
    rounding = card.plan.pack.framework.rules.rounding.total
    total = wanted / factor(card) if of_converted else wanted
    return least_rounded(total, rounding.places) if rounding.carry == "rounded" else total


def _on_score(outcome: Outcome, wanted: Fraction) -> Fraction:
    """The least score that prints as `wanted`."""
    return least_rounded(wanted, outcome.rounding.places)


def _way(card: Scorecard, costs: Costs, aim: _Aim) -> tuple[Option, list[Branch]] | None:
    tops = branches(card, costs, aim.each)
    found = reach(members(card, tops), aim.total)
    return None if found is None else (found, tops)


def _course(card: Scorecard, costs: Costs, option: Option, tops: list[Branch]) -> Course:
    chosen = {move.code: move for move in option.every_move()}
    moves: list[Move] = []
    prices: list[Fraction] = []
    for branch in (below for top in tops for below in top.walk()):
        move = chosen.get(branch.outcome.code)
        if move is not None and branch.rate is not None:
            moves.append(move)
            prices.append(branch.rate.of(move))
    considered = 1
    for top in tops:
        considered *= top.combinations()
    after = rescored(card, [change for move in moves for change in move.changes])
    return Course(tuple(moves), tuple(prices), considered, card, after)
