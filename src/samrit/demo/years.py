"""Three fiscal years of a framework in an agency: opened, agreed, reported, verified, concluded, scored, closed.

Rounds that are over went their whole way, but for a few reports that are missing or late; in those that run, there is
a report in every state, so that everybody finds something to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from samrit.apps.assessments import services as assessments
from samrit.apps.assessments.models import Assessment
from samrit.apps.frameworks.models import InstalledPack
from samrit.apps.frameworks.queries import unpacked
from samrit.apps.ground.clock import BANGKOK
from samrit.apps.results import more_time
from samrit.apps.results import services as results
from samrit.apps.rounds import services as rounds
from samrit.apps.rounds.calendar import RoundDays, rounds_in, working_day
from samrit.apps.rounds.models import RoundTime, Year
from samrit.base import thai
from samrit.demo import agreements
from samrit.demo.lives import Act, Life, Scoring
from samrit.demo.moments import Diary, at, between
from samrit.demo.organisations import ITA, PRD, RTP, Agency, Reporting

KINDS = {PRD: "spk", RTP: "subdivision", ITA: "provincial"}
ALL = ("draft", "partial", "returned", "submitted", "under_review", "verified", "closed")
POLICE = (
    "draft", "submitted", "under_review", "second", "verified", "returned", "closed", "partial", "under_review", "second",
    "draft", "submitted",
)  # fmt: skip
"""Where the sub-divisions' reports stand in the round that runs; the first is left for the tour, the second for its head."""
LEFT_FOR_THE_TOUR = {
    PRD: {"1": "under_review", "2": "draft", "3": "submitted", "5": "partial", "6": "under_review", "7": "submitted"},
    ITA: {"IIT": "submitted", "EIT": "under_review", "OIT": "draft"},
}
"""Where the first unit's reports stand: what the README's tour opens is a draft with nothing typed."""
PILOTS = {PRD: (3, 5), RTP: (4, 8), ITA: (6, 12)}
"""Units that joined the first and the second year of their own will; in the third it was made for all."""
MORE_TIME = timedelta(days=7)


@dataclass
class Rows:
    """What the services made for a year, once they have."""

    count: int
    year: Year | None = None
    made: dict[int, Assessment] = field(default_factory=dict)

    def time(self, round_id: str) -> RoundTime:
        return RoundTime.objects.select_related("year").get(year=self.year, round=round_id)


