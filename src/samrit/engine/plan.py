"""Terms made ready to score one round: the tree of nodes, their scorers, slots and weights, prepared once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from fractions import Fraction
from typing import Any

from samrit.base.figures import exact
from samrit.base.issues import Issue, Refused
from samrit.engine.inputs import Slot, months_of, window_of
from samrit.engine.methods import (
    Prepare,
    Scorer,
    Setting,
    disclosure,
    formula,
    improvement,
    judged,
    level_table,
    milestones,
    percent_then_deeds,
    survey_mean,
)
from samrit.packs import formula as formulas
from samrit.packs.bind import Code
from samrit.packs.method import (
    Composite,
    Disclosure,
    FormulaScore,
    Improvement,
    Judged,
    LevelTable,
    Milestones,
    PercentThenDeeds,
    SurveyMean,
)
from samrit.packs.model import Discrepancy, Indicator, Input, Pack
from samrit.packs.rules import Round, Window
from samrit.packs.terms import Terms
from samrit.packs.texts import Based, Words

PREPARE: dict[type, Prepare] = {
    LevelTable: level_table.prepare,
    FormulaScore: formula.prepare,
    Milestones: milestones.prepare,
    PercentThenDeeds: percent_then_deeds.prepare,
    SurveyMean: survey_mean.prepare,
    Improvement: improvement.prepare,
    Disclosure: disclosure.prepare,
    Judged: judged.prepare,
}
"""How each kind of method is made ready.  Composite is not here: `rollup` makes it from its parts."""


@dataclass(frozen=True)
class Node:
    """One indicator ready to be scored; `scorer` is None where it is made of parts."""

    indicator: Indicator
    depth: int
    weight: Fraction | None
    scorer: Scorer | None
    parts: tuple[Node, ...]
    slots: dict[str, Slot]
    applies_to: frozenset[str]

    @property
    def code(self) -> str:
        return self.indicator.code

    @property
    def cite(self) -> str:
        return self.indicator.code

    def walk(self) -> Iterator[Node]:
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True)
class Assumed:
    """An assumption that a score rests on: where it is made and why."""

    where: str
    why: Words


@dataclass(frozen=True)
class Plan:
    """One round of some Terms, ready to score."""

    terms: Terms
    round: Round
    tops: tuple[Node, ...]
    not_in_round: frozenset[str]
    slots: dict[str, dict[str, Slot]]
    assumptions: tuple[Assumed, ...]
    discrepancies: tuple[Discrepancy, ...]

    @property
    def pack(self) -> Pack:
        return self.terms.pack

    def scores(self, code: str) -> bool:
        """Whether this round scores the indicator (it may still be dropped from the agreement)."""
        return code not in self.not_in_round

    def parts_of(self, code: str) -> list[str]:
        """Codes of an indicator's parts."""
        node = next(node for top in self.tops for node in top.walk() if node.code == code)
        return [str(part.code) for part in node.parts]

    def accepts_not_applicable(self, code: str) -> bool:
        """Whether the pack lets this indicator be reported as not applicable."""
        rule = self.pack.framework.rules.not_applicable
        return rule.accepted == "always" or (rule.accepted == "listed" and code in rule.indicators)

    def is_ratio(self, measure_unit: str | None) -> bool:
        """Whether a measure unit is a pure number, such as a percentage; an input without one may be anything."""
        return measure_unit is None or any(
            unit.id == measure_unit and unit.is_ratio for unit in self.pack.framework.measure_units
        )

    def unit_word(self, measure_unit: str | None) -> str | None:
        """The printed name of a measure unit, which people type behind a figure."""
        named = (unit.name.th for unit in self.pack.framework.measure_units if unit.id == measure_unit)
        return next(named, None)


def plan_of(terms: Terms, round_id: str) -> Plan:
    """The plan of `terms` for a round, made at the first call and kept with the terms."""
    kept: dict[str, Plan] = terms.__dict__.setdefault("_plans", {})
    if round_id not in kept:
        kept[round_id] = _make(terms, round_id)
    return kept[round_id]


