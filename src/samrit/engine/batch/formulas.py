"""Formulas, formula scores, judged scores and level tables over whole columns."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from math import lcm

import numpy as np

from samrit.engine import steps
from samrit.engine.batch import figures
from samrit.engine.batch.figures import ZERO, Figures, Ints, Mask
from samrit.engine.batch.reading import Chunk, Read, Unknowns, as_ints, either, some
from samrit.engine.methods.formula import FormulaScorer, Result
from samrit.engine.methods.improvement import ImprovementScorer
from samrit.engine.methods.judged import JudgedScorer
from samrit.engine.methods.level_table import LevelTableScorer
from samrit.packs.formula import Term

HUNDRED = Fraction(100)


class Doubts:
    """Rows for which 64 bits could not tell how a figure rounds; the reference engine scores them."""

    def __init__(self) -> None:
        self.rows: Mask | None = None

    def add(self, rows: Mask | None) -> None:
        self.rows = either(self.rows, rows)

    def rounded(self, x: Figures, places: int) -> Ints:
        units, doubtful = figures.rounded(x, places)
        self.add(doubtful)
        return units

    def rounded_figures(self, x: Figures, places: int) -> Figures:
        """Rounded, as a column to go on with."""
        units = self.rounded(x, places)
        ten = 10**places
        if x.lo >= 0 and x.by is None:
            # rounding keeps the order, so the rounded ends bound what lies between them
            return Figures(units, ten, x.lo * ten // x.den, (x.hi + x.slack) * ten // x.den + 1)
        return figures.of_array(units, ten)


def result(of: Result, chunk: Chunk, doubts: Doubts) -> Read:
    """The measured result of each row, by its formula or as reported."""
    unknown = Unknowns()
    read: dict[str, Figures] = {}
    for name, slot in of.slots.items():
        one = as_ints(chunk.read(slot))
        unknown.meet(one.missing, one.na)
        read[name] = one.figures
    found, impossible = _evaluate(of.term, read, chunk.count)
    if impossible is not None:
        unknown.meet(impossible, None)
    if of.rounded_to is not None:
        found = doubts.rounded_figures(found, of.rounded_to)
    return Read(found, some(unknown.missing), some(unknown.na))


def _evaluate(term: Term, read: Mapping[str, Figures], count: int) -> tuple[Figures, Mask | None]:
    """The formula's figure, and the rows in which a divisor is zero."""
    if term.op == "input":
        return read[term.name], None
    if term.op == "const":
        return figures.constant(term.figure), None
    sides = [_evaluate(arg, read, count) for arg in term.args]
    left, impossible = sides[0]
    if term.op == "neg":
        return figures.scaled(left, -1), impossible
    right, other = sides[1]
    impossible = either(impossible, other)
    if term.op == "add":
        return figures.total((left, right)), impossible
    if term.op == "sub":
        return figures.difference(left, right), impossible
    if term.op == "mul":
        return figures.product(left, right), impossible
    found, zero = figures.quotient(left, right)
    if zero is not None and len(zero) != count:
        zero = np.ones(count, np.bool_)
    return found, either(impossible, zero)


def formula(of: FormulaScorer, chunk: Chunk, doubts: Doubts) -> Read:
    """The figure itself, kept within the scale where the pack says so."""
    read = result(of.result, chunk, doubts)
    found = read.figures
    if of.lowest is not None:
        found = _kept(found, of.lowest.value, least=True)
    if of.highest is not None:
        found = _kept(found, of.highest.value, least=False)
    return Read(figures.whole_rows(found, chunk.count), read.missing, read.na)


