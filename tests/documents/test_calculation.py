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
from samrit.documents.paper import Cell, Computed, Figure, Paper, Table, Text, tables
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


def _exactly(computed: Computed, cells: dict[str, Cell]) -> Decimal:
    """What a formula comes to, in exact arithmetic."""
    values = [Fraction(_figure(cells[key])) for key in computed.of]
    value = Fraction(computed.times) * sum(values)
    if computed.op == "product":
        value = Fraction(computed.times)
        for one in values:
            value *= one
    if computed.places is not None:
        return round_half_up(value, computed.places)
    return Decimal(value.numerator) / Decimal(value.denominator)


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_figures_are_the_scorecard_s(example: Example, language: str) -> None:
    request = example(RTP, language=language)
    assert request.card is not None
    cells = _keyed(_paper(calculation.fill(request)))
    for code, level, weighted in (("3.1.22.1", 5, "1.6667"), ("3.1.22.2", 2, "0.6667"), ("3.1.22.3", 4, "1.3333")):
        assert cells[f"{code}/weight"].figure == Figure(Decimal("0.50"))
        assert cells[f"{code}/result"].figure == Figure(Decimal(level))
        assert cells[f"{code}/score"].figure == Figure(Decimal(f"{level}.0000"), 4)
        assert cells[f"{code}/weighted"].figure == Figure(Decimal(weighted), 4)
        assert request.card.outcomes[code].shown == _figure(cells[f"{code}/score"])
    assert _figure(cells["total/weighted"]) == request.card.shown_total() == Decimal("3.6667")
    assert _figure(cells["total/weight"]) == Decimal("1.50")


def test_each_formula_gives_the_printed_figure_in_exact_arithmetic(example: Example) -> None:
    cells = _keyed(_paper(calculation.fill(example(RTP))))
    computed = {key: cell.computed for key, cell in cells.items() if cell.computed is not None}
    assert set(computed) == {
        "3.1.22.1/weighted", "3.1.22.2/weighted", "3.1.22.3/weighted", "total/weight", "total/weighted",
    }  # fmt: skip
    assert {key: _exactly(one, cells) for key, one in computed.items()} == {
        key: _figure(cells[key]) for key in computed
    }
    assert computed["3.1.22.1/weighted"].of == ("3.1.22.1/score", "3.1.22.1/weight")


@pytest.mark.parametrize("divisor", ["1.5", "3", "0.7", "100"])
@pytest.mark.parametrize("tenthousandths", [15, 105, 10_005, 12_345])
def test_a_half_is_rounded_up_though_its_divisor_has_no_exact_inverse(divisor: str, tenthousandths: int) -> None:
    """score × weight ÷ divisor is exactly …5 in the fifth decimal: the formula must not fall below it."""
    half = Fraction(tenthousandths, 100_000)
    score_ = Decimal(1)
    product = half * Fraction(divisor)
    weight = Decimal(product.numerator) / Decimal(product.denominator)
    assert Fraction(weight) == product
    row = calculation.CalculationRow("1", (), weight, None, score_, round_half_up(half, 4), Decimal(divisor))
    form = replace(_blank(), rows=(row,), weighted_places=4)
    cells = _keyed(_paper(form))
    computed = cells["1/weighted"].computed
    assert computed is not None
    assert _exactly(computed, cells) == _figure(cells["1/weighted"]) == round_half_up(half, 4)


def _blank() -> calculation.CalculationSheet:
    from datetime import date

    columns = tuple(
        calculation.CalculationColumn(one, one) for one in ("indicator", "weight", "result", "score", "weighted")
    )
    return calculation.CalculationSheet(
        date(2013, 10, 5), "th", "printed", "", "", "", "", "", "t", columns, (), (), 2, 4, 4
    )


def test_no_formula_stands_where_shown_figures_do_not_add_up_to_the_total(example: Example) -> None:
    """5, 5, 5 weigh 1.6667 each and 5.0001 together, but the total, of exact values, is 5.0000."""
    request = example(RTP)
    all_done = _scored(request, {"3.1.22.2": {"3.d": "ทำแล้ว"}, "3.1.22.3": {"5.2": "ทำแล้ว"}})
    form = calculation.fill(all_done)
    assert [row.score for row in form.rows] == [Decimal("5.0000")] * 3
    paper = _paper(form)
    total = _keyed(paper)["total/weighted"]
    assert _figure(total) == Decimal("5.0000")
    assert total.computed is None
    said = [
        one.text
        for block in paper.blocks
        if hasattr(block, "inlines")
        for one in block.inlines
        if isinstance(one, Text)
    ]
    assert any("ค่าเต็มก่อนปัดเศษ" in text for text in said)


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
    assert (first.score, first.weighted, first.result) == (None, None, None)
    assert "1.1" in first.why or "ตั้งคณะทำงาน" in first.why
    assert form.total is None
    assert "total/weighted" not in _keyed(_paper(form))


def test_a_ladder_on_which_no_level_was_reached_has_a_score_but_no_level(example: Example) -> None:
    form = calculation.fill(_scored(example(RTP), {"3.1.22.1": {"1.1": "ยังไม่ทำ"}}))
    assert (form.rows[0].score, form.rows[0].result) == (Decimal("1.0000"), None)
    assert form.rows[0].why == "ไม่ถึงระดับใด"


def test_without_a_scorecard_only_names_and_weights_are_printed(example: Example) -> None:
    form = calculation.fill(example(RTP, empty=True))
    assert set(_keyed(_paper(form))) == {
        "3.1.22.1/weight", "3.1.22.2/weight", "3.1.22.3/weight", "total/weight",
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
    assert form.total is None
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
