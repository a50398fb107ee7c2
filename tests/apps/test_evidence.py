"""Evidence: who may give and see it, that it only grows, and that no row ever points at a missing file."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from PIL import Image

from samrit.apps.accounts.models import User
from samrit.apps.audit import queries as audit
from samrit.apps.audit.models import Event
from samrit.apps.evidence import handing_out, kinds, permissions, queries, services, store
from samrit.apps.evidence.models import Evidence, EvidenceGrant, EvidenceWithdrawal
from samrit.apps.ground import clock
from samrit.apps.ground.denied import Denied, NotNow, Stale, allows
from samrit.apps.orgs.models import Ancestor, Grant, Holding, Post, Role, Tree, Unit
from samrit.base.issues import Refused

PDF = b"%PDF-1.7\nstartxref\n0\n%%EOF\n"
LONG_AGO = date(2020, 1, 1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class World:
    """An agency with a bureau, its station and the station's neighbour; a reporter of the station."""

    root: Unit
    bureau: Unit
    station: Unit
    neighbour: Unit
    reporter: User


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    settings.INSTALLATION = replace(settings.INSTALLATION, home=tmp_path, upload_bytes=1_000_000)
    return tmp_path


@pytest.fixture
def world() -> World:
    root = Unit.objects.create()
    bureau, station, neighbour = (Unit.objects.create(root=root) for _ in range(3))
    plant(root, {bureau: root, station: bureau, neighbour: bureau}, LONG_AGO)
    return World(root, bureau, station, neighbour, person("reporter", Role.REPORTER, station))


def plant(root: Unit, parents: dict[Unit, Unit], since: date) -> None:
    tree = Tree.objects.create(root=root, since=since)
    for unit in {root, *parents}:
        above, depth = unit, 0
        while True:
            Ancestor.objects.create(tree=tree, above=above, below=unit, depth=depth)
            if above not in parents:
                break
            above, depth = parents[above], depth + 1


def person(name: str, role: Role | None = None, unit: Unit | None = None, **more: Any) -> User:
    user = User.objects.create_user(name, name=f"บุคคลสมมติ {name}")
    if role is not None:
        Grant.objects.create(user=user, unit=unit, role=role, **{"since": LONG_AGO, **more})
    return user


def give(world: World, data: bytes = PDF, **more: Any) -> Evidence:
    values = {"unit": world.station, "title": "คำสั่ง", "file_name": "คำสั่ง.pdf", "by": world.reporter, **more}
    return services.give_file(stream=io.BytesIO(data), **values)


def let_see(evidence: Evidence, unit: Unit, reason: str = "ส่งผลให้ตรวจ", **more: Any) -> EvidenceGrant:
    with transaction.atomic():
        return services.grant(evidence=evidence, unit=unit, reason=reason, **more)


def stored() -> list[str]:
    return sorted(path.name for path in store.root().rglob("*") if path.is_file() and path.name != "lock")


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [issue.code for issue in refused.value.issues]


# giving


def test_a_file_is_kept_as_given_with_its_digest_and_told_to_the_audit_chain(world: World) -> None:
    evidence = give(world, file_name="C:\\fakepath\\\u202eคำสั่ง.png", title=" คำสั่ง\u200b  ที่ 1 ")
    digest = hashlib.sha256(PDF).hexdigest()
    assert (evidence.file_name, evidence.title) == ("คำสั่ง.pdf", "คำสั่ง ที่ 1")
    assert (evidence.media_type, evidence.size, evidence.sha256) == ("application/pdf", len(PDF), digest)
    with store.open(digest) as file:
        assert file.read() == PDF
    (event,) = audit.history(evidence.id)
    assert (event.code, event.actor) == ("evidence.file_given", world.reporter.id)
    assert event.detail.payload["file_name"] == "C:\\fakepath\\\u202eคำสั่ง.png"
    assert [event.id for event in audit.history(world.station.id)] == [event.id]
    assert audit.verify() == []


