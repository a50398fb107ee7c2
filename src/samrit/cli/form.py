"""`samrit form`: an official form as PDF, DOCX and XLSX, filled from a file of facts or empty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import click

from samrit.base.issues import Issue, Place, Refused, define
from samrit.cli.output import Speaker, speaks, write_bytes
from samrit.cli.score import Asked, agreed_terms, scorecard
from samrit.documents import catalogue
from samrit.documents.forms import FormKind
from samrit.documents.make import FORMATS, Format, draw, laid_out
from samrit.documents.paper import Digits
from samrit.documents.sheet import Request, Sheet
from samrit.packs import load
from samrit.packs.model import Pack

NO_SUCH_FORM = define(
    "DO080", "error",
    th="ไม่มีแบบฟอร์ม “{form}”", en="there is no form “{form}”",
    cure_th="แบบฟอร์มที่มี: {allowed}", cure_en="the forms are: {allowed}",
)  # fmt: skip
NOT_OF_PACK = define(
    "DO081", "error",
    th="ชุดเกณฑ์ {pack} ไม่มีแบบฟอร์ม “{form}”", en="the pack {pack} has no form “{form}”",
    cure_th="แบบฟอร์มของชุดเกณฑ์นี้: {allowed}", cure_en="its forms are: {allowed}",
)  # fmt: skip
NEEDS_FACTS = define(
    "DO082", "error",
    th="แบบฟอร์ม “{form}” ทำจากผลการดำเนินงาน จึงต้องบอกไฟล์ข้อมูล", en="the form “{form}” is made from results, so it needs a file of facts",
    cure_th="เพิ่มชื่อไฟล์: samrit form {form} facts.yaml", cure_en="add it: samrit form {form} facts.yaml",
)  # fmt: skip
NOTHING_TO_FILL = define(
    "DO083", "error",
    th="ยังไม่รู้ว่าแบบฟอร์ม “{form}” ของชุดเกณฑ์ใด", en="which pack the form “{form}” is of has not been told",
    cure_th="บอกไฟล์ข้อมูล หรือ --pack ID เพื่อทำแบบเปล่า", cure_en="name a file of facts, or --pack ID for an empty form",
)  # fmt: skip
NOT_A_NAME = define(
    "DO084", "error",
    th="“{text}” ไม่ใช่ ตำแหน่ง=ชื่อ ของชุดเกณฑ์นี้", en="“{text}” is not POST=NAME with a post of this pack",
    cure_th="ตำแหน่งที่มี: {allowed}", cure_en="its posts are: {allowed}",
)  # fmt: skip
NOT_A_PICTURE = define(
    "DO085", "error",
    th="ตราของหน่วยงานต้องเป็นภาพ PNG หรือ JPEG ไม่เกิน 2 MB", en="the agency's emblem must be a PNG or JPEG picture of at most 2 MB",
    cure_th="บันทึกภาพเป็น PNG แล้วลองใหม่", cure_en="save the picture as PNG and try again",
)  # fmt: skip

BANGKOK = timezone(timedelta(hours=7))
LARGEST_EMBLEM = 2_000_000

EPILOG = """\b
ตัวอย่าง · Examples:
  samrit form                                             (แบบฟอร์มที่มี · the forms there are)
  samrit form por-ror-2 facts.yaml --terms agreement.yaml
  samrit form detail-sheet --pack th-prd-por-ror-2-2556 --only 2 --as pdf
  samrit form por-ror-2 facts.yaml --digits thai --date 2013-10-05 --name director="นางสาวตัวอย่าง สมมุติ"
