"""What rows of people would add, and what is wrong with them, all at once.

A person may stand in several rows, one for each post or unit.  A row adds; it takes nothing away and renames nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower

from samrit.apps.accounts.models import User
from samrit.apps.orgs import names
from samrit.apps.orgs.models import Grant, Holding, Post, Role, Unit
from samrit.apps.orgs.queries import on_day, tree_on
from samrit.apps.orgs.sheets import Row
from samrit.base.issues import Issue, Place, define

BAD_USERNAME = define(
    "OG015", "error",
    th="ชื่อผู้ใช้ “{username}” ใช้ไม่ได้", en="“{username}” is not a username",
    cure_th="ใช้อักษรอังกฤษ ตัวเลข . _ - ยาว 3 ถึง 60 ตัว", cure_en="use 3 to 60 Latin letters, digits, points, - and _",
)  # fmt: skip
OTHER_NAME = define(
    "OG016", "error",
    th="ชื่อผู้ใช้ {username} เป็นของคนชื่ออื่น", en="the username {username} belongs to a person of another name",
    cure_th="ตรวจชื่อผู้ใช้ ถ้าเป็นคนเดียวกันให้แก้ชื่อที่หน้าของบุคคลนั้น", cure_en="check the username; if it is the same person, change the name on that person's page",
)  # fmt: skip
ELSEWHERE = define(
    "OG017", "error",
    th="ชื่อผู้ใช้ {username} ใช้ไม่ได้ที่นี่", en="the username {username} cannot be used here",
    cure_th="ใช้ชื่อผู้ใช้อื่น หรือแจ้งผู้ดูแลระบบ", cure_en="use another username, or ask the administrator",
)  # fmt: skip
NO_UNIT = define(
    "OG018", "error",
    th="ไม่รู้จักหน่วย {unit}", en="the unit {unit} is not known",
    cure_th="ใช้รหัสของหน่วยที่มีอยู่ในวันที่มีผลหรืออยู่ในไฟล์นี้", cure_en="use the code of a unit that exists on the day of effect or stands in this file",
)  # fmt: skip
NO_ROLE = define(
    "OG019", "error",
    th="ไม่รู้จักบทบาท {role}", en="the role {role} is not known",
    cure_th="ใช้ reporter head verifier evaluator commentator auditor org_admin", cure_en="use reporter, head, verifier, evaluator, commentator, auditor or org_admin",
)  # fmt: skip
ONESELF = define(
    "OG020", "error",
    th="นำเข้าตำแหน่งหรือบทบาทของตนเองไม่ได้", en="nobody imports a post or a role for themselves",
    cure_th="ให้ผู้ดูแลหน่วยงานคนอื่นทำ", cure_en="let another organisation administrator do it",
)  # fmt: skip
POST_HELD = define(
    "OG021", "error",
    th="ตำแหน่ง {post} มีผู้ดำรงตำแหน่งแล้ว", en="somebody holds the post already ({post})",
    cure_th="สิ้นสุดการดำรงตำแหน่งเดิมก่อน หรือแก้แถวที่ซ้ำ", cure_en="end that holding first, or mend the row that says the same",
)  # fmt: skip
PERSON_TWICE = define(
    "OG022", "error",
    th="แถวนี้ซ้ำกับแถว {line}", en="this row says the same as row {line}",
    cure_th="ลบแถวใดแถวหนึ่ง", cure_en="remove one of them",
)  # fmt: skip

_USERNAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
_ROLES: Final = {name.casefold(): role for role in Role for name in (role.value, str(role.label))}


@dataclass(frozen=True)
class PersonChange:
    """What a row would add: the person where there is none yet, a post and its holding, grants of roles."""

    what: Literal["added", "changed", "same"]
    place: Place
    username: str
    name: str
    user: UUID | None
    unit: str
    post: str = ""
    post_id: UUID | None = None
    new_post: bool = False
    is_head: bool = False
    holds: bool = False
    grants: tuple[str, ...] = ()


@dataclass
class _Known:
    """What stands already: people, their posts and roles, the units of the agency."""

    users: dict[str, User]
    strangers: set[UUID]
    units: dict[str, UUID]
    new_units: set[str]
    posts: dict[tuple[UUID | str, str], Post]
    holders: dict[UUID, set[UUID]]
    grants: set[tuple[UUID, UUID, str]]


def people_changes(
    rows: Sequence[Row], root: Unit, since: date, new_units: set[str], by: User | None
) -> tuple[list[PersonChange], list[Issue]]:
    """The changes and the problems of rows; a row that is wrong has no change."""
    if not rows:
        return [], []
    known = _known(rows, root, since, new_units)
    changes: list[PersonChange] = []
    problems: list[Issue] = []
    called: dict[str, str] = {key: user.name for key, user in known.users.items()}
    seen: dict[tuple[str, ...], int] = {}
    filled: dict[tuple[UUID | str, str], str] = {}
    for row in rows:
        found = _wrong(row, known, called, by)
        same = tuple(names.tidy(row[one]).casefold() for one in ("username", "unit", "post", "role"))
        if seen.setdefault(same, row.place.line) != row.place.line:
            found.append(PERSON_TWICE.at(row.place, line=seen[same]))
        if not found:
            change = _change(row, known)
            place = (known.units.get(change.unit, change.unit), change.post)
            is_held = change.post_id is not None and bool(known.holders.get(change.post_id))
            if change.holds and (is_held or filled.setdefault(place, change.username) != change.username):
                found.append(POST_HELD.at(row.place, post=change.post))
            else:
                changes.append(change)
        problems += found
    return changes, problems


def _known(rows: Sequence[Row], root: Unit, since: date, new_units: set[str]) -> _Known:
    names_given = {names.tidy(row["username"]).casefold() for row in rows}
    found = User.objects.annotate(key=Lower("username")).filter(key__in=names_given)
    users: dict[str, User] = {user.username.casefold(): user for user in found}
    ids = [user.id for user in users.values()]
    units: dict[str, UUID] = {}
    for view in tree_on(root, since):
        units |= {view.code or str(view.id): view.id, str(view.id): view.id}
    grants = list(Grant.objects.filter(user__in=ids).select_related("unit"))
    held = list(Holding.objects.filter(user__in=ids).select_related("post__unit"))
    belongs: dict[UUID, set[UUID]] = {}
    for user, unit in [*((g.user_id, g.unit) for g in grants), *((h.user_id, h.post.unit) for h in held)]:
        belongs.setdefault(user, set()).add(unit.root_id or unit.id)
    holders: dict[UUID, set[UUID]] = {}
    for holding in Holding.objects.filter(
        Q(until=None) | Q(until__gt=since), how="holds", post__unit__in=units.values()
    ):
        holders.setdefault(holding.post_id, set()).add(holding.user_id)
    posts = Post.objects.filter(unit__in=units.values())
    in_force = Grant.objects.filter(on_day(since), user__in=ids, indicator="", subtree=True)
    return _Known(
        users, {user for user, roots in belongs.items() if root.id not in roots}, units, new_units,
        {(post.unit_id, post.name_th): post for post in posts}, holders,
        set(in_force.values_list("user_id", "unit_id", "role")),
    )  # fmt: skip


def _wrong(row: Row, known: _Known, called: dict[str, str], by: User | None) -> list[Issue]:
    username, name, unit = (names.tidy(row[one]) for one in ("username", "name", "unit"))
    found = [
        *names.problems(row.place, "name", row["name"], required=True),
        *names.problems(row.place, "post", row["post"]),
    ]
    key = username.casefold()
    if key not in known.users and not _USERNAME.fullmatch(key):
        found.append(BAD_USERNAME.at(row.place, username=username[:60]))
    elif (user := known.users.get(key)) is not None and user.id in known.strangers:
        found.append(ELSEWHERE.at(row.place, username=username))
    elif name and called.setdefault(key, name) != name:
        found.append(OTHER_NAME.at(row.place, username=username))
    if unit not in known.units and unit not in known.new_units:
        found.append(NO_UNIT.at(row.place, unit=unit))
    found += [NO_ROLE.at(row.place, role=role) for role in _roles(row) if role.casefold() not in _ROLES]
    if by is not None and key == by.username.casefold() and (row["role"].strip() or row["post"].strip()):
        found.append(ONESELF.at(row.place))
    return found


def _change(row: Row, known: _Known) -> PersonChange:
    username, name, unit, post = (names.tidy(row[one]) for one in ("username", "name", "unit", "post"))
    user = known.users.get(username.casefold())
    unit_id = known.units.get(unit)
    roles = [_ROLES[role.casefold()] for role in _roles(row)]
    standing = known.posts.get((unit_id, post)) if post and unit_id else None
    new_post = bool(post) and standing is None
    is_head = standing.is_head if standing else bool(post) and Role.HEAD in roles
    # the head's role follows from the head's post, and ends with it
    roles = [role for role in roles if not (role == Role.HEAD and is_head)]
    grants = tuple(
        role.value for role in roles if user is None or unit_id is None or (user.id, unit_id, role) not in known.grants
    )
    holders = known.holders.get(standing.id, set()) if standing else set()
    holds = bool(post) and (user is None or user.id not in holders)
    what: Literal["added", "changed", "same"]
    what = "added" if user is None else "changed" if grants or holds else "same"
    return PersonChange(
        what, row.place, user.username if user else username.casefold(), name, user.id if user else None, unit, post,
        standing.id if standing else None, new_post, is_head, holds, grants,
    )  # fmt: skip


def _roles(row: Row) -> list[str]:
    return [role for part in re.split(r"[,;/]", row["role"]) if (role := names.tidy(part))]
