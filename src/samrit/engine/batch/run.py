"""Terms and columns of facts in, columns of scores out: equal to `engine.score`, digit for digit.

Units for which every rule says the same are scored together, 65,536 rows at a time, so that a column of a chunk
stays in the processor's cache.  A row whose figures need more than 64 bits, or that 64 bits cannot round for certain, is handed
to the reference engine; so is everything, where a pack uses something that no kernel knows.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samrit.base.figures import exact
from samrit.engine.batch import figures, formulas, ladders, surveys
from samrit.engine.batch.columns import Columns
from samrit.engine.batch.figures import Figures, Ints, Mask, TooBig
from samrit.engine.batch.formulas import Doubts
from samrit.engine.batch.reading import Chunk, Read, either, some, without
from samrit.engine.batch.results import (
    MISSING,
    NO_BAND,
    NOT_APPLICABLE,
    SCORED,
    STATUSES,
    BatchScores,
    Exact,
    Scored,
    Shown,
)
from samrit.engine.facts import FactFile, unit_of
from samrit.engine.methods import Scorer, Unit
from samrit.engine.methods.disclosure import DisclosureScorer
from samrit.engine.methods.formula import FormulaScorer
from samrit.engine.methods.improvement import ImprovementScorer
from samrit.engine.methods.judged import JudgedScorer
from samrit.engine.methods.level_table import LevelTableScorer
from samrit.engine.methods.milestones import MilestonesScorer
from samrit.engine.methods.percent_then_deeds import PercentThenDeedsScorer
from samrit.engine.methods.survey_mean import SurveyMeanScorer
from samrit.engine.plan import Node, Plan, plan_of
from samrit.engine.rollup import ends_of
from samrit.engine.score import left_out, lost_of
from samrit.engine.score import score as score_one
from samrit.packs.method import Composite, Element
from samrit.packs.rules import Rounding
from samrit.packs.terms import Terms

CHUNK = 65_536
NARROW = 2**31
THREADS = min(2, os.cpu_count() or 1)
Rows = slice | NDArray[np.int64]
Progress = Callable[[int], None]


def score(
    terms: Terms,
    round_id: str,
    columns: Columns,
    *,
    keep_exact: bool = False,
    progress: Progress | None = None,
    chunk: int = CHUNK,
    threads: int = THREADS,
) -> BatchScores:
    """Score every unit of `columns`; `progress` is told how many more are done.

    `keep_exact` keeps the unrounded figures as well; without it they are computed when somebody asks for one.
    """
    batch = _Batch(plan_of(terms, round_id), columns, keep_exact)
    jobs = [(unit, rows) for unit, all_rows in batch.groups() for rows in _cut(all_rows, chunk, columns.count)]

    def run(job: tuple[Unit, Rows]) -> int:
        batch.run(*job)
        return _length(job[1], columns.count)

    if threads > 1 and len(jobs) > 1:
        with ThreadPoolExecutor(threads) as pool:
            for done in pool.map(run, jobs):
                if progress is not None:
                    progress(done)
    else:
        for job in jobs:
            done = run(job)
            if progress is not None:
                progress(done)
    return batch.scores


def _cut(rows: Rows, size: int, count: int) -> Iterator[Rows]:
    if isinstance(rows, slice):
        for start in range(0, count, size):
            yield slice(start, min(start + size, count))
    else:
        for start in range(0, len(rows), size):
            yield rows[start : start + size]


def _indices(rows: Rows, count: int) -> NDArray[np.int64]:
    return np.arange(*rows.indices(count)) if isinstance(rows, slice) else rows


def _length(rows: Rows, count: int) -> int:
    return len(range(*rows.indices(count))) if isinstance(rows, slice) else len(rows)


@dataclass(frozen=True, slots=True)
class Found:
    """One node of one chunk: a status for all rows, or a score with the rows that have none."""

    node: Node
    status: int
    score: Figures | None = None
    missing: Mask | None = None
    na: Mask | None = None

    @property
    def unknown(self) -> Mask | None:
        return either(self.missing, self.na)


class _Batch:
    def __init__(self, plan: Plan, columns: Columns, keep_exact: bool) -> None:
        self.plan = plan
        self.columns = columns
        self.rounding = plan.pack.framework.rules.rounding
        self.nodes = [node for top in plan.tops for node in top.walk()]
        self.supported = all(_has_kernel(node.scorer) for node in self.nodes)
        self.lost = {STATUSES.index(status) for status in lost_of(plan)}
        schemes = plan.pack.framework.total.schemes
        self.scheme = schemes[0] if schemes else None
        self.keep_exact = keep_exact
        self.scores = self._empty()

    def _empty(self) -> BatchScores:
        count, terms, round_id = self.columns.count, self.plan.terms, self.plan.round.id
        rounding, total = self.rounding, self.plan.pack.framework.total
        indicators = {
            node.code: Scored(
                code=node.code,
                depth=node.depth,
                status=np.zeros(count, np.int8),
                score=_shown(count, self._rounding_of(node).places, self._most(node)),
                weighted=_shown(count, rounding.weighted.places, self._most(node)),
                exact=_exact(count) if self.keep_exact else None,
            )
            for node in self.nodes
        }
        converts = total.multiply is not None and rounding.converted is not None
        return BatchScores(
            pack=terms.pack.id,
            terms_digest=lambda: terms.digest,
            round=round_id,
            count=count,
            indicators=indicators,
            total=_shown(count, rounding.total.places),
            converted=_shown(count, rounding.converted.places) if converts and rounding.converted else None,
            total_missing=np.zeros(count, np.bool_),
            schemes=total.schemes,
            band_names=[band.id for band in self.scheme.bands] if self.scheme else [],
            bands=np.full(count, NO_BAND, np.int8) if self.scheme else None,
            by_reference=np.zeros(count, np.bool_),
            card=lambda row: score_one(terms, self.columns.facts(terms, round_id, row)),
            exact_total=_exact(count) if self.keep_exact else None,
        )

    def _most(self, node: Node) -> Fraction | None:
        """The largest score, plus or minus, that the pack gives; None where it sets no bound."""
        rules = self.plan.pack.framework.rules
        missing = exact(rules.missing.score or 0)
        if node.scorer is None:
            parts = [self._most(part) for part in node.parts]
            known = [part for part in parts if part is not None]
            return max([missing, *known]) if len(known) == len(parts) else None
        ends = ends_of(node.indicator.method, rules.scale)
        return None if ends is None else max(abs(missing), *(abs(end) for end in ends))

    def _rounding_of(self, node: Node) -> Rounding:
        return self.rounding.score if node.scorer is not None else self.rounding.composite

    # ── which rows together ──

    def groups(self) -> Iterator[tuple[Unit, Rows]]:
        """Rows of units of one kind that stand under the same bodies; all of them, where no rule asks."""
        kinds = self.columns.kinds
        if not self._asks_about_units() or (kinds.kind_codes is None and kinds.under_codes is None):
            yield self._unit(0), slice(0, self.columns.count)
            return
        codes = np.zeros(self.columns.count, np.int64)
        if kinds.kind_codes is not None:
            codes += kinds.kind_codes.astype(np.int64) * len(kinds.unders)
        if kinds.under_codes is not None:
            codes += kinds.under_codes
        for code in np.unique(codes):
            rows = np.flatnonzero(codes == code)
            if len(rows) == self.columns.count:
                yield self._unit(0), slice(0, self.columns.count)
            else:
                yield self._unit(int(rows[0])), rows

    def _asks_about_units(self) -> bool:
        return any(node.applies_to or isinstance(node.scorer, MilestonesScorer) for node in self.nodes)

    def _unit(self, row: int) -> Unit:
        kind, under = self.columns.kinds.of(row) if self.columns.count else ("", ())
        terms = self.plan.terms
        return unit_of(terms, FactFile(terms.pack.id, self.plan.round.id, "", kind, under, ()))

    # ── one chunk ──

    def run(self, unit: Unit, rows: Rows) -> None:
        """Score some rows; those that 64 bits cannot hold are found by their size and left to the reference."""
        if not self.supported:
            self._by_reference(rows)
            return
        try:
            self._run(unit, rows)
        except TooBig:
            self._run_those_that_fit(unit, rows)

    def _run_those_that_fit(self, unit: Unit, rows: Rows) -> None:
        """Rows by how far they stick out in size: as many as fit by columns, the rest one by one."""
        indices = _indices(rows, self.columns.count)
        sizes = self._sizes(rows)
        steps = np.unique(sizes)
        low, high = -1, len(steps) - 2
        # the largest step up to which everything fits; what is above all steps is known not to
        while low < high:
            middle = (low + high + 1) // 2
            try:
                self._run(unit, indices[sizes <= steps[middle]])
                low = middle
            except TooBig:
                high = middle - 1
        fit = sizes <= steps[low] if low >= 0 else np.zeros(len(sizes), np.bool_)
        if fit.any():
            self._run(unit, indices[fit])
        self._by_reference(indices[~fit])

    def _sizes(self, rows: Rows) -> NDArray[np.int64]:
        """By how many bits a row's largest figure exceeds the middle of its column."""
        sizes = np.zeros(_length(rows, self.columns.count), np.int64)
        for column in self.columns.columns.values():
            if column.numbers.dtype != np.bool_:
                bits = np.frexp(np.abs(column.numbers[rows].astype(np.float64)))[1].astype(np.int64)
                sizes = np.maximum(sizes, bits - int(np.median(bits)))
        return sizes

    def _by_reference(self, rows: Rows) -> None:
        for row in _indices(rows, self.columns.count).tolist():
            self.scores.put(row, self.scores.card(row))

    def _run(self, unit: Unit, rows: Rows) -> None:
        taken = {key: column.taken(rows) for key, column in self.columns.columns.items()}
        chunk = Chunk(_length(rows, self.columns.count), taken)
        doubts = Doubts()
        found: dict[str, Found] = {}
        for top in self.plan.tops:
            self._node(top, chunk, unit, None, found, doubts)
        self._finish(found, chunk.count, rows, doubts)
        if doubts.rows is not None:
            self._by_reference(_indices(rows, self.columns.count)[doubts.rows])

    def _node(
        self, node: Node, chunk: Chunk, unit: Unit, above: int | None, found: dict[str, Found], doubts: Doubts
    ) -> None:
        status = STATUSES.index(left_out(node, self.plan, unit)[0]) if above in (None, SCORED) else above
        assert status is not None
        found[node.code] = Found(node, status)
        for part in node.parts:
            self._node(part, chunk, unit, status, found, doubts)
        if status != SCORED:
            return
        read = self._kernel(node, chunk, unit, found, doubts)
        read = self._by_missing_rule(read)
        score_ = figures.whole_rows(read.figures, chunk.count)
        rounding = self._rounding_of(node)
        if rounding.carry == "rounded":
            score_ = _masked(score_, either(read.missing, read.na))
            score_ = doubts.rounded_figures(score_, rounding.places)
        found[node.code] = Found(node, SCORED, score_, read.missing, read.na)

    def _kernel(self, node: Node, chunk: Chunk, unit: Unit, found: dict[str, Found], doubts: Doubts) -> Read:
        scorer: Any = node.scorer
        if scorer is None:
            return self._composite(node, [found[part.code] for part in node.parts], chunk.count, doubts)
        if isinstance(scorer, MilestonesScorer):
            return ladders.milestones(scorer, chunk, unit, doubts)
        if isinstance(scorer, DisclosureScorer):
            return ladders.disclosure(scorer, chunk)
        if isinstance(scorer, SurveyMeanScorer):
            return surveys.survey_mean(scorer, chunk)
        return _KERNELS[type(scorer)](scorer, chunk, doubts)

    def _by_missing_rule(self, read: Read) -> Read:
        rule = self.plan.pack.framework.rules.missing
        if read.missing is None or rule.becomes != "score" or rule.score is None:
            return read
        points = figures.constant(exact(rule.score))
        return Read(figures.chosen(read.missing, points, read.figures), None, read.na)

    # ── from scores to totals ──

    def _composite(self, node: Node, parts: Sequence[Found], count: int, doubts: Doubts) -> Read:
        method = node.indicator.method
        equal = isinstance(method, Composite) and method.weights == "equal"
        parts = [part for part in parts if STATUSES[part.status] != "not_in_round"]
        weights = [Fraction(1) if equal or part.node.weight is None else part.node.weight for part in parts]
        missing, counted, nothing = _lacking(parts, count)
        if not counted:  # every part is left out for all these units
            status = np.ones(count, np.bool_)
            return Read(Figures(np.zeros(count, np.int64), 1, 0, 0), None, status)
        terms = [
            figures.times(_masked(part.score, part.na), weight)
            for part, weight in zip(parts, weights, strict=True)
            if part.score is not None
        ]
        divided = self._divided(figures.total(terms), list(zip(parts, weights, strict=True)), doubts)
        return Read(divided, missing, None if nothing is None else some(without(nothing, missing)))

    def _divided(self, whole: Figures, weighing: Sequence[tuple[Found, Fraction]], doubts: Doubts) -> Figures:
        """By the sum of the weights that count in each row."""
        fixed, by_row = self._weights(weighing)
        if not by_row:
            if not fixed:
                raise TooBig
            return figures.times(whole, 1 / fixed)
        den, divisors, least, most = self._row_weights(fixed, by_row, doubts)
        return figures.over(figures.times(whole, Fraction(den)), divisors, least, most)

    def _weights(self, weighing: Sequence[tuple[Found, Fraction]]) -> tuple[Fraction, list[tuple[Fraction, Mask]]]:
        """The weights that count in every row, and those that do not count where a part does not apply."""
        fixed = Fraction(0)
        by_row: list[tuple[Fraction, Mask]] = []
        for part, weight in weighing:
            if part.score is None:
                fixed += weight if part.status in self.lost else 0
            elif part.na is None or NOT_APPLICABLE in self.lost:
                fixed += weight
            else:
                by_row.append((weight, part.na))
        return fixed, by_row

    def _row_weights(
        self, fixed: Fraction, by_row: Sequence[tuple[Fraction, Mask]], doubts: Doubts
    ) -> tuple[int, Ints, int, int]:
        """Σ weight of each row as whole numbers over a common denominator."""
        den = lcm(fixed.denominator, *[weight.denominator for weight, _ in by_row])
        figures.fits(den, int((fixed + sum(weight for weight, _ in by_row)) * den))
        divisors: Any = int(fixed * den)
        for weight, na in by_row:
            divisors = divisors + np.where(na, 0, int(weight * den))
        least = int(divisors.min())
        if not least:
            # nothing that counts applies; unless something of no weight does, the row has no figure anyway
            nothing = np.logical_and.reduce([na for _, na in by_row])
            doubts.add(some((divisors == 0) & ~nothing))
            divisors, least = np.maximum(divisors, 1), 1
        return den, divisors, least, int(divisors.max())

    def _finish(self, found: dict[str, Found], count: int, rows: Rows, doubts: Doubts) -> None:
        tops = [found[top.code] for top in self.plan.tops if top.code not in self.plan.not_in_round]
        weighing = [(top, top.node.weight) for top in tops if top.node.weight is not None]
        fixed, by_row = self._weights(weighing)
        weighted: dict[str, Figures] = {}
        if fixed or by_row:
            divisors = self._row_weights(fixed, by_row, doubts) if by_row else None
            for code, one in found.items():
                if one.score is not None and one.node.weight is not None:
                    weighted[code] = self._weighted(one, one.node.weight, fixed, divisors, doubts)
        missing, _, _ = _lacking(tops, count)
        _, _, nothing = _lacking([top for top in tops if top.node.weight is not None], count)
        terms = [_masked(weighted[top.node.code], top.unknown) for top in tops if top.node.code in weighted]
        self._store(found, weighted, rows, doubts)
        unknown = either(missing, nothing)
        if not terms:
            self._store_total(None, np.ones(count, np.bool_), found, rows, doubts, count)
            return
        total = figures.whole_rows(figures.total(terms), count)
        if self.rounding.total.carry == "rounded":
            total = doubts.rounded_figures(total, self.rounding.total.places)
        self._store_total(total, unknown, found, rows, doubts, count)

    def _weighted(self, one: Found, weight: Fraction, whole: Fraction, by_row: Any, doubts: Doubts) -> Figures:
        assert one.score is not None
        score_ = _masked(one.score, one.unknown)
        if by_row is None:
            found = figures.times(score_, weight / whole)
        else:
            den, divisors, least, most = by_row
            found = figures.over(figures.times(score_, weight * den), divisors, least, most)
        if self.rounding.weighted.carry == "rounded":
            return doubts.rounded_figures(found, self.rounding.weighted.places)
        return found

    # ── into the columns ──

    def _store(self, found: dict[str, Found], weighted: dict[str, Figures], rows: Rows, doubts: Doubts) -> None:
        for code, one in found.items():
            into = self.scores.indicators[code]
            if one.score is None:
                into.status[rows] = one.status
                into.score.known[rows] = False
                into.weighted.known[rows] = False
                continue
            known: Any = True if one.unknown is None else ~one.unknown
            status: Any = SCORED
            if one.missing is not None or one.na is not None:
                status = np.zeros(len(one.score.num), np.int8)
                if one.missing is not None:
                    status[one.missing] = MISSING
                if one.na is not None:
                    status[one.na] = NOT_APPLICABLE
            into.status[rows] = status
            masked = _masked(one.score, one.unknown)
            _put(into.score, masked, self._rounding_of(one.node), known, rows, doubts)
            if into.exact is not None:
                _keep(into.exact, masked, known, rows)
            if code in weighted:
                _put(into.weighted, weighted[code], self.rounding.weighted, known, rows, doubts)
            else:
                into.weighted.known[rows] = False

    def _store_total(
        self,
        total: Figures | None,
        unknown: Mask | None,
        found: dict[str, Found],
        rows: Rows,
        doubts: Doubts,
        count: int,
    ) -> None:
        scores = self.scores
        scores.total_missing[rows] = False if unknown is None else unknown
        known: Any = True if unknown is None else ~unknown
        if total is None:
            scores.total.known[rows] = False
            if scores.converted is not None:
                scores.converted.known[rows] = False
            return
        total = _masked(total, unknown)
        _put(scores.total, total, self.rounding.total, known, rows, doubts)
        if scores.exact_total is not None:
            _keep(scores.exact_total, total, known, rows)
        multiply = self.plan.pack.framework.total.multiply
        if scores.converted is not None and multiply is not None and self.rounding.converted is not None:
            converted = figures.times(total, exact(multiply))
            units = doubts.rounded(converted, self.rounding.converted.places)
            scores.converted.units[rows] = units
            scores.converted.known[rows] = known
        if self.scheme is not None and scores.bands is not None:
            scores.bands[rows] = self._bands(found, known, rows, count)

    def _bands(self, found: dict[str, Found], known: Any, rows: Rows, count: int) -> NDArray[np.int8]:
        """The first level whose conditions the rounded figures all meet."""
        assert self.scheme is not None
        figure = self.scores.total if self.scheme.of == "total" else self.scores.converted
        bands = np.full(count, NO_BAND, np.int8)
        if figure is None:
            return bands
        for at in reversed(range(len(self.scheme.bands))):
            band = self.scheme.bands[at]
            fits = figure.units[rows] >= _units(exact(band.at_least), figure.places)
            fits &= known
            for code, needed in band.each.items():
                shown = self.scores.indicators[code].score if code in found else None
                if shown is None:
                    fits[:] = False
                else:
                    fits &= shown.known[rows] & (shown.units[rows] >= _units(exact(needed), shown.places))
            bands[fits] = at
        return bands


