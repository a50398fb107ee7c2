"""The performance agreement: generic over packs, its annex holds what is agreed, and two sign it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from samrit.base.issues import Refused
from samrit.documents.forms import agreement
from samrit.documents.forms.agreement import Agreement
from samrit.documents.paper import Dots, Line, PageBreak, Paper, Signatures, Table, tables
from samrit.documents.sheet import Request, as_json
from samrit.documents.templates.agreement import v1
from samrit.packs import load
from samrit.packs.bind import Located
from samrit.packs.terms import Overlay, Select, resolve

PRD, RTP, ITA = "th-prd-por-ror-2-2556", "th-rtp-3-1-22-2552", "th-police-ita-2566"
Example = Callable[..., Request]


def words(form: Agreement) -> str:
    return as_json(form)


def dots(paper: Paper) -> int:
    lines = [block for block in paper.blocks if isinstance(block, Line)]
    return sum(isinstance(inline, Dots) for line in lines for inline in line.inlines)


# ── clauses and signatures ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("pack", "year", "days"),
    [
        (PRD, "2556", ("1 ตุลาคม 2555", "30 กันยายน 2556")),
        (RTP, "2552", ("1 ตุลาคม 2551", "30 กันยายน 2552")),
    ],
)
def test_it_holds_for_the_fiscal_year_of_the_framework(
    example: Example, pack: str, year: str, days: tuple[str, str]
) -> None:
    form = agreement.fill(example(pack))
    assert form.year == f"ประจำปีงบประมาณ พ.ศ. {year}"
    assert all(day in form.clauses[1].text for day in days)
    assert [clause.number for clause in form.clauses] == ["1.", "2.", "3.", "4.", "5.", "6."]


def test_the_assessee_signs_and_the_evaluator_accepts(example: Example) -> None:
    signing = agreement.fill(example(PRD)).signing
    assert [(party.role, party.name, party.post) for party in signing] == [
        ("ผู้ทำคำรับรอง", "นางสาวตัวอย่าง สมมุติ", "ผู้อำนวยการสำนักประชาสัมพันธ์เขต"),
        ("ผู้รับคำรับรอง", "นายสมมุติ ตัวอย่าง", "รองอธิบดีกรมประชาสัมพันธ์"),
    ]
    assert signing[0].unit == "สำนักประชาสัมพันธ์เขต ๙ (สมมุติ)"


def test_names_told_for_this_paper_stand_in_clause_and_signature(example: Example) -> None:
    request = example(PRD)
    sheet = replace(request.sheet, people={"director": "นายทดลอง สมมุติ"}, unit="สำนักทดลอง (สมมุติ)")
    form = agreement.fill(replace(request, sheet=sheet))
    paper = v1.layout(form)
    signatures = next(block for block in paper.blocks if isinstance(block, Signatures))
    assert [person.name for person in signatures.people] == ["นายทดลอง สมมุติ", "นายสมมุติ ตัวอย่าง"]
    assert form.clauses[0].parties[0].name == "นายทดลอง สมมุติ"
    assert form.unit == form.clauses[0].parties[0].unit == "สำนักทดลอง (สมมุติ)"


def test_a_framework_that_names_no_such_posts_leaves_dots_for_them(example: Example) -> None:
    request = example(RTP, empty=True)
    paper = v1.layout(agreement.fill(request))
    # name and post of both, and the unit under the title and in the clause
    assert dots(paper) == 6
    signatures = next(block for block in paper.blocks if isinstance(block, Signatures))
    assert [(person.name, person.post) for person in signatures.people] == [("", ""), ("", "")]
    named = replace(request, sheet=replace(request.sheet, people={"assessee": "พันตำรวจเอก สมมุติ ตัวอย่าง"}))
    assert agreement.fill(named).signing[0].name == "พันตำรวจเอก สมมุติ ตัวอย่าง"


def test_two_sign_side_by_side_before_the_annex(example: Example) -> None:
    blocks = v1.layout(agreement.fill(example(PRD))).blocks
    kinds = [type(block) for block in blocks]
    assert kinds.index(Signatures) < kinds.index(PageBreak) < kinds.index(Table)
    assert all(person.dated for block in blocks if isinstance(block, Signatures) for person in block.people)


# ── the annex ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("pack", [PRD, RTP])
def test_the_annex_lists_every_agreed_indicator_with_weight_and_targets(example: Example, pack: str) -> None:
    request = example(pack)
    form = agreement.fill(request)
    units = {str(one.id): one.name.th for one in request.pack.framework.measure_units}
    agreed = {str(one.code): one for one in request.pack.every_indicator()}
    assert [entry.code for entry in form.entries] == list(agreed)
    assert form.points == ("1", "2", "3", "4", "5")
    for entry in form.entries:
        one = agreed[entry.code]
        assert one.weight is not None
        if entry.depth == 0:
            assert entry.weight.value == one.weight.percent
        else:
            assert entry.weight_text == f"({one.weight.verbatim.strip('()')})"
        assert entry.measure_unit == units[one.measure_unit or ""]
        assert len(entry.targets) == 5


def test_rungs_of_milestones_are_targets(example: Example) -> None:
    entries = {entry.code: entry for entry in agreement.fill(example(RTP)).entries}
    assert [target.text for target in entries["3.1.22.1"].targets] == ["1", "2", "3", "4", "5"]
    assert [target.text for target in entries["3.1.22"].targets] == [""] * 5


@pytest.mark.parametrize(("pack", "total"), [(PRD, Decimal(100)), (RTP, Decimal("1.50"))])
def test_the_total_weight_is_a_formula_over_the_weights(example: Example, pack: str, total: Decimal) -> None:
    paper = v1.layout(agreement.fill(example(pack)))
    keyed = {cell.key: cell for table in tables(paper) for row in table.rows for cell in row.cells if cell.key}
    computed, figure = keyed["weight:total"].computed, keyed["weight:total"].figure
    assert computed is not None
    assert figure is not None
    weights = [keyed[key].figure for key in computed.of]
    assert sum(weight.value for weight in weights if weight is not None) == figure.value == total
    assert str(figure.value) == str(total)


def test_a_framework_whose_weights_are_leaves_of_a_larger_tree_says_so(example: Example) -> None:
    assert "ไม่รวมเป็น 100" in agreement.fill(example(RTP)).notes[0]
    assert agreement.fill(example(PRD)).notes == ()


def test_what_is_taken_out_is_not_in_the_annex_and_is_named_below(example: Example) -> None:
    request = example(PRD)
    pack = load.load(load.find(PRD)).pack
    terms = resolve(pack, Overlay(pack=pack.id, operations=(Select(drop=("9",), at=Located().at),), at=Located().at))
    form = agreement.fill(Request(terms, request.sheet))
    assert "9" not in [entry.code for entry in form.entries]
    assert form.total_weight.value == 90
    assert form.notes == ("ข้อตกลงตัดตัวชี้วัด 9 ออก",)


def test_a_framework_without_targets_by_level_is_no_agreement(example: Example) -> None:
    request = example(ITA)
    assert not agreement.KIND.fits(request.pack)
    with pytest.raises(Refused) as refused:
        agreement.fill(request)
    assert [issue.code for issue in refused.value.issues] == ["DO043"]
    assert agreement.KIND.fits(example(PRD).pack)
    assert agreement.KIND.fits(example(RTP).pack)


# ── language, digits, layout ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_english_agreement_has_no_thai(example: Example) -> None:
    paper = v1.layout(agreement.fill(example(PRD, language="en", empty=True)))
    assert re.findall(r"[\u0e00-\u0e7f]+", as_json(replace(paper, data="", keep=()))) == []


def test_thai_digits_are_asked_of_the_renderers(example: Example) -> None:
    assert v1.layout(agreement.fill(example(PRD, digits="thai"))).digits == "thai"


@pytest.mark.parametrize("pack", [PRD, RTP])
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_row_fills_the_columns_and_they_fit_the_page(example: Example, pack: str, language: str) -> None:
    paper = v1.layout(agreement.fill(example(pack, language=language)))
    (table,) = tables(paper)
    first, second = table.head
    assert sum(cell.across for cell in first.cells) == len(table.columns)
    assert sum(cell.across for cell in first.cells if cell.down == 2) + len(second.cells) == len(table.columns)
    assert all(sum(cell.across for cell in row.cells) == len(table.columns) for row in table.rows)
    assert sum(column.mm for column in table.columns) <= paper.width + 0.01
    assert min(column.mm for column in table.columns) >= 12


def test_the_issue_date_is_the_papers_own(example: Example) -> None:
    request = example(PRD)
    later = replace(request, sheet=replace(request.sheet, issued=date(2013, 11, 1)))
    assert v1.layout(agreement.fill(later)).issued == date(2013, 11, 1)
