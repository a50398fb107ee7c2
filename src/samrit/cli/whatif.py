"""`samrit whatif`: what raises the score most, what happens if, and the cheapest way to a target."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from samrit.base import figures, thai
from samrit.base.counting import counted
from samrit.base.figures import exact
from samrit.base.issues import Issue, Language, Place, Refused, define
from samrit.cli.output import Speaker, speaks
from samrit.cli.score import Asked, asks, scorecard, wrapped
from samrit.cli.scoreboard import STATUS
from samrit.engine import whatif as asking
from samrit.engine.arithmetic import number
from samrit.engine.explain import explain
from samrit.engine.facts import Fact, FactFile, Reported, understand
from samrit.engine.inputs import WHOLE
from samrit.engine.score import Scorecard, score
from samrit.engine.steps import Step
from samrit.engine.whatif import Costs, Course, Gain, Matter, Target
from samrit.engine.whatif.changes import bottom_places
from samrit.engine.whatif.wording import said_changes

NOT_A_SUPPOSITION = define(
    "WI010", "error",
    th="“{text}” ไม่บอกว่าจะสมมติค่าอะไร", en="“{text}” does not say what is supposed",
    cure_th="เขียน --set รหัส=ค่า เช่น --set 2.1=74.00 หรือ --set 4.aired=135", cure_en="write --set CODE=VALUE, such as --set 2.1=74.00 or --set 4.aired=135",
)  # fmt: skip
MONTH_OF_A_WHOLE = define(
    "WI011", "error",
    th="{code}.{input} รายงานเป็นยอดรวมแล้ว สมมติเฉพาะเดือน {window} ไม่ได้", en="{code}.{input} was reported for the whole window, so one month ({window}) cannot be supposed",
    cure_th="สมมติยอดรวม: --set {code}.{input}=…", cure_en="suppose the whole: --set {code}.{input}=…",
)  # fmt: skip
NOT_A_TARGET = define(
    "WI012", "error",
    th="อ่านเป้าหมาย “{text}” เป็นตัวเลขไม่ได้", en="the target “{text}” cannot be read as a figure",
    cure_th="พิมพ์เช่น --target 80 หรือ ๘๐.๕๐", cure_en="type for example --target 80",
)  # fmt: skip
TWO_TARGETS = define(
    "WI013", "error",
    th="--target กับ --level ใช้พร้อมกันไม่ได้", en="--target and --level cannot be given together",
    cure_th="เลือกอย่างใดอย่างหนึ่ง", cure_en="choose one of them",
)  # fmt: skip
COSTS_WITHOUT_TARGET = define(
    "WI014", "error",
    th="--costs ใช้คู่กับ --target หรือ --level", en="--costs needs --target or --level",
    cure_th="เพิ่มเป้าหมาย เช่น --target 80 หรือลบ --costs", cure_en="add a target, such as --target 80, or leave --costs out",
)  # fmt: skip
OUT_OF_REACH = define(
    "WI015", "warning",
    th="ไปไม่ถึงเป้าหมาย {target} ด้วยสิ่งที่ทำได้", en="the target {target} cannot be reached by what can be done",
    cure_th="ดีที่สุดที่ไปถึงได้อยู่ด้านล่าง ลองลดเป้าหมาย หรือทบทวนตัวชี้วัดที่ใส่ว่า impossible", cure_en="the best that can be had is told; lower the target, or allow more",
)  # fmt: skip

EPILOG = """\b
ตัวอย่าง · Examples:
  samrit whatif facts.yaml                              (ทำอะไรก่อนดี · what to do first)
  samrit whatif facts.yaml --set 2.1=74.00 --set 4.aired=135
  samrit whatif facts.yaml --target 80 --costs costs.yaml
  samrit whatif facts.yaml --level good --lang en
