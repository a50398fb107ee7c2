"""The fact workbook asks everything, says the rule beside it, and is read back as what was typed or not at all."""

from __future__ import annotations

import datetime
import functools
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from samrit.base.issues import Issue, Refused
from samrit.documents import office_files
from samrit.documents.workbook import table
from samrit.documents.workbook.carry import carried
from samrit.documents.workbook.cells import next_letter, workbook_of
from samrit.documents.workbook.identity import FilledWorkbook, check
from samrit.documents.workbook.layout import layout_of
from samrit.documents.workbook.make import Answer, ForWhom, make
from samrit.documents.workbook.read import read, read_book
from samrit.engine.facts import FactFile, Facts, understand
from samrit.engine.inputs import Slot
from samrit.engine.plan import plan_of
from samrit.engine.read_facts import read_file
from samrit.packs import load
from samrit.packs.terms import Terms, read_overlay, resolve

from . import broken_workbooks as broken

PRD, RTP, ITA, SAMPLE = "th-prd-por-ror-2-2556", "th-rtp-3-1-22-2552", "th-police-ita-2566", "th-ita-sample-2569"
EXAMPLES = sorted(
    path.relative_to(load.find(pack)).as_posix() + f"@{pack}"
    for pack in (PRD, RTP, ITA)
    for path in (load.find(pack) / "examples").glob("facts-*")
)


@functools.cache
def terms_of(pack: str, agreement: str = "") -> Terms:
    folder = load.find(pack)
    overlay = read_overlay((folder / "examples" / agreement).read_bytes(), agreement) if agreement else None
    return resolve(load.load(folder).pack, overlay)


@functools.cache
def empty(pack: str = PRD, round_id: str = "2") -> bytes:
    return make(terms_of(pack), round_id)


@functools.cache
def filled() -> bytes:
    """The workbook with the shipped example of round 2."""
    file, _ = read_file(load.find(PRD) / "examples" / "facts-round-2.yaml", pack=PRD)
    whom, lost = carried(file, terms_of(PRD))
    assert not lost
    return make(terms_of(PRD), "2", whom)


def put(data: bytes, value: Any, *identity: str, number_format: str | None = None) -> bytes:
    """The workbook with one value typed into it by another program."""
    row = broken.row_of(data, *identity)

    def edit(book: Any) -> None:
        cell = book["ข้อมูล"].cell(row, 6, value)
        if number_format is not None:
            cell.number_format = number_format

    return broken.edited(data, edit)


def facts_of(data: bytes, pack: str = PRD) -> Facts:
    file, _ = read(data, "facts.xlsx")
    return understand(file, terms_of(pack))[0]


def text_of(file: FactFile, *identity: str) -> str:
    whole = (*identity, *[""] * (3 - len(identity)))
    return next(row.text for row in file.rows if (row.indicator, row.input, row.window) == whole)


def problems(data: bytes, **asked: str) -> list[Issue]:
    with pytest.raises(Refused) as caught:
        read(data, "facts.xlsx", **asked)
    assert all(issue.cure_th and issue.cure_en for issue in caught.value.issues)
    return list(caught.value.issues)


def codes(issues: list[Issue]) -> list[str]:
    return [issue.code for issue in issues]


# ── what it asks ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("pack", "round_id"), [(PRD, "1"), (PRD, "2"), (RTP, "12"), (ITA, "2566"), (SAMPLE, "2569")])
def test_every_slot_of_the_round_has_its_line_and_its_months(pack: str, round_id: str) -> None:
    plan = plan_of(terms_of(pack), round_id)
    wanted = {
        (slot.node, slot.name, window)
        for code, slots in plan.slots.items()
        if plan.scores(code)
        for slot in slots.values()
        for window in (*slot.months, "")
    }
    lines = layout_of(terms_of(pack), round_id).lines
    assert {line.identity for line in lines} == wanted
    assert len(lines) == len(wanted)


def test_an_indicator_that_the_agreement_drops_is_not_asked() -> None:
    terms = terms_of(PRD)
    dropped = Terms(terms.pack, terms.pack_digest, frozenset({"4"}))
    assert {line.slot.node for line in layout_of(terms, "2").lines} - {
        line.slot.node for line in layout_of(dropped, "2").lines
    } == {"4"}


