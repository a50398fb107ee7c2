"""Words of the score pages: moments of a run, what moved since, rounds by name, indicators with their depth."""

from __future__ import annotations

from collections.abc import Sequence

from samrit.apps.assessments.models import Assessment
from samrit.apps.results.models import State
from samrit.apps.rounds.naming import round_names
from samrit.apps.scoring.models import ScoreRun
from samrit.base import figures
from samrit.engine.score import Scorecard
from samrit.web import explaining, wording
from samrit.web.components.reading import Column, Link, Table, Words
from samrit.web.reader import Text

MOMENTS = {
    "submitted": Text("เมื่อส่งรายงาน", "when a report was submitted"),
    "verified": Text("เมื่อยืนยันครบ", "when it was verified"),
    "concluded": Text("เมื่อสรุปผล", "when it was concluded"),
    "issued": Text("เมื่อออกเอกสาร", "when a paper was issued"),
    "asked": Text("เมื่อมีผู้สั่งคิด", "when somebody asked"),
}
STATES: dict[State, Text] = {state: wording.status(state).word for state in State}  # type: ignore[misc]  # the plugin takes State() for a str
_STALE = {
    "facts": Text("ข้อมูลเปลี่ยนหลังคิดคะแนนนี้", "the facts changed after this was computed"),
    "drafts": Text("มีร่างที่ยังไม่ส่งซึ่งต่างจากที่คิดคะแนน", "there are drafts, not sent yet, that differ from what was scored"),
    "terms": Text("คำรับรองเปลี่ยนหลังคิดคะแนนนี้", "the agreement changed after this was computed"),
}  # fmt: skip


def round_name(assessment: Assessment, round: str) -> Text | None:
    """A round by its name; None where the framework has no such round."""
    found = round_names(assessment.year).get(round)
    return None if found is None else wording.text(found)


def stale(parts: Sequence[str] | frozenset[str]) -> Text:
    """Why a score may no longer hold, as one sentence; nothing where it does."""
    told = [_STALE[part] for part in ("facts", "terms", "drafts") if part in parts]
    if not told:
        return Text("", "")
    en = "; ".join(one.en for one in told)
    return Text(" · ".join(one.th for one in told), f"{en[:1].upper()}{en[1:]}.")


def titled(assessment: Assessment, unit: Text) -> Text:
    """An assessment in one line: unit, post, framework, year."""
    framework = wording.framework_and_year(assessment.year)
    post = assessment.post
    of_th = f"{post.name_th} {unit.th}" if post else unit.th
    of_en = f"{post.name_th}, {unit.en or unit.th}" if post else (unit.en or unit.th)
    return Text(f"{of_th} · {framework.th}", f"{of_en} · {framework.en}")


_COLUMNS = (
    Column(Text("ตัวชี้วัด", "Indicator")),
    Column(Text("น้ำหนัก (ข)", "Weight"), True),
    Column(Text("ผล", "Result"), True),
    Column(Text("คะแนน (ก)", "Score"), True),
    Column(Text("ก × ข", "Weighted"), True),
)


def score_table(card: Scorecard, run: ScoreRun, caption: Text) -> Table:
    """A scorecard like the form: each score leads to its explanation."""
    rows: list[tuple[object, ...]] = []
    for top in card.plan.tops:
        for node in top.walk():
            outcome = card.outcomes[node.code]
            if outcome.status == "not_in_round":
                continue
            name = wording.text(node.indicator.name)
            dots = "" if not outcome.depth else "– "
            label = Text(f"{dots}{node.code} {name.th}", f"{dots}{node.code} {name.en or name.th}")
            weight: Words = "–" if outcome.weight is None else explaining.exactly(outcome.weight)
            door = Link(
                printed(explaining.shown(outcome)),
                f"/runs/{run.id}/{node.code}/",
                Text(f"ที่มาของคะแนน {node.code}", f"how {node.code} came about"),
            )
            rows.append((label, weight, explaining.result(card, outcome), door, explaining.weighted(card, outcome)))
    total = card.shown_total()
    door = Link(
        explaining.absent(card.total) if total is None else figures.plain(total),
        f"/runs/{run.id}/total/",
        Text("ที่มาของคะแนนรวม", "how the total came about"),
    )
    return Table(
        caption, _COLUMNS, rows, (wording.text(card.plan.pack.framework.total.name), "", "", "", door), is_compact=True
    )


def printed(figure: object) -> Words:
    """A figure as the words of a link, in the reader's digits."""
    if isinstance(figure, Text):
        return figure
    return Text(str(figure), str(figure))


def bottom_line(card: Scorecard) -> list[tuple[Text, Words]]:
    """The total, the converted total and the band, each with its name; what is not known says so."""
    framework = card.plan.pack.framework
    total = card.shown_total()
    found: list[tuple[Text, Words]] = [
        (
            wording.text(framework.total.name),
            explaining.absent(card.total) if total is None else printed(figures.plain(total)),
        )
    ]
    converted = card.shown_converted()
    if framework.total.multiply is not None and converted is not None:
        name = (
            wording.text(framework.total.converted_name)
            if framework.total.converted_name
            else Text("คะแนนที่แปลงแล้ว", "Converted")
        )
        found.append((name, printed(figures.plain(converted))))
    if card.band is not None:
        found.append((Text("ผลการประเมิน", "Result level"), wording.text(card.band.name)))
    return found


def address(assessment: Assessment, round: str) -> str:
    """A round's score board."""
    return f"/assessments/{assessment.id}/{round}/"
