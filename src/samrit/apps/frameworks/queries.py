"""Installed packs as the rest of the program uses them: parsed, resolved, and kept in this process by digest."""

from __future__ import annotations

import hashlib
import tempfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zipfile import BadZipFile

from samrit.apps.frameworks import folders
from samrit.apps.frameworks.kept import Kept
from samrit.apps.frameworks.models import InstalledPack
from samrit.base.issues import Place, Refused, define
from samrit.packs import digest, load
from samrit.packs.model import Pack
from samrit.packs.terms import Overlay, Terms, read_overlay, resolve

NOT_AS_INSTALLED = define(
    "FW005", "error",
    th="ชุดเกณฑ์ {pack} ที่เก็บไว้ไม่ตรงกับลายนิ้วมือที่ติดตั้ง จึงไม่ใช้", en="the stored pack {pack} is not the one whose digest was installed, so it is not used",
    cure_th="ฐานข้อมูลถูกแก้ หรือ Samrit รุ่นนี้อ่านชุดเกณฑ์ต่างไป เทียบกับสำรองข้อมูล",
    cure_en="the database was changed, or this Samrit reads packs otherwise; compare with a backup",
)  # fmt: skip

PACKS_KEPT = 16
TERMS_KEPT = 256


@dataclass(frozen=True)
class Ready:
    """A parsed pack with its bare terms."""

    pack: Pack
    terms: Terms


_packs: Kept[str, Ready] = Kept(PACKS_KEPT)
_overlays: Kept[tuple[str, str], Overlay] = Kept(TERMS_KEPT)
_terms: Kept[tuple[str, str, date | None], Terms] = Kept(TERMS_KEPT)


def versions(pack: str) -> list[InstalledPack]:
    """The installed versions of a pack by its id, newest first."""
    return sorted(InstalledPack.objects.filter(pack=pack), key=lambda row: _numbers(row.version), reverse=True)


def installed_packs() -> list[InstalledPack]:
    """Every installed pack, by id, newest version first."""
    rows = sorted(InstalledPack.objects.all(), key=lambda row: _numbers(row.version), reverse=True)
    return sorted(rows, key=lambda row: row.pack)


def unpacked(installed: InstalledPack) -> Pack:
    """The pack, from the database and never from the disk; its digest is compared when it is parsed."""
    return _ready(installed).pack


def terms_of(installed: InstalledPack, overlay_text: str = "", on: date | None = None) -> Terms:
    """What is scored under an agreement as it holds on a day (None: with every operation); without one: the bare pack."""
    if not overlay_text:
        return _ready(installed).terms
    overlay = overlay_of(installed, overlay_text)
    # two days with no operation between them have the same terms
    since = None if on is None else max((day for day in days_of(overlay) if day <= on), default=date.min)
    name = hashlib.sha256(overlay_text.encode()).hexdigest()
    return _terms.get((installed.digest, name, since), lambda: resolve(unpacked(installed), overlay, since))


def overlay_of(installed: InstalledPack, overlay_text: str) -> Overlay:
    """An agreement's operations; refuses with all that is wrong with the text."""
    name = hashlib.sha256(overlay_text.encode()).hexdigest()
    shown = f"{installed.pack}/agreement"
    return _overlays.get((installed.digest, name), lambda: read_overlay(overlay_text.encode(), shown))


def days_of(overlay: Overlay) -> list[date]:
    """The days on which an agreement's terms change."""
    return sorted({change.holds_from for change in overlay.operations if change.holds_from is not None})


def keep(pack: Pack) -> None:
    """Keep a pack that was just read from the very bytes that are stored, so that its first use need not read it again."""
    _packs.get(digest.of_pack(pack), lambda: Ready(pack, resolve(pack)))


def _ready(installed: InstalledPack) -> Ready:
    return _packs.get(installed.digest, lambda: _load(installed))


def _load(installed: InstalledPack) -> Ready:
    pack = None
    with tempfile.TemporaryDirectory(prefix="samrit-pack-") as scratch, suppress(BadZipFile, zlib.error):
        folder = Path(scratch) / installed.pack
        folders.unpack(bytes(installed.files), folder)
        pack, _ = load.parse(folder)  # its checks passed when it was installed, and the digest says it is the same
    if pack is None or digest.of_pack(pack) != installed.digest:
        raise Refused([NOT_AS_INSTALLED.at(Place(installed.pack), pack=f"{installed.pack} {installed.version}")])
    return Ready(pack, resolve(pack))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
