"""`samrit lint`: what a careful reader would stumble over in a paper before it is signed."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import click

from samrit.base import thai
from samrit.base.figures import FigureError, d
from samrit.base.issues import SEVERITY_WORDS, errors
from samrit.cli.output import Speaker, speaks
from samrit.documents import lint as lints
from samrit.documents.lint.finding import Finding, said_place
from samrit.packs import load

EPILOG = """\b
ตัวอย่าง · Examples:
  samrit lint order.docx
  samrit lint plan.pdf --unit สถานีตำรวจภูธรบ้านตัวอย่าง
  samrit lint agreement.txt --total 10 --lang en
  samrit lint th-prd-por-ror-2-2556

\b
รหัสออก · Exit codes:
  0 ไม่พบ หรือพบเพียงเตือนและหมายเหตุ · nothing, or only warnings and notes
  1 อ่านไฟล์ไม่ได้ หรือพบ “ผิด” หรือมีเตือนเมื่อใช้ --strict · unreadable, an error, or with --strict a warning
"""


class Figure(click.ParamType[Decimal]):
    """A figure as people write it, in either kind of digits."""

    name = "NUMBER"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        if isinstance(value, Decimal):
            return value
        try:
            figure = d(thai.arabic_digits(str(value)))
        except FigureError:
            self.fail(f"{value!r} ไม่ใช่ตัวเลข · is not a figure", param, ctx)
        if figure <= 0:
            self.fail(f"{value!r} ต้องมากกว่า 0 · must be more than 0", param, ctx)
        return figure


@click.command(epilog=EPILOG)
@click.argument("target", metavar="FILE|PACK")
@click.option("--unit", default="", metavar="NAME", help="ชื่อหน่วยของเอกสารนี้ · this document's own unit")
@click.option("--total", type=Figure(), help="ผลรวมน้ำหนักของกรอบนี้ (ถ้าไม่ระบุ 100) · the weights' total; 100 if left out")
@click.option("--only", multiple=True, metavar="CODE", help="แสดงเฉพาะรหัสนี้ ใช้ซ้ำได้ · only this code; may be repeated")
@click.option("--strict", is_flag=True, help="มีเตือนก็ออกด้วยรหัส 1 · leave with 1 for a warning too")
@speaks("lint")
def lint(speaker: Speaker, target: str, unit: str, total: Decimal | None, only: tuple[str, ...], strict: bool) -> None:
    """ตรวจเอกสารก่อนลงนาม: ชื่อหน่วยอื่น เลขที่อ้างผิด วันที่ไม่มีจริง ฯลฯ · read a paper before it is signed

    รับ .txt .docx .xlsx และ PDF ที่ค้นคำได้ หรือชุดเกณฑ์ · takes text, Word, Excel, searchable PDF, or a pack.
    """
    codes = {_code(one) for one in only}
    path = Path(target)
    is_pack = (path.is_dir() and (path / "pack.yaml").exists()) or (not path.exists() and not path.suffix)
    if is_pack:
        found = lints.run_pack(load.find(target))
    else:
        options = lints.Options(unit=unit, total=Decimal(100) if total is None else total, total_said=total is not None)
        found = lints.run(path, options)
    found = [one for one in found if not codes or one.issue.code in codes]
    settled = [one for one in found if one.issue.settled_by]
    groups = lints.grouped(one for one in found if not one.issue.settled_by)
    for group, own in groups:
        speaker.say(f"── {group.th} · {len(own)}", f"── {group.en} · {len(own)}")
        for one in own:
            _say(speaker, one)
        speaker.say("", "")
    counts = Counter(one.issue.severity for one in found if not one.issue.settled_by)
    numbers = {kind: counts[kind] for kind in ("error", "warning", "note")} | {"settled": len(settled)}
    explained = (f" · มีคำอธิบายแล้ว {len(settled)}", f" · explained {len(settled)}") if settled else ("", "")
    speaker.say(
        f"ผิด {numbers['error']} · เตือน {numbers['warning']} · หมายเหตุ {numbers['note']}{explained[0]}",
        f"errors {numbers['error']} · warnings {numbers['warning']} · notes {numbers['note']}{explained[1]}",
    )
    issues = [one.issue for one in found]
    by_group = {group.en: len(own) for group, own in groups}
    payload = {"counts": numbers, "checks": by_group, "findings": [one.as_json() for one in found]}
    speaker.done(payload, issues, ok=not errors(issues) and not (strict and numbers["warning"]))


def _code(text: str) -> str:
    code = text.upper()
    if not re.fullmatch(r"(?:DL|PK)[0-9]{3}", code):
        raise click.BadParameter(f"{text!r} ไม่ใช่รหัส เช่น DL012 · is no code such as DL012", param_hint="--only")
    return code


def _say(speaker: Speaker, one: Finding) -> None:
    """Place and code, the words it is about, the reason, the cure."""
    language, issue = speaker.language, one.issue
    lines = [f"{said_place(issue.place, language)} {SEVERITY_WORDS[language][issue.severity]} {issue.code}"]
    if one.quote:
        lines.append(f"  “{one.quote}”")
    lines.append(f"  {issue.message(language)}")
    if issue.cure(language):
        lines.append(f"  {'วิธีแก้' if language == 'th' else 'Hint'}: {issue.cure(language)}")
    speaker.say(*["\n".join(lines)] * 2)
