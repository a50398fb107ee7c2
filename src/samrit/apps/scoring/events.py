"""What scoring tells the audit chain: ids, digests and figures, no names."""

from samrit.apps.audit.codes import define

SCORED = define(
    "score.run",
    th="คิดคะแนนรอบ {round} ({moment}): {total}",
    en="scored round {round} ({moment}): {total}",
)
