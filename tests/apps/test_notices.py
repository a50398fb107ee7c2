"""Notices: told in the transaction of what happened, to each person once, and read only by them."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from samrit.apps.audit import codes
from samrit.apps.ground import clock
from samrit.apps.notices import kinds, queries, services
from samrit.apps.notices.models import Notice

DUE = kinds.define("test.due", "ครบกำหนด {day} สำหรับ {what}", "{what} is due on {day}")
HAPPENED = codes.define("test.happened", "เกิดขึ้น {n} ครั้ง", "happened {n} times")
ME, YOU = uuid4(), uuid4()


def tell(*to, code=DUE, **words):
    with transaction.atomic():
        return services.notify(to, code, **words)


def said(told: queries.Told) -> tuple[str, str]:
    kind = kinds.find(told.code)
    assert kind is not None
    return kinds.tell(kind.th, told.words), kinds.tell(kind.en, told.words)


def test_a_notice_is_told_in_both_languages() -> None:
    tell(ME, day="30 มิ.ย.", what="KPI 2")
    [told] = queries.unread(ME)
    assert said(told) == ("ครบกำหนด 30 มิ.ย. สำหรับ KPI 2", "KPI 2 is due on 30 มิ.ย.")


def test_an_audit_event_can_be_told_under_its_own_code() -> None:
    tell(ME, code=HAPPENED, n=3)
    assert said(queries.unread(ME)[0])[1] == "happened 3 times"


def test_a_code_means_one_thing_among_notices_and_events() -> None:
    with pytest.raises(ValueError, match="twice"):
        kinds.define(HAPPENED, "ก", "a")


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(KeyError):
        tell(ME, code="no.such.notice")


def test_a_notice_outside_a_transaction_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(TransactionManagementError):
        services.notify([ME], DUE)


def test_what_is_undone_was_never_told() -> None:
    def told_and_undone() -> None:
        with transaction.atomic():
            services.notify([ME], DUE)
            raise LookupError

    with pytest.raises(LookupError):
        told_and_undone()
    assert queries.count_unread(ME) == 0


def test_a_person_named_twice_is_told_once() -> None:
    tell(ME, YOU, ME)
    assert (queries.count_unread(ME), queries.count_unread(YOU)) == (1, 1)


def test_nobody_marks_anothers_notice_read() -> None:
    [mine, _] = tell(ME, YOU)
    assert services.mark_read(YOU, [mine.id]) == 0
    assert queries.count_unread(ME) == 1


def test_reading_one_leaves_the_others_and_the_time_stays() -> None:
    [first] = tell(ME)
    [second] = tell(ME)
    assert services.mark_read(ME, [first.id]) == 1
    read_at = Notice.objects.get(id=first.id).read_at
    assert [one.id for one in queries.unread(ME)] == [second.id]
    assert services.mark_read(ME) == 1
    assert Notice.objects.get(id=first.id).read_at == read_at


def test_the_newest_comes_first() -> None:
    made = [tell(ME)[0].id for _ in range(3)]
    assert [one.id for one in queries.unread(ME)] == made[::-1]


def test_a_missing_word_shows_as_a_dash() -> None:
    tell(ME, day="1")
    assert said(queries.unread(ME)[0])[1] == "– is due on 1"


def test_a_sentence_reaches_no_attribute_of_a_word() -> None:
    assert kinds.tell("{a.__class__} {b[0]}", {"a": "x", "b": "y"}) == "– –"


def test_a_gap_with_two_words_takes_the_one_that_fits_its_count() -> None:
    assert kinds.tell("{n} {n:unit was|units were} made", {"n": 1}) == "1 unit was made"
    assert kinds.tell("{n} {n:unit was|units were} made", {"n": 2}) == "2 units were made"
    assert kinds.tell("{n:>9}", {"n": 2}) == "2"


def test_a_code_of_a_later_version_is_kept_as_it_is() -> None:
    Notice.objects.create(to=ME, code="of.tomorrow", at=clock.now())
    assert queries.unread(ME)[0].code == "of.tomorrow"
