"""People who sign in with Django's client, a phone that makes codes, and time that passes at a word."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from tests.chromium import started

from samrit.apps.accounts import second_step, services
from samrit.apps.accounts.models import User
from samrit.apps.ground import clock
from samrit.web import assets

PASSPHRASE = "แมวดำเดินบนหลังคา"


@pytest.fixture(scope="session", autouse=True)
def _assets() -> None:
    assets.build(Path(django_settings.STATIC_ROOT))


@pytest.fixture(autouse=True)
def _addresses(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.sign_in.addresses"


@pytest.fixture
def root(db: None) -> User:
    user = services.create_user(by=None, username="root", name="ผู้ดูแล ตัวอย่าง", is_administrator=True)
    user.set_password(PASSPHRASE)
    user.save()
    return user


@pytest.fixture
def clerk(root: User) -> User:
    user = services.create_user(by=root, username="Clerk.1", name="ธุรการ ตัวอย่าง", email="clerk@example.go.th")
    return services.accept_invitation(token=services.invite(by=root, user=user), password=PASSPHRASE)


@pytest.fixture
def browser_of_clerk(clerk: User) -> Client:
    """A browser in which the clerk is signed in."""
    return come_in(Client(), "clerk.1")


@pytest.fixture
def browser_of_root(root: User) -> Client:
    """A browser in which the administrator is signed in."""
    return come_in(Client(), "root")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Stands the clock still in the middle of a half-minute, and lets time pass at a word."""
    now = timezone.now().replace(second=10, microsecond=0)

    def wait(**much: float) -> None:
        nonlocal now
        now += timedelta(**much)

    monkeypatch.setattr(timezone, "now", lambda: now)
    return wait


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Chromium, one for the tests of a module."""
    with started() as browser:
        yield browser


def come_in(client: Client, username: str, password: str = PASSPHRASE) -> Client:
    """Sign in as a person does."""
    answer = client.post("/sign-in/", {"username": username, "password": password})
    assert answer.status_code == 302, answer.content.decode()
    return client


def set_up(user: User, later: Any) -> tuple[pyotp.TOTP, list[str]]:
    """A phone whose codes are asked for from now on, and the recovery codes."""
    second_step.begin(by=user, user=user)
    phone = second_step.begun(by=user, user=user)
    assert phone is not None
    codes = second_step.confirm(by=user, user=user, code=shown(phone))
    later(minutes=1)
    return phone, codes


def shown(phone: pyotp.TOTP) -> str:
    """What the phone shows now."""
    return phone.at(clock.now())


def is_in(client: Client) -> bool:
    """Whether a protected page opens."""
    return client.get("/form/").status_code == 200
