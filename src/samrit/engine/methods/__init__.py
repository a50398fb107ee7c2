"""How indicators are scored: one module per kind of method, each a `prepare` that gives a ready scorer.

A scorer is built once per Terms and asked many times; it knows nothing of files, units' names or rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from samrit.base.figures import exact
from samrit.engine.inputs import Slot, Values
from samrit.engine.steps import Step
from samrit.engine.values import Unknown
from samrit.packs.formula import Term
from samrit.packs.method import UnitMatch
from samrit.packs.model import Indicator, Pack


@dataclass(frozen=True)
class Unit:
    """The unit that is scored, as far as a rule may ask: its kind, what that counts as, and whom it stands under."""

    name: str = ""
    kind: str = ""
    under: frozenset[str] = frozenset()
    counts_as: frozenset[str] = frozenset()

    def matches(self, match: UnitMatch) -> bool:
        """Whether a line written for `match` is for this unit."""
        kinds = self.counts_as | {self.kind}
        return (
            (not match.kinds or any(kind in kinds for kind in match.kinds))
            and (not match.under or any(body in self.under for body in match.under))
            and not any(body in self.under for body in match.not_under)
        )


@dataclass(frozen=True)
class Setting:
    """What a method is prepared from: the indicator, its pack, its slots, and its formula read once."""

    pack: Pack
    indicator: Indicator
    slots: Mapping[str, Slot]
    formula: Term | None
    cite: str

    @property
    def result_places(self) -> int | None:
        """Decimals that a result is rounded to before it is scored; None where the exact result is scored."""
        rounding = self.pack.framework.rules.rounding.result
        return rounding.places if rounding.carry == "rounded" else None

    @property
    def lowest(self) -> Fraction:
        return exact(self.pack.framework.rules.scale.lowest)

    @property
    def highest(self) -> Fraction:
        return exact(self.pack.framework.rules.scale.highest)


@dataclass(frozen=True, slots=True)
class Found:
    """What a method found: the measured result where there is one, and the score, or why there is none."""

    result: Step | Unknown | None
    score: Step | Unknown


class Scorer(Protocol):
    """A method made ready for one indicator."""

    def score(self, values: Values, unit: Unit) -> Found:
        """The result and score that `values` give `unit`."""
        ...


Prepare = Callable[[Setting], Scorer]
