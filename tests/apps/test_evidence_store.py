"""The evidence store: a file is there whole or not at all, once, whatever breaks on the way."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from samrit.apps.evidence import store
from samrit.base.issues import Refused

LIMIT = 25_000_000
DIGEST = hashlib.sha256(b"proof").hexdigest()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings) -> Path:
    settings.INSTALLATION = replace(settings.INSTALLATION, home=tmp_path)
    return tmp_path


def files() -> list[str]:
    """Everything in the store but its lock."""
    found = (str(path.relative_to(store.root())) for path in store.root().rglob("*") if path.is_file())
    return sorted(name for name in found if name != "lock")


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [issue.code for issue in refused.value.issues]


class Lazy:
    """A stream of so many zeros, made as they are read; counts what was taken, and may break off."""

    def __init__(self, size: int, breaks_at: int | None = None) -> None:
        self.left, self.taken, self.breaks_at = size, 0, breaks_at

    def read(self, size: int) -> bytes:
        if self.breaks_at is not None and self.taken >= self.breaks_at:
            raise ConnectionResetError("the phone went into a tunnel")
        size = min(size, self.left)
        self.left -= size
        self.taken += size
        return bytes(size)


def failing(number: int, real: Callable[..., object], on_call: int = 1) -> Callable[..., object]:
    """`real`, but its n-th call raises an OSError of that number."""
    calls = iter(range(1, 1000))

    def call(*args: object, **kwargs: object) -> object:
        if next(calls) == on_call:
            raise OSError(number, os.strerror(number))
        return real(*args, **kwargs)

    return call


def test_what_was_put_is_read_back_and_lies_under_its_digest_for_this_account_only() -> None:
    stored = store.put(io.BytesIO(b"proof"), LIMIT)
    assert stored == store.Stored(DIGEST, 5)
    assert files() == [f"{DIGEST[:2]}/{DIGEST[2:4]}/{DIGEST}"]
    with store.open(DIGEST) as file:
        assert file.read() == b"proof"
    assert store.path_of(DIGEST).stat().st_mode & 0o777 == 0o600
    assert store.path_of(DIGEST).parent.stat().st_mode & 0o777 == 0o700


def test_the_same_content_twice_is_stored_once() -> None:
    assert store.put(io.BytesIO(b"proof"), LIMIT) == store.put(io.BytesIO(b"proof"), LIMIT)
    assert len(files()) == 1


def test_a_changed_or_missing_file_does_not_verify_and_giving_it_again_mends_it() -> None:
    store.put(io.BytesIO(b"proof"), LIMIT)
    assert store.verify(DIGEST)
    store.path_of(DIGEST).write_bytes(b"prooF")
    assert not store.verify(DIGEST)
    store.put(io.BytesIO(b"proof"), LIMIT)
    assert store.verify(DIGEST)
    store.path_of(DIGEST).unlink()
    assert not store.verify(DIGEST)
    with pytest.raises(Refused) as refused:
        store.open(DIGEST)
    assert codes(refused) == ["EV018"]


@pytest.mark.parametrize("name", ["../../settings.env", "", DIGEST.upper(), DIGEST + "\n", DIGEST[:-1]])
def test_only_a_digest_names_a_file(name: str) -> None:
    with pytest.raises(ValueError, match="sha256"):
        store.path_of(name)


def test_exactly_the_limit_is_taken() -> None:
    assert store.put(Lazy(LIMIT), LIMIT).size == LIMIT


@pytest.mark.parametrize("size", [LIMIT + 1, 2_000_000_000])
def test_more_than_the_limit_is_refused_soon_and_leaves_nothing(size: int) -> None:
    source = Lazy(size)
    with pytest.raises(Refused) as refused:
        store.put(source, LIMIT)
    assert codes(refused) == ["EV002"]
    assert "25" in refused.value.issues[0].en
    assert source.taken <= LIMIT + store.CHUNK
    assert files() == []


@pytest.mark.parametrize(
    ("source", "code"), [(Lazy(0), "EV001"), (Lazy(9_000_000, breaks_at=1), "EV003"), (Lazy(9, breaks_at=0), "EV003")]
)
def test_an_empty_or_cut_off_upload_leaves_nothing(source: Lazy, code: str) -> None:
    with pytest.raises(Refused) as refused:
        store.put(source, LIMIT)
    assert codes(refused) == [code]
    assert files() == []


@pytest.mark.parametrize("step", ["mkdir", "mkstemp", "write", "fsync", "replace"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_a_disk_that_fails_at_any_step_leaves_nothing(step: str, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    if step == "mkdir":
        monkeypatch.setattr(store.Path, "mkdir", failing(number, Path.mkdir))
    elif step == "mkstemp":
        monkeypatch.setattr(store.tempfile, "mkstemp", failing(number, store.tempfile.mkstemp))
    elif step == "write":
        real = os.fdopen

        def fdopen(handle: int, mode: str):
            file = real(handle, mode)
            file.close()
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(store.os, "fdopen", fdopen)
    elif step == "fsync":
        store.put(io.BytesIO(b"another, so that the folders are there"), LIMIT)
        monkeypatch.setattr(store.os, "fsync", failing(number, os.fsync))
    else:
        monkeypatch.setattr(store.os, "replace", failing(number, os.replace))
    before = files()
    expected: type[Exception] = OSError if number == errno.EIO else Refused
    with pytest.raises(expected) as raised:
        store.put(io.BytesIO(b"proof"), LIMIT)
    if isinstance(raised.value, Refused):
        assert [issue.code for issue in raised.value.issues] == ["EV004"]
    assert files() == before
    monkeypatch.undo()
    assert not store.verify(DIGEST) if step != "fsync" else not store.path_of(DIGEST).exists()


def test_a_folder_that_cannot_be_flushed_is_not_acknowledged(monkeypatch: pytest.MonkeyPatch) -> None:
    store.put(io.BytesIO(b"proof"), LIMIT)
    monkeypatch.setattr(store.os, "fsync", failing(errno.ENOSPC, os.fsync, on_call=2))
    with pytest.raises(Refused):
        store.put(io.BytesIO(b"proof"), LIMIT)
    assert store.verify(DIGEST)  # what was there before is whole


def test_the_file_is_flushed_before_it_is_named_and_its_folder_after(monkeypatch: pytest.MonkeyPatch) -> None:
    store.put(io.BytesIO(b"proof"), LIMIT)  # the folders are there
    steps: list[str] = []
    fsync, rename = os.fsync, os.replace

    def note(handle: int) -> None:
        steps.append("folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "file")
        fsync(handle)

    monkeypatch.setattr(store.os, "fsync", note)
    monkeypatch.setattr(store.os, "replace", lambda *names: (steps.append("name"), rename(*names)))
    store.put(io.BytesIO(b"proof"), LIMIT)
    assert steps == ["file", "name", "folder"]


def test_an_arrival_that_is_not_kept_is_gone() -> None:
    with store.arriving(io.BytesIO(b"proof"), LIMIT) as arrival:
        assert arrival.path.read_bytes() == b"proof"
        assert arrival.path.stat().st_mode & 0o777 == 0o600
    assert files() == []


def test_a_sweep_takes_what_is_old_and_unnamed_and_nothing_else() -> None:
    old = [store.put(io.BytesIO(text), LIMIT).sha256 for text in (b"named", b"forgotten")]
    young = store.put(io.BytesIO(b"young"), LIMIT).sha256
    half = store.root() / store.ARRIVING / "half"
    half.write_bytes(b"killed on the way")
    preview = store.path_of(old[1]).with_name(old[1] + store.PREVIEW)
    preview.write_bytes(b"small")
    for path in (half, *map(store.path_of, old)):
        os.utime(path, (1000, 1000))
    swept = store.sweep(2000.0, lambda digests: {old[0]} & set(digests))
    assert swept == store.Swept(2, len(b"forgotten") + len(b"killed on the way"))
    assert sorted(name[-64:] for name in files()) == sorted([old[0], young])


def test_a_file_given_again_while_a_sweep_looks_is_not_taken() -> None:
    store.put(io.BytesIO(b"proof"), LIMIT)
    os.utime(store.path_of(DIGEST), (1000, 1000))

    asked: list[list[str]] = []

    def given_meanwhile(digests: list[str]) -> set[str]:
        if not asked:  # after the sweep listed it as old, before it takes it (and its lock, which keeping waits for)
            store.put(io.BytesIO(b"proof"), LIMIT)
        asked.append(digests)
        return set()

    assert store.sweep(2000.0, given_meanwhile) == store.Swept(0, 0)
    assert store.verify(DIGEST)


def test_a_sweep_of_a_store_that_was_never_used_finds_nothing() -> None:
    assert store.sweep(2000.0, lambda digests: set()) == store.Swept(0, 0)


def test_a_preview_is_made_once_and_a_full_disk_only_means_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []

    def make(path: Path) -> bytes:
        made.append(path)
        return b"small"

    store.put(io.BytesIO(b"proof"), LIMIT)
    with monkeypatch.context() as patch:
        patch.setattr(store.os, "replace", failing(errno.ENOSPC, os.replace))
        assert store.preview(DIGEST, make) == b"small"
    assert len(files()) == 1
    assert store.preview(DIGEST, make) == store.preview(DIGEST, make) == b"small"
    assert len(made) == 2
