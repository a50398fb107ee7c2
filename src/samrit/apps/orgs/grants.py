"""Grant roles and take them back: never to oneself, and the head and the auditors of the agency always learn of it."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from samrit.apps.accounts.models import User
from samrit.apps.audit.services import record
from samrit.apps.ground import clock
from samrit.apps.notices.services import notify
from samrit.apps.orgs import events, states
from samrit.apps.orgs.models import Grant, Role, Unit
from samrit.apps.orgs.permissions import check_can_grant
from samrit.apps.orgs.queries import is_there
from samrit.apps.orgs.roles import people_with


def grant(
    *, user: User, unit: Unit, role: str, since: date, by: User | None, indicator: str = "",
    until: date | None = None, subtree: bool = True,
) -> Grant:  # fmt: skip
    """Grant a person a role at a unit (and all below it), for one indicator or for all ("")."""
    check_can_grant(by, user, unit, Role(role))
    if until is not None and until <= since:
        raise states.no_days()
    if not is_there(unit, since):
        raise states.not_there(since)
    with transaction.atomic():
        given = Grant.objects.create(
            user=user, unit=unit, role=Role(role), indicator=indicator, subtree=subtree, since=since, until=until,
            granted_by=by,
        )  # fmt: skip
        record(
            events.ROLE_GRANTED, by=by, about=[given, user, unit], role=given.role, indicator=indicator,
            subtree=subtree, since=since.isoformat(), until=until and until.isoformat(),
        )  # fmt: skip
        _tell(given, events.ROLE_GRANTED, since=since.isoformat())
    return given


def revoke(*, grant: Grant, by: User | None, until: date | None = None) -> None:
    """Take a role back from a day on; without a day, at once."""
    # who holds a role may lay it down, and one who looks after the unit may take it
    if by is None or grant.user_id != by.id:
        check_can_grant(by, grant.user, grant.unit, grant.role)
    last = max(until or clock.today(), grant.since)
    if grant.until is not None and last >= grant.until:
        raise states.no_days()
    with transaction.atomic():
        grant.until = last
        grant.save(update_fields=["until"])
        record(
            events.ROLE_REVOKED, by=by, about=[grant, grant.user, grant.unit], role=grant.role, until=last.isoformat()
        )
        _tell(grant, events.ROLE_REVOKED, until=last.isoformat())


def _tell(given: Grant, code: str, **words: str) -> None:
    """The person, and the head and the auditors of the agency, learn of a grant."""
    today = clock.today()
    root = given.unit.root or given.unit
    told = {given.user_id} | people_with(Role.HEAD, root, today) | people_with(Role.AUDITOR, root, today)
    notify(sorted(told), code, object=given.id, role=given.role, **words)
