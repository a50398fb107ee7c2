"""Issued papers: a number given once and without a gap, three files that stay, and the same bytes whenever drawn again."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction
from tests.apps.scored import ITA, POR_ROR_2, RTP, Agency, agency, facts_of, terms_of

from samrit.apps.audit import queries as audit
from samrit.apps.ground import clock
from samrit.apps.ground.denied import Denied, NotNow, Stale
from samrit.apps.issuing import queries, services, store
from samrit.apps.issuing.models import Counter, IssuedDocument, IssuedFile
from samrit.apps.issuing.papers import Options, drawn
from samrit.apps.results.models import Report
from samrit.apps.scoring import services as scoring
from samrit.apps.scoring.models import ScoreRun
from samrit.base import thai
from samrit.base.issues import Refused
from samrit.documents import catalogue
from samrit.documents.make import FORMATS, draw, laid_out
from samrit.documents.sheet import Request, Sheet
from samrit.engine.score import score

FORM_OF = {POR_ROR_2: "por-ror-2", RTP: "calculation", ITA: "score-annex"}
SERIES = "สปข.๙"
PICTURE = (  # one grey dot
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
    b"\x00\x00\x00\nIDATx\x9cch\x00\x00\x00\x82\x00\x81w\xcdr\xb6\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "INSTALLATION", replace(settings.INSTALLATION, home=tmp_path))


@pytest.fixture(name="agency")
def _agency() -> Agency:
    return agency()


def run_of(agency: Agency, pack: str = RTP) -> ScoreRun:
    facts = facts_of(pack)
    return scoring.run(agency.assessment(pack), facts.round, "verified", facts, terms_of(pack), by=agency.head)


def issue(agency: Agency, run: ScoreRun, pack: str = RTP, **changes: Any) -> IssuedDocument:
    asked: dict[str, Any] = {"series": SERIES, "by": agency.head, "results_state": "verified", **changes}
    form = asked.pop("form", FORM_OF[pack])
    return services.issue(run.assessment, run, form, **asked)


def words_of(docx: bytes) -> str:
    """All that a DOCX says, headers and footers included."""
    with zipfile.ZipFile(io.BytesIO(docx)) as zipped:
        return "".join(zipped.read(name).decode() for name in zipped.namelist() if name.endswith(".xml"))


def stored_files() -> list[Path]:
    return [path for path in store.folder().rglob("*") if path.is_file()] if store.folder().is_dir() else []


# ── what is issued ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("pack", [POR_ROR_2, RTP, ITA])
def test_a_paper_is_issued_in_three_formats_under_a_number_and_drawn_again_to_the_byte(
    agency: Agency, pack: str
) -> None:
    run = run_of(agency, pack)
    post = terms_of(pack).pack.framework.posts[0].id
    options = Options(people={post: "นางสาวตัวอย่าง สมมุติ"}, agency="กรมสมมุติ", emblem=PICTURE)
    paper = IssuedDocument.objects.get(pk=issue(agency, run, pack, options=options).pk)
    year = thai.to_be_year(clock.today().year)
    assert (paper.root, paper.series, paper.serial, paper.year) == (agency.root, SERIES, 1, year)
    assert (paper.run, paper.assessment, paper.issued_on) == (run, run.assessment, clock.today())
    files = {file.format: file for file in paper.files.all()}
    assert set(files) == set(FORMATS)
    again = queries.drawn_again(paper)
    for format_ in FORMATS:
        data = queries.file_of(paper, format_)
        assert again[format_] == data
        assert (files[format_].sha256, files[format_].size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert f"{SERIES} 1/{year}" in words_of(queries.file_of(paper, "docx"))
    assert audit.verify() == []
    (event,) = audit.history(paper.pk)
    assert event.code == "paper.issued"
    assert "ตัวอย่าง" not in str(event.detail.payload)


def test_a_paper_names_the_round_by_the_year_that_is_run(agency: Agency) -> None:
    run = run_of(agency, POR_ROR_2)
    printed, called = "ครั้งที่ 2 ปี 2556", "ครั้งที่ 2 ปี 2569"
    assert printed in words_of(services.draft(run.assessment, run, "score-annex", by=agency.head)["docx"])
    year = run.assessment.year
    year.fiscal_year = 2569
    year.save()
    document = issue(agency, run, form="score-annex")
    for said in (words_of(queries.file_of(document, "docx")), words_of(queries.drawn_again(document)["docx"])):
        assert called in said
        assert printed not in said


def test_papers_of_a_series_are_numbered_one_after_another_and_series_apart(agency: Agency) -> None:
    run = run_of(agency)
    assert [issue(agency, run).serial for _ in range(3)] == [1, 2, 3]
    assert issue(agency, run, series="สปข.๑๐").serial == 1
    assert [paper.serial for paper in queries.papers(run.assessment)] == [1, 3, 2, 1]


def test_each_year_begins_with_one(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    run = run_of(agency)
    first = issue(agency, run)
    today = clock.today()
    monkeypatch.setattr(clock, "today", lambda: today.replace(year=today.year + 1, day=1))
    assert [(paper.year - first.year, paper.serial) for paper in [issue(agency, run), issue(agency, run)]] == [
        (1, 1),
        (1, 2),
    ]


def test_agencies_number_apart(agency: Agency) -> None:
    run = run_of(agency)
    Counter.objects.create(root=agency.other, series=SERIES, year=thai.to_be_year(clock.today().year), last=41)
    assert issue(agency, run).serial == 1


def test_a_corrected_paper_takes_the_place_of_the_old_which_stays(agency: Agency) -> None:
    run = run_of(agency)
    old = issue(agency, run)
    new = issue(agency, run, replaces=old, options=Options(agency="กรมสมมุติ"))
    assert (new.serial, new.replaces) == (2, old)
    assert [list(paper.replaced_by.all()) for paper in queries.papers(run.assessment)] == [[], [new]]
    assert queries.file_of(old, "pdf") != queries.file_of(new, "pdf")
    with pytest.raises(NotNow):
        issue(agency, run, replaces=old)
    assert issue(agency, run).serial == 3


def test_a_draft_is_marked_has_no_number_and_is_not_kept(agency: Agency) -> None:
    run = run_of(agency)
    made = services.draft(run.assessment, run, FORM_OF[RTP], by=agency.head)
    assert set(made) == set(FORMATS)
    assert ">ร่าง<" in words_of(made["docx"])
    assert ">DRAFT<" in words_of(
        services.draft(run.assessment, run, FORM_OF[RTP], by=agency.head, options=Options(language="en"))["docx"]
    )
    assert not IssuedDocument.objects.exists()
    assert not Counter.objects.exists()
    assert stored_files() == []


@pytest.mark.parametrize("pack", [POR_ROR_2, RTP, ITA])
def test_every_form_of_a_pack_prints_its_number(pack: str) -> None:
    terms = terms_of(pack)
    asked = Request(terms, Sheet(clock.today(), number="QZ 7"), score(terms, facts_of(pack)))
    kinds = catalogue.of_pack(terms.pack)
    for format_ in ("docx", "xlsx"):
        shown = {kind.id for kind in kinds if "QZ 7" in words_of(draw(laid_out(kind, asked), format_).data)}
        assert shown == {kind.id for kind in kinds}


FORMS_OF_PACKS = [(kind.id, pack) for pack in (POR_ROR_2, RTP, ITA) for kind in catalogue.of_pack(terms_of(pack).pack)]


def test_every_form_of_the_catalogue_is_of_a_shipped_pack() -> None:
    assert {form for form, _ in FORMS_OF_PACKS} == set(catalogue.FORMS)


@pytest.mark.parametrize(("form", "pack"), dict(FORMS_OF_PACKS).items())
def test_every_form_of_the_catalogue_can_be_issued(agency: Agency, form: str, pack: str) -> None:
    issued = issue(agency, run_of(agency, pack), pack, form=form)
    assert (issued.form, issued.files.count()) == (form, len(FORMATS))


def test_a_round_is_issued_now_from_its_own_current_score_once_all_is_settled(agency: Agency) -> None:
    run = run_of(agency)
    with pytest.raises(NotNow):
        services.issue_now(run.assessment, run.round, FORM_OF[RTP], SERIES, by=agency.head)
    report = Report.objects.create(
        assessment=run.assessment, round=run.round, indicator="3.1.22", with_unit=agency.unit, state="verified",
        changed_at=clock.now(),
    )  # fmt: skip
    assert services.issue_now(run.assessment, run.round, FORM_OF[RTP], SERIES, by=agency.head, serial=1).run == run
    with pytest.raises(Stale):
        services.issue_now(run.assessment, run.round, FORM_OF[RTP], SERIES, by=agency.head, serial=1)
    Report.objects.create(
        assessment=run.assessment,
        round=run.round,
        indicator="other",
        with_unit=agency.unit,
        changed_at=report.changed_at,
    )
    with pytest.raises(NotNow):
        services.issue_now(run.assessment, run.round, FORM_OF[RTP], SERIES, by=agency.head)


def test_without_a_score_nothing_is_issued_now(agency: Agency) -> None:
    with pytest.raises(NotNow) as refused:
        services.issue_now(agency.assessment(RTP), "12", FORM_OF[RTP], SERIES, by=agency.head)
    assert "scored" in refused.value.en
    with pytest.raises(Denied):
        services.issue_now(agency.assessment(ITA), "2566", FORM_OF[ITA], SERIES, by=agency.user("passer-by"))


# ── who, when, what is refused ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("role", "at", "may_issue", "may_draft"),
    [
        ("head", "unit", True, True),
        ("head", "root", True, True),
        ("org_admin", "root", True, True),
        ("org_admin", "unit", False, True),
        ("reporter", "unit", False, True),
        ("verifier", "root", False, True),
        ("evaluator", "root", False, True),
        ("auditor", "root", False, True),
        ("head", "other", False, False),
        ("", "unit", False, False),
    ],
)
def test_who_may_issue_and_who_may_draft(agency: Agency, role: str, at: str, may_issue: bool, may_draft: bool) -> None:
    run = run_of(agency)
    user = agency.user("somebody", role, getattr(agency, at))

    def refuses(act: Callable[[], object]) -> bool:
        try:
            act()
        except Denied:
            return True
        return False

    assert refuses(lambda: issue(agency, run, by=user)) is not may_issue
    assert refuses(lambda: services.draft(run.assessment, run, FORM_OF[RTP], by=user)) is not may_draft
    assert IssuedDocument.objects.count() == may_issue


@pytest.mark.parametrize(
    ("state", "allowed"),
    [("draft", False), ("submitted", False), ("under_review", False), ("returned", False), ("verified", True),
     ("closed", True), ("", False)],
)  # fmt: skip
def test_only_settled_results_are_issued(agency: Agency, state: str, allowed: bool) -> None:
    run = run_of(agency)
    if allowed:
        assert issue(agency, run, results_state=state).serial == 1
        return
    with pytest.raises(NotNow):
        issue(agency, run, results_state=state)
    assert stored_files() == []


def test_a_stale_score_is_not_issued(agency: Agency) -> None:
    run = run_of(agency)
    scoring.mark_stale(run.assessment, run.round, "sha256:" + "0" * 64)
    with pytest.raises(NotNow, match="facts changed"):
        issue(agency, run)


def test_a_score_that_goes_stale_while_the_paper_is_drawn_is_not_issued(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = run_of(agency)

    def drawn_slowly(*given: Any) -> object:
        scoring.mark_stale(run.assessment, run.round, "sha256:" + "0" * 64)
        return drawn(*given)

    monkeypatch.setattr(services, "drawn", drawn_slowly)
    with pytest.raises(NotNow, match="facts changed"):
        issue(agency, run)
    assert not IssuedDocument.objects.exists()
    assert services.next_serial(agency.root.id, SERIES, thai.to_be_year(clock.today().year)) == 1


def test_an_older_score_is_not_issued(agency: Agency) -> None:
    old = run_of(agency)
    scoring.run(old.assessment, old.round, "concluded", facts_of(RTP), terms_of(RTP), by=agency.head)
    with pytest.raises(NotNow, match="newer score"):
        issue(agency, old)


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"form": "no-such-form"}, {"IS010"}),
        ({"form": "por-ror-2"}, {"IS010"}),
        ({"options": Options(people={"nobody": "x"}, only=("99",))}, {"IS011", "IS012"}),
        ({"series": ""}, {"IS020"}),
        ({"series": "a\u202eb"}, {"IS020"}),
        ({"series": "x" * 41}, {"IS020"}),
        ({"series": " ", "on": clock.today() + timedelta(days=9)}, {"IS020", "IS021"}),
        ({"on": clock.today() - timedelta(days=9)}, {"IS021"}),
    ],
)
def test_what_cannot_be_issued_is_refused_with_every_reason(
    agency: Agency, changes: dict[str, Any], codes: set[str]
) -> None:
    with pytest.raises(Refused) as refused:
        issue(agency, run_of(agency), **changes)
    assert {one.code for one in refused.value.issues} == codes
    assert not IssuedDocument.objects.exists()


def test_a_score_or_an_old_paper_of_another_assessment_is_refused(agency: Agency) -> None:
    run, other = run_of(agency), run_of(agency, ITA)
    theirs = issue(agency, other, ITA)
    with pytest.raises(Refused) as refused:
        services.issue(
            other.assessment, run, FORM_OF[RTP], SERIES, by=agency.head, results_state="closed", replaces=theirs
        )
    assert {one.code for one in refused.value.issues} == {"IS022", "IS023"}


# ── faults ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _second_file_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = store.put, []

    def put(data: bytes) -> str:
        calls.append(data)
        if len(calls) == 2:
            raise OSError("no room on the disk")
        return real(data)

    monkeypatch.setattr(store, "put", put)


def _no_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError("no room on the disk")

    monkeypatch.setattr(store.os, "fsync", fail)


def _rows_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("no room on the disk")

    monkeypatch.setattr(IssuedFile.objects, "bulk_create", fail)


def _audit_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("no room on the disk")

    monkeypatch.setattr(services, "record", fail)


def _commit_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    # the commit of the service's transaction is, inside a test's, the release of a savepoint
    wrapper = connections["default"]
    real = wrapper.savepoint_commit

    def release(sid: str) -> None:
        if IssuedFile.objects.exists() and audit.history(IssuedDocument.objects.get().pk):
            raise DatabaseError("no room on the disk")
        real(sid)

    monkeypatch.setattr(wrapper, "savepoint_commit", release)


@pytest.mark.parametrize("fault", [_second_file_fails, _no_sync, _rows_fail, _audit_fails, _commit_fails])
def test_a_fault_at_any_step_leaves_no_paper_no_number_and_no_half_written_file(
    agency: Agency, fault: Callable[[pytest.MonkeyPatch], None]
) -> None:
    run = run_of(agency)
    events = len(list(audit.links()))
    with pytest.MonkeyPatch.context() as patched:
        fault(patched)
        with pytest.raises((OSError, DatabaseError), match="no room"):
            issue(agency, run)
    assert not IssuedDocument.objects.exists()
    assert not IssuedFile.objects.exists()
    assert not Counter.objects.filter(last__gt=0).exists()
    assert len(list(audit.links())) == events
    for path in stored_files():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
    # and the next one has the number that was not given
    paper = issue(agency, run)
    assert paper.serial == 1
    assert {len(queries.file_of(paper, format_)) > 0 for format_ in FORMATS} == {True}


def test_a_number_taken_by_another_while_the_paper_is_drawn_is_not_given_twice(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = run_of(agency)
    taken: list[IssuedDocument] = []

    def overtaken(*given: Any) -> object:
        made = drawn(*given)
        if not taken:
            monkeypatch.setattr(services, "drawn", drawn)
            taken.append(issue(agency, run))
        return made

    monkeypatch.setattr(services, "drawn", overtaken)
    mine = issue(agency, run)
    assert [taken[0].serial, mine.serial] == [1, 2]
    assert f"{SERIES} 2/" in words_of(queries.file_of(mine, "docx"))
    assert f"{SERIES} 1/" in words_of(queries.file_of(taken[0], "docx"))


def test_a_paper_has_the_number_that_was_shown_or_is_not_issued(agency: Agency) -> None:
    run = run_of(agency)
    assert issue(agency, run, serial=1).serial == 1
    for taken_or_ahead in (1, 3):
        with pytest.raises(Stale, match="given to another paper"):
            issue(agency, run, serial=taken_or_ahead)
    assert issue(agency, run, serial=2).serial == 2
    assert IssuedDocument.objects.count() == 2


def test_the_same_form_sent_to_two_processes_at_once_makes_one_paper(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = run_of(agency)

    def overtaken(*given: Any) -> object:
        monkeypatch.setattr(services, "drawn", drawn)
        issue(agency, run, serial=1)
        return drawn(*given)

    monkeypatch.setattr(services, "drawn", overtaken)
    with pytest.raises(Stale, match="given to another paper"):
        issue(agency, run, serial=1)
    assert [one.serial for one in IssuedDocument.objects.all()] == [1]


def test_nothing_is_drawn_inside_a_write_transaction(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    # a test's own transaction is the outermost; one of ours would be a savepoint within it
    depths: list[int] = []

    def drawn_outside(*given: Any) -> object:
        depths.append(len(connection.savepoint_ids))
        return drawn(*given)

    run = run_of(agency)
    monkeypatch.setattr(services, "drawn", drawn_outside)
    before = len(connection.savepoint_ids)
    issue(agency, run)
    assert depths == [before]


def test_one_who_is_always_overtaken_is_told_and_nothing_is_issued(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = run_of(agency)
    monkeypatch.setattr(services, "drawn", lambda *_: {"pdf": b"x"})
    monkeypatch.setattr(services, "_take", lambda *_: False)
    with pytest.raises(Stale):
        issue(agency, run)
    assert not IssuedDocument.objects.exists()


@pytest.mark.parametrize("table", ["issuing_issueddocument", "issuing_issuedfile"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_remove_a_paper(agency: Agency, table: str, verb: str) -> None:
    issue(agency, run_of(agency))
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(table))


@pytest.mark.parametrize("harm", ["change", "lose"])
def test_a_changed_or_lost_file_is_found_and_never_handed_out(agency: Agency, harm: str) -> None:
    paper = issue(agency, run_of(agency))
    sha256 = paper.files.get(format="pdf").sha256
    path = store.folder() / sha256[:2] / sha256
    path.chmod(0o640)
    path.write_bytes(path.read_bytes() + b"\n") if harm == "change" else path.unlink()
    with pytest.raises(Refused) as refused:
        queries.file_of(paper, "pdf")
    assert [one.code for one in refused.value.issues] == [{"change": "IS002", "lose": "IS001"}[harm]]
    # what was lost is made again from the stored score
    assert store.put(queries.drawn_again(paper)["pdf"]) == sha256
    assert hashlib.sha256(queries.file_of(paper, "pdf")).hexdigest() == sha256