_KERNELS: dict[type, Callable[[Any, Chunk, Doubts], Read]] = {
    LevelTableScorer: formulas.level_table,
    FormulaScorer: formulas.formula,
    ImprovementScorer: formulas.improvement,
    JudgedScorer: formulas.judged,
    PercentThenDeedsScorer: ladders.percent_then_deeds,
}


def _has_kernel(scorer: Scorer | None) -> bool:
    if isinstance(scorer, LevelTableScorer | ImprovementScorer):
        return formulas.fits_table(scorer.table)
    if isinstance(scorer, DisclosureScorer):
        tops = [element for element in scorer.method.elements if element.required]
        deeds = all(slot.spec.holds == "deed" for slot in scorer.slots.values())
        return bool(tops) and deeds and all(_asks(element) for element in tops)
    if isinstance(scorer, SurveyMeanScorer):
        return surveys.fits_survey(scorer)
    if isinstance(scorer, JudgedScorer):
        return scorer.step > 0
    return scorer is None or isinstance(scorer, MilestonesScorer) or type(scorer) in _KERNELS


def _asks(element: Element) -> bool:
    """Whether every group of elements has one that counts."""
    required = [below for below in element.elements if below.required]
    return not element.elements or (bool(required) and all(_asks(below) for below in required))


def _lacking(parts: Sequence[Found], count: int) -> tuple[Mask | None, list[Found], Mask | None]:
    """Rows in which a part is missing, the parts that are scored at all, and the rows in which none of them is."""
    missing: Mask | None = None
    for part in parts:
        missing = either(missing, part.missing)
        if part.status == MISSING:
            missing = np.ones(count, np.bool_)
    counted = [part for part in parts if part.score is not None]
    nothing: Mask | None = None
    unknown = [mask for mask in (part.unknown for part in counted) if mask is not None]
    if counted and len(unknown) == len(counted):
        nothing = np.logical_and.reduce(unknown)
    return some(missing), counted, nothing


