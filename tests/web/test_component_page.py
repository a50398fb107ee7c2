"""The component page as HTML: every element in every state, labelled, in one language, with nothing inline."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args

import lxml.html
import pytest

from samrit.web.components import drawing, examples, forms, log, outline, reading
from samrit.web.reader import Reader, Text

from .conftest import READERS, WEB

MODULES = (reading, forms, drawing, outline, log)
ELEMENTS = [
    kind for module in MODULES for kind in vars(module).values() if isinstance(kind, type) and hasattr(kind, "template")
]


def everything(thing: object) -> list[Any]:
    """A value and all it holds."""
    found: list[Any] = [thing]
    if is_dataclass(thing):
        for field in fields(thing):
            found += everything(getattr(thing, field.name))
    elif isinstance(thing, (list, tuple)):
        for part in thing:
            found += everything(part)
    return found


SHOWN = everything(examples.sections()) + everything(examples.FRAME)


@pytest.mark.parametrize("asking", READERS, ids=str)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(pages: dict[Reader, str], asking: Reader) -> None:
    page = lxml.html.fromstring(pages[asking])
    assert not page.xpath(
        "//style | //script[not(@src)] | //script[text()] | //@style | //@*[starts-with(name(), 'on')]"
    )
    addresses = page.xpath("//@src | //link/@href")
    assert addresses
    assert all(str(address).startswith("/") for address in addresses), addresses


@pytest.mark.parametrize("asking", READERS, ids=str)
def test_every_field_has_a_label_and_every_reference_its_target(pages: dict[Reader, str], asking: Reader) -> None:
    page = lxml.html.fromstring(pages[asking])
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    labelled = set(page.xpath("//label/@for"))
    for field in page.xpath("//input[not(@type='hidden')] | //select | //textarea | //progress"):
        assert field.get("id") in labelled, field.attrib
    referred = [word for value in page.xpath("//@aria-describedby | //@aria-labelledby") for word in value.split()]
    referred += [href[1:] for href in page.xpath("//a/@href") if href.startswith("#")]
    assert referred
    assert set(referred) <= set(ids)


def test_every_element_is_on_the_page() -> None:
    missing = {kind.__name__ for kind in ELEMENTS} - {type(thing).__name__ for thing in SHOWN}
    assert not missing


@pytest.mark.parametrize(
    ("kind", "attribute", "states"),
    [
        (reading.Button, "kind", ("primary", "secondary", "danger")),
        (reading.Status, "kind", get_args(reading.StatusKind)),
        (reading.Notice, "kind", ("info", "good", "warn", "bad")),
        (forms.Field, "kind", ("text", "figure", "date", "password", "search", "code")),
        (forms.Choices, "are_several", (True, False)),
        (reading.Fold, "is_open", (True, False)),
        (reading.Fold, "is_dialog", (True, False)),
        (drawing.Explanation, "is_open", (True, False)),
        (reading.Table, "scrolls", (True, False)),
        (reading.Table, "is_compact", (True, False)),
    ],
)
def test_every_state_is_on_the_page(kind: type, attribute: str, states: tuple[object, ...]) -> None:
    assert {getattr(thing, attribute) for thing in SHOWN if isinstance(thing, kind)} >= set(states)


@pytest.mark.parametrize(
    ("kind", "attribute"),
    [
        (reading.Button, "reason"), (reading.Button, "href"), (forms.Field, "error"), (forms.Field, "rule"),
        (forms.Field, "reason"), (forms.Area, "error"), (forms.Choices, "error"), (forms.Select, "error"),
        (forms.Select, "reason"), (forms.FileDrop, "error"), (forms.FileDrop, "reason"), (forms.FileDrop, "files"),
        (forms.Option, "reason"), (drawing.Explanation, "stale"), (drawing.Explanation, "history"),
        (drawing.Bar, "missing"), (reading.Table, "total"), (reading.Progress, "total"),
    ],
)  # fmt: skip
def test_each_is_shown_with_and_without(kind: type, attribute: str) -> None:
    assert {bool(getattr(thing, attribute)) for thing in SHOWN if isinstance(thing, kind)} == {True, False}


def test_both_languages_are_complete_and_english_has_no_thai_letters() -> None:
    texts = [thing for thing in SHOWN if isinstance(thing, Text)]
    assert len(texts) > 100
    assert not [text.th for text in texts if not text.en or re.search("[ก-๙]", text.en)]


def test_templates_say_everything_in_both_languages() -> None:
    bare = []
    for template in sorted((WEB / "templates").rglob("*.html")):
        if template.name in TWICE:
            continue  # No reader is known there: the page says all of it twice, and has its own test.
        source = re.sub(r'\{% say "[^"]*[ก-๙][^"]*" "[^"ก-๙]+"[^%]*%\}', "", template.read_text(encoding="utf-8"))
        # The three switches that are written in the language they lead to.
        source = re.sub(r">ไทย<|\{% if reader.digits.*?</button>", "", source)
        bare += [(template.name, word) for word in re.findall(r"[^<>]*[ก-๙][^<>]*", source)]
    assert not bare


TWICE = ("400.html", "500.html")


@pytest.mark.parametrize("name", TWICE)
def test_a_page_without_a_reader_says_as_much_in_english_as_in_thai(name: str) -> None:
    page = lxml.html.fromstring((WEB / "templates" / name).read_text(encoding="utf-8"))
    english = page.xpath("//*[@lang='en']")[0]
    thai = [node for node in page.xpath("//body//*[self::h1 or self::p]") if english not in node.iterancestors()]
    assert [node.tag for node in thai] == [node.tag for node in english]
    assert all(re.search("[ก-๙]", node.text) for node in thai)
    assert not re.search("[ก-๙]", english.text_content())


def test_thai_digits_reach_thai_figures_and_leave_english_alone(pages: dict[Reader, str]) -> None:
    assert "๒.๗๒๐๐" in pages[Reader("th", "thai")]
    assert "2.7200" in pages[Reader("th", "arabic")]
    shown = lxml.html.fromstring(pages[Reader("en", "thai")]).xpath("//main//text()[not(ancestor::textarea)]")
    assert not re.search("[๑-๙]", "".join(shown).replace("๗๒", "").replace("๐๐", ""))


def test_the_chosen_theme_is_on_the_root_element(pages: dict[Reader, str]) -> None:
    assert lxml.html.fromstring(pages[Reader(theme="dark")]).get("data-theme") == "dark"
    assert lxml.html.fromstring(pages[Reader()]).get("data-theme") is None


def test_each_template_of_an_element_is_used() -> None:
    written = {path.stem for path in Path(WEB / "templates" / "elements").glob("*.jinja")}
    parts = {"shape", "field_top", "field_end", "field_rule", "kept", "outline_branches"}
    assert written - parts == {kind.template for kind in ELEMENTS}
