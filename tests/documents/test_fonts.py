"""The shipped typeface says which letters it has and how wide they are."""

import pytest

from samrit.documents import fonts


def test_the_typeface_lies_in_the_package() -> None:
    assert fonts.REGULAR.is_file()
    assert fonts.BOLD.is_file()


def test_thai_latin_digits_and_common_signs_can_be_drawn() -> None:
    letters = "".join(chr(code) for code in (*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C), *range(0x20, 0x7F)))
    assert fonts.missing(letters + "–—“”‘’…•±×÷≤≥→²½éüñ\u00a0") == set()


@pytest.mark.parametrize("letter", ["☐", "☑", "✓", "●", "漢", "ກ", "😀", "\u2011"])
def test_a_letter_the_typeface_has_not_is_missing(letter: str) -> None:
    assert fonts.missing(f"ก{letter}ข") == {letter}


@pytest.mark.parametrize(
    "control", ["\x00", "\x07", "\r", "\u200b", "\u200e", "\u202e", "\u2060", "\u2066", "\ufeff", "\u00ad", "\ud800"]
)
def test_an_invisible_control_counts_as_missing(control: str) -> None:
    assert fonts.missing(f"ก{control}ข") == {control}


def test_a_line_break_and_a_tab_are_not_missing() -> None:
    assert fonts.missing("ก\nข\tค") == set()


def test_marks_above_and_below_take_no_width() -> None:
    assert fonts.width("ที่") == fonts.width("ท")
    assert fonts.width("ปู่") == fonts.width("ป")


def test_digits_are_all_of_one_width_so_that_figures_align() -> None:
    assert len({fonts.width(digit) for digit in "0123456789"}) == 1


def test_bold_is_wider() -> None:
    assert fonts.width("กขค 123", bold=True) > fonts.width("กขค 123")
