"""Problems of what is sent to a report, and what two editors are told of each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from samrit.apps.ground.denied import Stale
from samrit.apps.results.draft import Change, Field
from samrit.base.issues import Issue, Place, define

NOT_ASKED = define(
    "RS001", "error",
    th="รายงานตัวชี้วัด {indicator} ไม่ได้ถามค่านี้ ({field})", en="the report of indicator {indicator} does not ask for this value ({field})",
    cure_th="เปิดหน้ารายงานใหม่แล้วกรอกอีกครั้ง", cure_en="open the page of the report again",
)  # fmt: skip
TOO_LONG = define(
    "RS002", "error",
    th="ข้อความยาวเกิน {most} ตัวอักษร", en="the text is longer than {most} characters",
    cure_th="ย่อข้อความ หรือแนบเป็นหลักฐาน", cure_en="shorten it, or attach it as evidence",
)  # fmt: skip
NOT_TEXT = define(
    "RS003", "error",
    th="มีอักขระที่มองไม่เห็นซึ่งเก็บไม่ได้", en="it holds an invisible character that cannot be kept",
    cure_th="พิมพ์ใหม่แทนการวาง", cure_en="type it instead of pasting it",
)  # fmt: skip
NOTHING_REPORTED = define(
    "RS004", "error",
    th="ยังไม่ได้กรอกค่าใดของตัวชี้วัด {indicator}", en="no value of indicator {indicator} has been typed",
    cure_th="กรอกผล ถ้ายังไม่มีผลให้พิมพ์ -", cure_en="type the result; a dash if there is none yet",
)  # fmt: skip
NO_REMARK = define(
    "RS005", "error",
    th="ยังไม่ได้บอกว่าต้องแก้อะไร", en="it does not say what is to be corrected",
    cure_th="เขียนหมายเหตุถึงผู้รายงานว่าต้องแก้อะไร", cure_en="write to the reporter what is to be corrected",
)  # fmt: skip

LONGEST_TEXT = 1_000
LONGEST_NOTE = 5_000


@dataclass(frozen=True)
class Theirs:
    """What another editor wrote where one wanted to write."""

    field: Field
    text: str
    note: str
    by: str
    yours: Change


class StaleDraft(Stale):
    """Others saved the same values in between: what they wrote stands beside what you typed, nothing is lost."""

    def __init__(self, theirs: tuple[Theirs, ...], version: int) -> None:
        super().__init__(
            f"มีผู้อื่นบันทึก {len(theirs)} ค่าเดียวกันนี้ไปก่อน ยังไม่ได้บันทึกทับ",
            f"Somebody else has saved {len(theirs)} of the same values; nothing was overwritten.",
            "เทียบสองค่า แล้วบันทึกค่าที่ถูกต้องอีกครั้ง", "Compare the two, and save the right one again.",
        )  # fmt: skip
        self.theirs, self.version = theirs, version


class StaleReport(Stale):
    """The report is not any more what the page showed."""

    def __init__(self, version: int) -> None:
        super().__init__(
            "รายงานนี้เปลี่ยนไปหลังจากที่เปิดหน้านี้ ยังไม่ได้บันทึกการตัดสินใจ",
            "The report has changed since this page was opened; your decision was not recorded.",
            "เปิดหน้านี้ใหม่ อ่านฉบับล่าสุด แล้วตัดสินใจอีกครั้ง", "Open the page again, read what is there now, and decide again.",
        )  # fmt: skip
        self.version = version


def of_texts(changes: Iterable[Change]) -> list[Issue]:
    """What cannot be kept at all of the texts in changes; wrong figures can, until they are submitted."""
    found: list[Issue] = []
    for change in changes:
        place = Place(change.node, 0, "|".join((change.input, change.window)))
        for text, most in ((change.text, LONGEST_TEXT), (change.note, LONGEST_NOTE)):
            if len(text) > most:
                found.append(TOO_LONG.at(place, (change.node,), most=most))
            if not _can_be_kept(text):
                found.append(NOT_TEXT.at(place, (change.node,)))
    return found


def of_remark(remark: str, required: bool = False) -> list[Issue]:
    """What is wrong with a remark."""
    place = Place("remark", 0, "remark")
    found = [TOO_LONG.at(place, most=LONGEST_NOTE)] if len(remark) > LONGEST_NOTE else []
    if not _can_be_kept(remark):
        found.append(NOT_TEXT.at(place))
    return [*found, NO_REMARK.at(place)] if required and not remark.strip() else found


def _can_be_kept(text: str) -> bool:
    """Neither NUL, which PostgreSQL refuses, nor half a surrogate pair, which no file can hold."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)
