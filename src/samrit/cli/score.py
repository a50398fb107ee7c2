"""`samrit score` and `samrit explain`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from samrit.base import thai
from samrit.base.issues import Issue, Refused
from samrit.cli.output import Speaker, speaks
from samrit.cli.scoreboard import scoreboard
from samrit.engine import explain as explaining
from samrit.engine.cases import load_proven
from samrit.engine.facts import NO_PACK_NAMED, understand
from samrit.engine.read_facts import read_file
from samrit.engine.score import Scorecard
from samrit.engine.score import score as score_facts
from samrit.packs import load
from samrit.packs.terms import Overlay, read_overlay, resolve

SCORE_EPILOG = """\b
ตัวอย่าง · Examples:
  samrit score facts.yaml
  samrit score facts.csv --pack th-prd-por-ror-2-2556 --round 2 --unit "สปข. ๙ (สมมุติ)"
  samrit score facts.yaml --overlay agreement.yaml --json > scorecard.json
"""
EXPLAIN_EPILOG = """\b
ตัวอย่าง · Examples:
  samrit explain facts.yaml            (ทุกตัวชี้วัด · every indicator)
  samrit explain facts.yaml 2.1 total
  samrit explain facts.yaml 6 --lang en
"""


def with_facts(command: click.decorators.FC) -> click.decorators.FC:
    """The options that both commands take."""
    for option in reversed(
        [
            click.argument("facts", type=click.Path(path_type=Path)),
            click.option("--pack", default="", help="ชุดเกณฑ์ (id หรือโฟลเดอร์) ถ้าไฟล์ไม่ได้บอก · pack id or folder"),
            click.option("--round", "round_id", default="", help="รอบ ถ้าไฟล์ไม่ได้บอก · round, if the file does not say"),
            click.option("--unit", default="", help="ชื่อหน่วย ถ้าไฟล์ไม่ได้บอก · the unit, if the file does not say"),
            click.option("--overlay", "--terms", type=click.Path(path_type=Path), help="ไฟล์ข้อตกลง · agreement file"),
            click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="ใช้ข้อตกลงที่มีผล ณ วันนี้ · terms as of this day"),
            click.option("--force", is_flag=True, help="ใช้ชุดเกณฑ์แม้กรณีทดสอบไม่ผ่าน · use a pack whose cases fail"),
        ]
    ):
        command = option(command)
    return command


def scorecard(
    facts: Path, pack: str, round_id: str, unit: str, overlay: Path | None, on: date | None, force: bool
) -> tuple[Scorecard, list[Issue]]:
    """Read, resolve, understand, score; refuses with every problem of the file at hand."""
    folder = load.find(pack) if pack else None
    file, issues = read_file(facts, pack=folder.resolve().name if folder else "", round_id=round_id, unit=unit)
    if not file.pack:
        raise Refused([NO_PACK_NAMED.at(file.place, what="ชุดเกณฑ์", what_en="pack", key="pack")])
    proven = load_proven(folder or load.find(file.pack), force=force)
    agreed: Overlay | None = None
    if overlay is not None:
        agreed = read_overlay(_bytes_of(overlay), str(overlay))
    understood, warnings = understand(file, resolve(proven.pack, agreed, on))
    return score_facts(resolve(proven.pack, agreed, on), understood), [*issues, *warnings]


def _bytes_of(path: Path) -> bytes:
    from samrit.base.issues import Place
    from samrit.packs.reader import NOT_FOUND

    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused([NOT_FOUND.at(Place(str(path)), why=error.strerror or "?")]) from None


@click.command(epilog=SCORE_EPILOG)
@with_facts
@speaks("score")
def score(
    speaker: Speaker,
    facts: Path,
    pack: str,
    round_id: str,
    unit: str,
    overlay: Path | None,
    on: date | None,
    force: bool,
) -> None:
    """คิดคะแนนของหน่วยหนึ่งจากไฟล์ข้อมูล (YAML หรือ CSV)

    Score one unit's facts (YAML or CSV).
    """
    card, warnings = scorecard(facts, pack, round_id, unit, overlay, on, force)
    speaker.issues(warnings)
    speaker.say(scoreboard(card, "th"), scoreboard(card, "en"))
    speaker.done({"scorecard": card.as_json(), "terms": card.terms.as_json()} if speaker.as_json else {}, warnings)


@click.command(epilog=EXPLAIN_EPILOG)
@with_facts
@click.argument("codes", nargs=-1)
@speaks("explain")
def explain(
    speaker: Speaker, facts: Path, codes: tuple[str, ...], pack: str, round_id: str, unit: str, overlay: Path | None,
    on: date | None, force: bool,
) -> None:  # fmt: skip
    """อธิบายว่าคะแนนของตัวชี้วัด (หรือ total) มาจากไหน

    Explain how the score of an indicator (or `total`) came about.
    """
    card, warnings = scorecard(facts, pack, round_id, unit, overlay, on, force)
    unknown = [code for code in codes if code != "total" and code not in card.outcomes]
    if unknown:
        raise click.BadParameter(f"{', '.join(unknown)}  ({', '.join(card.outcomes)}, total)", param_hint="CODES")
    speaker.issues(warnings)
    found = [explaining.explain(card, code) for code in codes] or explaining.explain_all(card)
    for one in found:
        speaker.say(wrapped(one.text("th")) + "\n", wrapped(one.text("en")) + "\n")
    speaker.done({"explanations": [one.as_json() for one in found]}, warnings)


def wrapped(text: str, columns: int = 110) -> str:
    """An explanation wrapped to the terminal, its sentences hanging under their bullets."""
    lines: list[str] = []
    for line in text.split("\n"):
        indent = "    " if line.startswith("  •") else "  "
        first, *rest = thai.wrap(line.strip(), columns - len(indent)) or [""]
        lead = "  " if line.startswith("  ") else ""
        lines.extend([lead + first, *(indent + more for more in rest)])
    return "\n".join(lines)