"""

BEST = 10
COLUMNS = 110
GAP = "  "


@click.command(epilog=EPILOG)
@speaks("whatif")
@asks
@click.option(
    "--set", "sets", multiple=True, metavar="CODE=VALUE", help="สมมติค่าหนึ่ง ใช้ซ้ำได้ · suppose a figure; may be repeated"
)
@click.option(
    "--target", default="", help="คะแนนรวมที่อยากได้ (ฐานที่แปลงแล้ว ถ้ามี) · the total wanted, converted where it is"
)
@click.option("--level", default="", help="ผลการประเมินที่อยากได้ (id ของระดับ) · the result level wanted")
@click.option("--costs", type=click.Path(path_type=Path), help="ไฟล์ค่าใช้จ่ายของแต่ละตัวชี้วัด · what moves cost")
def whatif(asked: Asked, speaker: Speaker, sets: tuple[str, ...], target: str, level: str, costs: Path | None) -> None:
    """บอกว่าทำอะไรแล้วคะแนนขึ้นมากที่สุด สมมติค่าแล้วคะแนนเป็นอย่างไร หรือถึงเป้าหมายอย่างไรให้ถูกที่สุด

    Tell what raises the score most, what happens if a figure were another, or the cheapest way to a target.
    """
    aim = _aim(target, level)
    if costs is not None and aim is None:
        raise Refused([COSTS_WITHOUT_TARGET.at(Place("--costs"))])
    card, warnings = scorecard(asked)
    payload: dict[str, Any] = {}
    if sets:
        supposed, more = _supposed(sets, card)
        warnings = [*warnings, *more]
        before, card = card, score(card.terms, asking.suppose(card.facts, card, supposed))
    rates = Costs() if costs is None else asking.read_costs(costs, list(card.outcomes))
    # refuses before anything is said
    course = None if aim is None else asking.cheapest(card, aim, rates)
    if aim is not None and course is None:
        goal = aim.level if aim.figure is None else number(aim.figure)
        warnings = [*warnings, OUT_OF_REACH.at(Place("--target" if aim.level == "" else "--level"), target=goal)]
    speaker.issues(warnings)
    if sets:
        payload["supposed"] = _comparison_as_json(before, card)
        _in_language(speaker, lambda language: _comparison(before, card, supposed, language))
    if aim is not None:
        shown = course or asking.most(card, rates)
        payload |= {"reached": course is not None, "plan": shown.as_json()}
        _in_language(speaker, lambda language: _plan(shown, course is not None, language))
    elif not sets:
        found, lacking = asking.gains(card), asking.missing_matters(card)
        payload |= {"gains": [one.as_json() for one in found], "missing": [one.as_json() for one in lacking]}
        _in_language(speaker, lambda language: _overview(card, found, lacking, language))
    speaker.done(payload, warnings)


def _in_language(speaker: Speaker, say: Callable[[Language], str]) -> None:
    """Say what `say` gives for the reader's language."""
    text = say(speaker.language) + "\n"
    speaker.say(text, text)


def _aim(target: str, level: str) -> Target | None:
    if target and level:
        raise Refused([TWO_TARGETS.at(Place("--target"))])
    if level:
        return Target(level=level)
    if not target:
        return None
    try:
        return Target(exact(thai.parse_figure(target)))
    except thai.ThaiTextError:
        raise Refused([NOT_A_TARGET.at(Place("--target"), text=target)]) from None


# ── --set ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _supposed(sets: Sequence[str], card: Scorecard) -> tuple[list[Fact], list[Issue]]:
    """The supposed facts, understood like reported ones; refuses with every problem."""
    bad = [text for text in sets if not text.partition("=")[0].strip() or "=" not in text]
    if bad:
        raise Refused([NOT_A_SUPPOSITION.at(Place("--set"), text=text) for text in bad])
    rows = tuple(_row(text, card) for text in sets)
    unit = card.facts.unit
    file = FactFile("", card.facts.round, unit.name, unit.kind, tuple(unit.under), rows, Place("--set"))
    facts, warnings = understand(file, card.terms)
    reported = {(fact.indicator, fact.input) for fact in card.facts.facts if fact.window == WHOLE}
    clashing = [one for one in facts.facts if one.window != WHOLE and (one.indicator, one.input) in reported]
    if clashing:
        raise Refused(
            [MONTH_OF_A_WHOLE.at(one.place, code=one.indicator, input=one.input, window=one.window) for one in clashing]
        )
    return list(facts.facts), warnings


