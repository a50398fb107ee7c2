"""Thai text as clerks and official papers write it: spelling, digits, years, dates, figures and columns.

Source: design.md invariant 7; domain-facts.md part E2.
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Final, Literal, assert_never

from wcwidth import wcwidth

from samrit.base.figures import FigureError, d

ThaiTextReason = Literal[
    "empty",
    "too_long",
    "not_a_year",
    "common_era_year",
    "implausible_year",
    "not_a_date",
    "not_a_month",
    "impossible_date",
    "not_a_figure",
    "grouping",
    "several_figures",
    "unit",
]
DateStyle = Literal["long", "short", "formal"]
DigitStyle = Literal["arabic", "thai"]
Align = Literal["left", "right", "center"]

MONTHS: Final = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)  # January first; the fiscal year's own order starts at October
MONTHS_SHORT: Final = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)

BE_MINUS_CE: Final = 543
FIRST_BE_YEAR: Final = 2484  # before it the year began in April, so the difference of 543 does not hold
LAST_BE_YEAR: Final = 2643


class ThaiTextError(ValueError):
    """Text that is not the year, date or figure asked for; `reason` is a stable word, `text` the input."""

    def __init__(self, reason: ThaiTextReason, text: str) -> None:
        self.reason: ThaiTextReason = reason
        self.text: str = text if len(text) <= 60 else text[:59] + "…"
        super().__init__(f"“{self.text}” {_EXPLANATIONS[reason]}")

    def __reduce__(self) -> tuple[type["ThaiTextError"], tuple[str, str]]:
        # Without this, an error raised in a worker process cannot be unpickled: args hold the message only.
        return (type(self), (self.reason, self.text))


def normalise(text: str) -> str:
    """Give text that looks the same the same code points, and tidy its spaces; idempotent.

    NFC; nikhahit + sara aa becomes sara am; เ + เ becomes แ; marks on one consonant come in typing order
    (vowel, tone, sara am); zero-width characters go; runs of spaces become one space; lines are stripped.
    Line breaks stay. Never NFKC, which takes sara am apart.
    Source: domain-facts.md E19.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_INVISIBLE)).replace("เเ", "แ")
        text = _MARKS.sub(_in_typing_order, text)
        text = _SARA_AM.sub(_join_sara_am, text)
        # Again, because a sara am just made may have a tone typed after it.
        text = unicodedata.normalize("NFC", _MARKS.sub(_in_typing_order, text))
    text = _SPACES.sub(" ", _NEWLINE.sub("\n", text))
    return _LINE_EDGE.sub("\n", text).strip()


def same_text(a: str, b: str) -> bool:
    """Whether two texts are the same to a reader, whatever code points they were typed with."""
    return a == b or normalise(a) == normalise(b)


def arabic_digits(text: str) -> str:
    """Write Thai digits as Arabic ones and leave everything else alone."""
    return text.translate(_TO_ARABIC)


def thai_digits(text: str) -> str:
    """Write Arabic digits as Thai ones and leave everything else alone."""
    return text.translate(_TO_THAI)


def item_code(text: str) -> str | None:
    """Read a disclosure item's mark ("๐๑", "0๑๐", "O๑๒", "o12") as its code, "O1" to "O99", else None.

    The first sign is always the letter O, whatever it was typed or scanned as, and the number follows it: so
    "๐๑" is O1 and "010" is O10, never ten. A number below ten may keep its zero ("O๐๕" is O5), and a letter O
    inside the number is a zero ("O3O" is O30). "10" is no mark: it has no letter.
    Source: domain-facts.md E18.
    """
    match = _ITEM.fullmatch(arabic_digits(normalise(text)))
    if match is None:
        return None
    number = int(match[1].upper().replace("O", "0"))
    return f"O{number}" if number else None


def to_ce_year(year: str | int) -> int:
    """Read a พ.ศ. year as a C.E. year: 2556, "๒๕๕๖", "พ.ศ. 2556", "56" and "๕๖" are all 2013.

    Two digits are B.E. 25xx. A year marked ค.ศ. is taken as it stands; an unmarked C.E. year is refused, not
    guessed. Errors: ThaiTextError outside B.E. 2484-2643.
    Source: domain-facts.md E9, E15.
    """
    text = str(year)
    match = _YEAR_ALONE.fullmatch(_prepared(text))
    if match is None:
        raise ThaiTextError("not_a_year", text)
    return _written_year(match, text)


