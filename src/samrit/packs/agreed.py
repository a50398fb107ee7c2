"""What a plain form of an agreement can hold: read from an overlay's text, and written back as one, both ways pure.

A field is named by its operation and what it is about (`weight-2`, `levels-2.1`, `blank-office`).  Only what differs
from the pack becomes an operation.  What no plain form can show (a later day, an indicator of one's own, full texts)
is kept as it was written.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from samrit.base import thai
from samrit.base.figures import plain
from samrit.base.issues import Refused, errors
from samrit.packs.method import Improvement, LevelTable
from samrit.packs.model import Indicator, Pack
from samrit.packs.reader import Listing, Node, read_bytes
from samrit.packs.reader import Mapping as Entries
from samrit.packs.terms import (
    Change_,
    FillBlank,
    Overlay,
    OwnIndicator,
    Select,
    SetBaseline,
    SetLevels,
    SetText,
    SetWeight,
    SetWindow,
    bind_overlay,
)

Levels = Mapping[Decimal, Decimal | None]


@dataclass(frozen=True)
class Kept:
    """An operation that the form cannot show, as it was written."""

    change: Change_
    node: Node = field(compare=False, repr=False)


@dataclass(frozen=True)
class Agreed:
    """What differs from the pack, by indicator or blank; and what is only kept."""

    dropped: frozenset[str] = frozenset()
    weights: Mapping[str, Decimal] = field(default_factory=dict)
    levels: Mapping[str, Levels] = field(default_factory=dict)
    baselines: Mapping[tuple[str, int], Decimal] = field(default_factory=dict)
    blanks: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    kept: tuple[Kept, ...] = ()
    name: Node | None = field(default=None, compare=False, repr=False)

    @property
    def held(self) -> frozenset[str]:
        """Fields that a kept operation decides from the start, so that the form cannot."""
        return frozenset(one for kept in self.kept if kept.change.holds_from is None for one in fields_of(kept.change))

    @property
    def changed(self) -> frozenset[str]:
        """Indicators that something is agreed about."""
        return frozenset(self.dropped | {*self.weights, *self.levels, *(code for code, _ in self.baselines)})


@dataclass(frozen=True)
class Written:
    """An overlay's text, and which field each line with an operation came from."""

    text: str
    fields: Mapping[int, str]


def read(pack: Pack, text: str, name: str) -> Agreed:
    """An overlay's text as a form holds it.  Errors: Refused, with all that is wrong with the text."""
    root, issues = read_bytes(text.encode(), name)
    overlay = None if root is None else bind_overlay(root, issues)
    if overlay is None or errors(issues):
        raise Refused(issues)
    assert isinstance(root, Entries)  # it was bound
    return _agreed(pack, overlay, root)


def write(pack: Pack, agreed: Agreed) -> Written:
    """The overlay's text: one operation a line, in the order of the pack; the same for the same values."""
    head = [f"pack: {pack.id}"]
    if agreed.name is not None:
        head.append(f"name: {_flow(agreed.name)}")
    operations = [*_operations(pack, agreed), *(("", _flow(one.node)) for one in agreed.kept)]
    if not operations:
        return Written("\n".join([*head, "operations: []", ""]), {})
    head.append("operations:")
    lines = [f"  - {operation}" for _, operation in operations]
    places = {number: name for number, (name, _) in enumerate(operations, len(head) + 1) if name}
    return Written("\n".join([*head, *lines, ""]), places)


def clean(text: str) -> str:
    """What is typed into one line: normalised, without line breaks and invisible control characters."""
    return thai.normalise("".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text))


def fields_of(change: Change_) -> list[str]:
    """The fields that an operation decides; none where no form has one."""
    match change:
        case FillBlank():
            return [f"blank-{change.blank}"]
        case Select():
            return [f"select-{code}" for code in change.drop]
        case SetBaseline():
            return [] if change.area is not None else [f"baseline-{change.indicator}-{change.year}"]
        case SetWeight() | SetLevels():
            return [f"{change.operation}-{change.indicator}"]
        case SetWindow() | OwnIndicator() | SetText():
            return []


def codes_of(change: Change_) -> tuple[str, ...]:
    """The indicators that an operation is about."""
    match change:
        case Select():
            return change.drop
        case FillBlank():
            return ()
        case OwnIndicator():
            return (change.indicator.code,)
        case _:
            return (change.indicator,)


def levels_of(one: Indicator) -> Levels:
    """The targets of an indicator that is scored by a level table."""
    return one.method.levels if isinstance(one.method, LevelTable | Improvement) else {}


def parts_of(one: Indicator) -> list[Indicator]:
    """An indicator's parts and theirs, in the order of the form: without it, none of them is used."""
    return [below for part in one.parts for below in (part, *parts_of(part))]


def baselines_of(one: Indicator) -> dict[int, Decimal | None]:
    """The middle criterion of earlier years, by year."""
    return {row.year: row.middle for row in one.baselines[0].years} if one.baselines else {}


