"""Walk a whole pack: every object of the model, how a reader would name its place, and the indicators it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, NamedTuple, get_args

from samrit.base.issues import Place
from samrit.packs.bind import Code, Key, Located, plan_of
from samrit.packs.model import Blank, Discrepancy, Duty, Indicator, Pack
from samrit.packs.plans import Plan, PlanRow

KEYS = ("id", "code", "year", "short_form")
"""What an object of a list is told apart by, where it has one of these."""


class Seen(NamedTuple):
    """One object of the pack; `path` reads like `rules.missing` or `1.1.method`, `within` is the list it stands in."""

    part: Located
    path: str
    within: str
    about: tuple[str, ...]


def walk(pack: Pack) -> Iterable[Seen]:
    """Every object below the pack, parents first, in the order of the form."""
    known = _once.get()
    return known[1] if known is not None and known[0] is pack else _walked(pack)


@contextmanager
def once(pack: Pack) -> Iterator[None]:
    """Inside, the pack is walked a single time, however many checks walk it."""
    token = _once.set((pack, _walked(pack)))
    try:
        yield
    finally:
        _once.reset(token)


_once: ContextVar[tuple[Pack, tuple[Seen, ...]] | None] = ContextVar("walked", default=None)


def _walked(pack: Pack) -> tuple[Seen, ...]:
    found: list[Seen] = []
    _walk(found, pack.framework, "", "", ())
    for indicator in pack.indicators:
        _walk(found, indicator, indicator.code, "indicators", ())
    for name, files in _files(pack):
        for number, file in enumerate(files, 1):
            _walk(found, file, f"{name}.{key_of(file) or number}", name, ())
    return tuple(found)


def _files(pack: Pack) -> tuple[tuple[str, tuple[Located, ...]], ...]:
    """The folders of files that belong to no indicator, in the order they are read."""
    return (("surveys", pack.surveys), ("forms", pack.forms), ("plans", pack.plans), ("cases", pack.cases))


def key_of(part: Located) -> str:
    """What the object is told apart by in its list, or nothing."""
    return next((str(getattr(part, key)) for key in KEYS if hasattr(part, key)), "")


def place_of_key(part: Located) -> Place:
    """Where that key is written."""
    return part.at.of(next((key for key in KEYS if hasattr(part, key)), ""))


def fields_of(part: Located) -> dict[str, Key]:
    """The keys that an object may have."""
    model: Any = type(part)  # a dataclass with equality makes its instances unhashable, not its class
    return plan_of(model).fields


def texts(part: Located) -> Iterator[tuple[str, str]]:
    """The texts that stand directly in an object, each with its key; codes are no texts."""
    model: Any = type(part)  # as in `fields_of`
    for name in _texts_of(model):
        value = getattr(part, name)
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, tuple):
            yield from ((name, item) for item in value if isinstance(item, str))
        elif isinstance(value, dict):
            yield from ((name, item) for item in value.values() if isinstance(item, str))


@cache
def _texts_of(model: Any) -> tuple[str, ...]:
    """The keys of a kind of object that may hold texts."""
    return tuple(
        name for name, entry in plan_of(model).fields.items() if Code not in (entry.type, *get_args(entry.type))
    )


def _walk(found: list[Seen], part: Located, path: str, within: str, about: tuple[str, ...]) -> None:
    if isinstance(part, Indicator):
        path, about = part.code, (part.code,)
    elif isinstance(part, Duty):
        about = tuple(part.indicators)
    elif isinstance(part, Discrepancy | Blank):
        about = tuple(part.about)
    elif isinstance(part, Plan):
        about = tuple(dict.fromkeys(row.indicator for row in part.rows if row.indicator is not None))
    elif isinstance(part, PlanRow) and part.indicator is not None:
        about = (part.indicator,)
    found.append(Seen(part, path, within, about))
    for name in fields_of(part):
        value = getattr(part, name)
        inner = f"{path}.{name}" if path else name
        if isinstance(value, Located):
            _walk(found, value, inner, path, about)
        elif isinstance(value, tuple):
            for number, item in enumerate(value, 1):
                if isinstance(item, Located):
                    _walk(found, item, f"{inner}.{key_of(item) or number}", inner, about)
        elif isinstance(value, dict):
            for key, item in value.items():
                if isinstance(item, Located):
                    _walk(found, item, f"{inner}.{key}", inner, about)
                elif isinstance(item, tuple):  # the cells of a plan: lines by column
                    for number, line in enumerate(item, 1):
                        _walk(found, line, f"{inner}.{key}.{number}", f"{inner}.{key}", about)
