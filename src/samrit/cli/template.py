"""`samrit template`: the fact workbook of a round, empty or with the figures at hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from samrit.base import thai
from samrit.base.counting import counted
from samrit.base.issues import Issue, Place, Refused, define
from samrit.cli.output import Speaker, speaks, write_bytes
from samrit.cli.score import overlay_of, read_facts
from samrit.documents.workbook.carry import carried
from samrit.documents.workbook.layout import layout_of
from samrit.documents.workbook.make import ForWhom, make
from samrit.engine.facts import NO_PACK_NAMED, NO_SUCH_KIND, NO_SUCH_ROUND, FactFile
from samrit.engine.read_facts import DIFFERS
from samrit.packs import load
from samrit.packs.model import Framework
from samrit.packs.terms import resolve

EXISTS = define(
    "WB043", "error",
    th="มีไฟล์ {file} อยู่แล้ว อาจมีค่าที่กรอกไว้", en="{file} is there already, and may hold figures",
    cure_th="ตั้งชื่ออื่นด้วย --out หรือเขียนทับด้วย --force", cure_en="name another with --out, or write over it with --force",
)  # fmt: skip
NOT_A_WORKBOOK_NAME = define(
    "WB044", "error",
    th="ชื่อไฟล์ต้องลงท้ายด้วย .xlsx", en="the file's name must end in .xlsx",
    cure_th="เช่น --out {stem}.xlsx", cure_en="such as --out {stem}.xlsx",
)  # fmt: skip

EPILOG = """\b
ตัวอย่าง · Examples:
  samrit template --pack th-prd-por-ror-2-2556 --round 2 --unit "สปข. ๙ (สมมุติ)" --kind spk
  samrit template --pack th-police-ita-2566 --out ita.xlsx
  samrit template --facts facts.yaml --out facts.xlsx      (ยกค่าที่มีมาไว้ · with the figures at hand)
  samrit score facts.xlsx
"""


@click.command(epilog=EPILOG)
@speaks("template")
@click.option("--pack", default="", help="ชุดเกณฑ์ (id หรือโฟลเดอร์) · pack id or folder")
@click.option(
    "--round", "round_id", default="", help="รอบ; ไม่บอก = รอบสุดท้ายของปี · round; left out: the year's final one"
)
@click.option("--terms", type=click.Path(path_type=Path), help="ไฟล์ข้อตกลงของหน่วย · the unit's agreement file")
@click.option("--unit", default="", help="ชื่อหน่วย · the unit's name")
@click.option("--kind", default="", help="ประเภทหน่วย (id หรือชื่อ) · kind of unit, by id or name")
@click.option("--facts", type=click.Path(path_type=Path), help="ไฟล์ข้อมูลเดิม (YAML, CSV, XLSX) · figures to fill in")
@click.option("--out", type=click.Path(path_type=Path), help="ไฟล์ที่จะเขียน · the file to write")
@click.option("--force", is_flag=True, help="เขียนทับไฟล์เดิม · write over an existing file")
def template(
    speaker: Speaker, pack: str, round_id: str, terms: Path | None, unit: str, kind: str, facts: Path | None,
    out: Path | None, force: bool,
) -> None:  # fmt: skip
    """ทำแบบกรอกข้อมูลเป็นสมุดงาน Excel ของรอบหนึ่ง กรอกแล้วคิดคะแนนได้ทันที

    Make the Excel workbook that a unit fills in for one round; `samrit score` reads it back.
    """
    folder = load.find(pack) if pack else None
    file, warnings = _reported(facts, "" if folder is None else folder.resolve().name, round_id, unit)
    if folder is None and not file.pack:
        raise Refused([NO_PACK_NAMED.at(Place("--pack"), what="ชุดเกณฑ์", what_en="pack", key="pack")])
    framework_terms = resolve(load.load(folder or load.find(file.pack)).pack, overlay_of(terms))
    framework = framework_terms.pack.framework
    chosen = file.round or _round(framework, thai.arabic_digits(round_id))
    file = replace(file, pack=framework.id, round=chosen, unit_kind=_kind(framework, file, kind))
    whom, lost = carried(file, framework_terms)
    path = out or Path(f"facts-{framework.id}-{chosen}.xlsx")
    if path.suffix.lower() != ".xlsx":
        raise Refused([NOT_A_WORKBOOK_NAME.at(Place(str(path)), stem=path.stem or "facts")])
    if path.exists() and not force:
        raise Refused([EXISTS.at(Place(str(path)), file=path.name)])
    write_bytes(path, make(framework_terms, chosen, whom))
    lines = len(layout_of(framework_terms, chosen).lines)
    _tell(speaker, path, framework, chosen, lines, whom, [*warnings, *lost])


def _reported(facts: Path | None, pack: str, round_id: str, unit: str) -> tuple[FactFile, list[Issue]]:
    """The file of facts at hand, or one that reports nothing."""
    if facts is None:
        return FactFile(pack, "", unit, "", (), ()), []
    return read_facts(facts, pack=pack, round_id=round_id, unit=unit)


def _round(framework: Framework, asked: str) -> str:
    known = [str(one.id) for one in framework.rounds]
    if asked and asked not in known:
        raise Refused([NO_SUCH_ROUND.at(Place("--round"), round=asked, allowed=", ".join(known))])
    return asked or next((str(one.id) for one in framework.rounds if one.final), known[-1])


def _kind(framework: Framework, file: FactFile, asked: str) -> str:
    """The id of the kind of unit that was asked for by id or name, agreeing with what the facts say."""
    tidy = thai.normalise(asked)
    if not tidy:
        return file.unit_kind
    kinds = {str(one.id): thai.normalise(one.name.th) for one in framework.unit_kinds}
    found = next((one for one, called in kinds.items() if tidy in (one, called)), None)
    if found is None:
        raise Refused([NO_SUCH_KIND.at(Place("--kind"), kind=tidy, allowed=", ".join(kinds) or "—")])
    if file.unit_kind and file.unit_kind != found:
        words = {"what_th": "ประเภทหน่วย", "what_en": "unit kind", "given": found, "written": file.unit_kind}
        raise Refused([DIFFERS.at(file.at("unit_kind"), **words)])
    return found


def _tell(
    speaker: Speaker, path: Path, framework: Framework, chosen: str, lines: int, whom: ForWhom, warnings: list[Issue]
) -> None:
    speaker.issues(warnings)
    name = next(one.name for one in framework.rounds if one.id == chosen)
    filled = len(whom.answers)
    speaker.say(
        f"เขียนแล้ว: {path}  ({framework.short_name.th} · {name.th}: {lines:,} ช่อง กรอกไว้แล้ว {filled:,})\n"
        f"กรอกช่องสีเหลืองแล้วคิดคะแนน: samrit score {path}",
        f"Written: {path}  ({framework.short_name.said('en')} · {name.said('en')}: {counted(lines, 'line')}, {filled:,} filled in)\n"
        f"Fill in the yellow cells, then: samrit score {path}",
    )
    payload = {
        "written": str(path), "pack": framework.id, "version": framework.version, "round": chosen,
        "lines": lines, "filled": filled,
    }  # fmt: skip
    speaker.done(payload, warnings)
