"""The addresses of the organisation's pages."""

from django.urls import path

from samrit.web.staff.units import changing, face, imports, leaving, overview, people, roles, routes, tree, unit

urlpatterns = [
    path("units/", tree.whole, name="units"),
    path("units/<uuid:id>/", overview.whole, name="units-unit"),
    path("units/<uuid:id>/posts/", unit.posts, name="units-posts"),
    path("units/<uuid:id>/roles/", unit.roles, name="units-roles"),
    path("units/<uuid:id>/routes/", unit.routes, name="units-routes"),
    path("units/<uuid:id>/assessments/", unit.assessments, name="units-assessments"),
    path("units/<uuid:id>/add/", changing.add, name="units-add"),
    path("units/<uuid:id>/rename/", changing.rename, name="units-rename"),
    path("units/<uuid:id>/move/", changing.move, name="units-move"),
    path("units/<uuid:id>/merge/", leaving.merge, name="units-merge"),
    path("units/<uuid:id>/split/", leaving.split, name="units-split"),
    path("units/<uuid:id>/close/", leaving.close, name="units-close"),
    path("units/<uuid:id>/face/", face.change, name="units-face"),
    path("units/<uuid:id>/emblem/<str:sha256>.png", face.emblem, name="units-emblem"),
    path("units/<uuid:id>/posts/add/", people.add_post, name="units-post-add"),
    path("units/posts/<uuid:id>/assign/", people.assign, name="units-assign"),
    path("units/holdings/<uuid:id>/end/", people.end, name="units-holding-end"),
    path("units/<uuid:id>/roles/add/", roles.add, name="units-role-add"),
    path("units/grants/<uuid:id>/end/", roles.end, name="units-grant-end"),
    path("units/<uuid:id>/routes/set/", routes.change, name="units-route-set"),
    path("units/<uuid:id>/import/", imports.upload, name="units-import"),
    path("units/<uuid:id>/import/<str:what>.<str:kind>", imports.sample, name="units-import-sample"),
    path("units/<uuid:id>/import/<str:token>/", imports.preview, name="units-import-preview"),
    path("units/<uuid:id>/imports/", imports.done, name="units-imports"),
    path("units/imports/<uuid:id>/undo/", imports.undo, name="units-import-undo"),
]