def _agreed(pack: Pack, overlay: Overlay, root: Entries) -> Agreed:
    known: dict[str, Indicator] = {one.code: one for one in pack.every_indicator()}
    blanks = {str(one.id) for one in pack.framework.blanks}
    nodes = root.entries.get("operations", Listing((), root.place))
    assert isinstance(nodes, Listing)
    kept: list[Kept] = []
    taken: set[str] = set()  # fields that something kept is about: what follows it must stay behind it
    shown: dict[str, Change_] = {}
    reasons: dict[str, str] = {}
    for change, node in zip(overlay.operations, nodes.items, strict=True):
        names = fields_of(change)
        codes = set(codes_of(change))
        fits = _fits(change, known, blanks) and taken.isdisjoint(names)
        if not fits or any(reasons.get(code, change.reason) != change.reason for code in codes):
            kept.append(Kept(change, node))
            taken.update(names)
            continue
        reasons.update(dict.fromkeys(codes, change.reason))
        shown.update(dict.fromkeys(names, change))
    found = _differing(known, shown.values())
    told = {code: reason for code, reason in reasons.items() if reason and code in found.changed}
    return Agreed(
        found.dropped, found.weights, found.levels, found.baselines, found.blanks, told, tuple(kept),
        root.entries.get("name"),
    )  # fmt: skip


def _differing(known: Mapping[str, Indicator], changes: Iterable[Change_]) -> Agreed:
    dropped: set[str] = set()
    weights: dict[str, Decimal] = {}
    levels: dict[str, Levels] = {}
    baselines: dict[tuple[str, int], Decimal] = {}
    blanks: dict[str, str] = {}
    for change in changes:
        match change:
            case Select():
                dropped.update(change.drop)
            case SetWeight() if _weight(known[change.indicator]) != change.percent:
                weights[change.indicator] = change.percent
            case SetLevels() if levels_of(known[change.indicator]) != change.levels:
                levels[change.indicator] = change.levels
            case SetBaseline() if baselines_of(known[change.indicator])[change.year] != change.value:
                baselines[change.indicator, change.year] = change.value
            case FillBlank():
                blanks[change.blank] = change.value
            case _:
                pass
    return Agreed(frozenset(dropped), weights, levels, baselines, blanks)


def _fits(change: Change_, known: Mapping[str, Indicator], blanks: set[str]) -> bool:
    """Whether a plain form has a box for it."""
    if change.holds_from is not None or clean(change.reason) != change.reason:
        return False
    if not all(code in known for code in codes_of(change)):
        return False
    match change:
        case FillBlank():
            return (
                change.blank in blanks
                and not change.reason
                and bool(change.value)
                and clean(change.value) == change.value
            )
        case Select():
            return bool(change.drop)
        case SetWeight():
            return _weight(known[change.indicator]) is not None
        case SetLevels():
            return bool(change.levels) and change.levels.keys() == levels_of(known[change.indicator]).keys()
        case SetBaseline():
            return change.area is None and change.year in baselines_of(known[change.indicator])
        case _:
            return False


def _weight(one: Indicator) -> Decimal | None:
    return one.weight.percent if one.weight else None


def _operations(pack: Pack, agreed: Agreed) -> Iterator[tuple[str, str]]:
    """Each field that differs from the pack, with its operation."""
    for blank in pack.framework.blanks:
        if value := agreed.blanks.get(blank.id, ""):
            yield f"blank-{blank.id}", f"{{kind: blank, blank: {_text(blank.id)}, value: {_quoted(value)}}}"
    every = pack.every_indicator()
    for one in every:
        if one.code in agreed.dropped:
            yield f"select-{one.code}", f"{{kind: select, drop: [{_text(one.code)}]{_because(agreed, one)}}}"
    for one in every:
        weight = agreed.weights.get(one.code)
        if weight is not None and weight != _weight(one):
            told = f"indicator: {_text(one.code)}, percent: {plain(weight)}{_because(agreed, one)}"
            yield f"weight-{one.code}", f"{{kind: weight, {told}}}"
    for one in every:
        levels = agreed.levels.get(one.code)
        if levels is not None and levels != levels_of(one):
            pairs = ((plain(points), levels[points]) for points in levels_of(one) if points in levels)
            table = ", ".join(f"{points}: {_DASH if value is None else plain(value)}" for points, value in pairs)
            told = f"indicator: {_text(one.code)}, levels: {{{table}}}{_because(agreed, one)}"
            yield f"levels-{one.code}", f"{{kind: levels, {told}}}"
    for one in every:
        for year, before in baselines_of(one).items():
            value_then = agreed.baselines.get((one.code, year))
            if value_then is not None and value_then != before:
                told = f"indicator: {_text(one.code)}, year: {year}, value: {plain(value_then)}{_because(agreed, one)}"
                yield f"baseline-{one.code}-{year}", f"{{kind: baseline, {told}}}"


def _because(agreed: Agreed, one: Indicator) -> str:
    reason = agreed.reasons.get(one.code, "")
    return f", reason: {_quoted(reason)}" if reason else ""


def _flow(node: Node) -> str:
    """A node on one line."""
    if isinstance(node, Listing):
        return f"[{', '.join(map(_flow, node.items))}]"
    if isinstance(node, Entries):
        return f"{{{', '.join(f'{_text(key)}: {_flow(value)}' for key, value in node.entries.items())}}}"
    if node.plain and node.text in ("", "null", "~"):
        return "null"
    return node.text if node.plain and _BARE.fullmatch(node.text) else _quoted(node.text)


def _text(code: str) -> str:
    """A code or key; one that looks like a figure is quoted, so that a person does not read it as one."""
    return code if _BARE.fullmatch(code) and not code[0].isdigit() else _quoted(code)


def _quoted(text: str) -> str:
    return _ODD.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))


_DASH: Final = '"-"'
_BARE: Final = re.compile(r"(?!(?:null|true|false|yes|no|on|off)\Z)[A-Za-z0-9][A-Za-z0-9._-]*")
_ODD: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")  # YAML reads them as line breaks, or not at all
