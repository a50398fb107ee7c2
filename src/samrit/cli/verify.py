"""`samrit verify`: recompute a scorecard from its own trace, against the Terms it names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from samrit.base.issues import Issue, Place, Refused, define
from samrit.cli.output import Speaker, speaks
from samrit.engine import trace

NOT_JSON = define(
    "VF001", "error",
    th="อ่านไฟล์นี้เป็น JSON ไม่ได้ ({why})", en="this file cannot be read as JSON ({why})",
    cure_th="ใช้ไฟล์ที่ได้จาก samrit score … --json", cure_en="give the output of `samrit score … --json`",
)  # fmt: skip
NOT_A_SCORECARD = define(
    "VF002", "error",
    th="ไฟล์นี้ไม่ใช่บัตรคะแนน", en="this file is not a scorecard",
    cure_th="ใช้ไฟล์ที่ได้จาก samrit score … --json", cure_en="give the output of `samrit score … --json`",
)  # fmt: skip
DOES_NOT_VERIFY = define(
    "VF003", "error",
    th="{where_}: {th}", en="{where_}: {en}",
    cure_th="คะแนนนี้เชื่อไม่ได้จนกว่าจะคิดใหม่จากข้อมูลต้นทาง", cure_en="do not rely on this score; compute it again from its facts",
)  # fmt: skip


@click.command(epilog="ตัวอย่าง · Example: samrit score facts.yaml --json > card.json; samrit verify card.json")
@click.argument("card", type=click.Path(path_type=Path))
@speaks("verify")
def verify(speaker: Speaker, card: Path) -> None:
    """คำนวณบัตรคะแนนซ้ำทุกขั้น เทียบกับเกณฑ์ที่ระบุ

    Recompute every step of a scorecard, against the terms it came with.
    """
    document = _read(card)
    scorecard, terms = document.get("scorecard", document), document.get("terms")
    if not isinstance(scorecard, dict) or "indicators" not in scorecard:
        raise Refused([NOT_A_SCORECARD.at(Place(str(card)))])
    problems = trace.verify(scorecard, terms if isinstance(terms, dict) else None)
    found: list[Issue] = [
        DOES_NOT_VERIFY.at(Place(str(card), 0, one.where), where_=one.where, th=one.th, en=one.en) for one in problems
    ]
    speaker.issues(found)
    if not found and isinstance(terms, dict):
        speaker.say("ถูกต้อง: คำนวณซ้ำทุกขั้นจากเกณฑ์และข้อมูลแล้วตรงกัน", "verified: every step follows from terms and facts")
    elif not found:
        speaker.say(
            "เลขคณิตถูกต้อง แต่ไฟล์ไม่มีเกณฑ์ (terms) จึงยังไม่รู้ว่าคิดตามเกณฑ์หรือไม่",
            "the arithmetic is right, but the file holds no terms, so it is not known whether the rules were followed",
        )
    # other facts or other terms give a consistent scorecard too: only the digests on the issued paper tell
    digests = {key: str(scorecard.get(key)) for key in ("terms_digest", "facts_digest")}
    speaker.say(*["\n".join(f"  {key} {digest}" for key, digest in digests.items())] * 2)
    speaker.done({"digests": digests, "with_terms": isinstance(terms, dict)}, found, ok=not found)


def _read(path: Path) -> dict[str, Any]:
    try:
        data = trace.load(str(path))
    except (OSError, ValueError, RecursionError) as error:
        raise Refused([NOT_JSON.at(Place(str(path)), why=str(error)[:80])]) from None
    if not isinstance(data, dict):
        raise Refused([NOT_A_SCORECARD.at(Place(str(path)))])
    return data
