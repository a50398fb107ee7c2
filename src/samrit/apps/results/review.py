"""Decide on what was submitted: approve, return, verify at each unit of the route, conclude.

Every decision names the version of the report that its maker saw: nobody decides on what has changed behind the page.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from samrit.apps.accounts.models import User
from samrit.apps.audit.services import record
from samrit.apps.ground import clock
from samrit.apps.ground.prepared import prepared
from samrit.apps.orgs.models import Unit
from samrit.apps.results import events, permissions, places, problems, states
from samrit.apps.results.models import Decision, Report, State, Submission
from samrit.apps.results.moves import allowed, locked, move
from samrit.apps.results.states import Action
from samrit.base.issues import Refused

Then = Callable[[Report, Decision], None]


def approve(report: Report, *, by: User, version: int, remark: str = "") -> Decision:
    """The head of the unit lets a submission go out, to the first unit of the reporting route."""
    with transaction.atomic():
        report = _begin(report, Action.APPROVE, by, version)
        first = places.route_of(report, places.day_of(report))[0]
        return _decide(report, Action.APPROVE, by, remark, to=first)


def return_(report: Report, *, by: User, version: int, remark: str) -> Decision:
    """Send a submission back to its reporter, saying what is to be corrected."""
    with transaction.atomic():
        report = _begin(report, Action.RETURN, by, version)
        home = places.Stop(report.assessment.unit, None)
        return _decide(report, Action.RETURN, by, remark, to=home)


def verify(report: Report, *, by: User, version: int, remark: str = "", then: Then | None = None) -> Decision:
    """The unit that has a submission confirms it; it goes on to the next of the route, or is verified by the last.

    `then` is called in the same transaction, when it was the last.
    """
    with transaction.atomic():
        report = _begin(report, Action.VERIFY, by, version)
        route = places.route_of(report, places.day_of(report))
        done = Decision.objects.filter(submission=_newest(report), what="verified").count()
        if done + 1 < len(route):
            return _decide(report, Action.VERIFY, by, remark, to=route[done + 1])
        decision = _decide(report, Action.VERIFY_LAST, by, remark)
        if then is not None:
            then(report, decision)
        return decision


def conclude(report: Report, *, by: User, version: int, remark: str = "", then: Then | None = None) -> Decision:
    """The evaluator closes a verified report; `then` is called in the same transaction."""
    with transaction.atomic():
        report = _begin(report, Action.CONCLUDE, by, version)
        decision = _decide(report, Action.CONCLUDE, by, remark)
        if then is not None:
            then(report, decision)
        return decision


_WHAT = {
    Action.APPROVE: ("approved", events.APPROVED),
    Action.RETURN: ("returned", events.RETURNED),
    Action.VERIFY: ("verified", events.VERIFIED),
    Action.VERIFY_LAST: ("verified", events.VERIFIED),
    Action.CONCLUDE: ("concluded", events.CONCLUDED),
}


def _begin(report: Report, action: Action, by: User, version: int) -> Report:
    report = locked(report)
    if version != report.version:
        # who may read it is told so first: a second click on what succeeded is no offence
        permissions.check_can_see(by, report)
        raise problems.StaleReport(report.version)
    allowed(report, action, by)
    return report


def _decide(report: Report, action: Action, by: User, remark: str, to: places.Stop | None = None) -> Decision:
    issues = problems.of_remark(remark, required=action is Action.RETURN)
    if issues:
        raise Refused(issues)
    what, event = _WHAT[action]
    submission = _newest(report)
    role = states.actors(State(report.state), action)[0]
    for_unit: Unit = permissions.unit_of(report, role, clock.today())
    decision = Decision.objects.create(
        submission=submission, what=what, for_unit=for_unit, remark=remark, by=by, at=clock.now()
    )
    move(report, action, to=to.unit if to else None, due=to.due if to else None, tell_except=by)
    record(event, by=by, about=[report, submission, decision], number=submission.number)
    return decision


def _newest(report: Report) -> Submission:
    return _newest_of(report.id)[0]


@prepared
def _newest_of(report: UUID) -> QuerySet[Submission]:
    return Submission.objects.filter(report=report).order_by("-number")[:1]
