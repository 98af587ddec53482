"""Units side by side: each unit's published figures over some years. A few queries for a page,
whatever the number of units that were asked."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import F, Max, Min

from namro.foundation.calendar import Period
from namro.programme.indicators.collection.drilling import Asked, UnitLine
from namro.programme.indicators.collection.models import Cell, RollUp, Sheet
from namro.programme.indicators.collection.reading import rule_of
from namro.programme.indicators.collection.values import value_of
from namro.programme.indicators.models import Observation
from namro.programme.indicators.rules.kinds import OverUnits
from namro.programme.indicators.rules.minis import Point, Scale, Summary, scale_of, summary
from namro.programme.indicators.rules.ranking import PERIODS_OF_A_YEAR

#: For how many years figures can be shown; with fewer periods than this there is no line to see.
YEARS = (1, 2, 3, 5)
FEWEST_PERIODS = 3


@dataclass(frozen=True, slots=True)
class Series:
    """A unit's figures: in how many of the periods it was asked, and in which it did not apply."""

    line: UnitLine
    points: tuple[Point, ...]
    asked: int
    without: frozenset[int]

    @property
    def summary(self) -> Summary | None:
        """What they say."""
        return summary(self.points)

    @property
    def missing(self) -> int:
        """In how many periods a figure was asked for and is not there."""
        return self.asked - len(self.points) - len(self.without)


def years_offered(asked: Asked) -> list[int]:
    """For how many years a form's figures can be shown."""
    each = PERIODS_OF_A_YEAR[asked.form.frequency]
    return [years for years in YEARS if years * each >= FEWEST_PERIODS]


def periods_until(period: Period, count: int) -> list[Period]:
    """So many periods of one kind, the last of them `period`."""
    return [period.shift(-back) for back in range(count - 1, -1, -1)]


def series_of(asked: Asked, lines: Sequence[UnitLine], periods: Sequence[Period]) -> list[Series]:
    """The published figures of units in these periods, by whichever form asked for them."""
    index = {(each.first, each.last): place for place, each in enumerate(periods)}
    units = [each.unit for each in lines]
    within = (periods[0].first, periods[-1].last)
    sheets = Sheet.objects.filter(
        unit__in=units,
        round__last_day__range=within,
        round__form__items__indicator=asked.indicator,
        round__form__items__measure=asked.item.measure,
    ).values_list("pk", "unit", "name", "state", "round__first_day", "round__last_day")
    places: dict[int, tuple[int, int]] = {}
    names, approved = set(), set()
    for key, unit, name, state, *days in sheets:
        place = index.get((days[0], days[1]))
        if place is not None:
            places[key] = (unit, place)
            names.add(name)
            if state == "approved":
                approved.add(key)
    points: dict[int, dict[int, Point]] = defaultdict(dict)
    for row in _published(asked, within).filter(scope__in=names, unit__in=units):
        value, found = value_of(row, asked.indicator), places.get(row.sheet_id)
        if found is not None and value is not None:
            unit, place = found
            points[unit][place] = Point(place, value, row.stage == "estimate")
            approved.discard(row.sheet_id)
    without: dict[int, set[int]] = defaultdict(set)
    told = Cell.objects.filter(
        sheet__in=approved, item__indicator=asked.indicator, item__measure=asked.item.measure
    ).exclude(not_applicable="")
    for sheet in told.values_list("sheet", flat=True):
        unit, place = places[sheet]
        without[unit].add(place)
    count: dict[int, set[int]] = defaultdict(set)
    for unit, place in places.values():
        count[unit].add(place)
    return [
        Series(
            each,
            tuple(points[each.unit][place] for place in sorted(points[each.unit])),
            len(count[each.unit]),
            frozenset(without[each.unit] - points[each.unit].keys()),
        )
        for each in lines
    ]


def _published(asked: Asked, within: tuple[dt.date, dt.date]) -> Any:
    return Observation.objects.filter(
        indicator=asked.indicator,
        measure=asked.item.measure,
        last_day__range=within,
        sheet__isnull=False,
        superseded_by__isnull=True,
    )


def shared_scale(asked: Asked, periods: Sequence[Period]) -> Scale | None:
    """One scale for all units that were asked, on every page; None where no figure is there."""
    within = (periods[0].first, periods[-1].last)
    ratio = rule_of(asked.indicator).how == OverUnits.RATIO or asked.item.as_fraction
    # Totals know the ends of what they count: all figures, but not those that lack a weight.
    if ratio or asked.indicator.weight_id is not None:
        share = F("numerator") / F("denominator")
        ends = _published(asked, within).aggregate(
            Min("value"), Max("value"), low=Min(share), high=Max(share)
        )
        times = asked.indicator.scale
        parts = [Fraction(ends[end]) * times for end in ("low", "high") if ends[end] is not None]
    else:
        totals = RollUp.objects.filter(
            indicator=asked.indicator, measure=asked.item.measure, last_day__range=within
        )
        ends = totals.aggregate(value__min=Min("lowest"), value__max=Max("highest"))
        parts = []
    parts += [Fraction(ends[end]) for end in ("value__min", "value__max") if ends[end] is not None]
    return scale_of(min(parts), max(parts)) if parts else None


def own_scale(points: Sequence[Point]) -> Scale:
    """The scale of one unit's figures alone."""
    values = [each.value for each in points] or [Fraction(0)]
    return scale_of(min(values), max(values))
