"""Packs as installed: proven before they are stored, never changed, read from the database and by digest only."""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from tests.apps.years_world import ITA, PRD, RTP, installed

from samrit.apps.accounts.models import User
from samrit.apps.audit.queries import history
from samrit.apps.frameworks import folders, queries
from samrit.apps.frameworks.kept import Kept
from samrit.apps.frameworks.models import InstalledPack
from samrit.apps.frameworks.services import install
from samrit.apps.ground.denied import Denied
from samrit.base.issues import Refused
from samrit.packs import digest, load
from samrit.packs.terms import read_overlay, resolve

SMALL = "th-ita-sample-2569"
AMENDED = f"""
pack: {PRD}
operations:
  - {{kind: blank, blank: office, value: ๙ (สมมุติ)}}
  - {{kind: blank, blank: office, value: ๑๐ (สมมุติ), holds_from: 2013-04-01}}
"""


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    for kept in (queries._packs, queries._overlays, queries._terms):
        kept.forget()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A small pack's folder that a test may change."""
    return Path(shutil.copytree(load.find(SMALL), tmp_path / SMALL))


def refused(folder: Path) -> set[str]:
    with pytest.raises(Refused) as caught:
        install(folder, None)
    return {issue.code for issue in caught.value.issues}


def changed(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("pack", [PRD, RTP, ITA])
def test_an_installed_pack_has_the_digest_of_its_folder_and_is_read_back_whole(pack: str) -> None:
    loaded = load.load(load.find(pack))
    row = install(loaded.folder, None)
    row = InstalledPack.objects.get(pk=row.pk)
    assert row.digest == loaded.digest == digest.of_pack(queries.unpacked(row))
    assert queries.terms_of(row).digest == resolve(loaded.pack).digest
    assert [event.code for event in history(row.id)] == ["frameworks.installed"]


def test_the_same_pack_again_is_the_same_row_and_no_second_event(copy: Path) -> None:
    first, second = install(copy, None), install(copy, None)
    assert first.id == second.id
    assert len(history(first.id)) == 1


def test_other_content_under_the_same_version_is_refused_and_a_new_version_is_not(copy: Path) -> None:
    install(copy, None)
    name = load.load(copy).pack.framework.name.th
    changed(copy / "pack.yaml", name, name + " ก")
    assert refused(copy) == {"FW004"}
    changed(copy / "pack.yaml", 'version: "0.1.0"', 'version: "0.2.0"')
    assert install(copy, None).version == "0.2.0"
    assert [row.version for row in queries.versions(SMALL)] == ["0.2.0", "0.1.0"]


def test_a_pack_with_errors_is_refused_with_all_of_them_and_nothing_is_stored(copy: Path) -> None:
    (copy / "notes.txt").write_text("x")
    changed(copy / "pack.yaml", "needs_samrit:", "needs_samrot:")
    assert {"PK022", "PK101", "PK102"} <= refused(copy)
    assert not InstalledPack.objects.exists()


def test_a_pack_whose_own_worked_cases_fail_is_refused(copy: Path) -> None:
    case = next(iter(sorted((copy / "cases").glob("*.yaml"))))
    text = case.read_text(encoding="utf-8")
    wrong = text.replace('total: "', 'total: "9', 1)
    assert wrong != text
    case.write_text(wrong, encoding="utf-8")
    assert "CS005" in refused(copy)


def test_a_folder_that_is_no_pack_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path) == {"PK021"}


def test_an_installed_pack_needs_its_folder_no_more(copy: Path) -> None:
    row = install(copy, None)
    shutil.rmtree(copy)
    assert queries.unpacked(row).id == SMALL


@pytest.mark.parametrize("spoilt", ["digest", "zip"])
def test_a_stored_pack_that_is_not_what_was_installed_is_not_used(spoilt: str) -> None:
    row = installed(PRD)
    files = bytes(row.files)
    middle = len(files) // 2
    broken = files[:middle] + bytes([files[middle] ^ 0xFF]) + files[middle + 1 :]
    other = InstalledPack(
        pack=PRD, version="1", digest=row.digest if spoilt == "zip" else "sha256:" + "0" * 64,
        files=broken if spoilt == "zip" else files,
    )  # fmt: skip
    with pytest.raises(Refused) as caught:
        queries.unpacked(other)
    assert [issue.code for issue in caught.value.issues] == ["FW005"]


@pytest.mark.parametrize(
    "verb", ["UPDATE frameworks_installedpack SET version = '9'", "DELETE FROM frameworks_installedpack"]
)
def test_the_database_refuses_to_change_or_remove_an_installed_pack(verb: str) -> None:
    installed(PRD)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb)


