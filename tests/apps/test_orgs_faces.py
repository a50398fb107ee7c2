"""An agency's face: who may set it, what is taken as emblem, and that it rides along where units' names are read."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from PIL import Image
from tests.apps.pictures import png

from samrit.apps.accounts.models import User
from samrit.apps.audit.models import Event
from samrit.apps.ground.denied import Denied
from samrit.apps.orgs import emblems, faces, queries, services
from samrit.apps.orgs.models import Emblem, Role, Unit
from samrit.base.issues import Refused

pytestmark = pytest.mark.django_db
JAN = date(2026, 1, 1)


@pytest.fixture
def root() -> Unit:
    return services.create_root(kind="department", name_th="กรมสมมุติ", since=JAN, by=None)


def admin_of(unit: Unit, role: Role = Role.ORG_ADMIN) -> User:
    user = User.objects.create_user(f"{role}-{unit.id}", name="ผู้ดูแล (สมมุติ)")
    services.grant(user=user, unit=unit, role=role, since=JAN, by=None)
    return user


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [issue.code for issue in refused.value.issues]


def test_the_administrator_of_the_agency_sets_it_and_the_log_says_so(root: Unit) -> None:
    admin = admin_of(root)
    services.set_face(root=root, colour=" #7A1F3D ", digits="thai", by=admin)
    services.set_emblem(root=root, picture=png(), by=admin)
    found = queries.face_of(root.id)
    assert (found.colour, found.digits, len(found.emblem)) == ("7a1f3d", "thai", 64)
    assert [one.code for one in Event.objects.order_by("-number")[:2]] == ["orgs.emblem_set", "orgs.face_set"]


@pytest.mark.parametrize("who", ["of a unit below", "of another agency", "auditor", "of the installation"])
def test_nobody_else_does(root: Unit, who: str) -> None:
    below = services.create_unit(parent=root, kind="division", name_th="กอง", since=JAN, by=None)
    other = services.create_root(kind="department", name_th="กรมอื่นสมมุติ", since=JAN, by=None)
    user = {
        "of a unit below": lambda: admin_of(below), "of another agency": lambda: admin_of(other),
        "auditor": lambda: admin_of(root, Role.AUDITOR), "of the installation": lambda: User.objects.create_user("a", name="a", is_administrator=True),
    }[who]()  # fmt: skip
    events = Event.objects.count()
    with pytest.raises(Denied):
        services.set_face(root=root, colour="", digits="thai", by=user)
    with pytest.raises(Denied):
        services.set_emblem(root=root, picture=png(), by=user)
    assert queries.face_of(root.id) == queries.NO_FACE
    assert Event.objects.count() == events


def test_a_unit_below_an_agency_has_no_face_of_its_own(root: Unit) -> None:
    below = services.create_unit(parent=root, kind="division", name_th="กอง", since=JAN, by=None)
    with pytest.raises(Denied):
        services.set_face(root=below, colour="", digits="thai", by=None)


@pytest.mark.parametrize("colour", ["teal", "fff", "0f4c5", "0f4c5c0", "๐f4c5c", "0f4c5c;}", "#"])
def test_all_that_is_wrong_is_told_at_once(root: Unit, colour: str) -> None:
    if colour == "#":  # a sign without a colour is none
        services.set_face(root=root, colour=colour, digits="arabic", by=None)
        assert queries.face_of(root.id).colour == ""
        return
    with pytest.raises(Refused) as refused:
        services.set_face(root=root, colour=colour, digits="roman", by=None)
    assert codes(refused) == ["OG026", "OG027"]


def test_names_bring_the_face_along_in_their_one_query(root: Unit, django_assert_num_queries: Any) -> None:
    below = services.create_unit(parent=root, kind="division", name_th="กอง", since=JAN, by=None)
    services.set_face(root=root, colour="7a1f3d", digits="thai", by=None)
    services.set_emblem(root=root, picture=png(), by=None)
    with django_assert_num_queries(1):
        found = queries.names_of([root.id, below.id], JAN)
    assert found[root.id].face == queries.face_of(root.id) != queries.NO_FACE
    assert found[below.id].face == queries.NO_FACE


# ── emblems ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def huge() -> bytes:
    """A PNG of a few bytes that says it is 50 000 × 50 000."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")


