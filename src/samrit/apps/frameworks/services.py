"""Install a pack: prove the very bytes that are stored, once, and never change them."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.db import transaction

from samrit.apps.accounts.models import User
from samrit.apps.audit.services import record
from samrit.apps.frameworks import events, folders, queries
from samrit.apps.frameworks.models import InstalledPack
from samrit.apps.frameworks.permissions import check_can_install
from samrit.base.issues import Place, Refused, define
from samrit.engine.cases import load_proven
from samrit.packs.load import NO_PACK_FILE, Loaded

SAME_VERSION = define(
    "FW004", "error",
    th="{pack} รุ่น {version} ติดตั้งไว้แล้วด้วยเนื้อหาอื่น", en="{pack} version {version} is already installed with other content",
    cure_th="ชุดเกณฑ์ที่ติดตั้งแล้วไม่เปลี่ยน ให้เพิ่มเลขรุ่นใน pack.yaml", cure_en="an installed pack never changes; raise the version in its pack.yaml",
)  # fmt: skip


def install(folder: Path, by: User | None) -> InstalledPack:
    """The pack in `folder`, installed; the same pack again is the same row.  Refuses with all its problems at once.

    `by` None is the command line of the installation.
    """
    check_can_install(by)
    if not (folder / "pack.yaml").is_file():
        raise Refused([NO_PACK_FILE.at(Place(folder.name))])
    files = folders.packed(folder)
    loaded = _proven(files, folder.resolve().name)
    framework = loaded.pack.framework
    with transaction.atomic():
        installed, is_new = InstalledPack.objects.get_or_create(
            pack=framework.id,
            version=framework.version,
            defaults={
                "digest": loaded.digest,
                "name_th": framework.name.th,
                "name_en": framework.name.said("en"),
                "fiscal_year": framework.fiscal_year,
                "files": files,
            },
        )
        if is_new:
            told = {"pack": framework.id, "version": framework.version, "digest": loaded.digest}
            record(events.INSTALLED, by=by, about=[installed], **told)
    if installed.digest != loaded.digest:
        place = framework.at.of("version")
        raise Refused([SAME_VERSION.at(place, pack=framework.id, version=framework.version)])
    queries.keep(loaded.pack)
    return installed


def _proven(files: bytes, name: str) -> Loaded:
    """The pack as it comes out of the store again, with its worked cases run; not the folder, which may change meanwhile."""
    with tempfile.TemporaryDirectory(prefix="samrit-pack-") as scratch:
        copy = Path(scratch) / name
        folders.unpack(files, copy)
        return load_proven(copy)
