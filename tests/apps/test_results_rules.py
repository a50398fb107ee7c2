"""Who may do what to a report, and when: every action by every role in every state, and what binds a person's hands."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from tests.apps.results_world import World, clock_at

from samrit.apps.accounts.models import User
from samrit.apps.ground.denied import Denied, NotNow, allows
from samrit.apps.orgs.models import Ancestor, Post, Role, Succession, Unit
from samrit.apps.results import permissions, services, states
from samrit.apps.results.draft import Change
from samrit.apps.results.models import Report, State
from samrit.apps.results.states import TRANSITIONS, TURN, Action

A = Action
ALLOWED: dict[str, set[Action]] = {
    "draft": {A.SAVE, A.SUBMIT},
    "submitted": {A.WITHDRAW, A.APPROVE, A.RETURN},
    "returned": {A.SAVE, A.SUBMIT},
    "under_review": {A.RETURN, A.VERIFY, A.VERIFY_LAST},
    "verified": {A.CONCLUDE},
    "closed": set(),
}
PEOPLE = (
    "clerk", "second_clerk", "head", "verifier", "last_verifier", "evaluator", "commentator", "auditor", "org_admin",
    "stranger",
)  # fmt: skip
MAY: dict[str, dict[str, set[Action]]] = {
    "draft": {"clerk": {A.SAVE, A.SUBMIT}, "second_clerk": {A.SAVE, A.SUBMIT}},
    "submitted": {"clerk": {A.WITHDRAW}, "second_clerk": {A.WITHDRAW}, "head": {A.APPROVE, A.RETURN}},
    "returned": {"clerk": {A.SAVE, A.SUBMIT}, "second_clerk": {A.SAVE, A.SUBMIT}},
    "under_review": {"verifier": {A.RETURN, A.VERIFY, A.VERIFY_LAST}},
    "verified": {"evaluator": {A.CONCLUDE}},
    "closed": {},
}
"""Whoever is not here may not; at the first unit of the route, so the last unit's verifier waits."""


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    return World(clock_at(monkeypatch))


@pytest.mark.parametrize(("state", "action"), list(product(State, Action)))
def test_each_state_allows_its_actions_and_says_why_not_the_others(state: State, action: Action) -> None:
    report = Report(state=state)
    if action in ALLOWED[state]:
        assert states.check_can_now(report, action) == TRANSITIONS[state, action]
        return
    with pytest.raises(NotNow) as refused:
        states.check_can_now(report, action)
    assert refused.value.th
    assert refused.value.cure_th
    assert refused.value.en.isascii()


def test_every_state_has_an_owner_and_can_be_reached() -> None:
    assert set(TURN) == set(State)
    assert {State.DRAFT, *TRANSITIONS.values()} == set(State)
    for state, action in TRANSITIONS:
        if action is not Action.WITHDRAW:
            assert states.actors(state, action) == (TURN[state],)


def test_the_page_of_states_draws_the_transitions_as_they_are() -> None:
    page = Path(__file__).parents[2] / "docs/explanation/states-of-a-result.md"
    assert f"```mermaid\n{states.diagram()}```" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("state", MAY)
def test_each_action_is_for_those_whose_role_it_is_and_no_one_else(state: str, world: World) -> None:
    report = world.bring_to(world.opened(), state)
    for name in PEOPLE:
        may = {
            action
            for action in Action
            if allows(permissions.check_can, world[name], report, action) and allows(states.check_can_now, report, action)
        }  # fmt: skip
        assert may == MAY[state].get(name, set()), name


def test_the_services_ask_who_before_when(world: World) -> None:
    report = world.bring_to(world.opened(), "closed")
    for name in ("stranger", "commentator", "auditor", "verifier"):
        with pytest.raises(Denied):
            services.save_entries(
                report, changes=[Change("2.1", "percent", "1")], by=world[name], version=report.version
            )
    with pytest.raises(NotNow):
        services.save_entries(
            report, changes=[Change("2.1", "percent", "1")], by=world["clerk"], version=report.version
        )


@pytest.mark.parametrize("name", PEOPLE)
def test_reading_follows_the_role_and_the_route(name: str, world: World) -> None:
    report = world.bring_to(world.opened(), "draft")
    assert allows(permissions.check_can_see, world[name], report) == (
        name not in ("stranger", "verifier", "last_verifier")
    )
    world.submit(report)
    world.do(report, "approve", "head")
    assert allows(permissions.check_can_see, world[name], report) == (name not in ("stranger", "last_verifier"))
    world.do(report, "verify", "verifier")
    assert allows(permissions.check_can_see, world[name], report) == (name != "stranger")


def test_a_role_for_another_indicator_or_unit_or_from_tomorrow_is_none(world: World) -> None:
    report = world.opened()
    for unit, fields in (
        (world.office, {"indicator": "3"}),
        (world.other, {}),
        (world.root, {"subtree": False}),
    ):
        grant = world.grant("stranger", Role.REPORTER, unit, **fields)
        assert not allows(permissions.check_can, world["stranger"], report, Action.SAVE)
        grant.delete()
    grant = world.grant("stranger", Role.REPORTER, world.office)
    assert allows(permissions.check_can, world["stranger"], report, Action.SAVE)
    assert not allows(permissions.check_can, world["stranger"], report, Action.SAVE, grant.since - timedelta(days=1))
    User.objects.filter(id=world["stranger"].id).update(is_active=False)
    world["stranger"].refresh_from_db()
    assert not allows(permissions.check_can, world["stranger"], report, Action.SAVE)


