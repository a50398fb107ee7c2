"""Who may open years, enter holidays, give more time and close rounds."""

from __future__ import annotations

from samrit.apps.accounts.models import User
from samrit.apps.ground import clock
from samrit.apps.ground.denied import Denied
from samrit.apps.orgs import queries as orgs
from samrit.apps.orgs.models import Role, Unit
from samrit.apps.orgs.roles import may
from samrit.apps.rounds.models import RoundTime


def check_can_open_year(user: User, root: Unit) -> None:
    """Administrators of the agency."""
    _check_is_admin_of(user, root, "เปิดปีงบประมาณ", "open a year")


def check_can_set_holidays(user: User, root: Unit) -> None:
    """Administrators of the agency."""
    _check_is_admin_of(user, root, "กำหนดวันหยุด", "enter holidays")


def check_can_close(user: User, time: RoundTime) -> None:
    """Administrators of the agency."""
    _check_is_admin_of(user, time.year.root, "ปิดรอบ", "close a round")


def check_can_extend(user: User, unit: Unit) -> None:
    """Administrators of a unit above, or of the agency itself; nobody gives more time to a unit that he heads."""
    today = clock.today()
    if any(holder.user == user for holder in orgs.heads_of(unit, today)):
        raise Denied(
            "หัวหน้าหน่วยขยายเวลาให้หน่วยของตนเองไม่ได้", "the head of a unit cannot give it more time",
            "ขอให้ผู้ดูแลของหน่วยเหนือขยายให้", "ask an administrator of a superior unit",
        )  # fmt: skip
    above = orgs.superior(unit, today)
    basis = may(user, Role.ORG_ADMIN, unit if above is None else Unit.objects.get(pk=above), "", today)
    # a role at the superior unit alone does not reach down to this one
    if basis is None or (above is not None and not basis.subtree):
        raise Denied(
            "เฉพาะผู้ดูแลของหน่วยเหนือที่ขยายเวลาให้หน่วยนี้ได้", "only an administrator of a superior unit may give this unit more time",
            "ขอให้หน่วยเหนือขยายให้", "ask the superior unit",
        )  # fmt: skip


def _check_is_admin_of(user: User, root: Unit, what_th: str, what_en: str) -> None:
    if may(user, Role.ORG_ADMIN, root, "", clock.today()) is None:
        raise Denied(
            f"เฉพาะผู้ดูแลหน่วยงานที่{what_th}ได้", f"only an administrator of the agency may {what_en}",
            "ขอให้ผู้ดูแลหน่วยงานทำให้", "ask an administrator of your agency",
        )  # fmt: skip
