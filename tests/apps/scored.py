"""A small agency with an assessment of each shipped framework, and the shipped facts, changed as a test asks."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from samrit.apps.accounts.models import User
from samrit.apps.assessments.models import Assessment
from samrit.apps.frameworks.models import InstalledPack
from samrit.apps.orgs.models import Ancestor, Grant, Tree, Unit
from samrit.apps.rounds.models import Year
from samrit.engine.facts import Facts, Reported, understand
from samrit.engine.read_facts import read_file
from samrit.packs import load
from samrit.packs.terms import Overlay, Terms, read_overlay, resolve

POR_ROR_2, RTP, ITA = "th-prd-por-ror-2-2556", "th-rtp-3-1-22-2552", "th-police-ita-2566"
EXAMPLES = {
    POR_ROR_2: ("facts-round-2.yaml", "agreement-spk-9.yaml"),
    RTP: ("facts-subdivision.yaml", ""),
    ITA: ("facts-2566.yaml", ""),
}
SINCE = date(2000, 1, 1)


@functools.cache
def loaded(pack: str) -> load.Loaded:
    return load.load(load.find(pack))


def overlay_of(pack: str) -> Overlay | None:
    name = EXAMPLES[pack][1]
    return read_overlay(_example(pack, name).read_bytes(), name) if name else None


@functools.cache
def terms_of(pack: str, agreed: bool = True) -> Terms:
    return resolve(loaded(pack).pack, overlay_of(pack) if agreed else None)


def facts_of(pack: str, typed: dict[tuple[str, str], str] | None = None, terms: Terms | None = None) -> Facts:
    """The shipped facts; `typed` gives (indicator, input) another text, None leaves all as shipped."""
    file = read_file(_example(pack, EXAMPLES[pack][0]))[0]
    changes = dict(typed or {})

    def changed(row: Reported) -> Reported:
        text = changes.pop((row.indicator, row.input), None)
        return row if text is None else replace(row, text=text)

    rows = tuple(changed(row) for row in file.rows)
    assert not changes, f"no such facts: {changes}"
    return understand(replace(file, rows=rows), terms or terms_of(pack))[0]


def _example(pack: str, name: str) -> Path:
    return loaded(pack).folder / "examples" / name


@dataclass(frozen=True)
class Agency:
    """An agency with one unit in it, a stranger agency beside it, and people."""

    root: Unit
    unit: Unit
    other: Unit
    head: User

    def user(self, name: str, role: str = "", at: Unit | None = None, **grant: object) -> User:
        made = User.objects.create_user(name, name=f"ตัวอย่าง {name}")
        if role:
            Grant.objects.create(user=made, unit=at or self.unit, role=role, **{"since": SINCE, **grant})
        return made

    def assessment(self, pack: str) -> Assessment:
        framework = loaded(pack).pack.framework
        installed, _ = InstalledPack.objects.get_or_create(
            digest=loaded(pack).digest,
            defaults={
                "pack": pack, "version": framework.version, "name_th": framework.name.th, "name_en": "",
                "fiscal_year": framework.fiscal_year, "files": b"",
            },
        )  # fmt: skip
        year, _ = Year.objects.get_or_create(root=self.root, pack=installed, fiscal_year=framework.fiscal_year)
        return Assessment.objects.create(year=year, unit=self.unit, made_by="kind")


def agency() -> Agency:
    root, other = Unit.objects.create(), Unit.objects.create()
    unit = Unit.objects.create(root=root)
    tree = Tree.objects.create(root=root, since=SINCE)
    Ancestor.objects.create(tree=tree, above=root, below=root, depth=0)
    Ancestor.objects.create(tree=tree, above=unit, below=unit, depth=0)
    Ancestor.objects.create(tree=tree, above=root, below=unit, depth=1)
    made = Agency(root, unit, other, User.objects.create_user("head-of-unit", name="ตัวอย่าง หัวหน้า"))
    Grant.objects.create(user=made.head, unit=unit, role="head", since=SINCE)
    return made
