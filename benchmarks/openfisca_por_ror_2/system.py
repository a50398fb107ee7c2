"""Form ปร.2 (FY2556) as an OpenFisca tax-benefit system: one Variable per figure, parameters in YAML."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit, period
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

Column = NDArray[Any]
# (the agreements, the period, parameters at a period) -> one value per agreement
Formula = Callable[[Any, Any, Any], Column]

FISCAL_YEAR = period("year:2012-10")  # พ.ศ. 2556: October 2012 to September 2013
PLACES = 4

AGREEMENT = build_entity("agreement", "agreements", "One performance agreement", is_person=True)

KPI_6_DEEDS_FOR_4 = ["kpi_6_monthly_reports", "kpi_6_summary_report"]
KPI_6_DEEDS_FOR_5 = ["kpi_6_analysis_to_management"]
KPI_7_DEEDS = [
    "kpi_7_objectives_met",
    "kpi_7_followed_up",
    "kpi_7_evaluated",
    "kpi_7_reported",
    "kpi_7_next_plan_drafted_together",
]
KPI_8_OUTPUTS = ["kpi_8_broadcasts", "kpi_8_activities", "kpi_8_publications", "kpi_8_internet"]
SURVEYED = ["kpi_1_1", "kpi_1_2", "kpi_2_1", "kpi_2_2", "kpi_3_1", "kpi_3_2"]
# What share a KPI is scored on: (parts to add, whole).
SHARES = {
    "kpi_4": (["kpi_4_aired"], "kpi_4_set"),
    "kpi_5": (["kpi_5_aired"], "kpi_5_set"),
    "kpi_8": (KPI_8_OUTPUTS, "kpi_8_target"),
    "kpi_9": (["kpi_9_disbursed"], "kpi_9_budget"),
}
KPIS = [*SURVEYED, "kpi_4", "kpi_5", "kpi_6", "kpi_7", "kpi_8", "kpi_9"]

# Baht are float: an int32 of satang overflows at 21.5 million baht.
INPUTS: dict[str, type] = {
    **dict.fromkeys([*SURVEYED, "kpi_6_progress", "kpi_7_progress"], float),
    **dict.fromkeys(["kpi_9_disbursed", "kpi_9_budget"], float),
    **dict.fromkeys(["kpi_4_aired", "kpi_4_set", "kpi_5_aired", "kpi_5_set"], int),
    **dict.fromkeys([*KPI_8_OUTPUTS, "kpi_8_target"], int),
    **dict.fromkeys([*KPI_6_DEEDS_FOR_4, *KPI_6_DEEDS_FOR_5, *KPI_7_DEEDS], bool),
}


def round_half_up(values: Column) -> Column:
    """Round as the office does; numpy's own `round` sends ties to the even digit."""
    return np.floor(values * 10**PLACES + 0.5) / 10**PLACES


def all_done(agreements: Any, deeds: list[str], when: Any) -> Column:
    """True where every deed is done."""
    return np.logical_and.reduce([agreements(deed, when) for deed in deeds])


def share_of(parts: list[str], whole: str) -> Formula:
    """Make the formula of a KPI's per cent: what was achieved of what was due."""

    def formula(agreements: Any, when: Any, parameters: Any) -> Column:
        return sum(agreements(part, when) for part in parts) / agreements(whole, when) * 100

    return formula


def table_score(kpi: str, figure: str) -> Formula:
    """Make the formula of a score from five levels: linear between them, level 1 below and 5 above."""

    def formula(agreements: Any, when: Any, parameters: Any) -> Column:
        levels = parameters(when).kpis[kpi].levels
        return round_half_up(np.interp(agreements(figure, when), levels, [1, 2, 3, 4, 5]))

    return formula


def kpi_6_score(agreements: Any, when: Any, parameters: Any) -> Column:
    """Climb the ladder of KPI 6: each step needs the one below."""
    rules = parameters(when).kpis.kpi_6
    progress = agreements("kpi_6_progress", when)
    steps = [progress >= least for least in rules.progress]
    steps += [all_done(agreements, KPI_6_DEEDS_FOR_4, when), all_done(agreements, KPI_6_DEEDS_FOR_5, when)]
    climbed = np.cumprod(steps, axis=0).sum(axis=0)
    return np.where(climbed > 0, climbed, rules.score_if_none)


def kpi_7_score(agreements: Any, when: Any, parameters: Any) -> Column:
    """Climb the ladder of KPI 7: per cent only, up to the top step, which needs all five deeds too."""
    rules = parameters(when).kpis.kpi_7
    progress = agreements("kpi_7_progress", when)
    steps = [progress >= least for least in rules.progress]
    steps[-1] = steps[-1] & all_done(agreements, KPI_7_DEEDS, when)
    climbed = np.cumprod(steps, axis=0).sum(axis=0)
    return np.where(climbed > 0, climbed, rules.score_if_none)


def weighted_score(kpi: str) -> Formula:
    """Make the formula of the form's last column, ค = ก × ข."""

    def formula(agreements: Any, when: Any, parameters: Any) -> Column:
        return agreements(f"{kpi}_score", when) * parameters(when).kpis[kpi].weight / 100

    return formula


def total(agreements: Any, when: Any, parameters: Any) -> Column:
    """Add up the last column."""
    return sum(agreements(f"{kpi}_weighted", when) for kpi in KPIS)


def converted(agreements: Any, when: Any, parameters: Any) -> Column:
    """Turn 5 points into 100."""
    return agreements("total", when) * 20


def variable(name: str, value_type: type, formula: Formula | None = None) -> type[Variable]:
    """Make the Variable class of one figure; without a formula it is an input."""
    attributes: dict[str, Any] = {
        "value_type": value_type,
        "entity": AGREEMENT,
        "definition_period": DateUnit.YEAR,
    }
    if formula:
        attributes["formula"] = formula
    return type(name, (Variable,), attributes)


def make_system() -> TaxBenefitSystem:
    """Make the whole system: inputs, per cents, scores, weighted scores, total, converted total."""
    formulas: dict[str, Formula] = {
        **{f"{kpi}_percent": share_of(parts, whole) for kpi, (parts, whole) in SHARES.items()},
        **{f"{kpi}_score": table_score(kpi, kpi) for kpi in SURVEYED},
        **{f"{kpi}_score": table_score(kpi, f"{kpi}_percent") for kpi in SHARES},
        "kpi_6_score": kpi_6_score,
        "kpi_7_score": kpi_7_score,
        **{f"{kpi}_weighted": weighted_score(kpi) for kpi in KPIS},
        "total": total,
        "converted": converted,
    }
    system = TaxBenefitSystem([AGREEMENT])
    system.load_parameters(str(Path(__file__).parent / "parameters"))
    system.add_variables(*(variable(name, value_type) for name, value_type in INPUTS.items()))
    system.add_variables(*(variable(name, float, formula) for name, formula in formulas.items()))
    return system
