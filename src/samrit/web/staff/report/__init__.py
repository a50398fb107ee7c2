"""The working page of one report: rule, field, evidence and score side by side; check one's answers; submit; read."""

from django.urls import path

from samrit.web.staff.report import checking, files, working

urlpatterns = [
    path("reports/<uuid:id>/", working.whole, name="report"),
    path("reports/<uuid:id>/part/<str:part>/", working.part, name="report-part"),
    path("reports/<uuid:id>/part/<str:part>/score/", working.score, name="report-score"),
    path("reports/<uuid:id>/check/", checking.check, name="report-check"),
    path("reports/<uuid:id>/submit/", checking.send, name="report-submit"),
    path("reports/<uuid:id>/withdraw/", checking.take_back, name="report-withdraw"),
    path("evidence/<uuid:id>/", files.file, name="evidence-file"),
    path("evidence/<uuid:id>/look/", files.look, name="evidence-look"),
]