@pytest.mark.parametrize("name", ["a\u0000\u202e.pdf", "\ud800\uffff.pdf", "\n" * 2000, "", "ย" * 190])
def test_any_name_can_be_recorded(world: World, name: str) -> None:
    evidence = give(world, file_name=name)
    assert evidence.file_name.endswith(".pdf")
    assert Evidence.objects.get(id=evidence.id).file_name == evidence.file_name
    assert audit.verify() == []


def test_a_link_is_kept_and_told_to_the_audit_chain(world: World) -> None:
    values = {"unit": world.station, "title": "ข่าว", "by": world.reporter}
    evidence = services.give_link(link=" https://example.go.th/1 ", **values)
    assert (evidence.link, evidence.sha256, evidence.size) == ("https://example.go.th/1", "", 0)
    assert [event.code for event in audit.history(evidence.id)] == ["evidence.link_given"]
    with pytest.raises(Refused) as refused:
        services.give_link(link="ftp://example.go.th", **{**values, "title": ""})
    assert codes(refused) == ["EV012", "EV013"]


def test_every_problem_of_a_file_is_told_at_once_and_nothing_is_kept(world: World) -> None:
    with pytest.raises(Refused) as refused:
        give(world, b"MZ" + bytes(100), title=" ", file_name="a.pdf.exe")
    assert sorted(codes(refused)) == ["EV005", "EV010", "EV012"]
    assert stored() == []
    assert not Evidence.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize(("size", "code"), [(0, "EV001"), (1_000_001, "EV002")])
def test_the_limit_of_the_installation_holds(world: World, size: int, code: str) -> None:
    with pytest.raises(Refused) as refused:
        give(world, b"a" * size)
    assert codes(refused) == [code]
    assert refused.value.issues[0].place.file == "คำสั่ง.pdf"


def test_a_form_sent_twice_gives_one_evidence_but_another_title_another(world: World) -> None:
    first = give(world)
    assert give(world).id == first.id
    assert give(world, title="คำสั่งเดียวกันของอีกเรื่อง").id != first.id
    assert len(stored()) == 1
    assert Event.objects.count() == 2
    newer = give(world, PDF + b"2", replaces=first)
    assert give(world, PDF + b"2", replaces=first).id == newer.id
    link = {"unit": world.station, "title": "ข่าว", "link": "https://example.go.th", "by": world.reporter}
    assert services.give_link(**link).id == services.give_link(**link).id


# versions


def test_a_new_version_names_the_old_and_the_chain_is_told_in_order(world: World) -> None:
    first = give(world)
    second = give(world, PDF + b"2", replaces=first)
    third = give(world, PDF + b"3", replaces=second)
    other = give(world, PDF + b"other", title="อื่น")
    for one in (first, second, third):
        assert [version.id for version in queries.versions(one)] == [first.id, second.id, third.id]
    assert queries.versions(other) == [other]
    assert [one.id for one in queries.evidence_of(world.station)] == [other.id, third.id]
    assert queries.evidence_of(world.bureau) == []


def test_a_version_replaced_by_somebody_else_meanwhile_is_not_replaced_again(world: World) -> None:
    first = give(world)
    give(world, PDF + b"2", replaces=first)
    with pytest.raises(Stale):
        give(world, PDF + b"3", replaces=first)
    values = {"unit": world.station, "title": "x", "by": world.reporter, "at": clock.now()}
    with pytest.raises(DatabaseError), transaction.atomic():
        Evidence.objects.create(replaces=first, **values)


def test_another_units_evidence_is_not_replaced(world: World) -> None:
    foreign = give(world, unit=world.neighbour, by=person("their reporter", Role.REPORTER, world.neighbour))
    with pytest.raises(Refused) as refused:
        give(world, PDF + b"2", replaces=foreign)
    assert codes(refused) == ["EV015"]


# who and when

GIVING = [(role, role in (Role.REPORTER, Role.HEAD)) for role in Role]


