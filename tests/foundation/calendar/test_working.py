"""Working days and hours: cases that an official can check on a wall calendar."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.foundation.calendar import CalendarError
from namro.foundation.calendar.office import OfficeHours
from namro.foundation.calendar.working import VIETNAM, national_calendar

CALENDAR = national_calendar()
DAYS = st.dates(date(2011, 1, 1), date(2039, 1, 1))
MOMENTS = st.datetimes(
    datetime.fromisoformat("2011-01-01"), datetime.fromisoformat("2039-01-01")
).map(lambda at: at.replace(microsecond=0))
COUNTS = st.integers(-200, 200)
SECONDS = st.integers(-2_000_000, 2_000_000)


def _day(written: str) -> date:
    return datetime.fromisoformat(f"{written[6:]}-{written[3:5]}-{written[:2]}").date()


def _at(written: str) -> datetime:
    return datetime.combine(_day(written[:10]), time.fromisoformat(written[11:]))


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("17/11/2025", 0, "17/11/2025"),
        ("17/11/2025", 5, "24/11/2025"),  # over a weekend; 24/11 is worked in 2025
        ("17/11/2026", 5, "25/11/2026"),  # over Vietnam Cultural Day
        ("15/11/2025", 0, "17/11/2025"),  # a Saturday counts as Monday
        ("15/11/2025", 3, "20/11/2025"),
        ("20/11/2025", -3, "17/11/2025"),
        ("22/01/2025", 5, "05/02/2025"),  # over Tết: 27 to 31 January off
        ("13/02/2026", 1, "23/02/2026"),
        ("29/04/2025", 1, "05/05/2025"),  # 30/4, 1/5, and 2/5 swapped
        ("25/04/2025", 1, "26/04/2025"),  # the Saturday worked for it
        ("08/01/2026", 2, "10/01/2026"),  # Saturday 10/01 worked for 02/01
        ("31/12/2025", 1, "05/01/2026"),
        ("21/08/2026", 1, "22/08/2026"),
        ("28/08/2026", 1, "03/09/2026"),
        ("31/12/2014", 1, "05/01/2015"),
        ("26/12/2014", 1, "27/12/2014"),
    ],
)
def test_add_working_days(start: str, days: int, due: str) -> None:
    assert CALENDAR.add_working_days(_day(start), days) == _day(due)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("17/11/2025", "24/11/2025", 5),
        ("15/11/2025", "17/11/2025", 0),  # Saturday counts as Monday
        ("24/11/2025", "17/11/2025", -5),
        ("01/01/2026", "01/02/2026", 21),  # 22 weekdays, less 1/1 and 2/1, and a Saturday more
        ("01/01/2025", "01/01/2026", 250),
    ],
)
def test_working_days_between(start: str, end: str, days: int) -> None:
    assert CALENDAR.working_days_between(_day(start), _day(end)) == days


@pytest.mark.parametrize(
    ("received", "counted"),
    [
        ("17/11/2025 07:00", "17/11/2025"),
        ("17/11/2025 15:00", "17/11/2025"),
        ("17/11/2025 15:00:01", "18/11/2025"),
        ("14/11/2025 16:00", "17/11/2025"),  # Friday after the cut-off
        ("15/11/2025 09:00", "17/11/2025"),
        ("15/11/2025 16:00", "17/11/2025"),  # a day off has no cut-off
        ("31/12/2025 15:30", "05/01/2026"),
        ("10/01/2026 14:00", "10/01/2026"),  # a Saturday worked
        ("10/01/2026 15:01", "12/01/2026"),
    ],
)
def test_what_is_received_counts_from(received: str, counted: str) -> None:
    assert CALENDAR.counted_from(_at(received)) == _day(counted)


def test_the_cut_off_is_a_parameter() -> None:
    late = _at("17/11/2025 16:20")
    hours = OfficeHours(cut_off=time(16, 30))
    assert CALENDAR.counted_from(late) == _day("18/11/2025")
    assert CALENDAR.with_office(hours).counted_from(late) == _day("17/11/2025")
    assert CALENDAR.with_office(OfficeHours(cut_off=None)).counted_from(late) == _day("17/11/2025")
    assert CALENDAR.counted_from(_day("17/11/2025")) == _day("17/11/2025")


def test_due_days_say_from_when_and_how_sure() -> None:
    due = CALENDAR.due_day(_at("17/11/2025 15:30"), 3)
    assert (due.counted_from, due.at) == (_day("18/11/2025"), _day("21/11/2025"))
    assert not due.estimated
    assert due.calendar == CALENDAR.version
    assert CALENDAR.due_day(_day("30/12/2026"), 1).estimated is False
    assert CALENDAR.due_day(_day("30/12/2026"), 2).estimated is True


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("17/11/2025 08:00", 4, "17/11/2025 12:00"),
        ("17/11/2025 08:00", 8, "17/11/2025 17:00"),  # not 08:00 of the next day
        ("17/11/2025 08:00", 9, "18/11/2025 09:00"),
        ("17/11/2025 10:30", 3, "17/11/2025 14:30"),
        ("17/11/2025 12:20", 1, "17/11/2025 14:00"),  # at noon nothing runs
        ("17/11/2025 17:00", 1, "18/11/2025 09:00"),
        ("14/11/2025 16:00", 2, "17/11/2025 09:00"),
        ("15/11/2025 10:00", 8, "17/11/2025 17:00"),
        ("17/11/2025 17:00", -8, "17/11/2025 08:00"),
        ("18/11/2025 09:00", -2, "17/11/2025 16:00"),
        ("17/11/2025 12:30", 0, "17/11/2025 13:00"),
        ("17/11/2025 11:30", 0, "17/11/2025 11:30"),
        ("17/11/2025 08:00", Fraction(1, 2), "17/11/2025 08:30"),
        ("17/11/2025 08:00", 240, "26/12/2025 17:00"),  # 30 working days of 8 hours
    ],
)
def test_add_working_hours(start: str, hours: int | Fraction, due: str) -> None:
    assert CALENDAR.add_working_hours(_at(start), hours) == _at(due)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("17/11/2025 08:00", "17/11/2025 17:00", 8),
        ("17/11/2025 11:00", "17/11/2025 14:00", 2),
        ("14/11/2025 16:00", "17/11/2025 09:30", Fraction(5, 2)),
        ("15/11/2025 08:00", "16/11/2025 20:00", 0),
        ("17/11/2025 09:30", "14/11/2025 16:00", Fraction(-5, 2)),
    ],
)
def test_working_hours_between(start: str, end: str, hours: int | Fraction) -> None:
    assert CALENDAR.working_hours_between(_at(start), _at(end)) == hours


def test_hours_of_what_came_late_run_from_the_next_opening() -> None:
    due = CALENDAR.due_moment(_at("14/11/2025 15:30"), 4)
    assert (due.counted_from, due.at) == (_at("17/11/2025 08:00"), _at("17/11/2025 12:00"))
    within = CALENDAR.due_moment(_at("14/11/2025 15:00"), 4)
    assert within.at == _at("17/11/2025 10:00")


def test_moments_with_a_zone_are_read_by_vietnams_clock() -> None:
    night = datetime.fromisoformat("2025-11-17T08:30:00+00:00")  # 15:30 in Vietnam
    assert CALENDAR.counted_from(night) == _day("18/11/2025")
    due = CALENDAR.due_moment(night, 1)
    assert due.at == _at("18/11/2025 09:00").replace(tzinfo=VIETNAM)
    assert due.counted_from == _at("18/11/2025 08:00").replace(tzinfo=VIETNAM)


def test_other_office_hours() -> None:
    summer = OfficeHours(sessions=((time(7, 30), time(11, 30)), (time(13, 30), time(17, 30))))
    calendar = CALENDAR.with_office(summer)
    assert calendar.add_working_hours(_at("17/11/2025 07:30"), 8) == _at("17/11/2025 17:30")
    for sessions in ((), ((time(13), time(12)),), ((time(8), time(12)), (time(11), time(17)))):
        with pytest.raises(CalendarError, match="Giờ làm việc"):
            OfficeHours(sessions=sessions)


def test_outside_the_calendar_is_refused() -> None:
    for call in (
        lambda: CALENDAR.is_working(_day("31/12/2009")),
        lambda: CALENDAR.add_working_days(_day("31/12/2040"), 10),
        lambda: CALENDAR.add_working_days(_day("04/01/2010"), -10),
        lambda: CALENDAR.working_days_between(_day("04/01/2010"), _day("01/01/2041")),
    ):
        with pytest.raises(CalendarError, match="nằm ngoài lịch làm việc"):
            call()
    with pytest.raises(CalendarError, match="không tròn giây"):
        CALENDAR.add_working_hours(_at("17/11/2025 08:00"), Fraction(1, 7))


@given(DAYS, COUNTS)
def test_what_is_added_lies_between(start: date, days: int) -> None:
    due = CALENDAR.add_working_days(start, days)
    assert CALENDAR.working_days_between(start, due) == days
    assert CALENDAR.is_working(due)


# Two counts one after the other reach further back than the calendar's first day.
WELL_WITHIN = st.dates(date(2013, 1, 1), date(2037, 1, 1))


@given(WELL_WITHIN, WELL_WITHIN, COUNTS, COUNTS)
def test_later_starts_and_more_days_are_never_due_earlier(
    one: date, other: date, few: int, more: int
) -> None:
    (one, other), (few, more) = sorted((one, other)), sorted((few, more))
    add = CALENDAR.add_working_days
    assert add(one, few) <= add(other, few) <= add(other, more)
    assert add(add(one, few), more) == add(one, few + more)


@given(MOMENTS, SECONDS)
def test_the_hours_added_lie_between(start: datetime, worked: int) -> None:
    due = CALENDAR.add_working_hours(start, Fraction(worked, 3600))
    assert CALENDAR.working_time_between(start, due) == timedelta(seconds=worked)
    assert CALENDAR.is_working(due.date())
    if worked > 0:  # the earliest such moment: a second sooner is too little
        assert (
            CALENDAR.working_time_between(start, due - timedelta(seconds=1)).total_seconds()
            < worked
        )


@given(MOMENTS, MOMENTS)
def test_hours_and_days_agree(one: datetime, other: datetime) -> None:
    one, other = sorted((one, other))
    whole = CALENDAR.working_days_between(one, other)
    hours = CALENDAR.working_hours_between(one, other)
    assert abs(hours - 8 * whole) <= 8
    assert hours >= 0
    assert CALENDAR.counted_from(one) <= CALENDAR.counted_from(other)
