"""Working days and working hours of State offices, for one date at a time.

Each working day has a number; a day off has the number of the next working day, since what comes
in on it counts from there. All the rest is adding and subtracting numbers. `many` does the same
for arrays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from hashlib import sha256
from types import MappingProxyType

from namro.foundation.calendar.days import Day, DayType, Decision, decisions, special_days
from namro.foundation.calendar.errors import CalendarError
from namro.foundation.calendar.many import ManyDays
from namro.foundation.calendar.office import OfficeHours, seconds

#: Vietnam has had one time, without summer time, since 1975.
VIETNAM = timezone(timedelta(hours=7))
#: The first year whose swaps the table knows, and the last that the calendar estimates.
FIRST_YEAR, LAST_YEAR = 2010, 2040


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due. `estimated`: it reaches past what is decided, and may still move.

    `calendar` is the calendar's version, so that it can be told whether to reckon anew.
    """

    at: datetime | date
    counted_from: datetime | date
    estimated: bool
    calendar: str


class WorkingCalendar:
    """Which days are worked from one year to another, and the hours of an office.

    Args:
        special: the days that are not simply a weekday worked or a weekend.
        decided_until: the last day that is decided; what reaches further is an estimate.
    """

    def __init__(
        self,
        first_year: int,
        last_year: int,
        special: Mapping[date, Day],
        decided_until: date,
        office: OfficeHours | None = None,
    ) -> None:
        self.first = date(first_year, 1, 1)
        self.last = date(last_year, 12, 31)
        self.special = MappingProxyType(dict(special))
        self.decided_until = decided_until
        self.office = office or OfficeHours()
        self._origin = self.first.toordinal()
        # before[i]: how many working days there are before day i, which is the number of day i.
        self._before = [0]
        self._working: list[int] = []
        for ordinal in range(self._origin, self.last.toordinal() + 1):
            if self.day(date.fromordinal(ordinal)).type.worked:
                self._working.append(ordinal)
            self._before.append(len(self._working))

    @cached_property
    def version(self) -> str:
        """What tells this table of days from another: the same days, the same version."""
        rows = (f"{on} {day.type} {day.estimate}" for on, day in sorted(self.special.items()))
        text = "\n".join((f"{self.first} {self.last} {self.decided_until}", *rows))
        return sha256(text.encode()).hexdigest()[:16]

    @cached_property
    def many(self) -> ManyDays:
        """The same calendar for arrays of dates."""
        return ManyDays(self.first, self._before, self._working, self.decided_until, self.office)

    def with_office(self, office: OfficeHours) -> WorkingCalendar:
        """The same days with other office hours or another cut-off."""
        return WorkingCalendar(
            self.first.year, self.last.year, self.special, self.decided_until, office
        )

    def changed_days(self, other: WorkingCalendar) -> tuple[date, ...]:
        """The days that one of the two works and the other does not, within both.

        What is due may have moved only where such a day lies between its start and its end.
        """
        span = range(
            max(self._origin, other._origin),
            min(self.last.toordinal(), other.last.toordinal()) + 1,
        )
        days = (date.fromordinal(ordinal) for ordinal in span)
        return tuple(day for day in days if self.is_working(day) != other.is_working(day))

    # One day

    def day(self, on: date) -> Day:
        """What a day is, and by which decision.

        Raises:
            CalendarError: it lies outside the calendar.
        """
        self._index(on)
        found = self.special.get(on)
        if found is not None:
            late = found.estimate or on > self.decided_until
            return (
                found
                if late == found.estimate
                else Day(on, found.type, found.vi, found.en, found.decision, late)
            )
        kind = DayType.WORK if on.weekday() < 5 else DayType.REST
        return Day(on, kind, estimate=on > self.decided_until)

    def is_working(self, on: date) -> bool:
        """Whether offices work on a day."""
        index = self._index(on)
        return self._before[index + 1] > self._before[index]

    def is_estimate(self, on: date) -> bool:
        """Whether what is reckoned up to this day rests on days that nobody has decided."""
        return on > self.decided_until

    # Working days

    def add_working_days(self, start: date, days: int) -> date:
        """The working day so many working days after a day (before it, when negative).

        A day off counts as the next working day: three days from a Saturday are three from
        Monday. Nought days give the day itself, or the next working day.

        Raises:
            CalendarError: the start or the result lies outside the calendar.
        """
        return self._numbered(self._before[self._index(_day_of(start))] + days)

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days are from one day to another: what must be added to come there.

        Counted like `add_working_days`; negative where the end is before the start.
        """
        first, last = self._index(_day_of(start)), self._index(_day_of(end))
        return self._before[last] - self._before[first]

    def counted_from(self, received: date | datetime) -> date:
        """The working day from which what was received is counted.

        The day itself; the next working day, when it is a day off or the hour was past the
        office's cut-off. A date without an hour is taken as within the cut-off.
        """
        day = _day_of(received)
        if isinstance(received, datetime) and self.is_working(day):
            cut_off = self.office.cut_off
            if cut_off is not None and seconds(_local(received).time()) > seconds(cut_off):
                return self.add_working_days(day, 1)
        return self.add_working_days(day, 0)

    def due_day(self, received: date | datetime, days: int) -> Due:
        """When something received then is due, so many working days on."""
        begin = self.counted_from(received)
        at = self.add_working_days(begin, days)
        return Due(at, begin, self.is_estimate(at), self.version)

    # Working hours. Times without a zone are Vietnam's; parts of a second are dropped.

    def add_working_hours(self, start: datetime, hours: int | Fraction | Decimal) -> datetime:
        """The moment so many working hours after another (before it, when negative).

        Hours end as early as they can (eight from 08:00 end at 17:00, not at 08:00 of the next
        day) and, counted back, begin as late as they can. Nought gives the moment itself, or the
        next at which the office works.

        Raises:
            CalendarError: the hours are no whole number of seconds, or it lies outside.
        """
        exact = Fraction(hours) * 3600
        if exact.denominator != 1:
            raise CalendarError(
                f"{hours} giờ không tròn giây.", f"{hours} hours are no whole number of seconds."
            )
        moment = self._moment(_local(start)) + int(exact)
        whole = self.office.day_seconds
        if exact > 0:
            number, worked = (moment - 1) // whole, (moment - 1) % whole + 1
            second = self.office.earliest(worked)
        else:
            number, worked = moment // whole, moment % whole
            second = self.office.latest(worked)
        at = _at(self._numbered(number), second)
        return at if start.tzinfo is None else at.replace(tzinfo=VIETNAM)

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """How much office time lies between two moments; negative where the end is first."""
        return timedelta(seconds=self._moment(_local(end)) - self._moment(_local(start)))

    def working_hours_between(self, start: datetime, end: datetime) -> Fraction:
        """The same in hours, exactly."""
        return Fraction(self.working_time_between(start, end) // timedelta(seconds=1), 3600)

    def due_moment(self, received: datetime, hours: int | Fraction | Decimal) -> Due:
        """When something received then is due, so many working hours on.

        Past the cut-off or on a day off, hours run from the opening of the next working day.
        """
        begin = received
        day = self.counted_from(received)
        if day != _day_of(received):
            begin = _at(day, self.office.latest(0))
            if received.tzinfo is not None:
                begin = begin.replace(tzinfo=VIETNAM)
        at = self.add_working_hours(begin, hours)
        return Due(at, begin, self.is_estimate(_day_of(at)), self.version)

    def _moment(self, at: datetime) -> int:
        """How many seconds of office time there are before a moment, from the first day on."""
        index = self._index(at.date())
        whole = self._before[index] * self.office.day_seconds
        if self._before[index + 1] == self._before[index]:
            return whole
        return whole + self.office.worked_by(seconds(at.time()))

    def _numbered(self, number: int) -> date:
        if not 0 <= number < len(self._working):
            raise self._outside(f"Ngày làm việc thứ {number}", f"Working day {number}")
        return date.fromordinal(self._working[number])

    def _index(self, on: date) -> int:
        if not self.first <= on <= self.last:
            raise self._outside(f"Ngày {on:%d/%m/%Y}", f"{on}")
        return on.toordinal() - self._origin

    def _outside(self, vi: str, en: str) -> CalendarError:
        return CalendarError(
            f"{vi} nằm ngoài lịch làm việc (từ {self.first:%d/%m/%Y} đến {self.last:%d/%m/%Y}).",
            f"{en} lies outside the working calendar ({self.first} to {self.last}).",
        )


def build(
    decided: Iterable[Decision],
    *,
    first_year: int = FIRST_YEAR,
    last_year: int = LAST_YEAR,
    office: OfficeHours | None = None,
) -> WorkingCalendar:
    """The calendar that the law and these decisions give.

    It is decided up to the end of the last year that a decision settles, without a gap.
    """
    decided = tuple(decided)
    settled = {one.year for one in decided if one.settles and not one.estimate}
    until = min(settled, default=first_year) - 1
    while until + 1 in settled:
        until += 1
    special = special_days(first_year, last_year, decided)
    return WorkingCalendar(first_year, last_year, special, date(until, 12, 31), office)


@lru_cache(maxsize=8)
def national_calendar(known_on: date | None = None) -> WorkingCalendar:
    """The calendar of State offices by the table of decisions; `known_on`: by those issued then.

    The law itself is taken as it is known today. Decisions whose day of issue the table does not
    know always count.
    """
    return build(one for one in decisions() if one.known_on(known_on))


def _local(at: datetime) -> datetime:
    """A moment by Vietnam's clock, without its zone."""
    return at if at.tzinfo is None else at.astimezone(VIETNAM).replace(tzinfo=None)


def _day_of(at: date | datetime) -> date:
    return _local(at).date() if isinstance(at, datetime) else at


def _at(day: date, second: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(seconds=second)
