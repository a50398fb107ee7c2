"""Kinds of unit and frameworks by their names: the organisation keeps ids, the packs say what these are called.

Packs print the kinds that they assess.  What stands around these in any agency (a department, its planning section, a
centre) is named here, unless a pack names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from samrit.apps.frameworks.models import InstalledPack
from samrit.apps.frameworks.queries import unpacked
from samrit.apps.orgs.models import Placement, Unit
from samrit.apps.orgs.queries import root_of
from samrit.base.thai import normalise
from samrit.web import wording
from samrit.web.components.forms import Field, Input, Option, Select
from samrit.web.components.reading import Words
from samrit.web.reader import Language, Text
from samrit.web.staff.units.typed import Typed

OTHER = "-other"
"""How the name of the field ends in which a kind is typed that no list has."""


COMMON: Final = {
    "department": Text("กรม", "Department"),
    "planning_office": Text("สำนักแผนงาน", "Planning office"),
    "planning": Text("ฝ่ายแผน", "Planning"),
    "section": Text("ส่วน", "Section"),
    "operations_centre": Text("ศูนย์ปฏิบัติการ", "Operations centre"),
    "ioc": Text("ศูนย์ IOC", "IOC centre"),
    "line_of_work": Text("สายงาน", "Line of work"),
}
"""Kinds that no pack assesses, most of them functional units."""


@dataclass(frozen=True)
class Printed:
    """The names that the installed packs print, by id, and those of the common kinds."""

    kinds: Mapping[str, Text]
    frameworks: Mapping[str, Text]

    def kind(self, id: str) -> Words:
        """A kind of unit; one that has no name stands as it was typed, none as a dash."""
        return self.kinds.get(id, id) if id else "–"

    def framework(self, id: str) -> Words:
        """A framework; one that is installed no more by its id."""
        return self.frameworks.get(id, id)


def printed() -> Printed:
    """What every installed pack prints, the newest last, then the common kinds; one query."""
    kinds: dict[str, Text] = {}
    frameworks: dict[str, Text] = {}
    for one in InstalledPack.objects.order_by("fiscal_year", "installed_at", "pack"):
        frameworks[one.pack] = wording.framework(one)
        if one.digest not in _kinds:
            found = unpacked(one).framework.unit_kinds
            _kinds[one.digest] = {str(kind.id): wording.text(kind.name) for kind in found}
        kinds |= _kinds[one.digest]
    return Printed({**kinds, **{id: name for id, name in COMMON.items() if id not in kinds}}, frameworks)


def choosable(unit: Unit) -> dict[str, Words]:
    """The kinds a unit may be of, by id: those that have a name, then those its agency uses besides; two queries."""
    root = root_of(unit)
    placed = Placement.objects.filter(Q(unit__root=root) | Q(unit=root)).exclude(kind="")
    known = printed()
    used = sorted(set(placed.values_list("kind", flat=True)) - known.kinds.keys())
    return {**known.kinds, **{id: id for id in used}}


def kind_fields(typed: Typed, name: str, label: Text, kinds: Mapping[str, Words]) -> list[Input]:
    """A kind from the list, and below it one that no list has: what is typed there counts."""
    chosen = typed.text(name)
    options = [Option("", Text("เลือกประเภท", "Choose a kind"), is_chosen=not chosen)]
    options += [Option(id, _with_id(id, words), is_chosen=id == chosen) for id, words in kinds.items()]
    other = Field(
        f"{name}{OTHER}", Text(f"{label.th}อื่น", f"{label.en}: another"),
        Text("เว้นว่างถ้าเลือกจากรายการแล้ว ถ้าพิมพ์ จะใช้คำที่พิมพ์", "Leave it empty if the list has it; what is typed here is used instead."),
        value=typed.raw(f"{name}{OTHER}"),
    )  # fmt: skip
    return [typed.shown(Select(name, label, options=options)), typed.shown(other)]


def kind_of(typed: Typed, name: str, kinds: Mapping[str, Words]) -> str:
    """The id of the kind that was chosen or typed; a name that the list has is that kind, however it was typed."""
    text = normalise(typed.raw(f"{name}{OTHER}"))
    if text:
        return next((id for id, words in kinds.items() if text.casefold() in _called(id, words)), text)
    if typed.text(name) not in {"", *kinds}:
        typed.fail(name, Text("เลือกจากรายการ หรือพิมพ์ในช่องถัดไป", "Choose from the list, or type it in the next field."))
    return typed.text(name)


def said(words: Words, language: Language) -> str:
    """One language of them, for the inside of a sentence."""
    if isinstance(words, Text):
        return words.th if language == "th" else words.en or words.th
    return words


def _with_id(id: str, words: Words) -> Text:
    """A kind by its name, with the id that tables and routes know it by."""
    if isinstance(words, Text) and words.th != id:
        return Text(f"{words.th} ({id})", f"{words.en or words.th} ({id})")
    return Text(id)


def _called(id: str, words: Words) -> set[str]:
    names = (id, said(words, "th"), said(words, "en"))
    return {normalise(one).casefold() for one in names}


_kinds: dict[str, Mapping[str, Text]] = {}
"""A pack's kinds by its digest: a few words each, and what a digest stands for never changes."""
