"""Work of sign-in that nobody waits for: what no longer counts is removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from samrit.apps.accounts.attempts import forget_old
from samrit.apps.accounts.models import Session
from samrit.apps.ground import clock
from samrit.apps.notices.jobs import Tell, job

FORGET: Final = "accounts.forget"


@job(FORGET)
def _forget(ids: Mapping[str, Any], tell: Tell) -> None:
    """Remove the counts of failed sign-ins and the sessions that are over."""
    forget_old()
    tell(50)
    Session.objects.filter(expire_date__lte=clock.now()).delete()
