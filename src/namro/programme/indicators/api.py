"""Indicators and what is published of them, for programs: JSON, CSV and SDMX-JSON."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja import Path, Router
from pydantic import Field

from namro.foundation.accounts.models import User
from namro.foundation.accounts.permissions import require
from namro.foundation.calendar import parse
from namro.foundation.interface.rest import (
    READING,
    After,
    Limit,
    PeriodText,
    Slug,
    TooMuch,
    page,
)
from namro.foundation.interface.spreadsheets import csv_text
from namro.foundation.organisations.models import Unit
from namro.foundation.organisations.naming import name_on
from namro.programme.indicators import rules
from namro.programme.indicators.api_schemas import (
    IndicatorOut,
    Indicators,
    Observations,
    Totals,
    indicator_out,
    observation_out,
    total_out,
    value_of,
)
from namro.programme.indicators.collection.api_sought import actor_of
from namro.programme.indicators.collection.models import Form
from namro.programme.indicators.collection.reading import seen_totals, totals_below
from namro.programme.indicators.models import Indicator, Observation
from namro.programme.indicators.periods import span_between
from namro.programme.indicators.permissions import READ
from namro.programme.indicators.rules import sdmx

router = Router(tags=["published"])
#: Figures in one file; a city's monthly series of an indicator, five years long, is 42,000.
MOST = 50_000

UnitCode = Annotated[
    str | None,
    Field(max_length=35, pattern=r"^[^\x00-\x1f]+$", description="The code of the unit."),
]
Above = Annotated[
    str | None,
    Field(
        max_length=35,
        pattern=r"^[^\x00-\x1f]+$",
        description="The code of a unit that asked units are below; none: all of each form.",
    ),
]
Known = Annotated[
    dt.date | None, Field(description="What was published by this day; none: what stands now.")
]
_COLUMNS = (
    *("indicator", "about", "unit", "period", "first_day", "last_day", "value", "numerator"),
    *("denominator", "measure", "part", "method", "stage", "published_on", "source", "sheet"),
)


def _actor(request: HttpRequest) -> User:
    actor = actor_of(request)
    require(actor, READ)
    return actor


def _indicator(actor: User, key: str) -> Indicator:
    found: Indicator | None = Indicator.objects.visible_to(actor).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _figures(
    indicator: Indicator,
    unit: str | None,
    first: str | None,
    last: str | None,
    known_on: dt.date | None,
) -> QuerySet[Any]:
    """The figures of an indicator that is seen, that count by a day, within the periods asked for.

    Raises:
        CalendarError: `first` or `last` is no period.
    """
    found: QuerySet[Any] = Observation.objects.filter(indicator=indicator)
    if known_on is None:
        found = found.filter(superseded_by__isnull=True)
    else:
        found = found.known(known_on)  # type: ignore[attr-defined]
        later = Observation.objects.known(known_on).filter(supersedes__isnull=False)
        found = found.exclude(pk__in=later.values("supersedes"))
    if unit is not None:
        found = found.filter(unit__code=unit)
    if first is not None:
        found = found.filter(first_day__gte=parse(first).first)
    if last is not None:
        found = found.filter(last_day__lte=parse(last).last)
    return found.select_related("indicator", "unit", "sheet__round__form")


@router.get(
    "/indicators",
    response={200: Indicators, **READING},
    url_name="indicators",
    summary="List indicators",
)
def indicators(request: HttpRequest, after: After = 0, limit: Limit = 100) -> Any:
    """What is measured; restricted indicators only for who may read them."""
    found = Indicator.objects.visible_to(_actor(request))
    items, more = page(found, after, limit, indicator_out)
    return {"items": items, "next": more}


@router.get(
    "/indicators/{key}",
    response={200: IndicatorOut, **READING},
    url_name="indicator",
    summary="One indicator",
)
def indicator(request: HttpRequest, key: Path[Slug]) -> Any:
    """Its definition, its unit of measure, and how its figures add up."""
    return indicator_out(_indicator(_actor(request), key))


@router.get(
    "/indicators/{key}/observations",
    response={200: Observations, **READING},
    url_name="observations",
    summary="Published figures of an indicator",
)
def observations(
    request: HttpRequest,
    key: Path[Slug],
    unit: UnitCode = None,
    first: PeriodText | None = None,
    last: PeriodText | None = None,
    known_on: Known = None,
    after: After = 0,
    limit: Limit = 100,
) -> Any:
    """Those that count, by their numbers: what is superseded is left out."""
    found = _figures(_indicator(_actor(request), key), unit, first, last, known_on)
    items, more = page(found, after, limit, observation_out)
    return {"items": items, "next": more}


def _all(found: QuerySet[Any]) -> list[Observation]:
    rows = list(found.order_by("unit", "scope", "last_day", "pk")[: MOST + 1])
    if len(rows) > MOST:
        raise TooMuch(MOST)
    return rows


def _file(media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    content = {media_type: {"schema": schema}}
    return {"responses": {200: {"description": "The figures", "content": content}}}


@router.get(
    "/indicators/{key}/observations.csv",
    response=READING,
    url_name="observations-csv",
    summary="Published figures of an indicator, as CSV",
    openapi_extra=_file("text/csv; charset=utf-8", {"type": "string"}),
)
def observations_csv(
    request: HttpRequest,
    key: Path[Slug],
    unit: UnitCode = None,
    first: PeriodText | None = None,
    last: PeriodText | None = None,
    known_on: Known = None,
) -> Any:
    """Parted by commas, in UTF-8, decimals with a point; at most 50,000 figures."""
    rows = _all(_figures(_indicator(_actor(request), key), unit, first, last, known_on))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for row in rows:
        said = observation_out(row)
        said["unit"] = row.unit.code if row.unit else ""
        said["value"] = value_of(row)
        numbers = ("value", "numerator", "denominator")
        writer.writerow(
            [
                (said[name] or "") if name in numbers else csv_text(str(said[name] or ""))
                for name in _COLUMNS
            ]
        )
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}.csv"'
    return response


@router.get(
    "/indicators/{key}/observations.sdmx.json",
    response=READING,
    url_name="observations-sdmx",
    summary="Published figures of an indicator, as SDMX-JSON 2.0.0",
    openapi_extra=_file(sdmx.MEDIA_TYPE, {"type": "object", "required": ["meta", "data"]}),
)
def observations_sdmx(
    request: HttpRequest,
    key: Path[Slug],
    unit: UnitCode = None,
    first: PeriodText | None = None,
    last: PeriodText | None = None,
    known_on: Known = None,
) -> Any:
    """A data message as statistical offices exchange it; at most 50,000 figures."""
    asked = _indicator(_actor(request), key)
    rows = _all(_figures(asked, unit, first, last, known_on))
    said = sdmx.message(
        sdmx.Coded(asked.key, asked.name),
        asked.unit,
        map(_told, rows),
        prepared=timezone.localtime(),
        sender="NAMRO",
        address=request.build_absolute_uri(request.path),
    )
    return JsonResponse(
        said, content_type=sdmx.MEDIA_TYPE, json_dumps_params={"ensure_ascii": False}
    )


def _told(row: Observation) -> sdmx.Figure:
    area = sdmx.coded(row.scope)
    if row.unit is not None:
        # A code is held by one unit at a time: with the number it is one unit's for ever.
        code = sdmx.coded(f"{row.unit.code}@{row.unit.pk}")
        area = sdmx.Coded(code.id, row.scope)
    form = row.sheet.round.form if row.sheet else None
    source = sdmx.Coded(f"FORM-{form.key}", form.name) if form else sdmx.coded(row.source)
    return sdmx.Figure(
        area,
        sdmx.Coded(row.measure, str(row.get_measure_display())),
        row.part,
        row.concept,
        source,
        span_between(row.first_day, row.last_day),
        value_of(row),
        row.stage,
        row.published_on,
        (row.published_on or row.last_day, row.pk),
    )


@router.get(
    "/indicators/{key}/totals",
    response={200: Totals, **READING},
    url_name="totals",
    summary="Totals of an indicator over the units that were asked",
)
def totals(
    request: HttpRequest, key: Path[Slug], unit: Above = None, known_on: Known = None
) -> Any:
    """By period; an estimate until every unit that was asked is in. Without `unit` of all units of
    each form that asks for it; with it of those below that unit, a district or a block."""
    actor = _actor(request)
    asked = _indicator(actor, key)
    day = known_on or timezone.localdate()
    found: list[tuple[str, Any]] = []
    if unit is None:
        scopes = set(Form.objects.filter(items__indicator=asked).values_list("scope", flat=True))
        for (_key, about), each in sorted(seen_totals(actor, [asked], scopes, day).items()):
            found += ((about, one) for one in _in_order(each))
    else:
        # A code is given again: what it meant then is told by the name of the time.
        holders = list(Unit.objects.filter(code=unit).order_by("pk").prefetch_related("names"))
        if not holders:
            raise Http404
        for holder in holders:
            names = list(holder.names.all())
            found += (
                (name_on(names, one.period.last), one)
                for one in _in_order(totals_below(asked, holder.pk, day))
            )
    return {"items": [total_out(about, one) for about, one in found]}


def _in_order(found: Iterable[rules.Observation]) -> list[rules.Observation]:
    return sorted(found, key=lambda one: (one.period, one.measure))
