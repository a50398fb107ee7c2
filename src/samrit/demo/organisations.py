"""The demo's two agencies as they are set up: units, posts with ranks, holders, roles and reporting routes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from samrit.apps.accounts.models import User
from samrit.apps.orgs import services as orgs
from samrit.apps.orgs.models import Digits, Post, Role, Unit
from samrit.apps.orgs.routes import Step
from samrit.apps.orgs.services import NewUnit
from samrit.demo.emblems import emblem
from samrit.demo.people import People
from samrit.demo.size import Size

PRD, RTP, ITA = "th-prd-por-ror-2-2556", "th-rtp-3-1-22-2552", "th-police-ita-2566"


@dataclass(frozen=True)
class Reporting:
    """A unit that reports, with its people and those who verify it, in the order of its route."""

    unit: Unit
    name: str
    clerk: User
    head: User
    verifiers: tuple[User, ...]


@dataclass
class Agency:
    """An agency, its people with a say over all of it, and its units that report, by framework."""

    root: Unit
    name: str
    admin: User
    evaluator: User
    reporting: dict[str, list[Reporting]] = field(default_factory=dict)


class Founder:
    """Sets up units, posts and people from a day on.  By the installation itself, as `samrit` at its console would."""

    def __init__(self, people: People, since: date, today: date, size: Size) -> None:
        self.people = people
        self.size = size
        self.since = since
        self.today = today
        self.later: list[Callable[[], object]] = []
        """What happens only today, when all years have been lived through."""

    def units(self, parent: Unit, *units: NewUnit) -> list[Unit]:
        return orgs.create_units(parent=parent, units=units, since=self.since, by=None)

    def post(self, unit: Unit, name: str, rank: str = "", *, is_head: bool = False, pack_post: str = "") -> Post:
        return orgs.create_post(unit=unit, name_th=name, rank=rank, is_head=is_head, pack_post=pack_post, by=None)

    def hold(self, post: Post, username: str, name: str = "", how: str = "holds") -> User:
        user = self._person(username, name)
        orgs.assign_holder(post=post, user=user, since=self.since, how=how, by=None)
        return user

    def head(self, unit: Unit, post: str, rank: str, username: str, pack_post: str = "") -> User:
        made = self.post(unit, post, rank, is_head=True, pack_post=pack_post)
        return self.hold(made, username, f"{post} (สมมุติ)")

    def face(self, root: Unit, letters: str, colour: str, digits: Digits) -> None:
        orgs.set_face(root=root, colour=colour, digits=digits, by=None)
        orgs.set_emblem(root=root, picture=emblem(letters, colour), by=None)

    def grant(self, username: str, role: Role, unit: Unit, name: str = "", *, subtree: bool = True) -> User:
        user = self._person(username, name)
        orgs.grant(user=user, unit=unit, role=role, since=self.since, subtree=subtree, by=None)
        return user

    def _person(self, username: str, name: str) -> User:
        return self.people.users.get(username) or self.people.make(username, name)


def department(founder: Founder) -> Agency:
    """กรมประชาสัมพันธ์สมมุติ: สนผ., the central IOC and eight regional offices with their sections and stations."""
    name = "กรมประชาสัมพันธ์สมมุติ"
    root = orgs.create_root(
        kind="department", name_th=name, name_en="Invented Public Relations Department", short_th="กปส.สมมุติ",
        code="PRD", since=founder.since, by=None,
    )  # fmt: skip
    founder.face(root, "กปส.", "1f4e9e", Digits.PRINTED)
    admin = founder.grant("prd.admin", Role.ORG_ADMIN, root)
    founder.grant("prd.auditor", Role.AUDITOR, root)
    founder.grant("prd.commentator", Role.COMMENTATOR, root)
    founder.head(root, "อธิบดี", "", "prd.chief")
    evaluator = founder.grant("prd.evaluator", Role.EVALUATOR, root)
    founder.hold(founder.post(root, "รองอธิบดี", pack_post="deputy_director_general"), "prd.evaluator")
    planning, _, *offices = founder.units(
        root,
        NewUnit("planning_office", "สำนักแผนงานสมมุติ", "Planning office (invented)", "สนผ.", "PLAN", True),
        NewUnit("ioc", "ศูนย์ IOC ส่วนกลางสมมุติ", "Central IOC (invented)", "ศูนย์ IOC", "IOC", True),
        *(
            NewUnit("spk", f"สำนักประชาสัมพันธ์เขต {n} (สมมุติ)", f"Regional office {n} (invented)", f"สปข.{n}", f"SPK{n}")
            for n in range(1, founder.size.offices + 1)
        ),
    )
    founder.head(planning, "ผู้อำนวยการ สนผ.", "", "plan.head", "planning_office")
    verifier = founder.grant("plan.verifier", Role.VERIFIER, planning, subtree=False)
    agency = Agency(root, name, admin, evaluator, {PRD: []})
    for n, office in enumerate(offices, 1):
        agency.reporting[PRD].append(_office(founder, office, n, verifier))
    orgs.set_route(
        root=root, pack=PRD, unit_kind="spk", steps=[Step(planning, 5, of_following_month=True)], since=founder.since, by=admin
    )  # fmt: skip
    return agency


def bureau(founder: Founder) -> Agency:
    """กองบัญชาการตำรวจสมมุติ: divisions, each with sub-divisions and stations; ศปก. and IOC beside them."""
    name = "กองบัญชาการตำรวจสมมุติ"
    root = orgs.create_root(
        kind="bureau", name_th=name, name_en="Invented Police Bureau", short_th="บช.สมมุติ", code="RTP",
        since=founder.since, by=None,
    )  # fmt: skip
    founder.face(root, "บช.", "7a1f3d", Digits.THAI)
    admin = founder.grant("rtp.admin", Role.ORG_ADMIN, root)
    founder.grant("rtp.auditor", Role.AUDITOR, root)
    founder.head(root, "ผู้บัญชาการ", "พล.ต.ท.", "rtp.chief")
    evaluator = founder.grant("rtp.evaluator", Role.EVALUATOR, root)
    last = founder.grant("bureau.verifier", Role.VERIFIER, root, subtree=False)
    centre, planning, *divisions = founder.units(
        root,
        NewUnit("operations_centre", "ศูนย์ปฏิบัติการสมมุติ", "Operations centre (invented)", "ศปก.", "OPS", True),
        NewUnit("planning", "ฝ่ายแผนและ IOC สมมุติ", "Planning and IOC (invented)", "ฝ่ายแผน", "PLAN", True),
        *(
            NewUnit("division", f"กองบังคับการสมมุติ {n}", f"Division {n} (invented)", f"บก.{n}", f"D{n}")
            for n in range(1, founder.size.divisions + 1)
        ),
    )
    founder.post(centre, "หัวหน้า ศปก.", "พ.ต.อ.", is_head=True)  # vacant
    founder.head(planning, "หัวหน้าฝ่ายแผน", "พ.ต.อ.", "rtp.planning")
    agency = Agency(root, name, admin, evaluator, {RTP: [], ITA: []})
    for n, division in enumerate(divisions, 1):
        _division(founder, agency, division, n, last)
    for pack, kind, hops in ((RTP, "subdivision", 2), (ITA, "provincial", 1)):
        # without a unit named, each hop goes to the superior: บก., then บช.
        steps = [Step(None, 5 + 5 * hop, of_following_month=True) for hop in range(hops)]
        orgs.set_route(root=root, pack=pack, unit_kind=kind, steps=steps, since=founder.since, by=admin)
    return agency


def _office(founder: Founder, office: Unit, n: int, verifier: User) -> Reporting:
    short = f"สปข.{n}"
    clerk = founder.grant(
        "spk.clerk" if n == 1 else f"spk{n}.clerk", Role.REPORTER, office, f"เจ้าหน้าที่แผน {short} (สมมุติ)"
    )
    head = founder.head(office, f"ผู้อำนวยการ {short}", "", "spk.head" if n == 1 else f"spk{n}.head", "director")
    deputy = founder.post(office, f"ผู้อำนวยการส่วนแผนงาน {short}", pack_post="planning_section_director")
    founder.hold(deputy, f"spk{n}.deputy", f"ผู้อำนวยการส่วนแผนงาน {short} (สมมุติ)")
    if n == 2:
        # what the director signs, the director of the section may sign for a while
        directs = office.posts.get(is_head=True)
        deputised = founder.people["spk2.deputy"]
        founder.later.append(
            lambda: orgs.assign_holder(post=directs, user=deputised, since=founder.today, how="delegated", by=head)
        )
    _, *stations = founder.units(
        office,
        NewUnit("section", f"ส่วนแผนงานและพัฒนางานประชาสัมพันธ์ {short}", "", f"ส่วนแผนงาน {short}", f"SPK{n}-P", True),
        NewUnit("swt", f"สวท.สมมุติ {n}.1", f"Radio station {n}.1 (invented)", f"สวท.{n}.1", f"SPK{n}-R1"),
        NewUnit("swt", f"สวท.สมมุติ {n}.2", f"Radio station {n}.2 (invented)", f"สวท.{n}.2", f"SPK{n}-R2"),
        NewUnit("stt", f"สทท.สมมุติ {n}", f"Television station {n} (invented)", f"สทท.{n}", f"SPK{n}-T"),
    )
    for k, station in enumerate(stations, 1):
        post = founder.post(station, "ผู้อำนวยการสถานี", is_head=True)
        if k != 2:  # the second is vacant
            how = "acting" if k == 3 else "holds"
            founder.hold(post, f"spk{n}.station{k}", f"ผู้อำนวยการสถานี {n}.{k} (สมมุติ)", how)
    return Reporting(office, f"สำนักประชาสัมพันธ์เขต {n} (สมมุติ)", clerk, head, (verifier,))


def _division(founder: Founder, agency: Agency, division: Unit, n: int, last: User) -> None:
    founder.head(division, f"ผบก.{n}", "พล.ต.ต.", f"division{n}.head")
    name = "division.verifier" if n == 1 else f"division{n}.verifier"
    verifier = founder.grant(name, Role.VERIFIER, division, f"ฝ่ายแผน บก.{n} (สมมุติ)", subtree=False)
    size = founder.size
    first, begins = 1 + (n - 1) * size.subdivisions, 1 + (n - 1) * size.stations
    subdivisions = founder.units(
        division,
        *(
            NewUnit("subdivision", f"กองกำกับการสมมุติ {k}", f"Sub-division {k} (invented)", f"กก.{k}", f"S{k}")
            for k in range(first, first + size.subdivisions)
        ),
    )
    stations = founder.units(
        division,
        *(
            NewUnit("provincial", f"สถานีตำรวจภูธรสมมุติ {k}", f"Police station {k} (invented)", f"สภ.{k}", f"P{k:02}")
            for k in range(begins, begins + size.stations)
        ),
    )
    for k, unit in enumerate(subdivisions, first):
        clerk = founder.grant(
            "sub.clerk" if k == 1 else f"sub{k}.clerk", Role.REPORTER, unit, f"เจ้าหน้าที่อำนวยการ กก.{k} (สมมุติ)"
        )
        post = founder.post(unit, f"ผกก.{k}", "พ.ต.อ.", is_head=True)
        # กก.2 has no superintendent of its own: that of กก.1 acts
        head = founder.hold(
            post, "sub.head" if k < 3 else f"sub{k}.head", f"ผกก.{k} (สมมุติ)", "acting" if k == 2 else "holds"
        )
        reporting = Reporting(unit, f"กองกำกับการสมมุติ {k}", clerk, head, (verifier, last))
        agency.reporting[RTP].append(reporting)
    for k, unit in enumerate(stations, begins):
        clerk = founder.grant(
            "station.clerk" if k == 1 else f"station{k}.clerk", Role.REPORTER, unit, f"ธุรการ สภ.{k} (สมมุติ)"
        )
        post = founder.post(unit, f"ผกก.สภ.{k}", "พ.ต.อ.", is_head=True)
        head = founder.hold(post, "station.head" if k == 1 else f"station{k}.head", f"ผกก.สภ.{k} (สมมุติ)")
        agency.reporting[ITA].append(Reporting(unit, f"สถานีตำรวจภูธรสมมุติ {k}", clerk, head, (verifier,)))
        founder.post(unit, f"รอง ผกก.สภ.{k}", "พ.ต.ท.")  # vacant