def _row(text: str, card: Scorecard) -> Reported:
    """`CODE=VALUE`, `CODE.INPUT=VALUE` or `CODE.INPUT@MONTH=VALUE`; codes and inputs may have dots of their own."""
    left, _, value = text.partition("=")
    named, _, window = thai.arabic_digits(left.strip()).partition("@")
    parts = named.split(".")
    for size in range(len(parts), 0, -1):
        code = ".".join(parts[:size])
        if card.plan.slots.get(code):
            return Reported(code, ".".join(parts[size:]), window, value, Place(f"--set {text}"))
    return Reported(named, "", window, value, Place(f"--set {text}"))


def _comparison(before: Scorecard, after: Scorecard, supposed: Sequence[Fact], language: Language) -> str:
    heads = {
        "th": ("รหัส", "ตัวชี้วัด", "ผล", "คะแนน", "คะแนนขึ้น/ลง"),
        "en": ("Code", "Indicator", "Result", "Score", "Change"),
    }[language]
    rows = []
    for code in _changed(before, after):
        was, is_ = before.outcomes[code], after.outcomes[code]
        indicator = next(one for one in after.plan.pack.every_indicator() if one.code == code)
        places = after.plan.pack.framework.rules.rounding.result.places
        results = tuple(
            figures.shown(one.result.value, places) if isinstance(one.result, Step) else "–" for one in (was, is_)
        )
        scores = tuple(
            figures.plain(one.shown) if one.shown is not None else STATUS[language].get(one.status, "–")
            for one in (was, is_)
        )
        rise = ""
        if isinstance(was.score, Step) and isinstance(is_.score, Step):
            rise = _signed(is_.score.value - was.score.value, is_.rounding.places)
        rows.append(
            (
                "  " * is_.depth + code,
                indicator.name.said(language),
                "" if results == ("–", "–") else " → ".join(results),
                " → ".join(scores),
                rise,
            )
        )
    if not rows:
        return {"th": "คะแนนไม่เปลี่ยน", "en": "No score changes"}[language]
    lines = [*table([heads, *rows], wide=1, right=(2, 3, 4)), *_ends(before, after, language), ""]
    lines.extend(wrapped(_why(after, code, language)) for code in dict.fromkeys(fact.indicator for fact in supposed))
    return "\n".join(lines)


def _why(card: Scorecard, code: str, language: Language) -> str:
    """How the supposed figure is scored: only the lines of the explanation that work it out."""
    told = explain(card, code)
    name = told.name_th if language == "th" else told.name_en
    kinds = ("reported", "result", "reading", "score", "weighted")
    return "\n".join([f"{code}  {name}", *(f"  • {line.said(language)}" for line in told.lines if line.kind in kinds)])


def _changed(before: Scorecard, after: Scorecard) -> list[str]:
    """Codes whose result or score is another."""

    def figures_of(card: Scorecard, code: str) -> tuple[object, ...]:
        one = card.outcomes[code]
        return tuple(step.value if isinstance(step, Step) else step for step in (one.result, one.score))

    return [code for code in after.outcomes if figures_of(before, code) != figures_of(after, code)]


def _comparison_as_json(before: Scorecard, after: Scorecard) -> dict[str, Any]:
    def said(card: Scorecard, code: str) -> str | None:
        found = card.outcomes[code].score
        return figures.exact_text(found.value) if isinstance(found, Step) else None

    ends = {
        name: {
            "total": None if value is None else figures.exact_text(value),
            "range": None if card.range is None else [figures.exact_text(end) for end in card.range],
            "band": None if card.band is None else card.band.id,
        }
        for name, card, value in (
            ("before", before, asking.bottom_line(before)),
            ("after", after, asking.bottom_line(after)),
        )
    }
    scores = [
        {"indicator": code, "before": said(before, code), "after": said(after, code)}
        for code in _changed(before, after)
    ]
    return {**ends, "indicators": scores, "facts_digest": after.facts.digest}


# ── what to do first ─────────────────────────────────────────────────────────────────────────────────────────────────


def _overview(card: Scorecard, found: list[Gain], lacking: list[Matter], language: Language) -> str:
    blocks = [_title(card, language)]
    if lacking:
        blocks.append(_lacking(card, lacking, language))
    blocks.append(_next_moves(card, found, language))
    return "\n\n".join(blocks)


def _title(card: Scorecard, language: Language) -> str:
    name = card.plan.pack.framework.short_name.said(language)
    return f"{name} · {card.facts.unit.name} · {card.plan.round.name.said(language)}\n{_now(card, language)}"


