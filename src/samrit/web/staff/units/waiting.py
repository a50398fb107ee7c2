"""Uploaded tables between preview and import: kept in a private folder for a day, under a name only the uploader was told."""

from __future__ import annotations

import json
import os
import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from samrit.apps.ground import clock

KEPT_FOR = timedelta(days=1)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


@dataclass(frozen=True)
class Waiting:
    """An uploaded table: whose, for which agency, from which day on it shall hold."""

    token: str
    user: UUID
    root: UUID
    since: date
    name: str
    data: bytes


def keep(*, user: UUID, root: UUID, since: date, name: str, data: bytes) -> str:
    """Keep a table until it is imported or a day has passed; the name under which it is found again."""
    home = folder()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sweep()
    token = secrets.token_urlsafe(24)
    told = {
        "user": str(user), "root": str(root), "since": since.isoformat(), "name": name, "at": clock.now().isoformat(),
    }  # fmt: skip
    # the table first: whoever finds the note finds the table
    for ending, content in (("table", data), ("json", json.dumps(told).encode())):
        handle = os.open(home / f"{token}.{ending}", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    return token


def find(token: str, *, user: UUID, root: UUID) -> Waiting | None:
    """The table, for the person who uploaded it and its agency only; none: it was imported, swept, or is another's."""
    if not _TOKEN.fullmatch(token):
        return None
    try:
        told = json.loads((folder() / f"{token}.json").read_text(encoding="utf-8"))
        if _is_old(told) or (told["user"], told["root"]) != (str(user), str(root)):
            return None
        data = (folder() / f"{token}.table").read_bytes()
    except OSError:
        return None
    return Waiting(token, user, root, date.fromisoformat(told["since"]), told["name"], data)


def drop(token: str) -> None:
    """Forget a table that was imported or is not wanted."""
    for ending in ("json", "table"):
        (folder() / f"{token}.{ending}").unlink(missing_ok=True)


def folder() -> Path:
    """Where tables wait."""
    home: Path = settings.INSTALLATION.home
    return home / "imports-waiting"


def _sweep() -> None:
    for note in folder().glob("*.json"):
        try:
            told = json.loads(note.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if _is_old(told):
            drop(note.stem)


def _is_old(told: dict[str, str]) -> bool:
    return clock.now() - datetime.fromisoformat(told["at"]) > KEPT_FOR