"""


@click.command(epilog=EPILOG)
@speaks("form")
@click.argument("form", default="")
@click.argument("facts", type=click.Path(path_type=Path), required=False)
@click.option("--pack", default="", help="ชุดเกณฑ์ (id หรือโฟลเดอร์) · pack id or folder")
@click.option("--round", "round_id", default="", help="รอบ ถ้าไฟล์ไม่ได้บอก · round, if the file does not say")
@click.option("--unit", default="", help="ชื่อหน่วย ถ้าไฟล์ไม่ได้บอก · the unit, if the file does not say")
@click.option("--terms", type=click.Path(path_type=Path), help="ไฟล์ข้อตกลงของหน่วย · the unit's agreement file")
@click.option("--only", multiple=True, help="เฉพาะส่วนนี้ เช่นรหัสตัวชี้วัด (ซ้ำได้) · only this part; repeatable")
@click.option(
    "--as", "formats", type=click.Choice(FORMATS), multiple=True, default=FORMATS, help="ชนิดไฟล์ (ซ้ำได้) · formats"
)
@click.option(
    "--paper-lang", type=click.Choice(["th", "en"]), default="th", help="ภาษาของเอกสาร · the paper's language"
)
@click.option(
    "--digits", type=click.Choice(["printed", "arabic", "thai"]), default="printed",
    help="ตัวเลขตามต้นฉบับ อารบิก หรือไทย · digits as printed, Arabic or Thai",
)  # fmt: skip
@click.option(
    "--date", "issued", type=click.DateTime(["%Y-%m-%d"]), help="วันที่ของเอกสาร (ค.ศ.) · the paper's date; default today"
)
@click.option("--number", default="", help="เลขที่เอกสาร · the paper's own number")
@click.option("--agency", default="", help="ชื่อส่วนราชการ · the agency's name")
@click.option("--name", "names", multiple=True, metavar="POST=NAME", help="ชื่อผู้ดำรงตำแหน่ง (ซ้ำได้) · who holds a post")
@click.option("--emblem", type=click.Path(path_type=Path), help="ภาพตราของหน่วยงาน (PNG, JPEG) · the agency's emblem")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("out"),
    show_default=True,
    help="โฟลเดอร์ผลลัพธ์ · where files go",
)
def form(
    speaker: Speaker, form: str, facts: Path | None, pack: str, round_id: str, unit: str, terms: Path | None,
    only: tuple[str, ...], formats: tuple[Format, ...], paper_lang: str, digits: Digits, issued: datetime | None,
    number: str, agency: str, names: tuple[str, ...], emblem: Path | None, out: Path,
) -> None:  # fmt: skip
    """ทำแบบฟอร์มราชการเป็น PDF, DOCX และ XLSX จากไฟล์ข้อมูล หรือแบบเปล่าไว้กรอกด้วยมือ

    Make an official form as PDF, DOCX and XLSX, filled from facts, or empty to fill in by hand.
    """
    if not form:
        _list(speaker, load.load(load.find(pack)).pack if pack else None)
        return
    kind = _kind(form)
    asked = Asked(facts or Path(), pack, round_id, unit, terms, None, False)
    warnings: list[Issue] = []
    if facts is not None:
        card, warnings = scorecard(asked)
        agreed = card.terms
    elif kind.needs_card:
        raise Refused([NEEDS_FACTS.at(Place("facts"), form=kind.id)])
    elif pack:
        card, agreed = None, agreed_terms(asked)
    else:
        raise Refused([NOTHING_TO_FILL.at(Place("--pack"), form=kind.id)])
    if not kind.fits(agreed.pack):
        listed = ", ".join(one.id for one in catalogue.of_pack(agreed.pack))
        raise Refused([NOT_OF_PACK.at(Place(form), pack=agreed.pack.id, form=form, allowed=listed)])
    sheet = Sheet(
        issued=issued.date() if issued else today(),
        language="th" if paper_lang == "th" else "en",
        digits=digits,
        number=number,
        agency=agency,
        unit=card.facts.unit.name if card is not None else unit,
        people=_people(names, agreed.pack),
        emblem=_picture(emblem),
    )
    paper = laid_out(kind, Request(agreed, sheet, card, only))
    written: list[str] = []
    for format_ in dict.fromkeys(formats):
        made = draw(paper, format_)
        write_bytes(out / made.name, made.data)
        written.append(str(out / made.name))
    speaker.issues(warnings)
    speaker.say("เขียนแล้ว: " + "  ".join(written), "Written: " + "  ".join(written))
    speaker.done({"form": kind.id, "version": paper.version, "written": written}, warnings)


def today() -> date:
    """The day it is in Bangkok."""
    return datetime.now(BANGKOK).date()


def _kind(form: str) -> FormKind:
    if form not in catalogue.FORMS:
        raise Refused([NO_SUCH_FORM.at(Place(form), form=form, allowed=", ".join(catalogue.FORMS))])
    return catalogue.FORMS[form]


def _list(speaker: Speaker, pack: Pack | None) -> None:
    kinds = catalogue.of_pack(pack) if pack else list(catalogue.FORMS.values())
    for kind in kinds:
        speaker.say(f"  {kind.id:22} {kind.th}", f"  {kind.id:22} {kind.en}")
        for code, name in _parts(kind, pack):
            speaker.say(f"      --only {code:14} {name}", f"      --only {code:14} {name}")
    speaker.done({"forms": [{"id": one.id, "th": one.th, "en": one.en} for one in kinds]})


def _parts(kind: FormKind, pack: Pack | None) -> Iterator[tuple[str, str]]:
    if pack is not None and kind.parts is not None:
        yield from kind.parts(pack).items()


def _people(names: tuple[str, ...], pack: Pack) -> dict[str, str]:
    posts = {post.id for post in pack.framework.posts}
    people = {post.strip(): name.strip() for post, _, name in (one.partition("=") for one in names)}
    wrong = [one for one in names if one.partition("=")[0].strip() not in posts or not one.partition("=")[2].strip()]
    if wrong:
        listed = ", ".join(sorted(posts)) or "—"
        raise Refused([NOT_A_NAME.at(Place("--name"), text=one, allowed=listed) for one in wrong])
    return people


def _picture(path: Path | None) -> bytes | None:
    if path is None:
        return None
    try:
        data = path.read_bytes()
    except OSError:
        data = b""
    if not data.startswith((b"\x89PNG\r\n", b"\xff\xd8\xff")) or len(data) > LARGEST_EMBLEM:
        raise Refused([NOT_A_PICTURE.at(Place(str(path)))])
    return data
