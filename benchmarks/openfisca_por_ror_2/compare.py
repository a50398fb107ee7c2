"""Count the figures that OpenFisca gets wrong: same rules, same inputs, once more in exact fractions.

Run it with the Python of benchmarks/.openfisca-venv: `compare.py INPUTS [--float64]`. The exact side reads
the same parameters, as text, so that 89.55 is 8955/100 and nothing else. OpenFisca's figures are judged as
a form prints them, with a fixed number of places: a figure is wrong if neither usual way of printing a
float gives the digits of the exact figure rounded half up.
"""

from __future__ import annotations

import argparse
import json
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from openfisca_core.variables import config
from run import Row, read_rows, score_columns, to_columns
from system import (
    FISCAL_YEAR,
    KPI_6_DEEDS_FOR_4,
    KPI_6_DEEDS_FOR_5,
    KPI_7_DEEDS,
    KPIS,
    PLACES,
    SHARES,
    make_system,
)

Figures = dict[str, Fraction]
Rules = dict[str, dict[str, Any]]  # KPI, name of the parameter, its value or values
# What is compared, and with how many places. The exact converted total has at most 5 decimals.
JUDGED = [
    *((f"{kpi}_score", PLACES) for kpi in KPIS),
    ("total", 4),
    ("converted", 2),
    ("converted", 4),
    ("converted", 5),
]


def half_up(value: Fraction, places: int) -> Fraction:
    """Round half up, exactly."""
    scale: int = 10**places
    return Fraction((value * scale + Fraction(1, 2)).__floor__(), scale)


def is_tie(value: Fraction, places: int) -> bool:
    """Tell whether the value lies exactly between two numbers of so many places."""
    scale: int = 10**places
    return (value * scale).denominator == 2


def read_rules() -> Rules:
    """Read the parameters with every figure as an exact fraction."""
    path = Path(__file__).parent / "parameters" / "kpis.yaml"
    # BaseLoader leaves every scalar as the text that was written.
    rules = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    del rules["description"]

    def value_of(parameter: dict[str, Any]) -> Fraction | list[Fraction]:
        (from_its_date,) = parameter["values"].values()
        found = from_its_date["value"]
        return [Fraction(one) for one in found] if isinstance(found, list) else Fraction(found)

    for rule in rules.values():
        rule.pop("description")
    return {kpi: {name: value_of(dated) for name, dated in rules[kpi].items()} for kpi in KPIS}


def interpolate(figure: Fraction, levels: list[Fraction]) -> Fraction:
    """Score a figure on five levels, linear between them, clamped to 1 and 5."""
    if figure <= levels[0]:
        return Fraction(1)
    for score, (low, high) in enumerate(pairwise(levels), start=1):
        if figure <= high:
            return score + (figure - low) / (high - low)
    return Fraction(5)


def climb(steps: list[bool], score_if_none: Fraction) -> Fraction:
    """Count the steps climbed without a gap."""
    climbed = [*steps, False].index(False)
    return Fraction(climbed) if climbed else score_if_none


def score_exactly(kpi: str, row: Row, rule: dict[str, Any]) -> Fraction:
    """Score one KPI, unrounded; `row` holds decimals as text."""
    if kpi == "kpi_6":
        steps = [Fraction(row["kpi_6_progress"]) >= least for least in rule["progress"]]
        steps += [all(row[deed] for deed in deeds) for deeds in (KPI_6_DEEDS_FOR_4, KPI_6_DEEDS_FOR_5)]
        return climb(steps, rule["score_if_none"])
    if kpi == "kpi_7":
        steps = [Fraction(row["kpi_7_progress"]) >= least for least in rule["progress"]]
        steps[-1] = steps[-1] and all(row[deed] for deed in KPI_7_DEEDS)
        return climb(steps, rule["score_if_none"])
    if kpi in SHARES:
        parts, whole = SHARES[kpi]
        achieved = sum(Fraction(row[part]) for part in parts)
        return interpolate(achieved / Fraction(row[whole]) * 100, rule["levels"])
    return interpolate(Fraction(row[kpi]), rule["levels"])


def add_up(unrounded: Figures, rules: Rules) -> Figures:
    """Round the scores, weigh them, add them up."""
    figures = {f"{kpi}_score": half_up(score, PLACES) for kpi, score in unrounded.items()}
    weighted = [figures[f"{kpi}_score"] * rules[kpi]["weight"] / 100 for kpi in KPIS]
    figures["total"] = sum(weighted, Fraction(0))
    figures["converted"] = figures["total"] * 20
    return figures


def printed(value: np.floating[Any], places: int) -> tuple[Fraction, Fraction]:
    """Print a float the two usual ways: its binary value rounded, and its shortest digits rounded half up."""
    return Fraction(f"{value:.{places}f}"), half_up(Fraction(str(value)), places)


def main() -> None:
    """Score twice, compare, print the counts as JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("inputs", type=Path, help="JSON file written by make_inputs.py")
    parser.add_argument("--float64", action="store_true", help="patch OpenFisca's float type (unsupported)")
    options = parser.parse_args()
    if options.float64:
        config.VALUE_TYPES[float]["dtype"] = np.float64

    rules = read_rules()
    agreements = json.loads(options.inputs.read_text(encoding="utf-8"))["agreements"]
    unrounded = [{kpi: score_exactly(kpi, row, rules[kpi]) for kpi in KPIS} for row in agreements]
    exact = [add_up(scores, rules) for scores in unrounded]
    simulation = score_columns(make_system(), to_columns(read_rows(options.inputs)))
    wrong: dict[str, int] = {}
    wrong_rows: set[int] = set()
    for name, places in JUDGED:
        theirs = simulation.calculate(name, FISCAL_YEAR)
        bad = {
            index
            for index, (value, figures) in enumerate(zip(theirs, exact, strict=True))
            if half_up(figures[name], places) not in printed(value, places)
        }
        wrong[f"{name}, {places} places"] = len(bad)
        if places == PLACES:
            wrong_rows |= bad
    report = {
        "dtype": np.dtype(config.VALUE_TYPES[float]["dtype"]).name,
        "n": len(agreements),
        "scores": len(agreements) * len(KPIS),
        "scores_that_are_ties": sum(is_tie(score, PLACES) for scores in unrounded for score in scores.values()),
        "wrong": wrong,
        f"agreements_with_a_wrong_figure_at_{PLACES}_places": len(wrong_rows),
    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
