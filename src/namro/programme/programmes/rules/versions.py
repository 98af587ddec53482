"""Which version of a document stands on a day, and when a new one may begin."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from namro.foundation.calendar import usable
from namro.programme.programmes.rules.draft import storable


class At(int):
    """A programme's key in an address, with the day it is seen as of: "12", "12@2023-06-30"."""

    day: dt.date | None

    def __new__(cls, key: int, day: dt.date | None = None) -> At:
        made = super().__new__(cls, key)
        made.day = day
        return made

    @classmethod
    def parse(cls, text: str) -> At:
        """From an address.

        Raises:
            ValueError: it is none.
        """
        key, at, day = text.partition("@")
        said = dt.date.fromisoformat(day) if at else None
        if said is not None and not usable(said):
            raise ValueError(text)
        return cls(int(key), said)

    def __str__(self) -> str:
        return f"{int(self)}@{self.day.isoformat()}" if self.day else f"{int(self)}"


@dataclass(frozen=True, slots=True)
class Span:
    """From when a version is in force (None: not known) and the first day it no longer is."""

    start: dt.date | None
    end: dt.date | None = None


def standing(spans: Sequence[Span], day: dt.date) -> int | None:
    """The index of the version that stands on `day` (the first also before it is in force).

    `spans` are in order and each begins where the one before it ends; None where there is none.
    """
    found = None
    for index, span in enumerate(spans):
        if index == 0 or (span.start is not None and span.start <= day):
            found = index
    return found


def may_begin(latest: Span, day: dt.date) -> bool:
    """Whether a version may follow `latest` from `day` on: later than it, which has no end yet."""
    return latest.end is None and (latest.start is None or day > latest.start)


def as_day(text: str) -> dt.date | None:
    """A day as a person writes it (31/12/2025, 1-2-2025) or as programs do (2025-12-31).

    None where it is no day, or none that calendars here reach.
    """
    text = text.strip()
    if found := re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", text):
        day, month, year = (int(each) for each in found.groups())
    elif found := re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", text):
        year, month, day = (int(each) for each in found.groups())
    else:
        return None
    try:
        found_day = dt.date(year, month, day)
    except ValueError:
        return None
    return found_day if usable(found_day) else None


def storable_json(value: Any) -> Any:
    """A JSON value as the database can hold it: every string `storable`, keys as text."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, Mapping):
        return {storable(key): storable_json(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [storable_json(each) for each in value]
    return value
