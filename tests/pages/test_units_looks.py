"""The organisation's pages in real Chromium, in both languages; and that the looking itself finds what is wrong."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from tests import chromium
from tests.apps.results_world import SINCE, World
from tests.pages import looks
from tests.pages.conftest import Open

from samrit.apps.orgs import services
from samrit.apps.orgs.services import NewUnit

ROWS = "รหัสหน่วย,รหัสหน่วยเหนือ,ประเภทหน่วย,ชื่อหน่วย\nN1,,swt,สถานีใหม่สมมุติ\nN2,ไม่มี,swt,สถานีหลงสมมุติ\n"


def test_nothing_is_wrong_with_the_pages_of_the_organisation(world: World, opened: Open) -> None:
    stations = [
        NewUnit("swt", f"สถานีวิทยุกระจายเสียงสมมุติแห่งที่ {n}", f"Invented radio station {n}", code=f"S{n}") for n in range(12)
    ]
    made = services.create_units(parent=world.office, units=stations, since=SINCE, by=None)
    services.create_post(unit=made[0], name_th="หัวหน้าสถานี", is_head=True, by=None)
    services.rename(unit=world.other, name_th="สำนักงานชื่อใหม่สมมุติ", on=date(2013, 1, 1), by=None)
    services.close(unit=made[1], on=date(2013, 9, 1), by=None)
    report = world.opened()
    admin, clerk = opened("org_admin"), opened("clerk")
    root, office = f"/units/{world.root.id}/", f"/units/{world.office.id}/"
    addresses = {
        "tree": "/units/", "search": "/units/?q=ชื่อ", "nothing": "/units/?q=ดวงจันทร์", "unit": office, "posts": f"{office}posts/",
        "roles": f"{office}roles/", "routes": f"{office}routes/", "assessments": f"{office}assessments/", "add": f"{office}add/",
        "split": f"{office}split/", "route": f"{root}routes/set/", "role": f"{office}roles/add/", "import": f"{root}import/",
        "imports": f"{root}imports/", "closed": f"/units/{made[1].id}/",
    }  # fmt: skip
    pages: dict[str, str] = {}
    for name, path in addresses.items():
        pages[f"{name}-th"] = looks.rendered(admin, path)
    # in English the widest of them: everything else differs by its words alone
    for name in ("tree", "unit", "roles"):
        pages[f"{name}-en"] = looks.rendered(admin, addresses[name], "en")
    pages |= looks.in_both_languages(clerk, "why", "/why/")
    pages["why-not-th"] = looks.rendered(clerk, f"/why/?role=verifier&unit={world.office.id}")
    pages["why-yes-en"] = looks.rendered(clerk, f"/why/?role=reporter&unit={world.office.id}", "en")
    pages["why-report-th"] = looks.rendered(clerk, f"/why/report/{report.id}/")
    wrong = admin.post(f"{office}add/", {"name_th": "<b>", "since": "เมื่อวาน"})
    pages["errors-th"] = wrong.content.decode()
    pages["check-th"] = admin.post(f"/units/{world.other.id}/close/", {"on": "1/10/2556"}).content.decode()
    table = SimpleUploadedFile("units.csv", ROWS.encode())
    preview = admin.post(f"{root}import/", {"table": table, "since": "1/10/2556"})
    pages["preview-th"] = looks.rendered(admin, preview["Location"])
    assert "\n".join(looks.problems(pages)) == ""


def test_enter_in_a_form_that_also_finds_units_presses_the_form_s_own_button(world: World, opened: Open) -> None:
    chromium.needed()
    stations = [NewUnit("swt", f"สถานีสมมุติ {n}") for n in range(45)]
    services.create_units(parent=world.office, units=stations, since=SINCE, by=None)
    form = looks.rendered(opened("org_admin"), f"/units/{world.other.id}/move/")
    assert "\n".join(looks.problems({"move": form})) == ""
    # Playwright keeps an event loop running in its thread
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(_pressed, form).result() == ("enter", "find")


def _pressed(form: str) -> tuple[str, str]:
    """The button that Enter presses in the field for the day, and what comes after the field that finds units."""
    with chromium.started() as browser:
        page = browser.new_page()
        page.set_content(form)
        page.evaluate(
            "addEventListener('submit', (sent) => { window.pressed = sent.submitter.name; sent.preventDefault() })"
        )
        page.focus("#on")
        page.keyboard.press("Enter")
        page.focus("#to-called")
        page.keyboard.press("Tab")
        pressed, after = page.evaluate("[window.pressed, document.activeElement.name]")
        return pressed, after


def test_looking_finds_what_is_wrong() -> None:
    top = '<!doctype html><html lang="th"><head><meta charset="utf-8"><title>x</title></head><body><main><h1>x</h1>'
    pages = {
        "wide": f'{top}<p>{"m" * 900}</p></main></body></html>',
        "inline": f'{top}<p style="color:red">x</p></main></body></html>',
        "nameless": f'{top}<details><summary>x</summary><input></details></main></body></html>',
    }  # fmt: skip
    found = looks.problems(pages)
    assert any(one.startswith("wide: scrolls sideways at 320 px") for one in found)
    assert any(one.startswith("inline: console:") for one in found)
    assert any(one.startswith("nameless: axe label") for one in found)
