"""The command line as a person meets it: what is printed, what is written, and how it leaves."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from samrit.base import thai
from samrit.cli import main

PACK = "th-prd-por-ror-2-2556"
EXAMPLES = Path(__file__).parents[2] / "packs" / PACK / "examples"
FACTS = EXAMPLES / "facts-round-2.yaml"
INCOMPLETE = EXAMPLES / "facts-incomplete.yaml"
THAI = re.compile("[ก-๛]")


def samrit(*args: object, **env: str) -> Result:
    return CliRunner(env=env).invoke(main, [str(arg) for arg in args])


def document(*args: object) -> dict:
    result = samrit(*args, "--json")
    assert result.stdout, result.output
    return json.loads(result.stdout)


def test_the_scoreboard_lines_up_although_thai_marks_have_no_width():
    board = samrit("score", FACTS).stdout.split("\n")
    rule = next(line for line in board if line.startswith("──"))
    rows = [line for line in board if re.match(r" *[1-9](\.[1-9])? ", line)]
    assert len(rows) == 15
    ends = {thai.width(line.rstrip(")")) + line.endswith(")") for line in rows}
    assert ends == {thai.width(rule)}


def test_score_speaks_thai_by_default_and_complete_english_on_request():
    assert "คะแนน (ก)" in samrit("score", FACTS).stdout
    english = samrit("score", FACTS, "--lang", "en").stdout
    assert "Weighted" in english
    # the unit is called what its people call it; everything else is translated
    assert not THAI.search("".join(line for line in english.split("\n") if "สมมุติ" not in line and "กปส." not in line))


def test_the_language_may_come_from_the_environment():
    assert "Weighted" in samrit("score", FACTS, SAMRIT_LANG="en").stdout


def test_yaml_and_csv_of_the_same_facts_give_the_same_score_and_digest():
    cards = [document("score", EXAMPLES / name)["scorecard"] for name in ("facts-round-2.yaml", "facts-round-2.csv")]
    assert cards[0]["facts_digest"] == cards[1]["facts_digest"]
    assert cards[0]["converted"] == cards[1]["converted"]


def test_json_of_a_score_is_the_whole_scorecard_with_its_trace():
    found = document("score", FACTS)
    assert (found["format"], found["command"], found["ok"]) == (1, "score", True)
    card = found["scorecard"]
    assert len(card["indicators"]) == 15
    assert all("trace" in one["score"] for one in card["indicators"] if one["status"] == "scored")
    assert card["terms_digest"].startswith("sha256:")
    assert card["assumptions"]


def test_a_missing_result_leaves_no_total_but_says_what_it_can_still_become():
    found = document("score", INCOMPLETE)["scorecard"]
    assert found["total"]["unknown"] == "missing"
    assert len(found["range"]) == 2
    assert "เมื่อครบแล้ว" in samrit("score", INCOMPLETE).stdout


def test_explain_writes_the_arithmetic_of_one_figure_in_both_languages():
    for language, word in (("th", "จึงเทียบตามสัดส่วน"), ("en", "scored in proportion")):
        said = samrit("explain", FACTS, "2.1", "--lang", language).stdout
        assert word in said
        assert "÷" in said


def test_explain_without_a_code_explains_everything_and_the_total():
    found = document("explain", FACTS)["explanations"]
    assert [one["code"] for one in found][-1] == "total"
    assert len(found) == 16


def test_explain_of_an_unknown_code_names_those_that_exist():
    result = samrit("explain", FACTS, "12")
    assert result.exit_code == 1
    assert "2.1" in result.stderr


def test_a_scorecard_verifies_and_a_tampered_one_does_not(tmp_path):
    card = tmp_path / "card.json"
    card.write_text(samrit("score", FACTS, "--json").stdout, encoding="utf-8")
    assert samrit("verify", card).exit_code == 0
    text = card.read_text(encoding="utf-8")
    document_ = json.loads(text)
    document_["scorecard"]["converted"]["shown"] = "99.99"
    card.write_text(json.dumps(document_), encoding="utf-8")
    result = samrit("verify", card, "--lang", "en")
    assert result.exit_code == 1
    assert "99.99" in result.stderr


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"scorecard": 3}', "\x00"])
def test_verify_of_something_else_is_refused_without_a_stack_trace(tmp_path, text):
    card = tmp_path / "card.json"
    card.write_text(text)
    result = samrit("verify", card)
    assert result.exit_code == 1
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_all_problems_of_a_file_are_told_at_once_with_place_and_cure(tmp_path):
    facts = tmp_path / "facts.yaml"
    facts.write_text(
        f'pack: {PACK}\nround: "2"\nfacts:\n  "2.1": แปดสิบ\n  "99": 1\n  "9": {{disbursd: 1}}\n', encoding="utf-8"
    )
    result = samrit("score", facts)
    assert result.exit_code == 1
    assert [f":{line} " in result.stderr for line in (4, 5, 6)] == [True] * 3
    assert result.stderr.count("วิธีแก้") == 3


def test_refused_input_is_the_same_objects_in_json(tmp_path):
    facts = tmp_path / "facts.yaml"
    facts.write_text(f'pack: {PACK}\nround: "7"\nfacts: {{"2.1": 72}}\n', encoding="utf-8")
    found = document("score", facts)
    assert found["ok"] is False
    assert [issue["code"] for issue in found["issues"]] == ["FC002"]


def test_facts_that_name_no_pack_say_how_to_name_one(tmp_path):
    facts = tmp_path / "facts.yaml"
    facts.write_text("facts: {}\n", encoding="utf-8")
    result = samrit("score", facts, "--lang", "en")
    assert result.exit_code == 1
    assert "--pack" in result.stderr


def test_an_agreement_that_the_pack_refuses_is_told_its_reason(tmp_path):
    overlay = tmp_path / "agreement.yaml"
    overlay.write_text(
        f"pack: {PACK}\noperations:\n  - {{kind: weight, indicator: '4', percent: 20}}\n", encoding="utf-8"
    )
    result = samrit("score", FACTS, "--terms", overlay)
    assert result.exit_code == 1
    assert "OV002" in result.stderr


def test_the_shipped_agreement_fills_the_blanks_and_changes_the_terms():
    plain = document("score", FACTS)["scorecard"]
    agreed = document("score", FACTS, "--terms", EXAMPLES / "agreement-spk-9.yaml")["scorecard"]
    assert agreed["converted"] == plain["converted"]
    assert agreed["terms_digest"] != plain["terms_digest"]
    assert agreed["pack_digest"] == plain["pack_digest"]


def test_an_unknown_pack_and_an_unknown_command_are_met_with_a_guess():
    assert "th-prd-por-ror-2-2556" in samrit("pack", "show", "th-prd-por-ror-2").stderr
    assert "score" in samrit("scor").stderr


def test_pack_list_show_and_check_speak_of_the_shipped_pack():
    assert PACK in samrit("pack", "list").stdout
    shown = document("pack", "show", PACK)
    assert len(shown["pack"]["indicators"]) == 9
    assert shown["pack"]["cases"]
    checked = samrit("pack", "check", PACK)
    assert checked.exit_code == 0
    assert "หมายเหตุ" in checked.stdout


def test_pack_check_reports_by_document_and_part(tmp_path):
    shown = samrit("pack", "check", PACK, "--report", "--lang", "en")
    assert shown.exit_code == 0
    assert shown.stdout.startswith("# Check report: ")
    assert "settled by: `" in shown.stdout
    file = tmp_path / "report.md"
    assert "เขียนแล้ว" in samrit("pack", "check", PACK, "--report", "-o", file).stdout
    assert file.read_text(encoding="utf-8").startswith("# รายงานการอ่านตรวจ")
    held = document("pack", "check", PACK, "--report")
    settled = sum(row["settled"] for row in held["report"]["summary"])
    assert settled == sum(bool(issue["settled_by"]) for issue in held["issues"])
    assert held["counts"]["note"] == len(held["issues"])


def test_pack_test_runs_every_worked_case_and_they_pass():
    result = samrit("pack", "test", PACK)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.count("ผ่าน ") >= 20


def test_pack_docs_writes_the_handbook_in_both_languages(tmp_path):
    for language, word in (("th", "ระดับค่าเป้าหมาย"), ("en", "Target levels")):
        handbook = tmp_path / f"{language}.md"
        assert samrit("pack", "docs", PACK, "-o", handbook, "--lang", language).exit_code == 0
        assert word in handbook.read_text(encoding="utf-8")


def test_the_demo_scores_the_example_in_both_languages_and_says_what_it_wrote(tmp_path):
    result = samrit("demo", "--out", tmp_path, "--papers-only")
    assert result.exit_code == 0, result.output
    for name in (
        "scorecard.json",
        "scoreboard.th.txt",
        "scoreboard.en.txt",
        "explanations.th.txt",
        "explanations.en.txt",
    ):
        assert f"{tmp_path / PACK}/" in result.stdout
        assert name in result.stdout
        assert (tmp_path / PACK / name).stat().st_size > 500


def test_a_pack_whose_cases_fail_is_not_used_unless_forced(tmp_path):
    import shutil

    pack = tmp_path / PACK
    shutil.copytree(EXAMPLES.parent, pack)
    kpi = pack / "indicators" / "kpi-9.yaml"
    kpi.write_text(kpi.read_text(encoding="utf-8").replace("{1: 92, 2: 93", "{1: 91, 2: 93"), encoding="utf-8")
    result = samrit("score", FACTS, "--pack", pack)
    assert result.exit_code == 1
    assert "CS005" in result.stderr
    assert samrit("score", FACTS, "--pack", pack, "--force").exit_code == 0
