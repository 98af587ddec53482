"""Where the total of a figure is opened: its address by form, indicator and days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from namro.foundation.accounts.operators import Actor
from namro.programme.indicators import rules
from namro.programme.indicators.choices import Measure, Stage
from namro.programme.indicators.collection.models import Form, RollUp
from namro.programme.indicators.collection.reading import seen_totals
from namro.programme.indicators.computing import compute, with_inputs
from namro.programme.indicators.models import Indicator, Observation
from namro.programme.indicators.rules.formula_reading import parse
from namro.programme.indicators.rules.sentences import span_in_words
from namro.programme.indicators.rules.showing import amount, published_decimals
from namro.programme.indicators.series import observation_of
from namro.programme.programmes.rules.numbers import Language

#: How many periods the page of an indicator shows.
MOST = 24
Key = tuple[str, dt.date, dt.date, str]


def days_said(said: str) -> tuple[dt.date, dt.date] | None:
    """The two days of an address (2026-01-01_2026-01-31), or None where they are none."""
    first, _between, last = said.partition("_")
    try:
        return dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    except ValueError:
        return None


def address_of(form: str, indicator: str, first: dt.date, last: dt.date, measure: str) -> str:
    """The address of a total's page."""
    days = f"{first:%Y-%m-%d}_{last:%Y-%m-%d}"
    return f"{reverse('indicators:total', args=[form, indicator, days])}?so={measure}"


def compared(total: str) -> str:
    """Where the units of a total are seen side by side, by the address of the total's page."""
    return _beneath(total, "so-sanh")


def mapped(total: str) -> str:
    """Where the units of a total are seen on a map, by the address of the total's page."""
    return _beneath(total, "ban-do")


def _beneath(total: str, page: str) -> str:
    path, mark, asked = total.partition("?")
    return f"{path}{page}/{mark}{asked}"


def links_of(indicator: Indicator, scopes: Collection[str]) -> dict[Key, str]:
    """The addresses of an indicator's totals, by whom they are about, days and measure."""
    forms = {each.pk: each for each in Form.objects.filter(scope__in=scopes)}
    tops = {each.top_id for each in forms.values()}
    rows = RollUp.objects.filter(indicator=indicator, unit__in=tops, form__in=forms, count__gt=0)
    made = {}
    columns = ("form", "unit", "first_day", "last_day", "measure")
    for number, unit, first, last, measure in rows.values_list(*columns):
        form = forms[number]
        if unit == form.top_id:
            address = address_of(form.key, indicator.key, first, last, measure)
            made[form.scope, first, last, measure] = address
    return made


@dataclass(frozen=True, slots=True)
class TotalShown:
    """One period's total, or computed figure, and what it leads to."""

    period: str
    scope: str
    value: str
    measure: str
    stage: str
    source: str
    address: str
    published: dt.date | None
    parts: tuple[tuple[str, str, str], ...] = ()


def totals_shown(
    actor: Actor, indicator: Indicator, known: dt.date, language: Language
) -> list[TotalShown]:
    """What follows for an indicator from units' figures, or from others by its formula: the latest
    periods first, no more than `MOST`."""
    about = with_inputs([indicator])
    scopes = set(
        Form.objects.filter(items__indicator__in=about).values_list("scope", flat=True).distinct()
    )
    found = seen_totals(actor, about.values(), scopes, known)
    inputs: list[Indicator] = []
    if indicator.formula:
        by_key = {each.key: each for each in about.values()}
        inputs = [by_key[key] for key in sorted(parse(indicator.formula).keys)]
        rows = Observation.objects.visible_to(actor).standing().filter(indicator__in=about)
        for row in rows.filter(scope__in=scopes).select_related("indicator"):
            found[row.indicator_id, row.scope].append(observation_of(row))
        compute(about, found, scopes, known)
    links = {each.pk: links_of(each, scopes) for each in (indicator, *inputs)}
    made = [
        (each, scope)
        for scope in sorted(scopes)
        for each in found.get((indicator.pk, scope), ())
        if not each.key
    ]
    made.sort(key=lambda pair: (pair[0].period.last, pair[0].period.first), reverse=True)
    return [
        TotalShown(
            *(span_in_words(each.period, language), scope, _value(each, indicator, language)),
            str(Measure(each.measure.value).label),
            _stage(each),
            each.source,
            _address(each, scope, links[indicator.pk]),
            each.published_on,
            tuple(
                (other.name, _value(one, other, language), _address(one, scope, links[other.pk]))
                for other in inputs
                for one in found.get((other.pk, scope), ())
                if (one.period, one.measure) == (each.period, each.measure)
            ),
        )
        for each, scope in made[:MOST]
    ]


def _address(figure: rules.Observation, scope: str, links: dict[Key, str]) -> str:
    key = (scope, figure.period.first, figure.period.last, figure.measure.value)
    return "" if figure.key else links.get(key, "")


def _value(figure: rules.Observation, indicator: Indicator, language: Language) -> str:
    places = published_decimals(figure) if figure.key else None
    return amount(figure.number, indicator.unit, language, (), places)


def _stage(figure: rules.Observation) -> str:
    return str(Stage(figure.stage.value).label)


def formula_parts(actor: Actor, indicator: Indicator) -> list[tuple[str, str]]:
    """A formula in pieces: plain text, and for each indicator in it that `actor` may see its name
    and its key."""
    if not indicator.formula:
        return []
    used = Indicator.objects.visible_to(actor).filter(key__in=parse(indicator.formula).keys)
    names = {each.key: each.name for each in used}
    made: list[tuple[str, str]] = []
    rest = indicator.formula
    while rest:
        before, opened, after = rest.partition("[")
        if before:
            made.append((before, ""))
        key, closed, rest = after.partition("]") if opened else ("", "", "")
        if closed:
            made.append((names.get(key.strip(), key), key.strip() if key.strip() in names else ""))
    return made
