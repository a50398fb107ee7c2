"""Prepared questions: the same rows as the query set they are made of, with every kind of value."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections
from django.db.models import Count, QuerySet
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from tests.apps.results_world import World, clock_at

from samrit.apps.accounts.models import User
from samrit.apps.ground.prepared import prepared
from samrit.apps.orgs.models import Ancestor, Grant, Placement, Unit
from samrit.apps.orgs.queries import on_day, trees_in_force

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    return World(clock_at(monkeypatch))


def units_called(ids: Collection[UUID], on: date) -> QuerySet[Placement]:
    return Placement.objects.filter(on_day(on), unit__among=ids).select_related("unit").order_by("id")


def grants_of(user: UUID, on: date, role: str) -> QuerySet[Grant, tuple[Any, ...]]:
    return (
        Grant.objects.filter(on_day(on), user=user, role=role).order_by("id").values_list("id", "unit__code", "since")
    )


def below(above: UUID, on: date) -> QuerySet[Ancestor, UUID]:
    return (
        Ancestor.objects.filter(tree__in=trees_in_force(on), above=above)
        .order_by("below")
        .values_list("below", flat=True)
    )


def many(least: int, codes: Collection[str]) -> QuerySet[Unit]:
    counted = Unit.objects.filter(code__among=codes).annotate(many=Count("placements")).filter(many__gt=least)
    return counted.order_by("id")


def test_models_with_what_is_read_along_are_those_of_the_query_set(world: World) -> None:
    ids = list(Unit.objects.values_list("id", flat=True))
    ask = prepared(units_called)
    for chosen in (ids, ids[:1], []):
        found = ask(chosen, TODAY)
        assert found == list(units_called(chosen, TODAY))
        with CaptureQueriesContext(connection) as more:
            assert [one.unit.id for one in found] == [one.unit_id for one in units_called(chosen, TODAY)]
        assert len(more) == 1  # the query set's own: the unit came along


def test_a_question_has_its_sql_once_and_other_values_each_time(world: World) -> None:
    ask = prepared(grants_of)
    people = list(User.objects.order_by("id"))
    with CaptureQueriesContext(connection) as seen:
        told = [ask(person.id, day, "reporter") for person in people for day in (TODAY, date(1990, 1, 1))]
    plain = [list(grants_of(person.id, day, "reporter")) for person in people for day in (TODAY, date(1990, 1, 1))]
    assert told == plain
    assert any(told)
    assert len(seen) == len(people) * 2


def test_subqueries_and_annotations_take_their_values_too(world: World) -> None:
    ask_below, ask_many = prepared(below), prepared(many)
    for unit in Unit.objects.all():
        assert ask_below(unit.id, TODAY) == list(below(unit.id, TODAY))
        found = ask_many(0, [unit.code])
        assert [(one.id, vars(one)["many"]) for one in found] == [
            (one.id, vars(one)["many"]) for one in many(0, [unit.code])
        ]


@pytest.mark.parametrize("value", [None, True, 1.5, Unit()])
def test_an_argument_that_could_change_the_shape_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="takes no"):
        prepared(lambda given: Unit.objects.filter(code=given))(value)


def test_an_argument_that_is_not_used_as_given_is_refused() -> None:
    with pytest.raises(TypeError, match="argument 1"):
        prepared(lambda code: Unit.objects.filter(code=code + "x"))("a")
    with pytest.raises(TypeError, match="argument 2"):
        prepared(lambda code, rest: Unit.objects.filter(code=code))("a", "b")
    with pytest.raises(TypeError, match="in their order"):
        prepared(lambda code: Unit.objects.filter(code=code))(code="a")


def test_among_finds_what_in_finds_and_nothing_among_nothing(world: World) -> None:
    ids = list(Unit.objects.values_list("id", flat=True))
    codes = list(Unit.objects.values_list("code", flat=True))
    assert set(Unit.objects.filter(id__among=ids[:2])) == set(Unit.objects.filter(id__in=ids[:2]))
    assert set(Unit.objects.filter(code__among=codes)) == set(Unit.objects.filter(code__in=codes))
    assert set(Placement.objects.filter(unit__among=set(ids))) == set(Placement.objects.filter(unit__in=ids))
    assert not Unit.objects.filter(id__among=[])


def down_to(depth: int, on: date) -> QuerySet[Ancestor]:
    return Ancestor.objects.filter(tree__in=trees_in_force(on), depth__lte=depth).order_by("id")


def test_a_small_whole_number_is_asked_for_as_it_is_given(world: World) -> None:
    ask = prepared(down_to)
    assert ask(0, TODAY) == list(down_to(0, TODAY))
    assert ask(1, TODAY) == list(down_to(1, TODAY))
    assert len(ask(0, TODAY)) < len(ask(1, TODAY))


def held(unit: UUID) -> QuerySet[Unit]:
    return Unit.objects.select_for_update().filter(id=unit)


def test_a_question_that_locks_is_asked_inside_a_transaction_only_as_with_the_query_set(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask, unit = prepared(held), Unit.objects.all()[0]
    assert ask(unit.id) == [unit]
    # tests run inside a transaction; it is as if there were none
    monkeypatch.setattr(connections["default"], "get_autocommit", lambda: True)
    if connection.features.has_select_for_update:
        for outside in (ask, lambda key: list(held(key))):
            with pytest.raises(TransactionManagementError):
                outside(unit.id)
    else:
        assert ask(unit.id) == [unit]
