"""The proof: verify the whole chain, say what was found in words, and take its signed head away to keep elsewhere."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from samrit.apps.accounts.models import User
from samrit.apps.audit import anchor, services, verified
from samrit.apps.audit.models import Event
from samrit.apps.ground.ids import new_id
from samrit.apps.notices.jobs import enqueue
from samrit.apps.notices.models import Job
from samrit.base.counting import counted
from samrit.web.components.reading import Answer, Answers, Button, Column, Empty, Notice, Progress, Prose, Table
from samrit.web.pages import person, signed_in
from samrit.web.reader import Text
from samrit.web.staff.audit.log import LOG
from samrit.web.staff.audit.seeing import sight
from samrit.web.staff.blocks import Block, Form, told
from samrit.web.staff.files import handed_out

AT_ONCE = 20_000
"""Events that are verified while one waits (a little over half a second); a longer chain is verified as a job."""
JOB = "audit.verify"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def verify(request: HttpRequest) -> HttpResponse:
    """The newest verification in words, and the button for the next."""
    sight(request)
    number, head = services.head()
    if request.method == "POST":
        if number <= AT_ONCE:
            verified.verify(by=person(request))
        else:
            key = request.POST.get("key", "")[:80] or str(new_id())
            with transaction.atomic():
                enqueue(JOB, {"by": str(person(request).id)}, f"{JOB} {key}")
        return HttpResponseRedirect(request.path)
    job = Job.objects.filter(kind=JOB).order_by("-not_before", "-id").first()
    latest = verified.latest()
    under_way = job is not None and job.state in ("waiting", "running")
    blocks = [
        Block(things=_under_way(job)) if job and under_way else Block(),
        Block(Text("ผลการตรวจล่าสุด", "The latest verification"), _result(latest)),
        Block(
            Text("ตรวจทั้งสายโซ่", "Verify the whole chain"),
            [
                Prose([Text(
                    f"คิดลายนิ้วมือของทั้ง {number:,} เหตุการณ์ใหม่จากต้น เทียบกับที่บันทึกไว้ ถ้ามีแถวใดถูกแก้ ลบ หรือแทรก จะบอกว่าแถวใด",
                    f"Computes the hash of every event ({number:,}) anew and compares it; a row that was changed, removed or put in is named.",
                )]),
            ],
            Form("/audit/verify/", buttons=[Button(Text(
                "ตรวจเดี๋ยวนี้",
                "Verify now",
            ), reason=Text("กำลังตรวจอยู่", "under way") if under_way else "")], hidden={"key": str(new_id())}),
        ),
        Block(
            Text("หัวของสายโซ่", "The head of the chain"),
            [_head(number, head)],
            Form("/audit/anchor/", buttons=[Button(Text("ดาวน์โหลดหลักหมาย", "Download an anchor"), "secondary")]) if number else None,
            [Prose([Text(
                "หลักหมายคือหัวของสายโซ่ที่ลงลายเซ็นแล้ว เก็บไว้นอกระบบ ภายหลังใช้พิสูจน์ว่าสายโซ่ไม่ได้ถูกสร้างใหม่ทั้งเส้น",
                "An anchor is the signed head. Kept elsewhere, it proves later that the chain was not rebuilt as a whole.",
            )])] if number else (),
        ),
    ]  # fmt: skip
    heading = Text("ตรวจบันทึกตรวจสอบ", "Verify the audit log")
    return told(request, heading, [one for one in blocks if one.things], here="/audit/", crumbs=[LOG])


@require_POST
@signed_in
def take_anchor(request: HttpRequest) -> HttpResponse:
    """The signed head as a file; the log notes that it was taken."""
    sight(request)
    with tempfile.TemporaryDirectory(prefix="samrit-anchor-") as scratch:
        path = Path(scratch) / "anchor.json"
        said = anchor.write(path)
        data = path.read_bytes()
    name = f"หลักหมาย-{said.number}.json"
    return handed_out(data, name, f"anchor-{said.number}.json", "application/json")


def run_job(by: UUID | None, tell: Callable[[int], None]) -> None:
    """What the worker does."""
    verified.verify(by=None if by is None else User.objects.filter(id=by).first(), tell=tell)


def _under_way(job: Job) -> list[object]:
    note = Text(
        "ออกจากหน้านี้ได้ ผลจะรออยู่ที่นี่ โหลดหน้าใหม่เพื่อดูความคืบหน้า",
        "You may leave; the result will wait here. Reload the page to see how far it is.",
    )
    waits = Text("รอเริ่ม", "Waits to begin")
    return [
        Progress(
            waits if job.state == "waiting" else Text("กำลังตรวจ (ร้อยละ)", "Verifying (percent)"),
            job.progress,
            100,
            note,
        )
    ]


def _result(event: Event | None) -> list[object]:
    payload = event.detail.payload if event is not None else None
    if event is None or payload is None:
        return [
            Empty(
                Text("ยังไม่เคยตรวจ", "Never verified yet"),
                Text("กด “ตรวจเดี๋ยวนี้” ผลจะอยู่ที่นี่", "Press “Verify now”; the result will stand here."),
            )
        ]
    events, problems = payload["events"], payload["problems"]
    if not problems:
        return [
            Notice("good", Text("สายโซ่ครบ ไม่มีเหตุการณ์ใดถูกแก้", "The chain holds: no event was changed"),
                   Text(f"ตรวจ {events:,} เหตุการณ์", f"{counted(events, 'event')} verified")),
            _when(event, payload),
        ]  # fmt: skip
    rows = [(code, Text(th, en)) for code, th, en in payload["named"]]
    title = Text("ที่ผิด", "What is wrong")
    return [
        Notice("bad", Text(f"พบที่ผิด {problems:,} แห่ง", counted(problems, "break was found", "breaks were found")),
               Text("เทียบกับสำรองข้อมูล และหาว่าใครเข้าถึงฐานข้อมูลได้", "Compare with a backup, and find out who could reach the database.")),
        Table(title, [Column(Text("รหัส", "Code")), Column(title)], rows),
        _when(event, payload),
    ]  # fmt: skip


def _when(event: Event, payload: dict[str, object]) -> Answers:
    rows = [
        Answer(Text("ตรวจเมื่อ", "Verified at"), event.at),
        Answer(Text("เหตุการณ์ที่ตรวจ", "Events verified"), payload["events"]),
        Answer(Text("หัวของสายโซ่ขณะนั้น", "Head at that time"), payload["head"]),
        Answer(Text("บันทึกเป็นเหตุการณ์ที่", "Recorded as event"), event.number),
    ]
    return Answers(Text("การตรวจครั้งนี้", "This verification"), rows)


def _head(number: int, head: str) -> object:
    if not number:
        return Empty(
            Text("ยังไม่มีเหตุการณ์", "Nothing was recorded yet"),
            Text("สายโซ่เริ่มเมื่อมีเหตุการณ์แรก", "The chain begins with the first event."),
        )
    rows = [Answer(Text("เหตุการณ์ล่าสุด", "Last event"), number), Answer(Text("ลายนิ้วมือ (sha256)", "Hash (sha256)"), head)]
    return Answers(Text("เหตุการณ์ล่าสุดที่สายโซ่จบลง", "Where the chain ends now"), rows)
