"""Two days of the database as the period that they are."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from namro.foundation.calendar import CalendarError, Kind, Period, Span
from namro.foundation.calendar.kinds import bounds
from namro.foundation.calendar.periods import years


@lru_cache(maxsize=4096)
def span_between(first: dt.date, last: dt.date) -> Span:
    """Two days as the period they are, where they are one; else as a span."""
    for kind in (
        *(Kind.YEAR, Kind.NINE_MONTHS, Kind.HALF_YEAR),
        *(Kind.QUARTER, Kind.MONTH, Kind.DAY),
    ):
        try:
            if bounds(kind, first) == (first, last):
                return Period(first, last, kind)
        except CalendarError:
            continue
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    return years(first.year, last.year) if whole else Span(first, last)


def text_between(first: dt.date, last: dt.date) -> str:
    """Two days as the canonical text of their period; of other days both, parted by “/”."""
    span = span_between(first, last)
    return str(span) if isinstance(span, Period) else f"{first}/{last}"
