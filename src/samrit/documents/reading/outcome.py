"""One reading from file to result: understood, laid beside its pack, and what may be written from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from samrit.base.figures import plain
from samrit.documents.reading import compare, overlay
from samrit.documents.reading.draft import draft
from samrit.documents.reading.overlay import NotTaken
from samrit.documents.reading.questions import Questions, figure_choice, with_choice
from samrit.documents.reading.tables import content_of
from samrit.documents.reading.understand import understand
from samrit.documents.reading.understood import Difference, Doubt, Understood
from samrit.engine.score import Scorecard
from samrit.packs.model import Pack


@dataclass(frozen=True)
class Outcome:
    """What reading one file came to.

    `differences` from the pack, `sums` that do not come out, `scores` unlike the computed ones; then what may be
    written: an agreement and facts for a known pack, or the files of a draft pack; `left` stays out of them.
    """

    read: Understood
    pack: Pack | None
    differences: tuple[Difference, ...]
    sums: tuple[Difference, ...]
    scores: tuple[Difference, ...]
    agreement: dict[str, Any] | None
    facts: dict[str, Any] | None
    left: tuple[NotTaken, ...]
    draft: dict[str, str] | None

    def as_json(self) -> dict[str, Any]:
        return {
            "read": self.read.as_json(),
            "pack": self.pack.id if self.pack else None,
            "differences": [one.as_json() for one in self.differences],
            "sums": [one.as_json() for one in self.sums],
            "scores": [one.as_json() for one in self.scores],
            "agreement": _plain(self.agreement),
            "facts": _plain(self.facts),
            "left_out": [one.as_json() for one in self.left],
        }


def read(
    source: Path | bytes,
    name: str = "",
    *,
    answers: Mapping[str, str] | None = None,
    pack: Pack | None = None,
    card: Scorecard | None = None,
    draft_id: str = "",
) -> Outcome:
    """Read a filled form.  `pack`: the one it is of (None: recognised by its indicators, unless a draft is wanted)."""
    questions = Questions(answers or {})
    found = understand(content_of(source, name or (str(source) if isinstance(source, Path) else "")), questions)
    known = pack or (card.terms.pack if card else None)
    if known is None and not draft_id:
        known = compare.recognise(found.rows)
    agreement: dict[str, Any] | None = None
    facts: dict[str, Any] | None = None
    left: list[NotTaken] = []
    if known is not None and not draft_id:
        agreement, left = overlay.agreement(found, known)
        facts, more = overlay.facts(found, known, questions, overlay.blanks(found, known))
        left = [*left, *more]
    drafted = draft(found, draft_id, questions) if draft_id else None
    questions.refuse_strangers(found.file)
    doubts = tuple(questions.open)
    return Outcome(
        read=replace(found, doubts=_with_pack(replace(found, doubts=doubts), known)),
        pack=known,
        differences=tuple(compare.against_pack(found, known)) if known else (),
        sums=tuple(compare.arithmetic(found)),
        scores=tuple(compare.against_card(found, card)) if card else (),
        agreement=agreement,
        facts=facts,
        left=tuple(left),
        draft=drafted,
    )


def _with_pack(found: Understood, pack: Pack | None) -> tuple[Doubt, ...]:
    """The doubts, with the pack's own figure among the answers where it is a figure of the pack that is in doubt."""
    if pack is None:
        return found.doubts
    held: dict[str, Decimal] = {}
    pairs = compare.matched(found.rows, pack)
    for row in found.rows:
        one = pairs.get(row.code)
        if one is None:
            continue
        for level, values in compare.targets_of(one).items():
            if values[0] is not None:
                typed = row.levels.get(level)
                held[f"{row.spot.id}-L{level}"] = values[0]
                if typed is not None and typed.spot is not None and typed.spot != row.spot:
                    held[typed.spot.id] = values[0]
        if one.weight is not None:
            held[f"{row.spot.id}-weight"] = one.weight.percent
            if row.weight.spot is not None:
                held.setdefault(row.weight.spot.id, one.weight.percent)
    return tuple(
        with_choice(doubt, figure_choice(plain(held[doubt.id]), "ตามชุดเกณฑ์", "as the pack has it"))
        if doubt.id in held and doubt.free
        else doubt
        for doubt in found.doubts
    )


def _plain(value: Any) -> Any:
    """Data with its figures as text."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return plain(value) if isinstance(value, Decimal) else value
