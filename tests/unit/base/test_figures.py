"""Figures are exact, strict about text, and round half away from zero."""

import pickle
import time
from decimal import Context, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.base.figures import (
    MAX_EXACT_DIGITS,
    FigureError,
    d,
    exact,
    exact_text,
    from_exact_text,
    plain,
    round_half_up,
    short,
    shown,
)

FRACTIONS = st.fractions() | st.builds(Fraction, st.integers(-(10**40), 10**40), st.integers(1, 10**40))
FIGURE_TEXTS = st.from_regex(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", fullmatch=True)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("72.00", "72.00"),
        ("-1.5", "-1.5"),
        ("+3", "3"),
        ("0", "0"),
        ("1e3", "1000"),
        ("1.5E-2", "0.015"),
        ("007", "7"),
        ("9" * 30, "9" * 30),
        (1250000, "1250000"),
        (10**30 - 1, "9" * 30),
        (Decimal("72.420"), "72.420"),
        (Decimal("0.3333333333333333333333333333"), "0.3333333333333333333333333333"),
    ],
)
def test_a_figure_keeps_its_value_and_its_trailing_zeros(value: str | int | Decimal, text: str) -> None:
    assert plain(d(value)) == text


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (0.1, "float"),
        (72.0, "float"),
        (float("nan"), "float"),
        (True, "float"),
        (None, "not_a_number"),
        (b"1", "not_a_number"),
        (Fraction(1, 3), "not_a_number"),
        ("", "empty"),
        (" \t", "empty"),
        ("seven", "not_a_number"),
        (" 1", "not_a_number"),
        ("1 ", "not_a_number"),
        ("1\n", "not_a_number"),
        ("1,000", "not_a_number"),
        ("1.2.3", "not_a_number"),
        (".5", "not_a_number"),
        ("5.", "not_a_number"),
        ("--1", "not_a_number"),
        ("0x10", "not_a_number"),
        ("๗๒", "not_a_number"),
        ("٣", "not_a_number"),
        ("−1", "not_a_number"),
        ("1_000", "underscore"),
        ("1" * 31, "too_long"),
        ("0." + "1" * 30, "too_long"),
        ("1" * 400, "too_long"),
        ("1" * 5_000_000, "too_long"),
        ("1" * 25 + "e12", "too_long"),
        ("1" * 25 + "e-12", None),
        ("1" * 30 + "e-12", None),
        ("1e-12", None),
        ("1e12", None),
        (10**30, "too_long"),
        (-(10**30), "too_long"),
        (1 << 5_000_000, "too_long"),
        ("1e13", "exponent"),
        ("1e-13", "exponent"),
        ("1e5000000", "exponent"),
        ("1e-5000000", "exponent"),
        ("0e99", "exponent"),
        (Decimal("1e5000000"), "exponent"),
        (Decimal("1e-5000000"), "exponent"),
        (Decimal("0e5000000"), "exponent"),
        (Decimal("1" * 31), "too_long"),
        ("NaN", "not_finite"),
        ("-nan123", "not_finite"),
        ("sNaN", "not_finite"),
        ("Infinity", "not_finite"),
        ("-inf", "not_finite"),
        (Decimal("NaN"), "not_finite"),
        (Decimal("-Infinity"), "not_finite"),
    ],
    ids=lambda value: str(value)[:12] if not isinstance(value, int) else "int",
)
def test_what_is_not_an_exact_figure_is_refused_fast_and_with_its_reason(value: object, reason: str | None) -> None:
    start = time.perf_counter()
    if reason is None:
        d(value)
    else:
        with pytest.raises(FigureError) as caught:
            d(value)
        assert caught.value.reason == reason
        assert len(caught.value.text) <= 60
        assert len(str(caught.value)) < 250
    assert time.perf_counter() - start < 0.5


def test_an_error_names_the_text_and_survives_a_worker_process() -> None:
    with pytest.raises(FigureError, match=r"'1_0' holds an underscore") as caught:
        d("1_0")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (copy.reason, copy.text, str(copy)) == ("underscore", "1_0", str(caught.value))


@pytest.mark.parametrize("text", ["-0", "-0.00"])
def test_there_is_no_minus_zero(text: str) -> None:
    assert plain(d(text)) == text.removeprefix("-")
    assert plain(d(Decimal(text))) == text.removeprefix("-")


@given(FIGURE_TEXTS)
def test_what_plain_writes_d_reads_back(text: str) -> None:
    value = d(text)
    assert d(plain(value)) == value
    assert plain(d(plain(value))) == plain(value)


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_every_decimal_d_accepts_can_be_stored_as_plain_text(value: Decimal) -> None:
    try:
        accepted = d(value)
    except FigureError:
        return
    assert accepted == value
    assert d(plain(accepted)) == accepted
    assert sum(sign.isdigit() for sign in plain(accepted)) <= 30


def test_d_ignores_the_decimal_context() -> None:
    with localcontext(Context(prec=2)):
        assert plain(d("123.456")) == "123.456"
        assert plain(d(-123456)) == "-123456"
        assert plain(d(Decimal("-0.00456"))) == "-0.00456"


@given(FIGURE_TEXTS)
def test_exact_is_the_ratio_the_text_says(text: str) -> None:
    whole, _, decimals = text.partition(".")
    assert exact(d(text)) == Fraction(int(whole + decimals), 10 ** len(decimals))


