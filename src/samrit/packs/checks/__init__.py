"""Checks that read a pack like a careful reader; each is a function from a pack to what it found.

Structural checks (PK2xx, errors) say why a pack cannot be scored at all.  Careful checks (PK3xx, PK4xx) say what a reader
of the document would stumble over: contradictions are warnings, oddities are notes, and a recorded discrepancy settles them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from samrit.base.issues import Issue
from samrit.packs.checks import (
    counts,
    coverage,
    dates,
    digits,
    discrepancies,
    formulas,
    intervals,
    kinds,
    levels,
    mentions,
    methods,
    names,
    numbering,
    orders,
    plans,
    printed,
    promises,
    references,
    rules,
    structure,
    surveys,
    targets,
    walk,
    weights,
    wording,
)
from samrit.packs.model import Pack

Check = Callable[[Pack], Iterable[Issue]]

STRUCTURAL: Final[tuple[Check, ...]] = (
    structure.something_to_score,
    structure.unique_ids,
    structure.lists_without_repeats,
    structure.order_of_the_form,
    structure.equivalents,
    structure.foundations,
    references.names,
    methods.method_or_parts,
    methods.figures_to_score,
    methods.inputs_of_methods,
    methods.not_empty,
    formulas.formulas,
    levels.targets_in_order,
    levels.points_on_the_scale,
    levels.ladders_rise,
    levels.marks_in_order,
    weights.weights_given,
    weights.weights_positive,
    weights.weights_add_up,
    rules.scale,
    rules.rounding,
    rules.missing_results,
    rules.not_applicable,
    rules.result_levels,
    rules.times,
    rules.samples,
    rules.days,
    rules.inputs,
    surveys.scales,
    surveys.questions,
    discrepancies.readings_applied,
)
"""What would make a pack unusable for scoring."""

CAREFUL: Final[tuple[Check, ...]] = (
    printed.form_against_detail,
    printed.applied_as_printed,
    printed.pack_as_printed,
    printed.weights_as_printed,
    printed.parts_add_up,
    printed.figures_as_printed,
    targets.increments,
    targets.against_last_year,
    targets.middles,
    targets.absences,
    targets.headings,
    targets.repeated_figures,
    counts.counts,
    dates.impossible_days,
    dates.summaries_after_reports,
    dates.document_dates,
    digits.mixed_digits,
    digits.styles_of_a_sheet,
    digits.item_marks,
    digits.numbered_headings,
    wording.names_and_units,
    wording.repeated_texts,
    wording.names_in_blanks,
    coverage.worked_cases,
    coverage.sources,
    coverage.cascade,
    coverage.empty_columns,
    coverage.whole_of_weights,
    names.foreign_names,
    names.own_names,
    orders.numbers_of_orders,
    orders.dates_of_orders,
    numbering.milestones,
    numbering.elements,
    numbering.codes,
    numbering.marks_of_plans,
    numbering.committees,
    numbering.sub_items,
    mentions.points,
    mentions.indicators,
    mentions.items,
    mentions.ways_of_writing,
    intervals.same_activity,
    intervals.due_twice,
    intervals.due_as_printed,
    intervals.rhythms,
    intervals.too_long,
    intervals.rhythm_as_printed,
    plans.empty_columns,
    plans.lacking_rows,
    promises.counts_said,
    promises.least_said,
    promises.topics_and_parts,
    kinds.units_of_levels,
    surveys.labels,
    surveys.sections,
)
"""What a careful reader of the document would stumble over."""


def run(pack: Pack) -> list[Issue]:
    """Everything the checks find: structural errors alone while there are any, else the careful reader's findings."""
    broken = run_on_terms(pack)
    if broken:
        return broken
    return discrepancies.settle(pack, _all(CAREFUL, pack))


def run_on_terms(pack: Pack) -> list[Issue]:
    """Only what would make a pack unusable for scoring."""
    return _all(STRUCTURAL, pack)


def _all(checks: Iterable[Check], pack: Pack) -> list[Issue]:
    with walk.once(pack):
        return [issue for check in checks for issue in check(pack)]
