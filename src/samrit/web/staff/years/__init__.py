"""Frameworks and years: packs, rounds, deadlines, holidays, extensions, assessments and agreements."""

from __future__ import annotations

from django.urls import path

from samrit.web.staff.years.agreements import agreement
from samrit.web.staff.years.frameworks import install, installed
from samrit.web.staff.years.frameworks import one as framework
from samrit.web.staff.years.holidays import holidays
from samrit.web.staff.years.making import by_kind, one_unit
from samrit.web.staff.years.months import calendar
from samrit.web.staff.years.overview import one, open_one, years
from samrit.web.staff.years.rounds import close, extend, open_reports

urlpatterns = [
    path("frameworks/", installed, name="years-frameworks"),
    path("frameworks/install/", install, name="years-install"),
    path("frameworks/<str:pack>/<str:version>/", framework, name="years-framework"),
    path("years/", years, name="years-list"),
    path("years/new/", open_one, name="years-open"),
    path("years/holidays/", holidays, name="years-holidays"),
    path("years/<uuid:id>/", one, name="years-one"),
    path("years/<uuid:id>/calendar/", calendar, name="years-calendar"),
    path("years/<uuid:id>/make/", by_kind, name="years-make"),
    path("years/<uuid:id>/join/", one_unit, name="years-join"),
    path("years/<uuid:id>/rounds/<str:round_id>/close/", close, name="years-close"),
    path("years/<uuid:id>/rounds/<str:round_id>/extend/", extend, name="years-extend"),
    path("years/<uuid:id>/rounds/<str:round_id>/reports/", open_reports, name="years-reports"),
    path("assessments/<uuid:id>/agreement/", agreement, name="years-agreement"),
]
