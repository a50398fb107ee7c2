"""Score: a preview while typing, which saves nothing; a mark when facts move; a run at an official moment, which stays."""

from __future__ import annotations

from fractions import Fraction

from django.db import transaction

from samrit.apps.accounts.models import User
from samrit.apps.assessments.models import Assessment
from samrit.apps.audit.services import record
from samrit.apps.frameworks.kept import Kept
from samrit.apps.ground import clock
from samrit.apps.scoring import stored
from samrit.apps.scoring.events import SCORED
from samrit.apps.scoring.models import MOMENTS, Current, ScoreLine, ScoreRun, TermsText
from samrit.apps.scoring.permissions import check_can_ask
from samrit.apps.scoring.queries import bare, head_of, line_of
from samrit.base.issues import NOWHERE, Issue, Refused, define
from samrit.engine.facts import Fact, Facts
from samrit.engine.methods import Unit
from samrit.engine.score import Scorecard, score
from samrit.packs.terms import Terms

OTHER_ROUND = define(
    "SC020", "error",
    th="ข้อมูลเป็นของรอบ {facts} ไม่ใช่ {round}", en="the facts are of round {facts}, not {round}",
    cure_th="เลือกรอบให้ตรงกับข้อมูล", cure_en="choose the round of the facts",
)  # fmt: skip
OTHER_PACK = define(
    "SC021", "error",
    th="การประเมินนี้ใช้ชุดเกณฑ์ {installed} แต่เกณฑ์ที่ให้มาเป็นของ {given}", en="the assessment runs on the pack {installed}, the terms given are of {given}",
    cure_th="ใช้ชุดเกณฑ์ที่ติดตั้งสำหรับปีนี้", cure_en="use the pack installed for this year",
)  # fmt: skip


def preview(assessment: Assessment, round_id: str, facts: Facts, terms: Terms) -> Scorecard:
    """The score as it would be; nothing is saved."""
    _check_belongs(assessment, round_id, facts, terms)
    return scored(terms, facts)


def scored(terms: Terms, facts: Facts) -> Scorecard:
    """The score of some facts, kept in this process: pages ask for the same one before and after each keystroke."""
    # what a fact is follows from its text and its value; its place does not enter a scorecard
    said = tuple((one.indicator, one.input, one.window, one.text, one.note, _plain(one)) for one in facts.facts)
    return _cards.get((terms.digest, facts.round, facts.unit, said), lambda: score(terms, facts))


def _plain(fact: Fact) -> tuple[object, ...]:
    """A value as it is quick to compare."""
    value = fact.value
    return value.as_integer_ratio() if isinstance(value, Fraction) else (type(value).__name__, value.th)


def run(assessment: Assessment, round_id: str, moment: str, facts: Facts, terms: Terms, *, by: User | None) -> ScoreRun:
    """Score at an official moment and keep it; it becomes the current run of its round.

    Where the current run is already the same card of the same moment, that one is returned and nothing is written: a
    doubled click or a repeated job must not look in the history as if something had happened twice.  The same score at
    another moment (submitted, then verified) is a row of its own, and so is the same value typed otherwise.
    """
    if moment == "asked" and by is not None:
        check_can_ask(by, assessment)
    _check_belongs(assessment, round_id, facts, terms)
    card = scored(terms, facts)
    with transaction.atomic():
        lock(assessment)
        return write(assessment, moment, card, by=by)


