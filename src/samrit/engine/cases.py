"""Worked cases: facts in, figures out, derived by hand.  A pack whose cases fail is not used unless someone insists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from samrit.base import figures
from samrit.base.issues import Issue, Refused, define
from samrit.engine import trace
from samrit.engine.facts import understand
from samrit.engine.read_facts import from_node
from samrit.engine.rollup import Outcome
from samrit.engine.score import Scorecard, score
from samrit.engine.steps import Step
from samrit.packs import load
from samrit.packs.load import Loaded
from samrit.packs.model import Case, Expected, Pack
from samrit.packs.reader import Listing, Mapping, Node, Scalar
from samrit.packs.terms import Overlay, Terms, bind_overlay, resolve

FAILED = define(
    "CS001", "error",
    th="กรณีทดสอบ “{name_th}”: {what_th} ควรได้ {expected} แต่ได้ {found}", en="case “{name_en}”: {what_en} should be {expected} but is {found}",
    cure_th="คิดด้วยมืออีกครั้ง แล้วแก้กรณีทดสอบหรือชุดเกณฑ์ให้ตรงกัน", cure_en="work it out by hand again; mend the case or the pack",
)  # fmt: skip
NOT_REFUSED = define(
    "CS002", "error",
    th="กรณีทดสอบ “{name_th}”: ควรถูกปฏิเสธด้วย {expected} แต่พบ {found}", en="case “{name_en}”: should be refused with {expected} but found {found}",
    cure_th="ตรวจว่าชุดเกณฑ์ห้ามสิ่งนี้จริง", cure_en="check that the pack really forbids this",
)  # fmt: skip
REFUSED = define(
    "CS003", "error",
    th="กรณีทดสอบ “{name_th}” ใช้ข้อมูลที่ถูกปฏิเสธ: {why}", en="case “{name_en}” has facts that are refused: {why}",
    cure_th="แก้ข้อมูลในกรณีทดสอบ", cure_en="mend the facts of the case",
)  # fmt: skip
NOT_VERIFIED = define(
    "CS004", "error",
    th="กรณีทดสอบ “{name_th}”: คำนวณซ้ำจากลำดับการคำนวณแล้วไม่ตรง: {why}", en="case “{name_en}”: its trace does not verify: {why}",
    cure_th="เป็นข้อผิดพลาดของโปรแกรม โปรดแจ้งผู้ดูแล", cure_en="this is a fault of the program; please report it",
)  # fmt: skip
CASES_FAIL = define(
    "CS005", "error",
    th="ชุดเกณฑ์นี้มีกรณีทดสอบไม่ผ่าน {count} ข้อ จึงไม่ใช้คิดคะแนน", en="{count} worked cases of this pack fail, so it is not used for scoring",
    cure_th="ดูด้วย samrit pack test แล้วแก้ หรือสั่ง --force ถ้าเข้าใจผลที่ตามมา",
    cure_en="see `samrit pack test` and mend them, or give --force if you accept what follows",
)  # fmt: skip


@dataclass(frozen=True)
class Ran:
    """One case that was run, and what was wrong with it (nothing: it passed)."""

    case: Case
    issues: tuple[Issue, ...]

    @property
    def passed(self) -> bool:
        return not self.issues


def load_proven(folder: Path, force: bool = False) -> Loaded:
    """The pack in `folder`, refused when one of its own worked cases fails, unless `force`."""
    loaded = load.load(folder)
    if not force:
        # figures only: that traces verify is the program's promise, and `samrit pack test` proves it
        failed = [ran for ran in run_all(loaded.pack, verify=False) if not ran.passed]
        if failed:
            found = [issue for ran in failed for issue in ran.issues]
            place = loaded.pack.framework.at.here
            raise Refused([CASES_FAIL.at(place, count=len(failed)), *found])
    return loaded


def run_all(pack: Pack, verify: bool = True) -> list[Ran]:
    """Every worked case of a pack; `verify`: each trace is recomputed by the independent verifier too."""
    plain = resolve(pack)
    return [Ran(case, tuple(run(pack, case, plain, verify))) for file in pack.cases for case in file.cases]


def run(pack: Pack, case: Case, plain: Terms | None = None, verify: bool = True) -> list[Issue]:
    """What is wrong with one case: figures that differ, refusals that should (not) be, a trace that does not verify."""
    try:
        card = scored(pack, case, plain)
    except Refused as refused:
        codes = [issue.code for issue in refused.issues]
        if case.refuses in codes:
            return []
        if case.refuses is not None:
            return [NOT_REFUSED.at(case.at.here, **_named(case), expected=case.refuses, found=", ".join(codes))]
        return [REFUSED.at(case.at.here, **_named(case), why=refused.issues[0].line("en"))]
    if case.refuses is not None:
        return [NOT_REFUSED.at(case.at.here, **_named(case), expected=case.refuses, found="—")]
    return [*_differences(case, card), *(_unverified(case, card) if verify else ())]


def scored(pack: Pack, case: Case, plain: Terms | None = None) -> Scorecard:
    """The scorecard of a case."""
    terms = plain or resolve(pack)
    if case.overlay is not None:
        terms = resolve(pack, _overlay(pack, case))
    unit = case.unit
    file, _ = from_node(
        case.facts,
        pack=pack.id,
        round_id=case.round,
        unit=unit.name if unit else "",
        unit_kind=unit.kind or "" if unit else "",
        under=unit.under if unit else (),
    )
    facts, _ = understand(file, terms)
    return score(terms, facts)


def _overlay(pack: Pack, case: Case) -> Overlay:
    """A case's operations, which need not repeat the name of the pack they stand in."""
    node = _node(case.overlay)
    if isinstance(node, Listing):
        place = node.place
        node = Mapping(
            {"pack": Scalar(pack.id, plain=True, place=place), "operations": node},
            {"pack": place, "operations": place},
            place,
        )
    issues: list[Issue] = []
    overlay = bind_overlay(node, issues)
    if overlay is None or issues:
        raise Refused(issues)
    return overlay


