"""Who may install packs."""

from __future__ import annotations

from samrit.apps.accounts.models import User
from samrit.apps.ground.denied import Denied


def check_can_install(user: User | None) -> None:
    """Administrators of the installation; nobody (None) stands for its command line, which needs the machine itself."""
    if user is not None and not (user.is_active and user.is_administrator):
        raise Denied(
            "เฉพาะผู้ดูแลระบบที่ติดตั้งชุดเกณฑ์ได้",
            "only an administrator of this installation may install packs",
            "ขอให้ผู้ดูแลระบบติดตั้งให้",
            "ask the administrator to install it",
        )
