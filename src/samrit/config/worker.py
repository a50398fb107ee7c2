"""The process that does jobs: `python -m samrit.config.worker`, started and watched by `samrit serve`.

It also asks for the jobs of each day itself, so that an installation needs no cron; with several workers each is done
once, as its key names the day.
"""

from __future__ import annotations

import logging
import signal
import threading

from samrit.config import leash
from samrit.config.start import start

DAILY = ("results.open", "evidence.sweep", "accounts.forget")
"""The kinds of job that every day in Bangkok begins with."""
LOOK_SECONDS = 60.0

log = logging.getLogger("samrit.worker")


def main() -> None:
    """Do jobs until told to stop; a job under way is finished or left to be taken up again."""
    stop = threading.Event()
    leash.hold(stop.set)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    start()
    from samrit.apps.notices.worker import run_forever

    log.info("worker started")
    days = threading.Thread(target=_ask_every_day, args=(stop,), name="samrit-days", daemon=True)
    days.start()
    run_forever(stop)
    days.join(timeout=LOOK_SECONDS)
    log.info("worker stopped")


def ask_for_today() -> None:
    """Ask for the jobs of this day; those already asked for, or done, are left as they are."""
    from django.db import transaction

    from samrit.apps.ground import clock
    from samrit.apps.notices.jobs import enqueue

    today = clock.today()
    with transaction.atomic():
        for kind in DAILY:
            enqueue(kind, {}, key=f"{kind} {today}")


def _ask_every_day(stop: threading.Event) -> None:
    from django.db import DatabaseError, close_old_connections, connection

    from samrit.apps.ground import clock

    asked = None
    while not stop.is_set():
        close_old_connections()
        try:
            if (today := clock.today()) != asked:
                ask_for_today()
                asked = today
        except DatabaseError:
            log.exception("the jobs of the day could not be asked for")
        stop.wait(LOOK_SECONDS)
    connection.close()


if __name__ == "__main__":
    main()
