"""Who is answered what at the organisation's pages."""

from __future__ import annotations

from collections.abc import Callable

from tests.apps.pictures import png
from tests.apps.results_world import SINCE, World
from tests.pages.table import Row

from samrit.apps.orgs import services
from samrit.apps.orgs.models import Grant, Holding, Import, Role
from samrit.apps.orgs.queries import face_of

OUTSIDE = {"stranger": 404, "foreigner": 404}
ADMINS_ONLY = {"org_admin": 200, **OUTSIDE}


def office(part: str = "") -> Callable[[World], str]:
    return lambda world: f"/units/{world.office.id}/{part}"


def root(part: str = "") -> Callable[[World], str]:
    return lambda world: f"/units/{world.root.id}/{part}"


def holding(world: World) -> str:
    return f"/units/holdings/{Holding.objects.get(user=world['head']).id}/end/"


def grant(world: World) -> str:
    return f"/units/grants/{Grant.objects.get(user=world['clerk'], role=Role.REPORTER).id}/end/"


def imported(world: World) -> str:
    made = Import.objects.create(
        root=world.root,
        since=SINCE,
        made={"units": [], "after": {}, "before": {}, "users": [], "posts": [], "holdings": [], "grants": []},
    )
    return f"/units/imports/{made.id}/undo/"


def emblem(world: World) -> str:
    services.set_emblem(root=world.root, picture=png(), by=None)
    return f"/units/{world.root.id}/emblem/{face_of(world.root.id).emblem}.png"


def form(route: str, path: Callable[[World], str], **more: int) -> list[Row]:
    """A small page that changes something: for who looks after the unit; an empty form is answered at its fields."""
    asked = {**ADMINS_ONLY, **more}
    sent = {"nobody": 401} | {name: 422 if status == 200 else status for name, status in asked.items()}
    return [
        Row(route, path, asked, otherwise=403),
        Row(route, path, sent, otherwise=403, method="post"),
    ]


ROWS: list[Row] = [
    Row("units", lambda world: "/units/"),
    Row("units-unit", office(), OUTSIDE),
    Row("units-unit", root(), OUTSIDE),
    Row("units-posts", office("posts/"), OUTSIDE),
    Row("units-roles", office("roles/"), OUTSIDE),
    Row("units-routes", office("routes/"), OUTSIDE),
    Row("units-assessments", office("assessments/"), OUTSIDE),
    *form("units-add", office("add/")),
    *form("units-rename", office("rename/")),
    *form("units-move", office("move/")),
    *form("units-merge", office("merge/")),
    *form("units-split", office("split/")),
    *form("units-close", office("close/")),
    *form("units-face", root("face/")),
    Row("units-face", office("face/"), otherwise=404),
    Row("units-emblem", emblem, {**OUTSIDE, "nobody": 404}),
    Row("units-emblem", root(f"emblem/{'0' * 64}.png"), {"nobody": 404}, otherwise=404),
    *form("units-post-add", office("posts/add/")),
    *form("units-assign", lambda world: f"/units/posts/{world.post.id}/assign/", head=200),
    *form("units-holding-end", holding, head=200),
    *form("units-role-add", office("roles/add/")),
    *form("units-role-add", root("roles/add/"), administrator=200),
    *form("units-grant-end", grant, clerk=200),
    *form("units-route-set", root("routes/set/")),
    Row("units-route-set", office("routes/set/"), OUTSIDE, otherwise=302),
    *form("units-import", root("import/")),
    Row("units-import", office("import/"), otherwise=404),
    Row("units-import-sample", root("import/units.csv"), ADMINS_ONLY, otherwise=403),
    Row("units-import-sample", root("import/people.xlsx"), ADMINS_ONLY, otherwise=403),
    Row("units-import-sample", root("import/others.csv"), {**ADMINS_ONLY, "org_admin": 404}, otherwise=403),
    Row("units-import-preview", root(f"import/{'x' * 32}/"), {"org_admin": 404, **OUTSIDE}, otherwise=403),
    Row("units-imports", root("imports/"), ADMINS_ONLY, otherwise=403),
    Row("units-import-undo", imported, ADMINS_ONLY, otherwise=403),
    Row("units-import-undo", imported, {"nobody": 401, "org_admin": 302, **OUTSIDE}, otherwise=403, method="post"),
]
