"""Exact figures: the only maker of a Decimal or Fraction from text, and the only place that rounds.

Decimal carries a figure as somebody wrote it ("72.00" keeps its zeros), Fraction carries it through sums.
Source: design.md invariant 1.
"""

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import gcd
from typing import Final, Literal

FigureReason = Literal["float", "empty", "not_a_number", "underscore", "too_long", "exponent", "not_finite"]

MAX_DIGITS: Final = 30  # of a figure printed in full, on both sides of the point together
MAX_EXPONENT: Final = 12
MAX_EXACT_DIGITS: Final = 4_000  # of a numerator or denominator; Python itself refuses int text above 4,300


class FigureError(ValueError):
    """A value that is not an exact figure; `reason` is a stable word, `text` the (shortened) input."""

    def __init__(self, reason: FigureReason, text: str) -> None:
        self.reason: FigureReason = reason
        self.text: str = text if len(text) <= 60 else text[:59] + "…"
        super().__init__(f"{self.text!r} {_EXPLANATIONS[reason]}")

    def __reduce__(self) -> tuple[type["FigureError"], tuple[str, str]]:
        # Without this, an error raised in a worker process cannot be unpickled: args hold the message only.
        return (type(self), (self.reason, self.text))


def d(value: str | int | Decimal) -> Decimal:
    """Make a Decimal from plain ASCII decimal text, an int or a Decimal, keeping trailing zeros.

    Accepts "72.00", "-1.5", "+3", "1e3"; a point needs digits on both sides. Minus zero becomes zero.
    What is accepted always prints in at most 30 digits with `plain`, which `d` reads back.
    Errors: FigureError, quickly, however long the text or large the exponent.
    """
    if isinstance(value, str):
        return _from_text(value)
    if isinstance(value, Decimal):
        return _checked(value)
    if not _is_whole(value):
        raise _wrong_type(value)
    # Decided on bits: the text of a huge int takes quadratic time, and Python refuses to make it.
    if value.bit_length() > _MAX_BITS or abs(value) >= 10**MAX_DIGITS:
        raise FigureError("too_long", f"an integer of {value.bit_length()} bits")
    return Decimal(value)


def exact(value: Decimal | int | Fraction) -> Fraction:
    """Turn a figure into the Fraction it is exactly equal to.

    Errors: FigureError for float, bool, NaN, Infinity and decimals beyond 10^±100.
    """
    # Hot path: identity first, because isinstance against Fraction (an abstract base) is slow to say no.
    if type(value) is Fraction:
        return value
    if isinstance(value, Decimal):
        try:
            return _exact_decimal(value)
        except (TypeError, ValueError, OverflowError) as error:
            if isinstance(error, FigureError):
                raise
            raise FigureError("not_finite", str(value)) from None
    if not _is_whole(value) and not isinstance(value, Fraction):
        raise _wrong_type(value)
    return Fraction(value)


def round_half_up(value: Fraction, places: int) -> Decimal:
    """Round to `places` decimals, a tie going away from zero: 2.345 -> 2.35, -2.345 -> -2.35.

    The result has exactly `places` decimals, ignores the decimal context and is never minus zero.
    Errors: ValueError unless 0 <= places <= 30.
    """
    if not 0 <= places <= MAX_DIGITS:
        raise ValueError(f"places must be between 0 and {MAX_DIGITS}, not {places}")
    numerator, denominator = value.numerator, value.denominator
    # floor(x + 1/2) on the magnitude, in integers: (2·n·10^p + den) // (2·den).
    units = (2 * abs(numerator) * 10**places + denominator) // (2 * denominator)
    # Through text because Decimal(text) is exact, whereas scaleb and quantize obey the context's precision.
    return Decimal(f"{'-' if numerator < 0 < units else ''}{units}E-{places}")


def exact_text(value: Fraction) -> str:
    """Write a Fraction in lowest terms: "68/25", "-1/3", "3".

    Errors: FigureError "too_long" above 4,000 digits on either side of the stroke.
    """
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > _MAX_EXACT_BITS:
        raise FigureError("too_long", f"a fraction over {value.denominator.bit_length()} bits")
    return str(value)


def from_exact_text(text: str) -> Fraction:
    """Read what `exact_text` wrote, and nothing else: "4/2", "3/1", "-0" and " 3" are refused.

    Errors: FigureError.
    """
    if not text:
        raise FigureError("empty", text)
    if len(text) > 2 * MAX_EXACT_DIGITS + 2:
        raise FigureError("too_long", text)
    match = _EXACT.fullmatch(text)
    if match is None:
        raise FigureError("underscore" if "_" in text else "not_a_number", text)
    if max(len(match[1].lstrip("-")), len(match[2] or "")) > MAX_EXACT_DIGITS:
        raise FigureError("too_long", text)
    numerator, denominator = int(match[1]), int(match[2] or 1)
    if match[2] is not None and (denominator == 1 or gcd(numerator, denominator) != 1):
        raise FigureError("not_a_number", text)
    return Fraction(numerator, denominator)


