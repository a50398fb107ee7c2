"""What a level of a ladder demands, and whether it was reached, as the sheets of indicators tell it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from samrit.documents.forms.wording import Said, Voice
from samrit.engine.steps import Step
from samrit.packs.handbook.content import text_of
from samrit.packs.method import Guideline


@dataclass(frozen=True)
class Demand:
    """A guideline: its number and words, for whom, how much, whether it was done, its proofs, and its sub-steps.

    `done` is None while nothing was reported; `ticked` tells that it is reported by itself, so it has a box.
    """

    number: str
    text: Said
    concerns: str = ""
    asks: str = ""
    ticked: bool = True
    done: bool | None = None
    reported: Decimal | None = None
    reported_unit: str = ""
    evidence: tuple[Said, ...] = ()
    steps: tuple[Demand, ...] = ()


def demands(voice: Voice, guidelines: Iterable[Guideline]) -> tuple[Demand, ...]:
    """Guidelines with everything they say, for units of every kind."""
    return tuple(demand(voice, one, demands(voice, one.steps)) for one in guidelines)


def demand(voice: Voice, one: Guideline, steps: tuple[Demand, ...]) -> Demand:
    """A guideline with everything it says, and the steps chosen below it."""
    names = voice.names
    asks = [names.field("any_of")] if one.any_of else []
    if one.at_least is not None:
        unit = text_of(names.unit(one.measure_unit))
        asks.append(f"{names.field('at_least')} {names.measured(one.at_least, unit)}")
    return Demand(
        number=one.id,
        text=voice.words(one.text),
        concerns=" · ".join(
            f"{names.field(field)} {text_of(names.matches(matches))}"
            for field, matches in (("applies_to", one.applies_to), ("excepts", one.excepts))
            if matches
        ),
        asks=" · ".join(asks),
        ticked=not one.steps,
        evidence=tuple(voice.words(proof) for proof in one.evidence),
        steps=steps,
    )


def reached_levels(score: Step) -> list[bool | None]:
    """Whether each level of a ladder was reached, read from the score's trace; None: left out.  [] for other scores."""
    ladder_step = before_rounding(score)
    if ladder_step.op != "ladder":
        return []
    ladder, tests = ladder_step.about
    found: list[bool | None] = []
    for index in range(len(ladder.scores)):
        # where levels are climbed in order, the tests end with the first level that failed
        passed = index < len(tests) and index not in ladder.never and all(test.holds for test in tests[index])
        found.append(None if index in ladder.left_out else passed)
    return found


def before_rounding(step: Step) -> Step:
    """A figure before it was rounded."""
    return step.args[0] if step.op == "round" else step
