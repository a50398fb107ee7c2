"""The canonical form of a pack and its sha256: two packs that score alike and read alike have the same digest.

Left out: where things were written, the worked cases (they prove the rules, they are not rules), and fields that hold
their default, so that a model that learns a new optional field does not change the digest of old packs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from samrit.base import figures
from samrit.packs.model import Pack


def canonical(value: Any) -> Any:
    """`value` as plain JSON data: figures as text exactly as written, dates as ISO, objects as mappings."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        return value
    if isinstance(value, Decimal):
        return figures.plain(value)
    if isinstance(value, Fraction):
        return figures.exact_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [canonical(item) for item in value]
    if isinstance(value, Mapping):
        return {_key(key): canonical(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return _canonical_object(value)
    raise TypeError(f"no canonical form for {type(value).__name__}")


def of(data: Any) -> str:
    """sha256 of canonical data, as `sha256:…`."""
    return of_text(text_of(data))


def text_of(data: Any) -> str:
    """The text that a digest is taken of."""
    return json.dumps(canonical(data), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def of_text(text: str) -> str:
    """The digest of a text that `text_of` gave, or that was put together from such texts."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def of_pack(pack: Pack) -> str:
    """The digest that installs, terms and scorecards name a pack by; computed once for each pack in memory."""
    known = vars(pack).get("_digest")
    if known is None:
        known = of(pack_as_json(pack))
        object.__setattr__(pack, "_digest", known)
    return str(known)


def pack_as_json(pack: Pack) -> dict[str, Any]:
    """The complete framework without its cases, as `samrit pack show --json` prints it."""
    whole = {
        "framework": canonical(pack.framework),
        "indicators": canonical(pack.indicators),
        "surveys": canonical(pack.surveys),
        "forms": canonical(pack.forms),
    }
    # a part that packs did not always have is left out where a pack has none
    return whole | ({"plans": canonical(pack.plans)} if pack.plans else {})


def canonical_cases(pack: Pack) -> Any:
    """The worked cases as plain data, without their raw facts (those stay in the files)."""
    return [
        {
            "about": canonical(file.about),
            "cases": [
                {"name": canonical(case.name), "arithmetic": case.arithmetic, "expect": canonical(case.expect)}
                | {key: getattr(case, key) for key in ("round", "total", "converted", "band") if getattr(case, key)}
                for case in file.cases
            ],
        }
        for file in pack.cases
    ]


def _canonical_object(value: Any) -> dict[str, Any]:
    kind = getattr(type(value), "kind", "")
    data: dict[str, Any] = {"kind": kind} if kind else {}
    for entry in fields(value):
        if entry.name == "at":
            continue
        held = getattr(value, entry.name)
        default = entry.default
        if default is MISSING and entry.default_factory is not MISSING:
            default = entry.default_factory()
        if default is MISSING or held != default:
            data[entry.name] = canonical(held)
    return data


def _key(key: Any) -> str:
    return figures.plain(key) if isinstance(key, Decimal) else str(key)
