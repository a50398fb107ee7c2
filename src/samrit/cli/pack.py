"""`samrit pack …`: list, show, check, test, docs."""

from __future__ import annotations

from pathlib import Path

import click

from samrit.base import thai
from samrit.base.counting import counted
from samrit.base.issues import Refused, errors
from samrit.cli.output import Speaker, speaks, write
from samrit.engine import cases
from samrit.packs import checks, digest, load
from samrit.packs.checks import report
from samrit.packs.handbook import Format, handbook
from samrit.packs.model import Pack

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
@click.option(
    "--report", "as_report", is_flag=True, help="รายงานเป็น Markdown ตามเอกสารและตัวชี้วัด · a report, by document and part"
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="เขียนรายงานลงไฟล์ · write the report to a file")
@speaks("pack check")
def check(speaker: Speaker, name: str, as_report: bool, output: Path | None) -> None:
    """ตรวจชุดเกณฑ์เหมือนผู้อ่านที่ละเอียด · read a pack like a careful reader"""
    folder = load.find(name)
    parsed, found = load.parse(folder)
    if parsed is not None and not errors(found):
        found = [*found, *checks.run(parsed)]
    counts = {kind: sum(issue.severity == kind for issue in found) for kind in ("error", "warning", "note")}
    if as_report or output is not None:
        held = report.report(parsed, found, folder)
        text = held.markdown(speaker.language)
        if output is not None:
            write(output, text)
        said = (text.rstrip(), text.rstrip()) if output is None else (f"เขียนแล้ว: {output}", f"written: {output}")
        speaker.say(*said)
        payload = {"counts": counts, "report": held.as_json(), "markdown": text}
        speaker.done(payload, found, ok=not counts["error"])
        return
    speaker.issues(found)
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
    speaker.say(f"ผ่าน {passed} จาก {len(ran)} กรณี", f"{passed} of {counted(len(ran), 'case passes', 'cases pass')}")
    rows = [{"name": {"th": one.case.name.th, "en": one.case.name.said("en")}, "passed": one.passed} for one in ran]
    speaker.done({"cases": rows}, found, ok=not found)


@pack.command(epilog="ตัวอย่าง · Example: samrit pack docs th-prd-por-ror-2-2556 -o handbook.html")
@click.argument("name", metavar="ID|FOLDER")
@click.option(
    "-o", "--output", metavar="FILE|DIR", type=click.Path(path_type=Path),
    help="เขียนลงไฟล์ หรือลงโฟลเดอร์ในชื่อ ID.LANG.html · write to a file, or into a folder as ID.LANG.html",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["md", "html"]),
    help="ถ้าไม่ระบุ ดูจากชื่อไฟล์ หรือใช้ md · left out: by the name of the file, else md",
)  # fmt: skip
@click.option(
    "--since", metavar="FOLDER_OF_OTHER_VERSION", type=click.Path(path_type=Path),
    help="เพิ่มบทว่าต่างจากรุ่นในโฟลเดอร์นี้อย่างไร · add a chapter on what changed from the version in this folder",
)  # fmt: skip
@speaks("pack docs")
def docs(speaker: Speaker, name: str, output: Path | None, form: Format | None, since: Path | None) -> None:
    """ชุดเกณฑ์เป็นคู่มืออ่าน (Markdown หรือ HTML ไฟล์เดียว) · the pack as its own handbook, Markdown or one HTML file"""
    loaded = load.load(load.find(name))
    before = _other_version(since) if since is not None else None
    if form is None:
        form = "html" if output is not None and output.suffix in (".html", ".htm") else "md"
    text = handbook(loaded, speaker.language, form, before)
    if output is not None:
        if output.is_dir() or not output.suffix:
            output = output / f"{loaded.pack.id}.{speaker.language}.{form}"
        write(output, text)
        speaker.say(f"เขียนแล้ว: {output}", f"written: {output}")
    else:
        speaker.say(text, text)
    speaker.done({"html" if form == "html" else "markdown": text})


def _other_version(folder: Path) -> Pack:
    """The pack of another version; its folder may have any name, and its own checks were made in its own time."""
    parsed, found = load.parse(folder)
    found = [issue for issue in found if issue.code != load.WRONG_FOLDER.code]
    if parsed is None or errors(found):
        raise Refused(found)
    return parsed
