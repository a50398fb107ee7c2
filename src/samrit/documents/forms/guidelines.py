"""The sheet of results by milestone: what each level demands of a kind of unit, what was done, and where its proof is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from samrit.base.figures import plain, round_half_up, short
from samrit.documents.forms import FormKind
from samrit.documents.forms.agreed import unit_of
from samrit.documents.forms.asked import parts_asked
from samrit.documents.forms.demands import Demand, demand, reached_levels
from samrit.documents.forms.wording import Said, Voice
from samrit.documents.sheet import Request, Sheet
from samrit.documents.templates import guidelines as templates
from samrit.engine.methods import Unit
from samrit.engine.methods.milestones import concerns
from samrit.engine.plan import Node
from samrit.engine.score import Scorecard
from samrit.engine.steps import Step
from samrit.packs.handbook.content import text_of
from samrit.packs.handbook.scoring import bound, counts_as
from samrit.packs.method import Guideline, Milestone, Milestones
from samrit.packs.model import Form, Indicator, Pack


@dataclass(frozen=True)
class DemandedLevel:
    """One level: its points, its words, its demands or why there are none, and whether it was reached."""

    points: Decimal
    name: str
    text: Said
    demands: tuple[Demand, ...]
    without: str = ""
    reached: bool | None = None


@dataclass(frozen=True)
class Ladder:
    """One indicator for one kind of unit."""

    code: str
    name: Said
    weight: str
    measure_unit: str
    kind: str
    kind_name: str
    levels: tuple[DemandedLevel, ...]
    score: Decimal | None = None
    score_places: int = 0


@dataclass(frozen=True)
class GuidelineSheet:
    """The whole sheet; `unit` and `round` are empty where nothing was reported yet."""

    sheet: Sheet
    unit: str
    round: str
    framework: str
    title: str
    headings: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...]
    ladders: tuple[Ladder, ...]


def fill(request: Request) -> GuidelineSheet:
    """Every milestone indicator asked for, for the unit of the scorecard, or for each kind of unit without one.

    `only` names indicators, kinds of unit, or both: the sheets of those indicators for those kinds.
    """
    pack, sheet, card = request.pack, request.sheet, request.card
    voice = Voice(request.terms, sheet.language)
    form = _form(pack)
    kinds = {str(kind.id): text_of(voice.names.kind(kind.id)) for kind in pack.framework.unit_kinds}
    known = {str(one.code): one.name.th for one in _laddered(pack)}
    wanted = parts_asked(request, KIND.id, known | kinds, request.terms.dropped)
    codes = [code for code in wanted if code in known]
    if not any(code in known for code in request.only):
        codes = [code for code in known if code not in request.terms.dropped]
    asked_kinds = [kind for kind in request.only if kind in kinds]
    own = card.facts.unit.kind if card is not None else ""
    ladders = [
        _ladder(voice, one, kind, card if kind == own else None)
        for one in _laddered(pack)
        if one.code in codes
        for kind in asked_kinds or ([own] if own in kinds else [*kinds] or [""])
        if not one.applies_to or counts_as(voice.names, kind) & set(one.applies_to)
    ]
    return GuidelineSheet(
        sheet=sheet,
        unit=unit_of(request),
        round=sheet.said(request.round),
        framework=sheet.said(pack.framework.short_name),
        title=sheet.said(form.title) if form else sheet.either("ข้อมูลผลการดำเนินงาน", "Data of results"),
        headings=_headings(sheet, form),
        kinds=tuple(kinds.items()),
        ladders=tuple(ladders),
    )


def _form(pack: Pack) -> Form | None:
    return next((form for form in pack.forms if form.id == "results"), None)


def _headings(sheet: Sheet, form: Form | None) -> tuple[str, ...]:
    if form is not None and len(form.columns) == 3:
        return tuple(sheet.said(column.heading) for column in form.columns)
    return (
        sheet.either("ระดับคะแนน", "Score level"),
        sheet.either("ขั้นตอนการดำเนินงาน", "Steps"),
        sheet.either("แนวทางการประเมินผล", "Assessment guidelines"),
    )


def _laddered(pack: Pack) -> list[Indicator]:
    return [one for one in pack.every_indicator() if isinstance(one.method, Milestones)]


def _ladder(voice: Voice, one: Indicator, kind: str, card: Scorecard | None) -> Ladder:
    method = one.method
    assert isinstance(method, Milestones)
    node = (
        None if card is None else next(node for top in card.plan.tops for node in top.walk() if node.code == one.code)
    )
    outcome = None if card is None else card.outcomes[one.code]
    score = outcome.score if outcome is not None and isinstance(outcome.score, Step) else None
    reached = (reached_levels(score) if score is not None else []) or [None] * len(method.levels)
    return Ladder(
        code=one.code,
        name=voice.words(one.name),
        weight="" if one.weight is None else (one.weight.verbatim or plain(one.weight.percent)),
        measure_unit=text_of(voice.names.unit(one.measure_unit)),
        kind=kind,
        kind_name=text_of(voice.names.kind(kind)) if kind else "",
        levels=tuple(
            _level(voice, level, _Chosen(voice, kind, card, node), _without(voice, method), passed)
            for level, passed in zip(method.levels, reached, strict=True)
        ),
        score=None if outcome is None else outcome.shown,
        score_places=0 if outcome is None else outcome.rounding.places,
    )


def _level(voice: Voice, level: Milestone, chosen: _Chosen, without: str, reached: bool | None) -> DemandedLevel:
    demands = chosen.demands(level.guidelines)
    return DemandedLevel(
        points=level.score,
        name=voice.level(level.score),
        text=voice.words(level.text),
        demands=demands,
        without="" if demands else without,
        reached=reached,
    )


def _without(voice: Voice, method: Milestones) -> str:
    """How a level counts that has no guideline for the unit."""
    said = voice.either("ไม่มีแนวทางสำหรับหน่วยประเภทนี้", "No guideline for this kind of unit")
    counts = voice.names.value("without_guideline", method.without_guideline)
    order = f" ({voice.names.value('order', method.order)})" if method.order == "consecutive" else ""
    return f"{said}: {counts}{order}"


@dataclass(frozen=True)
class _Chosen:
    """Picks what concerns a kind of unit, or the very unit of a scorecard, and says whether it was done."""

    voice: Voice
    kind: str
    card: Scorecard | None
    node: Node | None

    def demands(self, guidelines: Iterable[Guideline], above: tuple[Guideline, ...] = ()) -> tuple[Demand, ...]:
        found = [self._demand(one, (*above, one)) for one in guidelines]
        return tuple(one for one in found if one is not None)

    def _demand(self, one: Guideline, chain: tuple[Guideline, ...]) -> Demand | None:
        if not self._concerns(one, chain):
            return None
        steps = self.demands(one.steps, chain)
        if one.steps and not steps:
            return None
        whole = demand(self.voice, one, steps)
        done, reported = self._reported(one)
        return replace(
            whole,
            concerns=whole.concerns if self._only_some(one) else "",
            done=done,
            reported=reported,
            reported_unit=text_of(self.voice.names.unit(one.measure_unit)),
        )

    def _concerns(self, one: Guideline, chain: tuple[Guideline, ...]) -> bool:
        if self._unit is not None:
            return concerns(one, self._unit)
        return not self.kind or bound(self.voice.names, chain, self.kind) != "none"

    def _only_some(self, one: Guideline) -> bool:
        """Whether it is for some units of the kind only, and the unit is not known."""
        return self._unit is None and not (self.kind and bound(self.voice.names, [one], self.kind) == "all")

    @property
    def _unit(self) -> Unit | None:
        return None if self.card is None else self.card.facts.unit

    def _reported(self, one: Guideline) -> tuple[bool | None, Decimal | None]:
        if self.card is None or self.node is None or one.steps:
            return None, None
        read = self.node.slots[one.id].read(self.card.facts.values)
        if not isinstance(read, Step):
            return None, None
        if one.at_least is None:
            return read.value >= 1, None
        places = self.card.plan.pack.framework.rules.rounding.result.places
        return read.value >= Fraction(one.at_least), _figure(read.value, places)


def _figure(value: Fraction, places: int) -> Decimal:
    """A reported figure as it is, or to the pack's decimals where it has no end."""
    text = short(value)
    return round_half_up(value, places) if text.startswith("≈") else Decimal(text)


def _parts(pack: Pack) -> dict[str, str]:
    kinds = {str(kind.id): kind.name.th for kind in pack.framework.unit_kinds}
    return {str(one.code): one.name.th for one in _laddered(pack)} | kinds


KIND = FormKind(
    id="guidelines",
    th="ข้อมูลผลการดำเนินงานตามแนวทางการประเมินผล",
    en="Results by assessment guideline, with evidence",
    fill=fill,
    layouts=templates.LAYOUTS,
    fits=lambda pack: bool(_laddered(pack)),
    parts=_parts,
)
