"""The scoreboard as a table of text, aligned although Thai marks have no width."""

from __future__ import annotations

from fractions import Fraction

from samrit.base import figures, thai
from samrit.base.counting import counted
from samrit.base.issues import Language
from samrit.engine.arithmetic import number
from samrit.engine.rollup import Outcome
from samrit.engine.score import Scorecard
from samrit.engine.steps import Step
from samrit.packs.method import Disclosure, SurveyMean
from samrit.packs.rules import Scale

HEADS: dict[Language, tuple[str, ...]] = {
    "th": ("รหัส", "ตัวชี้วัด", "ผล", "คะแนน (ก)", "", "น้ำหนัก (ข)", "รวม (ค)"),
    "en": ("Code", "Indicator", "Result", "Score", "", "Weight", "Weighted"),
}
STATUS: dict[Language, dict[str, str]] = {
    "th": {"missing": "ยังไม่มี", "not_applicable": "ไม่ใช้", "dropped": "ตัดออก", "not_in_round": "ไม่วัดรอบนี้"},
    "en": {"missing": "missing", "not_applicable": "n/a", "dropped": "dropped", "not_in_round": "not this round"},
}
GAP = "  "
BAR = 5


def scoreboard(card: Scorecard, language: Language, columns: int = 110, deepest: int = 99) -> str:
    """Every indicator with result, score, weight and weighted score, then the totals; fits `columns` where it can.

    `deepest`: parts below this depth are left out (0: only the top indicators).
    """
    rows = [_row(card, outcome, language) for outcome in card.outcomes.values() if outcome.depth <= deepest]
    heads = HEADS[language]
    widths = [max(thai.width(row[column]) for row in [heads, *rows]) for column in range(len(heads))]
    spare = columns - sum(widths) + widths[1] - len(GAP) * (len(widths) - 1)
    widths[1] = max(24, min(widths[1], spare))
    rule = "─" * (sum(widths) + len(GAP) * (len(widths) - 1))
    lines = [_title(card, language), rule, *_line(heads, widths), rule]
    for row in rows:
        lines.extend(_line(row, widths))
    lines.extend([rule, *_totals(card, language, thai.width(rule))])
    return "\n".join(line.rstrip() for line in lines)


def _title(card: Scorecard, language: Language) -> str:
    framework = card.plan.pack.framework
    unit = card.facts.unit.name
    return f"{framework.short_name.said(language)} · {framework.name.said(language)}\n{unit} · {card.plan.round.name.said(language)}"


def _row(card: Scorecard, outcome: Outcome, language: Language) -> tuple[str, ...]:
    rounding = card.plan.pack.framework.rules.rounding
    indicator = next(one for one in card.plan.pack.every_indicator() if one.code == outcome.code)
    result = ""
    if isinstance(outcome.result, Step) and not isinstance(indicator.method, Disclosure | SurveyMean):
        result = figures.shown(outcome.result.value, rounding.result.places)
    shown = outcome.shown
    score = figures.plain(shown) if shown is not None else STATUS[language].get(outcome.status, "")
    weighted = ""
    if outcome.weighted is not None:
        weighted = figures.shown(outcome.weighted.value, rounding.weighted.places)
    weight = "" if outcome.weight is None else number(outcome.weight)
    if outcome.depth:
        # what a part weighs stands inside its indicator's weight, as the form prints it
        weight, weighted = (f"({weight})" if weight else ""), (f"({weighted})" if weighted else "")
    bar = _bar(outcome, card.plan.pack.framework.rules.scale)
    return ("  " * outcome.depth + outcome.code, indicator.name.said(language), result, score, bar, weight, weighted)


def _bar(outcome: Outcome, scale: Scale) -> str:
    """The score as a bar of five cells, for those who would rather look."""
    if not isinstance(outcome.score, Step):
        return ""
    lowest, highest = figures.exact(scale.lowest), figures.exact(scale.highest)
    # a scale from 1 shows its lowest point as one cell, not as an empty bar
    floor = Fraction(0) if lowest == 1 else lowest
    # a cell is filled when it is earned: 4.65 is not a 5
    filled = max(0, min(BAR, int((outcome.score.value - floor) / (highest - floor) * BAR)))
    return "█" * filled + "░" * (BAR - filled)


def _line(cells: tuple[str, ...], widths: list[int]) -> list[str]:
    """One row as lines of text: the name wraps, the figures stand on its first line, right-aligned."""
    names = thai.wrap(cells[1], widths[1]) or [""]
    lines = []
    for index, name in enumerate(names):
        shown = cells if index == 0 else ("",) * len(cells)
        padded = [
            thai.pad(name if column == 1 else shown[column], width, "left" if column in (0, 1, 4) else "right")
            for column, width in enumerate(widths)
        ]
        lines.append(GAP.join(padded))
    return lines


def _totals(card: Scorecard, language: Language, columns: int) -> list[str]:
    framework = card.plan.pack.framework
    lines = [_total_line(framework.total.name.said(language), _plain(card.shown_total(), language), columns)]
    if card.converted is not None and framework.total.converted_name is not None:
        name = framework.total.converted_name.said(language)
        lines.append(_total_line(name, _plain(card.shown_converted(), language), columns))
    if card.range is not None:
        low, high = (figures.shown(end, 2) for end in card.range)
        words = {"th": f"เมื่อครบแล้วจะอยู่ระหว่าง {low} – {high}", "en": f"once complete, between {low} and {high}"}
        lines.append(thai.pad(words[language], columns, "right"))
    if card.band is not None:
        label = "ผลการประเมิน" if language == "th" else "Result level"
        lines.append(_total_line(label, card.band.name.said(language), columns))
    assumed = len({one.why for one in card.assumptions})
    contradictions = len(card.discrepancies)
    note = {
        "th": f"คะแนนนี้อาศัยข้อสมมติ {assumed} ข้อ และการตีความข้อขัดแย้งในเอกสาร {contradictions} เรื่อง (ดูในคำอธิบาย)",
        "en": f"This score rests on {counted(assumed, 'assumption')} and on the reading of {counted(contradictions, 'contradiction')} (see the explanations)",
    }
    return [*lines, *thai.wrap(note[language], columns)]


def _total_line(label: str, figure: str, columns: int) -> str:
    room = columns - thai.width(figure) - len(GAP)
    *before, last = thai.wrap(label, room) or [""]
    return "\n".join([*before, thai.pad(last, room) + GAP + figure])


def _plain(value: object, language: Language) -> str:
    return STATUS[language]["missing"] if value is None else f"{value:f}"
