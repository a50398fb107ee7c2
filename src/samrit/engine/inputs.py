"""From reported facts to the figures a method calculates with: windows are added up as the input declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from samrit.base.issues import LANGUAGES
from samrit.base.thai import to_be_year
from samrit.engine import steps
from samrit.engine.arithmetic import month as month_said
from samrit.engine.steps import Step
from samrit.engine.values import Missing, NotApplicable, Unknown
from samrit.packs.model import Input, Pack
from samrit.packs.rules import Window

Value = Fraction | Missing | NotApplicable
Values = Mapping[tuple[str, str], Mapping[str, Value]]
"""(indicator, input) → window → value; the window "" is the whole stretch that the input is measured over."""

WHOLE = ""


def months_of(window: Window) -> tuple[str, ...]:
    """The months of a window as พ.ศ. year-month, such as "2556-04"; the names facts are reported under."""
    year, month = window.starts.year, window.starts.month
    found: list[str] = []
    while (year, month) <= (window.ends.year, window.ends.month):
        found.append(f"{to_be_year(year)}-{month:02d}")
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return tuple(found)


def window_of(pack: Pack, window_id: str | None) -> Window | None:
    """One of the pack's windows, or None for the round itself."""
    return next((window for window in pack.framework.windows if window.id == window_id), None)


@dataclass(frozen=True)
class Slot:
    """One input of one indicator, ready to be read: its key, its months, and how they add up."""

    node: str
    name: str
    spec: Input
    months: tuple[str, ...]

    def read(self, values: Values) -> Step | Unknown:
        """The input's figure over its whole window, or why there is none."""
        held = values.get((self.node, self.name))
        if not held:
            return self._not_reported()
        whole = held.get(WHOLE)
        if whole is not None:
            return self._step(whole, WHOLE)
        return self._over_months(held)

    def _step(self, value: Value, window: str) -> Step | Unknown:
        if not isinstance(value, Fraction):
            return value
        return Step("input", value, (), {"node": self.node, "input": self.name, "window": window})

    def _not_reported(self) -> Missing:
        return Missing(f"ยังไม่มีรายงาน “{self.spec.name.th}”", f"“{self.spec.name.said('en')}” has not been reported")

    def _over_months(self, held: Mapping[str, Value]) -> Step | Unknown:
        read = {month: self._step(held[month], month) for month in self.months if month in held}
        # a month that does not apply is neither lacking nor a zero
        asked = [month for month in self.months if not isinstance(read.get(month), NotApplicable)]
        if not asked:
            return NotApplicable("ทุกเดือนรายงานว่าไม่เกี่ยวข้อง", "every month was reported as not applicable")
        known = [step for step in read.values() if isinstance(step, Step)]
        if self.spec.adds_up == "union" and any(step.value for step in known):
            return steps.most(*known)
        if self.spec.adds_up == "last":
            return read.get(asked[-1]) or self._months_missing(asked[-1:])
        lacking = [month for month in asked if not isinstance(read.get(month), Step)]
        if lacking:
            return self._months_missing(lacking)
        if self.spec.adds_up == "sum":
            return steps.add(*known)
        if self.spec.adds_up == "mean":
            count = steps.add(*[steps.const(Fraction(1), "window:month") for _ in known])
            return steps.div(steps.add(*known), count)
        return steps.most(*known)

    def _months_missing(self, months: list[str]) -> Missing:
        said_th, said_en = (", ".join(month_said(month, language) for month in months) for language in LANGUAGES)
        return Missing(
            f"“{self.spec.name.th}” ยังไม่มีรายงานของเดือน {said_th}",
            f"“{self.spec.name.said('en')}” has not been reported for {said_en}",
        )
