"""How a day is typed: every example is read as the day it stands for, in either language."""

from __future__ import annotations

import re
from datetime import date

import pytest

from samrit.base.thai import ThaiTextError, parse_date
from samrit.web import days

TYPED = re.compile(r"\d+[/-]\d+[/-]\d+")


@pytest.mark.parametrize(("language", "count"), [("th", 1), ("en", 2)])
def test_every_example_is_read_as_the_same_day(language: str, count: int) -> None:
    for said in (days.HINT, days.such_as(), days.such_as(date(2013, 10, 1))):
        examples = TYPED.findall(getattr(said, language))
        assert {parse_date(one) for one in examples} == {date(2013, 10, 1)}
        assert len(examples) == count


def test_an_english_example_says_which_year_is_of_the_buddhist_era() -> None:
    assert days.HINT.en == "such as 2013-10-01, or 1/10/2556 (BE)"


@pytest.mark.parametrize(
    ("typed", "th", "en"),
    [
        ("", "พิมพ์วันที่ เช่น 1/10/2556", "Type a day, such as 2013-10-01, or 1/10/2556 (BE)."),
        ("1/10/2013", "“1/10/2013” เป็นปี ค.ศ.", "“1/10/2013” ends with a year of the Common Era."),
        ("2556-10-01", "“2556-10-01” ไม่ใช่วันที่", "“2556-10-01” is no day."),
        ("30/2/2556", "“30/2/2556” ไม่ใช่วันที่", "“30/2/2556” is no day."),
        ("เมื่อวาน", "“เมื่อวาน” ไม่ใช่วันที่", "“เมื่อวาน” is no day."),
    ],
)
def test_what_is_no_day_is_told_with_its_reason_and_how_to_type_one(typed: str, th: str, en: str) -> None:
    with pytest.raises(ThaiTextError) as wrong:
        parse_date(typed)
    said = days.no_day(wrong.value)
    assert said.th.startswith(th)
    assert said.en.startswith(en)
    for words in (said.th, said.en):
        assert "1/10/2556" in words
