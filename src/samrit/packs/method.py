"""How an indicator may be scored: a closed set, told apart by `kind`.  Each has one module in `engine/methods/`.

Nothing here has a default that decides a score: where a document is silent the pack must still say what it does, and
mark it as an assumption.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from samrit.packs.bind import Code, Located
from samrit.packs.texts import Based, Dashed, Words

Between = Literal["interpolate", "step"]
Below = Literal["lowest_level", "scale_lowest", "zero", "extend", "missing"]
Above = Literal["highest_level", "extend"]
Direction = Literal["ascending", "descending"]
Order = Literal["consecutive", "free"]


@dataclass(frozen=True, kw_only=True)
class Table(Based):
    """Targets per level: what a result between, below and above them scores."""

    levels: Annotated[dict[Decimal, Dashed], "points → the result that earns them; “-” where the level has no target"]
    direction: Annotated[Direction, "whether more is better"]
    between: Annotated[
        Between, "interpolate: by proportion between the two neighbouring levels; step: the level reached"
    ]
    below: Annotated[Below, "what a result worse than the lowest level with a target scores"]
    above: Annotated[Above, "what a result better than the highest level scores"]


@dataclass(frozen=True, kw_only=True)
class LevelTable(Table):
    """A result is placed in a table of targets, one per level."""

    kind: ClassVar[str] = "level_table"


@dataclass(frozen=True, kw_only=True)
class FormulaScore(Based):
    """The figure that the indicator's formula gives is the score itself."""

    kind: ClassVar[str] = "formula"

    below: Annotated[Literal["scale_lowest", "extend"], "what a figure under the scale's lowest scores"]
    above: Annotated[Literal["scale_highest", "extend"], "what a figure over the scale's highest scores"]


@dataclass(frozen=True, kw_only=True)
class Composite(Based):
    """The weighted mean of the indicator's parts."""

    kind: ClassVar[str] = "composite"

    weights: Annotated[Literal["own", "equal"], "own: each part's weight; equal: every part counts the same"]


@dataclass(frozen=True, kw_only=True)
class UnitMatch(Located):
    """Which units a line is for: by kind (or its equivalent) and by whom they stand under."""

    short: ClassVar[str] = "kinds"

    kinds: Annotated[tuple[Code, ...], "unit kinds; empty: any"] = ()
    under: Annotated[tuple[Code, ...], "only units that stand under one of these; empty: anywhere"] = ()
    not_under: Annotated[tuple[Code, ...], "but not units that stand under one of these"] = ()


@dataclass(frozen=True, kw_only=True)
class Guideline(Located):
    """One thing a milestone demands, with its own sub-steps; a leaf is reported as a deed, or as a count."""

    id: Annotated[Code, "the input the unit reports it under; the number as printed where there is one"]
    text: Annotated[Words, "what must be done"]
    applies_to: Annotated[tuple[UnitMatch, ...], "for which units; empty: for all"] = ()
    excepts: Annotated[tuple[UnitMatch, ...], "units that are exempt although they match"] = ()
    at_least: Annotated[Decimal | None, "a count that must be reached, instead of done or not done"] = None
    measure_unit: Annotated[Code | None, "what is counted"] = None
    any_of: Annotated[bool, "one of the sub-steps is enough"] = False
    evidence: Annotated[tuple[Words, ...], "what proves it"] = ()
    steps: Annotated[tuple[Guideline, ...], "sub-steps"] = ()


@dataclass(frozen=True, kw_only=True)
class Milestone(Located):
    """One level of a milestone indicator."""

    score: Annotated[Decimal, "points when this level is reached"]
    text: Annotated[Words, "what the level means"]
    guidelines: Annotated[tuple[Guideline, ...], "what must be done for it"] = ()


@dataclass(frozen=True, kw_only=True)
class Milestones(Based):
    """A ladder of deeds: each level lists what must be done, by kind of unit."""

    kind: ClassVar[str] = "milestones"

    levels: Annotated[tuple[Milestone, ...], "from the lowest"]
    order: Annotated[
        Order, "consecutive: a level counts only when all before it are reached; free: the highest reached"
    ]
    without_guideline: Annotated[
        Literal["reached", "not_reached", "left_out"],
        "how a level counts for a unit that it has no guideline for; left_out: the ladder closes up over it",
    ]
    none_reached: Annotated[Decimal, "points when no level is reached"]


