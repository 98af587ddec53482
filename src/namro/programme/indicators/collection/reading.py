"""Figures collected from units as the rules take them: each period's total of all units."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.db import connection

from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import may
from namro.foundation.calendar import Kind
from namro.programme.indicators import rules
from namro.programme.indicators.collection.counting import Asked, AskedBelow
from namro.programme.indicators.collection.models import Form, RollUp
from namro.programme.indicators.collection.totals import Total, known_by
from namro.programme.indicators.collection.yearly import Part, of_years
from namro.programme.indicators.collection.yearly import figure_of as part_of
from namro.programme.indicators.columns import any_of
from namro.programme.indicators.models import Indicator
from namro.programme.indicators.periods import span_between
from namro.programme.indicators.permissions import READ, READ_RESTRICTED
from namro.programme.indicators.remembering import Remembered, values_of
from namro.programme.indicators.rules.kinds import OverUnits
from namro.programme.indicators.rules.observations import exactly
from namro.programme.indicators.rules.rolling_up import RolledUp, told
from namro.programme.indicators.rules.sums import Ends, Rule, State, Sums
from namro.programme.programmes.choices import Level

Key = tuple[int, str]


def totals_of(
    indicators: Collection[Indicator], scopes: Collection[str], known: dt.date
) -> dict[Key, list[rules.Observation]]:
    """The totals of forms about these scopes, as known on a day, by indicator and scope.

    What not all units reported yet is an estimate, whose source says how many did.
    """
    by_key = {each.pk: each for each in indicators}
    asking = Form.objects.filter(any_of("items__indicator", by_key), scope__in=scopes)
    forms = {each.pk: each for each in asking.distinct()}
    found: dict[Key, list[rules.Observation]] = defaultdict(list)
    if not forms:
        return found
    stamps = _stamps(forms, by_key)
    made = _remembered(stamps, known)
    if len(made) < len(stamps):
        with _MADE.making:
            made = _remembered(stamps, known)
            wanted = [pair for pair in stamps if pair not in made]
            made |= _made_anew(wanted, stamps, by_key, forms, known)
    for (number, key), those in made.items():
        found[number, forms[key].scope] += those
    return found


_Made = dict[tuple[int, int], tuple[rules.Observation, ...]]


def _remembered(stamps: Mapping[tuple[int, int], _Stamp], known: dt.date) -> _Made:
    there = {
        pair: _MADE.get(stamp.key) for pair, stamp in stamps.items() if stamp.changed_on <= known
    }
    return {pair: those for pair, those in there.items() if those is not None}


def _made_anew(
    wanted: Collection[tuple[int, int]],
    stamps: Mapping[tuple[int, int], _Stamp],
    indicators: Mapping[int, Indicator],
    forms: Mapping[int, Form],
    known: dt.date,
) -> _Made:
    if not wanted:
        return {}
    there = {number: indicators[number] for number, _form in wanted}
    within = {key: forms[key] for _number, key in wanted}
    tops = {key: form.top_id for key, form in within.items()}
    anew = _totals(within, there, known, tops)
    # What somebody approved while they were made is not remembered as what was there before.
    still = _stamps(within, there)
    made = {pair: tuple(anew.get(pair, ())) for pair in wanted}
    for pair, figures in made.items():
        if stamps[pair].changed_on <= known and still.get(pair) == stamps[pair]:
            _MADE.keep(stamps[pair].key, figures)
    return made


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What the totals of an indicator by a form are made of, and when the last of it changed."""

    key: Hashable
    changed_on: dt.date


_MADE: Remembered[tuple[rules.Observation, ...]] = Remembered(600)
# A hash of all the rows that they are read from: the same hash, the same rows. Which unit is a
# form's top is known here: joined with the forms, it takes the database half as long again.
_STAMPS = """
    SELECT t.indicator_id, t.form_id, t.unit_id, max(t.changed_on), count(*),
           sum(hash_record_extended(t, 0))
    FROM indicators_rollup t
    WHERE t.indicator_id = ANY(%(indicators)s) AND t.form_id = ANY(%(forms)s)
        AND t.unit_id = ANY(%(tops)s) AND t.count > 0
    GROUP BY t.indicator_id, t.form_id, t.unit_id
"""
_ASKED_STAMPS = """
    SELECT r.form_id, count(*), sum(hash_record_extended(c, 0))
    FROM indicators_roundcount c JOIN indicators_round r ON r.id = c.round_id
    WHERE r.form_id = ANY(%(forms)s)
    GROUP BY r.form_id
"""


def _stamps(
    forms: Mapping[int, Form], indicators: Mapping[int, Indicator]
) -> dict[tuple[int, int], _Stamp]:
    said = {
        "indicators": list(indicators),
        "forms": list(forms),
        "tops": list({form.top_id for form in forms.values()}),
    }
    with connection.cursor() as cursor:
        cursor.execute(_ASKED_STAMPS, said)
        asked = {form: tuple(stamp) for form, *stamp in cursor.fetchall()}
        cursor.execute(_STAMPS, said)
        rows = cursor.fetchall()
    of_forms = {key: values_of(form) for key, form in forms.items()}
    return {
        (number, key): _Stamp(
            (of_forms[key], asked.get(key), values_of(indicators[number]), *stamp), changed_on
        )
        for number, key, unit, changed_on, *stamp in rows
        if unit == forms[key].top_id
    }


