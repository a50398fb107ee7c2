"""The audit chain: what is recorded cannot be changed unseen, and words can be shredded without breaking it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError

from samrit.apps.audit import codes, queries, services
from samrit.apps.audit.models import Detail, Event
from samrit.apps.ground import clock

DONE = codes.define("test.done", "ทำแล้ว {n}", "done {n}")


def record(count: int) -> list[Event]:
    with transaction.atomic():
        return [services.record(DONE, by=None, n=n) for n in range(count)]


def codes_of() -> list[str]:
    return [issue.code for issue in queries.verify()]


def unguarded(statement: str, *values: object) -> None:
    """What a person with SQL and bad intent does: take the guard away, change, put nothing back."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS audit_event_no_{verb}")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
        cursor.execute(statement, values)


def test_an_honest_chain_verifies() -> None:
    record(5)
    assert queries.verify() == []


def test_an_event_outside_a_transaction_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    # a transactional test would have to empty the tables afterwards, which they refuse
    monkeypatch.setattr(services, "connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(TransactionManagementError):
        services.record(DONE, by=None)


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(KeyError):
        services.record("no.such.event", by=None)


@pytest.mark.parametrize("verb", ["UPDATE audit_event SET code = 'x'", "DELETE FROM audit_event"])
def test_the_database_refuses_to_change_or_remove_an_event(verb: str) -> None:
    record(1)
    Detail.objects.all().delete()
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb)


def test_an_event_changed_by_sql_is_found_and_named() -> None:
    record(5)
    unguarded("UPDATE audit_event SET code = 'other' WHERE number = 3")
    issues = queries.verify()
    assert [(issue.code, issue.place.file) for issue in issues] == [("AU001", "audit #3")]


def test_an_event_removed_by_sql_is_found() -> None:
    record(5)
    Detail.objects.filter(event__number=3).delete()
    unguarded("DELETE FROM audit_event WHERE number = 3")
    assert codes_of() == ["AU002"]


def test_a_chain_rebuilt_after_a_change_is_found_by_an_anchor_kept_outside() -> None:
    record(4)
    anchors = {event.number: event.hash for event in Event.objects.all()}
    unguarded("UPDATE audit_event SET hash = %s WHERE number = 4", "0" * 64)
    found = [issue.code for issue in queries.verify(anchors)]
    assert "AU004" in found


def test_an_anchor_beyond_the_end_shows_that_events_were_cut_off() -> None:
    record(2)
    assert [issue.code for issue in queries.verify({3: "f" * 64})] == ["AU002"]


def test_words_changed_by_sql_are_found() -> None:
    record(3)
    Detail.objects.filter(event__number=2).update(payload={"n": 99})
    assert codes_of() == ["AU003"]


def test_words_that_only_look_shredded_are_found_and_those_removed_with_their_row() -> None:
    record(3)
    Detail.objects.filter(event__number=2).update(payload=None, salt="", shredded_at=clock.now())
    assert [(issue.code, issue.place.file) for issue in queries.verify()] == [("AU017", "audit #2")]
    Detail.objects.filter(event__number=2).delete()
    assert codes_of() == ["AU003"]
