"""`samrit account | agency`: the first people and the first agency of an installation, by a person at its machine."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from samrit.base.counting import counted
from samrit.base.issues import NOWHERE, Refused, define
from samrit.cli.installation import HOME, refuse_behind
from samrit.cli.output import Speaker, speaks

NO_ACCOUNT = define(
    "CL004", "error",
    th="ยังไม่มีบัญชี “{username}”", en="there is no account “{username}” yet",
    cure_th="สร้างก่อนด้วย samrit account {username} --name …", cure_en="make it first: samrit account {username} --name …",
)  # fmt: skip
NO_NAME = define(
    "CL005", "error",
    th="บัญชีใหม่ “{username}” ยังไม่มีชื่อ", en="the new account “{username}” has no name",
    cure_th="ใส่ --name \"ยศ ชื่อ นามสกุล\"", cure_en="add --name \"rank and name\"",
)  # fmt: skip
NOT_A_DAY = define(
    "CL006", "error",
    th="“{text}” ไม่ใช่วันที่", en="“{text}” is not a day",
    cure_th="เขียนเช่น 1/10/2568 หรือ 2025-10-01", cure_en="write it like 1/10/2568 or 2025-10-01",
)  # fmt: skip
TAKEN = define(
    "CL007", "error",
    th="มีหน่วยงานรหัส “{code}” อยู่แล้ว", en="there is an agency with the code “{code}” already",
    cure_th="ใช้รหัสอื่น หรือดูที่หน้าหน่วยงาน", cure_en="use another code, or look at the page of units",
)  # fmt: skip


@click.command(epilog='ตัวอย่าง · Example: samrit account admin --name "ผู้ดูแลระบบ" --administrator')
@click.argument("username")
@click.option("--name", default="", help="ยศ ชื่อ นามสกุล (บัญชีใหม่) · rank and name, for a new account")
@click.option("--administrator", is_flag=True, help="เป็นผู้ดูแลระบบ · looks after the installation")
@HOME
@speaks("account")
def account(speaker: Speaker, username: str, name: str, administrator: bool, home: Path) -> None:
    """สร้างบัญชี หรือออกลิงก์ใหม่ให้ผู้ที่ลืมรหัสผ่าน พิมพ์ลิงก์ตั้งรหัสผ่านครั้งเดียว

    Make an account, or give somebody who forgot the password a way back.  Prints a link by which the password is set, once.
    """
    from samrit.config.start import start

    installation = start(home)
    refuse_behind()
    from django.db import transaction

    from samrit.apps.accounts import services
    from samrit.apps.accounts.models import User

    with transaction.atomic():
        user = User.objects.named(username).first()
        if user is None:
            if not name.strip():
                raise Refused([NO_NAME.at(NOWHERE, username=username)])
            user = services.create_user(by=None, username=username, name=name, is_administrator=administrator)
        elif administrator and not user.is_administrator:
            services.set_administrator(by=None, user=user, is_administrator=True)
        token = services.invite(by=None, user=user)
    scheme = "https" if installation.is_https else "http"
    path = f"/invitation/{token}/"
    at = f"{scheme}://{installation.hosts[0] if installation.is_https else f'localhost:{installation.port}'}{path}"
    days = services.INVITATION_LASTS.days
    speaker.say(
        f"{user.name} ({user.username}) ตั้งรหัสผ่านที่นี่ภายใน {days} วัน ใช้ได้ครั้งเดียว:\n  {at}",
        f"{user.name} ({user.username}) sets the password here, once, within {counted(days, 'day')}:\n  {at}",
    )
    speaker.done({"username": user.username, "path": path})


@click.command(epilog='ตัวอย่าง · Example: samrit agency DEPT "กรมตัวอย่าง" --kind department --admin somying')
@click.argument("code")
@click.argument("name_th", metavar="NAME")
@click.option("--kind", default="department", show_default=True, help="ประเภทตามชุดเกณฑ์ · its kind, as packs call it")
@click.option("--name-en", default="", help="ชื่ออังกฤษ · English name")
@click.option("--short", default="", help="ชื่อย่อ · short name")
@click.option("--since", default="", help="ตั้งแต่วันที่ (ว่าง = วันนี้) · since which day; today if left out")
@click.option("--admin", default="", help="ชื่อผู้ใช้ของผู้ดูแลหน่วยงาน · username of who looks after the agency")
@HOME
@speaks("agency")
def agency(
    speaker: Speaker, code: str, name_th: str, kind: str, name_en: str, short: str, since: str, admin: str, home: Path
) -> None:
    """ตั้งหน่วยงาน (หน่วยบนสุด) และให้บทบาทผู้ดูแลหน่วยงานแก่คนหนึ่ง

    Set up an agency, the root of a tree of its own, and give one person the role of looking after it.
    """
    from samrit.config.start import start

    start(home)
    refuse_behind()
    from django.db import transaction

    from samrit.apps.accounts.models import User
    from samrit.apps.ground import clock
    from samrit.apps.orgs import services
    from samrit.apps.orgs.models import Role, Unit

    issues = []
    day = _day(since) if since else clock.today()
    if day is None:
        issues.append(NOT_A_DAY.at(NOWHERE, text=since))
    if Unit.objects.filter(root=None, code=code).exists():
        issues.append(TAKEN.at(NOWHERE, code=code))
    who = User.objects.named(admin).first() if admin else None
    if admin and who is None:
        issues.append(NO_ACCOUNT.at(NOWHERE, username=admin))
    if issues or day is None:
        raise Refused(issues)
    with transaction.atomic():
        root = services.create_root(
            kind=kind, name_th=name_th, name_en=name_en, short_th=short, code=code, since=day, by=None
        )
        if who is not None:
            services.grant(user=who, unit=root, role=Role.ORG_ADMIN, since=day, by=None)
    speaker.say(
        f"ตั้ง {name_th} แล้ว"
        + (f" ผู้ดูแลหน่วยงานคือ {who.name}" if who else " ยังไม่มีผู้ดูแลหน่วยงาน: สั่งด้วย --admin หรือให้บทบาทที่หน้าหน่วยงาน"),
        f"{name_en or name_th} is set up" + (f"; {who.name} looks after it" if who else "; nobody looks after it yet"),
    )
    speaker.done({"id": str(root.id), "code": code})


def _day(text: str) -> date | None:
    from samrit.base import thai

    try:
        return thai.parse_date(text)
    except thai.ThaiTextError:
        return None
