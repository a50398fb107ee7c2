"""Read scores: the current run, whether it still holds, what it is made of, and whether it can be derived again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from samrit.apps.assessments.models import Agreement, Assessment
from samrit.apps.frameworks import queries as frameworks
from samrit.apps.frameworks.kept import Kept
from samrit.apps.ground import clock
from samrit.apps.ground.prepared import prepared
from samrit.apps.rounds.models import RoundTime
from samrit.apps.scoring import stored
from samrit.apps.scoring.changes import ChangedScore, compare
from samrit.apps.scoring.models import Current, ScoreLine, ScoreRun
from samrit.base.issues import Issue, Place, define
from samrit.engine import trace
from samrit.engine.explain import Explanation, explain
from samrit.engine.score import Scorecard
from samrit.packs.terms import Terms

DOES_NOT_VERIFY = define(
    "SC010", "error",
    th="{where_}: {th}", en="{where_}: {en}",
    cure_th="คะแนนนี้เชื่อไม่ได้จนกว่าจะคิดใหม่จากข้อมูลต้นทาง", cure_en="do not rely on this score; compute it again from its facts",
)  # fmt: skip
ROW_DIFFERS = define(
    "SC011", "error",
    th="{field} ในฐานข้อมูลคือ “{row}” แต่บัตรคะแนนเขียน “{card}”", en="{field} in the database is “{row}”, the scorecard says “{card}”",
    cure_th="เทียบกับสำรองข้อมูล และหาว่าใครเข้าถึงฐานข้อมูลได้", cure_en="compare with a backup, and find out who could reach the database",
)  # fmt: skip


def current(assessment: Assessment, round_id: str) -> ScoreRun | None:
    """The newest run of a round, or None before the first."""
    found = Current.objects.filter(assessment=assessment, round=round_id).select_related("run").first()
    return None if found is None else found.run


def newest(assessment: Assessment, round_id: str) -> tuple[ScoreRun | None, frozenset[MovedPart]]:
    """The newest run of a round, and what moved since; two queries."""
    found = Current.objects.filter(assessment=assessment, round=round_id).select_related("run").first()
    return (None, frozenset()) if found is None else (found.run, _moved_since(found, assessment))


MovedPart = Literal["facts", "drafts", "terms"]
"""What moved since a run: what is submitted, what stands in open drafts in its place, what was agreed."""


@dataclass(frozen=True)
class Board:
    """The score of a round as it stands: its newest run, what moved since, and what moved from the run before."""

    run: ScoreRun | None
    lines: tuple[ScoreLine, ...] = ()
    stale: frozenset[MovedPart] = frozenset()
    previous: ScoreRun | None = None
    changed: tuple[ChangedScore, ...] = ()


def board(assessment: Assessment, round_id: str) -> Board:
    """The score of a round for its page; five queries, however many lines and runs there are."""
    found = next(iter(_current(assessment.id, round_id)), None)
    if found is None:
        return Board(None)
    run = found.run
    previous = next(iter(_earlier(assessment.id, round_id, run.at, run.id)), None)
    changed = () if previous is None else tuple(what_changed(previous, run))
    return Board(run, tuple(lines(run)), _moved_since(found, assessment), previous, changed)


@prepared
def _current(assessment: UUID, round_id: str) -> QuerySet[Current]:
    return Current.objects.filter(assessment=assessment, round=round_id).select_related("run__terms")


@prepared
def _earlier(assessment: UUID, round_id: str, at: datetime, run: UUID) -> QuerySet[ScoreRun]:
    # runs are written one after another, and their ids rise with time
    earlier = ScoreRun.objects.filter(assessment=assessment, round=round_id, at__lte=at).exclude(id=run)
    return earlier.select_related("terms").order_by("-at", "-id")[:1]


def _moved_since(found: Current, assessment: Assessment) -> frozenset[MovedPart]:
    moved: set[MovedPart] = set()
    if _agreed_otherwise(found.run, assessment):
        moved.add("terms")
    if found.facts_digest_now != found.run.facts_digest:
        moved.add("facts")
    if found.drafts_digest_now not in ("", found.facts_digest_now):
        moved.add("drafts")
    return frozenset(moved)


def _agreed_otherwise(run: ScoreRun, assessment: Assessment) -> bool:
    """Whether the agreement that counts for the run's round, as it stood on the round's own day, is another by now.

    One signed after the round's last day, or an operation that holds from a later one, is for later rounds.
    """
    signed = _signed(assessment.id, run.round)
    if not signed:
        return False
    last_day = signed[0][2]
    day = min(clock.today(), last_day) if last_day else clock.today()
    overlay = next((text for text, at, _ in signed if at < clock.end_of(day)), "")
    return bare(frameworks.terms_of(assessment.year.pack, overlay, day).digest) != bare(run.terms_id)


@prepared
def _signed(assessment: UUID, round: str) -> QuerySet[Agreement, tuple[str, datetime, date | None]]:
    """The agreements of an assessment, newest first, each with the last day of a round."""
    time = RoundTime.objects.filter(year=OuterRef("assessment__year"), round=round)
    signed = Agreement.objects.filter(assessment=assessment).order_by("-number")
    return signed.annotate(last_day=Subquery(time.values("last_day")[:1])).values_list(
        "overlay", "signed_at", "last_day"
    )


def bare(digest: str) -> str:
    """A digest without its `sha256:`, for comparing across tables."""
    return digest.removeprefix("sha256:")


def card_of(run: ScoreRun) -> dict[str, Any]:
    """The complete scorecard of a run, as `Scorecard.as_json` wrote it."""
    return stored.unpacked(run.card)


def terms_of(run: ScoreRun) -> dict[str, Any]:
    """The terms of a run, as `Terms.as_json` wrote them."""
    return stored.unpacked(run.terms.json)


def scorecard_of(run: ScoreRun) -> Scorecard:
    """The scorecard itself, for forms and explanations; `Refused` where it can no longer be derived.

    Kept in this process by the very bytes it is derived from, as pages open one explanation after the other: bytes
    that were changed in the database have another name, and are derived, and refused, anew.
    """
    card, terms = bytes(run.card), bytes(run.terms.json)
    name = run.terms_id, sha256(terms).digest()
    return _cards.get((*name, sha256(card).digest()), lambda: _derived(card, terms, name))


def _derived(card: bytes, terms: bytes, name: tuple[str, bytes]) -> Scorecard:
    found = stored.unpacked(card)
    digest = found["terms_digest"]
    agreed = _terms.get((digest, *name), lambda: stored.terms_of(stored.unpacked(terms), digest))
    return stored.scorecard_of(found, agreed)


def explanation(run: ScoreRun, code: str) -> Explanation:
    """How an indicator, or "total", came to its figure in this run."""
    return explain(scorecard_of(run), code)


def verify(run: ScoreRun) -> list[Issue]:
    """Every place where a run is not what its own facts and terms give, or where its row says other than its card."""
    card, terms = card_of(run), terms_of(run)
    place = Place(f"score run {run.id}")
    problems = trace.verify(card, terms)
    found = [DOES_NOT_VERIFY.at(place, where_=one.where, th=one.th, en=one.en) for one in problems]
    row = {"terms_digest": run.terms_id, **{key: getattr(run, key) for key in head_of(card)}}
    written = {"terms_digest": trace.digest(terms), **head_of(card)}
    lines = {(line.code, key): getattr(line, key) for line in run.lines.all() for key in FIGURES}
    row |= {f"{code}.{key}": value for (code, key), value in lines.items()}
    written |= {f"{one['code']}.{key}": value for one in card["indicators"] for key, value in line_of(one).items()}
    found += [
        ROW_DIFFERS.at(place, field=field, row=row.get(field, "–"), card=written.get(field, "–"))
        for field in sorted(row.keys() | written.keys())
        if row.get(field) != written.get(field)
    ]
    return found


def what_changed(old: ScoreRun, new: ScoreRun) -> list[ChangedScore]:
    """The figures that moved from one run to another, each with the facts or terms that moved it."""
    old_terms = terms_of(old)
    return compare(card_of(old), old_terms, card_of(new), old_terms if old.terms_id == new.terms_id else terms_of(new))


TERMS_KEPT, CARDS_KEPT = 32, 64
_terms: Kept[tuple[str, str, bytes], Terms] = Kept(TERMS_KEPT)
_cards: Kept[tuple[str, bytes, bytes], Scorecard] = Kept(CARDS_KEPT)

FIGURES = ("status", "result", "score", "weighted")


def line_of(outcome: dict[str, Any]) -> dict[str, str]:
    """An indicator's figures as printed; blank where there is none."""
    return {"status": outcome["status"], **{key: printed(outcome[key]) for key in FIGURES[1:]}}


def head_of(card: dict[str, Any]) -> dict[str, str]:
    """A scorecard's bottom line as its row holds it."""
    return {
        "round": card["round"],
        "facts_digest": card["facts_digest"],
        "engine": card["engine"],
        "total": printed(card["total"]),
        "converted": printed(card["converted"]),
        "band": card["band"] or "",
    }


def printed(figure: dict[str, Any] | None) -> str:
    """A figure as a paper prints it; blank where it is unknown or not asked for."""
    return "" if figure is None else figure.get("shown", "")


def lines(run: ScoreRun) -> list[ScoreLine]:
    """The lines of a run in the order of the form."""
    return list(run.lines.order_by("id"))
