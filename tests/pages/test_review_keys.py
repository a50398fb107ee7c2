"""The keys of the review page in Chromium: they go along the queue, and stay out of the way of who types."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests import chromium

from samrit.web import assets

SCRIPT = Path(assets.__file__).parent / "static_source" / "review.js"
PAGE = """<a id="review-before" href="#before">k</a> <a id="review-after" href="#after">j</a>
<form><textarea name="remark"></textarea><button type="button" name="decision">a</button></form>"""


def pressed(*keys: str) -> tuple[str, str, str]:
    """Where the page is, what has the focus, and what stands in the field, after some keys."""
    with chromium.started() as browser:
        page = browser.new_page()
        page.set_content(PAGE)
        page.add_script_tag(content=SCRIPT.read_text())
        for key in keys:
            page.keyboard.press(key)
        found = page.evaluate(
            "[location.hash, document.activeElement.name || '', document.querySelector('textarea').value]"
        )
    return found[0], found[1], found[2]


@pytest.mark.parametrize(
    ("keys", "after"),
    [
        (("j",), ("#after", "", "")),
        (("k",), ("#before", "", "")),
        (("a",), ("", "decision", "")),
        (("r", "j", "k", "a"), ("", "remark", "jka")),
        (("Control+j",), ("", "", "")),
    ],
)
def test_keys(keys: tuple[str, ...], after: tuple[str, str, str]) -> None:
    chromium.needed()
    # Playwright keeps an event loop running in its thread
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(pressed, *keys).result() == after
