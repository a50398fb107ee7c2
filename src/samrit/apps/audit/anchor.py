"""The chain's head, signed and kept outside: whoever rebuilds the chain in the database cannot rebuild what lies elsewhere.

An anchor is a small JSON file: number, hash and time of the last event, signed by the installation's Ed25519 key.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from django.conf import settings
from django.db import transaction

from samrit.apps.audit import codes, services
from samrit.apps.ground import clock
from samrit.base.issues import Kind, Place, Refused, define

FORMAT = "samrit-audit-anchor-1"
WRITTEN = codes.define(
    "audit.anchored", "เก็บหลักหมายของเหตุการณ์ที่ {number} ไว้นอกระบบ", "an anchor of event {number} was put outside"
)

NOT_AN_ANCHOR = define(
    "AU010", "error",
    th="ไฟล์นี้ไม่ใช่หลักหมายของบันทึกเหตุการณ์ ({why})", en="this file is no anchor of an audit chain ({why})",
    cure_th="ใช้ไฟล์ที่ได้จาก samrit audit anchor", cure_en="give a file that `samrit audit anchor` wrote",
)  # fmt: skip
FORGED = define(
    "AU011", "error",
    th="ลายเซ็นของหลักหมายนี้ไม่ใช่ของระบบนี้ หรือไฟล์ถูกแก้", en="this anchor was not signed by this installation, or was changed since",
    cure_th="ใช้ไฟล์ต้นฉบับ และกุญแจ audit-ed25519.pem ของระบบที่เขียนไฟล์นี้", cure_en="use the original file, and the audit-ed25519.pem of the installation that wrote it",
)  # fmt: skip
NO_KEY = define(
    "AU012", "error",
    th="ใช้กุญแจของระบบไม่ได้ ({why})", en="the installation's key cannot be used ({why})",
    cure_th="samrit init สร้างกุญแจให้ ถ้าหาย กู้จากสำรองข้อมูล", cure_en="`samrit init` makes it; if it is lost, restore it from a backup",
)  # fmt: skip
NOT_WRITTEN = define(
    "AU013", "error",
    th="เขียนหลักหมายที่นี่ไม่ได้ ({why})", en="an anchor cannot be written here ({why})",
    cure_th="ใช้ชื่อไฟล์ใหม่ หลักหมายเดิมไม่ถูกเขียนทับ", cure_en="use a new file name: an anchor is never overwritten",
)  # fmt: skip
NOTHING_YET = define(
    "AU014", "error",
    th="ยังไม่มีเหตุการณ์ใดให้เก็บหลักหมาย", en="nothing was recorded yet, so there is nothing to anchor",
)  # fmt: skip


@dataclass(frozen=True)
class Anchor:
    """What an anchor says: that event `number` had this hash at this time."""

    number: int
    hash: str
    at: datetime


def write(path: Path) -> Anchor:
    """Sign the head and write it to a new file; the chain notes that it was done."""
    key = _key()
    with transaction.atomic():
        number, head = services.head()
        if number == 0:
            raise Refused([NOTHING_YET.at(Place(str(path)))])
        at = clock.now()
        said = {"format": FORMAT, "number": number, "hash": head, "at": at.isoformat(timespec="microseconds")}
        signed = said | {"key": _hex(key.public_key()), "signature": key.sign(_bytes(said)).hex()}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(json.dumps(signed, indent=2) + "\n")
        except OSError as error:
            raise Refused([NOT_WRITTEN.at(Place(str(path)), why=error.strerror or type(error).__name__)]) from None
        services.record(WRITTEN, by=None, number=number)
    return Anchor(number, head, at)


def read(path: Path) -> Anchor:
    """What a file says, if this installation signed it; Refused otherwise.  The key named in the file is not believed."""
    place = Place(str(path))
    try:
        document = json.loads(path.read_bytes())
        said = {name: document[name] for name in ("format", "number", "hash", "at")}
        signature = bytes.fromhex(document["signature"])
        anchor = Anchor(int(said["number"]), str(said["hash"]), datetime.fromisoformat(said["at"]).astimezone(UTC))
    except OSError as error:
        raise Refused([NOT_AN_ANCHOR.at(place, why=error.strerror or type(error).__name__)]) from None
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError) as error:
        raise Refused([NOT_AN_ANCHOR.at(place, why=type(error).__name__)]) from None
    if said["format"] != FORMAT:
        raise Refused([NOT_AN_ANCHOR.at(place, why=str(said["format"])[:40])])
    try:
        _key().public_key().verify(signature, _bytes(said))
    except InvalidSignature:
        raise Refused([FORGED.at(place)]) from None
    return anchor


def key_path() -> Path:
    """Where `samrit init` put the key: beside the database, not in it."""
    home: Path = settings.INSTALLATION.home
    return home / "keys" / "audit-ed25519.pem"


def _key() -> Ed25519PrivateKey:
    path = key_path()
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise _unusable(NO_KEY, path, error.strerror or type(error).__name__) from None
    except (ValueError, TypeError) as error:
        raise _unusable(NO_KEY, path, type(error).__name__) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise _unusable(NO_KEY, path, "not Ed25519")
    return key


def _unusable(kind: Kind, path: Path, why: str) -> Refused:
    return Refused([kind.at(Place(str(path)), why=why)])


def _hex(key: Ed25519PublicKey) -> str:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def _bytes(said: dict[str, Any]) -> bytes:
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
