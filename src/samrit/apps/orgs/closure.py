"""An agency's tree by day, as rows that answer "what stands below this?" in one query; made anew from the placements."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from samrit.apps.orgs import states
from samrit.apps.orgs.models import Ancestor, Placement, Tree

Parents = dict[UUID, UUID | None]
"""Which unit each stands under; the agency itself under none."""

BATCH = 5000


def remake(root: UUID, since: date) -> None:
    """Make the trees of an agency anew from a day on: one for each day on which the shape changes.

    Earlier trees are left alone.  Refuses what is no tree: a unit above itself, or one whose superior is not there.
    """
    stays = list(
        Placement.objects.filter(Q(unit__root_id=root) | Q(unit_id=root))
        .filter(Q(until=None) | Q(until__gt=since))
        .values_list("unit_id", "parent_id", "since", "until")
    )
    days = {since} | {day for _, _, first, end in stays for day in (first, end) if day is not None and day > since}
    Ancestor.objects.filter(tree__root_id=root, tree__since__gte=since).delete()
    Tree.objects.filter(root_id=root, since__gte=since).delete()
    before = _parents_before(root, since)
    for day in sorted(days):
        parents: Parents = {
            unit: parent for unit, parent, first, end in stays if first <= day and (end is None or end > day)
        }  # fmt: skip
        if parents != before:
            _write(root, day, parents)
        before = parents


def paths(parents: Parents, day: date) -> dict[UUID, tuple[UUID, ...]]:
    """Each unit with the units from itself up to the agency."""
    found: dict[UUID, tuple[UUID, ...]] = {}
    for start in parents:
        walked: list[UUID] = []
        at: UUID | None = start
        while at is not None and at not in found:
            if at in walked:
                raise states.above_itself(day)
            if at not in parents:
                raise states.superior_not_there(day)
            walked.append(at)
            at = parents[at]
        path = () if at is None else found[at]
        for unit in reversed(walked):
            path = (unit, *path)
            found[unit] = path
    return found


def _write(root: UUID, day: date, parents: Parents) -> None:
    above = paths(parents, day)
    tree = Tree.objects.create(root_id=root, since=day)
    Ancestor.objects.bulk_create(
        (
            Ancestor(tree=tree, above_id=unit, below_id=below, depth=depth)
            for below, path in above.items()
            for depth, unit in enumerate(path)
        ),
        batch_size=BATCH,
    )


def _parents_before(root: UUID, day: date) -> Parents:
    """The shape that holds until a day, read back from its rows."""
    last = Tree.objects.filter(root_id=root, since__lt=day).order_by("-since").first()
    rows = Ancestor.objects.filter(tree=last, depth__lte=1).order_by("depth") if last else Ancestor.objects.none()
    return {row.below_id: row.above_id if row.depth else None for row in rows}
