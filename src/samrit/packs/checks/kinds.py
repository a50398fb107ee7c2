"""Which units a milestone's text names, against the units that its guidelines bind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from samrit.base import thai
from samrit.base.issues import Issue, define
from samrit.packs.checks.reading import cut
from samrit.packs.method import Guideline, Milestones
from samrit.packs.model import Pack
from samrit.packs.texts import Words

NAMED_NOT_BOUND = define(
    "PK450", "warning",
    th="ข้อความของ {code} {where_th}ระบุ {named} แต่ไม่มีข้อใดใช้กับ {missing} (ใช้กับ {bound}): “{text}”",
    en="the text of {code}, {where_en}, names {named}, but nothing in it binds {missing} (it binds {bound}): “{text}”",
    cure_th="แก้ applies_to ให้ตรงกับข้อความ หรือเพิ่ม discrepancy ว่าใช้อย่างใด",
    cure_en="let `applies_to` follow the text, or add a discrepancy that says what is applied",
)  # fmt: skip
BOUND_NOT_NAMED = define(
    "PK451", "note",
    th="ข้อความของ {code} {where_th}ระบุเพียง {named} แต่มีข้อที่ใช้กับ {extra} ด้วย: “{text}”",
    en="the text of {code}, {where_en}, names only {named}, but guidelines bind {extra} as well: “{text}”",
    cure_th="ตรวจ applies_to กับเอกสาร ถ้าพิมพ์ไว้เช่นนี้ให้เพิ่ม discrepancy",
    cure_en="check `applies_to` by the document; if it is printed so, add a discrepancy",
)  # fmt: skip

_FILLERS = r"(?:\s|,|/|\.|และ|หรือเทียบเท่า|หรือ|ระดับ|ตั้งแต่|ทุก|หน่วยงาน|หน่วย|ใน|-|–|เทียบเท่า|ถึง)"
BEFORE_THE_VERB = 40
"""A bracket that says who must act opens among so many first letters; later ones speak of something else."""


@dataclass(frozen=True)
class Names:
    """The unit kinds of a pack by the short names that texts use, in the order of the pack."""

    of: dict[str, str]
    order: tuple[str, ...]

    @property
    def any(self) -> str:
        """A pattern that finds one of the names, but not as the end of a longer name such as “ศปก.ตร.”."""
        return rf"(?<![ก-๎.]){self.any_inside}"

    @property
    def any_inside(self) -> str:
        """A pattern that finds one of the names, wherever."""
        return f"(?:{'|'.join(re.escape(name) for name in sorted(self.of, key=len, reverse=True))})"

    def among(self, kinds: Iterable[str]) -> str:
        """Some kinds by their names, in order."""
        held = set(kinds)
        return ", ".join(name for name, kind in self.of.items() if kind in held)


def units_of_levels(pack: Pack) -> Iterable[Issue]:
    """A level, and each guideline in it, binds the units that its text names."""
    names = _names(pack)
    roots = _roots(pack)
    if not names.of:
        return
    for one in pack.every_indicator():
        if not isinstance(one.method, Milestones):
            continue
        for level in one.method.levels:
            points = f"{level.score:f}"
            where = {"where_th": f"ระดับ {points} ", "where_en": f"level {points}"}
            bound, for_all = _bound(level.guidelines, roots)
            yield from _compare(level.text, bound, for_all, names, one.code, where)
            stack = list(level.guidelines)
            while stack:
                guideline = stack.pop()
                where = {"where_th": f"ข้อ {guideline.id} ", "where_en": f"guideline {guideline.id}"}
                bound, for_all = _bound([guideline], roots)
                yield from _compare(guideline.text, bound, for_all, names, one.code, where)
                stack.extend(guideline.steps)


def _compare(
    words: Words, bound: set[str], for_all: bool, names: Names, code: str, where: dict[str, str]
) -> Iterator[Issue]:
    text = thai.normalise(words.th)
    named = _named(text, names)
    if not named:
        return
    said = {"code": code, "named": names.among(named), "text": cut(words.th), "bound": names.among(bound), **where}
    if not for_all and named - bound:
        yield NAMED_NOT_BOUND.at(words.at.of("th"), (code,), missing=names.among(named - bound), **said)
    # “หน่วยงานของ ตร.” names the whole that a unit belongs to, not the unit
    loose = {names.of[name] for name in re.findall(names.any, re.sub(rf"ของ\s*{names.any_inside}", " ", text))}
    extra = bound - named - loose
    if extra:
        yield BOUND_NOT_NAMED.at(words.at.of("th"), (code,), extra=names.among(extra), **said)


def _named(text: str, names: Names) -> set[str]:
    """The kinds that a text lists: in brackets “(บช./บก. และ กก.)”, or at its beginning “บช./บก. ติดตาม…”."""
    start = re.match(rf"(?:ให้\s*)?{names.any}(?:(?:{_FILLERS})*+{names.any})*+", text)
    bracket = re.match(rf"[^()]{{0,{BEFORE_THE_VERB}}}\(([^()]*)\)", text)
    zones = [start[0]] if start is not None else []
    if start is None and bracket is not None and _only_names(bracket[1], names):
        zones = [bracket[1]]
    found: set[str] = set()
    for zone in zones:
        listed = [names.of[name] for name in re.findall(names.any, zone)]
        found |= set(listed)
        if re.search(rf"{names.any}\s*(?:-|–|ถึง)\s*{names.any}", zone) and len(listed) == 2:
            first, last = sorted(names.order.index(kind) for kind in listed)
            found |= set(names.order[first : last + 1])
    return found


def _only_names(zone: str, names: Names) -> bool:
    """Whether what stands in brackets is a list of units, and where they stand."""
    left = re.sub(names.any, " ", re.sub(r"(?:ใน)?สังกัด\s*[^\s,/]+", " ", zone))
    return re.search(names.any, zone) is not None and not re.sub(_FILLERS, "", left)


def _bound(guidelines: Sequence[Guideline], roots: dict[str, str]) -> tuple[set[str], bool]:
    """The kinds that guidelines bind, and whether one of them binds everybody."""
    found: set[str] = set()
    for_all = False
    for one in guidelines:
        own = {roots.get(kind, kind) for match in one.applies_to for kind in match.kinds}
        if any(not match.kinds for match in one.applies_to):
            for_all = True
        below, below_all = _bound(one.steps, roots) if one.steps else (set[str](), True)
        found |= own | (below if not own or not below_all else set())
        for_all |= not one.applies_to and below_all
    return found, for_all


def _names(pack: Pack) -> Names:
    """Unit kinds by their short names, those that are no equivalents of another kind."""
    found: dict[str, str] = {}
    for kind in pack.framework.unit_kinds:
        head = thai.normalise(kind.name.th).split("(")[0].strip()
        if kind.counts_as is None and head.endswith("."):
            found[head] = kind.id
        for short in pack.framework.abbreviations:
            if kind.counts_as is None and thai.normalise(short.full.th) == head and short.short_form.endswith("."):
                found[thai.normalise(short.short_form)] = kind.id
    return Names(found, tuple(dict.fromkeys(found.values())))


def _roots(pack: Pack) -> dict[str, str]:
    """Each kind and the one it counts as."""
    above = {str(kind.id): kind.counts_as for kind in pack.framework.unit_kinds}
    found: dict[str, str] = {}
    for kind in above:
        root = kind
        for _ in above:
            root = str(above.get(root) or root)
        found[kind] = root
    return found
