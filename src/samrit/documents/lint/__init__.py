"""The document lint: what a careful reader would stumble over in a paper before it is signed.

`run` reads a file (plain text, Word, Excel, PDF with a text layer) and hands every line to every check.  A check is a
function from a document to findings; it may miss something, but what it says should be right: few false alarms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from samrit.base.issues import Language, errors
from samrit.documents.lint import (
    dates,
    digits,
    ladders,
    last_year,
    letters,
    numbering,
    orders,
    references,
    repeats,
    units,
    weights,
)
from samrit.documents.lint.finding import Check, Finding, Options
from samrit.documents.lint.source import Document, Line, read
from samrit.packs import checks as pack_checks
from samrit.packs import load
from samrit.packs.checks.walk import texts, walk
from samrit.packs.model import Pack
from samrit.packs.texts import Source

__all__ = ["CHECKS", "Finding", "Group", "Options", "check", "grouped", "read", "run", "run_pack"]


PLAIN: Final = Options()
"""Nothing said by the reader."""


@dataclass(frozen=True)
class Group:
    """Checks on one matter: its name in two languages, its codes, and the checks."""

    th: str
    en: str
    codes: tuple[int, int]
    checks: tuple[Check, ...]
    family: str = "DL"

    def said(self, language: Language) -> str:
        """Its name in the reader's language."""
        return self.th if language == "th" else self.en

    def holds(self, code: str) -> bool:
        """Whether a code is one of this group's."""
        first, last = self.codes
        return code.startswith(self.family) and first <= int(code[2:]) <= last


CHECKS: Final[tuple[Group, ...]] = (
    Group("ชื่อหน่วยอื่น", "Another unit's name", (10, 11), (units.other_units,)),
    Group("การอ้างถึง", "References", (12, 12), (references.items, references.named)),
    Group("เลขที่คำสั่ง", "Numbers of orders", (13, 15), (orders.orders,)),
    Group("ลำดับเลข", "Numbering", (16, 19), (numbering.lists, numbering.disclosure_items)),
    Group("เลขไทยปนอารบิก", "Mixed digits", (20, 22), (digits.mixed_numbers, digits.mixed_dates)),
    Group("น้ำหนัก", "Weights", (23, 24), (weights.indicators, weights.tables, weights.shares)),
    Group("ช่วงปรับเกณฑ์กับค่าเป้าหมาย", "Steps and targets", (25, 26), (ladders.steps,)),
    Group("เป้าหมายกับปีก่อน", "Targets and last year", (27, 28), (last_year.middle_level, last_year.prose)),
    Group("วันและปี", "Dates", (29, 36), (dates.impossible_days, dates.years, dates.ranges)),
    Group("ข้อความซ้ำ", "Repeated text", (37, 39), (repeats.paragraphs, repeats.blocks, repeats.words)),
    Group(
        "ตัวอักษร", "Letters", (40, 49),
        (letters.other_scripts, letters.inside_words, letters.marks_alone, letters.spellings, letters.typed_in_parts, letters.item_marks),
    ),
)  # fmt: skip


OF_PACKS: Final = Group("ชุดเกณฑ์", "The pack", (0, 999), (), "PK")
"""What `samrit pack check` finds."""

IN_PACKS: Final[tuple[Check, ...]] = (
    letters.other_scripts, letters.inside_words, letters.marks_alone, letters.spellings, letters.typed_in_parts,
    repeats.words,
)  # fmt: skip
"""Checks on single words, which are made on the texts of a pack too; what it means has checks of its own."""


def run(path: Path, options: Options = PLAIN) -> list[Finding]:
    """Everything the checks find in a file, in reading order; refused with advice where it cannot be read."""
    return check(read(path), options)


def check(document: Document, options: Options = PLAIN) -> list[Finding]:
    """Everything the checks find in a document, in reading order, each thing once."""
    return _in_order(finding for group in CHECKS for one in group.checks for finding in one(document, options))


def run_pack(folder: Path) -> list[Finding]:
    """What the careful reader of packs finds, and what is odd in the letters of the pack's texts."""
    parsed, issues = load.parse(folder)
    if parsed is not None and not errors(issues):
        issues = [*issues, *pack_checks.run(parsed)]
    in_files = [] if parsed is None else _in_texts(parsed)
    return _in_order([*(Finding(issue, "") for issue in issues), *in_files])


def _in_texts(pack: Pack) -> Iterator[Finding]:
    """What is odd in the letters of a pack's texts; repairs and discrepancies quote errors, and are left out."""
    held: dict[str, list[Line]] = {}
    for seen in walk(pack):
        if (
            seen.path.startswith(("discrepancies", "cases"))
            or ".repairs." in seen.path
            or isinstance(seen.part, Source)
        ):
            continue
        for key, text in texts(seen.part):
            place = seen.part.at.of(key)
            held.setdefault(place.file, []).append(Line(place.line, text))
    for file, lines in held.items():
        document = Document(file, tuple(sorted(lines, key=lambda line: line.number)))
        for one in IN_PACKS:
            yield from one(document, PLAIN)


def _in_order(found: Iterable[Finding]) -> list[Finding]:
    return sorted(dict.fromkeys(found), key=lambda finding: (finding.issue.place, finding.issue.code, finding.quote))


def grouped(found: Iterable[Finding]) -> list[tuple[Group, list[Finding]]]:
    """The findings by matter, in the order of the checks."""
    held = list(found)
    groups = [*CHECKS, OF_PACKS]
    return [(group, own) for group in groups if (own := [one for one in held if group.holds(one.issue.code)])]
