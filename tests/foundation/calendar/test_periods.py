"""Periods as values: their days, their order, what lies in and around them."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from namro.foundation.calendar import CalendarError, Kind, Period, parse, periods
from namro.foundation.calendar.kinds import FIRST_YEAR, LAST_YEAR
from tests.foundation.calendar.strategies import PERIODS


@pytest.mark.parametrize(
    ("text", "first", "last", "days"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), 29),
        ("2025-Q4", date(2025, 10, 1), date(2025, 12, 31), 92),
        ("2025-S1", date(2025, 1, 1), date(2025, 6, 30), 181),
        ("2025-9M", date(2025, 1, 1), date(2025, 9, 30), 273),
        ("2024", date(2024, 1, 1), date(2024, 12, 31), 366),
        ("2021/2025", date(2021, 1, 1), date(2025, 12, 31), 1826),
    ],
)
def test_days(text: str, first: date, last: date, days: int) -> None:
    period = parse(text)
    assert (period.first, period.last, period.days) == (first, last, days)


@pytest.mark.parametrize(
    ("text", "previous", "following"),
    [
        ("2025-01", "2024-12", "2025-02"),
        ("2025-Q1", "2024-Q4", "2025-Q2"),
        ("2025-S2", "2025-S1", "2026-S1"),
        ("2025-9M", "2024-9M", "2026-9M"),
        ("2024-03-01", "2024-02-29", "2024-03-02"),
        ("2021/2025", "2016/2020", "2026/2030"),
        ("term:2020/2025", "term:2015/2020", "term:2025/2030"),
    ],
)
def test_previous_and_next(text: str, previous: str, following: str) -> None:
    assert str(parse(text).previous) == previous
    assert str(parse(text).next) == following


@pytest.mark.parametrize(
    ("text", "before"),
    [("2025-03", "2024-03"), ("2025-9M", "2024-9M"), ("2024-02-29", "2023-02-28")],
)
def test_same_period_last_year(text: str, before: str) -> None:
    assert str(parse(text).same_last_year) == before


@pytest.mark.parametrize("text", ["2021/2025", "term:2020/2025"])
def test_what_is_longer_than_a_year_has_no_same_period_last_year(text: str) -> None:
    with pytest.raises(CalendarError, match="cùng kỳ"):
        _ = parse(text).same_last_year


def test_nested() -> None:
    march, quarter, year = parse("2025-03"), parse("2025-Q1"), parse("2025")
    assert march in quarter
    assert quarter in year
    assert date(2025, 3, 31) in march
    assert date(2025, 4, 1) not in quarter
    assert year not in quarter
    assert parse("2025-Q4") not in parse("2025-9M")
    assert parse("2025-S2").overlaps(parse("2025-9M"))
    assert not parse("2025-Q4").overlaps(parse("2025-9M"))


def test_order_reads_like_an_outline() -> None:
    outline = (
        "term:2025/2030 2025/2030 2025 2025-9M 2025-S1 2025-Q1 2025-01 2025-01-01 2025-02 "
        "2025-Q2 2025-S2 2026"
    )
    wanted = [parse(text) for text in outline.split()]
    assert sorted(wanted) == wanted


@given(PERIODS, PERIODS)
def test_order_is_total(one: Period, other: Period) -> None:
    assert (one < other) + (one == other) + (one > other) == 1
    assert (one <= other) == (not one > other)


@pytest.mark.parametrize(
    ("text", "kind", "parts"),
    [
        ("2025-Q1", Kind.MONTH, "2025-01 2025-02 2025-03"),
        ("2025-9M", Kind.QUARTER, "2025-Q1 2025-Q2 2025-Q3"),
        ("2025", Kind.HALF_YEAR, "2025-S1 2025-S2"),
        ("2021/2023", Kind.YEAR, "2021 2022 2023"),
        ("2025-03", Kind.MONTH, "2025-03"),
    ],
)
def test_parts(text: str, kind: Kind, parts: str) -> None:
    assert " ".join(str(part) for part in parse(text).parts(kind)) == parts


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2025-9M", Kind.HALF_YEAR),
        ("2025", Kind.NINE_MONTHS),
        ("2025-03", Kind.QUARTER),
        ("2025", Kind.TERM),
        ("2025-03-17", Kind.MONTH),
    ],
)
def test_what_does_not_divide_has_no_parts(text: str, kind: Kind) -> None:
    with pytest.raises(CalendarError, match="không gồm trọn"):
        list(parse(text).parts(kind))


@given(PERIODS, st.sampled_from(Kind))
def test_parts_cover_exactly_without_overlap(period: Period, kind: Kind) -> None:
    try:
        parts = list(period.parts(kind))
    except CalendarError:
        assume(False)
    assert parts[0].first == period.first
    assert parts[-1].last == period.last
    assert all(part.last + timedelta(days=1) == after.first for part, after in pairwise(parts))
    assert all(part.kind is kind and part in period for part in parts)
    assert sum(part.days for part in parts) == period.days


@given(PERIODS)
def test_next_and_previous_undo_each_other(period: Period) -> None:
    assume(period.first.year > FIRST_YEAR + 40 and period.last.year < LAST_YEAR - 40)
    assert period.next.previous == period == period.previous.next
    assert period.previous < period < period.next
    assert period.shift(0) == period


@given(PERIODS, st.sampled_from([Kind.MONTH, Kind.QUARTER, Kind.HALF_YEAR, Kind.YEAR]))
def test_enclosing_holds_it(period: Period, kind: Kind) -> None:
    try:
        around = period.enclosing(kind)
    except CalendarError:
        assert period.days > 28
    else:
        assert period in around
        assert around.kind is kind


def test_elapsed() -> None:
    year = parse("2025")
    assert year.elapsed(date(2024, 12, 31)) == 0
    assert year.elapsed(date(2025, 1, 1)) == Fraction(1, 365)
    assert year.days_elapsed(date(2025, 3, 17)) == 76
    assert year.elapsed(date(2025, 12, 31)) == year.elapsed(date(2030, 1, 1)) == 1


@pytest.mark.parametrize(
    ("first", "last", "kind"),
    [
        (date(2025, 1, 2), date(2025, 1, 31), Kind.MONTH),
        (date(2025, 2, 1), date(2025, 4, 30), Kind.QUARTER),
        (date(2025, 1, 1), date(2025, 12, 31), Kind.YEARS),
        (date(2021, 2, 1), date(2025, 12, 31), Kind.TERM),
        (date(2025, 2, 1), date(2025, 1, 1), Kind.DAY),
        (date(1899, 1, 1), date(1899, 12, 31), Kind.YEAR),
    ],
)
def test_a_period_that_does_not_fit_its_kind_cannot_be_made(
    first: date, last: date, kind: Kind
) -> None:
    with pytest.raises(CalendarError):
        Period(first, last, kind)


def test_the_edges_of_what_periods_are_made_of() -> None:
    with pytest.raises(CalendarError):
        _ = parse("2199").next
    with pytest.raises(CalendarError):
        _ = parse("1900-01-01").previous
    with pytest.raises(CalendarError):
        parse("2025-01-01").shift(10**7)
    with pytest.raises(CalendarError, match="9 tháng"):
        Period.of(Kind.NINE_MONTHS, date(2025, 10, 5))
    with pytest.raises(CalendarError, match="chỉ từ 1 đến 4"):
        periods.quarter(2025, 0)


def test_periods_are_values() -> None:
    assert len({parse("2025-Q1"), parse("quý I/2025"), periods.quarter(2025, 1)}) == 1
    assert periods.years(2020, 2025) != periods.term(2020, 2025)
