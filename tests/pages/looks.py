"""Rendered pages in real Chromium: axe finds nothing, nothing scrolls sideways, the policy refuses nothing; pictures on demand.

A test renders its pages with the Client and hands them over by name:

    def test_looks(opened: Open) -> None:
        pages = looks.in_both_languages(opened("clerk"), "tree", "/units/")
        assert looks.problems(pages) == []

With SAMRIT_LOOKS=<folder> each page is also photographed at 390 and 1440 px, light and dark.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from tests import chromium
from tests.thorough import more

from samrit.web import colour, middleware, reader

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 360, 390, 768, 1440)
PHONE, DESK = (360, "light"), (1440, "dark")
AXE_WAYS = {"th": (PHONE, *more(DESK)), "en": (DESK, *more(PHONE)), "once": (PHONE, DESK)}
"""Widths and schemes axe looks at: layouts and colours are the same in both languages, only the words are others, so a page
in both languages is looked at one way in each.  A page in one language only, "once", is looked at both ways."""
PICTURES = tuple(product((390, 1440), ("light", "dark")))

Files = Mapping[str, tuple[str, bytes]]
"""Other addresses that pages load (pictures, PDF): address → media type and content."""

OPEN_FOLDS = """() => {
  const shut = document.querySelectorAll('main details:not([open])');
  shut.forEach(fold => { fold.open = true });
  return shut.length;
}"""
WIDE = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return null;
  const out = [...document.querySelectorAll('main *')].filter(one => one.getBoundingClientRect().right > page.clientWidth + 1);
  return page.scrollWidth + ' px: ' + out.slice(0, 3).map(one => one.outerHTML.slice(0, 120)).join(' | ');
}"""


def in_both_languages(client: Client, name: str, path: str, status: int = 200) -> dict[str, str]:
    """A page as it is answered in Thai and in English, as "<name>-th" and "<name>-en"."""
    return {f"{name}-{language}": rendered(client, path, language, status) for language in ("th", "en")}


def rendered(client: Client, path: str, language: str = "th", status: int = 200) -> str:
    """A page as it is answered in a language."""
    client.cookies[reader.cookie("language")] = language
    answer = client.get(path)
    del client.cookies[reader.cookie("language")]
    assert answer.status_code == status, f"{path} answers {answer.status_code}, not {status}"
    return str(answer.content.decode())


def problems(pages: Mapping[str, str], files: Files | None = None) -> list[str]:
    """What is wrong with pages, one sentence for each finding; none: all is well.  Skips where there is no Chromium."""
    chromium.needed()
    # Playwright keeps an event loop running in its thread, and Django's database refuses to work in such a one.
    with _served(pages, files or {}) as site, ThreadPoolExecutor(1) as thread:
        return thread.submit(_look, site, list(pages)).result()


def _look(site: str, names: list[str]) -> list[str]:
    found: list[str] = []
    with chromium.started() as browser:
        # one window for all of them: opening windows takes longer than most of what is looked at in them
        page = browser.new_context().new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        for name in names:
            page.set_viewport_size({"width": 1440, "height": 900})
            page.emulate_media(color_scheme="light")
            said.clear()
            page.goto(f"{site}/pages/{name}")
            page.evaluate("document.fonts.ready.then(() => true)")
            found += [f"{name}: {one}" for one in (*_plain(page, name, said), *_axe(page, name, _ways(name, names)))]
    return found


def _plain(page: Any, name: str, said: list[str]) -> Iterator[str]:
    """The page under its own policy: what the console complains of, and what is wider than the screen."""
    if folder := os.environ.get("SAMRIT_LOOKS"):
        for width, scheme in PICTURES:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=str(Path(folder) / f"{name}-{width}-{scheme}.png"), full_page=True)
    for folds in ("folds as they are", "all folds open"):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if wide := page.evaluate(WIDE):
                yield f"scrolls sideways at {width} px ({folds}): {wide}"
        if not page.evaluate(OPEN_FOLDS):
            break
    yield from [f"console: {one}" for one in said]


def _ways(name: str, names: list[str]) -> tuple[tuple[int, str], ...]:
    both = {f"{name[:-3]}-{language}" for language in ("th", "en")}
    return AXE_WAYS[name[-2:] if name in both and both <= set(names) else "once"]


def _axe(page: Any, name: str, ways: tuple[tuple[int, str], ...]) -> Iterator[str]:
    """What axe finds, with all folds open."""
    from axe_playwright_python.base import AXE_SCRIPT

    page.evaluate(AXE_SCRIPT)
    for width, scheme in ways:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        # what passes is named, not listed: writing down every node of it takes longer than looking at them
        result = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", WCAG)
        assert result["passes"], f"axe looked at nothing on {name}"
        for rule in result["violations"]:
            for node in rule["nodes"]:
                yield f"axe {rule['id']} at {width} px, {scheme}: {node['html'][:160]} {node['failureSummary']}"


@contextmanager
def _served(pages: Mapping[str, str], files: Files) -> Iterator[str]:
    """The pages and their assets on 127.0.0.1, under the application's own policy."""
    static = Path(settings.STATIC_ROOT)
    kinds = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff": "font/woff"}

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = self.path.partition("?")[0]
            kind, content = "text/plain", b""
            if address.startswith("/pages/") and address[7:] in pages:
                kind, content = "text/html; charset=utf-8", pages[address[7:]].encode()
            elif address.startswith("/colour/"):
                kind, content = "text/css", colour.stylesheet(address[8:].removesuffix(".css")).encode()
            elif address in files:
                kind, content = files[address]
            elif address.startswith(settings.STATIC_URL):
                file = static / Path(address).name
                kind, content = kinds.get(file.suffix, kind), file.read_bytes() if file.is_file() else b""
            self.send_response(200 if content else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Content-Security-Policy", middleware.CONTENT_SECURITY_POLICY)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
