"""Columns of facts: what many units reported, one array per input, exact because every figure is a scaled integer.

A column is keyed by (indicator, input), or (indicator, input, month) where an input is reported month by month.  72.42 in
a column of two places is 7242.  Two masks say where there is no figure: not reported, or reported as not applicable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samrit.base.issues import Place
from samrit.engine.batch.figures import Mask
from samrit.engine.facts import Fact, FactFile, Facts, make, unit_of
from samrit.engine.inputs import WHOLE, Value
from samrit.engine.plan import plan_of
from samrit.engine.values import Missing, NotApplicable
from samrit.packs.terms import Terms

Key = tuple[str, str, str]
"""indicator, input, window; the window "" is the whole stretch that the input is measured over."""

BLANK = Missing("เว้นว่างไว้", "was left blank")
NOT_CONCERNED = NotApplicable("รายงานว่าไม่เกี่ยวข้อง", "reported as not applicable")


@dataclass(frozen=True, slots=True)
class Column:
    """One input of every unit: `numbers` ÷ 10^places, or truth values for deeds; a mask of None marks no row."""

    numbers: NDArray[Any]
    places: int = 0
    missing: Mask | None = None
    not_applicable: Mask | None = None

    def taken(self, rows: slice | NDArray[np.int64]) -> Column:
        """These rows only; a mask that marks none of them is dropped."""
        masks = [None if mask is None else mask[rows] for mask in (self.missing, self.not_applicable)]
        found = [mask if mask is not None and mask.any() else None for mask in masks]
        return Column(self.numbers[rows], self.places, *found)

    def value(self, row: int) -> Value | None:
        """One unit's value; None where it was not reported."""
        if self.missing is not None and self.missing[row]:
            return None
        if self.not_applicable is not None and self.not_applicable[row]:
            return NOT_CONCERNED
        return Fraction(int(self.numbers[row]), 10**self.places)


@dataclass(frozen=True)
class Kinds:
    """What rules ask about the units: dictionary-encoded kinds and the bodies they stand under."""

    kinds: Sequence[str] = ("",)
    kind_codes: NDArray[Any] | None = None
    unders: Sequence[tuple[str, ...]] = ((),)
    under_codes: NDArray[Any] | None = None

    def of(self, row: int) -> tuple[str, tuple[str, ...]]:
        kind = self.kinds[0 if self.kind_codes is None else int(self.kind_codes[row])]
        return kind, self.unders[0 if self.under_codes is None else int(self.under_codes[row])]


@dataclass(frozen=True)
class Columns:
    """The facts of `count` units; an input without a column was reported by none of them."""

    count: int
    columns: Mapping[Key, Column]
    units: Sequence[str] | None = None
    kinds: Kinds = field(default_factory=Kinds)

    def unit(self, row: int) -> str:
        """The unit's name, or its row number from 1."""
        return str(row + 1) if self.units is None else str(self.units[row])

    def facts(self, terms: Terms, round_id: str, row: int) -> Facts:
        """One unit's facts as the reference engine reads them."""
        kind, under = self.kinds.of(row)
        file = FactFile(terms.pack.id, round_id, self.unit(row), kind, under, ())
        place = Place("columns", row + 1)
        found: list[Fact] = []
        outside = plan_of(terms, round_id).not_in_round
        for (indicator, input_, window), column in self.columns.items():
            value = column.value(row)
            if value is not None and indicator not in outside:
                found.append(Fact(indicator, input_, window, value, "", place))
        return make(terms, round_id, unit_of(terms, file), tuple(found))


__all__ = ["BLANK", "NOT_CONCERNED", "WHOLE", "Column", "Columns", "Key", "Kinds"]
