"""`samrit template` makes the workbook, and every command that reads facts reads it."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from samrit.cli import main
from samrit.packs import load

PRD = "th-prd-por-ror-2-2556"
FACTS = load.find(PRD) / "examples" / "facts-round-2.yaml"


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*args: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, args)
    assert result.exit_code == code, result.output
    return result


def answer(*args: str, code: int = 0) -> dict[str, object]:
    """What a command says with --json."""
    data: dict[str, object] = json.loads(run(*args, "--json", code=code).stdout)
    return data


def codes(data: dict[str, object]) -> list[str]:
    return [issue["code"] for issue in data["issues"]]


def test_the_final_round_is_taken_and_said_when_none_is_asked_for() -> None:
    said = answer("template", "--pack", PRD)
    assert (said["round"], said["lines"], said["filled"]) == ("2", 99, 0)
    assert Path(str(said["written"])).exists()
    assert "ครั้งที่ 2 ปี 2556" in run("template", "--pack", PRD, "--out", "two.xlsx").stdout
    assert "samrit score three.xlsx" in run("template", "--pack", PRD, "--out", "three.xlsx", "--lang", "en").stdout


def test_the_unit_and_its_kind_stand_in_the_workbook() -> None:
    run("template", "--pack", PRD, "--round", "๑", "--unit", "สปข. ๙ (สมมุติ)", "--kind", "spk", "--out", "one.xlsx")
    sheet = openpyxl.load_workbook("one.xlsx")["ข้อมูล"]
    assert (sheet["C2"].value, sheet["G2"].value) == ("สปข. ๙ (สมมุติ)", "สำนักประชาสัมพันธ์เขต (สปข.)")


def test_a_workbook_scores_like_the_file_it_was_filled_from() -> None:
    assert answer("template", "--facts", str(FACTS), "--out", "facts.xlsx")["filled"] == 69
    ours, theirs = (answer("score", name)["scorecard"] for name in ("facts.xlsx", str(FACTS)))
    assert ours["facts_digest"] == theirs["facts_digest"]
    assert ours["total"] == theirs["total"]


def test_other_commands_read_the_workbook_too() -> None:
    run("template", "--facts", str(FACTS), "--out", "facts.xlsx")
    assert "72.42" in run("explain", "facts.xlsx", "2.1").stdout
    assert answer("whatif", "facts.xlsx")["gains"]


def test_a_workbook_may_be_made_from_a_workbook() -> None:
    run("template", "--facts", str(FACTS), "--out", "one.xlsx")
    run("template", "--facts", "one.xlsx", "--out", "two.xlsx")
    assert Path("one.xlsx").read_bytes() == Path("two.xlsx").read_bytes()


def test_an_existing_file_is_not_overwritten_unless_that_is_asked() -> None:
    run("template", "--pack", PRD, "--out", "facts.xlsx")
    before = Path("facts.xlsx").read_bytes()
    assert codes(answer("template", "--facts", str(FACTS), "--out", "facts.xlsx", code=1)) == ["WB043"]
    assert Path("facts.xlsx").read_bytes() == before
    run("template", "--facts", str(FACTS), "--out", "facts.xlsx", "--force")
    assert Path("facts.xlsx").read_bytes() != before


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ((), "FC019"),
        (("--pack", PRD, "--round", "9"), "FC002"),
        (("--pack", PRD, "--kind", "station"), "FC018"),
        (("--pack", PRD, "--out", "facts.csv"), "WB044"),
        (("--facts", str(FACTS), "--round", "1"), "FC040"),
        (("--facts", str(FACTS), "--kind", "swt"), "FC040"),
        (("--facts", "nowhere.xlsx"), "WB001"),
        (("--pack", PRD, "--terms", "nowhere.yaml"), "PK001"),
    ],
)
def test_what_cannot_be_made_is_refused(args: tuple[str, ...], code: str) -> None:
    assert codes(answer("template", *args, code=1)) == [code]
    assert not list(Path().glob("*.xlsx"))


def test_a_figure_that_cannot_be_used_is_left_out_and_told() -> None:
    Path("facts.yaml").write_text(
        f"pack: {PRD}\nround: '2'\nfacts:\n  '1.1': เจ็ดสิบ\n  '1.2': 95.30\n  '77': 1\n", encoding="utf-8"
    )
    said = answer("template", "--facts", "facts.yaml", "--out", "facts.xlsx")
    assert said["filled"] == 1
    assert codes(said) == ["WB042", "WB042"]


def test_the_agreement_it_was_made_under_is_noted_when_another_is_scored() -> None:
    agreement = str(load.find(PRD) / "examples" / "agreement-spk-9.yaml")
    run("template", "--facts", str(FACTS), "--terms", agreement, "--out", "facts.xlsx")
    assert "WB027" not in codes(answer("score", "facts.xlsx", "--terms", agreement))
    assert "WB027" in codes(answer("score", "facts.xlsx"))


@pytest.mark.parametrize(("name", "code"), [("old.xls", "WB007"), ("facts.ods", "WB010"), ("macros.xlsm", "WB010")])
def test_a_spreadsheet_of_another_kind_is_refused_by_what_it_is(name: str, code: str) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le")
    Path(name).write_bytes(ole if name == "old.xls" else b"%PDF-1.7")
    assert codes(answer("score", name, code=1)) == [code]
