"""`samrit read`: a filled form back into figures - what was understood, what differs, what must be asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from samrit.base.counting import counted
from samrit.base.issues import Language, Place, Refused, define
from samrit.cli.output import Speaker, speaks, write
from samrit.cli.score import Asked, scorecard
from samrit.documents.reading.draft import as_yaml
from samrit.documents.reading.outcome import Outcome
from samrit.documents.reading.outcome import read as read_file
from samrit.documents.reading.questions import read_answers
from samrit.documents.reading.rows import brief
from samrit.documents.reading.understood import Difference, Doubt, Row, Typed
from samrit.packs import load
from samrit.packs.terms import read_overlay, resolve

THERE_ALREADY = define(
    "RD013", "error",
    th="มี {name} อยู่แล้ว จึงไม่เขียนทับ", en="{name} is there already and is not overwritten",
    cure_th="เลือกโฟลเดอร์อื่น หรือย้ายไฟล์เดิมออกก่อน", cure_en="choose another folder, or move the old file away first",
)  # fmt: skip
NO_PACK = define(
    "RD014", "error",
    th="ตารางนี้ไม่ตรงกับชุดเกณฑ์ใดในเครื่อง จึงทำไฟล์ข้อตกลงไม่ได้", en="this table is of no installed pack, so there is no agreement to write",
    cure_th="บอกชุดเกณฑ์ด้วย --pack หรือทำร่างชุดเกณฑ์ใหม่ด้วย --draft โฟลเดอร์", cure_en="name the pack with --pack, or make a draft pack with --draft FOLDER",
)  # fmt: skip
OUT_AND_DRAFT = define(
    "RD015", "error",
    th="--out กับ --draft ใช้พร้อมกันไม่ได้", en="--out and --draft cannot be given together",
    cure_th="--out เขียนข้อตกลงของชุดเกณฑ์ที่มีอยู่ --draft ร่างชุดเกณฑ์ใหม่ เลือกอย่างใดอย่างหนึ่ง",
    cure_en="--out writes an agreement for a pack there is, --draft a new pack; choose one",
)  # fmt: skip

EPILOG = """\b
ตัวอย่าง · Examples:
  samrit read por-ror-2.docx
  samrit read por-ror-2.docx --facts facts.yaml                  (เทียบคะแนนที่ลงนาม · check the signed scores)
  samrit read por-ror-2.xlsx --answer F12=72.42 --out agreement/
  samrit read kpi-table.docx --draft my-packs/th-agency-2569
