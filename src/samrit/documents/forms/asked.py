"""What a request asks a form for: its parts by code, and the pack's texts with their blanks filled."""

from __future__ import annotations

import re
from collections.abc import Collection

from samrit.base.issues import NOWHERE, Refused, define
from samrit.documents.forms.agreed import unit_of
from samrit.documents.sheet import Request
from samrit.packs.texts import Words

NO_SUCH_PART = define(
    "DO060", "error",
    th="แบบ “{form}” ไม่มีส่วน “{part}”", en="the form “{form}” has no part “{part}”",
    cure_th="ส่วนที่มี: {allowed}", cure_en="its parts are: {allowed}",
)  # fmt: skip
NEEDS_SCORES = define(
    "DO061", "error",
    th="แบบ “{form}” ทำจากคะแนน แต่ไม่ได้ให้ข้อมูลมาด้วย", en="the form “{form}” is made from scores, but no facts were given",
    cure_th="ให้ไฟล์ข้อมูลของหน่วยงานด้วย เพื่อคิดคะแนนก่อน", cure_en="give the unit's facts as well, so that it is scored first",
)  # fmt: skip
NOT_IN_THIS_PACK = define(
    "DO062", "error",
    th="ชุดเกณฑ์ {pack} ไม่มีข้อมูลสำหรับแบบ “{form}”", en="the pack {pack} holds nothing for the form “{form}”",
    cure_th="ใช้กับชุดเกณฑ์อื่น หรือเลือกแบบอื่น", cure_en="use another pack, or choose another form",
)  # fmt: skip

UNIT_BLANK = "station"
"""The blank that holds the unit's own name, which the sheet and the facts know too."""

_BLANK = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def parts_asked(request: Request, form: str, known: Collection[str]) -> tuple[str, ...]:
    """The codes asked for, in the pack's order; all of them where none is named.  Refuses the unknown ones at once."""
    unknown = [part for part in dict.fromkeys(request.only) if part not in known]
    if unknown:
        allowed = ", ".join(known)
        raise Refused(NO_SUCH_PART.at(NOWHERE, (part,), form=form, part=part, allowed=allowed) for part in unknown)
    if not known:
        raise Refused([NOT_IN_THIS_PACK.at(NOWHERE, form=form, pack=request.pack.id)])
    return tuple(code for code in known if not request.only or code in request.only)


def filled(request: Request, text: str) -> str:
    """A text with the blanks that the agreement or the sheet fills; what nobody filled stays as {its id}."""
    if "{" not in text:
        return text
    known = {UNIT_BLANK: unit_of(request), **request.terms.blanks}
    return _BLANK.sub(lambda blank: known.get(blank[1]) or blank[0], text)


def said(request: Request, words: Words | None) -> str:
    """A text of the pack in the paper's language, its blanks filled."""
    return filled(request, request.sheet.said(words))


def without_remark(text: str) -> str:
    """A printed name without the pack's own remark in brackets behind it: “ธร. (เอกสารไม่เขียนคำเต็ม)” is “ธร.”."""
    return re.sub(r"\s*\([^()]*\)\s*$", "", text)
