"""Who may give evidence and who may see it: by a role at the owning unit, or at a unit to which it was granted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from samrit.apps.accounts.models import User
from samrit.apps.evidence.models import Evidence, EvidenceGrant
from samrit.apps.ground import clock
from samrit.apps.ground.denied import Denied
from samrit.apps.orgs.models import Role, Unit
from samrit.apps.orgs.roles import reach

GIVERS: Final = frozenset((Role.REPORTER, Role.HEAD))
OWNERS: Final = frozenset((Role.REPORTER, Role.HEAD, Role.AUDITOR))
"""Who sees everything of a unit, at it or above it; everybody else sees what was granted to a unit of theirs."""


def check_can_give(user: User, unit: Unit, on: date) -> None:
    """Reporters and heads give their unit's evidence; a reporter of one indicator too, as evidence may prove several."""
    if unit.id not in reach(user, on).units(*GIVERS):
        raise Denied(
            "เฉพาะผู้รายงานหรือหัวหน้าของหน่วยนี้ที่เพิ่มหลักฐานได้",
            "only this unit's reporter or head may add evidence",
            "ขอให้หัวหน้าหน่วยหรือผู้ดูแลหน่วยงานให้บทบาทผู้รายงาน",
            "ask the head or the organisation's administrator for the role of reporter",
        )


def check_can_read(user: User, evidence: Evidence, on: date) -> None:
    """The owner's people, and those to whose unit it was granted."""
    if not readable(user, [evidence], on):
        raise Denied(
            "ท่านไม่มีบทบาทในหน่วยเจ้าของหลักฐานนี้ และหลักฐานไม่ได้เปิดให้หน่วยของท่านเห็น",
            "you have no role at the unit that owns this evidence, and it is not shown to a unit of yours",
            "หลักฐานเปิดให้ผู้ตรวจเห็นเมื่อหน่วยส่งผล ถ้าควรเห็นแล้วให้แจ้งผู้ดูแลหน่วยงาน",
            "it is shown to verifiers once the unit submits; if that is done, ask the organisation's administrator",
        )


def readable(user: User, evidence: Iterable[Evidence], on: date) -> set[UUID]:
    """Which of some evidence a user may see; the number of queries does not grow with it."""
    owners = {one.id: one.unit_id for one in evidence}
    moment = min(clock.now(), clock.end_of(on))
    granted: dict[UUID, set[UUID]] = {}
    for evidence_id, unit_id in living_grants(moment).filter(evidence__in=owners).values_list("evidence_id", "unit_id"):
        granted.setdefault(evidence_id, set()).add(unit_id)
    standing = reach(user, on)
    own, any_role = standing.units(*OWNERS), standing.units(*Role)
    return {one for one, owner in owners.items() if owner in own or granted.get(one, set()) & any_role}


def living_grants(moment: datetime) -> QuerySet[EvidenceGrant]:
    """The grants that hold at a moment."""
    return EvidenceGrant.objects.filter(Q(until__isnull=True) | Q(until__gt=moment), at__lte=moment).exclude(
        withdrawal__at__lte=moment
    )
