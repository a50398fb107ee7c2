"""`samrit score` and `samrit explain`."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

import click

from samrit.base import thai
from samrit.base.issues import Issue, Place, Refused, define
from samrit.cli.output import Speaker, speaks
from samrit.cli.scoreboard import scoreboard
from samrit.engine import explain as explaining
from samrit.engine.cases import load_proven
from samrit.engine.facts import NO_PACK_NAMED, FactFile, understand
from samrit.engine.read_facts import read_file
from samrit.engine.score import Scorecard
from samrit.engine.score import score as score_facts
from samrit.packs import load
from samrit.packs.reader import NOT_FOUND
from samrit.packs.terms import Overlay, Terms, read_overlay, resolve

NO_SUCH_CODE = define(
    "CL002", "error",
    th="ไม่มีตัวชี้วัด “{code}” ให้อธิบาย", en="there is no indicator “{code}” to explain",
    cure_th="เลือกจาก: {allowed}", cure_en="choose from: {allowed}",
)  # fmt: skip
ON_WITHOUT_TERMS = define(
    "CL003", "error",
    th="--on ใช้คู่กับ --terms เท่านั้น เพราะชุดเกณฑ์เองไม่เปลี่ยนตามวัน", en="--on needs --terms: a pack itself does not change with the day",
    cure_th="เพิ่ม --terms ไฟล์ข้อตกลง หรือลบ --on", cure_en="add --terms FILE, or leave --on out",
)  # fmt: skip

SCORE_EPILOG = """\b
ตัวอย่าง · Examples:
  samrit score facts.yaml
  samrit score facts.csv --pack th-prd-por-ror-2-2556 --round 2 --unit "สปข. ๙ (สมมุติ)"
  samrit score facts.xlsx              (แบบกรอกจาก samrit template · the workbook of samrit template)
  samrit score facts.yaml --terms agreement.yaml --json > scorecard.json
"""
EXPLAIN_EPILOG = """\b
ตัวอย่าง · Examples:
  samrit explain facts.yaml            (ทุกตัวชี้วัด · every indicator)
  samrit explain facts.yaml 2.1 total
  samrit explain facts.yaml 6 --full --lang en
