"""The score annex: the scorecard on one board, how each figure came about, and what all of it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import samrit
from samrit.base import figures
from samrit.base.issues import NOWHERE, Refused
from samrit.documents.forms import FormKind
from samrit.documents.forms.agreed import unit_of
from samrit.documents.forms.asked import NEEDS_SCORES, filled, parts_asked, said
from samrit.documents.forms.reckoned import Amount, Reckoning
from samrit.documents.forms.score_remarks import Remark, assumptions_of, contradictions_of
from samrit.documents.forms.score_strip import Strip, strip_of
from samrit.documents.sheet import Request, Sheet
from samrit.documents.templates.score_annex import v1
from samrit.engine.explain import Explanation, explain_all
from samrit.engine.plan import Node
from samrit.engine.score import Scorecard, lost_of
from samrit.engine.steps import Step
from samrit.packs.model import Pack

ID = "score-annex"
BOARD_ROWS = 22
"""More indicators than this, and the board shows only the instruments and what stands directly below them."""


@dataclass(frozen=True)
class Entry:
    """A row of the board; `depth` below the top indicators; `split` is a part's share of its indicator's weight."""

    code: str
    depth: int
    name: str
    result: Amount
    weight: Amount
    split: str
    score: Amount
    weighted: Amount
    status: str
    counts: bool


@dataclass(frozen=True)
class Paragraph:
    """The lines of an explanation that are for the same thing."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Explained:
    """How one indicator, or the total, came to its figure; `rests_on` are the numbers of the remarks at the end."""

    code: str
    depth: int
    name: str
    score: Amount
    strip: Strip | None
    paragraphs: tuple[Paragraph, ...]
    rests_on: tuple[str, ...]


@dataclass(frozen=True)
class Proof:
    """What a reader needs to recompute the score."""

    label: str
    text: str


@dataclass(frozen=True)
class Annex:
    """The whole annex."""

    sheet: Sheet
    framework: str
    round: str
    unit: str
    total_label: str
    total: Amount
    converted_label: str
    converted: Amount | None
    full_mark: str
    band: str
    band_label: str
    still: str
    entries: tuple[Entry, ...]
    shortened: bool
    weights: Amount
    explained: tuple[Explained, ...]
    whole: Explained
    assumptions: tuple[Remark, ...]
    discrepancies: tuple[Remark, ...]
    proofs: tuple[Proof, ...]


def fill(request: Request) -> Annex:
    """The board always whole; the explanations of the indicators asked for."""
    card = request.card
    if card is None:
        raise Refused([NEEDS_SCORES.at(NOWHERE, form=KIND.id)])
    wanted = parts_asked(request, KIND.id, _parts(request.pack))
    return _Annexed(request, card).annex(set(wanted))


def _parts(pack: Pack) -> dict[str, str]:
    return {str(one.code): one.name.th for one in pack.every_indicator()}


_KINDS: tuple[tuple[str, tuple[str, str]], ...] = (
    ("reported", ("ที่รายงาน", "Reported")),
    ("result", ("ผล", "Result")),
    ("rule", ("เกณฑ์", "Rule")),
    ("reading", ("เทียบเกณฑ์", "Reading")),
    ("score", ("คะแนน", "Score")),
    ("weighted", ("ถ่วงน้ำหนัก", "Weighted")),
    ("next", ("ขั้นต่อไป", "Next")),
)
_STATUS = {
    "scored": ("คิดแล้ว", "scored"),
    "missing": ("ยังไม่มีผล", "no result yet"),
    "not_applicable": ("ไม่ใช้กับหน่วยนี้", "not applicable"),
    "dropped": ("ตัดออกตามข้อตกลง", "taken out"),
    "not_in_round": ("ไม่วัดในรอบนี้", "not in this round"),
}


