"""Figures collected from units as the rules take them: each period's total of all units."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from fractions import Fraction

from django.db.models import Count, Q

from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import may
from namro.foundation.calendar import Kind
from namro.programme.indicators import rules
from namro.programme.indicators.collection.models import Cell, Form, RollUp, Sheet
from namro.programme.indicators.collection.totals import Total, known_by
from namro.programme.indicators.collection.yearly import Part, of_years
from namro.programme.indicators.collection.yearly import figure_of as part_of
from namro.programme.indicators.models import Indicator
from namro.programme.indicators.periods import span_between
from namro.programme.indicators.permissions import READ, READ_RESTRICTED
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
    forms = {
        each.pk: each
        for each in Form.objects.filter(scope__in=scopes, items__indicator__in=by_key).distinct()
    }
    whole = {form.pk: form.top_id for form in forms.values()}
    found: dict[Key, list[rules.Observation]] = defaultdict(list)
    for (indicator, form), each in _totals(forms, by_key, known, whole).items():
        found[indicator, forms[form].scope] += each
    return found


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
    asked = _Asked(forms, {row.last for row in rows}, below)
    parts: dict[tuple[int, int], list[Part]] = defaultdict(list)
    for row in rows:
        form, indicator = forms[row.form], indicators[row.indicator]
        together = rolled(row, indicator, asked(row))
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
    for total in map(total_of, kept):
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


def total_of(row: RollUp) -> Total:
    """A kept total as the rules take it."""
    return Total(
        *(row.indicator_id, row.unit_id, row.form_id, row.first_day, row.last_day, row.measure),
        *(row.count, row.estimates, row.total, row.numerator, row.denominator),
        *(row.lowest, row.highest, row.changed_on),
    )


class _Asked:
    """How many units are asked for a figure: those of its round, less whom it does not apply to."""

    def __init__(
        self, forms: Collection[int], last_days: Collection[dt.date], below: int | None = None
    ) -> None:
        sheets = Sheet.objects.filter(round__form__in=forms, round__last_day__in=last_days)
        if below is not None:
            sheets = sheets.filter(above__contains=[below])
        period = ("round__form", "round__first_day", "round__last_day")
        counted = sheets.order_by().values_list(*period).annotate(Count("pk"))
        self._units = {row[:3]: row[3] for row in counted}
        without = Cell.objects.filter(~Q(not_applicable=""), sheet__state="approved")
        named = [f"sheet__{each}" for each in period] + ["item__indicator", "item__measure"]
        found = without.filter(sheet__in=sheets).order_by().values_list(*named)
        self._without = {row[:5]: row[5] for row in found.annotate(Count("pk"))}

    def __call__(self, row: Total) -> int:
        period = (row.form, row.first, row.last)
        without = self._without.get((*period, row.indicator, row.measure), 0)
        return int(self._units.get(period, 0) - without)


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
    return Rule(OverUnits(indicator.over_units), 100 if indicator.unit == "%" else 1)


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
