"""Texts, dates, figures and digits as the reader likes them; the choice of them; colours; the built files."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.template import Context, Engine
from django.test import RequestFactory
from django.utils import translation

from samrit.web import assets, colour, middleware, reader, views_components
from samrit.web.reader import Reader, Text
from samrit.web.templatetags import samrit as tags

THAI, ENGLISH, THAI_DIGITS = Reader("th"), Reader("en"), Reader("th", "thai")


@pytest.mark.parametrize(
    ("asking", "value", "text"),
    [
        (THAI, date(2013, 6, 20), "20 มิถุนายน 2556"),
        (THAI_DIGITS, date(2013, 6, 20), "๒๐ มิถุนายน ๒๕๕๖"),
        (ENGLISH, date(2013, 6, 20), "20 June 2013 (BE 2556)"),
        # 23.30 in UTC is the next day in Bangkok
        (THAI, datetime(2013, 6, 20, 23, 30, tzinfo=UTC), "21 มิ.ย. 56 06.30 น."),
        (ENGLISH, datetime(2013, 6, 20, 23, 30, tzinfo=UTC), "21 Jun 2013 06:30"),
        (THAI, Decimal("1250000.50"), "1,250,000.50"),
        (THAI, Decimal("-0.50"), "−0.50"),
        (THAI_DIGITS, Decimal("2.7200"), "๒.๗๒๐๐"),
        (Reader("en", "thai"), Decimal("2.7200"), "2.7200"),
        (THAI, 1300, "1,300"),
        (ENGLISH, Text("มีแต่ไทย"), "มีแต่ไทย"),
        (THAI_DIGITS, Text("ข้อ 12", "item 12"), "ข้อ ๑๒"),
        (THAI_DIGITS, "report-12.pdf", "report-12.pdf"),
        (ENGLISH, Text("ไทย", "English"), "English"),
        (THAI, None, ""),
    ],
)
def test_a_value_is_shown_as_its_reader_likes(asking: Reader, value: object, text: str) -> None:
    with reader.reading(asking):
        assert tags.shown(value) == text


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError, match="exact figures"):
        tags.figure(0.1)


@pytest.mark.parametrize(("size", "text"), [(999, "999 bytes"), (1_240_000, "1.2 MB"), (880_000, "880.0 KB")])
def test_a_file_size_is_told_in_a_unit_people_know(size: int, text: str) -> None:
    assert tags.file_size(size) == text


def test_what_is_said_is_escaped() -> None:
    engine = Engine(builtins=["samrit.web.templatetags.samrit"])
    template = engine.from_string('{% say "ชื่อ {name}" "name {name}" name=name %}')
    assert template.render(Context({"name": "<b>"})) == "ชื่อ &lt;b&gt;"
    assert engine.from_string("{% show name %}").render(Context({"name": "<b>"})) == "&lt;b&gt;"


@pytest.mark.parametrize(
    ("cookies", "account", "language"),
    [
        ({}, None, "th"),
        ({}, "en", "en"),
        ({"samrit_language": "th"}, "en", "th"),
        ({"samrit_language": "xx"}, "en", "en"),
    ],
)
def test_the_browsers_choice_goes_before_the_accounts(
    cookies: dict[str, str], account: str | None, language: str
) -> None:
    request = RequestFactory().get("/")
    request.COOKIES |= cookies
    if account:
        request.user = SimpleNamespace(language=account, digits="thai")
    seen: list[str] = []

    def view(_: object) -> HttpResponse:
        seen.extend((reader.current().language, translation.get_language()))
        return HttpResponse()

    response = middleware.for_reader(view)(request)
    assert seen == [language, language]
    assert response["Content-Language"] == language
    assert reader.current() == Reader()


@pytest.mark.parametrize(
    ("back", "to"),
    [("/work/?a=1", "/work/?a=1"), ("https://elsewhere.example/", "/"), ("//elsewhere.example", "/")],
)
def test_a_choice_is_kept_and_leads_back_to_our_own_pages_only(back: str, to: str) -> None:
    request = RequestFactory(SERVER_NAME="localhost").post("/reader/", {"language": "en", "digits": "xx", "next": back})
    response = views_components.choose(request)
    assert response["Location"] == to
    assert set(response.cookies) == {"samrit_language"}
    assert response.cookies["samrit_language"]["httponly"]


def test_signing_out_forgets_all_choices() -> None:
    response = HttpResponse()
    reader.forget(response)
    assert {name: cookie["max-age"] for name, cookie in response.cookies.items()} == {
        reader.cookie(name): 0 for name in reader.CHOICES
    }


def test_every_answer_forbids_inline_script_and_style() -> None:
    response = middleware.nothing_inline(lambda _: HttpResponse())(RequestFactory().get("/"))
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("chosen", ["ffffff", "000000", "ffd700", "7b1113", "0f4c5c", "00ff00", "5a2d82"])
def test_any_agencys_colour_can_be_read_in_light_and_dark(chosen: str) -> None:
    light, dark = re.findall("#([0-9a-f]{6})", colour.stylesheet(chosen))
    assert colour.contrast(light, "ffffff") >= 4.5
    assert colour.contrast(light, "eef0ef") >= 4.5  # beside a field
    assert colour.contrast(dark, "1b1f23") >= 4.5
    assert colour.contrast(dark, "252a2f") >= 4.5


@pytest.mark.parametrize("wrong", ["red", "0f4c5c}", "0F4C5C", "0f4c5", "0f4c5c\n"])
def test_what_is_no_colour_is_no_style_sheet(wrong: str) -> None:
    with pytest.raises(ValueError, match="not a colour"):
        colour.stylesheet(wrong)


def test_building_twice_changes_nothing(built: Path) -> None:
    before = {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in built.iterdir() if path.is_file()}
    assets.build(built)
    after = {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in built.iterdir() if path.is_file()}
    assert before == after


def test_names_hold_the_hash_and_the_style_sheet_names_the_typeface_so(built: Path) -> None:
    names = assets.build(built)
    for name in ("samrit.css", "sarabun-regular.woff", "sarabun-bold.woff", "mark.svg"):
        assert re.match(assets.HASHED, names[name])
        assert (built / names[name]).is_file()
    css = (built / names["samrit.css"]).read_text(encoding="utf-8")
    assert set(re.findall(r'url\("([^"]+)"\)', css)) == {names["sarabun-regular.woff"], names["sarabun-bold.woff"]}
    assert gzip.decompress((built / f"{names['samrit.css']}.gz").read_bytes()).decode() == css
    assert "OPEN FONT LICENSE" in (built / "sarabun-licence.txt").read_text(encoding="utf-8").upper()


def test_the_style_sheet_is_small_and_the_two_ways_into_the_dark_are_one() -> None:
    css = (assets.SOURCE / "samrit.css").read_text(encoding="utf-8")
    assert len(css.encode()) <= 40_000
    dark = css.split("/* dark-begin */")[1].split("/* dark-end */")[0]
    by_device, by_choice = re.findall(r"color-scheme: dark;([^}]*)}", dark)
    assert by_device.split() == by_choice.split()
    assert "!important" not in css
