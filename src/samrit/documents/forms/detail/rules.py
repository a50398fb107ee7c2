"""How the pack scores where the document leaves it open, and the elements or surveys that it scores from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from samrit.base.figures import plain
from samrit.documents.forms.detail.sections import Entry, Grid, Passage, Section
from samrit.documents.forms.wording import Said, Voice
from samrit.packs.method import (
    Disclosure,
    Element,
    FormulaScore,
    Improvement,
    Judged,
    Milestones,
    PercentThenDeeds,
    SurveyMean,
    Table,
)
from samrit.packs.model import Indicator


def applied_rule(voice: Voice, one: Indicator) -> Said:
    """How the pack scores, where the document leaves it open: said, because a signature covers it."""
    names, method = voice.names, one.method
    told: list[str] = []
    if isinstance(method, Table):
        told = [
            f"{names.field(key)}: {names.value(key, getattr(method, key))}" for key in ("between", "below", "above")
        ]
    elif isinstance(method, FormulaScore):
        told = [f"{names.field(key)}: {names.value(key, getattr(method, key))}" for key in ("below", "above")]
    elif isinstance(method, Milestones | PercentThenDeeds):
        none = names.word("points_are", points=plain(method.none_reached))
        told = [names.value("order", method.order), f"{names.field('none_reached')}: {none}"]
    elif isinstance(method, Disclosure):
        marks = (
            (key, names.word("points_are", points=plain(getattr(method, key)))) for key in ("complete", "incomplete")
        )
        told = [*(f"{names.field(key)}: {points}" for key, points in marks), names.value("partial", method.partial)]
    elif isinstance(method, Judged):
        told = [f"{names.field(key)} {plain(getattr(method, key))}" for key in ("least", "most", "step")]
    elif isinstance(method, SurveyMean):
        told = [f"{names.field('unanswered')}: {names.value('unanswered', method.unanswered)}"]
    if isinstance(method, Improvement):
        told.append(f"{names.field('measure')}: {names.value('measure', method.measure)}")
    if method is None or not told:
        return ()
    return voice.plain(f"{names.field('method')}: {names.value('kind', method.kind)} · {' · '.join(told)}")


def further(voice: Voice, one: Indicator) -> Iterator[Section]:
    """The elements to be disclosed, or the surveys and their weights."""
    method = one.method
    if isinstance(method, Disclosure):
        yield Passage(voice.plain(voice.names.field("elements")), entries=_elements(voice, method.elements))
    elif isinstance(method, SurveyMean):
        surveys = {survey.id: survey.name for survey in voice.pack.surveys}
        yield Grid(
            heading=(),
            heads=tuple(voice.names.field(name) for name in ("survey", "weight", "least_respondents")),
            parts=(100, 30, 30),
            rows=tuple(
                (
                    voice.words(surveys.get(cohort.survey)) or voice.plain(cohort.survey),
                    voice.plain(plain(cohort.weight)),
                    voice.plain(str(cohort.least_respondents)),
                )
                for cohort in method.cohorts
            ),
        )


def _elements(voice: Voice, elements: Iterable[Element]) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            mark=(),
            text=voice.words(one.text),
            behind=" · ".join(
                [voice.names.field("any_of")] * one.any_of + [voice.names.word("not_scored")] * (not one.required)
            ),
            ticked=not one.elements,
            items=_elements(voice, one.elements),
        )
        for one in elements
    )
