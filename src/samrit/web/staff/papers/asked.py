"""What was asked for on the form of a paper: as typed, and as understood where it could be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, cast
from uuid import UUID

from django.http import Http404, HttpRequest

from samrit.apps.frameworks.queries import unpacked
from samrit.apps.ground import clock
from samrit.apps.issuing import permissions
from samrit.apps.issuing.models import IssuedDocument
from samrit.apps.issuing.papers import Options
from samrit.apps.orgs.faces import emblem_of
from samrit.apps.orgs.queries import UnitView
from samrit.apps.scoring.models import Current, ScoreRun
from samrit.base import thai
from samrit.base.issues import Issue
from samrit.documents import catalogue
from samrit.web import days, wording
from samrit.web.elements import date_field
from samrit.web.pages import standing
from samrit.web.reader import Text
from samrit.web.staff.papers.whose import Whose

FIELDS = ("form", "round", "series", "on", "digits", "language", "replaces")
DIGITS = {
    "printed": Text("ตามแบบ (ตามที่ต้นฉบับพิมพ์)", "as the official form prints them"),
    "arabic": Text("เลขอารบิก 123", "Arabic 123"),
    "thai": Text("เลขไทย ๑๒๓", "Thai ๑๒๓"),
}
LANGUAGES = {"th": Text("ไทย", "Thai"), "en": Text("อังกฤษ", "English")}


@dataclass(frozen=True)
class Asked:
    """What was chosen, as typed, and as understood where it could be."""

    typed: Mapping[str, str]
    run: ScoreRun | None
    day: date | None
    replaces: IssuedDocument | None
    errors: Mapping[str, Text]
    scored: frozenset[str]
    """The rounds that have a score."""

    def options(self, request: HttpRequest, of: Whose) -> Options:
        """Language and digits as chosen; the names of agency and unit, and the agency's emblem, as they are today."""
        language = cast(Literal["th", "en"], self.typed["language"])
        agency = agency_of(request, of)
        unit = of.unit.en if language == "en" and of.unit.en else of.unit.th
        return Options(
            language=language, digits=cast(Literal["printed", "arabic", "thai"], self.typed["digits"]),
            agency=agency.name(language) if agency else "", unit=unit,
            emblem=emblem_of(agency.id, agency.face.emblem) if agency and agency.face.emblem else None,
        )  # fmt: skip


def understood(request: HttpRequest, of: Whose, *, is_check: bool) -> Asked:
    """What a request asks for; with `is_check` a series is needed, and what is wrong is noted at its field."""
    given = request.POST if request.method == "POST" else request.GET
    typed = {name: given.get(name, "").strip() for name in FIELDS}
    runs = {one.round: one.run for one in Current.objects.filter(assessment=of.assessment).select_related("run")}
    last = max(runs.values(), key=lambda run: run.at, default=None)
    errors: dict[str, Text] = {}
    kinds = [kind.id for kind in catalogue.of_pack(unpacked(of.assessment.year.pack))]
    typed["form"] = typed["form"] or next(iter(kinds), "")
    typed["round"] = typed["round"] or (last.round if last else "")
    if typed["digits"] not in DIGITS:
        agency = agency_of(request, of)
        typed["digits"] = agency.face.digits if agency else "printed"
    typed["language"] = typed["language"] if typed["language"] in LANGUAGES else "th"
    typed["series"] = thai.normalise(typed["series"])
    if typed["form"] not in kinds:
        errors["form"] = Text("เลือกแบบจากรายการ", "Choose a form from the list.")
    run = runs.get(typed["round"])
    if run is None:
        errors["round"] = Text("เลือกรอบที่มีคะแนนแล้ว", "Choose a round that has a score.")
    day, typed["on"] = _day(typed["on"], errors)
    if is_check and not re.fullmatch(r"[\w\u0E00-\u0E7F.\-/() ]{1,40}", typed["series"]):
        errors["series"] = Text(
            "พิมพ์ชื่อชุดเลขที่ เช่น กปส 0212 ใช้ตัวอักษร ตัวเลข จุด ขีด หรือทับ ไม่เกิน 40 ตัว",
            "Type the name of a series: at most 40 letters, figures, points, dashes or slashes.",
        )  # fmt: skip
    replaces = None
    if typed["replaces"]:
        with suppress(ValueError):
            replaces = IssuedDocument.objects.filter(pk=UUID(typed["replaces"]), assessment=of.assessment).first()
        if replaces is None:
            raise Http404
        typed["series"] = typed["series"] or replaces.series
    return Asked(typed, run, day, replaces, errors, frozenset(runs))


def agency_of(request: HttpRequest, of: Whose) -> UnitView | None:
    """The agency whose paper it is."""
    root = permissions.root_of(of.assessment.unit).pk
    return standing(request).names([root]).get(root)


def with_problems(asked: Asked, issues: tuple[Issue, ...]) -> Asked:
    """What was asked, with what a service found wrong with it, each at its field."""
    errors = {(one.place.file if one.place.file in FIELDS else "form"): wording.problem(one) for one in issues}
    return replace(asked, errors=errors)


def _day(text: str, errors: dict[str, Text]) -> tuple[date | None, str]:
    if not text:
        return clock.today(), date_field(clock.today())
    try:
        return thai.parse_date(text), text
    except thai.ThaiTextError as wrong:
        errors["on"] = days.no_day(wrong)
        return None, text
