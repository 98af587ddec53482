"""What a total of units is made of: each unit that was asked, its figure, and the cell it was
entered in. A few queries, whatever the number of units."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q

from namro.foundation.accounts.operators import Actor
from namro.foundation.calendar import Period
from namro.foundation.organisations.choices import Hierarchy
from namro.foundation.organisations.questions import descendants
from namro.programme.indicators.collection.listing import names_on
from namro.programme.indicators.collection.models import Cell, Form, FormItem, RollUp, Round, Sheet
from namro.programme.indicators.collection.reading import TOTAL, rolled, rule_of
from namro.programme.indicators.collection.totals import Total
from namro.programme.indicators.collection.values import value_of
from namro.programme.indicators.models import Indicator, Observation
from namro.programme.indicators.periods import span_between
from namro.programme.indicators.rules.rolling_up import RolledUp
from namro.programme.indicators.rules.sums import NOT_APPLICABLE, Figure

THERE, WITHOUT, MISSING = "co", "khong-ap-dung", "thieu"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a total is about: one indicator of a form, in one round."""

    round: Round
    item: FormItem

    @property
    def form(self) -> Form:
        """The form that asks."""
        return self.round.form

    @property
    def indicator(self) -> Indicator:
        """What is counted."""
        return self.item.indicator

    @property
    def period(self) -> Period | None:
        """The round's period, where its days are one."""
        span = span_between(self.round.first_day, self.round.last_day)
        return span if isinstance(span, Period) else None


@dataclass(slots=True)
class UnitLine:
    """One unit of a round: what was published of it, and what the reader may see of its sheet.

    Attributes:
        seen: whether the reader may see the sheet, and so who entered what when.
        replaced: the figures that were published before this one, each with its days.
        why: why the figure does not apply to the unit, as its approved sheet says.
        rank: its place by value; None where there is none to tell.
    """

    code: str
    unit: int
    name: str
    block: str
    above: str
    state: str
    seen: bool
    figure: Observation | None = None
    value: Fraction | None = None
    why: str = ""
    previous: Fraction | None = None
    last_year: Fraction | None = None
    replaced: list[tuple[Fraction, dt.date | None, dt.date | None]] = field(default_factory=list)
    cell: Cell | None = None
    approved: tuple[str, dt.datetime | None] = ("", None)
    rank: int | None = None

    @property
    def called(self) -> str:
        """The unit's name."""
        return self.name

    @property
    def searched(self) -> str:
        """What a search looks at."""
        return self.name

    @property
    def standing(self) -> str:
        """Whether there is a figure, none that applies, or none yet."""
        if self.figure is not None:
            return THERE
        return WITHOUT if self.why else MISSING

    @property
    def change(self) -> Fraction | None:
        """The change on the period before."""
        if self.value is None or self.previous is None:
            return None
        return self.value - self.previous


def lines_of(actor: Actor, asked: Asked, *, before: bool = True) -> list[UnitLine]:
    """The units that were asked, in protocol order; `before`: with their earlier figures."""
    round_, indicator = asked.round, asked.indicator
    sheets = list(round_.sheets.select_related("unit"))
    seen = set(Sheet.objects.visible_to(actor).filter(round=round_).values_list("pk", flat=True))
    names = names_on({each.above[0] for each in sheets}, round_.last_day)
    lines = {
        each.pk: UnitLine(
            *(each.code, each.unit_id, each.name, each.unit.block),
            *(names.get(each.above[0], ""), each.state, each.pk in seen),
            approved=(each.approved_by, each.approved_at),
        )
        for each in sheets
    }
    _say_cells(asked, lines)
    _say_published(asked, lines)
    units = [each.unit for each in lines.values()] if before else []
    known = series(indicator, asked.item.measure, units, asked) if units else {}
    for line in lines.values():
        line.previous, line.last_year = known.get(line.unit, (None, None))
    return _in_protocol_order(asked, list(lines.values()))


def _say_cells(asked: Asked, lines: Mapping[int, UnitLine]) -> None:
    cells = Cell.objects.filter(sheet__round=asked.round, item=asked.item).select_related("file")
    for cell in cells.defer("file__content"):
        line = lines[cell.sheet_id]
        # What does not apply is known once it is approved; before, it is the sheet's alone.
        if cell.not_applicable and line.state == "approved":
            line.why = cell.not_applicable
        if line.seen:
            line.cell = cell


