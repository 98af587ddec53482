"""What each day is: the announced calendars, by which decision, and what the library lacks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from holidays import country_holidays

from namro.foundation.calendar import CalendarError
from namro.foundation.calendar.days import DayType, Decision, decisions
from namro.foundation.calendar.working import build, national_calendar
from tests.foundation.calendar.official import ANNOUNCED, COMPENSATION, SWAPS, days

CALENDAR = national_calendar()


def _of(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=one) for one in range(366 if year % 4 == 0 else 365)]


@pytest.mark.parametrize("year", ANNOUNCED)
def test_a_year_is_as_announced(year: int) -> None:
    off, worked = ANNOUNCED[year]
    weekdays_off = [d for d in _of(year) if d.weekday() < 5 and not CALENDAR.is_working(d)]
    weekends_worked = [d for d in _of(year) if d.weekday() >= 5 and CALENDAR.is_working(d)]
    assert weekdays_off == days(year, off)
    assert weekends_worked == days(year, worked)
    made_up = [d for d in weekdays_off if CALENDAR.day(d).type is DayType.COMPENSATION]
    assert made_up == days(year, COMPENSATION[year])


@pytest.mark.parametrize(("off", "worked"), SWAPS)
def test_swaps(off: str, worked: str) -> None:
    free, made_up = (CALENDAR.day(date.fromisoformat(day)) for day in (off, worked))
    assert free.type is DayType.SWAP_OFF
    assert made_up.type is DayType.SWAP_WORKED
    assert free.decision == made_up.decision != ""
    assert f"{made_up.on:%d/%m/%Y}" in free.vi
    assert f"{free.on:%d/%m/%Y}" in made_up.vi


def test_there_are_no_other_swaps() -> None:
    swapped = {
        str(day.on)
        for day in CALENDAR.special.values()
        if day.type in (DayType.SWAP_OFF, DayType.SWAP_WORKED)
    }
    assert swapped == {day for pair in SWAPS for day in pair}


def test_the_library_alone_lacks_one_swap_of_2026_and_nothing_else() -> None:
    library = country_holidays("VN", years=range(2010, 2028))
    span = (
        date(2010, 1, 1) + timedelta(days=n)
        for n in range((date(2028, 1, 1) - date(2010, 1, 1)).days)
    )
    differ = [day for day in span if library.is_working_day(day) != CALENDAR.is_working(day)]
    assert differ == [date(2026, 1, 2), date(2026, 1, 10)]


@pytest.mark.parametrize(
    ("on", "type", "name", "decision"),
    [
        ("2026-01-02", DayType.SWAP_OFF, "Nghỉ, làm bù ngày 10/01/2026", "12729-VPCP-KGVX"),
        ("2026-01-10", DayType.SWAP_WORKED, "Làm bù cho ngày 02/01/2026", "12729-VPCP-KGVX"),
        ("2026-02-17", DayType.HOLIDAY, "Tết Nguyên Đán", "9441-TB-BNV"),
        ("2026-11-24", DayType.HOLIDAY, "Ngày Văn hóa Việt Nam", "28-2026-QH16"),
        ("2025-09-01", DayType.HOLIDAY, "Quốc khánh", "8726-VPCP-KGVX"),
        ("2023-04-30", DayType.HOLIDAY, "Ngày Chiến thắng", ""),
        ("2025-04-27", DayType.REST, "", ""),
        ("2025-04-28", DayType.WORK, "", ""),
    ],
)
def test_a_day_says_what_it_rests_on(on: str, type: DayType, name: str, decision: str) -> None:
    day = CALENDAR.day(date.fromisoformat(on))
    assert (day.type, day.vi, day.decision) == (type, name, decision)
    assert bool(day.en) == bool(day.vi)
    assert not day.estimate


@pytest.mark.parametrize("year", [*range(2026, 2041)])
def test_the_day_of_culture_is_off_from_2026(year: int) -> None:
    day = date(year, 11, 24)
    assert not CALENDAR.is_working(day)
    if day.weekday() >= 5:  # made up for by the next working day
        monday = day + timedelta(days=7 - day.weekday())
        assert CALENDAR.day(monday).type is DayType.COMPENSATION


def test_the_day_of_culture_was_worked_before() -> None:
    assert CALENDAR.is_working(date(2025, 11, 24))


def test_what_is_decided_ends_with_2026() -> None:
    assert CALENDAR.decided_until == date(2026, 12, 31)
    assert not CALENDAR.is_estimate(date(2026, 12, 31))
    assert CALENDAR.is_estimate(date(2027, 1, 1))
    assert CALENDAR.day(date(2027, 2, 4)).estimate
    assert CALENDAR.day(date(2027, 3, 1)).estimate
    assert CALENDAR.day(date(2030, 1, 1)).estimate


@pytest.mark.parametrize(
    ("known_on", "until", "worked"),
    [
        (date(2023, 11, 2), date(2023, 12, 31), False),
        (date(2023, 11, 3), date(2024, 12, 31), False),
        (date(2024, 4, 12), date(2024, 12, 31), True),
        (date(2024, 11, 26), date(2026, 12, 31), True),
    ],
)
def test_the_calendar_as_it_was_known(known_on: date, until: date, worked: bool) -> None:
    then = national_calendar(known_on)
    assert then.decided_until == until
    assert then.is_working(date(2024, 5, 4)) is worked


def test_a_new_decision_tells_which_days_changed() -> None:
    before = national_calendar(date(2025, 12, 24))
    assert CALENDAR.changed_days(before) == (date(2026, 1, 2), date(2026, 1, 10))
    assert CALENDAR.changed_days(CALENDAR) == ()
    assert before.version != CALENDAR.version == build(decisions()).version


def test_every_decision_has_a_source() -> None:
    rows = decisions()
    assert len({one.id for one in rows}) == len(rows)
    for one in rows:
        assert one.source
        assert one.evidence in ("text", "secondary", "estimate")
        assert one.estimate == (one.evidence == "estimate")
        assert one.holidays or one.compensation or one.swaps
    assert [one.year for one in rows if one.settles] == list(range(2020, 2028))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"holidays": (date(2026, 1, 3),)}, "ngày nghỉ hằng tuần"),
        ({"holidays": (date(2025, 1, 1),)}, "không thuộc năm 2026"),
        ({"swaps": ((date(2026, 1, 2), date(2026, 1, 12)),)}, "vốn là ngày làm việc"),
        ({"swaps": ((date(2026, 1, 3), date(2026, 1, 10)),)}, "ngày nghỉ hằng tuần"),
        (
            {"holidays": (date(2026, 1, 2),), "compensation": (date(2026, 1, 2),)},
            "được nêu hai lần",
        ),
    ],
)
def test_a_decision_that_cannot_be_is_refused(changes: dict[str, object], says: str) -> None:
    with pytest.raises(CalendarError, match=says):
        Decision(id="x", year=2026, source="y", evidence="text", **changes)  # type: ignore[arg-type]


def test_a_year_that_a_decision_settles_has_its_days_and_not_those_of_the_law() -> None:
    monday, culture = date(2028, 1, 24), date(2028, 11, 24)  # 29 Tết, as expected by law
    assert not CALENDAR.is_working(monday)
    tet = tuple(date(2028, 1, day) for day in (25, 26, 27, 28, 31))
    later = Decision("tet-2028", 2028, "x", "text", settles=True, holidays=(*tet, culture))
    calendar = build([*decisions(), later])
    assert calendar.is_working(monday)
    assert not calendar.is_working(tet[-1])
    assert calendar.day(tet[0]).decision == "tet-2028"
    assert {date(2028, 1, 24), date(2028, 1, 31)} <= set(calendar.changed_days(CALENDAR))
    assert calendar.decided_until == date(2026, 12, 31)  # 2027 is still an estimate
