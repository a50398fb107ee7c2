"""Signing in and out: the password, the second step between, where one comes out, what a lock says."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.sign_in.conftest import PASSPHRASE, come_in, is_in, set_up, shown

from samrit.apps.accounts import attempts, services
from samrit.apps.accounts.models import Session, User

pytestmark = pytest.mark.django_db


def sign_in(client: Client, username: str = "clerk.1", password: str = PASSPHRASE, **more: str) -> Any:
    return client.post("/sign-in/", {"username": username, "password": password, **more})


@pytest.mark.parametrize(("language", "word"), [("th", "เข้าใช้งาน"), ("en", "Sign in")])
def test_the_page_speaks_the_readers_language_and_needs_no_session(language: str, word: str) -> None:
    client = Client()
    client.cookies["samrit_language"] = language
    answer = client.get("/sign-in/")
    assert f"<h1>{word}</h1>" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert Session.objects.count() == 0


def test_the_right_password_opens_and_a_wrong_one_keeps_only_the_username(clerk: User) -> None:
    client = Client()
    wrong = sign_in(client, password="not this one")
    assert wrong.status_code == 403
    assert 'value="clerk.1"' in wrong.content.decode()
    assert "not this one" not in wrong.content.decode()
    assert not is_in(client)
    sign_in(client)
    assert is_in(client)


def test_whoever_comes_to_a_protected_page_is_brought_back_to_it(clerk: User) -> None:
    client = Client()
    asked = client.get("/form/?a=1&b=๒")
    assert asked.headers["Location"].startswith("/sign-in/?next=%2Fform%2F%3Fa%3D1")
    page = client.get(asked.headers["Location"])
    assert 'name="next" value="/form/?a=1&amp;b=' in page.content.decode()
    assert sign_in(client, next="/form/?a=1&b=2").headers["Location"] == "/form/?a=1&b=2"


@pytest.mark.parametrize(
    "trick",
    [
        "https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
        "/\t/evil.example", "http:evil.example", "/form/\r\nSet-Cookie: a=b", "evil.example", "", "/sign-out/", "/sign-in/?next=/form/",
        "/%5cevil.example\x00", "  //evil.example",
    ],
)  # fmt: skip
def test_next_leads_nowhere_but_to_our_own_pages(clerk: User, trick: str) -> None:
    assert sign_in(Client(), next=trick).headers["Location"] == "/"
    signed = come_in(Client(), "clerk.1")
    assert signed.get("/sign-in/", {"next": trick}).headers["Location"] == "/"


def test_whoever_is_signed_in_goes_home_at_once(browser_of_clerk: Client) -> None:
    assert browser_of_clerk.get("/sign-in/").headers["Location"] == "/"
    assert browser_of_clerk.get("/sign-in/code/").headers["Location"] == "/"


def test_a_pause_says_how_many_minutes_and_whom_to_ask(clerk: User) -> None:
    client = Client()
    client.cookies["samrit_language"] = "en"
    for _ in range(attempts.ACCOUNT.failures):
        sign_in(client, password="not this one")
    answer = sign_in(client)
    assert answer.status_code == 429
    assert "paused for 15 minutes more" in answer.content.decode()
    assert "administrator" in answer.content.decode()
    assert not is_in(client)


def test_the_callers_address_is_counted_not_what_it_claims(clerk: User) -> None:
    client = Client(headers={"X-Forwarded-For": "198.51.100.1"}, REMOTE_ADDR="203.0.113.7")
    sign_in(client, password="not this one")
    assert attempts.Attempts.objects.filter(key=attempts.address_key("203.0.113.7")).exists()
    assert not attempts.Attempts.objects.filter(key=attempts.address_key("198.51.100.1")).exists()


def test_a_session_planted_before_is_worth_nothing_after(clerk: User) -> None:
    planted = Client()
    planted.get("/sign-in/")
    planted.session.save()
    session = planted.session
    session["planted"] = 1
    session.save()
    victim = Client()
    victim.cookies["samrit-session"] = session.session_key or ""
    come_in(victim, "clerk.1")
    assert victim.cookies["samrit-session"].value != session.session_key
    attacker = Client()
    attacker.cookies["samrit-session"] = session.session_key or ""
    assert not is_in(attacker)


def test_the_key_of_the_session_changes_at_each_of_the_two_steps(clerk: User, later: Any) -> None:
    phone, _ = set_up(clerk, later)
    client, keys = Client(), []
    session = client.session
    session.save()
    client.cookies["samrit-session"] = session.session_key or ""
    keys.append(client.cookies["samrit-session"].value)
    sign_in(client)
    keys.append(client.cookies["samrit-session"].value)
    client.post("/sign-in/code/", {"code": shown(phone)})
    keys.append(client.cookies["samrit-session"].value)
    assert is_in(client)
    assert len(set(keys)) == 3


def test_signing_out_ends_the_session_and_forgets_the_readers_choices(browser_of_clerk: Client) -> None:
    browser_of_clerk.cookies["samrit_theme"] = "dark"
    key = browser_of_clerk.cookies["samrit-session"].value
    assert browser_of_clerk.get("/sign-out/").status_code == 200
    assert is_in(browser_of_clerk)
    answer = browser_of_clerk.post("/sign-out/")
    assert answer.cookies["samrit_theme"]["max-age"] == 0
    assert not is_in(browser_of_clerk)
    again = Client()
    again.cookies["samrit-session"] = key
    assert not is_in(again)
    assert Session.objects.count() == 0


def test_a_form_without_its_token_signs_nobody_in_or_out(clerk: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict).status_code == 403
    assert not is_in(strict)
    assert strict.post("/sign-out/").status_code == 403


# The second step.


def test_between_the_steps_nothing_is_open(clerk: User, later: Any) -> None:
    phone, _ = set_up(clerk, later)
    client = Client()
    assert sign_in(client, next="/form/?x=1").headers["Location"] == "/sign-in/code/"
    assert not is_in(client)
    assert Session.objects.filter(user=clerk).count() == 0
    assert client.get("/sign-in/code/").status_code == 200
    assert client.post("/sign-in/code/", {"code": shown(phone)}).headers["Location"] == "/form/?x=1"
    assert is_in(client)


def test_the_half_way_state_ends_after_five_minutes(clerk: User, later: Any) -> None:
    phone, _ = set_up(clerk, later)
    client = Client()
    sign_in(client)
    later(minutes=4, seconds=59)
    assert client.get("/sign-in/code/").status_code == 200
    later(seconds=1)
    answer = client.post("/sign-in/code/", {"code": shown(phone)}, follow=True)
    assert answer.redirect_chain[0][0] == "/sign-in/?told=late"
    assert "5 นาที" in answer.content.decode()
    assert not is_in(client)


def test_the_half_way_state_ends_when_the_password_is_changed(root: User, clerk: User, later: Any) -> None:
    phone, _ = set_up(clerk, later)
    client = Client()
    sign_in(client)
    services.accept_invitation(token=services.invite(by=root, user=clerk), password="หมาขาวนอนใต้ต้นไม้")
    client.post("/sign-in/code/", {"code": shown(phone)})
    assert not is_in(client)


def test_the_half_way_state_ends_when_the_account_is_deactivated(root: User, clerk: User, later: Any) -> None:
    phone, _ = set_up(clerk, later)
    client = Client()
    sign_in(client)
    services.deactivate(by=root, user=clerk)
    client.post("/sign-in/code/", {"code": shown(phone)})
    assert not is_in(client)


def test_without_the_first_step_there_is_no_second(clerk: User, later: Any) -> None:
    phone, codes = set_up(clerk, later)
    client = Client()
    for code in (shown(phone), codes[0]):
        assert client.post("/sign-in/code/", {"code": code}).headers["Location"] == "/sign-in/?told=late"
    assert not is_in(client)


def test_a_code_seen_over_the_shoulder_is_worth_nothing(clerk: User, later: Any) -> None:
    phone, _ = set_up(clerk, later)
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client)
        client.post("/sign-in/code/", {"code": shown(phone)})
    assert (is_in(first), is_in(second)) == (True, False)


def test_a_recovery_code_opens_once(clerk: User, later: Any) -> None:
    _, codes = set_up(clerk, later)
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client)
        client.post("/sign-in/code/", {"code": codes[3]})
    assert (is_in(first), is_in(second)) == (True, False)


def test_wrong_codes_are_paused_with_minutes_even_when_the_password_is_given_again(clerk: User, later: Any) -> None:
    phone, _ = set_up(clerk, later)
    client = Client()
    for _ in range(attempts.ACCOUNT.failures):
        sign_in(client)
        assert client.post("/sign-in/code/", {"code": "abcdef"}).status_code == 403
    sign_in(client)
    answer = client.post("/sign-in/code/", {"code": shown(phone)})
    assert answer.status_code == 429
    assert "15 นาที" in answer.content.decode()
    assert not is_in(client)


# The link by which a password is set.


def test_an_invitation_says_for_whom_and_sets_the_password_once(root: User, clerk: User) -> None:
    token = services.invite(by=root, user=clerk)
    client = Client()
    page = client.get(f"/invitation/{token}/").content.decode()
    assert "Clerk.1" in page
    assert "ธุรการ ตัวอย่าง" in page
    new = {"password": "หมาขาวนอนใต้ต้นไม้", "again": "หมาขาวนอนใต้ต้นไม้"}
    assert client.post(f"/invitation/{token}/", new).headers["Location"] == "/sign-in/?told=set"
    assert not is_in(client)
    come_in(client, "clerk.1", new["password"])
    for answer in (client.get(f"/invitation/{token}/"), client.post(f"/invitation/{token}/", new)):
        assert answer.status_code == 404
        assert "ผู้ดูแลระบบ" in answer.content.decode()


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [("short", "short", "สั้นกว่า"), ("หมาขาวนอนใต้ต้นไม้", "หมาขาวนอนใต้ต้นไม", "ไม่เหมือนกัน")],
)
def test_a_password_that_cannot_be_set_is_told_and_the_link_stays(
    root: User, clerk: User, password: str, again: str, said: str
) -> None:
    token = services.invite(by=root, user=clerk)
    answer = Client().post(f"/invitation/{token}/", {"password": password, "again": again})
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert Client().get(f"/invitation/{token}/").status_code == 200


def test_an_invitation_does_not_go_past_the_second_step(root: User, clerk: User, later: Any) -> None:
    set_up(clerk, later)
    token = services.invite(by=root, user=clerk)
    client = Client()
    new = "หมาขาวนอนใต้ต้นไม้"
    client.post(f"/invitation/{token}/", {"password": new, "again": new})
    assert sign_in(client, password=new).headers["Location"] == "/sign-in/code/"
