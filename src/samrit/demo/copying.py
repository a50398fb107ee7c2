"""Copy what the services wrote since a moment, many times over, under new ids and with a valid audit chain."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction

from samrit.apps.accounts.models import User
from samrit.apps.audit import chain
from samrit.apps.audit.models import Detail, Event, Subject
from samrit.apps.audit.services import head
from samrit.apps.ground.ids import new_id
from samrit.apps.orgs.models import Ancestor, Tree
from samrit.apps.scoring.models import TermsText

SHARED = (Tree, TermsText)
"""What all copies have in common, though it was written with the first: the tree's day, terms by their digest."""
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
AT_ONCE = 20
"""Copies in one transaction: a few hundred thousand rows."""

Ids = dict[str, str]
"""Old id → new id, both as 32 hexadecimal letters."""
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Table:
    """A model's table with the rows to copy; `key` is the place of the id that is made anew, if there is one."""

    model: type[models.Model]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    key: int | None
    ids: tuple[int, ...]
    texts: tuple[int, ...]


def counted() -> dict[type[models.Model], set[Any]]:
    """The keys of every row there is, by model: what is not there later was written since."""
    return {model: set(model._base_manager.values_list("pk", flat=True)) for model in _models()}


class Copier:
    """What was written since `before` was counted, ready to be copied."""

    def __init__(self, before: dict[type[models.Model], set[Any]], units: Iterable[UUID]) -> None:
        standing = set(units)
        self.tables: list[Table] = []
        for model in _models():
            if model in (Event, Subject, Detail, *SHARED):
                continue
            pks = set(model._base_manager.values_list("pk", flat=True)) - before[model]
            if model is Ancestor:  # the tree was made anew; the part of it that is ours is below
                pks = set(Ancestor.objects.filter(below_id__in=standing).values_list("pk", flat=True))
            if pks:
                self.tables.append(_table(model, pks))
        since = max((one.number for one in Event.objects.filter(pk__in=before[Event])), default=0)
        self.events = list(Event.objects.filter(number__gt=since).select_related("detail").order_by("number"))
        subjects: dict[UUID, list[UUID]] = {}
        for event, thing in (
            Subject.objects.filter(event__in=self.events).order_by("id").values_list("event_id", "object")
        ):
            subjects.setdefault(event, []).append(thing)
        self.subjects = subjects

    def copy(self, count: int, tell: Callable[[int, int], None]) -> None:
        """Write so many copies, in transactions of a bearable size."""
        for first in range(0, count, AT_ONCE):
            tell(first, count)
            with transaction.atomic():
                copies: list[tuple[int, Ids]] = [(number, {}) for number in range(first, min(first + AT_ONCE, count))]
                for table in self.tables:
                    for _, ids in copies:
                        if table.key is not None:
                            ids |= {_hex(row[table.key]): new_id().hex for row in table.rows}
                for table in self.tables:
                    _insert(table.model, table.columns, _copied(table, copies))
                self._chain([ids for _, ids in copies])
        tell(count, count)

    def _chain(self, copies: list[Ids]) -> None:
        """The events of several copies: each as often as there are copies, then the next, so that time goes forward."""
        number, previous = head()
        events: list[Event] = []
        subjects: list[Subject] = []
        details: list[Detail] = []
        for old in self.events:
            when = old.at.astimezone(UTC)
            told = json.dumps([old.about, old.detail.payload, str(old.actor)])
            for ids in copies:
                about, payload, actor = json.loads(_renamed(told, ids))
                number += 1
                salt = secrets.token_hex(16)
                commitment = chain.commitment_of(salt, payload)
                who = None if old.actor is None else UUID(actor)
                hashed = chain.hash_of(number, when, who, old.code, about, commitment, previous)
                event = Event(
                    number=number, at=old.at, actor=who, code=old.code, about=about, commitment=commitment,
                    previous=previous, hash=hashed,
                )  # fmt: skip
                previous = hashed
                events.append(event)
                details.append(Detail(event=event, salt=salt, payload=payload))
                things = self.subjects.get(old.pk, [])
                subjects += [Subject(event=event, object=UUID(ids.get(one.hex, one.hex))) for one in things]
        for rows in (events, subjects, details):
            _write(rows)


def _models() -> list[type[models.Model]]:
    """Every table of ours, those that others point at first."""
    return [model for model in apps.get_models() if model.__module__.startswith("samrit.apps.")]


def _table(model: type[models.Model], pks: set[Any]) -> Table:
    fields = [one for one in model._meta.local_concrete_fields if not isinstance(one, models.AutoField)]
    columns = tuple(one.column or one.name for one in fields)
    key = next((n for n, one in enumerate(fields) if one.primary_key and not one.is_relation), None)
    ids = tuple(n for n, one in enumerate(fields) if _is_id(one))
    texts = tuple(n for n, one in enumerate(fields) if isinstance(one, models.JSONField))
    names = ", ".join(_quoted(column) for column in columns)
    own = _quoted(model._meta.pk.column or model._meta.pk.name)
    order = _quoted("created_at") + ", " + own if "created_at" in columns else own
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {own}, {names} FROM {_quoted(model._meta.db_table)} ORDER BY {order}")
        wanted = {_hex(pk) for pk in pks}
        rows = tuple(tuple(row[1:]) for row in cursor.fetchall() if _hex(row[0]) in wanted)
    return Table(model, columns, rows, key, ids, texts)


def _copied(table: Table, copies: list[tuple[int, Ids]]) -> Iterator[Row]:
    username = table.columns.index("username") if table.model is User else None
    for number, ids in copies:
        for row in table.rows:
            cells = list(row)
            for n in table.ids:
                cell = cells[n]
                if cell is not None and (renamed := ids.get(_hex(cell))):
                    # SQLite keeps ids as 32 letters, PostgreSQL as ids
                    cells[n] = renamed if isinstance(cell, str) else UUID(renamed)
            for n in table.texts:
                text = cells[n]
                if text is not None:
                    cells[n] = _renamed(text if isinstance(text, str) else json.dumps(text), ids)
            if username is not None:
                cells[username] = f"{cells[username]}.{number + 2}"
            yield tuple(cells)


def _write(rows: list[Any]) -> None:
    """Model instances as rows, without the cost of `bulk_create`, which asks about each field of each row again."""
    model = type(rows[0])
    fields = [one for one in model._meta.local_concrete_fields if not isinstance(one, models.AutoField)]
    values = (tuple(one.get_db_prep_save(getattr(row, one.attname), connection) for one in fields) for row in rows)
    _insert(model, tuple(one.column or one.name for one in fields), values)


def _insert(model: type[models.Model], columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    names = ", ".join(_quoted(column) for column in columns)
    gaps = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {_quoted(model._meta.db_table)} ({names}) VALUES ({gaps})", list(rows))


def _is_id(field: Any) -> bool:
    while field.is_relation:
        field = field.target_field
    return isinstance(field, models.UUIDField)


def _renamed(text: str, ids: Ids) -> str:
    def other(found: re.Match[str]) -> str:
        renamed = ids.get(found[0].replace("-", ""))
        return str(UUID(renamed)) if renamed else found[0]

    return _UUID.sub(other, text)


def _hex(key: Any) -> str:
    return key.hex if isinstance(key, UUID) else str(key).replace("-", "")


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
