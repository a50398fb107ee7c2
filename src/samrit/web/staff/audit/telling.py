"""An event in words: what happened, to what, by whom, and its details as they were recorded."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateField, QuerySet, Value

from samrit.apps.accounts.models import User
from samrit.apps.audit.models import Event
from samrit.apps.ground.prepared import prepared
from samrit.apps.orgs.models import ALWAYS, Placement
from samrit.web.components.log import LogLine
from samrit.web.components.reading import Link, Status, Words
from samrit.web.reader import Text
from samrit.web.sentences import sentence

KINDS: dict[str, tuple[Text, str]] = {
    "orgs.unit": (Text("หน่วยงาน", "unit"), "/units/{}/"),
    "orgs.post": (Text("ตำแหน่ง", "post"), ""),
    "orgs.holding": (Text("การดำรงตำแหน่ง", "holding of a post"), ""),
    "orgs.grant": (Text("บทบาท", "role"), ""),
    "orgs.hop": (Text("ขั้นของเส้นทางรายงาน", "step of a route"), ""),
    "orgs.import": (Text("การนำเข้า", "import"), ""),
    "accounts.user": (Text("บัญชี", "account"), ""),
    "frameworks.installedpack": (Text("ชุดเกณฑ์", "pack"), ""),
    "rounds.year": (Text("ปีของชุดเกณฑ์", "year"), "/years/{}/"),
    "rounds.roundtime": (Text("รอบ", "round"), ""),
    "rounds.extension": (Text("การขยายเวลา", "extension"), ""),
    "assessments.assessment": (Text("การประเมิน", "assessment"), "/assessments/{}/"),
    "assessments.agreement": (Text("คำรับรอง", "agreement"), ""),
    "results.report": (Text("รายงานผล", "report"), "/reports/{}/"),
    "results.submission": (Text("ฉบับที่ส่ง", "submission"), ""),
    "results.decision": (Text("คำตัดสิน", "decision"), ""),
    "evidence.evidence": (Text("หลักฐาน", "evidence"), "/evidence/{}/"),
    "scoring.scorerun": (Text("การคำนวณคะแนน", "score run"), "/runs/{}/"),
    "issuing.issueddocument": (Text("เอกสารที่ออก", "issued paper"), "/papers/{}/"),
    "audit.event": (Text("เหตุการณ์", "event"), ""),
}
"""What the things of the log are called, and the page of each."""
MOST_SHOWN = 6


def tell(events: Iterable[Event]) -> list[LogLine]:
    """Events in words; the names of all units and people in one query."""
    events = list(events)
    ids = {one.actor for one in events if one.actor is not None}
    ids |= {UUID(key) for one in events for kind, key in one.about if kind in ("orgs.unit", "accounts.user")}
    names = _names(ids)
    return [_told(one, names) for one in events]


def kind_of(label: str) -> Text:
    """What a kind of thing is called."""
    return KINDS[label][0] if label in KINDS else Text(label)


def _told(event: Event, names: Mapping[UUID, Text]) -> LogLine:
    is_whole = getattr(event, "is_whole", True)
    detail = getattr(event, "detail", None)
    payload = detail.payload if detail is not None and is_whole else None
    state = None
    if not is_whole:
        state = Status("closed", Text("รายละเอียดเป็นของหน่วยงาน", "details are the agency's"))
    elif detail is not None and detail.shredded_at is not None:
        state = Status("closed", Text("ลบรายละเอียดแล้ว", "details redacted"))
    about = event.about if is_whole else []
    links = tuple(
        Link(_named(label, UUID(key), names), f"/audit/object/{key}/", Text("ดูประวัติ", "see its history"))
        for label, key in about[:MOST_SHOWN]
    )
    who: Words = Text("ระบบ", "the program")
    if event.actor is not None:
        who = names.get(event.actor, Text("บัญชี", "account")) if is_whole else Text("–")
    shown = tuple((key, _plain(value)) for key, value in sorted((payload or {}).items()))
    return LogLine(
        event.number, sentence(event.code, payload), event.at, who, event.code, event.hash, links,
        max(0, len(about) - MOST_SHOWN), shown, state,
    )  # fmt: skip


def _named(label: str, key: UUID, names: Mapping[UUID, Text]) -> Text:
    kind, name = kind_of(label), names.get(key)
    if name is None:
        tail = str(key)[-6:]
        return Text(f"{kind.th} …{tail}", f"{kind.en or kind.th} …{tail}")
    return Text(f"{kind.th} {name.th}", f"{kind.en or kind.th} {name.en or name.th}")


def _names(ids: set[UUID]) -> dict[UUID, Text]:
    """Today's names: of a unit the newest placement's; a person has one in both languages."""
    rows = sorted(_named_ids(ids), key=lambda row: row[3])
    return {key: Text(name, english or name) for key, name, english, _ in rows}


@prepared
def _named_ids(ids: Collection[UUID]) -> QuerySet[Any, tuple[UUID, str, str, date]]:
    units = Placement.objects.filter(unit__among=ids).values_list("unit_id", "name_th", "name_en", "since")
    same = (Value("", output_field=CharField()), Value(ALWAYS, output_field=DateField()))
    return units.union(User.objects.filter(id__among=ids).values_list("id", "name", *same), all=True)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
