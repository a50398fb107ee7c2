"""The queue of what waits for a decision, and the page where a report is decided on."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
