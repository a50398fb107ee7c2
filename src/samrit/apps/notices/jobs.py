"""Work after the transaction: who does a kind of job, and how one is asked for.

A job runs at least once and, when a worker dies, perhaps again: a handler must do no harm the second time.  `ids` are
JSON values that name things; the handler reads their state when it runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.module_loading import autodiscover_modules

from samrit.apps.ground import clock
from samrit.apps.ground.denied import NotNow
from samrit.apps.notices.models import Job

Tell = Callable[[int], None]
"""Says how far a job is, in percent; raises `Lost` when the job was taken from this worker."""
Handler = Callable[[Mapping[str, Any], Tell], None]

HANDLERS: dict[str, Handler] = {}


class Lost(Exception):
    """The job was given to another worker in between: stop, and write nothing more."""


def job(kind: str) -> Callable[[Handler], Handler]:
    """Enter the function that does a kind of job; it stands in its app's `jobs.py`, where workers look."""

    def enter(handler: Handler) -> Handler:
        if kind in HANDLERS:
            raise ValueError(f"job {kind} is defined twice")
        HANDLERS[kind] = handler
        return handler

    return enter


def handler_of(kind: str) -> Handler:
    """The function that does a kind of job."""
    if kind not in HANDLERS:
        autodiscover_modules("jobs")
    if kind not in HANDLERS:
        raise KeyError(f"no job is called {kind!r}")
    return HANDLERS[kind]


def enqueue(kind: str, ids: Mapping[str, Any], key: str) -> Job:
    """Ask for a job, in the caller's transaction; the same key again is the same job, also when it is long done."""
    handler_of(kind)
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"job {kind} must be asked for inside a transaction")
    wanted = {"kind": kind, "ids": dict(ids)}
    asked, _ = Job.objects.get_or_create(key=key, defaults={**wanted, "not_before": clock.now()})
    if (asked.kind, asked.ids) != (kind, dict(ids)):
        raise ValueError(f"job key {key!r} already stands for another job")
    return asked


def retry(job_id: UUID) -> None:
    """Let a job that was given up start afresh; the caller has checked who asks."""
    given_up = Job.objects.filter(id=job_id, state="failed")
    if not given_up.update(state="waiting", attempts=0, progress=0, problem="", ended_at=None, not_before=clock.now()):
        raise NotNow("งานนี้ไม่ได้อยู่ในสถานะล้มเหลว", "this job has not failed")
