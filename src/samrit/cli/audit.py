"""`samrit audit`: prove that the record of events is whole, and put its signed head outside."""

from __future__ import annotations

from pathlib import Path

import click

from samrit.base.counting import counted
from samrit.base.issues import Place, Refused, define
from samrit.cli.installation import HOME
from samrit.cli.output import Speaker, speaks
from samrit.config.start import start

NO_DATABASE = define(
    "AU018", "error",
    th="อ่านฐานข้อมูลของระบบไม่ได้ ({why})", en="the installation's database cannot be read ({why})",
    cure_th="ตรวจ SAMRIT_HOME และเตรียมด้วย samrit init", cure_en="check SAMRIT_HOME, and prepare it with `samrit init`",
)  # fmt: skip


@click.group(
    epilog="""\b
ตัวอย่าง · Examples:
  samrit audit verify
  samrit audit anchor /media/usb/anchor-2568-10.json
  samrit audit verify --anchor /media/usb/anchor-2568-10.json
"""
)
def audit() -> None:
    """บันทึกเหตุการณ์: พิสูจน์ว่าไม่ถูกแก้ และเก็บหลักหมายไว้นอกระบบ · the audit chain: verify, anchor"""


@audit.command(epilog="ตัวอย่าง · Example: samrit audit verify --anchor /media/usb/anchor-2568-10.json")
@click.option(
    "--anchor", "anchors", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
    help="หลักหมายที่เก็บไว้นอกระบบ ใช้ซ้ำได้ · an anchor kept outside; may be repeated",
)  # fmt: skip
@HOME
@speaks("audit verify")
def verify(speaker: Speaker, anchors: tuple[Path, ...], home: Path) -> None:
    """ตรวจสายโซ่ของเหตุการณ์ทั้งหมด บอกทุกแห่งที่ถูกแก้ · check the whole chain, and name every change"""
    start(home)
    from django.db import DatabaseError

    from samrit.apps.audit import anchor, queries, services, shred

    try:
        kept = [anchor.read(path) for path in anchors]
        count = services.head()[0]
        issues = queries.verify({one.number: one.hash for one in kept})
        redacted = shred.redacted()
    except DatabaseError as error:
        raise _unreadable(error) from None
    speaker.issues(issues)
    if not issues:
        speaker.say(f"ครบถ้วน: {count} เหตุการณ์ ไม่มีการแก้ไข", f"whole: {counted(count, 'event')}, none changed")
    if redacted:
        speaker.say(
            f"ลบรายละเอียดโดยมีบันทึก {len(redacted)} เหตุการณ์", f"redacted, on the record: the details of {counted(len(redacted), 'event')}"
        )  # fmt: skip
    for one in kept:
        speaker.say(f"เทียบกับหลักหมายที่ {one.number}", f"compared with the anchor at {one.number}")
    if not kept:
        speaker.say(
            "ไม่ได้เทียบกับหลักหมาย: ผู้ที่เขียนสายโซ่ใหม่ทั้งสายจะไม่ถูกพบ",
            "compared with no anchor: a chain rewritten as a whole would not be noticed",
        )
    payload = {"events": count, "redacted": redacted, "anchors": [one.number for one in kept]}
    speaker.done(payload, issues, ok=not issues)


@audit.command(epilog="ตัวอย่าง · Example: samrit audit anchor /media/usb/anchor-2568-10.json")
@click.argument("file", type=click.Path(path_type=Path))
@HOME
@speaks("audit anchor")
def anchor(speaker: Speaker, file: Path, home: Path) -> None:
    """เขียนหลักหมายที่ลงนามแล้ว เก็บไว้นอกเครื่องนี้ · write the signed head to a new file; keep it off this machine"""
    start(home)
    from django.db import DatabaseError

    from samrit.apps.audit import anchor as anchors
    from samrit.apps.audit import queries

    try:
        issues = queries.verify()
        if issues:  # an anchor on a broken chain would make the break look agreed
            raise Refused(issues)
        written = anchors.write(file)
    except DatabaseError as error:
        raise _unreadable(error) from None
    speaker.say(
        f"เขียน {file} แล้ว: เหตุการณ์ที่ {written.number} · เก็บไว้นอกเครื่องนี้",
        f"wrote {file}: event {written.number}; keep it off this machine",
    )
    speaker.done({"file": str(file), "number": written.number, "hash": written.hash, "at": written.at.isoformat()})


def _unreadable(error: Exception) -> Refused:
    return Refused([NO_DATABASE.at(Place("SAMRIT_DATABASE"), why=str(error).splitlines()[0][:100])])
