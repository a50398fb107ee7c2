"""Claims about the sheet that calculates scores: its figures are the scorecard's, and its formulas give them exactly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from samrit.base.figures import round_half_up
from samrit.base.issues import Refused
from samrit.documents.forms import calculation
from samrit.documents.forms.reckoned import worked_out
from samrit.documents.paper import Cell, Computed, Figure, Line, Paper, Table, Text, tables
from samrit.documents.sheet import Request
from samrit.engine.facts import understand
from samrit.engine.read_facts import read_file
from samrit.engine.score import score
from samrit.packs import load

RTP = "th-rtp-3-1-22-2552"
Example = Callable[..., Request]


def _paper(form: calculation.CalculationSheet) -> Paper:
    return calculation.KIND.layouts[1](form)


def _table(paper: Paper) -> Table:
    return list(tables(paper))[-1]


def _keyed(paper: Paper) -> dict[str, Cell]:
    return {cell.key: cell for row in _table(paper).rows for cell in row.cells if cell.key}


def _figure(cell: Cell) -> Decimal:
    assert cell.figure is not None
    return cell.figure.value


def _worked_out(key: str, cells: dict[str, Cell]) -> Fraction:
    """What a cell comes to along the whole chain of formulas, in exact arithmetic."""
    computed = cells[key].computed
    if computed is None:
        return Fraction(_figure(cells[key]))
    value = worked_out(computed, {one: _worked_out(one, cells) for one in computed.of})
    assert value is not None
    return value


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_figures_are_the_scorecard_s(example: Example, language: str) -> None:
    request = example(RTP, language=language)
    assert request.card is not None
    paper = _paper(calculation.fill(request))
    cells = _keyed(paper)
    assert [row.cells[2].figure for row in _table(paper).rows[:3]] == [Figure(Decimal(level)) for level in (5, 2, 4)]
    for code, level, weighted in (("3.1.22.1", 5, "1.6667"), ("3.1.22.2", 2, "0.6667"), ("3.1.22.3", 4, "1.3333")):
        assert cells[f"weight:{code}"].figure == Figure(Decimal("0.50"), 2)
        assert cells[f"score:{code}"].figure == Figure(Decimal(f"{level}.0000"), 4)
        assert cells[f"weighted:{code}"].figure == Figure(Decimal(weighted), 4)
        assert request.card.outcomes[code].shown == _figure(cells[f"score:{code}"])
    assert _figure(cells["total"]) == request.card.shown_total() == Decimal("3.6667")
    assert _figure(cells["weight:total"]) == Decimal("1.50")


@pytest.mark.parametrize(("levels", "total"), [((5, 2, 4), "3.6667"), ((5, 5, 5), "5.0000"), ((5, 1, 3), "3.0000")])
def test_weighted_scores_and_total_are_formulas_that_give_the_printed_figures(
    example: Example, levels: tuple[int, int, int], total: str
) -> None:
    """Also where shown figures do not add up: 5, 5, 5 weigh 1.6667 each, 5.0001 together, and make 5.0000."""
    form = calculation.fill(_with_levels(example(RTP), levels))
    assert [row.score.value for row in form.rows] == [Decimal(level) for level in levels]
    cells = _keyed(_paper(form))
    assert {key for key, cell in cells.items() if cell.computed is not None} == {
        "weighted:3.1.22.1", "weighted:3.1.22.2", "weighted:3.1.22.3", "weight:total", "total",
    }  # fmt: skip
    for key, cell in cells.items():
        assert cell.figure is not None
        assert cell.figure.places is not None
        assert round_half_up(_worked_out(key, cells), cell.figure.places) == cell.figure.value
    assert _figure(cells["total"]) == Decimal(total)


def test_a_weighted_score_is_exact_and_made_of_its_score_and_its_weight(example: Example) -> None:
    cells = _keyed(_paper(calculation.fill(example(RTP))))
    computed = cells["weighted:3.1.22.1"].computed
    assert computed is not None
    assert (computed.of, computed.places) == (("score:3.1.22.1", "weight:3.1.22.1"), None)
    assert abs(_worked_out("weighted:3.1.22.1", cells) - Fraction(5, 3)) < Fraction(1, 10**20)


@pytest.mark.parametrize("divisor", ["1.5", "3", "0.7", "100"])
@pytest.mark.parametrize("tenthousandths", [15, 105, 10_005, 12_345])
def test_a_half_is_rounded_up_though_its_divisor_has_no_exact_inverse(divisor: str, tenthousandths: int) -> None:
    """score × weight ÷ divisor is exactly …5 in the fifth decimal: the formula must not fall below it."""
    half = Fraction(tenthousandths, 100_000)
    cells = {"score": Fraction(1), "weight": half * Fraction(divisor)}
    value = worked_out(Computed("product", ("score", "weight"), over=Decimal(divisor)), cells)
    assert value is not None
    assert round_half_up(value, 4) == round_half_up(half, 4)


def test_the_reader_is_told_where_shown_figures_do_not_add_up_to_the_total(example: Example) -> None:
    told = {}
    for levels in ((5, 5, 5), (5, 2, 4)):
        paper = _paper(calculation.fill(_with_levels(example(RTP), levels)))
        lines = [block for block in paper.blocks if isinstance(block, Line)]
        told[levels] = any(
            "ค่าเต็มก่อนปัดเศษ" in one.text for line in lines for one in line.inlines if isinstance(one, Text)
        )
    assert told == {(5, 5, 5): True, (5, 2, 4): False}


def _with_levels(request: Request, levels: tuple[int, int, int]) -> Request:
    """The shipped example, which reaches levels 5, 2 and 4, with what other levels ask done or not done."""
    done, not_done = "ทำแล้ว", "ยังไม่ทำ"
    second = {1: {"2.2.c": not_done}, 2: {}, 5: {"3.d": done}}
    third = {3: {"4.1.2": not_done}, 4: {}, 5: {"5.2": done}}
    return _scored(request, {"3.1.22.2": second[levels[1]], "3.1.22.3": third[levels[2]]})


def _scored(request: Request, changed: dict[str, dict[str, str]]) -> Request:
    """The shipped example with some facts changed, or taken out ("")."""
    folder = load.find(RTP)
    file = read_file(folder / "examples" / "facts-subdivision.yaml")[0]
    rows = []
    for row in file.rows:
        text: Any = changed.get(row.indicator, {}).get(row.input, row.text)
        if text:
            rows.append(replace(row, text=text))
    facts, _ = understand(replace(file, rows=tuple(rows)), request.terms)
    return replace(request, card=score(request.terms, facts))


def test_what_has_no_score_yet_is_empty_and_says_why_and_there_is_no_total(example: Example) -> None:
    form = calculation.fill(_scored(example(RTP), {"3.1.22.1": {"1.1": ""}}))
    first = form.rows[0]
    assert (first.score.value, first.weighted.value, first.result) == (None, None, None)
    assert "1.1" in first.why or "ตั้งคณะทำงาน" in first.why
    assert form.total.value is None
    assert "total" not in _keyed(_paper(form))


def test_a_ladder_on_which_no_level_was_reached_has_a_score_but_no_level(example: Example) -> None:
    form = calculation.fill(_scored(example(RTP), {"3.1.22.1": {"1.1": "ยังไม่ทำ"}}))
    assert (form.rows[0].score.value, form.rows[0].result) == (Decimal("1.0000"), None)
    assert form.rows[0].why == "ไม่ถึงระดับใด"


def test_without_a_scorecard_only_names_and_weights_are_printed(example: Example) -> None:
    form = calculation.fill(example(RTP, empty=True))
    assert set(_keyed(_paper(form))) == {
        "weight:3.1.22.1", "weight:3.1.22.2", "weight:3.1.22.3", "weight:total",
    }  # fmt: skip
    assert [len(row.cells) for row in _table(_paper(form)).rows] == [5] * 4


def test_rows_are_named_as_that_table_prints_them(example: Example) -> None:
    form = calculation.fill(example(RTP))
    assert form.rows[0].name[0].text.startswith("ระดับความสำเร็จของการพัฒนาองค์กรแบบองค์รวมมุ่งเน้น Output , Outcome และ")
    assert [column.heading for column in form.columns][2:4] == ["ผลการดำเนินงาน", "ค่าคะแนนที่ได้"]
    assert [name for name, _ in form.levels] == ["ระดับ 1", "ระดับ 2", "ระดับ 3", "ระดับ 4", "ระดับ 5"]


def test_a_part_of_the_rows_has_no_total(example: Example) -> None:
    form = calculation.fill(replace(example(RTP), only=("3.1.22.3",)))
    assert [row.code for row in form.rows] == ["3.1.22.3"]
    assert form.total.value is None
    assert form.total_name == ""
    assert len(_table(_paper(form)).rows) == 1


def test_unknown_rows_are_refused_with_those_that_exist(example: Example) -> None:
    with pytest.raises(Refused) as refused:
        calculation.fill(replace(example(RTP), only=("3.1.22", "9")))
    assert [one.code for one in refused.value.issues] == ["DO050", "DO050"]
    assert all("3.1.22.1, 3.1.22.2, 3.1.22.3" in one.cure_en for one in refused.value.issues)


def test_it_fits_only_packs_that_have_the_form(example: Example) -> None:
    assert calculation.KIND.fits(example(RTP).pack)
    assert not calculation.KIND.fits(example("th-prd-por-ror-2-2556").pack)
