"""Read evidence: a unit's, the versions of one, who may see it, and whether every file is still what was given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from samrit.apps.accounts.models import User
from samrit.apps.evidence import permissions, store
from samrit.apps.evidence.models import Evidence
from samrit.apps.evidence.problems import FILE_CHANGED, FILE_GONE
from samrit.apps.ground import clock
from samrit.apps.orgs.models import Unit
from samrit.base.issues import Issue, Place


def evidence_of(unit: Unit) -> list[Evidence]:
    """The newest version of everything a unit gave, last given first, each with who gave it."""
    newest = Evidence.objects.filter(unit=unit, replaced_by__isnull=True)
    return list(newest.select_related("by").order_by("-at", "-id"))


def may_read(user: User, evidence: Evidence, on: date | None = None) -> bool:
    """Whether a user may see a piece of evidence on a day (today)."""
    return bool(permissions.readable(user, [evidence], on or clock.today()))


def versions(evidence: Evidence) -> list[Evidence]:
    """Every version of a piece of evidence, the first first; one query, as a chain stays within its unit."""
    chained = Q(replaces__isnull=False) | Q(replaced_by__isnull=False)
    rows = list(Evidence.objects.filter(chained, unit=evidence.unit_id).select_related("by"))
    by_id = {row.id: row for row in rows}
    after = {row.replaces_id: row for row in rows}
    first = by_id.get(evidence.id, evidence)
    while first.replaces_id is not None:
        first = by_id[first.replaces_id]
    chain = [first]
    while chain[-1].id in after:
        chain.append(after[chain[-1].id])
    return chain


def check_files() -> Iterator[Issue]:
    """Every file that a row names and that is gone or changed; reads the whole store."""
    digests = Evidence.objects.exclude(sha256="").order_by("sha256").values_list("sha256", flat=True).distinct()
    for sha256 in digests.iterator():
        if not store.verify(sha256):
            kind = FILE_CHANGED if store.path_of(sha256).exists() else FILE_GONE
            yield kind.at(Place(str(store.path_of(sha256).relative_to(store.root()))), sha256=sha256)
