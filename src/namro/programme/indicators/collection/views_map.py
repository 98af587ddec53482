"""The map of a total: its units by class, where their boundaries are known."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from namro.foundation.accounts.permissions import may, require
from namro.foundation.organisations.boundaries import shapes_on
from namro.foundation.organisations.models import Boundary
from namro.foundation.organisations.permissions import CHANGE
from namro.programme.indicators.collection import listing, map_html
from namro.programme.indicators.collection.drill_html import in_words
from namro.programme.indicators.collection.drilling import lines_of, result_of
from namro.programme.indicators.collection.views_total import (
    address_of_total,
    asked_for,
    rounds_beside,
)
from namro.programme.indicators.permissions import READ
from namro.programme.indicators.rules.classes import How, classes
from namro.programme.programmes.rules.numbers import as_language


@require_safe
def unit_map(request: HttpRequest, form: str, code: str, days: str) -> HttpResponse:
    """The units of a total on a map, in classes; the same as a table beside it. Where no boundary
    is known on the round's last day, who may record boundaries is told how."""
    require(request.user, READ)
    asked = asked_for(request, form, code, days)
    language, unit = as_language(get_language()), asked.indicator.unit
    lines = lines_of(request.user, asked, before=False)
    day = asked.round.last_day
    shapes = shapes_on([each.unit for each in lines], day)
    how = How.STEPS if request.GET.get("lop") == How.STEPS else How.QUANTILES
    there = [each for each in lines if each.unit in shapes]
    made = classes([each.value for each in there if each.value is not None], how)
    total = address_of_total(asked)
    published = {each.unit: f"{total}&{urlencode({'q': each.name})}" for each in lines}
    found = result_of(asked, lines)
    context: dict[str, Any] = {
        "asked": asked,
        "days": days,
        "period": listing.period_of(asked.round, language),
        "total": total,
        "value": in_words(found.value, unit, language),
        "found": found,
        "map": map_html.drawn(lines, shapes, made, published, unit, language),
        "legend": map_html.legend(there, made, unit, language),
        "rows": map_html.rows(lines, made, published, unit, language),
        "without_boundary": len(lines) - len(there),
        "origins": _origins([each.unit for each in there], asked.round.last_day),
        "ways": [
            (_("As many units in each class"), How.QUANTILES.value, how is How.QUANTILES),
            (_("Equal steps"), How.STEPS.value, how is How.STEPS),
        ],
        "how": how.value,
        "day": day,
        "may_give": may(request.user, CHANGE),
        "illustrative": asked.form.illustrative,
        **rounds_beside(asked, language),
    }
    return render(request, "indicators/collection/map.html", context)


def _origins(units: list[int], day: Any) -> list[dict[str, Any]]:
    """Where the boundaries were taken from."""
    rows = Boundary.objects.on(day).filter(unit__in=units).order_by("source", "source_date")
    return list(rows.values("source", "source_date", "licence", "link").distinct())
