"""Who may act for which unit on a day, and by which grant or post; nothing is cached, so a revoked role ends at once.

Whoever acts for a unit acts for those whose duties went to it.  A role for one indicator does not reach the others.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    CharField,
    ExpressionWrapper,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
)
from django.db.models.functions import Coalesce

from samrit.apps.accounts.models import User
from samrit.apps.ground.prepared import prepared
from samrit.apps.orgs.models import Ancestor, Grant, Holding, Role, Tree, Unit
from samrit.apps.orgs.queries import on_day, root_of, successors_of, trees_in_force
from samrit.apps.orgs.reach import Basis as Basis
from samrit.apps.orgs.reach import Reach as Reach


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
    asked = user.id, roles, indicator, on
    depths, grants = _standing_with(set(found), *asked)
    closed = {unit.id: _heirs(unit, on) for unit in units if not depths[unit.id]}
    heirs = set().union(*closed.values())
    if heirs:
        more_depths, more_grants = _standing_with(heirs, *asked)
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
    return [replace(Basis(*row[:-2]), root=row[-2], tree=row[-1]) for row in held]


@prepared
def _bases_of(user: UUID, on: date) -> QuerySet[Any, tuple[Any, ...]]:
    """The fields of each basis in their order, then its agency and tree: one question about two tables, on every page."""
    tree = Tree.objects.filter(root=OuterRef("b_root"), since__lte=on).order_by("-since").values("pk")[:1]
    held = Holding.objects.filter(on_day(on), user=user, post__is_head=True).annotate(
        b_kind=Value("holding", CharField()), b_role=Value(Role.HEAD.value, CharField()), b_at=_id("post__unit"),
        b_indicator=Value("", CharField()), b_subtree=Value(False, BooleanField()), b_how=F("how"),
        b_by=Value(None, UUIDField()), b_root=Coalesce(_id("post__unit__root"), _id("post__unit")),
        b_tree=Subquery(tree),
    )  # fmt: skip
    given = Grant.objects.filter(on_day(on), user=user).annotate(
        b_kind=Value("grant", CharField()), b_role=F("role"), b_at=_id("unit"), b_indicator=F("indicator"),
        b_subtree=F("subtree"), b_how=Value("", CharField()), b_by=_id("granted_by"),
        b_root=Coalesce(_id("unit__root"), _id("unit")), b_tree=Subquery(tree),
    )  # fmt: skip
    columns = (
        "b_kind", "id", "b_role", "b_at", "since", "until", "b_indicator", "b_subtree", "b_how", "b_by", "b_root", "b_tree",
    )  # fmt: skip
    return held.order_by().values_list(*columns).union(given.order_by().values_list(*columns), all=True)


def _id(path: str) -> ExpressionWrapper[Any]:
    return ExpressionWrapper(F(path), UUIDField())


def people_with(role: str, unit: Unit, on: date, indicator: str = "") -> set[UUID]:
    """The people who have a role at a unit on a day by grant, or as its head; for telling them something.

    With an indicator also those who have the role for it alone.
    """
    depths = _standing(unit, on)
    here = [at for at, depth in depths.items() if depth == 0]
    people = set(_granted_for(role, depths, here, on, indicator) if indicator else _granted(role, depths, here, on))
    return people.union(_heads(here, on)) if role == Role.HEAD else people


def _at(role: str, above: Collection[UUID], here: Collection[UUID], on: date) -> QuerySet[Grant]:
    given = Grant.objects.filter(on_day(on), role=role, unit__among=above, user__is_active=True)
    return given.filter(Q(subtree=True) | Q(unit__among=here))


@prepared
def _granted(role: str, above: Collection[UUID], here: Collection[UUID], on: date) -> QuerySet[Grant, UUID]:
    return _at(role, above, here, on).values_list("user_id", flat=True)


@prepared
def _granted_for(
    role: str, above: Collection[UUID], here: Collection[UUID], on: date, indicator: str
) -> QuerySet[Grant, UUID]:  # fmt: skip
    return _at(role, above, here, on).filter(indicator__in=("", indicator)).values_list("user_id", flat=True)


@prepared
def _heads(here: Collection[UUID], on: date) -> QuerySet[Holding, UUID]:
    held = Holding.objects.filter(on_day(on), post__is_head=True, post__unit__among=here, user__is_active=True)
    return held.values_list("user_id", flat=True)


def agencies_of(user: User, on: date) -> set[UUID]:
    """The agencies a person belongs to on a day: by a post, head or not, or by a grant; every other is invisible."""
    posts = Unit.objects.filter(posts__holdings__in=Holding.objects.filter(on_day(on), user=user))
    granted = Unit.objects.filter(grants__in=Grant.objects.filter(on_day(on), user=user))
    return {root_of(unit) for unit in posts.union(granted)}


def _standing(unit: Unit, on: date) -> dict[UUID, int]:
    """The units whose people act for a unit on a day, with their distance; through its successors if it is closed."""
    rows = dict(_above([unit.id], on))
    heirs = set() if rows else _heirs(unit, on)
    for above, depth in _above(heirs, on) if heirs else ():
        rows[above] = min(depth, rows.get(above, depth))
    return rows


@prepared
def _above(units: Collection[UUID], on: date) -> QuerySet[Ancestor, tuple[UUID, int]]:
    rows = Ancestor.objects.filter(tree__in=trees_in_force(on), below__among=units)
    return rows.values_list("above_id", "depth")


def _heirs(unit: Unit, on: date) -> set[UUID]:
    """The units that a closed unit's duties went to."""
    return {one for one in successors_of(unit, on) if one != unit.id}


