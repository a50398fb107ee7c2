"""What a change of a unit touches: the units below it, open reports, people in posts, roles, routes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from samrit.apps.orgs.models import Grant, Holding, Hop, Unit
from samrit.apps.orgs.queries import below_ids, on_day
from samrit.apps.results.models import Report, State
from samrit.web.components.reading import Answer
from samrit.web.reader import Text


def touched(units: Sequence[Unit], on: date) -> list[Answer]:
    """Each with its number, so that nothing of it surprises anybody."""
    all_of = {one for unit in units for one in (below_ids(unit, on) or [unit.id])}
    reports = Report.objects.filter(assessment__unit_id__in=all_of).exclude(state=State.CLOSED)
    waiting = Report.objects.filter(with_unit_id__in=all_of, state=State.UNDER_REVIEW)
    people = Holding.objects.filter(on_day(on), post__unit_id__in=all_of)
    roles = Grant.objects.filter(on_day(on), unit_id__in=all_of)
    routes = Hop.objects.filter(on_day(on), to_id__in=all_of)
    return [
        Answer(Text("หน่วยข้างใต้", "Units below it"), len(all_of) - len(units)),
        Answer(Text("รายงานของหน่วยเหล่านี้ที่ยังไม่ปิด", "Their reports that are not closed"), reports.count()),
        Answer(Text("รายงานที่รอหน่วยเหล่านี้ตรวจ", "Reports that wait for them to verify"), waiting.count()),
        Answer(Text("คนที่อยู่ในตำแหน่งของหน่วยเหล่านี้", "People in their posts"), people.count()),
        Answer(Text("บทบาทที่ให้ไว้ที่หน่วยเหล่านี้", "Roles given there"), roles.count()),
        Answer(Text("ขั้นของเส้นทางรายงานที่ส่งถึงหน่วยเหล่านี้", "Steps of reporting routes that lead there"), routes.count()),
    ]
