"""Working days and hours for arrays: the same numbers as `working`, looked up in tables.

Dates are `datetime64[D]`, moments `datetime64[s]` by Vietnam's clock. What lies outside the
calendar, or is no date at all (NaT), is refused for the whole array, with the first such place.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

from namro.foundation.calendar.errors import CalendarError
from namro.foundation.calendar.office import OfficeHours, seconds

Days = NDArray[np.datetime64]
Numbers = NDArray[np.int64]

_DAY = 86_400


class ManyDays:
    """The tables of a working calendar. Made by `WorkingCalendar.many`.

    Args:
        before: how many working days there are before each day from the first on.
        working: the working days, in order, as ordinals.
    """

    def __init__(
        self,
        first: date,
        before: Sequence[int],
        working: Sequence[int],
        decided_until: date,
        office: OfficeHours,
    ) -> None:
        self._first = np.datetime64(first, "D").astype(np.int64)
        self._before = np.asarray(before, dtype=np.int64)
        self._working = np.asarray(working, dtype=np.int64) - first.toordinal() + self._first
        self._worked = np.diff(self._before).astype(bool)
        self._decided = np.datetime64(decided_until, "D")
        self._whole = office.day_seconds
        cut_off = office.cut_off
        self._cut_off = _DAY if cut_off is None else seconds(cut_off)
        self._worked_by = np.array([office.worked_by(second) for second in range(_DAY)])
        self._earliest = np.array([0, *map(office.earliest, range(1, self._whole + 1))])
        self._latest = np.array([*map(office.latest, range(self._whole))])

    def is_estimate(self, days: Days) -> NDArray[np.bool_]:
        """Which days lie past what is decided."""
        return np.asarray(days.astype("datetime64[D]") > self._decided)

    def add_working_days(self, starts: Days, days: ArrayLike) -> Days:
        """As `WorkingCalendar.add_working_days`, for each; `days` is one number or as many.

        Raises:
            CalendarError: a start or a result lies outside the calendar.
        """
        return self._numbered(self._before[self._index(starts)] + np.asarray(days, np.int64))

    def working_days_between(self, starts: Days, ends: Days) -> Numbers:
        """As `WorkingCalendar.working_days_between`, for each."""
        return np.asarray(self._before[self._index(ends)] - self._before[self._index(starts)])

    def counted_from(self, received: Days) -> Days:
        """As `WorkingCalendar.counted_from`, for each moment."""
        return self._numbered(self._received(received))

    def due_days(self, received: Days, days: ArrayLike) -> Days:
        """As `WorkingCalendar.due_day`, for each moment: the days alone."""
        return self._numbered(self._received(received) + np.asarray(days, np.int64))

    def add_working_seconds(self, starts: Days, worked: ArrayLike) -> Days:
        """As `WorkingCalendar.add_working_hours`, for each moment, in seconds."""
        added = np.asarray(worked, np.int64)
        moments = self._moments(starts) + added
        ahead = added > 0
        number, rest = np.divmod(moments - ahead, self._whole)
        second = np.where(ahead, self._earliest[rest + ahead], self._latest[rest])
        day = self._numbered(number).astype("datetime64[s]")
        return np.asarray(day + second.astype("timedelta64[s]"))

    def working_seconds_between(self, starts: Days, ends: Days) -> Numbers:
        """As `WorkingCalendar.working_time_between`, for each, in seconds."""
        return np.asarray(self._moments(ends) - self._moments(starts))

    def _received(self, received: Days) -> Numbers:
        """The number of the working day that each counts from."""
        index, second = self._split(received)
        late = self._worked[index] & (second > self._cut_off)
        return np.asarray(self._before[index] + late)

    def _moments(self, at: Days) -> Numbers:
        index, second = self._split(at)
        within = np.where(self._worked[index], self._worked_by[second], 0)
        return np.asarray(self._before[index] * self._whole + within)

    def _split(self, at: Days) -> tuple[Numbers, Numbers]:
        """Each moment as the index of its day and the second of the day."""
        whole = at.astype("datetime64[s]").astype(np.int64)
        days, second = np.divmod(whole, _DAY)
        return self._within(days - self._first), second

    def _index(self, days: Days) -> Numbers:
        return self._within(days.astype("datetime64[D]").astype(np.int64) - self._first)

    def _within(self, index: Numbers) -> Numbers:
        _refuse_outside(index, len(self._worked), "ngày", "day")
        return index

    def _numbered(self, numbers: Numbers) -> Days:
        _refuse_outside(numbers, len(self._working), "kết quả", "result")
        return np.asarray(self._working[numbers].astype("datetime64[D]"))


def _refuse_outside(numbers: Numbers, size: int, vi: str, en: str) -> None:
    if not numbers.size or (numbers.min() >= 0 and numbers.max() < size):
        return
    place = int(np.flatnonzero((numbers < 0) | (numbers >= size))[0])
    raise CalendarError(
        f"Phần tử thứ {place + 1}: {vi} nằm ngoài lịch làm việc, hoặc không phải ngày.",
        f"Element {place + 1}: its {en} lies outside the working calendar, or is no date.",
    )
