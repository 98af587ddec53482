"""Periods, and the working time of State offices. Pure: no Django, no database, no network.

`parse` reads a period; `terms` knows named terms, `reporting` the windows of reports, and
`working` working days and hours (`working.national_calendar`).
"""

from namro.foundation.calendar.errors import CalendarError
from namro.foundation.calendar.kinds import Kind, usable
from namro.foundation.calendar.parsing import parse
from namro.foundation.calendar.periods import Period
from namro.foundation.calendar.spans import Span
from namro.foundation.calendar.wording import in_words

__all__ = ["CalendarError", "Kind", "Period", "Span", "in_words", "parse", "usable"]
