"""Figures that a formula makes of other indicators' figures: of the same unit, period by period.

The figure of a whole follows from the figures of the whole, not from computed figures of its
parts: a share of the city is not the mean of the communes' shares.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from namro.foundation.calendar import Period
from namro.programme.indicators import rules
from namro.programme.indicators.models import Indicator
from namro.programme.indicators.refusals import IndicatorRefused
from namro.programme.indicators.rules.errors import TargetError
from namro.programme.indicators.rules.formula_measures import check_measures
from namro.programme.indicators.rules.formula_nodes import Formula, When
from namro.programme.indicators.rules.formula_reading import parse
from namro.programme.indicators.rules.formulas import check_names, computed, order
from namro.programme.indicators.rules.kinds import Confidence, Measure, Stage
from namro.programme.indicators.rules.observations import Chosen, Series, exactly

Figures = dict[tuple[int, str], list[rules.Observation]]
_CERTAINTY = list(Confidence)
#: The key of the advisory lock under which formulas are defined.
LOCK = 2_026_012


def with_inputs(indicators: Iterable[Indicator]) -> dict[int, Indicator]:
    """Indicators with all that their formulas are made of, by key in the database."""
    found = {each.pk: each for each in indicators}
    waiting = list(found.values())
    while waiting:
        keys = {key for each in waiting if each.formula for key in parse(each.formula).keys}
        waiting = [each for each in Indicator.objects.filter(key__in=keys) if each.pk not in found]
        found |= {each.pk: each for each in waiting}
    return found


def compute(
    indicators: Mapping[int, Indicator],
    figures: Figures,
    scopes: Collection[str],
    known: dt.date,
) -> None:
    """Put the figures of indicators that have a formula beside those they are made of.

    Args:
        indicators: with all that their formulas are made of (:func:`with_inputs`).
        figures: what is known, by indicator and scope; what is computed is added to it.
        known: figures known later do not count.
    """
    by_key = {each.key: each for each in indicators.values()}
    formulas = {key: parse(each.formula) for key, each in by_key.items() if each.formula}
    for key in order(formulas):
        formula = formulas[key]
        for scope in scopes:
            counting = {
                used: Series.of(figures.get((by_key[used].pk, scope), ()), known).counting
                for used in formula.keys
                if used in by_key
            }
            made = _made(by_key[key], formula, counting)
            if made:
                figures.setdefault((by_key[key].pk, scope), []).extend(made)


_Counting = Mapping[str, Mapping[tuple[dt.date, dt.date, Measure], Chosen]]


def _made(indicator: Indicator, formula: Formula, counting: _Counting) -> list[rules.Observation]:
    """The formula's figures of each period that any of its indicators has a figure of."""
    asked = {
        (chosen.figure.period, measure): None
        for figures in counting.values()
        for (_first, _last, measure), chosen in figures.items()
        if isinstance(chosen.figure.period, Period)
    }
    made = []
    for period, measure in asked:
        used: list[rules.Observation] = []

        def looked_up(
            key: str, when: When, period: Period = period, measure: Measure = measure
        ) -> Fraction | None:
            at = {When.PREVIOUS: "previous", When.SAME_LAST_YEAR: "same_last_year"}.get(when)
            there = getattr(period, at) if at else period
            found = counting.get(key, {}).get((there.first, there.last, measure))
            if found is None or found.against:
                return None
            used.append(found.figure)  # noqa: B023 - read before the next period
            return found.number

        value = computed(formula, looked_up).value
        if value is not None:
            made.append(_figure(indicator, formula, period, measure, value, used))
    return made


def _figure(
    indicator: Indicator,
    formula: Formula,
    period: Period,
    measure: Measure,
    value: Fraction,
    used: Collection[rules.Observation],
) -> rules.Observation:
    """As sure as the least sure figure that it is made of, and known when the last of them was."""
    stages = [min(each.stage, Stage.FINAL, key=lambda stage: stage.rank) for each in used]
    bare = rules.Observation(
        period=period,
        value=Decimal(0),
        stage=min(stages, key=lambda stage: stage.rank),
        measure=measure,
        confidence=max((each.confidence for each in used), key=_CERTAINTY.index),
        published_on=max(each.known_on for each in used),
        source=f"Công thức: {formula.text}",
        concept=indicator.concept,
    )
    return exactly(bare, value)


def check(indicator: Indicator) -> None:
    """Refuse a formula that cannot be computed, or a change under which another's no longer can.

    Until the transaction ends nobody else defines formulas: two that are sound alone may be made of
    each other.

    Raises:
        IndicatorRefused: it cannot be read, uses what is no indicator, mixes units of measure, or
            is made of itself, or forms ask units for it; the message says where and what to do.
    """
    _lock()
    others = Indicator.objects.exclude(pk=indicator.pk)
    texts = {each.key: (each.name, each.formula) for each in others if each.formula}
    if not indicator.formula and not texts:
        return
    if indicator.formula and indicator.pk is not None:
        still = Q(form__recurs_to__isnull=True) | Q(form__recurs_to__gte=timezone.localdate())
        asked = indicator.form_items.filter(still).select_related("form").first()
        if asked is not None:
            raise IndicatorRefused("formula_asked", form=asked.form.name)
    units = {each.key: each.unit for each in others} | {indicator.key: indicator.unit}
    formulas = {key: parse(text) for key, (_name, text) in texts.items()}
    try:
        if indicator.formula:
            formula = parse(indicator.formula)
            check_names(formula, units)
            check_measures(formula, units, indicator.unit)
            order(formulas | {indicator.key: formula})
    except TargetError as error:
        raise IndicatorRefused("formula", vi=error.vi, en=error.en) from error
    for key, formula in formulas.items():
        if indicator.key not in formula.keys:
            continue
        try:
            check_measures(formula, units, units[key])
        except TargetError as error:
            raise IndicatorRefused(
                "formula_of_another", name=texts[key][0], vi=error.vi, en=error.en
            ) from error


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
