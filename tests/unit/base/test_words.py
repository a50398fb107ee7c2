"""Thai words are found, official compounds stay whole, and no letter is lost or parted from its marks."""

import socket
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.base import words

THAI = st.text(alphabet=st.sampled_from("กขคงจดตทนบปผพมยรลวสหอะัาำิีึืุูเแโใไ็่้๊์ๆฯ ๑2aZ-/.()\n"), max_size=60)


def test_a_sentence_comes_apart_at_its_words() -> None:
    assert words.segment("ประชาชนมีความเชื่อมั่น") == ["ประชาชน", "มี", "ความเชื่อมั่น"]


def test_an_official_compound_comes_out_whole() -> None:
    assert words.segment("รองผู้กำกับการและข้าราชการ") == ["รองผู้กำกับการ", "และ", "ข้าราชการ"]


def test_a_callers_own_compound_comes_out_whole() -> None:
    text = "แจ้งสถานีตัวอย่างสมมุติทราบ"
    assert "สถานีตัวอย่างสมมุติ" not in words.segment(text)
    assert words.segment(text, ["สถานีตัวอย่างสมมุติ"]) == ["แจ้ง", "สถานีตัวอย่างสมมุติ", "ทราบ"]


def test_the_longest_of_several_compounds_is_taken() -> None:
    assert words.kept_words("รองผู้ว่าราชการจังหวัด") == [("รองผู้ว่าราชการจังหวัด", True)]
    assert words.kept_words("ตำรวจภูธรภาคใต้", ["ตำรวจภูธรภาคใต้"]) == [("ตำรวจภูธรภาคใต้", True)]


def test_a_compound_that_would_end_inside_a_letter_cluster_is_none() -> None:
    assert words.kept_words("กรมการ์ด", ["กรมการ"]) == [("กรมการ์ด", False)]
    assert words.kept_words("เกมเก่า", ["กมเก"]) == [("เกมเก่า", False)]


def test_signs_of_regular_expressions_in_a_compound_are_letters() -> None:
    assert words.kept_words("สภ.ก(1)", ["สภ.ก(1)"]) == [("สภ.ก(1)", True)]
    assert words.kept_words("สภxก(1)", ["สภ.ก(1)"]) == [("สภxก(1)", False)]


@pytest.mark.parametrize("text", ["บช.", "พ.ศ.", "พล.ต.อ.", "ผบก.", "เม.ย.", "มิ.ย.", "ก.พ.ร.", "ปร.2", "ผบช.ภ.1"])
def test_an_abbreviation_is_one_piece(text: str) -> None:
    assert (text, True) in words.kept_words(f"ดู {text} (ด้วย)")
    assert words.kept_words(f"({text})") == [("(", False), (text, True), (")", False)]


def test_the_end_of_a_sentence_is_no_abbreviation() -> None:
    assert words.kept_words("บัตร.") == [("บัตร.", False)]
    assert words.kept_words("แจ้งสน. ทราบ", ["สน. ทราบ"]) == [("แจ้ง", False), ("สน. ทราบ", True)]


def test_an_empty_compound_is_no_compound() -> None:
    assert words.kept_words("กก", [""]) == [("กก", False)]


@given(THAI, st.lists(THAI, max_size=3))
def test_the_pieces_joined_are_the_text_again(text: str, keep: list[str]) -> None:
    assert "".join(words.segment(text, keep)) == text
    assert "".join(piece for piece, _ in words.kept_words(text, keep)) == text
    assert "".join(words.clusters(text)) == text


@given(THAI)
def test_no_mark_begins_a_cluster_but_the_first(text: str) -> None:
    assert not any(cluster[0] in "ะัาำิีึืุู็่้๊์" for cluster in words.clusters(text)[1:])


def test_a_mark_stays_with_its_letter_and_a_leading_vowel_with_the_next() -> None:
    assert words.clusters("เกี่ยวน้ำ") == ["เกี่", "ย", "ว", "น้ำ"]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("ประชาสัมพันธ์", ("ประชา", "สัมพันธ์")),
        ("ผู้บังคับบัญชา", ("ผู้", "บังคับบัญชา")),
        ("ผู้กำกับการ", ("ผู้กำกับ", "การ")),
        ("คน", ("คน",)),
    ],
)
def test_a_compound_comes_apart_into_the_words_it_is_made_of(word: str, parts: tuple[str, ...]) -> None:
    assert words.parts(word) == parts


def test_words_need_no_network_and_load_nothing_until_asked() -> None:
    code = (
        "import socket, sys; socket.socket.connect = None; from samrit.base import words; "
        "assert not any('pythainlp' in name for name in sys.modules); print(words.segment('กำหนดน้ำหนัก'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, timeout=60)
    assert done.stdout.strip() == "['กำหนด', 'น้ำหนัก']"
    assert socket.socket.connect is not None
