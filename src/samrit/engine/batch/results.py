"""What a batch comes to: one column per figure, as whole numbers of the last place that a paper prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from samrit.base import figures
from samrit.engine.batch.figures import LIMIT, Ints, Mask
from samrit.engine.rollup import Outcome, Status
from samrit.engine.score import Scorecard
from samrit.engine.steps import Step
from samrit.packs.rules import BandScheme

STATUSES: tuple[Status, ...] = get_args(Status)
SCORED, MISSING, NOT_APPLICABLE = (STATUSES.index(one) for one in ("scored", "missing", "not_applicable"))
NO_BAND = -1


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure of every unit as a paper prints it: `units` ÷ 10^places, where it is known."""

    units: NDArray[Any]
    places: int
    known: Mask
    far: dict[int, Decimal] = field(default_factory=dict)
    """Figures of single units that `units` is too narrow for."""

    def at(self, row: int) -> Decimal | None:
        """One unit's figure; None where there is none."""
        if not self.known[row]:
            return None
        if row in self.far:
            return self.far[row]
        return figures.round_half_up(Fraction(int(self.units[row]), 10**self.places), self.places)

    def put(self, row: int, value: Fraction | None) -> None:
        """What the reference engine found for a unit."""
        self.known[row] = value is not None
        if value is not None:
            shown = figures.round_half_up(value, self.places)
            sign, digits, _ = shown.as_tuple()
            units = int("".join(map(str, digits))) * (-1 if sign else 1)
            if abs(units) <= min(LIMIT, np.iinfo(self.units.dtype).max):
                self.units[row] = units
            else:
                self.units[row], self.far[row] = 0, shown


@dataclass(frozen=True, slots=True)
class Exact:
    """One figure of every unit as it is carried on; `held` says where 64 bits hold it."""

    num: Ints
    den: Ints
    held: Mask


@dataclass(frozen=True, slots=True)
class Scored:
    """One indicator of every unit."""

    code: str
    depth: int
    status: NDArray[np.int8]
    score: Shown
    weighted: Shown
    exact: Exact | None = None


@dataclass(frozen=True)
class BatchScores:
    """The scores of many units; `card` gives any one of them in full, with its trace."""

    pack: str
    terms_digest: Callable[[], str]
    round: str
    count: int
    indicators: Mapping[str, Scored]
    total: Shown
    converted: Shown | None
    total_missing: Mask
    schemes: Sequence[BandScheme]
    band_names: Sequence[str]
    bands: NDArray[np.int8] | None
    by_reference: Mask
    card: Callable[[int], Scorecard] = field(repr=False)
    exact_total: Exact | None = None

    @property
    def share_by_reference(self) -> float:
        """The share of units that the reference engine scored."""
        return float(self.by_reference.mean()) if self.count else 0.0

    def band(self, row: int) -> str | None:
        """One unit's result level."""
        at = NO_BAND if self.bands is None else int(self.bands[row])
        return None if at == NO_BAND else self.band_names[at]

    def status(self, code: str, row: int) -> Status:
        """Whether one indicator of one unit was scored, or why not."""
        return STATUSES[int(self.indicators[code].status[row])]

    def exact_score(self, code: str, row: int) -> Fraction | None:
        """The score that is carried on, unrounded where the pack carries it so."""
        return self._exact(self.indicators[code].exact, row, lambda card: card.outcomes[code].score)

    def exact_whole(self, row: int) -> Fraction | None:
        """The total as it is carried on."""
        return self._exact(self.exact_total, row, lambda card: card.total)

    def _exact(self, held: Exact | None, row: int, of: Callable[[Scorecard], Any]) -> Fraction | None:
        if held is not None and held.held[row]:
            return Fraction(int(held.num[row]), int(held.den[row]))
        found = of(self.card(row))
        return found.value if isinstance(found, Step) else None

    def distribution(self) -> dict[str, int]:
        """How many units reach each result level; "" for those with none."""
        if self.bands is None:
            return {}
        counted = Counter(self.bands.tolist())
        found = {name: counted.get(at, 0) for at, name in enumerate(self.band_names)}
        return found | ({"": counted[NO_BAND]} if counted.get(NO_BAND) else {})

    def put(self, row: int, card: Scorecard) -> None:
        """Take over what the reference engine found for a unit."""
        self.by_reference[row] = True
        for code, outcome in card.outcomes.items():
            put(self.indicators[code], row, outcome)
        self.total.put(row, _value(card.total))
        self.total_missing[row] = not isinstance(card.total, Step)
        if self.exact_total is not None:
            self.exact_total.held[row] = False
        if self.converted is not None:
            self.converted.put(row, _value(card.converted))
        if self.bands is not None:
            self.bands[row] = NO_BAND if card.band is None else self.band_names.index(card.band.id)


def put(scored: Scored, row: int, outcome: Outcome) -> None:
    """One indicator of one unit, from the reference engine."""
    scored.status[row] = STATUSES.index(outcome.status)
    scored.score.put(row, _value(outcome.score))
    scored.weighted.put(row, _value(outcome.weighted))
    if scored.exact is not None:
        scored.exact.held[row] = False


def _value(found: object) -> Fraction | None:
    return found.value if isinstance(found, Step) else None
