"""Which code a unit of a kind may be given when it is founded.

Territories carry the codes of the statistics office (2 digits for a province, 3 for a district, 5
for a commune; QĐ 124/2004/QĐ-TTg and its yearly lists), always as text with leading zeros. State
bodies carry those of QĐ 20/2020/QĐ-TTg (`A01.02.03`, 35 characters at most; bodies outside the
State's tables begin with Z and two characters). Enterprises carry their registration number (10
digits, with -001 and so on for a branch; NĐ 01/2021/NĐ-CP, Article 8) or such a code.
Bodies for which no list of codes is published take any code that `is_code` allows.
"""

from __future__ import annotations

import re
from typing import Literal

from namro.foundation.organisations.rules.reading import is_code

Fault = Literal[
    "code",
    "code_of_province",
    "code_of_district",
    "code_of_commune",
    "code_of_state",
    "code_of_enterprise",
]

_DIGITS: dict[str, tuple[int, Fault]] = {
    "province": (2, "code_of_province"),
    "district": (3, "code_of_district"),
    "commune": (5, "code_of_commune"),
}
_STATE = re.compile(r"(?:[A-Y]\d{2}|Z[0-9A-Z]{2})(?:\.[0-9A-Z]+)*")
_ENTERPRISE = re.compile(r"\d{10}(?:-\d{3})?")


def is_state_code(code: str) -> bool:
    """Whether `code` has the form of QĐ 20/2020/QĐ-TTg, the tables of Z included."""
    return is_code(code) and _STATE.fullmatch(code) is not None


def is_enterprise_code(code: str) -> bool:
    """Whether `code` has the form of an enterprise's number, or that of one of its branches."""
    return _ENTERPRISE.fullmatch(code) is not None


def fault(kind: str, code: str) -> Fault | None:
    """What is wrong with `code` for a unit of `kind`; None where it will do.

    A code that looks like one of QĐ 20/2020 (a letter, two digits and a dot) must be one.
    """
    if not is_code(code):
        return "code"
    if kind in _DIGITS:
        length, wrong = _DIGITS[kind]
        return None if re.fullmatch(rf"[0-9]{{{length}}}", code) else wrong
    if kind == "enterprise" and code[0].isdigit():
        return None if is_enterprise_code(code) else "code_of_enterprise"
    looks = re.match(r"[A-Z]\d{2}\.", code) is not None
    return "code_of_state" if looks and not is_state_code(code) else None
