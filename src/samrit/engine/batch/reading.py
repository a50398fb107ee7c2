"""What the kernels read: one chunk of rows, with windows added up and unknowns as masks.

The order in which a method meets unknowns decides whether a row is missing or not applicable, so masks are gathered in
that order: what a row was found to be first, it stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from samrit.engine.batch import figures
from samrit.engine.batch.columns import WHOLE, Column, Key
from samrit.engine.batch.figures import Figures, Ints, Mask
from samrit.engine.inputs import Slot


@dataclass(frozen=True, slots=True)
class Read:
    """A figure per row, and the rows that have none: missing, or not applicable (never both)."""

    figures: Figures
    missing: Mask | None = None
    na: Mask | None = None
    deeds: Mask | None = None


class Unknowns:
    """The rows found to have no figure so far, in the order of finding."""

    __slots__ = ("missing", "na")

    def __init__(self) -> None:
        self.missing: Mask | None = None
        self.na: Mask | None = None

    def meet(self, missing: Mask | None, na: Mask | None) -> None:
        """More rows; those already known to be unknown stay what they are."""
        if missing is not None:
            self.missing, before = either(self.missing, without(missing, self.na)), self.missing
        else:
            before = self.missing
        if na is not None:
            self.na = either(self.na, without(na, before))


def either(one: Mask | None, other: Mask | None) -> Mask | None:
    """Rows of one or the other."""
    if one is None or other is None:
        return other if one is None else one
    return one | other


def without(one: Mask, other: Mask | None) -> Mask:
    """Rows of one that are not of the other."""
    return one if other is None else one & ~other


def some(mask: Mask | None) -> Mask | None:
    """The mask, or None where it marks no row."""
    return mask if mask is not None and mask.any() else None


@dataclass(frozen=True)
class Chunk:
    """Some rows of the columns, all of units for which every rule says the same."""

    count: int
    columns: Mapping[Key, Column]

    def read(self, slot: Slot) -> Read:
        """An input over its whole window."""
        whole = self.columns.get((slot.node, slot.name, WHOLE))
        months = [(month, self.columns.get((slot.node, slot.name, month))) for month in slot.months]
        monthly = any(column is not None for _, column in months)
        if whole is None and not monthly:
            return self.nobody()
        if whole is None:
            return self._over_months(slot, [column for _, column in months])
        read = self._read(whole)
        if not monthly or read.missing is None:
            return read
        return _filled(read, self._over_months(slot, [column for _, column in months]))

    def nobody(self) -> Read:
        """An input that no unit reported."""
        return Read(
            Figures(np.zeros(self.count, np.int64), 1, 0, 0), np.ones(self.count, np.bool_) if self.count else None
        )

    def _read(self, column: Column) -> Read:
        numbers: Any = column.numbers
        missing, na = column.missing, column.not_applicable
        if numbers.dtype == np.bool_:
            return Read(Figures(numbers, 1, 0, 1), missing, na, numbers)
        # one after the other in memory, also where the column lies among something else
        ints: Ints = np.ascontiguousarray(numbers, np.int64)
        unknown = either(missing, na)
        if unknown is not None:
            ints = np.where(unknown, 0, ints)
        return Read(figures.of_array(ints, 10**column.places), missing, na)

    def _over_months(self, slot: Slot, columns: list[Column | None]) -> Read:
        """As the input declares: a month that does not apply is neither lacking nor a zero."""
        reads = [self.nobody() if column is None else as_ints(self._read(column)) for column in columns]
        silent = [_all_or(read.na, self.count) for read in reads]
        nothing = np.logical_and.reduce(silent)
        if slot.spec.adds_up == "last":
            found, missing = reads[0].figures, _all_or(reads[0].missing, self.count)
            for read, na in zip(reads[1:], silent[1:], strict=True):
                found = figures.chosen(na, found, read.figures)
                missing = np.where(na, missing, _all_or(read.missing, self.count))
            return Read(found, some(missing & ~nothing), some(nothing))
        lacking = np.logical_or.reduce([_all_or(read.missing, self.count) for read in reads])
        if slot.spec.adds_up == "sum":
            # what is unknown stands as 0 in the columns
            return Read(figures.total([read.figures for read in reads]), some(lacking & ~nothing), some(nothing))
        if slot.spec.adds_up == "mean":
            asked = np.maximum(len(silent) - np.sum(silent, axis=0, dtype=np.int64), 1)
            mean = figures.over(
                figures.total([read.figures for read in reads]), asked, int(asked.min()), int(asked.max())
            )
            return Read(mean, some(lacking & ~nothing), some(nothing))
        found = self._most(reads)
        if slot.spec.adds_up == "union":
            known = [~_all_or(either(read.missing, read.na), self.count) & (read.figures.num != 0) for read in reads]
            lacking = lacking & ~np.logical_or.reduce(known)
        return Read(found, some(lacking & ~nothing), some(nothing))

    def _most(self, reads: list[Read]) -> Figures:
        """The largest of the months that are known."""
        found = reads[0].figures
        seen = ~_all_or(either(reads[0].missing, reads[0].na), self.count)
        for read in reads[1:]:
            known = ~_all_or(either(read.missing, read.na), self.count)
            more = known & (~seen | figures.at_least(figures.difference(read.figures, found), figures.ZERO))
            found = figures.chosen(more, read.figures, found)
            seen = seen | known
        return found


def as_ints(read: Read) -> Read:
    """Deeds as 0 and 1 (0 where unknown), ready to be calculated with."""
    if read.deeds is None:
        return read
    ints = read.deeds.astype(np.int64)
    unknown = either(read.missing, read.na)
    return Read(figures.of_array(ints if unknown is None else np.where(unknown, 0, ints), 1), read.missing, read.na)


def _filled(whole: Read, months: Read) -> Read:
    """The whole stretch where it was reported, the months elsewhere."""
    whole = as_ints(whole)
    assert whole.missing is not None
    found = figures.chosen(whole.missing, months.figures, whole.figures)
    missing = whole.missing if months.missing is None else whole.missing & months.missing
    if months.missing is None:
        missing = np.zeros_like(whole.missing)
    na = either(whole.na, None if months.na is None else months.na & whole.missing)
    return Read(found, some(missing), some(na))


def _all_or(mask: Mask | None, count: int) -> Mask:
    return np.zeros(count, np.bool_) if mask is None else mask
