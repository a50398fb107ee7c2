"""Issue a paper: its number given once and without a gap, its three files on the disk before its row is written."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import transaction

from samrit.apps.accounts.models import User
from samrit.apps.assessments.models import Assessment
from samrit.apps.audit.services import record
from samrit.apps.ground import clock
from samrit.apps.ground.denied import NotNow, Stale
from samrit.apps.ground.ids import new_id
from samrit.apps.issuing import store
from samrit.apps.issuing.events import ISSUED
from samrit.apps.issuing.models import Counter, IssuedDocument, IssuedFile
from samrit.apps.issuing.papers import DRAFT, Options, drawn, form_of, number_of
from samrit.apps.issuing.permissions import check_can_draft, check_can_issue, root_of
from samrit.apps.issuing.states import check_may_be_issued
from samrit.apps.results.queries import state_of
from samrit.apps.scoring.models import ScoreRun
from samrit.apps.scoring.queries import current, scorecard_of
from samrit.apps.scoring.services import hold
from samrit.base import thai
from samrit.base.issues import NOWHERE, Issue, Place, Refused, define
from samrit.documents.make import Format

NOT_A_SERIES = define(
    "IS020", "error",
    th="“{series}” ใช้เป็นชื่อชุดเลขที่ไม่ได้", en="“{series}” cannot be the name of a series of numbers",
    cure_th="ใช้ตัวอักษร ตัวเลข จุด ขีด หรือทับ ไม่เกิน 40 ตัว เช่น กปส 0212", cure_en="use at most 40 letters, figures, points, dashes or slashes",
)  # fmt: skip
NOT_A_DAY = define(
    "IS021", "error",
    th="ลงวันที่ {on_th} ไม่ได้ คะแนนคิดเมื่อ {scored_th} และวันนี้คือ {today_th}",
    en="it cannot be dated {on_en}: scored on {scored_en}, today is {today_en}",
    cure_th="ใช้วันที่ระหว่างสองวันนี้", cure_en="use a day between these two",
)  # fmt: skip
OTHER_ASSESSMENT = define(
    "IS022", "error",
    th="คะแนนนี้ไม่ใช่ของการประเมินนี้", en="this score is not of this assessment",
    cure_th="เลือกคะแนนของการประเมินนี้", cure_en="choose a score of this assessment",
)  # fmt: skip
CANNOT_REPLACE = define(
    "IS023", "error",
    th="เอกสารนี้ใช้แทนฉบับ {number} ไม่ได้ เพราะเป็นของการประเมินอื่นหรือแบบอื่น", en="this cannot take the place of {number}, which is of another assessment or form",
    cure_th="เลือกฉบับเดิมของแบบเดียวกัน", cure_en="choose the earlier copy of the same form",
)  # fmt: skip

TRIES = 20
_SERIES = re.compile(r"[\w\u0E00-\u0E7F.\-/() ]{1,40}")
_Number = tuple[int, int]


def issue(
    assessment: Assessment, run: ScoreRun, form: str, series: str, *, by: User, results_state: str,
    on: date | None = None, options: Options | None = None, replaces: IssuedDocument | None = None,
    serial: int | None = None,
) -> IssuedDocument:  # fmt: skip
    """Issue a form on a settled score under the next number of its series; either whole, or not at all.

    `serial`: the number that whoever issues was shown; `Stale` where another one is next by now, so that the same form
    sent twice makes one paper.

    Drawing takes longer than a write transaction may, and needs the number.  So the paper is drawn for the number that
    is next, its files are kept, and the number is taken under a lock only if it is still the next; otherwise the paper
    is drawn again.  A crash before that leaves files that no row names, and the number free.
    """
    check_can_issue(by, assessment)
    check_may_be_issued(run, results_state)
    today = clock.today()
    day = on or today
    series = thai.normalise(series)
    options = replace(options or Options(), fiscal_year=assessment.year.fiscal_year)
    _check_input(assessment, run, form, series, day, today, replaces)
    card = scorecard_of(run)
    kind = form_of(form, card.terms.pack, options)
    version = max(kind.layouts)
    root, year = root_of(assessment.unit), thai.to_be_year(day.year)
    kept = options.kept()
    for _ in range(TRIES):
        following = next_serial(root.id, series, year)
        if serial is not None and following != serial:
            raise Stale(
                "เลขที่นี้ถูกใช้กับเอกสารอื่นไปก่อนแล้ว", "that number was given to another paper in between",
                "ตรวจอีกครั้ง จะได้เลขถัดไป", "check again: you will get the next one",
            )  # fmt: skip
        number = number_of(series, following, year)
        made = drawn(kind, version, card, number, day, options)
        hashes: dict[Format, str] = {format_: store.put(data) for format_, data in made.items()}
        with transaction.atomic():
            if not _take(root.id, series, year, following):
                continue
            # it may have moved while the paper was drawn, and must not move before the paper is there
            hold(run)
            check_may_be_issued(run, results_state)
            _check_not_replaced(replaces)
            document = IssuedDocument.objects.create(
                id=new_id(), root=root, series=series, year=year, serial=following, form=form, template_version=version,
                assessment=assessment, run=run, issued_on=day, sheet=kept, replaces=replaces, by=by, at=clock.now(),
            )  # fmt: skip
            IssuedFile.objects.bulk_create(
                IssuedFile(document=document, format=format_, sha256=hashes[format_], size=len(data))
                for format_, data in made.items()
            )
            record(
                ISSUED, by=by, about=[assessment, run, document, *([replaces] if replaces else [])],
                form=form, series=series, serial=following, year=year, files=hashes,
            )  # fmt: skip
            return document
    raise Stale(
        "มีผู้ออกเอกสารชุดเลขที่นี้พร้อมกันหลายคน",
        "many people are issuing papers of this series at once",
        "ลองอีกครั้ง",
        "try again",
    )


def issue_now(
    assessment: Assessment, round: str, form: str, series: str, *, by: User,
    on: date | None = None, options: Options | None = None, replaces: IssuedDocument | None = None,
    serial: int | None = None,
) -> IssuedDocument:  # fmt: skip
    """Issue a form on a round's current score, as `issue`; the round's results and its score are found here."""
    check_can_issue(by, assessment)
    run = current(assessment, round)
    if run is None:
        raise NotNow(
            "รอบนี้ยังไม่มีคะแนนที่คิดไว้",
            "this round has not been scored yet",
            "ส่งผล หรือสั่งคิดคะแนนก่อนออกเอกสาร",
            "submit its results or have it scored before issuing",
        )
    state = state_of(assessment, round)
    return issue(
        assessment, run, form, series, by=by, results_state=state, on=on, options=options, replaces=replaces,
        serial=serial,
    )  # fmt: skip


def draft(
    assessment: Assessment,
    run: ScoreRun,
    form: str,
    *,
    by: User,
    on: date | None = None,
    options: Options | None = None,
) -> dict[Format, bytes]:
    """The paper as it would be, marked as a draft where its number would stand; nothing is kept."""
    check_can_draft(by, assessment)
    if run.assessment_id != assessment.pk:
        raise Refused([OTHER_ASSESSMENT.at(NOWHERE)])
    options = replace(options or Options(), fiscal_year=assessment.year.fiscal_year)
    card = scorecard_of(run)
    kind = form_of(form, card.terms.pack, options)
    return drawn(kind, max(kind.layouts), card, DRAFT[options.language], on or clock.today(), options)


def next_serial(root: UUID, series: str, year: int) -> int:
    """The serial that the next paper of a series will have, if nobody takes it before."""
    last = Counter.objects.filter(root_id=root, series=series, year=year).values_list("last", flat=True).first()
    return (last or 0) + 1


def _take(root: UUID, series: str, year: int, serial: int) -> bool:
    """Take a serial if it is the next; the counter's row stays locked until the transaction ends."""
    Counter.objects.get_or_create(root_id=root, series=series, year=year)
    counter = Counter.objects.select_for_update().get(root_id=root, series=series, year=year)
    if counter.last + 1 != serial:
        return False
    counter.last = serial
    counter.save(update_fields=["last"])
    return True


