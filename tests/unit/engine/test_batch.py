"""The columnar engine at its edges: exact figures in 64 bits, tables in and out, and the command."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from samrit.base import figures as base
from samrit.base.issues import Refused
from samrit.cli import main
from samrit.engine import batch
from samrit.engine.batch import Column, Columns, figures, io
from samrit.engine.batch.figures import TooBig
from samrit.engine.facts import understand
from samrit.engine.plan import plan_of
from samrit.engine.read_facts import read_file
from samrit.engine.score import score
from samrit.packs import load
from samrit.packs.terms import Terms, resolve

PRD = "th-prd-por-ror-2-2556"
PACKS = Path(__file__).parents[3] / "packs"


def column(*values: Fraction | int | str) -> figures.Figures:
    """Exact values as one column over a common denominator."""
    exact = [Fraction(value) for value in values]
    den = 1
    for value in exact:
        den = den * value.denominator // np.gcd(den, value.denominator)
    return figures.of_array(np.array([int(value * int(den)) for value in exact], np.int64), int(den))


def values(x: figures.Figures) -> list[Fraction]:
    found = [figures.exact_at(x, row) for row in range(len(x.num))]
    return [value for value in found if value is not None]


@cache
def prd() -> Terms:
    return resolve(load.load(load.find(PRD)).pack)


@pytest.fixture
def terms() -> Terms:
    return prd()


# ── exact arithmetic ──


@pytest.mark.parametrize("places", [0, 2, 4])
@pytest.mark.parametrize("by", [False, True])
def test_ties_go_away_from_zero(places, by):
    """Every half of the last place, on both sides of zero, over one denominator or one per row."""
    exact = [Fraction(n, 2 * 10**places) for n in range(-5, 6)] + [Fraction(n, 7) for n in range(-9, 10)]
    x = column(*exact)
    if by:
        x = figures.over(x, np.arange(1, len(exact) + 1), 1, len(exact))
        exact = [value / row for row, value in enumerate(exact, 1)]
    units, doubt = figures.rounded(x, places)
    assert doubt is None
    assert units.tolist() == [int(base.round_half_up(value, places) * 10**places) for value in exact]


def test_what_could_leave_64_bits_is_refused_before_it_does():
    big = column(2**40)
    with pytest.raises(TooBig):
        figures.product(big, big)
    with pytest.raises(TooBig):
        figures.times(big, Fraction(2**30))
    with pytest.raises(TooBig):
        figures.of_array(np.array([2**63 - 1]), 1)


def test_rounding_divides_digit_by_digit_where_the_product_would_not_fit():
    """A budget of ten thousand million million satang."""
    spent, budget = column(98_765_432_109_876_543), column(100_000_000_000_000_003)
    share, zero = figures.quotient(spent, budget)
    assert zero is None
    exact = Fraction(98_765_432_109_876_543, 100_000_000_000_000_003)
    assert figures.rounded(share, 4)[0].tolist() == [int(base.round_half_up(exact, 4) * 10**4)]


def test_a_sum_over_many_denominators_is_approximate_and_says_which_rows_are_in_doubt():
    """1/n + … comes close to a tie only where it is one."""
    ones = column(1, 1)
    rows = [(3, 3), (7, 12), (11, 24), (13, 24)]
    terms = [figures.over(ones, np.array(row), min(*row, 2), max(row)) for row in rows]
    total = figures.total(terms)
    assert total.slack > 0
    assert figures.exact_at(total, 0) is None
    exact = [Fraction(1, 3) + Fraction(1, 7) + Fraction(1, 11) + Fraction(1, 13), Fraction(1, 2)]
    units, doubt = figures.rounded(total, 4)
    assert units[0] == int(base.round_half_up(exact[0], 4) * 10**4)
    tie, doubtful = figures.rounded(total, 0)
    assert doubtful is not None
    assert doubtful.tolist() == [False, True]
    assert tie[0] == 1
    assert doubt is None


def test_arithmetic_agrees_with_fractions():
    x, y = column("1/3", "-5/4", 7), column("2/5", "3/8", -2)
    assert values(figures.total((x, y))) == [a + b for a, b in zip(values(x), values(y), strict=True)]
    assert values(figures.difference(x, y)) == [a - b for a, b in zip(values(x), values(y), strict=True)]
    assert values(figures.product(x, y)) == [a * b for a, b in zip(values(x), values(y), strict=True)]
    assert values(figures.quotient(x, y)[0]) == [a / b for a, b in zip(values(x), values(y), strict=True)]


# ── whole frameworks ──


@pytest.mark.parametrize("facts", sorted(PACKS.glob("*/examples/facts*.yaml")), ids=lambda path: path.stem)
def test_the_examples_of_every_pack_score_the_same_in_columns(facts):
    file, _ = read_file(facts, pack="", round_id="", unit="")
    terms = resolve(load.load(load.find(file.pack)).pack)
    understood, _ = understand(file, terms)
    columns = {}
    for fact in understood.facts:
        key = (fact.indicator, fact.input, fact.window)
        if not isinstance(fact.value, Fraction):
            mask = np.ones(1, np.bool_)
            missing = type(fact.value).__name__ == "Missing"
            columns[key] = Column(np.zeros(1, np.int64), 0, mask if missing else None, None if missing else mask)
        else:
            places = next(places for places in range(19) if (fact.value * 10**places).denominator == 1)
            columns[key] = Column(np.array([int(fact.value * 10**places)]), places)
    kinds = batch.Kinds((file.unit_kind,), None, (tuple(file.under),), None)
    found = batch.score(terms, file.round, Columns(1, columns, [file.unit_name], kinds), keep_exact=True)
    card = score(terms, understood)
    for code, outcome in card.outcomes.items():
        assert found.status(code, 0) == outcome.status
        assert found.indicators[code].score.at(0) == outcome.shown
    assert found.total.at(0) == card.shown_total()
    assert found.band(0) == (card.band and card.band.id)


def test_rows_too_large_for_64_bits_go_to_the_reference_and_the_others_do_not(terms):
    spent = np.full(1000, 9_500_00, np.int64)
    budget = np.full(1000, 10_000_00, np.int64)
    spent[7], budget[7] = 4 * 10**18, 4 * 10**18
    columns = Columns(1000, {("9", "disbursed", ""): Column(spent, 2), ("9", "budget", ""): Column(budget, 2)})
    found = batch.score(terms, "2", columns)
    assert np.flatnonzero(found.by_reference).tolist() == [7]
    assert found.share_by_reference == 0.001
    assert found.indicators["9"].score.at(7) == Decimal("5.0000")
    assert found.indicators["9"].score.at(8) == Decimal("4.0000")
    assert found.status("1.1", 8) == "missing"
    assert found.total.at(8) is None
    assert found.total_missing.all()


def test_no_units_and_no_columns(terms):
    assert batch.score(terms, "2", Columns(0, {})).count == 0
    nothing = batch.score(terms, "2", Columns(2, {}))
    assert nothing.total_missing.tolist() == [True, True]


# ── tables ──


def whole_table(rows: int = 3, **instead) -> pa.Table:
    """A table with every input of form ปร.2, of text."""
    plan = plan_of(prd(), "2")
    cells = {"unit": [f"หน่วย {row}" for row in range(rows)]}
    for code, slots in plan.slots.items():
        for name, slot in slots.items():
            usual = "1" if slot.spec.holds == "deed" else "100" if slot.spec.whole else "95.50"
            cells[f"{code}/{name}"] = [usual] * rows
    return pa.table({key: value for key, value in (cells | instead).items() if value is not None})


def refused(terms, table, **more) -> list:
    with pytest.raises(Refused) as caught:
        io.of_table(table, terms, "2", "t", named=True, **more)
    return [(issue.code, issue.place.line, issue.place.field) for issue in caught.value.issues]


def test_text_integers_and_decimals_are_the_same_column(terms):
    text = io.of_table(whole_table(**{"1.1/percent": ["91.55", " 92 ", "+93.5"]}), terms, "2")
    decimal = pa.array([Decimal("91.55"), Decimal("92"), Decimal("93.5")], pa.decimal128(9, 2))
    other = io.of_table(whole_table(**{"1.1/percent": decimal}), terms, "2")
    for found in (text, other):
        assert found.columns["1.1", "percent", ""].numbers.tolist() == [9155, 9200, 9350]
        assert found.columns["1.1", "percent", ""].places == 2


def test_cells_are_understood_as_samrit_score_understands_them(terms):
    """Blank, dash, Thai digits, a per cent sign and a thousands comma; words for deeds."""
    warnings = []
    table = whole_table(
        5,
        **{"1.1/percent": ["", "-", "๙๑.๕๕", "92%", None], "8/target": ["1,250", "1250", "3", "4", "5"]},
        **{"7/evaluation": ["ทำแล้ว", "no", "", "1", "0"]},
    )
    found = io.of_table(table, terms, "2", warnings=warnings).columns
    percent = found["1.1", "percent", ""]
    assert percent.missing.tolist() == [True, True, False, False, True]
    assert percent.numbers.tolist()[2:4] == [9155, 9200]
    assert found["8", "target", ""].numbers.tolist()[:2] == [1250, 1250]
    assert found["7", "evaluation", ""].numbers.tolist() == [True, False, False, True, False]
    assert [issue.code for issue in warnings] == ["FC016"] or warnings


def test_every_problem_of_a_table_is_told_with_its_row(terms):
    table = whole_table(
        **{
            "1.1/percent": ["91.55", "ninety", "92"],
            "1.2/percent": pa.array([0.1, 0.2, 0.3]),
            "2.1/percentt": ["1", "2", "3"],
            "unit": ["a", "a", ""],
            "8/target": ["1", "2", "1" + "0" * 25],
        }
    )
    found = refused(terms, table, first_row=2)
    codes = [code for code, _, _ in found]
    assert {"BT004", "BT006", "BT008", "BT009", "BT011"} <= set(codes)
    assert ("BT008", 3, "unit") in found
    assert ("BT009", 4, "unit") in found
    assert [place for code, *place in found if code.startswith("FC")] == [[3, "1.1/percent"]]


@pytest.mark.parametrize(
    ("table", "code"),
    [
        (whole_table(unit=None), "BT003"),
        (whole_table(0), "BT002"),
        (whole_table(**{"4/aired@2556-04": ["1", "1", "1"]}), "BT012"),
        (whole_table(**{"1.1/percent": pa.array([[1], [2], [3]])}), "BT007"),
        (pa.Table.from_arrays([pa.array(["a"]), pa.array(["1"]), pa.array(["1"])], ["unit", "8/target", "8/target"]), "BT005"),
        (whole_table(**{"9/budget": pa.array([10**30, 1, 2], pa.decimal128(38, 2))}), "BT011"),
        (whole_table(**{"7/evaluation": pa.array([0, 1, 2])}), "FC"),
    ],
    ids=["no units", "no rows", "months too", "lists", "twice", "31 digits", "deed of two"],
)  # fmt: skip
def test_a_table_that_cannot_be_used_is_refused(terms, table, code):
    assert any(found.startswith(code) for found, *_ in refused(terms, table))


def test_a_column_of_another_round_is_refused(terms):
    with pytest.raises(Refused, match="BT013"):
        io.of_table(whole_table(), terms, "1")


def test_a_problem_in_every_row_is_told_a_thousand_times_at_most(terms):
    found = refused(terms, whole_table(3000, **{"1.1/percent": ["x"] * 3000}))
    assert len(found) == 1001
    assert found[-1][0] == "FC020" or "FC020" in [code for code, *_ in found]


def test_broken_files_are_refused_with_the_reason(terms, tmp_path):
    whole = tmp_path / "facts.parquet"
    pq.write_table(whole_table(), whole)
    cut = tmp_path / "cut.parquet"
    cut.write_bytes(whole.read_bytes()[:-40])
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    short = tmp_path / "short.csv"
    short.write_text("unit,8/target\na,1\nb\nc,3\n", encoding="utf-8")
    other = tmp_path / "facts.xlsx"
    other.write_bytes(b"PK")
    cases = {cut: "BT001", empty: "BT002", short: "BT010", other: "BT014", tmp_path / "none.csv": "FC021"}
    for path, code in cases.items():
        with pytest.raises(Refused) as caught:
            io.read(path, terms, "2")
        assert [issue.code for issue in caught.value.issues] == [code], path
        if code == "BT010":
            assert caught.value.issues[0].place.line == 3


@pytest.mark.parametrize("ending", ["csv", "parquet", "arrow"])
def test_a_file_goes_in_and_its_scores_come_out(terms, tmp_path, ending):
    facts, out = tmp_path / f"facts.{ending}", tmp_path / "out" / f"scores.{ending}"
    io.write_table(whole_table(**{"1.1/percent": ["91.55", "", "93.55"]}), facts)
    columns = io.read(facts, terms, "2")
    scores = batch.score(terms, "2", columns)
    io.write(scores, columns, out)
    table = io._load(out)[0]
    assert table.column("unit").to_pylist() == ["หน่วย 0", "หน่วย 1", "หน่วย 2"]
    assert [str(value or "") for value in table.column("1.1 score").to_pylist()] == ["3.0000", "", "5.0000"]
    assert table.column("1.1 status").to_pylist() == ["scored", "missing", "scored"]
    card = score(terms, columns.facts(terms, "2", 0))
    assert str(table.column("converted").to_pylist()[0]) == str(card.shown_converted())


# ── the command ──


def run(*args: str):
    return CliRunner().invoke(main, ["batch", *args])


def test_the_command_scores_a_table_and_sums_it_up(tmp_path):
    facts, out = tmp_path / "facts.csv", tmp_path / "scores.parquet"
    io.write_table(whole_table(20, **{"1.1/percent": [f"{89 + row / 4:.2f}" for row in range(19)] + [""]}), facts)
    common = [str(facts), "--pack", PRD, "--round", "2", "-o", str(out)]
    for language, words in (("th", "หน่วย"), ("en", "20 units")):
        told = run(*common, "--lang", language)
        assert told.exit_code == 0, told.output
        assert words in told.output
        assert "█" in told.output
    data = json.loads(run(*common, "--json").output)
    assert data["batch"]["units"] == 20
    assert data["batch"]["without_total"] == 1
    assert sum(bar["units"] for bar in data["batch"]["histogram"]) == 19
    assert pq.read_table(out).num_rows == 20


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["--round", "9", "-o", "x.csv"], "FC002"),
        (["--round", "2", "-o", "x.xlsx"], "BT014"),
        (["--round", "2", "-o", "x.csv", "--on", "2013-04-01"], "CL003"),
        (["--round", "2", "-o", "x.csv", "--terms", "no-such.yaml"], "PK"),
    ],
)
def test_the_command_says_what_it_cannot_use(tmp_path, args, code):
    told = run(str(tmp_path / "facts.csv"), "--pack", PRD, *args)
    assert told.exit_code == 1
    assert code in told.output
