"""Setting one's password with the link an administrator handed over; also the way back for whoever forgot it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from samrit.apps.accounts import queries, services
from samrit.apps.accounts.models import User
from samrit.apps.ground.denied import Denied
from samrit.base.issues import Issue, Refused
from samrit.web import pages
from samrit.web.components.forms import ErrorSummary
from samrit.web.sign_in import fields
from samrit.web.sign_in.account import new_password_fields


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Whose password is set, and the new one twice.  Signing in follows, with the second step where there is one."""
    user = queries.invited(token)
    if user is None:
        return pages.page(request, "sign_in/no_invitation.html", status=404)
    issues: tuple[Issue, ...] = ()
    different = False
    if request.method == "POST":
        password = request.POST.get("password", "")
        different = password != request.POST.get("again", "")
        try:
            if not different:
                services.accept_invitation(token=token, password=password)
                if isinstance(request.user, User):
                    request.session.flush()  # somebody else's, at the same machine
                return redirect("/sign-in/?told=set")
        except Refused as refused:
            issues = refused.issues
        except Denied:  # used in between
            return pages.page(request, "sign_in/no_invitation.html", status=404)
    asked = [fields.with_problems(field, issues) for field in new_password_fields(different)]
    return pages.page(
        request, "sign_in/invitation.html", status=400 if issues or different else 200, invited=user, asked=asked,
        summary=ErrorSummary(asked),
    )  # fmt: skip
