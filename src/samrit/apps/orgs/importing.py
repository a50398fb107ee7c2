"""Bring in a tree and its people from rows: look at what would happen, do all of it or nothing, and take it back whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model, ProtectedError, Q

from samrit.apps.accounts.models import User
from samrit.apps.audit.services import record
from samrit.apps.ground import clock
from samrit.apps.notices.services import notify
from samrit.apps.orgs import closure, events, states
from samrit.apps.orgs.models import Grant, Holding, Import, Placement, Post, Role, Unit
from samrit.apps.orgs.people_rows import PersonChange, people_changes
from samrit.apps.orgs.permissions import check_can_import
from samrit.apps.orgs.roles import people_with
from samrit.apps.orgs.services import change, lock, spell
from samrit.apps.orgs.sheets import Rows
from samrit.apps.orgs.unit_rows import UnitChange, unit_changes
from samrit.base.issues import Issue, Refused, errors, in_reading_order

_KEPT = ("id", "unit_id", "parent_id", "kind", "name_th", "name_en", "short_th", "since", "until")


@dataclass(frozen=True)
class Preview:
    """What an import would do from a day on, and every problem that keeps it from being done.

    `state` is a digest of the organisation it was compared with: an import into a changed one is refused.
    """

    root: UUID
    since: date
    units: tuple[UnitChange, ...]
    people: tuple[PersonChange, ...]
    problems: tuple[Issue, ...]
    state: str

    def count(self, what: str) -> int:
        """How many units and people are "added", "changed" or "same"."""
        return sum(one.what == what for one in self.units) + sum(one.what == what for one in self.people)


def preview(rows: Rows, *, root: Unit, since: date, by: User | None) -> Preview:
    """What the rows would add and change from a day on, and all that is wrong with them."""
    check_can_import(by, root)
    units, wrong_units = unit_changes(rows.units, root, since)
    people, wrong_people = people_changes(rows.people, root, since, {one.code for one in units if one.unit is None}, by)
    problems = in_reading_order([*rows.problems, *wrong_units, *wrong_people])
    return Preview(root.id, since, tuple(units), tuple(people), tuple(problems), _state(root))


def apply(preview: Preview, *, by: User | None) -> Import:
    """Do all that a preview shows, in one transaction; refused with every problem where it shows one."""
    root = Unit.objects.get(id=preview.root)
    check_can_import(by, root)
    if errors(preview.problems):
        raise Refused(preview.problems)
    with transaction.atomic():
        lock(root)
        if _state(root) != preview.state:
            raise states.changed_since_preview()
        units, made = _apply_units(preview, root)
        grants = _apply_people(preview, units, made, by)
        done = Import.objects.create(root=root, by=by, since=preview.since, made=made)
        users = {one.user_id: one.user for one in grants}
        touched = {one.id: one for one in units.values() if str(one.id) in made["after"]}
        about = [done, root, *touched.values(), *users.values(), *grants]
        changed = len(preview.units) - sum(one.what == "same" for one in preview.units)
        counts = {"units": changed, "people": sum(one.what != "same" for one in preview.people)}
        record(events.IMPORTED, by=by, about=about, since=preview.since.isoformat(), **counts)
        if grants:
            today = clock.today()
            told = people_with(Role.HEAD, root, today) | people_with(Role.AUDITOR, root, today)
            notify(sorted(told), events.IMPORTED, object=done.id, **counts)
        for role in sorted({grant.role for grant in grants}):
            users_of = [grant.user_id for grant in grants if grant.role == role]
            notify(users_of, events.ROLE_GRANTED, object=done.id, role=role, since=preview.since.isoformat())
    return done


def undo(import_id: UUID, *, by: User | None) -> None:
    """Take an import back whole, as long as nothing was built on what it brought or changed in it."""
    done = Import.objects.select_related("root").get(id=import_id)
    check_can_import(by, done.root)
    try:
        with transaction.atomic():
            lock(done.root)
            done = Import.objects.select_for_update().get(id=import_id)
            if done.undone_at is not None:
                raise states.undone_already()
            _take_back(done)
            done.undone_at = clock.now()
            done.save(update_fields=["undone_at"])
            record(events.IMPORT_UNDONE, by=by, about=[done, done.root])
    except ProtectedError:
        raise states.built_upon() from None


def _apply_units(preview: Preview, root: Unit) -> tuple[dict[str, Unit], dict[str, Any]]:
    """Units by the name the rows use for them, and what is needed to take the import back."""
    units = {key: one for one in Unit.objects.filter(Q(root=root) | Q(id=root.id)) for key in (one.code, str(one.id))}
    added = [one for one in preview.units if one.what == "added"]
    new = {one.code: Unit(root=root, code=one.code) for one in added}
    Unit.objects.bulk_create(new.values(), batch_size=closure.BATCH)
    units |= new
    placements = []
    for row in added:
        texts = row.after
        placement = Placement(
            unit=new[row.code], parent=units[texts["parent"]] if texts["parent"] else root, kind=texts["kind"],
            name_th=texts["name_th"], name_en=texts["name_en"], short_th=texts["short_th"], since=preview.since,
        )  # fmt: skip
        spell(placement)
        placements.append(placement)
    Placement.objects.bulk_create(placements, batch_size=closure.BATCH)
    changed = [one for one in preview.units if one.what == "changed"]
    before = _snapshot([units[one.code] for one in changed])
    for row in changed:
        fields: dict[str, Any] = {field: text for field, text in row.after.items() if text != row.before[field]}
        if "parent" in fields:
            parent = fields.pop("parent")
            fields["parent_id"] = (units[parent] if parent else root).id
        change(units[row.code], preview.since, fields)
    if added or changed:
        closure.remake(root.id, preview.since)
    after = _snapshot([*new.values(), *(units[one.code] for one in changed)])
    made = {"units": [str(one.id) for one in new.values()], "before": before, "after": after}
    return units, made


def _apply_people(
    preview: Preview, units: dict[str, Unit], made: dict[str, Any], by: User | None
) -> list[Grant]:  # fmt: skip
    known_users = User.objects.in_bulk([one.user for one in preview.people if one.user is not None])
    known_posts = Post.objects.in_bulk([one.post_id for one in preview.people if one.post_id is not None])
    new_users: dict[str, User] = {}
    new_posts: dict[tuple[UUID, str], Post] = {}
    holdings: list[Holding] = []
    held: set[tuple[UUID, UUID]] = set()
    grants: list[Grant] = []
    for one in preview.people:
        user = known_users[one.user] if one.user is not None else new_users.get(one.username.casefold())
        if user is None:
            user = new_users[one.username.casefold()] = User(username=one.username, name=one.name)
            user.set_unusable_password()
        unit = units[one.unit]
        if one.post:
            post = known_posts[one.post_id] if one.post_id is not None else new_posts.get((unit.id, one.post))
            if post is None:
                post = new_posts[unit.id, one.post] = Post(unit=unit, name_th=one.post)
            post.is_head = post.is_head or one.is_head
            # two rows may tell two roles of a person in one post
            if one.holds and (post.id, user.id) not in held:
                held.add((post.id, user.id))
                holdings.append(Holding(post=post, user=user, since=preview.since))
        grants += [Grant(user=user, unit=unit, role=role, since=preview.since, granted_by=by) for role in one.grants]
    User.objects.bulk_create(new_users.values(), batch_size=closure.BATCH)
    Post.objects.bulk_create(new_posts.values(), batch_size=closure.BATCH)
    Holding.objects.bulk_create(holdings, batch_size=closure.BATCH)
    Grant.objects.bulk_create(grants, batch_size=closure.BATCH)
    made |= {
        "users": _ids(new_users.values()), "posts": _ids(new_posts.values()),
        "holdings": _ids(holdings), "grants": _ids(grants),
    }  # fmt: skip
    return grants


def _ids(rows: Iterable[User | Post | Holding | Grant]) -> list[str]:
    return [str(row.id) for row in rows]


def _take_back(done: Import) -> None:
    made = done.made
    added, touched = set(made["units"]), set(made["after"])
    if _snapshot(Unit.objects.filter(id__in=touched)) != made["after"]:
        raise states.built_upon()
    if Placement.objects.filter(parent_id__in=added).exclude(unit_id__in=touched).exists():
        raise states.built_upon()
    # they signed in, or were given or took something else: then they are more than what was imported
    if User.objects.filter(id__in=made["users"]).exclude(last_login=None).exists():
        raise states.built_upon()
    for model, ids in ((Grant, made["grants"]), (Holding, made["holdings"])):
        rows = model._default_manager.filter(id__in=ids)
        if rows.filter(until=None).count() != len(ids):
            raise states.built_upon()
        rows.delete()
    _delete(Post, made["posts"])
    _delete(User, made["users"])
    Placement.objects.filter(unit_id__in=touched).delete()
    again = [Placement(**row) for rows in made["before"].values() for row in rows]
    for one in again:
        spell(one)
    Placement.objects.bulk_create(again, batch_size=closure.BATCH)
    if touched:
        closure.remake(done.root_id, done.since)
    _delete(Unit, made["units"])


def _delete(model: type[Model], ids: list[str]) -> None:
    model._default_manager.filter(pk__in=ids).delete()


def _snapshot(units: Any) -> dict[str, list[dict[str, str | None]]]:
    """Where units stand and stood, as JSON keeps it."""
    found: dict[str, list[dict[str, str | None]]] = {}
    for row in Placement.objects.filter(unit__in=list(units)).order_by("unit_id", "since").values(*_KEPT):
        kept = {field: None if value is None else str(value) for field, value in row.items()}
        found.setdefault(str(row["unit_id"]), []).append(kept)
    return found


def _state(root: Unit) -> str:
    """A digest of an agency's placements, posts, holdings and grants."""
    mine = Q(unit__root=root) | Q(unit=root)
    posts = Q(post__unit__root=root) | Q(post__unit=root)
    parts: list[Any] = [
        list(Placement.objects.filter(mine).order_by("id").values_list(*_KEPT)),
        list(Post.objects.filter(mine).order_by("id").values_list("id", "name_th", "is_head")),
        list(Holding.objects.filter(posts).order_by("id").values_list("id", "until")),
        list(Grant.objects.filter(mine).order_by("id").values_list("id", "until")),
    ]
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()
