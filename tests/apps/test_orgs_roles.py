"""Who may act for which unit, by which grant or post, and why not; nobody gives anything to themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from samrit.apps.accounts.models import User
from samrit.apps.audit.models import Event
from samrit.apps.ground import clock
from samrit.apps.ground.denied import Denied, NotNow, allows
from samrit.apps.notices.models import Notice
from samrit.apps.orgs import permissions, queries, roles, services
from samrit.apps.orgs.levels import vacancies
from samrit.apps.orgs.models import Grant, Role, Unit
from samrit.apps.orgs.routes import Step, route_of
from samrit.apps.orgs.services import NewUnit
from samrit.apps.orgs.why import why

JAN = date(2026, 1, 1)
TODAY = clock.today()
DAY = timedelta(days=1)
LATER = TODAY + 100 * DAY


class Place:
    """An agency กรม with กอง A (ฝ่าย A1) and กอง B, and beside it another agency."""

    def __init__(self) -> None:
        self.root = services.create_root(kind="department", name_th="กรมสมมุติ", since=JAN, by=None)
        self.a = self.unit(self.root, "กอง A")
        self.a1 = self.unit(self.a, "ฝ่าย A1")
        self.b = self.unit(self.root, "กอง B")
        self.other = services.create_root(kind="department", name_th="กรมอื่น", since=JAN, by=None)

    def unit(self, parent: Unit, name: str) -> Unit:
        return services.create_unit(parent=parent, kind="division", name_th=name, since=JAN, by=None)

    def head(self, user: User, unit: Unit, **more: Any) -> Any:
        post = services.create_post(unit=unit, name_th="หัวหน้า", is_head=True, by=None)
        return services.assign_holder(post=post, user=user, **{"since": JAN, "by": None, **more})


@pytest.fixture
def place() -> Place:
    return Place()


def person(name: str) -> User:
    user: User = User.objects.create_user(name, name=f"นาย{name} สมมุติ")
    return user


def given(user: User, unit: Unit, role: str = Role.REPORTER, **more: Any) -> Grant:
    return services.grant(**{"user": user, "unit": unit, "role": role, "since": JAN, "by": None, **more})


# may: relation × unit × indicator -> allowed

RELATIONS: dict[str, Callable[[Place, User], object]] = {
    "nothing": lambda p, u: None,
    "here": lambda p, u: given(u, p.a),
    "here only": lambda p, u: given(u, p.a, subtree=False),
    "above": lambda p, u: given(u, p.root),
    "above only": lambda p, u: given(u, p.root, subtree=False),
    "below": lambda p, u: given(u, p.a1),
    "beside": lambda p, u: given(u, p.b),
    "other agency": lambda p, u: given(u, p.other),
    "other role": lambda p, u: given(u, p.a, Role.AUDITOR),
    "one indicator": lambda p, u: given(u, p.a, indicator="2"),
    "ended today": lambda p, u: given(u, p.a, until=TODAY),
    "ends tomorrow": lambda p, u: given(u, p.a, until=TODAY + DAY),
    "begins tomorrow": lambda p, u: given(u, p.a, since=TODAY + DAY),
    "head's post": lambda p, u: p.head(u, p.a),
}
REPORTS = [  # relation, for กอง A all, for indicator 2, for indicator 3, for ฝ่าย A1
    ("nothing", False, False, False, False),
    ("here", True, True, True, True),
    ("here only", True, True, True, False),
    ("above", True, True, True, True),
    ("above only", False, False, False, False),
    ("below", False, False, False, True),
    ("beside", False, False, False, False),
    ("other agency", False, False, False, False),
    ("other role", False, False, False, False),
    ("one indicator", False, True, False, False),
    ("ended today", False, False, False, False),
    ("ends tomorrow", True, True, True, True),
    ("begins tomorrow", False, False, False, False),
    ("head's post", False, False, False, False),
]


@pytest.mark.parametrize(("relation", "whole", "second", "third", "below"), REPORTS, ids=[row[0] for row in REPORTS])
def test_a_role_reaches_its_unit_its_subtree_and_its_indicator_in_its_time(
    place: Place, relation: str, whole: bool, second: bool, third: bool, below: bool
) -> None:
    user = person("reporter1")
    RELATIONS[relation](place, user)
    asked = [(place.a, ""), (place.a, "2"), (place.a, "3"), (place.a1, "")]
    assert [bool(roles.may(user, Role.REPORTER, *one, TODAY)) for one in asked] == [whole, second, third, below]
    told = [why(user, Role.REPORTER, *one, TODAY) for one in asked]
    assert [bool(one.basis) for one in told] == [whole, second, third, below]
    assert all(one.th and one.en for one in told)
    # what a page with many units reads is the same
    reach = roles.reach(user, TODAY)
    assert [bool(reach.may(Role.REPORTER, one.id, code)) for one, code in asked] == [whole, second, third, below]


@pytest.mark.parametrize("how", ["holds", "acting", "delegated"])
def test_the_heads_role_follows_from_the_heads_post_for_as_long_as_it_is_held(place: Place, how: str) -> None:
    user = person("head1")
    place.head(user, place.a, how=how, since=TODAY, until=TODAY + 2 * DAY)
    days = [TODAY - DAY, TODAY, TODAY + DAY, TODAY + 2 * DAY]
    bases = [roles.may(user, Role.HEAD, place.a, "2", day) for day in days]
    assert [basis and basis.how for basis in bases] == [None, how, how, None]
    assert roles.may(user, Role.HEAD, place.a1, "", TODAY) is None
    assert roles.may(user, Role.HEAD, place.root, "", TODAY) is None


def test_a_post_that_is_not_the_heads_gives_no_role(place: Place) -> None:
    user = person("clerk1")
    post = services.create_post(unit=place.a, name_th="นักวิชาการ", by=None)
    services.assign_holder(post=post, user=user, since=JAN, by=None)
    assert [basis for role in Role if (basis := roles.may(user, role, place.a, "", TODAY))] == []
    assert roles.agencies_of(user, TODAY) == {place.root.id}


def test_a_person_who_was_switched_off_may_nothing(place: Place) -> None:
    user = person("gone1")
    given(user, place.root)
    user.is_active = False
    user.save()
    assert roles.may(user, Role.REPORTER, place.a, "", TODAY) is None
    assert roles.reach(user, TODAY).units(Role.REPORTER) == set()
    assert "this account is switched off" in why(user, Role.REPORTER, place.a, "", TODAY).en


def test_a_role_tells_by_which_grant_and_of_several_the_nearest(place: Place) -> None:
    user, giver = person("reporter1"), person("giver1")
    given(giver, place.root, Role.ORG_ADMIN)
    given(user, place.root)
    near = given(user, place.a, by=giver)
    basis = roles.may(user, Role.REPORTER, place.a1, "", TODAY)
    assert basis is not None
    assert (basis.kind, basis.id, basis.at, basis.granted_by) == ("grant", near.id, place.a.id, giver.id)


def test_a_revoked_role_ends_at_once_but_stays_on_record(place: Place) -> None:
    user = person("reporter1")
    grant = given(user, place.a)
    services.revoke(grant=grant, by=None)
    assert roles.may(user, Role.REPORTER, place.a, "", TODAY) is None
    assert roles.may(user, Role.REPORTER, place.a, "", TODAY - DAY)
    with pytest.raises(NotNow):
        services.revoke(grant=grant, by=None)
    assert [e.code for e in Event.objects.filter(subjects__object=grant.id).order_by("number")] == [
        "orgs.role_granted",
        "orgs.role_revoked",
    ]


def test_after_a_merger_those_of_the_new_unit_act_for_the_old_one_and_reach_agrees(place: Place) -> None:
    old_head, head, verifier = person("head1"), person("head2"), person("verifier1")
    place.head(old_head, place.b)
    place.head(head, place.a)
    given(verifier, place.a, Role.VERIFIER)
    services.merge(units=[place.b], into=place.a, on=TODAY, by=None)
    assert roles.may(old_head, Role.HEAD, place.b, "", TODAY - DAY)
    assert roles.may(old_head, Role.HEAD, place.b, "", TODAY) is None
    assert roles.may(head, Role.HEAD, place.b, "", TODAY - DAY) is None
    basis = roles.may(head, Role.HEAD, place.b, "", TODAY)
    assert basis is not None
    assert basis.successor == place.a.id
    assert roles.may(verifier, Role.VERIFIER, place.b, "2", TODAY)
    for user, role in ((old_head, Role.HEAD), (head, Role.HEAD), (verifier, Role.VERIFIER)):
        reach = roles.reach(user, TODAY)
        for one in (place.root, place.a, place.a1, place.b):
            assert bool(reach.may(role, one.id)) == bool(roles.may(user, role, one, "", TODAY))


# granting: who × what -> allowed

ACTORS: dict[str, Callable[[Place], User | None]] = {
    "the console": lambda p: None,
    "agency's org admin": lambda p: _with(given, p.root, Role.ORG_ADMIN),
    "org admin of กอง A": lambda p: _with(given, p.a, Role.ORG_ADMIN),
    "org admin of กอง B": lambda p: _with(given, p.b, Role.ORG_ADMIN),
    "org admin elsewhere": lambda p: _with(given, p.other, Role.ORG_ADMIN),
    "head of กอง A": lambda p: _with(p.head, p.a),
    "reporter": lambda p: _with(given, p.root, Role.REPORTER),
    "auditor": lambda p: _with(given, p.root, Role.AUDITOR),
    "administrator": lambda p: User.objects.create_user("actor1", name="ก ข", is_administrator=True),
    "nobody": lambda p: person("actor1"),
}
ALLOWED = [  # actor, grant at กอง A, name the agency's org admin, change กอง A, fill a post of A, import, see, new agency
    ("the console", True, True, True, True, True, None, True),
    ("agency's org admin", True, True, True, True, True, True, False),
    ("org admin of กอง A", True, False, True, True, False, True, False),
    ("org admin of กอง B", False, False, False, False, False, True, False),
    ("org admin elsewhere", False, False, False, False, False, False, False),
    ("head of กอง A", False, False, False, False, False, True, False),
    ("reporter", False, False, False, False, False, True, False),
    ("auditor", False, False, False, False, False, True, False),
    ("administrator", False, True, False, False, False, True, True),
    ("nobody", False, False, False, False, False, False, False),
]


def _with(give: Callable[..., object], unit: Unit, *more: Any) -> User:
    user = person("actor1")
    give(user, unit, *more)
    return user


@pytest.mark.parametrize("row", ALLOWED, ids=[row[0] for row in ALLOWED])
def test_who_may_change_the_organisation(place: Place, row: tuple[Any, ...]) -> None:
    actor, to = ACTORS[row[0]](place), person("target1")
    post = services.create_post(unit=place.a, name_th="ตำแหน่ง", by=None)
    done = [
        allows(permissions.check_can_grant, actor, to, place.a, Role.REPORTER),
        allows(permissions.check_can_grant, actor, to, place.root, Role.ORG_ADMIN),
        allows(permissions.check_can_change, actor, place.a),
        allows(permissions.check_can_assign, actor, post, to, "holds"),
        allows(permissions.check_can_import, actor, place.root),
        None if actor is None else allows(permissions.check_can_see, actor, place.a1),
        allows(permissions.check_can_make_agency, actor),
    ]
    assert done == list(row[1:])


SERVICES: dict[str, Callable[[Place, User], object]] = {
    "create_root": lambda p, by: services.create_root(kind="x", name_th="ก", since=JAN, by=by),
    "create_unit": lambda p, by: services.create_unit(parent=p.a, kind="x", name_th="ก", since=JAN, by=by),
    "rename": lambda p, by: services.rename(unit=p.a, name_th="ก", on=TODAY, by=by),
    "move": lambda p, by: services.move(unit=p.a, to=p.b, on=TODAY, by=by),
    "merge": lambda p, by: services.merge(units=[p.a], into=p.b, on=TODAY, by=by),
    "split": lambda p, by: services.split(unit=p.a, into=[NewUnit("x", "ก")], on=TODAY, by=by),
    "close": lambda p, by: services.close(unit=p.a1, on=TODAY, by=by),
    "create_post": lambda p, by: services.create_post(unit=p.a, name_th="ก", by=by),
    "assign_holder": lambda p, by: p.head(person("target1"), p.a, by=by),
    "end_holding": lambda p, by: services.end_holding(holding=p.head(person("target1"), p.a), until=TODAY, by=by),
    "grant": lambda p, by: given(person("target1"), p.a, by=by),
    "revoke": lambda p, by: services.revoke(grant=given(person("target1"), p.a), by=by),
    "set_route": lambda p, by: services.set_route(root=p.root, pack="p", steps=[Step()], by=by),
}


@pytest.mark.parametrize("attempt", SERVICES.values(), ids=SERVICES)
def test_every_service_refuses_one_who_only_reports_and_reads(
    place: Place, attempt: Callable[[Place, User], object]
) -> None:
    by = person("actor1")
    for role in (Role.REPORTER, Role.VERIFIER, Role.EVALUATOR, Role.COMMENTATOR, Role.AUDITOR):
        given(by, place.root, role)
    with pytest.raises(Denied):
        attempt(place, by)


@pytest.mark.parametrize("attempt", SERVICES.values(), ids=SERVICES)
def test_every_service_is_open_to_the_agencys_org_admin_but_for_new_agencies(
    place: Place, attempt: Callable[[Place, User], object]
) -> None:
    by = person("actor1")
    given(by, place.root, Role.ORG_ADMIN)
    if attempt is SERVICES["create_root"]:
        by.is_administrator = True
    attempt(place, by)


def test_nobody_grants_themselves_a_role_or_a_post_not_even_past_the_services(place: Place) -> None:
    by = person("actor1")
    given(by, place.root, Role.ORG_ADMIN)
    with pytest.raises(Denied, match="themselves"):
        given(by, place.a, Role.VERIFIER, by=by)
    with pytest.raises(Denied, match="themselves"):
        place.head(by, place.a, by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(user=by, unit=place.a, role=Role.VERIFIER, since=JAN, granted_by=by)


def test_a_grant_and_its_end_are_told_to_the_person_the_agencys_head_and_its_auditors_only(place: Place) -> None:
    user, head, auditor, elsewhere = person("reporter1"), person("head1"), person("auditor1"), person("auditor2")
    place.head(head, place.root)
    given(auditor, place.root, Role.AUDITOR)
    given(elsewhere, place.other, Role.AUDITOR)
    Notice.objects.all().delete()
    grant = given(user, place.a1)
    services.revoke(grant=grant, by=None)
    told = sorted((notice.code, notice.to) for notice in Notice.objects.filter(object=grant.id))
    codes = ("orgs.role_granted", "orgs.role_revoked")
    assert told == sorted((code, one.id) for code in codes for one in (user, head, auditor))


def test_a_role_is_granted_only_at_a_unit_that_stands_and_for_some_days(place: Place) -> None:
    for wrong in ({"since": JAN - DAY}, {"since": TODAY, "until": TODAY}):
        with pytest.raises(NotNow):
            given(person(f"user{len(str(wrong))}"), place.a, **wrong)


# posts


def test_a_post_is_vacant_until_somebody_holds_it_and_two_cannot_at_a_time(place: Place) -> None:
    first, second = person("head1"), person("head2")
    post = services.create_post(unit=place.a, name_th="ผู้อำนวยการกอง", is_head=True, by=None)
    assert vacancies([place.a.id, place.b.id], TODAY) == {place.a.id: 1}
    held = services.assign_holder(post=post, user=first, since=JAN, by=None)
    with pytest.raises(NotNow):
        services.assign_holder(post=post, user=second, since=TODAY, by=None)
    services.assign_holder(post=post, user=second, how="acting", since=TODAY, until=TODAY + DAY, by=None)
    assert [(one.user, one.how) for one in queries.holders_on(post, TODAY)] == [(first, "holds"), (second, "acting")]
    services.end_holding(holding=held, until=TODAY, by=None)
    services.assign_holder(post=post, user=second, since=TODAY + DAY, by=None)
    heads = [[one.user for one in queries.heads_of(place.a, day)] for day in (TODAY - DAY, TODAY, TODAY + DAY)]
    assert heads == [[first], [second], [second]]
    assert vacancies([place.a.id, place.b.id], TODAY) == {}


def test_a_holder_delegates_a_post_for_a_period_and_the_delegate_does_not_pass_it_on(place: Place) -> None:
    head, deputy, third = person("head1"), person("deputy1"), person("third1")
    post = place.head(head, place.a).post
    delegated = services.assign_holder(
        post=post, user=deputy, how="delegated", since=TODAY, until=TODAY + 5 * DAY, by=head
    )
    with pytest.raises(Denied):
        services.assign_holder(post=post, user=third, how="delegated", since=TODAY, by=deputy)
    with pytest.raises(Denied):
        services.assign_holder(post=post, user=third, how="acting", since=TODAY, by=head)
    services.end_holding(holding=delegated, until=TODAY + DAY, by=head)
    assert roles.may(deputy, Role.HEAD, place.a, "", TODAY)
    assert roles.may(deputy, Role.HEAD, place.a, "", TODAY + DAY) is None


# reporting routes


def to(hops: tuple[Any, ...]) -> list[Any]:
    return [hop.to.id for hop in hops]


def test_without_a_route_a_report_goes_to_the_superior_unit(place: Place) -> None:
    assert to(route_of(place.a1, "p", "2", TODAY)) == [place.a.id]
    assert route_of(place.root, "p", "2", TODAY) == ()


def test_the_most_specific_route_wins(place: Place) -> None:
    centre = place.unit(place.root, "ศูนย์")
    for indicator, kind, target in (
        ("", "", place.b),
        ("", "division", centre),
        ("2", "", place.root),
        ("2", "division", place.a),
    ):
        services.set_route(
            root=place.root, pack="p", indicator=indicator, unit_kind=kind, steps=[Step(target)], by=None
        )
    services.rename(unit=place.b, kind="region", on=TODAY, by=None)
    assert to(route_of(place.a1, "p", "2", TODAY)) == [place.a.id]
    assert to(route_of(place.b, "p", "2", TODAY)) == [place.root.id]
    assert to(route_of(place.a1, "p", "3", TODAY)) == [centre.id]
    assert to(route_of(place.a1, "other pack", "3", TODAY)) == [place.a.id]


def test_a_route_goes_step_by_step_with_days_and_passes_over_the_sender_itself(place: Place) -> None:
    steps = [Step(day=28), Step(place.b, 30), Step(day=5, of_following_month=True)]
    services.set_route(root=place.root, pack="p", steps=steps, by=None)
    hops = route_of(place.a1, "p", "2", TODAY)
    assert to(hops) == [place.a.id, place.b.id, place.root.id]
    ends = date(2026, 2, 15)
    assert [hop.due(ends) for hop in hops] == [date(2026, 2, 28), date(2026, 2, 28), date(2026, 3, 5)]
    assert hops[2].due(date(2026, 12, 31)) == date(2027, 1, 5)
    assert to(route_of(place.b, "p", "2", TODAY)) == [place.root.id]


def test_a_route_that_ends_with_the_sender_goes_one_step_further(place: Place) -> None:
    services.set_route(root=place.root, pack="p", steps=[Step(place.a, 28), Step(place.b, 30)], by=None)
    [last] = route_of(place.b, "p", "2", TODAY)
    assert (last.to, last.day) == (place.root, 30)
    assert to(route_of(place.a, "p", "2", TODAY)) == [place.b.id]


def test_a_route_is_followed_as_it_stood_on_the_day(place: Place) -> None:
    services.set_route(root=place.root, pack="p", steps=[Step(place.b)], by=None)
    services.set_route(root=place.root, pack="p", steps=[Step(place.root)], by=None)
    assert to(route_of(place.a1, "p", "2", TODAY - DAY)) == [place.b.id]
    assert to(route_of(place.a1, "p", "2", TODAY)) == [place.root.id]
    services.set_route(root=place.root, pack="p", steps=[], since=LATER, by=None)
    assert to(route_of(place.a1, "p", "2", LATER)) == [place.a.id]


def test_a_closed_units_part_of_a_route_goes_to_its_successor(place: Place) -> None:
    services.set_route(root=place.root, pack="p", steps=[Step(place.b)], by=None)
    services.merge(units=[place.b], into=place.a, on=TODAY, by=None)
    assert to(route_of(place.a1, "p", "2", TODAY)) == [place.a.id]


def test_a_route_does_not_leave_the_agency(place: Place) -> None:
    with pytest.raises(NotNow):
        services.set_route(root=place.root, pack="p", steps=[Step(place.other)], by=None)


@pytest.mark.parametrize("count", [10, 300])
def test_asking_who_may_takes_as_many_queries_in_a_large_agency_as_in_a_small_one(
    place: Place, count: int, django_assert_max_num_queries: Any
) -> None:
    user = person("user1")
    made = services.create_units(
        parent=place.a, units=[NewUnit("x", f"ฝ่าย {n}") for n in range(count)], since=JAN, by=None
    )
    for one in made[: count // 10]:
        given(user, one)
    place.head(user, place.a)
    given(user, place.root, Role.VERIFIER)
    with django_assert_max_num_queries(3):
        assert roles.may(user, Role.VERIFIER, made[0], "2", TODAY)
    with django_assert_max_num_queries(5):
        assert len(roles.reach(user, TODAY).units(Role.VERIFIER)) == count + 4
    with django_assert_max_num_queries(1):
        assert roles.agencies_of(user, TODAY) == {place.root.id}
    with django_assert_max_num_queries(4):
        route_of(made[0], "p", "2", TODAY)


def test_bases_say_of_many_units_and_roles_at_once_what_each_by_itself_says(
    place: Place, django_assert_max_num_queries: Any
) -> None:
    user = person("many")
    given(user, place.root, Role.AUDITOR)
    given(user, place.a, Role.VERIFIER, subtree=False)
    given(user, place.a1, indicator="2")
    place.head(user, place.b)
    units, asked = [place.root, place.a, place.a1, place.b, place.other], list(Role)
    for indicator in ("", "2", "3"):
        with django_assert_max_num_queries(2):
            at_once = roles.bases(user, asked, units, indicator, TODAY)
        for unit in units:
            singly = {role: roles.may(user, role, unit, indicator, TODAY) for role in asked}
            found = {role: next((one for one in at_once[unit.id] if one.role == role), None) for role in asked}
            assert found == singly
            some = roles.may_any(user, asked, unit, indicator, TODAY)
            assert (some is None) == (not at_once[unit.id])


def test_who_has_a_role_for_one_indicator_is_told_of_that_one_only(place: Place) -> None:
    all_, one = person("all"), person("one")
    given(all_, place.a)
    given(one, place.a, indicator="2")
    assert roles.people_with(Role.REPORTER, place.a, TODAY, "2") == {all_.id, one.id}
    assert roles.people_with(Role.REPORTER, place.a, TODAY, "3") == {all_.id}
