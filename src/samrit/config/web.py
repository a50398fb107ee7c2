"""The process that answers pages: `python -m samrit.config.web HOST PORT WORKERS`, started and watched by `samrit serve`."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from granian import Granian
from granian.constants import Interfaces, SSLProtocols
from granian.http import HTTP1Settings
from granian.log import LogLevels

from samrit.config import leash, logging
from samrit.config.environment import read
from samrit.config.turns import THREADS

ENDS_WITHIN = 6.0
"""Seconds after the supervisor is gone.  The server gives its processes four to finish what they are answering."""


def main(host: str, port: int, workers: int) -> None:
    """Serve until told to stop."""
    os.umask(0o077)
    installation = read()
    cert, key = installation.tls or (None, None)
    server = Granian(
        "samrit.config.wsgi:application", address=host, port=port, interface=Interfaces.WSGI,
        workers=workers, blocking_threads=THREADS, websockets=False, backlog=1024,
        http1_settings=HTTP1Settings(header_read_timeout=15_000),
        ssl_cert=cert, ssl_key=key, ssl_protocol_min=SSLProtocols.tls12, log_level=LogLevels.warning, log_dictconfig=logging.settings_for_granian(),
        respawn_failed_workers=True, respawn_interval=1, workers_kill_timeout=4,
    )  # fmt: skip
    leash.hold(_stop, ENDS_WITHIN)
    server.serve(target_loader=_application)


def _application(target: str) -> Any:
    """Loads it, in each process that answers.

    That process is held as well: were the server's first process killed together with the supervisor, as by a machine
    out of memory, it would answer on for ever, and keep the port.
    """
    leash.hold(_stop, ENDS_WITHIN)
    from samrit.config.wsgi import application

    return application


def _stop() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "samrit.config.settings"
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
