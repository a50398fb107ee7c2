"""What the audit chain tells of accounts; no names: `about` says whose account it is."""

from samrit.apps.audit.codes import define
from samrit.apps.notices import kinds

CREATED = define("account.created", "สร้างบัญชีผู้ใช้", "account created")
INVITED = define("account.invited", "ออกคำเชิญให้ตั้งรหัสผ่าน", "invited to set a password")
PASSWORD_SET = define("account.password_set", "ตั้งรหัสผ่าน", "password set")
PREFERENCES_SET = define(
    "account.preferences_set", "ตั้งภาษา {language} และเลข {digits}", "language {language} and {digits} digits set"
)
DEACTIVATED = define("account.deactivated", "ระงับบัญชี", "account deactivated")
REACTIVATED = define("account.reactivated", "เปิดใช้บัญชีอีกครั้ง", "account reactivated")
MADE_ADMINISTRATOR = define("account.made_administrator", "ตั้งเป็นผู้ดูแลระบบ", "made an administrator")
NO_LONGER_ADMINISTRATOR = define("account.no_longer_administrator", "พ้นจากผู้ดูแลระบบ", "no longer an administrator")
SIGNED_IN = define("account.signed_in", "เข้าใช้งาน", "signed in")
SIGNED_OUT = define("account.signed_out", "ออกจากระบบ", "signed out")
LOCKED = define("account.locked", "พักการเข้าใช้งานหลังผิด {failures} ครั้ง", "sign-in paused after {failures} failures")
UNLOCKED = define("account.unlocked", "ยกเลิกการพักเข้าใช้งาน", "sign-in unpaused")
SESSIONS_ENDED = define("account.sessions_ended", "ให้ออกจากระบบ {count} เครื่อง", "signed out of {count} browsers")

TRIED = kinds.define(
    "account.tried",
    "มีผู้ใส่รหัสผ่านของท่านผิด {failures} ครั้ง ระบบจึงพักการเข้าใช้งานชั่วคราว ถ้าไม่ใช่ท่าน โปรดแจ้งผู้ดูแลระบบ",
    "your password was entered wrongly {failures} times, so sign-in was paused; if it was not you, tell the administrator",
)
