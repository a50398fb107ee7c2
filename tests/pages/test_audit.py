"""The audit log: who sees which events, in words; a row changed past the program is found and named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from django.db import connection, transaction
from tests.apps.results_world import World
from tests.pages import looks
from tests.pages.conftest import Open

from samrit.apps.audit import anchor, chain, shred, verified
from samrit.apps.audit.codes import EVENTS
from samrit.apps.audit.models import Event
from samrit.apps.audit.services import record
from samrit.apps.ground import clock
from samrit.apps.notices.worker import run_once
from samrit.apps.orgs.models import Grant, Unit
from samrit.web.staff.audit import proof
from samrit.web.staff.audit.log import BUT_COMING_AND_GOING

CODE = "assessments.joined"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "INSTALLATION", replace(settings.INSTALLATION, home=tmp_path))


def happens(by: Any, about: list[Any], code: str = CODE, **payload: Any) -> Event:
    with transaction.atomic():
        return record(code, by=by, about=about, **payload)


def numbers(page: Any) -> list[int]:
    told = page.context["told"]
    return [one.number for one in told.lines] if told else []


# ── who sees what ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_agency_reads_its_own_events_and_none_of_another(world: World, opened: Open) -> None:
    other = Grant.objects.filter(user=world["foreigner"]).first().unit
    own = [
        happens(world["clerk"], [thing])
        for thing in (world.office, world.root, world.year, world.time, world.assessment, world.post, world.evidence())
    ]
    about_clerk = happens(world["clerk"], [world["clerk"]])
    theirs = [happens(world["foreigner"], [other]), happens(world["clerk"], [other])]
    nobodys = [happens(None, []), happens(world["clerk"], [world["stranger"]])]
    assert numbers(opened("auditor").get("/audit/")) == [one.number for one in reversed([*own, about_clerk])]
    assert numbers(opened("org_admin").get("/audit/")) == numbers(opened("auditor").get("/audit/"))
    assert numbers(opened("foreigner").get("/audit/")) == [one.number for one in reversed(theirs)]
    every = [*own, about_clerk, *theirs, *nobodys]
    assert numbers(opened("administrator").get("/audit/")) == [one.number for one in reversed(every)]


def test_a_person_of_two_agencies_has_events_that_are_neither_s(world: World, opened: Open) -> None:
    other = Grant.objects.filter(user=world["foreigner"]).first().unit
    world.grant("clerk", "reporter", other)
    happens(world["clerk"], [world["clerk"]])
    assert numbers(opened("auditor").get("/audit/")) == []
    assert numbers(opened("foreigner").get("/audit/")) == []


def test_the_administrator_sees_kind_and_time_and_no_detail_or_person(world: World, opened: Open) -> None:
    happens(world["clerk"], [world.office], "assessments.made", count=4711)
    bare, whole = (opened(name).get("/audit/").content.decode() for name in ("administrator", "auditor"))
    assert "4711" in whole
    assert world["clerk"].name in whole
    assert "สำนักงานเขตสมมุติ" in whole
    assert "4711" not in bare
    assert world["clerk"].name not in bare
    assert "สำนักงานเขตสมมุติ" not in bare
    assert "assessments.made" in bare


def test_an_auditor_of_one_office_does_not_read_the_agency_s_log(world: World, opened: Open) -> None:
    world.grant("stranger", "auditor", world.office)
    assert opened("stranger").get("/audit/").status_code == 403


# ── in words ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_kind_of_event_is_told_without_its_details(world: World, opened: Open) -> None:
    for code in EVENTS:
        happens(world["clerk"], [world.office], code)
    page = opened("auditor").get("/audit/")
    assert len(page.context["told"].lines) == min(len(EVENTS), 25)
    assert all(str(one.sentence) for one in page.context["told"].lines)


def test_redacted_details_say_so(world: World, opened: Open) -> None:
    event = happens(world["clerk"], [world.office], "assessments.made", count=4711)
    shred.shred([event.id], by=world["administrator"], reason="คำขอ")
    page = opened("auditor").get("/audit/").content.decode()
    assert "ลบรายละเอียดแล้ว" in page
    assert "4711" not in page


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", ["c", "b", "a"]),
        ("code=assessments.made", ["b"]),
        ("day=20/9/2556", ["b", "a"]),
        ("day=2013-09-21", ["c"]),
        ("day=yesterday", ["c", "b", "a"]),
        ("person=HEAD", ["c"]),
        ("person=foreigner", []),
        ("code=assessments.made&day=21/9/2556", []),
        ("before=%F0%9F%99%88", ["c", "b", "a"]),
        ("before=1", []),
        ("code=no.such.code", ["c", "b", "a"]),
    ],
)
def test_events_are_filtered_by_kind_day_and_person(
    world: World, opened: Open, asked: str, expected: list[str]
) -> None:
    from datetime import timedelta

    made = {"a": happens(world["clerk"], [world.office])}
    made["b"] = happens(world["clerk"], [world.office], "assessments.made", count=1)
    world.clock.at += timedelta(days=1)
    made["c"] = happens(world["head"], [world.office])
    client = opened("auditor")
    assert numbers(client.get(f"/audit/?{asked}")) == [made[name].number for name in expected]


def test_a_choice_leaves_out_who_came_and_went_and_only_that(world: World, opened: Open) -> None:
    kept = [
        happens(world["clerk"], [world["clerk"]], code).number
        for code in ("account.password_set", "account.locked", "account.sessions_ended", CODE)
    ]
    others = [
        happens(world["clerk"], [world["clerk"]], code).number for code in ("account.signed_in", "account.signed_out")
    ]
    client = opened("auditor")
    assert numbers(client.get("/audit/")) == sorted([*kept, *others], reverse=True)
    path = f"/audit/?code={BUT_COMING_AND_GOING}"
    assert numbers(client.get(path)) == sorted(kept, reverse=True)
    assert numbers(client.get(f"{path}&day=21/9/2556")) == []
    chosen = f'<option value="{BUT_COMING_AND_GOING}" selected>'
    assert f"{chosen}ทุกเรื่องยกเว้นการเข้าออกระบบ</option>" in client.get(path).content.decode()
    assert f"{chosen}everything but signing in and out</option>" in looks.rendered(client, path, "en")


def test_the_choice_is_kept_from_page_to_page(world: World, opened: Open) -> None:
    for _ in range(60):
        happens(world["clerk"], [world["clerk"]])
        happens(world["clerk"], [world["clerk"]], "account.signed_in")
    client, seen, address = opened("auditor"), [], f"/audit/?code={BUT_COMING_AND_GOING}"
    while address:
        page = client.get(address)
        seen += [one.code for one in page.context["told"].lines]
        address = page.context["older"] and f"/audit/{page.context['older']}"
    assert seen == [CODE] * 60


def test_a_long_log_is_read_page_by_page_and_none_twice(world: World, opened: Open) -> None:
    made = [happens(world["clerk"], [world.office]).number for _ in range(103)]
    client, seen, address = opened("auditor"), [], "/audit/"
    while True:
        page = client.get(address)
        seen += numbers(page)
        if not page.context["older"]:
            break
        address = f"/audit/{page.context['older']}"
    assert seen == list(reversed(made))


def test_the_history_of_a_thing_and_nothing_of_a_foreign_one(world: World, opened: Open) -> None:
    about = happens(world["clerk"], [world.assessment, world.office])
    happens(world["clerk"], [world.office])
    client = opened("auditor")
    assert numbers(client.get(f"/audit/object/{world.assessment.id}/")) == [about.number]
    assert (
        f"/assessments/{world.assessment.id}/" in client.get(f"/audit/object/{world.assessment.id}/").content.decode()
    )
    assert opened("foreigner").get(f"/audit/object/{world.assessment.id}/").status_code == 404
    assert client.get(f"/audit/object/{world.other.id}/").status_code == 404


@pytest.mark.parametrize("size", [1, 24])
def test_the_log_takes_as_many_queries_however_long_it_is(
    world: World, opened: Open, django_assert_max_num_queries: Any, size: int
) -> None:
    for _ in range(size):
        unit = Unit.objects.create(root=world.root)
        happens(world["clerk"], [unit, world.office, world.assessment])
    client = opened("auditor")
    with django_assert_max_num_queries(12):
        assert len(numbers(client.get("/audit/"))) == size


# ── the proof ────────────────────────────────────────────────────────────────────────────────────────────────────────


def loosen(table: str) -> None:
    """Take the guard off a table, as whoever holds the database can."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f'DROP TRIGGER "{table}_no_update"')
        else:
            cursor.execute(f'DROP TRIGGER "{table}_only_grows" ON "{table}"')