def test_the_same_terms_and_answers_give_the_same_bytes() -> None:
    whom = ForWhom("หน่วยตัวอย่าง", "spk", ("department",), {("1.1", "percent", ""): Answer("๙๒", "หลักฐาน")})
    assert make(terms_of(PRD), "2", whom) == make(terms_of(PRD), "2", whom)


def test_only_the_yellow_cells_are_unlocked_and_the_sheet_is_protected_without_a_password() -> None:
    sheet = broken.sheet_of(empty())
    assert sheet.protection.sheet
    assert not sheet.protection.password
    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    lines = [row for row in range(5, sheet.max_row + 1) if sheet.cell(row, 8).value]
    assert unlocked == {"C2", "G2", "G3"} | {f"{column}{row}" for row in lines for column in "FG"}
    assert sheet.column_dimensions["H"].hidden
    assert sheet.freeze_panes == "C5"
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.page_setup.orientation == "landscape"


def test_a_deed_offers_its_two_words_and_a_figure_only_warns_about_what_it_can_read() -> None:
    data = empty()
    sheet = broken.sheet_of(data)
    found = {str(one.sqref): one for one in sheet.data_validations.dataValidation}
    deed = found[f"F{broken.row_of(data, '6', 'monthly_reports')}"]
    assert (deed.type, deed.formula1, deed.errorStyle) == ("list", '"ทำแล้ว,ยังไม่ทำ"', None)
    row = broken.row_of(data, "1.1", "percent")
    figure = found[f"F{row}"]
    assert figure.errorStyle == "warning"
    assert figure.formula1 == f"IFERROR(AND(VALUE(F{row})>=0,VALUE(F{row})<=100),TRUE)"


def test_n_a_is_offered_only_where_the_pack_accepts_it() -> None:
    from dataclasses import replace

    terms = terms_of(SAMPLE)
    rules = terms.pack.framework.rules
    rules = replace(rules, not_applicable=replace(rules.not_applicable, accepted="listed", indicators=("O1",)))
    changed = replace(terms, pack=replace(terms.pack, framework=replace(terms.pack.framework, rules=rules)))
    data = make(changed, "2569")
    offers = {str(one.sqref): one.formula1 for one in broken.sheet_of(data).data_validations.dataValidation}
    assert offers[f"F{broken.row_of(data, 'O1', 'O1.1')}"] == '"ทำแล้ว,ยังไม่ทำ,N/A"'
    assert offers[f"F{broken.row_of(data, 'O11', 'O11.1')}"] == '"ทำแล้ว,ยังไม่ทำ"'


def test_the_comment_on_a_cell_tells_its_rule() -> None:
    data = empty()
    sheet = broken.sheet_of(data)

    def said(*identity: str) -> str:
        comment = sheet.cell(broken.row_of(data, *identity), 6).comment
        assert isinstance(comment, Comment)
        return str(comment.text)

    assert "ตั้งแต่ 0 ถึง 100" in said("2.1", "percent")
    assert "1 = 69.42 · 2 = 70.92" in said("2.1", "percent")
    assert "พิมพ์ ไม่มี (นับเป็น 0)" in said("5", "aired", "2556-07")
    assert "ผลรวมทุกเดือน" in said("5", "aired", "2556-07")
    assert "แทนรายเดือน" in said("5", "aired")
    assert "{office}" not in said("4", "aired", "2556-04")


def test_lines_that_are_not_for_the_kind_of_unit_are_grey_and_stay() -> None:
    data = make(terms_of(RTP), "12", ForWhom(unit_kind="force"))
    sheet = broken.sheet_of(data)
    fills = {sheet.cell(broken.row_of(data, "3.1.22.1", one), 6).fill.fgColor.rgb for one in ("3.2", "5.3")}
    assert fills == {"FFEDEDED"}
    assert sheet.cell(broken.row_of(data, "3.1.22.1", "1.1"), 6).fill.fgColor.rgb == "FFFFF8DC"
    assert len(read(data)[0].keys) == len(layout_of(terms_of(RTP), "12").lines)


def test_no_text_of_the_workbook_is_a_formula() -> None:
    whom = ForWhom('=HYPERLINK("http://x")', answers={("1.1", "percent", ""): Answer("=1+1", "@SUM(A1)")})
    package = office_files.open_zip(make(terms_of(PRD), "2", whom), "x.xlsx")
    assert not [name for name in package.members(r"xl/worksheets/.*\.xml") if b"<f>" in package.read(name)]
    with pytest.raises(Refused, match="FC010"):
        understand(read(make(terms_of(PRD), "2", whom))[0], terms_of(PRD))


