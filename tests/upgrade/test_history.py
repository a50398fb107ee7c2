"""A clone that cannot hold the previous landing leaves the upgrade out and says why; one that should hold it fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.upgrade import history

WHO = ("-c", "user.name=nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false")


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A clone with all of a history, which is another's."""
    history.require_git()
    clone = tmp_path / "whole"
    clone.mkdir()
    for command in (["init", "-q"], *([*WHO, "commit", "-q", "--allow-empty", "-m", "a change"] for _ in range(2))):
        done = history.git(clone, *command)
        assert done.returncode == 0, done.stderr
    return clone


@pytest.fixture
def shallow(whole: Path) -> Path:
    clone = whole.with_name("shallow")
    done = history.git(whole, "clone", "-q", "--depth=1", whole.as_uri(), str(clone))
    assert done.returncode == 0, done.stderr
    return clone


# in the words of pytest: where all is required, a skip would be a failure and an expected failure is none;
# what is proved is that the tests are left out aloud in either way, and never pass unseen
@pytest.mark.parametrize(("require_all", "outcome"), [("", pytest.skip), ("1", pytest.xfail)])
def test_a_shallow_clone_and_an_archive_are_left_out_with_the_reason(
    shallow: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, require_all: str, outcome: type
) -> None:
    monkeypatch.setenv("SAMRIT_REQUIRE_ALL", require_all)
    archive = tmp_path / "archive"
    archive.mkdir()
    for clone, reason in ((shallow, "shallow clone"), (archive, "no git clone")):
        with pytest.raises(outcome.Exception, match=reason):
            history.unpack(tmp_path / "into", clone)


def test_a_whole_clone_that_lacks_the_landing_fails(whole: Path, tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="whole history"):
        history.unpack(tmp_path / "into", whole)
