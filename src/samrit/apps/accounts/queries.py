"""Read accounts and the sessions of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from samrit.apps.accounts import attempts, permissions
from samrit.apps.accounts.models import Attempts, Session, User
from samrit.apps.accounts.sessions import digest
from samrit.apps.ground import clock


@dataclass(frozen=True)
class SignedIn:
    """One browser in which a person is signed in; `id` is for `services.end_sessions(only=…)`."""

    id: str
    browser: str
    began_at: datetime | None
    is_this: bool


@dataclass(frozen=True)
class Account:
    """An account as an administrator sees it."""

    user: User
    has_password: bool
    locked_until: datetime | None


def sessions(by: User, user: User, this: str | None = None) -> list[SignedIn]:
    """Where a person is signed in, latest first; `this` is the key of the session that asks."""
    permissions.check_can_see_sessions(by, user)
    now, own = clock.now(), digest(this) if this else ""
    rows = Session.objects.filter(user=user, expire_date__gt=now).order_by("-began_at").defer("session_data")
    return [SignedIn(row.session_key, row.browser, row.began_at, row.session_key == own) for row in rows]


def accounts(by: User) -> list[Account]:
    """Every account by username, and whether sign-in is paused."""
    permissions.check_can_see_accounts(by)
    locked = dict(Attempts.objects.filter(locked_until__gt=clock.now()).values_list("key", "locked_until"))
    return [
        Account(user, user.has_usable_password(), locked.get(attempts.account_key(user.username)))
        for user in User.objects.order_by("username")
    ]
