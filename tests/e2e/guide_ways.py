"""The ways that the guides tell, role by role, in the small agencies of `world.py`."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image
from tests.e2e.conftest import Site
from tests.e2e.walking import DESKTOP, PHONE, Walk, Walker
from tests.e2e.world import PASSWORD

TABLE = """รหัสหน่วย,รหัสหน่วยเหนือ,ประเภทหน่วย,ชื่อหน่วย,ชื่ออังกฤษ,ชื่อย่อ
STA-01,OFF,station,สถานีสมมุติ 1,Invented station 1,สถานี 1
STA-02,OFF,station,สถานีสมมุติ 2,Invented station 2,สถานี 2
"""
OFFICE = "สำนักงานสมมุติ prd"


def walk_all(browser: Any, site: Site) -> Walk:
    """Everybody, in the order in which a figure passes through their hands."""
    ways = Ways(browser, site)
    report = ways.clerk_sends()
    ways.head_sends_on(report)
    ways.verifier_returns(report)
    ways.clerk_corrects(report)
    ways.verifier_verifies(report)
    ways.evaluator_concludes(report)
    ways.head_issues()
    ways.clerk_asks_why()
    ways.clerk_ticks()
    ways.administrator_makes_an_account()
    ways.admin_looks_after()
    ways.commentator_reads()
    ways.auditor_reads()
    return ways.walk


class Ways:
    """One walk; each method is one person's part of it."""

    def __init__(self, browser: Any, site: Site) -> None:
        self.browser, self.site, self.walk = browser, site, Walk()
        self.invitation = ""

    def person(self, guide: str, username: str, size: tuple[int, int]) -> Walker:
        return Walker(self.browser, self.site, self.walk, guide, username, size)

    def clerk_sends(self) -> str:
        clerk = self.person("clerk", "prd.reporter", PHONE)
        with clerk.task("sign_in"):
            clerk.sign_in()
        clerk.photograph("clerk-home")
        with clerk.task("report"):
            clerk.press("รายงานตัวชี้วัด 2")
            clerk.type("v|2.1|percent|", "๗๒.๐๐")
            clerk.page.locator("#score", has_text="2.7200").wait_for()
            clerk.photograph("clerk-figure", "h1")
            clerk.type("v|2.2|percent|", "71")
            clerk.page.locator("#score", has_text="2.8333").wait_for()
            clerk.photograph("clerk-score", ".working-score")
            clerk.press("บันทึกร่าง")
        report = str(clerk.page.url).partition("/part/")[0].removeprefix(self.site.address).rstrip("/") + "/"
        with clerk.task("attach"):
            clerk.attach("ภาพถ่าย.jpg", _photograph())
            clerk.press("บันทึกร่าง")
        with clerk.task("mend"):
            clerk.type("v|2.2|percent|", "710")
            clerk.press("ตรวจคำตอบก่อนส่ง")
            clerk.photograph("clerk-error", ".error-summary")
            clerk.type("v|2.2|percent|", "71")
            clerk.press("ตรวจคำตอบก่อนส่ง")
        clerk.go("/")
        with clerk.task("send"):
            clerk.press("รายงานตัวชี้วัด 2")
            clerk.press("ตรวจคำตอบก่อนส่ง")
            clerk.photograph("clerk-check", "main form .field")
            clerk.press("ส่งรายงาน")
        clerk.photograph("clerk-sent")
        with clerk.task("take_back"):
            clerk.press("ถอนคืนมาแก้")
        clerk.go(report + "check/")
        clerk.press("ส่งรายงาน")
        clerk.go("/")
        with clerk.task("whose_turn"):
            clerk.menu("การประเมิน")
            clerk.press(OFFICE)
            clerk.press("2 ร้อยละของจำนวนผู้ฟังรายการวิทยุ")
        clerk.leave()
        return report

    def head_sends_on(self, report: str) -> None:
        head = self.person("head", "prd.head", PHONE).sign_in()
        head.photograph("head-home")
        head.menu("รอตรวจ")
        head.go("/")
        head.press("พิจารณาตัวชี้วัด 2")
        head.photograph("head-decide", "#decide")
        head.press("ส่งให้")
        head.leave()

    def verifier_returns(self, report: str) -> None:
        verifier = self.person("verifier", "prd.verifier", DESKTOP).sign_in()
        verifier.menu("รอตรวจ")
        verifier.photograph("verifier-queue")
        verifier.press("2 ร้อยละของจำนวนผู้ฟังรายการวิทยุ")
        verifier.photograph("verifier-review")
        verifier.press("ส่งกลับให้ผู้รายงานแก้ไข")
        verifier.type("remark", "ภาพไม่เห็นเลขแบบสำรวจ ขอหน้าสรุปผลการสำรวจ")
        verifier.press("ส่งกลับให้ผู้รายงานแก้ไข")
        verifier.leave()

    def clerk_corrects(self, report: str) -> None:
        clerk = self.person("clerk", "prd.reporter", PHONE).sign_in()
        with clerk.task("correct"):
            clerk.press("แก้ตัวชี้วัด 2 ที่ถูกส่งกลับ")
            clerk.photograph("clerk-returned")
            clerk.attach("หน้าสรุป.jpg", _photograph())
            clerk.press("ตรวจคำตอบก่อนส่ง")
            clerk.press("ส่งรายงาน")
        clerk.leave()
        head = self.person("head", "prd.head", PHONE).sign_in()
        head.go(report + "review/")
        head.press("ส่งให้")
        head.leave()

    def verifier_verifies(self, report: str) -> None:
        verifier = self.person("verifier", "prd.verifier", DESKTOP).sign_in()
        verifier.go(report + "review/")
        verifier.press("ยืนยัน (หน่วยสุดท้าย)")
        verifier.leave()

    def evaluator_concludes(self, report: str) -> None:
        evaluator = self.person("evaluator", "prd.evaluator", DESKTOP).sign_in()
        evaluator.press("สรุปผลตัวชี้วัด 2")
        evaluator.click(evaluator.page.locator("main form button", has_text="สรุปผล"))
        evaluator.press("ดูกระดานคะแนนของรอบนี้")
        evaluator.photograph("evaluator-board")
        evaluator.press("ที่มาของคะแนน 2.1")
        evaluator.photograph("evaluator-why")
        evaluator.press("ดูการคิดคะแนนนี้ทั้งหมด")
        evaluator.menu("การประเมิน")
        evaluator.press(OFFICE)
        evaluator.go(str(evaluator.page.url) + "papers/issue/")
        evaluator.leave()

    def head_issues(self) -> None:
        head = self.person("head", "prd.head", PHONE).sign_in()
        head.menu("การประเมิน")
        head.press(OFFICE)
        head.photograph("head-assessment", "main section:has(.tasks)")
        head.go(str(head.page.url) + "papers/")
        head.press("ออกเอกสาร หรือดูร่าง")
        head.page.locator("input[name=round][value='2']").check()
        head.type("series", "กปส 0212")
        head.press("ตรวจก่อนออก")
        head.photograph("head-issue", "main .block")
        head.press("ออกเอกสารเลขที่")
        head.photograph("head-paper")
        head.leave()

    def clerk_asks_why(self) -> None:
        clerk = self.person("clerk", "prd.reporter", PHONE).sign_in()
        with clerk.task("why"):
            clerk.menu("การประเมิน")
            clerk.press(OFFICE)
            clerk.click(clerk.page.locator("main a", has_text="ดูกระดานคะแนน").last)
            clerk.press("ที่มาของคะแนน 2.1")
        clerk.go("/account/")
        clerk.go("/notices/")
        clerk.go("/why/")
        clerk.leave()

    def clerk_ticks(self) -> None:
        clerk = self.person("clerk", "ita.reporter", PHONE).sign_in()
        with clerk.task("tick"):
            clerk.press("รายงานตัวชี้วัด OIT")
            clerk.press("กรอก O1")
            for choice in clerk.page.locator("input[type=radio][value='มี']").all():
                clerk.tick(choice)
            clerk.press("บันทึกแล้วทำส่วนต่อไป")
        clerk.leave()

    def administrator_makes_an_account(self) -> None:
        administrator = self.person("administrator", "administrator", DESKTOP).sign_in()
        administrator.menu("บัญชีผู้ใช้")
        administrator.press("สร้างบัญชี")
        administrator.type("username", "prd.commentator")
        administrator.type("name", "ผู้ให้ความเห็น (สมมุติ)")
        administrator.photograph("administrator-account")
        administrator.press("สร้างบัญชีและออกลิงก์")
        self.invitation = administrator.page.locator(
            "main input[readonly], main input[type=url], main textarea"
        ).first.input_value()
        administrator.press("ส่งแล้ว ไปที่บัญชี")
        administrator.go("/frameworks/")
        administrator.go("/account/")
        administrator.go("/account/passkeys/")
        administrator.go("/account/second-step/")
        administrator.press("เริ่มตั้ง")
        administrator.leave()

    def admin_looks_after(self) -> None:
        admin = self.person("org-admin", "prd.admin", DESKTOP).sign_in()
        admin.menu("หน่วยงาน")
        admin.photograph("org-admin-tree")
        admin.press("นำเข้าจาก Excel หรือ CSV")
        admin.attach("units.csv", TABLE.encode("utf-8-sig"))
        admin.press("ดูก่อนว่าจะเกิดอะไร")
        admin.photograph("org-admin-import")
        admin.click(admin.page.locator("main form button").first)
        admin.click(admin.page.locator("main a", has_text="ยกเลิกการนำเข้า").first)
        admin.click(admin.page.locator("main form button").first)
        admin.menu("หน่วยงาน")
        admin.press(OFFICE)
        office = str(admin.page.url)
        for page in ("posts/", "routes/", "assessments/", "rename/", "posts/add/"):
            admin.go(office + page)
        admin.go(office + "posts/")
        admin.press("แต่งตั้งผู้ดำรงตำแหน่ง")
        admin.go(office + "roles/")
        admin.press("ให้บทบาท")
        admin.type("username", "prd.commentator")
        admin.choose("role", "ผู้ให้ความเห็น: ให้ความเห็นประกอบ")
        admin.photograph("org-admin-role")
        admin.click(admin.page.locator("main form button").first)
        admin.menu("หน่วยงาน")
        admin.click(admin.page.locator("main a[href^='/units/']", has_text="หน่วยงานสมมุติ prd").first)
        admin.press("สีและตราของหน่วยงาน")
        admin.menu("หน่วยงาน")
        admin.press("กำหนดเส้นทางรายงาน")
        admin.menu("ปีและเกณฑ์")
        admin.go("/years/holidays/")
        admin.go("/years/new/")
        admin.go("/years/")
        admin.click(admin.page.locator("main table a").first)
        admin.photograph("org-admin-year")
        year = str(admin.page.url)
        for page in ("calendar/", "make/", "join/", "rounds/2/close/", "rounds/2/extend/"):
            admin.go(year + page)
        admin.photograph("org-admin-extend")
        admin.menu("การประเมิน")
        admin.press(OFFICE)
        assessment = str(admin.page.url)
        admin.go(assessment + "agreement/")
        admin.go(assessment + "papers/issue/")
        admin.leave()

    def commentator_reads(self) -> None:
        commentator = self.person("commentator", "prd.commentator", DESKTOP)
        commentator.go("/" + self.invitation.split("/", 3)[3])
        for box in commentator.page.locator("input[type=password]").all():
            box.fill(PASSWORD)
        commentator.click(commentator.page.locator("main form button").first)
        if "/sign-in/" in commentator.page.url:
            commentator.sign_in()
        commentator.menu("การประเมิน")
        commentator.press(OFFICE)
        commentator.click(commentator.page.locator("main a", has_text="ดูกระดานคะแนน").last)
        commentator.photograph("commentator-board")
        commentator.press("ที่มาของคะแนน 2.1")
        commentator.go("/why/")
        commentator.leave()

    def auditor_reads(self) -> None:
        auditor = self.person("auditor", "prd.auditor", DESKTOP).sign_in()
        auditor.press("เปิดบันทึกตรวจสอบ")
        auditor.photograph("auditor-log")
        auditor.press("ตรวจสายโซ่ว่าไม่ถูกแก้")
        auditor.press("ตรวจเดี๋ยวนี้")
        auditor.menu("การประเมิน")
        auditor.press(OFFICE)
        auditor.go(str(auditor.page.url) + "papers/")
        auditor.click(auditor.page.locator("main table a").first)
        auditor.photograph("auditor-paper")
        auditor.press("วาดใหม่แล้วเทียบ")
        auditor.leave()


def _photograph() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (800, 600), "teal").save(out, "JPEG")
    return out.getvalue()
