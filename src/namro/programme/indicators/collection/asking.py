"""What a sheet asks, item by item, beside what is known already: the last period, the same period
of last year, the year's plan, the year so far, and what deserves a second look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from namro.foundation.calendar import Period
from namro.programme.indicators.choices import IndicatorKind, Measure, OverTime
from namro.programme.indicators.collection.earlier import Earlier, earlier_of
from namro.programme.indicators.collection.models import Cell, FormItem, Sheet
from namro.programme.indicators.collection.peers import Peers, of_earlier_period, of_this_period
from namro.programme.indicators.collection.planned import plans_of
from namro.programme.indicators.collection.values import value_of
from namro.programme.indicators.periods import span_between
from namro.programme.indicators.rules import kinds
from namro.programme.indicators.rules.checking import Checks, Doubt, Entered, doubts
from namro.programme.indicators.rules.errors import TargetError
from namro.programme.indicators.rules.formula_reading import parse_relation
from namro.programme.indicators.rules.formulas import Relation, When
from namro.programme.indicators.rules.rolling_up import rolled_up
from namro.programme.indicators.rules.sums import Figure, Rule, figure
from namro.programme.indicators.rules.unit_plans import UnitPlan, so_far


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
    entered = {item.indicator.key: _said(item, cells.get(item.pk)) for item in items}
    filled = [item for item in items if entered[item.indicator.key] is not None]
    known = earlier_of(sheet, items, period, {item.indicator_id for item in filled})
    # Nothing is held beside a field that says no number.
    now = of_this_period(sheet, items) if filled and peers is Peers.NOW else {}
    before = of_earlier_period(sheet, items, period) if filled and peers is Peers.BEFORE else {}
    planned = plans_of(sheet, items) if plans else {}
    by_key = {item.indicator.key: item for item in items}

    def looked_up(key: str, when: When) -> Fraction | None:
        if when is When.NOW:
            return entered.get(key)
        asked = by_key.get(key)
        if asked is None or period is None:
            return None
        at = period.previous if when is When.PREVIOUS else period.same_last_year
        return known[asked.pk].value(at.last)

    rows = []
    for item in items:
        value, cell, earlier = entered[item.indicator.key], cells.get(item.pk), known[item.pk]
        previous = earlier.value(period.previous.last) if period else None
        last_year = earlier.value(period.same_last_year.last) if period else None
        this_year = earlier.of_year(sheet.round.last_day)
        found: Sequence[Doubt] = ()
        if value is not None and cell is not None:
            said = Entered(
                value,
                _exact(cell.numerator),
                _exact(cell.denominator),
                previous,
                last_year,
                this_year[max(this_year)].value if this_year else None,
                _alike(item, earlier, sheet.round.last_day),
                now.get((item.indicator_id, item.measure)),
                before.get((item.indicator_id, item.measure)),
                looked_up,
            )
            found = doubts(checks_of(item), said)
        parts = list(this_year.values())
        if cell is not None and value is not None:
            parts.append(figure(value, numerator=cell.numerator, denominator=cell.denominator))
        cumulated = _together(item, parts)
        plan = planned.get(item.pk)
        reached = plan.reached(_so_far(item, value, cumulated)) if plan is not None else None
        rows.append(Row(item, cell, value, previous, last_year, cumulated, found, plan, reached))
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


def _so_far(item: FormItem, value: Fraction | None, cumulated: Fraction | None) -> Fraction | None:
    over_time = kinds.OverTime(item.indicator.over_time)
    return so_far(kinds.Measure(item.measure), over_time, value, cumulated)


def _alike(item: FormItem, earlier: Earlier, on: dt.date) -> list[Fraction]:
    """Earlier figures that this one can be held beside: what is cumulated, with the same month."""
    cumulated = item.measure != Measure.IN_PERIOD
    return [value for day, value in earlier.values() if not cumulated or day.month == on.month]


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
