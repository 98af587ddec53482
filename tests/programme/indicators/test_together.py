"""A target that needs several series is reached only when each is."""

from __future__ import annotations

from itertools import product

import pytest

from namro.programme.indicators.rules import Attainment, Status, together


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([Status.REACHED, Status.REACHED], Status.REACHED),
        ([Status.EXCEEDED, Status.EXCEEDED], Status.EXCEEDED),
        ([Status.EXCEEDED, Status.REACHED], Status.REACHED),
        ([Status.REACHED, Status.MISSED], Status.MISSED),
        ([Status.NO_DATA, Status.MISSED], Status.MISSED),
        ([Status.REACHED, Status.NO_DATA], Status.NO_DATA),
        ([Status.REACHED, Status.NEEDS_JUDGEMENT], Status.NEEDS_JUDGEMENT),
        ([Status.NO_DATA, Status.NOT_COMPARABLE], Status.NOT_COMPARABLE),
        ([Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK], Status.OFF_TRACK),
        ([Status.ON_TRACK, Status.REACHED], Status.ON_TRACK),
        ([Status.NOT_DUE, Status.REACHED], Status.NOT_DUE),
    ],
)
def test_the_gravest_answer_is_the_answer(statuses: list[Status], expected: Status) -> None:
    assert together([Attainment(each) for each in statuses]) is expected
    assert together([Attainment(each) for each in reversed(statuses)]) is expected


@pytest.mark.parametrize(("one", "other"), list(product(Status, Status)))
def test_it_is_reached_only_when_each_is(one: Status, other: Status) -> None:
    answer = together([Attainment(one), Attainment(other)])
    assert answer.attained == (one.attained and other.attained)


def test_without_a_series_there_is_no_answer() -> None:
    with pytest.raises(ValueError, match="at least one"):
        together([])
