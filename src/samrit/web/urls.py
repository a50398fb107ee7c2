"""Addresses that belong to no app: the reader's choices, an agency's colour, the component page."""

from django.urls import path

from samrit.web import views_components

urlpatterns = [
    path("components/", views_components.components, name="components"),
    path("reader/", views_components.choose, name="reader"),
    path("colour/<str:colour>.css", views_components.colour_sheet, name="colour"),
]
