"""`samrit batch`: a table of many units in, a table of their scores out."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from samrit.base import figures
from samrit.base.counting import counted
from samrit.base.issues import Issue, Place, Refused, define
from samrit.cli.output import NOT_WRITTEN, Speaker, speaks
from samrit.cli.score import ON_WITHOUT_TERMS
from samrit.engine.cases import load_proven
from samrit.engine.facts import NO_SUCH_ROUND
from samrit.packs import load
from samrit.packs.reader import NOT_FOUND
from samrit.packs.terms import Overlay, Terms, read_overlay, resolve

NO_LIBRARY = define(
    "CL010", "error",
    th="คำสั่งนี้ต้องใช้ numpy และ pyarrow ซึ่งยังไม่ได้ติดตั้ง", en="this command needs numpy and pyarrow, which are not installed",
    cure_th="ติดตั้งด้วย make run หรือ pip install numpy pyarrow", cure_en="install them with `make run`, or pip install numpy pyarrow",
)  # fmt: skip

EPILOG = """\b
ตัวอย่าง · Examples:
  samrit batch facts.csv --pack th-prd-por-ror-2-2556 --round 2 -o scores.csv
  samrit batch facts.parquet --pack th-police-ita-2566 --round 2566 -o scores.parquet --json
"""
BARS = 10
WIDTH = 40
PATIENCE = 2.0
"""Seconds before progress is shown."""
LARGE = 10_000_000
"""Bytes of a table from which each stage is announced."""


@click.command(epilog=EPILOG)
@speaks("batch")
@click.argument("facts", type=click.Path(path_type=Path))
@click.option("--pack", required=True, help="ชุดเกณฑ์ (id หรือโฟลเดอร์) · pack id or folder")
@click.option("--round", "round_id", required=True, help="รอบ · round")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="ไฟล์ผล · results: .parquet .csv .arrow"
)
@click.option("--terms", type=click.Path(path_type=Path), help="ไฟล์ข้อตกลงที่ทุกหน่วยใช้ · one agreement for all units")
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="ใช้ข้อตกลงตามที่มีผล ณ วันที่ระบุ (ค.ศ.) · the agreement as it held on this day",
)
@click.option("--force", is_flag=True, help="ใช้ชุดเกณฑ์แม้ตัวอย่างคิดคะแนนไม่ผ่าน · use a pack whose cases fail")
def batch(
    speaker: Speaker,
    facts: Path,
    pack: str,
    round_id: str,
    output: Path,
    terms: Path | None,
    on: datetime | None,
    force: bool,
) -> None:
    """คิดคะแนนทุกหน่วยในตาราง (CSV, Parquet, Arrow) แถวละหนึ่งหน่วย ได้ผลตรงกับ samrit score ทุกหลัก

    Score every unit of a table (CSV, Parquet, Arrow), one row a unit; every digit equals `samrit score`.
    """
    try:
        from samrit.engine.batch import io, problems, run
    except ImportError:
        raise Refused([NO_LIBRARY.at(Place("samrit batch"))]) from None
    if output.suffix.lower() not in (".parquet", ".csv", ".arrow"):
        raise Refused([problems.NOT_A_TABLE.at(Place(str(output)))])
    agreed = _terms(pack, round_id, terms, on, force)
    warnings: list[Issue] = []
    started = time.perf_counter()
    _say_stage(facts, speaker, "กำลังอ่าน · reading")
    columns = io.read(facts, agreed, round_id, warnings)
    scores = run.score(agreed, round_id, columns, progress=_Progress(columns.count, speaker))
    _say_stage(facts, speaker, "กำลังเขียน · writing")
    try:
        io.write(scores, columns, output)
    except OSError as error:
        raise Refused([NOT_WRITTEN.at(Place(str(output)), why=error.strerror or type(error).__name__)]) from None
    summary = Summary(scores, str(output), time.perf_counter() - started)
    speaker.issues(warnings)
    speaker.say(summary.text("th"), summary.text("en"))
    speaker.done({"batch": summary.as_json()}, warnings)


def _terms(pack: str, round_id: str, agreement: Path | None, on: datetime | None, force: bool) -> Terms:
    proven = load_proven(load.find(pack), force=force)
    rounds = [one.id for one in proven.pack.framework.rounds]
    if round_id not in rounds:
        raise Refused([NO_SUCH_ROUND.at(Place("--round"), round=round_id, allowed=", ".join(rounds))])
    if on is not None and agreement is None:
        raise Refused([ON_WITHOUT_TERMS.at(Place("--on"))])
    overlay: Overlay | None = None
    if agreement is not None:
        try:
            overlay = read_overlay(agreement.read_bytes(), str(agreement))
        except OSError as error:
            raise Refused([NOT_FOUND.at(Place(str(agreement)), why=error.strerror or "?")]) from None
    return resolve(proven.pack, overlay, None if on is None else on.date())


def _say_stage(facts: Path, speaker: Speaker, words: str) -> None:
    """What is being done now, on standard error, for tables large enough to take more than a moment."""
    if not speaker.as_json and facts.is_file() and facts.stat().st_size > LARGE:
        print(f"{words} ({facts.stat().st_size / 1e6:,.0f} MB) …", file=sys.stderr, flush=True)


class _Progress:
    """How many units are done, on standard error, once it has taken a while."""

    def __init__(self, count: int, speaker: Speaker) -> None:
        self.count = count
        self.done = 0
        self.started = self.said = time.perf_counter()
        self.quiet = speaker.as_json

    def __call__(self, more: int) -> None:
        self.done += more
        now = time.perf_counter()
        if self.quiet or now - self.started < PATIENCE or (now - self.said < 0.5 and self.done < self.count):
            return
        self.said = now
        print(
            f"\r{self.done:,}/{self.count:,}", end="" if self.done < self.count else "\n", file=sys.stderr, flush=True
        )


class Summary:
    """What a batch came to, for a person: counts, levels and a small histogram."""

    def __init__(self, scores: Any, output: str, seconds: float) -> None:
        self.scores = scores
        self.output = output
        self.seconds = seconds
        self.figure = scores.total if scores.converted is None else scores.converted
        self.missing = int(scores.total_missing.sum())

    def text(self, language: str) -> str:
        """The summary in one language."""
        th = language == "th"
        scores, by_reference = self.scores, int(self.scores.by_reference.sum())
        share = f"{100 * scores.share_by_reference:.4f}%"
        lines = [
            f"{scores.count:,} หน่วย → {self.output} ({self.seconds:.2f} วินาที)"
            if th
            else f"{counted(scores.count, 'unit')} → {self.output} ({self.seconds:.2f} s)",
            f"ยังไม่มีคะแนนรวม {self.missing:,} หน่วย" if th else f"without a total: {self.missing:,}",
            f"คิดด้วยเครื่องคิดอ้างอิงทีละหน่วย {by_reference:,} หน่วย ({share})"
            if th
            else f"scored one by one by the reference engine: {by_reference:,} ({share})",
        ]
        names = {band.id: band.name for band in self._bands()}
        for level, count in scores.distribution().items():
            name = names[level].said("th" if th else "en") if level else ("ไม่มีระดับ" if th else "no level")
            lines.append(f"  {name}: {count:,}")
        title = ("การกระจายของคะแนนแปลง" if th else "converted totals") if scores.converted is not None else (
            "การกระจายของคะแนนรวม" if th else "totals"
        )  # fmt: skip
        return "\n".join([*lines, "", title, *self._bars()])

    def _bands(self) -> Any:
        schemes = self.scores.schemes
        return schemes[0].bands if schemes else ()

    def histogram(self) -> list[tuple[str, str, int]]:
        """(from, below, units) of ten stretches of equal width; the last includes its end."""
        import numpy as np

        units = self.figure.units[self.figure.known]
        if not len(units):
            return []
        low, high = int(units.min()), int(units.max())
        width = max(1, -(-(high - low + 1) // BARS))
        counts = np.bincount((units - low) // width, minlength=1).tolist()
        return [
            (self._shown(low + width * place), self._shown(low + width * (place + 1)), count)
            for place, count in enumerate(counts)
        ]

    def _shown(self, units: int) -> str:
        return figures.plain(figures.d(units).scaleb(-self.figure.places))

    def _bars(self) -> Iterator[str]:
        bars = self.histogram()
        longest = max((count for _, _, count in bars), default=1)
        wide = max((len(low) for low, _, _ in bars), default=0)
        for low, below, count in bars:
            yield f"  {low:>{wide}} – < {below:>{wide}}  {'█' * -(-count * WIDTH // longest):<{WIDTH}} {count:,}"

    def as_json(self) -> dict[str, Any]:
        """The summary for `--json`."""
        scores = self.scores
        return {
            "pack": scores.pack,
            "terms_digest": scores.terms_digest(),
            "round": scores.round,
            "units": scores.count,
            "without_total": self.missing,
            "by_reference": int(scores.by_reference.sum()),
            "levels": scores.distribution(),
            "of": "total" if scores.converted is None else "converted",
            "histogram": [{"from": low, "below": below, "units": count} for low, below, count in self.histogram()],
            "output": self.output,
        }
