"""The quick reckoning against one that walks day by day, and arrays against single dates."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.foundation.calendar import CalendarError
from namro.foundation.calendar.working import national_calendar

CALENDAR = national_calendar()
FIRST, LAST = date(2010, 1, 1), date(2027, 12, 31)
ONE = timedelta(days=1)
#: What each day is, asked one by one; all that the slow reference knows.
WORKED = {
    FIRST + timedelta(days=n): CALENDAR.day(FIRST + timedelta(days=n)).type.worked
    for n in range((date(2030, 12, 31) - FIRST).days + 1)
}


def _slow_due(received: datetime, days: int, cut_off: int) -> date:
    """The due day as one finds it with a finger on a wall calendar."""
    day = received.date()
    if WORKED[day] and received.hour * 3600 + received.minute * 60 + received.second > cut_off:
        day += ONE
    while not WORKED[day]:
        day += ONE
    step = ONE if days > 0 else -ONE
    left = abs(days)
    while left:
        day += step
        left -= WORKED[day]
    return day


def _cases(count: int) -> list[tuple[datetime, int]]:
    rng = random.Random(20260110)
    start = datetime.combine(FIRST + timedelta(days=120), datetime.min.time())
    seconds = int((datetime.combine(LAST, datetime.min.time()) - start).total_seconds())
    return [
        (start + timedelta(seconds=rng.randrange(seconds)), rng.randrange(-40, 90))
        for _ in range(count)
    ]


def test_due_days_of_100_000_random_cases_are_those_of_a_slow_reference() -> None:
    cases = _cases(100_000)
    slow = [_slow_due(received, days, 15 * 3600) for received, days in cases]
    assert [CALENDAR.due_day(received, days).at for received, days in cases] == slow
    received = np.array([one for one, _ in cases], dtype="datetime64[s]")
    counts = np.array([days for _, days in cases])
    assert CALENDAR.many.due_days(received, counts).tolist() == slow


def test_due_moments_are_those_of_a_clock_that_ticks() -> None:
    rng = random.Random(20260822)
    for _ in range(150):
        minutes = rng.randrange(1, 2000)
        begin = datetime.combine(FIRST + timedelta(days=rng.randrange(6000)), datetime.min.time())
        begin += timedelta(minutes=rng.randrange(24 * 60))
        at, left = begin, minutes
        while left:
            left -= WORKED[at.date()] and (8 <= at.hour < 12 or 13 <= at.hour < 17)
            at += timedelta(minutes=1)
        assert CALENDAR.add_working_hours(begin, Fraction(minutes, 60)) == at


@given(
    st.lists(
        st.tuples(
            st.integers(0, 28 * 366 * 86_400),
            st.integers(0, 28 * 366 * 86_400),
            st.integers(-200, 200),
            st.integers(-2_000_000, 2_000_000),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_arrays_agree_with_single_dates(rows: list[tuple[int, int, int, int]]) -> None:
    base = datetime.fromisoformat("2011-01-01")
    starts = [base + timedelta(seconds=row[0]) for row in rows]
    ends = [base + timedelta(seconds=row[1]) for row in rows]
    counts, seconds = [row[2] for row in rows], [row[3] for row in rows]
    first, last = (np.array(moments, dtype="datetime64[s]") for moments in (starts, ends))
    days = first.astype("datetime64[D]")
    many = CALENDAR.many
    assert many.add_working_days(days, counts).tolist() == [
        CALENDAR.add_working_days(start, n) for start, n in zip(starts, counts, strict=True)
    ]
    assert many.working_days_between(days, last.astype("datetime64[D]")).tolist() == [
        CALENDAR.working_days_between(*pair) for pair in zip(starts, ends, strict=True)
    ]
    assert many.counted_from(first).tolist() == [CALENDAR.counted_from(one) for one in starts]
    assert many.add_working_seconds(first, seconds).tolist() == [
        CALENDAR.add_working_hours(start, Fraction(n, 3600))
        for start, n in zip(starts, seconds, strict=True)
    ]
    assert many.working_seconds_between(first, last).tolist() == [
        CALENDAR.working_time_between(*pair).total_seconds()
        for pair in zip(starts, ends, strict=True)
    ]
    assert many.is_estimate(days).tolist() == [CALENDAR.is_estimate(one.date()) for one in starts]


@pytest.mark.parametrize("wrong", ["2009-12-31", "2041-01-01", "NaT"])
def test_an_array_with_a_day_outside_is_refused_with_its_place(wrong: str) -> None:
    days = np.array(["2025-11-17", wrong], dtype="datetime64[D]")
    moments = days.astype("datetime64[s]")
    many = CALENDAR.many
    for call in (
        lambda: many.add_working_days(days, 1),
        lambda: many.due_days(moments, 1),
        lambda: many.add_working_seconds(moments, 1),
        lambda: many.working_days_between(days[:1], days[1:]),
    ):
        with pytest.raises(CalendarError, match=r"Phần tử thứ [12]: ngày nằm ngoài"):
            call()
    with pytest.raises(CalendarError, match="Phần tử thứ 1: kết quả"):
        many.add_working_days(days[:1], 10_000)


def test_an_empty_array_is_an_empty_answer() -> None:
    none = np.array([], dtype="datetime64[D]")
    assert CALENDAR.many.add_working_days(none, 3).tolist() == []