def _kept(x: Figures, end: Fraction, least: bool) -> Figures:
    figures.exactly(x)
    if x.by is None:
        den = lcm(x.den, end.denominator)
        x = figures.finer(x, den)
        edge = end.numerator * (den // end.denominator)
        figures.fits(edge)
        keep = np.maximum if least else np.minimum
        pick = max if least else min
        return Figures(keep(x.num, edge), den, pick(x.lo, edge), pick(x.hi, edge))
    reaches = figures.at_least(x, end)
    constant = figures.constant(end)
    return figures.chosen(reaches, x, constant) if least else figures.chosen(reaches, constant, x)


def judged(of: JudgedScorer, chunk: Chunk, doubts: Doubts) -> Read:
    """The given score, unless it lies outside the limits or between the steps."""
    read = result(of.result, chunk, doubts)
    given = read.figures
    figures.exactly(given)
    fit = figures.at_least(given, of.least) & ~figures.above(given, of.most)
    above = figures.difference(given, figures.constant(of.least))
    # above ÷ step is whole: numerator × step's denominator divides by numerator × denominator
    divisor = of.step.numerator * above.den
    figures.fits(above.lo * of.step.denominator, above.hi * of.step.denominator, divisor * above.most)
    divisors = divisor if above.by is None else above.by * divisor
    fit &= (above.num * of.step.denominator) % divisors == 0
    unknown = Unknowns()
    unknown.meet(read.missing, read.na)
    unknown.meet(~fit, None)
    return Read(figures.whole_rows(given, chunk.count), some(unknown.missing), some(unknown.na))


def level_table(of: LevelTableScorer, chunk: Chunk, doubts: Doubts) -> Read:
    """One result, one table."""
    return placed(of.table, result(of.result, chunk, doubts), chunk.count)


def improvement(of: ImprovementScorer, chunk: Chunk, doubts: Doubts) -> Read:
    """The change since before, placed in the table."""
    now, before = as_ints(chunk.read(of.now)), as_ints(chunk.read(of.before))
    unknown = Unknowns()
    unknown.meet(now.missing, now.na)
    unknown.meet(before.missing, before.na)
    change = figures.difference(now.figures, before.figures)
    if of.relative:
        base = before.figures
        figures.exactly(base)
        unknown.meet(some(~figures.above(base, ZERO)), None)
        # what is not above zero has no relative change; 1 stands there so that the division can be done
        base = Figures(np.maximum(base.num, 1), base.den, max(base.lo, 1), max(base.hi, 1), base.by, base.most)
        share, _ = figures.quotient(change, base)
        change = figures.times(share, HUNDRED)
    if of.rounded_to is not None:
        change = doubts.rounded_figures(change, of.rounded_to)
    return placed(of.table, Read(change, some(unknown.missing), some(unknown.na)), chunk.count)


def fits_table(table: steps.Table) -> bool:
    """Whether the targets run the way the table says; another table is left to the reference engine."""
    ats = [at for at, _ in table.points]
    return bool(ats) and all((low < high) == table.ascending and low != high for low, high in pairwise(ats))


def placed(table: steps.Table, read: Read, count: int) -> Read:
    """The points each result earns.  A falling table is the mirror image of a rising one."""
    x = figures.whole_rows(read.figures, count)
    points = table.points
    if not table.ascending:
        x = figures.scaled(x, -1)
        points = tuple((-at, score) for at, score in points)
    score = _stepped(points, x) if table.between == "step" else _along(points, x, table)
    if table.between == "step" and len(points) > 1:
        if table.below == "extend":
            score = _outside(score, points[:2], x, below=True)
        if table.above == "extend":
            score = _outside(score, points[-2:], x, below=False)
    unknown = Unknowns()
    unknown.meet(read.missing, read.na)
    if table.below in ("missing", "zero", "scale_lowest"):
        reaches = figures.at_least(x, points[0][0])
        if not reaches.all():
            if table.below == "missing":
                unknown.meet(~reaches, None)
            else:
                value = ZERO if table.below == "zero" else table.scale_lowest
                score = figures.chosen(reaches, score, figures.constant(value))
    return Read(score, some(unknown.missing), some(unknown.na))


Points = tuple[tuple[Fraction, Fraction], ...]


def _stepped(points: Points, x: Figures) -> Figures:
    """The points of the level reached; the lowest level's below it."""
    level = np.zeros(len(x.num), np.uint8)
    for at, _ in points[1:]:
        level += figures.at_least(x, at)
    return of_levels([score for _, score in points], level)


def of_levels(scores: list[Fraction], level: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> Figures:
    """The score of the level that each row is at."""
    den = lcm(*[score.denominator for score in scores])
    values = [score.numerator * (den // score.denominator) for score in scores]
    figures.fits(*values, den)
    return Figures(np.array(values, np.int64)[level], den, min(values), max(values))


def _outside(score: Figures, ends: Points, x: Figures, below: bool) -> Figures:
    """The straight line of the outermost segment, for results beyond it."""
    beyond = ~figures.at_least(x, ends[0][0]) if below else figures.above(x, ends[1][0])
    return figures.chosen(beyond, _line(ends, x), score) if beyond.any() else score


def _line(ends: Points, x: Figures) -> Figures:
    (low, low_score), (high, high_score) = ends
    slope = (high_score - low_score) / (high - low)
    return figures.total((figures.times(x, slope), figures.constant(low_score - low * slope)))


def _along(points: Points, x: Figures, table: steps.Table) -> Figures:
    """The broken line: the lowest score, and for each stretch as much of it as the result has covered × its slope."""
    if len(points) == 1:
        return figures.whole_rows(figures.constant(points[0][1]), len(x.num))
    stretches = _stretches(points)
    first, last = stretches[0], stretches[-1]
    den = lcm(x.den, *[end.denominator for low, high, _ in stretches for end in (low, high)])
    x = figures.finer(x, den)
    covered: list[Figures] = []
    for stretch in stretches:
        low, high, slope = stretch
        floor = None if stretch is first and table.below == "extend" else low
        ceiling = None if stretch is last and table.above == "extend" else high
        if slope:
            # slope × (covered − low), the low put into the constant
            covered.append(figures.times(_clipped(x, den, floor, ceiling), slope))
    start = points[0][1] - sum((low * slope for low, _, slope in stretches), start=ZERO)
    return figures.total((*covered, figures.constant(start))) if covered else _flat(start, x)


def _flat(score: Fraction, x: Figures) -> Figures:
    return figures.whole_rows(figures.constant(score), len(x.num))


def _stretches(points: Points) -> list[tuple[Fraction, Fraction, Fraction]]:
    """(from, to, points per unit) of each straight stretch; neighbours of one slope are one stretch."""
    found: list[tuple[Fraction, Fraction, Fraction]] = []
    for (low, low_score), (high, high_score) in pairwise(points):
        slope = (high_score - low_score) / (high - low)
        if found and found[-1][2] == slope:
            found[-1] = (found[-1][0], high, slope)
        else:
            found.append((low, high, slope))
    return found


def _clipped(x: Figures, den: int, floor: Fraction | None, ceiling: Fraction | None) -> Figures:
    """The result kept within a stretch; the ends are whole over `den`."""
    figures.exactly(x)
    ends = [None if end is None else end.numerator * (den // end.denominator) for end in (floor, ceiling)]
    low, high = ends
    lo, hi = x.lo, x.hi
    if x.by is None:
        num = x.num
        figures.fits(*(end for end in ends if end is not None))
        if low is not None:
            num = np.maximum(num, low) if lo < low else num
            lo, hi = max(lo, low), max(hi, low)
        if high is not None:
            num = np.minimum(num, high) if hi > high else num
            lo, hi = min(lo, high), min(hi, high)
        return Figures(num, x.den, lo, hi)
    figures.fits(*(end * x.most for end in ends if end is not None))
    num = x.num
    if low is not None:
        num = np.maximum(num, x.by * low)
        lo, hi = max(lo, min(low, low * x.most)), max(hi, low, low * x.most)
    if high is not None:
        num = np.minimum(num, x.by * high)
        lo, hi = min(lo, high, high * x.most), min(hi, max(high, high * x.most))
    return Figures(num, x.den, lo, hi, x.by, x.most)
