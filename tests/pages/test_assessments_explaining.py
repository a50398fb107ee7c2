"""Explanations of every figure of every worked case of every pack: each says why, whether there is a figure or none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import engines

from samrit.base import figures
from samrit.engine import cases
from samrit.engine.score import Scorecard
from samrit.engine.steps import Step
from samrit.packs.load import find, load
from samrit.web.components.drawing import LevelTable
from samrit.web.explaining import TOTAL, explanation_of
from samrit.web.reader import Reader, reading

PACKS = ("th-prd-por-ror-2-2556", "th-rtp-3-1-22-2552", "th-police-ita-2566")


@pytest.fixture(scope="module", params=PACKS)
def cards(request: pytest.FixtureRequest) -> list[Scorecard]:
    pack = load(find(request.param)).pack
    assert isinstance(find(request.param), Path)
    return [cases.scored(pack, case) for file in pack.cases for case in file.cases if case.refuses is None]


def every(cards: list[Scorecard]) -> Iterator[tuple[Scorecard, str]]:
    for card in cards:
        for code in [*card.outcomes, TOTAL]:
            yield card, code


def test_the_figure_is_the_printed_one_and_none_says_why(cards: list[Scorecard]) -> None:
    for card, code in every(cards):
        told = explanation_of(card, code)
        score = card.total if code == TOTAL else card.outcomes[code].score
        if isinstance(score, Step):
            assert told.figure is not None
            assert figures.plain(told.figure) in str(told.sentence)
        else:
            assert told.figure is None
            assert score.th in str(told.sentence)


def test_the_point_stands_where_the_score_is(cards: list[Scorecard]) -> None:
    for card, code in every(cards):
        told = explanation_of(card, code)
        if isinstance(told.drawing, LevelTable) and told.drawing.point is not None:
            assert told.drawing.point == told.figure
            place = float(told.drawing.point_place.rstrip("%"))
            assert 0 < place < 100


def test_remarks_are_said_once(cards: list[Scorecard]) -> None:
    for card, code in every(cards):
        told = [str(one) for one in explanation_of(card, code).remarks]
        assert len(told) == len(set(told))


@pytest.mark.parametrize("language", ["th", "en"])
def test_it_is_drawn_in_both_languages(cards: list[Scorecard], language: str) -> None:
    template = engines["django"].from_string("{% show it %}")
    drawn = 0
    for card, code in list(every(cards))[:60]:
        with reading(Reader(language)):
            html = template.render({"it": explanation_of(card, code)})
        assert ("The arithmetic" in html or "The rule" in html) is (language == "en")
        drawn += 1
    assert drawn
