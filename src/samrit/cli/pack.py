"""`samrit pack …`: list, show, check, test, docs."""

from __future__ import annotations

from pathlib import Path

import click

from samrit.base import thai
from samrit.base.issues import errors
from samrit.cli.output import Speaker, speaks, write
from samrit.engine import cases
from samrit.packs import checks, digest, load
from samrit.packs.handbook import handbook

PACK_EPILOG = """\b
ตัวอย่าง · Examples:
  samrit pack list
  samrit pack check th-prd-por-ror-2-2556 --lang en
  samrit pack test packs/th-prd-por-ror-2-2556
"""


@click.group(epilog=PACK_EPILOG)
def pack() -> None:
    """ชุดเกณฑ์ (กรอบการประเมินในรูปแฟ้มข้อมูล)

    Packs: official frameworks as data.
    """


@pack.command("list", epilog="ตัวอย่าง · Example: samrit pack list --json")
@speaks("pack list")
def list_(speaker: Speaker) -> None:
    """ชุดเกณฑ์ที่มีในเครื่องนี้ · the packs this machine has"""
    rows = []
    for name, folder in load.pack_folders().items():
        parsed, issues = load.parse(folder)
        title = parsed.framework.name if parsed else None
        rows.append(
            {
                "id": name,
                "version": parsed.framework.version if parsed else None,
                "name": {"th": title.th, "en": title.said("en")} if title else None,
                "usable": not errors(issues),
            }
        )
        said = title.said(speaker.language) if title else ("อ่านไม่ได้" if speaker.language == "th" else "unreadable")
        speaker.say(*[f"{thai.pad(name, 32)} {parsed.framework.version if parsed else '?'}  {said}"] * 2)
    speaker.done({"packs": rows})


@pack.command(epilog="ตัวอย่าง · Example: samrit pack show th-prd-por-ror-2-2556 --json")
@click.argument("name", metavar="ID|FOLDER")
@speaks("pack show")
def show(speaker: Speaker, name: str) -> None:
    """เนื้อหาของชุดเกณฑ์ (--json ให้ครบทุกตัวอักษร) · a pack's content; --json is the whole framework"""
    loaded = load.load(load.find(name))
    framework = loaded.pack.framework
    speaker.say(*[f"{framework.id} {framework.version} · {framework.name.said(speaker.language)}\n{loaded.digest}"] * 2)
    for indicator in loaded.pack.every_indicator():
        weight = f"{indicator.weight.percent:f}" if indicator.weight else ""
        method = getattr(indicator.method, "kind", "composite")
        speaker.say(
            *[
                f"  {thai.pad(indicator.code, 8)} {thai.pad(weight, 5, 'right')}  {thai.pad(method, 20)} {indicator.name.said(speaker.language)}"
            ]
            * 2
        )
    whole = digest.pack_as_json(loaded.pack) | {"cases": digest.canonical_cases(loaded.pack)}
    speaker.done({"digest": loaded.digest, "pack": whole})


@pack.command(epilog="ตัวอย่าง · Example: samrit pack check packs/th-prd-por-ror-2-2556 --lang en")
@click.argument("name", metavar="ID|FOLDER")
@speaks("pack check")
def check(speaker: Speaker, name: str) -> None:
    """ตรวจชุดเกณฑ์เหมือนผู้อ่านที่ละเอียด · read a pack like a careful reader"""
    parsed, found = load.parse(load.find(name))
    if parsed is not None and not errors(found):
        found = [*found, *checks.run(parsed)]
    speaker.issues(found)
    counts = {kind: sum(issue.severity == kind for issue in found) for kind in ("error", "warning", "note")}
    speaker.say(
        f"ผิด {counts['error']} · เตือน {counts['warning']} · หมายเหตุ {counts['note']}",
        f"errors {counts['error']} · warnings {counts['warning']} · notes {counts['note']}",
    )
    speaker.done({"counts": counts}, found, ok=not counts["error"])


@pack.command(epilog="ตัวอย่าง · Example: samrit pack test th-prd-por-ror-2-2556")
@click.argument("name", metavar="ID|FOLDER")
@speaks("pack test")
def test(speaker: Speaker, name: str) -> None:
    """คิดกรณีทดสอบของชุดเกณฑ์ และคำนวณซ้ำทุกลำดับ · run a pack's worked cases, and verify every trace"""
    ran = cases.run_all(load.load(load.find(name)).pack)
    for one in ran:
        mark = ("ผ่าน   ", "ok    ") if one.passed else ("ไม่ผ่าน", "FAILED")
        speaker.say(f"{mark[0]} {one.case.name.th}", f"{mark[1]} {one.case.name.said('en')}")
    found = [issue for one in ran for issue in one.issues]
    speaker.issues(found)
    passed = sum(one.passed for one in ran)
    speaker.say(f"ผ่าน {passed} จาก {len(ran)} กรณี", f"{passed} of {len(ran)} cases pass")
    rows = [{"name": {"th": one.case.name.th, "en": one.case.name.said("en")}, "passed": one.passed} for one in ran]
    speaker.done({"cases": rows}, found, ok=not found)


@pack.command(epilog="ตัวอย่าง · Example: samrit pack docs th-prd-por-ror-2-2556 -o handbook.md")
@click.argument("name", metavar="ID|FOLDER")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="เขียนลงไฟล์ · write to a file")
@speaks("pack docs")
def docs(speaker: Speaker, name: str, output: Path | None) -> None:
    """ชุดเกณฑ์เป็นคู่มืออ่าน (Markdown) · the pack as its own handbook (Markdown)"""
    text = handbook(load.load(load.find(name)), speaker.language)
    if output is not None:
        write(output, text)
        speaker.say(f"เขียนแล้ว: {output}", f"written: {output}")
    else:
        speaker.say(text, text)
    speaker.done({"markdown": text})
