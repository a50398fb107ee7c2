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
LOCKED = define(
    "account.locked", "พักการเข้าใช้งานหลังผิด {failures} ครั้ง", "sign-in paused after {failures} {failures:failure|failures}"
)
UNLOCKED = define("account.unlocked", "ยกเลิกการพักเข้าใช้งาน", "sign-in unpaused")
SESSIONS_ENDED = define(
    "account.sessions_ended", "ให้ออกจากระบบ {count} เครื่อง", "signed out of {count} {count:browser|browsers}"
)
SECOND_STEP_SET = define("account.second_step_set", "ตั้งการยืนยันขั้นที่สอง", "second step set up")
SECOND_STEP_REMOVED = define("account.second_step_removed", "เลิกใช้การยืนยันขั้นที่สอง", "second step removed")
SECOND_STEP_RESET = define(
    "account.second_step_reset",
    "ผู้ดูแลระบบล้างการยืนยันขั้นที่สอง พาสคีย์ และการเข้าใช้งานร่วมของบัญชี",
    "an administrator removed the account's second step, passkeys and single sign-on",
)
RECOVERY_RENEWED = define("account.recovery_renewed", "ออกรหัสสำรองชุดใหม่", "new recovery codes made")
RECOVERY_USED = define("account.recovery_used", "ใช้รหัสสำรอง เหลือ {left}", "recovery code used, {left} left")
PASSKEY_ADDED = define("account.passkey_added", "เพิ่มพาสคีย์", "passkey added")
PASSKEY_REMOVED = define("account.passkey_removed", "ลบพาสคีย์", "passkey removed")
PASSKEY_COPIED = define(
    "account.passkey_copied", "พาสคีย์น่าจะถูกทำสำเนา จึงไม่รับ", "a passkey seems to have been copied: refused"
)
IDENTITY_KEPT = define("account.identity_kept", "ผูกกับการเข้าใช้งานร่วม", "tied to single sign-on")

CODE_TRIED = kinds.define(
    "account.code_tried",
    "มีผู้รู้รหัสผ่านของท่าน แต่ใส่รหัสขั้นที่สองผิด {failures} ครั้ง ระบบจึงพักไว้ ถ้าไม่ใช่ท่าน โปรดเปลี่ยนรหัสผ่านทันที",
    "somebody knows your password and entered the second code wrongly {failures} {failures:time|times}; if it was not you, change your password now",
)
TRIED = kinds.define(
    "account.tried",
    "มีผู้ใส่รหัสผ่านของท่านผิด {failures} ครั้ง ระบบจึงพักการเข้าใช้งานชั่วคราว ถ้าไม่ใช่ท่าน โปรดแจ้งผู้ดูแลระบบ",
    "your password was entered wrongly {failures} {failures:time|times}, so sign-in was paused; if it was not you, tell the administrator",
)