def to_be_year(ce_year: int) -> int:
    """Turn a C.E. year into a พ.ศ. year: 2013 -> 2556. Errors: ThaiTextError outside C.E. 1941-2100."""
    be_year = ce_year + BE_MINUS_CE
    if not FIRST_BE_YEAR <= be_year <= LAST_BE_YEAR:
        raise ThaiTextError("implausible_year", str(ce_year))
    return be_year


def fiscal_year(be_year: int) -> tuple[date, date]:
    """First and last day of a ปีงบประมาณ: 2556 -> 2012-10-01 and 2013-09-30.

    Errors: ThaiTextError outside B.E. 2484-2643.
    Source: domain-facts.md E10.
    """
    ce_year = to_ce_year(be_year)
    return date(ce_year - 1, 10, 1), date(ce_year, 9, 30)


def fiscal_year_of(day: date) -> int:
    """The ปีงบประมาณ (พ.ศ.) a day falls in: 2012-10-01 -> 2556."""
    return day.year + BE_MINUS_CE + (day.month >= 10)


def parse_date(text: str) -> date:
    """Read a date as people write it, in Thai or Arabic digits, with or without spaces.

    "๒๐ มิ.ย. ๕๖", "๑พ.ค.๖๖", "วันที่ ๑ เดือน มกราคม พุทธศักราช ๒๕๖๖", "31/3/2556", "31-3-2556", "31.3.56".
    Years are พ.ศ. except after ค.ศ. and in "2013-03-31", which is ISO 8601 and C.E. A two-digit year does not
    go with hyphens, because "13-03-31" could be read from either end.
    Errors: ThaiTextError; the 30th of February is "impossible_date".
    Source: domain-facts.md E13-E16.
    """
    ready = _prepared(text)
    if iso := _ISO_DATE.fullmatch(ready):
        return _day(_iso_year(iso, text), int(iso["month"]), int(iso["day"]), text)
    if worded := _WORDED_DATE.fullmatch(ready):
        return _day(_written_year(worded, text), _month(worded), int(worded["day"]), text)
    if numeric := _NUMERIC_DATE.fullmatch(ready):
        return _day(_written_year(numeric, text), int(numeric["month"]), int(numeric["day"]), text)
    raise ThaiTextError("not_a_date", text)


def parse_month(text: str) -> tuple[int, int]:
    """Read a month as (C.E. year, month 1-12).

    "พ.ค.๖๖", "เดือนตุลาคม พ.ศ. 2555", "10/2555" in พ.ศ., "2012-10" (ISO 8601) in C.E.
    Errors: ThaiTextError.
    """
    ready = _prepared(text)
    if iso := _ISO_MONTH.fullmatch(ready):
        year, month = _iso_year(iso, text), int(iso["month"])
    elif worded := _WORDED_MONTH.fullmatch(ready):
        year, month = _written_year(worded, text), _month(worded)
    elif numeric := _NUMERIC_MONTH.fullmatch(ready):
        year, month = _written_year(numeric, text), int(numeric["month"])
    else:
        raise ThaiTextError("not_a_month", text)
    return year, _day(year, month, 1, text).month


def format_date(day: date, style: DateStyle = "long", digits: DigitStyle = "arabic") -> str:
    """Write a date in พ.ศ., so that `parse_date` reads it back.

    long "20 มิถุนายน 2556", short "20 มิ.ย. 56", formal "วันที่ 20 เดือน มิถุนายน พุทธศักราช 2556".
    Errors: ThaiTextError outside C.E. 1941-2100.
    """
    be_year = to_be_year(day.year)
    month = MONTHS[day.month - 1]
    match style:
        case "long":
            text = f"{day.day} {month} {be_year}"
        case "short":
            # Two digits always mean 25xx, so another century keeps all four.
            year = f"{be_year % 100:02}" if be_year // 100 == 25 else str(be_year)
            text = f"{day.day} {MONTHS_SHORT[day.month - 1]} {year}"
        case "formal":
            text = f"วันที่ {day.day} เดือน {month} พุทธศักราช {be_year}"
        case _:
            assert_never(style)
    return thai_digits(text) if digits == "thai" else text


