#!/usr/bin/env python3
"""Write the inputs of N made-up agreements on form ปร.2 as JSON. The same N and seed give the same file.

The file is {"form": "por-ror-2", "fiscal_year": 2556, "seed": S, "agreements": [{input: value, ...}, ...]}.
A value is text for a decimal (per cent or baht, two places: a JSON number would already be a float), a number
for a count, a boolean for a deed. The names are those of `INPUTS` in system.py. Standard library only.

The inputs are made to be unkind: progress often sits on a step or a hundredth below it, and some wholes (1600
issues, 3200 outputs, a multiple of 2 million baht) make scores that lie exactly halfway between two 4-place
numbers. Binary floats rarely hold such a tie, exact arithmetic always does. Wholes are never zero, and no
input is missing.
"""

from __future__ import annotations

import argparse
import json
import sys
from random import Random
from typing import TypeAlias

Agreement: TypeAlias = dict[str, str | int | bool]

# Level 1 and level 5, in hundredths of a per cent.
SURVEYED = {
    "kpi_1_1": (8955, 9355),
    "kpi_1_2": (9200, 9600),
    "kpi_2_1": (6942, 7542),
    "kpi_2_2": (6825, 7425),
    "kpi_3_1": (7346, 7946),
    "kpi_3_2": (5925, 6525),
}
EDGES = [7999, 8000, 8499, 8500, 8999, 9000, 9499, 9500, 9999, 10000]
DEEDS = [
    *("kpi_6_monthly_reports", "kpi_6_summary_report", "kpi_6_analysis_to_management"),
    *("kpi_7_objectives_met", "kpi_7_followed_up", "kpi_7_evaluated", "kpi_7_reported"),
    "kpi_7_next_plan_drafted_together",
]
OUTPUTS = ["kpi_8_broadcasts", "kpi_8_activities", "kpi_8_publications", "kpi_8_internet"]


def two_places(hundredths: int) -> str:
    """Write a whole number of hundredths as text: 7200 as 72.00."""
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def make_agreement(random: Random) -> Agreement:
    """Make the inputs of one agreement."""
    made: Agreement = {}
    for kpi, (lowest, highest) in SURVEYED.items():
        # Half a per cent past both ends, so that some scores are clamped.
        made[kpi] = two_places(random.randint(lowest - 50, highest + 50))
    for kpi in ("kpi_4", "kpi_5"):
        whole = random.choice([150, 150, 150, 1600])
        made[f"{kpi}_aired"] = random.randint(whole // 2, whole)
        made[f"{kpi}_set"] = whole
    for kpi in ("kpi_6", "kpi_7"):
        progress = random.choice([10000, random.choice(EDGES), random.randint(7500, 10000)])
        made[f"{kpi}_progress"] = two_places(progress)
    for deed in DEEDS:
        made[deed] = random.random() < 0.9
    target = random.choice([3200, random.randint(300, 4000)])
    produced = random.randint(target * 3 // 4, target * 21 // 20)
    cuts = [0, *sorted(random.randint(0, produced) for _ in OUTPUTS[1:]), produced]
    for output, start, end in zip(OUTPUTS, cuts[:-1], cuts[1:], strict=True):
        made[output] = end - start
    made["kpi_8_target"] = target
    if random.random() < 0.5:  # a round budget, spent in whole baht
        baht = random.randint(1, 30) * 2_000_000
        budget = baht * 100
        disbursed = random.randint(baht * 91 // 100, baht * 97 // 100) * 100
    else:
        budget = random.randint(1_000_000, 60_000_000) * 100 + random.randint(0, 99)
        disbursed = random.randint(budget * 91 // 100, budget * 97 // 100)
    made["kpi_9_disbursed"] = two_places(disbursed)
    made["kpi_9_budget"] = two_places(budget)
    return made


def make_inputs(n: int, seed: int) -> dict[str, object]:
    """Make the whole file's content."""
    random = Random(seed)
    agreements = [make_agreement(random) for _ in range(n)]
    return {"form": "por-ror-2", "fiscal_year": 2556, "seed": seed, "agreements": agreements}


def main() -> None:
    """Write the file to standard output."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("n", type=int, help="how many agreements")
    parser.add_argument("--seed", type=int, default=2556)
    options = parser.parse_args()
    # dumps, not dump: only the former uses the fast encoder.
    sys.stdout.write(json.dumps(make_inputs(options.n, options.seed)) + "\n")


if __name__ == "__main__":
    main()
