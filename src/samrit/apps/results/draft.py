"""What stands in a draft, understood by the engine: values, and problems at the field they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from samrit.apps.results.models import Report
from samrit.base import figures
from samrit.base.issues import Issue, Place, Refused
from samrit.engine import facts as engine_facts
from samrit.engine.facts import Fact, FactFile, Reported
from samrit.engine.inputs import Slot, Value
from samrit.engine.plan import plan_of
from samrit.engine.values import Missing, NotApplicable
from samrit.packs.terms import Terms

Field = tuple[str, str, str]
"""Which value of a report: node, input, window ("" for the whole stretch)."""


class Typed(Protocol):
    """A value as typed: an entry of a draft, or a change that asks to become one."""

    @property
    def node(self) -> str: ...
    @property
    def input(self) -> str: ...
    @property
    def window(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def note(self) -> str: ...


@dataclass(frozen=True)
class Change:
    """One value as a form sends it; the text is kept verbatim."""

    node: str
    input: str
    text: str
    window: str = ""
    note: str = ""

    @property
    def field(self) -> Field:
        return self.node, self.input, self.window


@dataclass(frozen=True)
class Understood:
    """The facts that could be understood, and every problem by its field."""

    facts: tuple[Fact, ...]
    issues: Mapping[Field, tuple[Issue, ...]]

    @property
    def all_issues(self) -> list[Issue]:
        return [issue for found in self.issues.values() for issue in found]


def slots_of(terms: Terms, report: Report) -> dict[tuple[str, str], Slot]:
    """Every input a report asks for, by node and name, in the order of the pack."""
    top = next((node for node in plan_of(terms, report.round).tops if node.code == report.indicator), None)
    nodes = [] if top is None else [node for node in top.walk() if node.code not in terms.dropped]
    return {(str(node.code), name): slot for node in nodes for name, slot in node.slots.items()}


def is_asked(slots: Mapping[tuple[str, str], Slot], field: Field) -> bool:
    """Whether a report asks for a value: its input, over the whole stretch or one of its months."""
    slot = slots.get(field[:2])
    return slot is not None and (field[2] == "" or field[2] in slot.months)


def understand(terms: Terms, round_id: str, typed: Iterable[Typed]) -> Understood:
    """Each value read by the engine.  A value it refuses is left out of the facts, and told with the others."""
    rows = {
        (one.node, one.input, one.window): Reported(
            one.node, one.input, one.window, one.text, Place(one.node, 0, "|".join((one.input, one.window))), one.note
        )
        for one in typed
    }
    try:
        found, issues = _read(terms, round_id, rows.values())
    except Refused as refused:
        issues = list(refused.issues)
        wrong = {issue.place for issue in issues if issue.severity == "error"}
        found, _ = _read(terms, round_id, [row for row in rows.values() if row.place not in wrong])
    places = {row.place: field for field, row in rows.items()}
    told: dict[Field, tuple[Issue, ...]] = {}
    for issue in issues:
        field = places[issue.place]
        told[field] = (*told.get(field, ()), issue)
    return Understood(found, told)


def as_stored(fact: Fact, by: UUID) -> dict[str, Any]:
    """A fact as a submission keeps it: typed text, understood value, why it is unknown, and who typed it."""
    data = fact.as_json() | {"by": str(by)}
    if not isinstance(fact.value, Missing | NotApplicable):
        return data
    return data | {"why": {"th": fact.value.th, "en": fact.value.en}}


def from_stored(data: Mapping[str, Any]) -> Fact:
    """The fact that `as_stored` wrote: the value as it was understood then."""
    value: Value
    if "value" in data:
        value = figures.from_exact_text(data["value"])
    else:
        kind = Missing if data["unknown"] == "missing" else NotApplicable
        value = kind(data["why"]["th"], data["why"]["en"])
    node, name, window = data["indicator"], data["input"], data["window"]
    place = Place(node, 0, "|".join((name, window)))
    return Fact(node, name, window, value, data["text"], place, data.get("note", ""))


def _read(terms: Terms, round_id: str, rows: Iterable[Reported]) -> tuple[tuple[Fact, ...], list[Issue]]:
    file = FactFile(terms.pack.id, round_id, "", "", (), tuple(rows), Place(terms.pack.id))
    found, issues = engine_facts.understand(file, terms)
    return found.facts, issues