# ── there and back ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_shipped_example_comes_back_from_its_workbook_with_the_same_digest(example: str) -> None:
    path, _, pack = example.partition("@")
    file, _ = read_file(load.find(pack) / path, pack=pack)
    terms = terms_of(pack)
    whom, lost = carried(file, terms)
    assert not lost
    again, issues = read(make(terms, file.round, whom), "facts.xlsx", pack=pack, round_id=file.round)
    assert not issues
    assert not check(again, terms)
    before, after = understand(file, terms)[0], understand(again, terms)[0]
    assert after.digest == before.digest
    assert after.unit == before.unit


def values(slot: Slot) -> st.SearchStrategy[str]:
    if slot.spec.holds == "deed":
        return st.sampled_from(["ทำแล้ว", "ยังไม่ทำ", "ครบ", ""])
    least = int(slot.spec.least) if slot.spec.least is not None else 0
    most = int(slot.spec.most) if slot.spec.most is not None else 10**9
    figure = st.integers(least, most).map(str)
    if not slot.spec.whole:
        figure |= st.decimals(least, most, places=2).map(str)
    return figure | figure.map(lambda text: text.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))) | st.just("")


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.booleans())
def test_whatever_is_typed_comes_back(data: st.DataObject, by_month: bool) -> None:
    terms = terms_of(PRD)
    lines = [line for line in layout_of(terms, "2").lines if not line.slot.months or bool(line.window) == by_month]
    chosen = data.draw(st.lists(st.sampled_from(lines), unique_by=lambda line: line.identity, max_size=20))
    note = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=20)
    answers = {line.identity: Answer(data.draw(values(line.slot)), data.draw(note)) for line in chosen}
    file, _ = read(make(terms, "2", ForWhom(data.draw(note), "spk", ("department",), answers)))
    understand(file, terms)
    back = {(row.indicator, row.input, row.window): row.text for row in file.rows if row.text}
    assert back == {identity: answer.text for identity, answer in answers.items() if answer.text}
    assert (file.unit_kind, file.under) == ("spk", ("department",))


def test_our_reader_of_cells_agrees_with_openpyxl() -> None:
    data = filled()
    book = workbook_of(office_files.open_zip(data, "facts.xlsx"))
    other = openpyxl.load_workbook(io.BytesIO(data))
    assert [sheet.name for sheet in book.sheets] == other.sheetnames
    for sheet in book.sheets:
        ours = {f"{column}{row.number}": cell.text for row in book.rows(sheet) for column, cell in row.cells.items()}
        theirs = {
            c.coordinate: str(c.value) for line in other[sheet.name].iter_rows() for c in line if c.value is not None
        }
        assert ours == theirs
        assert set(book.merged(sheet)) == {str(one) for one in other[sheet.name].merged_cells.ranges}


@pytest.mark.parametrize("way", [("xlsx",), ("ods", "xlsx")])
def test_libreoffice_may_save_it_and_it_still_reads_the_same(
    office: Callable[[bytes, str, str], bytes], way: tuple[str, ...]
) -> None:
    data, kind = filled(), "xlsx"
    for to in way:
        data, kind = office(data, kind, to), to
    file, issues = read(data, "facts.xlsx")
    assert not issues
    assert not check(file, terms_of(PRD))
    assert understand(file, terms_of(PRD))[0].digest == facts_of(filled()).digest


def test_openpyxl_may_save_it_and_it_still_reads_the_same() -> None:
    assert facts_of(broken.edited(filled(), lambda book: None)).digest == facts_of(filled()).digest


# ── what a cell says ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (72.1, "72.1"),
        (72.0, "72"),
        (72, "72"),
        ("๗๒.๐๐", "๗๒.๐๐"),
        ("72.00", "72.00"),
        ("ร้อยละ 72", "ร้อยละ 72"),
        (89.55, "89.55"),
        (1e-7, "0.0000001"),
        (True, "true"),
        ("  72 ", "  72 "),
    ],
)
def test_a_value_comes_back_as_it_was_typed(typed: Any, text: str) -> None:
    file, issues = read(put(empty(), typed, "1.1", "percent"))
    assert text_of(file, "1.1", "percent") == text
    assert not issues


