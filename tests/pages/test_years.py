"""Frameworks and years on the web: what is installed, when things are due, who got more time, what was agreed and signed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.apps.results_world import PRD, World, install
from tests.pages import looks, rows_papers
from tests.pages.conftest import Open

from samrit.apps.assessments.models import Agreement, Assessment
from samrit.apps.frameworks.models import InstalledPack
from samrit.apps.notices.worker import run_once
from samrit.apps.orgs.models import Unit
from samrit.apps.results.models import Report
from samrit.apps.rounds.models import Extension, Holiday, RoundTime, Year
from samrit.apps.rounds.queries import last_days

BARE = f"pack: {PRD}\noperations: []\n"
DROPPED = f"pack: {PRD}\noperations:\n  - {{kind: select, drop: ['7']}}\n"
FORBIDDEN = f"pack: {PRD}\noperations:\n  - {{kind: weight, indicator: '2', percent: 90}}\n"


def at(world: World, end: str = "") -> str:
    return f"/years/{world.year.id}/{end}"


def agreed(world: World) -> str:
    return f"/assessments/{world.assessment.id}/agreement/"


def page(client: Any, path: str, **data: Any) -> str:
    return str(client.get(path, data).content.decode())


# ── frameworks ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_framework_is_read_whole_with_what_contradicts_kept_apart(world: World, opened: Open) -> None:
    from samrit.apps.frameworks.queries import unpacked

    pack = unpacked(world.year.pack)
    shown = page(opened("clerk"), f"/frameworks/{PRD}/{world.year.pack.version}/")
    for one in pack.framework.discrepancies:
        assert one.id
        assert one.sayings[0].place.split("“")[0][:20] in shown
    for indicator in pack.every_indicator():
        assert indicator.code in shown
    for duty in pack.framework.duties:
        assert duty.due is None or duty.due.verbatim[:12] in shown
    assert "วิธีอ่านที่ใช้" in shown
    assert "ที่พิมพ์ไว้" in shown
    assert world.year.pack.digest in shown
    assert opened("clerk").get(f"/frameworks/{PRD}/9.9.9/").status_code == 404


def test_only_the_administrator_installs_and_only_what_came_along(world: World, opened: Open) -> None:
    client = opened("administrator")
    assert 'value="th-ita-sample-2569"' in page(client, "/frameworks/")
    assert 'value="th-ita-sample-2569"' not in page(opened("org_admin"), "/frameworks/")
    client.post("/frameworks/install/", {"pack": "th-ita-sample-2569"})
    assert InstalledPack.objects.filter(pack="th-ita-sample-2569").exists()
    assert 'value="th-ita-sample-2569"' not in page(client, "/frameworks/")
    assert client.post("/frameworks/install/", {"pack": "../../etc"}).status_code == 404


# ── years and their calendar ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_year_is_opened_once_and_its_rounds_move_with_it(world: World, opened: Open) -> None:
    client = opened("org_admin")
    data = {"pack": str(world.year.pack_id), "fiscal_year": "๒๕๕๘"}
    first, second = (client.post("/years/new/", data)["Location"] for _ in range(2))
    assert first == second
    made = Year.objects.get(fiscal_year=2558)
    assert sorted(one.opens for one in made.rounds.all())[0] == date(2014, 10, 1)


@pytest.mark.parametrize(("asked", "field"), [("2555", "fiscal_year"), ("56", "fiscal_year"), ("ปีหน้า", "fiscal_year")])
def test_a_year_that_cannot_be_opened_is_said_at_its_field(world: World, opened: Open, asked: str, field: str) -> None:
    answer = opened("org_admin").post("/years/new/", {"pack": str(world.year.pack_id), "fiscal_year": asked})
    assert answer.status_code == 400
    assert f'href="#{field}"' in answer.content.decode()
    assert asked in answer.content.decode()


@pytest.mark.parametrize(
    ("month", "holiday", "day"),
    [
        ("9", None, "30 กันยายน 2556"),  # a Monday
        ("9", date(2013, 9, 30), "1 ตุลาคม 2556"),
        ("2", None, "28 กุมภาพันธ์ 2556"),  # no 30th: the last day of February
        ("11", None, "30 พฤศจิกายน 2555"),
        ("3", None, "1 เมษายน 2556"),  # the 30th is a Saturday: the next working day
        ("8", None, "5 กันยายน 2556"),  # the month's summary: the 5th of the following month
    ],
)  # fmt: skip
def test_the_calendar_names_working_days(
    world: World, opened: Open, month: str, holiday: date | None, day: str
) -> None:
    if month == "11":
        day = "30 พฤศจิกายน 2555"
    if holiday:
        Holiday.objects.create(root=world.root, day=holiday, name_th="วันหยุดสมมุติ")
    shown = page(opened("clerk"), at(world, "calendar/"), month=month)
    assert day in shown
    if holiday or month == "3":
        assert "วันทำการถัดไป" in shown


@pytest.mark.parametrize("month", ["13", "0", "x", "99999999999", ""])
def test_a_month_there_is_not_shows_this_one(world: World, opened: Open, month: str) -> None:
    assert "ก.ย. 2556" in page(opened("clerk"), at(world, "calendar/"), month=month)


def test_holidays_are_looked_at_before_they_are_kept(world: World, opened: Open) -> None:
    client = opened("org_admin")
    text = "13/4/2556\tวันสงกรานต์\tSongkran\n๑ พ.ค. ๒๕๕๖, วันแรงงาน\n"
    shown = client.post("/years/holidays/", {"days": text}).content.decode()
    assert "13 เมษายน 2556" in shown
    assert "วันแรงงาน" in shown
    assert not Holiday.objects.exists()
    client.post("/years/holidays/", {"days": text, "save": "1"})
    client.post("/years/holidays/", {"days": "13/4/2556, สงกรานต์", "save": "1"})
    assert list(Holiday.objects.order_by("day").values_list("day", "name_th")) == [
        (date(2013, 4, 13), "สงกรานต์"), (date(2013, 5, 1), "วันแรงงาน"),
    ]  # fmt: skip
    bad = client.post("/years/holidays/", {"days": "เมื่อไรดี, วันว่าง", "save": "1"})
    assert bad.status_code == 400
    assert "บรรทัด 1" in bad.content.decode()
    assert "วันว่าง" in bad.content.decode()


# ── rounds ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_more_time_is_given_to_a_unit_that_was_searched_for(world: World, opened: Open) -> None:
    client, path = opened("org_admin"), at(world, f"rounds/{world.round}/extend/")
    found = page(client, path, q="เขตอื่น")
    assert f"?unit={world.other.id}" in found
    assert f"?unit={world.office.id}" not in found
    data = {"unit": str(world.other.id), "last_day": "31/10/2556", "reason": ""}
    missing = client.post(path, data)
    assert missing.status_code == 400
    assert 'href="#reason"' in missing.content.decode()
    assert "31/10/2556" in missing.content.decode()
    client.post(path, {**data, "reason": "น้ำท่วม"})
    assert Extension.objects.get().last_day == date(2013, 10, 31)
    assert "น้ำท่วม" in page(client, path)


def test_a_round_is_closed_after_its_time_and_then_says_why_nothing_moves(world: World, opened: Open) -> None:
    client, path = opened("org_admin"), at(world, f"rounds/{world.round}/close/")
    early = page(client, path)
    assert "ยังปิดรอบ" in early
    assert "danger" not in early
    assert client.post(path).status_code == 409
    world.clock.at += timedelta(days=40)
    client = opened("org_admin")  # a session does not last that long
    assert "danger" in page(client, path)
    client.post(path)
    assert RoundTime.objects.get(year=world.year).closed_at is not None
    year = page(client, at(world))
    assert "ไม่เปลี่ยนอีก" in year
    assert "ทำในปีงบประมาณถัดไป" in year
    assert client.get(at(world, "make/")).status_code == 409
    assert client.get(at(world, f"rounds/{world.round}/extend/")).status_code == 409


@pytest.mark.parametrize("at_once", [10, 0])
def test_a_round_s_reports_are_opened_for_every_assessment(
    world: World, opened: Open, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr("samrit.web.staff.years.rounds.AT_ONCE", at_once)
    Assessment.objects.create(year=world.year, unit=world.other, made_by="kind")
    client, path = opened("org_admin"), at(world, f"rounds/{world.round}/reports/")
    client.post(path)
    if not at_once:
        assert not Report.objects.exists()
        assert 'id="progress"' in page(client, at(world))
        assert run_once()
        assert 'id="progress"' not in page(client, at(world))
    assert set(Report.objects.values_list("assessment__unit", flat=True)) == {world.office.id, world.other.id}
    before = Report.objects.count()
    client.post(path)
    run_once()
    assert Report.objects.count() == before


def given_time(world: World, unit: Unit, day: date) -> None:
    Extension.objects.create(time=world.time, unit=unit, last_day=day, reason="น้ำท่วม", by=world["org_admin"])


@pytest.mark.parametrize(
    ("today", "holiday", "given", "th", "en"),
    [
        (date(2013, 9, 30), None, None, "เปิดอยู่", "Open"),
        (date(2013, 10, 1), None, None, "หมดเวลา", "Time is over"),
        (date(2013, 10, 1), date(2013, 9, 30), None, "เปิดอยู่", "Open"),  # the last day comes to the next working day
        (date(2013, 10, 1), None, "office", "ยังมีเวลา 1 หน่วย", "1 unit still has time"),
        (date(2013, 10, 1), None, "root", "ยังมีเวลา 2 หน่วย", "2 units still have time"),
        (date(2013, 10, 7), None, "root", "ยังมีเวลา 2 หน่วย", "2 units still have time"),  # until a Saturday
        (date(2013, 10, 8), None, "root", "หมดเวลา", "Time is over"),
        (date(2013, 10, 8), date(2013, 10, 7), "root", "ยังมีเวลา 2 หน่วย", "2 units still have time"),
        (date(2013, 10, 1), None, "planning", "หมดเวลา", "Time is over"),  # nobody below it is assessed
    ],
)  # fmt: skip
def test_a_round_says_how_many_units_still_have_time(
    world: World, opened: Open, django_assert_max_num_queries: Any,
    today: date, holiday: date | None, given: str | None, th: str, en: str,
) -> None:  # fmt: skip
    Assessment.objects.create(year=world.year, unit=world.other, made_by="kind")
    if holiday:
        Holiday.objects.create(root=world.root, day=holiday, name_th="วันหยุดสมมุติ")
    if given:
        given_time(world, getattr(world, given), date(2013, 10, 5))
    world.clock.at += today - world.today
    units = [one.unit for one in Assessment.objects.filter(year=world.year).select_related("unit")]
    time = RoundTime.objects.select_related("year").get(pk=world.time.pk)
    lasting = sum(one.day >= today for one in last_days([time], units).values())
    assert lasting == (2 if th == "เปิดอยู่" else int("".join(filter(str.isdigit, th)) or 0))  # as what is enforced
    client = opened("org_admin")
    client.get(at(world))
    with django_assert_max_num_queries(11):
        shown = page(client, at(world))
    assert f"{th}</span>" in shown
    assert f"{en}</span>" in looks.rendered(client, at(world), "en")
    is_shut = f'id="open-{world.round}-reason"' in shown or "หมดเวลาทุกหน่วยแล้ว" in shown
    assert is_shut == (not lasting)


@pytest.mark.parametrize("at_once", [10, 0])
def test_reports_of_a_round_that_is_over_are_opened_only_where_there_is_more_time(
    world: World, opened: Open, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr("samrit.web.staff.years.rounds.AT_ONCE", at_once)
    Assessment.objects.create(year=world.year, unit=world.other, made_by="kind")
    path = at(world, f"rounds/{world.round}/reports/")
    world.clock.at += timedelta(days=15)
    assert opened("org_admin").post(path).status_code == 409
    given_time(world, world.other, date(2013, 10, 31))
    assert opened("org_admin").post(path).status_code == 302
    run_once()
    assert set(Report.objects.values_list("assessment__unit", flat=True)) == {world.other.id}


def test_reports_of_a_round_that_has_not_begun_are_not_opened(world: World, opened: Open) -> None:
    RoundTime.objects.filter(pk=world.time.pk).update(opens=date(2013, 9, 25))
    client = opened("org_admin")
    assert client.post(at(world, f"rounds/{world.round}/reports/")).status_code == 409
    assert "เปิดได้ตั้งแต่ 25 ก.ย. 56" in page(client, at(world))
    assert not Report.objects.exists()


def test_a_pack_run_for_a_later_year_names_its_rounds_by_that_year(world: World, opened: Open) -> None:
    rows_papers.scored(world)
    Year.objects.filter(pk=world.year.pk).update(fiscal_year=2569)
    shown = {
        "year": page(opened("org_admin"), at(world)),
        "assessment": page(opened("clerk"), f"/assessments/{world.assessment.id}/"),
        "board": page(opened("clerk"), f"/assessments/{world.assessment.id}/{world.round}/"),
        "list": page(opened("clerk"), "/assessments/"),
        "papers": page(opened("head"), rows_papers.at(world, "issue/")),
        "check": page(opened("head"), rows_papers.at(world, "check/"), **rows_papers.asked(world)),
    }
    for where, text in shown.items():
        assert "ครั้งที่ 2 ปี 2569" in text, where
        assert "ครั้งที่ 2 ปี 2556" not in text, where
    english = looks.rendered(opened("org_admin"), at(world), "en")
    assert "Round 2, 2569" in english
    # the framework's own page is the official wording
    assert "ครั้งที่ 2 ปี 2556" in page(opened("clerk"), f"/frameworks/{PRD}/{world.year.pack.version}/")


# ── assessments and agreements ───────────────────────────────────────────────────────────────────────────────────────


def test_units_are_shown_before_their_assessments_are_made(world: World, opened: Open) -> None:
    client = opened("org_admin")
    shown = client.post(at(world, "make/"), {"kinds": ["spk"]}).content.decode()
    assert "สำนักงานเขตอื่นสมมุติ" in shown
    assert "มีแล้ว" in shown
    assert "จะสร้าง" in shown
    assert Assessment.objects.count() == 1
    for _ in range(2):
        client.post(at(world, "make/"), {"make": "spk"})
    assert Assessment.objects.count() == 2
    nothing = client.post(at(world, "make/"), {})
    assert nothing.status_code == 400
    assert 'href="#kinds"' in nothing.content.decode()


def test_one_unit_joins_or_has_its_agreement_drawn_up(world: World, opened: Open) -> None:
    client = opened("org_admin")
    joined = client.post(at(world, "join/"), {"unit": str(world.planning.id), "how": "join"})
    drawn = client.post(at(world, "join/"), {"unit": str(world.other.id), "how": "agreement"})
    made = {one.unit_id: one for one in Assessment.objects.all()}
    assert joined["Location"] == f"/assessments/{made[world.planning.id].id}/"
    assert drawn["Location"] == f"/assessments/{made[world.other.id].id}/agreement/"


def test_a_draft_shows_what_differs_and_a_refused_one_the_pack_s_reason(world: World, opened: Open) -> None:
    client = opened("head")
    shown = client.post(agreed(world), {"terms": DROPPED}).content.decode()
    assert "7 ตัดออก" in shown
    assert 'name="sign"' in shown
    assert "ไม่มีข้อใดต่าง" in client.post(agreed(world), {"terms": BARE}).content.decode()
    refused = client.post(agreed(world), {"terms": FORBIDDEN})
    assert refused.status_code == 400
    assert "น้ำหนักพิมพ์ไว้ในแบบ" in refused.content.decode()
    assert "percent: 90" in refused.content.decode()
    assert 'name="sign"' not in refused.content.decode()
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("text", ["", "[", "pack: other\n", "- 1\n", "pack: !!python/object:os.system x\n"])
def test_what_is_no_agreement_is_refused_and_stays_to_be_corrected(world: World, opened: Open, text: str) -> None:
    answer = opened("head").post(agreed(world), {"terms": text})
    assert answer.status_code == 400
    assert 'href="#terms"' in answer.content.decode()


def test_an_agreement_is_signed_once_however_often_it_is_sent(world: World, opened: Open) -> None:
    client = opened("head")
    data = {
        "terms": DROPPED, "sign": "1", "number": "1", "signatory": str(world["head"].id),
        "counterparty": str(world["evaluator"].id),
    }  # fmt: skip
    for _ in range(2):
        assert client.post(agreed(world), data).status_code == 302
    one = Agreement.objects.get()
    assert (one.number, one.overlay, one.signatory, one.counterparty) == (1, DROPPED, world["head"], world["evaluator"])
    assert client.post(agreed(world), {**data, "terms": BARE}).status_code == 409
    assert client.post(agreed(world), {**data, "terms": BARE, "number": "2"}).status_code == 302
    assert "ฉบับที่ 2" in page(client, agreed(world))


def test_who_may_not_sign_sees_what_was_signed_and_no_form(world: World, opened: Open) -> None:
    client = opened("auditor")
    shown = client.post(agreed(world), {"terms": DROPPED, "sign": "1"}).content.decode()
    assert 'name="terms"' not in shown
    assert not Agreement.objects.exists()


def test_the_auditor_reads_the_years_and_finds_no_button_that_changes(world: World, opened: Open) -> None:
    client = opened("auditor")
    for path in ("/years/", at(world), at(world, "calendar/"), "/years/holidays/", agreed(world), "/frameworks/"):
        main = page(client, path).partition("<main")[2]
        assert 'method="post"' not in main, path


# ── queries and looks ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", [1, 12])
@pytest.mark.parametrize("where", ["/frameworks/", "/years/", "one", "calendar/", "/years/holidays/"])
def test_pages_take_as_many_queries_however_much_there_is(
    world: World, opened: Open, django_assert_max_num_queries: Any, size: int, where: str
) -> None:
    for number in range(size):
        Year.objects.create(root=world.root, pack=world.year.pack, fiscal_year=2560 + number)
        Holiday.objects.create(root=world.root, day=date(2013, 9, 1) + timedelta(days=number), name_th="หยุด")
    client = opened("org_admin")
    path = where if where.startswith("/") else at(world, "" if where == "one" else where)
    client.get(path)  # a pack is read once a process
    with django_assert_max_num_queries(12):
        assert client.get(path).status_code == 200


FORMS = ("/years/new/", "make/", "extend/?q=เขต", "close/", "/years/holidays/")


def test_looks(world: World, opened: Open) -> None:
    admin, head = opened("org_admin"), opened("head")
    Holiday.objects.create(root=world.root, day=date(2013, 9, 30), name_th="วันหยุดสมมุติ", name_en="Invented holiday")
    pages = looks.in_both_languages(admin, "years-year", at(world))
    pages |= looks.in_both_languages(admin, "years-calendar", at(world, "calendar/?month=9"))
    pages["years-make-preview-th"] = admin.post(at(world, "make/"), {"kinds": ["spk"]}).content.decode()
    pages["years-agreement-th"] = head.post(agreed(world), {"terms": DROPPED}).content.decode()
    pages["years-agreement-refused-th"] = head.post(agreed(world), {"terms": FORBIDDEN}).content.decode()
    assert looks.problems(pages) == []


def test_looks_of_forms(world: World, opened: Open) -> None:
    admin, pages = opened("org_admin"), looks.in_both_languages(opened("org_admin"), "years-list", "/years/")
    for name in FORMS:
        part = name if name.startswith("/") else at(world, name if name == "make/" else f"rounds/{world.round}/{name}")
        pages[f"years-{name.partition('?')[0].strip('/').rpartition('/')[2]}-th"] = looks.rendered(admin, part)
    preview = admin.post("/years/holidays/", {"days": "13/4/2556, สงกรานต์"})
    pages["years-holidays-preview-th"] = preview.content.decode()
    assert looks.problems(pages) == []


def test_looks_of_frameworks(world: World, opened: Open) -> None:
    install("th-ita-sample-2569")
    shown = looks.in_both_languages(opened("administrator"), "years-frameworks", "/frameworks/")
    # the smallest pack: the others have the same parts, many times over
    sample = InstalledPack.objects.get(pack="th-ita-sample-2569")
    shown |= looks.in_both_languages(opened("clerk"), "years-framework", f"/frameworks/{sample.pack}/{sample.version}/")
    assert looks.problems(shown) == []
