"""Change reports: open them, edit drafts, attach evidence, submit and withdraw; decisions on them stand in `review`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from samrit.apps.accounts.models import User
from samrit.apps.assessments.models import Assessment
from samrit.apps.assessments.queries import terms_on
from samrit.apps.audit.services import record
from samrit.apps.evidence.models import Evidence
from samrit.apps.evidence.permissions import check_can_read
from samrit.apps.evidence.services import grant
from samrit.apps.ground import clock
from samrit.apps.ground.prepared import prepared
from samrit.apps.orgs.models import Unit
from samrit.apps.results import draft, events, more_time, places, problems
from samrit.apps.results.contents import Contents, Row, contents_of, understood
from samrit.apps.results.draft import Change, Field
from samrit.apps.results.models import Attachment, Entry, Report, Submission
from samrit.apps.results.moves import allowed, locked, move
from samrit.apps.results.permissions import check_can_open
from samrit.apps.results.review import approve, conclude, return_, verify
from samrit.apps.results.states import Action
from samrit.apps.results.timing import terms_for
from samrit.base.issues import Issue, Place, Refused, errors
from samrit.engine.facts import NO_SUCH_ROUND
from samrit.engine.inputs import Slot
from samrit.engine.plan import plan_of

__all__ = [
    "Saved", "approve", "attach", "conclude", "detach", "open_reports", "return_", "save_entries", "submit", "verify",
    "withdraw",
]  # fmt: skip


WRITTEN = ("text", "note", "version", "by", "at")
"""What a save writes of an entry that is there already."""


@dataclass(frozen=True)
class Saved:
    """What a save leads to: the draft's new version, and what is wrong or doubtful at each field touched."""

    version: int
    issues: dict[Field, tuple[Issue, ...]]


@dataclass(frozen=True)
class Kept:
    """What a round says before a save and after it."""

    before: Contents
    after: Contents


class Entered(NamedTuple):
    """An entry as it is submitted, and who typed it."""

    node: str
    input: str
    window: str
    text: str
    note: str
    by: UUID


Done = TypeVar("Done")
Then = Callable[[Report, Done], None]
"""Called inside the transaction of an act, with the report as it is now and what was done: scoring hangs on here,
which results know nothing of."""


def open_reports(assessment: Assessment, *, round: str, by: User | None) -> list[Report]:
    """A draft for each top indicator that the round scores for this unit; those already open are left as they are.

    `by` None is the installation itself, on the day a round opens.
    """
    if by is not None:
        check_can_open(by, assessment)
    terms = terms_on(assessment, clock.today())
    rounds = [one.id for one in terms.pack.framework.rounds]
    if round not in rounds:
        raise Refused([NO_SUCH_ROUND.at(Place(terms.pack.id), round=round, allowed=", ".join(rounds))])
    unit = places.scored_unit(assessment, terms, clock.today())
    plan = plan_of(terms, round)
    wanted = [
        str(top.code)
        for top in plan.tops
        if plan.scores(top.code) and top.code not in terms.dropped
        and (not top.applies_to or top.applies_to & (unit.counts_as | {unit.kind}))
    ]  # fmt: skip
    with transaction.atomic():
        reports = Report.objects.filter(assessment=assessment, round=round)
        known = set(reports.values_list("indicator", flat=True))
        new = [
            Report(
                assessment=assessment, round=round, indicator=code, with_unit=assessment.unit, changed_at=clock.now()
            )
            for code in wanted
            if code not in known
        ]
        if new:
            due = places.report_last_day(new[0])
            day, extension = (None, None) if due is None else more_time.later(new[0], due)
            for report in new:
                report.due, report.extension = day, extension
            Report.objects.bulk_create(new, ignore_conflicts=True)
            record(events.OPENED, by=by, about=[assessment], count=len(new), round=round)
        found = {report.indicator: report for report in reports}
    return [found[code] for code in wanted]


