"""A million agreements on form ปร.2 in columns, beside the same rules written by hand in NumPy; and the national ITA.

    make bench                      after bench_score; alone: .venv/bin/python benchmarks/bench_batch.py

Everything is timed in this one run: quote ratios, not single times.  The agreements are drawn by numpy in the spirit of
`openfisca_por_ror_2/make_inputs.py` (progress on a step or a hundredth below it, wholes of 1600 and 3200 that make exact
ties) and lie in an Arrow table in memory before the clock starts.  A sample is compared with the reference engine, and
every figure with the hand-written script's.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import handwritten_por_ror_2 as handwritten
import numpy as np
import pyarrow as pa
from bench_score import NAMES, OPENFISCA, OPENFISCA_PYTHON, PACK, _generator
from numpy.typing import NDArray

from samrit.base import figures
from samrit.engine import batch
from samrit.engine.batch import io
from samrit.engine.plan import plan_of
from samrit.engine.score import score
from samrit.packs import load
from samrit.packs.terms import Terms, resolve

ITA_PACK = "th-police-ita-2566"
ITA_ROUND = "2566"
AGENCIES = 8_325
EDGES = np.array([7999, 8000, 8499, 8500, 8999, 9000, 9499, 9500, 9999, 10000])
SAMPLE = 300


def main() -> None:
    options = _options()
    # in a process of its own, so that the peak is the batch's and not that of what it is compared with
    if options.peak:
        _peak(options)
        return
    terms = resolve(load.load(load.find(PACK)).pack)
    raw = agreements(options.agreements, options.seed)
    table = as_table(raw)
    print(
        f"{options.agreements:,} agreements, {options.repeat} runs, Python {sys.version.split()[0]}, numpy {np.__version__}\n"
    )
    print(f"{'':58}{'best s':>9}{'median s':>10}{'million/s':>11}")
    columns = io.of_table(table, terms, "2")
    arrow = _row("Samrit, Arrow table → every column of scores", lambda: _score_table(terms, table), options)
    _row("  of this the scoring alone", lambda: batch.score(terms, "2", columns), options)
    _row("  the scoring alone, one thread", lambda: batch.score(terms, "2", columns, threads=1), options)
    by_hand = _row("hand-written NumPy, the rules in the code", lambda: handwritten.score(raw), options)
    in_pieces = _row("hand-written NumPy, in chunks of 16,384 rows", lambda: _in_pieces(raw), options)
    print()
    _ratio("Samrit : hand-written NumPy (target at most 1.5)", arrow, by_hand)
    _ratio("Samrit : hand-written NumPy in chunks", arrow, in_pieces)
    _verdict("a million agreements within 0.8 s", statistics.median(arrow) <= 0.8 * options.agreements / 1e6)
    found = _score_table(terms, table)
    _same_by_hand(found, handwritten.score(raw))
    _same_as_reference(terms, columns, found, options.seed)
    print(f"share by reference: {found.share_by_reference:.6f}")
    _trace_of_one(found)
    _peak_apart(options)
    _csv(terms, raw, options)
    _ita(options)
    _beside_openfisca(terms, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--agreements", type=int, default=1_000_000)
    parser.add_argument("--agencies", type=int, default=AGENCIES)
    parser.add_argument("--seed", type=int, default=2556)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--peak", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def agreements(count: int, seed: int) -> dict[tuple[str, str], NDArray[Any]]:
    """The inputs as whole numbers: per cent and baht in hundredths, counts as they are, deeds as truth values."""
    random = np.random.default_rng(seed)
    made: dict[tuple[str, str], NDArray[Any]] = {}
    for code, (low, step) in handwritten.SURVEYED.items():
        made[code, "percent"] = random.integers(low - 50, low + 4 * step + 51, count)
    for code in "45":
        whole = random.choice([150, 150, 150, 1600], count)
        made[code, "aired"] = random.integers(whole // 2, whole + 1)
        made[code, "set"] = whole
    for code in "67":
        anywhere = random.integers(7500, 10_001, count)
        kind = random.integers(0, 3, count)
        made[code, "progress"] = np.where(kind == 0, 10_000, np.where(kind == 1, random.choice(EDGES, count), anywhere))
    for code, name in (key for name, key in NAMES.items() if key[0] in "67" and "progress" not in name):
        made[code, name] = random.random(count) < 0.9
    target = np.where(random.random(count) < 0.5, 3200, random.integers(300, 4001, count))
    produced = random.integers(target * 3 // 4, target * 21 // 20 + 1)
    cuts = np.sort(random.integers(0, produced + 1, (3, count)), axis=0)
    edges = [np.zeros(count, np.int64), *cuts, produced]
    for place, name in enumerate(("radio_tv_episodes", "activities", "print_titles", "internet_stories")):
        made["8", name] = edges[place + 1] - edges[place]
    made["8", "target"] = target
    round_budget = random.integers(1, 31, count) * 2_000_000
    round_spent = random.integers(round_budget * 91 // 100, round_budget * 97 // 100 + 1) * 100
    budget = random.integers(1_000_000, 60_000_001, count) * 100 + random.integers(0, 100, count)
    spent = random.integers(budget * 91 // 100, budget * 97 // 100 + 1)
    is_round = random.random(count) < 0.5
    made["9", "disbursed"] = np.where(is_round, round_spent, spent)
    made["9", "budget"] = np.where(is_round, round_budget * 100, budget)
    return made


HUNDREDTHS = {"percent", "progress", "disbursed", "budget"}


def as_table(raw: dict[tuple[str, str], NDArray[Any]]) -> pa.Table:
    """Decimals as decimal128(18, 2), counts as int64, deeds as booleans: what a database or Parquet would hold."""
    columns: dict[str, pa.Array] = {}
    for (code, name), numbers in raw.items():
        if name in HUNDREDTHS:
            columns[f"{code}/{name}"] = _decimals(numbers, 2)
        else:
            columns[f"{code}/{name}"] = pa.array(numbers)
    return pa.table(columns)


def _decimals(numbers: NDArray[np.int64], places: int) -> pa.Array:
    words = np.empty((len(numbers), 2), np.int64)
    words[:, 0] = numbers
    words[:, 1] = numbers >> 63
    return pa.Array.from_buffers(pa.decimal128(18, places), len(numbers), [None, pa.py_buffer(words)])


def _score_table(terms: Terms, table: pa.Table) -> batch.BatchScores:
    return batch.score(terms, "2", io.of_table(table, terms, "2"))


def _in_pieces(raw: dict[tuple[str, str], NDArray[Any]], size: int = 16_384) -> dict[str, NDArray[np.int64]]:
    """The hand-written script once more, a chunk at a time into finished columns: the second thing a programmer tries."""
    count = len(raw["9", "budget"])
    whole: dict[str, NDArray[np.int64]] = {}
    for start in range(0, count, size):
        piece = handwritten.score({key: numbers[start : start + size] for key, numbers in raw.items()})
        for name, numbers in piece.items():
            whole.setdefault(name, np.empty(count, np.int64))[start : start + size] = numbers
    return whole


def _time(run: Callable[[], object], repeat: int) -> list[float]:
    run()
    times = []
    for _ in range(repeat):
        gc.collect()
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return times


def _row(name: str, run: Callable[[], object], options: argparse.Namespace, count: int = 0) -> list[float]:
    times = _time(run, options.repeat)
    median = statistics.median(times)
    rate = (count or options.agreements) / 1e6 / median
    print(f"{name:58}{min(times):9.3f}{median:10.3f}{rate:11.2f}", flush=True)
    return times


def _ratio(name: str, ours: list[float], theirs: list[float]) -> None:
    ratio = statistics.median(ours) / statistics.median(theirs)
    print(f"{name:58}{ratio:9.2f} : 1  (best to best {min(ours) / min(theirs):.2f})")


def _verdict(target: str, reached: bool) -> None:
    print(f"target {target}: {'reached' if reached else 'MISSED'}", flush=True)


def _same_by_hand(found: batch.BatchScores, by_hand: dict[str, NDArray[np.int64]]) -> None:
    for code, one in found.indicators.items():
        assert np.array_equal(one.score.units, by_hand[f"score {code}"]), code
        assert np.array_equal(one.weighted.units, by_hand[f"weighted {code}"]), code
    assert found.converted is not None
    assert np.array_equal(found.total.units, by_hand["total"])
    assert np.array_equal(found.converted.units, by_hand["converted"])
    figures_ = 2 * len(found.indicators) + 2
    print(f"every figure equals the hand-written script's: {figures_ * found.count:,} figures")


def _same_as_reference(
    terms: Terms, columns: batch.Columns, found: batch.BatchScores, seed: int, round_: str = "2"
) -> None:
    sample = np.random.default_rng(seed).integers(0, found.count, min(SAMPLE, found.count))
    for row in sample.tolist():
        card = score(terms, columns.facts(terms, round_, row))
        for code, outcome in card.outcomes.items():
            assert found.indicators[code].score.at(row) == outcome.shown, (row, code)
            assert found.status(code, row) == outcome.status, (row, code)
        assert found.total.at(row) == card.shown_total(), row
        assert found.band(row) == (card.band and card.band.id), row
    print(f"{len(sample)} units drawn at random equal the reference engine")


def _trace_of_one(found: batch.BatchScores) -> None:
    rows = np.random.default_rng(1).integers(0, found.count, 50).tolist()
    times = [_time(lambda row=row: found.card(row).as_json(), 1)[0] for row in rows]
    worst, middle = 1000 * max(times), 1000 * statistics.median(times)
    print(
        f"full trace of any one unit as JSON, from the same columns: median {middle:.2f} ms, worst of 50 {worst:.2f} ms"
    )
    _verdict("trace of a unit within 10 ms", middle <= 10)


def _peak_apart(options: argparse.Namespace) -> None:
    command = [sys.executable, __file__, "--peak", "--agreements", str(options.agreements)]
    report = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(
        f"peak memory with the table and all scores: {report['peak']:.2f} GB (before scoring {report['before']:.2f} GB)"
    )
    _verdict("peak memory within 1.5 GB", report["peak"] <= 1.5)


def _peak(options: argparse.Namespace) -> None:
    terms = resolve(load.load(load.find(PACK)).pack)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.arrow"
        # made in a child, whose memory is not ours
        program = (
            f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
            "import pyarrow as pa, bench_batch as b\n"
            f"t = b.as_table(b.agreements({options.agreements}, {options.seed}))\n"
            f"with pa.OSFile({str(path)!r}, 'wb') as f, pa.ipc.new_file(f, t.schema) as w: w.write_table(t)\n"
        )
        subprocess.run([sys.executable, "-c", program], check=True)
        with pa.OSFile(str(path)) as file:
            table = pa.ipc.open_file(file).read_all()
    before = _high_water()
    scores = _score_table(terms, table)
    assert scores.count == options.agreements
    print(json.dumps({"before": before, "peak": _high_water()}))


def _high_water() -> float:
    """This program's own peak in GB; `getrusage` would tell the parent's, from which it was forked."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024 / 1e9