def _make(terms: Terms, round_id: str) -> Plan:
    pack = terms.pack
    chosen = next(one for one in pack.framework.rounds if one.id == round_id)
    tops = tuple(_node(pack, chosen, indicator, 0) for indicator in pack.indicators)
    scored = {str(code) for code in chosen.indicators} or {top.code for top in tops}
    nodes = [node for top in tops for node in top.walk()]
    outside = frozenset(node.code for top in tops if top.code not in scored for node in top.walk())
    inside = {node.code for node in nodes} - outside - terms.dropped
    return Plan(
        terms=terms,
        round=chosen,
        tops=tops,
        not_in_round=outside,
        slots={node.code: node.slots for node in nodes},
        assumptions=tuple(_assumptions(pack, chosen, inside)),
        discrepancies=tuple(
            one
            for one in pack.framework.discrepancies
            if one.touches_score and (not one.about or inside & set(one.about))
        ),
    )


def _node(pack: Pack, chosen: Round, indicator: Indicator, depth: int) -> Node:
    slots = {
        name: Slot(indicator.code, name, spec, _months(pack, chosen, spec)) for name, spec in inputs_of(pack, indicator)
    }
    weight = chosen.weights.get(indicator.code)
    if weight is None and indicator.weight is not None:
        weight = indicator.weight.percent
    return Node(
        indicator=indicator,
        depth=depth,
        weight=None if weight is None else exact(weight),
        scorer=_scorer(pack, indicator, slots),
        parts=tuple(_node(pack, chosen, part, depth + 1) for part in indicator.parts),
        slots=slots,
        applies_to=frozenset(indicator.applies_to),
    )


def _scorer(pack: Pack, indicator: Indicator, slots: dict[str, Slot]) -> Scorer | None:
    if indicator.method is None or isinstance(indicator.method, Composite):
        return None
    term: formulas.Term | None = None
    if indicator.formula is not None:
        issues: list[Issue] = []
        term = formulas.parse(indicator.formula.text, indicator.formula.at.here, issues)
        if term is None:
            raise Refused(issues)
    return PREPARE[type(indicator.method)](Setting(pack, indicator, slots, term, indicator.code))


def inputs_of(pack: Pack, indicator: Indicator) -> Iterator[tuple[str, Input]]:
    """Every fact an indicator needs: those it declares, and those its method asks for by itself."""
    method = indicator.method
    for name, declared in indicator.inputs.items():
        if isinstance(method, Judged) and declared.holds == "judged":
            # a score outside the limits is refused where it is typed
            yield name, replace(declared, least=method.least, most=method.most)
        else:
            yield name, declared
    if isinstance(method, Milestones):
        for level in method.levels:
            for guideline in milestones.leaves(level.guidelines):
                if guideline.id not in indicator.inputs:
                    yield guideline.id, milestones.input_of(guideline)
    elif isinstance(method, Disclosure):
        for element in disclosure.leaves(method.elements):
            if element.id not in indicator.inputs:
                yield element.id, disclosure.input_of(element)
    elif isinstance(method, SurveyMean):
        for cohort in method.cohorts:
            yield from survey_mean.inputs_of(survey_mean.survey_of(pack, cohort.survey))


def _months(pack: Pack, chosen: Round, spec: Input) -> tuple[str, ...]:
    if spec.every != "month":
        return ()
    window = window_of(pack, spec.window)
    if window is None:
        window = Window(id=Code("round"), name=chosen.name, starts=chosen.starts, ends=chosen.ends)
    return months_of(window)


def _assumptions(pack: Pack, chosen: Round, inside: set[str]) -> Iterator[Assumed]:
    yield from _assumed_in(pack.framework.rules, "rules")
    yield from _assumed_in(chosen, f"round.{chosen.id}")
    yield from _assumed_in(pack.framework.total, "total")
    for indicator in pack.every_indicator():
        if indicator.code in inside:
            yield from _assumed_in(indicator.method, f"{indicator.code}.method")
            yield from _assumed_in(indicator.formula, f"{indicator.code}.formula")
            for name, spec in indicator.inputs.items():
                yield from _assumed_in(spec, f"{indicator.code}.inputs.{name}")


def _assumed_in(part: Any, where: str) -> Iterator[Assumed]:
    """The assumptions marked in a part of the pack, and in the parts of it that are rules themselves."""
    if isinstance(part, Based) and part.assumption is not None:
        yield Assumed(where, part.assumption)
    if is_dataclass(part) and not isinstance(part, type):
        for entry in fields(part):
            held = getattr(part, entry.name)
            if isinstance(held, Based) or (is_dataclass(held) and entry.name == "rounding"):
                yield from _assumed_in(held, f"{where}.{entry.name}")
