"""Which missing fact matters most: how much of the total still hangs on it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from samrit.base import figures
from samrit.base.figures import exact, exact_text
from samrit.base.issues import Language
from samrit.engine import rollup
from samrit.engine.arithmetic import number
from samrit.engine.inputs import WHOLE, Slot, Value, Values
from samrit.engine.plan import Node
from samrit.engine.rollup import Outcome
from samrit.engine.score import Scorecard
from samrit.engine.steps import Step
from samrit.engine.values import Missing
from samrit.engine.whatif.changes import ONE, ZERO, bottom_places, own_values
from samrit.engine.whatif.shares import shares
from samrit.packs.method import SurveyMean

WHOLE_SURVEY = ""
"""The input of a `Matter` that stands for all tallies of a survey."""


@dataclass(frozen=True)
class Matter:
    """A fact that was not reported: the least and the most the indicator can score by it, and what that is on the bottom line.

    What else the indicator lacks is supposed to come out well, for there the fact decides most.  Where a fact has no
    bound of its own, the ends of the method stand.  `width` is None where the method has no ends.
    """

    code: str
    input: str
    why: Missing
    least: Fraction | None
    most: Fraction | None
    width: Fraction | None
    places: int

    def said(self, language: Language) -> str:
        why = self.why.th if language == "th" else self.why.en
        if self.width is None or self.least is None or self.most is None:
            return f"{why}{' (คะแนนไม่มีขอบเขต)' if language == 'th' else ' (the score has no bounds)'}"
        shown = figures.shown(self.width, self.places)
        ends = (number(self.least), number(self.most))
        if language == "th":
            return f"{why}: ได้ตั้งแต่ {ends[0]} ถึง {ends[1]} คะแนน คะแนนรวมต่างกันได้ {shown}"
        return f"{why}: it can score from {ends[0]} to {ends[1]}, which is {shown} of the total"

    def as_json(self) -> dict[str, Any]:
        ends = (self.least, self.most, self.width)
        least, most, width = (None if end is None else exact_text(end) for end in ends)
        return {
            "indicator": self.code,
            "input": self.input,
            "score": {"least": least, "most": most},
            "width": width,
            "th": self.said("th"),
            "en": self.said("en"),
        }


def missing_matters(card: Scorecard) -> list[Matter]:
    """Every fact that an indicator without a score still lacks, the one most hangs on first; unbounded ones lead."""
    worth = shares(card)
    found: list[Matter] = []
    for node in (node for top in card.plan.tops for node in top.walk()):
        outcome = card.outcomes[node.code]
        if node.scorer is not None and outcome.status == "missing" and node.code in worth:
            found.extend(_Lacking(card, node, outcome).matters(worth[node.code]))
    return sorted(found, key=lambda one: (one.width is not None, -(one.width or ZERO)))


@dataclass(frozen=True)
class _Lacking:
    """An indicator that has no score because something is missing."""

    card: Scorecard
    node: Node
    outcome: Outcome

    def matters(self, worth: Fraction) -> list[Matter]:
        if isinstance(self.node.indicator.method, SurveyMean):
            assert isinstance(self.outcome.score, Missing)
            return [self._matter(WHOLE_SURVEY, self.outcome.score, rollup.ends_of(self._method, self._scale), worth)]
        values = own_values(self.card, self.node)
        read = {name: slot.read(values) for name, slot in self.node.slots.items()}
        lacking = {name: why for name, why in read.items() if isinstance(why, Missing)}
        matters = []
        for name, why in lacking.items():
            ends = self._ends(name, list(lacking), values)
            if ends is None or ends[0] != ends[1]:
                matters.append(self._matter(name, why, ends, worth))
        return matters

    def _matter(self, name: str, why: Missing, ends: rollup.Ends | None, worth: Fraction) -> Matter:
        places = bottom_places(self.card)
        if ends is None:
            return Matter(self.node.code, name, why, None, None, None, places)
        return Matter(self.node.code, name, why, *ends, (ends[1] - ends[0]) * worth, places)

    def _ends(self, name: str, lacking: list[str], values: Values) -> rollup.Ends | None:
        """The least and the most the score can be by this fact, what else is lacking being at its best."""
        method = rollup.ends_of(self._method, self._scale)
        at_best = {**values, **{(self.node.code, one): self._best(one, lacking, values) for one in lacking}}
        tried = [
            self._score({**at_best, (self.node.code, name): self._filled(name, values, up)}) for up in (False, True)
        ]
        known = [score for score in tried if score is not None]
        # without a bound of the method the far ends of a fact have none either
        return (min(known), max(known)) if method is not None and len(known) == 2 else method

    def _best(self, name: str, lacking: list[str], values: Values) -> dict[str, Value]:
        """The end of a fact's range that scores better, what else is lacking being at its upper end."""
        upper = {**values, **{(self.node.code, one): self._filled(one, values, True) for one in lacking}}
        low = self._filled(name, values, False)
        down, up = self._score({**upper, (self.node.code, name): low}), self._score(upper)
        return low if down is not None and (up is None or down > up) else self._filled(name, values, True)

    def _filled(self, name: str, values: Values, up: bool) -> dict[str, Value]:
        return _filled(self.node.slots[name], values, up)

    def _score(self, values: Values) -> Fraction | None:
        assert self.node.scorer is not None
        found = self.node.scorer.score(values, self.card.facts.unit).score
        return rollup.carried(found, self.outcome.rounding).value if isinstance(found, Step) else None

    @property
    def _method(self) -> Any:
        return self.node.indicator.method

    @property
    def _scale(self) -> Any:
        return self.card.plan.pack.framework.rules.scale


FAR = Fraction(10**12)
"""Stands for the end of a figure that has none: every level table is passed long before."""


def _filled(slot: Slot, values: Values, up: bool) -> dict[str, Value]:
    """The input with all it lacks at one end of its range; what is known of it stays."""
    spec = slot.spec
    bound = spec.most if up else spec.least
    if spec.holds == "deed":
        end = ONE if up else ZERO
    elif bound is not None:
        end = exact(bound)
    else:
        end = FAR if up else -FAR
    held = values.get((slot.node, slot.name), {})
    if not any(isinstance(held.get(month), Fraction) for month in slot.months):
        return {WHOLE: end}
    unknown = [month for month in slot.months if month not in held or isinstance(held[month], Missing)]
    return {**held, **dict.fromkeys(unknown, end)}
