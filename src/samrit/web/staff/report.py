"""The working page of one report: rule, field, evidence and score side by side; check one's answers; submit."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
