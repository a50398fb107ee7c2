"""What is recorded of packs."""

from __future__ import annotations

from samrit.apps.audit.codes import define

INSTALLED = define(
    "frameworks.installed",
    "ติดตั้งชุดเกณฑ์ {pack} รุ่น {version} ({digest})",
    "installed pack {pack}, version {version} ({digest})",
)
