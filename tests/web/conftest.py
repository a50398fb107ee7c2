"""The component page as files: rendered once per reader, served from 127.0.0.1, looked at in real Chromium."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory, override_settings
from tests.chromium import started

from samrit.web import assets, colour, middleware, reader, views_components

READERS = [reader.Reader(*wishes) for wishes in product(("th", "en"), ("arabic", "thai"), ("system", "light", "dark"))]
WEB = Path(assets.__file__).parent


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the assets."""
    folder = tmp_path_factory.mktemp("site") / "static"
    assets.build(folder)
    return folder


@pytest.fixture(scope="module")
def web_settings(built: Path) -> Iterator[None]:
    """The settings the pages need, without the rest of the installation."""
    templates = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "OPTIONS": {
            "builtins": ["samrit.web.templatetags.samrit"],
            "context_processors": ["samrit.web.frame.context"],
        },
    }
    with override_settings(
        ROOT_URLCONF="samrit.web.urls", STATIC_URL="/static/", STATIC_ROOT=str(built), TEMPLATES=[templates]
    ):
        yield


def page_name(asking: reader.Reader) -> str:
    """The file of the page for one reader."""
    return f"{asking.language}-{asking.digits}-{asking.theme}.html"


@pytest.fixture(scope="module")
def pages(web_settings: None, built: Path) -> dict[reader.Reader, str]:
    """The component page for every kind of reader."""
    view = middleware.for_reader(middleware.nothing_inline(views_components.components))
    found = {}
    for asking in READERS:
        request = RequestFactory().get("/components/")
        request.COOKIES |= {reader.cookie(name): getattr(asking, name) for name in reader.CHOICES}
        found[asking] = view(request).content.decode()
    return found


@pytest.fixture(scope="module")
def site(pages: dict[reader.Reader, str], built: Path) -> Iterator[str]:
    """The pages and assets behind an HTTP server, with the headers the application sends."""
    folder = built.parent
    for asking, html in pages.items():
        (folder / page_name(asking)).write_text(html, encoding="utf-8")
    (folder / "colour").mkdir(exist_ok=True)
    (folder / "colour" / f"{colour.DEFAULT}.css").write_text(colour.stylesheet(colour.DEFAULT))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


class Quiet(SimpleHTTPRequestHandler):
    """Serves without a word, under the pages' own security policy."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", middleware.CONTENT_SECURITY_POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, one for the tests of a module."""
    with started() as browser:
        yield browser