def save_entries(
    report: Report, *, changes: Sequence[Change], by: User, version: int, then: Then[Kept] | None = None
) -> Saved:
    """Keep values as typed.  What cannot be understood is kept too, and told; it only stops the submission.

    `version` is the draft's version that the form showed.  Where somebody else has since saved one of the same values
    otherwise, nothing is saved and `StaleDraft` tells what they wrote; saving different values side by side is fine.
    `then` is called in the same transaction, also when nothing was new.
    """
    with transaction.atomic():
        report = locked(report)
        allowed(report, Action.SAVE, by)
        day = places.day_of(report)
        terms = terms_for(report, day)
        changes = list({change.field: change for change in changes}.values())
        _check_texts(report, changes, draft.slots_of(terms, report))
        before = contents_of(report.assessment, report.round, terms, day)
        rows = {row.field: row for row in before.drafts if row.top == report.indicator}
        _check_fresh(report, changes, rows, version)
        fresh = [change for change in changes if _says_other(change, rows.get(change.field))]
        if fresh:
            written = _write(report, fresh, rows, by)
            rows |= {row.field: row for row in written}
            move(report, Action.SAVE)
            record(events.SAVED, by=by, about=[report], count=len(fresh), version=report.version)
        others = (row for row in before.drafts if row.top != report.indicator)
        after = replace(before, drafts=(*others, *rows.values()))
        if then is not None:
            then(report, Kept(before, after))
    touched = {change.field[:2] for change in changes}
    told = understood(terms, report.round, [row for field, row in rows.items() if field[:2] in touched])
    return Saved(report.version, dict(told.issues))


def attach(report: Report, *, evidence: Evidence, by: User, node: str = "") -> Attachment:
    """Point a draft at a piece of evidence that its unit may see, for the whole indicator or one node."""
    with transaction.atomic():
        report = locked(report)
        allowed(report, Action.SAVE, by)
        check_can_read(by, evidence, clock.today())
        terms = terms_for(report, places.day_of(report))
        if node and node not in {code for code, _ in draft.slots_of(terms, report)}:
            raise Refused([problems.NOT_ASKED.at(Place(node), indicator=report.indicator, field=node)])
        attachment, is_new = Attachment.objects.get_or_create(
            report=report, node=node, evidence=evidence, defaults={"by": by, "at": clock.now()}
        )
        if is_new:
            move(report, Action.SAVE)
            record(events.ATTACHED, by=by, about=[report, evidence], node=node or report.indicator)
    return attachment


def detach(attachment: Attachment, *, by: User) -> None:
    """Take a piece of evidence out of a draft; submissions that named it keep naming it."""
    with transaction.atomic():
        report = locked(attachment.report)
        allowed(report, Action.SAVE, by)
        gone, _ = Attachment.objects.filter(id=attachment.id).delete()
        if gone:
            move(report, Action.SAVE)
            node = attachment.node or report.indicator
            record(events.DETACHED, by=by, about=[report, attachment.evidence], node=node)


def submit(
    report: Report, *, by: User, key: str, version: int | None = None, remark: str = "",
    then: Then[Submission] | None = None,
) -> Submission:  # fmt: skip
    """Submit a draft whole.  Refused with every problem at once; the same form (`key`) sent twice submits once.

    `version`, where given, is the draft's version that the sender checked: what was never seen is not submitted.
    `then` is called in the same transaction, once for each submission.
    """
    with transaction.atomic():
        report = locked(report)
        sent = _sent(report.id)
        before = next((id_ for id_, _, sent_key, sent_by in sent if (sent_key, sent_by) == (key, by.id)), None)
        if before is not None:
            return Submission.objects.get(id=before)
        allowed(report, Action.SUBMIT, by)
        if version is not None and version != report.version:
            raise problems.StaleReport(report.version)
        entries = [Entered(*row) for row in _entries(report.id)]
        whole = _understood_whole(report, entries, remark)
        typists = {(entry.node, entry.input, entry.window): entry.by for entry in entries}
        attachments = _attachments(report.id)
        at = clock.now()
        submission = Submission.objects.create(
            report=report, number=1 + max((number for _, number, _, _ in sent), default=0), key=key,
            facts=[draft.as_stored(fact, typists[fact.indicator, fact.input, fact.window]) for fact in whole.facts],
            evidence=[_named(one) for one in attachments], remark=remark, by=by, at=at,
        )  # fmt: skip
        _open_to_reviewers(report, attachments, by)
        move(report, Action.SUBMIT, tell_except=by)
        record(
            events.SUBMITTED, by=by, about=[report, submission], number=submission.number, facts=len(submission.facts)
        )
        if then is not None:
            then(report, submission)
    return submission


def withdraw(report: Report, *, by: User, then: Then[Submission | None] | None = None) -> Report:
    """Take a submission back before the head has decided; it stays in the history."""
    with transaction.atomic():
        report = locked(report)
        allowed(report, Action.WITHDRAW, by)
        newest = report.submissions.order_by("-number").first()
        move(report, Action.WITHDRAW)
        record(events.WITHDRAWN, by=by, about=[report, newest], number=newest.number if newest else 0)
        if then is not None:
            then(report, newest)
    return report


