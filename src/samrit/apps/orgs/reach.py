"""What a person's roles reach on a day: told of some units, of all, or as a condition for the database to keep."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal
from uuid import UUID

from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet, Value

from samrit.apps.ground.prepared import prepared
from samrit.apps.orgs.models import Ancestor, Succession

MOST_READ = 60
"""Units that are read to say which they are; of more, the database is asked to keep to them."""
_ONE_MORE = MOST_READ + 1


@dataclass(frozen=True)
class Basis:
    """By what a person may act: a grant, or holding a post; `at` is its unit, `successor` says that duties went there."""

    kind: Literal["grant", "holding"]
    id: UUID
    role: str
    at: UUID
    since: date
    until: date | None
    indicator: str = ""
    subtree: bool = False
    how: str = ""
    granted_by: UUID | None = None
    successor: UUID | None = None
    root: UUID | None = None
    """The agency of the unit, where it was read along (`roles_of`)."""
    tree: int | None = None
    """The tree of that agency that holds on the day, read along as well; None before the agency's first."""


_Entries = tuple[tuple[Basis, frozenset[UUID]], ...]


@dataclass(frozen=True)
class Reach:
    """Everything a person may do on a day; asked about some units it reads about these only, about lists all at once."""

    held: tuple[Basis, ...]
    on: date
    _near: dict[frozenset[UUID], _Entries] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def entries(self) -> _Entries:
        """Each basis with the units it reaches; one more query, and only for who asks."""
        return tuple(_with_units(self.held, self.on))

    def may(self, role: str, unit: UUID, indicator: str = "") -> Basis | None:
        """By what the person may act for a unit; as the function `may`."""
        return next(iter(self.bases((role,), (unit,), indicator)[unit]), None)

    def reaches(self, unit: UUID, roles: Collection[str]) -> bool:
        """Whether the person may act for a unit in any of the roles, for all indicators or for one."""
        return any(basis.role in roles and unit in reached for basis, reached in self._about({unit}))

    def units(self, *roles: str) -> set[UUID]:
        """The units the person may act for in any of the roles, for all indicators or for one."""
        return {unit for basis, units in self.entries if basis.role in roles for unit in units}

    def area(self, counts: Callable[[Basis], bool]) -> Area:
        """The units that those bases reach that count; one query the first time, two where they are many."""
        bases = [basis for basis in self.held if counts(basis)]
        if not bases:
            return Area()
        if self.few is not None:
            return Area(frozenset().union(*(reached for basis, reached in self.few if counts(basis))))
        handed = (reached for basis, reached in self._about(()) if counts(basis))
        return Area(
            frozenset().union(*handed),
            frozenset(basis.at for basis in bases if basis.subtree),
            frozenset(basis.at for basis in bases if not basis.subtree),
            frozenset(_trees(bases)),
        )

    @cached_property
    def few(self) -> _Entries | None:
        """All entries where they are few; None where there are many, as for whoever has a role at a whole agency."""
        if "entries" in vars(self) or not self.held:
            return self.entries
        if any(basis.subtree and basis.at == basis.root for basis in self.held):
            return None
        rows = _first_below_and_handed(*_where(self.held), self.on)
        return None if len(rows) > MOST_READ else tuple(_reached(self.held, rows))

    def bases(self, roles: Collection[str], units: Collection[UUID], indicator: str) -> dict[UUID, list[Basis]]:
        """What the function `bases` finds for some units, posts first; one query the first time they are asked about."""
        about = self._about(units)
        return {
            unit: [
                basis
                for basis, reached in about
                if basis.role in roles and basis.indicator in ("", indicator) and unit in reached
            ]
            for unit in units
        }

    def indicators(self, role: str, unit: UUID) -> set[str] | None:
        """For which indicators the person has a role at a unit; None: for all."""
        found = {basis.indicator for basis, units in self._about({unit}) if basis.role == role and unit in units}
        return None if "" in found else found

    def _about(self, units: Collection[UUID]) -> _Entries:
        """Entries that say of these units all there is to say."""
        asked = frozenset(units)
        read: _Entries | None = vars(self).get("entries") or vars(self).get("few")
        if read is not None:
            return read
        for known, entries in self._near.items():
            if asked <= known:
                return entries
        found = self._near[asked] = tuple(_with_units(self.held, self.on, asked))
        return found


@dataclass(frozen=True)
class Area:
    """The units that some bases reach: all of them as `units`; or, where they are many, the closed ones only, and the
    rest unread, as what stands in `trees` at and below `whole` and what stands there at `alone`.
    """

    units: frozenset[UUID] = frozenset()
    whole: frozenset[UUID] = frozenset()
    alone: frozenset[UUID] = frozenset()
    trees: frozenset[int] = frozenset()

    @property
    def values(self) -> tuple[Any, ...]:
        """As `within` takes them: one collection, or three, or four with `alone`; nothing for no units."""
        if self.trees:
            return (self.units, self.trees, self.whole, *((self.alone,) if self.alone else ()))
        return (self.units,) if self.units else ()


