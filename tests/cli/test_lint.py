"""`samrit lint` as a person meets it: what is printed, in which language, and how it leaves."""

from __future__ import annotations

import json
import re
from pathlib import Path

from click.testing import CliRunner, Result

from samrit.cli import main

TEXTS = Path(__file__).parents[1] / "documents" / "lint_texts"
BROKEN = TEXTS / "broken_report.txt"
CLEAN = TEXTS / "clean_report.txt"


def samrit(*args: object) -> Result:
    return CliRunner().invoke(main, ["lint", *(str(arg) for arg in args)])


def test_findings_are_grouped_with_place_quotation_reason_and_cure():
    shown = samrit(BROKEN)
    assert shown.exit_code == 0
    assert "── การอ้างถึง · 2" in shown.stdout
    block = shown.stdout.split("── การอ้างถึง · 2\n")[1].split("\n")
    assert block[0] == f"{BROKEN}:9 เตือน DL012"
    assert "“…รายละเอียดตามภาคผนวก ก และภาคผนวก ค”" in block[1]
    assert "ซึ่งไม่มีในเอกสารนี้ (มี ก, ข)" in block[2]
    assert block[3].strip().startswith("วิธีแก้:")
    assert "ผิด 0 · เตือน 9 · หมายเหตุ 1" in shown.stdout


def test_english_is_complete_but_for_quotations():
    shown = samrit(BROKEN, "--lang", "en").stdout
    for line in shown.split("\n"):
        bare = re.sub("“[^”]*”|\\([^)]*\\)", "", line)
        if not line.startswith(("  “", str(BROKEN))):
            assert not re.search("[ก-๛]", bare), line


def test_a_clean_paper_is_told_in_one_line():
    shown = samrit(CLEAN)
    assert shown.stdout == "ผิด 0 · เตือน 0 · หมายเหตุ 0\n"
    assert shown.exit_code == 0


def test_strict_leaves_with_1_for_a_warning_but_not_for_a_note(tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("เเบบรายงานของหน่วยงาน", encoding="utf-8")
    assert samrit(BROKEN, "--strict").exit_code == 1
    assert samrit(CLEAN, "--strict").exit_code == 0
    assert samrit(note, "--strict").exit_code == 0


def test_only_keeps_the_codes_named_and_refuses_what_is_no_code():
    shown = samrit(BROKEN, "--only", "dl029", "--only", "DL031", "--json")
    assert [one["code"] for one in json.loads(shown.stdout)["findings"]] == ["DL031", "DL029"]
    assert samrit(BROKEN, "--only", "dates").exit_code == 2


def test_json_has_place_quotation_and_both_languages():
    document = json.loads(samrit(BROKEN, "--json").stdout)
    assert document["ok"] is True
    assert document["counts"] == {"error": 0, "warning": 9, "note": 1, "settled": 0}
    assert sum(document["checks"].values()) == len(document["findings"]) == len(document["issues"]) == 10
    first = document["findings"][0]
    assert (first["line"], first["code"]) == (8, "DL032")
    assert "๒๕๐๖" in first["quote"]
    assert first["message"]["th"]
    assert first["cure"]["en"]


def test_unit_and_total_reach_the_checks(tmp_path):
    paper = tmp_path / "paper.txt"
    paper.write_text("สถานีตำรวจภูธรทุ่งสมมุติ\nKPI 1\nน้ำหนัก : 2\nKPI 2\nน้ำหนัก : 7", encoding="utf-8")
    assert json.loads(samrit(paper, "--json").stdout)["findings"] == []
    told = json.loads(samrit(paper, "--unit", "สภ.บ้านตัวอย่าง", "--total", "๑๐", "--json").stdout)["findings"]
    assert [one["code"] for one in told] == ["DL010", "DL023"]
    assert samrit(paper, "--total", "สิบ").exit_code == 2
    assert samrit(paper, "--total", "0").exit_code == 2


def test_a_pack_is_read_by_its_own_checks_and_what_is_explained_is_only_counted():
    shown = samrit("th-rtp-3-1-22-2552", "--json")
    counts = json.loads(shown.stdout)["counts"]
    assert counts["settled"] > 0
    assert counts["error"] == 0
    assert "PK" not in samrit("th-rtp-3-1-22-2552").stdout or counts["note"] + counts["warning"] > 0


def test_what_is_not_there_is_refused_with_its_name(tmp_path):
    for target, code in ((tmp_path / "no.docx", "WB001"), ("no-such-pack", "PK020")):
        shown = samrit(target)
        assert shown.exit_code == 1
        assert code in shown.stderr
        assert "Traceback" not in shown.output
