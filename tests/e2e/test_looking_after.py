"""Those who look after an agency and an installation: the tree from a table, more time for a unit, a new colleague's account."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyotp
from tests.e2e.conftest import Person, Site

PASSPHRASE = "ปลาทอง-ว่ายทวน-กระแสน้ำ-4"
TABLE = """รหัสหน่วย,รหัสหน่วยเหนือ,ประเภทหน่วย,ชื่อหน่วย,ชื่ออังกฤษ,ชื่อย่อ
NEW-1,OFF,section,ฝ่ายใหม่ (สมมุติ),New section (invented),ฝ่ายใหม่
NEW-2,NEW-1,section,งานใหม่ (สมมุติ),New job (invented),งานใหม่
"""


def test_a_tree_is_imported_looked_at_first_and_taken_back(site: Site, browser: Any, tmp_path: Path) -> None:
    table = tmp_path / "หน่วย.csv"
    table.write_text(TABLE, encoding="utf-8")
    admin = Person(browser, site, "rtp.admin", "en", 1440)
    admin.go("/units/")
    admin.press("นำเข้าจาก Excel หรือ CSV", "Import from Excel or CSV")
    admin.page.locator("input[type=file]").set_input_files(table)
    admin.page.locator("main form[enctype] button").first.click()
    admin.page.wait_for_load_state()
    assert "New section (invented)" in admin.words()
    admin.go("/units/?q=NEW-2")
    assert "New job (invented)" not in admin.words()
    admin.page.go_back()
    admin.press("นำเข้าทั้งหมดนี้", "Import all of this")
    admin.go("/units/?q=NEW-2")
    assert "New job (invented)" in admin.words()
    admin.go("/units/")
    admin.press("การนำเข้าที่ผ่านมา", "Earlier imports")
    admin.page.locator("main a[href*='/undo/'], main form[action*='/undo/'] button").first.click()
    admin.page.wait_for_load_state()
    admin.page.locator("main form[action*='/undo/'] button, main form button").last.click()
    admin.page.wait_for_load_state()
    admin.go("/units/?q=NEW-2")
    assert "New job (invented)" not in admin.words()
    admin.leave()


def test_a_colleague_is_invited_sets_a_password_and_adds_a_second_step(site: Site, browser: Any) -> None:
    administrator = Person(browser, site, "administrator", "th", 390)
    administrator.go("/accounts/new/")
    administrator.page.locator("input[name=username]").fill("new.colleague")
    administrator.page.locator("input[name=name]").fill("เพื่อนร่วมงานใหม่ (สมมุติ)")
    administrator.press("สร้างบัญชีและออกลิงก์", "Make the account and its link")
    link = administrator.page.locator("#address").input_value()
    administrator.leave()

    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(site.address + re.sub(r"^https?://[^/]+", "", link))
    for field in page.locator("input[type=password]").all():
        field.fill(PASSPHRASE)
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    page.goto(f"{site.address}/sign-in/")
    if page.locator("input[name=username]").count():
        page.locator("input[name=username]").fill("new.colleague")
        page.locator("input[name=password]").fill(PASSPHRASE)
        page.locator("main form button").first.click()
        page.wait_for_load_state()
    page.goto(f"{site.address}/")
    assert "บัญชีนี้ยังไม่มีบทบาทในหน่วยใด" in page.locator("main").inner_text()

    page.goto(f"{site.address}/account/second-step/")
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    secret = "".join(re.findall(r"\b[A-Z2-7]{4}\b", page.locator("main").inner_text()))
    if len(secret) < 16:
        secret = page.locator("main code").first.inner_text().replace(" ", "")
    page.locator("input[name=code]").fill(pyotp.TOTP(secret).now())
    page.locator("main form:has(input[name=code]) button").first.click()
    page.wait_for_load_state()
    recovery = re.findall(r"\b[a-z0-9]{4,}-[a-z0-9-]{4,}\b", page.locator("main").inner_text().lower())
    assert len(recovery) >= 10
    context.close()
