"""Who reads the page: language, digits and theme; and texts that stand in both languages side by side."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from samrit.base.thai import thai_digits

Language = Literal["th", "en"]
Digits = Literal["arabic", "thai"]
Theme = Literal["system", "light", "dark"]

CHOICES = {"language": get_args(Language), "digits": get_args(Digits), "theme": get_args(Theme)}
"""What a reader may choose; each choice is a cookie named `samrit_<choice>`."""


@dataclass(frozen=True)
class Reader:
    """How one person likes the pages."""

    language: Language = "th"
    digits: Digits = "arabic"
    theme: Theme = "system"

    @property
    def has_thai_digits(self) -> bool:
        """Thai digits stand in Thai text only: among English words they could not be read."""
        return self.digits == "thai" and self.language == "th"


@dataclass(frozen=True)
class Text:
    """A text in Thai and English; as a string it is in the language of whoever reads the page (Thai if there is no English).

    Its digits are the reader's too.  A plain string never changes: codes, file names and addresses are plain strings.
    """

    th: str
    en: str = ""

    def __str__(self) -> str:
        asking = current()
        if asking.language == "en" and self.en:
            return self.en
        return thai_digits(self.th) if asking.has_thai_digits else self.th


_current: ContextVar[Reader] = ContextVar("samrit_reader")


def current() -> Reader:
    """Who reads what is being rendered now; outside a request, one who has chosen nothing."""
    return _current.get(Reader())


@contextmanager
def reading(reader: Reader) -> Generator[None]:
    """Render for this reader; Django's own messages follow the language."""
    token = _current.set(reader)
    try:
        with translation.override(reader.language):
            yield
    finally:
        _current.reset(token)


def of(request: HttpRequest) -> Reader:
    """The browser's choice, else the account's, else the installation's language.

    The browser's own language list is not asked: most Thai offices run English Windows.
    """
    user = getattr(request, "user", None)
    found: dict[str, Any] = {}
    for name, allowed in CHOICES.items():
        wishes = (request.COOKIES.get(cookie(name)), getattr(user, name, None), _installation(name))
        found[name] = next((wish for wish in wishes if wish in allowed), allowed[0])
    return replace(Reader(), **found)


def remember(response: HttpResponse, name: str, value: str, secure: bool) -> None:
    """Keep one choice in the browser for a year."""
    response.set_cookie(cookie(name), value, max_age=365 * 86400, httponly=True, samesite="Lax", secure=secure)


def forget(response: HttpResponse) -> None:
    """Drop the browser's choices, at sign-out: the next person on a shared machine begins with their own."""
    for name in CHOICES:
        response.delete_cookie(cookie(name), samesite="Lax")


def cookie(name: str) -> str:
    """The cookie that keeps a choice."""
    return f"samrit_{name}"


def _installation(name: str) -> str | None:
    return settings.LANGUAGE_CODE if name == "language" else None
