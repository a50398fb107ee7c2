"""Read the organisation as it stands on a day: names, trees, what is above and below, who holds which post."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from samrit.apps.accounts.models import User
from samrit.apps.ground.prepared import prepared
from samrit.apps.orgs.models import AgencyFace, Ancestor, Holding, Placement, Post, Succession, Tree, Unit
from samrit.base.collation import search_text
from samrit.base.issues import Language
from samrit.base.thai import normalise

MOST_FOUND = 30


@dataclass(frozen=True)
class FaceView:
    """How an agency shows itself: its colour ("": Samrit's own), its papers' digits, its emblem by sha256 ("": none)."""

    colour: str = ""
    digits: Literal["printed", "arabic", "thai"] = "printed"
    emblem: str = ""


NO_FACE = FaceView()


@dataclass(frozen=True)
class UnitView:
    """A unit as it stands on a day: where, of which kind, called what.  `depth` counts from where was asked."""

    id: UUID
    code: str
    kind: str
    name_th: str
    name_en: str
    short_th: str
    parent: UUID | None
    is_functional: bool
    since: date
    until: date | None
    sort_key: str
    depth: int = 0
    face: FaceView = NO_FACE
    """Of an agency, where it was read along (`names_of`)."""

    def name(self, language: Language = "th") -> str:
        """The name in a language, the Thai one where there is no other."""
        return self.name_th if language == "th" or not self.name_en else self.name_en

    def short(self, language: Language = "th") -> str:
        """The short name where there is one."""
        return self.short_th if language == "th" and self.short_th else self.name(language)


@dataclass(frozen=True)
class Found:
    """A unit that a search found; `matched` is the name it was found by, today's or a former one."""

    unit: UnitView
    matched: str


@dataclass(frozen=True)
class Holder:
    """A person in a post for a time: in their own right, acting, or by delegation."""

    holding: UUID
    post: UUID
    user: User
    how: str
    since: date
    until: date | None


def root_of(unit: Unit) -> UUID:
    """The agency a unit belongs to; the agency itself belongs to itself."""
    return unit.root_id or unit.id


def agencies(on: date) -> list[UnitView]:
    """Every agency of this installation, in Thai order."""
    found = Placement.objects.filter(on_day(on), parent=None).select_related("unit")
    return sorted((view_of(one) for one in found), key=_order)


def on_day(day: date, path: str = "") -> Q:
    """What is dated and holds on a day; `path` leads to it, such as "holding__"."""
    return Q(**{f"{path}since__lte": day}) & (Q(**{f"{path}until": None}) | Q(**{f"{path}until__gt": day}))


def name_of(unit: Unit | UUID, on: date) -> UnitView:
    """What a unit is on a day; before its first day or after its last, what it was nearest to that."""
    key = unit if isinstance(unit, UUID) else unit.id
    return names_of([key], on)[key]


def names_of(units: Iterable[UUID], on: date) -> dict[UUID, UnitView]:
    """What units are on a day, by id, agencies with their faces; as `name_of`, in one query."""
    found: dict[UUID, UnitView] = {}
    for one in _views_of(units):
        if one.since <= on or one.id not in found:
            found[one.id] = one
    return found


def face_of(root: UUID) -> FaceView:
    """How an agency shows itself; pages know it from `names_of`, which asks nothing more for it."""
    found = AgencyFace.objects.filter(root_id=root).values_list("colour", "digits", "emblem_id").first()
    return _face(*found) if found is not None else NO_FACE


def history_of(unit: Unit) -> list[UnitView]:
    """Where a unit stood and what it was called, from the first day on."""
    return [view_of(one) for one in unit.placements.select_related("unit").order_by("since")]


def tree_on(root: Unit, day: date) -> list[UnitView]:
    """An agency's tree on a day: every unit after its superior, those beside each other in Thai order."""
    placed = Placement.objects.filter(on_day(day)).filter(Q(unit__root=root) | Q(unit=root))
    under: dict[UUID | None, list[tuple[Any, ...]]] = {}
    # in Python, as databases order texts each in its own way
    rows = sorted(placed.values_list(*_COLUMNS), key=lambda row: (row[-1], str(row[0])), reverse=True)
    for row in rows:
        under.setdefault(row[_PARENT], []).append(row)
    waiting = [(row, 0) for row in under.get(None, [])]
    walked: list[UnitView] = []
    while waiting:
        row, depth = waiting.pop()
        walked.append(UnitView(*(*row, depth)))
        waiting += [(child, depth + 1) for child in under.get(row[0], [])]
    return walked


def below_ids(unit: Unit, on: date, *, itself: bool = True) -> list[UUID]:
    """Ids of a unit and all below it on a day."""
    rows = Ancestor.objects.filter(tree__in=trees_in_force(on), above=unit)
    return list(rows.filter(depth__gte=0 if itself else 1).order_by("depth").values_list("below_id", flat=True))


def above_ids(unit: Unit, on: date) -> list[UUID]:
    """Ids of a unit and all above it on a day."""
    rows = Ancestor.objects.filter(tree__in=trees_in_force(on), below=unit)
    return list(rows.order_by("depth").values_list("above_id", flat=True))


def below(unit: Unit, on: date) -> list[UnitView]:
    """The units below one on a day, by depth and in Thai order."""
    return _views(Ancestor.objects.filter(tree__in=trees_in_force(on), above=unit, depth__gte=1), "below_id", on)


def above(unit: Unit, on: date) -> list[UnitView]:
    """The units above one on a day, the nearest first."""
    return _views(Ancestor.objects.filter(tree__in=trees_in_force(on), below=unit, depth__gte=1), "above_id", on)


def superior(unit: Unit | UUID, on: date) -> UUID | None:
    """The unit (หน่วยเหนือ) right above one on a day."""
    key = unit if isinstance(unit, UUID) else unit.id
    return Placement.objects.filter(on_day(on), unit_id=key).values_list("parent_id", flat=True).first()


def is_there(unit: Unit, on: date) -> bool:
    """Whether a unit exists on a day."""
    return Placement.objects.filter(on_day(on), unit=unit).exists()


def count_on(root: UUID, day: date) -> int:
    """How many units an agency has on a day, itself counted."""
    return Ancestor.objects.filter(tree__in=trees_in_force(day), above=root).count()


def search(root: Unit, text: str, on: date, most: int = MOST_FOUND) -> list[Found]:
    """Units of an agency whose name, today's or a former one, holds all the words of a text; today's names first."""
    plain = normalise(text)
    if not plain:
        return []
    words = Q()
    for word in search_text(plain).split():
        words &= Q(search_text__contains=word)
    named = words | Q(name_th__contains=plain) | Q(short_th__contains=plain) | Q(name_en__icontains=plain)
    placed = Placement.objects.filter(named | Q(unit__code=plain)).filter(Q(unit__root=root) | Q(unit=root))
    names = {one.unit_id: one.name_th for one in placed.order_by("since")[: most * 10]}
    units = names_of(names, on)
    hits = [Found(unit, unit.name_th if _says(unit, plain) else names[key]) for key, unit in units.items()]
    return sorted(hits, key=lambda hit: (hit.matched != hit.unit.name_th, _order(hit.unit)))[:most]


def successors_of(unit: Unit, on: date) -> list[UUID]:
    """The units that have a closed unit's duties on a day, through all that were closed since; itself while it stands."""
    root = root_of(unit)
    steps = Succession.objects.filter(Q(old__root_id=root) | Q(old_id=root), on__lte=on).values_list("old_id", "new_id")
    followers: dict[UUID, list[UUID]] = {}
    for old, new in steps:
        followers.setdefault(old, []).append(new)
    found: dict[UUID, None] = {}
    seen: set[UUID] = set()
    waiting = [unit.id]
    while waiting:
        one = waiting.pop(0)
        if one in seen:
            continue
        seen.add(one)
        if one in followers:
            waiting += followers[one]
        else:
            found[one] = None
    return list(found)


def holders_on(post: Post, day: date) -> list[Holder]:
    """Who holds a post on a day: first in their own right, then acting, then by delegation; nobody: it is vacant."""
    return _holders(Holding.objects.filter(on_day(day), post=post))


def heads_of(unit: Unit, on: date) -> list[Holder]:
    """Who may sign for a unit on a day, because they hold its head's post."""
    return _holders(Holding.objects.filter(on_day(on), post__unit=unit, post__is_head=True, user__is_active=True))


def trees_in_force(on: date) -> QuerySet[Tree, int]:
    """The ids of the trees, one for each agency, that hold on a day; for use inside another query."""
    newest = Tree.objects.filter(root=OuterRef("root"), since__lte=on).order_by("-since").values("since")[:1]
    return (
        Tree.objects.filter(since__lte=on)
        .annotate(newest=Subquery(newest))
        .filter(since=F("newest"))
        .values_list("pk", flat=True)
    )


def _views(rows: QuerySet[Ancestor], end: str, on: date) -> list[UnitView]:
    depths: dict[UUID, int] = dict(rows.values_list(end, "depth"))
    found = Placement.objects.filter(on_day(on), unit_id__in=rows.values(end)).select_related("unit")
    views = [view_of(one, depths[one.unit_id]) for one in found]
    return sorted(views, key=lambda view: (view.depth, _order(view)))


def _holders(holdings: QuerySet[Holding]) -> list[Holder]:
    order = ["holds", "acting", "delegated"]
    found = sorted(holdings.select_related("user"), key=lambda one: (order.index(one.how), one.since, str(one.id)))
    return [Holder(one.id, one.post_id, one.user, one.how, one.since, one.until) for one in found]


def view_of(one: Placement, depth: int = 0) -> UnitView:
    """A placement, read with its unit, as the unit stood in it."""
    return UnitView(
        one.unit_id, one.unit.code, one.kind, one.name_th, one.name_en, one.short_th, one.parent_id,
        one.unit.is_functional, one.since, one.until, one.sort_key, depth,
    )  # fmt: skip


_COLUMNS = (
    "unit_id", "unit__code", "kind", "name_th", "name_en", "short_th", "parent_id", "unit__is_functional", "since",
    "until", "sort_key",
)  # fmt: skip
"""What `UnitView` is made of, in its order."""
_PARENT = _COLUMNS.index("parent_id")
_FACE = ("unit__face__colour", "unit__face__digits", "unit__face__emblem_id")


def _views_of(units: Iterable[UUID]) -> Iterator[UnitView]:
    """As `view_of`, with faces and without a model instance for each: pages name thousands of units."""
    rows = _placements_of(list(set(units)))
    return (UnitView(*(*row[: -len(_FACE)], 0, _face(*row[-len(_FACE) :]))) for row in rows)


@prepared
def _placements_of(units: Collection[UUID]) -> QuerySet[Placement, tuple[Any, ...]]:
    return Placement.objects.filter(unit__among=units).order_by("since").values_list(*_COLUMNS, *_FACE)


def _face(colour: str | None, digits: Any, emblem: str | None) -> FaceView:
    return NO_FACE if colour is None else FaceView(colour, digits, emblem or "")


def _order(view: UnitView) -> tuple[str, str]:
    return view.sort_key, str(view.id)


def _says(unit: UnitView, plain: str) -> bool:
    told = f"{unit.code} {unit.name_th} {unit.short_th} {unit.name_en}".casefold()
    words = search_text(f"{unit.name_th} {unit.short_th} {unit.name_en}")
    return plain.casefold() in told or all(word in words for word in search_text(plain).split())
