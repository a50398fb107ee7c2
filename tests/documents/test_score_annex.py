"""The score annex on paper: every outcome is on it, what it rests on is told once, and its formulas are true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import prod

import pytest

from samrit.base import figures
from samrit.base.issues import Refused
from samrit.documents.forms import score_annex
from samrit.documents.forms.score_annex import KIND
from samrit.documents.forms.score_strip import strip_of
from samrit.documents.grid import place
from samrit.documents.paper import Cell, Figure, Heading, Line, Paper, Table, Text, tables
from samrit.documents.sheet import Request
from samrit.engine.explain import explain_all
from samrit.engine.facts import FactFile, understand
from samrit.engine.score import Scorecard, score

PRD, RTP, ITA = "th-prd-por-ror-2-2556", "th-rtp-3-1-22-2552", "th-police-ita-2566"
PACKS = [PRD, RTP, ITA]
Example = Callable[..., Request]


def paper_of(request: Request) -> Paper:
    return KIND.layouts[1](score_annex.fill(request))


def card_of(request: Request) -> Scorecard:
    assert request.card is not None
    return request.card


def words_of(cell: Cell | Line | Heading) -> str:
    if isinstance(cell, Cell):
        return "\n".join(words_of(line) for line in cell.lines)
    return "".join(one.text for one in cell.inlines if isinstance(one, Text))


def all_words(paper: Paper) -> list[str]:
    found = [words_of(block) for block in paper.blocks if isinstance(block, Line | Heading)]
    return found + [words_of(cell) for table in tables(paper) for row in table.rows for cell in row.cells]


def board_of(paper: Paper) -> Table:
    """The second table: after the result in large figures."""
    return list(tables(paper))[1]


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_outcome_is_explained_in_the_order_of_the_form(example: Example, pack: str, language: str) -> None:
    request = example(pack, language=language)
    form = score_annex.fill(request)
    assert [one.code for one in form.explained] == list(card_of(request).outcomes)


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_line_of_the_explanation_is_told(example: Example, pack: str, language: str) -> None:
    request = example(pack, language=language)
    form = score_annex.fill(request)
    told = {one.code: {text for part in one.paragraphs for text in part.lines} for one in (*form.explained, form.whole)}
    strips = {one.code for one in form.explained if one.strip is not None and one.strip.targets}
    for explanation in explain_all(card_of(request)):
        code = "" if explanation.code == "total" else explanation.code
        for line in explanation.lines:
            if line.kind in ("assumption", "discrepancy") or (line.kind == "rule" and code in strips):
                continue
            assert line.said(request.sheet.language) in told[code] or "{" in line.th


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("language", ["th", "en"])
def test_each_assumption_is_told_once_and_each_contradiction_once(example: Example, pack: str, language: str) -> None:
    request = example(pack, language=language)
    card, printed = card_of(request), all_words(paper_of(request))
    for text in {one.why.said(request.sheet.language) for one in card.assumptions}:
        assert printed.count(text.replace("{station}", card.facts.unit.name)) == 1
    form = score_annex.fill(request)
    assert len(form.discrepancies) == len(card.discrepancies)
    assert [one.text for one in form.discrepancies] == [
        one.what.said(request.sheet.language) for one in card.discrepancies
    ]


def test_an_indicator_names_the_assumptions_and_contradictions_it_rests_on(example: Example) -> None:
    form = score_annex.fill(example(ITA))
    explained = {one.code: one for one in form.explained}
    shared = [remark for remark in form.assumptions if "O1" in remark.about]
    assert [remark.concerns for remark in shared] == ["O1–O30"]
    assert shared[0].number in explained["O1"].rests_on
    assert shared[0].number in explained["O30"].rests_on
    assert shared[0].number not in explained["9.1"].rests_on


@pytest.mark.parametrize("pack", PACKS)
def test_the_board_prints_the_figures_of_the_engine(example: Example, pack: str) -> None:
    request = example(pack)
    card = card_of(request)
    board = board_of(paper_of(request))
    rows = {words_of(row.cells[0]): row.cells for row in board.rows if len(row.cells) == len(board.columns)}
    for code, cells in rows.items():
        outcome = card.outcomes[code]
        assert cells[-2].figure is not None
        assert cells[-2].figure.value == outcome.shown
        if outcome.depth == 0 and outcome.weighted is not None:
            places = request.pack.framework.rules.rounding.weighted.places
            assert cells[-1].figure is not None
            assert cells[-1].figure.value == figures.round_half_up(outcome.weighted.value, places)
    assert {code for code, one in card.outcomes.items() if one.depth == 0} <= set(rows)


@pytest.mark.parametrize("pack", PACKS)
def test_a_formula_of_the_board_comes_to_the_figure_beside_it_and_uses_cells_of_the_board(
    example: Example, pack: str
) -> None:
    board = board_of(paper_of(example(pack)))
    cells = [cell for row in board.rows for cell in row.cells if cell.figure is not None]
    keyed = {cell.key: cell for cell in cells if cell.key}
    assert len(keyed) == len([cell for cell in cells if cell.key]), "a key names one cell"
    formulas = [cell for cell in cells if cell.computed is not None]
    assert formulas
    for cell in formulas:
        assert figures.round_half_up(value_of(cell, keyed), cell.figure.places or 0) == cell.figure.value


def value_of(cell: Cell, keyed: dict[str, Cell]) -> Fraction:
    assert cell.figure is not None
    if cell.computed is None:
        return Fraction(cell.figure.value)
    values = [value_of(keyed[key], keyed) for key in cell.computed.of]
    whole = (
        Fraction(cell.computed.times)
        / Fraction(cell.computed.over)
        * (sum(values, Fraction(0)) if cell.computed.op == "sum" else prod(values))
    )
    places = cell.computed.places
    return whole if places is None else Fraction(figures.round_half_up(whole, places))


def test_the_total_and_its_conversion_are_formulas(example: Example) -> None:
    cells = {cell.key: cell for row in board_of(paper_of(example(PRD))).rows for cell in row.cells if cell.key}
    assert cells["total"].figure == Figure(Decimal("3.8419"), 4)
    assert cells["total"].computed is not None
    assert cells["converted"].figure == Figure(Decimal("76.84"), 2)
    assert cells["converted"].computed is not None


def test_the_result_stands_on_the_first_page_in_large_figures(example: Example) -> None:
    result = next(tables(paper_of(example(ITA))))
    sizes = [line.size for cell in result.rows[1].cells for line in cell.lines]
    assert words_of(result.rows[1].cells[1]) == "ผ่านดี"
    assert set(sizes) == {24}


def test_a_long_board_shows_instruments_and_indicators_and_says_where_the_rest_is(example: Example) -> None:
    form = score_annex.fill(example(ITA))
    assert form.shortened
    assert {entry.depth for entry in form.entries} == {0, 1}
    assert len(form.explained) == 50


@pytest.mark.parametrize(
    ("code", "columns"), [("1.1", (2, 3)), ("1.2", (3, 4)), ("6", (3, 3)), ("8", (3, 4))]
)  # fmt: skip
def test_a_result_stands_under_its_level_or_across_the_two_it_lies_between(
    example: Example, code: str, columns: tuple[int, int]
) -> None:
    form = score_annex.fill(example(PRD))
    strip = next(one.strip for one in form.explained if one.code == code)
    assert strip is not None
    assert (strip.first, strip.last) == columns


@pytest.mark.parametrize(
    ("reported", "columns", "words"),
    [
        ("80", (0, 0), "80 ไม่ถึงระดับนี้"),
        ("89.55", (0, 0), "89.55 ได้ 1.0000"),
        ("91.55", (2, 2), "91.55 ได้ 3.0000"),
        ("93.55", (4, 4), "93.55 ได้ 5.0000"),
        ("99", (4, 4), "99 ได้ 5.0000"),
    ],
)
def test_the_ends_of_the_level_table(example: Example, reported: str, columns: tuple[int, int], words: str) -> None:
    request = example(PRD)
    card = scored_again(request, "1.1", reported)
    node = next(node for top in card.plan.tops for node in top.walk() if node.code == "1.1")
    strip = strip_of(node, card.outcomes["1.1"], request.sheet)
    assert strip is not None
    assert (strip.first, strip.last) == columns
    assert strip.said.startswith(words)


def scored_again(request: Request, code: str, text: str) -> Scorecard:
    """The example with another figure for one indicator."""
    from samrit.engine.read_facts import read_file
    from samrit.packs import load

    file = read_file(load.find(PRD) / "examples" / "facts-round-2.yaml")[0]
    rows = tuple(replace(row, text=text) if row.indicator == code else row for row in file.rows)
    facts, _ = understand(replace(file, rows=rows), request.terms)
    return score(request.terms, facts)


def test_the_board_has_a_status_column_only_where_something_has_no_score(example: Example) -> None:
    request = example(PRD)
    form = score_annex.fill(request)
    dropped = replace(form, entries=(replace(form.entries[0], counts=False, status="ตัดออก"), *form.entries[1:]))
    headings = [[words_of(one) for one in board_of(KIND.layouts[1](f)).head[0].cells] for f in (form, dropped)]
    assert [*headings[0], "สถานะ"] == headings[1]
    assert "ผล" in headings[0]
    assert "ผล" not in [words_of(one) for one in board_of(paper_of(example(ITA))).head[0].cells]


def test_a_scorecard_without_a_total_says_why_and_what_it_can_become(example: Example) -> None:
    request = example(PRD)
    file = FactFile(PRD, "2", "หน่วยสมมุติ", "spk", (), ())
    facts, _ = understand(file, request.terms)
    form = score_annex.fill(replace(request, card=score(request.terms, facts)))
    assert form.total.value is None
    assert "เมื่อครบแล้วคะแนนจะอยู่ระหว่าง" in form.still
    assert {entry.status for entry in form.entries} == {"ยังไม่มีผล"}
    KIND.layouts[1](form)


def test_the_digests_and_the_way_to_recompute_are_printed(example: Example) -> None:
    request = example(RTP)
    card, printed = card_of(request), all_words(paper_of(request))
    for digest in (card.terms.pack_digest, card.terms.digest, card.facts.digest):
        assert digest in printed
    assert any("samrit verify" in words for words in printed)


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_row_fills_the_columns_of_its_table(example: Example, pack: str, language: str) -> None:
    paper = paper_of(example(pack, language=language))
    for table in tables(paper):
        assert sum(column.mm for column in table.columns) == pytest.approx(paper.width)
        for rows in (table.head, table.rows):
            assert len(place(rows, len(table.columns))) == sum(len(row.cells) for row in rows)


def test_only_the_indicators_asked_for_are_explained_but_the_board_stays_whole(example: Example) -> None:
    form = score_annex.fill(replace(example(PRD), only=("2", "2.1")))
    assert [one.code for one in form.explained] == ["2", "2.1"]
    assert len(form.entries) == 15


def test_unknown_indicators_are_refused_and_so_is_an_annex_without_scores(example: Example) -> None:
    with pytest.raises(Refused) as refused:
        score_annex.fill(replace(example(PRD), only=("10", "1.1")))
    assert [(issue.code, issue.about) for issue in refused.value.issues] == [("DO050", ("10",))]
    with pytest.raises(Refused) as refused:
        score_annex.fill(example(PRD, empty=True))
    assert [issue.code for issue in refused.value.issues] == ["DO061"]
