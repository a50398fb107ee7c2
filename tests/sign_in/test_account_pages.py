"""One's own account and the administrator's list, as pages: who opens what, and what each button does."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from tests.sign_in.conftest import PASSPHRASE, come_in, is_in, set_up, shown

from samrit.apps.accounts import attempts, second_step, services
from samrit.apps.accounts.models import Passkey, RecoveryCode, Session, User
from samrit.apps.accounts.sessions import digest
from samrit.apps.ground import clock

pytestmark = pytest.mark.django_db

NOBODY, CLERK, ROOT = "nobody", "clerk", "administrator"
WHO = {
    # address                             nobody, clerk, administrator (asked with GET)
    "/sign-in/":                           (200, 302, 302),
    "/sign-in/code/":                      (302, 302, 302),
    "/sign-in/passkey/":                   (405, 405, 405),
    "/sign-in/passkey/options/":           (405, 405, 405),
    "/sign-in/provider/":                  (405, 405, 405),
    "/sign-in/provider/back/":             (404, 404, 404),
    "/sign-out/":                          (302, 200, 200),
    "/invitation/no-such-token/":          (404, 404, 404),
    "/account/":                           (302, 200, 200),
    "/account/password/":                  (302, 200, 200),
    "/account/second-step/":               (302, 200, 200),
    "/account/second-step/qr.svg":         (302, 404, 404),
    "/account/passkeys/":                  (302, 200, 200),
    "/account/sessions/":                  (302, 200, 200),
    "/accounts/":                          (302, 403, 200),
    "/accounts/new/":                      (302, 403, 200),
    "/accounts/{clerk}/":                  (302, 404, 200),
    "/accounts/{nobody}/":                 (302, 404, 404),
}  # fmt: skip
ACTIONS = ("invite", "deactivate", "reactivate", "unlock", "sign-out", "reset-second-step", "make-administrator", "no-administrator")  # fmt: skip


@pytest.fixture
def browsers(root: User, clerk: User) -> dict[str, Client]:
    return {NOBODY: Client(), CLERK: come_in(Client(), "clerk.1"), ROOT: come_in(Client(), "root")}


@pytest.mark.parametrize("address", WHO)
def test_who_opens_which_page(address: str, browsers: dict[str, Client], clerk: User) -> None:
    at = address.format(clerk=clerk.id, nobody=uuid4())
    assert tuple(browsers[who].get(at).status_code for who in (NOBODY, CLERK, ROOT)) == WHO[address]


@pytest.mark.parametrize("action", ACTIONS)
def test_only_an_administrator_acts_on_an_account(action: str, browsers: dict[str, Client], root: User) -> None:
    at = f"/accounts/{root.id}/{action}/"
    before = list(User.objects.order_by("id").values())
    assert browsers[NOBODY].post(at).status_code == 401
    assert browsers[CLERK].post(at).status_code == 404
    assert list(User.objects.order_by("id").values()) == before


def test_pages_of_an_account_are_not_kept_by_the_browser(browsers: dict[str, Client]) -> None:
    for address in ("/account/", "/account/second-step/", "/accounts/"):
        assert "no-store" in browsers[ROOT].get(address).headers["Cache-Control"]


# One's own account.


def test_preferences_hold_at_once_and_for_the_account(browser_of_clerk: Client, clerk: User) -> None:
    answer = browser_of_clerk.post("/account/", {"language": "en", "digits": "thai"}, follow=True)
    assert "My account" in answer.content.decode()
    clerk.refresh_from_db()
    assert (clerk.language, clerk.digits) == ("en", "thai")
    wrong = browser_of_clerk.post("/account/", {"language": "xx", "digits": "thai"})
    assert wrong.status_code == 400
    assert "error-summary" in wrong.content.decode()


def test_changing_the_password_keeps_this_browser_and_ends_the_other(browser_of_clerk: Client, clerk: User) -> None:
    other = come_in(Client(), "clerk.1")
    new = "หมาขาวนอนใต้ต้นไม้"
    wrong = browser_of_clerk.post("/account/password/", {"present": "no", "password": new, "again": new})
    assert wrong.status_code == 400
    assert "รหัสผ่านปัจจุบันไม่ถูกต้อง" in wrong.content.decode()
    different = browser_of_clerk.post("/account/password/", {"present": PASSPHRASE, "password": new, "again": "x"})
    assert "ไม่เหมือนกัน" in different.content.decode()
    assert is_in(other)
    browser_of_clerk.post("/account/password/", {"present": PASSPHRASE, "password": new, "again": new})
    assert (is_in(browser_of_clerk), is_in(other)) == (True, False)
    come_in(Client(), "clerk.1", new)


def test_an_open_browser_is_no_way_to_guess_the_password(browser_of_clerk: Client) -> None:
    new = {"password": "หมาขาวนอนใต้ต้นไม้", "again": "หมาขาวนอนใต้ต้นไม้"}
    for _ in range(attempts.ACCOUNT.failures):
        browser_of_clerk.post("/account/password/", {"present": "no", **new})
    answer = browser_of_clerk.post("/account/password/", {"present": PASSPHRASE, **new})
    assert answer.status_code == 429
    assert "15 นาที" in answer.content.decode()


def test_the_second_step_is_set_up_with_a_picture_a_text_and_a_first_code(
    browser_of_clerk: Client, clerk: User, later: Any
) -> None:
    browser_of_clerk.post("/account/second-step/")
    phone = second_step.begun(by=clerk, user=clerk)
    assert phone is not None
    page = browser_of_clerk.get("/account/second-step/").content.decode()
    assert " ".join(re.findall("....", phone.secret)) in page
    picture = browser_of_clerk.get("/account/second-step/qr.svg")
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert "no-store" in picture.headers["Cache-Control"]
    assert b"style" not in picture.content
    wrong = browser_of_clerk.post("/account/second-step/confirm/", {"code": "000000x"})
    assert (wrong.status_code, phone.secret[:4] in wrong.content.decode()) == (400, True)
    done = browser_of_clerk.post("/account/second-step/confirm/", {"code": shown(phone)}).content.decode()
    assert len(re.findall(r"<li><code>\w{5}-\w{5}</code></li>", done)) == 10
    after = browser_of_clerk.get("/account/second-step/").content.decode()
    assert phone.secret[:4] not in after
    assert not re.search(r"<code>\w{5}-\w{5}</code>", after)
    assert browser_of_clerk.get("/account/second-step/qr.svg").status_code == 404


def test_recovery_codes_are_renewed_and_the_second_step_removed_with_the_password(
    browser_of_clerk: Client, clerk: User, later: Any
) -> None:
    _, codes = set_up(clerk, later)
    for address in ("recovery-codes", "remove"):
        assert browser_of_clerk.post(f"/account/second-step/{address}/", {"present": "no"}).status_code == 400
    renewed = browser_of_clerk.post("/account/second-step/recovery-codes/", {"present": PASSPHRASE}).content.decode()
    assert codes[0] not in renewed
    assert RecoveryCode.objects.count() == 10
    browser_of_clerk.post("/account/second-step/remove/", {"present": PASSPHRASE})
    assert not second_step.is_set(clerk)
    assert browser_of_clerk.post("/account/second-step/remove/", {"present": PASSPHRASE}).status_code == 409
    assert browser_of_clerk.post("/account/second-step/confirm/", {"code": "123456"}).status_code == 409


def test_sessions_are_listed_ended_one_by_one_and_all_but_this(browser_of_clerk: Client, clerk: User) -> None:
    others = [
        come_in(Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/128.0"}), "clerk.1") for _ in range(3)
    ]
    page = browser_of_clerk.get("/account/sessions/").content.decode()
    assert page.count("Firefox · Linux</strong>") == 3
    assert page.count("เครื่องนี้") == 1
    key = digest(others[0].cookies["samrit-session"].value)
    browser_of_clerk.post(f"/account/sessions/{key}/end/")
    assert [is_in(one) for one in others] == [False, True, True]
    assert browser_of_clerk.post(f"/account/sessions/{key}/end/").status_code == 404
    browser_of_clerk.post("/account/sessions/end-others/")
    assert [is_in(one) for one in others] == [False, False, False]
    assert is_in(browser_of_clerk)


def test_ending_this_very_browser_leads_to_the_sign_in_page(browser_of_clerk: Client) -> None:
    key = digest(browser_of_clerk.cookies["samrit-session"].value)
    assert browser_of_clerk.post(f"/account/sessions/{key}/end/").headers["Location"] == "/sign-in/?told=out"
    assert not is_in(browser_of_clerk)


def test_anothers_session_is_not_found(browser_of_clerk: Client, browser_of_root: Client) -> None:
    key = digest(browser_of_root.cookies["samrit-session"].value)
    assert browser_of_clerk.post(f"/account/sessions/{key}/end/").status_code == 404
    assert is_in(browser_of_root)


# Passkeys as pages; what a device does is tested with Chromium.


@pytest.mark.parametrize(
    ("host", "secure", "offered"),
    [
        ("testserver", False, False), ("localhost", False, True), ("127.0.0.1", False, False), ("127.0.0.1", True, False),
        ("samrit.example.go.th", True, True), ("samrit.example.go.th", False, False),
    ],
)  # fmt: skip
def test_passkeys_are_offered_only_where_browsers_take_them(
    host: str, secure: bool, offered: bool, settings: Any, db: None
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    page = Client(SERVER_NAME=host).get("/sign-in/", secure=secure).content.decode()
    assert ("data-passkey" in page) is offered
    asked = Client(SERVER_NAME=host).post("/sign-in/passkey/options/", secure=secure)
    assert asked.status_code == (200 if offered else 404)


def test_a_challenge_is_asked_for_once_and_taken_once(clerk: User) -> None:
    client = Client(SERVER_NAME="localhost")
    options = client.post("/sign-in/passkey/options/").json()
    assert options["rpId"] == "localhost"
    assert options["userVerification"] == "required"
    assert client.session["samrit_passkey"]["state"]["challenge"] == options["challenge"]
    for answer in ("", "{}", "[1]", "[" * 5000):
        assert client.post("/sign-in/passkey/", {"answer": answer}).status_code == 403
        assert "samrit_passkey" not in client.session


def test_adding_a_passkey_asks_for_the_password_first(clerk: User) -> None:
    client = come_in(Client(SERVER_NAME="localhost"), "clerk.1")
    wrong = client.post("/account/passkeys/", {"name": "", "present": "no"})
    assert wrong.status_code == 400
    assert wrong.content.decode().count('class="error"') == 2
    ready = client.post("/account/passkeys/", {"name": "โทรศัพท์", "present": PASSPHRASE})
    assert "data-options=" in ready.content.decode()
    refused = client.post("/account/passkeys/add/", {"answer": "{}"})
    assert refused.status_code == 400
    assert "รับพาสคีย์นี้ไม่ได้" in refused.content.decode()


def test_a_passkey_is_removed_by_its_owner_only(browser_of_clerk: Client, browser_of_root: Client, clerk: User) -> None:
    key = Passkey.objects.create(user=clerk, name="โทรศัพท์", digest="d", credential="c", added_at=clock.now())
    browser_of_root.post(f"/account/passkeys/{key.id}/remove/")
    assert Passkey.objects.count() == 1
    assert "โทรศัพท์" in browser_of_clerk.get("/account/passkeys/").content.decode()
    browser_of_clerk.post(f"/account/passkeys/{key.id}/remove/")
    assert Passkey.objects.count() == 0


# The accounts an administrator looks after.


def link_in(page: str) -> str:
    found = re.search(r">http://testserver(/invitation/[^<]+/)<", page)
    assert found, "no link is shown"
    return found[1]


def test_an_account_is_made_and_its_link_shown_once_leads_in(browser_of_root: Client) -> None:
    given = {"username": "clerk.9", "name": "ธุรการ เก้า", "email": "", "language": "en"}
    made = browser_of_root.post("/accounts/new/", given)
    link = link_in(made.content.decode())
    user = User.objects.get(username="clerk.9")
    assert (user.language, user.is_administrator) == ("en", False)
    assert link not in browser_of_root.get(f"/accounts/{user.id}/").content.decode()
    assert Client().get(link).status_code == 200


def test_a_wrong_new_account_keeps_what_was_typed(browser_of_root: Client) -> None:
    given = {"username": "1", "name": "ธุรการ เก้า", "email": "x", "language": "th"}
    answer = browser_of_root.post("/accounts/new/", given)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert 'value="ธุรการ เก้า"' in page
    assert page.count('class="error"') == 2


@pytest.mark.parametrize(
    ("action", "check"),
    [
        ("deactivate", lambda user: not user.is_active),
        ("make-administrator", lambda user: user.is_administrator),
        ("sign-out", lambda user: not Session.objects.filter(user=user).exists()),
        ("reset-second-step", lambda user: not second_step.is_set(user)),
        ("unlock", lambda user: not attempts.Attempts.objects.filter(key=attempts.account_key(user.username)).exists()),
    ],
)
def test_each_button_does_what_it_says(
    action: str, check: Any, browsers: dict[str, Client], clerk: User, later: Any
) -> None:
    set_up(clerk, later)
    Client().post("/sign-in/", {"username": "clerk.1", "password": "no"})
    assert not check(clerk)
    answer = browsers[ROOT].post(f"/accounts/{clerk.id}/{action}/", follow=True)
    assert 'role="status"' in answer.content.decode()
    clerk.refresh_from_db()
    assert check(clerk)


def test_back_and_no_more(browsers: dict[str, Client], clerk: User) -> None:
    for action, field, value in (
        ("deactivate", "is_active", False), ("reactivate", "is_active", True),
        ("make-administrator", "is_administrator", True), ("no-administrator", "is_administrator", False),
    ):  # fmt: skip
        browsers[ROOT].post(f"/accounts/{clerk.id}/{action}/")
        clerk.refresh_from_db()
        assert getattr(clerk, field) is value
    assert browsers[ROOT].post(f"/accounts/{clerk.id}/no-such-thing/").status_code == 404


@pytest.mark.parametrize(
    ("action", "status"), [("deactivate", 403), ("invite", 403), ("reactivate", 403), ("reset-second-step", 403)]
)
def test_nobody_does_it_to_himself_and_reads_why(action: str, status: int, browser_of_root: Client, root: User) -> None:
    answer = browser_of_root.post(f"/accounts/{root.id}/{action}/")
    assert answer.status_code == status
    assert "บัญชีของตนเอง" in answer.content.decode()


def test_what_cannot_be_done_now_says_why(browser_of_root: Client, clerk: User) -> None:
    answer = browser_of_root.post(f"/accounts/{clerk.id}/reactivate/")
    assert answer.status_code == 409
    assert "ใช้งานได้อยู่แล้ว" in answer.content.decode()


def test_a_name_is_shown_as_a_name_and_not_as_a_page(browser_of_root: Client, root: User) -> None:
    services.create_user(by=root, username="odd", name="<b>\"'</b> ก")
    page = browser_of_root.get("/accounts/?q=<b>").content.decode()
    assert "<b>" not in page
    assert "&lt;b&gt;" in page


def test_the_list_costs_the_same_however_many_there_are(
    browser_of_root: Client, root: User, django_assert_max_num_queries: Any
) -> None:
    for n in range(60):
        services.create_user(by=root, username=f"user{n}", name=f"ผู้ใช้ {n}")
    for words in ("user5", ""):
        with django_assert_max_num_queries(12):
            page = browser_of_root.get(f"/accounts/?q={words}").content.decode()
    assert "page=2" in page
    assert "ไม่มีชื่อที่ตรง" in browser_of_root.get("/accounts/?q=zzz&page=x").content.decode()


def test_an_account_page_costs_the_same_however_many_browsers(
    browser_of_clerk: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        come_in(Client(), "clerk.1")
    for address in ("/account/", "/account/sessions/", "/account/second-step/", "/account/passkeys/"):
        with django_assert_max_num_queries(12):
            browser_of_clerk.get(address)
