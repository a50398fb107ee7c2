"""One framework, whole: the dataclasses a pack folder is bound to.

The folder: `pack.yaml` (Framework), `indicators/*.yaml` (Indicator), `surveys/*.yaml` (Survey), `forms/*.yaml` (Form),
`plans/*.yaml` (Plan), `cases/*.yaml` (CaseFile).  Names, labels and figures are as printed; longer prose is told in our own concise words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from samrit.packs.bind import Code, Located, RawNode
from samrit.packs.method import Method
from samrit.packs.plans import Committee, Plan, Publication, Sample
from samrit.packs.rules import Round, Rules, Total, Window
from samrit.packs.survey import Survey
from samrit.packs.texts import Based, Dashed, Item, Source, Words

# ── who, where, what is counted ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Document(Located):
    """An official document that the pack was made from."""

    id: Annotated[Code, "referred to by sources"]
    title: Annotated[Words, "title as printed"]
    dated: Annotated[tuple[str, ...], "dates printed on it, verbatim"] = ()
    repairs: Annotated[tuple[Words, ...], "scanning noise that was repaired, and how it stood"] = ()


@dataclass(frozen=True, kw_only=True)
class Abbreviation(Located):
    """A short form used in the texts."""

    short_form: Annotated[str, "as printed"]
    full: Annotated[Words, "what it stands for"]


@dataclass(frozen=True, kw_only=True)
class UnitKind(Located):
    """A kind of unit that is assessed or acts."""

    id: Annotated[Code, "referred to by guidelines and facts"]
    name: Annotated[Words, "as printed"]
    counts_as: Annotated[Code | None, "the kind it is equivalent to"] = None


@dataclass(frozen=True, kw_only=True)
class Post(Located):
    """A post or body with a role in the framework; never a person."""

    id: Annotated[Code, "referred to by duties and items"]
    name: Annotated[Words, "as printed"]
    role: Annotated[
        Literal[
            "assessee", "evaluator", "commentator", "indicator_owner", "data_keeper", "implementing_unit",
            "receives_reports", "measures", "adviser", "other",
        ],
        "what it does in the framework",
    ]  # fmt: skip
    duty: Annotated[Words | None, "what exactly"] = None


@dataclass(frozen=True, kw_only=True)
class Area(Located):
    """A place that baselines are given for."""

    id: Annotated[Code, "referred to by baselines"]
    name: Annotated[Words, "as printed"]
    group: Annotated[Literal["central", "regional"], "how the document groups it"]


@dataclass(frozen=True, kw_only=True)
class MeasureUnit(Located):
    """What a figure is counted in."""

    id: Annotated[Code, "referred to by inputs and indicators"]
    name: Annotated[Words, "as printed"]
    is_ratio: Annotated[bool, "a pure number such as a percentage, a ratio or a level: the result of a division"] = (
        False
    )


@dataclass(frozen=True, kw_only=True)
class Summable(Based):
    """Counting units that the document adds together although they differ."""

    units: Annotated[tuple[Code, ...], "measure units that may be added"]
    becomes: Annotated[Code, "measure unit of the sum"]


@dataclass(frozen=True, kw_only=True)
class Blank(Located):
    """A dotted blank of the form that each agreement fills; texts refer to it as {id}."""

    id: Annotated[Code, "written in texts as {id}"]
    name: Annotated[Words, "what goes there"]
    verbatim: Annotated[str, "the blank as printed"]
    about: Annotated[tuple[Code, ...], "indicators it stands in; empty: the whole form"] = ()


@dataclass(frozen=True, kw_only=True)
class Due(Located):
    """When something must be done each time."""

    verbatim: Annotated[str, "as printed"]
    every: Annotated[Literal["week", "month", "half_year", "year", "once"], "how often"]
    day: Annotated[int | None, "day of the month"] = None
    month: Annotated[Literal["same", "following"] | None, "of the month reported on, or of the next"] = None
    reading: Annotated[Words | None, "how the printed rule is applied where it cannot be followed to the letter"] = None


@dataclass(frozen=True, kw_only=True)
class Duty(Based):
    """Something a post must send or do by a time."""

    id: Annotated[Code, "referred to by items"]
    what: Annotated[Words, "the duty"]
    by: Annotated[tuple[Code, ...], "posts that must do it"]
    to: Annotated[tuple[Code, ...], "posts that receive it"] = ()
    due: Annotated[Due | None, "by when"] = None
    form: Annotated[Words | None, "the form to use"] = None
    indicators: Annotated[tuple[Code, ...], "indicators it is stated for"] = ()


# ── indicators ───────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class KeyResult(Located):
    """A heading that groups indicators (KRA, strategy)."""

    code: Annotated[Code, "referred to by indicators"]
    name: Annotated[Words, "as printed"]
    heading: Annotated[Words | None, "the heading above it"] = None


@dataclass(frozen=True, kw_only=True)
class Weight(Located):
    """What an indicator counts: percent of the agreement, with the text it stands as."""

    short: ClassVar[str] = "percent"

    percent: Annotated[Decimal, "percent of the whole agreement"]
    verbatim: Annotated[str, "as printed, when that differs"] = ""


@dataclass(frozen=True, kw_only=True)
class StepSize(Located):
    """The increment the document declares for its level table."""

    declared: Annotated[Decimal, "units per point"]
    verbatim: Annotated[str, "as printed"]


@dataclass(frozen=True, kw_only=True)
class LevelText(Located):
    """What one place of the document prints for one level."""

    short: ClassVar[str] = "verbatim"

    verbatim: Annotated[str, "as printed, or its telling words"]
    figure: Annotated[Decimal | None, "the figure in it"] = None
    count: Annotated[Decimal | None, "a number of things printed beside a percentage"] = None


@dataclass(frozen=True, kw_only=True)
class Reading(Located):
    """What one place of the document (the form, the detail sheet) prints of an indicator."""

    name: Annotated[str, "the indicator's name as printed there"] = ""
    weight: Annotated[str, "its weight as printed there"] = ""
    measure_unit: Annotated[str, "its measure unit as printed there"] = ""
    step_size: Annotated[StepSize | None, "the increment declared there"] = None
    levels: Annotated[dict[Decimal, LevelText], "points → what is printed for that level"] = field(default_factory=dict)
    place: Annotated[str, "where in the document"] = ""


@dataclass(frozen=True, kw_only=True)
class Formula(Based):
    """How the result is computed from the inputs; safe arithmetic over their names."""

    short: ClassVar[str] = "text"

    text: Annotated[str, "names of inputs, figures, + - * / and brackets"]
    numerator: Annotated[str, "as printed"] = ""
    denominator: Annotated[str, "as printed"] = ""
    factor: Annotated[str, "as printed, such as “X 100”"] = ""


@dataclass(frozen=True, kw_only=True)
class Input(Based):
    """A fact that the indicator needs."""

    name: Annotated[Words, "what is asked"]
    holds: Annotated[Literal["figure", "deed", "judged"], "figure: a number; deed: done or not; judged: points given"]
    measure_unit: Annotated[Code | None, "measure unit of a figure"] = None
    least: Annotated[Decimal | None, "smaller figures are refused"] = None
    most: Annotated[Decimal | None, "larger figures are refused"] = None
    whole: Annotated[bool, "only whole numbers"] = False
    window: Annotated[Code | None, "the window it is measured over; left out: the round"] = None
    every: Annotated[Literal["once", "month"], "reported once for the window, or month by month"] = "once"
    adds_up: Annotated[
        Literal["sum", "last", "mean", "most", "union"] | None,
        "how monthly figures become one: sum, the last one, mean, the largest, union (a deed done in any month)",
    ] = None
    nil_is: Annotated[Decimal | None, "what a declared nil (“ไม่มี”) counts; left out: a nil is refused"] = None
    measured_by: Annotated[Code | None, "the post that measures it, when it is not the unit itself"] = None
    broadcast: Annotated[bool, "measured from above, once for all units"] = False
    evidence: Annotated[tuple[Words, ...], "what proves it"] = ()


@dataclass(frozen=True, kw_only=True)
class BaselineYear(Located):
    """One row of a baseline table."""

    year: Annotated[int, "พ.ศ."]
    middle: Annotated[Dashed, "the middle criterion (level 3) printed for that year"]
    areas: Annotated[dict[Code, Dashed], "area → value; “-” where a dash is printed"] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Baseline(Located):
    """Earlier years' values, by area."""

    name: Annotated[Words, "row label as printed"]
    years: Annotated[tuple[BaselineYear, ...], "in order"]
    headings: Annotated[dict[Code, str], "column headings as printed, by group"] = field(default_factory=dict)
    source: Annotated[Source | None, "where it stands"] = None


