"""Official papers: issued, numbered, hashed; and the passport by which a score is recomputed offline."""

from __future__ import annotations

from django.urls import path

from samrit.web.staff.papers import issuing, reading

urlpatterns = [
    path("assessments/<uuid:id>/papers/", reading.papers, name="papers-list"),
    path("assessments/<uuid:id>/papers/issue/", issuing.ask, name="papers-issue"),
    path("assessments/<uuid:id>/papers/check/", issuing.check, name="papers-check"),
    path("assessments/<uuid:id>/papers/draft/", issuing.draft, name="papers-draft"),
    path("papers/<uuid:id>/", reading.paper, name="papers-one"),
    path("papers/<uuid:id>/again/", reading.drawn_again, name="papers-again"),
    path("papers/<uuid:id>/<str:format_>/", reading.file, name="papers-file"),
    path("runs/<uuid:id>/passport/", reading.passport, name="papers-passport"),
]
