"""Asking for the present password again before something that outlives the session: it may have been left open."""

from __future__ import annotations

from samrit.apps.accounts import attempts, wording
from samrit.apps.accounts.models import User
from samrit.base.issues import Issue, Place


def present_issues(user: User, present: str) -> list[Issue]:
    """Why this is not the present password; counted like a sign-in.  Errors: NotNow while sign-in is paused.

    An account that has no password (it signs in elsewhere) cannot be asked for one.
    """
    if not user.has_usable_password():
        return []
    counted = attempts.count(user.username, "")  # a session left open is no way to guess the password
    if user.check_password(present[: 4 * wording.LONGEST]) and len(present) <= 4 * wording.LONGEST:
        attempts.succeed(counted)
        return []
    return [wording.WRONG_NOW.at(Place("present"))]