def test_a_whole_chain_is_said_to_hold(world: World, opened: Open) -> None:
    happens(world["clerk"], [world.office])
    client = opened("auditor")
    assert client.post("/audit/verify/").status_code == 302
    page = client.get("/audit/verify/").content.decode()
    assert "สายโซ่ครบ" in page
    assert verified.latest().detail.payload["problems"] == 0


def test_a_row_changed_by_sql_is_found_and_named(world: World, opened: Open) -> None:
    happens(world["clerk"], [world.office])
    changed = happens(world["clerk"], [world.office], "assessments.made", count=1)
    happens(world["clerk"], [world.office])
    loosen("audit_event")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET actor = NULL WHERE number = %s", [changed.number])
    client = opened("auditor")
    client.post("/audit/verify/")
    thai, english = client.get("/audit/verify/").content.decode(), looks.rendered(client, "/audit/verify/", "en")
    assert f"เหตุการณ์ที่ {changed.number} (assessments.made) ถูกแก้หลังบันทึก" in thai
    assert f"event {changed.number} (assessments.made) was changed after it was recorded" in english
    assert "สายโซ่ครบ" not in thai


@pytest.mark.parametrize(
    ("count", "th", "en"), [(1, "พบที่ผิด 1 แห่ง", "1 break was found"), (2, "พบที่ผิด 2 แห่ง", "2 breaks were found")]
)
def test_one_break_is_told_in_the_singular(world: World, opened: Open, count: int, th: str, en: str) -> None:
    named = [["AU001", "ที่ผิด", "wrong"]] * count
    happens(world["auditor"], [], verified.VERIFIED, events=1, problems=count, head="ab", named=named)
    client = opened("auditor")
    assert th in client.get("/audit/verify/").content.decode()
    assert en in looks.rendered(client, "/audit/verify/", "en")


