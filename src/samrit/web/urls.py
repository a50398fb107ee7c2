"""Addresses that belong to no app: the reader's choices, an agency's colour, the component page; and all pages for people."""

from django.urls import URLPattern, URLResolver, include, path

from samrit.web import views_components

# papers and agreements before assessments, whose rounds may be called anything
STAFF = ("home", "report", "review", "papers", "years", "assessments", "units", "audit", "why")

urlpatterns: list[URLPattern | URLResolver] = [
    path("components/", views_components.components, name="components"),
    path("reader/", views_components.choose, name="reader"),
    path("colour/<str:colour>.css", views_components.colour_sheet, name="colour"),
    path("", include("samrit.web.sign_in.urls")),
    *(path("", include(f"samrit.web.staff.{name}")) for name in STAFF),
]
