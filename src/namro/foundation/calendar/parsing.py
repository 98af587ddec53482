"""A period read from text: as Vietnamese documents write it, or in an ISO-like form.

Marks, capitals and the kind of dash do not matter. What cannot be read is refused with what is
wrong, where, and how it is written; nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from namro.foundation.calendar import periods
from namro.foundation.calendar.errors import CalendarError
from namro.foundation.calendar.kinds import Kind, checked_year
from namro.foundation.calendar.periods import Period

#: One example of each form, for messages and for help.
EXAMPLES_VI = (
    "tháng 3/2025, quý I năm 2025, 6 tháng đầu năm 2025, 9 tháng đầu năm 2025, năm 2025, "
    "giai đoạn 2021-2025, nhiệm kỳ 2020-2025, ngày 17/3/2021"
)
EXAMPLES_EN = "2025, 2025-03, 2025-Q1, 2025-S1, 2025-9M, 2021/2025, 2021-03-17"

_WORDS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
    "tám": 8, "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12,
    "i": 1, "ii": 2, "iii": 3, "iv": 4,
}  # fmt: skip
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))


def plain(text: str) -> str:
    """Composed text in small letters without marks, a character for a character."""
    return "".join(_bare(letter) for letter in text.translate(_DASHES))


def _bare(letter: str) -> str:
    if letter.isspace():
        return " "
    small = unicodedata.normalize("NFD", letter)[0].lower()[0]
    return "d" if small == "đ" else small


_NUMBERS = {plain(word): number for word, number in _WORDS.items()}
_NUMBER = r"(?P<n>[0-9]+|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
# "/2025", " năm 2025", " của năm 2025", " 2025", or nothing
_TAIL = r"(?:\s*(?:[/.-]\s*|,?\s*(?:cua\s+)?nam\s+|\s)(?P<y>[0-9]+))?"
_HALVES = {"dau": 1, "cuoi": 2, None: 1}

_Found = re.Match[str]


class _Reading:
    """One reading of one text: its parts as numbers, and errors that say where."""

    def __init__(self, text: str, given: int | None) -> None:
        self.text = text
        self.given = given

    def error(self, vi: str, en: str, at: int | None = None) -> CalendarError:
        return CalendarError(
            f"{vi} Cách viết: {EXAMPLES_VI}.",
            f"{en} Ways to write it: {EXAMPLES_EN}.",
            text=self.text,
            at=at,
        )

    def year(self, found: _Found, group: str = "y") -> int:
        digits = found.groupdict().get(group)
        if digits is None:
            if self.given is None:
                raise self.error(
                    f"“{self.text}” chưa nêu năm.",
                    f"“{self.text}” names no year.",
                    len(self.text),
                )
            return checked_year(self.given)
        if len(digits) != 4:
            raise self.error(
                f"Năm “{digits}” phải viết đủ bốn chữ số.",
                f"The year “{digits}” must be written with four digits.",
                found.start(group),
            )
        return checked_year(int(digits), text=self.text, at=found.start(group))

    def number(self, found: _Found, most: int, vi: str, en: str) -> int:
        written = found["n"]
        number = int(written[:9]) if written.isdigit() else _NUMBERS[written]
        if not 1 <= number <= most:
            at = found.start("n")
            raise self.error(
                f"{vi} “{self.text[at : found.end('n')]}” không có: chỉ từ 1 đến {most}.",
                f"There is no {en} “{self.text[at : found.end('n')]}”: they go from 1 to {most}.",
                at,
            )
        return number

    def day(self, found: _Found) -> Period:
        year = self.year(found)
        try:
            return periods.day(date(year, int(found["m"][:4]), int(found["d"][:4])))
        except CalendarError:
            raise
        except ValueError:
            raise self.error(
                f"Ngày {found['d']}/{found['m']}/{year} không có trong lịch.",
                f"There is no day {found['d']} of month {found['m']} in {year}.",
                found.start("d"),
            ) from None

    def month(self, found: _Found) -> Period:
        number = self.number(found, 12, "Tháng", "month")
        return periods.month(self.year(found), number)

    def quarter(self, found: _Found) -> Period:
        number = self.number(found, 4, "Quý", "quarter")
        return periods.quarter(self.year(found), number)

    def half(self, found: _Found) -> Period:
        return periods.half(self.year(found), self.number(found, 2, "Nửa năm", "half-year"))

    def named_half(self, found: _Found) -> Period:
        return periods.half(self.year(found), _HALVES[found["which"]])

    def nine_months(self, found: _Found) -> Period:
        return periods.nine_months(self.year(found))

    def whole_year(self, found: _Found) -> Period:
        return periods.year(self.year(found))

    def years(self, found: _Found) -> Period:
        return self._many(found, Kind.YEARS)

    def term(self, found: _Found) -> Period:
        return self._many(found, Kind.TERM)

    def _many(self, found: _Found, kind: Kind) -> Period:
        first, last = self.year(found), self.year(found, "z")
        if last <= first:
            raise self.error(
                f"Năm cuối {last} phải sau năm đầu {first}.",
                f"The last year {last} must be after the first, {first}.",
                found.start("z"),
            )
        return periods.years(first, last) if kind is Kind.YEARS else periods.term(first, last)


_SPAN = r"(?P<y>[0-9]+)\s*(?:-|/|den(?:\s+(?:het\s+)?nam)?)\s*(?P<z>[0-9]+)"
# The first form that the whole text has is the one; those with four digits in front are ISO-like.
_FORMS: tuple[tuple[re.Pattern[str], Callable[[_Reading, _Found], Period]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})", _Reading.day),
        (r"(?P<y>[0-9]{4})-(?P<n>[0-9]{1,2})", _Reading.month),
        (r"(?P<y>[0-9]{4})\s?-?\s?q(?P<n>[0-9]+)", _Reading.quarter),
        (r"(?P<y>[0-9]{4})\s?-?\s?[sh](?P<n>[0-9]+)", _Reading.half),
        (r"(?P<y>[0-9]{4})\s?-?\s?9m", _Reading.nine_months),
        (r"term:" + _SPAN, _Reading.term),
        (
            r"(?:ngay\s*)?(?P<d>[0-9]+)\s*(?P<by>[/.-])\s*(?P<m>[0-9]+)\s*(?P=by)\s*(?P<y>[0-9]+)",
            _Reading.day,
        ),
        (r"ngay\s*(?P<d>[0-9]+)\s*[/.-]\s*(?P<m>[0-9]{1,2})" + _TAIL, _Reading.day),
        (r"(?:ngay\s*)?(?P<d>[0-9]+)\s+thang\s+(?P<m>[0-9]{1,2})" + _TAIL, _Reading.day),
        (r"(?:thang\s*|t\.?\s?)" + _NUMBER + _TAIL, _Reading.month),
        (r"(?P<n>[0-9]{1,2})\s*/\s*(?P<y>[0-9]{4})", _Reading.month),
        (r"(?:quy\s*|q\.?\s?)" + _NUMBER + _TAIL, _Reading.quarter),
        (
            r"(?:(?:0?6|sau)\s+thang|nua(?=\s+(?:dau|cuoi)))(?:\s+(?P<which>dau|cuoi))?(?:\s+nam)?"
            + _TAIL,
            _Reading.named_half,
        ),
        (r"(?:0?9|chin)\s+thang(?:\s+dau)?(?:\s+nam)?" + _TAIL, _Reading.nine_months),
        (r"(?:ca\s+)?(?:nam\s+)?(?P<y>[0-9]+)", _Reading.whole_year),
        (r"nhiem\s+ky(?:\s+dai\s+hoi)?(?:\s+cac\s+nam)?\s+" + _SPAN, _Reading.term),
        (
            r"(?:(?:giai\s+doan|thoi\s+ky|gd)\s*:?\s*|(?:tu|cac)\s+nam\s+)?" + _SPAN,
            _Reading.years,
        ),
    )
)
# Words that belong to periods: the first other word of a text is where it cannot be read.
_KNOWN = {
    "ngay", "thang", "t", "quy", "q", "sau", "chin", "nua", "dau", "cuoi", "nam", "cua", "ca",
    "nhiem", "ky", "dai", "hoi", "cac", "giai", "doan", "thoi", "gd", "tu", "den", "het", "term",
    "s", "h", "m", *(part for word in _NUMBERS for part in word.split()),
}  # fmt: skip
_TOKEN = re.compile(r"[^\W\d_]+|[0-9]+|\S")


def parse(text: str, *, year: int | None = None) -> Period:
    """The period that a text names.

    “tháng 3/2025”, “quý I năm 2025”, “6 tháng đầu năm 2025”, “9 tháng năm 2025”, “năm 2025”,
    “giai đoạn 2021-2025”, “nhiệm kỳ 2020-2025”, “ngày 17/3/2021”, and “2025”, “2025-03”,
    “2025-Q1”, “2025-S1” (or H1), “2025-9M”, “2021/2025”, “2021-03-17”.

    Args:
        year: the year meant where the text names none (“quý II”, “6 tháng cuối năm”).

    Raises:
        CalendarError: it is no period; the error says what is wrong and where.
    """
    composed = unicodedata.normalize("NFC", text)
    reading = _Reading(composed, year)
    folded = plain(composed)
    begin = len(folded) - len(folded.lstrip())
    end = len(folded.rstrip(" .,;"))
    for pattern, read in _FORMS:
        found = pattern.fullmatch(folded, begin, end)
        if found:
            return read(reading, found)
    raise _unread(reading, folded)


def _unread(reading: _Reading, folded: str) -> CalendarError:
    """What to say of a text of no form: its first word that belongs to no period."""
    if not folded.strip():
        return reading.error("Chưa nêu kỳ nào.", "No period is given.", 0)
    for token in _TOKEN.finditer(folded):
        word = token.group()
        if word in "/.,-:;" or word.isdigit() or word in _KNOWN:
            continue
        written = reading.text[token.start() : token.end()]
        return reading.error(
            f"Không hiểu “{written}” (ký tự thứ {token.start() + 1}) trong “{reading.text}”.",
            f"“{written}” (character {token.start() + 1}) in “{reading.text}” is not understood.",
            token.start(),
        )
    return reading.error(
        f"“{reading.text}” chưa thành một kỳ.", f"“{reading.text}” is not yet a period.", 0
    )
