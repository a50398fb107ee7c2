"""Agreements on form ปร.2 scored with full trace, per second on one core, beside openfisca-core holding the same rules.

    make bench                      Samrit alone, and openfisca-core where `benchmarks/openfisca_por_ror_2/setup.sh` was run

Prints a table of rates and ratios of this one run; quote ratios, not single times.  The agreements come from a seeded,
tie-rich generator.  Every agreement is scored anew from its facts; a scorecard whose JSON is written is counted apart.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

from samrit.base.issues import Place
from samrit.engine import trace
from samrit.engine.facts import Fact, Facts, make
from samrit.engine.methods import Unit
from samrit.engine.score import score
from samrit.packs import load
from samrit.packs.terms import Terms, resolve

HERE = Path(__file__).parent
OPENFISCA = HERE / "openfisca_por_ror_2"
OPENFISCA_PYTHON = HERE / ".openfisca-venv" / "bin" / "python"
PACK = "th-prd-por-ror-2-2556"
TARGET_PER_SECOND = 2000

NAMES = {
    **{f"kpi_{code.replace('.', '_')}": (code, "percent") for code in ("1.1", "1.2", "2.1", "2.2", "3.1", "3.2")},
    **{f"kpi_{code}_{name}": (code, name) for code in "45" for name in ("aired", "set")},
    **{f"kpi_{code}_progress": (code, "progress") for code in "67"},
    **{f"kpi_6_{name}": ("6", name) for name in ("monthly_reports", "summary_report", "analysis_to_management")},
    "kpi_7_objectives_met": ("7", "objectives_met"),
    "kpi_7_followed_up": ("7", "follow_up"),
    "kpi_7_evaluated": ("7", "evaluation"),
    "kpi_7_reported": ("7", "report"),
    "kpi_7_next_plan_drafted_together": ("7", "joint_draft_plan_2557"),
    "kpi_8_broadcasts": ("8", "radio_tv_episodes"),
    "kpi_8_activities": ("8", "activities"),
    "kpi_8_publications": ("8", "print_titles"),
    "kpi_8_internet": ("8", "internet_stories"),
    "kpi_8_target": ("8", "target"),
    "kpi_9_disbursed": ("9", "disbursed"),
    "kpi_9_budget": ("9", "budget"),
}
"""The generator's names → (indicator, input) of the pack."""


def main() -> None:
    options = _options()
    data = _generator().make_inputs(options.agreements, options.seed)
    terms = resolve(load.load(load.find(PACK)).pack)
    facts = [_facts(terms, agreement) for agreement in data["agreements"]]
    for one in facts[:20]:
        card = score(terms, one)
        problems = trace.verify(card.as_json(), terms.as_json())
        assert not problems, problems[0]
    traced = _rate(lambda one: score(terms, one), facts, options.repeat)
    written = _rate(lambda one: json.dumps(score(terms, one).as_json()), facts[: len(facts) // 4], options.repeat)
    print(
        f"{len(facts)} agreements, best and median of {options.repeat} runs, one core, Python {sys.version.split()[0]}\n"
    )
    print(f"{'':44}{'best /s':>10}{'median /s':>12}")
    _row("Samrit, full trace", traced)
    _row("Samrit, full trace written as JSON", written)
    verdict = "reached" if max(traced) >= TARGET_PER_SECOND else "MISSED"
    print(f"\ntarget {TARGET_PER_SECOND}/s with full trace: {verdict}")
    _beside_openfisca(data, facts, terms, traced)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--agreements", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=2556)
    parser.add_argument("--repeat", type=int, default=5)
    return parser.parse_args()


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_inputs", OPENFISCA / "make_inputs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _facts(terms: Terms, agreement: dict[str, Any]) -> Facts:
    found = []
    for name, value in agreement.items():
        code, input_ = NAMES[name]
        exact = Fraction(Decimal(value)) if isinstance(value, str) else Fraction(int(value))
        found.append(Fact(code, input_, "", exact, str(value), Place("generated")))
    return make(terms, "2", Unit("generated", "spk"), tuple(found))


def _rate(run: Callable[[Facts], object], facts: list[Facts], repeat: int) -> list[float]:
    """Agreements per second, one figure per run, after a warm-up; the collector is off as in any tight loop."""
    for one in facts[:100]:
        run(one)
    rates = []
    for _ in range(repeat):
        gc.collect()
        gc.disable()
        start = time.perf_counter()
        for one in facts:
            run(one)
        rates.append(len(facts) / (time.perf_counter() - start))
        gc.enable()
    return rates


def _row(name: str, rates: list[float]) -> None:
    print(f"{name:44}{max(rates):10.0f}{statistics.median(rates):12.0f}")


def _beside_openfisca(data: dict[str, Any], facts: list[Facts], terms: Terms, traced: list[float]) -> None:
    if not OPENFISCA_PYTHON.exists():
        print(f"\nopenfisca-core: left out; run {OPENFISCA.relative_to(HERE.parent)}/setup.sh first")
        return
    with tempfile.TemporaryDirectory() as folder:
        inputs = Path(folder) / "inputs.json"
        inputs.write_text(json.dumps(data), encoding="utf-8")
        command = [str(OPENFISCA_PYTHON), str(OPENFISCA / "run.py"), str(inputs)]
        report = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    rate = report["trace_per_second"]
    print(f"\n{'openfisca-core ' + report['openfisca_core'] + ', traced':44}{rate:10.1f}")
    print(f"{'ratio Samrit : openfisca-core':44}{statistics.median(traced) / rate:10.1f} : 1")
    ours = [card.converted.value for card in (score(terms, one) for one in facts[:5])]
    print("first five converted totals, exact and in float32:")
    for exact, theirs in zip(ours, report["converted"], strict=False):
        print(f"  {float(exact):.6f}   {theirs}")


if __name__ == "__main__":
    main()