def test_a_sum_that_a_binary_float_cannot_hold_is_read_as_the_spreadsheet_shows_it_and_said() -> None:
    row = broken.row_of(empty(), "1.1", "percent")
    file, issues = read(broken.with_number(empty(), f"F{row}", repr(0.1 + 0.2)))
    assert text_of(file, "1.1", "percent") == "0.3"
    assert codes(issues) == ["WB023"]


@given(st.decimals(min_value=0, max_value=10**9, places=4))
@settings(max_examples=30)
def test_a_decimal_that_excel_can_show_is_never_changed(value: Decimal) -> None:
    from samrit.base.issues import Place
    from samrit.documents.workbook.cells import SheetCell
    from samrit.documents.workbook.values import value_text

    issues: list[Issue] = []
    # as Excel writes it: the binary float with 17 digits
    assert Decimal(value_text(SheetCell("number", f"{float(value):.17g}"), Place("x"), issues)) == value
    assert not issues


def test_a_percent_cell_is_read_as_what_it_shows_and_said() -> None:
    file, issues = read(put(empty(), 0.725, "1.1", "percent", number_format="0.00%"))
    assert text_of(file, "1.1", "percent") == "72.5%"
    assert codes(issues) == ["WB022"]
    facts, _ = understand(file, terms_of(PRD))
    assert str(facts.facts[0].value) == "145/2"


def test_a_percent_cell_where_things_are_counted_is_refused_by_its_rule() -> None:
    file, _ = read(put(empty(), 0.5, "4", "aired", "2556-04", number_format="0%"))
    with pytest.raises(Refused, match="FC042"):
        understand(file, terms_of(PRD))


@pytest.mark.parametrize(
    "value", [datetime.date(2013, 5, 3), datetime.datetime(2013, 5, 3, 8, 30), datetime.time(8, 30)]
)
def test_a_number_that_the_spreadsheet_made_a_date_is_refused_with_its_cell(value: Any) -> None:
    data = put(empty(), value, "1.1", "percent")
    (issue,) = problems(data)
    assert issue.code == "WB021"
    assert issue.place.field == f"ข้อมูล!F{broken.row_of(data, '1.1', 'percent')}"


def test_a_formula_is_refused_even_with_the_value_it_came_to() -> None:
    (issue,) = problems(put(empty(), "=SUM(A1:A2)", "1.1", "percent"))
    assert issue.code == "WB020"
    assert "=SUM(A1:A2)" in issue.en


def test_a_formula_that_failed_is_told_as_what_the_spreadsheet_could_not_show() -> None:
    data = put(empty(), "#DIV/0!", "1.1", "percent")
    with pytest.raises(Refused) as caught:
        facts_of(data)
    assert caught.value.issues[0].code == "FC010"


def test_a_cell_of_all_the_letters_excel_allows_is_refused() -> None:
    assert codes(problems(put(empty(), "ก" * 32_767, "1.1", "percent"))) == ["FC036"]


def test_what_is_wrong_with_a_figure_is_told_with_sheet_and_cell() -> None:
    data = put(empty(), "เจ็ดสิบสอง", "1.1", "percent")
    file, _ = read(data, "facts.xlsx")
    with pytest.raises(Refused) as caught:
        understand(file, terms_of(PRD))
    row = broken.row_of(data, "1.1", "percent")
    assert caught.value.issues[0].place.field == f"ข้อมูล!F{row}"
    assert caught.value.issues[0].place.line == row


def test_a_blank_month_with_a_note_does_not_clash_with_the_whole() -> None:
    answers = {("4", "aired", ""): Answer("132"), ("4", "aired", "2556-04"): Answer("", "ยังไม่ส่งรายงาน")}
    facts = facts_of(make(terms_of(PRD), "2", ForWhom(answers=answers)))
    assert [fact.window for fact in facts.facts] == [""]


def test_months_beside_the_whole_are_refused_as_in_any_file() -> None:
    answers = {("4", "aired", ""): Answer("132"), ("4", "aired", "2556-04"): Answer("23")}
    with pytest.raises(Refused, match="FC009"):
        facts_of(make(terms_of(PRD), "2", ForWhom(answers=answers)))


def test_an_empty_workbook_reports_nothing_and_says_so() -> None:
    file, issues = read(empty())
    assert file.rows == ()
    assert codes(issues) == ["FC041"]


def test_a_note_without_a_value_is_kept() -> None:
    answers = {("1.1", "percent", ""): Answer("", "รอ สนผ. แจ้ง")}
    facts = facts_of(make(terms_of(PRD), "2", ForWhom(answers=answers)))
    assert facts.facts[0].note == "รอ สนผ. แจ้ง"


