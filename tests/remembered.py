"""Packs read and proved once in a process instead of once a test: by all their files, so that a changed copy is another pack.

Not for `tests/unit/packs/`, which is about the reading itself.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from samrit.engine import cases
from samrit.packs import load
from samrit.packs.model import Pack

_load, _run_all = load.load, cases.run_all
_loaded: dict[str, load.Loaded] = {}
_ran: dict[tuple[int, bool], tuple[Pack, list[cases.Ran]]] = {}


@pytest.fixture(scope="module", autouse=True)
def packs_are_remembered() -> Iterator[None]:
    """Import it into a conftest.py; what is refused is read again each time."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(load, "load", _remembered)
        patched.setattr(cases, "run_all", _ran_before)
        yield


def _remembered(folder: Path) -> load.Loaded:
    key = _fingerprint(folder)
    if key not in _loaded:
        _loaded[key] = _load(folder)
    return dataclasses.replace(_loaded[key], folder=folder)


def _ran_before(pack: Pack, verify: bool = True) -> list[cases.Ran]:
    key = (id(pack), verify)  # the pack is kept beside what it gave, so no other gets its id
    if key not in _ran:
        _ran[key] = pack, _run_all(pack, verify)
    return list(_ran[key][1])


def _fingerprint(folder: Path) -> str:
    state = hashlib.sha256(folder.resolve().name.encode())
    for path in sorted(folder.rglob("*")):
        state.update(f"\n{path.relative_to(folder)}\n".encode())
        state.update(hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b"no file")
    return state.hexdigest()
