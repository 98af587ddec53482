"""Small charts of units: gaps, scales, what is said in words."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.programme.indicators.rules.minis import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Point,
    Scale,
    Trend,
    draw,
    scale_of,
    summary,
    trend,
)


def points(*values: int | None) -> list[Point]:
    return [Point(place, Fraction(each)) for place, each in enumerate(values) if each is not None]


SCALE = Scale(Fraction(0), Fraction(10))


def test_a_missing_period_breaks_the_line_and_a_lonely_figure_is_a_dot() -> None:
    drawn = draw(points(1, 2, None, 4, None, None, 7, 8), 8, SCALE)
    assert [len(line) for line in drawn.lines] == [2, 2]
    assert len(drawn.dots) == 2  # the fourth alone, and the last
    assert drawn.lines[0][0][0] == LEFT
    assert drawn.lines[0][0][1] == pytest.approx(TOP + 0.9 * (HEIGHT - TOP - BOTTOM))
    assert drawn.lines[-1][-1][0] == WIDTH - RIGHT


def test_an_estimate_is_hollow_and_the_last_figure_is_not() -> None:
    said = [Point(0, Fraction(1), estimate=True), Point(1, Fraction(2)), Point(2, Fraction(3))]
    assert [each.hollow for each in draw(said, 3, SCALE).dots] == [True, False]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (5, 100, (0, 100)),  # zero takes little room
        (90, 100, (90, 100)),  # it would take most of it
        (50, 100, (0, 100)),
        (-5, 100, (-5, 100)),
        (0, 0, (0, 0)),
        (7, 7, (7, 7)),
    ],
)
def test_a_scale_begins_at_zero_where_that_leaves_half_to_the_figures(
    low: int, high: int, expected: tuple[int, int]
) -> None:
    found = scale_of(Fraction(low), Fraction(high))
    assert found == Scale(*map(Fraction, expected))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((), Trend.TOO_FEW),
        ((1, 2, 3, 4), Trend.TOO_FEW),
        ((1, 2, 3, 4, 5), Trend.UP),
        ((5, 4, 3, 2, 1), Trend.DOWN),
        ((3, 3, 3, 3, 3, 3), Trend.NONE),
        ((1, 9, 2, 8, 3, 7, 4, 6), Trend.NONE),
        # One wild figure makes no trend, and does not hide one.
        ((5, 5, 5, 5, 5, 5, 5, 900), Trend.NONE),
        ((1, 2, 3, 4, 900, 5, 6, 7, 8), Trend.UP),
    ],
)
def test_a_trend_is_said_only_where_chance_would_not_do(
    values: tuple[int, ...], expected: Trend
) -> None:
    assert trend([Fraction(each) for each in values]) is expected


def test_a_trend_agrees_with_the_exact_table() -> None:
    """M. G. Kendall's table for ten values: S = 23 is beyond 5 % (two-sided), S = 21 is not."""
    just = [Fraction(each) for each in (2, 1, 3, 4, 5, 10, 9, 8, 7, 6)]  # 11 of 45 pairs fall
    not_yet = [Fraction(each) for each in (2, 1, 4, 3, 5, 10, 9, 8, 7, 6)]  # 12 of 45
    assert (trend(just), trend(not_yet)) == (Trend.UP, Trend.NONE)


def test_the_lowest_and_highest_are_the_latest_of_equal_ones() -> None:
    told = summary(points(5, 1, 9, 1, 9, 5))
    assert told is not None
    assert (told.last.index, told.lowest.index, told.highest.index) == (5, 3, 4)
    assert summary([]) is None


@given(st.lists(st.none() | st.integers(-1000, 1000), max_size=60), st.integers(-50, 50))
def test_every_figure_is_drawn_once_and_within_the_box(values: list[int | None], low: int) -> None:
    said = points(*values)
    drawn = draw(said, len(values), Scale(Fraction(low), Fraction(low + 40)))
    on_lines = [place for line in drawn.lines for place in line]
    alone = [each for each in drawn.dots if (each.x, each.y) not in on_lines]
    assert len(on_lines) + len(alone) == len(said)
    for x, y in (*on_lines, *((each.x, each.y) for each in drawn.dots)):
        assert LEFT <= x <= WIDTH - RIGHT
        assert TOP <= y <= HEIGHT - BOTTOM


@given(st.lists(st.integers(-100, 100), max_size=40))
def test_turned_round_a_trend_is_the_other_one(values: list[int]) -> None:
    other = {Trend.UP: Trend.DOWN, Trend.DOWN: Trend.UP}
    there = trend([Fraction(each) for each in values])
    assert trend([Fraction(each) for each in values[::-1]]) is other.get(there, there)
