"""แบบ ปร.2: the form says what the pack, the agreement and the scorecard say, and its formulas give its figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import prod

import pytest

from samrit.base.figures import round_half_up
from samrit.base.issues import Refused
from samrit.documents.forms import por_ror_2
from samrit.documents.forms.por_ror_2 import Entry, PorRor2
from samrit.documents.paper import Box, Cell, Dots, Figure, Paper, Row, Table, tables
from samrit.documents.sheet import Request, as_json
from samrit.documents.templates.por_ror_2 import v1
from samrit.engine.facts import understand
from samrit.engine.read_facts import read_file
from samrit.engine.score import score
from samrit.packs import load
from samrit.packs.bind import Located
from samrit.packs.model import Allowance
from samrit.packs.terms import Overlay, OwnIndicator, Select, SetLevels, SetWeight, Terms, resolve
from samrit.packs.texts import Words

PACK = "th-prd-por-ror-2-2556"
Example = Callable[..., Request]
AT = Located().at


def entries_of(form: PorRor2) -> dict[str, Entry]:
    return {entry.code: entry for group in form.groups for one in group.entries for entry in one}


def cells(paper: Paper) -> Iterator[Cell]:
    for table in tables(paper):
        for row in (*table.head, *table.rows):
            yield from row.cells


def texts(paper: Paper) -> str:
    return as_json(paper.blocks)


def with_facts(request: Request, name: str, terms: Terms | None = None) -> Request:
    terms = terms or request.terms
    facts, _ = understand(read_file(load.find(PACK) / "examples" / name)[0], terms)
    return Request(terms, request.sheet, score(terms, facts))


def agreed(request: Request, *operations: object) -> Terms:
    """The pack as if its authority let agreements change everything, under these operations."""
    pack = resolve(request.pack).pack
    because = Words(th="ทดสอบ", en="for the test", at=AT)
    free = tuple(
        Allowance(operation=one.operation, allowed=True, because=because, assumption=because, at=AT)
        for one in pack.framework.overlay
    )
    pack = replace(pack, framework=replace(pack.framework, overlay=free))
    return resolve(pack, Overlay(pack=pack.id, operations=operations, at=AT))


# ── what it says ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_row_says_what_the_pack_and_the_scorecard_say(example: Example) -> None:
    request = example(PACK)
    assert request.card is not None
    rows = entries_of(por_ror_2.fill(request))
    assert list(rows) == [one.code for one in request.pack.every_indicator()]
    for one in request.pack.every_indicator():
        row, outcome, printed = rows[one.code], request.card.outcomes[one.code], one.printed["form"]
        assert printed.name in row.name
        assert [target.text for target in row.targets] == [level.verbatim for level in printed.levels.values()] or [
            ""
        ] * 5
        assert row.agency == (one.cascade.agency if one.cascade else "")
        assert row.score.value == outcome.shown
        assert one.weight is not None
        if outcome.depth == 0:
            assert row.weight.value == one.weight.percent
            assert outcome.weighted is not None
            assert row.weighted.value == round_half_up(outcome.weighted.value, 4)
        else:
            assert row.weight_text == one.weight.verbatim
            assert row.weighted.value is None


def test_the_bottom_line_is_the_scorecards(example: Example) -> None:
    form = por_ror_2.fill(example(PACK))
    assert form.total_weight.value == 100
    assert form.total_suffix == "%"
    assert str(form.total.value) == "3.8419"
    assert str(form.converted.value) == "76.84"
    assert "20" in form.converted_label


def test_names_are_printed_as_on_the_ministrys_form(example: Example) -> None:
    rows = entries_of(por_ror_2.fill(example(PACK)))
    assert rows["1"].name.startswith("KPI 1 ร้อยละของประชาชนกลุ่มเป้าหมาย")
    assert rows["1.1"].name == "1.1 รับรู้ เข้าใจ"
    assert rows["2.1"].name == "- ผู้ฟังข่าววิทยุในประเทศ"
    assert [target.text for target in rows["8"].targets] == ["1 (80)", "2 (85)", "3 (90)", "4 (95)", "5 (100)"]
    assert [target.text for target in rows["7"].targets] == ["-", "-", "3", "4", "5"]
    assert (rows["1.1"].agency, rows["1.1"].weight_text) == ("1.1.1", "(7.5)")


def test_the_strategic_heading_stands_once_and_each_strategy_spans_its_indicators(example: Example) -> None:
    form = por_ror_2.fill(example(PACK))
    assert [bool(group.band) for group in form.groups] == [True, False]
    assert [[one[0].code for one in group.entries] for group in form.groups] == [list("1234567"), list("89")]
    spans = [cell.down for cell in cells(v1.layout(form)) if cell.down > 2]
    assert spans == [13]
    assert form.groups[1].name in texts(v1.layout(form))


@pytest.mark.parametrize(
    ("facts", "ticked"), [("facts-round-1.yaml", [True, False]), ("facts-round-2.yaml", [False, True])]
)
def test_the_box_of_the_scored_round_is_ticked(example: Example, facts: str, ticked: list[bool]) -> None:
    form = por_ror_2.fill(with_facts(example(PACK), facts))
    assert [one.ticked for one in form.fields if one.kind == "choice"] == ticked


def test_round_one_scores_two_indicators_and_says_what_they_are_divided_by(example: Example) -> None:
    form = por_ror_2.fill(with_facts(example(PACK), "facts-round-1.yaml"))
    scored = [code for code, row in entries_of(form).items() if row.score.value is not None]
    assert scored == ["6", "7"]
    assert "ค = ก × ข ÷ 20" in form.notes[0]


# ── formulas ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def check_formulas(paper: Paper) -> int:
    """Work every formula out in exact arithmetic, from the cells it names; each must give the printed figure."""
    keyed = {one.key: one for one in cells(paper) if one.key}
    worth: dict[str, Fraction] = {}

    def value(key: str) -> Fraction:
        if key not in worth:
            held, computed = keyed[key].figure, keyed[key].computed
            assert held is not None
            if computed is None:
                worth[key] = Fraction(held.value)
            else:
                parts = [value(other) for other in computed.of]
                whole = (
                    Fraction(computed.times)
                    / Fraction(computed.over)
                    * (sum(parts) if computed.op == "sum" else prod(parts))
                )
                worth[key] = whole if computed.places is None else Fraction(round_half_up(whole, computed.places))
            places = held.places if held.places is not None else -int(held.value.as_tuple().exponent)
            assert round_half_up(worth[key], places) == held.value, key
        return worth[key]

    formulas = [key for key, one in keyed.items() if one.computed is not None]
    for key in formulas:
        value(key)
    return len(formulas)


@pytest.mark.parametrize("facts", ["facts-round-1.yaml", "facts-round-2.yaml", "facts-incomplete.yaml"])
def test_every_formula_gives_the_printed_figure_in_exact_arithmetic(example: Example, facts: str) -> None:
    paper = v1.layout(por_ror_2.fill(with_facts(example(PACK), facts)))
    # weights' sum, score × weight of what is scored, means of composites, total, conversion
    assert (
        check_formulas(paper) == {"facts-round-1.yaml": 5, "facts-round-2.yaml": 15, "facts-incomplete.yaml": 5}[facts]
    )


def test_formulas_hold_when_an_indicator_is_dropped_and_weights_are_divided_by_ninety(example: Example) -> None:
    request = example(PACK)
    terms = agreed(request, Select(drop=("9",), at=AT))
    form = por_ror_2.fill(with_facts(request, "facts-round-2.yaml", terms))
    assert check_formulas(v1.layout(form)) == 14
    assert "÷ 90" in " ".join(form.notes)


def test_a_total_that_is_not_the_sum_of_the_rounded_column_says_why(example: Example) -> None:
    form = por_ror_2.fill(example(PACK))
    column = sum(row.weighted.value for row in entries_of(form).values() if row.weighted.value is not None)
    assert column == Decimal("3.8420") != form.total.value
    assert any("ก่อนปัดทศนิยม" in note for note in form.notes)


# ── empty, missing, changed ──────────────────────────────────────────────────────────────────────────────────────────


def test_an_empty_form_has_dots_to_write_on_and_no_figure_but_the_agreed_ones(example: Example) -> None:
    form = por_ror_2.fill(example(PACK, empty=True))
    paper = v1.layout(form)
    inlines = [inline for one in cells(paper) for line in one.lines for inline in line.inlines]
    dots = [inline for inline in inlines if isinstance(inline, Dots)]
    # assessee, unit, superior, commentator's post and agency; three signatures
    assert [one.mm is None for one in dots].count(True) == 3
    assert len(dots) == 8
    assert not any(one.filled for one in dots)
    assert not any(
        inline.ticked for block in paper.blocks for inline in getattr(block, "inlines", ()) if isinstance(inline, Box)
    )
    assert all(one.value != 0 for one in inlines if isinstance(one, Figure))
    keys = {one.key for one in cells(paper) if one.key}
    assert all(key.startswith("weight:") for key in keys)
    assert form.notes == ()
    assert form.footer == ""
    assert "นาย/นาง/นางสาว" in texts(paper)


def test_what_the_agreement_fills_stands_on_the_dots(example: Example) -> None:
    paper = v1.layout(por_ror_2.fill(example(PACK)))
    inlines = [inline for one in cells(paper) for line in one.lines for inline in line.inlines]
    filled = [inline.filled for inline in inlines if isinstance(inline, Dots) and inline.filled]
    assert filled == ["นางสาวตัวอย่าง สมมุติ", "๙ (สมมุติ)", "นายสมมุติ ตัวอย่าง", "-", "-"]


def test_a_unit_without_an_agreement_fills_the_blank_of_its_name(example: Example) -> None:
    request = example(PACK, empty=True)
    sheet = replace(request.sheet, unit="สำนักประชาสัมพันธ์เขต ๙๙ (สมมุติ)")
    assert '"๙๙ (สมมุติ)"' in texts(v1.layout(por_ror_2.fill(replace(request, sheet=sheet))))


def test_people_named_for_this_paper_stand_in_the_head(example: Example) -> None:
    request = example(PACK)
    people = {"director": "นายทดลอง สมมุติ", "deputy_director_general": "นางทดสอบ สมมุติ", "governor": "นายจังหวัด สมมุติ"}
    paper = v1.layout(por_ror_2.fill(replace(request, sheet=replace(request.sheet, people=people))))
    assert all(name in texts(paper) for name in people.values())
    assert "นางสาวตัวอย่าง" not in texts(paper)


def test_missing_results_leave_cells_and_total_empty_and_are_named_below(example: Example) -> None:
    form = por_ror_2.fill(with_facts(example(PACK), "facts-incomplete.yaml"))
    rows = entries_of(form)
    assert rows["1.2"].score.value is None
    assert rows["1"].weighted.value is None
    assert rows["3"].weighted.value is not None
    assert form.total.value is None
    assert form.converted.value is None
    assert form.total.why
    assert form.notes == ("ยังไม่มีผลของตัวชี้วัด 1.2, 2.1, 2.2, 5, 7, 8, 9 จึงยังไม่มีคะแนนรวม",)
    *_, total, converted = list(tables(v1.layout(form)))[-1].rows
    assert total.cells[-1].lines == ()
    assert converted.cells[-1].lines == ()


def test_agreed_levels_weights_and_dropped_indicators_are_what_is_printed(example: Example) -> None:
    request = example(PACK)
    levels = {
        Decimal(1): Decimal("50"),
        Decimal(2): None,
        Decimal(3): Decimal("70.5"),
        Decimal(4): Decimal("80"),
        Decimal(5): Decimal("90"),
    }
    terms = agreed(
        request,
        SetLevels(indicator="4", levels=levels, at=AT),
        SetWeight(indicator="4", percent=Decimal(15), at=AT),
        SetWeight(indicator="5", percent=Decimal(5), at=AT),
        Select(drop=("2.2", "9"), at=AT),
    )
    form = por_ror_2.fill(Request(terms, request.sheet))
    rows = entries_of(form)
    assert [target.text for target in rows["4"].targets] == ["50", "-", "70.5", "80", "90"]
    assert (rows["4"].weight.value, rows["5"].weight.value) == (Decimal(15), Decimal(5))
    assert "9" not in rows
    assert "2.2" not in rows
    assert "2.1" in rows
    assert form.total_weight.value == 90
    assert form.notes == ("ข้อตกลงตัดตัวชี้วัด 2.2, 9 ออก",)


def test_an_indicator_of_the_units_own_stands_last_with_its_agreed_targets(example: Example) -> None:
    request = example(PACK)
    four = next(one for one in request.pack.indicators if one.code == "4")
    own = replace(four, code="10", name=Words(th="ของเราเอง", en="our own", at=AT), key_result=None, printed={})
    own = replace(own, weight=replace(own.weight, percent=Decimal(5)))
    terms = agreed(
        request,
        SetWeight(indicator="9", percent=Decimal(5), at=AT),
        OwnIndicator(indicator=own, at=AT),
    )
    form = por_ror_2.fill(Request(terms, request.sheet))
    group = form.groups[-1]
    assert group.name == ""
    (row,) = group.entries[0]
    assert (row.name, row.weight.value) == ("KPI 10 ของเราเอง", Decimal(5))
    assert [target.text for target in row.targets] == ["60", "70", "80", "90", "100"]
    assert form.total_weight.value == 100
    check_grid(list(tables(v1.layout(form)))[-1])


def test_the_english_form_has_no_thai_but_the_letters_of_its_arithmetic(example: Example) -> None:
    paper = v1.layout(por_ror_2.fill(example(PACK, language="en", empty=True)))
    thai = set(re.findall(r"[\u0e00-\u0e7f]+", as_json(replace(paper, data="", keep=()))))
    assert thai == {"ก", "ข", "ค"}


def test_thai_digits_are_asked_of_the_renderers(example: Example) -> None:
    assert v1.layout(por_ror_2.fill(example(PACK, digits="thai"))).digits == "thai"


# ── what cannot be filled ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_pack_without_the_form_is_refused_with_the_forms_it_has(example: Example) -> None:
    request = example("th-rtp-3-1-22-2552")
    assert not por_ror_2.KIND.fits(request.pack)
    with pytest.raises(Refused) as refused:
        por_ror_2.fill(request)
    assert [issue.code for issue in refused.value.issues] == ["DO040"]


def test_unknown_columns_and_lost_sub_headings_are_told_at_once(example: Example) -> None:
    request = example(PACK, empty=True)
    form = next(one for one in request.pack.forms if one.id == "por-ror-2")
    columns = tuple(
        replace(one, id="budget") if one.id == "superior_target" else replace(one, sub_headings=one.sub_headings[:4])
        for one in form.columns
    )
    pack = replace(request.pack, forms=(replace(form, columns=columns),))
    with pytest.raises(Refused) as refused:
        por_ror_2.fill(replace(request, terms=replace(request.terms, pack=pack)))
    assert sorted(issue.code for issue in refused.value.issues) == ["DO041", "DO042"]


# ── layout ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def check_grid(table: Table) -> None:
    """Every row's cells, with those that reach down from above, fill the columns exactly, and none reaches out below."""
    for rows in (table.head, table.rows):
        reach = [0] * len(table.columns)
        for row in rows:
            reach = next_row(row, reach)
        assert not any(reach)


