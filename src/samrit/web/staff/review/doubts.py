"""What a reviewer should look at twice: no evidence, warnings, a value far from last year's, changed after a return."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from samrit.apps.frameworks.kept import Kept
from samrit.apps.ground import clock
from samrit.apps.ground.prepared import prepared
from samrit.apps.results import draft
from samrit.apps.results.models import Decision, Report, Submission
from samrit.apps.results.timing import terms_for
from samrit.base import figures
from samrit.base.counting import counted
from samrit.base.issues import Issue
from samrit.packs.terms import Terms
from samrit.web.reader import Text

RETURNED = "returned"
FAR = Fraction(1, 4)
"""A value this share away from last year's is worth a second look."""

Key = tuple[str, str, str]
Facts = Mapping[Key, Mapping[str, Any]]


@dataclass(frozen=True)
class Looked:
    """A report's newest submission as it stands beside last year's, with what is doubtful about it."""

    submission: Submission | None
    facts: Facts = field(default_factory=dict)
    last_year: Facts = field(default_factory=dict)
    issues: Mapping[Key, tuple[Issue, ...]] = field(default_factory=dict)
    returns: int = 0
    """How often it was returned before it was sent; what its reporter merely took back and sent again is nothing to doubt."""

    @property
    def far(self) -> list[Key]:
        """The values far from last year's."""
        return [key for key, row in self.facts.items() if is_far(row, self.last_year.get(key))]

    @property
    def doubts(self) -> list[Text]:
        """All of them, each in a few words; the gravest first."""
        if self.submission is None:
            return []
        found = []
        if not self.submission.evidence:
            found.append(Text("ไม่มีหลักฐาน", "No evidence"))
        if warned := sum(len(told) for told in self.issues.values()):
            found.append(Text(f"คำเตือน {warned} ข้อ", f"Warnings: {warned}"))
        if self.far:
            found.append(Text("ต่างจากปีก่อนมาก", "Far from last year"))
        if self.returns:
            more = f" {self.returns} ครั้ง" if self.returns > 1 else ""
            times = "a return" if self.returns == 1 else counted(self.returns, "return")
            found.append(Text(f"ส่งใหม่หลังถูกส่งกลับ{more}", f"Sent again after {times}"))
        return found


def look(
    reports: Sequence[Report],
    terms: Mapping[UUID, Terms] | None = None,
    newest: Mapping[UUID, Submission] | None = None,
    returns: Mapping[UUID, int] | None = None,
) -> dict[UUID, Looked]:
    """Each report's newest submission, doubts included; at most two queries, one where all else is known.

    `returns`: how often each was returned before its newest submission, where those are given.
    """
    if newest is None:
        newest, counts, latest = {}, Counter[UUID](), Counter[UUID]()
        for one in _sent([one.id for one in reports]):
            newest[one.report_id], latest[one.report_id] = one, vars(one)[RETURNED]
            counts[one.report_id] += vars(one)[RETURNED]
        returns = counts - latest
    before = last_year_of(reports)
    today = clock.today()
    agreed = {one.assessment_id: terms_for(one, today) for one in reports} if terms is None else terms
    found = {}
    for report in reports:
        submission = newest.get(report.id)
        if submission is None:
            found[report.id] = Looked(None)
            continue
        rows, known = by_key(submission.facts), agreed[report.assessment_id]
        issues = _warned.get((submission.id, known.digest), partial(warnings, known, report.round, rows))
        again = (returns or {}).get(report.id, 0)
        found[report.id] = Looked(submission, rows, before.get(report.id, {}), issues, again)
    return found


def last_year_of(reports: Iterable[Report]) -> dict[UUID, Facts]:
    """What the same unit reported for the same indicator, in the same round if there was one, a year before."""
    reports = list(reports)
    rows = _a_year_before([one.id for one in reports], {one.assessment.unit_id for one in reports}) if reports else []
    found: dict[UUID, Facts] = {}
    kept: dict[tuple[UUID, str, str], list[tuple[str, list[Mapping[str, Any]]]]] = {}
    for unit, indicator, pack, round, facts in rows:
        kept.setdefault((unit, indicator, family(pack)), []).append((round, facts))
    for report in reports:
        asked = (report.assessment.unit_id, report.indicator, family(report.assessment.year.pack.pack))
        if same := kept.get(asked):
            # the newest comes last
            _, (_, facts) = max(enumerate(same), key=lambda one: (one[1][0] == report.round, one[0]))
            found[report.id] = by_key(facts)
    return found


def warnings(terms: Terms, round: str, rows: Facts) -> dict[Key, tuple[Issue, ...]]:
    """What the engine finds doubtful in values that were taken."""
    typed = [draft.Change(*key[:2], row["text"], key[2], row.get("note", "")) for key, row in rows.items()]
    told = draft.understand(terms, round, typed).issues
    return {
        key: kept for key, issues in told.items() if (kept := tuple(one for one in issues if one.severity != "error"))
    }


def by_key(rows: Iterable[Mapping[str, Any]]) -> dict[Key, Mapping[str, Any]]:
    """Facts of a submission by node, input and window."""
    return {(row["indicator"], row["input"], row["window"]): row for row in rows}


def is_far(row: Mapping[str, Any], before: Mapping[str, Any] | None) -> bool:
    """Whether a value differs from last year's by more than `FAR` of it."""
    if before is None or "value" not in row or "value" not in before:
        return False
    now, was = figures.from_exact_text(row["value"]), figures.from_exact_text(before["value"])
    return abs(now - was) > abs(was) * FAR


@lru_cache(maxsize=256)
def family(pack: str) -> str:
    """A pack's id without the year it is of, so that a framework is known again a year later."""
    return re.sub(r"-\d{4}$", "", pack)


_warned: Kept[tuple[UUID, str], Mapping[Key, tuple[Issue, ...]]] = Kept(1_000)
"""What was submitted never changes; what is doubtful in it follows from it and from the terms alone."""


@prepared
def _sent(reports: Collection[UUID]) -> QuerySet[Submission]:
    """Submissions, the newest last, each with how often it was returned."""
    # counted one by one: grouped, the database would sort them by all that they say
    returned = Decision.objects.filter(submission=OuterRef("pk"), what=RETURNED).order_by()
    count = returned.values("submission").annotate(n=Count("pk")).values("n")
    sent = Submission.objects.filter(report__among=reports).annotate(**{RETURNED: Coalesce(Subquery(count), 0)})
    return sent.order_by("number")


@prepared
def _a_year_before(reports: Collection[UUID], units: Collection[UUID]) -> QuerySet[Submission, tuple[Any, ...]]:
    """What the reports' units reported for the same indicators a fiscal year before, the newest last."""
    now = Report.objects.filter(
        id__among=reports, indicator=OuterRef("report__indicator"), assessment__unit=OuterRef("report__assessment__unit"),
        assessment__year__fiscal_year=OuterRef("report__assessment__year__fiscal_year") + 1,
    )  # fmt: skip
    found = Submission.objects.filter(Exists(now), report__assessment__unit__among=units)
    return found.order_by("report__round", "number").values_list(
        "report__assessment__unit_id", "report__indicator", "report__assessment__year__pack__pack", "report__round",
        "facts",
    )  # fmt: skip
