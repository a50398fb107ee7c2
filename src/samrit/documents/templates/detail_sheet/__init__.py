"""The detail sheets of indicators, by version."""

from __future__ import annotations

from samrit.documents.templates.detail_sheet import v1

LAYOUTS = {1: v1.layout}
