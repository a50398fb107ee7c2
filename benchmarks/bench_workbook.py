"""The fact workbook: making one of 1,000 lines, reading it back, and beside that openpyxl reading the same file.

    .venv/bin/python benchmarks/bench_workbook.py            # --repeat 7

Target: reading 1,000 lines in at most 1 second.  Every figure read is compared with what was written.
"""

from __future__ import annotations

import argparse
import gc
import io
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import openpyxl

from samrit.documents.workbook.layout import FACTS_SHEET, layout_of
from samrit.documents.workbook.make import Answer, ForWhom, make
from samrit.documents.workbook.read import read
from samrit.packs import load
from samrit.packs.terms import Terms, resolve

PACK, ROUND = "th-prd-por-ror-2-2556", "2"
LINES = 1_000
TARGET_SECONDS = 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--repeat", type=int, default=7)
    repeat = parser.parse_args().repeat
    terms = _terms()
    lines = layout_of(terms, ROUND).lines
    answers = {line.identity: Answer(f"{index % 90}.25", f"หลักฐานที่ {index}") for index, line in enumerate(lines)}
    whom = ForWhom("หน่วยสมมุติ", "spk", answers=answers)
    data = make(terms, ROUND, whom)
    file, issues = read(data, "facts.xlsx")
    assert not issues
    assert {(row.indicator, row.input, row.window): row.text for row in file.rows} == {
        identity: answer.text for identity, answer in answers.items()
    }
    print(
        f"{len(lines):,} lines with values, notes and comments, {len(data) / 1000:,.0f} kB; best and median of {repeat} runs\n"
    )
    made = _show("make", lambda: make(terms, ROUND, whom), repeat)
    ours = _show("read: checked, keys and words compared", lambda: read(data, "facts.xlsx"), repeat)
    whole = _show("openpyxl, every cell", lambda: _by_openpyxl(data, False), repeat)
    stream = _show("openpyxl, read only, every cell", lambda: _by_openpyxl(data, True), repeat)
    print(
        f"\nopenpyxl : ours  {whole / ours:.1f} : 1,  read only {stream / ours:.1f} : 1;  making : reading  {made / ours:.1f} : 1"
    )
    verdict = "reached" if ours <= TARGET_SECONDS else "MISSED"
    print(f"target {TARGET_SECONDS:.0f} s for {LINES:,} lines: {verdict}")


def _terms() -> Terms:
    """The shipped pack with one of its indicators many times over, until it asks for a thousand figures."""
    pack = load.load(load.find(PACK)).pack
    pattern = next(one for one in pack.indicators if one.code == "1").parts[0]
    top = next(one for one in pack.indicators if one.code == "1")
    have = len(layout_of(resolve(pack), ROUND).lines)
    copies = tuple(replace(pattern, code=f"1.{100 + index}") for index in range(LINES - have))
    grown = replace(top, parts=(*top.parts, *copies))
    return resolve(replace(pack, indicators=tuple(grown if one is top else one for one in pack.indicators)))


def _by_openpyxl(data: bytes, read_only: bool) -> int:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=read_only)
    return sum(value is not None for row in book[FACTS_SHEET].iter_rows(values_only=True) for value in row)


def _show(name: str, run: Callable[[], object], repeat: int) -> float:
    """Print and give the median seconds of a run, after one to warm up."""
    run()
    seconds = []
    for _ in range(repeat):
        gc.collect()
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    print(f"{name:44}{min(seconds) * 1000:10.0f} ms{statistics.median(seconds) * 1000:10.0f} ms")
    return statistics.median(seconds)


if __name__ == "__main__":
    main()