def parse_figure(text: str, *, unit: str | None = None) -> Decimal:
    """Read the figure a clerk typed: "๗๒.๐๐ %", "ร้อยละ ๗๒", "1,250,000.50", "−1.5", keeping trailing zeros.

    A percentage keeps its scale ("72%" is 72). The word `unit`, and no other, may follow the figure.
    Errors: ThaiTextError; wrong grouping ("1,25") and two figures ("12 13") are refused, not repaired.
    """
    ready = _prepared(text).replace("−", "-").removeprefix("ร้อยละ")
    if unit is not None:
        ready = ready.removesuffix(arabic_digits(normalise(unit))).rstrip()
    ready = ready.removesuffix("%").strip()
    if _FIGURE.fullmatch(ready) is None:
        raise ThaiTextError(_why_not_a_figure(ready), text)
    try:
        return d(ready.replace(",", ""))
    except FigureError:
        # The form is right, so only the length can be wrong.
        raise ThaiTextError("too_long", text) from None


def width(text: str) -> int:
    """Count the terminal columns a text takes on one line; control characters count none.

    Additive: width(a + b) == width(a) + width(b).
    """
    # Vowels above and below and tone marks are 0. Sara am (U+0E33) is 1: terminals draw its ring over the
    # consonant but advance one column for its sara aa, and wcwidth agrees. Summed by character, not by
    # wcswidth, because that answers -1 for a whole text with one tab in it.
    return sum(max(0, wcwidth(character)) for character in text)


def pad(text: str, columns: int, align: Align = "left") -> str:
    """Fill a text with spaces to a number of terminal columns; a wider text comes back as it is."""
    gap = max(0, columns - width(text))
    before = {"left": 0, "right": gap, "center": gap // 2}[align]
    return " " * before + text + " " * (gap - before)


def wrap(text: str, columns: int) -> list[str]:
    """Break a text into lines of at most `columns` terminal columns, at line breaks and spaces first.

    Only a word longer than a line is broken: never before a mark or following vowel, never after a leading
    vowel, never inside a number that fits on a line. What has no such place (a letter and its vowel in one
    column) stays too wide. Empty text is one empty line. Errors: ValueError unless columns >= 1.
    Source: domain-facts.md E20; without a dictionary this is safe to read, not word-perfect.
    """
    if columns < 1:
        raise ValueError(f"columns must be 1 or more, not {columns}")
    return [line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, columns)]


def _prepared(text: str) -> str:
    """Normalise text and make its digits Arabic; refuse what is empty or too long to be a date or figure."""
    if len(text) > 200:
        raise ThaiTextError("too_long", text)
    ready = arabic_digits(normalise(text))
    if not ready:
        raise ThaiTextError("empty", text)
    return ready


def _in_typing_order(match: re.Match[str]) -> str:
    return match[0] if _follows_mark(match) else "".join(sorted(match[0], key=_MARK_ORDER.__getitem__))


def _join_sara_am(match: re.Match[str]) -> str:
    return match[0] if _follows_mark(match) else f"{match[1] or match[2] or ''}\u0e33"


def _follows_mark(match: re.Match[str]) -> bool:
    """Whether a mark NFC may move stands before: such a pile is no syllable, and NFC might undo a repair."""
    return match.start() > 0 and unicodedata.combining(match.string[match.start() - 1]) != 0


def _written_year(match: re.Match[str], text: str) -> int:
    """C.E. year of a match with groups `era` and `year`."""
    digits, is_common_era = match["year"], (match.groupdict()["era"] or "").startswith("ค")
    if len(digits) != 4 and (is_common_era or len(digits) != 2):
        raise ThaiTextError("not_a_year", text)
    year = int(digits) if len(digits) == 4 else 2500 + int(digits)
    be_year = year + BE_MINUS_CE if is_common_era else year
    if FIRST_BE_YEAR <= be_year <= LAST_BE_YEAR:
        return be_year - BE_MINUS_CE
    looks_like_ce = FIRST_BE_YEAR <= year + BE_MINUS_CE <= LAST_BE_YEAR
    raise ThaiTextError("common_era_year" if looks_like_ce else "implausible_year", text)


