"""Who may issue a numbered paper, and who may see a draft of one."""

from __future__ import annotations

from samrit.apps.accounts.models import User
from samrit.apps.assessments.models import Assessment
from samrit.apps.ground.denied import Denied
from samrit.apps.orgs.models import Role, Unit
from samrit.apps.scoring.permissions import holds_role


def check_can_issue(user: User, assessment: Assessment) -> None:
    """The head of the assessed unit (in whatever way the post is held), or the administrator of the agency."""
    unit = assessment.unit
    if holds_role(user, unit, [Role.HEAD]) or holds_role(user, root_of(unit), [Role.ORG_ADMIN]):
        return
    raise Denied(
        "ผู้ออกเอกสารได้คือหัวหน้าหน่วย หรือผู้ดูแลของหน่วยงาน",
        "only the head of the unit or the agency's administrator may issue papers",
        "ขอให้หัวหน้าหน่วยเป็นผู้ออก",
        "ask the head of the unit to issue it",
    )


def check_can_draft(user: User, assessment: Assessment) -> None:
    """Whoever has any role at the unit, for a draft says nothing that they cannot read on the page."""
    if not holds_role(user, assessment.unit, list(Role)):
        raise Denied(
            "ผู้ดูร่างเอกสารได้ต้องมีหน้าที่ในหน่วยนี้",
            "to see a draft you need a role at this unit",
            "ขอสิทธิ์จากผู้ดูแลหน่วยงาน",
            "ask the agency's administrator for a role",
        )


def root_of(unit: Unit) -> Unit:
    """The agency a unit belongs to; an agency is its own."""
    return unit.root or unit
