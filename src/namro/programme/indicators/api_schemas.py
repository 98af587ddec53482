"""What indicators and published figures are called in the programming interface."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from namro.foundation.interface.rest import Figure, figure, rounded
from namro.programme.indicators import rules
from namro.programme.indicators.models import Indicator, Observation
from namro.programme.indicators.periods import text_between


class IndicatorOut(Schema):
    """What is measured."""

    key: str
    name: str
    definition: str
    unit: Annotated[str, Field(description="The unit of measure.")]
    kind: str
    frequency: str
    over_time: str
    over_units: str
    formula: str
    method: str


class UnitOut(Schema):
    """The unit of the register that a figure is about."""

    number: int
    code: str


class ObservationOut(Schema):
    """One published figure, as one source said it at one time."""

    number: int
    indicator: str
    about: Annotated[str, Field(description="Whom it is about, as the source names it.")]
    unit: UnitOut | None
    period: Annotated[str, Field(examples=["2025-03"])]
    first_day: dt.date
    last_day: dt.date
    value: Figure | None
    numerator: Figure | None
    denominator: Figure | None
    measure: str
    part: str
    method: str
    stage: str
    confidence: str
    published_on: dt.date | None
    source: str
    sheet: Annotated[str | None, Field(description="The code of the sheet it was approved in.")]
    supersedes: Annotated[int | None, Field(description="The number of the figure it replaces.")]


class TotalOut(Schema):
    """The total of a form's units in one period, by the indicator's rule over units."""

    about: str
    period: str
    first_day: dt.date
    last_day: dt.date
    value: Annotated[Figure, Field(description="To 8 decimals.")]
    measure: str
    stage: Annotated[str, Field(description="An estimate until every unit that was asked is in.")]
    changed_on: dt.date | None
    source: Annotated[str, Field(description="The form, and how many of its units are in.")]


class Indicators(Schema):
    """One page of indicators."""

    items: list[IndicatorOut]
    next: int | None


class Observations(Schema):
    """One page of published figures."""

    items: list[ObservationOut]
    next: int | None


class Totals(Schema):
    """All totals of an indicator, by scope and period."""

    items: list[TotalOut]


def indicator_out(indicator: Indicator) -> dict[str, Any]:
    """An indicator."""
    names = ("key", "name", "definition", "unit", "kind", "frequency", "over_time", "over_units")
    said: dict[str, Any] = {name: getattr(indicator, name) for name in names}
    return {**said, "formula": indicator.formula, "method": indicator.concept}


def observation_out(row: Observation) -> dict[str, Any]:
    """A published figure; `row` with its indicator, unit and sheet."""
    return {
        "number": row.pk,
        "indicator": row.indicator.key,
        "about": row.scope,
        "unit": {"number": row.unit.pk, "code": row.unit.code} if row.unit else None,
        "period": text_between(row.first_day, row.last_day),
        "first_day": row.first_day,
        "last_day": row.last_day,
        "value": figure(row.value),
        "numerator": figure(row.numerator),
        "denominator": figure(row.denominator),
        "measure": row.measure,
        "part": row.part,
        "method": row.concept,
        "stage": row.stage,
        "confidence": row.confidence,
        "published_on": row.published_on,
        "source": row.source,
        "sheet": row.sheet.code if row.sheet else None,
        "supersedes": row.supersedes_id,
    }


def total_out(about: str, found: rules.Observation) -> dict[str, Any]:
    """A total, as the rules judge it."""
    return {
        "about": about,
        "period": text_between(found.period.first, found.period.last),
        "first_day": found.period.first,
        "last_day": found.period.last,
        "value": rounded(found.number),
        "measure": found.measure.value,
        "stage": found.stage.value,
        "changed_on": found.published_on,
        "source": found.source,
    }


def value_of(row: Observation) -> str:
    """A figure's value as a text; of a ratio its quotient, times 100 in percent, to 8 decimals."""
    if row.value is not None:
        return figure(row.value) or "0"
    scale = row.indicator.scale
    return rounded(Fraction(row.numerator or 0) / Fraction(row.denominator or 1) * scale) or "0"
