"""Who may make assessments, join them, and sign for whom."""

from __future__ import annotations

from datetime import date

from samrit.apps.accounts.models import User
from samrit.apps.assessments.models import Assessment
from samrit.apps.ground import clock
from samrit.apps.ground.denied import Denied
from samrit.apps.orgs import queries as orgs
from samrit.apps.orgs.models import Holding, Role, Unit
from samrit.apps.orgs.roles import may


def check_can_make(user: User, root: Unit) -> None:
    """Administrators of the agency make assessments for its units."""
    if may(user, Role.ORG_ADMIN, root, "", clock.today()) is None:
        raise Denied(
            "เฉพาะผู้ดูแลหน่วยงานที่สร้างการประเมินได้", "only an administrator of the agency may make assessments",
            "ขอให้ผู้ดูแลหน่วยงานทำให้", "ask an administrator of your agency",
        )  # fmt: skip


def check_can_join(user: User, unit: Unit) -> None:
    """The head of a unit joins for it, or an administrator of it or of a unit above."""
    today = clock.today()
    if not any(may(user, role, unit, "", today) for role in (Role.HEAD, Role.ORG_ADMIN)):
        raise Denied(
            "เฉพาะหัวหน้าหน่วยหรือผู้ดูแลหน่วยงานที่เข้าร่วมแทนหน่วยนี้ได้",
            "only the head of the unit or an administrator may join for it",
            "ขอให้หัวหน้าหน่วยทำให้", "ask the head of the unit",
        )  # fmt: skip


def check_can_sign(user: User, assessment: Assessment, signatory: User, counterparty: User, on: date) -> None:
    """The assessee signs, and one who judges it from above accepts; entered by the signatory or an administrator."""
    if user != signatory and not may(user, Role.ORG_ADMIN, assessment.unit, "", clock.today()):
        raise Denied(
            "บันทึกการลงนามได้เฉพาะผู้ลงนามเองหรือผู้ดูแลหน่วยงาน",
            "a signing is entered by the signatory or by an administrator",
            "ให้ผู้ลงนามเข้าระบบและลงนามเอง", "let the signatory sign in and sign",
        )  # fmt: skip
    if signatory == counterparty:
        raise Denied(
            "ผู้ทำคำรับรองกับผู้รับคำรับรองเป็นคนเดียวกันไม่ได้", "nobody accepts the agreement that he signs",
            "เลือกผู้รับคำรับรองคนอื่น", "choose another counterparty",
        )  # fmt: skip
    if not _is_assessee(signatory, assessment, on):
        raise Denied(
            "ผู้ทำคำรับรองต้องเป็นผู้ดำรงตำแหน่งหัวหน้าของหน่วยที่รับการประเมินในวันลงนาม",
            "the signatory must hold the post of the assessee on the day of signing",
            "ตรวจผู้ดำรงตำแหน่งในผังหน่วยงาน", "see who holds the post in the organisation",
        )  # fmt: skip
    if _is_assessee(counterparty, assessment, on):
        raise Denied(
            "ผู้รับคำรับรองเป็นหัวหน้าของหน่วยที่รับการประเมินด้วย", "the counterparty also heads the assessed unit",
            "เลือกผู้บังคับบัญชาของหน่วยเหนือ", "choose the head of a superior unit",
        )  # fmt: skip
    if not _may_accept(counterparty, assessment.unit, on):
        raise Denied(
            "ผู้รับคำรับรองต้องเป็นหัวหน้าของหน่วยเหนือ หรือมีบทบาทผู้ประเมินของหน่วยนี้",
            "the counterparty must head a superior unit or be an evaluator of this unit",
            "เลือกผู้บังคับบัญชาของหน่วยเหนือ", "choose the head of a superior unit",
        )  # fmt: skip


def _is_assessee(user: User, assessment: Assessment, on: date) -> bool:
    post = assessment.post
    holders = orgs.heads_of(assessment.unit, on) if post is None else orgs.holders_on(post, on)
    return user.is_active and any(holder.user == user for holder in holders)


def _may_accept(user: User, unit: Unit, on: date) -> bool:
    if may(user, Role.EVALUATOR, unit, "", on):
        return True
    above = [one.id for one in orgs.above(unit, on)]
    heads = Holding.objects.filter(orgs.on_day(on), user=user, post__is_head=True, post__unit__in=above)
    return user.is_active and heads.exists()
