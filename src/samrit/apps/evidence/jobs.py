"""Work of the evidence store that nobody waits for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from samrit.apps.evidence.services import sweep
from samrit.apps.notices.jobs import Tell, job

SWEEP: Final = "evidence.sweep"


@job(SWEEP)
def _sweep(ids: Mapping[str, Any], tell: Tell) -> None:
    """Take away the files that nobody finished giving."""
    sweep()
