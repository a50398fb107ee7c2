"""What is assessed, round by round: the score board and the explanation of every figure."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
