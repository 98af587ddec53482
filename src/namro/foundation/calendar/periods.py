"""Periods of the calendar as values: a day, month, quarter, half-year, nine months, year, years.

A period is what a figure or a report is about. It knows its first and last day, the periods
around it and within it, and is written in one canonical way (`str`) that `parse` reads back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from namro.foundation.calendar.errors import CalendarError
from namro.foundation.calendar.kinds import Kind, bounds, checked_year, month_end
from namro.foundation.calendar.spans import Span


@dataclass(frozen=True, slots=True)
class Period(Span):
    """A period of a kind; one whose days do not fit its kind cannot be made.

    Raises:
        CalendarError: the days are not those of the kind, or a year is out of range.
    """

    kind: Kind

    # Named in full, since a dataclass with slots is not the class that `super()` remembers.
    def __post_init__(self) -> None:
        Span.__post_init__(self)
        for end in (self.first, self.last):
            checked_year(end.year)
        if self.kind in (Kind.YEARS, Kind.TERM):
            whole = (self.first.month, self.first.day) == (1, 1)
            whole = whole and (self.last.month, self.last.day) == (12, 31)
            fits = whole and self.first.year < self.last.year
        else:
            fits = (self.first, self.last) == bounds(self.kind, self.first)
        if not fits:
            raise CalendarError(
                f"Từ {self.first:%d/%m/%Y} đến {self.last:%d/%m/%Y} không phải một kỳ trọn vẹn "
                f"loại “{self.kind}”.",
                f"{self.first} to {self.last} is not one whole period of the kind “{self.kind}”.",
            )

    @classmethod
    def of(cls, kind: Kind, on: date) -> Period:
        """The period of a kind that a day lies in.

        Raises:
            CalendarError: there is none (see `kinds.bounds`).
        """
        first, last = bounds(kind, on)
        return cls(first, last, kind)

    @property
    def rank(self) -> int:
        """Where its kind stands among spans of the same days."""
        return self.kind.rank

    @property
    def year(self) -> int:
        """The year it lies in; of several years the first."""
        return self.first.year

    @property
    def number(self) -> int:
        """Which of its kind in the year: month 1 to 12, quarter 1 to 4, half 1 or 2; else 1."""
        if self.kind in (Kind.MONTH, Kind.QUARTER, Kind.HALF_YEAR):
            return (self.first.month - 1) // self.kind.months + 1
        return 1

    def __str__(self) -> str:
        """The canonical text: 2025, 2025-03, 2025-Q1, 2025-S1, 2025-9M, 2025-03-17, 2021/2025."""
        match self.kind:
            case Kind.DAY:
                return self.first.isoformat()
            case Kind.MONTH:
                return f"{self.year}-{self.number:02d}"
            case Kind.QUARTER:
                return f"{self.year}-Q{self.number}"
            case Kind.HALF_YEAR:
                return f"{self.year}-S{self.number}"
            case Kind.NINE_MONTHS:
                return f"{self.year}-9M"
            case Kind.YEAR:
                return str(self.year)
            case Kind.YEARS:
                return f"{self.year}/{self.last.year}"
            case Kind.TERM:
                return f"term:{self.year}/{self.last.year}"

    def shift(self, steps: int) -> Period:
        """The period so many steps later (earlier, when negative).

        A step is its own length: a month, a quarter, five years. Nine months step from year to
        year. A term begins in the year the one before it ends in: 2020-2025, then 2025-2030.

        Raises:
            CalendarError: that lies outside the years that periods are made of.
        """
        if self.kind is Kind.DAY:
            ordinal = self.first.toordinal() + steps
            within = 1 <= ordinal <= date.max.toordinal()
            return day(date.fromordinal(ordinal) if within else date.max)
        if self.kind in (Kind.MONTH, Kind.QUARTER, Kind.HALF_YEAR):
            size = self.kind.months
            months = self.year * 12 + self.first.month - 1 + steps * size
            return Period.of(self.kind, date(checked_year(months // 12), months % 12 + 1, 1))
        length = self.last.year - self.year + (self.kind is not Kind.TERM)
        begin = checked_year(self.year + steps * length)
        end = checked_year(self.last.year + steps * length)
        return Period(date(begin, 1, 1), date(end, self.last.month, self.last.day), self.kind)

    @property
    def next(self) -> Period:
        """The one after it."""
        return self.shift(1)

    @property
    def previous(self) -> Period:
        """The one before it."""
        return self.shift(-1)

    @property
    def same_last_year(self) -> Period:
        """The same period of the year before (cùng kỳ năm trước); 29 February answers to 28.

        Raises:
            CalendarError: it is longer than a year.
        """
        if self.kind in (Kind.YEARS, Kind.TERM):
            raise CalendarError(
                f"“{self}” dài hơn một năm nên không có cùng kỳ năm trước; kỳ liền trước là "
                f"“{self.previous}”.",
                f"“{self}” is longer than a year and has no same period last year; the one "
                f"before it is “{self.previous}”.",
            )
        year_before = checked_year(self.year - 1)
        last = min(self.first.day, month_end(year_before, self.first.month).day)
        return Period.of(self.kind, date(year_before, self.first.month, last))

    def parts(self, kind: Kind) -> Iterator[Period]:
        """Its periods of a smaller kind, in order: they cover it exactly, none twice.

        Raises:
            CalendarError: it is not made of whole periods of that kind.
        """
        months = (self.last.year - self.year) * 12 + self.last.month - self.first.month + 1
        whole = kind is self.kind or kind is Kind.DAY
        if kind not in (Kind.NINE_MONTHS, Kind.DAY) and kind.months and self.kind is not Kind.DAY:
            whole = whole or months % kind.months == 0
        if not whole:
            raise CalendarError(
                f"“{self}” không gồm trọn các kỳ loại “{kind}”.",
                f"“{self}” is not made of whole periods of the kind “{kind}”.",
            )
        if kind is self.kind:
            yield self
            return
        begin = self.first
        while begin <= self.last:
            part = Period.of(kind, begin)
            yield part
            begin = part.last + timedelta(days=1)

    def enclosing(self, kind: Kind) -> Period:
        """The period of a larger kind that it lies in.

        Raises:
            CalendarError: it does not lie within one period of that kind.
        """
        around = self if kind is self.kind else Period.of(kind, self.first)
        if self not in around:
            raise CalendarError(
                f"“{self}” không nằm trọn trong một kỳ loại “{kind}”.",
                f"“{self}” does not lie within one period of the kind “{kind}”.",
            )
        return around


def day(on: date) -> Period:
    """A single day."""
    return Period(on, on, Kind.DAY)


def month(year: int, number: int) -> Period:
    """A month, 1 to 12."""
    return _numbered(Kind.MONTH, year, number)


def quarter(year: int, number: int) -> Period:
    """A quarter, 1 to 4."""
    return _numbered(Kind.QUARTER, year, number)


def half(year: int, number: int) -> Period:
    """A half-year: 1 for the first six months, 2 for the last."""
    return _numbered(Kind.HALF_YEAR, year, number)


def nine_months(year: int) -> Period:
    """The first nine months of a year."""
    return Period.of(Kind.NINE_MONTHS, date(checked_year(year), 1, 1))


def year(number: int) -> Period:
    """A calendar year."""
    return Period.of(Kind.YEAR, date(checked_year(number), 1, 1))


def years(first: int, last: int) -> Period:
    """A phase (giai đoạn) of several whole years, both included."""
    return _many(Kind.YEARS, first, last)


def term(first: int, last: int) -> Period:
    """A term (nhiệm kỳ) by its years, whole; `terms` knows which days a body's term has."""
    return _many(Kind.TERM, first, last)


def _many(kind: Kind, first: int, last: int) -> Period:
    if checked_year(last) <= checked_year(first):
        raise CalendarError(
            f"Năm cuối {last} phải sau năm đầu {first}, ví dụ giai đoạn 2021-2025.",
            f"The last year {last} must be after the first, {first}, as in 2021-2025.",
        )
    return Period(date(first, 1, 1), date(last, 12, 31), kind)


_NAMES = {
    Kind.MONTH: ("Tháng", "month"),
    Kind.QUARTER: ("Quý", "quarter"),
    Kind.HALF_YEAR: ("Nửa năm", "half-year"),
}


def _numbered(kind: Kind, year: int, number: int) -> Period:
    most = 12 // kind.months
    if not 1 <= number <= most:
        vi, en = _NAMES[kind]
        raise CalendarError(
            f"{vi} {number} không có: chỉ từ 1 đến {most}.",
            f"There is no {en} {number}: they go from 1 to {most}.",
        )
    return Period.of(kind, date(checked_year(year), (number - 1) * kind.months + 1, 1))
