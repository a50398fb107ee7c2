"""Exact arithmetic on whole columns: a `Figures` is one rational per row, in 64-bit integers that cannot overflow.

A row's value is `num ÷ (den × by)`: `den` is one number for the column, `by` one per row, where a formula divides by a
reported figure.  Bounds of both go along as Python integers, so that an operation knows *before* it is done whether any
row could leave 64 bits; then it raises `TooBig` and nothing is computed.

Sums over several `by` have denominators that outgrow everything.  Such a column becomes *approximate*: an integer over
10¹², with `slack`, the most by which the true numerator may lie above it.  Rounding an approximate column says for which
rows the two ends round differently, and those rows are in doubt until somebody computes them exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

LIMIT = 2**62
ZERO = Fraction(0)
FINE = 10**12
"""Denominator of an approximate column."""


class TooBig(Exception):
    """A figure of some row could need more than 64 bits."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One rational per row; `lo` and `hi` bound `num`, `most` bounds `by` (which is at least 1)."""

    num: Ints
    den: int
    lo: int
    hi: int
    by: Ints | None = None
    most: int = 1
    slack: int = 0

    @property
    def size(self) -> int:
        """The largest |numerator| any row can have."""
        return max(-self.lo, self.hi + self.slack)


def of_array(num: Ints, den: int) -> Figures:
    """A column of integers over one denominator."""
    if not len(num):
        return Figures(num, den, 0, 0)
    lo, hi = int(num.min()), int(num.max())
    fits(lo, hi)
    return Figures(num, den, lo, hi)


def constant(value: Fraction) -> Figures:
    """The same figure in every row."""
    fits(value.numerator, value.denominator)
    return Figures(np.array(value.numerator, np.int64), value.denominator, value.numerator, value.numerator)


def fits(*ends: int) -> None:
    """Refuse what could leave 64 bits."""
    for end in ends:
        if not -LIMIT <= end <= LIMIT:
            raise TooBig


def exactly(*columns: Figures) -> None:
    """Refuse approximate columns, where an operation has no use for them."""
    if any(column.slack for column in columns):
        raise TooBig


def scaled(x: Figures, k: int) -> Figures:
    """Numerator × k, the denominator as it was."""
    if k == 1:
        return x
    ends = sorted((x.lo * k, (x.hi + x.slack) * k))
    fits(*ends)
    num = (x.num + x.slack) * k if x.slack and k < 0 else x.num * k
    return Figures(num, x.den, ends[0], ends[1] - x.slack * abs(k), x.by, x.most, x.slack * abs(k))


