"""Fields and notices that several pages of signing in show, with the problems of input set beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from samrit.apps.ground.denied import Refusal
from samrit.base.issues import Issue
from samrit.web.components.forms import Field, Input
from samrit.web.components.reading import Notice
from samrit.web.reader import Text

AnInput = TypeVar("AnInput", bound=Input)


def present(hint: Text | str = "") -> Field:
    """The present password, asked again."""
    return Field(
        name="present", label=Text("รหัสผ่านปัจจุบัน", "Present password"), kind="password", hint=hint,
        autocomplete="current-password",
    )  # fmt: skip


def new_password() -> Field:
    """A password to be set."""
    return Field(
        name="password", label=Text("รหัสผ่านใหม่", "New password"), kind="password", autocomplete="new-password",
        hint=Text("12 ตัวอักษรขึ้นไป ใช้ประโยคที่จำง่าย ภาษาไทยก็ได้ เว้นวรรคได้",
                  "12 letters or more: a sentence you remember, in any language, with spaces"),
    )  # fmt: skip


def again() -> Field:
    """The password to be set, once more: what cannot be seen is easily mistyped."""
    return Field(
        name="again", label=Text("พิมพ์รหัสผ่านใหม่อีกครั้ง", "New password again"), kind="password",
        autocomplete="new-password",
    )  # fmt: skip


DIFFERENT = Text("สองช่องไม่เหมือนกัน พิมพ์ใหม่ทั้งสองช่อง", "The two differ: type both again")


def with_problems(field: AnInput, issues: Sequence[Issue]) -> AnInput:
    """The field with what is wrong there."""
    here = [issue for issue in issues if issue.place.file == field.name]
    if not here:
        return field
    return replace(
        field,
        error=Text(
            " · ".join(f"{issue.th} {issue.cure_th}".strip() for issue in here),
            " · ".join(_sentence(f"{issue.en}: {issue.cure_en}" if issue.cure_en else issue.en) for issue in here),
        ),
    )


def refused(refusal: Refusal) -> Notice:
    """A refusal with what to do instead."""
    return Notice(
        "bad", Text(refusal.th, _sentence(refusal.en)), Text(refusal.cure_th, _sentence(refusal.cure_en))
    )  # fmt: skip


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