def _iso_year(match: re.Match[str], text: str) -> int:
    """C.E. year of an ISO date; a พ.ศ. year there is refused."""
    year = int(match["year"])
    if not FIRST_BE_YEAR <= year + BE_MINUS_CE <= LAST_BE_YEAR:
        raise ThaiTextError("implausible_year", text)
    return year


def _month(match: re.Match[str]) -> int:
    return _MONTH_NUMBERS[_DOTS_AND_SPACES.sub("", match["month"])]


def _day(ce_year: int, month: int, day: int, text: str) -> date:
    """A date, or the reason there is none; leap years are judged on the C.E. year."""
    try:
        return date(ce_year, month, day)
    except ValueError:
        raise ThaiTextError("impossible_date", text) from None


def _why_not_a_figure(ready: str) -> ThaiTextReason:
    if "," in ready and _FIGURE.fullmatch(ready.replace(",", "")):
        return "grouping"
    if _SEVERAL_FIGURES.fullmatch(ready):
        return "several_figures"
    return "unit" if _FIGURE_AND_WORD.fullmatch(ready) else "not_a_figure"


def _wrap_paragraph(paragraph: str, columns: int) -> list[str]:
    lines: list[str] = []
    line, used = "", 0
    for word in _WORD.findall(_BLANKS.sub(" ", paragraph)):
        columns_of_word = width(word)
        if line and used + 1 + columns_of_word <= columns:
            line, used = f"{line} {word}", used + 1 + columns_of_word
            continue
        if line:
            lines.append(line)
        *full, line = _break_word(word, columns) if columns_of_word > columns else [word]
        lines += full
        used = width(line)
    return [*lines, line]


def _break_word(word: str, columns: int) -> list[str]:
    """Cut a word into pieces that fit, at safe places; where it costs little, before a leading vowel."""
    pieces: list[str] = []
    piece: list[str] = []
    for part in _unbreakable(word, columns):
        if piece and width("".join(piece)) + width(part) > columns:
            kept = _kept(piece, part, columns)
            pieces.append("".join(piece[:kept]))
            piece = piece[kept:]
        piece.append(part)
    return [*pieces, "".join(piece)]


def _kept(piece: list[str], part: str, columns: int) -> int:
    """How many parts stay on a full line: up to the last leading vowel, which always begins a syllable, if it is near."""
    if part[0] not in _LEADING_VOWELS:
        for place in range(len(piece) - 1, 0, -1):
            if width("".join(piece[:place])) < columns * _LEAST_FILLED:
                break
            if piece[place][0] in _LEADING_VOWELS:
                return place
    return len(piece)


def _unbreakable(word: str, columns: int) -> list[str]:
    """The parts of a word that stay whole; numbers and Latin words only if they fit on a line at all."""
    return [
        part
        for cluster in _CLUSTER.findall(word)
        for part in ([cluster] if width(cluster) <= columns else _LETTER.findall(cluster))
    ]


_TO_ARABIC: Final = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_TO_THAI: Final = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")

_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_NEWLINE: Final = re.compile(r"\r\n?")
_SPACES: Final = re.compile(r"[^\S\n]+")  # no-break and other spaces too
_LINE_EDGE: Final = re.compile(r" ?\n ?")
_SARA_AM: Final = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32|([\u0e48-\u0e4b])\u0e4d\u0e32")
# Phinthu; sara u, uu (the order NFC gives these); vowels above; tones and signs; sara am. No other order is
# ever right, but scans and some keyboards produce it, and it looks the same: ท่ี for ที่, นำ้ for น้ำ.
_MARK_ORDER: Final = {
    mark: order
    for order, marks in enumerate(
        (
            "\u0e3a",
            "\u0e38\u0e39",
            "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47",
            "\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e",
            "\u0e33",
        )
    )
    for mark in marks
}
_MARKS: Final = re.compile(f"[{''.join(_MARK_ORDER)}]{{2,}}")

_ITEM: Final = re.compile(r"[O0]([O0-9]?[O0-9])", re.IGNORECASE)

