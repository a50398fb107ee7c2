"""What a request asks a form for: its parts by code, and the pack's texts with their blanks filled."""

from __future__ import annotations

import re
from collections.abc import Collection

from samrit.base.issues import NOWHERE, Place, Refused, define
from samrit.documents.forms.agreed import unit_of
from samrit.documents.forms.wording import BLANK
from samrit.documents.sheet import Request
from samrit.packs.texts import Words

UNKNOWN_PART = define(
    "DO050", "error",
    th="แบบ “{form}” ไม่มีส่วน “{code}”", en="the form “{form}” has no part “{code}”",
    cure_th="ส่วนที่มี: {allowed}", cure_en="its parts are: {allowed}",
)  # fmt: skip
TAKEN_OUT = define(
    "DO051", "error",
    th="ข้อตกลงตัดตัวชี้วัด {code} ออกแล้ว จึงไม่มีในแบบ “{form}”", en="the agreement takes indicator {code} out, so it is not in the form “{form}”",
    cure_th="ขอเฉพาะตัวชี้วัดที่ยังอยู่: {allowed}", cure_en="ask for those that remain: {allowed}",
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


def parts_asked(request: Request, form: str, known: Collection[str], dropped: Collection[str] = ()) -> tuple[str, ...]:
    """The codes asked for, in the pack's order; all of them where none is named.

    Refuses at once every part that the form does not have, and those `dropped` from it by the agreement.
    """
    if not known:
        raise Refused([NOT_IN_THIS_PACK.at(NOWHERE, form=form, pack=request.pack.id)])
    allowed = [code for code in known if code not in dropped]
    issues = [
        (TAKEN_OUT if code in known else UNKNOWN_PART).at(
            Place("--only"), (code,), form=form, code=code, allowed=", ".join(allowed)
        )
        for code in dict.fromkeys(request.only)
        if code not in allowed
    ]
    if issues:
        raise Refused(issues)
    return tuple(code for code in allowed if not request.only or code in request.only)


def filled(request: Request, text: str) -> str:
    """A text with the blanks that the agreement or the sheet fills; what nobody filled stays as {its id}."""
    if "{" not in text:
        return text
    known = {UNIT_BLANK: unit_of(request), **request.terms.blanks}
    return BLANK.sub(lambda blank: known.get(blank[1]) or blank[0], text)


def said(request: Request, words: Words | None) -> str:
    """A text of the pack in the paper's language, its blanks filled."""
    return filled(request, request.sheet.said(words))


def without_remark(text: str) -> str:
    """A printed name without the pack's own remark in brackets behind it: “ธร. (เอกสารไม่เขียนคำเต็ม)” is “ธร.”."""
    return re.sub(r"\s*\([^()]*\)\s*$", "", text)
