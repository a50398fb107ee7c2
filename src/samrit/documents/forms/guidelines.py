"""The sheet of results by milestone: what each level demands of a kind of unit, what was done, and where its proof is.

It also holds what every sheet about an indicator shares: the pack's words with their blanks, and a level's demands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from samrit.base.figures import plain, round_half_up, short
from samrit.base.issues import Language, Place, Refused, define
from samrit.documents.forms import FormKind
from samrit.documents.paper import Digits
from samrit.documents.sheet import Request
from samrit.documents.templates import guidelines as templates
from samrit.engine.methods import Unit
from samrit.engine.methods.milestones import concerns
from samrit.engine.plan import Node
from samrit.engine.score import Scorecard
from samrit.engine.steps import Step
from samrit.packs.handbook.content import text_of
from samrit.packs.handbook.scoring import bound, counts_as
from samrit.packs.handbook.writer import Writer
from samrit.packs.method import Guideline, Milestone, Milestones, UnitMatch
from samrit.packs.model import Form, Indicator, Pack
from samrit.packs.terms import Terms
from samrit.packs.texts import Words

UNKNOWN_PART = define(
    "DO050", "error",
    th="แบบ “{form}” ไม่มีส่วน “{code}”", en="the form “{form}” has no part “{code}”",
    cure_th="ส่วนที่มี: {allowed}", cure_en="its parts are: {allowed}",
)  # fmt: skip
TAKEN_OUT = define(
    "DO051", "error",
    th="ข้อตกลงตัดตัวชี้วัด {code} ออกแล้ว จึงไม่มีในแบบ “{form}”", en="the agreement takes indicator {code} out, so it is not in the form “{form}”",
    cure_th="ขอเฉพาะตัวชี้วัดที่ยังอยู่: {allowed}", cure_en="ask for those that remain: {allowed}",
)  # fmt: skip


# ── the pack's words on a paper ──


@dataclass(frozen=True)
class Piece:
    """A stretch of words; with `blank`, the blank of that name: what the agreement wrote on it, or `mm` of dots."""

    text: str = ""
    blank: str = ""
    mm: float = 0


Said = tuple[Piece, ...]


class Voice:
    """Says the parts of a pack in the paper's language, with the blanks that the agreement filled or left open."""

    def __init__(self, terms: Terms, language: Language) -> None:
        self.language = language
        self.names = Writer(terms.pack, language)
        self._filled = terms.blanks
        self._blanks = {str(one.id): one for one in terms.pack.framework.blanks}

    def words(self, words: Words | None) -> Said:
        """A text of the pack; one without English is quoted in an English paper."""
        if words is None:
            return ()
        return self.thai(words.th) if self.language == "en" and not words.en else self.pieces(words.said(self.language))

    def thai(self, text: str) -> Said:
        """Words of the document as printed; quoted in an English paper."""
        quoted = self.language == "en" and bool(_THAI.search(text))
        return self.pieces(f"“{text}”" if quoted else text)

    def pieces(self, text: str) -> Said:
        """A text cut at its blanks."""
        found: list[Piece] = []
        end = 0
        text = " ".join(text.split())
        for match in _BLANK.finditer(text):
            if match[1] in self._blanks:
                found += [Piece(text[end : match.start()]), self.blank(match[1])]
                end = match.end()
        return tuple(one for one in (*found, Piece(text[end:])) if one.text or one.blank)

    def blank(self, name: str) -> Piece:
        """One blank: what was written on it, or dots about as long as the document's."""
        return Piece(self._filled.get(name, ""), name, _length(self._blanks[name].verbatim))

    def blank_name(self, name: str) -> str:
        """What goes on a blank."""
        return " ".join(self._blanks[name].name.said(self.language).split())

    def either(self, th: str, en: str) -> str:
        """A label of ours."""
        return th if self.language == "th" else en

    def level(self, points: Decimal) -> str:
        """“ระดับ 3”."""
        return self.names.word("level_n", points=plain(points))


_THAI = re.compile("[ก-๛]")
_BLANK = re.compile(r"\{([\w.\-/]+)\}")
_DOTS = re.compile(r"[.…]*…[.…]*|\.{3,}")


def blanks_of(text: str) -> tuple[str, ...]:
    """The blanks that a text of the pack names, in order."""
    return tuple(_BLANK.findall(text))


def _length(verbatim: str) -> float:
    """A dot of the document is about a millimetre; where it printed a bracketed name instead, a name's room."""
    dots = sum(len(run) + 2 * run.count("…") for run in _DOTS.findall(verbatim))
    return float(min(max(dots, 14), 26)) if dots else 40.0


