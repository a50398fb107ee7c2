"""Build the demo agencies in an empty installation: everything through the services, all or nothing."""

from __future__ import annotations

import gc
import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from samrit.apps.accounts.models import User
from samrit.apps.frameworks import services as frameworks
from samrit.apps.ground import clock
from samrit.apps.orgs.models import Unit
from samrit.base import thai
from samrit.base.issues import NOWHERE, Issue, Refused, define
from samrit.demo import organisations
from samrit.demo import size as sizes
from samrit.demo.moments import Clock, Diary, at, lived
from samrit.demo.organisations import ITA, PRD, RTP, Founder
from samrit.demo.people import People, Person
from samrit.demo.size import Size
from samrit.demo.years import Framework
from samrit.packs import load

if TYPE_CHECKING:
    from samrit.apps.frameworks.models import InstalledPack

NOT_EMPTY = define(
    "DM001", "error",
    th="ฐานข้อมูลนี้มีข้อมูลอยู่แล้ว (ผู้ใช้ {users} หน่วย {units}) จึงไม่สร้างตัวอย่างทับ",
    en="this database holds data already ({users} users, {units} units); the demo is not built into it",
    cure_th="ใช้โฟลเดอร์ข้อมูลใหม่ด้วย --home", cure_en="use a new data folder, with --home",
)  # fmt: skip
OPEN_TO_OTHERS = define(
    "DM002", "error",
    th="ระบบนี้เปิดให้เครื่องอื่นเข้าได้ ({what}) รหัสผ่านของตัวอย่างแสดงบนจอ จึงใช้เฉพาะบน 127.0.0.1",
    en="other machines can reach this installation ({what}); the demo shows its passwords, so it stays on 127.0.0.1",
    cure_th="ลบ SAMRIT_TRUSTED_PROXY และ SAMRIT_HOSTS ตั้ง SAMRIT_BIND=127.0.0.1:8000 แล้วสั่งใหม่",
    cure_en="unset SAMRIT_TRUSTED_PROXY and SAMRIT_HOSTS, set SAMRIT_BIND=127.0.0.1:8000, then try again",
)  # fmt: skip

Progress = Callable[[int, int, str, str], None]
"""Told how far the building is: step, of how many, what is done, in Thai and in English."""


@dataclass(frozen=True)
class Built:
    """What was built: the named people with their passwords, and how much there is."""

    people: tuple[Person, ...]
    users: int
    units: int


def build(
    passwords: Mapping[str, str] | None = None, progress: Progress | None = None, size: Size | None = None
) -> Built:
    """Build both agencies with their three years; raises Refused.  `passwords` (by username) and `size` are for tests."""
    tell = progress or (lambda *_: None)
    refuse_if_open_to_others()
    refuse_unless_empty()
    people = People(passwords or {})
    # nothing here is garbage for long; looking for it again and again takes a seventh of the time
    gc.disable()
    try:
        # one transaction: whoever interrupts it finds the database as empty as it was, and nobody is served meanwhile
        with transaction.atomic():
            return _built(people, tell, size or sizes.WHOLE)
    finally:
        gc.enable()
        people.close()


def refuse_unless_empty() -> None:
    """Raises Refused where there is a user or a unit."""
    users, units = User.objects.count(), Unit.objects.count()
    if users or units:
        raise Refused([NOT_EMPTY.at(NOWHERE, users=users, units=units)])


def refuse_if_open_to_others() -> None:
    """Raises Refused with every way by which other machines could reach this installation."""
    found = settings.INSTALLATION
    ways = [f"SAMRIT_BIND {found.host}"] if not _is_here(found.host) else []
    ways += [f"SAMRIT_TRUSTED_PROXY {found.trusted_proxy}"] if found.trusted_proxy else []
    ways += [f"SAMRIT_HOSTS {name}" for name in found.hosts if not _is_here(name.strip("[]"))]
    issues: list[Issue] = [OPEN_TO_OTHERS.at(NOWHERE, what=way) for way in ways]
    if issues:
        raise Refused(issues)


def _built(people: People, tell: Progress, size: Size) -> Built:
    now = clock.now()
    today = clock.today()
    first, _ = thai.fiscal_year(thai.fiscal_year_of(today) - 2)
    founded = first - timedelta(days=30)
    packs: dict[str, InstalledPack] = {}
    with lived(Clock(now, at(founded))) as set_clock:
        people.make("admin")
        for number, name in enumerate((PRD, RTP, ITA)):
            tell(number, 3, f"ติดตั้งชุดเกณฑ์ {name}", f"installing the pack {name}")
            packs[name] = frameworks.install(load.find(name), None)
        tell(3, 3, "ติดตั้งชุดเกณฑ์แล้ว", "packs installed")
        founder = Founder(people, founded, today, size)
        agencies = []
        for number, found in enumerate((organisations.department, organisations.bureau)):
            tell(number, 2, "ตั้งหน่วยงาน ตำแหน่ง และคน", "setting up units, posts and people")
            agencies.append(found(founder))
        tell(2, 2, f"ตั้งหน่วยงานแล้ว {Unit.objects.count()} หน่วย", f"{Unit.objects.count()} units set up")
        diary = Diary()
        for agency in agencies:
            for pack in agency.reporting:
                Framework(agency, packs[pack], diary, now).enter()
        for act in founder.later:
            diary.on(now, act)
        diary.live(
            set_clock,
            lambda done, of: tell(done, of, "ผ่านสามปีงบประมาณ", "living through three fiscal years"),
        )
        told = people.give_passwords()
    return Built(told, User.objects.count(), Unit.objects.count())


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
