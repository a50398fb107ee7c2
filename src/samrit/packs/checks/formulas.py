"""Structural check of formulas: they are plain arithmetic over figures of the indicator, in units that fit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from samrit.base.issues import Issue
from samrit.packs import formula
from samrit.packs.checks.methods import WRONG_KIND_OF_INPUT
from samrit.packs.model import Pack


def formulas(pack: Pack) -> Iterable[Issue]:
    """Every formula can be read, names inputs that hold figures, and yields the indicator's measure unit."""
    framework = pack.framework
    units = formula.Units({unit.id: unit for unit in framework.measure_units}, framework.summable)
    for one in pack.every_indicator():
        if one.formula is None:
            continue
        place, about = one.formula.at.of("text"), (one.code,)
        found: list[Issue] = []
        term = formula.parse(one.formula.text, place, found)
        if term is not None:
            inputs = {str(name): spec for name, spec in one.inputs.items()}
            found.extend(units.check(term, inputs, one.measure_unit, place))
            for name, spec in inputs.items():
                if name in term.names() and spec.holds == "deed":
                    words = {"code": one.code, "name": name, "holds": "deed", "wanted": "figure", "user": "formula"}
                    found.append(WRONG_KIND_OF_INPUT.at(place, **words))
        yield from (replace(issue, about=about) for issue in found)
