"""The verbs of the web layer: each does its act on a report and what follows for the score, or neither.

The score of an official moment is computed and written inside the transaction of its act.  Reasons:

- There is no state between: whoever is told "submitted" finds the run when he looks, also after a crash, for both
  were on the disk together or not at all.  No job has to be caught up on, no mark "not scored yet" has to be shown.
- It is short.  Scoring, writing out and compressing 1,300 elements takes well below 100 ms (`make bench`), a form of 30
  about 3 ms; most of that falls away where the same facts were previewed in this process before.  Should a pack ever
  be so large that this hurts, compute the card before the transaction: `scored` keeps it, and inside it is found again.
- The facts that are scored are read under the locks that the act holds: the report, then the assessment.  Two acts on
  reports of one assessment are scored one after the other, so that the newest run counts both.  The audit chain is
  locked last, by all; whoever takes these locks in another order risks that two wait for each other.

What makes a run: a submission, the last unit's verification, the conclusion, a question on demand.  Approving,
returning and handing on change no facts.  Saving a draft and withdrawing move facts without scoring them: the current
run is marked by digest, and is shown as older than what is said now.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from samrit.apps.accounts.models import User
from samrit.apps.assessments.models import Assessment
from samrit.apps.frameworks import kept as memory
from samrit.apps.results import queries as results
from samrit.apps.results import review, services
from samrit.apps.results.contents import Contents, understood
from samrit.apps.results.draft import Change, Field
from samrit.apps.results.models import Decision, Report, Submission
from samrit.apps.results.review import approve, return_
from samrit.apps.results.services import Kept, attach, detach
from samrit.apps.scoring.models import ScoreRun
from samrit.apps.scoring.permissions import check_can_ask
from samrit.apps.scoring.services import lock, mark_stale, note_drafts, scored, write
from samrit.base.issues import Issue
from samrit.engine.explain import Explanation, explain
from samrit.engine.rollup import Outcome
from samrit.engine.score import Scorecard
from samrit.packs.rules import Band

__all__ = [
    "Moved", "Preview", "Saved", "approve", "ask", "attach", "conclude", "detach", "preview", "return_", "save",
    "submit", "verify", "withdraw",
]  # fmt: skip


@dataclass(frozen=True)
class Moved:
    """An indicator, "total" or "converted" whose score is another than before, both as printed; None: not known."""

    code: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True)
class Preview:
    """The score as it would be, drafts included, beside the one before what was typed; for one report's page."""

    indicator: str
    card: Scorecard
    before: Scorecard
    issues: Mapping[Field, tuple[Issue, ...]]

    @property
    def outcome(self) -> Outcome:
        """The outcome of the report's indicator."""
        return self.card.outcomes[self.indicator]

    @property
    def nodes(self) -> dict[str, Outcome]:
        """The outcomes of the report's indicator and of each node below it, in the order of the form."""
        top = next(node for node in self.card.plan.tops if node.code == self.indicator)
        return {str(node.code): self.card.outcomes[node.code] for node in top.walk()}

    @property
    def total(self) -> Decimal | None:
        """The total as printed."""
        return self.card.shown_total()

    @property
    def converted(self) -> Decimal | None:
        """The converted total as printed."""
        return self.card.shown_converted()

    @property
    def band(self) -> Band | None:
        """The band that the total falls into."""
        return self.card.band

    @property
    def moved(self) -> tuple[Moved, ...]:
        """Every score that what was typed moves, in the order of the form, then the total and the converted one."""
        was, is_ = _shown(self.before), _shown(self.card)
        return tuple(Moved(code, was[code], is_[code]) for code in is_ if was[code] != is_[code])

    def why(self, code: str = "") -> Explanation:
        """How the report's indicator, a node of it or "total" comes to its score."""
        return explain(self.card, code or self.indicator)


@dataclass(frozen=True)
class Saved:
    """The draft's new version, what is wrong or doubtful at each field touched, and the score as it now would be."""

    version: int
    issues: dict[Field, tuple[Issue, ...]]
    preview: Preview


