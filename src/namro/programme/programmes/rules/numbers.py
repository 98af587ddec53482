"""Numbers and dates as an official reads them.

Vietnamese: decimal comma, thousands with a point ("9.000", "7,5"). English: the other way
round. Dates are dd/mm/yyyy in both, as on the documents themselves.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal

Language = Literal["vi", "en"]

# A number and its unit must not be torn apart at the end of a line.
NO_BREAK = "\u00a0"


def as_language(code: str | None) -> Language:
    """Our two languages from a language code: "en", "en-gb" … give English, all else Vietnamese."""
    return "en" if (code or "").lower().startswith("en") else "vi"


def number(value: Decimal, language: Language) -> str:
    """`value` in plain digits with the language's signs, without trailing zeros after the comma."""
    plain = f"{value:,f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    if plain == "-0":
        plain = "0"
    if language == "en":
        return plain
    return plain.translate(str.maketrans(",.", ".,"))


def date(value: dt.date) -> str:
    """`value` as dd/mm/yyyy."""
    return f"{value:%d/%m}/{value.year:04}"
