"""By when, from the words of a document: only to put rows in order, never to judge whether late."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = re.compile(
    r"(?:ngày\s+)?(?P<day>\d{1,2})(?:\s*[/.-]\s*|\s+tháng\s+)(?P<month>\d{1,2})"
    rf"(?:\s*[/.-]\s*|\s+năm\s+){_YEAR}"
)
_MONTH = re.compile(rf"tháng\s+(?P<month>\d{{1,2}})(?:\s*[/.-]\s*|\s+năm\s+){_YEAR}")
_BARE_MONTH = re.compile(rf"(?<![\d/.-])(?P<month>\d{{1,2}})\s*/\s*{_YEAR}")
_QUARTER = re.compile(rf"quý\s+(?P<quarter>iv|i{{1,3}}|[1-4])(?:\s*[/.,-]\s*|\s+năm\s+|\s+){_YEAR}")
_HALF = re.compile(rf"6 tháng (?P<half>đầu|cuối) năm\s+{_YEAR}")
_ANY_YEAR = re.compile(rf"(?<!\d){_YEAR}(?!\d)")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def last_day(text: str) -> dt.date | None:
    """The last day that a due date as written names, or None ("Thường xuyên", nothing).

    A month, quarter, half-year or year ends on its last day, a period where it ends:
    "Quý I/2022" is 31/03/2022, "Năm 2025-2030" is 31/12/2030.
    """
    rest = unicodedata.normalize("NFC", text).casefold()
    found: list[dt.date] = []
    for pattern in (_DAY, _HALF, _QUARTER, _MONTH, _BARE_MONTH, _ANY_YEAR):
        for match in pattern.finditer(rest):
            day = _end(match)
            if day is not None:
                found.append(day)
        # What one pattern took, those after it do not read again.
        rest = pattern.sub(lambda match: " " * len(match[0]), rest)
    return max(found, default=None)


def _end(match: re.Match[str]) -> dt.date | None:
    said = match.groupdict()
    year = int(said["year"])
    if said.get("half"):
        return dt.date(year, 6, 30) if said["half"] == "đầu" else dt.date(year, 12, 31)
    quarter = said.get("quarter")
    month = _QUARTERS[quarter] * 3 if quarter else int(said.get("month") or 12)
    if not 1 <= month <= 12:
        return None
    longest = calendar.monthrange(year, month)[1]
    day = int(said.get("day") or longest)
    return dt.date(year, month, day) if 1 <= day <= longest else None
