"""Figures in classes: bounds, ties, and every figure in one class."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.programme.indicators.rules.classes import MOST, How, classes


def made(*numbers: int) -> list[Fraction]:
    return [Fraction(each) for each in numbers]


@pytest.mark.parametrize(
    ("values", "how", "expected"),
    [
        ((), How.QUANTILES, ()),
        ((7,), How.QUANTILES, (7, 7)),
        ((7, 7, 7), How.STEPS, (7, 7)),
        (range(1, 11), How.QUANTILES, (1, 3, 5, 7, 9, 10)),
        (range(11), How.STEPS, (0, 2, 4, 6, 8, 10)),
        # One far above all others: equal steps leave classes empty, quantiles do not.
        ((1, 2, 3, 4, 100), How.QUANTILES, (1, 2, 3, 4, 100, 100)),
        # Where many are equal there are fewer classes.
        ((0, 0, 0, 0, 0, 0, 0, 0, 5, 9), How.QUANTILES, (0, 5, 9)),
        ((1, 2), How.QUANTILES, (1, 2, 2)),
    ],
)
def test_bounds(values: tuple[int, ...], how: How, expected: tuple[int, ...]) -> None:
    assert classes(made(*values), how).bounds == tuple(made(*expected))


numbers = st.lists(st.fractions(-1000, 1000, max_denominator=50), min_size=1, max_size=80)


@given(numbers, st.sampled_from(How))
def test_each_figure_lies_within_the_bounds_of_its_class(values: list[Fraction], how: How) -> None:
    found = classes(values, how)
    assert list(found.bounds) == sorted(found.bounds)
    assert 1 <= found.count <= MOST
    for value in values:
        at = found.of(value)
        assert 0 <= at < found.count
        assert found.bounds[at] <= value
        assert value < found.bounds[at + 1] or at == found.count - 1


@given(numbers)
def test_of_quantiles_no_class_is_empty_and_none_has_many_more_unless_figures_are_equal(
    values: list[Fraction],
) -> None:
    found = classes(values, How.QUANTILES)
    of = [found.of(value) for value in values]
    assert set(of) == set(range(found.count))
    if len(set(values)) == len(values):
        assert max(map(of.count, of)) <= -(-len(values) // MOST)


@given(numbers, st.sampled_from(How))
def test_more_is_never_a_lower_class(values: list[Fraction], how: How) -> None:
    found = classes(values, how)
    placed = [found.of(value) for value in sorted(values)]
    assert placed == sorted(placed)
