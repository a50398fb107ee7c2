"""The demo's people: posts rather than persons, each with a username; only the named accounts get a password."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction

from samrit.apps.accounts import events, services
from samrit.apps.accounts.models import User
from samrit.apps.audit.services import record


@dataclass(frozen=True)
class Account:
    """A named account: what it is for, in both languages."""

    username: str
    name: str
    th: str
    en: str


ACCOUNTS = (
    Account("spk.clerk", "เจ้าหน้าที่แผน สปข.1 (สมมุติ)", "ผู้รายงาน สปข.1", "reports for regional office 1"),
    Account("spk.head", "ผู้อำนวยการ สปข.1 (สมมุติ)", "หัวหน้า สปข.1", "heads regional office 1"),
    Account("plan.verifier", "เจ้าหน้าที่ สนผ. (สมมุติ)", "ผู้ตรวจยืนยัน สนผ.", "verifies at the planning office"),
    Account("prd.evaluator", "รองอธิบดี (สมมุติ)", "ผู้ประเมินของกรม", "evaluates for the department"),
    Account("prd.commentator", "ผู้ให้ความเห็นจากจังหวัด (สมมุติ)", "ผู้ให้ความเห็น", "comments (from a province)"),
    Account("prd.auditor", "ผู้ตรวจสอบภายในกรม (สมมุติ)", "ผู้ตรวจสอบของกรม", "audits the department"),
    Account("prd.admin", "ผู้ดูแลหน่วยงานกรม (สมมุติ)", "ผู้ดูแลหน่วยงานของกรม", "looks after the department's organisation"),
    Account("sub.clerk", "เจ้าหน้าที่อำนวยการ กก.1 (สมมุติ)", "ผู้รายงาน กก.1 บก.1", "reports for sub-division 1"),
    Account(
        "sub.head", "ผกก.1 (สมมุติ)", "หัวหน้า กก.1 รักษาราชการแทน กก.2", "heads sub-division 1, acts for sub-division 2"
    ),
    Account("division.verifier", "ฝ่ายแผน บก.1 (สมมุติ)", "ผู้ตรวจยืนยัน บก.1", "verifies at division 1"),
    Account("bureau.verifier", "ฝ่ายแผน บช. (สมมุติ)", "ผู้ตรวจยืนยัน บช.", "verifies at the bureau"),
    Account("rtp.evaluator", "ผู้ประเมิน บช. (สมมุติ)", "ผู้ประเมินของ บช.", "evaluates for the bureau"),
    Account("rtp.auditor", "ผู้ตรวจสอบ บช. (สมมุติ)", "ผู้ตรวจสอบของ บช.", "audits the bureau"),
    Account("rtp.admin", "ผู้ดูแลหน่วยงาน บช. (สมมุติ)", "ผู้ดูแลหน่วยงานของ บช.", "looks after the bureau's organisation"),
    Account("station.clerk", "ธุรการ สภ.1 (สมมุติ)", "ผู้รายงาน สภ.1", "reports for station 1"),
    Account("station.head", "ผกก.สภ.1 (สมมุติ)", "หัวหน้า สภ.1", "heads station 1"),
    Account("admin", "ผู้ดูแลระบบ (สมมุติ)", "ผู้ดูแลระบบ", "looks after the installation"),
)


@dataclass(frozen=True)
class Person:
    """A named account with its password, as it is shown once."""

    username: str
    password: str
    th: str
    en: str


class People:
    """Everybody by username.  Passwords are hashed on other threads, as that takes a third of a second each."""

    def __init__(self, passwords: Mapping[str, str]) -> None:
        self.named = {one.username: one for one in ACCOUNTS}
        self.users: dict[str, User] = {}
        self.passwords = {one: passwords.get(one) or new_password() for one in self.named}
        self._pool = ThreadPoolExecutor(2)
        self._hashes: dict[str, Future[str]] = {
            name: self._pool.submit(make_password, password) for name, password in self.passwords.items()
        }

    def __getitem__(self, username: str) -> User:
        return self.users[username]

    def make(self, username: str, name: str = "") -> User:
        """A person; without a name, one of the named accounts."""
        known = self.named.get(username)
        self.users[username] = services.create_user(
            by=None, username=username, name=known.name if known else name, is_administrator=username == "admin"
        )
        return self.users[username]

    def give_passwords(self) -> tuple[Person, ...]:
        """Set the passwords that were hashed meanwhile; as accepting an invitation does, but for the hashing."""
        for username in self.named:
            user = self.users[username]
            user.password = self._hashes[username].result()
            with transaction.atomic():
                user.save(update_fields=["password"])
                record(events.PASSWORD_SET, by=user, about=[user])
        return tuple(Person(one.username, self.passwords[one.username], one.th, one.en) for one in ACCOUNTS)

    def close(self) -> None:
        """Leave no thread behind."""
        self._pool.shutdown(cancel_futures=True)


def new_password() -> str:
    """A random password that can be read aloud and typed on a phone; 70 bits."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(3))
