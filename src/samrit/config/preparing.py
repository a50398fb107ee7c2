"""`samrit init`: a data folder with its secrets, its folders and its database; taken up again where it was cut off."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from samrit.base.issues import Issue, Place, Refused, define
from samrit.config import keys
from samrit.config.environment import SETTINGS, Installation
from samrit.config.start import start

HOLDS_ONE = define(
    "SE011", "error",
    th="{home} มีระบบที่เตรียมแล้วอยู่", en="{home} already holds an installation",
    cure_th="เริ่มด้วย samrit serve --home {home} หรือเลือกโฟลเดอร์อื่น", cure_en="start it with: samrit serve --home {home}, or choose another folder",
)  # fmt: skip
HOLDS_OTHER_THINGS = define(
    "SE012", "error",
    th="{home} มีของอื่นอยู่ ({first} …)", en="{home} holds other things ({first} …)",
    cure_th="ใช้โฟลเดอร์ว่างหรือชื่อใหม่", cure_en="use an empty folder or a new name",
)  # fmt: skip
NOT_MADE = define(
    "SE013", "error",
    th="สร้างหรือเขียนที่นี่ไม่ได้ ({why})", en="cannot be made or written here ({why})",
    cure_th="ตรวจเส้นทางและสิทธิ์ในการเขียน", cure_en="check the path and your right to write there",
)  # fmt: skip
NO_DATABASE = define(
    "SE014", "error",
    th="ติดต่อฐานข้อมูลไม่ได้ ({why})", en="the database cannot be reached ({why})",
    cure_th="ตรวจ SAMRIT_DATABASE และว่าเซิร์ฟเวอร์ฐานข้อมูลทำงานอยู่", cure_en="check SAMRIT_DATABASE, and that the database server is running",
)  # fmt: skip
DATABASE_IN_USE = define(
    "SE015", "error",
    th="ฐานข้อมูล {name} มีตารางอยู่แล้ว ({count} ตาราง)", en="the database {name} already has tables ({count})",
    cure_th="สร้างฐานข้อมูลว่างให้สัมฤทธิ์โดยเฉพาะ", cure_en="make an empty database for Samrit alone",
)  # fmt: skip

UNFINISHED = ".unfinished"
"""Stands in the folder from the first step of `init` to its last."""
DATABASE_BEGUN = "database"
"""What it says once the database, found empty, is being filled: from then on its tables are our own."""

FOLDERS = ("keys", "evidence", "papers", "backups")
Progress = Callable[[int, int, str], None]
"""Told before each step of the database: which, of how many, its name."""


def prepare(home: Path, database: str = "", progress: Progress | None = None) -> Installation:
    """Make an installation in `home`; raises Refused where one stands, or where something else does."""
    home = home.resolve()
    mark = home / UNFINISHED
    cut_off = mark.is_file()
    begun = cut_off and mark.read_text(encoding="ascii") == DATABASE_BEGUN
    if not cut_off:
        refuse_unless_empty(home)
    try:
        lay_out(home)
        mark.touch(mode=0o600)
        # until the database is begun nothing depends on the settings, so a second try may name another database
        if not (home / "settings.env").exists() or (database and not begun):
            keys.write_secret(home / "settings.env", settings_text(database).encode())
        if not (home / "keys" / "audit-ed25519.pem").exists():
            keys.make_audit_key(home / "keys" / "audit-ed25519.pem")
    except OSError as error:
        raise Refused([NOT_MADE.at(Place(str(home)), why=error.strerror or type(error).__name__)]) from None
    installation = start(home)
    if not begun:
        refuse_tables()
        keys.write_secret(mark, DATABASE_BEGUN.encode())
    migrate(progress)
    mark.unlink()
    return installation


def lay_out(home: Path) -> None:
    """The folders, each for its owner alone."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    home.chmod(0o700)
    for name in FOLDERS:
        (home / name).mkdir(mode=0o700, exist_ok=True)
        (home / name).chmod(0o700)


def settings_text(database: str = "") -> str:
    """A `settings.env`: what must be set, then everything that may be, as remarks."""
    given = {"SAMRIT_SECRET_KEY": keys.new_secret(), "SAMRIT_DATABASE": database if database != "sqlite" else ""}
    lines = ["# การตั้งค่าของสัมฤทธิ์ ลบ # หน้าบรรทัดเพื่อใช้ · Samrit's settings; take the # away to use a line", ""]
    for setting in SETTINGS:
        if setting.name == "SAMRIT_HOME":
            continue
        lines.append(f"# {setting.th} · {setting.en}")
        value = given.get(setting.name)
        lines.append(f"{setting.name}={value}" if value else f"# {setting.name}={setting.default or setting.example}")
        lines.append("")
    return "\n".join(lines)


def refuse_tables() -> None:
    """Raises Refused unless the database can be reached and is empty."""
    from django.db import Error, connection

    try:
        tables = connection.introspection.table_names()
    except Error as error:
        raise Refused([unreachable(error)]) from None
    if tables:
        name = str(connection.settings_dict["NAME"])
        raise Refused([DATABASE_IN_USE.at(Place("SAMRIT_DATABASE"), name=name, count=len(tables))])


def migrate(progress: Progress | None = None) -> int:
    """Bring the database to this program's shape; each step is a transaction, so it can be cut off anywhere."""
    from django.core.management import call_command
    from django.core.management.commands.migrate import Command
    from django.db import Error

    from samrit.config.health import not_applied

    class Telling(Command):
        """Django's own, with our progress."""

        def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:
            if action == "apply_start" and progress is not None:
                told.append(str(migration))
                progress(len(told), total, str(migration))

    told: list[str] = []
    try:
        total = len(not_applied())
        call_command(Telling(), verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    except Error as error:
        raise Refused([unreachable(error)]) from None
    return total


def unreachable(error: Exception) -> Issue:
    """The database's own first line, which names host and reason but no password."""
    why = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return NO_DATABASE.at(Place("SAMRIT_DATABASE"), why=why)


def refuse_unless_empty(home: Path) -> None:
    """Raises Refused unless there is nothing at `home`, or an empty folder."""
    place = Place(str(home))
    if not home.exists():
        return
    if not home.is_dir():
        raise Refused([NOT_MADE.at(place, why=os.strerror(errno.ENOTDIR))])
    if (home / "settings.env").exists():
        raise Refused([HOLDS_ONE.at(place, home=home)])
    first = next((entry.name for entry in sorted(home.iterdir())), "")
    if first:
        raise Refused([HOLDS_OTHER_THINGS.at(place, home=home, first=first)])
