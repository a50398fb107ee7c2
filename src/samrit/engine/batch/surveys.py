"""Survey means over whole columns: tallies → lines → questions → sections → cohorts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

import numpy as np

from samrit.base.figures import exact
from samrit.engine.batch import figures
from samrit.engine.batch.figures import Figures, Ints, Mask
from samrit.engine.batch.reading import Chunk, Read, Unknowns, as_ints, some
from samrit.engine.methods.survey_mean import SurveyMeanScorer, Tally, lines_of
from samrit.packs.method import Cohort
from samrit.packs.survey import Question, Survey

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean per row; where it is absent nobody answered, and its figure is 0."""

    figures: Figures
    absent: Mask | None


@dataclass
class Count:
    """One count of the chunk's tallies: what was found unknown so far, and the respondent counts that were met."""

    of: SurveyMeanScorer
    chunk: Chunk
    unknown: Unknowns
    heads: list[Ints]

    def same(self, heads: Figures) -> Figures:
        """Equal respondent counts as one array: then their means have one denominator, and add up exactly."""
        if heads.num.ndim == 0:
            return heads
        for known in self.heads:
            if np.array_equal(known, heads.num):
                return replace(heads, num=known)
        self.heads.append(heads.num)
        return heads


def fits_survey(of: SurveyMeanScorer) -> bool:
    """Whether every weight counts; a survey with weights of nothing is left to the reference engine."""
    weights = [cohort.weight for cohort in of.method.cohorts]
    weights += [section.weight for survey in of.surveys for section in survey.sections]
    return all(weight > 0 for weight in weights)


def survey_mean(of: SurveyMeanScorer, chunk: Chunk) -> Read:
    """Means of means, in the order the survey is built."""
    count = Count(of, chunk, Unknowns(), [])
    means = [_survey(count, cohort, survey) for cohort, survey in zip(of.method.cohorts, of.surveys, strict=True)]
    score = _weighted([Mean(mean, None) for mean in means], [exact(cohort.weight) for cohort in of.method.cohorts])
    return Read(figures.whole_rows(score.figures, chunk.count), some(count.unknown.missing), some(count.unknown.na))


def _survey(count: Count, cohort: Cohort, survey: Survey) -> Figures:
    parts: list[Mean] = []
    for section in survey.sections:
        means = [_question(count, cohort, survey, question) for question in section.questions]
        parts.append(_plain(means, count.chunk.count))
    found = _weighted(parts, [exact(section.weight) for section in survey.sections])
    count.unknown.meet(found.absent, None)
    return found.figures


def _question(count: Count, cohort: Cohort, survey: Survey, question: Question) -> Mean:
    lines = [
        _line(count, count.of.tallies[f"{survey.id}.{key}"], cohort.least_respondents)
        for key, _, _ in lines_of(question)
    ]
    found = _plain(lines, count.chunk.count)
    if count.of.method.unanswered == "missing":
        count.unknown.meet(found.absent, None)
    return found


def _line(count: Count, tally: Tally, least_respondents: int) -> Mean:
    heads: list[Figures] = []
    worths: list[Figures] = []
    for slot, worth in tally.counted:
        read = as_ints(count.chunk.read(slot))
        count.unknown.meet(read.missing, read.na)
        heads.append(read.figures)
        if worth.value:
            worths.append(figures.times(read.figures, worth.value))
    respondents = count.same(figures.total(heads))
    absent = some(respondents.num == 0)
    if least_respondents > 0:
        too_few = ~figures.at_least(respondents, Fraction(least_respondents))
        count.unknown.meet(too_few if absent is None else too_few & ~absent, None)
    if not worths:
        return Mean(Figures(np.zeros(count.chunk.count, np.int64), 1, 0, 0), absent)
    mean, _ = figures.quotient(figures.total(worths), respondents)
    if absent is None and mean.by is not None:
        # the quotient took these very counts for its denominators, so equal counts stay one array
        return Mean(mean, None)
    return Mean(_zeroed(mean, absent), absent)


def _zeroed(x: Figures, absent: Mask | None) -> Figures:
    if absent is None:
        return x
    return replace(x, num=np.where(absent, 0, x.num), lo=min(x.lo, 0), hi=max(x.hi, 0))


def _plain(means: Sequence[Mean], count: int) -> Mean:
    """Σ mean ÷ how many were answered."""
    return _weighted(means, [Fraction(1)] * len(means))


def _weighted(means: Sequence[Mean], weights: Sequence[Fraction]) -> Mean:
    """Σ mean × weight ÷ Σ weight of those that were answered."""
    if len(means) == 1:
        return means[0]
    if all(mean.absent is None for mean in means):
        whole = sum(weights, start=ZERO)
        if len(set(weights)) == 1:
            return Mean(figures.times(figures.total([mean.figures for mean in means]), weights[0] / whole), None)
        parts = [figures.times(mean.figures, weight / whole) for mean, weight in zip(means, weights, strict=True)]
        return Mean(figures.total(parts), None)
    den = lcm(*[weight.denominator for weight in weights])
    shares = [int(weight * den) for weight in weights]
    figures.fits(sum(shares))
    parts = [figures.times(mean.figures, Fraction(share)) for mean, share in zip(means, shares, strict=True)]
    counted: Ints | int = 0
    absent: Mask | None = None
    for mean, share in zip(means, shares, strict=True):
        counted = counted + (share if mean.absent is None else np.where(mean.absent, 0, share))
        absent = _both(absent, mean.absent) if mean is not means[0] else mean.absent
    assert not isinstance(counted, int)
    counted = np.maximum(counted, 1)
    found = figures.over(figures.total(parts), counted, int(counted.min()), int(counted.max()))
    absent = some(absent)
    return Mean(_zeroed(found, absent), absent)


def _both(one: Mask | None, other: Mask | None) -> Mask | None:
    return None if one is None or other is None else one & other
