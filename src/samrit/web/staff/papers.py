"""Official papers: issued, numbered, hashed; and the passport by which a score is recomputed offline."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