def asked_for(request: Request, form: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """The parts asked for, all of them when none is named; refuses each part that the form does not have."""
    dropped = request.terms.dropped
    allowed = [code for code in known if code not in dropped]
    issues = [
        (TAKEN_OUT if code in dropped else UNKNOWN_PART).at(
            Place("--only"), (code,), form=form, code=code, allowed=", ".join(allowed)
        )
        for code in request.only
        if code not in allowed
    ]
    if issues:
        raise Refused(issues)
    return tuple(code for code in allowed if not request.only or code in request.only)


# ── what a level demands ──


@dataclass(frozen=True)
class Demand:
    """A guideline: its number and words, for whom, how much, whether it was done, its proofs, and its sub-steps.

    `done` is None while nothing was reported; `ticked` tells that it is reported by itself, so it has a box.
    """

    number: str
    text: Said
    concerns: str = ""
    asks: str = ""
    ticked: bool = True
    done: bool | None = None
    reported: Decimal | None = None
    reported_unit: str = ""
    evidence: tuple[Said, ...] = ()
    steps: tuple[Demand, ...] = ()


@dataclass(frozen=True)
class DemandedLevel:
    """One level: its points, its words, its demands or why there are none, and whether it was reached."""

    points: Decimal
    name: str
    text: Said
    demands: tuple[Demand, ...]
    without: str = ""
    reached: bool | None = None


def demanded(voice: Voice, one: Guideline) -> Demand:
    """A guideline with everything it says, for units of every kind."""
    names, unit = voice.names, text_of(voice.names.unit(one.measure_unit))
    asks = [names.field("any_of")] if one.any_of else []
    if one.at_least is not None:
        asks.append(f"{names.field('at_least')} {names.measured(one.at_least, unit)}")
    return Demand(
        number=one.id,
        text=voice.words(one.text),
        concerns=" · ".join(
            f"{names.field(field)} {_matches(voice, matches)}"
            for field, matches in (("applies_to", one.applies_to), ("excepts", one.excepts))
            if matches
        ),
        asks=" · ".join(asks),
        ticked=not one.steps,
        evidence=tuple(voice.words(proof) for proof in one.evidence),
        steps=tuple(demanded(voice, step) for step in one.steps),
    )


def _matches(voice: Voice, matches: Iterable[UnitMatch]) -> str:
    return text_of(voice.names.matches(matches))


# ── the sheet ──


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

    issued: date
    language: Language
    digits: Digits
    number: str
    agency: str
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
    wanted = asked_for(request, KIND.id, known | kinds)
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
        issued=sheet.issued,
        language=sheet.language,
        digits=sheet.digits,
        number=sheet.number,
        agency=sheet.agency,
        unit=sheet.unit or (card.facts.unit.name if card is not None else ""),
        round=sheet.said(card.plan.round.name) if card is not None else "",
        framework=sheet.said(pack.framework.short_name),
        title=sheet.said(form.title) if form else sheet.either("ข้อมูลผลการดำเนินงาน", "Data of results"),
        headings=tuple(sheet.said(column.heading) for column in form.columns)
        if form and len(form.columns) == 3
        else (
            sheet.either("ระดับคะแนน", "Score level"),
            sheet.either("ขั้นตอนการดำเนินงาน", "Steps"),
            sheet.either("แนวทางการประเมินผล", "Assessment guidelines"),
        ),
        kinds=tuple(kinds.items()),
        ladders=tuple(ladders),
    )


def _form(pack: Pack) -> Form | None:
    return next((form for form in pack.forms if form.id == "results"), None)


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


def reached_levels(score: Step) -> list[bool | None]:
    """Whether each level of a ladder was reached, read from the score's trace; None: left out.  [] for other scores."""
    bare = score.args[0] if score.op == "round" else score
    if bare.op != "ladder":
        return []
    ladder, tests = bare.about
    found: list[bool | None] = []
    for index in range(len(ladder.scores)):
        # where levels are climbed in order, the tests end with the first level that failed
        passed = index < len(tests) and index not in ladder.never and all(test.holds for test in tests[index])
        found.append(None if index in ladder.left_out else passed)
    return found


def _level(voice: Voice, level: Milestone, chosen: _Chosen, without: str, reached: bool | None) -> DemandedLevel:
    demands = chosen.demands(level.guidelines, ())
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

    def demands(self, guidelines: Iterable[Guideline], above: tuple[Guideline, ...]) -> tuple[Demand, ...]:
        found = [self._demand(one, (*above, one)) for one in guidelines]
        return tuple(one for one in found if one is not None)

    def _demand(self, one: Guideline, chain: tuple[Guideline, ...]) -> Demand | None:
        if not self._concerns(one, chain):
            return None
        steps = self.demands(one.steps, chain)
        if one.steps and not steps:
            return None
        said = demanded(self.voice, one)
        done, reported = self._reported(one)
        return Demand(
            number=said.number,
            text=said.text,
            concerns=self._some(one),
            asks=said.asks,
            ticked=said.ticked,
            done=done,
            reported=reported,
            reported_unit=text_of(self.voice.names.unit(one.measure_unit)),
            evidence=said.evidence,
            steps=steps,
        )

    def _concerns(self, one: Guideline, chain: tuple[Guideline, ...]) -> bool:
        unit = self._unit
        return (
            concerns(one, unit)
            if unit is not None
            else not self.kind or bound(self.voice.names, chain, self.kind) != "none"
        )

    @property
    def _unit(self) -> Unit | None:
        return None if self.card is None else self.card.facts.unit

    def _some(self, one: Guideline) -> str:
        """For which units of the kind, where it is not for all of them and the unit is not known."""
        if self._unit is not None or (self.kind and bound(self.voice.names, [one], self.kind) == "all"):
            return ""
        return demanded(self.voice, one).concerns

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
