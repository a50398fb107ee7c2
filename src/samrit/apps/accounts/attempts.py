"""How often a sign-in may fail, counted in the database for every process alike; no username and no address is kept.

An attempt is counted before its password is looked at, so that many at once are no more than many in a row.  The count
goes by what was typed, whether such a user exists or not: a lock tells nobody which usernames there are.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from django.db import transaction
from django.utils.crypto import salted_hmac

from samrit.apps.accounts.models import Attempts
from samrit.apps.ground import clock
from samrit.apps.ground.denied import NotNow

Kind = Literal["account", "second step"]


@dataclass(frozen=True)
class Limit:
    """So many failures within a time lock for a pause, which doubles with each further lock in that time."""

    failures: int
    within: timedelta
    pause: timedelta


ACCOUNT = Limit(10, timedelta(hours=24), timedelta(minutes=15))
ADDRESS = Limit(100, timedelta(minutes=15), timedelta(minutes=15))
"""Wider: a whole office may come from one address."""


@dataclass(frozen=True)
class Counted:
    """An attempt that may go on: its keys, to be given back when it succeeds, and the failures there would be."""

    account: str
    address: str
    failures: int

    @property
    def locks(self) -> bool:
        """Whether this attempt, if it fails, has locked the account."""
        return self.failures % ACCOUNT.failures == 0


def count(username: str, address: str, kind: Kind = "account") -> Counted:
    """Count an attempt as failed until it succeeds; refused while the username or the address is locked.

    The second step is counted by itself: the right password, given again and again, must not buy more codes.
    """
    now = clock.now()
    by_account, by_address = account_key(username, kind), address_key(address)
    with transaction.atomic():
        # always in this order, so that two attempts never wait for each other
        rows = [_row(key, now) for key in (by_account, by_address) if key]
        until = [row.locked_until for row in rows if row.locked_until and row.locked_until > now]
        if not until:
            for row, limit in zip(rows, (ACCOUNT, ADDRESS), strict=False):
                _add(row, limit, now)
    if until:
        minutes = -(-(max(until) - now) // timedelta(minutes=1))
        raise NotNow(
            f"ผิดหลายครั้งเกินไป พักการเข้าใช้งานอีก {minutes} นาที", f"too many failures: sign-in is paused for {minutes} minutes more",
            "รอให้ครบเวลา หรือติดต่อผู้ดูแลระบบ", "wait, or ask your administrator",
        )  # fmt: skip
    return Counted(by_account, by_address, rows[0].failures)


def succeed(counted: Counted) -> None:
    """The password was right: the account's failures are forgotten, the address gets this one attempt back."""
    with transaction.atomic():
        Attempts.objects.filter(key=counted.account).delete()
        row = Attempts.objects.select_for_update().filter(key=counted.address, failures__gt=0).first()
        if row is not None:
            row.failures -= 1
            row.locked_until = None if row.failures < ADDRESS.failures else row.locked_until
            row.save(update_fields=["failures", "locked_until"])


def forget(username: str) -> bool:
    """Unlock an account; whether there was anything to forget."""
    return Attempts.objects.filter(key__in=account_keys(username)).delete()[0] > 0


def forget_old() -> int:
    """Remove the counts that no longer count, so that the table stays small."""
    now = clock.now()
    old = Attempts.objects.filter(since__lt=now - ACCOUNT.within).exclude(locked_until__gt=now)
    return old.delete()[0]


def account_key(username: str, kind: Kind = "account") -> str:
    """What the table keeps of a username that was typed."""
    return _key(kind, username.lower())


def account_keys(username: str) -> list[str]:
    """All that the table may keep of a username: its passwords and its second step."""
    return [account_key(username, kind) for kind in get_args(Kind)]


def address_key(address: str) -> str:
    """What the table keeps of an address: of IPv6 the network (/64), since one machine owns all of it; "" for none."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        mapped = found.ipv4_mapped
        return _key("address", str(mapped or ipaddress.ip_network((found, 64), strict=False)))
    return _key("address", str(found))


def _key(kind: str, value: str) -> str:
    return salted_hmac(f"samrit.attempts.{kind}", value, algorithm="sha256").hexdigest()


def _row(key: str, now: datetime) -> Attempts:
    Attempts.objects.get_or_create(key=key, defaults={"since": now})
    return Attempts.objects.select_for_update().get(key=key)


def _add(row: Attempts, limit: Limit, now: datetime) -> None:
    if row.since + limit.within <= now:
        row.failures, row.since = 0, now
    row.failures += 1
    row.locked_until = None
    if row.failures % limit.failures == 0:
        row.locked_until = now + limit.pause * 2 ** min(row.failures // limit.failures - 1, 6)
    row.save(update_fields=["failures", "since", "locked_until"])
