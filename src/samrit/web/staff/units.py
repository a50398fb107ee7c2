"""The organisation: its tree, its posts and people, its roles, routes and imports."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
