"""Disclosure: the elements of an item are there or not; the item scores all or nothing, or by share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from samrit.base.figures import exact
from samrit.engine import steps
from samrit.engine.inputs import Slot, Values
from samrit.engine.methods import Found, Setting, Unit
from samrit.engine.steps import Step
from samrit.engine.values import Unknown
from samrit.packs.method import Disclosure, Element
from samrit.packs.model import Input

ONE = Fraction(1)


def leaves(elements: Iterable[Element]) -> list[Element]:
    """The elements that are ticked themselves, in order."""
    found: list[Element] = []
    for element in elements:
        found.extend(leaves(element.elements) if element.elements else [element])
    return found


def input_of(element: Element) -> Input:
    """A leaf element as the fact it asks for: there or not."""
    return Input(name=element.text, holds="deed", at=element.at)


@dataclass(frozen=True)
class DisclosureScorer:
    """incomplete + (complete − incomplete) × what is there."""

    method: Disclosure
    slots: dict[str, Slot]
    cite: str

    def score(self, values: Values, unit: Unit) -> Found:
        tops: list[Step] = []
        lacking: Unknown | None = None
        for element in self.method.elements:
            if element.required:
                there = self._there(element, values)
                if isinstance(there, Step):
                    tops.append(there)
                else:
                    lacking = lacking or there
        all_or_nothing = self.method.partial == "none"
        if lacking is not None and not (all_or_nothing and any(top.value == 0 for top in tops)):
            return Found(lacking, lacking)
        share = steps.least(*tops) if all_or_nothing else self._share(tops)
        complete = steps.const(exact(self.method.complete), f"{self.cite}.complete")
        incomplete = steps.const(exact(self.method.incomplete), f"{self.cite}.incomplete")
        score = steps.add(incomplete, steps.mul(steps.sub(complete, incomplete), share))
        return Found(share, score)

    def _share(self, tops: list[Step]) -> Step:
        return steps.div(steps.add(*tops), steps.add(*[steps.const(ONE, f"{self.cite}.elements") for _ in tops]))

    def _there(self, element: Element, values: Values) -> Step | Unknown:
        """1 when the element is there, 0 when not, or what was not reported where that decides."""
        if not element.elements:
            return self.slots[element.id].read(values)
        read = [self._there(below, values) for below in element.elements if below.required]
        known = [step for step in read if isinstance(step, Step)]
        deciding = [step for step in known if step.value == (1 if element.any_of else 0)]
        lacking = next((value for value in read if not isinstance(value, Step)), None)
        if lacking is not None and not deciding:
            return lacking
        return steps.most(*known) if element.any_of else steps.least(*known)


def prepare(setting: Setting) -> DisclosureScorer:
    method = setting.indicator.method
    assert isinstance(method, Disclosure)
    return DisclosureScorer(method, dict(setting.slots), f"{setting.cite}:method")
