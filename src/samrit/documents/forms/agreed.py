"""What the terms agree, as forms print it: targets by level, the names of people, the unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from samrit.base import figures, thai
from samrit.documents.forms.wording import blanks_in, pieces
from samrit.documents.sheet import Request, Sheet
from samrit.packs.bind import Code
from samrit.packs.method import Milestones, PercentThenDeeds, Table
from samrit.packs.model import Indicator, Pack
from samrit.packs.terms import Terms

FORM = Code("form")
"""The place of a pack's document whose printed wording a form repeats (`Indicator.printed`)."""


@dataclass(frozen=True)
class Target:
    """What stands in one level column: as printed, and the figure where that is all there is; "-" where no target is."""

    text: str
    figure: Decimal | None = None


def points_of(pack: Pack) -> tuple[Decimal, ...]:
    """The points that the pack's targets are set for, from the lowest."""
    return tuple(sorted({point for one in pack.every_indicator() for point in _agreed(one)}))


def targets(indicator: Indicator, points: Sequence[Decimal]) -> tuple[Target, ...]:
    """An indicator's targets: as the form prints them, or as agreed where an agreement changed them."""
    printed = indicator.printed[FORM].levels if FORM in indicator.printed else {}
    agreed = _agreed(indicator)
    if printed:
        return tuple(_as_printed(printed[point].verbatim) if point in printed else Target("-") for point in points)
    if agreed:
        return tuple(_as_agreed(agreed.get(point)) for point in points)
    return tuple(Target("") for _ in points)


def _agreed(indicator: Indicator) -> dict[Decimal, Decimal | None]:
    """points → target; the rungs of a ladder are its targets."""
    method = indicator.method
    if isinstance(method, Table):
        return dict(method.levels)
    if isinstance(method, Milestones):
        return {level.score: level.score for level in method.levels}
    if isinstance(method, PercentThenDeeds):
        return {rung.score: rung.score for rung in method.rungs}
    return {}


def _as_printed(verbatim: str) -> Target:
    try:
        return Target(verbatim, figures.d(verbatim))
    except figures.FigureError:
        return Target(verbatim)


def _as_agreed(target: Decimal | None) -> Target:
    return Target("-") if target is None else Target(figures.plain(target), target)


def remaining(terms: Terms, indicators: Sequence[Indicator]) -> list[Indicator]:
    """The indicators that the agreement has not taken out."""
    return [one for one in indicators if one.code not in terms.dropped]


def names_of(request: Request) -> dict[str, str]:
    """post → name: as told about this paper, else as the agreement filled the head of the pack's form."""
    names: dict[str, str] = {}
    for form in request.pack.forms:
        for one, after in zip(form.head, form.head[1:], strict=False):
            filled = request.terms.blanks.get(one.value, "")
            if one.fills == "blank" and after.fills == "signature" and filled:
                names.setdefault(after.value, filled)
    return names | {post: name for post, name in request.sheet.people.items() if name}


def unit_of(request: Request) -> str:
    """The unit's name: as told about this paper, as it reported, or as the agreement filled the form's head."""
    if request.sheet.unit:
        return request.sheet.unit
    if request.card and request.card.facts.unit.name:
        return request.card.facts.unit.name
    texts = [one.value for form in request.pack.forms for one in form.head if one.fills == "text" and "{" in one.value]
    for cut in (pieces(text, blanks_in(request.terms)) for text in texts):
        if all(piece.text for piece in cut):
            return "".join(piece.text for piece in cut)
    return ""


def day_said(day: date, sheet: Sheet) -> str:
    """A day in long words: “5 ตุลาคม 2556”, “5 October 2013”."""
    return sheet.either(thai.format_date(day), f"{day.day} {day:%B %Y}")