def _node(raw: object) -> Node:
    assert isinstance(raw, Scalar | Listing | Mapping)
    return raw


def _differences(case: Case, card: Scorecard) -> Iterator[Issue]:
    for code, expected in case.expect.items():
        outcome = card.outcomes.get(code)
        found = {"score": "—", "result": "—", "weighted": "—"} if outcome is None else _shown(card, outcome)
        for what in ("score", "result", "weighted"):
            wanted = getattr(expected, what)
            if wanted and wanted != found[what]:
                yield _failed(case, expected, f"{what} ของ {code}", f"{what} of {code}", wanted, found[what])
    whole = {
        "total": "missing" if card.shown_total() is None else str(card.shown_total()),
        "converted": "missing" if card.shown_converted() is None else str(card.shown_converted()),
        "band": card.band.id if card.band else "",
    }
    for what, found_ in whole.items():
        wanted = getattr(case, what)
        if wanted and wanted != found_:
            yield _failed(case, case, what, what, wanted, found_)


def _failed(case: Case, at: Case | Expected, th: str, en: str, expected: str, found: str) -> Issue:
    return FAILED.at(at.at.here, **_named(case), what_th=th, what_en=en, expected=expected, found=found)


def _shown(card: Scorecard, outcome: Outcome) -> dict[str, str]:
    rounding = card.plan.pack.framework.rules.rounding
    shown = {"score": outcome.status, "result": "—", "weighted": "—"}
    if outcome.shown is not None:
        shown["score"] = figures.plain(outcome.shown)
    if isinstance(outcome.result, Step):
        shown["result"] = figures.shown(outcome.result.value, rounding.result.places)
    if outcome.weighted is not None:
        shown["weighted"] = figures.shown(outcome.weighted.value, rounding.weighted.places)
    return shown


def _unverified(case: Case, card: Scorecard) -> Iterator[Issue]:
    for problem in trace.verify(card.as_json(), card.terms.as_json()):
        yield NOT_VERIFIED.at(case.at.here, **_named(case), why=f"{problem.where}: {problem.en}")


def _named(case: Case) -> dict[str, str]:
    return {"name_th": case.name.th, "name_en": case.name.said("en")}
