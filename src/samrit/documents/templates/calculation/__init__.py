"""The sheet that calculates scores from results, by version."""

from __future__ import annotations

from samrit.documents.templates.calculation import v1

LAYOUTS = {1: v1.layout}
