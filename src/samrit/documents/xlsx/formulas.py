"""Formulas for the figures that follow from others, written only where they give our figure to the last digit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from samrit.base.figures import exact, plain, round_half_up
from samrit.documents.paper import Computed

_FINEST = 12
"""Decimals beyond which a workbook's own arithmetic is not to be trusted."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a keyed cell stands, how many rows it takes, and its figure, if it has one."""

    row: int
    column: int
    rows: int
    value: Decimal | None


def formula(computed: Computed, spots: Mapping[str, Spot], ours: Decimal) -> str | None:
    """The formula of a cell whose figure is `ours`; None where it would not give exactly that.

    A workbook computes from what its cells show.  Where our figure came from finer ones, or where a figure is missing
    that a workbook would take for zero, a formula would put another figure in the place of the one that was signed.
    Errors: KeyError for a key that no cell of the table has - the template is wrong.
    """
    of = [spots[key] for key in computed.of]
    expected = _value(computed, [spot.value for spot in of])
    if expected is None:
        return None
    places = computed.places if computed.places is not None else _places(expected)
    if places is None or exact(round_half_up(expected, places)) != exact(ours):
        return None
    # rounded even where the exact result is short: 0.1 + 0.2 is not 0.3 to a workbook
    return f"=ROUND({_arguments(computed, of)}{_times(computed.times)},{places})"


def _value(computed: Computed, values: list[Decimal | None]) -> Fraction | None:
    known = [exact(value) for value in values if value is not None]
    if not known or (computed.op == "product" and len(known) < len(values)):
        return None
    result = exact(computed.times)
    if computed.op == "sum":
        return result * sum(known, Fraction(0))
    for one in known:
        result *= one
    return result


def _places(value: Fraction) -> int | None:
    """How many decimals write a value exactly; None for too many."""
    return next((places for places in range(_FINEST + 1) if (value * 10**places).denominator == 1), None)


def _arguments(computed: Computed, of: list[Spot]) -> str:
    if computed.op == "product":
        return "*".join(xl_rowcol_to_cell(spot.row, spot.column) for spot in of)
    return f"SUM({','.join(_runs(of))})"


def _runs(of: list[Spot]) -> list[str]:
    """The cells as ranges, where they follow each other down a column without another between them."""
    ordered = sorted(of, key=lambda spot: (spot.column, spot.row))
    runs = [[ordered[0]]]
    for before, after in pairwise(ordered):
        follows = after.column == before.column and after.row == before.row + before.rows
        if follows:
            runs[-1].append(after)
        else:
            runs.append([after])
    return [_range(run[0], run[-1]) for run in runs]


def _range(first: Spot, last: Spot) -> str:
    column = xl_col_to_name(first.column)
    return f"{column}{first.row + 1}" if first is last else f"{column}{first.row + 1}:{column}{last.row + 1}"


def _times(times: Decimal) -> str:
    if times == 1:
        return ""
    # /100 is exact where *0.01 is not, and is what a clerk would write
    upside_down = 1 / exact(times) if times else Fraction(0)
    if abs(times) < 1 and upside_down.denominator == 1 and upside_down > 0:
        return f"/{upside_down.numerator}"
    return f"*{plain(times)}"
