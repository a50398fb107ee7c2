"""One unit seen from all sides, for its pages: what it was called, what stands below it, its people, roles and routes.

Every function asks a constant number of queries, however large the agency is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, Subquery

from samrit.apps.orgs.models import Ancestor, Grant, Hop, Placement, Post, Succession, Unit
from samrit.apps.orgs.queries import UnitView, on_day, trees_in_force, view_of


@dataclass(frozen=True)
class Handing:
    """That duties went from one unit to another on a day; `unit` is the other one."""

    unit: UUID
    on: date
    how: str


@dataclass(frozen=True)
class Portrait:
    """A unit, everything it was called, and the units around it.  `names` holds them as they are on the day."""

    unit: Unit
    now: UnitView
    stands: bool
    history: tuple[UnitView, ...]
    below: tuple[UnitView, ...]
    successors: tuple[Handing, ...]
    predecessors: tuple[Handing, ...]
    names: dict[UUID, UnitView]


@dataclass(frozen=True)
class HeldPost:
    """A post and who is in it on a day; nobody: it is vacant."""

    id: UUID
    name_th: str
    name_en: str
    rank: str
    pack_post: str
    is_head: bool
    holders: tuple[HeldBy, ...]


@dataclass(frozen=True)
class HeldBy:
    """A person in a post, now or from a day on: in their own right, acting, or by delegation."""

    holding: UUID
    user: UUID
    name: str
    how: str
    since: date
    until: date | None


@dataclass(frozen=True)
class GivenRole:
    """A role that reaches a unit: whose, given where and by whom, for what and until when."""

    grant: UUID
    user: UUID
    name: str
    role: str
    indicator: str
    subtree: bool
    since: date
    until: date | None
    at: UUID
    at_th: str
    at_en: str
    by: str


@dataclass(frozen=True)
class Destination:
    """One step of a route: to which unit (none: the superior one), by which day."""

    order: int
    to: UUID | None
    to_th: str
    to_en: str
    day: int | None
    of_following_month: bool


@dataclass(frozen=True)
class Route:
    """A reporting route: for which framework, indicator and kind of unit ("": all), and its steps."""

    pack: str
    indicator: str
    unit_kind: str
    since: date
    hops: tuple[Destination, ...]


def portrait(id: UUID, on: date, *, is_whole: bool = True, has_below: bool = True) -> Portrait | None:
    """A unit with the units around it on a day, in two queries; none: there is no such unit.

    Without those below it where a page shows a few of them only (`levels.right_below`).  Not whole, in one query:
    without those it handed its duties to or had them from, too.
    """
    own = Placement.objects.filter(unit_id=id)
    wanted = Q(unit_id=id) | Q(unit_id__in=own.values("parent_id"))
    steps: list[Succession] = []
    if is_whole:
        steps = list(Succession.objects.filter(Q(old_id=id) | Q(new_id=id)).order_by("on", "id"))
        around = {step.new_id if step.old_id == id else step.old_id for step in steps}
        wanted |= Q(unit_id__in=around)
        if has_below:
            wanted |= Q(parent_id=id)
    rows = list(Placement.objects.filter(wanted).select_related("unit__root").order_by("since"))
    names: dict[UUID, UnitView] = {}
    for row in rows:
        if row.since <= on or row.unit_id not in names:
            names[row.unit_id] = view_of(row)
    mine = [row for row in rows if row.unit_id == id]
    if not mine:
        return None
    below = [view_of(row, 1) for row in rows if row.parent_id == id and _holds(row, on)]
    return Portrait(
        mine[0].unit, names[id], any(_holds(row, on) for row in mine), tuple(view_of(row) for row in mine),
        tuple(sorted(below, key=lambda view: (view.sort_key, str(view.id)))),
        tuple(Handing(step.new_id, step.on, step.how) for step in steps if step.old_id == id),
        tuple(Handing(step.old_id, step.on, step.how) for step in steps if step.new_id == id),
        names,
    )  # fmt: skip


def held_posts(unit: UUID, on: date) -> list[HeldPost]:
    """A unit's posts, the head's first, with who is in them on a day or will be; one query."""
    # what is joined from the left may be missing, which the types do not know
    rows: Iterable[tuple[Any, ...]] = (
        Post.objects.filter(unit_id=unit)
        .order_by("-is_head", "created_at", "id", "holdings__since", "holdings__id")
        .values_list(
            "id", "name_th", "name_en", "rank", "pack_post", "is_head", "holdings__id", "holdings__user_id",
            "holdings__user__name", "holdings__how", "holdings__since", "holdings__until",
        )
    )  # fmt: skip
    posts: dict[UUID, tuple[str, str, str, str, bool]] = {}
    holders: dict[UUID, list[HeldBy]] = {}
    for post, name_th, name_en, rank, pack_post, is_head, holding, user, name, how, since, until in rows:
        posts[post] = (name_th, name_en, rank, pack_post, is_head)
        found = holders.setdefault(post, [])
        if holding is not None and (until is None or until > on):
            found.append(HeldBy(holding, user, name, how, since, until))
    return [HeldPost(post, *told, tuple(holders[post])) for post, told in posts.items()]


def given_roles(unit: UUID, on: date) -> list[GivenRole]:
    """The roles that reach a unit on a day or will: given at it, or above it with all below; one query."""
    over = Ancestor.objects.filter(tree__in=trees_in_force(on), below_id=unit, depth__gte=1).values("above_id")
    called = Placement.objects.filter(on_day(on), unit_id=OuterRef("unit_id"))
    rows = (
        Grant.objects.filter(Q(unit_id=unit) | Q(unit_id__in=over, subtree=True))
        .filter(Q(until=None) | Q(until__gt=on))
        .annotate(at_th=Subquery(called.values("name_th")[:1]), at_en=Subquery(called.values("name_en")[:1]))
        .select_related("user", "granted_by")
        .order_by("role", "since", "id")
    )
    return [
        GivenRole(
            one.id, one.user_id, one.user.name, one.role, one.indicator, one.subtree, one.since, one.until,
            one.unit_id, one.at_th or "", one.at_en or "", one.granted_by.name if one.granted_by is not None else "",
        )
        for one in rows
    ]  # fmt: skip


def routes_for(root: UUID, on: date, kind: str | None = None) -> list[Route]:
    """An agency's routes on a day, of one kind of unit or of all, the most specific first; one query."""
    called = Placement.objects.filter(unit_id=OuterRef("to_id"), since__lte=on).order_by("-since")
    hops = Hop.objects.filter(on_day(on), root_id=root)
    if kind is not None:
        hops = hops.filter(unit_kind__in={"", kind})
    named = hops.annotate(to_th=Subquery(called.values("name_th")[:1]), to_en=Subquery(called.values("name_en")[:1]))
    ways: dict[tuple[str, str, str], list[Destination]] = {}
    since: dict[tuple[str, str, str], date] = {}
    for hop in named.order_by("pack", F("indicator").desc(), F("unit_kind").desc(), "order"):
        key = (hop.pack, hop.indicator, hop.unit_kind)
        since[key] = hop.since
        ways.setdefault(key, []).append(
            Destination(hop.order, hop.to_id, hop.to_th or "", hop.to_en or "", hop.day, hop.of_following_month)
        )
    return [Route(*key, since[key], tuple(found)) for key, found in ways.items()]


def _holds(row: Placement, on: date) -> bool:
    return row.since <= on and (row.until is None or row.until > on)
