"""Choose a unit on a form: from a list set in like the tree, or, where there are many, among those found by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from samrit.apps.orgs.models import Unit
from samrit.apps.orgs.queries import UnitView, count_on, names_of, search, tree_on
from samrit.base.thai import normalise
from samrit.web.components.forms import WAS, Field, Input, Option, Select
from samrit.web.components.reading import Button, Words
from samrit.web.pages import unit_name
from samrit.web.reader import Text
from samrit.web.staff.blocks import ENTER
from samrit.web.staff.units.typed import Typed


def choices(typed: Typed, name: str, agency: UUID, on: date) -> tuple[Sequence[UnitView], bool]:
    """The units that `unit_fields` chooses from: a whole small agency; of a large one those found, and what is chosen.

    The second value says that these are not all.
    """
    if count_on(agency, on) <= MOST_IN_A_LIST:
        return tree_on(Unit(id=agency), on), False
    text = typed.text(f"{name}{SEARCH}")
    found = [hit.unit for hit in search(Unit(id=agency), text, on, MOST_IN_A_LIST + 1)] if text else []
    known = {one.id: one for one in found}
    wanted = {one.parent for one in found if one.parent} | _ids(typed.text(name))
    known |= names_of(wanted - known.keys(), on)
    return list(known.values()), True


def asks_for_units(typed: Typed) -> bool:
    """Whether a form was sent to find units: by that button, or by Enter after another name was typed to search for.

    Browsers do not tell in which field Enter was pressed; elsewhere it is the form's own button.
    """
    if FIND in typed.texts:
        return True
    searched = [name.removesuffix(WAS) for name in typed.texts if name.endswith(f"{SEARCH}{WAS}")]
    return ENTER in typed.texts and any(typed.text(one) not in ("", typed.text(f"{one}{WAS}")) for one in searched)


def unit_fields(
    typed: Typed,
    name: str,
    label: Words,
    tree: Sequence[UnitView],
    blank: Words,
    more: Sequence[Option] = (),
    *,
    is_part: bool = False,
) -> list[Input]:
    """A choice among the units of a tree, each set in below its superior; of a large one, among those found by name.

    `more`: what may be chosen besides units.  `is_part`: the tree is a part of a large one already (`choices`).
    """
    chosen, text = typed.text(name), typed.text(f"{name}{SEARCH}")
    options = [Option("", blank, is_chosen=not chosen), *more]
    if len(tree) <= MOST_IN_A_LIST and not is_part:
        options += [Option(str(one.id), indented(one), is_chosen=str(one.id) == chosen) for one in tree]
        return [typed.shown(Select(name, label, options=options))]
    kept = [one for one in tree if str(one.id) == chosen]
    found = units_called(tree, text)
    names = {one.id: one for one in tree}
    for one in [*kept, *(one for one in found[:MOST_IN_A_LIST] if one not in kept)]:
        is_chosen = str(one.id) == chosen or (not chosen and len(found) == 1)
        options.append(Option(str(one.id), _with_superior(one, names), is_chosen=is_chosen))
    th, en = (label.th, label.en) if isinstance(label, Text) else (label, label)
    search = Field(
        f"{name}{SEARCH}", Text(f"ค้นหา: {th}", f"Find: {en}"),
        Text("บางส่วนของชื่อหรือรหัส แล้วกด “ค้นหาหน่วย”", "a part of its name or code, then press “Find units”"),
        kind="search", value=typed.raw(f"{name}{SEARCH}"),
        button=Button(Text("ค้นหาหน่วย", "Find units"), "secondary", name=FIND, value="1", back_to=f"{name}{SEARCH}"),
    )  # fmt: skip
    hint = _told_of(text, len(found)) if text else ""
    return [search, typed.shown(Select(name, label, hint, options=options))]


SEARCH = "-called"
FIND = "find"
MOST_IN_A_LIST = 40
"""A longer list of units is searched rather than scrolled."""


def units_called(tree: Iterable[UnitView], text: str) -> list[UnitView]:
    """The units whose names or code hold all the words of a text; none without a text."""
    words = normalise(text).casefold().split()
    if not words:
        return []
    said = ((one, f"{one.code} {one.name_th} {one.short_th} {one.name_en}".casefold()) for one in tree)
    return [one for one, names in said if all(word in names for word in words)]


def indented(view: UnitView) -> Text:
    """A unit's name behind as many strokes as it stands deep."""
    name = unit_name(view)
    return Text("– " * view.depth + name.th, "– " * view.depth + (name.en or name.th))


def _ids(text: str) -> set[UUID]:
    try:
        return {UUID(text)}
    except ValueError:
        return set()


def _with_superior(one: UnitView, names: Mapping[UUID, UnitView]) -> Text:
    """A unit with the one above it: many a station is called like another."""
    name, above = unit_name(one), names.get(one.parent) if one.parent else None
    if above is None:
        return name
    over = unit_name(above)
    return Text(f"{name.th} ({over.th})", f"{name.en or name.th} ({over.en or over.th})")


def _told_of(text: str, count: int) -> Text:
    if not count:
        return Text(f"ไม่พบหน่วยที่ชื่อมี “{text}”", f"no unit is called “{text}”")
    if count > MOST_IN_A_LIST:
        return Text(
            f"พบ {count} หน่วย แสดง {MOST_IN_A_LIST} หน่วยแรก", f"{count} found, the first {MOST_IN_A_LIST} are shown"
        )
    return Text(f"พบ {count} หน่วย เลือกหนึ่ง", f"{count} found; choose one")
