"""Only the declared proxy may say where a request comes from and that it came encrypted; from others it is struck out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

CLAIMS = (
    "HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PROTO", "HTTP_X_REAL_IP",
)  # fmt: skip


class TrustOnly:
    """A WSGI application in front of another; `proxy` is the address that is believed, "" for none."""

    def __init__(self, proxy: str, inner: Application) -> None:
        self.proxy, self.inner = proxy, inner

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        claims = {name: str(environ.pop(name)) for name in CLAIMS if name in environ}
        if self.proxy and _same(environ.get("REMOTE_ADDR", ""), self.proxy):
            _believe(environ, claims)
        return self.inner(environ, start_response)


def _believe(environ: Environ, claims: dict[str, str]) -> None:
    if claims.get("HTTP_X_FORWARDED_PROTO", "").strip().lower() == "https":
        environ["wsgi.url_scheme"] = "https"
    # the last address is the one the proxy itself saw; those before it are what the sender wrote
    seen = claims.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    if seen:
        environ["REMOTE_ADDR"] = seen


def _same(address: str, proxy: str) -> bool:
    return address.removeprefix("::ffff:") == proxy  # an IPv4 caller of an IPv6 socket
