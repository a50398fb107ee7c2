"""A pack run for a later year than its own: pages of that year call the framework by it, the framework's own page does not."""

from __future__ import annotations

import pytest
from tests.apps import results_world
from tests.apps.results_world import World
from tests.pages.conftest import Open

from samrit.apps.frameworks.models import InstalledPack
from samrit.apps.results.models import Report
from samrit.apps.rounds.models import Year
from samrit.web import wording

TH, EN = "การประเมินสมมุติ ปีงบประมาณ พ.ศ. ๒๕๕๖", "Invented assessment, fiscal year 2556"
RUN = {"th": "การประเมินสมมุติ ปีงบประมาณ พ.ศ. ๒๕๗๐", "en": "Invented assessment, fiscal year 2570"}


@pytest.fixture(autouse=True)
def _printed(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The world's pack has a name that says 2556."""

    def install(pack: str) -> InstalledPack:
        files, digest, version, year = results_world.packed(pack)
        return InstalledPack.objects.create(
            pack=pack, version=version, digest=digest, name_th=TH, name_en=EN, fiscal_year=year, files=files
        )

    monkeypatch.setattr(results_world, "install", install)


@pytest.fixture
def report(world: World) -> Report:
    """A report of a later year for which that pack is run."""
    Year.objects.filter(id=world.year.id).update(fiscal_year=2570)
    return world.bring_to(Report.objects.get(id=world.opened().id), "draft")


PAGES = (
    ("clerk", "/"),
    ("clerk", "/reports/{report}/"),
    ("clerk", "/assessments/"),
    ("clerk", "/assessments/{assessment}/"),
    ("clerk", "/units/{unit}/assessments/"),
    ("head", "/assessments/{assessment}/agreement/"),
    ("org_admin", "/years/"),
    ("org_admin", "/years/{year}/"),
    ("org_admin", "/years/{year}/rounds/2/extend/"),
)


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize(("who", "address"), PAGES)
def test_a_page_of_the_year_says_the_year_that_is_run(
    who: str, address: str, language: str, world: World, report: Report, opened: Open
) -> None:
    client = opened(who)
    client.cookies["samrit_language"] = language
    of = {"report": report.id, "assessment": world.assessment.id, "unit": world.office.id, "year": world.year.id}
    answer = client.get(address.format(**of))
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert RUN[language] in shown
    # what is chosen by framework, for all its years, keeps the printed name
    rest = shown.replace(f">{TH}</option>", "").replace(f">{EN}</option>", "")
    assert TH not in rest
    assert EN not in rest


def test_the_framework_s_own_page_keeps_the_printed_name(world: World, report: Report, opened: Open) -> None:
    assert TH in opened("clerk").get("/frameworks/").content.decode()


def test_a_year_that_the_name_says_is_not_said_twice(world: World) -> None:
    pack = world.year.pack
    pack.name_th, pack.name_en = TH, EN
    told = wording.framework_and_year(Year(pack=pack, fiscal_year=2570))
    assert (told.th, told.en) == (RUN["th"], RUN["en"])
    pack.name_th, pack.name_en = "แบบ ปร.2", "Form PR.2"
    told = wording.framework_and_year(Year(pack=pack, fiscal_year=2570))
    assert (told.th, told.en) == ("แบบ ปร.2 ปีงบประมาณ 2570", "Form PR.2, fiscal year 2570 (BE)")
