"""Where Django keeps sessions here (settings.SESSION_ENGINE): by the digest of their key, with whose they are and since when.

Who reads the table (or a backup of it) can sign in as nobody, a person sees their sessions, and one that is ended is
gone at once for every process.
"""

from __future__ import annotations

import hashlib
import re
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import QuerySet
from django.utils import timezone

from samrit.apps.accounts.models import Session, User
from samrit.apps.ground.prepared import prepared
from samrit.apps.notices.queries import unread_of

BROWSER, BEGAN = "browser", "began_at"
"""What `signing.sign_in` leaves in a session for its row."""

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung"), ("Line", "LINE"), ("Firefox", "Firefox"),
            ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
           ("CrOS", "ChromeOS"), ("Linux", "Linux"))  # fmt: skip


@dataclass(frozen=True)
class Comer:
    """Whose session was read, and how much they have not read: both come with the session's row, in one query."""

    user: User
    unread: int


def comer() -> Comer | None:
    """Who came with the session that was read last in this thread."""
    return _came_with.get()


_came_with: ContextVar[Comer | None] = ContextVar("samrit_comer", default=None)


class SessionStore(DatabaseStore):
    """Django's database sessions, with the key kept as its digest."""

    @classmethod
    def get_model_class(cls) -> Any:
        return Session

    def _get_session_from_db(self) -> Session | None:
        key = self.session_key
        row = next(iter(_valid(digest(key), timezone.now())), None) if key else None
        if row is None:
            self._session_key = None
        _came_with.set(None if row is None or row.user is None else Comer(row.user, row.unread))
        return row

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(session_key=digest(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        began = data.get(BEGAN)
        return Session(
            session_key=digest(self._get_or_create_session_key()),  # type: ignore[attr-defined]  # Django's own, unknown to its stubs
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            user_id=data.get(SESSION_KEY),
            browser=data.get(BROWSER, ""),
            began_at=datetime.fromisoformat(began) if began else None,
        )

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            Session.objects.filter(session_key=digest(key)).delete()


@prepared
def _valid(digested: str, now: datetime) -> QuerySet[Any, Any]:
    valid = Session.objects.filter(session_key=digested, expire_date__gt=now)
    return valid.select_related("user").annotate(unread=unread_of("user_id"))


def digest(key: str) -> str:
    """What the table keeps of a session's key, which is random and long: no salt is needed."""
    return hashlib.sha256(key.encode()).hexdigest()


def browser_name(user_agent: str) -> str:
    """The coarse name by which a person knows their browser again: "Chrome · Android"; nothing that could be tracked."""
    found = [
        next((name for sign, name in table if re.search(rf"\b{sign}", user_agent)), "") for table in (BROWSERS, SYSTEMS)
    ]
    return " · ".join(filter(None, found))