# ── whose it is ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_workbook_of_another_pack_or_round_is_refused() -> None:
    (issue,) = problems(filled(), pack=ITA)
    assert (issue.code, PRD in issue.en) == ("FC040", True)
    assert codes(problems(filled(), round_id="1")) == ["FC040"]
    assert read(filled(), pack=PRD, round_id="๒")[0].round == "2"


def test_another_units_name_is_refused_and_an_absent_one_is_filled_in() -> None:
    assert codes(problems(filled(), unit="หน่วยอื่น (สมมุติ)")) == ["FC040"]
    assert read(empty(), unit="สปข. ๙ (สมมุติ)")[0].unit_name == "สปข. ๙ (สมมุติ)"


def test_a_workbook_of_another_version_is_refused_and_told_how_to_go_on() -> None:
    from dataclasses import replace

    now = terms_of(PRD)
    framework = replace(now.pack.framework, version="1.1.0")
    indicators = tuple(one for one in now.pack.indicators if one.code != "9")
    later = resolve(replace(now.pack, framework=framework, indicators=indicators))
    with pytest.raises(Refused) as caught:
        check(read(filled(), "facts.xlsx")[0], later)
    (issue,) = caught.value.issues
    assert issue.code == "WB026"
    assert "1.0.0" in issue.en
    assert "1.1.0" in issue.en
    assert "0 new lines, 2 no longer asked, 0 with other words" in issue.en
    assert f"samrit template --pack {PRD} --round 2 --facts facts.xlsx" in issue.cure_en


def test_figures_of_an_old_workbook_are_carried_over_and_what_is_no_longer_asked_is_told() -> None:
    from dataclasses import replace

    now = terms_of(PRD)
    later = resolve(replace(now.pack, indicators=tuple(one for one in now.pack.indicators if one.code != "9")))
    whom, lost = carried(read(filled(), "facts.xlsx")[0], later)
    assert len(whom.answers) == 67
    assert codes(lost) == ["WB042", "WB042"]
    assert "disbursed" in lost[0].en


def test_another_agreement_is_noted_and_files_of_other_kinds_pass() -> None:
    agreed = terms_of(PRD, "agreement-spk-9.yaml")
    assert codes(check(read(filled())[0], agreed)) == ["WB027"]
    assert check(read_file(load.find(PRD) / "examples" / "facts-round-2.yaml", pack=PRD)[0], agreed) == []


def test_a_workbook_without_its_identity_is_refused() -> None:
    def drop(book: Any) -> None:
        del book["ตัวตน"]

    assert codes(problems(broken.edited(filled(), drop))) == ["WB024"]

    def spoil(book: Any) -> None:
        book["ตัวตน"]["B8"] = "many"

    assert codes(problems(broken.edited(filled(), spoil))) == ["WB024"]


def test_a_workbook_of_a_later_format_is_refused() -> None:
    def later(book: Any) -> None:
        book["ตัวตน"]["B1"] = "2"

    assert codes(problems(broken.edited(filled(), later))) == ["WB025"]


def test_any_other_workbook_is_refused_with_advice() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "ตัวชี้วัด"
    target = io.BytesIO()
    book.save(target)
    (issue,) = problems(target.getvalue())
    assert issue.code == "WB024"
    assert "samrit template" in issue.cure_en


def test_the_kind_of_unit_may_be_chosen_by_name_or_typed_as_its_id() -> None:
    for said in ("สำนักประชาสัมพันธ์เขต (สปข.)", "spk"):

        def choose(book: Any, said: str = said) -> None:
            book["ข้อมูล"]["G2"] = said

        assert read(broken.edited(empty(), choose))[0].unit_kind == "spk"


def test_several_bodies_may_be_named_above_the_unit() -> None:
    for said in ("กรมประชาสัมพันธ์ (กปส.); สนผ.", "department, planning_office", "department;planning_office"):

        def choose(book: Any, said: str = said) -> None:
            book["ข้อมูล"]["G3"] = said

        assert read(broken.edited(empty(), choose))[0].under == ("department", "planning_office")


# ── what people do to it ─────────────────────────────────────────────────────────────────────────────────────────────


def test_inserted_rows_are_passed_over_and_nothing_shifts() -> None:
    file, issues = read(broken.edited(filled(), lambda book: broken.unmerged(book).insert_rows(8, 3)))
    assert not issues
    assert understand(file, terms_of(PRD))[0].digest == facts_of(filled()).digest


