"""An agency's face: its one strong colour, its own emblem, and the digits its papers are usually printed in."""

from __future__ import annotations

import hashlib
import re
from uuid import UUID

from django.db import transaction

from samrit.apps.accounts.models import User
from samrit.apps.audit.services import record
from samrit.apps.orgs import emblems, events
from samrit.apps.orgs.models import AgencyFace, Digits, Emblem, Unit
from samrit.apps.orgs.permissions import check_can_set_face
from samrit.base.issues import Issue, Place, Refused, define

NOT_A_COLOUR = define(
    "OG026", "error",
    th="“{text}” ไม่ใช่รหัสสี", en="“{text}” is not a colour",
    cure_th="ใส่รหัสสี 6 ตัว เช่น 0f4c5c หรือเว้นว่างเพื่อใช้สีของสัมฤทธิ์", cure_en="type six hexadecimal digits such as 0f4c5c, or leave it empty for Samrit's own colour",
)  # fmt: skip
NOT_DIGITS = define(
    "OG027", "error",
    th="ยังไม่ได้เลือกตัวเลขของเอกสาร", en="no digits of papers are chosen",
    cure_th="เลือกหนึ่งข้อ", cure_en="choose one",
)  # fmt: skip

_COLOUR = re.compile(r"[0-9a-f]{6}")


def set_face(*, root: Unit, colour: str, digits: str, by: User | None) -> None:
    """Give an agency its colour ("": Samrit's own) and the digits that its papers are usually printed in."""
    check_can_set_face(by, root)
    found: list[Issue] = []
    try:
        colour = tidy_colour(colour)
    except Refused as refused:
        found += refused.issues
    if digits not in Digits.values:
        found.append(NOT_DIGITS.at(Place("", field="digits")))
    if found:
        raise Refused(found)
    with transaction.atomic():
        AgencyFace.objects.update_or_create(root=root, defaults={"colour": colour, "digits": digits})
        record(events.FACE_SET, by=by, about=[root], colour=colour, digits=digits)


def set_emblem(*, root: Unit, picture: bytes | None, by: User | None) -> None:
    """Give an agency its emblem, or take it away; papers that bear the former one keep it."""
    check_can_set_face(by, root)
    clean = None if picture is None else emblems.cleaned(picture)
    sha256 = "" if clean is None else hashlib.sha256(clean).hexdigest()
    with transaction.atomic():
        if clean is not None:
            Emblem.objects.get_or_create(sha256=sha256, defaults={"picture": clean})
        AgencyFace.objects.update_or_create(root=root, defaults={"emblem_id": sha256 or None})
        if sha256:
            record(events.EMBLEM_SET, by=by, about=[root], emblem=sha256)
        else:
            record(events.EMBLEM_REMOVED, by=by, about=[root])


def emblem_of(root: UUID, sha256: str = "") -> bytes | None:
    """The picture (PNG) of an agency's emblem, where it has one; with `sha256` only if it is that one."""
    faces = AgencyFace.objects.filter(root_id=root, emblem__isnull=False)
    found = (faces.filter(emblem_id=sha256) if sha256 else faces).values_list("emblem__picture", flat=True).first()
    return None if found is None else bytes(found)


def tidy_colour(text: str) -> str:
    """Six hexadecimal digits in small letters, or none.  Errors: Refused."""
    colour = text.strip().removeprefix("#").lower()
    if colour and not _COLOUR.fullmatch(colour):
        raise Refused([NOT_A_COLOUR.at(Place("", field="colour"), text=text.strip()[:20])])
    return colour