_DOTS_AND_SPACES: Final = re.compile(r"[.\s]")
_MONTH_NUMBERS: Final = {
    _DOTS_AND_SPACES.sub("", name): number
    for names in (MONTHS, MONTHS_SHORT)
    for number, name in enumerate(names, start=1)
}
# Short names are read with or without their points: "มิ.ย.", "มิ.ย", "มิย".
_MONTH: Final = "|".join((*MONTHS, *(name.replace(".", r"\.?\s?") for name in MONTHS_SHORT)))
_ERA: Final = r"(?:ปี\s?)?(?P<era>พ\.?\s?ศ\.?|พุทธศักราช|ค\.?\s?ศ\.?|คริสต์ศักราช)?"
_YEAR: Final = rf"{_ERA}\s?(?P<year>[0-9]+)"
_YEAR_ALONE: Final = re.compile(rf"(?:ปีงบประมาณ\s?)?{_YEAR}")
_WORDED_MONTH: Final = re.compile(rf"(?:เดือน\s?)?(?P<month>{_MONTH})\s?{_YEAR}")
_WORDED_DATE: Final = re.compile(rf"(?:วันที่\s?)?(?P<day>[0-9]{{1,2}})\s?{_WORDED_MONTH.pattern}")
_NUMERIC_DATE: Final = re.compile(
    r"(?P<day>[0-9]{1,2})(?P<mark>[/.-])(?P<month>[0-9]{1,2})(?P=mark)"
    r"(?P<era>)(?P<year>[0-9]{4}|(?<!-)[0-9]{2})"
)
_NUMERIC_MONTH: Final = re.compile(r"(?P<month>[0-9]{1,2})/(?P<era>)(?P<year>[0-9]{4}|[0-9]{2})")
_ISO_DATE: Final = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_ISO_MONTH: Final = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})")

_FIGURE: Final = re.compile(r"[+-]?(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_SEVERAL_FIGURES: Final = re.compile(r"[+-]?[0-9][0-9.,]*(?:\s[+-]?[0-9][0-9.,]*)+")
_FIGURE_AND_WORD: Final = re.compile(r"[+-]?[0-9][0-9.,]*\s?[^0-9.,\s][^0-9]*")

_LEADING_VOWELS: Final = frozenset("เแโใไ")
_LEAST_FILLED: Final = 0.65  # of a line, before a break in the middle of a word is preferred
_BLANKS: Final = re.compile(r"[ \t\r\f\v]+")  # a no-break space is none: it keeps its neighbours together
# "อื่น ๆ" is written with a space but read as one; a dash stays with what it follows: "เม.ย. – ก.ย."
_WORD: Final = re.compile(r"[^ ]+(?: ๆ[^ ]*| [–—](?= |$))*")
_LEADING: Final = "[เแโใไ(\\[{“‘«]*"
_FOLLOWING: Final = "(?:ฯลฯ| ๆ|[\u0e2f-\u0e3a\u0e45-\u0e4e\u0300-\u036f\u200b-\u200d\u2060\ufeff)\\]}”’».,;:!?%])*"
_LETTER: Final = re.compile(f"{_LEADING}.{_FOLLOWING}")
_CLUSTER: Final = re.compile(f"{_LEADING}(?:[0-9A-Za-z๐-๙][0-9A-Za-z๐-๙.,:/+@_-]*|.){_FOLLOWING}")

_EXPLANATIONS: Final[dict[ThaiTextReason, str]] = {
    "empty": "is empty.",
    "too_long": "is too long.",
    "not_a_year": 'is not a year. Write พ.ศ. in four or two digits, such as "2556" or "๕๖".',
    "common_era_year": 'looks like a C.E. year. Write พ.ศ. ("2556"), or put ค.ศ. before it.',
    "implausible_year": f"is outside พ.ศ. {FIRST_BE_YEAR}-{LAST_BE_YEAR} (C.E. 1941-2100); a date such as"
    ' "2013-03-31" takes a C.E. year, every other form พ.ศ.',
    "not_a_date": 'is not a date. Write it as "20 มิ.ย. 2556", "20/6/2556" or "2013-06-20".',
    "not_a_month": 'is not a month of a year. Write it as "มิ.ย. 2556", "6/2556" or "2013-06".',
    "impossible_date": "is a day that does not exist. Check the day and the month.",
    "not_a_figure": 'is not a figure. Write digits with at most one point, such as "72.00".',
    "grouping": 'has its commas in the wrong places. Group by three, as in "1,250,000", or leave them out.',
    "several_figures": "is more than one figure. Write one figure.",
    "unit": "has a word beside the figure. Write the figure alone.",
}
