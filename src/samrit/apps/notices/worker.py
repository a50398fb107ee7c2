"""The worker: takes one due job after another; notices dead workers, tries again later, gives up with the reason."""

from __future__ import annotations

import contextlib
import logging
import threading
import traceback
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils.module_loading import autodiscover_modules

from samrit.apps.ground import clock
from samrit.apps.notices.jobs import Lost, handler_of
from samrit.apps.notices.models import Job

MOST_ATTEMPTS = 5
BEAT_EVERY = timedelta(seconds=15)
DEAD_AFTER = timedelta(minutes=2)
LONGEST = timedelta(hours=1)
"""How long a worker vouches for one job; after that a hung handler counts as dead, and another worker takes over."""
IDLE_SECONDS = 1.0
DIED = "the worker stopped in the middle of it"

log = logging.getLogger("samrit.jobs")


def run_forever(stop: threading.Event) -> None:
    """Do jobs until told to stop; a job that has begun is finished first."""
    autodiscover_modules("jobs")
    while not stop.is_set():
        close_old_connections()
        try:
            busy = run_once(beating=True)
        except DatabaseError:
            log.exception("the database could not be asked for jobs")
            busy = False
        if not busy:
            stop.wait(IDLE_SECONDS)


def run_once(*, beating: bool = False) -> bool:
    """Do one due job, if there is one; says whether there was.  `beating`: a thread vouches for it while it runs."""
    reap()
    claimed = _claim()
    if claimed is None:
        return False
    claim, vouching = claimed.claim, _beats(claimed.claim) if beating else contextlib.nullcontext()
    try:
        with vouching:
            handler_of(claimed.kind)(claimed.ids, lambda percent: _tell(claim, percent))
    except Lost:
        log.warning("job %s %s was taken over by another worker", claimed.kind, claimed.id)
    except Exception as error:
        log.warning("job %s %s attempt %d: %s", claimed.kind, claimed.id, claimed.attempts, type(error).__name__)
        _put_back(claimed, _why(error))
    else:
        Job.objects.filter(claim=claim).update(
            state="done", progress=100, problem="", claim=None, ended_at=clock.now()
        )  # fmt: skip
    return True


def reap() -> int:
    """Put back the jobs whose worker died; how many there were."""
    dead = list(Job.objects.filter(state="running", beat_at__lt=clock.now() - DEAD_AFTER))
    return sum(_put_back(one, DIED) for one in dead)


def back_off(attempts: int) -> timedelta:
    """How long a job waits after so many attempts: 10 s, 40 s, 160 s, …"""
    return timedelta(seconds=10 * 4 ** (attempts - 1))


def _claim() -> Job | None:
    """Take the job that is due longest.  SQLite lets one writer in at a time; PostgreSQL skips what others hold."""
    now = clock.now()
    with transaction.atomic():
        due = Job.objects.filter(state="waiting", not_before__lte=now).order_by("not_before", "id")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        found = due.first()
        if found is None:
            return None
        found.state, found.claim, found.attempts = "running", uuid4(), found.attempts + 1
        found.started_at = found.beat_at = now
        found.progress = 0
        # the state again: without IMMEDIATE, two could have read the same row
        mine = Job.objects.filter(id=found.id, state="waiting").update(
            state=found.state, claim=found.claim, attempts=found.attempts, progress=0, started_at=now, beat_at=now
        )
        return found if mine else None


def _tell(claim: UUID | None, percent: int) -> None:
    if not Job.objects.filter(claim=claim).update(progress=max(0, min(100, percent)), beat_at=clock.now()):
        raise Lost


def _put_back(tried: Job, problem: str) -> int:
    """Waiting again for its next attempt, or failed after the last; nothing if it is no longer this worker's."""
    now = clock.now()
    own = Job.objects.filter(id=tried.id, state="running", claim=tried.claim)
    if tried.attempts >= MOST_ATTEMPTS:
        return own.update(state="failed", problem=problem, claim=None, ended_at=now)
    return own.update(state="waiting", problem=problem, claim=None, not_before=now + back_off(tried.attempts))


def _why(error: Exception) -> str:
    """The problem for the administrator: what, and the last place in the program."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({frames[-1].name}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}"[:1900] + where


@contextlib.contextmanager
def _beats(claim: UUID | None) -> Iterator[None]:
    """While inside, a thread says now and then that this worker lives."""
    over = threading.Event()
    thread = threading.Thread(target=_beat_until, args=(over, claim), name="samrit-job-beat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _beat_until(over: threading.Event, claim: UUID | None) -> None:
    try:
        for _ in range(int(LONGEST / BEAT_EVERY)):
            if over.wait(BEAT_EVERY.total_seconds()):
                break
            # a beat missed for a busy database is made good by the next
            with contextlib.suppress(DatabaseError):
                Job.objects.filter(claim=claim).update(beat_at=clock.now())
    finally:
        connection.close()