@pytest.mark.parametrize(
    ("administrator", "active", "may"), [(True, True, True), (False, True, False), (True, False, False)]
)
def test_only_an_administrator_installs(copy: Path, administrator: bool, active: bool, may: bool) -> None:
    user = User.objects.create_user("someone", name="x", is_administrator=administrator, is_active=active)
    if may:
        assert history(install(copy, user).id)[0].actor == user.id
    else:
        with pytest.raises(Denied):
            install(copy, user)
        assert not InstalledPack.objects.exists()


def test_a_pack_is_parsed_once_in_a_process_and_its_files_are_fetched_only_then(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: object
) -> None:
    parsed: list[Path] = []
    parse = load.parse
    monkeypatch.setattr(load, "parse", lambda folder: parsed.append(folder) or parse(folder))
    installed(PRD)
    row = InstalledPack.objects.get(pack=PRD)
    assert "files" in row.get_deferred_fields()
    first = queries.unpacked(row)
    again = InstalledPack.objects.get(pack=PRD)
    with django_assert_num_queries(0):
        assert queries.unpacked(again) is first
        assert queries.terms_of(again).pack is first
    assert len(parsed) == 1


def test_terms_change_on_the_day_an_operation_holds_from_and_are_kept_between_such_days() -> None:
    row = installed(PRD)
    march, first_of_april, may = date(2013, 3, 31), date(2013, 4, 1), date(2013, 5, 1)
    before = queries.terms_of(row, AMENDED, march)
    after = queries.terms_of(row, AMENDED, first_of_april)
    assert (before.blanks["office"], after.blanks["office"]) == ("๙ (สมมุติ)", "๑๐ (สมมุติ)")
    assert queries.terms_of(row, AMENDED, may) is after
    assert before.digest != after.digest
    overlay = read_overlay(AMENDED.encode(), "agreement")
    assert before.digest == resolve(queries.unpacked(row), overlay, march).digest
    assert queries.terms_of(row, AMENDED).digest == after.digest


def test_an_agreement_that_is_not_yaml_is_refused_by_name() -> None:
    with pytest.raises(Refused) as caught:
        queries.terms_of(installed(PRD), "pack: [")
    assert caught.value.issues[0].place.file == f"{PRD}/agreement"


def test_versions_are_in_order_of_their_numbers() -> None:
    for version in ("1.9.0", "1.10.0", "1.2"):
        InstalledPack.objects.create(pack="p", version=version, digest=version, fiscal_year=2556, files=b"")
    assert [row.version for row in queries.versions("p")] == ["1.10.0", "1.9.0", "1.2"]


# ── the folder as a zip ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_files_are_the_same_bytes_whatever_their_times_and_hidden_files_stay_out(copy: Path) -> None:
    first = folders.packed(copy)
    os.utime(copy / "pack.yaml", (1, 1))
    (copy / ".git").mkdir()
    (copy / ".git" / "config").write_text("x")
    assert folders.packed(copy) == first


def test_a_link_out_of_the_folder_is_refused(copy: Path) -> None:
    (copy / "examples").mkdir(exist_ok=True)
    (copy / "examples" / "secret.txt").symlink_to("/etc/hostname")
    assert refused(copy) == {"FW001"}


def test_a_folder_that_is_too_large_is_refused(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "LARGEST", 100)
    assert refused(copy) == {"FW002"}


@pytest.mark.parametrize(
    "name", ["../evil", "/evil", "a/../../evil", "a\\..\\evil", "C:evil", "./evil", "a//evil", "folder/"]
)
def test_no_file_of_a_zip_leaves_the_folder_and_none_is_written_before_all_were_looked_at(
    tmp_path: Path, name: str
) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as written:
        written.writestr("pack.yaml", "x")
        written.writestr(zipfile.ZipInfo(name), "x")
    target = tmp_path / "inside" / "pack"
    with pytest.raises(Refused) as caught:
        folders.unpack(data.getvalue(), target)
    assert [issue.code for issue in caught.value.issues] == ["FW003"]
    assert list(tmp_path.iterdir()) == []


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as written:
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        written.writestr(link, "/etc/hostname")
    with pytest.raises(Refused):
        folders.unpack(data.getvalue(), tmp_path / "pack")


def test_what_was_used_longest_ago_is_given_up_first() -> None:
    made: list[str] = []
    kept: Kept[str, str] = Kept(2)

    def get(key: str) -> None:
        kept.get(key, lambda: made.append(key) or key)

    for key in ("a", "b", "a", "c", "a", "b"):
        get(key)
    assert made == ["a", "b", "c", "b"]
