"""What a person's roles reach is the same whether it is read for one unit, for all, or kept to by the database."""

from __future__ import annotations

from typing import Any

import pytest
from tests.apps import test_orgs_roles
from tests.apps.test_orgs_roles import RELATIONS, TODAY, Place, given, person

from samrit.apps.accounts.models import User
from samrit.apps.orgs import reach as reaching
from samrit.apps.orgs import roles, services
from samrit.apps.orgs.models import Role, Unit
from samrit.apps.orgs.reach import Basis, within
from samrit.apps.orgs.services import NewUnit
from samrit.apps.results import queries as results

place = test_orgs_roles.place


def any_role(_: Basis) -> bool:
    return True


def _kept(user: User) -> set[Any]:
    """The units that the database keeps to."""
    area = roles.reach(user, TODAY).area(any_role)
    return set(Unit.objects.filter(within("id", *area.values)).values_list("id", flat=True))


@pytest.mark.parametrize("most", [0, 60], ids=["many", "few"])
@pytest.mark.parametrize("merged", [False, True], ids=["as made", "after a merger"])
@pytest.mark.parametrize("relation", RELATIONS)
def test_an_area_keeps_to_the_units_that_are_reached(
    place: Place, monkeypatch: pytest.MonkeyPatch, relation: str, merged: bool, most: int
) -> None:
    user = person("somebody")
    RELATIONS[relation](place, user)
    if merged:
        services.merge(units=[place.b], into=place.a, on=TODAY, by=None)
    reached = roles.reach(user, TODAY).units(*Role)
    monkeypatch.setattr(reaching, "MOST_READ", most)
    assert _kept(user) == reached
    for one in (place.root, place.a, place.a1, place.b, place.other):
        assert roles.reach(user, TODAY).reaches(one.id, Role) == (one.id in reached)


def test_of_many_units_none_is_read_to_keep_to_them(place: Place, django_assert_num_queries: Any) -> None:
    user = person("planner")
    given(user, place.a, Role.VERIFIER)
    services.create_units(parent=place.a, units=[NewUnit("x", f"ฝ่าย {n}") for n in range(70)], since=TODAY, by=None)
    reach = roles.reach(user, TODAY)
    with django_assert_num_queries(2):
        area = reach.area(any_role)
        assert (area.whole, len(area.units)) == ({place.a.id}, 0)
        assert reach.area(any_role) == area
    assert "entries" not in vars(reach)


def test_of_a_whole_agency_not_even_some_are_read(place: Place, django_assert_num_queries: Any) -> None:
    user = person("evaluator")
    given(user, place.root, Role.EVALUATOR)
    reach = roles.reach(user, TODAY)
    with django_assert_num_queries(1):
        assert reach.area(any_role).whole == {place.root.id}
        assert reach.area(any_role).units == set()


def test_a_unit_asked_about_is_one_question_and_asked_again_none(place: Place, django_assert_num_queries: Any) -> None:
    user = person("verifier")
    given(user, place.root, Role.VERIFIER)
    reach = roles.reach(user, TODAY)
    with django_assert_num_queries(1):
        assert reach.bases((Role.VERIFIER,), [place.a.id, place.a1.id], "")[place.a.id]
        assert reach.may(Role.VERIFIER, place.a1.id)
        assert reach.may(Role.REPORTER, place.a.id) is None
        assert reach.indicators(Role.VERIFIER, place.a.id) is None
    with django_assert_num_queries(1):
        assert reach.may(Role.VERIFIER, place.b.id)


def test_nobody_without_a_role_is_asked_about(place: Place, django_assert_num_queries: Any) -> None:
    reach = roles.reach(person("nobody"), TODAY)
    with django_assert_num_queries(0):
        assert reach.area(any_role).values == ()
        assert not reach.reaches(place.a.id, Role)
        assert reach.units(*Role) == set()


def test_a_post_of_a_closed_unit_reaches_nothing_and_nothing_waits_with_it(place: Place) -> None:
    head, auditor = person("head1"), person("auditor")
    place.head(head, place.b)
    given(auditor, place.b, Role.AUDITOR)
    services.merge(units=[place.b], into=place.a, on=TODAY, by=None)
    for user in (head, auditor):
        reach = roles.reach(user, TODAY)
        assert reach.area(any_role).values == ()
        assert results.work_of(reach, TODAY).tasks == results.sent(reach, TODAY, 5) == []
        assert results.turns_of(reach, results.WAITING, without=Role.AUDITOR).reports.count() == 0
