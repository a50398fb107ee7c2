"""The sheet of results by milestone, by version."""

from __future__ import annotations

from samrit.documents.templates.guidelines import v1

LAYOUTS = {1: v1.layout}
