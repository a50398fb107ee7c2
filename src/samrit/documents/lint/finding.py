"""What a check of the document lint hands back: an issue at its place, with the words it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
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
    """A finding of that kind on that line; words that are lines are told as places, in each reader's language."""
    place = Place(document.file, line.number, line.field)
    thai_words, english_words = ({key: _said(word, of) for key, word in words.items()} for of in ("th", "en"))
    in_thai, issue = kind.at(place, (), **thai_words), kind.at(place, (), **english_words)
    return Finding(replace(issue, th=in_thai.th, cure_th=in_thai.cure_th), cut(quote))


def _said(word: object, language: Language) -> object:
    if isinstance(word, Line):
        return _field_said(word.field, language) or str(word.number)
    return _listed_lines(word, language) if isinstance(word, Lines) else word


class Lines(tuple[Line, ...]):
    """Where the same thing stands again: “12, 15, 20”."""


def _listed_lines(lines: Lines, language: Language, at_most: int = 12) -> str:
    shown = [str(_said(line, language)) for line in lines[:at_most]]
    return ", ".join(dict.fromkeys(shown)) + (" …" if len(lines) > at_most else "")


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
    return f"{place.file} {_field_said(place.field, language)}"


def _field_said(field: str, language: Language) -> str:
    if language == "en" or "!" in field:  # a sheet has its own name
        return field
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


def number(text: str) -> int:
    """A whole number in either kind of digits."""
    return int(thai.arabic_digits(text))
