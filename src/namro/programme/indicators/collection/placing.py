"""The places of the units of a total by value, told once a year of figures is there."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from namro.programme.indicators.collection.drilling import Asked, UnitLine
from namro.programme.indicators.models import Observation
from namro.programme.indicators.rules.ranking import PERIODS_OF_A_YEAR, places


@dataclass(frozen=True, slots=True)
class Ranking:
    """Whether units may be told their place: `there` of the `wanted` periods have figures."""

    there: int
    wanted: int

    @property
    def on(self) -> bool:
        """Whether a year is there."""
        return self.there >= self.wanted


def rank(asked: Asked, lines: Sequence[UnitLine]) -> Ranking:
    """Give places by value where a year of figures is there, to who has all of them."""
    round_, wanted = asked.round, PERIODS_OF_A_YEAR[asked.form.frequency]
    if asked.indicator.over_units == "none" and asked.indicator.kind == "rank":
        return Ranking(0, wanted)
    since = round_.last_day.replace(day=1, year=round_.last_day.year - 1)
    year = Observation.objects.filter(
        sheet__round__form=asked.form,
        indicator=asked.indicator,
        measure=asked.item.measure,
        superseded_by__isnull=True,
        last_day__lte=round_.last_day,
        first_day__gt=since,
    )
    periods: dict[int | None, set[dt.date]] = defaultdict(set)
    for unit, day in year.values_list("unit", "last_day"):
        periods[unit].add(day)
    found = Ranking(len(set().union(*periods.values())), wanted)
    if found.on:
        complete = {
            each.unit: each.value
            for each in lines
            if each.value is not None
            and each.figure is not None
            and each.figure.stage != "estimate"
            and len(periods[each.unit]) >= wanted
        }
        ranks = places(complete)
        for each in lines:
            each.rank = ranks.get(each.unit)
    return found
