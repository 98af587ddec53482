"""Codes, days and shares as people write them.

Codes are text with their leading zeros: those of the statistics office (2, 3 and 5 digits for
province, district and commune) and those of Decision 20/2020/QĐ-TTg (letters, digits and dots, 35
characters at most). An installation may add its own, of the same letters and with hyphens.
"""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction

LONGEST_CODE = 35  # QĐ 20/2020/QĐ-TTg
_CODE = re.compile(r"[0-9A-ZĐ]([0-9A-ZĐ.\-]*[0-9A-ZĐ])?")
_OFFICIAL = re.compile(r"[A-Y]\d{2}(\.[0-9A-Z]+)*")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_SHARE = re.compile(r"\d+([.,]\d+)?")
_RATIO = re.compile(r"(\d+)\s*/\s*(\d+)")
# Years of units: the oldest had names a thousand years ago; what lies further is a slip.
_YEARS = range(1000, 2200)
_LONGEST_SHARE = 40
_MOST_PARTS = 2**63 - 1  # what a column of the database holds


def is_code(code: str) -> bool:
    """Whether `code` can be a unit's code."""
    return len(code) <= LONGEST_CODE and _CODE.fullmatch(code) is not None


def is_official_code(code: str) -> bool:
    """Whether `code` has the form of QĐ 20/2020/QĐ-TTg (ministries, provinces and below)."""
    return len(code) <= LONGEST_CODE and _OFFICIAL.fullmatch(code) is not None


def read_day(text: str) -> dt.date | None:
    """A day from "2025-07-01" or "1/7/2025"; None where it is none, or of no year of units."""
    text = text.strip()
    try:
        if written := _DAY.fullmatch(text):
            number, month, year = map(int, written.groups())
            day = dt.date(year, month, number)
        elif re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            day = dt.date.fromisoformat(text)
        else:
            return None
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def read_share(text: str) -> Fraction | None:
    """A share from "1", "0,35", "35 %" or "12345/45678"; None where it is none, or not in (0, 1].

    A ratio keeps what was counted: 12,345 people of 45,678 is exactly that.
    """
    text = text.strip()
    if len(text) > _LONGEST_SHARE:
        return None
    percent = text.endswith("%")
    if percent:
        text = text[:-1].strip()
    if ratio := _RATIO.fullmatch(text):
        if percent or not int(ratio[2]):
            return None
        share = Fraction(int(ratio[1]), int(ratio[2]))
    elif _SHARE.fullmatch(text):
        share = Fraction(text.replace(",", ".")) / (100 if percent else 1)
    else:
        return None
    return share if 0 < share <= 1 and share.denominator <= _MOST_PARTS else None
