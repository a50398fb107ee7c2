"""Half a request is no request: a body that ends before its announced length never reaches a view as a shorter form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Whole:
    """WSGI: a body that ends before its announced length is an error of the connection, and never a shorter form."""

    def __init__(self, application: Callable[..., Any]) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """Answer a request."""
        announced = environ.get("CONTENT_LENGTH") or "0"
        if announced.isascii() and announced.isdigit():
            environ["wsgi.input"] = Body(environ["wsgi.input"], int(announced))
        return self.application(environ, start_response)


class Body:
    """What is read of a request."""

    def __init__(self, stream: Any, announced: int) -> None:
        self.stream, self.left = stream, announced

    def read(self, size: int = -1, /) -> bytes:
        """So many bytes, or all that were announced.  Errors: OSError where it ends before that."""
        wanted = self.left if size < 0 else min(size, self.left)
        pieces = []
        while wanted > 0:
            piece = self._counted(self.stream.read(wanted))
            pieces.append(piece)
            wanted -= len(piece)
        return b"".join(pieces)

    def readline(self, size: int = -1, /) -> bytes:
        """A line, at most so many bytes of it.  Errors: OSError where it ends before what was announced."""
        wanted = self.left if size < 0 else min(size, self.left)
        return self._counted(self.stream.readline(wanted)) if wanted > 0 else b""

    def _counted(self, data: bytes) -> bytes:
        if not data:
            raise ConnectionAbortedError("the body ended before its announced length")
        self.left -= len(data)
        return data
