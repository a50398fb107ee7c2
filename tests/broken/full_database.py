"""Sends a report while the database takes a page more each time, until it takes enough; a program of its own.

    SAMRIT_HOME=… python -m tests.broken.full_database

Prints what was answered each time, and how much was kept.
"""

from __future__ import annotations

import json
import sys

COUNTED = (
    "results_submission",
    "scoring_scorerun",
    "scoring_scoreline",
    "audit_event",
    "notices_notice",
    "notices_job",
)


def main() -> None:
    """The newest draft of the invented agency, sent over and over."""
    import lxml.html
    from django.db import connection
    from django.test import Client
    from tests.pages.test_report import form_of, typed

    from samrit.apps.accounts.models import User
    from samrit.apps.results.models import Report

    def pages(most: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA max_page_count = {most}")

    def kept() -> list[int]:
        with connection.cursor() as cursor:
            return [cursor.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in COUNTED]

    clerk = Client(headers={"Host": "localhost"}, raise_request_exception=False)
    clerk.force_login(User.objects.get(username="prd.reporter"))
    address = f"/reports/{Report.objects.get(state='draft', indicator='2').id}/"
    typed(clerk, address, q2_1="72", q2_2="71")
    sending = form_of(clerk.get(f"{address}check/"))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # no free page is left
        now = cursor.execute("PRAGMA page_count").fetchone()[0]
    told = []
    for more in range(60):
        pages(now + more)
        answer = clerk.post(f"{address}submit/", sending)
        said = lxml.html.fromstring(answer.content.decode()).text_content() if answer.content else ""
        told.append({"status": answer.status_code, "said": said, "kept": kept()})
        if answer.status_code != 507:
            break
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    from samrit.config.start import start

    start()
    main()
