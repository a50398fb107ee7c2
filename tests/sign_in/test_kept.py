"""What was typed when the session had ended: carried through the sign-in, sent only by a press, never somewhere else."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from django.test import Client
from tests.sign_in.conftest import PASSPHRASE, is_in, set_up, shown

from samrit.apps.accounts.models import Session, User
from samrit.web.sign_in.kept import LARGEST

pytestmark = pytest.mark.django_db
TEXT = 'บรรทัดหนึ่ง\r\n"สอง" <script>alert(1)</script> & สาม\u2028'


def hidden(page: str) -> dict[str, list[str]]:
    """The hidden fields of a page's last form."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.rpartition("<form")[2]):
        found.setdefault(html.unescape(name), []).append(html.unescape(value))
    return found


def kept_in(page: str) -> str:
    found = re.search(r'name="kept" value="([^"]*)"', page)
    assert found, "nothing is kept"
    return html.unescape(found[1])


def sign_in(client: Client, **more: str) -> Any:
    return client.post("/sign-in/", {"username": "clerk.1", "password": PASSPHRASE, **more})


def test_the_typed_text_comes_through_the_sign_in_and_is_sent_by_a_press(clerk: User) -> None:
    client = Client()
    ended = client.post("/form/?of=1", {"remark": TEXT, "channels": ["radio", "web"], "empty": ""})
    assert ended.status_code == 401
    assert "<script>alert" not in ended.content.decode()
    kept = kept_in(ended.content.decode())
    wrong = client.post("/sign-in/", {"username": "clerk.1", "password": "not this one", "kept": kept})
    assert kept_in(wrong.content.decode()) == kept
    asked = sign_in(client, kept=kept)
    assert asked.status_code == 200
    page = asked.content.decode()
    assert "<script>alert" not in page
    assert "ส่งต่อ" in page
    assert 'action="/form/?of=1"' in page
    fields = hidden(page)
    assert fields["remark"] == [TEXT]
    assert fields["channels"] == ["radio", "web"]
    sent = client.post("/form/?of=1", fields).content.decode()
    assert sent == f"POST\nremark={TEXT}\nchannels=radio\nchannels=web\nempty="


def test_it_comes_through_the_second_step_as_well_and_through_a_wrong_code(clerk: User, later: Any) -> None:
    phone, _ = set_up(clerk, later)
    client = Client()
    kept = kept_in(client.post("/form/", {"remark": TEXT}).content.decode())
    between = sign_in(client, kept=kept)
    assert kept_in(between.content.decode()) == kept
    wrong = client.post("/sign-in/code/", {"code": "abcdef", "kept": kept})
    assert kept_in(wrong.content.decode()) == kept
    asked = client.post("/sign-in/code/", {"code": shown(phone), "kept": kept})
    assert hidden(asked.content.decode())["remark"] == [TEXT]
    assert is_in(client)


def test_a_second_step_that_came_too_late_keeps_it_still(clerk: User, later: Any) -> None:
    phone, _ = set_up(clerk, later)
    client = Client()
    kept = kept_in(client.post("/form/", {"remark": TEXT}).content.decode())
    sign_in(client, kept=kept)
    later(minutes=6)
    late = client.post("/sign-in/code/", {"code": shown(phone), "kept": kept})
    assert kept_in(late.content.decode()) == kept


def test_nothing_typed_is_stored_for_somebody_unknown() -> None:
    Client().post("/form/", {"remark": TEXT})
    assert Session.objects.count() == 0


def test_the_form_token_sent_on_is_a_fresh_one(clerk: User) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get("/sign-in/").content.decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[-1]
    ended = client.post("/form/", {"remark": TEXT, "csrfmiddlewaretoken": token}).content.decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', ended)[-1]
    asked = sign_in(client, kept=kept_in(ended), csrfmiddlewaretoken=token)
    fields = hidden(asked.content.decode())
    assert client.post("/form/", fields).status_code == 200
    assert fields["csrfmiddlewaretoken"] != [token]


@pytest.mark.parametrize(
    "fields", [{"remark": "ก" * LARGEST}, {"present": "secret"}, {"password": "secret", "again": "x"}]
)
def test_what_is_too_long_or_secret_is_not_written_into_the_page_which_says_so(fields: dict[str, str]) -> None:
    answer = Client(headers={"Referer": "http://testserver/form/?page=2"}).post("/form/", fields)
    page = answer.content.decode()
    assert answer.status_code == 401
    assert 'name="kept"' not in page
    assert "secret" not in page
    assert "ยังไม่ได้ส่ง" in page
    assert 'name="next" value="/form/?page=2"' in page


def test_a_text_just_short_enough_is_kept() -> None:
    page = Client().post("/form/", {"r": "a" * (LARGEST - 1)}).content.decode()
    assert len(json.loads(kept_in(page))[1][0][1]) == LARGEST - 1


def test_files_are_counted_and_the_page_says_that_they_are_not_kept() -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    files = [SimpleUploadedFile(f"{n}.pdf", b"%PDF") for n in range(2)]
    page = Client().post("/form/", {"remark": "x", "file": files}).content.decode()
    assert "2 ไฟล์" in page
    assert "%PDF" not in page


@pytest.mark.parametrize(
    "forged",
    [
        '["https://evil.example/",[["a","b"]],0]', '["//evil.example/",[["a","b"]],0]', '["/no-such-page/",[["a","b"]],0]',
        '["/form/\\n",[],0]', "[]", "{}", "1", "null", '["/form/",[["a"]],0]', '["/form/",1,0]', '["/form/",[],"x"]', "not json", "[" * 5000,
    ],
)  # fmt: skip
def test_what_was_not_written_by_us_is_dropped(clerk: User, forged: str) -> None:
    assert sign_in(Client(), kept=forged).headers["Location"] == "/"


def test_a_part_of_a_page_is_not_replaced_by_the_sign_in_page() -> None:
    for ask in (Client().get, Client().post):
        answer = ask("/form/", headers={"HX-Request": "true"})
        assert (answer.status_code, answer.headers["Content-Type"]) == (401, "text/plain; charset=utf-8")


def test_a_page_before_on_another_site_is_not_gone_back_to() -> None:
    answer = Client(headers={"Referer": "https://evil.example/x"}).post("/form/", {"present": "x"})
    assert 'name="next" value="/"' in answer.content.decode()
