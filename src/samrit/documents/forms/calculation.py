"""The sheet that calculates scores from results: one row per indicator, score × weight, and the total."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from samrit.base.figures import exact, round_half_up
from samrit.base.issues import Language
from samrit.documents.forms import FormKind
from samrit.documents.forms.guidelines import Said, Voice, asked_for, reached_levels
from samrit.documents.paper import Digits
from samrit.documents.sheet import Request
from samrit.documents.templates import calculation as templates
from samrit.engine.rollup import Outcome
from samrit.engine.score import Scorecard
from samrit.engine.steps import Step
from samrit.packs.model import Form, Indicator, Pack

FORM = "calculation"
"""Id of the pack's form, and the place of the document that prints its rows."""


@dataclass(frozen=True)
class CalculationColumn:
    """A column as the form prints it; `id` says what it holds."""

    id: str
    heading: str


@dataclass(frozen=True)
class CalculationRow:
    """One indicator: figures are None where there is none yet, `why` then says why a scorecard has none.

    weighted = score × weight ÷ `divided_by`, the weights that count, rounded half up to the sheet's decimals.
    """

    code: str
    name: Said
    weight: Decimal | None
    result: Decimal | None = None
    score: Decimal | None = None
    weighted: Decimal | None = None
    divided_by: Decimal | None = None
    why: str = ""


@dataclass(frozen=True)
class CalculationSheet:
    """The whole sheet; `sums_up` tells that the total is the sum of the weighted scores as they are shown."""

    issued: date
    language: Language
    digits: Digits
    number: str
    agency: str
    unit: str
    round: str
    framework: str
    title: str
    columns: tuple[CalculationColumn, ...]
    levels: tuple[tuple[str, Decimal], ...]
    rows: tuple[CalculationRow, ...]
    result_places: int
    score_places: int
    weighted_places: int
    total_name: str = ""
    total_weight: Decimal | None = None
    total: Decimal | None = None
    total_places: int = 0
    sums_up: bool = False


def fill(request: Request) -> CalculationSheet:
    """The rows asked for; the total stands below them only when every row is there."""
    pack, sheet, card = request.pack, request.sheet, request.card
    form = _form(pack)
    assert form is not None
    known = {str(one.code): one for one in _rows(pack)}
    codes = asked_for(request, KIND.id, {code: one.name.th for code, one in known.items()})
    rounding = pack.framework.rules.rounding
    voice = Voice(request.terms, sheet.language)
    rows = tuple(_row(voice, known[code], card) for code in codes)
    filled = CalculationSheet(
        issued=sheet.issued,
        language=sheet.language,
        digits=sheet.digits,
        number=sheet.number,
        agency=sheet.agency,
        unit=sheet.unit or (card.facts.unit.name if card is not None else ""),
        round=sheet.said(card.plan.round.name) if card is not None else "",
        framework=sheet.said(pack.framework.short_name),
        title=sheet.said(form.title),
        columns=tuple(CalculationColumn(column.id, sheet.said(column.heading)) for column in form.columns),
        levels=tuple((sheet.said(name), points) for points, name in sorted(form.level_names.items())),
        rows=rows,
        result_places=rounding.result.places,
        score_places=rounding.score.places,
        weighted_places=rounding.weighted.places,
    )
    if request.only and len(codes) < len([code for code in known if code not in request.terms.dropped]):
        return filled
    return _with_total(filled, pack, sheet.said(pack.framework.total.name), card)


def _form(pack: Pack) -> Form | None:
    return next((form for form in pack.forms if form.id == FORM), None)


def _rows(pack: Pack) -> list[Indicator]:
    """The indicators that the document prints in this table; where it prints none, those that are scored themselves."""
    printed = [one for one in pack.every_indicator() if FORM in one.printed]
    return printed or [one for one in pack.every_indicator() if not one.parts]


def _row(voice: Voice, one: Indicator, card: Scorecard | None) -> CalculationRow:
    printed = next((held for place, held in one.printed.items() if place == FORM), None)
    name = voice.thai(printed.name) if printed and printed.name and voice.language == "th" else voice.words(one.name)
    weight = one.weight.percent if one.weight else None
    if card is None:
        return CalculationRow(one.code, name, weight)
    outcome = card.outcomes[one.code]
    if outcome.weight is not None and (weight is None or exact(weight) != outcome.weight):
        weight = _decimal(outcome.weight)
    if not isinstance(outcome.score, Step):
        why = voice.either(outcome.score.th, outcome.score.en)
        return CalculationRow(one.code, name, weight, why=why)
    rounding = card.plan.pack.framework.rules.rounding
    weighted = outcome.weighted
    none_reached = _bare(outcome.score).op == "ladder" and True not in reached_levels(outcome.score)
    return CalculationRow(
        code=one.code,
        name=name,
        weight=weight,
        result=None if none_reached else _result(outcome, rounding.result.places),
        score=outcome.shown,
        weighted=None if weighted is None else round_half_up(weighted.value, rounding.weighted.places),
        divided_by=None if weighted is None else _decimal(_bare(weighted).args[1].value),
        why=voice.names.field("none_reached") if none_reached else "",
    )


def _result(outcome: Outcome, places: int) -> Decimal | None:
    """The measured result; of a ladder, the level that was reached."""
    if isinstance(outcome.result, Step):
        return round_half_up(outcome.result.value, places)
    if not isinstance(outcome.score, Step):
        return None
    bare = _bare(outcome.score)
    return _decimal(bare.value) if bare.op == "ladder" else None


def _bare(step: Step) -> Step:
    """A figure before it was rounded."""
    return step.args[0] if step.op == "round" else step


def _decimal(value: Fraction) -> Decimal:
    """Levels and weights are decimals of the pack, so this division ends."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def _with_total(rows_only: CalculationSheet, pack: Pack, name: str, card: Scorecard | None) -> CalculationSheet:
    weights = [row.weight for row in rows_only.rows if row.weight is not None]
    shown = [row.weighted for row in rows_only.rows if row.weighted is not None]
    places = pack.framework.rules.rounding.total.places
    total = None if card is None else card.shown_total()
    return replace(
        rows_only,
        total_name=name,
        total_weight=sum(weights, Decimal(0)) if len(weights) == len(rows_only.rows) else None,
        total=total,
        total_places=places,
        sums_up=total is not None and round_half_up(exact(sum(shown, Decimal(0))), places) == total,
    )


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
