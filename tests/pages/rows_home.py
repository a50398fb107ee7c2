"""Rows of web/staff/home.py: everybody with an account has a home."""

from __future__ import annotations

from .table import Row

ROWS = [
    Row("home", lambda world: "/"),
    Row("notices", lambda world: "/notices/"),
    Row("notices-read", lambda world: "/notices/read/", {"nobody": 401}, otherwise=302, method="post"),
    Row("notices-read", lambda world: "/notices/read/", otherwise=405, answers={"nobody": 405}),
]
