"""The arithmetic of the chain: what is hashed, and how it is checked.  No database; plain values in and out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from samrit.base.issues import Issue, Place, define

FIRST = "0" * 64
"""What the first event names as its predecessor."""

CHANGED = define(
    "AU001", "error",
    th="เหตุการณ์ที่ {number} ({code}) ถูกแก้หลังบันทึก", en="event {number} ({code}) was changed after it was recorded",
    cure_th="เทียบกับสำรองข้อมูล และหาว่าใครเข้าถึงฐานข้อมูลได้", cure_en="compare with a backup, and find out who could reach the database",
)  # fmt: skip
GAP = define(
    "AU002", "error",
    th="หลังเหตุการณ์ที่ {number} สายโซ่ขาด (ถัดไปคือ {next})", en="the chain is broken after event {number} (the next is {next})",
    cure_th="มีเหตุการณ์ถูกลบหรือแทรก เทียบกับสำรองข้อมูล", cure_en="events were removed or put in; compare with a backup",
)  # fmt: skip
WORDS_CHANGED = define(
    "AU003", "error",
    th="รายละเอียดของเหตุการณ์ที่ {number} ({code}) ไม่ตรงกับที่บันทึกไว้", en="the details of event {number} ({code}) are not those recorded",
    cure_th="เทียบกับสำรองข้อมูล", cure_en="compare with a backup",
)  # fmt: skip
NOT_THE_ANCHOR = define(
    "AU004", "error",
    th="เหตุการณ์ที่ {number} ไม่ตรงกับหลักหมายที่เก็บไว้นอกระบบ สายโซ่ถูกสร้างใหม่", en="event {number} is not the one of the anchor kept outside: the chain was rebuilt",
    cure_th="ใช้สำรองข้อมูลก่อนวันที่ของหลักหมาย", cure_en="use a backup from before the anchor's date",
)  # fmt: skip


@dataclass(frozen=True)
class Link:
    """An event as the chain sees it.  `payload` None: shredded (or not loaded); the commitment still stands."""

    number: int
    at: datetime
    actor: UUID | None
    code: str
    about: list[list[str]]
    commitment: str
    previous: str
    hash: str
    salt: str = ""
    payload: dict[str, Any] | None = None
    shredded: bool = False


def commitment_of(salt: str, payload: dict[str, Any]) -> str:
    """sha256 of salt and payload: tells nothing of a short payload to one who has not the salt."""
    return hashlib.sha256((salt + _canonical(payload)).encode()).hexdigest()


def hash_of(
    number: int, at: datetime, actor: UUID | None, code: str, about: list[list[str]], commitment: str, previous: str
) -> str:
    """sha256 of the event with its predecessor's hash."""
    fields = [number, at.isoformat(timespec="microseconds"), None if actor is None else str(actor), code, about]
    return hashlib.sha256(_canonical([*fields, commitment, previous]).encode()).hexdigest()


def check(links: Iterable[Link], anchors: dict[int, str] | None = None) -> Iterator[Issue]:
    """Every break of the chain, in its order; `anchors` are hashes by number that were kept outside."""
    before = FIRST
    last = 0
    for link in links:
        place = Place(f"audit #{link.number}")
        if link.number != last + 1 or link.previous != before:
            yield GAP.at(place, number=last, next=link.number)
        told = hash_of(link.number, link.at, link.actor, link.code, link.about, link.commitment, link.previous)
        if told != link.hash:
            yield CHANGED.at(place, number=link.number, code=link.code)
        if not link.shredded and (link.payload is None or commitment_of(link.salt, link.payload) != link.commitment):
            yield WORDS_CHANGED.at(place, number=link.number, code=link.code)
        if anchors and anchors.get(link.number, link.hash) != link.hash:
            yield NOT_THE_ANCHOR.at(place, number=link.number)
        before, last = link.hash, link.number
    for number in sorted(anchors or {}):
        if number > last:
            yield GAP.at(Place(f"audit #{number}"), number=last, next=number)


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
