"""Anchors kept outside, shredding on the record, and the commands that prove a chain."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as make_other_kind
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.db import connection, transaction

from samrit.apps.audit import anchor, chain, codes, queries, services, shred
from samrit.apps.audit.models import Detail, Event, Subject
from samrit.apps.ground import clock
from samrit.apps.ground.denied import Denied, NotNow
from samrit.base.issues import Refused
from samrit.cli import main

DONE = codes.define("test.anchored", "ทำแล้ว {n}", "done {n}")


def a_key(path: Path, key: Any = None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    key = key or Ed25519PrivateKey.generate()
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    settings.INSTALLATION = SimpleNamespace(home=tmp_path / "home")
    a_key(anchor.key_path())
    return tmp_path / "home"


def record(count: int) -> list[Event]:
    with transaction.atomic():
        return [services.record(DONE, by=None, n=n) for n in range(count)]


def administrator(**but: bool) -> Any:
    return SimpleNamespace(id=uuid4(), **{"is_active": True, "is_administrator": True, **but})


def refusal(run: Any, *args: Any, **words: Any) -> str:
    with pytest.raises(Refused) as refused:
        run(*args, **words)
    [issue] = refused.value.issues
    return issue.code


def changed(path: Path, **what: object) -> Path:
    path.write_text(json.dumps(json.loads(path.read_text()) | what))
    return path


def samrit(*args: object) -> Result:
    return CliRunner().invoke(main, ["audit", *map(str, args)])


# Anchors.


def test_an_anchor_says_what_the_head_was_and_the_chain_notes_it(tmp_path: Path) -> None:
    last = record(3)[-1]
    written = anchor.write(tmp_path / "a.json")
    assert anchor.read(tmp_path / "a.json") == written
    assert (written.number, written.hash) == (3, last.hash)
    assert Event.objects.get(number=4).code == anchor.WRITTEN
    assert queries.verify({written.number: written.hash}) == []


@pytest.mark.parametrize("what", [{"number": 2}, {"hash": "0" * 64}, {"at": "2020-01-01T00:00:00+00:00"}, {"signature": "00" * 64}, {"signature": ""}])  # fmt: skip
def test_an_anchor_with_anything_changed_is_refused(tmp_path: Path, what: dict[str, object]) -> None:
    record(3)
    anchor.write(tmp_path / "a.json")
    assert refusal(anchor.read, changed(tmp_path / "a.json", **what)) == "AU011"


def test_an_anchor_signed_by_another_key_is_refused_though_it_names_that_key(tmp_path: Path, home: Path) -> None:
    record(1)
    ours = anchor.key_path().read_bytes()
    a_key(anchor.key_path())
    anchor.write(tmp_path / "forged.json")
    anchor.key_path().write_bytes(ours)
    assert refusal(anchor.read, tmp_path / "forged.json") == "AU011"


@pytest.mark.parametrize(
    "text", ["", "[]", "null", "{}", "\xff", '{"format": 1}', '"' * 9, "[" * 100_000, '{"number": 1e999}']
)
def test_what_is_no_anchor_is_refused_with_a_reason(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text, encoding="latin-1")
    assert refusal(anchor.read, tmp_path / "a.json") == "AU010"


@pytest.mark.parametrize("what", [{"format": "other"}, {"number": "x"}, {"at": "today"}, {"at": 5}, {"number": None}, {"signature": "zz"}, {"signature": 5}])  # fmt: skip
def test_a_field_of_another_form_is_refused(tmp_path: Path, what: dict[str, object]) -> None:
    record(1)
    anchor.write(tmp_path / "a.json")
    assert refusal(anchor.read, changed(tmp_path / "a.json", **what)) == "AU010"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refusal(anchor.read, tmp_path / "none.json") == "AU010"


def test_an_anchor_is_never_overwritten_and_then_nothing_is_noted(tmp_path: Path) -> None:
    record(1)
    (tmp_path / "a.json").write_text("the one before")
    assert refusal(anchor.write, tmp_path / "a.json") == "AU013"
    assert (tmp_path / "a.json").read_text() == "the one before"
    assert Event.objects.count() == 1


def test_an_empty_chain_has_no_anchor(tmp_path: Path) -> None:
    assert refusal(anchor.write, tmp_path / "a.json") == "AU014"
    assert not (tmp_path / "a.json").exists()


def test_without_a_usable_key_nothing_is_written(tmp_path: Path) -> None:
    record(1)
    anchor.key_path().unlink()
    assert refusal(anchor.write, tmp_path / "a.json") == "AU012"
    anchor.key_path().write_text("no key")
    assert refusal(anchor.write, tmp_path / "a.json") == "AU012"
    a_key(anchor.key_path(), make_other_kind(SECP256R1()))
    assert refusal(anchor.write, tmp_path / "a.json") == "AU012"
    assert not (tmp_path / "a.json").exists()


# A chain rebuilt.


def rebuild(until: int) -> None:
    """What an intruder with the whole database does: other words, every hash made anew, no link broken."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_event_no_update")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
    before = chain.FIRST
    for event in Event.objects.order_by("number"):
        payload = {"n": 99} if event.number == until else event.detail.payload
        commitment = chain.commitment_of(event.detail.salt, payload)
        made = chain.hash_of(event.number, event.at, event.actor, event.code, event.about, commitment, before)
        Detail.objects.filter(event=event).update(payload=payload)
        Event.objects.filter(id=event.id).update(commitment=commitment, previous=before, hash=made)
        before = made