def _check_texts(report: Report, changes: Sequence[Change], slots: dict[tuple[str, str], Slot]) -> None:
    issues = problems.of_texts(changes)
    issues += [
        problems.NOT_ASKED.at(Place(change.node), indicator=report.indicator, field=" ".join(change.field).strip())
        for change in changes
        if not draft.is_asked(slots, change.field)
    ]
    if issues:
        raise Refused(issues)


def _check_fresh(report: Report, changes: Sequence[Change], rows: Mapping[Field, Row], version: int) -> None:
    """Nobody overwrites what he has not seen; saying the same as the other is no conflict."""
    clashing = [
        (change, row)
        for change in changes
        if (row := rows.get(change.field)) is not None
        and (row.version > version or version > report.version)
        and (row.text, row.note) != (change.text, change.note)
    ]
    if clashing:
        entries = report.entries.filter(node__in={row.node for _, row in clashing}).select_related("by")
        names = {(entry.node, entry.input, entry.window): entry.by.name for entry in entries}
        theirs = (problems.Theirs(row.field, row.text, row.note, names[row.field], change) for change, row in clashing)
        raise problems.StaleDraft(tuple(theirs), report.version)


def _says_other(change: Change, row: Row | None) -> bool:
    return row is None or (row.text, row.note) != (change.text, change.note)


def _write(report: Report, changes: Sequence[Change], rows: Mapping[Field, Row], by: User) -> list[Row]:
    """The changes as rows, written: those that are new in one query, one that changes in another."""
    at = clock.now()
    said = {"version": report.version + 1, "by": by, "at": at}
    new: list[Entry] = []
    old: dict[Field, Change] = {}
    for change in changes:
        if change.field in rows:
            old[change.field] = change
        else:
            place = {"node": change.node, "input": change.input, "window": change.window}
            new.append(Entry(report=report, **place, text=change.text, note=change.note, **said))
    Entry.objects.bulk_create(new)
    if len(old) == 1:
        ((node, input_, window), change) = next(iter(old.items()))
        only = report.entries.filter(node=node, input=input_, window=window)
        only.update(text=change.text, note=change.note, **said)
    elif old:
        entries = [
            entry
            for entry in report.entries.filter(node__in={change.node for change in old.values()})
            if (entry.node, entry.input, entry.window) in old
        ]
        for entry in entries:
            change = old[entry.node, entry.input, entry.window]
            entry.text, entry.note = change.text, change.note
            entry.version, entry.by, entry.at = report.version + 1, by, at
        Entry.objects.bulk_update(entries, WRITTEN)
    return [
        Row(report.indicator, one.node, one.input, one.window, one.text, one.note, report.version + 1)
        for one in changes
    ]


def _understood_whole(report: Report, entries: Sequence[Entered], remark: str) -> draft.Understood:
    found = understood(terms_for(report, places.day_of(report)), report.round, entries)
    issues = [*errors(found.all_issues), *problems.of_remark(remark)]
    if not any(entry.text.strip() for entry in entries):
        issues.append(problems.NOTHING_REPORTED.at(Place(report.indicator), indicator=report.indicator))
    if issues:
        raise Refused(issues)
    return found


def _named(attachment: Attachment) -> dict[str, str]:
    evidence = attachment.evidence
    return {"id": str(evidence.id), "node": attachment.node, "sha256": evidence.sha256, "link": evidence.link}


@prepared
def _sent(report: UUID) -> QuerySet[Submission, tuple[UUID, int, str, UUID]]:
    return Submission.objects.filter(report=report).values_list("id", "number", "key", "by_id")


@prepared
def _entries(report: UUID) -> QuerySet[Entry, tuple[Any, ...]]:
    entries = Entry.objects.filter(report=report).order_by("node", "input", "window")
    return entries.values_list("node", "input", "window", "text", "note", "by_id")


@prepared
def _attachments(report: UUID) -> QuerySet[Attachment]:
    return Attachment.objects.filter(report=report).select_related("evidence").order_by("node", "id")


def _open_to_reviewers(report: Report, attachments: list[Attachment], by: User) -> None:
    """From now on the units of the route may see what was submitted; a draft's evidence stays with its unit."""
    units: dict[UUID, Unit] = {stop.unit.id: stop.unit for stop in places.route_of(report, places.day_of(report))}
    units[report.assessment.unit_id] = report.assessment.unit
    for evidence in {one.evidence_id: one.evidence for one in attachments}.values():
        for unit in units.values():
            grant(evidence=evidence, unit=unit, reason=f"report {report.id}", by=by)