def within(path: str, *area: Any) -> Q:
    """That the unit at the end of a path is in an area, given by its values; `prepared` questions may use it.

    Of few units the database looks up what is theirs; of many it goes through what is asked for, unit by unit.
    """
    if not area:
        return Q(pk__in=[])
    units, *many = area
    listed = Q(**{f"{path}__among": units})
    if not many:
        return listed
    trees, whole, *alone = many
    above = Q(above__among=whole)
    for one in alone:
        above |= Q(above__among=one, depth=0)
    return Q(Exists(Ancestor.objects.filter(above, tree__among=trees, below=OuterRef(path)))) | listed


def ends_of(steps: Iterable[tuple[UUID, UUID]]) -> dict[UUID, set[UUID]]:
    followers: dict[UUID, set[UUID]] = {}
    for old, new in steps:
        followers.setdefault(old, set()).add(new)
    return {old: _ends(old, followers) for old in followers}


def _ends(start: UUID, followers: dict[UUID, set[UUID]]) -> set[UUID]:
    seen: set[UUID] = set()
    waiting = {start}
    while waiting:
        one = waiting.pop()
        seen.add(one)
        waiting |= followers.get(one, set()) - seen
    return {one for one in seen if one not in followers}


def _with_units(
    bases: Sequence[Basis], on: date, units: Collection[UUID] | None = None
) -> Iterator[tuple[Basis, frozenset[UUID]]]:
    """Each basis with the units it reaches, or with those of them that are asked about."""
    if not bases:
        return iter(())
    where = _where(bases)
    return _reached(bases, _below_and_handed(*where, on) if units is None else _among_and_handed(units, *where, on))


def _where(bases: Sequence[Basis]) -> tuple[set[UUID], set[UUID], set[int]]:
    """The units that bases are at, their agencies, and the trees of these."""
    return {basis.at for basis in bases}, {basis.root for basis in bases if basis.root}, _trees(bases)


def _trees(bases: Iterable[Basis]) -> set[int]:
    return {basis.tree for basis in bases if basis.tree is not None}


def _reached(
    bases: Sequence[Basis], rows: Iterable[tuple[bool, UUID, UUID]]
) -> Iterator[tuple[Basis, frozenset[UUID]]]:
    under: dict[UUID, set[UUID]] = {}
    handed: list[tuple[UUID, UUID]] = []
    for is_handed, one, other in rows:
        if is_handed:
            handed.append((one, other))
        else:
            under.setdefault(one, set()).add(other)
    took_over = ends_of(handed)
    for basis in bases:
        standing = under.get(basis.at, set())
        reached = standing if basis.subtree else standing & {basis.at}
        yield basis, frozenset(reached | {old for old, heirs in took_over.items() if heirs & reached})


@prepared
def _below_and_handed(
    above: Collection[UUID], roots: Collection[UUID], trees: Collection[int], on: date
) -> QuerySet[Any, tuple[bool, UUID, UUID]]:
    """Each of some units with those at and below it; and, marked, each closed unit of agencies with who took its duties."""
    return _paths(trees, above__among=above).union(_handed(roots, on), all=True)


@prepared
def _first_below_and_handed(
    above: Collection[UUID], roots: Collection[UUID], trees: Collection[int], on: date
) -> QuerySet[Any, tuple[bool, UUID, UUID]]:
    """As `_below_and_handed`, but only some rows where there are more than are worth reading."""
    return _handed(roots, on).union(_paths(trees, above__among=above), all=True)[:_ONE_MORE]


@prepared
def _among_and_handed(
    units: Collection[UUID], above: Collection[UUID], roots: Collection[UUID], trees: Collection[int], on: date
) -> QuerySet[Any, tuple[bool, UUID, UUID]]:
    """As `_below_and_handed`, of those below only some units, and whoever took duties."""
    handed = _handed(roots, on)
    heirs = _paths(trees, above__among=above, below__in=handed.values("new"))
    return _paths(trees, above__among=above, below__among=units).union(heirs, handed, all=True)


def _paths(trees: Collection[int], **which: Any) -> QuerySet[Ancestor, tuple[bool, UUID, UUID]]:
    found = Ancestor.objects.filter(tree__among=trees, **which)
    marked = found.annotate(is_handed=Value(False, BooleanField())).order_by()
    return marked.values_list("is_handed", "above_id", "below_id")


def _handed(roots: Collection[UUID], on: date) -> QuerySet[Succession, tuple[bool, UUID, UUID]]:
    found = Succession.objects.filter(old__root__among=roots, on__lte=on)
    return found.annotate(is_handed=Value(True, BooleanField())).order_by().values_list("is_handed", "old_id", "new_id")
