"""How a careful reader takes printed text: figures in it, texts that differ only in dress, and its style of digits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from samrit.base import thai
from samrit.base.figures import FigureError, d, plain
from samrit.packs.method import PercentThenDeeds, Table
from samrit.packs.model import Abbreviation, Indicator, LevelText, Reading

DASHES = frozenset({"-", "–", "—", "−"})

_FIGURE = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")
_BLANK = re.compile(r"\{[^{}]*\}|\.{3,}|…+")
_DRESS = re.compile(r"[\s%“”\"'‘’·•]+")
_THAI_DIGIT = re.compile("[๐-๙]")
_ARABIC_DIGIT = re.compile("[0-9]")


def figures_in(text: str) -> list[Decimal]:
    """The figures that a text prints, in either kind of digits, in order; blanks hold none."""
    found: list[Decimal] = []
    for match in _FIGURE.findall(thai.arabic_digits(_BLANK.sub(" ", text))):
        try:
            found.append(d(match.replace(",", "")))
        except FigureError:
            continue
    return found


def bare(text: str, code: str = "", abbreviations: Iterable[Abbreviation] = ()) -> str:
    """A text without its dress (spaces, quotes, kind of digits, own number, short forms), for comparing."""
    plain_text = thai.arabic_digits(thai.normalise(text)).replace("–", "-").replace("—", "-")
    plain_text = re.sub(rf"^(?:KPI\s*)?{re.escape(code)}(?![0-9.])", "", plain_text) if code else plain_text
    for short in abbreviations:
        plain_text = plain_text.replace(thai.normalise(short.short_form), thai.normalise(short.full.th))
    return _DRESS.sub("", plain_text).casefold()


def digit_styles(text: str) -> set[str]:
    """Which kinds of digits a text uses: “thai”, “arabic”, both or neither; blanks use none."""
    held = _BLANK.sub(" ", text)
    found = {"thai"} if _THAI_DIGIT.search(held) else set()
    return found | ({"arabic"} if _ARABIC_DIGIT.search(held) else set())


def is_dash(text: LevelText | None) -> bool:
    """Whether nothing, or a dash, is printed for a level."""
    return text is None or text.verbatim.strip() in DASHES


def printed_targets(reading: Reading) -> dict[Decimal, Decimal]:
    """Points → target as one place prints them; empty where it prints only the levels' own numbers."""
    held = {points: text.figure for points, text in reading.levels.items() if text.figure is not None}
    return {} if all(points == figure for points, figure in held.items()) else held


def applied_targets(one: Indicator) -> dict[Decimal, Decimal | None]:
    """Points → target that the indicator is scored by, None where the table has a dash."""
    if isinstance(one.method, Table):
        return dict(one.method.levels)
    if isinstance(one.method, PercentThenDeeds):
        return {rung.score: rung.at_least for rung in one.method.rungs if rung.at_least is not None}
    return {}


def place_said(key: str, reading: Reading) -> str:
    """How a reader names the place: as the pack does, or by its key."""
    return reading.place or key


def cut(text: str, at_most: int = 60) -> str:
    """The beginning of a text, for quoting."""
    return text if len(text) <= at_most else text[: at_most - 1].rstrip() + "…"


def listed(pairs: Iterable[tuple[Decimal, str]]) -> str:
    """“1: 60, 2: 70” from points and words, in the order of points."""
    return ", ".join(f"{plain(points)}: {words}" for points, words in sorted(pairs, key=lambda pair: pair[0]))
