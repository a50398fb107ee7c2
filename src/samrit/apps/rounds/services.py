"""Open a year, give more time, close a round, enter holidays."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from django.db import transaction

from samrit.apps.accounts.models import User
from samrit.apps.audit.services import record
from samrit.apps.frameworks.models import InstalledPack
from samrit.apps.frameworks.queries import unpacked
from samrit.apps.ground import clock
from samrit.apps.ground.denied import NotNow
from samrit.apps.orgs.models import Unit
from samrit.apps.orgs.queries import root_of
from samrit.apps.rounds import calendar, events, permissions, queries, states
from samrit.apps.rounds.holidays import NamedDay
from samrit.apps.rounds.models import Extension, Holiday, RoundTime, Year
from samrit.base import thai
from samrit.base.issues import Issue, Place, Refused, define

NOT_AN_AGENCY = define(
    "YR004", "error",
    th="ปีงบประมาณเปิดให้ทั้งหน่วยงาน ไม่ใช่หน่วยภายใน", en="a year is opened for a whole agency, not for a unit in it",
    cure_th="เลือกหน่วยบนสุด", cure_en="choose the agency itself",
)  # fmt: skip
BEFORE_THE_PACK = define(
    "YR005", "error",
    th="ชุดเกณฑ์นี้เริ่มใช้ปีงบประมาณ {first} จึงใช้กับปี {year} ไม่ได้", en="this pack begins with fiscal year {first}; it cannot be run for {year}",
    cure_th="เลือกปี {first} ถึง {last}", cure_en="choose a year from {first} to {last}",
)  # fmt: skip
NO_REASON = define(
    "YR006", "error",
    th="ยังไม่ได้บอกเหตุผลที่ขยายเวลา", en="no reason was given for the extension",
    cure_th="เขียนเหตุผลสั้น ๆ ผู้ตรวจสอบจะอ่าน", cure_en="write a short reason; auditors read it",
)  # fmt: skip
NOT_LONGER = define(
    "YR007", "error",
    th="{asked} ไม่ช้ากว่าวันสุดท้ายที่มีอยู่ ({has})", en="{asked} is not later than the last day there is already ({has})",
    cure_th="เลือกวันหลัง {has} เวลาที่ให้แล้วไม่ลดลง", cure_en="choose a day after {has}; time that was given is not taken back",
)  # fmt: skip
ELSEWHERE = define(
    "YR008", "error",
    th="หน่วยนี้ไม่ได้อยู่ในหน่วยงานของปีนี้", en="this unit does not belong to the agency of this year",
    cure_th="เลือกหน่วยในหน่วยงานเดียวกัน", cure_en="choose a unit of the same agency",
)  # fmt: skip


def open_year(root: Unit, pack: InstalledPack, fiscal_year: int, by: User) -> Year:
    """A framework's year in an agency, with the time of each round; opened again it is the same year.

    A pack may be run for a later year than its own: its rounds then have the same days of that year.
    """
    permissions.check_can_open_year(by, root)
    _check_year(root, pack, fiscal_year)
    rounds = calendar.rounds_in(unpacked(pack), fiscal_year)
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=root.pk)
        running = Year.objects.filter(root=root, fiscal_year=fiscal_year, pack__pack=pack.pack).first()
        if running is not None:
            if running.pack_id != pack.id:
                raise NotNow(
                    f"ปีงบประมาณ {fiscal_year} ใช้ชุดเกณฑ์นี้รุ่นอื่นอยู่แล้ว", f"fiscal year {fiscal_year} already runs another version of this pack",
                    "ใช้รุ่นใหม่ตั้งแต่ปีถัดไป", "use the new version from the next year on",
                )  # fmt: skip
            return running
        year = Year.objects.create(root=root, pack=pack, fiscal_year=fiscal_year)
        RoundTime.objects.bulk_create(
            RoundTime(year=year, round=one.round.id, opens=one.starts, last_day=one.last_day) for one in rounds
        )
        days = [[one.round.id, one.starts.isoformat(), one.last_day.isoformat()] for one in rounds]
        record(
            events.YEAR_OPENED, by=by, about=[year, root, pack], fiscal_year=fiscal_year, pack=pack.pack, rounds=days
        )
    return year


def extend(
    time: RoundTime, unit: Unit, last_day: date, reason: str, by: User, then: Callable[[Extension], None] | None = None
) -> Extension:
    """More time for a unit and all below it; time that was given is never taken back.

    `then` is called in the same transaction: what rounds know nothing of moves with it (`results.more_time.extend`).
    """
    permissions.check_can_extend(by, unit)
    reason = thai.normalise(reason).strip()
    with transaction.atomic():
        time = RoundTime.objects.select_for_update(of=("self",)).select_related("year").get(pk=time.pk)
        states.check_is_not_closed(time)
        _check_extension(time, unit, last_day, reason)
        extension = Extension.objects.create(time=time, unit=unit, last_day=last_day, reason=reason, by=by)
        if then is not None:
            then(extension)
        told = {"round": time.round, "last_day": last_day.isoformat()}
        record(events.EXTENDED, by=by, about=[extension, time, time.year, unit], **told)
    return extension


def close(time: RoundTime, by: User) -> RoundTime:
    """Close a round for good, once nobody has time left."""
    permissions.check_can_close(by, time)
    with transaction.atomic():
        time = RoundTime.objects.select_for_update(of=("self",)).select_related("year").get(pk=time.pk)
        now = clock.now()
        states.check_can_close(time, queries.longest_last_day(time), now)
        time.closed_at = now
        time.save(update_fields=["closed_at"])
        record(events.CLOSED, by=by, about=[time, time.year], round=time.round)
    return time


def set_holidays(root: Unit, days: Collection[NamedDay], by: User) -> int:
    """Enter holidays, or correct the names of those already there; returns how many were given."""
    permissions.check_can_set_holidays(by, root)
    rows = [Holiday(root=root, day=one.day, name_th=one.name_th, name_en=one.name_en) for one in days]
    with transaction.atomic():
        Holiday.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["root", "day"], update_fields=["name_th", "name_en"]
        )
        told = sorted(one.day.isoformat() for one in days)
        record(events.HOLIDAYS, by=by, about=[root], count=len(rows), days=told)
    return len(rows)


def _check_year(root: Unit, pack: InstalledPack, fiscal_year: int) -> None:
    issues: list[Issue] = []
    place = Place(pack.pack)
    if root.root_id not in (None, root.id):
        issues.append(NOT_AN_AGENCY.at(place))
    if not pack.fiscal_year <= fiscal_year <= thai.LAST_BE_YEAR:
        first, last = pack.fiscal_year, thai.LAST_BE_YEAR
        issues.append(BEFORE_THE_PACK.at(place, year=fiscal_year, first=first, last=last))
    if issues:
        raise Refused(issues)


def _check_extension(time: RoundTime, unit: Unit, last_day: date, reason: str) -> None:
    issues: list[Issue] = []
    place = Place("extension")
    if root_of(unit) != time.year.root_id:
        issues.append(ELSEWHERE.at(place))
    if not reason:
        issues.append(NO_REASON.at(place))
    has = queries.last_day_for(time, unit)
    if last_day <= has:
        issues.append(NOT_LONGER.at(place, asked=last_day.isoformat(), has=has.isoformat()))
    if issues:
        raise Refused(issues)