def next_row(row: Row, reach: list[int]) -> list[int]:
    left = [max(0, down - 1) for down in reach]
    free = [place for place, down in enumerate(reach) if not down]
    for one in row.cells:
        taken, free = free[: one.across], free[one.across :]
        assert len(taken) == one.across
        assert taken[-1] - taken[0] == one.across - 1
        for place in taken:
            left[place] = one.down - 1
    assert not free
    return left


@pytest.mark.parametrize("empty", [True, False])
@pytest.mark.parametrize("language", ["th", "en"])
def test_cells_fill_the_grid_and_columns_the_page(example: Example, language: str, empty: bool) -> None:
    paper = v1.layout(por_ror_2.fill(example(PACK, language=language, empty=empty)))
    for table in tables(paper):
        check_grid(table)
        assert sum(column.mm for column in table.columns) <= paper.width + 0.01
    assert len(list(tables(paper))[-1].columns) == 13


def test_an_indicator_stays_with_its_parts_and_the_last_one_with_the_totals(example: Example) -> None:
    *rows, last = list(tables(v1.layout(por_ror_2.fill(example(PACK)))))[-1].rows
    stays = [row.stays_with_next for row in rows]
    #       band, 1, 1.1, 1.2, 2, 2.1, 2.2, 3, 3.1, 3.2, 4, 5, 6, 7, 8, 9, total
    assert stays == [bool(int(bit)) for bit in "11101101100000" + "011"]
    assert not last.stays_with_next


def test_the_same_data_give_the_same_paper(example: Example) -> None:
    assert v1.layout(por_ror_2.fill(example(PACK))) == v1.layout(por_ror_2.fill(example(PACK)))