def _say_published(asked: Asked, lines: Mapping[int, UnitLine]) -> None:
    rows = Observation.objects.filter(
        sheet__round=asked.round, indicator=asked.indicator, measure=asked.item.measure
    )
    before: dict[int, list[Observation]] = defaultdict(list)
    for row in rows.order_by("pk"):
        before[row.sheet_id].append(row)
    for sheet, found in before.items():
        line, (*earlier, last) = lines[sheet], found
        line.figure, line.value = last, value_of(last, asked.indicator)
        for old, new in zip(earlier, found[1:], strict=True):
            was = value_of(old, asked.indicator)
            if was is not None:
                line.replaced.append((was, old.published_on, new.published_on))


def series(
    indicator: Indicator, measure: str, units: Sequence[int], asked: Asked
) -> dict[int, tuple[Fraction | None, Fraction | None]]:
    """The units' figures of the period before and of the same period last year."""
    period = asked.period
    if period is None:
        return {}
    wanted = (period.previous, period.same_last_year)
    of_periods = Q(pk__in=[])
    for each in wanted:
        of_periods |= Q(first_day=each.first, last_day=each.last)
    rows = Observation.objects.filter(
        of_periods,
        indicator=indicator,
        measure=measure,
        unit__in=units,
        sheet__isnull=False,
        superseded_by__isnull=True,
    )
    found: dict[tuple[int | None, dt.date], Fraction | None] = {
        (row.unit_id, row.last_day): value_of(row, indicator) for row in rows
    }
    return {
        unit: (found.get((unit, wanted[0].last)), found.get((unit, wanted[1].last)))
        for unit in units
    }


def _in_protocol_order(asked: Asked, lines: list[UnitLine]) -> list[UnitLine]:
    form = asked.form
    nodes = descendants(form.top_id, Hierarchy(form.hierarchy), asked.round.last_day)
    order = {node.unit: place for place, node in enumerate(nodes)}
    return sorted(lines, key=lambda each: (order.get(each.unit, len(order)), each.name))


def result_of(asked: Asked, lines: Sequence[UnitLine]) -> RolledUp[int]:
    """The total as targets are judged by it, beside whom it is made of."""
    without = sum(each.standing == WITHOUT for each in lines)
    kept = RollUp.objects.filter(
        indicator=asked.indicator,
        unit=asked.form.top_id,
        form=asked.form,
        first_day=asked.round.first_day,
        last_day=asked.round.last_day,
        measure=asked.item.measure,
        count__gt=0,
    )
    row = kept.values_list(*TOTAL).first()
    total = Total(*row) if row else nothing(asked)
    return rolled(total, asked.indicator, len(lines) - without)


def nothing(asked: Asked) -> Total:
    """The total of no figure."""
    round_ = asked.round
    return Total(
        indicator=asked.indicator.pk,
        unit=asked.form.top_id,
        form=asked.form.pk,
        first=round_.first_day,
        last=round_.last_day,
        measure=asked.item.measure,
        count=0,
        estimates=0,
        total=Decimal(0),
        numerator=Decimal(0),
        denominator=Decimal(0),
        lowest=None,
        highest=None,
        changed_on=round_.last_day,
    )


def figures_of_units(asked: Asked, lines: Sequence[UnitLine]) -> dict[int, Figure]:
    """The units' figures as they are rolled up, with what weighs them."""
    weights: dict[int | None, Fraction] = {}
    if asked.indicator.weight_id is not None:
        found = Observation.objects.filter(
            sheet__isnull=False,
            indicator=asked.indicator.weight_id,
            first_day=asked.round.first_day,
            last_day=asked.round.last_day,
            measure=asked.item.measure,
            superseded_by__isnull=True,
            value__gte=0,
        )
        weights = {row.unit_id: Fraction(row.value) for row in found}
    made: dict[int, Figure] = {}
    ratio = rule_of(asked.indicator).how == "weighted"
    for line in lines:
        row = line.figure
        if row is None:
            if line.why:
                made[line.unit] = NOT_APPLICABLE
        elif ratio and row.numerator is not None and row.denominator is not None:
            made[line.unit] = Figure(None, Fraction(row.numerator), Fraction(row.denominator))
        else:
            made[line.unit] = Figure(line.value, weight=weights.get(line.unit))
    return made
