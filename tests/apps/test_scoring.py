"""Score runs: typing previews, saving marks stale, official moments persist, and every figure can be derived again."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.apps.scored import ITA, POR_ROR_2, RTP, Agency, agency, facts_of, loaded, terms_of

from samrit.apps.audit import queries as audit
from samrit.apps.ground.denied import Denied
from samrit.apps.scoring import queries, services
from samrit.apps.scoring.models import Current, ScoreLine, ScoreRun, TermsText
from samrit.apps.scoring.passport import passport
from samrit.base.issues import Refused
from samrit.engine.explain import explain
from samrit.engine.score import score
from samrit.packs.terms import Terms, read_overlay, resolve

PACKS = [POR_ROR_2, RTP, ITA]
LISTENERS = ("2.1", "")
"""KPI 2.1, shipped as 73.00; it has one input, so files need not name it."""


@pytest.fixture(name="agency")
def _agency() -> Agency:
    return agency()


def run_of(agency: Agency, pack: str = POR_ROR_2, moment: str = "verified") -> ScoreRun:
    facts = facts_of(pack)
    return services.run(agency.assessment(pack), facts.round, moment, facts, terms_of(pack), by=agency.head)


def without_kpi_7() -> Terms:
    """The pack under an agreement that takes an indicator out."""
    text = f"pack: {POR_ROR_2}\noperations:\n  - {{kind: select, drop: ['7']}}\n"
    return resolve(loaded(POR_ROR_2).pack, read_overlay(text.encode(), "agreement.yaml"))


# ── runs ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("pack", PACKS)
def test_a_run_keeps_the_engines_scorecard_whole_and_verifies(agency: Agency, pack: str) -> None:
    made = ScoreRun.objects.get(pk=run_of(agency, pack).pk)
    card = score(terms_of(pack), facts_of(pack))
    assert queries.card_of(made) == card.as_json()
    assert queries.terms_of(made) == terms_of(pack).as_json()
    assert queries.verify(made) == []
    assert audit.verify() == []


@pytest.mark.parametrize("pack", PACKS)
def test_the_lines_hold_each_indicators_figures_as_printed(agency: Agency, pack: str) -> None:
    made = run_of(agency, pack)
    card = score(terms_of(pack), facts_of(pack))
    told = {line.code: (line.status, line.score) for line in queries.lines(made)}
    shown = {code: "" if one.shown is None else str(one.shown) for code, one in card.outcomes.items()}
    assert told == {code: (one.status, shown[code]) for code, one in card.outcomes.items()}
    assert list(told) == list(card.outcomes)
    assert (made.total, made.band) == (str(card.shown_total() or ""), card.band.id if card.band else "")


@pytest.mark.parametrize("pack", PACKS)
def test_an_explanation_rebuilt_from_a_run_is_the_engines_own(agency: Agency, pack: str) -> None:
    made = run_of(agency, pack)
    card = score(terms_of(pack), facts_of(pack))
    rebuilt = queries.scorecard_of(made)
    for code in [*card.outcomes, "total"]:
        assert explain(rebuilt, code) == explain(card, code)
    assert queries.explanation(made, "total") == explain(card, "total")


def test_an_explanation_of_what_was_left_blank_says_so(agency: Agency) -> None:
    facts = facts_of(POR_ROR_2, {LISTENERS: "-"})
    made = services.run(agency.assessment(POR_ROR_2), facts.round, "asked", facts, terms_of(POR_ROR_2), by=agency.head)
    assert queries.explanation(made, "2.1") == explain(score(terms_of(POR_ROR_2), facts), "2.1")
    assert queries.verify(made) == []


def test_terms_are_stored_once_for_many_runs(agency: Agency) -> None:
    first, second = run_of(agency), None
    second = services.run(
        first.assessment, first.round, "concluded", facts_of(POR_ROR_2), terms_of(POR_ROR_2), by=agency.head
    )
    assert first.terms_id == second.terms_id
    assert TermsText.objects.count() == 1


def test_the_same_score_at_the_same_moment_is_one_run_and_at_another_moment_a_second(agency: Agency) -> None:
    first = run_of(agency)
    facts = facts_of(POR_ROR_2)

    def again(moment: str) -> ScoreRun:
        return services.run(first.assessment, first.round, moment, facts, terms_of(POR_ROR_2), by=agency.head)

    assert again("verified") == first
    assert ScoreRun.objects.count() == 1
    assert len(audit.history(first.pk)) == 1
    assert again("concluded") != first
    assert ScoreRun.objects.count() == 2
    # what was verified, concluded and verified again was verified twice
    assert again("verified") not in (first, None)
    assert ScoreRun.objects.count() == 3


def test_a_preview_saves_nothing(agency: Agency) -> None:
    facts = facts_of(POR_ROR_2)
    card = services.preview(agency.assessment(POR_ROR_2), facts.round, facts, terms_of(POR_ROR_2))
    assert card.as_json() == score(terms_of(POR_ROR_2), facts).as_json()
    assert not ScoreRun.objects.exists()
    assert not Current.objects.exists()
    assert list(audit.links()) == []


def test_facts_of_another_round_or_terms_of_another_pack_are_refused(agency: Agency) -> None:
    facts = facts_of(POR_ROR_2)
    with pytest.raises(Refused) as refused:
        services.run(agency.assessment(RTP), "12-month", "asked", facts, terms_of(POR_ROR_2), by=agency.head)
    assert {issue.code for issue in refused.value.issues} == {"SC020", "SC021"}
    assert not ScoreRun.objects.exists()


def test_a_moment_nobody_knows_is_refused(agency: Agency) -> None:
    with pytest.raises(ValueError, match="no moment"):
        run_of(agency, moment="guessed")


@pytest.mark.parametrize(
    ("role", "at", "grant", "allowed"),
    [
        ("reporter", "unit", {}, True),
        ("verifier", "root", {}, True),
        ("verifier", "root", {"subtree": False}, False),
        ("evaluator", "unit", {}, True),
        ("auditor", "root", {}, False),
        ("commentator", "unit", {}, False),
        ("reporter", "other", {}, False),
        ("reporter", "unit", {"until": "2001-01-01"}, False),
        ("reporter", "unit", {"indicator": "2"}, False),
        ("", "unit", {}, False),
    ],
)
def test_who_may_have_a_score_computed(
    agency: Agency, role: str, at: str, grant: dict[str, object], allowed: bool
) -> None:
    user = agency.user("somebody", role, getattr(agency, at), **grant)
    facts = facts_of(POR_ROR_2)

    def ask() -> ScoreRun:
        assessment = agency.assessment(POR_ROR_2)
        return services.run(assessment, facts.round, "asked", facts, terms_of(POR_ROR_2), by=user)

    if allowed:
        assert ask().by == user
        return
    with pytest.raises(Denied):
        ask()
    assert not ScoreRun.objects.exists()


@pytest.mark.parametrize("pack", PACKS)
def test_a_run_takes_as_many_queries_however_many_indicators_there_are(agency: Agency, pack: str) -> None:
    assessment, facts, terms = agency.assessment(pack), facts_of(pack), terms_of(pack)
    with CaptureQueriesContext(connection) as asked:
        services.run(assessment, facts.round, "verified", facts, terms, by=agency.head)
    assert len(asked) <= 24
    run = ScoreRun.objects.get()
    with CaptureQueriesContext(connection) as asked:
        queries.explanation(run, "total")
    assert len(asked) <= 1


# ── current, stale, changed ──────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_is_current_or_stale_before_the_first_run(agency: Agency) -> None:
    assessment = agency.assessment(POR_ROR_2)
    assert queries.current(assessment, "2") is None
    assert not services.mark_stale(assessment, "2", "sha256:" + "0" * 64)
    assert queries.newest(assessment, "2") == (None, frozenset())


def test_a_new_fact_makes_the_run_stale_and_a_new_run_current(agency: Agency) -> None:
    first = run_of(agency)
    facts = facts_of(POR_ROR_2, {LISTENERS: "71.50"})
    assert not queries.newest(first.assessment, first.round)[1]
    assert services.mark_stale(first.assessment, first.round, facts.digest)
    assert queries.newest(first.assessment, first.round)[1]
    assert queries.current(first.assessment, first.round) == first
    second = services.run(first.assessment, first.round, "verified", facts, terms_of(POR_ROR_2), by=agency.head)
    assert queries.current(first.assessment, first.round) == second
    assert not queries.newest(first.assessment, first.round)[1]


def test_a_fact_put_back_as_it_was_makes_the_run_fresh_again(agency: Agency) -> None:
    first = run_of(agency)
    services.mark_stale(first.assessment, first.round, "sha256:" + "0" * 64)
    assert not services.mark_stale(first.assessment, first.round, facts_of(POR_ROR_2).digest)
    assert not queries.newest(first.assessment, first.round)[1]


def test_what_changed_names_the_fact_that_moved_the_score(agency: Agency) -> None:
    first = run_of(agency)
    facts = facts_of(POR_ROR_2, {LISTENERS: "71.50"})
    second = services.run(first.assessment, first.round, "asked", facts, terms_of(POR_ROR_2), by=agency.head)
    changed = {one.code: one for one in queries.what_changed(first, second)}
    told = changed["2.1"]
    assert [(cause.kind, cause.about) for cause in told.because] == [("fact", "2.1")]
    assert "“73.00” → “71.50”" in told.said("th")
    assert "“73.00” → “71.50”" in told.said("en")
    assert set(changed) == {"2", "2.1", "total", "converted"}
    assert "because the fact 2.1" in changed["total"].said("en")


def test_what_changed_names_the_terms_that_moved_the_score(agency: Agency) -> None:
    first = run_of(agency)
    terms = without_kpi_7()
    facts = facts_of(POR_ROR_2)
    second = services.run(first.assessment, first.round, "asked", facts, terms, by=agency.head)
    changed = {one.code: one for one in queries.what_changed(first, second)}
    assert "the terms of 7 changed" in changed["7"].said("en")
    assert {"7", "total"} <= set(changed)
    assert all(one.because and not any("ก" <= letter <= "๛" for letter in one.en) for one in changed.values())


def test_nothing_changed_between_two_equal_runs(agency: Agency) -> None:
    first = run_of(agency)
    facts = facts_of(POR_ROR_2)
    second = services.run(first.assessment, first.round, "concluded", facts, terms_of(POR_ROR_2), by=agency.head)
    assert queries.what_changed(first, second) == []


# ── attacks ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("table", ["scoring_scorerun", "scoring_scoreline", "scoring_termstext"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_remove_a_run(agency: Agency, table: str, verb: str) -> None:
    run_of(agency)
    column = {"scoring_scorerun": "round", "scoring_scoreline": "code", "scoring_termstext": "digest"}[table]
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(table, column, "'9'"))


def test_a_row_that_says_other_than_its_card_is_found(agency: Agency) -> None:
    made = run_of(agency)
    made.total = "5.0000"
    assert [issue.code for issue in queries.verify(made)] == ["SC011"]


def test_a_line_put_beside_those_of_the_card_is_found(agency: Agency) -> None:
    made = run_of(agency)
    ScoreLine.objects.create(run=made, code="99", status="scored", score="5.0000")
    assert {issue.code for issue in queries.verify(made)} == {"SC011"}


def test_a_card_with_a_better_score_neither_verifies_nor_explains(agency: Agency) -> None:
    from samrit.apps.scoring import stored

    made = run_of(agency)
    card = queries.card_of(made)
    card["total"]["shown"] = made.total = "4.9999"
    made.card = stored.packed(card)
    assert "SC010" in [issue.code for issue in queries.verify(made)]
    with pytest.raises(Refused) as refused:
        queries.explanation(made, "total")
    assert [issue.code for issue in refused.value.issues] == ["SC002"]


def test_other_terms_under_the_digest_are_found(agency: Agency) -> None:
    from samrit.apps.scoring import stored

    made = run_of(agency)
    terms = queries.terms_of(made)
    terms["indicators"][0]["name"]["th"] += " แก้"
    made.terms.json = stored.packed(terms)
    assert {issue.code for issue in queries.verify(made)} >= {"SC011"}
    with pytest.raises(Refused) as refused:
        queries.scorecard_of(made)
    assert [issue.code for issue in refused.value.issues] == ["SC001"]


def test_a_run_that_cannot_be_recorded_is_not_kept(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(services, "record", fail)
    with pytest.raises(OSError, match="no room"):
        run_of(agency)
    for model in (ScoreRun, ScoreLine, TermsText, Current):
        assert not model.objects.exists()


# ── the passport ─────────────────────────────────────────────────────────────────────────────────────────────────────


def verified_outside(folder: Path) -> subprocess.CompletedProcess[str]:
    """What a stranger's machine says: bare Python, an empty environment, nothing of Samrit."""
    command = [sys.executable, "-I", "-S", "verify.py", "scorecard.json"]
    return subprocess.run(command, cwd=folder, env={}, capture_output=True, text=True, check=False, encoding="utf-8")


