"""By which day a report is due: `Report.due` is the day as stated, by the round or the route; it lasts until a working day.

Assumption, the same as of a unit's own last day (`rounds.calendar.MOVED`): what falls on a weekend or holiday is due on
the next working day, also where the route of an agency names the 28th or the end of a month.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from datetime import date
from uuid import UUID

from samrit.apps.orgs.reach import Reach
from samrit.apps.results.models import Report
from samrit.apps.rounds.calendar import lasts_until, working_day
from samrit.apps.rounds.queries import days_off


class DaysOff:
    """The holidays of agencies, each agency's read once."""

    def __init__(self) -> None:
        self._known: dict[UUID, set[date]] = {}

    def know(self, root: UUID, days: set[date]) -> None:
        """What was read along with something else need not be asked."""
        self._known[root] = days

    def of(self, roots: Set[UUID]) -> Mapping[UUID, set[date]]:
        """Those of some agencies at least; one query, where any is not known yet."""
        if wanted := roots - self._known.keys():
            self._known |= days_off(wanted)
        return self._known


def due_day(report: Report, off: DaysOff | None = None) -> date | None:
    """The working day by which a report is due with whoever has it; None where no day is set."""
    return due_days([report], off)[report.id]


def due_days(reports: Iterable[Report], off: DaysOff | None = None) -> dict[UUID, date | None]:
    """The working day by which each of some reports is due, by their ids; one query at most."""
    stated = {report.id: (report.due, report.assessment.year.root_id) for report in reports}
    free = (off or DaysOff()).of({root for day, root in stated.values() if day is not None})
    return {key: None if day is None else working_day(day, free[root]) for key, (day, root) in stated.items()}


def late_before(reach: Reach, on: date, off: DaysOff | None = None) -> date:
    """What was stated to be due before this day is late on a day, for the database to compare with; one query at most.

    Somebody who acts in several agencies with different holidays is told late what is late by the holidays of each.
    """
    roots = {basis.root or basis.at for basis in reach.held}
    free = (off or DaysOff()).of(roots)
    return min((lasts_until(on, free[root]) for root in roots), default=on)
