"""The sheet that calculates scores from results: one row per indicator, score × weight, and the total."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from samrit.base.figures import round_half_up
from samrit.documents.forms import FormKind
from samrit.documents.forms.agreed import unit_of
from samrit.documents.forms.asked import parts_asked
from samrit.documents.forms.demands import before_rounding, reached_levels
from samrit.documents.forms.reckoned import Amount, Reckoning, decimal_of, whole
from samrit.documents.forms.wording import Said, Voice
from samrit.documents.sheet import Request, Sheet
from samrit.documents.templates import calculation as templates
from samrit.engine.rollup import Outcome
from samrit.engine.steps import Step
from samrit.packs.bind import Code
from samrit.packs.model import Form, Indicator, Pack

FORM = Code("calculation")
"""Id of the pack's form, and the place of the document that prints its rows."""


@dataclass(frozen=True)
class CalculationColumn:
    """A column as the form prints it; `id` says what it holds."""

    id: str
    heading: str


@dataclass(frozen=True)
class CalculationRow:
    """One indicator; `why` says why a scorecard has no figure for it."""

    code: str
    name: Said
    weight: Amount
    result: Decimal | None
    score: Amount
    weighted: Amount
    why: str = ""


@dataclass(frozen=True)
class CalculationSheet:
    """The whole sheet; `divisor` is the sum of the weights that count, where something was scored."""

    sheet: Sheet
    unit: str
    round: str
    framework: str
    title: str
    columns: tuple[CalculationColumn, ...]
    levels: tuple[tuple[str, Decimal], ...]
    rows: tuple[CalculationRow, ...]
    score_places: int
    weighted_places: int
    divisor: Decimal | None
    total_name: str
    total_weight: Amount
    total: Amount


def fill(request: Request) -> CalculationSheet:
    """The rows asked for; the total stands below them only when every row is there."""
    pack, sheet = request.pack, request.sheet
    form = _form(pack)
    assert form is not None
    known = {str(one.code): one for one in _rows(pack)}
    codes = parts_asked(request, KIND.id, known, request.terms.dropped)
    rounding = pack.framework.rules.rounding
    reckoning = Reckoning(request)
    voice = Voice(request.terms, sheet.language)
    rows = tuple(_row(request, voice, reckoning, known[code]) for code in codes)
    complete = not set(known) - set(codes) - request.terms.dropped
    weights = [row.weight for row in rows]
    weighed = all(one.value is not None for one in weights)
    return CalculationSheet(
        sheet=sheet,
        unit=unit_of(request),
        round=sheet.said(request.round),
        framework=sheet.said(pack.framework.short_name),
        title=sheet.said(form.title),
        columns=tuple(CalculationColumn(column.id, sheet.said(column.heading)) for column in form.columns),
        levels=tuple((sheet.said(name), points) for points, name in sorted(form.level_names.items())),
        rows=rows,
        score_places=rounding.score.places,
        weighted_places=rounding.weighted.places,
        divisor=whole(request) if any(row.weighted.value is not None for row in rows) else None,
        total_name=sheet.said(pack.framework.total.name) if complete else "",
        total_weight=reckoning.total_weight(weights) if complete and weighed else Amount(None),
        total=reckoning.total([row.weighted for row in rows]) if complete else Amount(None),
    )


def _form(pack: Pack) -> Form | None:
    return next((form for form in pack.forms if form.id == FORM), None)


def _rows(pack: Pack) -> list[Indicator]:
    """The indicators that the document prints in this table; where it prints none, those that are scored themselves."""
    printed = [one for one in pack.every_indicator() if FORM in one.printed]
    return printed or [one for one in pack.every_indicator() if not one.parts]


def _row(request: Request, voice: Voice, reckoning: Reckoning, one: Indicator) -> CalculationRow:
    printed = "" if voice.english or FORM not in one.printed else one.printed[FORM].name
    score = reckoning.score(one, one.parts)
    outcome = None if request.card is None else request.card.outcomes[one.code]
    fails = outcome is not None and isinstance(outcome.score, Step) and _reaches_nothing(outcome.score)
    rounding = request.pack.framework.rules.rounding
    return CalculationRow(
        code=one.code,
        name=voice.thai(printed) if printed else voice.words(one.name),
        weight=reckoning.weight(one),
        result=None if outcome is None or fails else _result(outcome, rounding.result.places),
        score=score,
        weighted=reckoning.weighted(one),
        why=voice.names.field("none_reached") if fails else "" if outcome is None else score.why,
    )


def _reaches_nothing(score: Step) -> bool:
    reached = reached_levels(score)
    return bool(reached) and True not in reached


def _result(outcome: Outcome, places: int) -> Decimal | None:
    """The measured result; of a ladder, the level that was reached."""
    if not isinstance(outcome.score, Step):
        return None
    if isinstance(outcome.result, Step):
        return round_half_up(outcome.result.value, places)
    score = before_rounding(outcome.score)
    return decimal_of(score.value) if score.op == "ladder" else None


def _parts(pack: Pack) -> dict[str, str]:
    return {str(one.code): one.name.th for one in _rows(pack)}


KIND = FormKind(
    id=FORM,
    th="การคำนวณคะแนนจากผลการดำเนินงาน",
    en="Calculation of scores from results",
    fill=fill,
    layouts=templates.LAYOUTS,
    fits=lambda pack: _form(pack) is not None,
    parts=_parts,
)
