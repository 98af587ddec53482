"""A span of days: what periods, terms and reporting windows have in common."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from namro.foundation.calendar.errors import CalendarError


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `first` to `last`, both included.

    Spans have one order: the one that begins earlier comes first; of those that begin on the
    same day the longer comes first (a year before its quarter, the quarter before its month), so
    that a sorted list reads like an outline. Equal days are ordered by kind and then by name.

    Raises:
        CalendarError: the last day is before the first.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise CalendarError(
                f"Ngày cuối {self.last:%d/%m/%Y} trước ngày đầu {self.first:%d/%m/%Y}.",
                f"The last day {self.last} is before the first day {self.first}.",
            )

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def rank(self) -> int:
        """Where its kind stands among spans of the same days: the larger kind first."""
        return 0

    def __contains__(self, other: date | Span) -> bool:
        """Whether a day, or a whole other span, lies within it; a span lies within itself."""
        if isinstance(other, Span):
            return self.first <= other.first and other.last <= self.last
        return self.first <= other <= self.last

    def overlaps(self, other: Span) -> bool:
        """Whether they have a day in common."""
        return self.first <= other.last and other.first <= self.last

    def days_elapsed(self, on: date) -> int:
        """How many of its days have passed at the end of a day: 0 before it, all after it."""
        return min(max((on - self.first).days + 1, 0), self.days)

    def elapsed(self, on: date) -> Fraction:
        """Which share of it has passed at the end of a day, exactly: from 0 to 1."""
        return Fraction(self.days_elapsed(on), self.days)

    @property
    def _place(self) -> tuple[int, int, int, str]:
        return self.first.toordinal(), -self.last.toordinal(), self.rank, str(self)

    def __lt__(self, other: Span) -> bool:
        return self._place < other._place

    def __le__(self, other: Span) -> bool:
        return self._place <= other._place

    def __gt__(self, other: Span) -> bool:
        return self._place > other._place

    def __ge__(self, other: Span) -> bool:
        return self._place >= other._place
