"""Questions that pages ask again and again, turned into SQL once: more than half of an answer's time went into that.

A prepared question is an ordinary function that makes a query set from its arguments.  It is called with marks in their
place once for each kind of database; afterwards the same SQL is asked with the values of the day.  So its shape must
not depend on them: no argument may be None, and a collection is compared by `__among`, however many it holds.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import connections
from django.db.models import Field, ForeignKey, Lookup, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

Args = ParamSpec("Args")
Row = TypeVar("Row")


def prepared(make: Callable[Args, QuerySet[Any, Row]]) -> Callable[Args, list[Row]]:
    """The rows of a query set, its SQL made once.

    Arguments are ids, days, times, texts, whole numbers, or collections of ids or texts for `__among`.
    Errors: TypeError for an argument of another type, and for one that the query does not use as it is given.
    """
    known: dict[str, _Compiled] = {}

    @wraps(make)
    def ask(*args: Args.args, **kwargs: Args.kwargs) -> list[Row]:
        if kwargs:
            raise TypeError("a prepared question takes its arguments in their order")
        engine = connections["default"].settings_dict["ENGINE"]
        if engine not in known:
            known[engine] = _compile(make, args)
        return known[engine].rows(args)

    return ask


@dataclass(frozen=True)
class _Compiled:
    name: str
    queryset: QuerySet[Any, Any]
    compiler: SQLCompiler
    converters: Any
    sql: str
    params: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]
    """Which parameter of the SQL is which argument."""

    def rows(self, values: Iterable[Any]) -> list[Any]:
        connection = connections["default"]
        if (
            self.queryset.query.select_for_update
            and connection.features.has_select_for_update
            and connection.get_autocommit()
        ):
            # Django's own check, which is made with the SQL: outside a transaction, nothing would stay locked
            raise TransactionManagementError(f"{self.name} locks rows: it is asked inside a transaction only")
        params = list(self.params)
        adapted = [_adapted(value, connection) for value in values]
        for at, argument in self.places:
            params[at] = adapted[argument]
        compiler: Any = copy.copy(self.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda: (self.sql, tuple(params))
        compiler.get_converters = lambda fields: self.converters
        asked: Any = self.queryset.all()
        asked.query.get_compiler = lambda *args, **kwargs: compiler
        return list(asked)


def _compile(make: Callable[..., QuerySet[Any, Any]], given: Iterable[Any]) -> _Compiled:
    connection = connections["default"]
    marks = [_mark(value, number) for number, value in enumerate(given)]
    queryset = make(*marks)
    compiler = queryset.query.get_compiler(using="default")
    sql, params = compiler.as_sql()
    wanted = [_adapted(mark, connection) for mark in marks]
    places = tuple((at, wanted.index(param)) for at, param in enumerate(params) if param in wanted)
    unused = set(range(len(marks))) - {argument for _, argument in places}
    if unused:
        raise TypeError(
            f"{make.__qualname__} does not use argument {min(unused) + 1} as it is given: it cannot be prepared"
        )
    converters = compiler.get_converters([one[0] for one in compiler.select[: compiler.col_count]])
    return _Compiled(make.__qualname__, queryset, compiler, converters, sql, tuple(params), places)


def _mark(value: Any, number: int) -> Any:
    """A value of the same type that nothing else in a query is equal to."""
    if isinstance(value, UUID):
        return UUID(int=2**128 - 1 - number)
    if isinstance(value, datetime):
        return datetime(9998, 1, 1, tzinfo=UTC) + timedelta(days=number)
    if isinstance(value, date):
        return date(9997, 1, 1) + timedelta(days=number)
    if isinstance(value, str):
        return f"\N{REPLACEMENT CHARACTER}{number}"
    if isinstance(value, int) and not isinstance(value, bool):
        # within the smallest kind of whole number: against one that its field cannot hold, Django leaves the condition out
        return 2**15 - 100 + number
    if isinstance(value, Collection):
        return (f"\N{REPLACEMENT CHARACTER}{number}",)
    raise TypeError(f"a prepared question takes no {type(value).__name__}")


def _adapted(value: Any, connection: Any) -> Any:
    """A value as the database's driver takes it."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, (str, int)):
        return str(value) if isinstance(value, str) else value
    return _listed(value, connection)


def _listed(values: Iterable[Any], connection: Any) -> Any:
    plain = [value if isinstance(value, (UUID, int)) else str(value) for value in values]
    if connection.vendor == "postgresql":
        return plain
    return json.dumps([value.hex if isinstance(value, UUID) else value for value in plain])


@ForeignKey.register_lookup  # which takes none of those of a plain field
@Field.register_lookup
class Among(Lookup):
    """`field__among=values`: as `__in`, but one parameter whatever their number, so that the SQL stays the same."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, params = self.process_lhs(compiler, connection)
        these = "= ANY(%s)" if connection.vendor == "postgresql" else "IN (SELECT value FROM json_each(%s))"
        return f"{left} {these}", (*params, _listed(self.rhs, connection))
