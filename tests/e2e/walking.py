"""Somebody who walks through the pages as the guides tell: reads, clicks, types, photographs, and counts all of it."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, PngImagePlugin
from tests.e2e.conftest import Site
from tests.e2e.world import PASSWORD

PHONE, DESKTOP = (390, 760), (1280, 800)
COLOURS = 24
NAMED = "a, button, summary, label, legend, option, h1, h2, h3, dt, th, .notice-title, .status"
"""What a guide may quote: what is pressed, asked or headed."""
READ = (
    """selector => [...document.querySelectorAll(selector)].map(one => one.textContent.replace(/\\s+/g, ' ').trim())"""
)
WORDS = """() => [...new Intl.Segmenter('th', {granularity: 'word'}).segment(document.querySelector('main').innerText)]
    .filter(one => one.isWordLike).length"""
LOADED = """() => Promise.all([...document.images].map(one => {
    one.loading = 'eager'; return one.decode().catch(() => null) }))"""
WIDEST = "document.documentElement.scrollWidth"
DATED = re.compile(r"[0-9๐-๙]+|(?:ม\.ค|ก\.พ|มี\.ค|เม\.ย|พ\.ค|มิ\.ย|ก\.ค|ส\.ค|ก\.ย|ต\.ค|พ\.ย|ธ\.ค)\.")


@dataclass(frozen=True)
class Picture:
    """A screen as it stands in a guide: a small PNG which holds, as its text, the screen's heading and buttons."""

    png: bytes
    size: tuple[int, int]
    words: str


@dataclass
class Count:
    """What a task took."""

    clicks: int = 0
    fields: int = 0
    pages: int = 0
    words: int = 0


@dataclass
class Walk:
    """What was met on the way: the words by guide, the pictures by name, the tasks in their order."""

    seen: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    pictures: dict[str, Picture] = field(default_factory=dict)
    tasks: dict[str, Count] = field(default_factory=dict)


class Walker:
    """One person at a browser of their own, whose steps belong to one guide."""

    def __init__(self, browser: Any, site: Site, walk: Walk, guide: str, username: str, size: tuple[int, int]) -> None:
        self.site, self.walk, self.guide, self.username = site, walk, guide, username
        self.count, self._document = Count(), 0.0
        self.context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, device_scale_factor=2 if size == PHONE else 1,
            locale="th-TH", accept_downloads=True,
        )  # fmt: skip
        self.context.add_cookies([{"name": "samrit_language", "value": "th", "url": site.address}])
        self.context.set_default_timeout(15_000)
        self.page = self.context.new_page()

    def sign_in(self) -> Walker:
        """Comes in with the password."""
        self.go("/")
        self.type("username", self.username)
        self.type("password", PASSWORD)
        self.click(self.page.locator("main form button").first)
        assert "/sign-in/" not in self.page.url, self.page.locator("main").inner_text()
        return self

    @contextmanager
    def task(self, name: str) -> Iterator[None]:
        """Counts what is done within, from the page that is open."""
        self.count, self._document = Count(), 0.0
        if self.page.url != "about:blank":
            self._read()
        yield
        self.walk.tasks[name], self.count = self.count, Count()

    def go(self, path: str) -> None:
        """Opens an address, as from a bookmark."""
        answer = self.page.goto(self.site.address + path.removeprefix(self.site.address))
        assert answer is None or answer.status < 400, f"{path} answered {answer.status}"
        self._read()

    def press(self, words: str) -> None:
        """Presses what bears these words in the page."""
        self.click(self.page.locator("main").locator("a, button, summary").filter(has_text=words).first)

    def menu(self, words: str) -> None:
        """Follows the menu."""
        self.click(self.page.get_by_role("navigation").get_by_role("link", name=words, exact=True).first)

    def click(self, locator: Any) -> None:
        """A click, and what it opens is read."""
        locator.click()
        self.page.wait_for_load_state()
        self.count.clicks += 1
        self._read()

    def type(self, name: str, text: str) -> None:
        """Fills a field in, by its name."""
        box = self.page.locator(f"[name='{name}']").first
        box.fill("")
        box.press_sequentially(text)
        self.count.fields += 1

    def choose(self, name: str, label: str) -> None:
        """Chooses from a list."""
        self.page.locator(f"select[name='{name}']").select_option(label=label)
        self.count.fields += 1

    def tick(self, locator: Any) -> None:
        """Ticks one choice: a field that takes a click."""
        locator.check()
        self.count.fields += 1
        self.count.clicks += 1

    def attach(self, name: str, content: bytes) -> None:
        """Chooses a file, as after the click that opens the device's own window."""
        kind = "image/jpeg" if name.endswith("jpg") else "text/csv"
        self.page.locator("input[type=file]").first.set_input_files({"name": name, "mimeType": kind, "buffer": content})
        self.count.clicks += 1
        self.count.fields += 1

    def photograph(self, name: str, at: str = "") -> None:
        """The screen as it is, or with this element at its top."""
        if at:
            self.page.locator(at).first.evaluate(
                "one => window.scrollTo(0, one.getBoundingClientRect().top + scrollY - 12)"
            )
        else:
            self.page.evaluate("window.scrollTo(0, 0)")
        self.page.evaluate(LOADED)
        taken = self.page.screenshot(animations="disabled", caret="hide")
        with Image.open(io.BytesIO(taken)) as picture:
            small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        heads = self.page.evaluate(READ, "main h1, main button, main a.button")
        words = DATED.sub("", " | ".join(one for one in heads if one))
        told, out = PngImagePlugin.PngInfo(), io.BytesIO()
        told.add_itxt("words", words, "th")
        small.save(out, "PNG", optimize=True, pnginfo=told)
        assert name not in self.walk.pictures
        self.walk.pictures[name] = Picture(out.getvalue(), small.size, words)

    def leave(self) -> None:
        """Closes the browser."""
        self.context.close()

    def _read(self) -> None:
        self.walk.seen[self.guide].update(self.page.evaluate(READ, NAMED))
        wide = self.page.evaluate(WIDEST)
        assert wide <= self.page.viewport_size["width"], f"{self.page.url} scrolls sideways"
        document = self.page.evaluate("performance.timeOrigin")
        if document != self._document:
            self._document = document
            self.count.pages += 1
            self.count.words += self.page.evaluate(WORDS)
