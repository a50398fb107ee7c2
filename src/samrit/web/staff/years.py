"""Frameworks and years: packs, rounds, deadlines, holidays, extensions, assessments and agreements."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
