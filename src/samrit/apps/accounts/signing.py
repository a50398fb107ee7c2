"""Signing in and out: Django's sign-in, behind counted attempts; unknown, deactivated and wrong are one answer."""

from __future__ import annotations

from typing import Literal

from django.contrib import auth
from django.db import transaction
from django.http import HttpRequest

from samrit.apps.accounts import attempts, events, sessions
from samrit.apps.accounts.models import User
from samrit.apps.accounts.wording import LONGEST
from samrit.apps.audit.services import record
from samrit.apps.ground import clock
from samrit.apps.ground.denied import Denied
from samrit.apps.notices.services import notify
from samrit.base import thai

Way = Literal["password", "passkey", "provider"]
"""By what somebody signed in, for the audit chain."""


def check_password(*, username: str, password: str, address: str) -> User:
    """The user whose password this is.  Denied when it is not, NotNow after too many failures.

    `address` is the caller's, as the web layer knows it behind its trusted proxy.  Hashing takes long on purpose, so
    no transaction is open meanwhile.
    """
    username = "".join(letter for letter in thai.normalise(username) if letter.isprintable())[:60]
    counted = attempts.count(username, address)
    # a longer text is never a password here; cut, it costs no more time and is still wrong
    fits = len(password) <= 4 * LONGEST
    heard = password[: 4 * LONGEST].encode(errors="replace").decode()  # half a character cannot be hashed
    user = auth.authenticate(username=username, password=heard)
    if not isinstance(user, User) or not fits:
        if counted.locks:
            _tell_of_lock(username, counted.failures)
        raise Denied(
            "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง", "the username or the password is not right",
            "ตรวจภาษาแป้นพิมพ์และ Caps Lock ถ้าลืมรหัสผ่าน ติดต่อผู้ดูแลระบบ",
            "check the keyboard's language and Caps Lock; if you forgot it, ask your administrator",
        )  # fmt: skip
    attempts.succeed(counted)
    return user


def sign_in(request: HttpRequest, user: User, way: Way = "password") -> None:
    """Begin a session for a user whose password (and second step) was right; the session's key changes."""
    request.session[sessions.BROWSER] = sessions.browser_name(request.headers.get("User-Agent", ""))
    request.session[sessions.BEGAN] = clock.now().isoformat()
    with transaction.atomic():
        auth.login(request, user, backend="samrit.apps.accounts.backend.Backend")
        # the row is written now, so that whoever looks at the list sees it
        request.session.save()
        record(events.SIGNED_IN, by=user, about=[user], way=way)


def sign_out(request: HttpRequest) -> None:
    """End this session; nothing of it is left."""
    user = auth.get_user(request)
    with transaction.atomic():
        if isinstance(user, User):
            record(events.SIGNED_OUT, by=user, about=[user])
        auth.logout(request)


def _tell_of_lock(username: str, failures: int) -> None:
    """The chain learns of every lock; the user, if there is one."""
    with transaction.atomic():
        found = list(User.objects.named(username))
        record(events.LOCKED, by=None, about=found, failures=failures)
        notify([user.id for user in found], events.TRIED, failures=failures)
