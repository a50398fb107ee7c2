"""Improvement: how much better than before, relative or in points, placed in a level table."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from samrit.engine import steps
from samrit.engine.inputs import Slot, Values
from samrit.engine.methods import Found, Setting, Unit
from samrit.engine.methods.level_table import place, table_of
from samrit.engine.steps import Step
from samrit.engine.values import Missing, Unknown
from samrit.packs.method import Improvement

NO_BASE = Missing(
    "ค่าเดิมไม่มากกว่าศูนย์ จึงเทียบเป็นร้อยละไม่ได้", "the earlier value is not above zero, so there is no relative change"
)
HUNDRED = Fraction(100)


@dataclass(frozen=True)
class ImprovementScorer:
    """(now − before) ÷ before × 100, or now − before; then the table."""

    before: Slot
    now: Slot
    relative: bool
    table: steps.Table
    cite: str
    rounded_to: int | None

    def score(self, values: Values, unit: Unit) -> Found:
        result = self._change(values)
        if self.rounded_to is not None and isinstance(result, Step):
            result = steps.rounded(result, self.rounded_to)
        return Found(result, place(self.table, result))

    def _change(self, values: Values) -> Step | Unknown:
        now, before = self.now.read(values), self.before.read(values)
        if not isinstance(now, Step):
            return now
        if not isinstance(before, Step):
            return before
        change = steps.sub(now, before)
        if not self.relative:
            return change
        if before.value <= 0:
            return NO_BASE
        return steps.mul(steps.div(change, before), steps.const(HUNDRED, f"{self.cite}.measure"))


def prepare(setting: Setting) -> ImprovementScorer:
    method = setting.indicator.method
    assert isinstance(method, Improvement)
    cite = f"{setting.cite}:method"
    return ImprovementScorer(
        before=setting.slots[method.before],
        now=setting.slots[method.now],
        relative=method.measure == "relative",
        table=table_of(method, setting.lowest, cite),
        cite=cite,
        rounded_to=setting.result_places,
    )
