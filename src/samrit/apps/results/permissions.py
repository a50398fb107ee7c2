"""Who: roles at units, and the separation of duties; each check raises `Denied` with the reader's reason."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import CharField, Q, QuerySet, Value

from samrit.apps.accounts.models import User
from samrit.apps.assessments.models import Assessment
from samrit.apps.ground import clock
from samrit.apps.ground.denied import Denied, NotNow, Refusal
from samrit.apps.ground.prepared import prepared
from samrit.apps.orgs import roles, routes
from samrit.apps.orgs.models import Grant, Holding, Role, Unit
from samrit.apps.orgs.queries import on_day
from samrit.apps.orgs.roles import Basis, Reach
from samrit.apps.results import states, timing, who
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
    wanted = states.actors(State(report.state), action)
    stand = _stand(user, report, {Role.AUDITOR, *wanted}, on)
    if refusal := _refusal(stand, action):
        raise refusal


def what_can(
    user: User, report: Report, on: date | None = None, reach: Reach | None = None,
    submissions: Iterable[Submission] | None = None,
) -> dict[Action, Refusal | None]:  # fmt: skip
    """Which actions a person has on a report now: None, or the refusal with its reason; for the buttons of a page.

    The number of queries does not grow; asking each action by itself comes to the same answers.  `reach`: all that the
    person may act for, `submissions`: all of the report's, each where it is known already.
    """
    on = on or clock.today()
    stand = _stand(user, report, set(Role), on, reach)
    stand.submissions = submissions
    now = clock.now()
    by_time: Callable[[Action], None] = timing.checker(report, now)
    found: dict[Action, Refusal | None] = {}
    for action in Action:
        refusal: Refusal | None = _refusal(stand, action)
        try:
            if refusal is None:
                states.check_can_now(report, action)
                by_time(action)
        except NotNow as not_now:
            refusal = not_now
        found[action] = refusal
    return found


def check_can_see(user: User, report: Report, on: date | None = None, reach: Reach | None = None) -> None:
    """Whether `user` may read a report: by any role at its unit, or at a unit of its route once it has been submitted."""
    on = on or clock.today()
    stops = {report.with_unit_id: report.with_unit}
    home = report.assessment.unit
    if reach is not None:
        known = reach.bases(READERS, [home.id, *stops], report.indicator)
        if known[home.id] or any(basis.role == Role.VERIFIER for stop in stops for basis in known[stop]):
            return
    passed = Decision.objects.filter(submission__report=report).values("for_unit")
    stops |= {unit.id: unit for unit in Unit.objects.filter(id__in=passed)}
    asked = {home.id: home, **stops}
    bases = (
        roles.bases(user, READERS, list(asked.values()), report.indicator, on)
        if reach is None
        else reach.bases(READERS, asked, report.indicator)
    )
    if bases[home.id] or any(basis.role == Role.VERIFIER for stop in stops for basis in bases[stop]):
        return
    if user.is_active and user.id in assessed_people(report.assessment, on):
        return
    raise Denied("คุณไม่มีสิทธิอ่านรายงานนี้", "This report is not open to you.")


READERS = (
    Role.REPORTER, Role.HEAD, Role.VERIFIER, Role.EVALUATOR, Role.COMMENTATOR, Role.AUDITOR, Role.ORG_ADMIN,
)  # fmt: skip


def check_can_open(user: User, assessment: Assessment, on: date | None = None) -> None:
    """Whether `user` may open the reports of a round: who reports, heads, or looks after the unit."""
    on = on or clock.today()
    openers = (Role.REPORTER, Role.HEAD, Role.ORG_ADMIN)
    if roles.may_any(user, openers, assessment.unit, "", on) is None:
        raise Denied("คุณไม่มีหน้าที่เปิดรอบรายงานของหน่วยนี้", "The reports of this unit are not yours to open.")


def unit_of(report: Report, role: Role, on: date) -> Unit:
    """The unit at which a role is needed: a verifier's where the report is, everybody else's the assessed one."""
    return routes.standing(report.with_unit if role == Role.VERIFIER else report.assessment.unit, on)


def ties_of(
    report: Report, on: date, submissions: Iterable[Submission] | None = None
) -> dict[Tie, frozenset[UUID]]:  # fmt: skip
    """Who is bound to a report and how, over its whole history; two queries, one where its submissions are known."""
    unit = routes.standing(report.assessment.unit, on)
    tied: dict[Tie, set[UUID]] = {tie: set() for tie in Tie}
    for tie, person in _ties(report.id, report.indicator, unit.id, on, *_assessed_post(report.assessment, on)):
        tied[Tie(tie)].add(person)
    sent: Iterable[tuple[UUID, list[dict[str, Any]]]] = (
        _sent(report.id) if submissions is None else [(one.by_id, one.facts) for one in submissions]
    )
    for by, facts in sent:
        tied[Tie.SUBMITTED].add(by)
        tied[Tie.REPORTED] |= {UUID(row["by"]) for row in facts}
    return {tie: frozenset(people) for tie, people in tied.items()}


def assessed_people(assessment: Assessment, on: date) -> set[UUID]:
    """Who held the assessed post at any time of the year, in their own right or acting."""
    if assessment.post_id is None:
        return set()
    posts, since = _assessed_post(assessment, on)
    return set(_assessed_holdings(posts, on, since).values_list("user_id", flat=True))


@prepared
def _sent(report: UUID) -> QuerySet[Submission, tuple[UUID, list[dict[str, Any]]]]:
    return Submission.objects.filter(report=report).values_list("by_id", "facts")


@prepared
def _ties(
    report: UUID, indicator: str, unit: UUID, on: date, posts: Collection[UUID], since: date
) -> QuerySet[Any, Any]:  # fmt: skip
    heads = Grant.objects.filter(on_day(on), Q(indicator="") | Q(indicator=indicator), role=Role.HEAD, unit=unit)
    held = Holding.objects.filter(on_day(on), post__unit=unit, post__is_head=True, user__is_active=True)
    return _tied(Entry.objects.filter(report=report).exclude(text="", note=""), Tie.REPORTED).union(
        _tied(Attachment.objects.filter(report=report), Tie.REPORTED),
        _tied(Decision.objects.filter(submission__report=report, what="approved"), Tie.APPROVED),
        _tied(heads, Tie.HEADS, "user_id"),
        _tied(held, Tie.HEADS, "user_id"),
        _tied(_assessed_holdings(posts, on, since), Tie.ASSESSED, "user_id"),
    )


def _assessed_post(assessment: Assessment, on: date) -> tuple[list[UUID], date]:
    """The post that is assessed, if it is one, and since when its holders count."""
    starts, _ = thai.fiscal_year(assessment.year.fiscal_year)
    return ([] if assessment.post_id is None else [assessment.post_id]), min(starts, on)


def _assessed_holdings(posts: Collection[UUID], on: date, since: date) -> QuerySet[Holding]:
    lasted = Q(until__isnull=True) | Q(until__gt=since)
    return Holding.objects.filter(lasted, post__among=posts, since__lte=on).exclude(how="delegated")


def _tied(rows: QuerySet[Any], tie: Tie, person: str = "by_id") -> QuerySet[Any, Any]:
    tied: QuerySet[Any, Any] = rows.order_by().annotate(tie=Value(tie.value, CharField())).values_list("tie", person)
    return tied


@dataclass
class _Stand:
    """Where a person stands towards a report: what he may act by at each unit, and, once asked, who is tied to it."""

    user: User
    report: Report
    on: date
    bases: dict[UUID, list[Basis]]
    submissions: Iterable[Submission] | None = None

    @cached_property
    def ties(self) -> dict[Tie, frozenset[UUID]]:
        return ties_of(self.report, self.on, self.submissions)

    @cached_property
    def _units(self) -> dict[Role, UUID]:
        return {role: unit_of(self.report, role, self.on).id for role in Role}

    @cached_property
    def _names(self) -> dict[Role, frozenset[UUID]]:
        return {}

    def names(self, role: Role) -> frozenset[UUID]:
        """In whose name the person has a role for the report; nobody's: he has not."""
        if role not in self._names:
            bases = [basis for basis in self.bases[self._units[role]] if basis.role == role]
            self._names[role] = who.names_of(self.user, bases, self.on)
        return self._names[role]

    @property
    def is_auditor(self) -> bool:
        return any(basis.role == Role.AUDITOR for basis in self.bases[self.report.assessment.unit_id])


