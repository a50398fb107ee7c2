"""What a username, a name and a password must be; every problem is told at once."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from samrit.apps.accounts.models import User
from samrit.base import thai
from samrit.base.issues import Issue, Place, define

SHORTEST, LONGEST = 12, 200

USERNAME = define(
    "AC001", "error",
    th="ชื่อผู้ใช้ {username!r} ใช้ไม่ได้", en="the username {username!r} cannot be used",
    cure_th="ใช้ a–z 0–9 . _ - ขึ้นต้นด้วยตัวอักษร ยาว 3–60 ตัว", cure_en="use a–z 0–9 . _ - beginning with a letter, 3 to 60 of them",
)  # fmt: skip
TAKEN = define(
    "AC002", "error",
    th="มีชื่อผู้ใช้ {username} แล้ว", en="there is a user {username} already",
    cure_th="เลือกชื่ออื่น", cure_en="choose another",
)  # fmt: skip
NAME = define(
    "AC003", "error",
    th="ต้องมีชื่อ ยาวไม่เกิน 200 ตัวอักษร และไม่มีอักขระควบคุม", en="a name is needed, of at most 200 letters and no control characters",
)  # fmt: skip
CHOICE = define(
    "AC004", "error",
    th="เลือก {value!r} ไม่ได้", en="{value!r} is no choice",
    cure_th="เลือกได้: {allowed}", cure_en="one of: {allowed}",
)  # fmt: skip
SHORT = define(
    "AC005", "error",
    th="รหัสผ่านสั้นกว่า {shortest} ตัวอักษร", en="the password is shorter than {shortest} letters",
    cure_th="ใช้ประโยคที่จำง่าย ภาษาไทยก็ได้", cure_en="use a sentence you can remember; Thai is fine",
)  # fmt: skip
COMMON = define(
    "AC006", "error",
    th="รหัสผ่านนี้มีคนใช้บ่อย เดาได้ง่าย", en="this password is common and easily guessed",
    cure_th="ใช้ประโยคของท่านเอง", cure_en="use a sentence of your own",
)  # fmt: skip
LIKE_THE_NAME = define(
    "AC007", "error",
    th="รหัสผ่านคล้ายชื่อผู้ใช้หรือชื่อของท่าน", en="the password is like your username or name",
    cure_th="ใช้ประโยคอื่น", cure_en="use another sentence",
)  # fmt: skip
DIGITS_ONLY = define(
    "AC008", "error",
    th="รหัสผ่านมีแต่ตัวเลข", en="the password is digits only",
    cure_th="เพิ่มคำ", cure_en="add words",
)  # fmt: skip
LONG = define(
    "AC009", "error",
    th="รหัสผ่านยาวกว่า {longest} ตัวอักษร", en="the password is longer than {longest} letters",
)  # fmt: skip
WRONG_NOW = define(
    "AC010", "error",
    th="รหัสผ่านปัจจุบันไม่ถูกต้อง", en="the present password is not right",
)  # fmt: skip
CODE_WRONG = define(
    "AC011", "error",
    th="รหัสจากแอปไม่ถูกต้อง", en="the code from the app is not right",
    cure_th="ใช้รหัสที่แอปแสดงอยู่ตอนนี้ และตรวจว่าเวลาของโทรศัพท์ตรง", cure_en="use the code the app shows now, and check the phone's clock",
)  # fmt: skip
KEY_NAME = define(
    "AC012", "error",
    th="ตั้งชื่อพาสคีย์ ไม่เกิน 60 ตัวอักษร", en="give the passkey a name of at most 60 letters",
    cure_th="เช่น โทรศัพท์ของฉัน", cure_en="for example: my phone",
)  # fmt: skip
KEY_REFUSED = define(
    "AC013", "error",
    th="รับพาสคีย์นี้ไม่ได้", en="this passkey could not be taken",
    cure_th="กดเพิ่มใหม่อีกครั้งภายใน 5 นาที บนอุปกรณ์ที่จะใช้", cure_en="add it again within 5 minutes, on the device you will use",
)  # fmt: skip
EMAIL = define(
    "AC014", "error",
    th="อีเมลใช้ไม่ได้", en="the e-mail address cannot be used",
    cure_th="เช่น name@example.go.th หรือเว้นว่าง", cure_en="for example name@example.go.th, or leave it empty",
)  # fmt: skip

_RULES = (
    (SHORT, MinimumLengthValidator(SHORTEST)),
    (COMMON, CommonPasswordValidator()),
    (LIKE_THE_NAME, UserAttributeSimilarityValidator(("username", "name"))),
    (DIGITS_ONLY, NumericPasswordValidator()),
)
_USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9._-]{2,59}")


def username_issues(username: str) -> list[Issue]:
    """Why a username cannot be given."""
    place = Place("username")
    if not _USERNAME.fullmatch(username):
        return [USERNAME.at(place, username=username[:80])]
    if User.objects.named(username).exists():
        return [TAKEN.at(place, username=username)]
    return []


def name_issues(name: str) -> list[Issue]:
    """Why a name cannot be stored: it is printed on official papers, so nothing may turn or hide its letters."""
    unseen = any(unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp") for letter in name)
    return [] if 0 < len(name) <= 200 and not unseen else [NAME.at(Place("name"))]


def choice_issues(field: str, value: str) -> list[Issue]:
    """Why a preference cannot be set."""
    allowed = [str(key) for key, _ in User._meta.get_field(field).flatchoices]  # type: ignore[union-attr]  # a field with choices, no relation
    return [] if value in allowed else [CHOICE.at(Place(field), value=value[:80], allowed=" ".join(allowed))]


def email_issues(email: str) -> list[Issue]:
    """Why an e-mail address cannot be stored; none at all is fine."""
    try:
        if email:
            validate_email(email)
    except ValidationError:
        return [EMAIL.at(Place("email"))]
    return []


def key_name_issues(name: str) -> list[Issue]:
    """Why a passkey cannot be called so."""
    return [] if not name_issues(name) and len(name) <= 60 else [KEY_NAME.at(Place("name"))]


def password_issues(password: str, user: User) -> list[Issue]:
    """Why a password cannot be set for this user."""
    place, password = Place("password"), thai.normalise(password)
    if len(password) > LONGEST:
        return [LONG.at(place, longest=LONGEST)]
    found = [kind.at(place, shortest=SHORTEST) for kind, rule in _RULES if _refuses(rule, password, user)]
    # Django compares the whole only: a word written twice is on no list, and a username written twice not like itself
    if len(password) >= SHORTEST and _period(password) < SHORTEST:
        found.append(COMMON.at(place))
    own = user.username.lower()
    if own in password.lower() and len(password.lower().replace(own, "")) < SHORTEST // 2:
        found.append(LIKE_THE_NAME.at(place))
    return list(dict.fromkeys(found))


def _period(text: str) -> int:
    """How long the piece is of which a text is made by writing it again and again; its own length if it is not."""
    return (text + text).find(text, 1)


def _refuses(rule: Any, password: str, user: User) -> bool:
    try:
        rule.validate(password, user)
    except ValidationError:
        return True
    return False
