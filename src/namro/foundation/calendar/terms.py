"""Named terms (nhiệm kỳ): whose they are, and from which day to which they ran.

A term by its years alone is a `Period`; here stands which days the term of a body has. The table
is `terms.toml`, each row with its source.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from namro.foundation.calendar.errors import CalendarError
from namro.foundation.calendar.kinds import Kind
from namro.foundation.calendar.parsing import plain
from namro.foundation.calendar.periods import Period, term
from namro.foundation.calendar.spans import Span
from namro.foundation.calendar.tables import table

_DIGITS = (("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))


@dataclass(frozen=True, slots=True)
class Body:
    """A body whose work goes by terms; `rule` says what its terms are counted from."""

    code: str
    rule: str
    vi: str
    en: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term(Span):
    """A term of a body. `estimated`: its end is not known here and five years are assumed."""

    body: Body
    period: Period
    number: int
    estimated: bool
    source: str

    @property
    def rank(self) -> int:
        """Where it stands among spans of the same days."""
        return Kind.TERM.rank

    def __str__(self) -> str:
        """The canonical text, such as “dang-bo-ha-noi:2020/2025”."""
        return f"{self.body.code}:{self.period.year}/{self.period.last.year}"

    def in_words(self, language: str = "vi") -> str:
        """As documents name it; any other language than “vi” is English."""
        years = f"{self.period.year}-{self.period.last.year}"
        if language == "vi":
            return f"{self.body.vi} khóa {roman(self.number)}, nhiệm kỳ {years}"
        return f"{self.body.en}, {years} term (number {roman(self.number)})"


def roman(number: int) -> str:
    """A number from 1 to 89 in Roman digits."""
    written = ""
    for digits, value in (("L", 50), ("XL", 40), *_DIGITS):
        while number >= value:
            written += digits
            number -= value
    return written


@lru_cache
def bodies() -> tuple[Body, ...]:
    """The bodies of the table."""
    return tuple(
        Body(row["code"], row["rule"], row["vi"], row["en"], tuple(row["aliases"]))
        for row in table("terms")["body"]
    )


@lru_cache
def terms_of(code: str) -> tuple[Term, ...]:
    """The terms of a body that the table knows, in order.

    Raises:
        CalendarError: the table knows no such body.
    """
    for body, row in zip(bodies(), table("terms")["body"], strict=True):
        if body.code != code:
            continue
        rows = row["terms"]
        starts: list[date] = [one["first"] for one in rows]
        ends = [start - timedelta(days=1) for start in starts[1:]]
        ends.append(starts[-1].replace(year=starts[-1].year + 5) - timedelta(days=1))
        return tuple(
            Term(
                start, end, body, term(*one["years"]), one["number"], one is rows[-1], one["source"]
            )
            for start, end, one in zip(starts, ends, rows, strict=True)
        )
    known = ", ".join(body.code for body in bodies())
    raise CalendarError(
        f"Bảng nhiệm kỳ không có cơ quan “{code}”; đang có: {known}.",
        f"The table of terms has no body “{code}”; it has: {known}.",
    )


def term_on(code: str, day: date) -> Term:
    """The term of a body that a day lies in.

    Raises:
        CalendarError: the table knows no such body, or no term of it on that day.
    """
    for one in terms_of(code):
        if day in one:
            return one
    raise _unknown(code, f"ngày {day:%d/%m/%Y}", f"the day {day}")


def term_of(code: str, period: Period) -> Term:
    """The term of a body that is known by these years.

    Raises:
        CalendarError: the table knows no such body or no such term of it.
    """
    for one in terms_of(code):
        if one.period == period:
            return one
    years = f"{period.first.year}-{period.last.year}"
    raise _unknown(code, f"nhiệm kỳ {years}", f"the term {years}")


def parse_term(text: str) -> Term:
    """The term that a text names: “Đảng bộ thành phố Hà Nội nhiệm kỳ 2020-2025”, “HĐND Thành phố
    khóa XVI”, “Đại hội đại biểu toàn quốc lần thứ XIII”, “dang-bo-ha-noi:2020/2025”.

    Raises:
        CalendarError: no body of the table is named, or no term of it.
    """
    folded = plain(unicodedata.normalize("NFC", text))
    names = [
        (plain(name), body)
        for body in bodies()
        for name in (body.code, body.vi, body.en, *body.aliases)
    ]
    found = max(
        ((len(name), body) for name, body in names if name in folded),
        key=lambda pair: pair[0],
        default=None,
    )
    if found is None:
        known = "; ".join(body.vi for body in bodies())
        raise CalendarError(
            f"“{text}” không nêu cơ quan nào của bảng nhiệm kỳ: {known}.",
            f"“{text}” names no body of the table of terms: "
            f"{'; '.join(body.en for body in bodies())}.",
            text=text,
            at=0,
        )
    code = found[1].code
    years = re.search(r"([0-9]{4})\s*[-/]\s*([0-9]{4})", folded)
    if years:
        return term_of(code, term(int(years[1]), int(years[2])))
    number = re.search(r"(?:khoa|lan thu|number)\s+([ivxl]+|[0-9]+)\b", folded)
    for one in terms_of(code):
        if number and number[1] in (str(one.number), roman(one.number).lower()):
            return one
    raise _unknown(code, f"“{text}”", f"“{text}”")


def _unknown(code: str, vi: str, en: str) -> CalendarError:
    known = ", ".join(f"{one.period.year}-{one.period.last.year}" for one in terms_of(code))
    return CalendarError(
        f"Bảng nhiệm kỳ của “{code}” không có {vi}; đang có: {known}.",
        f"The terms of “{code}” do not include {en}; they are: {known}.",
    )
