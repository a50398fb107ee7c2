"""Elements one fills in: every one with a label, most with a hint, a rule beside it and an error at the field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from samrit.web.components.reading import Button, Link, Status, Words


@dataclass(frozen=True)
class Rule:
    """What stands beside the field before the question is asked: the demand, an example of proof, last year's value."""

    demand: Words
    example: Words = ""
    last_year: Words = ""
    link: Link | None = None


@dataclass(frozen=True)
class Input:
    """What all fields have in common.  `error` is the problem in the reader's words; what was typed is kept in `value`."""

    name: str
    label: Words
    hint: Words = ""
    error: Words = ""
    rule: Rule | None = None
    reason: Words = ""  # why it cannot be filled in now

    @property
    def described_by(self) -> str:
        """The ids of what is read with the field."""
        parts = (("hint", self.hint), ("rule", self.rule), ("reason", self.reason), ("error", self.error))
        return " ".join(f"{self.name}-{part}" for part, given in parts if given)


WAS = "-was"
"""After the name of a field with a button of its own: what stood in it when the page was drawn."""


@dataclass(frozen=True)
class Field(Input):
    """One line of text: a word, a figure (Thai digits welcome), a date in พ.ศ., a password; or a colour (#0f4c5c)."""

    template: ClassVar = "field"
    kind: Literal["text", "figure", "date", "password", "email", "search", "code", "colour"] = "text"
    value: str = ""
    suffix: Words = ""
    autocomplete: str = "off"
    example: str = ""
    button: Button | None = None  # what is done with this field alone: find what was typed

    @property
    def type(self) -> str:
        """The browser's word; figures and dates are text, because it would refuse Thai digits and พ.ศ."""
        if self.kind == "colour":
            return "color"
        return self.kind if self.kind in ("password", "email", "search") else "text"

    @property
    def keyboard(self) -> str:
        """Which keyboard a phone offers first."""
        return {"figure": "decimal", "code": "numeric", "email": "email"}.get(self.kind, "")


@dataclass(frozen=True)
class Area(Input):
    """Text of several lines."""

    template: ClassVar = "area"
    value: str = ""
    rows: int = 4


@dataclass(frozen=True)
class Option:
    """One thing to choose."""

    value: str
    label: Words
    hint: Words = ""
    is_chosen: bool = False
    reason: Words = ""  # why it cannot be chosen


@dataclass(frozen=True)
class Choices(Input):
    """One of few (radios), or any of few (check boxes)."""

    template: ClassVar = "choices"
    options: Sequence[Option] = ()
    are_several: bool = False


@dataclass(frozen=True)
class Select(Input):
    """One of many."""

    template: ClassVar = "select"
    options: Sequence[Option] = ()


@dataclass(frozen=True)
class GivenFile:
    """A file already given."""

    name: str
    size: int
    status: Status
    href: str = ""
    remove: Button | None = None


@dataclass(frozen=True)
class FileDrop(Input):
    """Files by button, camera or dropping; the browser's own field, made large, so that no JavaScript is needed."""

    template: ClassVar = "file_drop"
    accept: str = "image/*,application/pdf"
    files: Sequence[GivenFile] = ()
    are_several: bool = True


@dataclass(frozen=True)
class ErrorSummary:
    """All problems on top, each a link to its field."""

    template: ClassVar = "error_summary"
    fields: Sequence[Input]

    @property
    def problems(self) -> list[tuple[str, Words]]:
        """Field ids and what is wrong there."""
        return [(field.name, field.error) for field in self.fields if field.error]
