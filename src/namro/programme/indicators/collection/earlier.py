"""The unit's own published figures of earlier periods, beside which what it enters is held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q

from namro.foundation.calendar import Period
from namro.programme.indicators.collection.models import FormItem, Sheet
from namro.programme.indicators.collection.values import exact
from namro.programme.indicators.models import Observation
from namro.programme.indicators.rules.sums import Figure, figure

# How far back figures are held beside the one entered.
_YEARS_BACK = 3
# A thousand figures are read for one page: these columns alone.
_COLUMNS = (
    *("indicator_id", "measure", "first_day", "last_day"),
    *("value", "numerator", "denominator"),
)
_Parts = tuple[Decimal | None, Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is published of one item, by the day that each figure's period ends.

    Numbers are made exact only where they are asked for: a page shows few of those it reads.
    """

    scale: int
    parts: Mapping[dt.date, _Parts]

    def value(self, day: dt.date) -> Fraction | None:
        """The figure of the period that ends on a day; None: there is none, or nothing occurred."""
        found = self.parts.get(day)
        return None if found is None else exact(*found, self.scale)

    def values(self) -> Iterator[tuple[dt.date, Fraction]]:
        """All figures, each with the day."""
        for day in self.parts:
            value = self.value(day)
            if value is not None:
                yield day, value

    def of_year(self, before: dt.date) -> dict[dt.date, Figure]:
        """The figures of periods that ended before a day and in its year, to be added up."""
        found = {}
        for day, (_value, numerator, denominator) in self.parts.items():
            if day.year == before.year and day < before:
                value = self.value(day)
                if value is not None:
                    found[day] = figure(value, numerator=numerator, denominator=denominator)
        return found


def earlier_of(
    sheet: Sheet, items: Sequence[FormItem], period: Period | None, filled: Collection[int]
) -> dict[int, Earlier]:
    """By item what is published of the sheet's unit for earlier periods as long as the sheet's.

    Args:
        period: the sheet's, where it is one of a calendar.
        filled: the indicators of which something is entered: only beside that more is held than
            the periods that the page shows.
    """
    round_ = sheet.round
    by_key = {(item.indicator_id, item.measure): item for item in items}
    length = (round_.last_day - round_.first_day).days
    shown = [period.previous.last, period.same_last_year.last] if period else []
    wanted = Q(last_day__gte=round_.last_day.replace(month=1, day=1)) | Q(last_day__in=shown)
    since = min((round_.last_day.replace(month=1, day=1), *shown))
    if filled:
        wanted |= Q(indicator__in=filled)
        since = round_.last_day.replace(day=1, year=round_.last_day.year - _YEARS_BACK)
    rows = Observation.objects.filter(
        wanted,
        unit=sheet.unit_id,
        sheet__isnull=False,
        superseded_by__isnull=True,
        indicator__in={item.indicator_id for item in items},
        last_day__lt=round_.last_day,
        last_day__gte=since,
    )
    found: dict[int, dict[dt.date, _Parts]] = {item.pk: {} for item in items}
    for indicator, measure, first, last, *parts in rows.order_by("pk").values_list(*_COLUMNS):
        item = by_key.get((indicator, measure))
        # A month beside months: the lengths of like periods differ by a few days.
        if item is not None and abs((last - first).days - length) <= 4:
            value, numerator, denominator = parts
            found[item.pk][last] = (value, numerator, denominator)
    return {item.pk: Earlier(item.indicator.scale, found[item.pk]) for item in items}
