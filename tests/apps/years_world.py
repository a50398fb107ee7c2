"""A small invented agency for the tests of rounds and assessments: an agency, two offices, a station, and their people."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache

from samrit.apps.accounts.models import User
from samrit.apps.frameworks import folders
from samrit.apps.frameworks.models import InstalledPack
from samrit.apps.orgs import closure
from samrit.apps.orgs.models import Grant, Holding, Placement, Post, Role, Unit
from samrit.apps.rounds.models import RoundTime, Year
from samrit.packs.load import find, load

PRD, RTP, ITA = "th-prd-por-ror-2-2556", "th-rtp-3-1-22-2552", "th-police-ita-2566"
SINCE = date(2000, 1, 1)
NOON = datetime(2013, 2, 20, 5, 0, tzinfo=UTC)
"""Noon in Bangkok on a day of fiscal year 2556."""


@lru_cache
def _packed(pack: str) -> tuple[bytes, str, str, int]:
    loaded = load(find(pack))
    return (
        folders.packed(loaded.folder),
        loaded.digest,
        loaded.pack.framework.version,
        loaded.pack.framework.fiscal_year,
    )


def installed(pack: str = PRD) -> InstalledPack:
    """A shipped pack as installed; what installing itself does is shown in test_frameworks.py."""
    files, digest, version, year = _packed(pack)
    row, _ = InstalledPack.objects.get_or_create(
        pack=pack,
        version=version,
        defaults={"digest": digest, "name_th": pack, "name_en": pack, "fiscal_year": year, "files": files},
    )
    return row


class Agency:
    """An agency with two offices, a station under the first, and a person for each thing that one may (not) do."""

    def __init__(self, name: str = "กรมสมมุติ") -> None:
        self.root = self.unit(None, "department", name)
        self.office = self.unit(self.root, "spk", "สำนักงานเขตสมมุติ")
        self.station = self.unit(self.office, "swt", "สถานีสมมุติ")
        self.other = self.unit(self.root, "spk", "สำนักงานเขตอื่นสมมุติ")
        closure.remake(self.root.id, SINCE)
        self.people: dict[str, User] = {}
        for who, unit in (("chief", self.root), ("head", self.office), ("station_head", self.station)):
            self.heads(who, unit)
        for who, role, unit in (
            ("admin", Role.ORG_ADMIN, self.root),
            ("office_admin", Role.ORG_ADMIN, self.office),
            ("evaluator", Role.EVALUATOR, self.root),
            ("auditor", Role.AUDITOR, self.root),
            ("clerk", Role.REPORTER, self.office),
        ):
            self.grant(who, role, unit)
        self.people["stranger"] = self.person("stranger")

    def __getitem__(self, name: str) -> User:
        return self.people[name]

    def unit(self, parent: Unit | None, kind: str, name: str) -> Unit:
        unit = Unit.objects.create(root=None if parent is None else self.root)
        Placement.objects.create(
            unit=unit, parent=parent, kind=kind, name_th=name, since=SINCE, sort_key=name, search_text=name
        )
        return unit

    def person(self, name: str) -> User:
        number = User.objects.count()
        return User.objects.create_user(f"{name}{number}", name=f"{name} (invented)")

    def heads(self, name: str, unit: Unit, how: str = "holds") -> User:
        post, _ = Post.objects.get_or_create(unit=unit, is_head=True, defaults={"name_th": "หัวหน้า (สมมุติ)"})
        user = self.people.setdefault(name, self.person(name))
        Holding.objects.create(post=post, user=user, since=SINCE, how=how)
        return user

    def grant(self, name: str, role: Role, unit: Unit, **fields: object) -> User:
        user = self.people.setdefault(name, self.person(name))
        Grant.objects.create(user=user, role=role, unit=unit, since=SINCE, **fields)
        return user

    def year(self, pack: str = PRD, fiscal_year: int | None = None) -> Year:
        """A year with one round that takes results from January to Friday 29 March 2013."""
        row = installed(pack)
        year = Year.objects.create(root=self.root, pack=row, fiscal_year=fiscal_year or row.fiscal_year)
        RoundTime.objects.create(year=year, round="1", opens=date(2013, 1, 1), last_day=date(2013, 3, 29))
        return year
