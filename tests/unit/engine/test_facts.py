"""Facts are read as people type them, from YAML and CSV, or refused as a whole with every problem in its place."""

import os
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.thorough import uncounted

from samrit.base.issues import CATALOGUE, Issue, Refused
from samrit.engine import read_facts
from samrit.engine.facts import MANY, FactFile, Facts, understand
from samrit.engine.inputs import Value
from samrit.engine.read_facts import MAX_BYTES, MAX_CELL, MAX_ROWS, from_node, read_file
from samrit.engine.values import Missing, NotApplicable
from samrit.packs import digest, reader
from samrit.packs.load import load
from samrit.packs.terms import resolve

TESTS = Path(__file__).parents[2]
BROKEN = TESTS / "broken_facts"
INDEX: dict[str, list[dict[str, Any]]] = yaml.safe_load((BROKEN / "index.yaml").read_text(encoding="utf-8"))
DOCUMENT = TESTS.parent / "docs" / "reference" / "facts.md"
PACK = load(TESTS / "packs" / "facts-demo").pack
TERMS = resolve(PACK)

UNIT = "สำนักงานตัวอย่าง (สมมุติ)"
YAML_HEAD = f'pack: facts-demo\nround: "2"\nunit: {UNIT}\nfacts:\n'
CSV_HEAD = f"pack,facts-demo\nround,2\nunit,{UNIT}\n\nindicator,input,window,value,note\n"

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Put text or bytes into a file and return its path."""

    def _write(name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return _write


def facts_of(path: Path, **given: str) -> Facts:
    return understood(path, **given)[0]


def understood(path: Path, **given: str) -> tuple[Facts, list[Issue]]:
    file, found = read_file(path, **given)
    facts, more = understand(file, TERMS)
    return facts, [*found, *more]


def refusals(path: Path, **given: str) -> tuple[Issue, ...]:
    with pytest.raises(Refused) as refused:
        understood(path, **given)
    return refused.value.issues


def codes(path: Path, **given: str) -> list[str]:
    return [issue.code for issue in refusals(path, **given)]


def value_of(typed: str, write: Write, cell: tuple[str, str] = ("1.1", "result")) -> Value:
    """What one cell of a CSV file is understood as."""
    quoted = typed.replace('"', '""')
    facts = facts_of(write("one.csv", f'{CSV_HEAD}{cell[0]},{cell[1]},,"{quoted}",\n'))
    return facts.values[cell][""]


# What is understood.


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("72", Fraction(72)),
        ("72.00", Fraction(72)),
        ("๗๒.๔๒", Fraction(7242, 100)),
        ("ร้อยละ ๗๒", Fraction(72)),
        ("ร้อยละ 72.5", Fraction(725, 10)),
        ("72%", Fraction(72)),
        ("๗๒.๐๐ %", Fraction(72)),
        ("  72 ", Fraction(72)),
        ("\u00a072\u00a0", Fraction(72)),
        ("\ufeff72\u200b", Fraction(72)),
        ("'72", Fraction(72)),
        ("+72", Fraction(72)),
        ("0", Fraction(0)),
        ("0.000", Fraction(0)),
        ("33.3333333333333333333333333333", Fraction("33.3333333333333333333333333333")),
    ],
)
def test_a_percentage_is_read_as_clerks_type_it(typed: str, value: Fraction, write: Write) -> None:
    assert value_of(typed, write) == value


@pytest.mark.parametrize(
    "typed", ["1250000.50", "1,250,000.50", "๑,๒๕๐,๐๐๐.๕๐", "1,250,000.50 บาท", "'1,250,000.50", "1250000.5"]
)
def test_money_may_be_grouped_by_three_and_followed_by_its_unit(typed: str, write: Write) -> None:
    assert value_of(typed, write, ("1.10", "spent")) == Fraction(125000050, 100)


@pytest.mark.parametrize("wells", ["บ่อน้ำ", "บ่อน\u0e4d\u0e49\u0e32", "บ่อน\u0e33\u0e49", "บ่อ\u200bน\u0e49\u0e4d\u0e32"])
def test_the_unit_behind_a_figure_may_be_spelt_with_other_code_points(wells: str, write: Write) -> None:
    assert value_of(f"12 {wells}", write, ("5", "wells")) == 12


@pytest.mark.parametrize("typed", ["", "   ", "\u00a0", "\u200b", "'"])
def test_blank_is_missing(typed: str, write: Write) -> None:
    assert isinstance(value_of(typed, write), Missing)


@pytest.mark.parametrize("typed", ["-", "–", "—", "−"])
def test_a_dash_is_missing_with_a_warning(typed: str, write: Write) -> None:
    facts, issues = understood(write("dash.csv", f"{CSV_HEAD}1.1,,,{typed},\n"))
    assert isinstance(facts.values["1.1", "result"][""], Missing)
    assert [(issue.code, issue.severity) for issue in issues] == [("FC014", "warning")]


@pytest.mark.parametrize("typed", ["N/A", "n/a", "NA", "ไม่เกี่ยวข้อง", "ไม\u0e48เกี่ยวข้อง\u200b"])
def test_not_applicable_is_a_value_where_the_pack_allows_it(typed: str, write: Write) -> None:
    assert isinstance(value_of(typed, write, ("5", "wells")), NotApplicable)


def test_a_declared_nil_counts_what_the_pack_says(write: Write) -> None:
    assert value_of("ไม่มี", write, ("4", "aired")) == 0
    assert value_of("nil", write, ("4", "aired")) == 0


@pytest.mark.parametrize(
    ("typed", "done"),
    [("ทำแล้ว", 1), ("done", 1), ("Yes", 1), ("๑", 1), ("ยังไม่ทำ", 0), ("not_done", 0), ("NO", 0), ("ไม่มี", 0)],
)
def test_a_deed_is_done_or_not(typed: str, done: int, write: Write) -> None:
    assert value_of(typed, write, ("6", "monthly_reports")) == done


@pytest.mark.parametrize(
    "month",
    [
        "2556-04",
        "๒๕๕๖-๐๔",
        "2013-04",
        "เม.ย. 56",
        "เม.ย.๕๖",
        "เม.ย.-56",
        "เมษายน 2556",
        "4/2556",
        "เดือนเมษายน พ.ศ. ๒๕๕๖",
    ],
)
def test_a_month_is_read_as_people_write_it(month: str, write: Write) -> None:
    facts = facts_of(write("month.csv", f"{CSV_HEAD}4,aired,{month},20,\n"))
    assert facts.values["4", "aired"] == {"2556-04": Fraction(20)}


def test_the_whole_window_may_be_named(write: Write) -> None:
    facts = facts_of(write("whole.csv", f"{CSV_HEAD}4,aired,half_2,118,\n4,set,,150,\n"))
    assert facts.values["4", "aired"] == {"": Fraction(118)}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("๑.๑", ("1.1", "result")), ("1.10", ("1.10", "spent")), ("'1.10", ("1.10", "spent"))],
)
def test_a_code_may_have_thai_digits_and_keeps_its_zeros(typed: str, meant: tuple[str, str], write: Write) -> None:
    facts = facts_of(write("code.csv", f"{CSV_HEAD}{typed},,,72,\n"))
    assert list(facts.values) == [meant]


@pytest.mark.parametrize("mark", ["O10", "0๑๐", "O๑๐", "o10", "๐๑๐"])
def test_all_marks_of_a_disclosure_item_mean_the_same_item(mark: str, write: Write) -> None:
    facts = facts_of(write("mark.csv", f"{CSV_HEAD}{mark},plan,,มี,\n"))
    assert facts.values == {("O10", "plan"): {"": Fraction(1)}}


def test_survey_tallies_are_reported_under_plain_names(write: Write) -> None:
    path = write(
        "survey.yaml", f'{YAML_HEAD}  "7":\n    form1.q1/1: 3\n    form1.q1/4: ๑,๒๐๐\n    form1.q1/none: ไม่มี\n'
    )
    assert {name: window[""] for (_, name), window in facts_of(path).values.items()} == {
        "form1.q1/1": 3,
        "form1.q1/4": 1200,
        "form1.q1/none": 0,
    }


def test_yaml_keeps_texts_as_written(write: Write) -> None:
    path = write(
        "plain.yaml", f"{YAML_HEAD}  1.10: 1250000.50\n  6: {{monthly_reports: no, summary_report: yes}}\n  1.1: ~\n"
    )
    file, _ = read_file(path)
    assert [(row.indicator, row.input, row.text) for row in file.rows] == [
        ("1.10", "", "1250000.50"),
        ("6", "monthly_reports", "no"),
        ("6", "summary_report", "yes"),
        ("1.1", "", ""),
    ]
    assert facts_of(path).values["6", "monthly_reports"][""] == 0


def test_the_unit_is_a_name_or_says_its_kind_and_whom_it_stands_under(write: Write) -> None:
    unit = "unit: {name: สาขาตัวอย่าง, kind: branch, under: [bureau_1, ภ.7]}"
    of_yaml = facts_of(write("unit.yaml", YAML_HEAD.replace(f"unit: {UNIT}", unit) + '  "1.1": 72\n')).unit
    head = CSV_HEAD.replace(f"unit,{UNIT}", "unit,สาขาตัวอย่าง\nประเภทหน่วย,branch\nสังกัด,bureau_1,ภ.7")
    assert facts_of(write("unit.csv", head + "1.1,,,72,\n")).unit == of_yaml
    assert (of_yaml.name, of_yaml.kind, of_yaml.under) == ("สาขาตัวอย่าง", "branch", frozenset({"bureau_1", "ภ.7"}))
    assert of_yaml.counts_as == {"office"}


def test_the_command_line_fills_what_the_file_leaves_out(write: Write) -> None:
    path = write("bare.csv", "ตัวชี้วัด,ค่า\n1.1,72\n")
    facts = facts_of(path, pack="facts-demo", round_id="๒", unit=UNIT)
    assert (facts.round, facts.unit.name) == ("2", UNIT)
    said = write("said.csv", CSV_HEAD + "1.1,,,72,\n")
    assert facts_of(said, pack="facts-demo", round_id="๒", unit=UNIT).digest == facts.digest
    other = "สำนักงานตัวอย\u0e48าง (สมมุติ) "  # the same name as people see it
    assert facts_of(said, unit=other).digest == facts.digest


def test_facts_may_stand_inside_a_case() -> None:
    node, _ = reader.read_bytes(b'"1.1": 72\n"4": {aired: {2556-04: 20}, set: 150}\n', "case.yaml")
    file, issues = from_node(node, pack="facts-demo", round_id="2", unit="ก", unit_kind="branch", under=["bureau_1"])
    facts, _ = understand(file, TERMS)
    assert facts.values == {
        ("1.1", "result"): {"": 72},
        ("4", "aired"): {"2556-04": 20},
        ("4", "set"): {"": 150},
    }
    assert facts.unit.under == {"bureau_1"}
    assert issues == []


def test_a_file_without_facts_is_told(write: Write) -> None:
    for path in (
        write("none.csv", CSV_HEAD),
        write("none.yaml", YAML_HEAD),
        write("braces.yaml", YAML_HEAD.strip() + " {}"),
    ):
        facts, issues = understood(path)
        assert facts.facts == ()
        assert [(issue.code, issue.severity) for issue in issues] == [("FC041", "warning")]


def test_facts_of_an_indicator_outside_the_round_are_told_and_not_used(write: Write) -> None:
    facts, issues = understood(write("early.csv", CSV_HEAD.replace("round,2", "round,1") + "1.1,,,72,\n5,,,12,\n"))
    assert list(facts.values) == [("1.1", "result")]
    assert [(issue.code, issue.severity, issue.place.line) for issue in issues] == [("FC017", "warning", 7)]


# The same facts, however the file was made.

YAML_FACTS = (
    YAML_HEAD
    + """\
  "1.1": ร้อยละ ๗๒.๐๐
  "1.10": 1,250,000.50
  "4":
    aired: {2556-04: 20, 2556-05: ไม่มี, "เม.ย. 56 ": ~}
    set: 150
  "5": {wells: N/A}
  "6": {progress: 100, monthly_reports: done, summary_report: ยังไม่ทำ}
  O10: {plan: มี, report: ""}
