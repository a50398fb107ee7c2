"""What an assessment says for a round, read at once: what was submitted, and the drafts that are open beside it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from samrit.apps.assessments.models import Assessment
from samrit.apps.frameworks.kept import Kept
from samrit.apps.ground.prepared import prepared
from samrit.apps.results import draft, places
from samrit.apps.results.draft import Field, Typed, Understood
from samrit.apps.results.models import Entry, State, Submission
from samrit.base.issues import Issue
from samrit.engine import facts
from samrit.engine.facts import Fact, Facts
from samrit.engine.methods import Unit
from samrit.packs.terms import Terms

DRAFTS = frozenset({State.DRAFT, State.RETURNED})
JUDGED = frozenset({State.VERIFIED, State.CLOSED})
UNDERSTOOD_KEPT = 4_096


class Row(NamedTuple):
    """An entry of a draft as it stands in the database; `top` is the indicator its report is of."""

    top: str
    node: str
    input: str
    window: str
    text: str
    note: str
    version: int

    @property
    def field(self) -> Field:
        return self.node, self.input, self.window


class Submitted(NamedTuple):
    """The newest submission of a report, with the report's state."""

    id: UUID
    state: State
    facts: list[dict[str, Any]]


@dataclass(frozen=True)
class Contents:
    """All that is needed to score a round, with or without its drafts."""

    terms: Terms
    round: str
    unit: Unit
    submitted: tuple[Submitted, ...]
    drafts: tuple[Row, ...]

    @property
    def key(self) -> Hashable:
        """What is said, drafts included: the same key, the same score."""
        official = frozenset((one.id, one.state) for one in self.submitted)
        return self.terms.digest, self.round, self.unit, official, frozenset(row[1:6] for row in self.drafts)

    def official(self, *, verified_only: bool = False) -> Facts:
        """What was submitted and not withdrawn; `verified_only`: only what every unit of the route has verified."""
        told = [one for one in self.submitted if one.state != State.DRAFT]
        return self._facts(one for one in told if not verified_only or one.state in JUDGED)

    def with_drafts(self, replacing: Iterable[Typed] = ()) -> Facts:
        """What stands in open drafts in the place of what was submitted, and over it what is being typed."""
        rows: dict[Field, Typed] = {row.field: row for row in self.drafts}
        rows |= {(one.node, one.input, one.window): one for one in replacing}
        found = understood(self.terms, self.round, rows.values())
        return self._facts((one for one in self.submitted if one.state not in DRAFTS), found.facts)

    def _facts(self, submitted: Iterable[Submitted], more: Iterable[Fact] = ()) -> Facts:
        found = [draft.from_stored(row) for one in submitted for row in one.facts]
        found.extend(more)
        found.sort(key=lambda fact: (fact.indicator, fact.input, fact.window))
        return facts.make(self.terms, self.round, self.unit, tuple(found))


def contents_of(assessment: Assessment, round: str, terms: Terms, on: date) -> Contents:
    """A round's contents; three queries, however much was reported.  `on`: the day whose organisation counts."""
    return Contents(
        terms, round, places.scored_unit(assessment, terms, on),
        tuple(Submitted(id_, State(state), rows) for id_, state, rows in _newest(assessment.id, round)),
        tuple(Row(*row) for row in _drafts(assessment.id, round)),
    )  # fmt: skip


@prepared
def _newest(assessment: UUID, round: str) -> QuerySet[Submission, tuple[Any, ...]]:
    newer = Submission.objects.filter(report=OuterRef("report"), number__gt=OuterRef("number"))
    newest = Submission.objects.filter(~Exists(newer), report__assessment=assessment, report__round=round)
    return newest.values_list("id", "report__state", "facts")


@prepared
def _drafts(assessment: UUID, round: str) -> QuerySet[Entry, tuple[Any, ...]]:
    drafts = Entry.objects.filter(report__state__in=sorted(DRAFTS), report__assessment=assessment, report__round=round)
    # no ids and no people: reading a thousand of them takes longer than scoring what they typed
    return drafts.values_list("report__indicator", "node", "input", "window", "text", "note", "version")


def understood(terms: Terms, round: str, typed: Iterable[Typed]) -> Understood:
    """What the engine makes of values, kept in this process node by node: a keystroke changes one of them.

    Rows of different nodes have nothing to do with each other; within a node each is seen beside the others.
    """
    by_node: dict[str, list[tuple[str, ...]]] = {}
    for one in typed:
        by_node.setdefault(one.node, []).append((one.node, one.input, one.window, one.text, one.note))
    facts_found: list[Fact] = []
    issues: dict[Field, tuple[Issue, ...]] = {}
    for node in sorted(by_node):
        rows = tuple(sorted(by_node[node]))
        found = _understood.get((terms.digest, round, rows), partial(_understand, terms, round, rows))
        facts_found.extend(found.facts)
        issues.update(found.issues)
    return Understood(tuple(facts_found), issues)


def _understand(terms: Terms, round: str, rows: tuple[tuple[str, ...], ...]) -> Understood:
    changes = (draft.Change(node, input_, text, window, note) for node, input_, window, text, note in rows)
    return draft.understand(terms, round, changes)


_understood: Kept[tuple[str, str, tuple[tuple[str, ...], ...]], Understood] = Kept(UNDERSTOOD_KEPT)
