"""The second half of `samrit demo`: the demo agency in a data folder of its own, served on this machine."""

from __future__ import annotations

import contextlib
import http.client
import shutil
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import click

from samrit.base import thai
from samrit.base.counting import counted
from samrit.base.issues import Place, Refused, define
from samrit.cli.installation import progress_of, refuse_behind
from samrit.cli.output import Speaker

if TYPE_CHECKING:
    from samrit.config.environment import Installation
    from samrit.demo.people import Person

MARK = "demo-agency"
"""The file by which a data folder is known as the demo's own: `--anew` removes no other."""
MADE = "made\n"
NOT_THE_DEMOS = define(
    "DM003", "error",
    th="{home} ไม่ใช่โฟลเดอร์ของตัวอย่าง จึงไม่ลบ", en="{home} is not the demo's folder, so it is not removed",
    cure_th="เลือกโฟลเดอร์อื่นด้วย --home", cure_en="choose another folder with --home",
)  # fmt: skip
NO_SIGN_IN = define(
    "DM004", "error",
    th="เปิดหน้าเข้าใช้งานไม่ได้: {path} ตอบ {status}", en="the sign-in page cannot be opened: {path} answered {status}",
    cure_th="อ่านบันทึกข้างบน แล้วสั่ง samrit doctor", cure_en="read the log above, then run: samrit doctor",
)  # fmt: skip


def show(speaker: Speaker, home: Path, anew: bool) -> dict[str, object]:
    """Make the demo home if there is none, serve it; returns what `--json` tells."""
    home = home.resolve()
    if anew and home.exists():
        if not (home / MARK).is_file():
            raise Refused([NOT_THE_DEMOS.at(Place(str(home)), home=home)])
        shutil.rmtree(home)
    is_there = (home / MARK).is_file() and (home / MARK).read_text(encoding="ascii") == MADE
    installation = _opened(speaker, home)
    people: tuple[Person, ...] = ()
    if is_there:
        refuse_behind()
        speaker.say(
            f"ใช้หน่วยงานตัวอย่างที่มีอยู่แล้วใน {home} รหัสผ่านแสดงไว้ครั้งเดียวเมื่อสร้าง\n  สร้างใหม่พร้อมรหัสใหม่: samrit demo --anew",
            f"Using the demo agency that is already in {home}; its passwords were shown once, when it was made\n"
            "  to make it anew, with new passwords: samrit demo --anew",
        )
    else:
        people = _built(speaker, home)
    url = _served(speaker, installation)
    told = [{"username": one.username, "password": one.password, "th": one.th, "en": one.en} for one in people]
    return {"home": str(home), "url": url, "people": told}


def sign_in_page(url: str) -> str:
    """The address of the sign-in page, reached from the front page as a browser would; raises Refused."""
    at, status = url, 0
    for _ in range(5):
        parts = urlsplit(at)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
        with contextlib.closing(connection):
            connection.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""))
            with connection.getresponse() as answer:
                status, to = answer.status, answer.headers.get("Location", "")
        if status not in (301, 302, 303, 307, 308):
            break
        at = urljoin(at, to)
    path = urlsplit(at).path
    if status != 200 or not path.startswith("/sign-in"):
        raise Refused([NO_SIGN_IN.at(Place(url), path=path, status=status)])
    return at.partition("?")[0]


def _opened(speaker: Speaker, home: Path) -> Installation:
    from samrit.config import preparing
    from samrit.config.start import start

    if (home / MARK).is_file():
        installation = start(home)
    else:
        installation = preparing.prepare(home, "", progress_of(speaker))
        # it was cut off here: the folder is the demo's own, and its database is still empty
        (home / MARK).write_text("begun\n", encoding="ascii")
    from samrit.demo.agency import refuse_if_open_to_others

    refuse_if_open_to_others()
    return installation


def _built(speaker: Speaker, home: Path) -> tuple[Person, ...]:
    from samrit.demo.agency import build

    speaker.say(
        "สร้างหน่วยงานตัวอย่าง: กองบัญชาการตำรวจสมมุติ และกรมประชาสัมพันธ์สมมุติ สามปีงบประมาณ",
        "Building the demo agency: an invented police bureau and an invented department, three fiscal years",
    )
    said: list[str] = []

    def tell(step: int, of: int, th: str, en: str) -> None:
        if speaker.as_json:
            return
        if sys.stdout.isatty():
            words = thai.pad(th if speaker.language == "th" else en, 50)
            click.echo(f"\r  {step}/{of} {words}", nl=step == of)
        elif en not in said:
            said.append(en)
            speaker.say(f"  {th}", f"  {en}")

    built = build(progress=tell)
    (home / MARK).write_text(MADE, encoding="ascii")
    speaker.say(
        f"สร้างแล้ว {built.units} หน่วย {built.users} คน\nบัญชีที่เข้าใช้ได้ (รหัสผ่านแสดงครั้งนี้ครั้งเดียว):",
        f"Built {counted(built.units, 'unit')} and {counted(built.users, 'person', 'people')}\nAccounts to sign in with (the passwords are shown this once):",
    )
    for one in built.people:
        line = f"  {one.username:<18} {one.password}  {thai.pad(one.th, 34)} {one.en}"
        speaker.say(line, line)
    sys.stdout.flush()
    return built.people


def _served(speaker: Speaker, installation: Installation) -> str:
    from samrit.config import serving

    stays = sys.stdout.isatty() and not speaker.as_json
    refused: list[Refused] = []
    pages: list[str] = []
    with serving.stopped_by_signals() as stop:
        found = serving.prepare(installation, installation.workers if stays else 1)
        if found.port != installation.port:
            speaker.say(
                f"พอร์ต {installation.port} ถูกใช้อยู่ จึงใช้ {found.port}",
                f"port {installation.port} is taken, so this uses {found.port}",
            )

        def when_ready() -> None:
            try:
                pages.append(sign_in_page(f"http://{serving.here(installation.host)}:{found.port}/"))
            except (Refused, OSError, http.client.HTTPException) as problem:
                refused.append(problem if isinstance(problem, Refused) else _unheard(found.url, problem))
                stop.set()
                return
            _say_where(speaker, pages[0], stays, stop)

        found.run(stop, when_ready)
    if refused:
        raise refused[0]
    speaker.say("หยุดแล้ว", "stopped")
    return found.url


def _say_where(speaker: Speaker, page: str, stays: bool, stop: threading.Event) -> None:
    if stays:
        speaker.say(f"เข้าใช้งานที่ {page} หยุดด้วย Ctrl-C", f"Sign in at {page}; stop with Ctrl-C")
    else:
        speaker.say(
            f"หน้าเข้าใช้งาน {page} ตอบ 200 ไม่มีจอจึงหยุด เปิดใช้จริงด้วย samrit demo ในหน้าต่างคำสั่ง",
            f"the sign-in page {page} answered 200; without a terminal it stops here: run samrit demo in one to use it",
        )
        stop.set()
    sys.stdout.flush()


def _unheard(url: str, problem: Exception) -> Refused:
    return Refused([NO_SIGN_IN.at(Place(url), path="/", status=type(problem).__name__)])