""".replace(', "เม.ย. 56 ": ~', "")
)
ROWS = [
    ("ตัวชี้วัด", "ข้อมูล", "ช่วงเวลา", "ค่า", "หมายเหตุ"),
    ("0๑๐", "report", "", "", ""),
    ("1.10", "spent", "", "1,250,000.50 บาท", 'บันทึก "ก"\nสองบรรทัด'),
    ("1.1", "", "", "72%", ""),
    ("4", "aired", "พ.ค.๕๖", "0", ""),
    ("", "", "", "", ""),
    ("4", "aired", "เมษายน 2556", "๒๐", ""),
    ("4", "set", "half_2", "150.0", ""),
    ("5", "", "", "ไม่เกี่ยวข้อง", ""),
    ("6", "monthly_reports", "", "ทำแล้ว", ""),
    ("6", "progress", "", "ร้อยละ 100", ""),
    ("6", "summary_report", "", "no", ""),
    ("O๑๐", "plan", "", "ใช่", ""),
]
HEADS = [("ชุดเกณฑ์", "facts-demo"), ("รอบ", "๒"), ("หน่วย", UNIT)]


def table(separator: str = ",", newline: str = "\n", head: str = "\n") -> str:
    def line(cells: tuple[str, ...]) -> str:
        return separator.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in cells) + "\n"

    text = "".join(map(line, HEADS)) + head + "".join(map(line, ROWS))
    return text.replace("\n", newline)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (table(), "utf-8"),
        (table(newline="\r\n"), "utf-8-sig"),
        (table(newline="\r"), "utf-8"),
        (table(";"), "utf-8"),
        (table("\t"), "utf-8"),
        (table("\t", "\r\n"), "utf-16"),
        ("\ufeff" + table("\t", "\r\n"), "utf-16-be"),
        (table(), "cp874"),
        (table(newline="\r\n"), "tis-620"),
        ("sep=;\r\n" + table(";", "\r\n"), "utf-8"),
        (table(head=""), "utf-8"),
        (table(head="\n,,,,\n\n"), "utf-8"),
    ],
    ids=[
        "plain", "excel-utf8", "old-mac", "semicolons", "tabs", "excel-unicode-text", "utf16-be", "cp874", "tis620",
        "sep-line", "no-empty-row", "empty-rows",
    ],
)  # fmt: skip
def test_the_same_facts_have_one_digest_in_every_kind_of_file(content: str, encoding: str, write: Write) -> None:
    expected = facts_of(write("facts.yaml", YAML_FACTS))
    found = facts_of(write("facts.csv", content, encoding))
    assert found.digest == expected.digest
    assert found.values == expected.values


def test_columns_may_stand_in_any_order_and_be_left_out(write: Write) -> None:
    path = write("order.csv", "note,value,indicator\nดี,72,1.1\n", "utf-8")
    file, _ = read_file(path)
    row = file.rows[0]
    assert (row.indicator, row.text, row.note, row.place.field, row.at("indicator").field) == (
        "1.1",
        "72",
        "ดี",
        "B",
        "C",
    )


def test_a_file_read_as_tis620_is_told(write: Write) -> None:
    utf8, _ = read_file(write("facts.csv", table(), "utf-8"))
    cp874, issues = read_file(write("facts.csv", table(), "cp874"))
    assert cp874 == utf8
    assert [(issue.code, issue.severity) for issue in issues] == [("FC026", "note")]


def test_each_row_knows_its_line_and_columns_their_letters(write: Write) -> None:
    file, _ = read_file(write("facts.csv", table()))
    assert [(row.indicator, row.place.line, row.place.field) for row in file.rows[:3]] == [
        ("0๑๐", 6, "D"),
        ("1.10", 7, "D"),
        ("1.1", 9, "D"),  # the note above takes two lines
    ]
    assert str(file.rows[0].place).endswith("facts.csv:6")
    of_yaml, _ = read_file(write("facts.yaml", YAML_FACTS))
    assert [(row.place.line, row.place.field) for row in of_yaml.rows[2:4]] == [
        (8, "4.aired.2556-04"),
        (8, "4.aired.2556-05"),
    ]


# What is refused.


def broken(section: str) -> list[str]:
    return sorted({entry["file"] for entry in INDEX[section]})


@pytest.mark.parametrize("name", broken("refused"))
def test_each_broken_file_is_refused_with_all_its_problems_in_their_places(name: str) -> None:
    entries = [entry for entry in INDEX["refused"] if entry["file"] == name]
    found = refusals(BROKEN / name, **entries[0].get("given", {}))
    listed = {(entry["code"], entry["line"]) for entry in entries}
    assert {(issue.code, issue.place.line) for issue in found} == listed
    for entry in entries:
        said = [issue.line("th") + issue.line("en") for issue in found if _is_it(issue, entry)]
        assert any(all(word in text for word in entry["words"]) for text in said), said


def _is_it(issue: Issue, entry: Mapping[str, Any]) -> bool:
    same_column = entry.get("column") in (None, issue.place.field)
    return (issue.code, issue.place.line) == (entry["code"], entry["line"]) and same_column


@pytest.mark.parametrize("entry", INDEX["accepted"], ids=lambda entry: entry["file"])
def test_what_only_looks_broken_is_accepted_as_the_same(entry: dict[str, str]) -> None:
    assert facts_of(BROKEN / entry["file"]).digest == facts_of(BROKEN / entry["same_as"]).digest


def test_every_broken_file_is_in_the_index() -> None:
    named = set(broken("refused")) | {name for entry in INDEX["accepted"] for name in entry.values()}
    assert {path.name for path in BROKEN.iterdir()} == named | {"index.yaml"}


TESTED_BELOW = {"FC020", "FC021", "FC023", "FC035", "FC036"}


def test_every_refusal_of_facts_has_a_broken_file() -> None:
    errors = {code for code, kind in CATALOGUE.items() if code.startswith("FC") and kind.severity == "error"}
    assert errors == {entry["code"] for entry in INDEX["refused"] if entry["code"].startswith("FC")} | TESTED_BELOW


def test_every_problem_says_what_to_do_in_both_languages() -> None:
    for code, kind in CATALOGUE.items():
        if code.startswith("FC"):
            assert kind.cure_th, code
            assert kind.cure_en, code
            assert re.search("[ก-๙]", kind.th), code


def test_nothing_is_half_read(write: Write) -> None:
    """One bad row among good ones leaves no facts at all."""
    path = write("mostly-good.csv", CSV_HEAD + "1.1,,,72,\n5,,,12,\n6,progress,,มาก,\n")
    assert codes(path) == ["FC010"]


def test_a_wrong_unit_kind_does_not_hide_the_rows_problems(write: Write) -> None:
    head = YAML_HEAD.replace(f"unit: {UNIT}", "unit: {name: ก, kind: ofice}")
    assert codes(write("both.yaml", head + '  "1.1": มาก\n')) == ["FC018", "FC010"]


def test_a_repeated_fact_is_found_even_when_one_of_the_two_is_wrong(write: Write) -> None:
    assert codes(write("twice.csv", CSV_HEAD + "1.1,,,มาก,\n1.1,result,,72,\n")) == ["FC010", "FC008"]


@pytest.mark.parametrize("rows", ["4,aired,,118,\n" + "".join(f"4,aired,2556-{m:02},1,\n" for m in range(4, 10))])
def test_whole_and_months_is_one_problem_not_one_per_month(rows: str, write: Write) -> None:
    assert codes(write("mixed.csv", CSV_HEAD + rows)) == ["FC009"]


def test_a_missing_or_unreadable_file_is_refused(tmp_path: Path) -> None:
    for name in ("nowhere.csv", "nowhere.yaml", "no\0where.csv", "x" * 5000 + ".csv"):
        assert codes(tmp_path / name) == ["FC021"]
    if hasattr(os, "mkfifo"):  # a pipe that nobody writes to must not be waited for
        os.mkfifo(tmp_path / "pipe.csv")
        assert codes(tmp_path / "pipe.csv") == ["FC021"]


@pytest.mark.parametrize("name", ["a.XLSX", "a.ods", "a.docx", "a.txt", "a.json", "a", "a.csv.zip"])
def test_other_kinds_of_file_are_refused_with_advice_before_they_are_opened(name: str, tmp_path: Path) -> None:
    issue, *others = refusals(tmp_path / name)
    assert (issue.code, others) == ("FC022", [])
    assert ".yaml" in issue.th
    assert issue.cure_th


@pytest.mark.parametrize("name", ["facts.CSV", "facts.Csv"])
def test_the_case_of_a_suffix_does_not_matter(name: str, write: Write) -> None:
    assert len(facts_of(write(name, table())).facts) == 11


def test_files_too_large_are_refused_without_being_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES * 50)
    assert codes(path) == ["FC023"]


@uncounted
def test_too_many_rows_are_refused(write: Write) -> None:
    path = write("long.csv", CSV_HEAD + "5,,,1,\n" * (MAX_ROWS + 1))
    with pytest.raises(Refused) as refused:
        read_file(path)
    assert [(issue.code, issue.place.line) for issue in refused.value.issues] == [("FC035", MAX_ROWS + 6)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("note.csv", CSV_HEAD + "1.1,,,72," + "ก" * (MAX_CELL + 1)),
        ("enormous.csv", CSV_HEAD + "1.1,,,72," + "ก" * 200_000),
        ("head.csv", CSV_HEAD.replace(UNIT, "ก" * (MAX_CELL + 1)) + "1.1,,,72,\n"),
        ("value.yaml", f'{YAML_HEAD}  "1.1": {"7" * (MAX_CELL + 1)}\n'),
        ("key.yaml", f'{YAML_HEAD}  "4": {{? {"ก" * (MAX_CELL + 1)} : 1}}\n'),
    ],
    ids=lambda part: part if len(part) < 20 else "",
)
def test_texts_too_long_for_a_cell_are_refused(name: str, content: str, write: Write) -> None:
    assert codes(write(name, content)) == ["FC036"]


@uncounted
def test_a_file_with_thousands_of_problems_is_told_the_first_and_that_there_are_more(write: Write) -> None:
    started = time.perf_counter()
    for rows in ("".join(f"{'9' * 30}{n},,,1,\n" for n in range(50_000)), ",,,1,\n" * 50_000):
        found = refusals(write("many.csv", CSV_HEAD + rows))
        assert len(found) == MANY + 1
        assert found[-1].code == "FC020"
    assert time.perf_counter() - started < 20


def test_messages_repeat_long_texts_only_in_part(write: Write) -> None:
    long = "ก" * 9_000
    rows = f"{long},,,1,\n4,{long},,1,\n4,aired,{long},1,\n5,,,{long},\n6,monthly_reports,,{long},\n"
    for issue in refusals(write("long.csv", CSV_HEAD + rows)):
        assert len(issue.line("th")) < 600


@pytest.mark.parametrize(
    "text", ["café,déjà vu,naïve\n", "Jörg\n", "Größe,Zürich\n", "résumé\n", "\xa3100\n", "5\xb0\n"]
)
def test_latin_text_in_a_western_encoding_is_not_taken_for_thai(text: str, write: Write) -> None:
    assert codes(write("latin.csv", (CSV_HEAD.replace(UNIT, "Bureau") + f"1.1,,,72,{text}").encode("cp1252"))) == [
        "FC024"
    ]


@pytest.mark.parametrize("name", ["utf32.csv", "no-bom.csv"])
def test_encodings_that_leave_nuls_are_refused(name: str, write: Write) -> None:
    encoding = "utf-32" if name.startswith("utf32") else "utf-16-le"
    assert codes(write(name, "indicator,value\n1.1,72\n", encoding)) == ["FC025"]


# Nothing whatever makes it stumble.


def survives(path: Path) -> FactFile | None:
    """The file as read, or None when it was refused as it should be: with problems that can be told."""
    try:
        file, _ = read_file(path, pack="facts-demo", round_id="2")
        understand(file, TERMS)
    except Refused as refused:
        told = [issue.line("th") + issue.line("en") for issue in refused.issues]
    else:
        return file
    assert told
    return None


SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@SHARED
@given(data=st.binary(max_size=300), suffix=st.sampled_from([".csv", ".yaml", ".yml"]))
@example(data=b"\xff\xfe", suffix=".csv")
@example(data=b"\xff\xfe\x00", suffix=".csv")
@example(data=b"\xff\xfe\x00\xd8", suffix=".csv")
@example(data=b'"', suffix=".csv")
@example(data=b"\r", suffix=".csv")
@example(data=b"sep=;\n", suffix=".csv")
@example(data=b"&a [*a]", suffix=".yaml")
@example(data=b"{{{{", suffix=".yaml")
@example(data=b"? [a]\n: b", suffix=".yaml")
@example(data=b"\xef\xbb\xbf", suffix=".yaml")
def test_no_bytes_do_more_than_be_refused(data: bytes, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"any{suffix}"
    path.write_bytes(data)
    survives(path)


WORDS = ["pack", "ชุดเกณฑ์", "under", "indicator", "ตัวชี้วัด", "value", "ค่า", "note", "facts", "1.1", "4", "aired"]
SIGNS = [",", ";", "\t", "\n", "\r\n", '"', "'", "-", "=", ":", "{", "}", "[", "]", " ", "\u00a0", "#", "&a", "*a"]
PIECES = st.sampled_from([*WORDS, *SIGNS, "2556-04", "72", "๗๒", "N/A", "ไม่มี", "E+9"])
SHAPED = st.lists(PIECES | st.text(max_size=3), max_size=60).map("".join)


@SHARED
@given(text=SHAPED, suffix=st.sampled_from([".csv", ".yaml"]), headed=st.booleans())
def test_no_text_that_resembles_facts_does_more_than_be_refused(
    text: str, suffix: str, headed: bool, tmp_path: Path
) -> None:
    head = {".csv": CSV_HEAD, ".yaml": YAML_HEAD + "  "}[suffix] if headed else ""
    path = tmp_path / f"any{suffix}"
    path.write_bytes((head + text).encode("utf-8", "replace"))
    survives(path)


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40) | st.sampled_from(
    ["1.1", "4", "5", "6", "aired", "wells", "2556-04", "เม.ย. 56", "72", "๗๒", "-", "N/A", "ไม่มี", "done", "1e99999999"]
)


@SHARED
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS), max_size=6))
def test_quoted_cells_of_any_text_are_kept_or_refused(rows: list[tuple[str, ...]], tmp_path: Path) -> None:
    path = tmp_path / "cells.csv"
    lines = [",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows]
    path.write_text(CSV_HEAD + "\n".join(lines), encoding="utf-8")
    file = survives(path)
    if file is not None:
        assert len(file.rows) == sum(any(cell.strip() for cell in row) for row in rows)


@pytest.mark.parametrize("file", sorted(TESTS.parent.glob("packs/*/examples/facts*.yaml")), ids=lambda file: file.stem)
def test_the_digest_is_that_of_all_that_was_said_at_once(file: Path) -> None:
    facts, _ = understand(read_file(file)[0], resolve(load(file.parents[1]).pack))
    said = facts.as_json()
    rows = [row for row in said["facts"] if row.get("unknown") != "missing"]
    said["facts"] = [{key: held for key, held in row.items() if key not in ("text", "note")} for row in rows]
    assert [facts.digest, facts.digest] == [digest.of(said)] * 2
    assert replace(facts, facts=facts.facts[1:]).digest != facts.digest


# The page that describes all this.


def test_the_documented_examples_are_the_same_facts(write: Write) -> None:
    blocks = re.findall(r"^```(yaml|csv)\n(.*?)^```$", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    digests = {facts_of(write(f"documented.{kind}", text)).digest for kind, text in blocks}
    assert [kind for kind, _ in blocks] == ["yaml", "csv", "csv"]
    assert len(digests) == 1


def test_every_problem_of_facts_is_documented() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    documented = re.findall(r"^\| (FC\d{3}) \|", text, re.MULTILINE)
    assert documented == sorted(code for code in CATALOGUE if code.startswith("FC"))


def test_the_documented_limits_and_headings_hold() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for limit in (MAX_BYTES // 1_000_000, MAX_ROWS, MAX_CELL, MANY):
        assert f"{limit:,}" in text
    for heading in (*read_facts.HEADS, *read_facts.COLUMNS):
        assert f"`{heading}`" in text