def test_a_chain_rebuilt_without_a_seam_is_found_by_its_anchor_only(tmp_path: Path) -> None:
    record(4)
    anchor.write(tmp_path / "a.json")
    rebuild(until=2)
    assert samrit("verify").exit_code == 0
    found = samrit("verify", "--anchor", tmp_path / "a.json", "--json")
    assert found.exit_code == 1
    assert [issue["code"] for issue in json.loads(found.stdout)["issues"]] == ["AU004"]


# Shredding.


def test_shredded_words_are_gone_and_the_chain_says_redacted(tmp_path: Path) -> None:
    events = record(3)
    by = administrator()
    assert shred.shred([events[1].id], by=by, reason="คำขอเลขที่ ๑๒") == 1
    gone = Detail.objects.get(event=events[1])
    assert (gone.payload, gone.salt) == (None, "")
    assert (queries.verify(), shred.unlogged(), shred.redacted()) == ([], [], [2])
    noted = Event.objects.get(code=shred.SHREDDED)
    assert (noted.actor, noted.about) == (by.id, [["audit.event", str(events[1].id)]])
    assert noted.detail.payload == {"count": 1, "reason": "คำขอเลขที่ ๑๒"}


@pytest.mark.parametrize(
    ("by", "may"),
    [
        (administrator(), True),
        (administrator(is_administrator=False), False),
        (administrator(is_active=False), False),
    ],
)
def test_who_may_shred(by: Any, may: bool) -> None:
    events = record(1)
    if may:
        assert shred.shred([events[0].id], by=by, reason="order 12") == 1
    else:
        with pytest.raises(Denied):
            shred.shred([events[0].id], by=by, reason="order 12")
        assert Detail.objects.get(event=events[0]).payload == {"n": 0}


def test_shredding_again_does_and_notes_nothing() -> None:
    events = record(2)
    shred.shred([events[0].id], by=administrator(), reason="order 12")
    assert shred.shred([events[0].id], by=administrator(), reason="order 12") == 0
    assert Event.objects.filter(code=shred.SHREDDED).count() == 1


@pytest.mark.parametrize("reason", ["", " \n", "x" * 501])
def test_shredding_needs_a_reason(reason: str) -> None:
    events = record(1)
    assert refusal(shred.shred, [events[0].id], by=administrator(), reason=reason) == "AU016"
    assert Detail.objects.get(event=events[0]).payload == {"n": 0}


def test_an_unknown_event_stops_the_whole_shredding() -> None:
    events = record(1)
    assert refusal(shred.shred, [events[0].id, uuid4()], by=administrator(), reason="order 12") == "AU015"
    assert Detail.objects.get(event=events[0]).payload == {"n": 0}


def test_the_record_of_a_shredding_stays() -> None:
    events = record(1)
    shred.shred([events[0].id], by=administrator(), reason="order 12")
    noted = Event.objects.get(code=shred.SHREDDED)
    with pytest.raises(NotNow):
        shred.shred([noted.id], by=administrator(), reason="order 13")


def test_words_emptied_by_sql_are_told_from_shredded_ones() -> None:
    events = record(3)
    shred.shred([events[0].id], by=administrator(), reason="order 12")
    Detail.objects.filter(event=events[1]).update(payload=None, salt="", shredded_at=clock.now())
    # a row that makes it look as if it had been logged
    Subject.objects.create(event=Event.objects.get(code=shred.SHREDDED), object=events[1].id)
    assert [(issue.code, issue.place.file) for issue in shred.unlogged()] == [("AU017", "audit #2")]
    assert shred.redacted() == [1]
    assert samrit("verify").exit_code == 1


# The commands.


def test_a_whole_chain_is_said_to_be_whole_and_what_was_not_asked(tmp_path: Path) -> None:
    events = record(3)
    shred.shred([events[1].id], by=administrator(), reason="order 12")
    said = samrit("verify", "--lang", "en")
    assert said.exit_code == 0
    assert "whole: 4 events" in said.stdout
    assert "redacted, on the record: the details of 1 event" in said.stdout
    assert "compared with no anchor" in said.stdout


def test_the_commands_write_and_read_an_anchor(tmp_path: Path) -> None:
    record(3)
    file = tmp_path / "away" / "a.json"
    assert samrit("anchor", file).exit_code == 0
    said = json.loads(samrit("verify", "--anchor", file, "--json").stdout)
    assert (said["ok"], said["events"], said["anchors"]) == (True, 4, [3])


def test_an_event_changed_by_sql_is_named_and_gets_no_anchor(tmp_path: Path) -> None:
    record(3)
    Detail.objects.filter(event__number=2).update(payload={"n": 99})
    said = samrit("verify", "--lang", "en")
    assert said.exit_code == 1
    assert "audit #2 error AU003" in said.stderr
    assert samrit("anchor", tmp_path / "a.json").exit_code == 1
    assert not (tmp_path / "a.json").exists()


def test_a_forged_anchor_stops_the_command(tmp_path: Path) -> None:
    record(1)
    anchor.write(tmp_path / "a.json")
    said = samrit("verify", "--anchor", changed(tmp_path / "a.json", hash="0" * 64))
    assert said.exit_code == 1
    assert "AU011" in said.stderr


def test_a_database_that_cannot_be_read_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def gone() -> Any:
        raise OperationalError("no such table: audit_event")

    monkeypatch.setattr(services, "head", gone)
    said = samrit("verify")
    assert said.exit_code == 1
    assert "AU018" in said.stderr