def _now(card: Scorecard, language: Language) -> str:
    shown = _bottom_shown(card)
    if shown is not None:
        band = "" if card.band is None else f" · {card.band.name.said(language)}"
        return {"th": f"คะแนนขณะนี้ {shown}{band}", "en": f"The total now: {shown}{band}"}[language]
    if card.range is None:
        return {"th": "ยังไม่มีคะแนนรวม", "en": "No total yet"}[language]
    low, high = (figures.shown(end, bottom_places(card)) for end in card.range)
    return {
        "th": f"ยังไม่มีคะแนนรวม เมื่อครบแล้วจะอยู่ระหว่าง {low} – {high}",
        "en": f"No total yet; once complete, between {low} and {high}",
    }[language]


def _lacking(card: Scorecard, lacking: list[Matter], language: Language) -> str:
    title = {
        "th": "ข้อมูลที่ยังขาด ตัวที่มีผลต่อคะแนนรวมมากที่สุดมาก่อน",
        "en": "Missing facts, the one the total hangs on most first",
    }[language]
    heads = {"th": ("มีผลถึง", "รหัส", "สิ่งที่ขาด", "คะแนนที่เป็นไปได้"), "en": ("Up to", "Code", "What is missing", "Score")}[
        language
    ]
    rows = []
    for one in lacking:
        known = one.width is not None and one.least is not None and one.most is not None
        width = figures.shown(one.width, one.places) if one.width is not None else "?"
        ends = (
            f"{number(one.least)} – {number(one.most)}"
            if known and one.least is not None and one.most is not None
            else "?"
        )
        rows.append((width, one.code, one.why.th if language == "th" else one.why.en, ends))
    return "\n".join([title, *table([heads, *rows], wide=2, right=(0, 3))])


def _next_moves(card: Scorecard, found: list[Gain], language: Language) -> str:
    nearest: dict[str, list[Gain]] = {}
    for gain in found:
        if gain.is_next:
            nearest.setdefault(gain.code, []).append(gain)
    if not nearest:
        return {"th": "ไม่มีอะไรจะทำให้คะแนนขึ้นได้อีก", "en": "Nothing can raise the score any more"}[language]
    title = {
        "th": f"ก้าวถัดไปที่ทำให้คะแนนรวมขึ้นมากที่สุด ({min(BEST, len(nearest))} จาก {len(nearest)} ตัวชี้วัดที่ยังขึ้นได้)",
        "en": f"The next moves that raise the total most ({min(BEST, len(nearest))} of {counted(len(nearest), 'indicator')} that can still rise)",
    }[language]
    heads = {"th": ("รวมขึ้น", "รหัส", "ทำอะไร", "คะแนน"), "en": ("Total", "Code", "What to do", "Score")}[language]
    rows = []
    for code, ways in list(nearest.items())[:BEST]:
        gain, *others = ways
        said = said_changes(card, gain.move.changes, language)
        said = said[0].upper() + said[1:]
        if others:
            names = [change.slot.spec.name.said(language) for other in others for change in other.move.changes]
            said += {"th": " หรือ ", "en": "; or as much of "}[language] + ", ".join(f"“{name}”" for name in names)
        rise = "?" if gain.total is None else _signed(gain.total, bottom_places(card))
        rows.append((rise, code, said, _scores(card, code, gain.before, gain.move.score)))
    return "\n".join([title, *table([heads, *rows], wide=2, right=(0, 3))])


# ── the way to a target ──────────────────────────────────────────────────────────────────────────────────────────────


