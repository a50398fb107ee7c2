"""The audit log and its proof."""

from __future__ import annotations

from django.urls import path

from samrit.web.staff.audit import log, proof

urlpatterns = [
    path("audit/", log.events, name="audit-log"),
    path("audit/object/<uuid:id>/", log.history, name="audit-object"),
    path("audit/verify/", proof.verify, name="audit-verify"),
    path("audit/anchor/", proof.take_anchor, name="audit-anchor"),
]
