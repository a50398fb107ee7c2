"""What moves cost: per unit of the result, per count of an input, or per level; or that they are impossible.

A file of costs is small YAML; docs/how-to/ask-what-if.md describes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Literal, get_args

from samrit.base import thai
from samrit.base.figures import exact
from samrit.base.issues import Issue, Refused, define, errors
from samrit.engine.whatif.changes import ONE, Move
from samrit.packs import reader
from samrit.packs.reader import Node, Scalar

NO_SUCH_INDICATOR = define(
    "WI001", "error",
    th="ไฟล์ค่าใช้จ่ายอ้างถึงตัวชี้วัด “{code}” ซึ่งไม่มี", en="the file of costs names an indicator “{code}”, which is not there",
    cure_th="ตัวชี้วัดที่มี: {allowed}", cure_en="the indicators are: {allowed}",
)  # fmt: skip
NOT_A_COST = define(
    "WI002", "error",
    th="อ่านค่าใช้จ่ายของ “{code}” ไม่ได้", en="the cost of “{code}” cannot be understood",
    cure_th="เขียน {{per_unit: 3}} (ต่อหนึ่งหน่วยผล) {{per_count: 3}} (ต่อหนึ่งจำนวนนับ) {{per_level: 3}} (ต่อหนึ่งระดับ) อย่างใดอย่างหนึ่ง ไม่ติดลบ หรือ impossible (ทำไม่ได้)",
    cure_en="write one of {{per_unit: 3}}, {{per_count: 3}}, {{per_level: 3}} (not negative), or impossible",
)  # fmt: skip
NOT_A_COST_FILE = define(
    "WI003", "error",
    th="ไฟล์ค่าใช้จ่ายมีได้เพียงคีย์ costs และ default{found}", en="a file of costs holds the keys costs and default only{found}",
    cure_th='เขียนเช่น costs: {{"2.1": {{per_unit: 3}}, "9": impossible}}', cure_en='write for example costs: {{"2.1": {{per_unit: 3}}, "9": impossible}}',
)  # fmt: skip

Measure = Literal["unit", "count", "level"]
IMPOSSIBLE_WORDS = frozenset({"impossible", "ทำไม่ได้"})


@dataclass(frozen=True)
class Rate:
    """What one step costs, and what a step is: a unit of the result, a count of an input, or a level."""

    per: Measure
    cost: Fraction

    def of(self, move: Move) -> Fraction:
        measures: dict[Measure, Fraction] = {"unit": move.units, "count": move.counts, "level": move.levels}
        return self.cost * measures[self.per]


@dataclass(frozen=True)
class Costs:
    """Indicator code → its rate, None where nothing can be done; a code stands for its parts that have none of their own.

    By default one level costs one, for every indicator.
    """

    rates: Mapping[str, Rate | None] = field(default_factory=dict)
    default: Rate | None = Rate("level", ONE)

    def rate(self, line: Sequence[str]) -> Rate | None:
        """The rate of an indicator, given its code and those above it, nearest first."""
        return next((self.rates[code] for code in line if code in self.rates), self.default)


def read_costs(path: Path, codes: Sequence[str]) -> Costs:
    """A file of costs for indicators with these codes; refuses with every problem."""
    node, issues = reader.read_file(path)
    if node is None or errors(issues):
        raise Refused(issues)
    if not isinstance(node, reader.Mapping) or set(node.entries) - {"costs", "default"}:
        found = ", ".join(sorted(set(node.entries) - {"costs", "default"})) if isinstance(node, reader.Mapping) else ""
        raise Refused([NOT_A_COST_FILE.at(node.place, found=f": {found}" if found else "")])
    rates: dict[str, Rate | None] = {}
    costs = node.entries.get("costs")
    if costs is not None and not isinstance(costs, reader.Mapping):
        issues.append(NOT_A_COST_FILE.at(costs.place, found=""))
    for typed, entry in costs.entries.items() if isinstance(costs, reader.Mapping) else ():
        code = thai.arabic_digits(typed)
        if code not in codes:
            issues.append(NO_SUCH_INDICATOR.at(entry.place, code=typed, allowed=", ".join(codes)))
        rates[code] = _rate(typed, entry, issues)
    default = Costs().default
    if "default" in node.entries:
        default = _rate("default", node.entries["default"], issues)
    if errors(issues):
        raise Refused(issues)
    return Costs(rates, default)


def _rate(code: str, node: Node, issues: list[Issue]) -> Rate | None:
    """A rate; None for what cannot be done, and for what was reported in `issues`."""
    if isinstance(node, Scalar) and node.text in IMPOSSIBLE_WORDS:
        return None
    if isinstance(node, reader.Mapping) and len(node.entries) == 1:
        (key, held), *_ = node.entries.items()
        measure = next((one for one in get_args(Measure) if key == f"per_{one}"), None)
        figure = _figure(held)
        if measure is not None and figure is not None and figure >= 0:
            return Rate(measure, figure)
    issues.append(NOT_A_COST.at(node.place, code=code))
    return None


def _figure(node: Node) -> Fraction | None:
    if not isinstance(node, Scalar):
        return None
    try:
        return exact(thai.parse_figure(node.text))
    except thai.ThaiTextError:
        return None
