"""Every address × every person: the whole table, and no address outside it."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver
from tests.apps.results_world import World

from .conftest import Open
from .table import PEOPLE, Row

FILES = sorted(path.stem for path in Path(__file__).parent.glob("rows_*.py"))
ROWS: list[Row] = [row for name in FILES for row in importlib.import_module(f"tests.pages.{name}").ROWS]
OTHERWISE_TESTED = {
    "health": "tests/config/test_answers.py",
    "components": "tests/web/test_component_page.py",
    "reader": "tests/web/test_component_page.py",
    "colour": "tests/web/test_component_page.py",
}
"""Addresses without a person: open to everybody, each with tests of its own."""


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.method} {row.route} {number}" for number, row in enumerate(ROWS)])
def test_each_person_is_answered_as_the_table_says(row: Row, world: World, opened: Open) -> None:
    path = row.path(world)
    data = row.data(world)
    found = {}
    for name in PEOPLE:
        # each asks the same world: what one of them did is taken back before the next comes
        with transaction.atomic():
            answer = getattr(opened(name), row.method)(path, data)
            found[name] = answer.status_code
            answer.close()
            transaction.set_rollback(True)
    assert found == {name: row.status(name) for name in PEOPLE}


def test_no_address_stands_outside_the_table() -> None:
    named = {row.route for row in ROWS} | set(OTHERWISE_TESTED)
    assert sorted(set(_names(get_resolver())) - named) == []


def _names(resolver: URLResolver) -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield one.name or str(one.pattern)
        else:
            yield from _names(one)