def test_a_deleted_row_is_told_and_its_figure_is_not_reported() -> None:
    row = broken.row_of(filled(), "2.1", "percent")
    file, issues = read(broken.edited(filled(), lambda book: broken.unmerged(book).delete_rows(row)))
    assert codes(issues) == ["WB035"]
    assert not [one for one in file.rows if one.indicator == "2.1"]


def rearranged(data: bytes, order: Callable[[list[list[Any]]], list[list[Any]]]) -> bytes:
    """The lines of the table in another order, with all their cells."""

    def edit(book: Any) -> None:
        sheet = broken.unmerged(book)
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
        for number, values in enumerate(order(rows), 5):
            for column, value in enumerate(values, 1):
                sheet.cell(number, column).value = value

    return broken.edited(data, edit)


def test_a_sorted_table_is_read_by_its_keys_and_said() -> None:
    data = rearranged(filled(), lambda rows: rows[::-1])
    file, issues = read(data)
    assert codes(issues) == ["WB034"]
    assert understand(file, terms_of(PRD))[0].digest == facts_of(filled()).digest


def test_values_sorted_apart_from_their_questions_are_refused() -> None:
    def half(rows: list[list[Any]]) -> list[list[Any]]:
        questions = [row[:5] for row in rows][::-1]
        return [question + row[5:] for question, row in zip(questions, rows, strict=True)]

    assert set(codes(problems(rearranged(filled(), half)))) == {"WB036"}


def test_a_changed_question_is_refused_with_its_row() -> None:
    row = broken.row_of(filled(), "9", "budget")

    def reword(book: Any) -> None:
        book["ข้อมูล"].cell(row, 5, "ล้านบาท")

    (issue,) = problems(broken.edited(filled(), reword))
    assert issue.code == "WB036"
    assert issue.place.line == row


def test_moved_columns_are_read_by_their_headings_and_said() -> None:
    def move(book: Any) -> None:
        sheet = broken.unmerged(book)
        sheet.insert_cols(5)

    file, issues = read(broken.edited(filled(), move))
    assert "WB034" in codes(issues)
    assert understand(file, terms_of(PRD))[0].digest == facts_of(filled()).digest
    assert file.rows[0].place.field.startswith("ข้อมูล!G")


@pytest.mark.parametrize("column", [6, 8])
def test_a_heading_that_is_gone_is_refused_by_name(column: int) -> None:
    def spoil(book: Any) -> None:
        book["ข้อมูล"].cell(4, column).value = None

    assert codes(problems(broken.edited(filled(), spoil))) == ["WB033" if column == 6 else "WB030"]


def test_a_renamed_sheet_is_found_by_its_table_and_said() -> None:
    def rename(book: Any) -> None:
        book["ข้อมูล"].title = "ข้อมูล สปข."

    file, issues = read(broken.edited(filled(), rename))
    assert codes(issues) == ["WB032"]
    assert file.rows[0].place.field.startswith("ข้อมูล สปข.!F")


def test_a_missing_sheet_and_two_of_it_are_refused() -> None:
    def drop(book: Any) -> None:
        del book["ข้อมูล"]

    def double(book: Any) -> None:
        book["ข้อมูล"].title = "ก"
        book.copy_worksheet(book["ก"]).title = "ข"

    assert codes(problems(broken.edited(filled(), drop))) == ["WB030"]
    assert codes(problems(broken.edited(filled(), double))) == ["WB031"]


def test_a_sheet_of_the_users_own_and_cells_beside_the_table_are_left_alone_and_said() -> None:
    def add(book: Any) -> None:
        book.create_sheet("ทดเลข")["A1"] = "=1+1"
        book["ข้อมูล"]["J9"] = "ถามหัวหน้า"

    file, issues = read(broken.edited(filled(), add))
    assert codes(issues) == ["WB041", "WB041"]
    assert "ทดเลข" in issues[0].en
    assert "J9" in issues[1].en
    assert understand(file, terms_of(PRD))[0].digest == facts_of(filled()).digest


def test_a_value_on_a_heading_row_is_refused_rather_than_lost() -> None:
    def stray(book: Any) -> None:
        sheet = broken.unmerged(book)
        sheet["F5"] = 99

    (issue,) = problems(broken.edited(filled(), stray))
    assert (issue.code, issue.place.field) == ("WB038", "ข้อมูล!F5")


