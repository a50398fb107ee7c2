"""`samrit read` as a clerk meets it: a report, questions, and files only when nothing is open."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result

from samrit.cli import main
from samrit.packs import load
from samrit.packs.terms import read_overlay, resolve

PRD = "th-prd-por-ror-2-2556"


def _module(name: str) -> ModuleType:
    path = Path(__file__).parents[1] / "documents" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"read_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


messy = _module("messy_files")
TABLE = """
| ตัวชี้วัด | ระดับ 1 | ระดับ 2 | ระดับ 3 | ระดับ 4 | ระดับ 5 | น้ำหนัก |
| 1. ร้อยละของผู้ใช้บริการที่พึงพอใจ | 70 | 7\\n5.5 | 80 | 85 | 90 | 60 |
| 2. ร้อยละของหนังสือตามแผนที่จัดซื้อได้ | 60 | 70 | 80 | 90 | 100 | 40 |
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["read", *map(str, arguments)])


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.docx"
    path.write_bytes(messy.word(messy.drawn(TABLE), lines=["คำรับรอง (สมมุติ) ปีงบประมาณ พ.ศ. 2569"]))
    return path


@pytest.fixture(scope="session")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped example as its own filled form."""
    from samrit.documents.forms import por_ror_2
    from samrit.documents.make import draw, laid_out

    request = _module("conftest").request_for(PRD)
    path: Path = tmp_path_factory.mktemp("forms") / "form.docx"
    path.write_bytes(draw(laid_out(por_ror_2.KIND, request), "docx").data)
    return path


def test_a_doubt_is_a_question_with_the_answers_to_type(table: Path) -> None:
    result = run(table, "--lang", "en")
    assert result.exit_code == 1
    assert "understood 2 indicators, 0 parts · pack: of no installed pack" in result.output
    assert "questions (1); answer with --answer ID=VALUE" in result.output
    assert "T1R2C3 [table 1 row 2 cell 3] “7 5.5”" in result.output
    assert "--answer T1R2C3=75.5" in result.output
    assert "ต้องถาม (1)" in run(table).output


def test_nothing_is_written_while_a_question_is_open(table: Path, tmp_path: Path) -> None:
    draft = tmp_path / "th-example-2569"
    result = run(table, "--draft", draft)
    assert result.exit_code == 1
    assert "ยังไม่เขียนไฟล์ใด" in result.output
    assert not draft.exists()


def test_a_draft_pack_that_was_written_passes_pack_check(table: Path, tmp_path: Path) -> None:
    draft = tmp_path / "th-example-2569"
    result = run(table, "--draft", draft, "--answer", "T1R2C3=๗๕.๕")
    assert result.exit_code == 0, result.output
    check = CliRunner().invoke(main, ["pack", "check", str(draft)])
    assert check.exit_code == 0, check.output
    again = run(table, "--draft", draft, "--answer", "T1R2C3=75.5")
    assert again.exit_code == 1
    assert "RD013" in again.output


def test_a_filled_form_becomes_an_agreement_and_its_scores_are_checked(form: Path, tmp_path: Path) -> None:
    folder = load.find(PRD)
    facts, terms = folder / "examples" / "facts-round-2.yaml", folder / "examples" / "agreement-spk-9.yaml"
    result = run(form, "--facts", facts, "--terms", terms, "--out", tmp_path / "agreed", "--lang", "en")
    assert result.exit_code == 0, result.output
    assert f"pack: {PRD}" in result.output
    assert "no doubts" in result.output
    assert "unlike the computed" not in result.output
    written = tmp_path / "agreed" / "agreement.yaml"
    agreed = resolve(load.load(folder).pack, read_overlay(written.read_bytes(), "agreement.yaml"))
    assert agreed.blanks["office"] == "๙ (สมมุติ)"
    assert not (tmp_path / "agreed" / "facts.yaml").exists()


def test_scores_unlike_the_computed_ones_are_told(form: Path) -> None:
    facts = load.find(PRD) / "examples" / "facts-incomplete.yaml"
    result = run(form, "--facts", facts, "--lang", "en")
    assert "scores unlike the computed ones" in result.output
    assert "1.1: the score as computed – expected 2.4500 · in the file 3.5500" in result.output


def test_json_holds_the_whole_reading(table: Path) -> None:
    result = run(table, "--json")
    document = json.loads(result.output)
    assert result.exit_code == 1
    assert document["ok"] is False
    assert document["pack"] is None
    assert [one["code"] for one in document["read"]["indicators"]] == ["1", "2"]
    assert document["read"]["doubts"][0]["id"] == "T1R2C3"
    assert document["read"]["doubts"][0]["choices"][0]["answer"] == "75.5"
    assert document["written"] == []


def test_an_agreement_for_no_pack_is_refused_with_the_two_ways_out(table: Path, tmp_path: Path) -> None:
    result = run(table, "--out", tmp_path / "agreed", "--answer", "T1R2C3=75.5", "--lang", "en")
    assert result.exit_code == 1
    assert "RD014" in result.output
    assert "--draft FOLDER" in result.output


@pytest.mark.parametrize("answer", ["T1R2C3", "=5"])
def test_an_answer_without_its_question_is_refused(table: Path, answer: str) -> None:
    result = run(table, "--answer", answer)
    assert result.exit_code == 1
    assert "RD012" in result.output


def test_out_and_draft_together_are_refused(table: Path, tmp_path: Path) -> None:
    assert "RD015" in run(table, "--out", tmp_path / "a", "--draft", tmp_path / "b").output


def test_a_scanned_pdf_is_refused_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"%PDF-1.4\n%scan\n")
    result = run(path, "--lang", "en")
    assert result.exit_code == 1
    assert "ask for the file it was made from" in result.output
