"""The year's figure of months or quarters, by the indicator's rule over time.

What adds up over time is left to the rule of attainment, which sums what is there and says what is
missing; every other rule needs all parts of the year (of what stood at its end: the last).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from namro.foundation.calendar import Kind, Period
from namro.programme.indicators import rules
from namro.programme.indicators.models import Indicator
from namro.programme.indicators.rules.kinds import Measure, OverTime, OverUnits, Stage
from namro.programme.indicators.rules.observations import exactly
from namro.programme.indicators.rules.rolling_up import over_time
from namro.programme.indicators.rules.sums import Figure, Rule

_LEFT_ALONE = (OverTime.NONE, OverTime.SUM)


@dataclass(frozen=True, slots=True)
class Part:
    """The total of one period: as it is judged, and as it is rolled up further."""

    observation: rules.Observation
    figure: Figure


def of_years(
    indicator: Indicator, frequency: Kind, parts: Sequence[Part]
) -> list[rules.Observation]:
    """A figure for each year whose parts of that frequency are there."""
    how = OverTime(indicator.over_time)
    if how in _LEFT_ALONE or frequency is Kind.YEAR:
        return []
    years: dict[Period, dict[Period, Part]] = defaultdict(dict)
    for part in parts:
        period = part.observation.period
        if isinstance(period, Period) and period.kind is frequency:
            years[period.enclosing(Kind.YEAR)][period] = part
    made = []
    for year, by_period in sorted(years.items()):
        rule = Rule(how, indicator.scale)
        figures = {period: part.figure for period, part in by_period.items()}
        found = over_time(rule, figures, list(year.parts(frequency)))
        if found.value is None or not found.complete:
            continue
        used = list(by_period.values())
        if how in (OverTime.LAST, OverTime.CUMULATED):
            used = [by_period[max(by_period, key=lambda each: each.last)]]
        final = all(each.observation.stage is Stage.FINAL for each in used)
        known = [each.observation.published_on for each in used]
        bare = rules.Observation(
            period=year,
            value=used[0].observation.value,
            numerator=used[0].observation.numerator,
            denominator=used[0].observation.denominator,
            stage=Stage.FINAL if final else Stage.ESTIMATE,
            measure=Measure.IN_PERIOD,
            published_on=max(day for day in known if day is not None),
            source=used[-1].observation.source,
            concept=indicator.concept,
        )
        made.append(exactly(bare, found.value))
    return made


def figure_of(indicator: Indicator, observation: rules.Observation, ratio: Figure) -> Figure:
    """A period's total as a figure that is rolled up over time: a ratio with its parts."""
    if OverUnits(indicator.over_units) is OverUnits.RATIO:
        return ratio
    return Figure(observation.number, weight=ratio.denominator, day=observation.period.last)
