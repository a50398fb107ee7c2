"""The queue of what waits for a decision, and the page where a report is decided on."""

from __future__ import annotations

from django.urls import path

from samrit.web.staff.review.page import review
from samrit.web.staff.review.queue import waiting

urlpatterns = [
    path("review/", waiting, name="review-queue"),
    path("reports/<uuid:id>/review/", review, name="review-report"),
]
