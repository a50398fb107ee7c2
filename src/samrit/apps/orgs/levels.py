"""The upper levels of an agency's tree, as many as a page holds; reads no more of a large agency than it shows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Q, QuerySet
from django.db.models.functions import Cast

from samrit.apps.ground.prepared import prepared
from samrit.apps.orgs.models import Ancestor, Holding, Placement, Post
from samrit.apps.orgs.queries import on_day, trees_in_force

MOST_LINES = 100
"""Units that stand open on the page of a large tree, level by level; the others are one press away."""
MOST_BESIDE = 30
"""Units below one that a page shows at a time."""


@dataclass(frozen=True)
class Beside:
    """Some of the units right below one, in Thai order: from which place on, of how many."""

    units: tuple[UUID, ...]
    first: int
    count: int


@dataclass(frozen=True)
class Levels:
    """What a page shows of the units below each that stands open; `path` leads from the agency to what was opened."""

    below: dict[UUID, Beside]
    path: tuple[UUID, ...]


def levels(root: UUID, opened: UUID | None, first: int, on: date) -> Levels | None:
    """The units right below an agency, further levels while they come to no more than `MOST_LINES`, and those below
    whatever was opened and all above it; of each at most `MOST_BESIDE`, around the path or from place `first` on.

    None: the agency did not exist on that day.  Two queries, three to open one.
    """
    counts = dict(_depths(root, on))
    if not counts:
        return None
    shown, depth = 1, 0
    while depth + 1 in counts and (not depth or shown + counts[depth + 1] <= MOST_LINES):
        depth += 1
        shown += counts[depth]
    path = tuple(_path(opened, on)) if opened is not None else ()
    if root not in path:
        path = (root,)
    rows: dict[str, list[tuple[str, str]]] = {}
    for unit, parent, key in _lines(root, depth, path, on):
        rows.setdefault(parent, []).append((key, unit))
    # in Python, as databases order texts each in its own way
    below = {UUID(above): _cut(sorted(found), path, first, UUID(above) == path[-1]) for above, found in rows.items()}
    return Levels(below, path)


def _cut(rows: list[tuple[str, str]], path: Collection[UUID], first: int, is_opened: bool) -> Beside:
    """Ids become ids here only: an agency may have hundreds of units beside each other, of which few are shown."""
    on_path = {str(one) for one in path} | {one.hex for one in path}
    place = next((place for place, (_, unit) in enumerate(rows) if unit in on_path), 0)
    start = first if is_opened else place - MOST_BESIDE // 2 if place >= MOST_BESIDE else 0
    start = start if start < len(rows) else 0
    return Beside(tuple(UUID(unit) for _, unit in rows[start : start + MOST_BESIDE]), start, len(rows))


def right_below(unit: UUID, on: date) -> Beside:
    """The first `MOST_BESIDE` units right below one; one query."""
    return _cut(sorted((key, id) for id, key in _below(unit, on)), (), 0, True)


def sizes(units: Collection[UUID], on: date) -> dict[UUID, int]:
    """How many units stand below each of some, those without any left out; one query."""
    return dict(_sizes(list(units), on))


def vacancies(units: Collection[UUID], on: date) -> dict[UUID, int]:
    """How many posts nobody holds on a day, not even acting, of the units that have such; one query."""
    return dict(_vacancies(list(units), on))


@prepared
def _depths(root: UUID, on: date) -> QuerySet[Any, tuple[int, int]]:
    found = Ancestor.objects.filter(tree__in=trees_in_force(on), above=root)
    return found.order_by().values("depth").annotate(n=Count("pk")).values_list("depth", "n")


@prepared
def _path(unit: UUID, on: date) -> QuerySet[Any, UUID]:
    found = Ancestor.objects.filter(tree__in=trees_in_force(on), below=unit)
    return found.order_by("-depth").values_list("above_id", flat=True)


@prepared
def _lines(root: UUID, depth: int, opened: Collection[UUID], on: date) -> QuerySet[Any, tuple[str, str, str]]:
    upper = Ancestor.objects.filter(tree__in=trees_in_force(on), above=root, depth__gte=1, depth__lte=depth)
    placed = Placement.objects.filter(on_day(on)).filter(Q(unit__in=upper.values("below")) | Q(parent__among=opened))
    ids = placed.annotate(
        text=Cast("unit_id", CharField()), above=Cast("parent_id", CharField())
    )  # as the database writes them
    return ids.values_list("text", "above", "sort_key")


@prepared
def _below(unit: UUID, on: date) -> QuerySet[Any, tuple[str, str]]:
    placed = Placement.objects.filter(on_day(on), parent=unit)
    return placed.annotate(text=Cast("unit_id", CharField())).values_list("text", "sort_key")


@prepared
def _sizes(units: Collection[UUID], on: date) -> QuerySet[Any, tuple[UUID, int]]:
    found = Ancestor.objects.filter(tree__in=trees_in_force(on), above__among=units, depth__gte=1)
    return found.order_by().values("above_id").annotate(n=Count("pk")).values_list("above_id", "n")


@prepared
def _vacancies(units: Collection[UUID], on: date) -> QuerySet[Any, tuple[UUID, int]]:
    held = Holding.objects.filter(on_day(on)).values("post_id")
    found = Post.objects.filter(unit__among=units).exclude(id__in=held)
    return found.order_by().values("unit_id").annotate(n=Count("pk")).values_list("unit_id", "n")
