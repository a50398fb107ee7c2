"""The demo agency, built once for its module and rolled back after its last test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from tests.remembered import packs_are_remembered

from samrit.config import preparing
from samrit.demo.agency import Built, build
from samrit.demo.people import ACCOUNTS

__all__ = ["packs_are_remembered"]
PASSWORDS = {one.username: f"known to the tests {number}" for number, one in enumerate(ACCOUNTS)}


@pytest.fixture(scope="module")
def agency(django_db_setup: None, django_db_blocker: Any) -> Iterator[Built]:
    """Both agencies.  Official tables only grow, so nothing is deleted afterwards: the transaction is undone."""
    preparing.lay_out(settings.INSTALLATION.home)
    with django_db_blocker.unblock(), transaction.atomic():
        yield build(PASSWORDS)
        transaction.set_rollback(True)