class Framework:
    """Enters into the diary what happens with one framework in one agency, from two years ago until now."""

    def __init__(self, agency: Agency, pack: InstalledPack, diary: Diary, now: datetime) -> None:
        self.agency, self.pack, self.diary, self.now = agency, pack, diary, now
        self.today = now.astimezone(BANGKOK).date()
        self.units = agency.reporting[pack.pack]

    def enter(self) -> None:
        """Everything."""
        this_year = thai.fiscal_year_of(self.today)
        begun: list[tuple[int, RoundDays]] = []
        for year in range(this_year - 2, this_year + 1):
            running = False
            for one in rounds_in(unpacked(self.pack), year):
                is_over = self._ends(one) < self.today
                # the rounds of 3.1.22 all begin in October: only the first that is not over is at work
                first_year = year == this_year - 2 and not one.round.final and self.pack.pack == RTP
                if one.starts <= self.today and not (running and self.pack.pack == RTP) and not first_year:
                    begun.append((year, one))
                    running = running or not is_over
        latest = max((one for one in begun if self._ends(one[1]) < self.today), key=lambda one: one[1].last_day)
        rows: dict[int, Rows] = {}
        for year in dict.fromkeys(year for year, _ in begun):
            rows[year] = self._begin(year)
        for year, one in begun:
            self._open(rows[year], one)
            if self._ends(one) >= self.today:
                self._running(rows[year], year, one)
            else:
                self._over(rows[year], year, one, is_latest=(year, one) == latest)

    def _ends(self, one: RoundDays) -> date:
        return working_day(one.last_day, ())

    def _must(self, moment: datetime, act: Callable[[], object]) -> None:
        """What has happened even where the year began this morning."""
        self.diary.on(min(moment, self.now), act)

    def _may(self, moment: datetime, act: Callable[[], object]) -> None:
        """What has not happened yet if its moment is still to come."""
        if moment < self.now:
            self.diary.on(moment, act)

    def _begin(self, year: int) -> Rows:
        joined = dict(enumerate(PILOTS[self.pack.pack], thai.fiscal_year_of(self.today) - 2)).get(year)
        rows = Rows(count=len(self.units[:joined]))
        first, _ = thai.fiscal_year(year)

        def open_year() -> None:
            rows.year = rounds.open_year(self.agency.root, self.pack, year, self.agency.admin)

        def make() -> None:
            assert rows.year is not None
            if joined:
                made = [assessments.join(rows.year, one.unit, one.head) for one in self.units[:joined]]
            else:
                made = assessments.make_by_kind(rows.year, [KINDS[self.pack.pack]], first, self.agency.admin)
            by_unit = {one.unit_id: one for one in made}
            rows.made |= {
                number: by_unit[one.unit.id] for number, one in enumerate(self.units) if one.unit.id in by_unit
            }

        self._must(at(first), open_year)
        self._must(at(first, 5), make)
        if self.pack.pack == PRD:
            for number, unit in enumerate(self.units[: rows.count]):
                self._must(at(first, 10 + number), self._signing(rows, number, unit))
        return rows

    def _signing(self, rows: Rows, number: int, unit: Reporting) -> Callable[[], object]:
        return lambda: assessments.sign(
            rows.made[number], agreements.overlay(number + 1), unit.head, self.agency.evaluator, self.agency.admin
        )

    def _open(self, rows: Rows, one: RoundDays) -> None:
        def opened() -> None:
            for assessment in rows.made.values():
                results.open_reports(assessment, round=one.round.id, by=None)

        self._must(at(one.starts, 30), opened)

    def _codes(self, one: RoundDays) -> list[str]:
        return [str(code) for code in one.round.indicators] or [
            str(code) for code in unpacked(self.pack).framework.order
        ]

    def _life(self, rows: Rows, number: int, year: int, one: RoundDays, code: str) -> Life:
        unit = self.units[number]
        seed = f"{self.pack.pack} {year} {one.round.id} {number} {code}"
        return Life(
            unit,
            self.agency.evaluator,
            partial(rows.made.__getitem__, number),
            self.pack.pack,
            one.round.id,
            code,
            seed,
        )

    def _over(self, rows: Rows, year: int, one: RoundDays, *, is_latest: bool) -> None:
        last = one.last_day
        concluded = at(last + timedelta(days=12))
        for number in range(rows.count):
            lives = [self._life(rows, number, year, one, code) for code in self._codes(one)]
            for life in lives:
                state = self._fate(life, number, is_latest)
                self._went(life, state, last)
            scoring = Scoring(partial(rows.made.__getitem__, number), one.round.id, lives, self.agency.evaluator)
            if any(life.code == "2" and self._left(life, number, is_latest) for life in lives):
                self._more_time(rows, number, one)
            if is_latest:
                self._may(at(last - timedelta(days=2), number), partial(scoring.run, "submitted"))
            self._may(concluded + timedelta(hours=4, minutes=number), partial(scoring.run, "concluded"))
            if number == 0 and one.round.final:
                self._may(concluded + timedelta(days=1, minutes=number), scoring.issue)
        if not is_latest:
            closing = at(last + timedelta(days=30))
            self._may(closing, lambda: self._close(rows, one))

    def _close(self, rows: Rows, one: RoundDays) -> None:
        """This round, and those before it in which nobody reported."""
        for time in RoundTime.objects.filter(year=rows.year, closed_at=None, last_day__lte=one.last_day):
            rounds.close(time, self.agency.admin)

    def _fate(self, life: Life, number: int, is_latest: bool) -> str:
        if left := self._left(life, number, is_latest):
            return left
        chance = Random(life.seed).random()
        if number and is_latest and chance < 0.12:
            # not concluded when the round was over: late at the verifier, or at the evaluator
            return "under_review" if chance < 0.07 else "verified"
        return "draft" if number and chance > 0.95 else "returned and closed" if chance > 0.85 else "closed"

    def _left(self, life: Life, number: int, is_latest: bool) -> str:
        """What the tour of office 1 needs of KPI 2 is measured from April: in winter, it is in a round with more time."""
        if not (is_latest and number == 0 and self.pack.pack == PRD and life.round == "2"):
            return ""
        return {"2": "draft", "3": "submitted", "5": "partial"}.get(life.code, "")

    def _went(self, life: Life, state: str, last: date) -> None:
        """A report's way in a round that is over."""
        chance = Random("when " + life.seed)
        day = last - timedelta(days=chance.randint(6, 25))
        for number, act in enumerate(life.acts(state)):
            moment = at(day + timedelta(days=number // 2), 60 * number + chance.randrange(60))
            if act.name in ("verify", "conclude"):
                moment = at(last + timedelta(days=2 + number if act.name == "verify" else 12), chance.randrange(200))
            self._may(moment, act.do)

    def _more_time(self, rows: Rows, number: int, one: RoundDays) -> None:
        until = working_day(self.today + MORE_TIME, ())
        reason = "ผลสำรวจจากผู้ประเมินอิสระมาช้ากว่ากำหนด (สมมุติ)"

        def extend() -> None:
            more_time.extend(rows.time(one.round.id), self.units[number].unit, until, reason, self.agency.admin)

        self._may(at(one.last_day - timedelta(days=2), 400), extend)

    def _running(self, rows: Rows, year: int, one: RoundDays) -> None:
        begins = min(at(one.starts, 40), self.now)
        for number in range(rows.count):
            lives = [self._life(rows, number, year, one, code) for code in self._codes(one)]
            for place, life in enumerate(lives):
                acts = life.acts(self._state(number, place, life.code))
                self._spread(acts, begins, Random("when " + life.seed).uniform(0.2, 0.5))
            scoring = Scoring(partial(rows.made.__getitem__, number), one.round.id, lives, self.agency.evaluator)
            self._must(self.now, partial(scoring.run, "submitted"))

    def _spread(self, acts: Iterable[Act], begins: datetime, part: float) -> None:
        for number, act in enumerate(acts):
            moment = between(begins, self.now, part + 0.07 * number)
            self._must(moment, act.do)

    def _state(self, number: int, place: int, code: str) -> str:
        if self.pack.pack == RTP:
            return POLICE[number]
        if number == 0:
            return LEFT_FOR_THE_TOUR[self.pack.pack].get(code, "verified")
        return ALL[(number * 2 + place * 3) % len(ALL)]
