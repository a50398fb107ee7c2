"""The organisation through time: every change holds from its day, what was stays on record, the tree is always a tree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from samrit.apps.audit.models import Event
from samrit.apps.ground.denied import NotNow
from samrit.apps.orgs import queries, services
from samrit.apps.orgs.models import Ancestor, Placement, Tree, Unit
from samrit.apps.orgs.services import NewUnit
from samrit.base.issues import Refused

JAN, FEB, MAR, APR = (date(2026, month, 1) for month in (1, 2, 3, 4))
DAY = timedelta(days=1)


def agency(name: str = "กรมสมมุติ") -> Unit:
    return services.create_root(kind="department", name_th=name, since=JAN, by=None)


def unit(parent: Unit, name: str, since: date = JAN, kind: str = "division", **more: Any) -> Unit:
    return services.create_unit(parent=parent, kind=kind, name_th=name, since=since, by=None, **more)


def drawn(root: Unit, day: date) -> list[str]:
    return ["-" * one.depth + one.name_th for one in queries.tree_on(root, day)]


def names(units: list[queries.UnitView]) -> list[str]:
    return [one.name_th for one in units]


def test_units_beside_each_other_stand_in_thai_order() -> None:
    root = agency()
    for name in ("สน.10", "แผน", "สน.2", "กอง"):
        unit(root, name)
    assert drawn(root, JAN) == ["กรมสมมุติ", "-กอง", "-แผน", "-สน.2", "-สน.10"]


def test_the_database_puts_names_in_the_same_order() -> None:
    root = agency()
    for name in ("สน.10", "ไผ่", "สน.2", "ผา", "เก่ง", "เก็ง", "Alpha", "beta"):
        unit(root, name)
    stored = Placement.objects.filter(parent=root).order_by("sort_key").values_list("name_th", flat=True)
    assert list(stored) == names(queries.tree_on(root, JAN))[1:]


def test_a_unit_is_not_there_before_its_first_day() -> None:
    root = agency()
    made = unit(root, "กอง 1", since=FEB)
    assert queries.below(root, FEB - DAY) == []
    assert names(queries.below(root, FEB)) == ["กอง 1"]
    assert not queries.is_there(made, FEB - DAY)
    assert queries.is_there(made, FEB)


def test_a_renamed_unit_keeps_its_old_name_for_the_days_it_had_it() -> None:
    root = agency()
    one = unit(root, "กองเก่า", name_en="Old division")
    services.rename(unit=one, on=FEB, name_th="กองใหม่", by=None)
    assert queries.name_of(one, FEB - DAY).name_th == "กองเก่า"
    assert queries.name_of(one, FEB).name_th == "กองใหม่"
    assert queries.name_of(one, FEB).name("en") == "Old division"
    assert [view.name_th for view in queries.history_of(one)] == ["กองเก่า", "กองใหม่"]


def test_a_moved_unit_takes_what_is_below_it_along_from_that_day() -> None:
    root = agency()
    a, b = unit(root, "ก"), unit(root, "ข")
    child = unit(a, "ก1")
    grandchild = unit(child, "ก11")
    services.move(unit=child, to=b, on=FEB, by=None)
    assert drawn(root, FEB - DAY) == ["กรมสมมุติ", "-ก", "--ก1", "---ก11", "-ข"]
    assert drawn(root, FEB) == ["กรมสมมุติ", "-ก", "-ข", "--ก1", "---ก11"]
    assert names(queries.above(grandchild, FEB - DAY)) == ["ก1", "ก", "กรมสมมุติ"]
    assert names(queries.above(grandchild, FEB)) == ["ก1", "ข", "กรมสมมุติ"]
    assert queries.superior(child, FEB) == b.id
    assert names(queries.below(b, FEB)) == ["ก1", "ก11"]


def test_a_move_reaches_later_trees_and_ends_where_a_later_move_begins() -> None:
    root = agency()
    a, b, c = unit(root, "ก"), unit(root, "ข"), unit(root, "ค")
    child = unit(a, "ก1")
    services.move(unit=child, to=c, on=APR, by=None)
    services.rename(unit=child, on=MAR, name_th="ก1ใหม่", by=None)
    services.move(unit=child, to=b, on=FEB, by=None)
    assert [queries.superior(child, day) for day in (JAN, FEB, MAR, APR)] == [a.id, b.id, b.id, c.id]
    assert [names(queries.above(child, day))[0] for day in (JAN, FEB, MAR, APR)] == ["ก", "ข", "ข", "ค"]


def test_a_name_entered_before_a_planned_one_does_not_undo_it() -> None:
    root = agency()
    one = unit(root, "ที่หนึ่ง")
    services.rename(unit=one, on=MAR, name_th="ที่สาม", by=None)
    services.rename(unit=one, on=FEB, name_th="ที่สอง", by=None)
    told = [queries.name_of(one, day).name_th for day in (JAN, FEB, MAR)]
    assert told == ["ที่หนึ่ง", "ที่สอง", "ที่สาม"]


def test_merged_units_close_and_leave_their_duties_and_children_to_the_one_that_stays() -> None:
    root = agency()
    a, b, c = unit(root, "ก"), unit(root, "ข"), unit(root, "ค")
    child = unit(b, "ข1")
    unit(b, "ข2", since=APR)
    services.merge(units=[b, c], into=a, on=FEB, by=None)
    assert drawn(root, FEB - DAY) == ["กรมสมมุติ", "-ก", "-ข", "--ข1", "-ค"]
    assert drawn(root, FEB) == ["กรมสมมุติ", "-ก", "--ข1"]
    assert drawn(root, APR) == ["กรมสมมุติ", "-ก", "--ข1", "--ข2"]
    assert queries.successors_of(b, FEB - DAY) == [b.id]
    assert queries.successors_of(b, FEB) == [a.id]
    assert queries.successors_of(child, FEB) == [child.id]
    assert queries.name_of(b, APR).name_th == "ข"
    assert Unit.objects.get(id=b.id).closed_on == FEB


def test_a_split_unit_closes_and_its_parts_share_what_was_below_it() -> None:
    root = agency()
    a = unit(root, "ก")
    first, second = unit(a, "ก1"), unit(a, "ก2")
    made = services.split(
        unit=a, into=[NewUnit("division", "ซ้าย"), NewUnit("division", "ขวา", takes=(second,))], on=FEB, by=None
    )
    assert drawn(root, FEB) == ["กรมสมมุติ", "-ขวา", "--ก2", "-ซ้าย", "--ก1"]
    assert drawn(root, FEB - DAY) == ["กรมสมมุติ", "-ก", "--ก1", "--ก2"]
    assert set(queries.successors_of(a, FEB)) == {one.id for one in made}
    assert queries.superior(first, FEB) == made[0].id


def test_duties_are_found_through_a_chain_of_mergers() -> None:
    root = agency()
    a, b, c = unit(root, "ก"), unit(root, "ข"), unit(root, "ค")
    services.merge(units=[a], into=b, on=FEB, by=None)
    services.merge(units=[b], into=c, on=MAR, by=None)
    assert queries.successors_of(a, FEB) == [b.id]
    assert queries.successors_of(a, MAR) == [c.id]


def test_a_closed_units_duties_go_to_its_superior() -> None:
    root = agency()
    a = unit(root, "ก")
    child = unit(a, "ก1")
    services.close(unit=child, on=FEB, by=None)
    assert drawn(root, FEB) == ["กรมสมมุติ", "-ก"]
    assert queries.successors_of(child, FEB) == [a.id]


REFUSED: dict[str, Callable[[dict[str, Unit]], object]] = {
    "above itself": lambda u: services.move(unit=u["a"], to=u["a1"], on=FEB, by=None),
    "below itself later": lambda u: services.move(unit=u["a"], to=u["later"], on=FEB, by=None),
    "into another agency": lambda u: services.move(unit=u["a"], to=u["other"], on=FEB, by=None),
    "the agency moved": lambda u: services.move(unit=u["root"], to=u["a"], on=FEB, by=None),
    "the agency closed": lambda u: services.close(unit=u["root"], on=FEB, by=None),
    "closed with units below": lambda u: services.close(unit=u["a"], on=FEB, by=None),
    "closed before a planned change": lambda u: services.close(unit=u["later"], on=FEB, by=None),
    "renamed before it was there": lambda u: services.rename(unit=u["a"], name_th="ใ", on=JAN - DAY, by=None),
    "set up below a closed one": lambda u: unit(u["closed"], "ใหม่", since=MAR),
    "set up below a future one": lambda u: unit(u["future"], "ใหม่", since=FEB),
    "merged into one below it": lambda u: services.merge(units=[u["a"]], into=u["a1"], on=FEB, by=None),
    "merged with another agency": lambda u: services.merge(units=[u["other"]], into=u["a"], on=FEB, by=None),
    "merged with itself": lambda u: services.merge(units=[u["a"]], into=u["a"], on=FEB, by=None),
    "merged into a closed one": lambda u: services.merge(units=[u["a1"]], into=u["closed"], on=MAR, by=None),
    "split into nothing": lambda u: services.split(unit=u["a"], into=[], on=FEB, by=None),
    "split with a stranger": lambda u: services.split(
        unit=u["a"], into=[NewUnit("x", "ใหม่", takes=(u["later"],))], on=FEB, by=None
    ),
    "a code twice": lambda u: unit(u["root"], "ใหม่", code="A"),
    "the agency's code": lambda u: services.create_units(
        parent=u["root"], units=[NewUnit("x", "ก", code="N"), NewUnit("x", "ข", code="N")], since=FEB, by=None
    ),
}


@pytest.mark.parametrize("attempt", REFUSED.values(), ids=REFUSED)
def test_what_would_be_no_tree_is_refused_and_changes_nothing(attempt: Callable[[dict[str, Unit]], object]) -> None:
    root = agency()
    units = {"root": root, "a": unit(root, "ก", code="A"), "other": agency("กรมอื่น")}
    units["a1"] = unit(units["a"], "ก1")
    units["later"] = unit(root, "ข")
    services.move(unit=units["later"], to=units["a1"], on=MAR, by=None)
    units["closed"] = unit(root, "ค")
    services.close(unit=units["closed"], on=FEB, by=None)
    units["future"] = unit(root, "ง", since=APR)
    before = (list(Placement.objects.order_by("id").values()), list(Ancestor.objects.order_by("id").values()))
    events = Event.objects.count()
    with pytest.raises(NotNow), transaction.atomic():
        attempt(units)
    assert (list(Placement.objects.order_by("id").values()), list(Ancestor.objects.order_by("id").values())) == before
    assert Event.objects.count() == events


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "OG001"),
        ("   ", "OG001"),
        ("ก" * 301, "OG002"),
        ("<b>กอง</b>", "OG003"),
        ("&lt;script", "OG003"),
        ("=HYPERLINK(1)", "OG003"),
        ("กอง\u202eabc", "OG004"),
        ("กอง\u2066abc", "OG004"),
        ("กอง\u0007", "OG004"),
        ("ก" + "้" * 12, "OG004"),
        ("กอง\ue000", "OG004"),
    ],
)
def test_a_name_that_would_deceive_is_refused(name: str, code: str) -> None:
    root = agency()
    for attempt in (
        lambda: unit(root, name),
        lambda: services.rename(unit=root, name_th=name, on=FEB, by=None),
        lambda: services.split(unit=unit(root, "ก"), into=[NewUnit("x", name)], on=FEB, by=None),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert {issue.code for issue in refused.value.issues} == {code}


def test_word_breaks_put_in_by_a_word_processor_do_no_harm() -> None:
    root = agency()
    assert queries.name_of(unit(root, "กอง\u200bแผนงาน"), JAN).name_th == "กองแผนงาน"


def test_a_unit_is_found_by_any_of_its_words_by_its_short_and_its_former_name() -> None:
    root = agency()
    one = unit(root, "กองกำกับการอำนวยการ ๗", short_th="กก.อก.7", code="D7")
    unit(root, "กองแผนงาน")
    services.rename(unit=one, on=FEB, name_th="ศูนย์ปฏิบัติการ ๗", short_th="ศปก.7", by=None)
    for text in ("ปฏิบัติการ", "7 ศูนย์", "ศปก.", "D7"):
        assert [(hit.unit.id, hit.matched) for hit in queries.search(root, text, FEB)] == [(one.id, "ศูนย์ปฏิบัติการ ๗")]
    former = queries.search(root, "อำนวยการ", FEB)
    assert [(hit.unit.name_th, hit.matched) for hit in former] == [("ศูนย์ปฏิบัติการ ๗", "กองกำกับการอำนวยการ ๗")]
    assert queries.search(root, "  ", FEB) == []


def test_a_search_never_leaves_the_agency() -> None:
    root, other = agency(), agency("กรมอื่น")
    unit(other, "กองแผนงาน")
    assert queries.search(root, "กองแผนงาน", JAN) == []
    assert [hit.unit.name_th for hit in queries.search(other, "กองแผนงาน", JAN)] == ["กองแผนงาน"]


def test_every_change_is_recorded_about_its_unit_and_without_names() -> None:
    root = agency()
    one = unit(root, "กองลับมาก")
    services.rename(unit=one, on=FEB, name_th="กองใหม่มาก", by=None)
    told = Event.objects.filter(subjects__object=one.id).order_by("number").select_related("detail")
    assert [event.code for event in told] == ["orgs.unit_made", "orgs.unit_renamed"]
    assert "กอง" not in str([event.detail.payload for event in told])


# the closure against a naive walk, after random changes on random days

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["create", "create", "move", "move", "rename", "merge", "close", "split"]),
        st.integers(0, 30), st.integers(0, 30), st.integers(0, 11),
    ),
    max_size=14,
)  # fmt: skip


def walked(root: Unit, day: date) -> set[tuple[UUID, UUID, int]]:
    """Slow and plain: from every unit that stands, up by its placement of the day."""
    parents = {
        one.unit_id: one.parent_id
        for one in Placement.objects.filter(unit__in=[root, *root.all_units.all()])
        if one.since <= day and (one.until is None or day < one.until)
    }
    found = set()
    for start in parents:
        at: UUID | None = start
        depth = 0
        while at is not None:
            found.add((at, start, depth))
            at, depth = parents[at], depth + 1
            assert depth < 50
    return found


def in_closure(root: Unit, day: date) -> set[tuple[UUID, UUID, int]]:
    tree = Tree.objects.filter(root=root, since__lte=day).order_by("-since").first()
    return set() if tree is None else set(tree.rows.values_list("above_id", "below_id", "depth"))


@settings(max_examples=15)
@given(STEPS)
def test_the_closure_is_what_a_walk_up_the_placements_gives_on_every_day(
    steps: list[tuple[str, int, int, int]],
) -> None:
    with transaction.atomic():
        root = agency()
        units = [root]
        # independently of the program: under whom each unit stands, day by day
        standing: dict[UUID, list[UUID | None]] = {root.id: [None] * 13}
        for what, first, second, month in steps:
            one, other, day = units[first % len(units)], units[second % len(units)], JAN + month * DAY
            try:
                with transaction.atomic():
                    if what == "create":
                        units.append(unit(one, "ก", since=day))
                        standing[units[-1].id] = [None] * month + [one.id] * (13 - month)
                    elif what == "move":
                        services.move(unit=one, to=other, on=day, by=None)
                        row = standing[one.id]
                        old = row[month]
                        for index in range(month, 13):
                            if row[index] != old:
                                break
                            row[index] = other.id
                    elif what == "rename":
                        services.rename(unit=one, on=day, name_th=f"ข{first}", by=None)
                    elif what == "merge":
                        services.merge(units=[one], into=other, on=day, by=None)
                        inherit(standing, one.id, other.id, month)
                    elif what == "close":
                        services.close(unit=one, on=day, by=None)
                        standing[one.id][month:] = [None] * (13 - month)
                    else:
                        parent = standing[one.id][month]
                        made = services.split(unit=one, into=[NewUnit("x", "ค")], on=day, by=None)[0]
                        units.append(made)
                        standing[made.id] = [None] * month + [parent] * (13 - month)
                        inherit(standing, one.id, made.id, month)
            except NotNow:
                continue
        for index in range(13):
            day = JAN + index * DAY
            assert in_closure(root, day) == walked(root, day)
            expected = {(key, row[index]) for key, row in standing.items() if row[index] is not None}
            assert {(below, above) for above, below, depth in in_closure(root, day) if depth == 1} == expected
            assert {one.id for one in queries.tree_on(root, day)} == {below for _, below, _ in walked(root, day)}
        transaction.set_rollback(True)


def inherit(standing: dict[UUID, list[UUID | None]], old: UUID, new: UUID, month: int) -> None:
    standing[old][month:] = [None] * (13 - month)
    for row in standing.values():
        row[month:] = [new if parent == old else parent for parent in row[month:]]


@pytest.mark.parametrize("count", [10, 300])
def test_reading_takes_as_many_queries_in_a_large_agency_as_in_a_small_one(
    count: int, django_assert_num_queries: Any
) -> None:
    root = agency()
    first, *_ = services.create_units(
        parent=root, units=[NewUnit("division", f"กอง {n}") for n in range(count // 2)], since=JAN, by=None
    )
    made = services.create_units(
        parent=first, units=[NewUnit("section", f"ฝ่าย {n}") for n in range(count // 2)], since=JAN, by=None
    )
    with django_assert_num_queries(1):
        assert len(queries.tree_on(root, JAN)) == count + 1
    with django_assert_num_queries(2):
        assert len(queries.below(first, JAN)) == count // 2
    with django_assert_num_queries(2):
        assert len(queries.above(made[-1], JAN)) == 2
    with django_assert_num_queries(1):
        queries.names_of([one.id for one in made], JAN)
    with django_assert_num_queries(2):
        queries.search(root, "ฝ่าย", JAN)


@pytest.mark.parametrize("count", [10, 300])
def test_changing_the_tree_takes_as_many_queries_in_a_large_agency_as_in_a_small_one(
    count: int, django_assert_max_num_queries: Any
) -> None:
    root = agency()
    with django_assert_max_num_queries(25):
        made = services.create_units(
            parent=root, units=[NewUnit("division", f"กอง {n}") for n in range(count)], since=JAN, by=None
        )
    with django_assert_max_num_queries(25):
        services.move(unit=made[0], to=made[1], on=FEB, by=None)
