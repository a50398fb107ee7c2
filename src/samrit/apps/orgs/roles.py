"""Who may act for which unit on a day, and by which grant or post; nothing is cached, so a revoked role ends at once.

Whoever acts for a unit acts for those whose duties went to it.  A role for one indicator does not reach the others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    CharField,
    ExpressionWrapper,
    F,
    FilteredRelation,
    Q,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.functions import Coalesce

from samrit.apps.accounts.models import User
from samrit.apps.ground.prepared import prepared
from samrit.apps.orgs.models import Ancestor, Grant, Holding, Role, Succession, Unit
from samrit.apps.orgs.queries import below_ids, on_day, root_of, successors_of, trees_in_force
from samrit.apps.orgs.reach import Basis as Basis
from samrit.apps.orgs.reach import Reach as Reach
from samrit.apps.orgs.reach import ends_of


@dataclass(frozen=True)
class ActedFor:
    """A unit whose results a person reports, or is assessed on, and by what."""

    unit: UUID
    basis: Basis


def may(user: User, role: str, unit: Unit, indicator: str, on: date) -> Basis | None:
    """By what a person may act for a unit in a role on a day, for an indicator ("": for all of them); None: not."""
    return next(iter(bases(user, [role], [unit], indicator, on)[unit.id]), None)


def may_any(user: User, roles: Collection[str], unit: Unit, indicator: str, on: date) -> Basis | None:
    """By what a person may act for a unit in any of several roles; as `may`, and in no more queries."""
    return next(iter(bases(user, roles, [unit], indicator, on)[unit.id]), None)


def bases(
    user: User, roles: Collection[str], units: Collection[Unit], indicator: str, on: date
) -> dict[UUID, list[Basis]]:
    """Everything by which a person may act for each of some units in one of the roles: posts first, then the nearest.

    Two queries however many roles and units are asked, one without the role of head; three more where a unit is closed.
    """
    found: dict[UUID, list[Basis]] = {unit.id: [] for unit in units}
    if not user.is_active or not units:
        return found
    given = _given(user, roles, indicator, on)
    depths, grants = _standing_with(given, set(found), on)
    closed = {unit.id: _heirs(unit, on) for unit in units if not depths[unit.id]}
    heirs = set().union(*closed.values())
    if heirs:
        more_depths, more_grants = _standing_with(given, heirs, on)
        for one, its_heirs in closed.items():
            for heir in its_heirs:
                for at, depth in more_depths[heir].items():
                    depths[one][at] = min(depth, depths[one].get(at, depth))
                grants[one] |= more_grants[heir]
    here = {one: {at for at, depth in at_depths.items() if depth == 0} for one, at_depths in depths.items()}
    held = _held(user, set().union(*here.values()), on) if Role.HEAD in roles else []
    for unit in units:
        one = unit.id
        usable = [grant for grant in grants[one].values() if grant.subtree or grant.at in here[one]]
        usable.sort(key=lambda grant: (depths[one][grant.at], grant.since, str(grant.id)))
        mine = [*(post for post in held if post.at in here[one]), *usable]
        found[one] = mine if one in depths[one] else [replace(basis, successor=basis.at) for basis in mine]
    return found


def reach(user: User, on: date) -> Reach:
    """Everything a person may do on a day."""
    return Reach(tuple(roles_of(user, on)) if user.is_active else (), on)


def roles_of(user: User, on: date) -> list[Basis]:
    """What a person was granted, and what follows from the head's posts they hold, on a day; posts first."""
    held = sorted(_bases_of(user.id, on), key=lambda row: (row[0] == "grant", row[4], str(row[1])))
    return [replace(Basis(*row[:-1]), root=row[-1]) for row in held]


@prepared
def _bases_of(user: UUID, on: date) -> QuerySet[Any, tuple[Any, ...]]:
    """The fields of each basis in their order, then its agency: one question about two tables, asked on every page."""
    held = Holding.objects.filter(on_day(on), user=user, post__is_head=True).annotate(
        b_kind=Value("holding", CharField()), b_role=Value(Role.HEAD.value, CharField()), b_at=_id("post__unit"),
        b_indicator=Value("", CharField()), b_subtree=Value(False, BooleanField()), b_how=F("how"),
        b_by=Value(None, UUIDField()), b_root=Coalesce(_id("post__unit__root"), _id("post__unit")),
    )  # fmt: skip
    given = Grant.objects.filter(on_day(on), user=user).annotate(
        b_kind=Value("grant", CharField()), b_role=F("role"), b_at=_id("unit"), b_indicator=F("indicator"),
        b_subtree=F("subtree"), b_how=Value("", CharField()), b_by=_id("granted_by"),
        b_root=Coalesce(_id("unit__root"), _id("unit")),
    )  # fmt: skip
    columns = (
        "b_kind", "id", "b_role", "b_at", "since", "until", "b_indicator", "b_subtree", "b_how", "b_by", "b_root",
    )  # fmt: skip
    return held.order_by().values_list(*columns).union(given.order_by().values_list(*columns), all=True)


def _id(path: str) -> ExpressionWrapper[Any]:
    return ExpressionWrapper(F(path), UUIDField())


