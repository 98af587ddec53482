"""The figures of other units that a unit's are held beside, always published ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import Enum
from fractions import Fraction
from functools import lru_cache

from django.db.models import Count, Max, Q, Sum

from namro.foundation.calendar import Period
from namro.programme.indicators.choices import Measure
from namro.programme.indicators.collection.models import FormItem, Round, Sheet
from namro.programme.indicators.collection.values import exact
from namro.programme.indicators.models import Observation
from namro.programme.indicators.rules.outliers import Spread, spread_of
from namro.programme.programmes.choices import Level

Key = tuple[int, str]


class Peers(Enum):
    """Which figures of other units of the block."""

    NOW = "now"  # of the same period: for who approves
    BEFORE = "before"  # of an earlier period: for who fills in, who learns nothing of this one


def of_this_period(sheet: Sheet, items: Sequence[FormItem]) -> dict[Key, Spread]:
    """How the published figures of the other units of the round and block spread."""
    if Observation.objects.filter(sheet=sheet).exists():  # put right after it was published
        return _spread(_figures(sheet.round_id, sheet.unit.block, _wanted(items), sheet.unit_id))
    return _published(sheet.round_id, sheet.unit.block, items)


def of_earlier_period(
    sheet: Sheet, items: Sequence[FormItem], period: Period | None
) -> dict[Key, Spread]:
    """How the published figures of the block spread in the period before; of what is cumulated, in
    the same one of last year. Restricted indicators are left out."""
    if period is None:
        return {}
    found: dict[Key, Spread] = {}
    open_ = [each for each in items if each.indicator.level != Level.RESTRICTED]
    for cumulated, at in ((False, period.previous), (True, period.same_last_year)):
        asked = [each for each in open_ if (each.measure != Measure.IN_PERIOD) is cumulated]
        if not asked:
            continue
        round_ = Round.objects.filter(
            form=sheet.round.form_id, first_day=at.first, last_day=at.last
        ).first()
        if round_ is None:
            continue
        found |= _published(round_.pk, sheet.unit.block, asked)
    return found


def _wanted(items: Sequence[FormItem]) -> tuple[tuple[int, str, int], ...]:
    """What is asked, and what quotients are multiplied by."""
    return tuple((each.indicator_id, each.measure, each.indicator.scale) for each in items)


def _published(round_: int, block: str, items: Sequence[FormItem]) -> dict[Key, Spread]:
    # What is published changes by approvals and by units that come into the block or leave it. A
    # correction that waits has no day of approval: with when it was submitted no stamp comes again.
    approved = Q(approved_at__isnull=False)
    stamp = Sheet.objects.filter(round=round_, unit__block=block).aggregate(
        last=Max("approved_at"),
        submitted=Max("submitted_at"),
        count=Count("pk"),
        approved=Count("approved_at"),
        units=Sum("unit"),
        approved_units=Sum("unit", filter=approved),
    )
    return _spreads(round_, block, _wanted(items), tuple(stamp.values()))


@lru_cache(maxsize=256)  # a sheet's page asks with each field that somebody leaves
def _spreads(
    round_: int,
    block: str,
    wanted: tuple[tuple[int, str, int], ...],
    _stamp: tuple[object, ...],
) -> dict[Key, Spread]:
    return _spread(_figures(round_, block, wanted, None))


def _spread(figures: Mapping[Key, Sequence[Fraction]]) -> dict[Key, Spread]:
    found = {key: spread_of(each) for key, each in figures.items()}
    return {key: each for key, each in found.items() if each is not None}


def _figures(
    round_: int, block: str, wanted: tuple[tuple[int, str, int], ...], without: int | None
) -> dict[Key, list[Fraction]]:
    scales = {(indicator, measure): scale for indicator, measure, scale in wanted}
    found: dict[Key, list[Fraction]] = defaultdict(list)
    sheets = Sheet.objects.filter(round=round_, unit__block=block)
    if without is not None:
        sheets = sheets.exclude(unit=without)
    # Their keys first: joined, the units would be looked through for each figure.
    rows = Observation.objects.filter(
        sheet__in=list(sheets.order_by().values_list("pk", flat=True)),
        indicator__in={indicator for indicator, _measure in scales},
        superseded_by__isnull=True,
    )
    columns = ("indicator_id", "measure", "value", "numerator", "denominator")
    for indicator, measure, value, numerator, denominator in rows.values_list(*columns):
        scale = scales.get((indicator, measure))
        said = exact(value, numerator, denominator, scale) if scale is not None else None
        if said is not None:
            found[indicator, measure].append(said)
    return found