def write(assessment: Assessment, moment: str, scorecard: Scorecard, *, by: User | None, drafts: str = "") -> ScoreRun:
    """Keep a scorecard as a run, in the caller's transaction, which holds the assessment's lock; see `run`.

    `drafts`: the digest of the facts with what stands in open drafts, where that is known.
    """
    if moment not in dict(MOMENTS):
        raise ValueError(f"no moment is called {moment!r}")
    card = scorecard.as_json()
    whole = stored.packed(card)
    round_id, terms = scorecard.facts.round, scorecard.terms
    pointer = Current.objects.select_related("run").filter(assessment=assessment, round=round_id).first()
    if pointer is not None and _is_same(pointer.run, moment, terms.digest, whole):
        _point(assessment, pointer.run, pointer, drafts)
        return pointer.run
    if pointer is None or pointer.run.terms_id != terms.digest:
        # written out only once: terms are many texts, and hundreds of units may share them
        TermsText.objects.get_or_create(digest=terms.digest, defaults={"json": lambda: stored.packed(terms.as_json())})
    made = ScoreRun.objects.create(
        assessment=assessment, moment=moment, terms_id=terms.digest, card=whole, by=by, at=clock.now(), **head_of(card)
    )
    ScoreLine.objects.bulk_create(ScoreLine(run=made, code=one["code"], **line_of(one)) for one in card["indicators"])
    _point(assessment, made, pointer, drafts)
    record(
        SCORED, by=by, about=[assessment, made], round=round_id, moment=moment, terms=made.terms_id,
        facts=made.facts_digest, engine=made.engine, total=made.total, converted=made.converted, band=made.band,
    )  # fmt: skip
    return made


def lock(assessment: Assessment) -> None:
    """Until the transaction ends, nobody writes a run of an assessment: pointer and history must tell the same.

    Taken before the audit chain's own lock, by whoever takes both.
    """
    held = Assessment.objects.select_for_update(of=("self",), no_key=True)
    list(held.filter(pk=assessment.pk).values_list("pk"))


def mark_stale(assessment: Assessment, round_id: str, facts_digest: str, drafts_digest: str = "") -> bool:
    """Note the digests that the facts have now, and with drafts; whether they differ from those of the current run.

    Nothing is scored anew: the current run stays what it is, and is shown as older than its facts.
    """
    with transaction.atomic():
        pointers = Current.objects.filter(assessment=assessment, round=round_id)
        pointers.update(facts_digest_now=facts_digest, drafts_digest_now=drafts_digest)
        return pointers.exclude(run__facts_digest=facts_digest).exists()


def note_drafts(assessment: Assessment, round_id: str, drafts_digest: str) -> None:
    """Note what the facts come to with the drafts as they stand now; in the caller's transaction."""
    Current.objects.filter(assessment=assessment, round=round_id).update(drafts_digest_now=drafts_digest)


def hold(run_: ScoreRun) -> None:
    """Until the transaction ends, nobody makes another run current or marks this one stale."""
    lock(run_.assessment)


def _check_belongs(assessment: Assessment, round_id: str, facts: Facts, terms: Terms) -> None:
    issues: list[Issue] = []
    if facts.round != round_id:
        issues.append(OTHER_ROUND.at(NOWHERE, facts=facts.round, round=round_id))
    # only the digest: the row of an installed pack holds its whole folder
    installed = Assessment.objects.values_list("year__pack__digest", flat=True).get(pk=assessment.pk)
    if bare(installed) != bare(terms.pack_digest) or facts.pack != terms.pack.id:
        issues.append(OTHER_PACK.at(NOWHERE, installed=installed, given=terms.pack_digest))
    if issues:
        raise Refused(issues)


def _is_same(run_: ScoreRun, moment: str, terms_digest: str, card: bytes) -> bool:
    return run_.moment == moment and run_.terms_id == terms_digest and bytes(run_.card) == card


def _point(assessment: Assessment, run_: ScoreRun, pointer: Current | None, drafts: str) -> None:
    now = {"run": run_, "facts_digest_now": run_.facts_digest, "drafts_digest_now": drafts}
    if pointer is None:
        Current.objects.create(assessment=assessment, round=run_.round, **now)
    else:
        Current.objects.filter(pk=pointer.pk).update(**now)


CARDS_KEPT = 64
_cards: Kept[tuple[str, str, Unit, tuple[tuple[object, ...], ...]], Scorecard] = Kept(CARDS_KEPT)
