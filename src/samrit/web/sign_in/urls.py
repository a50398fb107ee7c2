"""Addresses of signing in and of accounts."""

from django.urls import URLPattern, path

from samrit.web.sign_in import account, accounts, coming_in, elsewhere, invitation, passkeys, second_steps

urlpatterns: list[URLPattern] = [
    path("sign-in/", coming_in.sign_in, name="sign-in"),
    path("sign-in/code/", coming_in.code, name="sign-in-code"),
    path("sign-in/passkey/", passkeys.sign_in, name="sign-in-passkey"),
    path("sign-in/passkey/options/", passkeys.options, name="sign-in-passkey-options"),
    path("sign-in/provider/", elsewhere.leave, name="sign-in-provider"),
    path("sign-in/provider/back/", elsewhere.back, name="sign-in-provider-back"),
    path("sign-out/", coming_in.sign_out, name="sign-out"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/second-step/", second_steps.second_step_page, name="second-step"),
    path("account/second-step/qr.svg", second_steps.qr, name="second-step-qr"),
    path("account/second-step/confirm/", second_steps.confirm, name="second-step-confirm"),
    path("account/second-step/remove/", second_steps.remove, name="second-step-remove"),
    path("account/second-step/recovery-codes/", second_steps.renew, name="recovery-codes"),
    path("account/passkeys/", passkeys.mine, name="my-passkeys"),
    path("account/passkeys/add/", passkeys.add, name="add-passkey"),
    path("account/passkeys/<uuid:id>/remove/", passkeys.remove, name="remove-passkey"),
    path("account/sessions/", account.sessions, name="my-sessions"),
    path("account/sessions/end-others/", account.end_sessions, name="end-other-sessions"),
    path("account/sessions/<str:id>/end/", account.end_sessions, name="end-session"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.new, name="new-account"),
    path("accounts/<uuid:id>/", accounts.account, name="one-account"),
    path("accounts/<uuid:id>/<str:action>/", accounts.act, name="act-on-account"),
]
