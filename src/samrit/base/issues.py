"""Problems as values: where, what, why and what to do, in Thai and English, all of them at once.

A `Kind` is a problem the program knows how to name; it has a stable code and is documented (docs/reference/codes.md is
made from `CATALOGUE`).  An `Issue` is one such problem at one place.  Command line, `--json`, pages and API all show
the same objects.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

Severity = Literal["error", "warning", "note"]
Language = Literal["th", "en"]
LANGUAGES: tuple[Language, ...] = ("th", "en")

SEVERITY_WORDS: dict[Language, dict[Severity, str]] = {
    "th": {"error": "ผิด", "warning": "เตือน", "note": "หมายเหตุ"},
    "en": {"error": "error", "warning": "warning", "note": "note"},
}


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands: a file as the reader knows it, a line from 1 (0: the whole file), a field or cell in it."""

    file: str
    line: int = 0
    field: str = ""

    def __str__(self) -> str:
        if "!" in self.field:  # a spreadsheet's cell, which says more than its line
            return f"{self.file} {self.field}"
        return f"{self.file}:{self.line}" if self.line else self.file


NOWHERE = Place("")


@dataclass(frozen=True)
class Issue:
    """One problem at one place, said in both languages; `about` names what it concerns (indicator codes, ids)."""

    code: str
    severity: Severity
    place: Place
    th: str
    en: str
    cure_th: str
    cure_en: str
    about: tuple[str, ...] = ()
    settled_by: str = ""

    def message(self, language: Language) -> str:
        """What is wrong, in the reader's language."""
        return self.th if language == "th" else self.en

    def cure(self, language: Language) -> str:
        """What to do about it, in the reader's language."""
        return self.cure_th if language == "th" else self.cure_en

    def line(self, language: Language = "th") -> str:
        """`file:line severity CODE message`, and the cure on a second line."""
        head = f"{self.place} {SEVERITY_WORDS[language][self.severity]} {self.code} {self.message(language)}"
        settled = f" [{self.settled_by}]" if self.settled_by else ""
        # what a discrepancy explains needs no cure any more
        cure = "" if self.settled_by else self.cure(language)
        hint = "วิธีแก้" if language == "th" else "Hint"
        return f"{head}{settled}\n  {hint}: {cure}" if cure else head + settled

    def as_json(self) -> dict[str, object]:
        """The same object for `--json`: stable keys, documented in docs/reference/json.md."""
        return {
            "code": self.code,
            "severity": self.severity,
            "file": self.place.file,
            "line": self.place.line,
            "field": self.place.field,
            "message": {"th": self.th, "en": self.en},
            "cure": {"th": self.cure_th, "en": self.cure_en},
            "about": list(self.about),
            "settled_by": self.settled_by,
        }


@dataclass(frozen=True)
class Kind:
    """A problem the program can name: its code, its words in two languages with {gaps}, and its cure."""

    code: str
    severity: Severity
    th: str
    en: str
    cure_th: str = ""
    cure_en: str = ""

    def at(self, place: Place, about: Sequence[str] = (), **words: object) -> Issue:
        """This problem at `place`; `words` fill the gaps of the message and the cure."""
        return Issue(
            code=self.code,
            severity=self.severity,
            place=place,
            th=self.th.format(**words),
            en=self.en.format(**words),
            cure_th=self.cure_th.format(**words),
            cure_en=self.cure_en.format(**words),
            about=tuple(about),
        )


CATALOGUE: dict[str, Kind] = {}


def define(code: str, severity: Severity, *, th: str, en: str, cure_th: str = "", cure_en: str = "") -> Kind:
    """Enter a kind of problem in the catalogue; a code is given once and never changes its meaning."""
    if code in CATALOGUE:
        raise ValueError(f"issue code {code} is defined twice")
    kind = Kind(code, severity, th, en, cure_th, cure_en)
    CATALOGUE[code] = kind
    return kind


class Refused(Exception):
    """Input that cannot be used; carries every problem found, not only the first."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = tuple(in_reading_order(issues))
        super().__init__("\n".join(issue.line("en") for issue in self.issues))


def in_reading_order(issues: Iterable[Issue]) -> list[Issue]:
    """By file, line and code: the order in which a person mends them; the same problem is said once."""
    return sorted(dict.fromkeys(issues), key=lambda i: (i.place, i.code, i.en))


def errors(issues: Iterable[Issue]) -> list[Issue]:
    """Only those that make the input unusable."""
    return [issue for issue in issues if issue.severity == "error"]


def settled(issue: Issue, by: str) -> Issue:
    """The same finding once a recorded discrepancy explains it: a note that names the explanation."""
    return replace(issue, severity="note", settled_by=by)
