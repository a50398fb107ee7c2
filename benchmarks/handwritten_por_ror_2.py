"""Form ปร.2 (FY2556) written by hand in NumPy, the rules in the code: what a programmer would write to be fast and exact.

The yardstick of `bench_batch.py`.  Every input is a whole number (per cent and baht in hundredths, counts as they are),
every figure is kept as whole ten-thousandths, and ties round half up in integers.  It knows no missing result, no other
round, no other agreement, no check against overflow, and it explains nothing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Inputs = dict[tuple[str, str], NDArray[np.int64]]
TEN = 10_000

# level 1 and the distance from level to level, in hundredths of a per cent
SURVEYED = {
    "1.1": (8955, 100),
    "1.2": (9200, 100),
    "2.1": (6942, 150),
    "2.2": (6825, 150),
    "3.1": (7346, 150),
    "3.2": (5925, 150),
}
WEIGHTS = {"4": 10, "5": 10, "6": 10, "7": 10, "8": 15, "9": 10}
PARTS = {"1": (15, 75), "2": (10, 50), "3": (10, 50)}
"""The weight of a pair, and ten times that of each half."""


def surveyed(percent: Ints, low: int, step: int) -> Ints:
    """1 at `low`, one point more every `step`, 5 at most."""
    covered = np.clip(percent, low, low + 4 * step) - low
    return TEN + (2 * TEN * covered + step) // (2 * step)


def ratio(part: Ints, whole: Ints, low: int, step: int) -> Ints:
    """part ÷ whole × 100: 1 at `low` per cent, one point more every `step`, 5 at most."""
    over_low = np.clip(part * 100 - low * whole, 0, 4 * step * whole)
    divisor = step * whole
    return TEN + (2 * TEN * over_low + divisor) // (2 * divisor)


def climbed(rungs: list[NDArray[np.bool_]]) -> Ints:
    """The highest rung reached with all below it; 1 where none is."""
    level = np.zeros(len(rungs[0]), np.int64)
    climbing = np.ones(len(rungs[0]), np.bool_)
    for rung in rungs:
        climbing &= rung
        level += climbing
    return np.maximum(level, 1) * TEN


def score(columns: Inputs) -> dict[str, Ints]:
    """Scores and weighted scores in ten-thousandths, the total in ten-thousandths, the converted total in hundredths."""
    scores = {code: surveyed(columns[code, "percent"], *SURVEYED[code]) for code in SURVEYED}
    scores["4"] = ratio(columns["4", "aired"], columns["4", "set"], 60, 10)
    scores["5"] = ratio(columns["5", "aired"], columns["5", "set"], 60, 10)
    progress = columns["6", "progress"]
    scores["6"] = climbed(
        [
            *(progress >= 8000, progress >= 9000, progress >= 10000),
            columns["6", "monthly_reports"] & columns["6", "summary_report"],
            columns["6", "analysis_to_management"],
        ]
    )
    progress = columns["7", "progress"]
    deeds = columns["7", "objectives_met"] & columns["7", "follow_up"] & columns["7", "evaluation"]
    deeds &= columns["7", "report"] & columns["7", "joint_draft_plan_2557"]
    rungs = [progress >= at for at in (8000, 8500, 9000, 9500)]
    scores["7"] = climbed([*rungs, (progress >= 10000) & deeds])
    outputs = columns["8", "radio_tv_episodes"] + columns["8", "activities"]
    outputs += columns["8", "print_titles"] + columns["8", "internet_stories"]
    scores["8"] = ratio(outputs, columns["8", "target"], 80, 5)
    scores["9"] = ratio(columns["9", "disbursed"], columns["9", "budget"], 92, 1)

    weighted: dict[str, Ints] = {}
    whole = np.zeros(len(progress), np.int64)  # in millionths: ten-thousandths × per cent, and halves
    for code, (weight, tenfold) in PARTS.items():
        both = scores[f"{code}.1"] + scores[f"{code}.2"]
        scores[code] = (both + 1) // 2
        weighted[code] = (both * weight + 100) // 200
        for half in ("1", "2"):
            weighted[f"{code}.{half}"] = (scores[f"{code}.{half}"] * tenfold + 500) // 1000
        whole += both * weight
    for code, weight in WEIGHTS.items():
        weighted[code] = (scores[code] * weight + 50) // 100
        whole += scores[code] * (2 * weight)
    # whole ÷ 200 is the total in ten-thousandths; × 20 ÷ 100 makes hundredths of the converted total
    found = {f"score {code}": one for code, one in scores.items()}
    found |= {f"weighted {code}": one for code, one in weighted.items()}
    return found | {"total": (whole + 100) // 200, "converted": (whole * 20 + 10_000) // 20_000}
