"""Periods of every kind, for properties."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from namro.foundation.calendar import periods
from namro.foundation.calendar.kinds import FIRST_YEAR, LAST_YEAR
from namro.foundation.calendar.periods import Period

YEARS = st.integers(FIRST_YEAR, LAST_YEAR)
SPANS = st.tuples(st.integers(FIRST_YEAR, LAST_YEAR - 30), st.integers(1, 30)).map(
    lambda pair: (pair[0], pair[0] + pair[1])
)
PERIODS: st.SearchStrategy[Period] = st.one_of(
    st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)).map(periods.day),
    st.builds(periods.month, YEARS, st.integers(1, 12)),
    st.builds(periods.quarter, YEARS, st.integers(1, 4)),
    st.builds(periods.half, YEARS, st.integers(1, 2)),
    st.builds(periods.nine_months, YEARS),
    st.builds(periods.year, YEARS),
    SPANS.map(lambda span: periods.years(*span)),
    SPANS.map(lambda span: periods.term(*span)),
)