def _stand(user: User, report: Report, asked: set[Role], on: date, reach: Reach | None = None) -> _Stand:
    home = report.assessment.unit
    units = [home, unit_of(report, Role.REPORTER, on)]
    if Role.VERIFIER in asked:
        units.append(unit_of(report, Role.VERIFIER, on))
    if reach is not None:
        return _Stand(user, report, on, reach.bases(asked, [unit.id for unit in units], report.indicator))
    return _Stand(user, report, on, roles.bases(user, asked, units, report.indicator, on))


def _refusal(stand: _Stand, action: Action) -> Denied | None:
    """Why a person may not do an action, or None."""
    if stand.is_auditor:
        return Denied(
            "ผู้ตรวจสอบอ่านได้ทุกอย่างแต่ไม่แก้ไขสิ่งใด แม้มีบทบาทอื่นด้วย",
            "An auditor reads everything and changes nothing, whatever other roles he has.",
            "ให้ผู้อื่นในหน่วยดำเนินการ", "Leave it to somebody else of the unit.",
        )  # fmt: skip
    wanted = states.actors(State(stand.report.state), action)
    names = [people for role in wanted if (people := stand.names(role))]
    if not names:
        labels = " / ".join(role.label for role in wanted)
        word_th, word_en = states.WORDS[action]
        return Denied(
            f"คุณไม่มีหน้าที่{word_th}รายงานนี้ ({labels})",
            f"This report is not yours to be {word_en}; that takes the role {' or '.join(role.value for role in wanted)}.",
            "ถ้าควรมีหน้าที่นี้ ขอให้ผู้ดูแลหน่วยงานมอบบทบาท", "If it should be, ask the administrator of your agency for the role.",
        )  # fmt: skip
    forbidden = SEPARATED.get(action, frozenset())
    if not forbidden:
        return None
    found = [[tie for tie in Tie if tie in forbidden and stand.ties[tie] & people] for people in names]
    return _because_tied(stand.user, found[0][0], stand.ties) if all(found) else None


def _because_tied(user: User, tie: Tie, tied: dict[Tie, frozenset[UUID]]) -> Denied:
    because_th, because_en = _TIES[tie]
    if user.id in tied[tie]:
        return Denied(
            f"คุณตัดสินรายงานนี้ไม่ได้ เพราะคุณ{because_th}", f"You may not decide on this report: you are one who {because_en}.",
            "ให้ผู้อื่นที่มีบทบาทเดียวกันดำเนินการ", "Leave it to somebody else with the same role.",
        )  # fmt: skip
    return Denied(
        f"คุณตัดสินรายงานนี้ในนามของผู้มอบอำนาจไม่ได้ เพราะผู้มอบอำนาจ{because_th}",
        f"You may not decide on this report in the name of one who {because_en}.",
        "ให้ผู้ที่ไม่ได้รับมอบอำนาจจากผู้นั้นดำเนินการ", "Leave it to somebody who does not act for that person.",
    )  # fmt: skip
