"""A child ends when its supervisor is gone: even a supervisor that was killed leaves no server behind.

The supervisor holds the other end of the child's standard input and writes nothing; the system closes it when the
supervisor ends, however it ends.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable


def hold(stop: Callable[[], None]) -> None:
    """Call `stop` when standard input is closed at the other end."""
    threading.Thread(target=_watch, args=[stop], name="leash", daemon=True).start()


def _watch(stop: Callable[[], None]) -> None:
    # the plain descriptor: a buffered read would hold a lock that the interpreter needs when it ends
    with contextlib.suppress(OSError):
        while os.read(0, 1024):
            pass
    stop()
