"""A figure out of a cell as agencies type it: clear ones are taken, all others are asked about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from samrit.base import thai
from samrit.base.figures import plain
from samrit.documents.reading.questions import Questions, figure_choice
from samrit.documents.reading.tables import Cell, Spot
from samrit.documents.reading.understood import NOTHING, Choice, Said, Typed

DASHES: Final = frozenset("-–—−")
DOTTED: Final = re.compile(r"[.…_\s]*")
NUMBER: Final = r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?"
LEVEL_AND_TARGET: Final = re.compile(rf"([1-9])\s*\(\s*(?:ร้อยละ\s*)?({NUMBER})\s*%?\s*\)")
BRACKETED: Final = re.compile(rf"\(\s*({NUMBER})\s*%?\s*\)")
WITH_WORDS: Final = re.compile(rf"(?:ร้อยละ|ระดับ|ไม่น้อยกว่า|ไม่ต่ำกว่า|[≥>]=?)?\s*({NUMBER})\s*%?(.*)", re.DOTALL)
WORDS: Final = re.compile(r"[A-Za-zก-๎]{3,}")
NO_DASH: Final = Choice("-", Said("ไม่มีค่า", "there is none"))


@dataclass(frozen=True, slots=True)
class Part:
    """A cell's text with its place, as figures are read from it."""

    text: str
    spot: Spot
    shown: str = ""
    odd: str = ""


def part_of(cell: Cell | None) -> Part | None:
    """What a cell holds; None where it holds nothing."""
    if cell is None or not (cell.text.strip() or cell.odd):
        return None
    return Part(cell.text, cell.spot, cell.shown, cell.odd)


def tidy(text: str) -> str:
    """A cell's text with one spelling and Arabic digits."""
    return thai.arabic_digits(thai.normalise(text))


def is_blank(text: str) -> bool:
    """Nothing, or only the dots of a blank to write on."""
    return DOTTED.fullmatch(text) is not None


def is_words(text: str) -> bool:
    """Whether a text is a description and no figure in any spelling."""
    ready = tidy(text)
    return WORDS.search(ready) is not None and not WITH_WORDS.match(ready)


def figure(part: Part | None, questions: Questions, what: Said, level: int = 0, *, computed: bool = False) -> Typed:
    """The figure of a cell.  `level`: the column's, where “1 (80)” means target 80 of level 1.

    `computed`: a figure that others follow from nothing of, so that what a workbook holds beyond what it shows is no matter.
    """
    if part is None:
        return NOTHING
    text = tidy(part.text)
    if part.odd:
        return _odd(part, questions, what)
    if is_blank(text):
        return NOTHING
    if text in DASHES:
        return Typed(part.text, None, part.spot, dash=True)
    both = LEVEL_AND_TARGET.fullmatch(text)
    if both and level and int(both[1]) == level:
        return Typed(part.text, number(both[2]), part.spot)
    try:
        value = thai.parse_figure(text)
    except thai.ThaiTextError:
        return _unclear(part, text, questions, what)
    if part.shown and not computed:
        why = Said(
            f"{what.th}: แผ่นงานแสดง {part.shown} แต่เก็บ {plain(value)} ไว้",
            f"{what.en}: the sheet shows {part.shown} but holds {plain(value)}",
        )
        shown = part.shown.rstrip("%")
        choices = [
            figure_choice(shown, "ตามที่แสดง", "as shown"),
            figure_choice(plain(value), "ตามที่เก็บ", "as held"),
        ]
        return answered(part, questions.ask(part.spot, part.shown, why, choices, free=True))
    return Typed(part.text, value, part.spot)


def answered(part: Part, answer: str | None) -> Typed:
    """What a person answered; with no answer, the text alone."""
    if answer is None:
        return Typed(part.text, None, part.spot)
    if answer == "-":
        return Typed(part.text, None, part.spot, dash=True, answered=True)
    return Typed(part.text, thai.parse_figure(answer), part.spot, answered=True)


def _odd(part: Part, questions: Questions, what: Said) -> Typed:
    told = {
        "date": Said("Excel เก็บเป็นวันที่", "the workbook holds a date"),
        "error": Said("เป็นข้อผิดพลาดของสูตร", "it is a formula's error"),
        "uncomputed": Said("เป็นสูตรที่ยังไม่ได้คำนวณ", "it is a formula that was never computed"),
    }[part.odd]
    why = Said(f"{what.th}: {told.th}", f"{what.en}: {told.en}")
    return answered(part, questions.ask(part.spot, part.text, why, [NO_DASH], free=True))


def _unclear(part: Part, text: str, questions: Questions, what: Said) -> Typed:
    why, choices = _why(text)
    seen = Said(f"{what.th}: {why.th}", f"{what.en}: {why.en}")
    offered = [figure_choice(one) for one in choices if number(one) is not None]
    return answered(part, questions.ask(part.spot, part.text, seen, [*offered, NO_DASH], free=True))


def _why(text: str) -> tuple[Said, list[str]]:
    """Why a text is no clear figure, and what it may be."""
    joined = re.sub(r"\s+", "", text)
    if joined != text and number(joined.rstrip("%")) is not None and re.search(r"\d", text):
        pieces = [one.rstrip("%") for one in text.split()]
        return (
            Said("ตัวเลขถูกตัดเป็นหลายท่อน", "the figure is split"),
            [joined.rstrip("%"), *(one for one in pieces if one != joined)],
        )
    if re.fullmatch(rf"{NUMBER}(?:\s+{NUMBER})+", text):
        return Said("มีมากกว่าหนึ่งตัวเลขในช่องเดียว", "more than one figure in a cell"), text.split()
    if re.fullmatch(r"[0-9]+,[0-9]{1,2}", text):
        return Said("จุลภาคอาจเป็นจุดทศนิยม", "the comma may be a decimal point"), [text.replace(",", ".")]
    mended = re.sub(r"[oO]", "0", re.sub(r"[lI|]", "1", joined))
    if mended != joined and number(mended) is not None:
        return Said("อาจอ่านตัวอักษรเป็นตัวเลขผิด", "a letter may stand for a digit"), [mended]
    found = WITH_WORDS.fullmatch(text)
    if found:
        remark = " ".join(found[2].split())
        return Said(f"มีข้อความอื่นอยู่กับตัวเลข: “{remark}”", f"other words stand beside the figure: “{remark}”"), [found[1]]
    return Said("อ่านเป็นตัวเลขไม่ได้", "it cannot be read as a figure"), []


def number(text: str) -> Decimal | None:
    """The figure that a text is, or None."""
    try:
        return thai.parse_figure(text)
    except thai.ThaiTextError:
        return None
