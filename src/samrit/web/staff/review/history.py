"""A report's history as events of a page: who did what with it, for which unit, and what they remarked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from samrit.apps.orgs.queries import UnitView
from samrit.apps.results.queries import Moment
from samrit.web.components.reading import Event, Status
from samrit.web.pages import unit_name
from samrit.web.reader import Text


def history(told: Sequence[Moment], names: Mapping[UUID, UnitView]) -> list[Event]:
    """What happened to a report, the latest first."""
    found = []
    for one in reversed(told):
        what, unit = SAID[one.what], unit_name(names.get(one.for_unit.id))
        numbered = Text(f"{what.th} (ครั้งที่ {one.number})", f"{what.en} (no. {one.number})")
        by = Text(f"{one.by.name} · {unit.th}", f"{one.by.name} · {unit.en or unit.th}")
        found.append(Event(one.at, by, numbered, _STATUS[one.what], one.remark))
    return found


SAID = {
    "submitted": Text("ส่งรายงาน", "Submitted"),
    "approved": Text("เห็นชอบและส่งต่อ", "Approved and sent on"),
    "returned": Text("ส่งกลับให้แก้ไข", "Returned to be corrected"),
    "verified": Text("ยืนยัน", "Verified"),
    "concluded": Text("สรุปผล", "Concluded"),
}
_STATUS = {
    "submitted": Status("sent", Text("ส่งแล้ว", "Sent")),
    "approved": Status("sent", Text("เห็นชอบ", "Approved")),
    "returned": Status("returned", Text("ส่งกลับ", "Returned")),
    "verified": Status("done", Text("ยืนยันแล้ว", "Verified")),
    "concluded": Status("closed", Text("ปิดแล้ว", "Closed")),
}