def _check_input(
    assessment: Assessment, run: ScoreRun, form: str, series: str, day: date, today: date,
    replaces: IssuedDocument | None,
) -> None:  # fmt: skip
    issues: list[Issue] = []
    scored = run.at.astimezone(clock.BANGKOK).date()
    if not _SERIES.fullmatch(series) or series != series.strip():
        issues.append(NOT_A_SERIES.at(Place("series"), series=series[:40]))
    if not scored <= day <= today:
        days = {"on": day, "scored": scored, "today": today}
        said = {f"{name}_th": thai.format_date(one) for name, one in days.items()}
        said |= {f"{name}_en": f"{one.day} {one:%b %Y}" for name, one in days.items()}
        issues.append(NOT_A_DAY.at(Place("on"), **said))
    if run.assessment_id != assessment.pk:
        issues.append(OTHER_ASSESSMENT.at(NOWHERE))
    if replaces is not None and (replaces.assessment_id != assessment.pk or replaces.form != form):
        issues.append(CANNOT_REPLACE.at(Place("replaces"), number=replaces))
    if issues:
        raise Refused(issues)
    _check_not_replaced(replaces)


def _check_not_replaced(replaces: IssuedDocument | None) -> None:
    if replaces is not None and IssuedDocument.objects.filter(replaces=replaces).exists():
        raise NotNow(
            "มีฉบับแก้ไขแทนฉบับนี้แล้ว",
            "a corrected copy has already taken the place of this paper",
            "แก้จากฉบับแก้ไขล่าสุด",
            "correct the newest copy instead",
        )