# ── separation of duties ─────────────────────────────────────────────────────────────────────────────────────────────

DECIDES = {
    Action.APPROVE: ("submitted", Role.HEAD),
    Action.VERIFY: ("under_review", Role.VERIFIER),
    Action.CONCLUDE: ("verified", Role.EVALUATOR),
}
TIED = ("reported", "attached", "submitted", "assessed", "heads")


@pytest.mark.parametrize("tie", TIED)
@pytest.mark.parametrize(
    ("action", "how"),
    [*((action, "grant") for action in DECIDES), *((Action.APPROVE, how) for how in ("post", "acting", "delegated"))],
)
def test_nobody_decides_on_what_he_is_bound_to_whatever_role_he_has(
    tie: str, action: Action, how: str, world: World
) -> None:
    state, role = DECIDES[action]
    one = "second_clerk"
    report = world.opened()
    bind(world, report, tie, one)
    world.bring_to(report, state) if tie != "submitted" else bring_submitted_by(world, report, one, state)
    empower(world, one, role, how)
    refused = not allows(permissions.check_can, world[one], report, action)
    # who heads the assessed unit approves for it: that is his part, and no judgement
    assert refused == (not (action is Action.APPROVE and tie == "heads"))
    if refused:
        with pytest.raises(Denied) as told:
            permissions.check_can(world[one], report, action)
        assert "decide" in told.value.en


@pytest.mark.parametrize("action", DECIDES)
def test_the_same_roles_decide_where_nothing_binds_them(action: Action, world: World) -> None:
    state, role = DECIDES[action]
    report = world.bring_to(world.opened(), state)
    empower(world, "second_clerk", role, "grant")
    assert allows(permissions.check_can, world["second_clerk"], report, action)


@pytest.mark.parametrize("action", [Action.VERIFY, Action.CONCLUDE])
def test_who_approved_for_the_unit_does_not_judge_it_above(action: Action, world: World) -> None:
    report = world.bring_to(world.opened(), DECIDES[action][0])
    world.grant("head", DECIDES[action][1], world.root)
    world.post.holdings.all().update(until=world.today)
    assert not allows(permissions.check_can, world["head"], report, action)


def test_nobody_decides_on_his_own_work_through_a_delegate(world: World) -> None:
    world.grant("head", Role.REPORTER, world.office)
    report = world.opened()
    world.save(report, Change("2.2", "percent", "70"), by="head")
    world.submit(report)
    world.hold("stranger", "delegated")
    with pytest.raises(Denied, match="in the name of"):
        permissions.check_can(world["stranger"], report, Action.APPROVE)
    world.hold("second_clerk", "acting")
    assert allows(permissions.check_can, world["second_clerk"], report, Action.APPROVE)
    world.grant("stranger", Role.HEAD, world.office)
    assert allows(permissions.check_can, world["stranger"], report, Action.APPROVE)


def test_a_delegate_of_one_who_is_not_bound_approves(world: World) -> None:
    report = world.bring_to(world.opened(), "submitted")
    world.hold("stranger", "delegated")
    assert allows(permissions.check_can, world["stranger"], report, Action.APPROVE)


@pytest.mark.parametrize("action", DECIDES)
def test_an_auditor_changes_nothing_whatever_other_role_he_has(action: Action, world: World) -> None:
    state, role = DECIDES[action]
    report = world.bring_to(world.opened(), state)
    empower(world, "auditor", role, "grant")
    assert not allows(permissions.check_can, world["auditor"], report, action)


def test_looking_after_the_installation_gives_no_say(world: World) -> None:
    report = world.bring_to(world.opened(), "submitted")
    User.objects.filter(id=world["stranger"].id).update(is_administrator=True)
    world["stranger"].refresh_from_db()
    assert not any(allows(permissions.check_can, world["stranger"], report, action) for action in Action)


def test_a_unit_closed_in_the_middle_of_a_review_is_followed_by_its_successor(world: World) -> None:
    report = world.bring_to(world.opened(), "under_review")
    Succession.objects.create(old=world.planning, new=world.other, on=world.today, how="merged")
    Unit.objects.filter(id=world.planning.id).update(closed_on=world.today)
    Ancestor.objects.filter(below=world.planning).delete()
    world.grant("stranger", Role.VERIFIER, world.other)
    world.do(report, "verify", "stranger")
    assert report.with_unit == world.root


def bind(world: World, report: Report, tie: str, name: str) -> None:
    if tie == "reported":
        world.save(report, Change("2.2", "percent", "70"), by=name)
    elif tie == "attached":
        services.attach(report, evidence=world.evidence(), by=world[name])
    elif tie == "assessed":
        post = Post.objects.create(unit=world.office, name_th="ผู้รับการประเมิน (สมมุติ)")
        world.hold(name, "acting", post)
        world.assessment.post = post
        world.assessment.save()
    elif tie == "heads":
        world.hold(name)


def bring_submitted_by(world: World, report: Report, name: str, state: str) -> None:
    world.save(report, Change("2.1", "percent", "72"))
    world.submit(report, by=name)
    if state != "submitted":
        world.do(report, "approve", "head")
    if state == "verified":
        world.do(report, "verify", "verifier")
        world.do(report, "verify", "last_verifier")


def empower(world: World, name: str, role: Role, how: str) -> None:
    if how == "grant":
        world.grant(name, role, world.root)
    else:
        world.hold(name, {"post": "holds"}.get(how, how))
