"""English words beside a count: one thing is said in the singular, every other number in the plural."""

from __future__ import annotations

import pytest

from samrit.base.counting import counted, fitting, plural


@pytest.mark.parametrize(
    ("count", "one", "many", "said"),
    [
        (0, "break", "", "0 breaks"),
        (1, "break", "", "1 break"),
        (2, "break", "", "2 breaks"),
        (1, "break was found", "breaks were found", "1 break was found"),
        (1300, "break was found", "breaks were found", "1,300 breaks were found"),
        (1, "person", "people", "1 person"),
        (11, "person", "people", "11 people"),
    ],
)
def test_a_count_has_the_word_that_fits_it(count: int, one: str, many: str, said: str) -> None:
    assert counted(count, one, many) == said
    assert said.endswith(plural(count, one, many))


@pytest.mark.parametrize(
    ("value", "said"), [(1, "is"), ("1", "is"), (0, "are"), ("21", "are"), ("–", "are"), ("1,001", "are")]
)
def test_a_sentence_with_a_gap_chooses_its_verb(value: object, said: str) -> None:
    assert fitting(value, "is|are") == said
