"""What is assessed, round by round: the agreement, the score board, runs, and the explanation of every figure."""

from __future__ import annotations

from django.urls import path

from samrit.web.staff.assessments.board import board, open_round, score_now
from samrit.web.staff.assessments.listing import listing
from samrit.web.staff.assessments.one import one
from samrit.web.staff.assessments.runs import figure, run

urlpatterns = [
    path("assessments/", listing, name="assessments-list"),
    path("assessments/<uuid:id>/", one, name="assessments-one"),
    path("assessments/<uuid:id>/<str:round>/", board, name="assessments-board"),
    path("assessments/<uuid:id>/<str:round>/score/", score_now, name="assessments-score"),
    path("assessments/<uuid:id>/<str:round>/open/", open_round, name="assessments-open"),
    path("runs/<uuid:id>/", run, name="assessments-run"),
    path("runs/<uuid:id>/<str:code>/", figure, name="assessments-figure"),
]