def finer(x: Figures, den: int) -> Figures:
    """The same figures over `den`, a multiple of their denominator."""
    up = scaled(x, den // x.den)
    fits(den * x.most)
    return Figures(up.num, den, up.lo, up.hi, up.by, up.most, up.slack)


def times(x: Figures, k: Fraction) -> Figures:
    """x × k."""
    if k == 1:
        return x
    if x.slack:
        return _approximate_times(x, k)
    shared = gcd(k.numerator, x.den) or 1
    found = scaled(x, k.numerator // shared)
    den = x.den // shared * k.denominator
    fits(den * x.most)
    return Figures(found.num, den, found.lo, found.hi, x.by, x.most)


def _approximate_times(x: Figures, k: Fraction) -> Figures:
    """The denominator stays 10¹²: what a division leaves over goes to the slack."""
    up = scaled(x, k.numerator)
    if k.denominator == 1:
        return up
    return Figures(
        up.num // k.denominator,
        x.den,
        up.lo // k.denominator,
        up.hi // k.denominator + 1,
        slack=-(-up.slack // k.denominator) + 1,
    )


def over(x: Figures, divisors: Ints, least: int, most: int) -> Figures:
    """x ÷ divisors, whole numbers from `least` ≥ 1 to `most`."""
    if least == most:
        return times(x, Fraction(1, most))
    if x.slack:
        num = x.num // divisors
        return Figures(num, x.den, min(x.lo, 0), max(x.hi, 0), slack=-(-x.slack // least) + 1)
    if x.by is None:
        fits(x.den * most)
        return Figures(x.num, x.den, x.lo, x.hi, divisors, most)
    fits(x.den * x.most * most)
    return Figures(x.num, x.den, x.lo, x.hi, x.by * divisors, x.most * most)


def total(terms: Sequence[Figures]) -> Figures:
    """Their sum, exact where it fits 64 bits, else approximate."""
    if len(terms) == 1:
        return terms[0]
    if not any(term.slack for term in terms) and len({id(term.by) for term in terms if term.by is not None}) < 3:
        try:
            return _exact_total(terms)
        except TooBig:
            if all(term.by is None for term in terms):
                raise
    fine = [approximate(term) for term in terms]
    lo, hi, slack = (sum(ends) for ends in zip(*((one.lo, one.hi, one.slack) for one in fine), strict=True))
    fits(lo, hi + slack)
    return Figures(_summed([one.num for one in fine]), FINE, lo, hi, slack=slack)


def _exact_total(terms: Sequence[Figures]) -> Figures:
    """Those over the same `by` are added first; then each group is brought to the product of all of them."""
    groups: dict[int, list[Figures]] = {}
    for term in terms:
        groups.setdefault(id(term.by), []).append(term)
    sums = [_over_one(group) for group in groups.values()]
    found = sums[0]
    for other in sums[1:]:
        found = _added(found, other)
    return found


def _over_one(group: Sequence[Figures]) -> Figures:
    if len(group) == 1:
        return group[0]
    by, most = group[0].by, group[0].most
    den = lcm(*[one.den for one in group])
    fits(den * most)
    ups = [scaled(one, den // one.den) for one in group]
    lo, hi = sum(one.lo for one in ups), sum(one.hi for one in ups)
    fits(lo, hi, *(sum(end for end in ends) for ends in zip(*((one.lo, one.hi) for one in ups), strict=True)))
    return Figures(_summed([one.num for one in ups]), den, lo, hi, by, most)


def _summed(parts: Sequence[Ints]) -> Ints:
    found = parts[0] + parts[1]
    for part in parts[2:]:
        # the first may be a constant, and then has no room for a column
        found = np.add(found, part, out=found) if found.ndim and found.shape == part.shape else found + part
    return found


def _added(x: Figures, y: Figures) -> Figures:
    den = lcm(x.den, y.den)
    left, right = scaled(x, den // x.den), scaled(y, den // y.den)
    if y.by is not None:
        left = _widened(left, y.by, y.most)
    if x.by is not None:
        right = _widened(right, x.by, x.most)
    most = x.most * y.most
    lo, hi = left.lo + right.lo, left.hi + right.hi
    fits(lo, hi, den * most)
    by = y.by if x.by is None else x.by if y.by is None else x.by * y.by
    return Figures(left.num + right.num, den, lo, hi, by, most)


def _widened(x: Figures, by: Ints, most: int) -> Figures:
    """Numerator × by."""
    lo, hi = min(x.lo, x.lo * most), max(x.hi, x.hi * most)
    fits(lo, hi)
    return Figures(x.num * by, x.den, lo, hi, x.by, x.most)


def difference(x: Figures, y: Figures) -> Figures:
    """x − y."""
    return total((x, scaled(y, -1)))


def product(x: Figures, y: Figures) -> Figures:
    """x × y, both exact."""
    exactly(x, y)
    ends = [x.lo * y.lo, x.lo * y.hi, x.hi * y.lo, x.hi * y.hi]
    by = y.by if x.by is None else x.by if y.by is None else x.by * y.by
    if y.lo == y.hi and y.num.ndim == 0 and y.by is None:
        return times(x, Fraction(y.lo, y.den))
    if x.lo == x.hi and x.num.ndim == 0 and x.by is None:
        return times(y, Fraction(x.lo, x.den))
    fits(*ends, x.den * y.den * x.most * y.most)
    return Figures(x.num * y.num, x.den * y.den, min(ends), max(ends), by, x.most * y.most)


def quotient(x: Figures, y: Figures) -> tuple[Figures, Mask | None]:
    """x ÷ y, both exact, and the rows whose divisor is zero (their quotient means nothing)."""
    exactly(x, y)
    if y.num.ndim == 0:
        if not y.lo:
            return x, np.ones(1, np.bool_)
        found = times(x, Fraction(y.den, y.lo))
        if y.by is not None:
            found = _widened(found, y.by, y.most)
        return found, None
    zero: Mask | None = None
    divisors, most = y.num, max(-y.lo, y.hi)
    up = scaled(x, y.den // gcd(y.den, x.den))
    den = x.den // gcd(y.den, x.den)
    if y.by is not None:
        up = _widened(up, y.by, y.most)
    if y.lo <= 0:
        if y.lo < 0:
            num = np.where(divisors < 0, -up.num, up.num)
            up = Figures(num, up.den, min(up.lo, -up.hi), max(up.hi, -up.lo), up.by, up.most)
            divisors = np.abs(divisors)
        if y.lo <= 0 <= y.hi:
            zero = divisors == 0
            divisors = np.maximum(divisors, 1)
    most = max(most, 1)
    fits(den * x.most * most)
    by = divisors if x.by is None else x.by * divisors
    return Figures(up.num, den, up.lo, up.hi, by, x.most * most), (zero if zero is not None and zero.any() else None)


def approximate(x: Figures) -> Figures:
    """The column over 10¹², rounded down."""
    if x.slack:
        return x
    if x.by is None:
        if FINE % x.den == 0:
            up = scaled(x, FINE // x.den)
            return Figures(up.num, FINE, up.lo, up.hi)
        try:
            up = scaled(x, FINE)
            return Figures(up.num // x.den, FINE, up.lo // x.den, up.hi // x.den, slack=1)
        except TooBig:
            divisors: Ints | int = x.den
    else:
        divisors = x.by * x.den
    most = x.den * x.most
    fits(most)
    whole = x.num // divisors
    left = x.num - whole * divisors
    num: Any = whole
    places = 1
    while places < FINE:
        step = _largest_step(most, FINE // places)
        up_ = left * step
        digits = up_ // divisors
        left = up_ - digits * divisors
        ends = int(num.min()) if num.size else 0, int(num.max()) if num.size else 0
        fits(ends[0] * step, ends[1] * step + step)
        num = num * step + digits
        places *= step
    lo, hi = (int(num.min()), int(num.max())) if num.size else (0, 0)
    return Figures(num, FINE, lo, hi, slack=1)


def _largest_step(most: int, at_most: int) -> int:
    """The largest power of ten by which a remainder below `most` may be multiplied."""
    step = 1
    while step * 10 <= at_most and most * step * 10 <= LIMIT:
        step *= 10
    if step == 1:
        raise TooBig
    return step


def rounded(x: Figures, places: int) -> tuple[Ints, Mask | None]:
    """Half up, as whole numbers of 10^-places; and the rows for which an approximate column cannot say."""
    low = _half_up(x.num, x, places)
    if not x.slack:
        return low, None
    high = _half_up(x.num + x.slack, x, places)
    differ = low != high
    return low, (differ if differ.any() else None)


def _half_up(num: Ints, x: Figures, places: int) -> Ints:
    shared = gcd(10**places, x.den)
    ten, den = 10**places // shared, x.den // shared
    negative = x.lo < 0
    size = np.abs(num) if negative else num
    by_one = x.by is None
    found = _half_up_by_one(size, ten, den, x.size) if by_one else _half_up_by_rows(size, x, ten, den, shared)
    return np.where(num < 0, -found, found) if negative else found


def _half_up_by_one(size: Ints, ten: int, den: int, most: int) -> Ints:
    fits(ten * most)
    up = size * ten if ten != 1 else size
    if den == 1:
        return up
    if den % 2:
        fits(2 * ten * most + den, 2 * den)
        return (up * 2 + den) // (2 * den)
    fits(ten * most + den)
    return (up + den // 2) // den


def _half_up_by_rows(size: Ints, x: Figures, ten: int, den: int, shared: int) -> Ints:
    assert x.by is not None
    fits(2 * den * x.most)
    if 2 * ten * x.size + den * x.most <= LIMIT:
        found: Ints = size * (2 * ten)
        found += x.by if den == 1 else x.by * den
        found //= x.by * (2 * den)
        return found
    return _long_division(size, x.by * den, den * x.most, ten * shared, shared)


def _long_division(size: Ints, divisors: Ints, most: int, ten: int, shared: int) -> Ints:
    """Half up by as many digits at a time as there is room for; `divisors` were shortened by `shared`."""
    fits(2 * most * shared)
    divisors = divisors * shared if shared != 1 else divisors
    whole = size // divisors
    left = size - whole * divisors
    done = 1
    while done < ten:
        step = _largest_step(most * shared, ten // done)
        up = left * step
        digits = up // divisors
        left = up - digits * divisors
        fits(int(whole.max()) * step + step if whole.size else 0)
        whole = whole * step + digits
        done *= step
    found: Ints = whole + (2 * left >= divisors)
    return found


def at_least(x: Figures, value: Fraction) -> Mask:
    """Which rows reach `value`; only for an exact column."""
    exactly(x)
    if x.by is None:
        threshold = -(-value.numerator * x.den // value.denominator)
        if threshold > x.hi or threshold <= x.lo:
            return np.full(x.num.shape, threshold <= x.lo)
        return x.num >= threshold
    left, right = _sides(x, value)
    return left >= right


def above(x: Figures, value: Fraction) -> Mask:
    """Which rows exceed `value`; only for an exact column."""
    exactly(x)
    if x.by is None:
        threshold = value.numerator * x.den // value.denominator
        if threshold >= x.hi or threshold < x.lo:
            return np.full(x.num.shape, threshold < x.lo)
        return x.num > threshold
    left, right = _sides(x, value)
    return left > right


def _sides(x: Figures, value: Fraction) -> tuple[Ints, Ints]:
    assert x.by is not None
    right = value.numerator * x.den
    fits(x.lo * value.denominator, x.hi * value.denominator, right * x.most)
    return x.num * value.denominator, x.by * right


def chosen(where: Mask, x: Figures, y: Figures) -> Figures:
    """x where the mask holds, y elsewhere."""
    if x.slack or y.slack:
        x, y = approximate(x), approximate(y)
    den = lcm(x.den, y.den)
    left, right = scaled(x, den // x.den), scaled(y, den // y.den)
    by, most = (x.by, x.most) if x.by is y.by else (None, 1)
    if x.by is not y.by:
        if x.by is not None and y.by is not None:
            by, most = np.where(where, x.by, y.by), max(x.most, y.most)
        elif x.by is not None:
            by, most = np.where(where, x.by, 1), x.most
        else:
            by, most = np.where(where, 1, y.by), y.most  # type: ignore[arg-type]  # one of the two is set, as they differ
    fits(den * most)
    num = np.where(where, left.num, right.num)
    slack = max(left.slack, right.slack)
    return Figures(num, den, min(left.lo, right.lo), max(left.hi, right.hi), by, most, slack)


def whole_rows(x: Figures, count: int) -> Figures:
    """The column with one numerator per row, also where it was the same in all."""
    if x.num.ndim:
        return x
    return Figures(np.full(count, x.num, np.int64), x.den, x.lo, x.hi, x.by, x.most, x.slack)


def exact_at(x: Figures, row: int) -> Fraction | None:
    """One row's exact value; None where the column is approximate."""
    if x.slack:
        return None
    num: Any = x.num if x.num.ndim == 0 else x.num[row]
    return Fraction(int(num), x.den * (1 if x.by is None else int(x.by[row])))