def plain(value: Decimal) -> str:
    """Write a Decimal without exponent notation, keeping trailing zeros: 1E+3 -> "1000", 72.00 -> "72.00"."""
    return format(value, "f")


def shown(value: Fraction, places: int) -> str:
    """Write a Fraction rounded half up to exactly `places` decimals: 68/25 at 4 -> "2.7200"."""
    return plain(round_half_up(value, places))


def short(value: Fraction, at_most: int = 6) -> str:
    """Write a Fraction as briefly as is honest: "2.72" when that is exact, "≈0.333333" when it is not."""
    text = shown(value, at_most)
    if 10**at_most % value.denominator:
        return f"≈{text}"
    return text.rstrip("0").removesuffix(".") if at_most else text


@lru_cache(maxsize=16_384)
def _exact_decimal(value: Decimal) -> Fraction:
    # Cached because weights, levels and reported figures repeat: measured 0.1 µs against 0.6 µs.
    # 1E+5000000 is a short Decimal but a number of five million digits, hence the check before the ratio.
    if not -_FAR <= value.adjusted() <= _FAR:
        raise FigureError("exponent", str(value))
    return Fraction(*value.as_integer_ratio())


def _from_text(text: str) -> Decimal:
    """Make a Decimal from text after its length, form and exponent are known to be harmless."""
    if not text or text.isspace():
        raise FigureError("empty", text)
    if len(text) > _MAX_TEXT:
        raise FigureError("too_long", text)
    match = _FIGURE.fullmatch(text)
    if match is None:
        if "_" in text:
            raise FigureError("underscore", text)
        raise FigureError("not_finite" if _NOT_FINITE.fullmatch(text) else "not_a_number", text)
    if match[1] is not None and abs(int(match[1])) > MAX_EXPONENT:
        raise FigureError("exponent", text)
    return _checked(Decimal(text))


def _checked(value: Decimal) -> Decimal:
    """Pass a finite Decimal that prints in at most 30 digits; minus zero becomes zero."""
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise FigureError("not_finite", str(value))
    # A small negative exponent is only decimals ("0.3333…"), so below zero the length rule alone decides,
    # except where nothing but the exponent makes the text long.
    if exponent > MAX_EXPONENT or exponent < -(MAX_DIGITS + MAX_EXPONENT):
        raise FigureError("exponent", str(value))
    if _printed_digits(len(digits), exponent) > MAX_DIGITS:
        raise FigureError("too_long", str(value))
    return value.copy_abs() if sign and not value else value


def _printed_digits(coefficient: int, exponent: int) -> int:
    """Count the digits `plain` prints: 1E+3 -> 4, 0.05 -> 3."""
    return coefficient + exponent if exponent >= 0 else max(coefficient, 1 - exponent)


def _is_whole(value: object) -> bool:
    """Tell an int from a truth value, which Python counts as an int."""
    return isinstance(value, int) and not isinstance(value, bool)


def _wrong_type(value: object) -> FigureError:
    # What turns itself into a float (numpy's numbers do) may have lost digits before it came here.
    inexact = isinstance(value, bool) or (hasattr(value, "__float__") and not isinstance(value, Fraction))
    return FigureError("float" if inexact else "not_a_number", repr(value))


_FAR: Final = 100  # a power of ten no figure reaches, yet cheap to hold as an integer
_FIGURE: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE]([+-]?[0-9]+))?")
_NOT_FINITE: Final = re.compile(r"[+-]?(?:inf(?:inity)?|s?nan[0-9]*)", re.IGNORECASE)
_EXACT: Final = re.compile(r"(-?[1-9][0-9]*|0)(?:/([1-9][0-9]*))?")
_MAX_TEXT: Final = MAX_DIGITS + len("+.e+12")
_MAX_BITS: Final = (10**MAX_DIGITS).bit_length()
_MAX_EXACT_BITS: Final = (10**MAX_EXACT_DIGITS - 1).bit_length() - 1  # below this, the digits certainly fit
_EXPLANATIONS: Final[dict[FigureReason, str]] = {
    "float": 'is not exact: floats and truth values are refused. Write it as text, such as "89.55".',
    "empty": "is empty where a figure is needed. A figure that is not known is Missing, not an empty text.",
    "not_a_number": 'is not a figure. Write ASCII digits with at most one point, such as "72.00".',
    "underscore": 'holds an underscore. Write the digits together, such as "1250000".',
    "too_long": f"is too long. A figure has at most {MAX_DIGITS} digits, a fraction part {MAX_EXACT_DIGITS}.",
    "exponent": f"has an exponent beyond ±{MAX_EXPONENT}. Write the figure out in digits.",
    "not_finite": "is not a finite number. Say Missing or NotApplicable with a reason instead.",
}
