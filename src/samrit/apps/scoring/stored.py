"""A score as it is stored and as it comes back: JSON, compressed; Terms, Facts and Scorecard made of it again.

What comes back is checked: Terms by their digest, a rebuilt scorecard by comparing it whole with the stored one, so
that nothing is ever explained or printed from figures other than those of the run.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, TypeVar

from samrit.base.issues import NOWHERE, Issue, Place, Refused, define, errors
from samrit.engine import facts as engine_facts
from samrit.engine import trace
from samrit.engine.facts import Fact, FactFile, Facts, Reported
from samrit.engine.plan import Plan, plan_of
from samrit.engine.score import Scorecard, score
from samrit.engine.values import Missing, NotApplicable
from samrit.packs import reader
from samrit.packs.bind import Located, bind
from samrit.packs.model import Form, Framework, Indicator, Pack
from samrit.packs.plans import Plan as WorkPlan
from samrit.packs.survey import Survey
from samrit.packs.terms import Terms

TERMS_DIFFER = define(
    "SC001", "error",
    th="เกณฑ์ที่เก็บไว้ไม่ตรงกับลายนิ้วมือ {digest}", en="the stored terms are not those of the digest {digest}",
    cure_th="เทียบกับสำรองข้อมูล", cure_en="compare with a backup",
)  # fmt: skip
CARD_DIFFERS = define(
    "SC002", "error",
    th="คิดคะแนนซ้ำจากข้อมูลที่เก็บไว้แล้วไม่ตรงกับบัตรคะแนนนี้ (โปรแกรมรุ่น {engine})",
    en="scoring the stored facts again does not give this scorecard (engine {engine})",
    cure_th="ตรวจด้วยหนังสือเดินทางของคะแนน และเทียบกับสำรองข้อมูล", cure_en="verify it by its score passport, and compare with a backup",
)  # fmt: skip

LEVEL = 6
"""Compression is at one fixed level: the same scorecard gives the same bytes."""
_Part = TypeVar("_Part", bound=Located)


def packed(data: Any) -> bytes:
    """As JSON, compressed.  Keys keep their order: readers are told things in the order of the pack's files."""
    return zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), LEVEL)


def unpacked(data: bytes | memoryview) -> dict[str, Any]:
    """What `packed` was given."""
    found = json.loads(zlib.decompress(bytes(data)))
    assert isinstance(found, dict)
    return found


def terms_of(data: Mapping[str, Any], digest: str) -> Terms:
    """The Terms that `Terms.as_json()` gave; `Refused` when they have not the digest they are stored under."""
    issues: list[Issue] = []
    pack = Pack(
        framework=_one(data["framework"], Framework, issues),
        indicators=_several(data["indicators"], Indicator, issues),
        surveys=_several(data["surveys"], Survey, issues),
        forms=_several(data["forms"], Form, issues),
        plans=_several(data.get("plans", []), WorkPlan, issues),
    )
    terms = Terms(pack, data["pack_digest"], frozenset(data["dropped"]), dict(data["blanks"]))
    if errors(issues) or terms.digest != digest:
        raise Refused([*issues, TERMS_DIFFER.at(NOWHERE, digest=digest)])
    return terms


def facts_of(data: Mapping[str, Any], terms: Terms) -> Facts:
    """The Facts that `Facts.as_json()` gave; why a value is unknown is read again from the text as typed."""
    unit = data["unit"]
    file = FactFile(data["pack"], data["round"], unit["name"], unit["kind"], tuple(unit["under"]), (), NOWHERE)
    plan = plan_of(terms, data["round"])
    return engine_facts.make(
        terms, data["round"], engine_facts.unit_of(terms, file), tuple(_fact(one, plan) for one in data["facts"])
    )


def scorecard_of(card: Mapping[str, Any], agreed: Terms) -> Scorecard:
    """The scorecard itself, scored again from what is stored; `Refused` where it is not what was stored.

    The version of the engine may differ: a newer one that comes to the same figures by the same steps may speak for it.
    """
    again = score(agreed, facts_of(card["facts"], agreed))
    if _comparable(again.as_json()) != _comparable(card):
        raise Refused([CARD_DIFFERS.at(NOWHERE, engine=card["engine"])])
    return again


def _comparable(card: Mapping[str, Any]) -> str:
    # which assumption is named first is decided by the order of keys, which no digest fixes
    listed = sorted(card["assumptions"], key=trace.canonical)
    return trace.canonical({**card, "engine": "", "assumptions": listed})


def _fact(data: Mapping[str, Any], plan: Plan) -> Fact:
    key = data["indicator"], data["input"], data["window"]
    text, note = data["text"], data.get("note", "")
    if "value" in data:
        return Fact(*key, Fraction(data["value"]), text, NOWHERE, note)
    slot = plan.slots[data["indicator"]][data["input"]]
    value = engine_facts.value_of(Reported(*key, text, NOWHERE), slot, plan, [])
    kind = Missing if data["unknown"] == "missing" else NotApplicable
    return Fact(*key, value if isinstance(value, kind) else kind("", ""), text, NOWHERE, note)


def _several(data: list[Any], to: type[_Part], issues: list[Issue]) -> tuple[_Part, ...]:
    return tuple(_one(one, to, issues) for one in data)


def _one(data: Any, to: type[_Part], issues: list[Issue]) -> _Part:
    found = bind(_node(data, Place(to.__name__)), to, issues)
    if found is None:
        raise Refused(issues)
    return found


def _node(data: Any, place: Place) -> reader.Node:
    """Canonical data as the reader would have read it: every scalar is a text, and what is not given is a dash."""
    if isinstance(data, dict):
        return reader.Mapping({k: _node(v, place) for k, v in data.items()}, dict.fromkeys(data, place), place)
    if isinstance(data, list):
        return reader.Listing(tuple(_node(one, place) for one in data), place)
    text = "-" if data is None else str(data).lower() if isinstance(data, bool) else str(data)
    return reader.Scalar(text, not isinstance(data, str), place)
