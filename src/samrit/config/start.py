"""Make Django ready in this process, from the data folder's settings; nothing else loads it."""

from __future__ import annotations

import os
from pathlib import Path

from samrit.config import environment
from samrit.config.environment import Installation


def start(home: Path | None = None) -> Installation:
    """Read the settings (all problems at once) and load Django; what this process writes is its owner's alone."""
    if home is not None:
        os.environ["SAMRIT_HOME"] = str(home.resolve())
    installation = environment.read()
    os.umask(0o077)
    import django
    from django.conf import settings

    if not settings.configured:
        os.environ["DJANGO_SETTINGS_MODULE"] = "samrit.config.settings"
        django.setup()
    return installation
