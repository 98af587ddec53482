"""Figures and bridges as the rules take them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from namro.foundation.accounts.operators import Actor
from namro.foundation.interface.text import search_text
from namro.programme.indicators import rules
from namro.programme.indicators.collection.reading import seen_totals
from namro.programme.indicators.columns import any_of
from namro.programme.indicators.computing import compute, with_inputs
from namro.programme.indicators.models import Bridge, Observation, TargetMeasure
from namro.programme.indicators.periods import span_between
from namro.programme.indicators.remembering import Remembered, values_of


def plain(value: Decimal | None) -> Decimal | None:
    """A number as it was written: the database's zeros behind it say nothing."""
    if value is None:
        return None
    plain = value.normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral() else plain


def figures_of(
    actor: Actor, measures: Sequence[TargetMeasure], known: dt.date
) -> dict[tuple[int, str], list[rules.Observation]]:
    """The figures of each series (indicator, scope) that `actor` may see, totals and those made by
    formulas among them."""
    about = with_inputs(each.indicator for each in measures)
    scopes = {each.scope for each in measures}
    found = seen_totals(actor, about.values(), scopes, known)
    seen = Observation.objects.visible_to(actor).standing()
    seen = seen.filter(any_of("indicator", about), scope__in=scopes)
    for row in seen.select_related("indicator"):
        found[row.indicator_id, row.scope].append(observation_of(row))
    compute(about, found, scopes, known)
    return found


_MADE: Remembered[rules.Observation] = Remembered(5_000)


def observation_of(row: Observation) -> rules.Observation:
    """A row as the rules take it; the same row again gives the same figure."""
    key = (values_of(row), row.indicator.unit, row.indicator.declared_source)
    return _MADE.made(key, partial(_observation_of, row))


def _observation_of(row: Observation) -> rules.Observation:
    return rules.Observation(
        period=span_between(row.first_day, row.last_day),
        value=plain(row.value),
        numerator=row.numerator,
        denominator=row.denominator,
        scale=row.indicator.scale if row.numerator is not None else 1,
        low=row.low,
        high=row.high,
        part=row.part,
        stage=rules.Stage(row.stage),
        measure=rules.Measure(row.measure),
        confidence=rules.Confidence(row.confidence),
        published_on=row.published_on,
        source=row.source,
        declared=row.declared or is_official(row.source, row.indicator.declared_source),
        concept=row.concept,
        key=str(row.pk),
        supersedes=str(row.supersedes_id or ""),
    )


def is_official(source: str, declared: str) -> bool:
    """Whether a figure's source is the one that the indicator declares to be official."""
    return bool(declared) and search_text(source) == search_text(declared)


def bridges_of(
    measures: dict[int | None, list[TargetMeasure]], known: dt.date
) -> dict[int, list[rules.Bridge]]:
    """The bridges over breaks in method that were approved by `known`, by indicator."""
    indicators = {each.indicator_id for found in measures.values() for each in found}
    made: dict[int, list[rules.Bridge]] = defaultdict(list)
    for row in Bridge.objects.filter(any_of("indicator", indicators)).approved(known):
        made[row.indicator_id].append(
            rules.Bridge(row.old, row.new, row.factor, row.offset, row.approved_by)
        )
    return made
