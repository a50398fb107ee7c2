"""A child ends when its supervisor is gone: even a supervisor that was killed leaves no server behind.

The supervisor holds the other end of the child's standard input and writes nothing; the system closes it when the
supervisor ends, however it ends.  Processes that a child starts share that standard input, and can be held as well.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable


def hold(stop: Callable[[], None], within: float | None = None) -> None:
    """Call `stop` when standard input is closed at the other end; `within` so many seconds the process must have ended."""
    threading.Thread(target=_watch, args=[stop, within], name="leash", daemon=True).start()


def _watch(stop: Callable[[], None], within: float | None) -> None:
    # the plain descriptor: a buffered read would hold a lock that the interpreter needs when it ends
    with contextlib.suppress(OSError):
        while os.read(0, 1024):
            pass
    stop()
    if within is not None:
        time.sleep(within)
        os._exit(1)  # it was asked, and by now nobody is left who would end it