def _masked(x: Figures | None, unknown: Mask | None) -> Figures:
    """0 where there is no figure."""
    assert x is not None
    if unknown is None:
        return x
    return Figures(np.where(unknown, 0, x.num), x.den, min(x.lo, 0), max(x.hi, 0), x.by, x.most, x.slack)


def _units(value: Fraction, places: int) -> int:
    """The least whole number of 10^-places that reaches `value`."""
    return -int(-value.numerator * 10**places // value.denominator)


def _put(into: Shown, x: Figures, rounding: Rounding, known: Any, rows: Rows, doubts: Doubts) -> None:
    as_it_is = x.by is None and not x.slack and x.den == 10**rounding.places
    units = x.num if as_it_is else doubts.rounded(x, rounding.places)
    if into.units.dtype == np.int32:
        size = x.size * 10**rounding.places // x.den + 1 if x.by is None else max(-int(units.min()), int(units.max()))
        if size >= NARROW:
            raise TooBig
    into.units[rows] = units
    into.known[rows] = known


def _keep(into: Exact, x: Figures, known: Any, rows: Rows) -> None:
    into.held[rows] = known if not x.slack else False
    into.num[rows] = x.num
    into.den[rows] = x.den if x.by is None else x.by * x.den


def _shown(count: int, places: int, most: Fraction | None = None) -> Shown:
    """Room for a figure; half the room where the pack keeps it far within 32 bits."""
    narrow = most is not None and most * 10**places * 100 < NARROW
    return Shown(np.empty(count, np.int32 if narrow else np.int64), places, np.empty(count, np.bool_))


def _exact(count: int) -> Exact:
    return Exact(np.empty(count, np.int64), np.empty(count, np.int64), np.zeros(count, np.bool_))


__all__ = ["CHUNK", "THREADS", "score"]
