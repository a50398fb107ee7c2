"""What a score rests on, told once each: the pack's assumptions, and where the document contradicts itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from samrit.documents.forms.asked import said
from samrit.documents.sheet import Request
from samrit.engine.score import Scorecard


@dataclass(frozen=True)
class Remark:
    """An assumption or a contradiction of the document, told once: its number, what it is, and whom it concerns."""

    number: str
    text: str
    reading: str
    concerns: str
    about: tuple[str, ...] = ()
    """The indicators concerned, by code; empty: the whole."""


def assumptions_of(request: Request, card: Scorecard) -> tuple[Remark, ...]:
    """Each assumption once, however many indicators make it."""
    by_text: dict[str, list[str]] = {}
    for one in card.assumptions:
        by_text.setdefault(said(request, one.why), []).append(_owner(one.where))
    letter, whole = request.sheet.either("ส", "A"), request.sheet.either("ทั้งกรอบ", "the whole")
    remarks: list[Remark] = []
    for place, (text, owners) in enumerate(by_text.items(), 1):
        about = tuple(code for code in dict.fromkeys(owners) if code)
        concerns = ", ".join([*([whole] if "" in owners else []), *_shortened(card, about)])
        remarks.append(Remark(f"{letter}{place}", text, "", concerns, about))
    return tuple(remarks)


def contradictions_of(request: Request, card: Scorecard) -> tuple[Remark, ...]:
    """The document's contradictions that the score depends on, with the reading applied."""
    letter, whole = request.sheet.either("ข", "D"), request.sheet.either("ทั้งเอกสาร", "the whole document")
    return tuple(
        Remark(
            f"{letter}{place}",
            said(request, one.what),
            said(request, one.applied),
            ", ".join(_shortened(card, one.about)) or whole,
            tuple(str(code) for code in one.about),
        )
        for place, one in enumerate(card.discrepancies, 1)
    )


def _shortened(card: Scorecard, codes: Iterable[str]) -> Iterator[str]:
    """Codes in the order of the form, where three and more that follow each other become “O1–O4”."""
    asked = set(codes)
    depths = {one.depth for one in card.outcomes.values() if one.code in asked}
    like = {one.code: place for place, one in enumerate(o for o in card.outcomes.values() if o.depth in depths)}
    found = [code for code in like if code in asked]
    steps = {code: like[code] - place for place, code in enumerate(found)}
    for _, run in groupby(found, key=lambda code: (card.outcomes[code].depth, steps[code])):
        held = list(run)
        yield f"{held[0]}–{held[-1]}" if len(held) > 2 else ", ".join(held)


def _owner(where: str) -> str:
    """The indicator an assumption belongs to: “1.1.inputs.percent” is of 1.1; rules, round and total are of none."""
    for part in (".method", ".formula", ".inputs."):
        code, found, _ = where.partition(part)
        if found and not code.startswith(("rules", "round")):
            return code
    return ""
