"""The expression language of a trace: a calculation that remembers how it was made.

A `Step` holds an operation, the steps it used, and the exact value.  Methods calculate *with* steps, so the trace
cannot differ from the calculation.  The language is closed: const, input, node, add, sub, mul, div, min, max, table,
ladder, round.  `docs/reference/trace.md` documents it, `trace.verify` recomputes it with the standard library alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from samrit.base import figures

LANGUAGE_VERSION = 1

ZERO = Fraction(0)


class Step:
    """One step of a calculation: `op`, the steps it took in, its exact `value`, and what it is about."""

    __slots__ = ("about", "args", "op", "value")

    def __init__(self, op: str, value: Fraction, args: tuple[Step, ...] = (), about: Any = None) -> None:
        self.op = op
        self.value = value
        self.args = args
        self.about = about

    def as_json(self) -> dict[str, Any]:
        """The step and all below it; values as exact text such as "68/25"."""
        data: dict[str, Any] = {"op": self.op, "value": figures.exact_text(self.value)}
        if self.op == "ladder":
            ladder, tests = self.about
            data |= ladder.as_json()
            data["needs"] = [[test.as_json() for test in needs] for needs in tests]
            return data
        if self.op == "table":
            data |= self.about.as_json()
        elif self.op == "round":
            data["places"] = self.about
        elif self.op == "const":
            data["from"] = self.about
        elif self.op in ("input", "node"):
            data |= self.about
        if self.args:
            data["of"] = [arg.as_json() for arg in self.args]
        return data

    def walk(self) -> Iterator[Step]:
        """This step and every step below it, outermost first."""
        yield self
        if self.op == "ladder":
            for needs in self.about[1]:
                for test in needs:
                    yield from test.walk()
        for arg in self.args:
            yield from arg.walk()


@dataclass(frozen=True)
class Condition:
    """A condition of a ladder: a figure that must be reached, or several conditions of which all or any must hold."""

    of: Step | None = None
    at_least: Step | None = None
    group: str = ""
    tests: tuple[Condition, ...] = ()

    @property
    def holds(self) -> bool:
        if self.of is not None and self.at_least is not None:
            return self.of.value >= self.at_least.value
        return (any if self.group == "any" else all)(test.holds for test in self.tests)

    def as_json(self) -> dict[str, Any]:
        if self.of is not None and self.at_least is not None:
            return {"of": self.of.as_json(), "at_least": self.at_least.as_json(), "holds": self.holds}
        return {self.group: [test.as_json() for test in self.tests], "holds": self.holds}

    def walk(self) -> Iterator[Step]:
        if self.of is not None and self.at_least is not None:
            yield from self.of.walk()
            yield from self.at_least.walk()
        for test in self.tests:
            yield from test.walk()


@dataclass(frozen=True)
class Segment:
    """The stretch between two neighbouring levels, and the points per unit of result in it."""

    low: Fraction
    low_score: Fraction
    high: Fraction
    high_score: Fraction
    slope: Fraction


@dataclass(frozen=True)
class Table:
    """A level table ready to look up: (result, points) from the worst to the best level that has a target."""

    points: tuple[tuple[Fraction, Fraction], ...]
    segments: tuple[Segment, ...]
    ascending: bool
    between: str
    below: str
    above: str
    scale_lowest: Fraction
    cite: str

    def as_json(self) -> dict[str, Any]:
        return {
            "from": self.cite,
            "points": [[figures.exact_text(at), figures.exact_text(score)] for at, score in self.points],
            "direction": "ascending" if self.ascending else "descending",
            "between": self.between,
            "below": self.below,
            "above": self.above,
            "scale_lowest": figures.exact_text(self.scale_lowest),
        }


@dataclass(frozen=True)
class Ladder:
    """The rungs of a ladder: points per rung, whether each needs the ones before, and what none of them earns.

    `left_out`: rungs the ladder closes up over; `never`: rungs that this unit cannot reach.
    """

    scores: tuple[Fraction, ...]
    order: str
    none_reached: Fraction
    cite: str
    left_out: frozenset[int] = frozenset()
    never: frozenset[int] = frozenset()

    def as_json(self) -> dict[str, Any]:
        return {
            "from": self.cite,
            "scores": [figures.exact_text(score) for score in self.scores],
            "order": self.order,
            "none_reached": figures.exact_text(self.none_reached),
            "left_out": sorted(self.left_out),
            "never": sorted(self.never),
        }


def const(value: Fraction, cite: str) -> Step:
    """A figure that the Terms hold; `cite` is its place in their canonical form."""
    return Step("const", value, (), cite)


def add(*terms: Step) -> Step:
    """Their sum."""
    return Step("add", sum([term.value for term in terms], ZERO), terms)


def sub(left: Step, right: Step) -> Step:
    """`left` less `right`."""
    return Step("sub", left.value - right.value, (left, right))


def mul(left: Step, right: Step) -> Step:
    """Their product."""
    return Step("mul", left.value * right.value, (left, right))


def div(left: Step, right: Step) -> Step:
    """`left` by `right`; the caller has made sure that `right` is not zero."""
    return Step("div", left.value / right.value, (left, right))


def least(*terms: Step) -> Step:
    """The smallest."""
    return Step("min", min(term.value for term in terms), terms)


def most(*terms: Step) -> Step:
    """The largest."""
    return Step("max", max(term.value for term in terms), terms)


def rounded(step: Step, places: int) -> Step:
    """Rounded half up to `places` decimals."""
    return Step("round", figures.exact(figures.round_half_up(step.value, places)), (step,), places)


def look_up(table: Table, result: Step) -> Step | None:
    """The points that `result` earns in `table`; None where the table gives it none (below: missing).

    Between two levels, by straight line: 72.00 between 70.92 (2 points) and 72.42 (3 points) earns 2.72.
    """
    value = result.value
    first, last = table.points[0], table.points[-1]
    worse = value < first[0] if table.ascending else value > first[0]
    better = value > last[0] if table.ascending else value < last[0]
    if worse:
        score = _worse(table, value)
    elif better:
        score = _along(table.segments[-1], value) if table.above == "extend" and table.segments else last[1]
    else:
        score = _within(table, value)
    return None if score is None else Step("table", score, (result,), table)


def _worse(table: Table, value: Fraction) -> Fraction | None:
    if table.below == "missing":
        return None
    if table.below == "zero":
        return ZERO
    if table.below == "scale_lowest":
        return table.scale_lowest
    if table.below == "extend" and table.segments:
        return _along(table.segments[0], value)
    return table.points[0][1]


def _within(table: Table, value: Fraction) -> Fraction:
    for segment in table.segments:
        inside = segment.low <= value < segment.high if table.ascending else segment.low >= value > segment.high
        if inside:
            return segment.low_score if table.between == "step" else _along(segment, value)
    return table.points[-1][1]


def _along(segment: Segment, value: Fraction) -> Fraction:
    return segment.low_score + (value - segment.low) * segment.slope


def climb(ladder: Ladder, tests: Sequence[Sequence[Condition]]) -> Step:
    """The points of the highest rung reached; `tests[i]` are what rung i needs, all of them.

    A rung without tests is reached by itself, unless the ladder says it never is.  Rungs past the end of `tests` were
    not looked at, because a consecutive ladder had already stopped.
    """
    reached = ladder.none_reached
    for index, needs in enumerate(tests):
        if index in ladder.left_out:
            continue
        if index not in ladder.never and all(test.holds for test in needs):
            reached = ladder.scores[index]
        elif ladder.order == "consecutive":
            break
    return Step("ladder", reached, (), (ladder, tuple(tuple(needs) for needs in tests)))