def test_exact_takes_whole_numbers_and_fractions_as_they_are() -> None:
    third = Fraction(1, 3)
    assert exact(third) is third
    assert exact(7) == Fraction(7)
    assert sum([exact(d("30")) * third] * 3) == 30


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (0.5, "float"),
        (1.0, "float"),
        (False, "float"),
        ("1", "not_a_number"),
        (Decimal("NaN"), "not_finite"),
        (Decimal("sNaN"), "not_finite"),
        (Decimal("Infinity"), "not_finite"),
        (Decimal("1e5000000"), "exponent"),
        (Decimal("1e-5000000"), "exponent"),
    ],
)
def test_exact_refuses_what_has_no_exact_value(value: object, reason: str) -> None:
    exact(1)  # equal to 1.0 and True: a remembered answer must not let those through
    exact(Decimal(1))
    with pytest.raises(FigureError) as caught:
        exact(value)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(2345, 1000), 2, "2.35"),
        (Fraction(-2345, 1000), 2, "-2.35"),
        (Fraction(1, 2), 0, "1"),
        (Fraction(-1, 2), 0, "-1"),
        (Fraction(3, 2), 0, "2"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(68, 25), 4, "2.7200"),
        (Fraction(1, 3), 4, "0.3333"),
        (Fraction(2, 3), 4, "0.6667"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(0), 2, "0.00"),
        (Fraction(99995, 10000), 3, "10.000"),
        (Fraction(1, 10**20), 2, "0.00"),
        (Fraction(12345), 0, "12345"),
    ],
)
def test_rounding_takes_a_tie_away_from_zero(value: Fraction, places: int, text: str) -> None:
    assert plain(round_half_up(value, places)) == text
    assert shown(value, places) == text


@given(FRACTIONS, st.integers(0, 30))
def test_rounding_is_the_nearest_and_the_farther_from_zero_of_two_nearest(value: Fraction, places: int) -> None:
    step = Fraction(1, 10**places)
    below = value // step * step
    above = below + step
    nearer = min((below, above), key=lambda one: (abs(one - value), -abs(one)))
    rounded = round_half_up(value, places)
    assert Fraction(rounded) == nearer
    assert rounded.as_tuple().exponent == -places
    assert not (rounded == 0 and rounded.is_signed())


@given(st.fractions(), st.integers(0, 12))
def test_rounding_ignores_the_decimal_context(value: Fraction, places: int) -> None:
    expected = plain(round_half_up(value, places))
    with localcontext(Context(prec=1, rounding="ROUND_DOWN", Emax=1, Emin=-1)):
        assert plain(round_half_up(value, places)) == expected


@pytest.mark.parametrize("places", [-1, 31, 10**9])
def test_rounding_refuses_places_no_form_has(places: int) -> None:
    with pytest.raises(ValueError, match="places must be between 0 and 30"):
        round_half_up(Fraction(1), places)


@pytest.mark.parametrize(
    ("value", "text"),
    [(Fraction(68, 25), "68/25"), (Fraction(3), "3"), (Fraction(-1, 3), "-1/3"), (Fraction(0), "0")],
)
def test_exact_text_is_in_lowest_terms(value: Fraction, text: str) -> None:
    assert exact_text(value) == text


@given(FRACTIONS)
def test_exact_text_reads_back(value: Fraction) -> None:
    assert from_exact_text(exact_text(value)) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("4/2", "not_a_number"),
        ("3/1", "not_a_number"),
        ("0/5", "not_a_number"),
        ("1/0", "not_a_number"),
        ("-0", "not_a_number"),
        ("+3", "not_a_number"),
        ("03", "not_a_number"),
        ("1/-3", "not_a_number"),
        (" 3", "not_a_number"),
        ("3\n", "not_a_number"),
        ("2.5", "not_a_number"),
        ("๓", "not_a_number"),
        ("1_0", "underscore"),
        ("9" * (MAX_EXACT_DIGITS + 1), "too_long"),
        ("1/" + "9" * (MAX_EXACT_DIGITS + 1), "too_long"),
        ("9" * 5_000_000, "too_long"),
    ],
    ids=lambda value: value[:12],
)
def test_only_the_canonical_exact_text_is_read(text: str, reason: str) -> None:
    with pytest.raises(FigureError) as caught:
        from_exact_text(text)
    assert caught.value.reason == reason


def test_the_longest_exact_text_written_is_also_read() -> None:
    longest = Fraction(-(10 ** (MAX_EXACT_DIGITS - 1)), 10 ** (MAX_EXACT_DIGITS - 1) - 1)
    assert from_exact_text(exact_text(longest)) == longest
    for too_long in (Fraction(10**MAX_EXACT_DIGITS), Fraction(1, 10**5_000)):
        with pytest.raises(FigureError, match="too long"):
            exact_text(too_long)


def test_plain_never_uses_an_exponent() -> None:
    assert plain(Decimal("1E+3")) == "1000"
    assert plain(Decimal("1E-10")) == "0.0000000001"
    assert plain(Decimal("72.00")) == "72.00"


@pytest.mark.parametrize(
    ("value", "at_most", "text"),
    [
        (Fraction(68, 25), 6, "2.72"),
        (Fraction(100), 6, "100"),
        (Fraction(100), 0, "100"),
        (Fraction(0), 6, "0"),
        (Fraction(-1, 2), 6, "-0.5"),
        (Fraction(1, 3), 6, "≈0.333333"),
        (Fraction(-2, 3), 2, "≈-0.67"),
        (Fraction(1, 64), 6, "0.015625"),
        (Fraction(1, 128), 6, "≈0.007813"),
        (Fraction(1, 2), 0, "≈1"),
    ],
)
def test_short_is_exact_or_says_that_it_is_not(value: Fraction, at_most: int, text: str) -> None:
    assert short(value, at_most) == text


@given(st.fractions(), st.integers(0, 12))
def test_short_without_the_sign_is_exactly_the_value(value: Fraction, at_most: int) -> None:
    text = short(value, at_most)
    assert text.startswith("≈") or Fraction(text) == value