def totals_below(indicator: Indicator, unit: int, known: dt.date) -> list[rules.Observation]:
    """The totals of what is below one unit, of every form that asks for the indicator there, as
    known on a day; none for a unit that nothing that was asked is below."""
    asking = Form.objects.filter(items__indicator=indicator).distinct()
    forms = {each.pk: each for each in asking}
    found = _totals(forms, {indicator.pk: indicator}, known, dict.fromkeys(forms, unit), unit)
    return [total for each in found.values() for total in each]


def _totals(
    forms: Mapping[int, Form],
    indicators: Mapping[int, Indicator],
    known: dt.date,
    wanted: Mapping[int, int],
    below: int | None = None,
) -> dict[tuple[int, int], list[rules.Observation]]:
    """Totals by indicator and form; `wanted`: of which unit in each form; `below`: that unit, where
    it is not the one that all asked units are below."""
    found: dict[tuple[int, int], list[rules.Observation]] = defaultdict(list)
    if not forms:
        return found
    rows = _rows(wanted, indicators, known)
    asked = Asked(forms) if below is None else AskedBelow(forms, below)
    parts: dict[tuple[int, int], list[Part]] = defaultdict(list)
    for row in rows:
        form, indicator = forms[row.form], indicators[row.indicator]
        of = asked(row.form, row.first, row.last, row.indicator, row.measure)
        together = rolled(row, indicator, of)
        made = figure_of(row, indicator, together, form.name)
        if made is None:
            continue
        found[row.indicator, row.form].append(made)
        if made.measure in (rules.Measure.IN_PERIOD, rules.Measure.SINCE_YEAR_START):
            figure = part_of(indicator, made, together.figure(rule_of(indicator)))
            parts[row.indicator, row.form].append(Part(made, figure))
    for (number, key), those in parts.items():
        kind = Kind(forms[key].frequency)
        found[number, key] += of_years(indicators[number], kind, those)
    return found


def _rows(wanted: Mapping[int, int], indicators: Collection[int], known: dt.date) -> list[Total]:
    units = set(wanted.values())
    kept = RollUp.objects.filter(
        indicator__in=indicators, unit__in=units, form__in=wanted, count__gt=0
    )
    rows, later = [], set()
    for row in kept.values_list(*TOTAL):
        total = Total(*row)
        if total.unit != wanted[total.form]:
            continue
        if total.changed_on <= known:
            rows.append(total)
        else:
            later.add(total.indicator)
    if later:
        have = {_key(row) for row in rows}
        counted = known_by(known, later, units)
        rows += [
            row for row in counted if row.unit == wanted.get(row.form) and _key(row) not in have
        ]
    return rows


def _key(row: Total) -> tuple[object, ...]:
    return (row.indicator, row.unit, row.form, row.first, row.last, row.measure)


# The columns of a kept total in the order of `Total`.
TOTAL = (
    *("indicator", "unit", "form", "first_day", "last_day", "measure"),
    *("count", "estimates", "total", "numerator", "denominator", "lowest", "highest"),
    "changed_on",
)


def rolled(total: Total, indicator: Indicator, asked: int) -> RolledUp[int]:
    """What follows from a total by the indicator's rule over units; `asked`: of how many units."""
    rule = rule_of(indicator)
    state: State
    if rule.how in (OverUnits.RATIO, OverUnits.WEIGHTED_MEAN):
        state = Sums(rule, total.count, Fraction(total.numerator), Fraction(total.denominator))
    elif rule.adds_up:
        state = Sums(rule, total.count, Fraction(total.total), Fraction(total.count))
    else:
        low, high = Fraction(total.lowest or 0), Fraction(total.highest or 0)
        if rule.how is OverUnits.MINIMUM:
            high = low
        elif rule.how is OverUnits.MAXIMUM:
            low = high
        state = Ends(rule, total.count, Fraction(0), low, high, 1)
    return told(state, expected=asked)


def rule_of(indicator: Indicator) -> Rule:
    """An indicator's rule over units."""
    return Rule(OverUnits(indicator.over_units), indicator.scale)


def figure_of(
    total: Total, indicator: Indicator, found: RolledUp[int], form: str
) -> rules.Observation | None:
    """A total as the rules judge it; None where nothing follows from it."""
    if found.value is None:
        return None
    final = found.complete and not total.estimates
    bare = rules.Observation(
        period=span_between(total.first, total.last),
        value=total.total,
        stage=rules.Stage.FINAL if final else rules.Stage.ESTIMATE,
        measure=rules.Measure(total.measure),
        published_on=total.changed_on,
        source=f"Biểu “{form}”: {found.there}/{found.expected} đơn vị",
        concept=indicator.concept,
    )
    if OverUnits(indicator.over_units) is OverUnits.SUM:
        return bare
    return exactly(bare, found.value)


def seen_totals(
    actor: Actor, indicators: Collection[Indicator], scopes: Collection[str], known: dt.date
) -> dict[Key, list[rules.Observation]]:
    """As :func:`totals_of`, without what `actor` may not see."""
    if not may(actor, READ):
        return defaultdict(list)
    restricted = may(actor, READ_RESTRICTED)
    seen = [each for each in indicators if restricted or each.level != Level.RESTRICTED]
    return totals_of(seen, scopes, known)