@dataclass(frozen=True, kw_only=True)
class Rung(Located):
    """One level of a percent-then-deeds ladder."""

    score: Annotated[Decimal, "points when this level is reached"]
    at_least: Annotated[Decimal | None, "the result that must be reached, or left out where only deeds count"] = None
    deeds: Annotated[tuple[Code, ...], "inputs that must be done"] = ()
    text: Annotated[Words | None, "what the level means"] = None


@dataclass(frozen=True, kw_only=True)
class PercentThenDeeds(Based):
    """A ladder whose lower levels ask for a share of the plan and whose higher ones ask for deeds as well."""

    kind: ClassVar[str] = "percent_then_deeds"

    rungs: Annotated[tuple[Rung, ...], "from the lowest"]
    order: Annotated[
        Order, "consecutive: a level counts only when all before it are reached; free: the highest reached"
    ]
    none_reached: Annotated[Decimal, "points when no level is reached"]


@dataclass(frozen=True, kw_only=True)
class Cohort(Located):
    """One group of respondents and the survey they answer."""

    survey: Annotated[Code, "id of a survey of this pack"]
    weight: Annotated[Decimal, "the cohort's share; the cohorts' weights need not total 100"]
    least_respondents: Annotated[int, "fewer answers to a question leave the cohort without a score"] = 0


@dataclass(frozen=True, kw_only=True)
class SurveyMean(Based):
    """The mean of survey answers: choices → questions → sections → cohorts."""

    kind: ClassVar[str] = "survey_mean"

    cohorts: Annotated[tuple[Cohort, ...], "who answers what, and how much each group counts"]
    unanswered: Annotated[Literal["left_out", "missing"], "a question nobody answered: leave it out, or no score"]


@dataclass(frozen=True, kw_only=True)
class Improvement(Table):
    """How much better than before, placed in a table: the change is computed, then scored like a level table."""

    kind: ClassVar[str] = "improvement"

    before: Annotated[Code, "the input that holds the earlier value"]
    now: Annotated[Code, "the input that holds the present value"]
    measure: Annotated[Literal["relative", "points"], "relative: percent of the earlier value; points: the difference"]


@dataclass(frozen=True, kw_only=True)
class Element(Located):
    """One thing that must be seen in a disclosure item; with elements below it, it stands for them."""

    id: Annotated[Code, "the input it is reported under"]
    text: Annotated[Words, "what must be visible, as printed"]
    any_of: Annotated[bool, "one of the elements below is enough"] = False
    required: Annotated[bool, "false: shown on the checklist but not scored"] = True
    elements: Annotated[tuple[Element, ...], "elements below this one"] = ()


@dataclass(frozen=True, kw_only=True)
class Disclosure(Based):
    """Elements of an item → the item's score; sub-indicators and indicators above are composites."""

    kind: ClassVar[str] = "disclosure"

    elements: Annotated[tuple[Element, ...], "the check-boxes, nested as printed"]
    complete: Annotated[Decimal, "score when every required element is there"]
    incomplete: Annotated[Decimal, "score when none of it counts"]
    partial: Annotated[
        Literal["none", "share"], "none: all or nothing; share: by the share of the top elements present"
    ]


@dataclass(frozen=True, kw_only=True)
class Judged(Based):
    """A score that a person gives within stated limits."""

    kind: ClassVar[str] = "judged"

    least: Annotated[Decimal, "lowest score that may be given"]
    most: Annotated[Decimal, "highest score that may be given"]
    step: Annotated[Decimal, "scores go in steps of this size"]


Method = (
    LevelTable
    | FormulaScore
    | Composite
    | Milestones
    | PercentThenDeeds
    | SurveyMean
    | Improvement
    | Disclosure
    | Judged
)
METHODS: tuple[type, ...] = (
    LevelTable,
    FormulaScore,
    Composite,
    Milestones,
    PercentThenDeeds,
    SurveyMean,
    Improvement,
    Disclosure,
    Judged,
)
