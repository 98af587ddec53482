"""How a recorded value is said to a reader: dates dd/mm/yyyy, decimal comma, choices by label."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any


def number(value: int | float | Decimal, tongue: str) -> str:
    """A number with the decimal mark of language `tongue`, without trailing zeros.

    >>> number(Decimal("95.50"), "vi"), number(Decimal("1200"), "vi")
    ('95,5', '1200')
    """
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text if tongue == "en" else text.replace(".", ",")


def plain(
    value: Any, tongue: str, yes: str, no: str, zone: dt.tzinfo, choices: Mapping[Any, str] = {}
) -> str:
    """A value in words; "" for none. Lists stand one after another, mappings as `name: value`.

    Args:
        yes, no: the words for true and false.
        zone: where moments are told.
        choices: the label of each value that has one.
    """
    if value is None or value == "":
        return ""
    if not isinstance(value, list | dict) and value in choices:
        return str(choices[value])
    if isinstance(value, bool):
        return yes if value else no
    if isinstance(value, dt.datetime):
        return f"{value.astimezone(zone):%d/%m/%Y %H:%M}"
    if isinstance(value, dt.date):
        return f"{value:%d/%m}/{value.year:04}"
    if isinstance(value, int | float | Decimal):
        return number(value, tongue)
    if isinstance(value, Mapping):
        parts = (
            f"{name}: {plain(each, tongue, yes, no, zone)}"
            for name, each in value.items()
            if each not in (None, "", [], {})
        )
        return "; ".join(parts)
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return "; ".join(plain(each, tongue, yes, no, zone, choices) for each in value)
    return str(value)