def save(report: Report, *, changes: Sequence[Change], by: User, version: int) -> Saved:
    """Keep values of a draft as typed; the current run is marked as older than what is said now."""
    seen: list[Preview] = []

    def note(held: Report, kept: Kept) -> None:
        shown = _preview(held, kept.before, kept.after)
        if kept.after is not kept.before:
            note_drafts(held.assessment, held.round, shown.card.facts.digest)
        seen.append(shown)

    saved = services.save_entries(report, changes=changes, by=by, version=version, then=note)
    return Saved(saved.version, saved.issues, seen[0])


def submit(report: Report, *, by: User, key: str, version: int | None = None, remark: str = "") -> Submission:
    """Submit a draft whole, and score what is submitted now; what is not reported yet is unknown in that score."""

    def keep(held: Report, _: Submission) -> None:
        _run(held.assessment, results.contents_for(held), "submitted", by)

    return services.submit(report, by=by, key=key, version=version, remark=remark, then=keep)


def verify(report: Report, *, by: User, version: int, remark: str = "") -> Decision:
    """Confirm for the unit that has it; when the last unit of the route has verified, that is scored."""

    def keep(held: Report, _: Decision) -> None:
        _run(held.assessment, results.contents_for(held), "verified", by)

    return review.verify(report, by=by, version=version, remark=remark, then=keep)


def conclude(report: Report, *, by: User, version: int, remark: str = "") -> Decision:
    """Close a verified report, and score the round as concluded so far."""

    def keep(held: Report, _: Decision) -> None:
        _run(held.assessment, results.contents_for(held), "concluded", by)

    return review.conclude(report, by=by, version=version, remark=remark, then=keep)


def withdraw(report: Report, *, by: User) -> Report:
    """Take a submission back; the current run, which counts it, is marked as older than its facts."""

    def mark(held: Report, _: Submission | None) -> None:
        contents = results.contents_for(held)
        official, drafts = contents.official().digest, contents.with_drafts().digest
        mark_stale(held.assessment, held.round, official, drafts)

    return services.withdraw(report, by=by, then=mark)


def ask(assessment: Assessment, round: str, *, by: User) -> ScoreRun:
    """Score what is submitted for a round now, on demand."""
    check_can_ask(by, assessment)
    with transaction.atomic():
        lock(assessment)
        return _run(assessment, results.contents(assessment, round), "asked", by)


def preview(report: Report, replacing: Sequence[Change] = (), contents: Contents | None = None) -> Preview:
    """The score with what stands in drafts and, over it, what is being typed; nothing is saved.

    `contents`: what the round says (`results.queries.contents_for`), where it has been read already.
    """
    contents = contents or results.contents_for(report)
    return _preview(report, contents, contents, replacing)


def _preview(report: Report, before: Contents, after: Contents, replacing: Sequence[Change] = ()) -> Preview:
    card = scored(after.terms, after.with_drafts(replacing)) if replacing else _draft_card(after)
    was = card if after is before and not replacing else _draft_card(before)
    typed = {row.field: row for row in after.drafts if row.top == report.indicator} | {
        one.field: one for one in replacing
    }
    told = understood(after.terms, after.round, typed.values())
    return Preview(report.indicator, card, was, told.issues)


def _draft_card(contents: Contents) -> Scorecard:
    """The score with drafts, found again by what is said: what stood before a save stood after the one before it."""
    return _drafts.get(contents.key, lambda: scored(contents.terms, contents.with_drafts()))


DRAFTS_KEPT = 64
_drafts: memory.Kept[Hashable, Scorecard] = memory.Kept(DRAFTS_KEPT)


def _run(assessment: Assessment, contents: Contents, moment: str, by: User) -> ScoreRun:
    card = scored(contents.terms, contents.official())
    drafts = contents.with_drafts().digest if contents.drafts else ""
    return write(assessment, moment, card, by=by, drafts=drafts)


def _shown(card: Scorecard) -> dict[str, Decimal | None]:
    scores = {code: outcome.shown for code, outcome in card.outcomes.items()}
    return scores | {"total": card.shown_total(), "converted": card.shown_converted()}
