"""Jobs that pages ask for; workers look here for who does them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from samrit.apps.notices.jobs import Tell, job
from samrit.web.staff.audit import proof
from samrit.web.staff.years.rounds import JOB as OPEN_REPORTS
from samrit.web.staff.years.rounds import run_job


@job(proof.JOB)
def verify_the_log(ids: Mapping[str, Any], tell: Tell) -> None:
    """Verify the chain of events for whoever asked; done twice it is on the record twice, and does no harm."""
    proof.run_job(UUID(ids["by"]), tell)


@job(OPEN_REPORTS)
def open_reports(ids: Mapping[str, Any], tell: Tell) -> None:
    """Open a round's reports for every assessment of a year; those already open stay as they are."""
    run_job(UUID(ids["year"]), ids["round"], UUID(ids["by"]), tell)
