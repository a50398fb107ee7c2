"""Formulas for the figures that follow from others, written only where they give our figure to the last digit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from samrit.base.figures import exact, plain, round_half_up
from samrit.documents.paper import Computed, Figure

_FINEST = 10
"""Decimals of what is not rounded: 0.1 + 0.2 is not 0.3 to a workbook before it is rounded to as many."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a keyed cell stands, how many rows it takes, its figure, if it has one, and how that follows from others."""

    row: int
    column: int
    rows: int
    value: Decimal | None
    computed: Computed | None = None


def formula(computed: Computed, spots: Mapping[str, Spot], ours: Figure) -> str | None:
    """The formula of a cell whose figure is `ours`; None where none would give exactly that.

    A workbook computes from what its cells show.  Where our figure came from finer ones, the formula reaches through to
    what those came from (score × weight rather than their rounded product).  Where that is not it either, or where a
    figure is missing that a workbook would take for zero, the figure stands alone: a formula would put another in the
    place of the one that was signed.
    Errors: KeyError for a key that no cell of the table has - the template is wrong.
    """
    for reaches_through in (False, True):
        found = _expression(computed, spots, reaches_through)
        if found is None:
            return None
        text, value = found
        for places in _roundings(computed, ours):
            if exact(round_half_up(value, places)) == exact(ours.value):
                return f"=ROUND({text},{places})"
    return None


def _roundings(computed: Computed, ours: Figure) -> list[int]:
    """To how many decimals the result may be rounded, the likeliest first."""
    if computed.places is not None:
        return [computed.places]
    return [_FINEST] if ours.places is None else [ours.places, _FINEST]


def _expression(computed: Computed, spots: Mapping[str, Spot], reaches_through: bool) -> tuple[str, Fraction] | None:
    """What is computed, before it is rounded, as a workbook writes it and as it is."""
    of = [spots[key] for key in computed.of]
    known = [spot for spot in of if spot.value is not None]
    if not known or (computed.op == "product" and len(known) < len(of)):
        return None
    values: list[Fraction] = []
    texts: list[str] = []
    for spot in known:
        deeper = _expression(spot.computed, spots, True) if reaches_through and spot.computed is not None else None
        assert spot.value is not None
        text, value = deeper or (xl_rowcol_to_cell(spot.row, spot.column), exact(spot.value))
        texts.append(text)
        values.append(value)
    scaled = _scaled(computed)
    if computed.op == "product":
        result = exact(computed.times)
        for value in values:
            result *= value
        return "*".join(_factor(text) for text in texts) + scaled, result / exact(computed.over)
    total = "+".join(texts) if reaches_through else f"SUM({','.join(_runs(of))})"
    result = sum(values, Fraction(0)) * exact(computed.times) / exact(computed.over)
    return (_factor(total) if scaled else total) + scaled, result


def _factor(text: str) -> str:
    return f"({text})" if "+" in text else text


def _runs(of: Sequence[Spot]) -> list[str]:
    """The cells as ranges, where they follow each other down a column without another between them."""
    ordered = sorted(of, key=lambda spot: (spot.column, spot.row))
    runs = [[ordered[0]]]
    for before, after in pairwise(ordered):
        if after.column == before.column and after.row == before.row + before.rows:
            runs[-1].append(after)
        else:
            runs.append([after])
    return [_range(run[0], run[-1]) for run in runs]


def _range(first: Spot, last: Spot) -> str:
    column = xl_col_to_name(first.column)
    return f"{column}{first.row + 1}" if first is last else f"{column}{first.row + 1}:{column}{last.row + 1}"


def _scaled(computed: Computed) -> str:
    times = "" if computed.times == 1 else f"*{plain(computed.times)}"
    return times if computed.over == 1 else f"{times}/{plain(computed.over)}"
