"""The organisation's pages in real Chromium, in both languages."""

from __future__ import annotations

from tests.pages import looks
from tests.pages.conftest import Open


def test_home(opened: Open) -> None:
    assert looks.problems(looks.in_both_languages(opened("clerk"), "home", "/notices/")) == []


def test_bad_is_found(opened: Open) -> None:
    bad = looks.rendered(opened("clerk"), "/notices/").replace("<h1>", '<p style="color:red">x</p><img src="/x.png"><p class="status bad">'+ "m"*400 + "</p><h1>")
    found = looks.problems({"bad": bad})
    print(found)
    assert found == []
