"""Say a move in a sentence, in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from samrit.base import figures
from samrit.base.issues import Language
from samrit.engine.arithmetic import number
from samrit.engine.score import Scorecard
from samrit.engine.whatif.changes import Change, Move, bottom_places
from samrit.packs.method import Disclosure

PLACES = 4
"""Decimals of a figure that does not end sooner."""


def said_move(card: Scorecard, move: Move, language: Language) -> str:
    """What is done, and the level or score it brings."""
    if move.level is not None:
        reached = {"th": f"ถึงระดับ {number(move.level)}", "en": f"reaches level {number(move.level)}"}[language]
    else:
        reached = {"th": f"ได้ {number(move.score)} คะแนน", "en": f"scores {number(move.score)}"}[language]
    joint = " " if language == "th" else ": "
    return said_changes(card, move.changes, language) + joint + reached


def said_changes(card: Scorecard, changes: Iterable[Change], language: Language) -> str:
    """What must be otherwise: deeds to do, figures to raise or lower, from where to where."""
    return {"th": " และ", "en": " and "}[language].join(_said(card, change, language) for change in changes)


def said_gain(card: Scorecard, gain: Fraction | None, language: Language) -> str:
    """How far the bottom line rises."""
    if gain is None:
        return {"th": "คะแนนรวมยังคิดไม่ได้", "en": "no total can be said yet"}[language]
    said = figures.shown(gain, bottom_places(card))
    return {"th": f"คะแนนรวมขึ้น {said}", "en": f"the total rises by {said}"}[language]


def _said(card: Scorecard, change: Change, language: Language) -> str:
    name = change.slot.spec.name.said(language)
    if change.is_deed and not change.value:
        return {"th": f"แจ้งว่ายังไม่ทำ “{name}”", "en": f"report “{name}” as not done"}[language]
    if change.is_deed:
        verb = {"th": ("ทำ", "แสดง"), "en": ("do", "show")}[language][_is_shown(card, change)]
        return f"{verb} “{name}”"
    value = figure(change.value, up=change.raises)
    unit = _unit(card, change, language)
    if change.before is None:
        return {"th": f"รายงาน “{name}” เป็น {value}{unit}", "en": f"report {value}{unit} for “{name}”"}[language]
    amount = figure(change.amount, up=True)
    if language == "th":
        verbs = ("เพิ่ม", "อีก") if change.raises else ("ลด", "ลง")
        return f"{verbs[0]} “{name}” {verbs[1]} {amount}{unit} ({number(change.before)} → {value})"
    verb_en = "raise" if change.raises else "lower"
    return f"{verb_en} “{name}” by {amount}{unit} ({number(change.before)} → {value})"


def _is_shown(card: Scorecard, change: Change) -> bool:
    """Whether it is an element of a disclosure item, which is shown rather than done."""
    return any(
        one.code == change.code and isinstance(one.method, Disclosure) for one in card.plan.pack.every_indicator()
    )


def figure(value: Fraction, up: bool) -> str:
    """A figure as one would type it so that it still suffices: an endless one goes to the next four decimals."""
    said = number(value)
    if not said.endswith("…"):
        return said
    scale = 10**PLACES
    scaled = value * scale
    whole = -((-scaled.numerator) // scaled.denominator) if up else scaled.numerator // scaled.denominator
    return number(Fraction(whole, scale))


def _unit(card: Scorecard, change: Change, language: Language) -> str:
    units = card.plan.pack.framework.measure_units
    named = [
        unit.name.said(language) for unit in units if unit.id == change.slot.spec.measure_unit and not unit.is_ratio
    ]
    return f" {named[0]}" if named else ""
