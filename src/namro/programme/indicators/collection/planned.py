"""What the unit of a sheet is to bring in the sheet's year, by what targets say of its items."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Q
from django.utils import timezone

from namro.foundation.calendar.periods import year as year_of
from namro.programme.indicators.allocations import Holding, Place, holdings, known_on, shares_of
from namro.programme.indicators.choices import Measure
from namro.programme.indicators.collection.models import FormItem, Sheet
from namro.programme.indicators.judging import span_of, suggestion_of, target_of
from namro.programme.indicators.models import TargetMeasure
from namro.programme.indicators.rules.errors import TargetError
from namro.programme.indicators.rules.kinds import OverUnits, PlanFrom
from namro.programme.indicators.rules.unit_plans import (
    UnitPlan,
    counts_up,
    foremost,
    plan_of_unit,
)
from namro.programme.programmes.choices import Level
from namro.programme.programmes.models import SourceDocument, Target
from namro.programme.programmes.querysets import in_force

# What of a target, its document and its programme a plan rests on.
_ROW = (
    *("identity", "order", "text", "comparator", "value_low", "value_high", "unit"),
    *("due_on", "due_year", "each_year", "baseline_year", "baseline_previous_year", "aspiration"),
    *("source__in_force_from", "source__programme__number", "source__programme__issued_on"),
    *("source__programme__period_start", "source__programme__period_end"),
)


def plans_of(sheet: Sheet, items: Sequence[FormItem]) -> dict[int, UnitPlan]:
    """The unit's plan of the year by item, where there is one, as known today.

    What a restricted programme or target asks is left out for everybody: workbooks and paper are
    handed on.
    """
    asked = [each for each in items if each.measure != Measure.SINCE_TERM_START]
    measures: dict[int, list[TargetMeasure]] = defaultdict(list)
    linked = TargetMeasure.objects.filter(indicator__in={each.indicator_id for each in asked})
    indicators = {each.indicator_id: each.indicator for each in asked}
    for measure in linked.order_by("pk"):
        measure.indicator = indicators[measure.indicator_id]  # read with the items
        measures[measure.target_id].append(measure)
    if not measures:
        return {}
    today = timezone.localdate()
    year, holder = sheet.round.last_day.year, f"#{sheet.unit_id}"
    given = holdings(measures, today, among=Q(year=year, holder__in=("", holder)))
    plans: dict[int, list[UnitPlan]] = defaultdict(list)
    for row in _rows(measures, today):
        for measure in measures[row.identity_id or 0]:
            places = given.get(row.identity_id or 0, {})
            plan = _plan(sheet, row, measure, places, year)
            if plan is not None:
                plans[measure.indicator_id].append(plan)
    found = ((each.pk, foremost(plans[each.indicator_id])) for each in asked)
    return {key: plan for key, plan in found if plan is not None}


def _rows(targets: Mapping[int, object], today: dt.date) -> list[Target]:
    """The targets as the versions in force say them, without what is restricted."""
    restricted = SourceDocument.objects.filter(
        Q(level=Level.RESTRICTED) | Q(programme__level=Level.RESTRICTED)
    )
    return list(
        Target.objects.filter(in_force(today, "source__"), identity__in=targets)
        .exclude(identity__level=Level.RESTRICTED)
        .exclude(source__programme__in=restricted.order_by().values("programme"))
        .select_related("source__programme")
        .only(*_ROW)
    )


def _plan(
    sheet: Sheet,
    row: Target,
    measure: TargetMeasure,
    places: Mapping[Place, Holding],
    year: int,
) -> UnitPlan | None:
    programme, form = row.source.programme, sheet.round.form
    holder = f"#{sheet.unit_id}"
    try:
        target = target_of(row, measure, span_of(programme), suggestion_of(row))
    except TargetError:
        return None  # the target's own page says why
    plan = plan_of_unit(
        target,
        year_of(year),
        shares_of(places),
        holder,
        over_units=OverUnits(measure.indicator.over_units),
        about_all=measure.scope == form.scope,
    )
    if plan is None:
        return None
    since = row.source.in_force_from or programme.issued_on
    if plan.source is not PlanFrom.TARGET:
        since = known_on(places[year, holder if plan.source is PlanFrom.GIVEN else ""].now)
    return UnitPlan(
        plan, programme.number, form.programme_id == programme.pk, since, counts_up(target)
    )