def acted_for(user: User, unit: Unit, on: date) -> list[ActedFor]:
    """The units at or below one whose results a person reports, or is assessed on as one who holds a post in them.

    Nobody verifies, evaluates or concludes these.  By delegation or acting counts like by right.
    """
    own = reach(user, on)
    posts = Holding.objects.filter(on_day(on), user=user).select_related("post").order_by("since", "id")
    holdings = [replace(_of_holding(one), role="" if not one.post.is_head else Role.HEAD) for one in posts]
    took_over = _took_over({one.at for one in holdings}, on)
    found: dict[UUID, Basis] = {}
    for basis in holdings:
        for one in (basis.at, *(old for old, heirs in took_over.items() if basis.at in heirs)):
            found.setdefault(one, basis)
    for basis, units in own.entries:
        if basis.role in (Role.REPORTER, Role.HEAD):
            for one in units:
                found.setdefault(one, basis)
    standing = below_ids(unit, on) or [unit.id]
    asked = {*standing, *(old for old, heirs in _took_over(set(standing), on).items() if heirs & set(standing))}
    return [ActedFor(one, basis) for one, basis in found.items() if one in asked]


def people_with(role: str, unit: Unit, on: date, indicator: str = "") -> set[UUID]:
    """The people who have a role at a unit on a day by grant, or as its head; for telling them something.

    With an indicator also those who have the role for it alone.
    """
    depths = _standing(unit, on)
    here = [at for at, depth in depths.items() if depth == 0]
    grants = Grant.objects.filter(on_day(on), role=role, unit_id__in=depths, user__is_active=True)
    if indicator:
        grants = grants.filter(indicator__in=("", indicator))
    grants = grants.filter(Q(subtree=True) | Q(unit_id__in=here))
    people = grants.values_list("user_id", flat=True)
    if role == Role.HEAD:
        heads = Holding.objects.filter(on_day(on), post__is_head=True, post__unit_id__in=here, user__is_active=True)
        people = people.union(heads.values_list("user_id", flat=True))
    return set(people)


def agencies_of(user: User, on: date) -> set[UUID]:
    """The agencies a person belongs to on a day: by a post, head or not, or by a grant; every other is invisible."""
    posts = Unit.objects.filter(posts__holdings__in=Holding.objects.filter(on_day(on), user=user))
    granted = Unit.objects.filter(grants__in=Grant.objects.filter(on_day(on), user=user))
    return {root_of(unit) for unit in posts.union(granted)}


def _standing(unit: Unit, on: date) -> dict[UUID, int]:
    """The units whose people act for a unit on a day, with their distance; through its successors if it is closed."""
    rows = dict(Ancestor.objects.filter(tree__in=trees_in_force(on), below=unit).values_list("above_id", "depth"))
    heirs = [] if rows else _heirs(unit, on)
    if not heirs:
        return rows
    found: dict[UUID, int] = {}
    for above, depth in Ancestor.objects.filter(tree__in=trees_in_force(on), below_id__in=heirs).values_list("above_id", "depth"):  # fmt: skip
        found[above] = min(depth, found.get(above, depth))
    return found


def _heirs(unit: Unit, on: date) -> set[UUID]:
    """The units that a closed unit's duties went to."""
    return {one for one in successors_of(unit, on) if one != unit.id}


_Depths = dict[UUID, dict[UUID, int]]
_Grants = dict[UUID, dict[UUID, Basis]]


def _given(user: User, roles: Collection[str], indicator: str, on: date) -> Q:
    """Which grants count, as seen from a unit that is above or at the one asked about."""
    path = "above__grants__"
    return on_day(on, path) & Q(
        **{f"{path}user": user, f"{path}role__in": list(roles), f"{path}indicator__in": ("", indicator)}
    )


def _standing_with(given: Q, units: set[UUID], on: date) -> tuple[_Depths, _Grants]:
    """The units above each of some units with their distance, and the grants there that count; one query."""
    depths: _Depths = {one: {} for one in units}
    grants: _Grants = {one: {} for one in units}
    part = ("id", "role", "unit_id", "since", "until", "indicator", "subtree", "granted_by_id")
    rows = Ancestor.objects.annotate(given=FilteredRelation("above__grants", condition=given))
    rows = rows.filter(tree__in=trees_in_force(on), below_id__in=units)
    for below, above, depth, *grant in rows.values_list(
        "below_id", "above_id", "depth", *(f"given__{one}" for one in part)
    ):
        depths[below][above] = depth
        key, role, at, since, until, indicator, subtree, granted_by = grant
        if key is not None:
            grants[below][key] = Basis(
                "grant", key, role, at, since, until, indicator, subtree, granted_by=granted_by
            )  # fmt: skip
    return depths, grants


def _held(user: User, units: set[UUID], on: date) -> list[Basis]:
    """The head's posts at some units that a person holds."""
    held = Holding.objects.filter(on_day(on), user=user, post__is_head=True, post__unit_id__in=units)
    return [_of_holding(one) for one in held.select_related("post").order_by("since", "id")]


def _took_over(units: Iterable[UUID], on: date) -> dict[UUID, set[UUID]]:
    """Closed units of the same agencies, each with the standing units that have its duties on a day."""
    roots = {root_of(one) for one in Unit.objects.filter(id__in=set(units)).only("id", "root_id")}
    return ends_of(Succession.objects.filter(old__root__in=roots, on__lte=on).values_list("old_id", "new_id"))


def _of_holding(one: Holding) -> Basis:
    return Basis("holding", one.id, Role.HEAD, one.post.unit_id, one.since, one.until, how=one.how)
