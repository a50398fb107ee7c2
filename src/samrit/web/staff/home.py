"""What waits for a person, first: the home page of every role, and the notices."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
