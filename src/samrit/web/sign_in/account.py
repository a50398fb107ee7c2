"""One's own account: how one likes the pages, the password, the second step, where one is signed in."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from samrit.apps.accounts import queries, services
from samrit.apps.ground.denied import NotNow
from samrit.base.counting import counted
from samrit.base.issues import Issue, Refused
from samrit.web import pages, reader
from samrit.web.components.forms import Choices, ErrorSummary, Field, Option
from samrit.web.components.reading import Answer, Answers, Breadcrumb, Link, Notice, Words
from samrit.web.reader import Text
from samrit.web.sign_in import fields, ways

ACCOUNT = "/account/"
SESSIONS = Text("เข้าใช้งานอยู่ที่", "Where you are signed in")


def crumbs(here: Words) -> Breadcrumb:
    """The way from the home page to a page of one's account."""
    return Breadcrumb([Link(Text("หน้าแรก", "Home"), "/"), Link(Text("บัญชีของฉัน", "My account"), ACCOUNT)], here)


@require_http_methods(["GET", "HEAD", "POST"])
@pages.signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Everything about one's account in one list; sets language and digits."""
    user = pages.person(request)
    issues: tuple[Issue, ...] = ()
    if request.method == "POST":
        language, digits = request.POST.get("language", ""), request.POST.get("digits", "")
        try:
            services.set_preferences(by=user, user=user, language=language, digits=digits)
        except Refused as refused:
            issues = refused.issues
        else:
            return _kept(request, language, digits)
    step, keys = queries.second_step(user, user), queries.passkeys(user, user)
    sessions = queries.sessions(user, user, request.session.session_key)
    rows = [Answer(Text("ชื่อ", "Name"), user.name), Answer(Text("ชื่อผู้ใช้", "Username"), user.username)]
    rows += [
        Answer(Text("รหัสผ่าน", "Password"), _password(user.has_usable_password()), "/account/password/"),
        Answer(Text("การยืนยันขั้นที่สอง", "Second step"), _second_step(step), "/account/second-step/"),
    ]
    if ways.site_of(request) is not None or keys:
        said = Text(f"{len(keys)} ดอก", f"{len(keys)}") if keys else Text("ยังไม่มี", "None yet")
        rows.append(Answer(Text("พาสคีย์", "Passkeys"), said, "/account/passkeys/", Text("ดู", "See")))
    count = len(sessions)
    said = Text(f"{count} เบราว์เซอร์", f"{count} browser{'s' if count > 1 else ''}")
    rows.append(Answer(SESSIONS, said, "/account/sessions/", Text("ดู", "See")))
    wishes = [fields.with_problems(field, issues) for field in _preferences(user.language, user.digits)]
    return pages.page(
        request, "sign_in/account.html", here=ACCOUNT, status=400 if issues else 200,
        answers=Answers(Text("เกี่ยวกับบัญชี", "About the account"), rows), wishes=wishes, summary=ErrorSummary(wishes),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@pages.signed_in
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; every other browser is signed out."""
    user = pages.person(request)
    issues: tuple[Issue, ...] = ()
    told: Notice | None = None
    different = False
    if request.method == "POST":
        new = request.POST.get("password", "")
        different = new != request.POST.get("again", "")
        try:
            if not different:
                services.set_password(
                    by=user, user=user, present=request.POST.get("present", ""), password=new,
                    keep=request.session.session_key,
                )  # fmt: skip
                update_session_auth_hash(request, user)
                messages.success(request, str(Text("เปลี่ยนรหัสผ่านแล้ว เครื่องอื่นถูกให้ออกจากระบบทั้งหมด",
                                                   "The password is changed, and every other browser is signed out")))  # fmt: skip
                return redirect("account")
        except Refused as refused:
            issues = refused.issues
        except NotNow as refusal:
            told = fields.refused(refusal)
    asked = [fields.with_problems(field, issues) for field in (fields.present(), *new_password_fields(different))]
    return pages.page(
        request, "sign_in/password.html", here=ACCOUNT, status=429 if told else 400 if issues or different else 200,
        crumbs=crumbs(Text("เปลี่ยนรหัสผ่าน", "Change the password")), asked=asked, summary=ErrorSummary(asked), told=told,
        has_password=user.has_usable_password(), username=user.username,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD"])
@pages.signed_in
def sessions(request: HttpRequest) -> HttpResponse:
    """In which browsers one is signed in."""
    user = pages.person(request)
    found = queries.sessions(user, user, request.session.session_key)
    trail = crumbs(SESSIONS)
    return pages.page(
        request, "sign_in/sessions.html", here=ACCOUNT, crumbs=trail, sessions=found,
        others=sum(not one.is_this for one in found),
    )  # fmt: skip


@require_POST
@pages.signed_in
def end_sessions(request: HttpRequest, id: str = "") -> HttpResponse:
    """Sign out one browser, or all but this one."""
    user, this = pages.person(request), request.session.session_key
    if id:
        count = services.end_sessions(by=user, user=user, only=id)
        if not count:
            raise Http404
    else:
        count = services.end_sessions(by=user, user=user, keep=this)
    if request.session.exists(this or ""):
        said = Text(f"ให้ออกจากระบบแล้ว {count} เบราว์เซอร์", f"Signed out of {count} browser{'' if count == 1 else 's'}")
        messages.success(request, str(said))
        return redirect("my-sessions")
    # it was this very one: nothing may be saved under it any more
    request.session.flush()
    return redirect("/sign-in/?told=out")


def new_password_fields(different: bool) -> list[Field]:
    """The new password, twice."""
    again = fields.again()
    return [fields.new_password(), replace(again, error=fields.DIFFERENT) if different else again]


def _kept(request: HttpRequest, language: str, digits: str) -> HttpResponse:
    with reader.reading(reader.Reader(language=language, digits=digits)):  # type: ignore[arg-type]  # the service has checked them
        messages.success(request, str(Text("บันทึกแล้ว", "Saved")))
    response = redirect("account")
    # the browser's own choice goes before the account's, so it is the same now
    for name, value in (("language", language), ("digits", digits)):
        reader.remember(response, name, value, secure=request.is_secure())
    return response


def _preferences(language: str, digits: str) -> list[Choices]:
    return [
        Choices(
            name="language", label=Text("ภาษาของหน้าเว็บ", "Language of the pages"),
            options=[Option(value, word, is_chosen=value == language) for value, word in (("th", "ไทย"), ("en", "English"))],
        ),
        Choices(
            name="digits", label=Text("ตัวเลขในหน้าภาษาไทย", "Digits on Thai pages"),
            options=[Option(value, word, is_chosen=value == digits) for value, word in (("arabic", "0 1 2 3 4 5"), ("thai", "๐ ๑ ๒ ๓ ๔ ๕"))],
        ),
    ]  # fmt: skip


def _password(has_one: bool) -> Text:
    return Text("ตั้งแล้ว", "Set") if has_one else Text("ไม่มี (เข้าใช้งานทางอื่น)", "None (signs in another way)")


def _second_step(step: queries.SecondStepView) -> Text:
    if step.set_at is None:
        return Text("ยังไม่ได้ตั้ง", "Not set up")
    return Text(
        f"ตั้งแล้ว เหลือรหัสสำรอง {step.recovery_left}", f"Set up, {counted(step.recovery_left, 'recovery code')} left"
    )