def _plan(course: Course, reached: bool, language: Language) -> str:
    card = course.before
    if not course.moves:
        words = {
            True: {
                "th": "ถึงเป้าหมายอยู่แล้ว ไม่ต้องทำอะไรเพิ่ม",
                "en": "The target is reached already; nothing needs to be done",
            },
            False: {"th": "ไม่มีอะไรที่ทำให้คะแนนขึ้นได้", "en": "Nothing can raise the score"},
        }
        return "\n".join([words[reached][language], *_ends(card, course.after, language)])
    title = {
        True: {"th": "ทางที่ถูกที่สุด", "en": "The cheapest way"},
        False: {"th": "ดีที่สุดที่ทำได้", "en": "The best that can be done"},
    }[reached][language]
    heads = {"th": ("รหัส", "ทำอะไร", "คะแนน", "ค่าใช้จ่าย"), "en": ("Code", "What to do", "Score", "Cost")}[language]
    rows = []
    for move, cost in zip(course.moves, course.costs, strict=True):
        said = said_changes(card, move.changes, language)
        outcome = card.outcomes[move.code].score
        was = outcome.value if isinstance(outcome, Step) else Fraction(0)
        rows.append((move.code, said[0].upper() + said[1:], _scores(card, move.code, was, move.score), number(cost)))
    rows.append(("", {"th": "รวม", "en": "Together"}[language], "", number(course.cost)))
    lines = [title, *table([heads, *rows], wide=1, right=(2, 3)), *_ends(card, course.after, language)]
    if reached:
        count = f"{course.considered:,}"
        lines += thai.wrap(
            {
                "th": f"เทียบครบทุกทาง: {count} ชุดของการเลื่อนเต็มระดับ และทุกชุดที่ตัวชี้วัดหนึ่งหยุดพอดีเป้า ไม่มีชุดใดถูกกว่า",
                "en": f"All ways compared: {counted(course.considered, 'set')} of moves to whole levels, and each with one indicator stopping "
                "just where the target is met; none is cheaper",
            }[language],
            COLUMNS,
        )
    return "\n".join(lines)


# ── lines and columns ────────────────────────────────────────────────────────────────────────────────────────────────


def _ends(before: Scorecard, after: Scorecard, language: Language) -> Iterator[str]:
    """The bottom line and the result level, before and after."""
    ends = [_bottom_shown(card) for card in (before, after)]
    label = {"th": "คะแนนรวม", "en": "Total"}[language]
    values = [asking.bottom_line(card) for card in (before, after)]
    rise = ""
    if values[0] is not None and values[1] is not None:
        rise = f" ({_signed(values[1] - values[0], bottom_places(after))})"
    if ends != [None, None]:
        yield f"{label} {' → '.join(end or STATUS[language]['missing'] for end in ends)}{rise}"
    for name, card in (("before", before), ("after", after)):
        if card.range is not None:
            low, high = (figures.shown(end, bottom_places(card)) for end in card.range)
            when = {"before": {"th": "เดิม", "en": "Before"}, "after": {"th": "ใหม่", "en": "After"}}[name][language]
            yield {
                "th": f"{when}: เมื่อครบแล้วจะอยู่ระหว่าง {low} – {high}",
                "en": f"{when}: once complete, between {low} and {high}",
            }[language]
    if after.band is not None and before.band is not None:
        label = {"th": "ผลการประเมิน", "en": "Result level"}[language]
        yield f"{label} {before.band.name.said(language)} → {after.band.name.said(language)}"


def _bottom_shown(card: Scorecard) -> str | None:
    value = asking.bottom_line(card)
    return None if value is None else figures.shown(value, bottom_places(card))


def _scores(card: Scorecard, code: str, was: Fraction, is_: Fraction) -> str:
    places = card.outcomes[code].rounding.places
    return f"{figures.shown(was, places)} → {figures.shown(is_, places)}"


def _signed(value: Fraction, places: int) -> str:
    shown = figures.shown(abs(value), places)
    return f"{'−' if value < 0 else '+'}{shown}"


def table(rows: Sequence[tuple[str, ...]], wide: int, right: tuple[int, ...]) -> Iterator[str]:
    """Rows as aligned lines, the first as their heads; the column `wide` wraps so that all fits."""
    widths = [max(thai.width(row[column]) for row in rows) for column in range(len(rows[0]))]
    spare = COLUMNS - sum(widths) + widths[wide] - len(GAP) * (len(widths) - 1)
    widths[wide] = max(24, min(widths[wide], spare))
    rule = "─" * (sum(widths) + len(GAP) * (len(widths) - 1))
    yield rule
    for index, row in enumerate(rows):
        for line, piece in enumerate(thai.wrap(row[wide], widths[wide]) or [""]):
            cells = row if line == 0 else ("",) * len(row)
            yield GAP.join(
                thai.pad(piece if column == wide else cells[column], width, "right" if column in right else "left")
                for column, width in enumerate(widths)
            ).rstrip()
        if index == 0:
            yield rule
    yield rule
