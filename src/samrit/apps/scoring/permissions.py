"""Who may have a score computed on demand; runs at official moments follow from acts that were allowed elsewhere."""

from __future__ import annotations

from collections.abc import Collection

from samrit.apps.accounts.models import User
from samrit.apps.assessments.models import Assessment
from samrit.apps.ground import clock
from samrit.apps.ground.denied import Denied
from samrit.apps.orgs.models import Role, Unit
from samrit.apps.orgs.roles import may_any

SCORING_ROLES = (Role.REPORTER, Role.HEAD, Role.VERIFIER, Role.EVALUATOR, Role.ORG_ADMIN)
"""Not the auditor and not the commentator: a run on demand is a new row, and they change nothing."""


def check_can_ask(user: User, assessment: Assessment) -> None:
    """Who works with the assessment may have it scored now."""
    if not holds_role(user, assessment.unit, SCORING_ROLES):
        raise Denied(
            "ผู้ที่สั่งคิดคะแนนได้ต้องมีหน้าที่รายงาน ตรวจ หรือประเมินของหน่วยนี้",
            "to have this scored you need to report, verify or evaluate for this unit",
            "ขอสิทธิ์จากผู้ดูแลหน่วยงาน",
            "ask the agency's administrator for a role",
        )


def holds_role(user: User, unit: Unit, roles: Collection[Role]) -> bool:
    """Whether a person has one of the roles for a unit's whole form today, by grant or by a post of its head."""
    return may_any(user, roles, unit, "", clock.today()) is not None
