"""`samrit init | serve | doctor | upgrade | backup | restore`: looking after an installation."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from samrit.base.counting import counted
from samrit.base.issues import Refused
from samrit.cli.output import Speaker, speaks

if TYPE_CHECKING:
    from samrit.config.preparing import Progress

# Everything that loads Django is imported inside the functions: `--help` and the scoring commands need none of it.

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False)
Command = Callable[..., None]


HOME = click.option(
    "--home", type=FOLDER, envvar="SAMRIT_HOME", show_envvar=True, default="samrit-data",
    help="โฟลเดอร์ข้อมูล · the data folder",
)  # fmt: skip
"""The option by which every command of an installation finds it."""


def _database(command: Command) -> Command:
    return click.option(
        "--database", envvar="SAMRIT_DATABASE", show_envvar=True, default="",
        help="PostgreSQL ว่าง แทน SQLite · an empty PostgreSQL database instead of SQLite: postgresql://…",
    )(command)  # fmt: skip


@click.command(epilog="ตัวอย่าง · Example: samrit init samrit-data")
@click.argument("home", metavar="[DIR]", type=FOLDER, envvar="SAMRIT_HOME", default="samrit-data")
@_database
@speaks("init")
def init(speaker: Speaker, home: Path, database: str) -> None:
    """เตรียมโฟลเดอร์ข้อมูล: การตั้งค่า กุญแจ และฐานข้อมูล ถูกตัดกลางทางก็สั่งซ้ำได้

    Prepare a data folder: settings, keys and the database.  If it was cut off half-way, run it again.
    """
    from samrit.config.preparing import prepare

    installation = prepare(home, database, progress_of(speaker))
    speaker.say(
        f"พร้อมแล้ว: {installation.home}\n"
        f"  ตั้งค่า      {installation.settings_file}\n"
        f"  กุญแจลงนาม  {installation.audit_key} (สำรองด้วย samrit backup --with-keys แล้วเก็บแยก)\n"
        f"ต่อไป: samrit serve --home {home}",
        f"Ready: {installation.home}\n"
        f"  settings     {installation.settings_file}\n"
        f"  signing key  {installation.audit_key} (back it up with samrit backup --with-keys, and keep that apart)\n"
        f"Next: samrit serve --home {home}",
    )
    speaker.done({"home": str(installation.home), "database": installation.database["engine"]})


@click.command(epilog="ตัวอย่าง · Example: samrit serve --home samrit-data")
@HOME
@click.option("--check", is_flag=True, help="เริ่ม พิสูจน์ว่าหน้าเว็บตอบ แล้วหยุด · start, prove that it answers, stop")
@speaks("serve")
def serve(speaker: Speaker, home: Path, check: bool) -> None:
    """เปิดระบบหน้าเว็บและตัวทำงานเบื้องหลัง หยุดด้วย Ctrl-C

    Serve the pages, and do the jobs behind them.  Ctrl-C stops both.
    """
    from samrit.config.start import start

    installation = start(home)
    refuse_behind()
    from samrit.config import serving

    with serving.stopped_by_signals() as stop:
        found = serving.prepare(installation, 1 if check else installation.workers)
        if found.port != installation.port:
            speaker.say(
                f"พอร์ต {installation.port} ถูกใช้อยู่ จึงใช้ {found.port}",
                f"port {installation.port} is taken, so this uses {found.port}",
            )

        def when_ready() -> None:
            if check:
                speaker.say(f"{found.asked_at} ตอบ 200", f"{found.asked_at} answered 200")
                stop.set()
            else:
                # both languages: whoever starts the server need not be who chose its language
                line = f"ตอบที่ {found.url} หยุดด้วย Ctrl-C · answering at {found.url}, stop with Ctrl-C"
                speaker.say(line, line)
            sys.stdout.flush()

        found.run(stop, when_ready)
    speaker.say("หยุดแล้ว", "stopped")
    speaker.done({"url": found.url, "port": found.port})


@click.command(epilog="ตัวอย่าง · Example: samrit doctor --home samrit-data")
@HOME
@speaks("doctor")
def doctor(speaker: Speaker, home: Path) -> None:
    """ตรวจสุขภาพระบบทีละข้อ พร้อมวิธีแก้ ออกด้วยรหัส 1 เมื่อมีปัญหา

    Examine an installation, check by check, each problem with its cure.  Leaves with 1 when there is a problem.
    """
    from samrit.config.start import start

    installation = start(home)  # refuses with every wrong setting
    from samrit.config.doctor import Check, examine

    checks = [Check("settings", "การตั้งค่าใช้ได้", "the settings can be used", ())]
    for check in checks:
        _tell(speaker, check)
    for check in examine(installation):
        _tell(speaker, check)
        checks.append(check)
    issues = [issue for check in checks for issue in check.issues]
    told = [{"id": one.id, "ok": one.ok, "th": one.th, "en": one.en} for one in checks]
    speaker.done({"checks": told}, issues, ok=all(check.ok for check in checks))


@click.command(epilog="ตัวอย่าง · Example: samrit upgrade --home samrit-data")
@HOME
@speaks("upgrade")
def upgrade(speaker: Speaker, home: Path) -> None:
    """ปรับฐานข้อมูลให้ตรงกับโปรแกรมรุ่นใหม่ สำรองก่อนเสมอ

    Bring the database to the shape of a newer program.  Make a backup first.
    """
    from samrit.config.preparing import migrate
    from samrit.config.start import start

    start(home)
    steps = migrate(progress_of(speaker))
    speaker.say(f"ปรับฐานข้อมูลแล้ว {steps} ขั้น", f"brought the database up to date: {counted(steps, 'step')}")
    speaker.done({"steps": steps})


@click.command(epilog="ตัวอย่าง · Example: samrit backup --home samrit-data")
@click.argument("file", type=FILE, required=False)
@HOME
@click.option("--with-keys", is_flag=True, help="รวมกุญแจและการตั้งค่า เก็บให้มิดชิด · with keys and settings: guard it well")
@speaks("backup")
def backup(speaker: Speaker, file: Path | None, home: Path, with_keys: bool) -> None:
    """สำรองทั้งระบบเป็นไฟล์เดียว ขณะที่ระบบยังทำงานอยู่

    Write the whole installation to one file, while it serves.
    """
    from samrit.config import environment
    from samrit.config.backup import backup as make

    made = make(environment.read(environment.with_home(home)), file, with_keys)
    speaker.issues(made.issues)
    size = made.file.stat().st_size / 1e6
    count = len(made.manifest.files)
    speaker.say(
        f"สำรองแล้ว {made.file} ({count} แฟ้ม {size:.1f} MB)\n  sha256 {made.sha256}",
        f"backed up to {made.file} ({counted(count, 'file')}, {size:.1f} MB)\n  sha256 {made.sha256}",
    )
    payload = {"file": str(made.file), "sha256": made.sha256, "files": count, "audit_head": list(made.manifest.head)}
    speaker.done(payload, made.issues)


@click.command(epilog="ตัวอย่าง · Example: samrit restore samrit-20270101T010000Z.tar restored")
@click.argument("file", type=FILE)
@click.argument("home", metavar="DIR", type=FOLDER)
@click.option("--database", default="", help="PostgreSQL ว่างที่จะกู้ลง · the empty PostgreSQL database to restore into")
@speaks("restore")
def restore(speaker: Speaker, file: Path, home: Path, database: str) -> None:
    """กู้สำรองลงโฟลเดอร์ว่าง เทียบ sha256 ทุกแฟ้มก่อน

    Restore a backup into an empty folder, after comparing the sha256 of every file.
    """
    from samrit.config.backup import restore as bring_back

    manifest, issues = bring_back(file, home, database)
    speaker.issues(issues)
    speaker.say(
        f"กู้คืนแล้วที่ {home} จากสำรองเมื่อ {manifest.made_at} ({len(manifest.files)} แฟ้ม ตรงทุก sha256)\n"
        f"ต่อไป: samrit doctor --home {home}",
        f"restored to {home} from the backup of {manifest.made_at} ({counted(len(manifest.files), 'file')}, every sha256 agrees)\n"
        f"Next: samrit doctor --home {home}",
    )
    speaker.done({"home": str(home), "made_at": manifest.made_at, "files": len(manifest.files)}, issues)


def refuse_behind() -> None:
    from django.db import Error

    from samrit.config import doctor, preparing

    try:
        issues = list(doctor.migrations())
    except Error as error:
        issues = [preparing.unreachable(error)]
    if issues:
        raise Refused(issues)


def _tell(speaker: Speaker, check: Any) -> None:
    sign = "✓" if check.ok else "✗"
    speaker.say(f"{sign} {check.th}", f"{sign} {check.en}")
    sys.stdout.flush()
    speaker.issues(check.issues)


def progress_of(speaker: Speaker) -> Progress:
    def told(step: int, of: int, name: str) -> None:
        if step == 1:
            speaker.say(f"สร้างฐานข้อมูล {of} ขั้น", f"building the database, {counted(of, 'step')}")
        if not speaker.as_json and sys.stdout.isatty():
            click.echo(f"\r  {step}/{of} {name:<60.60}", nl=step == of)

    return told
