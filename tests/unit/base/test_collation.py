"""Thai names come in the order of a Thai dictionary, and are found by their words."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.base.collation import LONGEST_KEY, search_text, sort_key

ORDERED = [
    ["กก", "กข", "ขก"],
    # a leading vowel is read after its consonant
    ["กา", "เก", "แก", "โก", "ใก", "ไก", "ขา", "เข"],
    ["ขาว", "เขา", "งาน", "เงิน"],
    ["กะ", "กัน", "กา", "กำ", "กิน", "กี", "กึ", "กือ", "กุ", "กู", "เก"],
    # ฤ after ร, ฦ after ล
    ["รา", "ฤดู", "ลา", "ฦา", "วา"],
    # tones decide only between words that are otherwise alike
    ["เก็ง", "เก่ง", "เก้ง", "เก๋ง"],
    ["ปา", "ป่า", "ป้า", "ป๊า", "ป๋า", "ปาก", "ป่าก"],
    ["การ", "การ์", "กาว"],
    # numbers by value, in either digits, before letters
    ["สน.2", "สน.๙", "สน.10", "สน.๑๐๐", "สน.ก"],
    ["กก.1 บก.9", "กก.1 บก.10", "กก.2 บก.1"],
    ["ภาค", "ภาค 1", "ภาค ก", "ภาคกลาง"],
    ["Alpha", "beta", "Gamma", "กอง"],
]


@pytest.mark.parametrize("words", ORDERED, ids=lambda words: words[0])
def test_words_sort_as_in_a_thai_dictionary(words: list[str]) -> None:
    mixed = random.Random(1).sample(words, len(words))
    assert sorted(mixed, key=sort_key) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [("ก ข", "ก  ข"), ("น้ำ", "น\u0e4d\u0e49\u0e32"), ("แก", "เเก"), ("สน.๐๗", "สน.7"), ("ALPHA", "alpha")],
)
def test_texts_that_read_alike_have_one_key(one: str, other: str) -> None:
    assert sort_key(one) == sort_key(other)


ANY = st.text(alphabet=st.sampled_from("กขงรฤลอะาำิุเแไ็่้์ฯ ๑29aZ.-(ß漢"), max_size=40)


@given(ANY, ANY)
def test_a_text_stands_before_every_longer_one_that_begins_with_it(text: str, more: str) -> None:
    # a letter in between keeps the addition from changing what the text itself is read as
    assert sort_key(text) <= sort_key(text + "ก" + more) or text[-1:] in set("เแไ")


@given(st.text(max_size=600))
def test_any_text_has_a_key_that_fits_its_column_and_holds_only_digits_and_a_to_p(text: str) -> None:
    key = sort_key(text)
    assert len(key) <= LONGEST_KEY
    assert set(key) <= set("0123456789abcdefghijklmnop")
    assert key == sort_key(text)


def test_a_name_becomes_its_words() -> None:
    assert search_text("กองกำกับการ ๒  ฝ่ายอำนวยการ ABC") == "กองกำกับการ 2 ฝ่าย อำนวยการ abc"


def test_the_search_text_of_a_name_typed_in_other_code_points_is_the_same() -> None:
    assert search_text("เเผน น\u0e4d\u0e49\u0e32") == search_text("แผน น้ำ")
