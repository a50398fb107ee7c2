"""Thai and Arabic digits inside one number or date, and one date written in both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from samrit.base import thai
from samrit.base.issues import define
from samrit.documents.lint.finding import Finding, Options, around, found
from samrit.documents.lint.source import Document, Line
from samrit.packs.checks.reading import digit_styles

MIXED = define(
    "DL021", "warning",
    th="“{number}” มีทั้งเลขไทยและเลขอารบิก", en="“{number}” has both Thai and Arabic digits",
    cure_th="ใช้เลขแบบเดียว", cure_en="use one kind of digits",
)  # fmt: skip
DATE_IN_BOTH = define(
    "DL022", "note",
    th="วันเดียวกันพิมพ์ด้วยเลขต่างแบบ: “{first}” (ที่ {where}) และ “{second}”",
    en="one day is printed in different digits: “{first}” (at {where}) and “{second}”",
    cure_th="ใช้เลขแบบเดียวทั้งเอกสาร", cure_en="use one kind of digits throughout",
)  # fmt: skip

_MIXED: Final = re.compile(r"(?<![0-9๐-๙])[0-9๐-๙]+(?:[.,/][0-9๐-๙]+)*")
_ITEM: Final = re.compile(r"[0๐][0-9๐-๙]{1,2}")
_MONTHS: Final = "|".join(re.escape(name) for name in (*thai.MONTHS, *thai.MONTHS_SHORT))
DATE: Final = re.compile(
    rf"(?<![0-9๐-๙])[0-9๐-๙]{{1,2}}\s?(?:เดือน\s?)?(?:{_MONTHS})\s?(?:(?:พ\.?\s?ศ\.?|พุทธศักราช|ค\.?\s?ศ\.?)\s?)?[0-9๐-๙]{{2,4}}(?![0-9๐-๙])"
)


def mixed_numbers(document: Document, _: Options) -> Iterator[Finding]:
    """A number is written in one kind of digits."""
    for line in document.lines:
        for match in _MIXED.finditer(line.text):
            # marks such as 0๔ of items O1–O30 are a matter of their own (DL045)
            if len(digit_styles(match[0])) == 2 and not _ITEM.fullmatch(match[0]):
                quote = around(line.text, *match.span())
                yield found(MIXED, document, line, quote, number=match[0])


def mixed_dates(document: Document, _: Options) -> Iterator[Finding]:
    """A date is written in one kind of digits, and every time in the same."""
    first: dict[date, dict[str, tuple[Line, str]]] = {}
    for line in document.lines:
        for match in DATE.finditer(line.text):
            styles = digit_styles(match[0])
            if len(styles) == 2:
                if not _has_mixed_number(match[0]):
                    yield found(MIXED, document, line, around(line.text, *match.span()), number=match[0])
                continue
            day = _day(match[0])
            if day is None:
                continue
            held = first.setdefault(day, {})
            style = styles.pop()
            if style not in held and held:
                other_line, other = next(iter(held.values()))
                quote = around(line.text, *match.span())
                yield found(
                    DATE_IN_BOTH, document, line, quote, first=other, where=other_line, second=match[0]
                )  # fmt: skip
            held.setdefault(style, (line, match[0]))


def _has_mixed_number(text: str) -> bool:
    return any(len(digit_styles(one)) == 2 for one in re.findall("[0-9๐-๙]+", text))


def _day(text: str) -> date | None:
    try:
        return thai.parse_date(text)
    except thai.ThaiTextError:
        return None
