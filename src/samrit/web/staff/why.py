"""Why may I, or may I not."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