def gif() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 20)).save(out, "GIF")
    return out.getvalue()


WRONG = {
    "nothing": (b"", "OG023"),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "OG023"),
    "a program called emblem.png": (b"MZ\x90\x00" + bytes(500), "OG023"),
    "a GIF": (gif(), "OG023"),
    "a PDF": (b"%PDF-1.7\n%%EOF", "OG023"),
    "half a PNG": (png()[: len(png()) // 2], "OG023"),
    "a PNG of random bytes": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "OG023"),
    "five megabytes": (png() + bytes(5_000_000), "OG024"),
    "gigabytes when unpacked": (huge(), "OG025"),
}


@pytest.mark.parametrize("name", list(WRONG))
def test_what_is_no_emblem_is_refused_and_nothing_is_kept(root: Unit, name: str) -> None:
    data, code = WRONG[name]
    with pytest.raises(Refused) as refused:
        services.set_emblem(root=root, picture=data, by=None)
    assert codes(refused) == [code]
    assert not Emblem.objects.exists()


def test_only_the_pixels_are_kept(root: Unit) -> None:
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "taken at 13.75, 100.50", 6
    jpeg = png((300, 200), format="JPEG", exif=exif, comment=b"who made it") + b"MZ\x90\x00 and a program behind it"
    services.set_emblem(root=root, picture=jpeg, by=None)
    kept = faces.emblem_of(root.id)
    assert kept is not None
    assert not any(word in kept for word in (b"13.75", b"who made it", b"MZ\x90"))
    with Image.open(io.BytesIO(kept)) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("PNG", (200, 300), {})  # upright


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK"])
def test_every_kind_of_png_and_jpeg_is_taken(mode: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").convert(mode).save(out, "JPEG" if mode == "CMYK" else "PNG")
    with Image.open(io.BytesIO(emblems.cleaned(out.getvalue()))) as picture:
        assert (picture.format, picture.size) == ("PNG", (40, 30))


def test_a_large_one_is_made_smaller_and_a_clear_ground_stays() -> None:
    with Image.open(io.BytesIO(emblems.cleaned(png((1800, 900))))) as picture:
        assert picture.size == (600, 300)
        assert picture.convert("RGBA").getpixel((0, 0))[3] == 0


def test_taken_away_it_is_gone_from_the_face_alone(root: Unit) -> None:
    services.set_face(root=root, colour="7a1f3d", digits="thai", by=None)
    services.set_emblem(root=root, picture=png(), by=None)
    services.set_emblem(root=root, picture=None, by=None)
    assert faces.emblem_of(root.id) is None
    assert queries.face_of(root.id) == queries.FaceView("7a1f3d", "thai")
    assert Event.objects.order_by("-number")[0].code == "orgs.emblem_removed"


def test_the_same_picture_of_two_agencies_is_kept_once(root: Unit) -> None:
    other = services.create_root(kind="department", name_th="กรมอื่นสมมุติ", since=JAN, by=None)
    for one in (root, other, root):
        services.set_emblem(root=one, picture=png(), by=None)
    kept = Emblem.objects.get()
    assert kept.sha256 == hashlib.sha256(bytes(kept.picture)).hexdigest()
    assert queries.face_of(root.id) == queries.face_of(other.id)


@pytest.mark.parametrize("statement", ["UPDATE orgs_emblem SET picture = ''", "DELETE FROM orgs_emblem"])
def test_an_emblem_that_papers_may_have_borne_never_changes(root: Unit, statement: str) -> None:
    services.set_emblem(root=root, picture=png(), by=None)
    services.set_emblem(root=root, picture=None, by=None)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
