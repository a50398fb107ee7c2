"""Questionnaires on paper: every question can be answered in a drawn box, and nobody is asked for a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from samrit.base.issues import Refused
from samrit.documents.forms import questionnaire
from samrit.documents.forms.questionnaire import KIND
from samrit.documents.grid import place
from samrit.documents.paper import Box, Dots, Heading, Line, PageBreak, Paper, Row, Table, Text, tables
from samrit.documents.sheet import Request
from samrit.packs.survey import Survey

RTP, ITA = "th-rtp-3-1-22-2552", "th-police-ita-2566"
Example = Callable[..., Request]


def paper_of(request: Request, *only: str) -> Paper:
    return KIND.layouts[1](questionnaire.fill(replace(request, only=only)))


def words_of(line: Line) -> str:
    return "".join(one.text for one in line.inlines if isinstance(one, Text))


def rows_of(paper: Paper) -> Iterator[Row]:
    return (row for table in tables(paper) for row in table.rows)


def answered(paper: Paper) -> dict[str, int]:
    """What is asked → how many boxes it can be answered in."""
    found: dict[str, int] = {}
    for row in rows_of(paper):
        boxes = [one for cell in row.cells[1:] for line in cell.lines for one in line.inlines if isinstance(one, Box)]
        if boxes:
            assert not any(box.ticked for box in boxes)
            found[words_of(row.cells[0].lines[0])] = len(boxes)
    return found


def asked_in(survey: Survey, language: str) -> list[tuple[str, int]]:
    """The lines that a respondent answers, and among how many choices."""
    return [
        (line.text.th if language == "th" else line.text.said("en"), len(survey.scales[question.scale].choices))
        for section in survey.sections
        for question in section.questions
        for line in question.items or (question,)
    ]


@pytest.mark.parametrize("pack", [RTP, ITA])
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_line_of_every_survey_has_a_box_for_every_choice(example: Example, pack: str, language: str) -> None:
    request = example(pack, language=language)
    for survey in request.pack.surveys:
        found = answered(paper_of(request, survey.id))
        told = [(re.sub(r"^(-|\d+\.) ", "", text), boxes) for text, boxes in found.items()]
        assert told == asked_in(survey, language)


@pytest.mark.parametrize("pack", [RTP, ITA])
def test_the_choices_stand_above_their_boxes_in_the_order_of_the_scale(example: Example, pack: str) -> None:
    request = example(pack)
    for survey in request.pack.surveys:
        scales = [[choice.label.th for choice in scale.choices] for scale in survey.scales.values()]
        for table in tables(paper_of(request, survey.id)):
            assert [words_of(cell.lines[0]) for cell in table.head[1].cells] in scales


def test_a_question_with_lines_below_it_is_not_answered_itself(example: Example) -> None:
    rows = list(rows_of(paper_of(example(ITA), "iit-1")))
    leading = [row for row in rows if row.cells[0].across > 1]
    assert len(leading) == 2
    assert all(row.stays_with_next for row in leading)


def test_figures_stand_beside_the_boxes_only_where_the_document_prints_them(example: Example) -> None:
    request = example(RTP)
    for survey, printed in (("satisfaction-1", "5 4 3 2 1"), ("satisfaction-2", ""), ("image", "5 4 3 2 1")):
        row = next(row for row in rows_of(paper_of(request, survey)) if len(row.cells) == 6)
        assert " ".join(words_of(cell.lines[0]).strip() for cell in row.cells[1:]).strip() == printed


def test_questions_are_numbered_where_the_print_numbers_them(example: Example) -> None:
    request = example(RTP)
    assert [text.split()[0] for text in answered(paper_of(request, "satisfaction-2"))] == [
        f"{n}." for n in range(1, 14)
    ]
    assert {text.split()[0] for text in answered(paper_of(request, "satisfaction-1"))} == {"-"}


def test_the_printed_headings_stand_over_the_columns(example: Example) -> None:
    (table,) = tables(paper_of(example(RTP), "image"))
    assert [words_of(cell.lines[0]) for cell in table.head[0].cells] == ["หัวข้อประเมินภาพลักษณ์", "ระดับคะแนน"]


def test_sections_are_headings_where_there_are_several(example: Example) -> None:
    request = example(RTP)
    bands = [
        words_of(row.cells[0].lines[0]) for row in rows_of(paper_of(request, "satisfaction-1")) if len(row.cells) == 1
    ]
    survey = next(one for one in request.pack.surveys if one.id == "satisfaction-1")
    assert bands == [section.name.th for section in survey.sections]
    assert all(len(row.cells) > 1 for row in rows_of(paper_of(request, "image")))


@pytest.mark.parametrize("pack", [RTP, ITA])
def test_each_survey_begins_its_own_page_with_its_name(example: Example, pack: str) -> None:
    request = example(pack)
    paper = paper_of(request)
    titles = [
        words_of(Line(block.inlines)) for block in paper.blocks if isinstance(block, Heading) and block.level == 1
    ]
    breaks = [block.sheet for block in paper.blocks if isinstance(block, PageBreak)]
    names = [survey.name.th for survey in request.pack.surveys]
    assert titles == names
    assert [paper.sheet, *breaks] == names


def test_there_is_room_for_opinions_and_none_for_a_name(example: Example) -> None:
    for language, name in (("th", "ชื่อ"), ("en", "name")):
        paper = paper_of(example(RTP, language=language), "image")
        lines = [block for block in paper.blocks if isinstance(block, Line)]
        assert sum(1 for line in lines if line.inlines == (Dots(),)) == 3
        naming = [words_of(line) for line in lines if name in words_of(line).lower()]
        assert len(naming) == 1, "only the sentence that says no name is asked"
        assert ("ไม่ถามชื่อ" if language == "th" else "No name is asked") in naming[0]


def test_questions_that_are_only_drafts_say_so_to_the_agency(example: Example) -> None:
    assert "ต้องแทนด้วยข้อคำถามจริง" in words_of(
        [b for b in paper_of(example(ITA), "iit-1").blocks if isinstance(b, Line)][-1]
    )
    assert all(not survey.warning for survey in questionnaire.fill(example(RTP)).surveys)


@pytest.mark.parametrize("pack", [RTP, ITA])
def test_every_row_fills_the_columns_of_its_table(example: Example, pack: str) -> None:
    paper = paper_of(example(pack))
    for table in tables(paper):
        assert isinstance(table, Table)
        assert sum(column.mm for column in table.columns) == pytest.approx(paper.width)
        for rows in (table.head, table.rows):
            assert len(place(rows, len(table.columns))) == sum(len(row.cells) for row in rows)


def test_a_survey_that_the_pack_does_not_have_is_refused_naming_those_it_has(example: Example) -> None:
    with pytest.raises(Refused) as refused:
        questionnaire.fill(replace(example(RTP), only=("image", "moods")))
    (issue,) = refused.value.issues
    assert issue.code == "DO050"
    assert issue.about == ("moods",)
    assert "satisfaction-2" in issue.cure_th


def test_a_pack_without_surveys_has_no_questionnaires(example: Example) -> None:
    assert not KIND.fits(example("th-prd-por-ror-2-2556").pack)