class _Annexed:
    """One scorecard on its way to paper: its nodes by code, its remarks by number, its formulas."""

    def __init__(self, request: Request, card: Scorecard) -> None:
        self.request = request
        self.card = card
        self.either = request.sheet.either
        self.language = request.sheet.language
        self.rounding = card.plan.pack.framework.rules.rounding
        self.nodes: dict[str, Node] = {node.code: node for top in card.plan.tops for node in top.walk()}
        self.reckoning = Reckoning(request)
        self._weighing = {self.either(*_STATUS[status]) for status in ("scored", "missing", *lost_of(card.plan))}
        self.assumptions = assumptions_of(request, card)
        self.discrepancies = contradictions_of(request, card)

    def annex(self, wanted: set[str]) -> Annex:
        card, framework = self.card, self.card.plan.pack.framework
        shortened = len(card.outcomes) > BOARD_ROWS
        entries = tuple(entry for top in card.plan.tops for entry in self._entries(top))
        by_code = {entry.code: entry for entry in entries}
        tops = [entry for entry in entries if entry.depth == 0 and entry.status in self._weighing]
        weights = self.reckoning.total_weight([one.weight for one in tops])
        total = self.reckoning.total([one.weighted for one in tops])
        shown = [entry for entry in entries if not shortened or entry.depth <= 1]
        explanations = {one.code: one for one in explain_all(card)}
        scheme = framework.total.schemes[0] if framework.total.schemes else None
        return Annex(
            sheet=self.request.sheet,
            framework=said(self.request, framework.name),
            round=self._round(said(self.request, framework.name)),
            unit=unit_of(self.request),
            total_label=said(self.request, framework.total.name),
            total=total,
            converted_label=said(self.request, framework.total.converted_name),
            converted=None if framework.total.multiply is None else self.reckoning.converted(total),
            full_mark=figures.plain(framework.total.converted_full) if framework.total.converted_full else "",
            band=said(self.request, card.band.name) if card.band else "",
            band_label=said(self.request, scheme.name) if scheme else "",
            still=self._still(),
            entries=tuple(_within_table(entry, shown) for entry in shown),
            shortened=shortened,
            weights=weights,
            explained=tuple(
                self._explained(explanations[code], by_code[code].depth, by_code[code].score)
                for code in card.outcomes
                if code in wanted
            ),
            whole=self._explained(explanations["total"], 0, total),
            assumptions=self.assumptions,
            discrepancies=self.discrepancies,
            proofs=tuple(self._proofs()),
        )

    def _round(self, framework: str) -> str:
        """The round's name, unless the framework's says it already."""
        name = said(self.request, self.request.round)
        return "" if name.replace(" ", "") in framework.replace(" ", "") else name

    # ── the board ──

    def _entries(self, node: Node) -> Iterator[Entry]:
        """A node and all below it; the parts are reckoned first, since the node's formula is made of theirs."""
        below = [entry for part in node.parts for entry in self._entries(part)]
        one, indicator = self.card.outcomes[node.code], node.indicator
        parts = [part.indicator for part in node.parts]
        result = one.result.value if isinstance(one.result, Step) and one.result is not one.score else None
        weight = self.reckoning.weight(indicator)
        score = self.reckoning.score(indicator, parts)
        is_top = one.depth == 0
        yield Entry(
            code=one.code,
            depth=one.depth,
            name=said(self.request, indicator.name),
            result=Amount(None) if result is None else self._result(result),
            weight=weight if is_top else Amount(None),
            split="" if is_top or weight.value is None else f"({figures.plain(weight.value)})",
            score=score,
            weighted=self.reckoning.weighted(indicator) if is_top else Amount(None),
            status=self.either(*_STATUS[one.status]),
            counts=one.status == "scored",
        )
        yield from below

    def _result(self, value: Fraction) -> Amount:
        places = self.rounding.result.places
        return Amount(figures.round_half_up(value, places), places)

    def _still(self) -> str:
        """Why there is no total yet, and what it can still become."""
        if isinstance(self.card.total, Step):
            return ""
        why = self.either(self.card.total.th, self.card.total.en)
        if self.card.range is None:
            return why
        low, high = (figures.shown(end, 2) for end in self.card.range)
        return why + self.either(
            f" เมื่อครบแล้วคะแนนจะอยู่ระหว่าง {low} กับ {high}", f"; once complete it will lie between {low} and {high}"
        )

    # ── one indicator ──

    def _explained(self, one: Explanation, depth: int, score: Amount) -> Explained:
        outcome = self.card.outcomes.get(one.code)
        strip = strip_of(self.nodes[one.code], outcome, self.request.sheet) if outcome else None
        return Explained(
            code=one.code if outcome else "",
            depth=depth,
            name=filled(self.request, one.name_th if self.language == "th" else one.name_en),
            score=score,
            strip=strip,
            paragraphs=tuple(self._paragraphs(one, strip)),
            rests_on=tuple(
                remark.number for remark in (*self.assumptions, *self.discrepancies) if one.code in remark.about
            ),
        )

    def _paragraphs(self, one: Explanation, strip: Strip | None) -> Iterator[Paragraph]:
        """The lines by kind; targets that stand in the strip, and remarks told at the end, are not said again."""
        for kind, label in _KINDS:
            lines = [line for line in one.lines if line.kind == kind]
            if kind == "rule" and strip is not None and strip.targets:
                continue
            if lines:
                told = tuple(filled(self.request, line.said(self.language)) for line in lines)
                yield Paragraph(self.either(*label), told)

    def _proofs(self) -> Iterator[Proof]:
        card, either = self.card, self.either
        pack = card.terms.pack
        yield Proof(either("ชุดเกณฑ์", "Pack"), f"{pack.id} {pack.framework.version}")
        yield Proof(either("ลายนิ้วมือชุดเกณฑ์", "Pack digest"), card.terms.pack_digest)
        yield Proof(either("ลายนิ้วมือเงื่อนไขที่ตกลง", "Terms digest"), card.terms.digest)
        yield Proof(either("ลายนิ้วมือข้อมูล", "Facts digest"), card.facts.digest)
        yield Proof(either("คำนวณด้วย", "Computed by"), f"Samrit {samrit.__version__}")
        yield Proof(
            either("ตรวจซ้ำ", "Recompute"),
            either(
                "samrit score ไฟล์ข้อมูล --json > card.json แล้ว samrit verify card.json ลายนิ้วมือต้องตรงกับข้างต้น",
                "samrit score FACTS --json > card.json, then samrit verify card.json; the digests must be those above",
            ),
        )


def _within_table(entry: Entry, shown: list[Entry]) -> Entry:
    """An entry whose formula is told only where the cells it is made of stand on the board too."""
    keys = {one.score.key for one in shown}
    computed = entry.score.computed
    if computed is None or keys >= set(computed.of):
        return entry
    return replace(entry, score=replace(entry.score, computed=None))


KIND = FormKind(
    id=ID,
    th="ใบสรุปคะแนนพร้อมคำอธิบาย",
    en="Score annex with explanations",
    fill=fill,
    layouts={1: v1.layout},
    fits=lambda pack: True,
    needs_card=True,
    parts=_parts,
)
