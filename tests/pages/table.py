"""The table of addresses: every URL × every person, and what each is answered.

Each `rows_<module>.py` beside this file holds the rows of `web/staff/<module>.py`; `test_every_address.py` asks them all, and
fails for an address that has no row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.apps.results_world import World

PEOPLE = (
    "nobody", "clerk", "head", "verifier", "last_verifier", "evaluator", "commentator", "auditor", "org_admin",
    "administrator", "stranger", "foreigner",
)  # fmt: skip
"""Who asks: nobody is not signed in; a stranger belongs to no agency; a foreigner has every role in another one."""


@dataclass(frozen=True)
class Row:
    """One address: its route as Django names it, how it is asked for in the world of the tests, and the answers.

    `answers` names people and statuses; `otherwise` is everybody else's.  Nobody is always sent to sign in, and a foreigner finds nothing,
    unless the row says so.
    """

    route: str
    path: Callable[[World], str]
    answers: Mapping[str, int] = field(default_factory=dict)
    otherwise: int = 200
    method: str = "get"
    data: Callable[[World], Mapping[str, Any]] = lambda world: {}

    def status(self, person: str) -> int:
        """What a person is answered."""
        if person in self.answers:
            return self.answers[person]
        if person == "nobody":
            return 302
        return self.otherwise
