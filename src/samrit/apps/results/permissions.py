"""Who: roles at units, and the separation of duties; each check raises `Denied` with the reader's reason."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from samrit.apps.accounts.models import User
from samrit.apps.assessments.models import Assessment
from samrit.apps.ground import clock
from samrit.apps.ground.denied import Denied
from samrit.apps.orgs.models import Holding, Role, Unit
from samrit.apps.results import places, states, who
from samrit.apps.results.models import Attachment, Decision, Entry, Report, State, Submission
from samrit.apps.results.states import Action
from samrit.base import thai


class Tie(StrEnum):
    """What binds a person to a report, so that they may not judge it."""

    REPORTED = "reported"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    ASSESSED = "assessed"
    HEADS = "heads"


SEPARATED: dict[Action, frozenset[Tie]] = {
    Action.APPROVE: frozenset({Tie.REPORTED, Tie.SUBMITTED, Tie.ASSESSED}),
    Action.RETURN: frozenset({Tie.REPORTED, Tie.SUBMITTED, Tie.ASSESSED}),
    Action.VERIFY: frozenset(Tie),
    Action.VERIFY_LAST: frozenset(Tie),
    Action.CONCLUDE: frozenset(Tie),
}
"""Which ties forbid which decision.  The head of an assessed unit approves for it, and judges it nowhere else."""

_TIES: dict[Tie, tuple[str, str]] = {
    Tie.REPORTED: ("รายงานหรือแนบหลักฐานเอง", "reported it or attached its evidence"),
    Tie.SUBMITTED: ("ส่งรายงานเอง", "submitted it"),
    Tie.APPROVED: ("เห็นชอบแทนหน่วยที่รายงาน", "approved it for the reporting unit"),
    Tie.ASSESSED: ("เป็นผู้รับการประเมิน", "is assessed on it"),
    Tie.HEADS: ("เป็นหัวหน้าหน่วยที่รับการประเมิน", "heads the assessed unit"),
}


def check_can(user: User, report: Report, action: Action, on: date | None = None) -> None:
    """Whether `user` is one of those who may do `action`, by a role and without a tie to the report."""
    on = on or clock.today()
    _check_is_no_auditor(user, report, on)
    state = State(report.state)
    roles = states.actors(state, action)
    names = [who.names_behind(user, role, unit_of(report, role, on), report.indicator, on) for role in roles]
    names = [people for people in names if people]
    if not names:
        wanted = " / ".join(role.label for role in roles)
        word_th, word_en = states.WORDS[action]
        raise Denied(
            f"คุณไม่มีหน้าที่{word_th}รายงานนี้ ({wanted})",
            f"This report is not yours to be {word_en}; that takes the role {' or '.join(role.value for role in roles)}.",
            "ถ้าควรมีหน้าที่นี้ ขอให้ผู้ดูแลหน่วยงานมอบบทบาท", "If it should be, ask the administrator of your agency for the role.",
        )  # fmt: skip
    forbidden = SEPARATED.get(action, frozenset())
    if forbidden:
        tied = ties_of(report, on)
        found = [[tie for tie in Tie if tie in forbidden and tied[tie] & people] for people in names]
        if all(found):
            _refuse_tied(user, found[0][0], tied)


def check_can_see(user: User, report: Report, on: date | None = None) -> None:
    """Whether `user` may read a report: by any role at its unit, or at a unit of its route once it has been submitted."""
    on = on or clock.today()
    assessment = report.assessment
    if any(who.names_behind(user, role, assessment.unit, report.indicator, on) for role in READERS):
        return
    if _is_assessed(user, assessment, on):
        return
    if report.submissions.exists():
        stops = {decision.for_unit for decision in _decisions(report)} | {places.standing(report.with_unit, on)}
        if any(who.names_behind(user, Role.VERIFIER, unit, report.indicator, on) for unit in stops):
            return
    raise Denied("คุณไม่มีสิทธิอ่านรายงานนี้", "This report is not open to you.")


READERS = (
    Role.REPORTER, Role.HEAD, Role.VERIFIER, Role.EVALUATOR, Role.COMMENTATOR, Role.AUDITOR, Role.ORG_ADMIN,
)  # fmt: skip


def check_can_open(user: User, assessment: Assessment, on: date | None = None) -> None:
    """Whether `user` may open the reports of a round: who reports, heads, or looks after the unit."""
    on = on or clock.today()
    openers = (Role.REPORTER, Role.HEAD, Role.ORG_ADMIN)
    if not any(who.names_behind(user, role, assessment.unit, "", on) for role in openers):
        raise Denied("คุณไม่มีหน้าที่เปิดรอบรายงานของหน่วยนี้", "The reports of this unit are not yours to open.")


def unit_of(report: Report, role: Role, on: date) -> Unit:
    """The unit at which a role is needed: a verifier's where the report is, everybody else's the assessed one."""
    return places.standing(report.with_unit if role == Role.VERIFIER else report.assessment.unit, on)


def ties_of(report: Report, on: date) -> dict[Tie, frozenset[UUID]]:
    """Who is bound to a report and how, over its whole history."""
    submissions = list(Submission.objects.filter(report=report).values_list("by_id", "facts"))
    typed = {UUID(row["by"]) for _, facts in submissions for row in facts}
    typed |= set(Entry.objects.filter(report=report).exclude(text="", note="").values_list("by_id", flat=True))
    typed |= set(Attachment.objects.filter(report=report).values_list("by_id", flat=True))
    approved = Decision.objects.filter(submission__report=report, what="approved").values_list("by_id", flat=True)
    return {
        Tie.REPORTED: frozenset(typed),
        Tie.SUBMITTED: frozenset(by for by, _ in submissions),
        Tie.APPROVED: frozenset(approved),
        Tie.ASSESSED: frozenset(assessed_people(report.assessment, on)),
        Tie.HEADS: frozenset(who.heads(places.standing(report.assessment.unit, on), report.indicator, on)),
    }


def assessed_people(assessment: Assessment, on: date) -> set[UUID]:
    """Who held the assessed post at any time of the year, in their own right or acting."""
    if assessment.post_id is None:
        return set()
    starts, _ = thai.fiscal_year(assessment.year.fiscal_year)
    held = Holding.objects.filter(
        Q(until__isnull=True) | Q(until__gt=min(starts, on)), post_id=assessment.post_id, since__lte=on
    )
    return set(held.exclude(how="delegated").values_list("user_id", flat=True))


def _is_assessed(user: User, assessment: Assessment, on: date) -> bool:
    return user.is_active and user.id in assessed_people(assessment, on)


def _decisions(report: Report) -> list[Decision]:
    return list(Decision.objects.filter(submission__report=report).select_related("for_unit"))


def _check_is_no_auditor(user: User, report: Report, on: date) -> None:
    if who.names_behind(user, Role.AUDITOR, report.assessment.unit, report.indicator, on):
        raise Denied(
            "ผู้ตรวจสอบอ่านได้ทุกอย่างแต่ไม่แก้ไขสิ่งใด แม้มีบทบาทอื่นด้วย",
            "An auditor reads everything and changes nothing, whatever other roles he has.",
            "ให้ผู้อื่นในหน่วยดำเนินการ", "Leave it to somebody else of the unit.",
        )  # fmt: skip


def _refuse_tied(user: User, tie: Tie, tied: dict[Tie, frozenset[UUID]]) -> None:
    because_th, because_en = _TIES[tie]
    if user.id in tied[tie]:
        raise Denied(
            f"คุณตัดสินรายงานนี้ไม่ได้ เพราะคุณ{because_th}", f"You may not decide on this report: you are one who {because_en}.",
            "ให้ผู้อื่นที่มีบทบาทเดียวกันดำเนินการ", "Leave it to somebody else with the same role.",
        )  # fmt: skip
    raise Denied(
        f"คุณตัดสินรายงานนี้ในนามของผู้มอบอำนาจไม่ได้ เพราะผู้มอบอำนาจ{because_th}",
        f"You may not decide on this report in the name of one who {because_en}.",
        "ให้ผู้ที่ไม่ได้รับมอบอำนาจจากผู้นั้นดำเนินการ", "Leave it to somebody who does not act for that person.",
    )  # fmt: skip