"""


@click.command(epilog=EPILOG)
@speaks("read")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--pack", default="", help="ชุดเกณฑ์ (id หรือโฟลเดอร์) ถ้าไม่บอกจะหาให้ · the pack; left out: recognised")
@click.option(
    "--answer", "answers", multiple=True, metavar="ID=VALUE", help="คำตอบของคำถาม ใช้ซ้ำได้ · an answer; may be repeated"
)
@click.option("--facts", type=click.Path(path_type=Path), help="เทียบคะแนนกับที่คิดจากไฟล์นี้ · check the scores")
@click.option("--terms", type=click.Path(path_type=Path), help="ข้อตกลงที่ใช้คิด · agreement to score with (with --facts)")
@click.option(
    "--out", type=click.Path(path_type=Path), help="โฟลเดอร์ที่จะเขียนข้อตกลง · write the agreement (and facts) here"
)
@click.option("--draft", type=click.Path(path_type=Path), help="โฟลเดอร์ของร่างชุดเกณฑ์ · make a draft pack in this folder")
def read(
    speaker: Speaker,
    file: Path,
    pack: str,
    answers: tuple[str, ...],
    facts: Path | None,
    terms: Path | None,
    out: Path | None,
    draft: Path | None,
) -> None:
    """อ่านแบบ ปร.2 ที่กรอกแล้ว หรือตารางตัวชี้วัดของหน่วยงานอื่น จากไฟล์ DOCX XLSX หรือ ODT

    Read a filled form, or another agency's table of indicators, from DOCX, XLSX or ODT.
    """
    if out is not None and draft is not None:
        raise Refused([OUT_AND_DRAFT.at(Place("--draft"))])
    known = load.load(load.find(pack)).pack if pack else None
    card = None
    if facts is not None:
        card, _ = scorecard(Asked(facts, pack, "", "", terms, None, False))
    draft_id = draft.resolve().name if draft else ""
    found = read_file(file, answers=read_answers(answers), pack=known, card=card, draft_id=draft_id)
    speaker.say("\n".join(_report(found, "th")), "\n".join(_report(found, "en")))
    is_clear = not found.read.doubts
    written = _written(found, out, draft) if is_clear else []
    for path in written:
        speaker.say(f"เขียนแล้ว: {path}", f"written: {path}")
    if draft is not None and is_clear:
        speaker.issues(load.load(draft).findings)
    if not is_clear and (out or draft):
        speaker.say("ยังไม่เขียนไฟล์ใด จนกว่าจะตอบคำถามครบ", "nothing is written until every question is answered")
    speaker.done({**found.as_json(), "written": [str(path) for path in written]}, ok=is_clear)


def _written(found: Outcome, out: Path | None, draft: Path | None) -> list[Path]:
    files: dict[Path, str] = {}
    if draft is not None and found.draft is not None:
        files = {draft / name: text for name, text in found.draft.items()}
    elif out is not None:
        if found.agreement is None or found.pack is None:
            raise Refused([NO_PACK.at(Place(found.read.file))])
        note = f"อ่านจาก {Path(found.read.file).name} ด้วย samrit read"
        text = as_yaml(found.agreement, note)
        # what is written must be accepted by the pack: refused here rather than when it is used
        resolve(found.pack, read_overlay(text.encode(), str(out / "agreement.yaml")))
        files[out / "agreement.yaml"] = text
        if found.facts is not None:
            files[out / "facts.yaml"] = as_yaml(found.facts, note)
    there = [path for path in files if path.exists()]
    if there:
        raise Refused([THERE_ALREADY.at(Place(str(path)), name=path.name) for path in there])
    for path, text in files.items():
        write(path, text)
    return list(files)


# ── the report ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _report(found: Outcome, language: Language) -> Iterator[str]:
    th = language == "th"
    read = found.read
    pack = found.pack.id if found.pack else ("ไม่ตรงกับชุดเกณฑ์ใด" if th else "of no installed pack")
    count = sum(1 for row in read.rows if not row.part_of)
    parts = len(read.rows) - count
    yield (
        f"เข้าใจ {count} ตัวชี้วัด {parts} ตัวย่อย · ชุดเกณฑ์: {pack}"
        if th
        else f"understood {counted(count, 'indicator')}, {counted(parts, 'part')} · pack: {pack}"
    )
    yield ""
    yield "คอลัมน์" if th else "columns"
    yield from (f"  “{heading}” → {said.said(language)}" for heading, said, _ in read.columns)
    yield ""
    yield "ตัวชี้วัด" if th else "indicators"
    yield from (_row(row, th) for row in read.rows)
    yield from (f"  * {remark.said(language)}" for remark in read.remarks)
    yield from _differences("ต่างจากชุดเกณฑ์" if th else "differences from the pack", found.differences, language)
    yield from _differences("ผลคำนวณในแฟ้มไม่ลงตัว" if th else "sums that do not come out", found.sums, language)
    yield from _differences("คะแนนต่างจากที่คำนวณได้" if th else "scores unlike the computed ones", found.scores, language)
    if found.left:
        yield ""
        yield "ไม่ได้นำเข้าข้อตกลง" if th else "left out of the agreement"
        for one in found.left:
            code = f"{one.code}: " if one.code else ""
            yield f"  {code}{one.what.said(language)} – {one.because.said(language)}"
    if read.ignored:
        yield ""
        yield f"ไม่ได้ใช้ ({len(read.ignored)})" if th else f"not used ({len(read.ignored)})"
        for ignored in read.ignored:
            place = ignored.spot.said(language) if ignored.spot else ""
            yield f"  {place}: “{ignored.text}” – {ignored.why.said(language)}"
    yield from _questions(read.doubts, language)


def _row(row: Row, th: bool) -> str:
    lead = "    " if row.part_of else "  "
    levels = " ".join(_figure(typed) for typed in row.levels.values()) or (
        ("ระดับเป็นข้อความ" if th else "levels in words") if row.told else ""
    )
    weight = f"{'น้ำหนัก' if th else 'weight'} {_figure(row.weight)}" if not row.weight.blank else ""
    score = f"{'คะแนน' if th else 'score'} {_figure(row.score)}" if not row.score.blank else ""
    result = f"{'ผล' if th else 'result'} {_figure(row.result)}" if not row.result.blank else ""
    shown = [one for one in (levels, weight, score, result) if one]
    return f"{lead}{row.code} {brief(row.name, 50)}" + (f" | {' | '.join(shown)}" if shown else "")


def _figure(typed: Typed) -> str:
    return "-" if typed.dash else ("?" if typed.value is None else f"{typed.value:f}")


def _differences(title: str, found: Sequence[Difference], language: Language) -> Iterator[str]:
    if not found:
        return
    th = language == "th"
    yield ""
    yield f"{title} ({len(found)})"
    for one in found:
        place = f" [{one.spot.said(language)}]" if one.spot else ""
        code = f"{one.code}: " if one.code else ""
        expected, held = ("ควรเป็น", "ในแฟ้ม") if th else ("expected", "in the file")
        figures = [f"{expected} {one.expected}" if one.expected else "", f"{held} {one.found}" if one.found else ""]
        yield f"  {code}{one.what.said(language)} – {' · '.join(figure for figure in figures if figure)}{place}"


def _questions(doubts: Sequence[Doubt], language: Language) -> Iterator[str]:
    th = language == "th"
    yield ""
    if not doubts:
        yield "ไม่มีข้อสงสัย" if th else "no doubts"
        return
    yield (
        f"ต้องถาม ({len(doubts)}) ตอบด้วย --answer รหัส=ค่า"
        if th
        else f"questions ({len(doubts)}); answer with --answer ID=VALUE"
    )
    for doubt in doubts:
        place = f" [{doubt.spot.said(language)}]" if doubt.spot else ""
        seen = f" “{brief(doubt.seen)}”" if doubt.seen else ""
        yield f"  {doubt.id}{place}{seen}"
        yield f"    {doubt.why.said(language)}"
        for choice in doubt.choices:
            yield f"    --answer {doubt.id}={choice.answer}   {choice.means.said(language)}"
        if doubt.free:
            yield f"    --answer {doubt.id}={'ตัวเลขอื่น' if th else 'another figure'}"
