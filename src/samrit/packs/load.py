"""Find packs and load one: read → bind → check → digest.

A pack is a folder; which folders are looked at is said by the caller, by SAMRIT_PACKS, or else they are the packs that
came with this Samrit.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import samrit
from samrit.base.issues import Issue, Place, Refused, define, errors, in_reading_order
from samrit.packs import checks, digest
from samrit.packs.bind import Located, bind
from samrit.packs.model import CaseFile, Form, Framework, Indicator, Pack
from samrit.packs.plans import Plan
from samrit.packs.reader import read_file
from samrit.packs.survey import Survey

NO_SUCH_PACK = define(
    "PK020", "error",
    th="ไม่มีชุดเกณฑ์ชื่อ “{name}”{guess_th}", en="there is no pack “{name}”{guess_en}",
    cure_th="ดูรายชื่อด้วย samrit pack list ระบุตำแหน่งโฟลเดอร์ หรือตั้ง SAMRIT_PACKS ให้ชี้โฟลเดอร์ที่เก็บชุดเกณฑ์",
    cure_en="see `samrit pack list`, give the path of its folder, or set SAMRIT_PACKS to the folder that holds it",
)  # fmt: skip
NO_PACK_FILE = define(
    "PK021", "error",
    th="โฟลเดอร์นี้ไม่มี pack.yaml จึงไม่ใช่ชุดเกณฑ์", en="this folder has no pack.yaml, so it is not a pack",
    cure_th="ระบุโฟลเดอร์ที่มี pack.yaml", cure_en="name the folder that holds pack.yaml",
)  # fmt: skip
STRANGE_FILE = define(
    "PK022", "error",
    th="ไฟล์นี้ไม่อยู่ในโครงของชุดเกณฑ์ จึงจะไม่ถูกอ่าน", en="this file has no place in a pack and would not be read",
    cure_th="ย้ายไปไว้ใน indicators/ surveys/ forms/ plans/ cases/ หรือ examples/ หรือลบออก",
    cure_en="move it into indicators/, surveys/, forms/, plans/, cases/ or examples/, or delete it",
)  # fmt: skip
WRONG_FOLDER = define(
    "PK023", "error",
    th="id ในไฟล์คือ “{id}” แต่โฟลเดอร์ชื่อ “{folder}”", en="the id is “{id}” but the folder is “{folder}”",
    cure_th="ตั้งชื่อให้ตรงกัน", cure_en="give both the same name",
)  # fmt: skip
NEWER_SAMRIT = define(
    "PK024", "error",
    th="ชุดเกณฑ์นี้ต้องใช้ Samrit {needs} ขึ้นไป แต่เครื่องนี้เป็น {has}", en="this pack needs Samrit {needs} or newer; this is {has}",
    cure_th="อัปเดต Samrit ก่อน", cure_en="update Samrit first",
)  # fmt: skip
NOT_A_VERSION = define(
    "PK025", "error",
    th="“{text}” ไม่ใช่เลขรุ่น", en="“{text}” is not a version",
    cure_th="เขียนเช่น 1.0.0", cure_en="write for example 1.0.0",
)  # fmt: skip

FOLDERS: dict[str, type[Located]] = {
    "indicators": Indicator,
    "surveys": Survey,
    "forms": Form,
    "plans": Plan,
    "cases": CaseFile,
}
UNREAD_FOLDERS = ("examples",)
UNREAD_FILES = ("README.md", "CHANGELOG.md")

_Part = TypeVar("_Part", bound=Located)


@dataclass(frozen=True)
class Loaded:
    """A pack that can be used, with its digest and what the checks found (warnings and notes)."""

    pack: Pack
    digest: str
    findings: tuple[Issue, ...]
    folder: Path


def pack_folders(roots: Sequence[Path] | None = None) -> dict[str, Path]:
    """Pack id → folder, over all roots; an earlier root wins."""
    found: dict[str, Path] = {}
    for root in roots if roots is not None else default_roots():
        if not root.is_dir():
            continue
        for folder in sorted(root.iterdir()):
            if (folder / "pack.yaml").is_file():
                found.setdefault(folder.name, folder)
    return found


def default_roots() -> list[Path]:
    """SAMRIT_PACKS (folders parted like PATH) before the packs that came with this Samrit."""
    named = [Path(part) for part in os.environ.get("SAMRIT_PACKS", "").split(os.pathsep) if part]
    package = Path(samrit.__file__).parent
    return [*named, package / "shipped_packs", package.parents[1] / "packs"]


def find(name: str, roots: Sequence[Path] | None = None) -> Path:
    """The folder of a pack given by id or by path; refuses with the nearest id."""
    import difflib

    given = Path(name)
    if given.is_dir() and (os.sep in name or given.is_absolute() or (given / "pack.yaml").is_file()):
        return given
    folders = pack_folders(roots)
    if name in folders:
        return folders[name]
    guess = difflib.get_close_matches(name, folders, 1, 0.4)
    raise Refused(
        [
            NO_SUCH_PACK.at(
                Place(name),
                name=name,
                guess_th=f" หมายถึง “{guess[0]}” หรือไม่" if guess else "",
                guess_en=f"; did you mean “{guess[0]}”?" if guess else "",
            )
        ]
    )


def load(folder: Path) -> Loaded:
    """The pack in `folder`, checked; raises `Refused` with every error when it cannot be used."""
    pack, issues = parse(folder)
    if pack is None or errors(issues):
        raise Refused(issues)
    findings = [*issues, *checks.run(pack)]
    if errors(findings):
        raise Refused(findings)
    return Loaded(pack, digest.of_pack(pack), tuple(in_reading_order(findings)), folder)


def parse(folder: Path) -> tuple[Pack | None, list[Issue]]:
    """Read and bind all files of a pack folder; places name the files as `folder-name/file`."""
    issues: list[Issue] = []
    if not (folder / "pack.yaml").is_file():
        return None, [NO_PACK_FILE.at(Place(str(folder)))]
    shown = folder.resolve().name
    framework = _bind_file(folder / "pack.yaml", f"{shown}/pack.yaml", Framework, issues)
    for entry in sorted(folder.iterdir()):
        known = entry.name in FOLDERS or entry.name in UNREAD_FOLDERS if entry.is_dir() else entry.name in UNREAD_FILES
        if not known and entry.name != "pack.yaml" and not entry.name.startswith("."):
            issues.append(STRANGE_FILE.at(Place(f"{shown}/{entry.name}")))
    indicators = _bind_folder(folder, shown, "indicators", Indicator, issues)
    surveys = _bind_folder(folder, shown, "surveys", Survey, issues)
    forms = _bind_folder(folder, shown, "forms", Form, issues)
    plans = _bind_folder(folder, shown, "plans", Plan, issues)
    cases = _bind_folder(folder, shown, "cases", CaseFile, issues)
    if framework is None:
        return None, issues
    if framework.id != shown:
        issues.append(WRONG_FOLDER.at(framework.at.of("id"), id=framework.id, folder=shown))
    issues.extend(_version_issues(framework))
    ranks = {code: rank for rank, code in enumerate(framework.order)}
    indicators.sort(key=lambda indicator: ranks.get(indicator.code, len(ranks)))
    return Pack(
        framework=framework,
        indicators=tuple(indicators),
        surveys=tuple(surveys),
        forms=tuple(forms),
        plans=tuple(plans),
        cases=tuple(cases),
        at=framework.at,
    ), issues


def _bind_folder(folder: Path, shown: str, name: str, to: type[_Part], issues: list[Issue]) -> list[_Part]:
    bound: list[_Part] = []
    if not (folder / name).is_dir():
        return bound
    for file in sorted((folder / name).iterdir()):
        if file.suffix != ".yaml":
            issues.append(STRANGE_FILE.at(Place(f"{shown}/{name}/{file.name}")))
            continue
        part = _bind_file(file, f"{shown}/{name}/{file.name}", to, issues)
        if part is not None:
            bound.append(part)
    return bound


def _bind_file(file: Path, shown: str, to: type[_Part], issues: list[Issue]) -> _Part | None:
    node, found = read_file(file, shown)
    issues.extend(found)
    return None if node is None else bind(node, to, issues)


def _version_issues(framework: Framework) -> list[Issue]:
    found: list[Issue] = []
    for key, text in (("version", framework.version), ("needs_samrit", framework.needs_samrit)):
        if not all(part.isdigit() for part in text.split(".")):
            found.append(NOT_A_VERSION.at(framework.at.of(key), text=text))
    if not found and _numbers(framework.needs_samrit) > _numbers(samrit.__version__):
        found.append(
            NEWER_SAMRIT.at(framework.at.of("needs_samrit"), needs=framework.needs_samrit, has=samrit.__version__)
        )
    return found


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