"""

WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods")
"""Suffixes of spreadsheets: those that cannot be read are refused with advice by the reader of workbooks."""

Args = ParamSpec("Args")


@dataclass(frozen=True)
class Asked:
    """What both commands are asked to score: the options as given."""

    facts: Path
    pack: str
    round_id: str
    unit: str
    terms: Path | None
    on: datetime | None
    force: bool


OPTIONS = (
    click.argument("facts", type=click.Path(path_type=Path)),
    click.option("--pack", default="", help="ชุดเกณฑ์ (id หรือโฟลเดอร์) ถ้าไฟล์ไม่ได้บอก · pack id or folder"),
    click.option("--round", "round_id", default="", help="รอบ ถ้าไฟล์ไม่ได้บอก · round, if the file does not say"),
    click.option("--unit", default="", help="ชื่อหน่วย ถ้าไฟล์ไม่ได้บอก · the unit, if the file does not say"),
    click.option("--terms", type=click.Path(path_type=Path), help="ไฟล์ข้อตกลงของหน่วย · the unit's agreement file"),
    click.option(
        "--on",
        type=click.DateTime(["%Y-%m-%d"]),
        help="ใช้ข้อตกลงตามที่มีผล ณ วันที่ระบุ (ค.ศ.) · the agreement as it held on this day",
    ),
    click.option("--force", is_flag=True, help="ใช้ชุดเกณฑ์แม้ตัวอย่างคิดคะแนนไม่ผ่าน · use a pack whose cases fail"),
)


def asks(run: Callable[Concatenate[Asked, Args], None]) -> Callable[..., None]:
    """Give a command the options above, gathered in an `Asked` as its first argument."""

    @functools.wraps(run)
    def gathered(*args: Any, **kwargs: Any) -> None:
        asked = Asked(**{name: kwargs.pop(name) for name in Asked.__dataclass_fields__})
        run(asked, *args, **kwargs)

    command: Callable[..., None] = gathered
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def scorecard(asked: Asked) -> tuple[Scorecard, list[Issue]]:
    """Read, resolve, understand, score; refuses with every problem of the file at hand."""
    folder = load.find(asked.pack) if asked.pack else None
    pack_id = folder.resolve().name if folder else ""
    file, issues = read_facts(asked.facts, pack=pack_id, round_id=asked.round_id, unit=asked.unit)
    if not file.pack:
        raise Refused([NO_PACK_NAMED.at(file.place, what="ชุดเกณฑ์", what_en="pack", key="pack")])
    proven = load_proven(folder or load.find(file.pack), force=asked.force)
    if asked.on is not None and asked.terms is None:
        raise Refused([ON_WITHOUT_TERMS.at(Place("--on"))])
    terms = resolve(proven.pack, overlay_of(asked.terms), None if asked.on is None else asked.on.date())
    made_for = _made_for(file, terms)
    facts, warnings = understand(file, terms)
    return score_facts(terms, facts), [*issues, *made_for, *warnings]


def read_facts(path: Path, *, pack: str = "", round_id: str = "", unit: str = "") -> tuple[FactFile, list[Issue]]:
    """A file of facts of any kind; the reader of workbooks is loaded only for one of those."""
    if path.suffix.lower() in WORKBOOKS:
        from samrit.documents.workbook.read import read

        return read(path, pack=pack, round_id=round_id, unit=unit)
    return read_file(path, pack=pack, round_id=round_id, unit=unit)


def _made_for(file: FactFile, terms: Terms) -> list[Issue]:
    """What a workbook knows of the pack it was made from; files of other kinds know nothing."""
    if type(file) is FactFile:
        return []
    from samrit.documents.workbook.identity import check

    return check(file, terms)


def agreed_terms(asked: Asked) -> Terms:
    """The pack that was asked for as the agreement has it, where no facts are at hand."""
    proven = load_proven(load.find(asked.pack), force=asked.force)
    return resolve(proven.pack, overlay_of(asked.terms))


def overlay_of(path: Path | None) -> Overlay | None:
    """The agreement in a file, where one was named."""
    if path is None:
        return None
    try:
        return read_overlay(path.read_bytes(), str(path))
    except OSError as error:
        raise Refused([NOT_FOUND.at(Place(str(path)), why=error.strerror or "?")]) from None


@click.command(epilog=SCORE_EPILOG)
@speaks("score")
@asks
def score(asked: Asked, speaker: Speaker) -> None:
    """คิดคะแนนของหน่วยหนึ่งจากไฟล์ข้อมูล (YAML, CSV หรือแบบกรอก XLSX)

    Score one unit's facts (YAML, CSV or the XLSX workbook).
    """
    card, warnings = scorecard(asked)
    speaker.issues(warnings)
    speaker.say(scoreboard(card, "th"), scoreboard(card, "en"))
    speaker.done({"scorecard": card.as_json(), "terms": card.terms.as_json()} if speaker.as_json else {}, warnings)


@click.command(epilog=EXPLAIN_EPILOG)
@speaks("explain")
@asks
@click.argument("codes", nargs=-1)
@click.option("--full", is_flag=True, help="บอกข้อขัดแย้งในเอกสารทุกข้อ · tell every contradiction of the document")
def explain(asked: Asked, speaker: Speaker, codes: tuple[str, ...], full: bool) -> None:
    """อธิบายว่าคะแนนของตัวชี้วัด (หรือ total) มาจากไหน

    Explain how the score of an indicator (or `total`) came about.
    """
    card, warnings = scorecard(asked)
    speaker.issues(warnings)
    wanted = [thai.arabic_digits(code) for code in codes] or [*card.outcomes, "total"]
    allowed = [*card.outcomes, "total"]
    unknown = [code for code in wanted if code not in allowed]
    if unknown:
        listed = ", ".join(allowed)
        raise Refused([NO_SUCH_CODE.at(Place(str(asked.facts)), code=code, allowed=listed) for code in unknown])
    found = [explaining.explain(card, code) for code in wanted]
    for one in found:
        speaker.say(wrapped(one.text("th", full)) + "\n", wrapped(one.text("en", full)) + "\n")
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
