"""Names of offices and stations: one that is not this document's own, or the own name where a blank should stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from samrit.base import thai
from samrit.base.issues import Issue, define
from samrit.packs.bind import Located
from samrit.packs.checks.reading import cut
from samrit.packs.checks.walk import texts, walk
from samrit.packs.model import Pack, Saying
from samrit.packs.texts import Source

OTHER_NAME = define(
    "PK401", "warning",
    th="“{name}” เป็นชื่อหน่วยอื่น พบ {count} แห่ง ขณะที่เอกสารนี้เป็นของ “{own}” ({own_count} แห่ง): “{text}”",
    en="“{name}” is another unit's name, in {count} text(s), while this document is that of “{own}” ({own_count}): “{text}”",
    cure_th="ใช้ชื่อหรือช่องว่างของเอกสารนี้ ถ้าพิมพ์ไว้เช่นนี้ให้เพิ่ม discrepancy",
    cure_en="write this document's own name or blank; if it is printed so, add a discrepancy",
)  # fmt: skip
OWN_NAME = define(
    "PK402", "warning",
    th="ข้อความนี้ระบุชื่อ “{name}” ขณะที่ชุดเกณฑ์เว้นช่องว่าง {blank} ให้ทุกหน่วยเติม",
    en="this text names “{name}”, where the pack has the blank {blank} for every unit to fill",
    cure_th="เขียน {blank} แทนชื่อนั้น",
    cure_en="write {blank} instead of the name",
)  # fmt: skip

HEADS: Final = (
    ("สถานีตำรวจนครบาล", "สถานีตำรวจนครบาล"),
    ("สถานีตำรวจภูธร", "สถานีตำรวจภูธร"),
    ("สน.", "สถานีตำรวจนครบาล"),
    ("สภ.", "สถานีตำรวจภูธร"),
)
"""How a unit's name begins, and the long form of that beginning."""
LONGEST: Final = 16
"""Letters of a name at most: a longer run of Thai is running text, which has no spaces between words."""
USUAL: Final = 3
"""Texts that must agree on a name before it counts as the document's own, where no blank says it."""

_COMMON = "ประจำ|ทุก|ทั่ว|แห่ง|ของ|และ|หรือ|ที่|ใน|ให้|ได้|มี|เป็น|จะ|ต้อง|ตาม|โดย|เพื่อ|จึง|ทั้ง|ซึ่ง|กับ|แก่|ต่อ|คน|ระดับ|อื่น|สมมุติ|ใด|นั้น|นี้"
_NAMED = re.compile(rf"({'|'.join(re.escape(short) for short, _ in HEADS)})((?!{_COMMON})[ก-๎]+)")
_LONG_FORMS = dict(HEADS)


@dataclass(frozen=True)
class Named:
    """A unit's name somewhere in the pack."""

    head: str
    name: str
    said: str
    part: Located
    key: str
    text: str
    about: tuple[str, ...]
    path: str


def foreign_names(pack: Pack) -> Iterable[Issue]:
    """Every text speaks of the same station or office; another's name was left over from a copied document."""
    found = list(_names(pack))
    for head in dict.fromkeys(_LONG_FORMS.values()):
        family = [one for one in found if one.head == head]
        own, own_count = _own(pack, head, family)
        groups: dict[tuple[str, tuple[str, ...], bool], list[Named]] = {}
        for one in family:
            if own and not one.name.startswith(own):
                in_saying = isinstance(one.part, Saying)
                groups.setdefault((one.name, one.about, in_saying), []).append(one)
        for (_, about, _), named in groups.items():
            first = named[0]
            words = {"name": first.said, "own": head + own, "own_count": own_count, "text": cut(first.text)}
            yield OTHER_NAME.at(first.part.at.of(first.key), about, count=len(named), **words)


def own_names(pack: Pack) -> Iterable[Issue]:
    """Where a blank stands for the unit's name, no text that is the pack's own has that name in it."""
    blanks = {
        match[1]: (match[2], f"{{{blank.id}}}")
        for blank in pack.framework.blanks
        if (match := _NAMED.match(thai.normalise(blank.verbatim)))
    }
    held = {_LONG_FORMS[head]: pair for head, pair in blanks.items()}
    for one in _names(pack):
        name, blank = held.get(one.head, ("", ""))
        kept = one.key in ("verbatim", "quote", "dated") or isinstance(one.part, Saying)
        if name and one.name.startswith(name) and not kept and not one.path.startswith(("documents", "discrepancies")):
            yield OWN_NAME.at(one.part.at.of(one.key), one.about, name=one.said, blank=blank)


def _own(pack: Pack, head: str, family: list[Named]) -> tuple[str, int]:
    """The document's own name of that kind: as the pack's blank prints it, else the one that most texts have."""
    counts = Counter(one.name for one in family)
    for blank in pack.framework.blanks:
        match = _NAMED.match(thai.normalise(blank.verbatim))
        if match is not None and _LONG_FORMS[match[1]] == head:
            marks = sum(f"{{{blank.id}}}" in text for seen in walk(pack) for _, text in texts(seen.part))
            return match[2], marks + sum(counts[name] for name in counts if name.startswith(match[2]))
    usual = counts.most_common(1)
    return usual[0] if usual and usual[0][1] >= USUAL else ("", 0)


def _names(pack: Pack) -> Iterator[Named]:
    for seen in walk(pack):
        if seen.path.startswith(("blanks", "cases")) or (isinstance(seen.part, Source) and not seen.part.quote):
            continue
        for key, text in texts(seen.part):
            if not any(head in text for head in _LONG_FORMS):
                continue
            for match in _NAMED.finditer(thai.normalise(text)):
                if len(match[2]) <= LONGEST:
                    head = _LONG_FORMS[match[1]]
                    yield Named(head, match[2], match[0], seen.part, key, text, seen.about, seen.path)
