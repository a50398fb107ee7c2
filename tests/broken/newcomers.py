"""Three more units that take part, whose reports the job of the day has yet to open; a program of its own.

    SAMRIT_HOME=… python -m tests.broken.newcomers

Prints the ids of their assessments.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta


def main() -> None:
    """In the first of the invented agencies."""
    from tests.e2e.world import SINCE

    from samrit.apps.accounts.models import User
    from samrit.apps.assessments import services as assessments
    from samrit.apps.assessments.models import Assessment
    from samrit.apps.ground import clock
    from samrit.apps.orgs import services as orgs
    from samrit.apps.orgs.services import NewUnit
    from samrit.apps.rounds import services as rounds
    from samrit.apps.rounds.models import RoundTime

    there = Assessment.objects.select_related("unit", "year__root").get(year__root__placements__short_th="prd")
    admin, root = User.objects.get(username="prd.admin"), there.year.root
    names = ["หนึ่ง", "สอง", "สาม"]
    units = orgs.create_units(
        parent=root, since=SINCE, by=None,
        units=[NewUnit("spk", f"สำนักงานใหม่ {name} (สมมุติ)", "", "สนง.", f"NEW{name}") for name in names],
    )  # fmt: skip
    made = assessments.make_by_kind(there.year, ["spk"], clock.today(), admin)
    time = RoundTime.objects.get(year=there.year, round="2")
    for unit in units:
        rounds.extend(time, unit, clock.today() + timedelta(days=10), "เพื่อการทดสอบ", admin)
    json.dump([str(one.id) for one in made], sys.stdout)


if __name__ == "__main__":
    from samrit.config.start import start

    start()
    main()
