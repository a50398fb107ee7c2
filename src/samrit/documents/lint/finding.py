"""What a check of the document lint hands back: an issue at its place, with the words it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from samrit.base import thai
from samrit.base.issues import Issue, Kind, Language, Place
from samrit.documents.lint.source import Document, Line

QUOTED: Final = 90
"""Letters of a quotation at most."""


@dataclass(frozen=True)
class Options:
    """What the reader tells the lint: the document's own unit, the weights' whole, and whether both were said at all."""

    unit: str = ""
    total: Decimal = Decimal(100)
    total_said: bool = False


@dataclass(frozen=True)
class Finding:
    """One issue, and the words of the document that it is about."""

    issue: Issue
    quote: str

    def as_json(self) -> dict[str, object]:
        """The issue's own keys and the quotation."""
        return self.issue.as_json() | {"quote": self.quote}


Check = Callable[[Document, Options], Iterator[Finding]]


def found(kind: Kind, document: Document, line: Line, quote: str, **words: object) -> Finding:
    """A finding of that kind on that line."""
    return Finding(kind.at(Place(document.file, line.number, line.field), (), **words), cut(quote))


def cut(text: str, at_most: int = QUOTED) -> str:
    """The beginning of a text, for quoting."""
    text = re.sub(r"\s+", " ", text).strip()
    return text if len(text) <= at_most else text[: at_most - 1].rstrip() + "…"


def around(text: str, start: int, end: int, room: int = 25) -> str:
    """The words of a text from `start` to `end` with a little before and after."""
    first, last = max(0, start - room), min(len(text), end + room)
    while first > 0 and text[first] in _HANGING:
        first -= 1
    while last < len(text) and text[last] in _HANGING:
        last += 1
    head, tail = ("…" if first > 0 else ""), ("…" if last < len(text) else "")
    return f"{head}{text[first:last].strip()}{tail}"


def said_place(place: Place, language: Language) -> str:
    """How a person finds the place: file and line, or the page, paragraph or cell of an office file."""
    if not place.field:
        return str(place)
    return f"{place.file} {_in_thai(place.field) if language == 'th' else place.field}"


def _in_thai(field: str) -> str:
    for english, in_thai in _WORDS:
        field = field.replace(english, in_thai)
    return field


_WORDS: Final = (
    ("paragraph ", "ย่อหน้าที่ "),
    ("header ", "หัวกระดาษ "),
    ("footer ", "ท้ายกระดาษ "),
    ("table ", "ตารางที่ "),
    ("row ", "แถวที่ "),
    ("column ", "ช่องที่ "),
    ("page ", "หน้า "),
    ("line ", "บรรทัดที่ "),
)
_HANGING: Final = frozenset("ะัาำิีึืฺุูๅ็่้๊๋์ํ๎")


def listed_lines(lines: list[Line], at_most: int = 12) -> str:
    """“12, 15, 20”: where the same thing stands again."""
    shown = [line.short for line in lines[:at_most]]
    return ", ".join(dict.fromkeys(shown)) + (" …" if len(lines) > at_most else "")


def number(text: str) -> int:
    """A whole number in either kind of digits."""
    return int(thai.arabic_digits(text))