@pytest.mark.parametrize("pack", PACKS)
def test_a_passport_proves_its_score_to_a_stranger(agency: Agency, pack: str, tmp_path: Path) -> None:
    made = run_of(agency, pack)
    zipfile.ZipFile(io.BytesIO(passport(made))).extractall(tmp_path)
    told = verified_outside(tmp_path)
    assert told.returncode == 0, told.stdout + told.stderr
    assert made.facts_digest in told.stdout
    assert made.facts_digest in (tmp_path / "READ-ME.txt").read_text("utf-8")
    for line in (tmp_path / "MANIFEST.sha256").read_text("utf-8").splitlines():
        sha256, name = line.split("  ")
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == sha256


def test_a_passport_with_a_changed_figure_fails(agency: Agency, tmp_path: Path) -> None:
    zipfile.ZipFile(io.BytesIO(passport(run_of(agency)))).extractall(tmp_path)
    file = tmp_path / "scorecard.json"
    whole = json.loads(file.read_text("utf-8"))
    whole["scorecard"]["indicators"][0]["score"]["shown"] = "5.0000"
    file.write_text(json.dumps(whole), "utf-8")
    told = verified_outside(tmp_path)
    assert told.returncode == 1
    assert "/indicators/0/score/shown" in told.stdout


def test_the_same_run_gives_the_same_passport(agency: Agency) -> None:
    made = run_of(agency)
    assert passport(made) == passport(ScoreRun.objects.get(pk=made.pk))
