"""Pages are answered one after the other in each process: threads that share one Python only delay each other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

from samrit.apps.ground.turns import Turn

THREADS = 12
"""Of each process that answers.  Two would keep its Python busy; the others wait for those who send slowly, so that a few
of them on a bad line do not keep everybody else waiting."""


class Turns:
    """WSGI: whoever reads waits until it is their turn, in the order of asking; whoever sends something does not wait.

    A page is Python at work, and one process has one Python: twelve pages at once take as long as one after the other,
    but each takes as long as all.  With turns, half of the readers have theirs in half of the time, and nobody is passed
    over.  A form or a file comes from a person's line, however slow, so it holds no turn and waits for none; and a page
    that asks another machine steps aside meanwhile (`ground.turns.aside`).

    Whose turn it is sits where the one before sat, in the same thread: its connection has read, and had the database
    prepare, what the next page asks as well.
    """

    def __init__(self, application: Callable[..., Any]) -> None:
        self.application, self.turn = application, Turn()
        # one thread, and another only while a page has stepped aside: a pool makes none as long as one is idle; as many as
        # may ask at once, for who waited for a seat would keep the turn from those who step back and free one
        self.seats = ThreadPoolExecutor(THREADS, thread_name_prefix="reader")

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """Answer a request."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.application(environ, start_response)
        with self.turn.held():
            return self.seats.submit(copy_context().run, self.application, environ, start_response).result()
