"""Secrets of an installation: files that only their owner reads, written whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from samrit.base.issues import Issue, Place, Refused, define

NO_KEY = define(
    "SE009", "error",
    th="ใช้กุญแจลงนามสายโซ่เหตุการณ์ไม่ได้ ({why})", en="the key that signs the audit chain cannot be used ({why})",
    cure_th="นำแฟ้มกลับจากสำรองที่ทำด้วย --with-keys อย่าสร้างกุญแจใหม่ทับ", cure_en="bring it back from a backup made with --with-keys; do not make a new one over it",
)  # fmt: skip
OPEN_TO_OTHERS = define(
    "SE010", "error",
    th="ผู้ใช้อื่นของเครื่องเข้าถึง {name} ได้ (สิทธิ์ {mode})", en="other users of this machine can reach {name} (mode {mode})",
    cure_th="สั่ง chmod {wanted} {name}", cure_en="run: chmod {wanted} {name}",
)  # fmt: skip


def new_secret() -> str:
    """Random letters for signing sessions: 64 of them, about 380 bits."""
    return secrets.token_urlsafe(48)


def write_secret(path: Path, data: bytes) -> None:
    """Write a file for its owner alone; a half-written one never stands under its name."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def make_audit_key(path: Path) -> None:
    """A new Ed25519 key as PKCS#8 PEM; never over another."""
    if path.exists():
        raise FileExistsError(path)
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    write_secret(path, pem)


def audit_key(path: Path) -> Ed25519PrivateKey:
    """The key that signs the head of the audit chain; raises Refused."""
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        why = (error.strerror or "") if isinstance(error, OSError) else type(error).__name__
        raise Refused([NO_KEY.at(Place(str(path)), why=why)]) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused([NO_KEY.at(Place(str(path)), why="not Ed25519")])
    return key


def open_to_others(path: Path) -> list[Issue]:
    """A problem when anybody but its owner may read, write or enter it."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if not mode & 0o077:
        return []
    wanted = "700" if path.is_dir() else "600"
    return [OPEN_TO_OTHERS.at(Place(str(path)), name=path, mode=f"{mode:o}", wanted=wanted)]


def sync_folder(folder: Path) -> None:
    """Make a rename in this folder last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
