"""What is different from another version, told in sentences: a structural comparison of canonical data.

Things are matched by their code or id, so that a line put in between changes nothing but itself.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from samrit.packs import digest
from samrit.packs.handbook.content import Blocks, Bullets, Entry, Inline, Paragraph, span
from samrit.packs.handbook.labels import FIELDS, VALUES
from samrit.packs.handbook.writer import Writer
from samrit.packs.model import Pack

Group = Literal["indicators", "levels", "weights", "rules", "texts", "rest"]
GROUPS: Final[tuple[Group, ...]] = ("indicators", "levels", "weights", "rules", "texts", "rest")

_IDENTITIES: Final = ("code", "id", "short_form", "operation", "year", "score", "post", "about")
_BY_CODE: Final = frozenset(
    {"inputs", "levels", "areas", "cells", "headings", "scales", "each", "printed", "figures", "level_names"}
)
_LEVELS: Final = frozenset({"levels", "rungs", "none_reached", "between", "below", "above", "elements", "cohorts"})
_RULES: Final = frozenset({"rules", "total", "rounds", "windows", "overlay", "method", "formula", "samples"})
_TITLES: Final = ("name", "text", "title", "what", "label", "heading", "full", "verbatim", "says", "place")
_LONGEST: Final = 160


@dataclass(frozen=True)
class Change:
    """One difference: the keys that lead to it, and what stood and stands there (`ABSENT` for nothing)."""

    indicator: str
    path: tuple[str, ...]
    old: Any
    new: Any

    @property
    def group(self) -> Group:
        """Under which heading a reader looks for it."""
        if not self.path:
            return "indicators"
        # a level of points, or a guideline of it
        if _LEVELS & set(self.path) and "printed" not in self.path:
            return "levels"
        if self.path[-1] == "percent" or self.path[-1] in ("weight", "weights"):
            return "weights"
        if self.path[0] in _RULES:
            return "rules"
        return "texts" if all(value is ABSENT or _is_wording(value) for value in (self.old, self.new)) else "rest"


class _Absent:
    """The one value that says: nothing stood there."""


ABSENT: Final = _Absent()


def changes(w: Writer, before: Pack) -> Blocks:
    """A chapter on what changed since `before`."""
    yield w.heading(2, w.word("changes", version=f"{before.id} {before.framework.version}"), "changes", listed=True)
    found = list(compare(before, w.pack))
    if not found:
        yield Paragraph(span(w.word("unchanged")))
    for group in GROUPS:
        entries = tuple(Entry(_sentence(w, one)) for one in found if one.group == group)
        if entries:
            yield w.heading(3, w.word(f"changed_{group}"))
            yield Bullets(entries)


def compare(before: Pack, after: Pack) -> Iterator[Change]:
    """Every difference, indicators first."""
    old, new = (digest.pack_as_json(pack) for pack in (before, after))
    old_indicators, new_indicators = (dict(_every(held["indicators"])) for held in (old, new))
    for code in dict.fromkeys([*new_indicators, *old_indicators]):
        stood: Any = old_indicators.get(code, ABSENT)
        stands: Any = new_indicators.get(code, ABSENT)
        if stood is ABSENT or stands is ABSENT:
            yield Change(code, (), stood, stands)
        else:
            yield from _differences(code, (), stood, stands)
    yield from _differences("", (), old["framework"], new["framework"])
    for part in ("surveys", "forms", "plans"):
        yield from _differences("", (part,), old.get(part, []), new.get(part, []))


def _every(indicators: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each indicator by its code, without its parts: only their codes, so that a part that moves is seen."""
    for one in indicators:
        parts = one.get("parts", [])
        own = {key: held for key, held in one.items() if key != "parts"}
        yield str(one["code"]), own | ({"parts": [part["code"] for part in parts]} if parts else {})
        yield from _every(parts)


def _differences(indicator: str, path: tuple[str, ...], old: Any, new: Any) -> Iterator[Change]:
    if old == new:
        return
    if _is_text(old) and _is_text(new):
        yield Change(indicator, path, old, new)
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys([*old, *new]):
            yield from _differences(indicator, (*path, str(key)), old.get(key, ABSENT), new.get(key, ABSENT))
    elif isinstance(old, list) and isinstance(new, list):
        yield from _lists(indicator, path, old, new)
    else:
        yield Change(indicator, path, old, new)


