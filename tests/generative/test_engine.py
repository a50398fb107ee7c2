"""What must hold for every pack and every set of facts, tried on many made-up ones."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from samrit.base import figures
from samrit.engine import steps
from samrit.engine.methods.level_table import table_of
from samrit.engine.steps import Condition, Ladder, Step
from samrit.packs.method import Below, Between, LevelTable
from samrit.packs.texts import Words

targets = st.lists(st.decimals(-1000, 1000, places=2), min_size=2, max_size=6, unique=True)
results = st.fractions(-2000, 2000, max_denominator=10_000)


def table(
    ats: list[Decimal], *, descending: bool = False, between: Between = "interpolate", below: Below = "lowest_level"
):
    ordered = sorted(ats, reverse=descending)
    method = LevelTable(
        levels={Decimal(score): at for score, at in enumerate(ordered, 1)},
        direction="descending" if descending else "ascending",
        between=between,
        below=below,
        above="highest_level",
        assumption=Words(th="ทดลอง"),
    )
    return table_of(method, Fraction(1), "test")


def points(looked_up: steps.Table, value: Fraction) -> Fraction:
    found = steps.look_up(looked_up, Step("const", value))
    assert found is not None
    return found.value


@given(targets, results, results, st.sampled_from(["interpolate", "step"]))
def test_more_result_never_lowers_an_ascending_indicator(ats, one, other, between):
    looked_up = table(ats, between=between)
    low, high = sorted([one, other])
    assert points(looked_up, low) <= points(looked_up, high)


@given(targets, results)
def test_a_descending_table_is_the_mirror_image_of_the_ascending_one(ats, value):
    mirrored = table([-at for at in ats], descending=True)
    assert points(table(ats), value) == points(mirrored, -value)


@given(targets, results)
def test_a_score_stays_between_the_ends_of_a_clamped_table(ats, value):
    assert 1 <= points(table(ats), value) <= len(ats)


@given(targets, st.data())
def test_every_target_earns_exactly_its_own_points(ats, data):
    ordered = sorted(ats)
    place = data.draw(st.integers(0, len(ordered) - 1))
    for between in ("interpolate", "step"):
        assert points(table(ats, between=between), figures.exact(ordered[place])) == place + 1


@given(targets, results)
def test_between_two_levels_the_points_lie_on_the_straight_line(ats, value):
    """An independent formula: the cross product of the two neighbouring points and the result is zero."""
    ordered = [figures.exact(at) for at in sorted(ats)]
    score = points(table(ats), value)
    for place, (low, high) in enumerate(pairwise(ordered), 1):
        if low <= value <= high:
            assert (score - place) * (high - low) == (value - low)


@given(
    st.lists(st.booleans(), min_size=1, max_size=6),
    st.sampled_from(["consecutive", "free"]),
)
def test_a_ladder_climbs_as_far_as_its_order_allows(done, order):
    ladder = Ladder(tuple(Fraction(n) for n in range(1, len(done) + 1)), order, Fraction(0), "test")
    one = Step("const", Fraction(1))
    rungs = [[Condition(Step("const", Fraction(flag)), one)] for flag in done]
    reached = steps.climb(ladder, rungs).value
    if order == "consecutive":
        assert reached == (done.index(False) if False in done else len(done))
    else:
        assert reached == max([place for place, flag in enumerate(done, 1) if flag], default=0)


@given(st.fractions(-1000, 1000, max_denominator=100_000), st.integers(0, 6))
def test_rounding_is_off_by_at_most_half_a_place_and_ties_go_away_from_zero(value, places):
    rounded = figures.exact(figures.round_half_up(value, places))
    half = Fraction(1, 2 * 10**places)
    assert abs(rounded - value) <= half
    if abs(rounded - value) == half:
        assert abs(rounded) > abs(value)
