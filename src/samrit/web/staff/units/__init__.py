"""The organisation: its tree, its posts and people, its roles, routes and imports."""

from samrit.web.staff.units.urls import urlpatterns as urlpatterns
