"""Office hours: which seconds of a working day are worked, and until when a file counts today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from itertools import pairwise

from namro.foundation.calendar.errors import CalendarError

#: Eight hours in two halves, the usual hours of State offices. An office that keeps other hours
#: gives its own; several cities change them with the season.
USUAL_SESSIONS = ((time(8), time(12)), (time(13), time(17)))
#: Received after 15:00 counts from the next working day: Decree 61/2018/NĐ-CP, Article 18.2-18.3
#: (until 30/06/2025; several procedures keep the rule since).
USUAL_CUT_OFF = time(15)


def seconds(clock: time) -> int:
    """The second of the day; parts of a second are dropped."""
    return clock.hour * 3600 + clock.minute * 60 + clock.second


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The sessions of a working day, and the hour until which what comes in counts that day.

    Args:
        sessions: from and to of each, in order, not overlapping.
        cut_off: received later than this counts from the next working day; None: the whole day.

    Raises:
        CalendarError: there are no sessions, or they are not in order.
    """

    sessions: tuple[tuple[time, time], ...] = USUAL_SESSIONS
    cut_off: time | None = USUAL_CUT_OFF

    def __post_init__(self) -> None:
        marks = [seconds(clock) for session in self.sessions for clock in session]
        if not marks or any(later <= sooner for sooner, later in pairwise(marks)):
            raise CalendarError(
                "Giờ làm việc phải có ít nhất một buổi, các buổi theo thứ tự và không chồng nhau.",
                "Office hours need at least one session; sessions stand in order, apart.",
            )

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The sessions in seconds of the day."""
        return tuple((seconds(begin), seconds(end)) for begin, end in self.sessions)

    @property
    def day_seconds(self) -> int:
        """How many seconds a whole working day has."""
        return sum(end - begin for begin, end in self.spans)

    def worked_by(self, second: int) -> int:
        """How many seconds of the working day are worked when a second of the day begins."""
        return sum(min(max(second - begin, 0), end - begin) for begin, end in self.spans)

    def earliest(self, worked: int) -> int:
        """The first second of the day by which so much is worked (1 to the whole day)."""
        for begin, end in self.spans:
            if worked <= end - begin:
                return begin + worked
            worked -= end - begin
        raise ValueError(f"a day has no {worked} seconds more")

    def latest(self, worked: int) -> int:
        """The last second of the day with no more worked (0 to less than the whole day)."""
        for begin, end in self.spans:
            if worked < end - begin:
                return begin + worked
            worked -= end - begin
        raise ValueError(f"a day has no {worked} seconds more")
