"""When the organisation may not be changed, whoever asks: each refusal with its reason and what to do instead."""

from __future__ import annotations

from datetime import date

from samrit.apps.ground.denied import NotNow
from samrit.base.thai import format_date


def above_itself(day: date) -> NotNow:
    """A unit would stand above itself."""
    return NotNow(
        f"ตั้งแต่{_th(day)} หน่วยจะอยู่ใต้ตัวเอง", f"from {day} on, a unit would stand below itself",
        "เลือกหน่วยเหนือที่ไม่ได้อยู่ใต้หน่วยนี้", "choose a superior unit that does not stand below this one",
    )  # fmt: skip


def superior_not_there(day: date) -> NotNow:
    """A unit would stand under one that is closed, or not yet there."""
    return NotNow(
        f"ณ {_th(day)} หน่วยเหนือยังไม่ตั้งหรือยุบไปแล้ว", f"on {day} the superior unit is not there yet, or closed",
        "เลือกหน่วยเหนืออื่น หรือวันอื่น", "choose another superior unit, or another day",
    )  # fmt: skip


def not_there(day: date) -> NotNow:
    """The unit does not exist on that day."""
    return NotNow(
        f"ณ {_th(day)} หน่วยนี้ยังไม่ตั้งหรือยุบไปแล้ว", f"on {day} this unit is not there yet, or closed",
        "เลือกวันที่หน่วยนี้มีอยู่", "choose a day on which it exists",
    )  # fmt: skip


def other_agency() -> NotNow:
    """Two units of different agencies cannot be put together."""
    return NotNow(
        "หน่วยทั้งสองอยู่คนละส่วนราชการ", "the units belong to different agencies",
        "เลือกหน่วยในส่วนราชการเดียวกัน", "choose units of one agency",
    )  # fmt: skip


def the_agency_itself() -> NotNow:
    """The agency's own place in the forest cannot change."""
    return NotNow(
        "ส่วนราชการเองย้าย ยุบ หรือแยกไม่ได้", "the agency itself cannot be moved, closed, merged or split",
        "เปลี่ยนได้เฉพาะหน่วยที่อยู่ข้างใต้", "only the units below it can",
    )  # fmt: skip


def has_units_below(count: int) -> NotNow:
    """A unit with others below it cannot be closed."""
    return NotNow(
        f"ยังมีหน่วยอยู่ข้างใต้ {count} หน่วย", f"{count} units still stand below it",
        "ย้ายหรือยุบหน่วยข้างใต้ก่อน", "move or close these first",
    )  # fmt: skip


def changes_later(day: date) -> NotNow:
    """The unit has a change planned after the day of its end."""
    return NotNow(
        f"มีการเปลี่ยนแปลงของหน่วยนี้ใน{_th(day)} ซึ่งอยู่หลังวันที่เลือก", f"this unit changes on {day}, which is after the day chosen",
        "เลือกวันหลังจากนั้น", "choose a later day",
    )  # fmt: skip


def code_taken(code: str) -> NotNow:
    """Another unit of the agency has that code."""
    return NotNow(
        f"รหัส {code} มีหน่วยอื่นใช้แล้ว", "another unit of this agency has that code",
        "ใช้รหัสอื่น", "use another code",
    )  # fmt: skip


def not_below() -> NotNow:
    """A part of a split takes a unit that does not stand below the one that is split."""
    return NotNow(
        "หน่วยที่เลือกไว้ไม่ได้อยู่ใต้หน่วยที่แยก", "a unit that is to come along does not stand right below the one that is split",
        "เลือกเฉพาะหน่วยที่อยู่ใต้หน่วยนั้นโดยตรง", "choose only units right below it",
    )  # fmt: skip


def nothing_named() -> NotNow:
    """A merge or split names no unit."""
    return NotNow(
        "ยังไม่ได้เลือกหน่วย", "no unit is named",
        "เลือกอย่างน้อยหนึ่งหน่วยที่ไม่ใช่หน่วยปลายทาง", "name at least one unit that is not the one it goes into",
    )  # fmt: skip


def held_already() -> NotNow:
    """Two people cannot hold one post in their own right at a time."""
    return NotNow(
        "มีผู้ดำรงตำแหน่งนี้ในช่วงเวลานั้นแล้ว", "somebody holds this post in that time",
        "สิ้นสุดการดำรงตำแหน่งเดิมก่อน หรือเลือกวันหลังจากนั้น", "end that holding first, or choose a later day",
    )  # fmt: skip


def no_days() -> NotNow:
    """Something would end on or before the day it begins, or a second time."""
    return NotNow(
        "วันสิ้นสุดต้องอยู่หลังวันเริ่ม และไม่เกินวันสิ้นสุดเดิม", "it must end after it begins, and not later than it ends already",
        "เลือกวันอื่น", "choose another day",
    )  # fmt: skip


def undone_already() -> NotNow:
    """An import was undone before."""
    return NotNow("ยกเลิกการนำเข้านี้ไปแล้ว", "this import was undone already")


def built_upon() -> NotNow:
    """Something was built on what an import made."""
    return NotNow(
        "มีการใช้หรือแก้ไขสิ่งที่นำเข้ามาแล้ว จึงยกเลิกทั้งชุดไม่ได้", "what was imported has been used or changed since, so it cannot be undone as a whole",
        "แก้ทีละหน่วยหรือทีละคน", "change the units or people one by one",
    )  # fmt: skip


def changed_since_preview() -> NotNow:
    """The organisation changed between the preview and the import."""
    return NotNow(
        "โครงสร้างเปลี่ยนไปหลังจากดูตัวอย่าง", "the organisation changed after the preview",
        "ดูตัวอย่างใหม่ก่อนนำเข้า", "look at the preview again before importing",
    )  # fmt: skip


def _th(day: date) -> str:
    return f"วันที่ {format_date(day)}"