def _csv(terms: Terms, raw: dict[tuple[str, str], NDArray[Any]], options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "facts.csv", Path(folder) / "scores.parquet"
        names = pa.array([f"u{row}" for row in range(options.agreements)])
        io.write_table(as_table(raw).add_column(0, "unit", names), path)
        size = path.stat().st_size / 1e6
        print(f"\nCSV of {size:.0f} MB, apart")
        few = argparse.Namespace(agreements=options.agreements, repeat=2)
        columns = io.read(path, terms, "2")
        _row("read and checked, text → exact columns", lambda: io.read(path, terms, "2"), few)
        scores = batch.score(terms, "2", columns)
        _row("scores written as Parquet", lambda: io.write(scores, columns, out), few)


def _ita(options: argparse.Namespace) -> None:
    terms = resolve(load.load(load.find(ITA_PACK)).pack)
    columns = tallies(terms, options.agencies, options.seed)
    slots = len(columns.columns)
    print(f"\nnational ITA: {options.agencies:,} agencies × {slots} tallies and check-boxes, pack {ITA_PACK}")
    times = _row(
        "from tallies to totals and levels", lambda: batch.score(terms, ITA_ROUND, columns), options, options.agencies
    )
    _verdict("national ITA within 0.5 s", statistics.median(times) <= 0.5)
    found = batch.score(terms, ITA_ROUND, columns)
    print(f"share by reference: {found.share_by_reference:.6f}; levels: {found.distribution()}")
    _same_as_reference(terms, columns, found, options.seed, ITA_ROUND)


def tallies(terms: Terms, agencies: int, seed: int) -> batch.Columns:
    """Answers of 10 to 400 respondents a unit, most of them good, some who do not know; most check-boxes are there."""
    random = np.random.default_rng(seed)
    columns: dict[tuple[str, str, str], batch.Column] = {}
    heads = random.integers(10, 401, agencies)
    quality = random.random(agencies)
    for top in plan_of(terms, ITA_ROUND).tops:
        for node in top.walk():
            for name, slot in node.slots.items():
                if slot.spec.holds == "deed":
                    columns[node.code, name, ""] = batch.Column(random.random(agencies) < 0.96 + 0.045 * quality)
                else:
                    columns[node.code, name, ""] = batch.Column(np.zeros(agencies, np.int64))
            for line in getattr(node.scorer, "tallies", {}).values():
                left = heads - random.binomial(heads, 0.05)
                for slot, _ in sorted(line.counted, key=lambda counted: -counted[1].value):
                    ticked = random.binomial(left, 0.4 + 0.59 * quality)
                    columns[slot.node, slot.name, ""] = batch.Column(ticked)
                    left = left - ticked
    return batch.Columns(agencies, columns)


def _beside_openfisca(terms: Terms, options: argparse.Namespace) -> None:
    if not OPENFISCA_PYTHON.exists():
        print(f"\nopenfisca-core: left out; run {OPENFISCA.name}/setup.sh first")
        return
    count = min(options.agreements, 20_000)
    data = _generator().make_inputs(count, options.seed)
    raw = {
        key: np.array([_whole(one[name]) for one in data["agreements"]])
        for name, key in NAMES.items()
    }  # fmt: skip
    table = as_table(raw)
    with tempfile.TemporaryDirectory() as folder:
        inputs = Path(folder) / "inputs.json"
        inputs.write_text(json.dumps(data), encoding="utf-8")
        command = [str(OPENFISCA_PYTHON), str(OPENFISCA / "run.py"), str(inputs), "--trace-limit", "20"]
        report = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(
        f"\n{count:,} agreements of make_inputs.py, beside openfisca-core {report['openfisca_core']} (float32, no unknown)"
    )
    ours = _row("Samrit, Arrow table → every column of scores", lambda: _score_table(terms, table), options, count)
    theirs = report["vector_seconds"]
    print(f"{'openfisca-core, one simulation from columns (best)':58}{theirs:9.3f}{'':10}{count / 1e6 / theirs:11.2f}")
    print(f"{'Samrit : openfisca-core, best to best':58}{min(ours) / theirs:9.2f} : 1")


def _whole(value: str | int | bool) -> int | bool:
    """Text of two places as hundredths; counts and deeds as they are."""
    return int(figures.exact(figures.d(value)) * 100) if isinstance(value, str) else value


if __name__ == "__main__":
    main()
