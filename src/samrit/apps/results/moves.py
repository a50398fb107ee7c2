"""How a report moves: taken under lock, asked who and when, set to its next state, told to whom it now waits for."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from samrit.apps.accounts.models import User
from samrit.apps.ground import clock
from samrit.apps.ground.prepared import prepared
from samrit.apps.notices.services import notify
from samrit.apps.orgs.models import Unit
from samrit.apps.results import events, more_time, permissions, who
from samrit.apps.results.models import Report, State
from samrit.apps.results.states import TURN, Action, check_can_now
from samrit.apps.results.timing import check_time, with_all

_WAITING = frozenset({State.SUBMITTED, State.UNDER_REVIEW, State.RETURNED, State.VERIFIED})


def locked(report: Report) -> Report:
    """The report as it is now, held until the transaction ends: two who act at once act one after the other."""
    held = _held(report.id)
    if not held:
        raise Report.DoesNotExist
    return held[0]


@prepared
def _held(report: UUID) -> QuerySet[Report]:
    # the assessment too, always after the report and before the audit chain: a run of its score waits its turn
    held = Report.objects.select_for_update(of=("self", "assessment"), no_key=True)
    return with_all(held.filter(id=report))


def allowed(report: Report, action: Action, by: User) -> None:
    """Who, then when: raises `Denied` or `NotNow`."""
    permissions.check_can(by, report, action)
    check_can_now(report, action)
    check_time(report, action, clock.now())


def move(
    report: Report, action: Action, *, to: Unit | None = None, due: date | None = None, tell_except: User | None = None
) -> None:
    """Set the report to the state that `action` leads to, with the unit it is now with, due as its route says.

    A unit that was given more time gives as much to those who verify.
    """
    report.state = check_can_now(report, action)
    report.with_unit = to or report.with_unit
    if due is not None:
        report.due, report.extension = more_time.later(report, due)
    report.version += 1
    report.changed_at = clock.now()
    report.save(update_fields=["state", "with_unit", "due", "extension", "version", "changed_at"])
    if tell_except is not None and report.state in _WAITING:
        role = TURN[State(report.state)]
        today = clock.today()
        unit = permissions.unit_of(report, role, today)
        people = who.people_with(role, unit, report.indicator, today) - {tell_except.id}
        notify(people, events.WAITS, report.id, indicator=report.indicator, round=report.round, state=report.state)
