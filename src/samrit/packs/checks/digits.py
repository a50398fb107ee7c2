"""Thai and Arabic digits side by side, and the numbering of lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from samrit.base import thai
from samrit.base.issues import Issue, Place, define
from samrit.packs.bind import Located
from samrit.packs.checks.reading import cut, digit_styles
from samrit.packs.checks.walk import Seen, texts, walk
from samrit.packs.model import Pack, Part
from samrit.packs.plans import Member, Plan, Publication
from samrit.packs.texts import Item, Source, Words

MIXED_DIGITS = define(
    "PK360", "note",
    th="ข้อความเดียวกันใช้ทั้งเลขไทยและเลขอารบิก: “{text}”",
    en="one text mixes Thai and Arabic digits: “{text}”",
    cure_th="ถ้าเอกสารพิมพ์ไว้เช่นนี้ให้คงไว้",
    cure_en="keep it if it is printed so",
)  # fmt: skip
TWO_STYLES = define(
    "PK361", "note",
    th="“{what}” ใช้เลขไทย {thai} แห่ง (เช่น “{thai_text}”) และเลขอารบิก {arabic} แห่ง (เช่น “{arabic_text}”)",
    en="“{what}” has Thai digits in {thai} texts (“{thai_text}”) and Arabic in {arabic} (“{arabic_text}”)",
    cure_th="ถ้าเอกสารพิมพ์ไว้เช่นนี้ให้คงไว้",
    cure_en="keep them if they are printed so",
)  # fmt: skip
ODD_MARK = define(
    "PK362", "note",
    th="เลขข้อ “{mark}” ใช้เลขคนละแบบกับข้ออื่นในรายการเดียวกัน ({marks})",
    en="the item mark “{mark}” is in other digits than the rest of its list ({marks})",
    cure_th="ถ้าเอกสารพิมพ์ไว้เช่นนี้ให้คงไว้",
    cure_en="keep it if it is printed so",
)  # fmt: skip
MARK_JUMPS = define(
    "PK363", "warning",
    th="เลขข้อข้ามจาก “{before}” เป็น “{mark}”",
    en="the item marks jump from “{before}” to “{mark}”",
    cure_th="ตรวจว่าไม่มีข้อตกหล่น ถ้าเอกสารพิมพ์ไว้เช่นนี้ให้เพิ่ม discrepancy",
    cure_en="check that no item is lost; if it is printed so, add a discrepancy",
)  # fmt: skip
MARK_REPEATED = define(
    "PK364", "warning",
    th="เลขข้อ “{mark}” ใช้ซ้ำในรายการเดียวกัน",
    en="the item mark “{mark}” is used twice in one list",
    cure_th="ตรวจกับเอกสาร ถ้าพิมพ์ไว้เช่นนี้ให้เพิ่ม discrepancy",
    cure_en="check the document; if it is printed so, add a discrepancy",
)  # fmt: skip
HEADINGS_JUMP = define(
    "PK365", "note",
    th="หัวข้อผลสัมฤทธิ์หลักข้ามจาก “{before}” เป็น “{after}”",
    en="the key results jump from “{before}” to “{after}”",
    cure_th="ตรวจว่าแบบนี้ยกมาเฉพาะบางยุทธศาสตร์ ไม่ใช่ตกหล่น",
    cure_en="see that the form takes up only some of them, and none was lost",
)  # fmt: skip

OURS = frozenset({"en", "assumption", "duty", "applied", "reading", "because"})
"""Keys of texts that the document does not print."""
_MARK = re.compile(r"[(\[]?((?:[0-9]{1,9}[./])*)([0-9]{1,9})[.)\]]*")
_NUMBERED = re.compile(r"(\D*?)\s*([0-9]{1,9})")


def mixed_digits(pack: Pack) -> Iterable[Issue]:
    """A text is written in one kind of digits."""
    for seen in _printed(pack):
        for key, text in texts(seen.part):
            if key not in OURS and key != "mark" and len(digit_styles(text)) == 2:
                yield MIXED_DIGITS.at(seen.part.at.of(key), seen.about, text=cut(text, 100))


def styles_of_a_sheet(pack: Pack) -> Iterable[Issue]:
    """The texts of one part of a sheet, or of one list of levels, are written in one kind of digits."""
    groups: dict[tuple[str, tuple[str, ...]], list[tuple[Located, str, str]]] = {}
    headings: dict[str, str] = {}
    concerned: dict[str, tuple[str, ...]] = {}
    for seen in _printed(pack):
        group = _group(seen)
        if isinstance(seen.part, Part):
            headings[seen.path] = seen.part.heading
        elif isinstance(seen.part, Plan):
            headings[seen.path] = cut(seen.part.name.th)
            concerned[group] = seen.about
        if group:
            held = [(seen.part, key, text) for key, text in texts(seen.part) if key not in OURS and key != "mark"]
            groups.setdefault((group, concerned.get(group, seen.about)), []).extend(held)
    for (group, about), held in groups.items():
        by_style = {style: [one for one in held if digit_styles(one[2]) == {style}] for style in ("thai", "arabic")}
        if all(by_style.values()):
            fewer = min(by_style.values(), key=len)[0]
            words = {"thai_text": cut(by_style["thai"][0][2]), "arabic_text": cut(by_style["arabic"][0][2])}
            counts = {style: len(found) for style, found in by_style.items()}
            yield TWO_STYLES.at(fewer[0].at.of(fewer[1]), about, what=headings.get(group) or group, **counts, **words)


def _group(seen: Seen) -> str:
    """The sheet part, list of levels or plan that a text belongs to; its path."""
    match = re.match(r"(.+?\.(?:details\.[0-9]+|printed\.[^.]+\.levels))(?:\.|$)|(plans\.[^.]+)", seen.path)
    return (match[1] or match[2]) if match else ""


def _printed(pack: Pack) -> Iterator[Seen]:
    """The objects whose texts come from the document."""
    for seen in walk(pack):
        if isinstance(seen.part, Source) or seen.path.startswith(("discrepancies", "cases")):
            continue
        if ".repairs." in seen.path:
            continue
        if isinstance(seen.part, Words) and seen.path.rsplit(".", 1)[-1] in OURS | {"what"}:
            continue
        yield seen


def item_marks(pack: Pack) -> Iterable[Issue]:
    """Numbered items are numbered 1, 2, 3 in one kind of digits."""
    for seen in walk(pack):
        for items in _lists(seen.part):
            yield from marks(items, seen.about)


def _lists(part: Located) -> Iterator[tuple[Item, ...]]:
    if isinstance(part, Part | Item):
        yield part.items
    elif isinstance(part, Plan):
        yield part.notes
    elif isinstance(part, Publication):
        yield part.calendar


def marks(items: Sequence[Item | Member], about: tuple[str, ...]) -> Iterator[Issue]:
    """What is odd in the marks of one list."""
    numbered = [(item, number) for item in items if (number := number_of(item.mark)) is not None]
    said = ", ".join(item.mark for item, _ in numbered)
    thai_marks = [item for item, _ in numbered if digit_styles(item.mark) == {"thai"}]
    arabic_marks = [item for item, _ in numbered if digit_styles(item.mark) == {"arabic"}]
    for item in min(thai_marks, arabic_marks, key=len):
        if len(numbered) > 1:
            yield ODD_MARK.at(item.at.of("mark"), about, mark=item.mark, marks=said)
    for (before, start), (item, number) in pairwise(numbered):
        if number == start:
            yield MARK_REPEATED.at(item.at.of("mark"), about, mark=item.mark)
        elif number[:-1] == start[:-1] and number[-1] != start[-1] + 1:
            yield MARK_JUMPS.at(item.at.of("mark"), about, before=before.mark, mark=item.mark)


def number_of(mark: str) -> tuple[int, ...] | None:
    """The number that a mark such as “๔.”, “2)” or “3.1” means, if it is one."""
    match = _MARK.fullmatch(thai.arabic_digits(mark.strip()))
    if match is None:
        return None
    return (*(int(part) for part in re.findall("[0-9]+", match[1])), int(match[2]))


def numbered_headings(pack: Pack) -> Iterable[Issue]:
    """Key results with numbered names follow one another."""
    held: dict[str, list[tuple[int, str, Place]]] = {}
    for one in pack.framework.key_results:
        match = _NUMBERED.match(thai.arabic_digits(thai.normalise(one.name.th)))
        if match is not None:
            held.setdefault(match[1], []).append((int(match[2]), match[0], one.at.of("name")))
    for numbered in held.values():
        for (start, before, _), (number, after, place) in pairwise(sorted(numbered, key=lambda entry: entry[0])):
            if number > start + 1:
                yield HEADINGS_JUMP.at(place, before=before, after=after)
