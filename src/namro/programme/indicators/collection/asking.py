"""What a sheet asks, item by item, beside what is known already: the last period, the same period
of last year, the year's plan, the year so far, and what deserves a second look."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from namro.foundation.calendar import Period
from namro.programme.indicators.choices import IndicatorKind, Measure, OverTime
from namro.programme.indicators.collection.models import Cell, FormItem, Sheet
from namro.programme.indicators.collection.peers import Peers, of_earlier_period, of_this_period
from namro.programme.indicators.collection.planned import plans_of
from namro.programme.indicators.collection.values import value_of
from namro.programme.indicators.models import Observation
from namro.programme.indicators.periods import span_between
from namro.programme.indicators.rules import kinds
from namro.programme.indicators.rules.checking import Checks, Doubt, Entered, doubts
from namro.programme.indicators.rules.errors import TargetError
from namro.programme.indicators.rules.formula_reading import parse_relation
from namro.programme.indicators.rules.formulas import Relation, When
from namro.programme.indicators.rules.rolling_up import rolled_up
from namro.programme.indicators.rules.sums import Figure, Rule
from namro.programme.indicators.rules.unit_plans import UnitPlan, so_far

# How far back figures are held beside the one entered.
_YEARS_BACK = 3
# A thousand figures are read for one page: these columns alone.
_COLUMNS = (
    *("indicator_id", "measure", "first_day", "last_day"),
    *("value", "numerator", "denominator"),
)
_Known = dict[tuple[int, str], dict[dt.date, Figure]]


@dataclass(frozen=True, slots=True)
class Row:
    """One item of a sheet.

    Attributes:
        cell: what stands in it now; None: nothing yet.
        value: its figure, exactly; of a fraction times 100 where it is told in percent.
        previous, last_year: the unit's approved figures of the period before, and of the same
            period last year.
        cumulated: the year's approved figures and this one together, where they make the year's:
            added up, of fractions numerators and denominators.
        plan: what the unit is to bring in the year, where that was asked for.
        reached: how much of it is there, in percent, where parts of the year add up.
        doubts: what deserves a second look; nothing is refused for it.
    """

    item: FormItem
    cell: Cell | None
    value: Fraction | None
    previous: Fraction | None
    last_year: Fraction | None
    cumulated: Fraction | None
    doubts: Sequence[Doubt]
    plan: UnitPlan | None = None
    reached: Fraction | None = None

    @property
    def missing(self) -> bool:
        """Whether it must be filled in before the sheet is submitted."""
        return self.item.required and self.cell is None


def rows_of(
    sheet: Sheet,
    *,
    peers: Peers | None = None,
    plans: bool = False,
    instead: Mapping[int, Cell] | None = None,
) -> list[Row]:
    """The items of a sheet in order.

    Args:
        sheet: with its round and form.
        peers: which figures of other units to hold them beside too.
        plans: whether to say what the unit is to bring in the year.
        instead: what stands in its fields, by item, where it is not what was saved.
    """
    items = list(sheet.round.form.items.select_related("indicator"))
    cells: Mapping[int, Cell] = (
        {each.item_id: each for each in sheet.cells.select_related("file").defer("file__content")}
        if instead is None
        else instead
    )
    span = span_between(sheet.round.first_day, sheet.round.last_day)
    period = span if isinstance(span, Period) else None
    known = _known(sheet, items)
    others = of_this_period(sheet, items) if peers is Peers.NOW else {}
    earlier = of_earlier_period(sheet, items, period) if peers is Peers.BEFORE else {}
    planned = plans_of(sheet, items) if plans else {}
    entered = {item.indicator.key: _said(item, cells.get(item.pk)) for item in items}
    by_key = {item.indicator.key: item for item in items}

    def looked_up(key: str, when: When) -> Fraction | None:
        if when is When.NOW:
            return entered.get(key)
        asked = by_key.get(key)
        if asked is None or period is None:
            return None
        at = period.previous if when is When.PREVIOUS else period.same_last_year
        there = known[asked.indicator_id, asked.measure].get(at.last)
        return there.value if there else None

    rows = []
    for item in items:
        figures = known[item.indicator_id, item.measure]
        past = {day: each.value for day, each in figures.items() if each.value is not None}
        value = entered[item.indicator.key]
        cell = cells.get(item.pk)
        before = past.get(period.previous.last) if period else None
        last_year = past.get(period.same_last_year.last) if period else None
        this_year = {
            day: number
            for day, number in past.items()
            if day.year == sheet.round.last_day.year and day < sheet.round.last_day
        }
        said = Entered(
            value,
            _exact(cell.numerator) if cell else None,
            _exact(cell.denominator) if cell else None,
            before,
            last_year,
            this_year[max(this_year)] if this_year else None,
            _alike(item, past, sheet.round.last_day),
            others.get((item.indicator_id, item.measure), ()),
            earlier.get((item.indicator_id, item.measure)),
            looked_up,
        )
        found = doubts(checks_of(item), said) if value is not None else ()
        parts = [figures[day] for day in this_year]
        if cell is not None and value is not None:
            parts.append(_figure(cell, value))
        cumulated = _together(item, parts)
        plan = planned.get(item.pk)
        reached = plan.reached(_so_far(item, value, cumulated)) if plan is not None else None
        rows.append(Row(item, cell, value, before, last_year, cumulated, found, plan, reached))
    return rows


def adds_up(item: FormItem) -> bool:
    """Whether its figures of a year's periods make the year's: added up, or part by part."""
    together = (OverTime.SUM, OverTime.RATIO)
    return bool(item.indicator.over_time in together and item.measure == Measure.IN_PERIOD)


def _together(item: FormItem, parts: Sequence[Figure]) -> Fraction | None:
    if not adds_up(item) or not parts:
        return None
    rule = Rule(kinds.OverTime(item.indicator.over_time), item.indicator.scale)
    found = rolled_up(rule, dict(enumerate(parts)), range(len(parts)))
    return found.value if found.complete else None


def _figure(row: Cell | Observation, value: Fraction) -> Figure:
    return Figure(value, _exact(row.numerator), _exact(row.denominator))


def _so_far(item: FormItem, value: Fraction | None, cumulated: Fraction | None) -> Fraction | None:
    over_time = kinds.OverTime(item.indicator.over_time)
    return so_far(kinds.Measure(item.measure), over_time, value, cumulated)


def _alike(item: FormItem, past: Mapping[dt.date, Fraction], on: dt.date) -> list[Fraction]:
    """Earlier figures that this one can be held beside: what is cumulated, with the same month."""
    cumulated = item.measure != Measure.IN_PERIOD
    return [value for day, value in past.items() if not cumulated or day.month == on.month]


def checks_of(item: FormItem) -> Checks:
    """How the figures of an item are checked."""
    indicator = item.indicator
    jump = _exact(item.jump)
    return Checks(
        unit=indicator.unit,
        least=_exact(item.lowest),
        most=_exact(item.highest),
        jump=jump if item.measure == Measure.IN_PERIOD else None,
        jump_last_year=jump,
        whole=indicator.kind == IndicatorKind.COUNT,
        cumulated=item.measure != Measure.IN_PERIOD,
        share=item.as_fraction and indicator.unit == "%",
        relations=relations_of(item),
        outliers=True,
    )


def relations_of(item: FormItem) -> tuple[Relation, ...]:
    """How its figure should stand to others; what cannot be read is not checked (the form's page
    says so where it is written)."""
    try:
        return tuple(parse_relation(line) for line in item.equation.splitlines() if line.strip())
    except TargetError:
        return ()


def _exact(number: Decimal | None) -> Fraction | None:
    return None if number is None else Fraction(number)


def _said(item: FormItem, cell: Cell | None) -> Fraction | None:
    return None if cell is None else value_of(cell, item.indicator)


def _known(sheet: Sheet, items: Sequence[FormItem]) -> _Known:
    """The unit's approved figures of earlier periods like this one, by the day they end."""
    round_ = sheet.round
    by_key = {(item.indicator_id, item.measure): item for item in items}
    days = (round_.last_day - round_.first_day).days
    found: _Known = defaultdict(dict)
    rows = Observation.objects.filter(
        unit=sheet.unit_id,
        sheet__isnull=False,
        superseded_by__isnull=True,
        indicator__in={item.indicator_id for item in items},
        last_day__lt=round_.last_day,
        last_day__gte=round_.last_day.replace(day=1, year=round_.last_day.year - _YEARS_BACK),
    )
    row: Any
    for row in rows.values_list(*_COLUMNS, named=True):
        item = by_key.get((row.indicator_id, row.measure))
        # A month beside months: the lengths of like periods differ by a few days.
        if item is None or abs((row.last_day - row.first_day).days - days) > 4:
            continue
        value = value_of(row, item.indicator)
        if value is not None:
            found[row.indicator_id, row.measure][row.last_day] = _figure(row, value)
    return found
