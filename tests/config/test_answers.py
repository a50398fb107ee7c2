"""What every answer carries, what is logged of it, whom a proxy's word is believed from, and /health."""

from __future__ import annotations

import inspect
import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from granian.server import mp

from samrit.config import health
from samrit.config.logging import REQUEST, Json, Meant
from samrit.config.proxy import TrustOnly
from samrit.web import assets
from samrit.web.middleware import policy


def broken(request: HttpRequest, who: str) -> HttpResponse:
    raise ValueError(f"{who} typed something private")


def seen(request: HttpRequest, who: str) -> HttpResponse:
    logging.getLogger("samrit.tests").info("done", extra={"fields": {"ids": 3}})
    return HttpResponse(REQUEST.get())


urlpatterns = [path("people/<str:who>/broken", broken, name="broken"), path("people/<str:who>", seen, name="seen")]


@pytest.fixture(autouse=True, scope="module")
def _pages_own_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What `samrit serve` makes before it answers: an unknown address answers with a page, which needs them."""
    folder = tmp_path_factory.mktemp("static")
    assets.build(folder)
    with override_settings(STATIC_ROOT=folder):
        yield


@pytest.fixture
def lines() -> Any:
    """What is logged, as it is written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Json())
    root = logging.getLogger()
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)


@pytest.mark.urls("tests.config.test_answers")
def test_a_request_is_one_line_with_its_route_and_nothing_that_was_typed(lines: Any) -> None:
    answer = Client().get("/people/Somchai-Somsmut?q=secret", headers={"User-Agent": "secret browser"})
    inner, line = lines()
    assert (line["method"], line["route"], line["status"]) == ("GET", "seen", 200)
    assert line["ms"] >= 0
    assert answer.headers["X-Request-ID"] == answer.content.decode() == line["request"] == inner["request"]
    assert inner["ids"] == 3
    assert not {"Somchai", "secret"} & set(json.dumps(lines()).replace("-", " ").split())
    assert "Somchai" not in json.dumps(lines())
    assert "secret" not in json.dumps(lines())


@pytest.mark.urls("tests.config.test_answers")
def test_an_error_is_logged_by_kind_and_place_without_its_words(lines: Any) -> None:
    answer = Client(raise_request_exception=False).get("/people/Somchai/broken")
    assert answer.status_code == 500
    error = next(line for line in lines() if "error" in line)
    assert error["error"] == "ValueError"
    assert any("test_answers.py" in frame and "broken" in frame for frame in error["where"])
    assert "Somchai" not in json.dumps(lines())
    assert "private" not in json.dumps(lines())


def test_an_unknown_page_and_method_leave_no_words_either(lines: Any) -> None:
    Client().generic("SOMCHAI", "/Somchai")
    assert [(line["method"], line["route"], line["status"]) for line in lines()] == [("OTHER", "", 404)]


def test_a_filled_in_message_of_another_library_is_not_logged(lines: Any) -> None:
    logging.getLogger("django.security.X").error("Somchai is not allowed")
    logging.getLogger("elsewhere").error("%s failed", "Somchai")
    assert "Somchai" not in json.dumps(lines())
    assert lines()[1]["event"] == "%s failed"


def test_every_answer_forbids_foreign_and_inline_content_frames_and_referrers() -> None:
    headers = Client().get("/nothing").headers
    told = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert told == {
        "default-src": "'none'", "base-uri": "'none'", "frame-ancestors": "'none'", "form-action": "'self'",
        **dict.fromkeys(("style-src", "font-src", "img-src", "script-src", "connect-src"), "'self'"),
    }  # fmt: skip
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_form_may_lead_to_the_declared_sign_in_provider_and_nowhere_else() -> None:
    assert "form-action 'self' https://login.example.go.th" in policy("https://login.example.go.th")


@pytest.mark.parametrize(
    ("proxy", "caller", "scheme", "address"),
    [
        ("127.0.0.1", "127.0.0.1", "https", "203.0.113.9"),
        ("127.0.0.1", "::ffff:127.0.0.1", "https", "203.0.113.9"),
        ("127.0.0.1", "203.0.113.66", "http", "203.0.113.66"),
        ("", "127.0.0.1", "http", "127.0.0.1"),
        ("", "", "http", ""),
    ],
)
def test_only_the_declared_proxy_is_believed(proxy: str, caller: str, scheme: str, address: str) -> None:
    got: dict[str, Any] = {}

    def inner(environ: dict[str, Any], start: Any) -> list[bytes]:
        got.update(environ)
        return []

    environ = {
        "REMOTE_ADDR": caller, "wsgi.url_scheme": "http", "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_FORWARDED_FOR": "198.51.100.1, 203.0.113.9", "HTTP_X_FORWARDED_HOST": "evil.example",
    }  # fmt: skip
    TrustOnly(proxy, inner)(environ, lambda *_: None)
    assert (got["wsgi.url_scheme"], got["REMOTE_ADDR"]) == (scheme, address)
    assert not [name for name in got if "FORWARDED" in name]


def test_a_proxy_that_says_nothing_changes_nothing() -> None:
    got: dict[str, Any] = {}
    TrustOnly("127.0.0.1", lambda environ, _: got.update(environ) or [])(
        {"REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "http"}, lambda *_: None
    )
    assert got == {"REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "http"}


def test_health_is_200_when_the_database_has_this_programs_shape(db: None) -> None:
    answer = Client().get("/health")
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "reasons": []})
    assert "no-store" in answer.headers["Cache-Control"]
    assert Client().post("/health").status_code == 405


def test_health_is_503_and_names_the_missing_migration(db: None) -> None:
    MigrationRecorder(connection).migration_qs.filter(app="audit", name="0001_initial").delete()
    answer = Client().get("/health")
    assert answer.status_code == 503
    assert answer.json() == {"ok": False, "reasons": ["migration-missing:audit.0001_initial"]}


def test_health_is_503_when_the_database_cannot_be_reached(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> list[str]:
        raise OperationalError("password of samrit is wrong")

    monkeypatch.setattr(health, "not_applied", gone)
    answer = Client().get("/health")
    assert (answer.status_code, answer.json()["reasons"]) == (503, ["database-unreachable"])


@pytest.mark.parametrize(
    ("given", "secure"),
    [({}, False), ({"SAMRIT_TRUSTED_PROXY": "127.0.0.1"}, True)],
    ids=["on this machine", "encrypted"],
)
def test_cookies_and_redirects_demand_encryption_exactly_when_there_is_some(
    given: dict[str, str], secure: bool, tmp_path: Path
) -> None:
    program = (
        "from samrit.config import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, "
        "s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0, s.SESSION_COOKIE_NAME.startswith('__Host-'), "
        "s.CSRF_COOKIE_NAME.startswith('__Host-'), s.DEBUG)"
    )
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("SAMRIT_", "DJANGO_"))}
    environ |= {"SAMRIT_HOME": str(tmp_path), "SAMRIT_SECRET_KEY": "k" * 50, **given}
    run = subprocess.run([sys.executable, "-c", program], env=environ, capture_output=True, text=True, check=True)
    assert run.stdout.split() == [str(secure)] * 6 + ["False"]


def test_the_web_server_s_doubt_about_threads_is_left_out_and_no_other_warning() -> None:
    doubt = "Configuration allows spawning up to"
    assert doubt in inspect.getsource(mp)  # else the server words it otherwise by now

    def told(text: str) -> bool:
        return Meant().filter(logging.LogRecord("_granian", logging.WARNING, "", 1, text, (), None))

    assert not told(f"{doubt} 12 Python threads, which seems quite high.")
    assert told("Worker-1 was killed")
