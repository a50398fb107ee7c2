"""Give evidence, let others see it, take that back, sweep what was never finished."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from samrit.apps.accounts.models import User
from samrit.apps.audit import services as audit
from samrit.apps.evidence import events, kinds, links, names, permissions, states, store
from samrit.apps.evidence.models import Evidence, EvidenceGrant, EvidenceWithdrawal
from samrit.apps.evidence.problems import GRANT_OVER, GRANT_REASON, OTHER_UNIT, TITLE
from samrit.apps.ground import clock
from samrit.apps.orgs.models import Unit
from samrit.base import thai
from samrit.base.issues import NOWHERE, Issue, Place, Refused

LONGEST_TITLE: Final = 300
LONGEST_REASON: Final = 200
UNFINISHED: Final = timedelta(days=1)
"""How long a file may wait for its row; far longer than any upload takes."""


def give_file(
    *, unit: Unit, title: str, file_name: str, stream: store.Source, by: User, replaces: Evidence | None = None
) -> Evidence:
    """Keep a file as evidence: the file first, durably, then its row; every problem of title, name and content at once.

    The same file under the same title once more, as from a form sent twice, is the evidence that is already there.
    """
    _check(unit, by)
    title, issues = _title(title)
    issues += _replacing(unit, replaces)
    shown = names.shown(file_name)
    issues += names.problems(shown)
    limit: int = settings.INSTALLATION.upload_bytes
    kept: tuple[kinds.Kind, store.Stored] | None = None
    try:
        with store.arriving(stream, limit) as arrival:
            kind = kinds.examine(arrival.path, shown[: names.LONGEST])
            if not issues:
                kept = kind, arrival.keep()
    except Refused as refused:
        issues += [replace(one, place=one.place if one.place.file else Place(shown)) for one in refused.issues]
    if kept is None or issues:
        raise Refused(issues)
    kind, stored = kept
    evidence = Evidence(
        unit=unit, title=title, file_name=names.ending_as(shown, kind.endings), media_type=kind.media_type,
        size=stored.size, sha256=stored.sha256, replaces=replaces, by=by, at=clock.now(),
    )  # fmt: skip
    original = {"file_name": names.written_out(file_name), "title": title}
    return _enter(evidence, events.FILE_GIVEN, sha256=stored.sha256, size=stored.size, **original)


def give_link(*, unit: Unit, title: str, link: str, by: User, replaces: Evidence | None = None) -> Evidence:
    """Keep a link as evidence; nobody fetches it."""
    _check(unit, by)
    title, issues = _title(title)
    issues += _replacing(unit, replaces) + links.problems(link.strip())
    if issues:
        raise Refused(issues)
    evidence = Evidence(unit=unit, title=title, link=link.strip(), replaces=replaces, by=by, at=clock.now())
    return _enter(evidence, events.LINK_GIVEN, link=evidence.link, title=title)


def grant(
    *, evidence: Evidence, unit: Unit, reason: str, until: datetime | None = None, by: User | None = None
) -> EvidenceGrant:
    """Let the people of a unit see evidence; the using app calls it inside its own transaction, after its own checks.

    What is granted already, for the same reason and as long, is not granted twice.
    """
    _inside_a_transaction()
    moment = clock.now()
    issues = [] if 0 < len(reason) <= LONGEST_REASON else [GRANT_REASON.at(NOWHERE, limit=LONGEST_REASON)]
    if until is not None and until <= moment:
        issues.append(GRANT_OVER.at(NOWHERE))
    if issues:
        raise Refused(issues)
    living = permissions.living_grants(moment).filter(evidence=evidence, unit=unit, reason=reason, until=until)
    if until is None:
        living = living.filter(until__isnull=True)
    if found := living.first():
        return found
    row = EvidenceGrant.objects.create(evidence=evidence, unit=unit, reason=reason, until=until, at=moment)
    told = None if until is None else until.isoformat()
    audit.record(events.GRANTED, by=by, about=[evidence, unit], grant=str(row.id), reason=reason, until=told)
    return row


def revoke(*, evidence: Evidence, unit: Unit, reason: str, why: str, by: User | None = None) -> int:
    """Withdraw what was granted to a unit for a reason; new rows, in the caller's transaction.  Tells how many."""
    _inside_a_transaction()
    if not 0 < len(why) <= LONGEST_REASON:
        raise Refused([GRANT_REASON.at(NOWHERE, limit=LONGEST_REASON)])
    moment = clock.now()
    living = list(permissions.living_grants(moment).filter(evidence=evidence, unit=unit, reason=reason))
    for row in living:
        EvidenceWithdrawal.objects.create(grant=row, reason=why, at=moment)
        audit.record(events.WITHDRAWN, by=by, about=[evidence, unit], grant=str(row.id), reason=why)
    return len(living)


def sweep(older_than: timedelta = UNFINISHED) -> store.Swept:
    """Take away files that nobody finished giving: a job, run daily; safe beside uploads and beside another sweep."""
    return store.sweep((clock.now() - older_than).timestamp(), _named)


def _named(digests: list[str]) -> set[str]:
    return set(Evidence.objects.filter(sha256__in=digests).values_list("sha256", flat=True))


def _check(unit: Unit, by: User) -> None:
    today = clock.today()
    permissions.check_can_give(by, unit, today)
    states.check_open(unit, today)


def _title(title: str) -> tuple[str, list[Issue]]:
    tidy = " ".join(thai.normalise(names.visible(title)).split())
    return tidy, [] if 0 < len(tidy) <= LONGEST_TITLE else [TITLE.at(NOWHERE, limit=LONGEST_TITLE)]


def _replacing(unit: Unit, replaces: Evidence | None) -> list[Issue]:
    return [] if replaces is None or replaces.unit_id == unit.id else [OTHER_UNIT.at(NOWHERE)]


def _enter(evidence: Evidence, code: str, **payload: object) -> Evidence:
    with transaction.atomic():
        # one at a time within a unit, so that neither a form sent twice nor two replacements slip in side by side
        Unit.objects.select_for_update().only("id").get(pk=evidence.unit_id)
        fields = ("unit_id", "title", "file_name", "sha256", "link", "replaces_id")
        same = Evidence.objects.filter(replaced_by__isnull=True, **{name: getattr(evidence, name) for name in fields})
        if found := same.first():
            return found
        if evidence.replaces is not None:
            states.check_newest(evidence.replaces)
        evidence.save(force_insert=True)
        about = [evidence, evidence.unit, *([evidence.replaces] if evidence.replaces else [])]
        audit.record(code, by=evidence.by, about=about, **payload)
    return evidence


def _inside_a_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("evidence is granted in the transaction of what needs it seen")