def _lists(indicator: str, path: tuple[str, ...], old: list[Any], new: list[Any]) -> Iterator[Change]:
    key = _identity([*old, *new], old, new)
    if key:
        keyed_old, keyed_new = ({str(one[key]): one for one in held} for held in (old, new))
        yield from _differences(indicator, path, keyed_old, keyed_new)
        if [one for one in keyed_old if one in keyed_new] != [one for one in keyed_new if one in keyed_old]:
            yield Change(indicator, (*path, "order"), " · ".join(keyed_old), " · ".join(keyed_new))
        return
    a, b = ([json.dumps(one, ensure_ascii=False, sort_keys=True) for one in held] for held in (old, new))
    for tag, start, end, first, last in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for place in range(max(end - start, last - first)):
            stood: Any = old[start + place] if start + place < end else ABSENT
            stands: Any = new[first + place] if first + place < last else ABSENT
            number = str((first if stood is ABSENT or tag == "replace" else start) + place + 1)
            yield from _differences(indicator, (*path, number), stood, stands)


def _identity(items: list[Any], *lists: list[Any]) -> str:
    """The key by which all items of both lists are told apart, if there is one."""
    for key in _IDENTITIES:
        if all(isinstance(one, Mapping) and isinstance(one.get(key), str | int) for one in items) and all(
            len({str(one[key]) for one in held}) == len(held) for held in lists
        ):
            return key
    return ""


def _is_text(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, Mapping) and "th" in value and set(value) <= {"th", "en"})


def _is_wording(value: Any) -> bool:
    return _is_text(value) and (not isinstance(value, str) or any(sign.isalpha() for sign in value))


# ── sentences ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _sentence(w: Writer, one: Change) -> Inline:
    where = _where(w, one)
    field = _field_of(one.path)
    told = [_said(w, field, value) for value in (one.old, one.new)]
    if told[0] == told[1]:
        # the text changed in the other language only
        told = [f"“{value.get('en' if w.language == 'th' else 'th', '')}”" for value in (one.old, one.new)]
    stood, stands = (span(text, "quote") for text in told)
    if one.old is ABSENT:
        return (*span(w.word("change_added"), "tag"), *span(" "), *where, *span(" "), *stands)
    if one.new is ABSENT:
        return (*span(w.word("change_removed"), "tag"), *span(" "), *where, *span(" "), *stood)
    changed = span(w.word("change_changed"), "tag")
    between = (w.word("change_from"), w.word("change_to"))
    return (*changed, *span(" "), *where, *span(f" {between[0]} "), *stood, *span(f" {between[1]} "), *stands)


def _where(w: Writer, one: Change) -> Inline:
    """The path in words: labels for keys, codes and numbers as they are."""
    words = []
    above = ""
    for key in one.path:
        named = above in _BY_CODE or key not in FIELDS
        words.append(key if named else w.field(key))
        above = key
    subject = (*span(f"{w.word('indicator')} "), *w.indicator(one.indicator)) if one.indicator else ()
    trail = span(" › ".join(words))
    return (*subject, *(span(" › ") if subject and trail else ()), *trail)


def _field_of(path: tuple[str, ...]) -> str:
    known = [key for key in path if key in FIELDS]
    return known[-1] if known else ""


def _said(w: Writer, field: str, value: Any) -> str:
    """A value in a few words: a text whole, anything larger by its title and how it is cut."""
    if isinstance(value, Mapping) and "th" in value:
        return f"“{w.said_plain(value)}”"
    if isinstance(value, str):
        return w.value(field, value) if f"{field}={value}" in VALUES else f"“{value}”"
    if isinstance(value, bool):
        return w.yes(value)
    if value is None:
        return "“-”"
    if isinstance(value, Mapping):
        for key in _TITLES:
            if key in value:
                return _said(w, key, value[key])
    leaves = " · ".join(_leaves(value))
    return f"“{leaves if len(leaves) <= _LONGEST else leaves[:_LONGEST] + '…'}”"


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, held in value.items():
            if key not in ("en", "kind", "id"):
                yield from _leaves(held)
    elif isinstance(value, list):
        for held in value:
            yield from _leaves(held)
    elif value is not None:
        yield str(value)
