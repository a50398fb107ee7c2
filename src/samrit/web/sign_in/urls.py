"""Addresses of signing in and of accounts."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
