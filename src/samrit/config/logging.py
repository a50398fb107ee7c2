"""Logs that an administrator can keep and search: one JSON object a line, and nothing personal in any of them.

What a request was about stands in its path, its query and its user: none of the three is logged, only the route's
pattern.  Other libraries' messages are logged before their gaps are filled, and of an error its kind and where it arose,
never its text: both may quote what a person typed.  Our own loggers (`samrit.…`) are given ids and codes only.
"""

from __future__ import annotations

import json
import logging
import secrets
import time
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

REQUEST: ContextVar[str] = ContextVar("samrit_request", default="")
"""The id of the request this thread answers: shown on error pages, so that its log lines can be found."""

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OURS = ("samrit", "_granian")
"""Loggers whose messages hold ids and codes only; of the web server, nothing of a request."""

log = logging.getLogger("samrit.requests")


class Json(logging.Formatter):
    """A record as one line of JSON; `extra={"fields": {…}}` adds to it."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name.partition(".")[0] in OURS:
            line["event"] = record.getMessage()
        elif record.args:
            line["event"] = str(record.msg)
        else:  # filled in before it came here, perhaps with what somebody typed
            line["event"] = f"{record.module}:{record.lineno}"
        if REQUEST.get():
            line["request"] = REQUEST.get()
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = type(record.exc_info[1]).__qualname__
            line["where"] = _frames(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=lambda value: type(value).__name__)


class Requests:
    """Middleware: one line for every request - method, route, status, milliseconds - and the id that ties lines together."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        request_id = secrets.token_hex(8)
        token = REQUEST.set(request_id)
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = request_id
            fields = {
                "method": request.method if request.method in METHODS else "OTHER",
                "route": _route(request),
                "status": response.status_code,
                "ms": round((time.perf_counter() - began) * 1000, 1),
            }
            log.info("request", extra={"fields": fields})
            return response
        finally:
            REQUEST.reset(token)


def settings_for(level: str = "INFO") -> dict[str, Any]:
    """Django's LOGGING."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "samrit.config.logging.Json"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "samrit": {"level": level},
            # Django's own handlers would mail or print the request; 4xx stand in the request's line already
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.request": {"level": "ERROR"},
        },
    }


def settings_for_granian() -> dict[str, Any]:
    """The web server's own messages, in the same form."""
    return {
        **settings_for(),
        "filters": {"meant": {"()": "samrit.config.logging.Meant"}},
        "loggers": {"_granian": {"handlers": ["stderr"], "level": "WARNING", "propagate": False, "filters": ["meant"]}},
    }


class Meant(logging.Filter):
    """Leaves out the web server's doubt about the number of threads: most of them only wait for slow lines (`turns.THREADS`)."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not str(record.msg).startswith("Configuration allows spawning up to")


def _route(request: HttpRequest) -> str:
    match = request.resolver_match
    return "" if match is None else (match.view_name or match.route)


def _frames(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-12:]
    return [f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
