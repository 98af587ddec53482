"""A period in the words of official documents, Vietnamese and English.

Vietnamese days and months are written as Decree 30/2020/NĐ-CP, Annex I, Part I, II.4 asks: days
below 10 and the months 1 and 2 with a zero before them.
"""

from __future__ import annotations

from namro.foundation.calendar.kinds import Kind
from namro.foundation.calendar.periods import Period

_ROMAN = ("I", "II", "III", "IV")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_ORDINALS = ("first", "second", "third", "fourth")


def in_words(period: Period, language: str = "vi") -> str:
    """The period as an official document writes it; any other language than “vi” is English."""
    return _vietnamese(period) if language == "vi" else _english(period)


def _vietnamese(period: Period) -> str:
    month = period.first.month
    written = f"{month:02d}" if month < 3 else str(month)
    match period.kind:
        case Kind.DAY:
            return f"ngày {period.first.day:02d} tháng {written} năm {period.year}"
        case Kind.MONTH:
            return f"tháng {written} năm {period.year}"
        case Kind.QUARTER:
            return f"quý {_ROMAN[period.number - 1]} năm {period.year}"
        case Kind.HALF_YEAR:
            return f"6 tháng {('đầu', 'cuối')[period.number - 1]} năm {period.year}"
        case Kind.NINE_MONTHS:
            return f"9 tháng đầu năm {period.year}"
        case Kind.YEAR:
            return f"năm {period.year}"
        case Kind.YEARS:
            return f"giai đoạn {period.year}-{period.last.year}"
        case Kind.TERM:
            return f"nhiệm kỳ {period.year}-{period.last.year}"


def _english(period: Period) -> str:
    month = _MONTHS[period.first.month - 1]
    match period.kind:
        case Kind.DAY:
            return f"{period.first.day} {month} {period.year}"
        case Kind.MONTH:
            return f"{month} {period.year}"
        case Kind.QUARTER:
            return f"{_ORDINALS[period.number - 1]} quarter of {period.year}"
        case Kind.HALF_YEAR:
            return f"{('first', 'last')[period.number - 1]} six months of {period.year}"
        case Kind.NINE_MONTHS:
            return f"first nine months of {period.year}"
        case Kind.YEAR:
            return str(period.year)
        case Kind.YEARS:
            return f"{period.year} to {period.last.year}"
        case Kind.TERM:
            return f"{period.year}-{period.last.year} term"
