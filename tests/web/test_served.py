"""The pages as the application serves them: through its own settings, URLs and middleware."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client, RequestFactory, override_settings
from django.views.defaults import server_error

from samrit.web import assets

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(built: Path) -> Client:
    return Client()


def test_the_component_page_is_served_with_its_own_files_and_strict_headers(client: Client, built: Path) -> None:
    with override_settings(STATIC_ROOT=built):
        page = client.get("/components/")
    assert page.status_code == 200
    assert page.headers["Content-Language"] == "th"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    names = re.findall(r'href="/static/([^"]+\.css)"', page.content.decode())
    assert names
    for name in names:
        assert re.match(assets.HASHED, name)
        assert (built / name).is_file()


@pytest.mark.django_db
def test_the_start_asks_who_comes(client: Client, built: Path) -> None:
    assert client.get("/").headers["Location"] == "/sign-in/?next=%2F"


@pytest.mark.parametrize(("language", "said"), [("th", "ไม่พบหน้านี้"), ("en", "Page not found")])
def test_an_unknown_address_answers_404_in_the_readers_language_with_a_way_on(
    language: str, said: str, client: Client, built: Path
) -> None:
    client.cookies["samrit_language"] = language
    with override_settings(STATIC_ROOT=built):
        answer = client.get("/no-such-page")
    assert answer.status_code == 404
    assert said in answer.content.decode()
    assert 'href="/"' in answer.content.decode()


def test_a_program_error_is_answered_in_words_and_never_a_trace() -> None:
    request = RequestFactory().get("/")
    answer = server_error(request)
    assert answer.status_code == 500
    assert "ระบบขัดข้อง" in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


def test_a_reader_chooses_english(client: Client, built: Path) -> None:
    with override_settings(STATIC_ROOT=built):
        client.cookies["samrit_language"] = "en"
        page = client.get("/components/")
    assert page.headers["Content-Language"] == "en"
    assert 'lang="en"' in page.content.decode()
