"""Plausible results: the packs' shipped examples, varied by unit and year; the same seed gives the same figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from random import Random

from samrit.apps.frameworks.queries import terms_of, versions
from samrit.apps.results.draft import Change
from samrit.base import thai
from samrit.demo.organisations import ITA, PRD, RTP
from samrit.engine import facts
from samrit.engine.facts import understand
from samrit.engine.inputs import Slot
from samrit.engine.read_facts import read_file
from samrit.packs import load

EXAMPLES = {PRD: "facts-round-2.yaml", RTP: "facts-subdivision.yaml", ITA: "facts-2566.yaml"}
DONE, NOT_DONE = "ทำแล้ว", "ยังไม่ทำ"
UNTIL_LEVEL = {"6": 2, "9": 3}
"""How far 3.1.22 has come in a round before the last: up to the steps of this level."""

Key = tuple[str, str]


def results(pack: str, round_id: str, slots: Mapping[Key, Slot], seed: str) -> list[Change]:
    """What a unit types into a report, in the order of the form."""
    chance = Random(seed)
    # how well the unit does this year: most do well, a few lag
    skill = chance.betavariate(6, 2)
    known = {key: text for key, text in _example(pack).items() if key in slots}
    if pack == PRD:
        typed = {key: _department(key, text, skill, chance) for key, text in known.items()}
    elif pack == RTP:
        reached = UNTIL_LEVEL.get(round_id, 5)
        typed = {key: _milestone(text, skill, chance) for key, text in known.items() if int(key[1][0]) <= reached}
    else:
        typed = _survey({key: text for key, text in known.items() if "/" in key[1]}, skill, chance)
        typed |= {key: _published(text, skill, chance) for key, text in known.items() if "/" not in key[1]}
    return [Change(node, name, typed[node, name]) for node, name in slots if (node, name) in typed]


def _department(key: Key, text: str, skill: float, chance: Random) -> str:
    name = key[1]
    if text in (DONE, NOT_DONE):
        return _deed(skill, chance)
    if name in ("set", "target", "budget"):
        return text
    if name == "aired":
        return str(round(150 * (0.72 + 0.26 * skill)))
    if name == "disbursed":
        return f"{18_450_000 * (0.9 + 0.08 * skill):.2f}"
    if name == "progress":
        return str(chance.choice((90, 95, 100)) if skill > 0.6 else chance.choice((80, 85, 92)))
    if name != "percent":
        return str(round(float(text) * (0.9 + 0.15 * skill)))
    figure = f"{float(text) + (skill - 0.6) * 4 + chance.uniform(-0.5, 0.5):.2f}"
    # people type as they are used to
    return thai.thai_digits(figure) if chance.random() < 0.3 else figure


def _milestone(text: str, skill: float, chance: Random) -> str:
    if text in (DONE, NOT_DONE):
        return _deed(0.75 + skill / 4, chance)
    return str(chance.randint(3, 6)) if "." not in text else f"{6 + 7 * skill:.2f}"


def _published(text: str, skill: float, chance: Random) -> str:
    return text if text not in (DONE, NOT_DONE) else _deed(0.93 + skill / 16, chance)


def _deed(likely: float, chance: Random) -> str:
    return DONE if chance.random() < likely else NOT_DONE


def _survey(counts: Mapping[Key, str], skill: float, chance: Random) -> dict[Key, str]:
    """The example's answers with some respondents of each question moved to another option: their number stays."""
    questions: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for node, name in counts:
        questions[node, name.partition("/")[0]].append((node, name))
    found = {key: int(text) for key, text in counts.items()}
    for options in questions.values():
        most = max(options, key=lambda key: found[key])
        other = chance.choice(_neighbours(options, most))
        moved = min(found[most], round(chance.random() * (1.1 - skill) * found[most] / 2))
        found[most] -= moved
        found[other] += moved
    return {key: str(count) for key, count in found.items()}


def _neighbours(options: Sequence[Key], most: Key) -> list[Key]:
    here = options.index(most)
    return [options[near] for near in (here - 1, here + 1) if 0 <= near < len(options)]


@lru_cache
def _example(pack: str) -> dict[Key, str]:
    """The shipped example by node and input; what it reports by month as one figure, as the months are those of its year."""
    file = read_file(load.find(pack) / "examples" / EXAMPLES[pack])[0]
    found: dict[Key, str] = {}
    months: dict[Key, int] = defaultdict(int)
    for fact in understand(file, terms_of(versions(pack)[0]))[0].facts:
        key = fact.indicator, fact.input
        if fact.window:
            months[key] += int(fact.value)  # type: ignore[arg-type]  # the example's months are all counts
            found[key] = str(months[key])
        else:
            found[key] = _deed_told(fact.text) or _plain(fact.value)
    return found


def _deed_told(text: str) -> str:
    """What a word of the example says of a deed, in the words people type; "" for a figure, 0 and 1 too."""
    word = text.strip().lower()
    if word.isdecimal():
        return ""
    return DONE if word in facts.DONE else NOT_DONE if word in facts.NOT_DONE else ""


def _plain(value: object) -> str:
    figure = float(value)  # type: ignore[arg-type]  # the example has a figure wherever it has no deed
    return str(int(figure)) if figure == int(figure) else f"{figure:.2f}"