_Depths = dict[UUID, dict[UUID, int]]
_Grants = dict[UUID, dict[UUID, Basis]]


def _standing_with(
    units: set[UUID], user: UUID, roles: Collection[str], indicator: str, on: date
) -> tuple[_Depths, _Grants]:
    """The units above each of some units with their distance, and the grants there that count; one query."""
    depths: _Depths = {one: {} for one in units}
    grants: _Grants = {one: {} for one in units}
    for below, above, depth, *grant in _above_with_grants(units, user, roles, indicator, on):
        depths[below][above] = depth
        key, role, at, since, until, indicator, subtree, granted_by = grant
        if key is not None:
            grants[below][key] = Basis(
                "grant", key, role, at, since, until, indicator, subtree, granted_by=granted_by
            )  # fmt: skip
    return depths, grants


@prepared
def _above_with_grants(
    units: Collection[UUID], user: UUID, roles: Collection[str], indicator: str, on: date
) -> QuerySet[Ancestor, tuple[Any, ...]]:
    path = "above__grants__"
    counts = on_day(on, path) & Q(
        **{f"{path}user": user, f"{path}role__among": roles, f"{path}indicator__in": ("", indicator)}
    )
    part = ("id", "role", "unit_id", "since", "until", "indicator", "subtree", "granted_by_id")
    rows = Ancestor.objects.annotate(given=FilteredRelation("above__grants", condition=counts))
    rows = rows.filter(tree__in=trees_in_force(on), below__among=units)
    return rows.values_list("below_id", "above_id", "depth", *(f"given__{one}" for one in part))


def _held(user: User, units: set[UUID], on: date) -> list[Basis]:
    """The head's posts at some units that a person holds."""
    return [
        Basis("holding", key, Role.HEAD, at, since, until, how=how)
        for key, at, since, until, how in _posts_held(user.id, units, on)
    ]


@prepared
def _posts_held(user: UUID, units: Collection[UUID], on: date) -> QuerySet[Holding, tuple[Any, ...]]:
    held = Holding.objects.filter(on_day(on), user=user, post__is_head=True, post__unit__among=units)
    return held.order_by("since", "id").values_list("id", "post__unit_id", "since", "until", "how")
