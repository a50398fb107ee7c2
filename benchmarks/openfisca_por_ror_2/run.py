"""Score the agreements of a JSON file (see make_inputs.py) with OpenFisca and print its speed as JSON.

Run it with the Python of benchmarks/.openfisca-venv (setup.sh makes it). Timed, each from the inputs in
memory to the converted total:

- one agreement at a time, its simulation built anew, with `trace` on - what a full-trace score means;
- the same with the simulation built from a situation, the nested dictionary of OpenFisca's web API (slower);
- all at once: one simulation from columns, no trace.

Not timed, to OpenFisca's advantage: starting Python, importing, loading the rules, reading JSON, turning text
into floats, and writing the trace out. Speeds are the best of `--repeat` rounds; `runs` holds every round.
"""

from __future__ import annotations

import argparse
import gc
import json
import platform
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from system import FISCAL_YEAR, INPUTS, Column, make_system

Row = dict[str, Any]
PERIOD_TEXT = str(FISCAL_YEAR)


def read_rows(path: Path) -> list[Row]:
    """Read the agreements, each input as the Python type its Variable has."""
    agreements = json.loads(path.read_text(encoding="utf-8"))["agreements"]
    return [{name: of_type(row[name]) for name, of_type in INPUTS.items()} for row in agreements]


def to_columns(rows: list[Row]) -> dict[str, Column]:
    """Turn the rows into one array per input."""
    return {name: np.array([row[name] for row in rows]) for name in INPUTS}


def score_columns(system: TaxBenefitSystem, columns: dict[str, Column], trace: bool = False) -> Simulation:
    """Score as many agreements as the columns are long."""
    count = len(next(iter(columns.values())))
    simulation = SimulationBuilder().build_default_simulation(system, count)
    simulation.trace = trace
    for name, column in columns.items():
        simulation.set_input(name, FISCAL_YEAR, column)
    simulation.calculate("converted", FISCAL_YEAR)
    return simulation


def score_row(system: TaxBenefitSystem, row: Row) -> Simulation:
    """Score one agreement with a full trace, the fastest way known to us."""
    return score_columns(system, to_columns([row]), trace=True)


def score_situation(system: TaxBenefitSystem, row: Row) -> Simulation:
    """Score one agreement with a full trace, the way the web API does."""
    situation = {"agreements": {"one": {name: {PERIOD_TEXT: value} for name, value in row.items()}}}
    simulation = SimulationBuilder().build_from_entities(system, situation)
    simulation.trace = True
    simulation.calculate("converted", FISCAL_YEAR)
    return simulation


def main() -> None:
    """Read, score every way, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("inputs", type=Path, help="JSON file written by make_inputs.py")
    parser.add_argument("--trace-limit", type=int, default=1000, help="score at most this many one at a time")
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()

    system = make_system()
    rows = read_rows(options.inputs)
    columns = to_columns(rows)
    singles = rows[: options.trace_limit]
    score_situation(system, rows[0])  # the first simulation fills OpenFisca's cache of parameters

    gc.freeze()  # the agreements waiting in memory must not slow the collector while the clock runs

    runs: dict[str, list[float]]
    runs = {"trace_per_second": [], "situation_trace_per_second": [], "vector_seconds": []}
    for _ in range(options.repeat):
        start = perf_counter()
        for row in singles:
            score_row(system, row)
        runs["trace_per_second"].append(len(singles) / (perf_counter() - start))
        start = perf_counter()
        for row in singles:
            score_situation(system, row)
        runs["situation_trace_per_second"].append(len(singles) / (perf_counter() - start))
        start = perf_counter()
        score_columns(system, columns)
        runs["vector_seconds"].append(perf_counter() - start)

    converted = score_columns(system, columns).calculate("converted", FISCAL_YEAR)[:5]
    report = {
        "openfisca_core": version("openfisca-core"),
        "numpy": version("numpy"),
        "python": platform.python_version(),
        "n": len(rows),
        "trace_n": len(singles),
        "trace_per_second": max(runs["trace_per_second"]),
        "situation_trace_per_second": max(runs["situation_trace_per_second"]),
        "vector_seconds": min(runs["vector_seconds"]),
        "runs": runs,
        # str() first: the shortest digits that name this float32, not those of its nearest float64.
        "converted": [float(str(value)) for value in converted],
    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