@pytest.mark.parametrize(("role", "may"), GIVING)
def test_who_may_give(world: World, role: Role, may: bool) -> None:
    user = person("someone", role, world.station)
    if may:
        assert give(world, by=user).by == user
        return
    with pytest.raises(Denied) as denied:
        give(world, by=user)
    assert denied.value.cure_th
    assert stored() == []
    with pytest.raises(Denied):
        services.give_link(unit=world.station, title="ข่าว", link="https://example.go.th", by=user)


@pytest.mark.parametrize(
    ("on_unit", "more", "may"),
    [
        ("station", {}, True),
        ("bureau", {}, True),
        ("root", {}, True),
        ("bureau", {"subtree": False}, False),
        ("neighbour", {}, False),
        ("station", {"until": date(2020, 6, 1)}, False),
        ("station", {"since": date(2999, 1, 1)}, False),
        ("station", {"indicator": "3.1.22.1"}, True),
    ],
)
def test_where_a_role_reaches(world: World, on_unit: str, more: dict[str, Any], may: bool) -> None:
    user = person("someone", Role.HEAD, getattr(world, on_unit), **more)
    assert queries.may_read(user, give(world)) is may


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("is_granted", [False, True])
def test_who_may_read(world: World, role: Role, is_granted: bool) -> None:
    evidence = give(world)
    own, theirs = person("own", role, world.station), person("theirs", role, world.neighbour)
    if is_granted:
        let_see(evidence, world.neighbour)
    assert queries.may_read(own, evidence) is (role in (Role.REPORTER, Role.HEAD, Role.AUDITOR))
    assert queries.may_read(theirs, evidence) is is_granted


def test_nobody_reads_for_being_administrator_or_with_a_closed_account(world: World) -> None:
    evidence = give(world)
    administrator = person("administrator")
    administrator.is_administrator = True
    gone = person("gone", Role.HEAD, world.station)
    gone.is_active = False
    assert not queries.may_read(administrator, evidence)
    assert not queries.may_read(gone, evidence)


@pytest.mark.parametrize(
    ("is_head", "how", "may"), [(True, "holds", True), (True, "acting", True), (False, "holds", False)]
)
def test_the_head_of_the_unit_reads_and_gives_by_the_post(world: World, is_head: bool, how: str, may: bool) -> None:
    user = person("head")
    post = Post.objects.create(unit=world.station, name_th="ผู้กำกับการ", is_head=is_head)
    Holding.objects.create(post=post, user=user, how=how, since=LONG_AGO)
    assert queries.may_read(user, give(world)) is may
    assert allows(permissions.check_can_give, user, world.station, clock.today()) is may


def test_a_unit_moved_elsewhere_is_read_by_those_above_it_now(world: World) -> None:
    evidence = give(world)
    user = person("bureau head", Role.HEAD, world.bureau)
    assert queries.may_read(user, evidence)
    plant(world.root, {world.bureau: world.root, world.station: world.root}, clock.today())
    assert not queries.may_read(user, evidence)
    assert queries.may_read(user, evidence, clock.today() - DAY)


def test_a_closed_unit_gets_no_more_evidence(world: World) -> None:
    world.station.closed_on = clock.today()
    with pytest.raises(NotNow):
        give(world)
    world.station.closed_on = clock.today() + DAY
    give(world)


# letting others see


def test_a_grant_ends_by_its_time_or_by_withdrawal_and_may_be_given_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    evidence, user = give(world), person("theirs", Role.VERIFIER, world.neighbour)
    start = clock.now()

    def at(days: float) -> None:
        monkeypatch.setattr(clock.timezone, "now", lambda: start + timedelta(days=days))

    at(1)
    let_see(evidence, world.neighbour, until=start + timedelta(days=2))
    assert queries.may_read(user, evidence)
    at(2)
    assert not queries.may_read(user, evidence)
    at(3)
    assert let_see(evidence, world.neighbour) == let_see(evidence, world.neighbour)
    assert EvidenceGrant.objects.count() == 2
    assert queries.may_read(user, evidence)
    at(4)
    values = {"evidence": evidence, "unit": world.neighbour, "reason": "ส่งผลให้ตรวจ", "why": "ส่งผิดหน่วย"}
    with transaction.atomic():
        assert services.revoke(**values) == 1
        assert services.revoke(**values) == 0
    assert not queries.may_read(user, evidence)
    at(5)
    let_see(evidence, world.neighbour)
    assert queries.may_read(user, evidence)
    told = [event.code.removeprefix("evidence.") for event in audit.history(evidence.id)]
    assert told == ["file_given", "granted", "granted", "withdrawn", "granted"]


