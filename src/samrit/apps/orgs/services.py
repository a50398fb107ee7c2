"""Change an agency's tree: set up, rename, move, merge, split and close units, from a day on; what was stays on record.

A change on a day holds until the next change of the same thing that is already entered for later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from samrit.apps.accounts.models import User
from samrit.apps.audit.services import record
from samrit.apps.orgs import closure, events, names, states
from samrit.apps.orgs.faces import set_emblem as set_emblem
from samrit.apps.orgs.faces import set_face as set_face
from samrit.apps.orgs.grants import grant as grant
from samrit.apps.orgs.grants import revoke as revoke
from samrit.apps.orgs.models import Placement, Succession, Unit
from samrit.apps.orgs.permissions import check_can_change, check_can_make_agency
from samrit.apps.orgs.posts import assign_holder as assign_holder
from samrit.apps.orgs.posts import create_post as create_post
from samrit.apps.orgs.posts import end_holding as end_holding
from samrit.apps.orgs.queries import on_day, root_of
from samrit.apps.orgs.routes import set_route as set_route
from samrit.base.collation import search_text, sort_key
from samrit.base.issues import Place, Refused


@dataclass(frozen=True)
class NewUnit:
    """A unit to be set up.  `takes`: of a unit that is split, which units below it come along."""

    kind: str
    name_th: str
    name_en: str = ""
    short_th: str = ""
    code: str = ""
    is_functional: bool = False
    takes: tuple[Unit, ...] = ()


def create_root(
    *, kind: str, name_th: str, since: date, by: User | None, name_en: str = "", short_th: str = "", code: str = ""
) -> Unit:
    """Set up an agency: the root of a tree of its own."""
    check_can_make_agency(by)
    new = NewUnit(kind, name_th, name_en, short_th, code)
    _check_names(new)
    with transaction.atomic():
        unit = Unit.objects.create(code=names.tidy(code))
        _place([(unit, None, new)], since)
        closure.remake(unit.id, since)
        record(events.UNIT_MADE, by=by, about=[unit], on=since.isoformat())
    return unit


def create_unit(
    *, parent: Unit, kind: str, name_th: str, since: date, by: User | None, name_en: str = "", short_th: str = "",
    code: str = "", is_functional: bool = False,
) -> Unit:  # fmt: skip
    """Set up a unit below another."""
    new = NewUnit(kind, name_th, name_en, short_th, code, is_functional)
    return create_units(parent=parent, units=[new], since=since, by=by)[0]


def create_units(*, parent: Unit, units: Sequence[NewUnit], since: date, by: User | None) -> list[Unit]:
    """Set up many units below another at once; the tree is made anew only once."""
    check_can_change(by, parent)
    _check_names(*units)
    with transaction.atomic():
        made = _create([(parent, new) for new in units], since)
        closure.remake(root_of(parent), since)
        if len(made) == 1:
            record(events.UNIT_MADE, by=by, about=[made[0], parent], on=since.isoformat())
        else:
            record(events.UNITS_MADE, by=by, about=[parent, *made], on=since.isoformat(), count=len(made))
    return made


def rename(
    *, unit: Unit, on: date, by: User | None, name_th: str | None = None, name_en: str | None = None,
    short_th: str | None = None, kind: str | None = None,
) -> None:  # fmt: skip
    """Call a unit something else, or make it of another kind, from a day on; what is not given stays."""
    check_can_change(by, unit)
    fields = {"name_th": name_th, "name_en": name_en, "short_th": short_th, "kind": kind}
    given = {field: text for field, text in fields.items() if text is not None}
    _check_fields(given)
    with transaction.atomic():
        lock(unit)
        change(unit, on, {field: names.tidy(text) for field, text in given.items()})
        record(events.UNIT_RENAMED, by=by, about=[unit], on=on.isoformat(), fields=sorted(given))


def move(*, unit: Unit, to: Unit, on: date, by: User | None) -> None:
    """Put a unit, with all below it, under another of the same agency from a day on."""
    check_can_change(by, unit)
    check_can_change(by, to)
    if unit.root_id is None:
        raise states.the_agency_itself()
    if root_of(to) != unit.root_id:
        raise states.other_agency()
    with transaction.atomic():
        lock(unit)
        change(unit, on, {"parent_id": to.id})
        closure.remake(unit.root_id, on)
        record(events.UNIT_MOVED, by=by, about=[unit, to], on=on.isoformat())


def merge(*, units: Iterable[Unit], into: Unit, on: date, by: User | None) -> None:
    """Merge units into one that stands: it takes their duties and the units below them; they close on that day."""
    merged = [one for one in units if one.id != into.id]
    if not merged:
        raise states.nothing_named()
    for one in (into, *merged):
        check_can_change(by, one)
        if root_of(one) != root_of(into):
            raise states.other_agency()
    with transaction.atomic():
        lock(into)
        _placement(into, on)
        for one in merged:
            _hand_over(one, {}, into, on)
            _end(one, on)
        Succession.objects.bulk_create(Succession(old=one, new=into, on=on, how="merged") for one in merged)
        closure.remake(root_of(into), on)
        record(events.UNITS_MERGED, by=by, about=[into, *merged], on=on.isoformat())


def split(*, unit: Unit, into: Sequence[NewUnit], on: date, by: User | None) -> list[Unit]:
    """Close a unit and set up others in its place, which take its duties; units below it that none takes go to the first."""
    check_can_change(by, unit)
    if not into:
        raise states.nothing_named()
    _check_names(*into)
    with transaction.atomic():
        lock(unit)
        place = _placement(unit, on)
        if place.parent is None:
            raise states.the_agency_itself()
        made = _create([(place.parent, new) for new in into], on)
        taken = {child.id: heir for heir, new in zip(made, into, strict=True) for child in new.takes}
        _hand_over(unit, taken, made[0], on)
        _end(unit, on)
        Succession.objects.bulk_create(Succession(old=unit, new=heir, on=on, how="split") for heir in made)
        closure.remake(root_of(unit), on)
        record(events.UNIT_SPLIT, by=by, about=[unit, *made], on=on.isoformat())
    return made


def close(*, unit: Unit, on: date, by: User | None, heir: Unit | None = None) -> None:
    """Close a unit that has none below it; its duties go to `heir`, or to its superior unit."""
    check_can_change(by, unit)
    if heir is not None and root_of(heir) != root_of(unit):
        raise states.other_agency()
    with transaction.atomic():
        lock(unit)
        place = _placement(unit, on)
        if place.parent is None:
            raise states.the_agency_itself()
        if left := Placement.objects.filter(_not_ended(on), parent=unit).values("unit").distinct().count():
            raise states.has_units_below(left)
        _end(unit, on)
        successor = heir or place.parent
        _placement(successor, on)
        Succession.objects.create(old=unit, new=successor, on=on, how="replaced")
        closure.remake(root_of(unit), on)
        record(events.UNIT_CLOSED, by=by, about=[unit, successor], on=on.isoformat())


def _create(plans: Sequence[tuple[Unit, NewUnit]], since: date) -> list[Unit]:
    if not plans:
        return []
    root = root_of(plans[0][0])
    lock(plans[0][0])
    codes = [code for _, new in plans if (code := names.tidy(new.code))]
    taken = Unit.objects.filter(Q(root_id=root) | Q(id=root), code__in=codes).values_list("code", flat=True).first()
    if taken is not None or len(set(codes)) < len(codes):
        raise states.code_taken(taken or next(code for code in codes if codes.count(code) > 1))
    made = [
        Unit(root_id=root, code=names.tidy(new.code), is_functional=new.is_functional) for _, new in plans
    ]  # fmt: skip
    Unit.objects.bulk_create(made, batch_size=closure.BATCH)
    _place([(unit, parent, new) for unit, (parent, new) in zip(made, plans, strict=True)], since)
    return made


def _place(stands: Iterable[tuple[Unit, Unit | None, NewUnit]], since: date) -> None:
    placements = []
    for unit, parent, new in stands:
        one = Placement(
            unit=unit, parent=parent, kind=names.tidy(new.kind), name_th=names.tidy(new.name_th),
            name_en=names.tidy(new.name_en), short_th=names.tidy(new.short_th), since=since,
        )  # fmt: skip
        spell(one)
        placements.append(one)
    Placement.objects.bulk_create(placements, batch_size=closure.BATCH)


def spell(one: Placement) -> None:
    """Make the texts a placement is sorted and found by."""
    one.sort_key = sort_key(one.name_th)
    one.search_text = search_text(" ".join(filter(None, (one.name_th, one.short_th, one.name_en))))


def change(unit: Unit, on: date, fields: Mapping[str, Any]) -> None:
    """From a day on the fields are these, in every placement until the next one that changes them itself."""
    place = _placement(unit, on)
    before = {field: getattr(place, field) for field in fields}
    later = list(unit.placements.filter(since__gt=on).order_by("since"))
    if place.since == on:
        changed = place
    else:
        end, place.until = place.until, on
        place.save(update_fields=["until"])
        changed = Placement(
            unit=unit, parent_id=place.parent_id, kind=place.kind, name_th=place.name_th, name_en=place.name_en,
            short_th=place.short_th, since=on, until=end,
        )  # fmt: skip
    _set(changed, fields)
    going_on = dict(fields)
    for one in later:
        going_on = {field: value for field, value in going_on.items() if getattr(one, field) == before[field]}
        if going_on:
            _set(one, going_on)


def _set(one: Placement, fields: Mapping[str, Any]) -> None:
    for field, value in fields.items():
        setattr(one, field, value)
    spell(one)
    one.save()


def _hand_over(unit: Unit, taken: Mapping[Any, Unit], otherwise: Unit, on: date) -> None:
    """Every unit below one stands from a day on below the unit that takes it."""
    left = set(taken)
    for one in (
        Placement.objects.filter(_not_ended(on), parent=unit).select_related("unit").order_by("unit_id", "since")
    ):
        heir = taken.get(one.unit_id, otherwise)
        left.discard(one.unit_id)
        if one.since >= on:
            one.parent = heir
            one.save(update_fields=["parent"])
        else:
            _cut(one, heir, on)
    if left:
        raise states.not_below()


def _cut(one: Placement, parent: Unit, on: date) -> None:
    end, one.until = one.until, on
    one.save(update_fields=["until"])
    after = Placement(
        unit=one.unit, parent=parent, kind=one.kind, name_th=one.name_th, name_en=one.name_en, short_th=one.short_th,
        sort_key=one.sort_key, search_text=one.search_text, since=on, until=end,
    )  # fmt: skip
    after.save()


def _end(unit: Unit, on: date) -> None:
    if unit.root_id is None:
        raise states.the_agency_itself()
    place = _placement(unit, on)
    later = unit.placements.filter(since__gte=on).order_by("since").values_list("since", flat=True).first()
    if later is not None:
        raise states.changes_later(later)
    place.until = on
    place.save(update_fields=["until"])
    unit.closed_on = on
    unit.save(update_fields=["closed_on"])


def _placement(unit: Unit, on: date) -> Placement:
    found = unit.placements.filter(on_day(on)).select_related("parent").first()
    if found is None:
        raise states.not_there(on)
    return found


def _not_ended(on: date) -> Q:
    return Q(until=None) | Q(until__gt=on)


def lock(unit: Unit) -> None:
    """Let one change of an agency's tree wait for the other."""
    list(Unit.objects.select_for_update().filter(id=root_of(unit)).values_list("id"))


def _check_names(*units: NewUnit) -> None:
    for one in units:
        _check_fields(
            {
                "kind": one.kind,
                "name_th": one.name_th,
                "name_en": one.name_en,
                "short_th": one.short_th,
                "code": one.code,
            }
        )


def _check_fields(given: Mapping[str, str]) -> None:
    found = [
        issue
        for field, text in given.items()
        for issue in names.problems(Place("", field=field), field, text, required=field in ("kind", "name_th"))
    ]
    if any(issue.severity == "error" for issue in found):
        raise Refused(found)
