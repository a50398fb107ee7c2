"""The process that does jobs: `python -m samrit.config.worker`, started and watched by `samrit serve`."""

from __future__ import annotations

import logging
import signal
import threading

from samrit.config import leash
from samrit.config.start import start

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
    run_forever(stop)
    log.info("worker stopped")


if __name__ == "__main__":
    main()
