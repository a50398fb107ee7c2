"""The pages of reviewers and of scores in Chromium, in both languages; and their texts, none left untranslated."""

from __future__ import annotations

import re
from datetime import timedelta

from tests.apps.results_world import World
from tests.pages import looks
from tests.pages.conftest import Open
from tests.pages.test_review import at, first_of, post

from samrit.apps.assessments.models import Agreement
from samrit.apps.evidence.models import Evidence
from samrit.apps.frameworks.queries import terms_of
from samrit.apps.ground import clock
from samrit.apps.results import services
from samrit.apps.results.draft import Change
from samrit.apps.results.models import Report
from samrit.apps.scoring import moments

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf50070003860183a0c9c6"
    "f70000000049454e44ae426082"
)


def prepared(world: World) -> tuple[Report, Evidence]:
    """A report with a picture, returned once and submitted again, and others beside it; runs, and a signed agreement."""
    Agreement.objects.create(
        assessment=world.assessment, number=1, overlay="", terms_digest=terms_of(world.year.pack).digest, signatory=world["head"],
        counterparty=world["evaluator"], signed_at=clock.now() - timedelta(days=40),
    )  # fmt: skip
    report = world.opened()
    picture = Evidence.objects.create(
        unit=world.office, title="ภาพเวทีชุมชนและแบบสำรวจผู้ฟังรายการวิทยุ", file_name="เวที.png", media_type="image/png",
        size=204800, sha256="cd" * 32, by=world["clerk"], at=clock.now(),
    )  # fmt: skip
    services.attach(report, evidence=picture, by=world["clerk"], node="2.1")
    world.save(report, Change("2.1", "percent", "๗๒.๐๐", note="จากแบบสำรวจเดือนสิงหาคม"))
    moments.submit(report, by=world["clerk"], key="one")
    world.do(report, "return", "head", remark="ขอจำนวนผู้ตอบรายจังหวัด")
    world.save(report, Change("2.1", "percent", "71.50", note="จากแบบสำรวจ ผู้ตอบ 412 คน"))
    moments.submit(report, by=world["clerk"], key="two")
    for number, other in enumerate(world.assessment.reports.exclude(pk=report.pk).order_by("indicator")):
        if number % 3 != 2:
            world.save(other, Change(*first_of(other)))
            moments.submit(other, by=world["clerk"], key=f"k{number}")
    late = world.assessment.reports.filter(state="submitted").exclude(pk=report.pk).first()
    assert late is not None
    Report.objects.filter(pk=late.pk).update(due=clock.today() - timedelta(days=5))
    report.refresh_from_db()
    return report, picture


def test_the_pages_in_chromium(world: World, opened: Open) -> None:
    report, picture = prepared(world)
    head, clerk = opened("head"), opened("clerk")
    base = f"/assessments/{world.assessment.id}/"
    run = world.assessment.runs.latest("at")
    pages = looks.in_both_languages(head, "queue", "/review/")
    pages |= looks.in_both_languages(opened("evaluator"), "queue-empty", "/review/")
    pages |= looks.in_both_languages(head, "review", at(report))
    pages |= looks.in_both_languages(clerk, "review-reader", at(report))
    pages |= looks.in_both_languages(head, "list", "/assessments/")
    pages |= looks.in_both_languages(opened("evaluator"), "one", base)
    pages |= looks.in_both_languages(clerk, "board", f"{base}2/")
    pages |= looks.in_both_languages(opened("auditor"), "run", f"/runs/{run.id}/")
    pages |= looks.in_both_languages(opened("auditor"), "figure", f"/runs/{run.id}/2.1/")
    head.cookies["samrit_language"] = "th"
    pages["review-no-remark"] = post(head, report, "return").content.decode()
    pages["review-stale"] = post(head, report, "approve", "ครบถ้วนดี", version=1).content.decode()
    found = looks.problems(pages, {f"/evidence/{picture.id}/look/": ("image/png", PIXEL)})
    assert found == [], "\n".join(found)
    for name, page in pages.items():
        if name.endswith("-en"):
            assert not untranslated(page), name


THAI = re.compile(r"[\u0e01-\u0e5b]+")
ENGLISH = re.compile("[A-Za-z]{3}")
"""An English sentence may name a column of the form, a unit or a file as it is called."""
NAMES = re.compile(
    r"สมมุติ|เวที|ภาพ|แบบ|รายละเอียด|แถว|ช่อง|หน้า|ขอจำนวน|จากแบบ|๗๒|ครบถ้วน|เลข|ไทย|หัวข้อ|ตัวชี้วัด|ปร\.|KPI|ข้อ|ที่มา|ทำแล้ว"
)
"""Names of units and files, what people wrote, and places in documents that exist in Thai only."""


def untranslated(page: str) -> list[str]:
    """Thai words of an English page that are neither a name nor somebody's own words."""
    body = re.sub(r"<(script|style|head)\b.*?</\1>", " ", page, flags=re.S)
    texts = [one.strip() for one in re.sub(r"<[^>]+>", "\n", body).split("\n")]
    return [one for one in texts if THAI.search(one) and not ENGLISH.search(one) and not NAMES.search(one)]
