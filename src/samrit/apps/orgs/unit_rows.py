"""What rows of units would add and change, and what is wrong with them, all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from uuid import UUID

from django.db.models import Q

from samrit.apps.orgs import names
from samrit.apps.orgs.models import Placement, Unit
from samrit.apps.orgs.queries import on_day
from samrit.apps.orgs.sheets import Row
from samrit.base.issues import Issue, Place, define

CODE_TWICE = define(
    "OG010", "error",
    th="รหัส {code} มีแล้วในแถว {line}", en="the code {code} stands already in row {line}",
    cure_th="ให้แต่ละหน่วยมีแถวเดียวและรหัสไม่ซ้ำ", cure_en="give each unit one row and a code of its own",
)  # fmt: skip
NO_PARENT = define(
    "OG011", "error",
    th="ไม่รู้จักหน่วยเหนือ {parent}", en="the superior unit {parent} is not known",
    cure_th="ใช้รหัสของหน่วยที่มีอยู่หรืออยู่ในไฟล์นี้ ถ้าอยู่ใต้ส่วนราชการโดยตรงให้เว้นว่าง",
    cure_en="use the code of a unit that exists or stands in this file; leave it empty for one right below the agency",
)  # fmt: skip
CIRCLE = define(
    "OG012", "error",
    th="หน่วย {code} อยู่ใต้ตัวเอง ({circle})", en="the unit {code} stands below itself ({circle})",
    cure_th="แก้หน่วยเหนือของหน่วยใดหน่วยหนึ่งในวงนี้", cure_en="change the superior of one of these units",
)  # fmt: skip
NOT_STANDING = define(
    "OG013", "error",
    th="หน่วย {code} ไม่มีอยู่ในวันที่นำเข้ามีผล", en="the unit {code} does not exist on the day the import takes effect",
    cure_th="ใช้รหัสใหม่สำหรับหน่วยใหม่ หรือเลือกวันอื่น", cure_en="use a new code for a new unit, or choose another day",
)  # fmt: skip
ROOT_BELOW = define(
    "OG014", "error",
    th="ส่วนราชการเองมีหน่วยเหนือไม่ได้", en="the agency itself has no superior unit",
    cure_th="เว้นช่อง “parent” ของแถวนี้ให้ว่าง", cure_en="leave “parent” empty in this row",
)  # fmt: skip

FIELDS = ("parent", "kind", "name_th", "name_en", "short_th")


@dataclass(frozen=True)
class UnitChange:
    """What a row would do with a unit: its texts before and after; `parent` is a code, or "" right below the agency."""

    what: Literal["added", "changed", "same"]
    code: str
    place: Place
    after: dict[str, str] = field(hash=False)
    before: dict[str, str] = field(default_factory=dict, hash=False)
    unit: UUID | None = None


def unit_changes(rows: Sequence[Row], root: Unit, since: date) -> tuple[list[UnitChange], list[Issue]]:
    """The changes and the problems of rows; a row that is wrong has no change."""
    if not rows:
        return [], []
    mine = list(Unit.objects.filter(Q(root=root) | Q(id=root.id)))
    called = {unit.id: unit.code or str(unit.id) for unit in mine}
    known = {name: unit for unit in mine for name in (unit.code, str(unit.id)) if name}
    placed = Placement.objects.filter(on_day(since)).filter(Q(unit__root=root) | Q(unit=root))
    standing = {called[one.unit_id]: one for one in placed}
    now = {
        key: _texts(one, "" if one.parent_id in (None, root.id) else called[one.parent_id])
        for key, one in standing.items()
    }  # fmt: skip
    keys = [_key(row["code"], known, called) for row in rows]
    in_file = set(keys)
    problems: list[Issue] = []
    changes: list[UnitChange] = []
    first: dict[str, int] = {}
    parents: dict[str, str] = {key: texts["parent"] for key, texts in now.items()}
    for row, key in zip(rows, keys, strict=True):
        found = [
            issue
            for one in ("code", *FIELDS[1:])
            for issue in names.problems(row.place, one, row[one], required=one in ("code", "kind", "name_th"))
        ]
        parent = _key(row["parent"], known, called)
        is_root = key == called[root.id]
        if is_root and parent:
            found.append(ROOT_BELOW.at(row.place))
        elif parent and parent not in now and (parent not in in_file or parent in known):
            found.append(NO_PARENT.at(row.place, parent=parent))
        if key in known and key not in now:
            found.append(NOT_STANDING.at(row.place, code=key))
        if key and first.setdefault(key, row.place.line) != row.place.line:
            found.append(CODE_TWICE.at(row.place, code=key, line=first[key]))
        elif key and not is_root:
            parents[key] = "" if parent == called[root.id] else parent
        problems += found
        if not found:
            after = {one: names.tidy(row[one]) for one in FIELDS[1:]} | {"parent": "" if is_root else parents[key]}
            before = now.get(key, {})
            what: Literal["added", "changed", "same"]
            what = "added" if not before else "same" if before == after else "changed"
            changes.append(UnitChange(what, key, row.place, after, before, known[key].id if key in known else None))
    places = {key: row.place for row, key in zip(rows, keys, strict=True)}
    problems += [
        CIRCLE.at(places[key], code=key, circle=" > ".join((*circle, circle[0])))
        for circle in circles(parents)
        for key in circle
        if key in places
    ]
    return changes, problems


def circles(parents: dict[str, str]) -> list[list[str]]:
    """The circles in a would-be tree, each once."""
    found: list[list[str]] = []
    done: set[str] = set()
    for start in parents:
        path: dict[str, None] = {}
        at = start
        while at and at in parents and at not in done and at not in path:
            path[at] = None
            at = parents[at]
        if at in path:
            walked = list(path)
            found.append(walked[walked.index(at) :])
        done |= path.keys()
    return found


def _key(text: str, known: dict[str, Unit], called: dict[UUID, str]) -> str:
    """The one name of a unit, whether a row calls it by its code or by its id."""
    tidy = names.tidy(text)
    return called[known[tidy].id] if tidy in known else tidy


def _texts(one: Placement, parent: str) -> dict[str, str]:
    return {
        "parent": parent,
        "kind": one.kind,
        "name_th": one.name_th,
        "name_en": one.name_en,
        "short_th": one.short_th,
    }
