"""One at a time, first come, first served; and stepping aside while waiting for something that is not Python."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar


class Turn:
    """A lock that is handed to whoever has waited longest; Python's own goes to whoever is quickest."""

    def __init__(self) -> None:
        self.looking, self.taken = threading.Lock(), False
        self.waiting: deque[threading.Lock] = deque()

    @contextmanager
    def held(self) -> Generator[None]:
        """While it is one's turn; `aside` knows of it."""
        self._take()
        token = _mine.set(self)
        try:
            yield
        finally:
            _mine.reset(token)
            self._hand_on()

    @contextmanager
    def given_up(self) -> Generator[None]:
        """While it is others' turn; afterwards one waits for the next like everybody."""
        self._hand_on()
        try:
            yield
        finally:
            self._take()

    def _take(self) -> None:
        with self.looking:
            if not self.taken:
                self.taken = True
                return
            mine = threading.Lock()
            mine.acquire()
            self.waiting.append(mine)
        mine.acquire()  # released by whoever was before

    def _hand_on(self) -> None:
        with self.looking:
            if self.waiting:
                self.waiting.popleft().release()
            else:
                self.taken = False


_mine: ContextVar[Turn | None] = ContextVar("samrit_turn", default=None)


@contextmanager
def aside() -> Generator[None]:
    """While another machine is waited for: whoever holds a turn lets others go on; who holds none notices nothing."""
    turn = _mine.get()
    if turn is None:
        yield
        return
    token = _mine.set(None)
    try:
        with turn.given_up():
            yield
    finally:
        _mine.reset(token)
