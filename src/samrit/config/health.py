"""Whether this installation can work: asked by the supervisor, by monitoring, and by `samrit doctor`."""

from __future__ import annotations

import shutil
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

LEAST_FREE = 20_000_000
"""With fewer bytes left, nothing can be saved for sure; `samrit doctor` warns long before."""


@lru_cache(maxsize=1)
def known_migrations() -> frozenset[tuple[str, str]]:
    """The migrations this program brings, (app, name); they do not change while it runs."""
    loader = MigrationLoader(None)
    replaced = {old for migration in loader.disk_migrations.values() for old in migration.replaces}
    return frozenset(set(loader.disk_migrations) - replaced)


def not_applied() -> list[str]:
    """Migrations that the database lacks, as app.name; raises django.db.Error when it cannot be asked."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    return sorted(".".join(one) for one in known_migrations() - applied)


def reasons() -> list[str]:
    """Why this installation cannot work now; empty when it can.  Holds nothing personal: anybody may ask."""
    full = [] if has_room() else ["disk-full"]
    try:
        missing = not_applied()
    except Error:
        return ["database-unreachable", *full]
    return [*(f"migration-missing:{name}" for name in missing), *full]


def has_room() -> bool:
    """Whether the disk of this installation's folder takes anything more."""
    home: Path = settings.INSTALLATION.home
    try:
        return shutil.disk_usage(home).free >= LEAST_FREE
    except OSError:
        return True  # there is no such folder: another check's matter


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 when pages can be answered, else 503 with the reasons."""
    found = reasons()
    return JsonResponse({"ok": not found, "reasons": found}, status=503 if found else 200)
