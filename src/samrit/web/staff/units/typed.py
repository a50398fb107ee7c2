"""What was typed on a small page's form, what is wrong with it, and the plain fields it was typed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar
from uuid import UUID

from samrit.apps.ground import clock
from samrit.apps.orgs.queries import UnitView
from samrit.base.thai import ThaiTextError, parse_date
from samrit.web import days
from samrit.web.components.forms import Area, Choices, Field, FileDrop, Select
from samrit.web.components.reading import Words
from samrit.web.elements import date_field
from samrit.web.reader import Text

AnyInput = TypeVar("AnyInput", Field, Area, Choices, Select, FileDrop)
EMPTY = Text("ใส่ค่าในช่องนี้", "Fill this in.")


class Typed:
    """What was typed on a form, and what is wrong with it, by field."""

    def __init__(self, texts: Mapping[str, Sequence[str]]) -> None:
        self.texts = texts
        self.errors: dict[str, list[Words]] = {}

    def text(self, name: str) -> str:
        """The text of a field, without the space around it."""
        return self.raw(name).strip()

    def raw(self, name: str) -> str:
        """The text of a field as it was typed."""
        return next(iter(self.texts.get(name, ())), "")

    def several(self, name: str) -> list[str]:
        """Everything chosen in a field."""
        return [text for text in self.texts.get(name, ()) if text]

    def needed(self, name: str) -> str:
        """The text of a field that may not stay empty."""
        if not self.text(name):
            self.fail(name, EMPTY)
        return self.text(name)

    def day(self, name: str) -> date | None:
        """The day of a field that may stay empty."""
        if not self.text(name):
            return None
        try:
            return parse_date(self.text(name))
        except ThaiTextError as wrong:
            self.fail(name, days.no_day(wrong))
            return None

    def needed_day(self, name: str) -> date:
        """The day of a field that may not stay empty; today where there is none, and then the field is wrong."""
        self.needed(name)
        return self.day(name) or clock.today()

    def unit(self, name: str, tree: Iterable[UnitView]) -> UUID | None:
        """The unit chosen in a field."""
        chosen = next((one.id for one in tree if str(one.id) == self.text(name)), None)
        if chosen is None and self.text(name):
            self.fail(name, Text("เลือกหน่วยจากรายการ", "Choose a unit from the list."))
        return chosen

    def fail(self, name: str, words: Words) -> None:
        """Say what is wrong with a field."""
        self.errors.setdefault(name, []).append(words)

    def shown(self, one: AnyInput) -> AnyInput:
        """A field with what is wrong with it."""
        wrong = self.errors.get(one.name)
        return one if not wrong else replace(one, error=_joined(wrong))


def day_field(typed: Typed, name: str, label: Words, hint: Words = days.HINT) -> Field:
    """A field for a day."""
    return typed.shown(Field(name, label, hint, kind="date", value=typed.raw(name)))


def text_field(typed: Typed, name: str, label: Words, hint: Words = "", example: str = "") -> Field:
    """A field for a line of text."""
    return typed.shown(Field(name, label, hint, value=typed.raw(name), example=example))


def today_text() -> str:
    """Today as a date field holds it."""
    return date_field(clock.today())


def _joined(words: Sequence[Words]) -> Words:
    if len(words) == 1:
        return words[0]
    texts = [one if isinstance(one, Text) else Text(one, one) for one in words]
    return Text(" ".join(one.th for one in texts), " ".join(one.en or one.th for one in texts))
