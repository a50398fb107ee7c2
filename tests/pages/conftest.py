"""Pages asked for with Django's client: a small agency, a person per role, and one in another agency who has every role."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from tests.apps.results_world import SINCE, World, clock_at, person
from tests.remembered import packs_are_remembered

from samrit.apps.orgs.models import Ancestor, Grant, Placement, Role, Tree, Unit
from samrit.web import assets

__all__ = ["packs_are_remembered"]
Open = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Every page may use the database, and leaves nothing behind."""


@pytest.fixture(scope="session", autouse=True)
def _assets() -> None:
    assets.build(Path(settings.STATIC_ROOT))


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """The agency of `results_world` in the round of form PR.2, with a report open; and a second agency beside it."""
    made = World(clock_at(monkeypatch))
    made.people["administrator"] = person("administrator")
    made.people["administrator"].is_administrator = True
    made.people["administrator"].save()
    made.people["foreigner"] = person("foreigner")
    other = Unit.objects.create()
    Placement.objects.create(
        unit=other, parent=None, kind="", name_th="กรมอื่นสมมุติ", since=SINCE, sort_key="อื่น", search_text="อื่น"
    )
    Ancestor.objects.create(tree=Tree.objects.create(root=other, since=SINCE), above=other, below=other, depth=0)
    for role in Role:
        Grant.objects.create(user=made["foreigner"], role=role, unit=other, since=SINCE)
    return made


@pytest.fixture
def opened(world: World) -> Open:
    """A browser in which a person of the world is signed in; "nobody" is not."""

    def browser(name: str) -> Client:
        client = Client()
        if name != "nobody":
            client.force_login(world[name])
        return client

    return browser