@dataclass(frozen=True, kw_only=True)
class Cascade(Located):
    """Which targets above this one the indicator supports."""

    agency: Annotated[str, "สอดคล้องกับคำรับรอง กปส. ตัวที่: code as printed"] = ""
    superior: Annotated[str, "สอดคล้องกับเป้าหมายผู้บังคับบัญชาตัวที่: code as printed"] = ""


PartKind = Literal[
    "explanation", "topics", "programmes", "guideline", "collection", "evaluation", "conditions", "steps", "counting",
    "outputs", "notes", "evidence",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Part(Located):
    """A titled part of an indicator's sheet."""

    about: Annotated[PartKind, "what kind of part"]
    heading: Annotated[str, "as printed, where it has one"] = ""
    items: Annotated[tuple[Item, ...], "its lines"]
    source: Annotated[Source | None, "where it stands"] = None


@dataclass(frozen=True, kw_only=True)
class QualityTarget(Located):
    """A quality that an output must reach, beside its quantity."""

    output: Annotated[Words, "the output, as printed"]
    measure: Annotated[Words, "what is measured"]
    percent: Annotated[Decimal, "the target"]
    source: Annotated[Source | None, "where it stands"] = None


@dataclass(frozen=True, kw_only=True)
class Indicator(Located):
    """One indicator, with its parts where it has any."""

    code: Annotated[Code, "unique in the pack; text, never a number"]
    name: Annotated[Words, "as printed on the form"]
    source: Annotated[Source | None, "where it stands; required for a top indicator"] = None
    key_result: Annotated[Code | None, "the heading it stands under"] = None
    weight: Annotated[Weight | None, "required unless the parts count equally"] = None
    measure_unit: Annotated[Code | None, "what its result is counted in"] = None
    cascade: Annotated[Cascade | None, "targets above that it supports"] = None
    window: Annotated[Code | None, "what it is measured over; left out: the round"] = None
    explanation: Annotated[Words | None, "what it is about"] = None
    inputs: Annotated[dict[Code, Input], "facts it needs, by name"] = field(default_factory=dict)
    formula: Annotated[Formula | None, "how the result is computed; left out: the single figure reported"] = None
    method: Annotated[Method | None, "how it is scored; left out only where parts follow: their weighted mean"] = None
    printed: Annotated[dict[Code, Reading], "what each place of the document prints: form, detail"] = field(
        default_factory=dict
    )
    baselines: Annotated[tuple[Baseline, ...], "earlier years"] = ()
    quality: Annotated[tuple[QualityTarget, ...], "qualities demanded beside the score"] = ()
    details: Annotated[tuple[Part, ...], "the rest of its sheet"] = ()
    posts: Annotated[tuple[Code, ...], "posts with a role in it"] = ()
    applies_to: Annotated[tuple[Code, ...], "unit kinds it is for; empty: all"] = ()
    publication: Annotated[Publication | None, "how a disclosure item must be published"] = None
    parts: Annotated[tuple[Indicator, ...], "sub-indicators"] = ()


# ── what is wrong in the document, and what agreements may change ────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Saying(Located):
    """What one place of the document says."""

    place: Annotated[str, "where"]
    says: Annotated[str, "a few words, as printed"]


@dataclass(frozen=True, kw_only=True)
class Discrepancy(Located):
    """The document contradicts itself, or cannot be followed to the letter; recorded, shown, never silently fixed."""

    id: Annotated[Code, "referred to by findings and scorecards"]
    about: Annotated[tuple[Code, ...], "indicators concerned; empty: the whole document"] = ()
    what: Annotated[Words, "the contradiction in a sentence"]
    sayings: Annotated[tuple[Saying, ...], "what stands where"]
    touches_score: Annotated[bool, "whether a score depends on the reading"]
    applied: Annotated[Words | None, "the reading that is applied; required when a score depends on it"] = None
    assumption: Annotated[Words | None, "why that reading"] = None
    settles: Annotated[tuple[Code, ...], "check codes whose findings on these indicators it explains"] = ()


Operation = Literal[
    "select", "weight", "levels", "blank", "baseline", "window", "own_indicator", "texts", "amend_from_date"
]


@dataclass(frozen=True, kw_only=True)
class Allowance(Based):
    """Whether agreements may change one thing; what is not allowed here is refused."""

    operation: Annotated[Operation, "what"]
    allowed: Annotated[bool, "yes or no"]
    indicators: Annotated[tuple[Code, ...], "only these; empty: all"] = ()
    because: Annotated[Words, "the reason the reader is told"]


@dataclass(frozen=True, kw_only=True)
class FormField(Located):
    """A field of the form's head."""

    label: Annotated[Words, "as printed"]
    fills: Annotated[Literal["blank", "post", "choice", "signature", "text"], "what stands there"]
    value: Annotated[str, "what is printed there, or the id of the blank or post"] = ""
    note: Annotated[Words | None, "a remark printed beside it"] = None


@dataclass(frozen=True, kw_only=True)
class FormColumn(Located):
    """A column of the form."""

    id: Annotated[Code, "short key"]
    heading: Annotated[Words, "as printed"]
    letter: Annotated[str, "the letter used in the form's arithmetic, such as ก"] = ""
    holds: Annotated[str, "what the column shows"] = ""
    sub_headings: Annotated[tuple[Words, ...], "columns below it"] = ()


@dataclass(frozen=True, kw_only=True)
class Signatory(Located):
    """Who signs the form."""

    post: Annotated[Code, "a post of the pack"]
    label: Annotated[Words, "as printed"]
    only_for: Annotated[Words | None, "when only some assessees need this signature"] = None


@dataclass(frozen=True, kw_only=True)
class Form(Located):
    """An official form's wording: head, columns, level names, total rows, signatories."""

    id: Annotated[Code, "short key"]
    title: Annotated[Words, "as printed"]
    number: Annotated[str, "the form's number, as printed"] = ""
    source: Annotated[Source | None, "where it stands"] = None
    head: Annotated[tuple[FormField, ...], "fields above the table"] = ()
    columns: Annotated[tuple[FormColumn, ...], "from the left"] = ()
    level_names: Annotated[dict[Decimal, Words], "points → name"] = field(default_factory=dict)
    totals: Annotated[tuple[FormField, ...], "rows below the table"] = ()
    signatories: Annotated[tuple[Signatory, ...], "in order"] = ()


# ── the whole ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Framework(Located):
    """`pack.yaml`: everything about the framework but its indicators, surveys, forms and cases."""

    id: Annotated[Code, "the folder's name"]
    version: Annotated[str, "of this pack: MAJOR.MINOR.PATCH"]
    needs_samrit: Annotated[str, "the oldest Samrit that can score it: MAJOR.MINOR"]
    name: Annotated[Words, "the framework's name as printed"]
    short_name: Annotated[Words, "what people call it"]
    authority: Annotated[Words, "who issued it"]
    fiscal_year: Annotated[int, "พ.ศ."]
    documents: Annotated[tuple[Document, ...], "the official texts"]
    abbreviations: Annotated[tuple[Abbreviation, ...], "short forms"] = ()
    unit_kinds: Annotated[tuple[UnitKind, ...], "kinds of unit"] = ()
    posts: Annotated[tuple[Post, ...], "posts and bodies"] = ()
    areas: Annotated[tuple[Area, ...], "places baselines are given for"] = ()
    measure_units: Annotated[tuple[MeasureUnit, ...], "what figures are counted in"]
    summable: Annotated[tuple[Summable, ...], "counting units that may be added"] = ()
    blanks: Annotated[tuple[Blank, ...], "blanks that each agreement fills"] = ()
    rules: Annotated[Rules, "scoring rules"]
    windows: Annotated[tuple[Window, ...], "stretches of time"] = ()
    rounds: Annotated[tuple[Round, ...], "scorings"]
    duties: Annotated[tuple[Duty, ...], "what is sent, by whom, to whom, by when"] = ()
    key_results: Annotated[tuple[KeyResult, ...], "headings"] = ()
    order: Annotated[tuple[Code, ...], "top indicators, in the order of the form"]
    total: Annotated[Total, "the bottom line"]
    overlay: Annotated[tuple[Allowance, ...], "what agreements may change"] = ()
    committees: Annotated[tuple[Committee, ...], "committees and the orders that appoint them"] = ()
    samples: Annotated[tuple[Sample, ...], "how many respondents a survey needs"] = ()
    discrepancies: Annotated[tuple[Discrepancy, ...], "contradictions of the document"] = ()


@dataclass(frozen=True, kw_only=True)
class Expected(Located):
    """What a worked case expects of one indicator."""

    short: ClassVar[str] = "score"

    score: Annotated[str, "the shown score, “missing”, “not_applicable”, “dropped” or “not_in_round”"] = ""
    result: Annotated[str, "the shown result"] = ""
    weighted: Annotated[str, "the shown score × weight"] = ""


@dataclass(frozen=True, kw_only=True)
class CaseUnit(Located):
    """The unit of a worked case."""

    short: ClassVar[str] = "name"

    name: Annotated[str, "an invented unit"]
    kind: Annotated[Code | None, "its kind"] = None
    under: Annotated[tuple[Code, ...], "unit kinds or bodies it stands under"] = ()


@dataclass(frozen=True, kw_only=True)
class Case(Located):
    """Facts in, figures out: derived by hand, with the arithmetic written out."""

    name: Annotated[Words, "what the case shows"]
    round: Annotated[Code, "the round scored"]
    unit: Annotated[CaseUnit | None, "the unit"] = None
    overlay: Annotated[RawNode | None, "operations of an agreement, when the case is about them"] = None
    facts: Annotated[RawNode, "indicator → value, or input → value"]
    arithmetic: Annotated[str, "how the figures were derived by hand"]
    expect: Annotated[dict[Code, Expected], "indicator → figures"] = field(default_factory=dict)
    total: Annotated[str, "the shown total, or “missing”"] = ""
    converted: Annotated[str, "the shown converted total, or “missing”"] = ""
    band: Annotated[str, "id of the result level"] = ""
    refuses: Annotated[Code | None, "issue code that must be reported instead of a score"] = None


@dataclass(frozen=True, kw_only=True)
class CaseFile(Located):
    """One file of worked cases."""

    about: Annotated[Words, "what these cases prove"]
    cases: Annotated[tuple[Case, ...], "cases"]


@dataclass(frozen=True, kw_only=True)
class Pack(Located):
    """One version of a framework, whole."""

    framework: Framework
    indicators: tuple[Indicator, ...]
    surveys: tuple[Survey, ...] = ()
    forms: tuple[Form, ...] = ()
    plans: tuple[Plan, ...] = ()
    cases: tuple[CaseFile, ...] = ()

    @property
    def id(self) -> str:
        return self.framework.id

    def every_indicator(self) -> list[Indicator]:
        """All indicators, parents before their parts, in the order of the form."""
        found: list[Indicator] = []
        stack = list(reversed(self.indicators))
        while stack:
            indicator = stack.pop()
            found.append(indicator)
            stack.extend(reversed(indicator.parts))
        return found
