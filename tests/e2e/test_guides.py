"""The guides keep up with the pages: their pictures are made from them, their quotes stand on them, their tasks are counted.

WRITE_GUIDES=1 .venv/bin/python -m pytest tests/e2e/test_guides.py      makes docs/images/web and the table of tasks anew
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.e2e.conftest import SAMRIT, served
from tests.e2e.guide_ways import walk_all
from tests.e2e.walking import Walk
from tests.prepared import once

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDES = {file.stem: file.read_text(encoding="utf-8") for file in sorted((DOCS / "guides").glob("*.md"))}
ROLES = ("clerk", "head", "verifier", "evaluator", "commentator", "auditor", "org-admin", "administrator")
PICTURES = DOCS / "images" / "web"
TASKS = DOCS / "explanation" / "tasks.md"
TABLE = re.compile(r"(?<=<!-- counted -->\n).*?(?=<!-- end -->)", re.S)
MOST_BYTES, MOST_PICTURES = 60 * 1024, 25
CURE = "look at the page, mend the guide, then: WRITE_GUIDES=1 .venv/bin/python -m pytest tests/e2e/test_guides.py"
SAID = {
    "sign_in": "เข้าใช้งาน และรู้ว่าวันนี้ต้องทำอะไร · Sign in, and know what is due",
    "report": "รายงานตัวเลขสองตัว และเห็นคะแนน · Report two figures, and see the score",
    "attach": "แนบภาพหนึ่งภาพ · Attach a photograph",
    "mend": "พิมพ์ผิด อ่านข้อความ แล้วแก้ · Mistype, read why, mend it",
    "send": "ตรวจแล้วส่ง จากหน้าแรก · Check and send, from the first page",
    "take_back": "ถอนคืนที่เพิ่งส่ง · Take back what was just sent",
    "whose_turn": "ดูว่าเรื่องอยู่ที่ใคร · See who has it now",
    "correct": "แก้ที่ถูกส่งกลับ แนบเพิ่ม แล้วส่ง · Correct what was returned, attach more, send",
    "why": "ดูว่าคะแนนตัวหนึ่งมาจากไหน · See how one score came about",
    "tick": "ตอบองค์ประกอบของ O1 ทั้งข้อ · Answer all elements of O1",
}


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory, browser: Any) -> Walk:
    """Everybody's way, walked once; what is asked to be written is written."""
    with served(tmp_path_factory.mktemp("guides") / "home", prepared=once(tmp_path_factory)) as site:
        walked = walk_all(browser, site)
    if os.environ.get("WRITE_GUIDES"):
        _write(walked)
    return walked


def test_every_picture_made_is_in_a_guide_and_every_picture_in_a_guide_is_made(walk: Walk) -> None:
    shown = set(re.findall(r"images/web/([\w-]+)\.png", "".join(GUIDES.values())))
    assert shown == set(walk.pictures)
    assert shown == {file.stem for file in PICTURES.iterdir()}, CURE


def test_the_pictures_show_the_pages_as_they_are(walk: Walk) -> None:
    """The same size, heading and buttons; not the same pixels, which hold the day and the time."""
    stale = []
    for name, now in walk.pictures.items():
        with Image.open(PICTURES / f"{name}.png") as committed:
            if (committed.size, committed.text.get("words")) != (now.size, now.words):
                stale.append((name, committed.text.get("words"), now.words))
    assert not stale, CURE


def test_the_words_a_guide_quotes_are_on_the_pages_it_walks_through(walk: Walk) -> None:
    missing = [
        (guide, quote)
        for guide in ROLES
        for quote in re.findall("“([^”]+)”", GUIDES[guide])
        if not _is_said(quote, walk.seen[guide])
    ]
    assert not missing


def test_the_table_of_tasks_is_as_counted(walk: Walk) -> None:
    """Clicks, fields and pages exactly; words within a tenth, as dates and names have more or fewer of them."""
    told = [[cell.strip() for cell in line.split("|")[1:-1]] for line in _table().strip().splitlines()[2:]]
    counted = {SAID[name]: count for name, count in walk.tasks.items()}
    assert [row[0] for row in told] == list(SAID.values())
    for task, *figures in told:
        clicks, fields, pages, words = (int(one) for one in figures)
        now = counted[task]
        assert (clicks, fields, pages) == (now.clicks, now.fields, now.pages), f"{task}: {now}. {CURE}"
        assert abs(words - now.words) <= now.words / 10, f"{task}: {now}. {CURE}"


@pytest.mark.parametrize("file", sorted(PICTURES.iterdir()), ids=lambda file: file.stem)
def test_a_picture_is_small(file: Path) -> None:
    assert file.stat().st_size <= MOST_BYTES


def test_there_are_few_pictures_and_each_has_its_words() -> None:
    """Whoever hears the guide read out is told what the picture shows."""
    text = "".join(GUIDES.values())
    told = re.findall(r'<img src="../images/web/([\w-]+)\.png" width="\d+" alt="([^"]{20,})">', text)
    told += [(name, alt) for alt, name in re.findall(r"!\[([^\]]{20,})\]\(\.\./images/web/([\w-]+)\.png\)", text)]
    names = [name for name, _ in told]
    assert sorted(names) == sorted(re.findall(r"images/web/([\w-]+)\.png", text))
    assert len(names) <= MOST_PICTURES


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_its_guide_in_thai_and_in_english(role: str) -> None:
    assert f"]({role}.md)" in GUIDES["README"]
    assert f"](in-english.md#{role})" in GUIDES[role]
    assert f"\n## {role.replace('-', ' ').capitalize()}\n" in GUIDES["in-english"]


def test_the_first_administrator_is_made_as_the_how_to_says(tmp_path: Path) -> None:
    page = (DOCS / "how-to" / "set-up-an-agency.md").read_text(encoding="utf-8")
    lines = [line for block in re.findall(r"```text\n(.*?)```", page, re.S) for line in block.splitlines()]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SAMRIT_", "COVERAGE"))}
    told = []
    for line in ["samrit init samrit-data", *lines]:
        command = [SAMRIT, *shlex.split(line)[1:]]
        ran = subprocess.run(command, env=environment, cwd=tmp_path, check=True, capture_output=True, text=True)
        told.append(ran.stdout)
    assert len(told) == 4
    assert all(re.search(r"/invitation/[\w-]{40,}/", one) for one in told[1:3])


def _is_said(quote: str, seen: set[str]) -> bool:
    words = re.compile(".+".join(re.escape(part.strip()) for part in quote.split("…")))
    return any(words.search(one) for one in seen)


def _table() -> str:
    found = TABLE.search(TASKS.read_text(encoding="utf-8"))
    assert found
    return found[0]


def _write(walk: Walk) -> None:
    for file in PICTURES.iterdir():
        file.unlink()
    for name, picture in walk.pictures.items():
        (PICTURES / f"{name}.png").write_bytes(picture.png)
    rows = ["| งาน · Task | คลิก · clicks | ช่อง · fields | หน้า · pages | คำ · words |", "|---|--:|--:|--:|--:|"]
    for name, said in SAID.items():
        one = walk.tasks[name]
        rows.append(f"| {said} | {one.clicks} | {one.fields} | {one.pages} | {one.words} |")
    text = TASKS.read_text(encoding="utf-8")
    TASKS.write_text(TABLE.sub(lambda _: "\n".join(rows) + "\n", text), encoding="utf-8")