def test_details_emptied_by_sql_are_found_though_they_look_redacted(world: World, opened: Open) -> None:
    event = happens(world["clerk"], [world.office], "assessments.made", count=1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_detail SET payload = NULL, salt = '', shredded_at = %s", [clock.now()])
    client = opened("auditor")
    client.post("/audit/verify/")
    assert f"{event.number} (assessments.made)" in client.get("/audit/verify/").content.decode()


def test_a_long_chain_is_verified_as_a_job_once_however_often_it_is_sent(
    world: World, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proof, "AT_ONCE", 0)
    happens(world["clerk"], [world.office])
    client = opened("auditor")
    for _ in range(2):
        client.post("/audit/verify/", {"key": "one"})
    assert verified.latest() is None
    assert 'id="progress"' in client.get("/audit/verify/").content.decode()
    assert run_once()
    assert not run_once()
    assert "สายโซ่ครบ" in client.get("/audit/verify/").content.decode()
    assert Event.objects.filter(code=verified.VERIFIED).count() == 1
    assert Event.objects.get(code=verified.VERIFIED).actor == world["auditor"].id


def test_the_anchor_is_the_signed_head(world: World, opened: Open, tmp_path: Path) -> None:
    key = Ed25519PrivateKey.generate()
    anchor.key_path().parent.mkdir(parents=True)
    anchor.key_path().write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    event = happens(world["clerk"], [world.office])
    answer = opened("auditor").post("/audit/anchor/")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    (tmp_path / "taken.json").write_bytes(answer.content)
    assert (anchor.read(tmp_path / "taken.json").number, anchor.read(tmp_path / "taken.json").hash) == (1, event.hash)


def test_without_a_key_the_page_says_what_to_do(world: World, opened: Open) -> None:
    happens(world["clerk"], [world.office])
    answer = opened("auditor").post("/audit/anchor/")
    assert answer.status_code == 400
    assert "samrit init" in answer.content.decode()


def test_chain_stands_after_all_these_pages(world: World, opened: Open) -> None:
    happens(world["clerk"], [world.office])
    for name in ("auditor", "org_admin", "administrator"):
        opened(name).post("/audit/verify/")
    from samrit.apps.audit import queries

    assert list(chain.check(queries.links())) == []


# ── how they look ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_looks(world: World, opened: Open) -> None:
    client = opened("auditor")
    empty = looks.in_both_languages(client, "audit-empty", "/audit/")
    for code in sorted(EVENTS):
        happens(world["clerk"], [world.office, world.assessment, world["clerk"]], code, count=3, digest="ab" * 32)
    changed = happens(world["clerk"], [world.office])
    shred.shred([Event.objects.get(number=1).id], by=world["administrator"], reason="คำขอ")
    loosen("audit_event")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET actor = NULL WHERE number = %s", [changed.number])
    client.post("/audit/verify/")
    pages = empty | looks.in_both_languages(client, "audit-verify-bad", "/audit/verify/")
    pages |= looks.in_both_languages(client, "audit-log", "/audit/?person=clerk")
    assert looks.problems(pages) == []
