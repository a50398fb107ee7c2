"""Installed frameworks by version and digest; one of them to read: what it measures, how, by when, and where it contradicts itself."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from samrit.apps.frameworks import services
from samrit.apps.frameworks.models import InstalledPack
from samrit.apps.frameworks.permissions import check_can_install
from samrit.apps.frameworks.queries import installed_packs, unpacked
from samrit.base.figures import plain
from samrit.engine.plan import plan_of
from samrit.packs import load
from samrit.packs.handbook.labels import value_label
from samrit.packs.model import Discrepancy, Duty, Indicator, Pack
from samrit.packs.terms import resolve
from samrit.packs.texts import Words
from samrit.web import wording
from samrit.web.components.reading import Button, Column, Empty, Fold, Link, Notice, Prose, Table
from samrit.web.pages import person, signed_in
from samrit.web.reader import Text
from samrit.web.staff.blocks import Block, Form, told
from samrit.web.staff.years.whose import HERE, YEARS

FRAMEWORKS = Link(Text("กรอบการประเมิน", "Frameworks"), "/frameworks/")


@require_safe
@signed_in
def installed(request: HttpRequest) -> HttpResponse:
    """What is installed; and for the administrator, what came with this Samrit and is not."""
    packs = installed_packs()
    rows = [
        (
            Link(wording.framework(one), f"/frameworks/{one.pack}/{one.version}/"), one.version, str(one.fiscal_year),
            len(unpacked(one).framework.discrepancies), one.digest,
        )
        for one in packs
    ]  # fmt: skip
    heads = [
        Column(Text("กรอบการประเมิน", "Framework")), Column(Text("รุ่น", "Version")), Column(Text("ปีงบประมาณ", "Fiscal year")),
        Column(Text("ข้อขัดแย้งในต้นทาง", "Discrepancies"), is_figure=True), Column(Text("ลายนิ้วมือ", "Digest")),
    ]  # fmt: skip
    none = Empty(
        Text("ยังไม่มีชุดเกณฑ์", "No pack is installed"),
        Text("ผู้ดูแลระบบติดตั้งจากชุดที่มากับ Samrit ได้", "The administrator installs those that came with Samrit."),
    )
    blocks = [
        Block(
            Text("ที่ติดตั้งแล้ว", "Installed"),
            [Table(Text("ชุดเกณฑ์ที่ติดตั้งแล้วไม่เปลี่ยนอีก", "An installed pack never changes"), heads, rows) if rows else none],
        )
    ]
    if person(request).is_administrator:
        there = {(one.pack, one.version) for one in packs}
        shipped = [(name, title) for name, version, title in _shipped() if (name, version) not in there]
        blocks += [
            Block(title, form=Form("/frameworks/install/", buttons=[Button(Text(
                "ติดตั้งชุดเกณฑ์นี้",
                "Install this pack",
            ), "secondary")], hidden={"pack": name}))
            for name, title in shipped
        ]  # fmt: skip
        if not shipped:
            blocks.append(
                Block(
                    things=[
                        Notice(
                            "info",
                            Text("ชุดเกณฑ์ที่มากับ Samrit ติดตั้งครบแล้ว", "Every pack that came with Samrit is installed"),
                        )
                    ]
                )
            )
    return told(request, FRAMEWORKS.text, blocks, here=HERE, crumbs=[YEARS])


@require_POST
@signed_in
def install(request: HttpRequest) -> HttpResponse:
    """Install a pack that came with this Samrit; the same pack again is the same row."""
    check_can_install(person(request))
    folder = load.pack_folders().get(request.POST.get("pack", ""))
    if folder is None:
        raise Http404
    made = services.install(folder, person(request))
    messages.success(
        request,
        str(
            Text(
                f"ติดตั้ง {made.name_th} รุ่น {made.version} แล้ว",
                f"Installed {made.name_en or made.name_th}, version {made.version}",
            )
        ),
    )
    return HttpResponseRedirect(f"/frameworks/{made.pack}/{made.version}/")


@require_safe
@signed_in
def one(request: HttpRequest, pack: str, version: str) -> HttpResponse:
    """One framework, readable."""
    row = InstalledPack.objects.filter(pack=pack, version=version).first()
    if row is None:
        raise Http404
    whole = unpacked(row)
    framework = whole.framework
    sources = [Text(one.title.th, one.title.en) for one in framework.documents]
    blocks = [
        Block(Text("ที่มา", "Sources"), [
            Prose([wording.text(framework.authority), *sources]),
            Prose([Text(
                f"รุ่น {row.version} ปีงบประมาณ {framework.fiscal_year}",
                f"Version {row.version}, fiscal year {framework.fiscal_year}",
            ), row.digest]),
        ]),
        Block(Text("ตัวชี้วัด", "Indicators"), [_indicators(whole)]),
        Block(Text("รอบการประเมิน", "Rounds"), [_rounds(whole)]),
        Block(Text("หน้าที่และกำหนดเวลา", "Duties and deadlines"), [_duties(whole)] if framework.duties else [
            Prose([Text("เอกสารไม่กำหนดหน้าที่รายงานไว้", "The documents name no duty to report.")]),
        ]),
        Block(Text("ที่คำรับรองเปลี่ยนได้และไม่ได้", "What agreements may change"), [_allowances(whole)]),
        Block(Text("ข้อสมมติ", "Assumptions"), [
            Prose([Text("ที่เอกสารไม่กล่าวถึง ชุดเกณฑ์สมมติไว้และบอกไว้ที่นี่", "Where the documents are silent the pack assumes, and says so here.")]),
            Fold(Text("ดูข้อสมมติทุกข้อ", "See every assumption"), [Prose(_assumptions(whole))]),
        ]),
        Block(Text("ข้อขัดแย้งในเอกสารต้นทาง", "Discrepancies of the documents"), [
            Prose([Text(
                "ที่พิมพ์ไว้ ที่ขัดกัน และวิธีอ่านที่ใช้ แยกให้เห็น ไม่แก้เงียบ ๆ",
                "What is printed, what contradicts, and the reading applied stand apart; nothing is silently fixed.",
            )]),
            *[_discrepancy(one) for one in framework.discrepancies],
        ]),
    ]  # fmt: skip
    return told(
        request, wording.text(framework.name), blocks, here=HERE, crumbs=[YEARS, FRAMEWORKS],
        lead=wording.text(framework.short_name),
    )  # fmt: skip


@lru_cache(maxsize=1)
def _shipped() -> tuple[tuple[str, str, Text], ...]:
    """Id, version and name of the packs on the disk; they come with the program and stay as they are while it runs."""
    found = []
    for name, folder in load.pack_folders().items():
        pack, _ = load.parse(Path(folder))
        if pack is not None:
            found.append((name, pack.framework.version, wording.text(pack.framework.name)))
    return tuple(found)


def _indicators(pack: Pack) -> Table:
    units = {one.id: one.name for one in pack.framework.measure_units}
    rows = []
    for one in pack.every_indicator():
        weight = plain(one.weight.percent) if one.weight else ""
        counted = wording.text(units[one.measure_unit]) if one.measure_unit in units else ""
        rows.append((one.code, wording.text(one.name), weight, counted, _method(one)))
    heads = [
        Column(Text("รหัส", "Code")), Column(Text("ตัวชี้วัด", "Indicator")), Column(Text("น้ำหนัก", "Weight"), is_figure=True),
        Column(Text("หน่วยวัด", "Counted in")), Column(Text("วิธีให้คะแนน", "Method")),
    ]  # fmt: skip
    return Table(Text("ตามลำดับของแบบ", "In the order of the form"), heads, rows)


def _method(one: Indicator) -> Text:
    kind = one.method.kind if one.method is not None else "composite"
    return Text(*value_label("kind", kind))


def _rounds(pack: Pack) -> Table:
    rows = [(wording.text(one.name), one.starts, one.ends, wording.text(one.note)) for one in pack.framework.rounds]
    heads = [Text("รอบ", "Round"), Text("ตั้งแต่", "From"), Text("ถึง", "To"), Text("หมายเหตุ", "Note")]
    return Table(Text("รอบที่คิดคะแนน", "Scorings"), [Column(one) for one in heads], rows)


def _duties(pack: Pack) -> Table:
    posts = {one.id: one.name for one in pack.framework.posts}
    rows = [
        (
            wording.text(one.what), joined([posts[post] for post in one.by if post in posts]),
            joined([posts[post] for post in one.to if post in posts]), due_of(one),
        )
        for one in pack.framework.duties
    ]  # fmt: skip
    heads = [
        Text("หน้าที่", "Duty"),
        Text("ผู้ทำ", "By"),
        Text("ส่งถึง", "To"),
        Text("กำหนดเวลาตามที่พิมพ์", "Deadline as printed"),
    ]
    return Table(
        Text("ใครส่งอะไร ถึงใคร เมื่อใด", "Who sends what, to whom, by when"), [Column(one) for one in heads], rows
    )


def due_of(duty: Duty) -> Text:
    """A deadline as the document prints it, and how it is read where that is not enough."""
    if duty.due is None:
        return Text("ไม่ได้กำหนดวัน", "no day is named")
    reading = wording.text(duty.due.reading)
    th = f"{duty.due.verbatim} — {reading.th}" if reading.th else duty.due.verbatim
    return Text(th, f"{duty.due.verbatim} — {reading.en or reading.th}" if reading.th else th)


def _allowances(pack: Pack) -> Table:
    rows = [
        (
            Text(*value_label("operation", one.operation)),
            Text("ได้", "may") if one.allowed else Text("ไม่ได้", "may not"),
            ", ".join(one.indicators) or Text("ทุกตัว", "all"), wording.text(one.because),
        )
        for one in pack.framework.overlay
    ]  # fmt: skip
    heads = [Text("รายการ", "What"), Text("เปลี่ยน", "Change"), Text("ตัวชี้วัด", "Indicators"), Text("เหตุผล", "Reason")]
    return Table(
        Text("ที่ไม่อยู่ในตารางเปลี่ยนไม่ได้", "What is not in the table cannot be changed"),
        [Column(one) for one in heads],
        rows,
    )


def _assumptions(pack: Pack) -> list[Text]:
    terms = resolve(pack)
    found: dict[Text, None] = {}
    for one in pack.framework.rounds:
        for assumed in plan_of(terms, one.id).assumptions:
            found[wording.text(assumed.why)] = None
    for duty in pack.framework.duties:
        if duty.assumption is not None:
            found[wording.text(duty.assumption)] = None
    return list(found)


def _discrepancy(one: Discrepancy) -> Fold:
    about = f"{', '.join(one.about)}: " if one.about else ""
    what = wording.text(one.what)
    printed = Table(
        Text("ที่พิมพ์ไว้", "As printed"), [Column(Text("ที่ใด", "Where")), Column(Text("ว่าอย่างไร", "What it says"))],
        [(saying.place, saying.says) for saying in one.sayings],
    )  # fmt: skip
    read = [
        Text("ไม่กระทบคะแนน", "No score depends on it.")
        if not one.touches_score
        else Text("กระทบคะแนน", "A score depends on it.")
    ]
    if one.applied is not None:
        applied = wording.text(one.applied)
        read.append(Text(f"วิธีอ่านที่ใช้: {applied.th}", f"Reading applied: {applied.en or applied.th}"))
    if one.assumption is not None:
        why = wording.text(one.assumption)
        read.append(Text(f"เพราะ: {why.th}", f"Because: {why.en or why.th}"))
    return Fold(Text(f"{about}{what.th}", f"{about}{what.en or what.th}"), [printed, Prose(read)])


def joined(names: list[Words]) -> Text:
    """Several names in a row."""
    return Text(", ".join(one.th for one in names) or "–", ", ".join(one.said("en") for one in names) or "–")