def test_withdrawing_one_reason_leaves_the_other(world: World) -> None:
    evidence, user = give(world), person("theirs", Role.VERIFIER, world.neighbour)
    let_see(evidence, world.neighbour, "ตรวจ")
    let_see(evidence, world.neighbour, "เทียบเคียง")
    with transaction.atomic():
        services.revoke(evidence=evidence, unit=world.neighbour, reason="ตรวจ", why="ตรวจเสร็จ")
    assert queries.may_read(user, evidence)


def test_a_grant_without_reason_or_already_over_is_refused(world: World) -> None:
    evidence = give(world)
    with pytest.raises(Refused) as refused:
        let_see(evidence, world.neighbour, "", until=clock.now())
    assert codes(refused) == ["EV016", "EV017"]
    with pytest.raises(Refused):
        services.revoke(evidence=evidence, unit=world.neighbour, reason="x", why="")


@pytest.mark.parametrize("verb", ["grant", "revoke"])
def test_granting_outside_a_transaction_is_refused(world: World, verb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    evidence = give(world)
    monkeypatch.setattr(services, "connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(TransactionManagementError):
        getattr(services, verb)(
            evidence=evidence, unit=world.neighbour, reason="ตรวจ", **({"why": "x"} if verb == "revoke" else {})
        )
    assert not EvidenceGrant.objects.exists()


def test_what_is_readable_costs_the_same_number_of_queries_for_one_and_for_many(world: World) -> None:
    evidence = [give(world, PDF + bytes([n])) for n in range(6)]
    user = person("theirs", Role.VERIFIER, world.bureau)
    for one in evidence[:5]:
        let_see(one, world.neighbour)
    counts = []
    for some in (evidence[:1], evidence):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            found = permissions.readable(user, some, clock.today())
        counts.append(len(captured))
        assert found == {one.id for one in some} - {evidence[5].id}
    assert counts[0] == counts[1] <= 6


def test_a_list_and_a_chain_cost_one_query_each(world: World) -> None:
    first = give(world)
    give(world, PDF + b"2", replaces=first)
    for ask in (lambda: queries.evidence_of(world.station), lambda: queries.versions(first)):
        with CaptureQueriesContext(connection) as captured:
            assert [one.by.name for one in ask()]
        assert len(captured) == 1


# the database itself


@pytest.mark.parametrize("model", [Evidence, EvidenceGrant, EvidenceWithdrawal])
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_remove_a_row(world: World, model: Any, verb: str) -> None:
    evidence = give(world)
    let_see(evidence, world.neighbour)
    with transaction.atomic():
        services.revoke(evidence=evidence, unit=world.neighbour, reason="ส่งผลให้ตรวจ", why="ผิดหน่วย")
    statement = verb.format(model._meta.db_table)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


# failing at every step


class Broken(Exception):
    """The machine stops here."""


STEPS = {
    "while it arrives": (store, "_receive"),
    "while it is looked into": (kinds, "examine"),
    "before it has its name": (store.os, "replace"),
    "after it has its name": (store, "_flush_folder"),
    "before its row": (services, "_enter"),
    "within the transaction of its row": (services.audit, "record"),
}


@pytest.mark.parametrize("step", STEPS)
def test_wherever_it_stops_no_row_points_at_a_missing_file_and_the_rest_is_swept(
    world: World, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put(io.BytesIO(b"the folders are there"), 100)

    def stop(*args: object, **kwargs: object) -> None:
        raise Broken

    with monkeypatch.context() as patch:
        patch.setattr(*STEPS[step], stop)
        if step == "after it has its name":
            patch.setattr(store, "_make_folders", lambda folder: folder.mkdir(parents=True, exist_ok=True))
        with pytest.raises(Broken):
            give(world)
    assert not Evidence.objects.exists()
    assert not Event.objects.exists()
    assert services.sweep() == store.Swept(0, 0)
    left = len(stored()) - 1
    assert left == (1 if step in list(STEPS)[3:] else 0)
    tomorrow = clock.now() + timedelta(hours=25)
    monkeypatch.setattr(clock.timezone, "now", lambda: tomorrow)
    assert services.sweep().files == left + 1
    assert stored() == []
    evidence = give(world)
    assert services.sweep(timedelta(days=-2)).files == 0
    assert stored() == [evidence.sha256]
    assert list(queries.check_files()) == []


def test_a_full_disk_is_told_and_the_next_try_succeeds(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(store.os, "fsync", full)
        with pytest.raises(Refused) as refused:
            give(world)
    assert codes(refused) == ["EV004"]
    assert stored() == []
    assert give(world).size == len(PDF)


def test_gone_and_changed_files_are_found_and_named(world: World) -> None:
    gone, changed = give(world), give(world, PDF + b"2", title="อื่น")
    give(world, PDF + b"3", title="ดี")
    store.path_of(gone.sha256).unlink()
    store.path_of(changed.sha256).write_bytes(b"forged")
    found = {issue.place.file.rpartition("/")[2]: issue.code for issue in queries.check_files()}
    assert found == {gone.sha256: "EV018", changed.sha256: "EV019"}


# handing out


@pytest.fixture
def photograph() -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    Image.new("RGB", (60, 40), "green").save(out, "JPEG", exif=exif)
    return out.getvalue()


def read(handed: handing_out.HandedOut | None) -> bytes:
    assert handed is not None
    with handed.stream as stream:
        return stream.read()


def test_the_original_is_handed_out_bit_for_bit_as_an_attachment(world: World, photograph: bytes) -> None:
    evidence = give(world, photograph, file_name='ภาพ "1".jpg')
    handed = handing_out.download(evidence=evidence, by=world.reporter)
    assert read(handed) == photograph
    assert handed.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert handed.headers["X-Content-Type-Options"] == "nosniff"
    assert handed.headers["Content-Type"] == "image/jpeg"
    assert "sandbox" in handed.headers["Content-Security-Policy"]
    assert handed.headers["Content-Length"] == str(len(photograph))


def test_pages_show_the_small_copy_which_tells_no_camera(world: World, photograph: bytes) -> None:
    evidence = give(world, photograph)
    handed = handing_out.look(evidence=evidence, by=world.reporter)
    small = read(handed)
    assert b"SECRET" in photograph
    assert b"SECRET" not in small
    assert handed is not None
    assert handed.headers["Content-Disposition"].startswith("inline")
    assert handing_out.look(evidence=give(world), by=world.reporter) is None


@pytest.mark.parametrize("way", [handing_out.download, handing_out.look])
def test_nothing_is_opened_before_permission(world: World, photograph: bytes, way: Any, monkeypatch: Any) -> None:
    evidence = give(world, photograph)
    monkeypatch.setattr(store, "path_of", lambda sha256: pytest.fail("opened"))
    with pytest.raises(Denied):
        way(evidence=evidence, by=person("stranger", Role.HEAD, world.neighbour))


def test_a_link_has_no_file_to_hand_out(world: World) -> None:
    evidence = services.give_link(unit=world.station, title="ข่าว", link="https://example.go.th", by=world.reporter)
    with pytest.raises(Refused) as refused:
        handing_out.download(evidence=evidence, by=world.reporter)
    assert codes(refused) == ["EV020"]


def test_a_missing_file_is_told_with_advice(world: World) -> None:
    evidence = give(world)
    store.path_of(evidence.sha256).unlink()
    with pytest.raises(Refused) as refused:
        handing_out.download(evidence=evidence, by=world.reporter)
    assert codes(refused) == ["EV018"]
