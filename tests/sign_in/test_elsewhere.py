"""Signing in at a provider (OpenID Connect): the way there and back, and every way in which an answer may be wrong."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from tests.sign_in.conftest import is_in, set_up
from tests.sign_in.local_provider import CLIENT, SECRET, LocalProvider

from samrit.apps.accounts.models import Identity, User
from samrit.web.sign_in import provider as ours

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalProvider]:
    """A provider, and settings that name it."""
    made = LocalProvider()
    monkeypatch.setattr(ours, "_known", {})
    settings.OIDC = {
        "issuer": made.issuer, "client": CLIENT, "secret": SECRET, "claim": "preferred_username", "name": "",
    }  # fmt: skip
    yield made
    made.stop()


def leave(client: Client, to: str = "/") -> str:
    answer = client.post("/sign-in/provider/", {"next": to})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def come_back(client: Client, provider: LocalProvider, to: str = "/", **changed: str) -> Any:
    return client.get("/sign-in/provider/back/", {**provider.agree(leave(client, to)), **changed})


def test_the_button_is_there_only_when_it_is_configured_and_nothing_is_asked_before(
    db: None, settings: Any, provider: LocalProvider
) -> None:
    assert "บัญชีกลางของหน่วยงาน" in Client().get("/sign-in/").content.decode()
    settings.OIDC = {**settings.OIDC, "name": "บัญชีกรมสมมุติ"}
    assert "เข้าใช้งานด้วยบัญชีกรมสมมุติ" in Client().get("/sign-in/").content.decode()
    assert provider.asked == []
    settings.OIDC = {}
    assert "/sign-in/provider/" not in Client().get("/sign-in/").content.decode()
    assert Client().post("/sign-in/provider/").status_code == 404


def test_a_known_person_comes_in_and_goes_where_they_wanted(clerk: User, provider: LocalProvider) -> None:
    client = Client()
    answer = come_back(client, provider, to="/form/?a=1")
    assert answer.headers["Location"] == "/form/?a=1"
    assert is_in(client)
    assert Identity.objects.get().user == clerk


def test_the_way_there_carries_proof_and_no_secret(clerk: User, provider: LocalProvider) -> None:
    client = Client()
    address = leave(client)
    asked = parse_qs(urlsplit(address).query)
    kept = client.session["samrit_provider"]
    assert address.startswith(f"{provider.issuer}/authorize?")
    assert (asked["state"], asked["nonce"]) == ([kept["state"]], [kept["nonce"]])
    assert asked["redirect_uri"] == ["http://testserver/sign-in/provider/back/"]
    assert kept["verifier"] not in address
    assert SECRET not in address
    assert len({kept["state"], kept["nonce"], kept["verifier"]}) == 3


def test_the_second_step_is_asked_for_here_too(clerk: User, provider: LocalProvider, later: Any) -> None:
    set_up(clerk, later)
    client = Client()
    assert come_back(client, provider).headers["Location"] == "/sign-in/code/"
    assert not is_in(client)


def test_a_person_without_an_account_reads_whom_to_ask_and_gets_none(clerk: User, provider: LocalProvider) -> None:
    provider.claims = {"sub": "person-2", "preferred_username": "<b>stranger"}
    client, before = Client(), User.objects.count()
    answer = come_back(client, provider)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "&lt;b&gt;stranger" in page
    assert "ผู้ดูแลระบบ" in page
    assert (is_in(client), User.objects.count()) == (False, before)


@pytest.mark.parametrize(
    ("claims", "opens"),
    [
        ({"email": "clerk@example.go.th", "email_verified": True}, True),
        ({"email": "clerk@example.go.th"}, False),
        ({"email": "clerk@example.go.th", "email_verified": "true"}, False),
        ({"email": ["clerk@example.go.th"], "email_verified": True}, False),
        ({"email_verified": True}, False),
    ],
)
def test_an_address_counts_only_when_the_provider_has_checked_it(
    clerk: User, provider: LocalProvider, settings: Any, claims: dict[str, Any], opens: bool
) -> None:
    settings.OIDC = {**settings.OIDC, "claim": "email"}
    provider.claims = {"sub": "person-1", **claims}
    client = Client()
    come_back(client, provider)
    assert is_in(client) is opens


WRONG = [
    "nonce", "no nonce", "audience", "no audience", "several", "party", "issuer", "expired", "no expiry", "future", "no subject",
    "signature", "shared secret", "unsigned", "no token",
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_a_token_with_anything_wrong_opens_nothing(clerk: User, provider: LocalProvider, wrong: str) -> None:
    provider.wrong = wrong
    client = Client()
    answer = come_back(client, provider)
    assert answer.status_code == 403
    assert "เชื่อถือไม่ได้" in answer.content.decode()
    assert not is_in(client)
    provider.wrong = ""
    come_back(client, provider)
    assert is_in(client)


@pytest.mark.parametrize("wrong", ["discovery", "endpoint"])
def test_a_provider_that_says_it_is_another_is_not_followed(clerk: User, provider: LocalProvider, wrong: str) -> None:
    provider.wrong = wrong
    client = Client()
    answer = client.post("/sign-in/provider/")
    if answer.status_code == 302:
        answer = client.get("/sign-in/provider/back/", provider.agree(answer.headers["Location"]))
    assert answer.status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"state": "another"}, "ไม่ตรงกับที่เริ่มไว้"),
        ({"state": ""}, "ไม่ตรงกับที่เริ่มไว้"),
        ({"error": "access_denied"}, "ยกเลิก"),
        ({"error": "server_error"}, "เชื่อถือไม่ได้"),
        ({"iss": "https://another.example"}, "เชื่อถือไม่ได้"),
        ({"code": ""}, "เชื่อถือไม่ได้"),
        ({"code": "another"}, "เชื่อถือไม่ได้"),
    ],
)
def test_an_answer_that_is_not_to_what_was_asked_opens_nothing(
    clerk: User, provider: LocalProvider, changed: dict[str, str], said: str
) -> None:
    client = Client()
    answer = come_back(client, provider, **changed)
    assert answer.status_code == 403
    assert said in answer.content.decode()
    assert 'name="username"' in answer.content.decode()
    assert not is_in(client)


def test_the_reader_is_told_in_their_language(clerk: User, provider: LocalProvider) -> None:
    client = Client()
    client.cookies["samrit_language"] = "en"
    answer = come_back(client, provider, error="access_denied")
    assert "Sign-in was cancelled at the provider" in answer.content.decode()


def test_an_answer_is_good_once_and_for_whoever_asked(clerk: User, provider: LocalProvider) -> None:
    client, stranger = Client(), Client()
    back = provider.agree(leave(client))
    leave(stranger)
    assert stranger.get("/sign-in/provider/back/", back).status_code == 403
    assert not is_in(stranger)
    assert client.get("/sign-in/provider/back/", back).status_code == 302
    client.post("/sign-out/")
    assert client.get("/sign-in/provider/back/", back).status_code == 403


def test_an_answer_after_ten_minutes_is_too_late(clerk: User, provider: LocalProvider, later: Any) -> None:
    client = Client()
    back = provider.agree(leave(client))
    later(minutes=10)
    assert client.get("/sign-in/provider/back/", back).status_code == 403
    assert not is_in(client)


def test_a_deactivated_account_stays_out(root: User, clerk: User, provider: LocalProvider) -> None:
    User.objects.filter(id=clerk.id).update(is_active=False)
    client = Client()
    assert come_back(client, provider).status_code == 403
    assert not is_in(client)


def test_next_leads_nowhere_else_on_this_way_either(clerk: User, provider: LocalProvider) -> None:
    assert come_back(Client(), provider, to="//evil.example").headers["Location"] == "/"


def test_a_provider_that_is_down_is_told_and_the_password_still_opens(
    clerk: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ours, "_known", {})
    with socket.socket() as held:  # bound, and nobody listens
        held.bind(("127.0.0.1", 0))
        settings.OIDC = {
            "issuer": f"http://127.0.0.1:{held.getsockname()[1]}",
            "client": CLIENT,
            "secret": SECRET,
            "claim": "sub",
            "name": "",
        }
        answer = Client().post("/sign-in/provider/")
    assert answer.status_code == 403
    assert "ติดต่อผู้ให้บริการเข้าใช้งานไม่ได้" in answer.content.decode()
    assert 'name="password"' in answer.content.decode()


def test_what_went_wrong_is_logged_by_kind_and_holds_nothing_that_was_sent(
    clerk: User, provider: LocalProvider, caplog: pytest.LogCaptureFixture
) -> None:
    provider.wrong = "nonce"
    come_back(Client(), provider)
    told = [record for record in caplog.records if record.name == "samrit.sign_in"]
    assert [record.getMessage() for record in told] == ["sign-in provider: token"]
    assert "clerk" not in json.dumps([str(vars(record)) for record in told])
