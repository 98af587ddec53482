"""The kinds of calendar periods, and which day each begins and ends on."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from enum import StrEnum
from functools import lru_cache

from namro.foundation.calendar.errors import CalendarError

#: Years that periods are made of: what lies outside is taken for a slip.
FIRST_YEAR, LAST_YEAR = 1900, 2199


class Kind(StrEnum):
    """How long a period is. A term is known by its years alone; its days stand in `terms`."""

    TERM = "term"
    YEARS = "years"
    YEAR = "year"
    NINE_MONTHS = "nine-months"
    HALF_YEAR = "half-year"
    QUARTER = "quarter"
    MONTH = "month"
    DAY = "day"

    @property
    def rank(self) -> int:
        """The larger kind has the smaller rank."""
        return _RANKS[self]

    @property
    def months(self) -> int:
        """How many months such a period has; 0 where the kind does not say (days, many years)."""
        return _MONTHS.get(self, 0)


_RANKS = {kind: rank for rank, kind in enumerate(Kind)}
_MONTHS = {
    Kind.MONTH: 1,
    Kind.QUARTER: 3,
    Kind.HALF_YEAR: 6,
    Kind.NINE_MONTHS: 9,
    Kind.YEAR: 12,
}


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


@lru_cache(maxsize=4096)
def bounds(kind: Kind, day: date) -> tuple[date, date]:
    """The first and last day of the period of a kind that a day lies in.

    Raises:
        CalendarError: the kind has no period there (nine months: from October on), or its
            periods are not cut by the calendar (several years, a term).
    """
    if kind is Kind.DAY:
        return day, day
    if not kind.months:
        raise CalendarError(
            "Giai đoạn và nhiệm kỳ không chia theo lịch: hãy nêu năm đầu và năm cuối.",
            "Phases and terms are not cut by the calendar: name their first and last year.",
        )
    if kind is Kind.NINE_MONTHS:
        if day.month > 9:
            raise CalendarError(
                f"Ngày {day:%d/%m/%Y} không thuộc 9 tháng đầu năm (01/01 đến 30/9).",
                f"{day} is not within the first nine months of a year (January to September).",
            )
        return date(day.year, 1, 1), date(day.year, 9, 30)
    start = (day.month - 1) // kind.months * kind.months + 1
    return date(day.year, start, 1), month_end(day.year, start + kind.months - 1)


def usable(day: date) -> bool:
    """Whether a day that somebody wrote is one of `FIRST_YEAR` to `LAST_YEAR`, not a slip."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def checked_year(number: int, *, text: str = "", at: int | None = None) -> int:
    """The year itself.

    Raises:
        CalendarError: it lies outside `FIRST_YEAR` to `LAST_YEAR`.
    """
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise CalendarError(
            f"Năm {number} không dùng được: năm viết đủ bốn chữ số, từ {FIRST_YEAR} đến "
            f"{LAST_YEAR}, ví dụ 2025.",
            f"The year {number} cannot be used: write it with four digits, from {FIRST_YEAR} to "
            f"{LAST_YEAR}, for example 2025.",
            text=text,
            at=at,
        )
    return number
