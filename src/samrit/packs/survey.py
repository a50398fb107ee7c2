"""Questionnaires as data: choice scales, sections, questions, sub-items."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from samrit.packs.bind import Code, Located
from samrit.packs.texts import Based, Dashed, Words


@dataclass(frozen=True, kw_only=True)
class Choice(Located):
    """One answer a respondent can tick."""

    id: Annotated[Code, "short key under which answers are tallied"]
    label: Annotated[Words, "as the respondent reads it"]
    value: Annotated[Dashed, "what it counts; “-” for answers that do not count, such as “do not know”"]


@dataclass(frozen=True, kw_only=True)
class ChoiceScale(Based):
    """The answers of a question, from the first to the last."""

    choices: Annotated[tuple[Choice, ...], "in the order shown"]


@dataclass(frozen=True, kw_only=True)
class SubItem(Located):
    """One line of a question that is answered by itself; the question's value is the mean of its lines."""

    id: Annotated[Code, "short key"]
    text: Annotated[Words, "as the respondent reads it"]
    reversed: Annotated[bool, "the scale's values count from the other end"] = False


@dataclass(frozen=True, kw_only=True)
class Question(Located):
    """One question; without sub-items it is answered itself."""

    id: Annotated[Code, "short key"]
    text: Annotated[Words, "as the respondent reads it"]
    scale: Annotated[Code, "id of one of the survey's scales"]
    reversed: Annotated[bool, "the scale's values count from the other end"] = False
    items: Annotated[tuple[SubItem, ...], "lines answered one by one"] = ()


@dataclass(frozen=True, kw_only=True)
class Section(Based):
    """Questions that are averaged together, and what the section weighs in the survey."""

    id: Annotated[Code, "short key"]
    name: Annotated[Words, "heading"]
    weight: Annotated[Decimal, "the section's share; the weights need not total 100"]
    questions: Annotated[tuple[Question, ...], "in order"]


@dataclass(frozen=True, kw_only=True)
class Survey(Based):
    """A questionnaire."""

    id: Annotated[Code, "referred to by survey_mean"]
    name: Annotated[Words, "title as printed"]
    audience: Annotated[Words | None, "who answers"] = None
    scales: Annotated[dict[Code, ChoiceScale], "choice scales by id"]
    sections: Annotated[tuple[Section, ...], "in order"]
