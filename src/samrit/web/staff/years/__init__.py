"""Frameworks and years: packs, rounds, deadlines, holidays, extensions, assessments and agreements."""

from __future__ import annotations

from django.urls import path

from samrit.web.staff.years import agreements, frameworks, holidays, making, months, overview, rounds

urlpatterns = [
    path("frameworks/", frameworks.installed, name="years-frameworks"),
    path("frameworks/install/", frameworks.install, name="years-install"),
    path("frameworks/<str:pack>/<str:version>/", frameworks.one, name="years-framework"),
    path("years/", overview.years, name="years-list"),
    path("years/new/", overview.open_one, name="years-open"),
    path("years/holidays/", holidays.holidays, name="years-holidays"),
    path("years/<uuid:id>/", overview.one, name="years-one"),
    path("years/<uuid:id>/calendar/", months.calendar, name="years-calendar"),
    path("years/<uuid:id>/make/", making.by_kind, name="years-make"),
    path("years/<uuid:id>/join/", making.one_unit, name="years-join"),
    path("years/<uuid:id>/rounds/<str:round_id>/close/", rounds.close, name="years-close"),
    path("years/<uuid:id>/rounds/<str:round_id>/extend/", rounds.extend, name="years-extend"),
    path("years/<uuid:id>/rounds/<str:round_id>/reports/", rounds.open_reports, name="years-reports"),
    path("assessments/<uuid:id>/agreement/", agreements.agreement, name="years-agreement"),
]
