"""Saying no: who may not, and when it may not be; each with the reader's reason in both languages.

`check_can_x(user, thing)` raises `Denied` or `NotNow`; `allows(check_can_x, user, thing)` is its yes/no twin.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

Args = ParamSpec("Args")


class Refusal(Exception):
    """Base of both: the reason, and what to do instead, for the reader."""

    def __init__(self, th: str, en: str, cure_th: str = "", cure_en: str = "") -> None:
        super().__init__(en)
        self.th, self.en, self.cure_th, self.cure_en = th, en, cure_th, cure_en


class Denied(Refusal):
    """This person may not do that (who)."""


class NotNow(Refusal):
    """Nobody may do that now: the state of the thing does not allow it (when)."""


class Stale(Refusal):
    """Somebody else changed it in between; nothing was overwritten."""


def allows(check: Callable[Args, object], *args: Args.args, **kwargs: Args.kwargs) -> bool:
    """Whether a check passes."""
    try:
        check(*args, **kwargs)
    except Refusal:
        return False
    return True