def test_a_key_that_was_overwritten_is_refused() -> None:
    def spoil(book: Any) -> None:
        book["ข้อมูล"].cell(broken.row_of(filled(), "9", "budget"), 8, "9|budget")

    assert "WB037" in codes(problems(broken.edited(filled(), spoil)))


def test_a_row_that_was_copied_is_reported_twice() -> None:
    row = broken.row_of(filled(), "9", "budget")

    def copy(book: Any) -> None:
        sheet = book["ข้อมูล"]
        for column in range(1, 9):
            sheet.cell(row + 2, column, sheet.cell(row, column).value)

    with pytest.raises(Refused, match="FC008"):
        understand(read(broken.edited(filled(), copy))[0], terms_of(PRD))


def test_merged_value_cells_are_refused_with_their_range() -> None:
    row = broken.row_of(filled(), "4", "aired", "2556-04")
    data = broken.edited(filled(), lambda book: book["ข้อมูล"].merge_cells(f"F{row}:F{row + 2}"))
    (issue,) = problems(data)
    assert issue.code == "WB039"
    assert f"F{row}:F{row + 2}" in issue.en


def test_a_hidden_row_with_a_value_is_read_and_said() -> None:
    row = broken.row_of(filled(), "9", "budget")

    def hide(book: Any) -> None:
        book["ข้อมูล"].row_dimensions[row].hidden = True

    file, issues = read(broken.edited(filled(), hide))
    assert codes(issues) == ["WB040"]
    assert text_of(file, "9", "budget")


def test_a_million_empty_rows_behind_the_table_are_not_visited() -> None:
    data = broken.with_empty_rows(filled(), 1_000_000)
    book = workbook_of(office_files.open_zip(data, "facts.xlsx"))
    file, _ = read_book(book, "facts.xlsx")
    assert understand(file, terms_of(PRD))[0].digest == facts_of(filled()).digest
    assert book.rows_visited < 2_000


def test_a_sheet_with_a_million_filled_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MAX_ROWS", 50)
    assert codes(problems(filled())) == ["FC035"]


def test_a_thousand_problems_are_enough() -> None:
    def spoil(book: Any) -> None:
        for row in range(200, 1_400):
            book["ข้อมูล"].cell(row, 6, "x")

    found = codes(problems(broken.edited(filled(), spoil)))
    assert found.count("WB038") == 1_000
    assert found[-1] == "FC020"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (broken.locked(), "WB006"),
        (b"indicator,value\n1,2\n", "WB010"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "WB007"),
        (filled()[:9_000], "WB004"),
        (broken.with_macros(filled(), as_xlsm=True), "WB008"),
        (broken.zip_bomb(filled()), "WB003"),
        (broken.entity_bomb(filled()), "WB009"),
    ],
)
def test_files_that_are_no_plain_workbook_are_refused(data: bytes, code: str) -> None:
    assert codes(problems(data)) == [code]


@pytest.mark.parametrize(
    ("part", "spoiled"),
    [
        ("xl/sharedStrings.xml", b"<sst/>"),
        ("xl/workbook.xml", b"<workbook/>"),
        (
            "xl/worksheets/sheet2.xml",
            b"<worksheet><sheetData><row r='x'><c r='A1'><v>1</v></c></row></sheetData></worksheet>",
        ),
        ("xl/styles.xml", b"<styleSheet"),
    ],
)
def test_parts_that_do_not_fit_together_are_called_damaged(part: str, spoiled: bytes) -> None:
    row = broken.row_of(empty(), "1.1", "percent")
    data = broken.with_members(broken.with_number(empty(), f"F{row}", "72.5"), lambda one: one.update({part: spoiled}))
    assert codes(problems(data)) == ["WB004"]


def test_letters_of_columns_follow_each_other() -> None:
    assert [next_letter(one) for one in ("", "A", "Z", "AZ", "ZZ")] == ["A", "B", "AA", "BA", "AAA"]


def test_a_workbook_is_a_file_of_facts_that_knows_what_it_was_made_for(tmp_path: Path) -> None:
    path = tmp_path / "facts.xlsx"
    path.write_bytes(filled())
    file, _ = read(path)
    assert isinstance(file, FilledWorkbook)
    assert (file.identity.pack, file.identity.version, file.identity.lines) == (PRD, "1.0.0", 99)
    assert file.place.file == str(path)
