"""What each day is for State offices: worked, weekly rest, holiday, compensation, swapped.

The holidays that the law gives come from the library `holidays`; what the Prime Minister and the
ministry decided for a year comes from the dated table `decisions.toml` and stands over it. The
library knows some swaps too; they are left out, so that each has its decision and source here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from holidays import country_holidays
from holidays.countries.vietnam import VietnamStaticHolidays

from namro.foundation.calendar.errors import CalendarError
from namro.foundation.calendar.tables import table


class DayType(StrEnum):
    """What a day is. Only `WORK` and `SWAP_WORKED` are worked."""

    WORK = "work"
    REST = "rest"  # Saturday, Sunday
    HOLIDAY = "holiday"
    COMPENSATION = "compensation"  # nghỉ bù: for a holiday on a weekly day off
    SWAP_OFF = "swap-off"  # a weekday off, made up for on a Saturday
    SWAP_WORKED = "swap-worked"  # the Saturday that makes up for it

    @property
    def worked(self) -> bool:
        """Whether offices work on such a day."""
        return self in (DayType.WORK, DayType.SWAP_WORKED)


@dataclass(frozen=True, slots=True)
class Day:
    """A day and what it rests on: names in both languages, and the decision, where one says so.

    `estimate`: what the law gives, or is expected to be decided; nobody has decided it yet.
    """

    on: date
    type: DayType
    vi: str = ""
    en: str = ""
    decision: str = ""
    estimate: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """A row of `decisions.toml`: the days that one decision sets.

    Raises:
        CalendarError: it sets what cannot be: a weekday “worked” instead of a weekend, a holiday
            at a weekend, a day outside its year.
    """

    id: str
    year: int
    source: str
    evidence: str
    number: str = ""
    issued: date | None = None
    settles: bool = False
    estimate: bool = False
    holidays: tuple[date, ...] = ()
    compensation: tuple[date, ...] = ()
    swaps: tuple[tuple[date, date], ...] = ()

    def __post_init__(self) -> None:
        free = (*self.holidays, *self.compensation, *(off for off, _ in self.swaps))
        for day in free:
            if day.weekday() >= 5:
                raise self._wrong(day, "là ngày nghỉ hằng tuần", "is a weekly day off already")
        for day in (*self.holidays, *self.compensation):
            if day.year != self.year:
                raise self._wrong(day, f"không thuộc năm {self.year}", f"is not in {self.year}")
        for _, day in self.swaps:
            if day.weekday() < 5:
                raise self._wrong(day, "vốn là ngày làm việc", "is a working day already")
        if len(set(free)) != len(free):
            raise self._wrong(max(free), "được nêu hai lần", "is named twice")

    def _wrong(self, day: date, vi: str, en: str) -> CalendarError:
        return CalendarError(
            f"Quyết định “{self.id}”: ngày {day:%d/%m/%Y} {vi}.",
            f"Decision “{self.id}”: {day} {en}.",
        )

    def known_on(self, day: date | None) -> bool:
        """Whether it was issued by a day; one whose day of issue is unknown always counts."""
        return day is None or self.issued is None or self.issued <= day


def decision(row: dict[str, Any]) -> Decision:
    """A decision from a row of the table."""
    values = dict(row)
    for name in ("holidays", "compensation"):
        values[name] = tuple(row.get(name, ()))
    values["swaps"] = tuple((swap["off"], swap["worked"]) for swap in row.get("swaps", ()))
    return Decision(**values)


@lru_cache
def decisions() -> tuple[Decision, ...]:
    """The decisions of the table, by year."""
    return tuple(decision(row) for row in table("decisions")["decision"])


def special_days(first_year: int, last_year: int, decided: Iterable[Decision]) -> dict[date, Day]:
    """Each day from year to year that is not simply a weekday worked or a weekend."""
    decided = tuple(decided)
    settled = {one.year for one in decided if one.settles}
    by_law = {day.on: day for day in _by_law(first_year, last_year)}
    found = {on: day for on, day in by_law.items() if on.year not in settled or on.weekday() >= 5}
    for one in decided:
        for day in _decided(one, by_law):
            found[day.on] = day
    return {on: day for on, day in found.items() if first_year <= on.year <= last_year}


def _decided(one: Decision, by_law: dict[date, Day]) -> Iterator[Day]:
    """The days of one decision, with the names that the law gives them."""
    kinds = ((DayType.HOLIDAY, one.holidays), (DayType.COMPENSATION, one.compensation))
    for kind, days in kinds:
        for on in days:
            named = by_law.get(on)
            vi, en = (named.vi, named.en) if named else ("Nghỉ lễ", "Holiday")
            yield Day(on, kind, vi, en, one.id, one.estimate)
    for off, worked in one.swaps:
        vi, en = f"Nghỉ, làm bù ngày {worked:%d/%m/%Y}", f"Off, made up for on {worked}"
        yield Day(off, DayType.SWAP_OFF, vi, en, one.id, one.estimate)
        vi, en = f"Làm bù cho ngày {off:%d/%m/%Y}", f"Worked, to make up for {off}"
        yield Day(worked, DayType.SWAP_WORKED, vi, en, one.id, one.estimate)


def _by_law(first_year: int, last_year: int) -> Iterator[Day]:
    """What the law gives, as the library knows it: holidays, and compensation for those that
    fall on a weekly day off."""
    span = range(first_year, last_year + 1)
    vietnamese = country_holidays("VN", years=span, language="vi")
    english = country_holidays("VN", years=span, language="en_US")
    swapped = VietnamStaticHolidays.substituted_label.split("%s")[0]
    for on, name in sorted(vietnamese.items()):
        names = [part for part in name.split("; ") if not part.startswith(swapped)]
        if not names:
            continue
        made_up = all("nghỉ bù" in part for part in names)
        kind = DayType.COMPENSATION if made_up else DayType.HOLIDAY
        yield Day(on, kind, "; ".join(names), english[on])
