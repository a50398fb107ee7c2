"""Which blocks of a paper make a worksheet, what it is called, and the one set of columns that they share."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from samrit.documents import measure
from samrit.documents.paper import Block, PageBreak, Paper, Signatures, Table, in_digits

NAME_LIMIT = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_RESERVED = {"history"}
_NEAR = 3.0
"""Millimetres at which two tables' edges become one: a column narrower than that would only be in the way."""
_NEAR_UNRULED = 12.0
"""The same for what has no rules, so nobody sees where it ends."""


@dataclass(frozen=True)
class Part:
    """A worksheet's name and what is on it."""

    name: str
    blocks: tuple[Block, ...]


def split(paper: Paper) -> Iterator[Part]:
    """The worksheets of a paper: a page break with a name begins a new one."""
    groups: list[tuple[str, list[Block]]] = [(paper.sheet or paper.title, [])]
    for block in paper.blocks:
        if isinstance(block, PageBreak) and block.sheet:
            if groups[-1][1]:
                groups.append((block.sheet, []))
            else:
                groups[-1] = (block.sheet, [])
        else:
            groups[-1][1].append(block)
    taken: set[str] = set(_RESERVED)
    for name, blocks in groups:
        yield Part(_legal(in_digits(name, paper.digits), taken), tuple(blocks))


def column_edges(blocks: Sequence[Block], paper: Paper) -> list[float]:
    """Where the columns of a worksheet begin and end, mm from the left: the edges of all its tables together."""
    edges = [0.0]
    tables = [block for block in blocks if isinstance(block, Table)]
    for table in sorted(tables, key=lambda one: (not one.ruled, -len(one.rows))):
        table_edges(table, paper, edges, may_add=True)
    _edge(paper.width, edges, _NEAR, may_add=True)
    for block in blocks:
        if isinstance(block, Signatures):
            for number in range(1, len(block.people)):
                _edge(paper.width * number / len(block.people), edges, _NEAR_UNRULED, may_add=True)
    return edges


def table_edges(table: Table, paper: Paper, edges: list[float], may_add: bool = False) -> list[int]:
    """At which of a worksheet's edges the columns of a table begin and end."""
    at, before = 0.0, 0.0
    found = [0.0]
    for width in measure.column_widths(table, paper.width):
        at += width
        # its own edges stay apart, however narrow the column
        before = _edge(at, edges, _NEAR if table.ruled else _NEAR_UNRULED, may_add, above=before)
        found.append(before)
    return [edges.index(edge) for edge in found]


def signing_edges(count: int, paper: Paper, edges: list[float]) -> list[int]:
    """At which edges the places to sign begin and end."""
    inner = [_edge(paper.width * number / count, edges, _NEAR_UNRULED) for number in range(1, count)]
    return [0, *(edges.index(edge) for edge in inner), len(edges) - 1]


def _edge(at: float, edges: list[float], near: float, may_add: bool = False, above: float = -1.0) -> float:
    """The edge for a place: one that is near and beyond `above`, else a new one."""
    usable = [edge for edge in edges if edge > above]
    closest = min(usable, key=lambda edge: abs(edge - at), default=None)
    if closest is not None and (abs(closest - at) <= near or not may_add):
        return closest
    edges.insert(bisect_left(edges, at), at)
    return at


def _legal(name: str, taken: set[str]) -> str:
    """A name that Excel takes and that no other worksheet has; Excel does not tell small letters from large."""
    clean = " ".join(name.translate(_NOT_IN_NAMES).split()).strip("' ") or "1"
    legal, number = _cut(clean, NAME_LIMIT), 1
    while legal.casefold() in taken:
        number += 1
        mark = f" ({number})"
        legal = _cut(clean, NAME_LIMIT - len(mark)) + mark
    taken.add(legal.casefold())
    return legal


def _cut(text: str, limit: int) -> str:
    """The beginning of a text that is no longer than `limit` units of UTF-16 and parts no vowel from its letter."""
    while len(text.encode("utf-16-le")) // 2 > limit:
        while unicodedata.category(text[-1]) == "Mn":
            text = text[:-1]
        text = text[:-1]
    return text.strip("' ")
