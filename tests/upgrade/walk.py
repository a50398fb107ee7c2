"""Run with today's program on an upgraded installation: people sign in, open what the landing left, and work goes on.

Arguments: the data folder, the password of every account, the people to let in.  Tells on standard output, as JSON,
what each page answered.  The landing's people and units are found again by what they are called.
"""

# ruff: noqa: E402 - Django is made ready before what needs it is imported

import hashlib
import json
import sys
from pathlib import Path

import lxml.html

import samrit

home, password, *people = sys.argv[1:]

from samrit.config.start import start

start(Path(home))

from django.conf import settings
from django.test import Client

from samrit.apps.accounts.models import User
from samrit.apps.audit import queries as audit
from samrit.apps.audit.models import Event
from samrit.apps.ground import clock
from samrit.apps.issuing.models import IssuedDocument
from samrit.apps.orgs import roles
from samrit.apps.results.models import Report
from samrit.apps.results.queries import work_of
from samrit.apps.scoring import queries as scoring
from samrit.apps.scoring.models import ScoreRun
from samrit.web import assets

assets.build(Path(settings.STATIC_ROOT))  # as `samrit serve` does


def main() -> None:
    nobody = browser()
    found = {"program": samrit.__file__, "sign-in page": nobody.get("/sign-in/").status_code, "people": {}}
    for name in people:
        found["people"][name] = pages_of(name)
    found["work"] = work("spk.clerk")
    runs = list(ScoreRun.objects.order_by("at"))
    found["runs that no longer follow"] = [
        str(run.id) for run in runs[:: max(1, len(runs) // 8)] if scoring.verify(run)
    ]
    found["runs"] = len(runs)
    found["events"] = Event.objects.count()
    found["chain"] = [issue.code for issue in audit.verify()]
    json.dump(found, sys.stdout)


def browser() -> Client:
    return Client(SERVER_NAME="localhost", raise_request_exception=False)


def signed_in(name: str) -> tuple[Client, int]:
    client = browser()
    answer = client.post("/sign-in/", {"username": name, "password": password})
    return client, answer.status_code


def pages_of(name: str) -> dict[str, object]:
    """What the pages answer of the newest paper of regional office 1, and of what it is about."""
    client, entered = signed_in(name)
    paper = IssuedDocument.objects.filter(assessment__year__pack__pack__contains="prd").latest("at")
    assessment = f"/assessments/{paper.assessment_id}/"
    report = Report.objects.filter(assessment=paper.assessment_id).latest("id")
    addresses = {
        "home": "/", "report": f"/reports/{report.id}/", "assessment": assessment,
        "paper": f"/papers/{paper.id}/",
    }  # fmt: skip
    told: dict[str, object] = {"sign-in": entered}
    told |= {page: client.get(address).status_code for page, address in addresses.items()}
    file = paper.files.order_by("format").first()
    answer = client.get(f"/papers/{paper.id}/{file.format}/")
    sha256 = hashlib.sha256(answer.getvalue()).hexdigest()
    return told | {"file": answer.status_code, "file is what was issued": sha256 == file.sha256}


def work(name: str) -> dict[str, object]:
    """The clerk's first draft: figures typed and saved, checked and sent."""
    client, _ = signed_in(name)
    report = work_of(roles.reach(User.objects.get(username=name), clock.today()), clock.today()).tasks[0].report
    at = f"/reports/{report.id}/"
    before = report.state
    fields = fields_of(client, at)
    typed = {field: "72" for field in fields if field.startswith("v|")}
    saved = client.post(f"{at}part/all/", fields | typed | {"do": "save"}).status_code
    kept = list(report.entries.values_list("text", flat=True))
    sent = client.post(f"{at}submit/", fields_of(client, f"{at}check/")).status_code
    report.refresh_from_db()
    return {
        "before": before,
        "saved": saved,
        "kept": kept,
        "sent": sent,
        "after": report.state,
        "submissions": report.submissions.count(),
    }


def fields_of(client: Client, address: str) -> dict[str, str]:
    """What a browser would send of the page's form if nothing were touched."""
    form = lxml.html.fromstring(client.get(address).content.decode()).xpath("//main//form[.//input[@name='version']]")[
        0
    ]
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


main()
