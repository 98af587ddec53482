"""Units side by side: one small chart for each, by block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from namro.foundation.accounts.permissions import require
from namro.foundation.calendar import Period
from namro.foundation.interface import exporting
from namro.foundation.interface.tables import Column, Order
from namro.foundation.interface.text import sort_key
from namro.foundation.organisations.choices import Block
from namro.programme.indicators.collection import compare_html, listing
from namro.programme.indicators.collection.comparing import (
    Series,
    periods_until,
    series_of,
    shared_scale,
    years_offered,
)
from namro.programme.indicators.collection.drill_html import in_words
from namro.programme.indicators.collection.drilling import Asked, UnitLine, lines_of
from namro.programme.indicators.collection.placing import Ranking, rank
from namro.programme.indicators.collection.views_rounds import words_of
from namro.programme.indicators.collection.views_total import (
    FILTERS,
    FIRST,
    address_of_total,
    asked_for,
)
from namro.programme.indicators.permissions import READ
from namro.programme.indicators.rules.observations import rounded
from namro.programme.indicators.rules.ranking import PERIODS_OF_A_YEAR
from namro.programme.programmes import tables
from namro.programme.programmes.rules.numbers import Language, as_language

CHARTS_A_PAGE = 36
_BLOCKS = list(Block.values)


def _spec(ranking: Ranking, lines: Sequence[UnitLine]) -> tables.Spec[UnitLine]:
    """By name or in protocol order; by value only where places may be told."""
    place = {each.unit: number for number, each in enumerate(lines)}
    columns: list[Column[UnitLine]] = [
        FIRST[0],
        Column(
            "thu-tu",
            pgettext("list", "Protocol order"),
            lambda each: None,
            lambda each: place[each.unit],
        ),
    ]
    if ranking.on:
        columns.append(Column("gia-tri", _("Figure"), lambda each: None, lambda each: each.value))
    return tables.Spec(tuple(columns), (), FILTERS[:2])


def _wanted(
    spec: tables.Spec[UnitLine], lines: Sequence[UnitLine], request: HttpRequest
) -> list[UnitLine]:
    """The units that were asked for, block by block."""
    by_name = sorted(listing.holding(list(lines), words_of(request)), key=_by_name)
    found = tables.asked_for(spec, by_name, request.GET)
    return sorted(found, key=lambda each: _BLOCKS.index(each.block))


def _by_name(line: UnitLine) -> str:
    return sort_key(line.name)


def _periods(asked: Asked, said: QueryDict) -> tuple[int, list[Period]]:
    """The years that were chosen, and their periods."""
    period, offered = asked.period, years_offered(asked)
    if period is None:
        raise Http404
    chosen = next((each for each in offered if str(each) == said.get("nam")), offered[0])
    return chosen, periods_until(period, chosen * PERIODS_OF_A_YEAR[asked.form.frequency])


def _with(said: QueryDict, **changes: str) -> str:
    """The address's question with parts of it changed, from the first page."""
    made = said.copy()
    made.pop("trang", None)
    for name, value in changes.items():
        made[name.replace("_", "-")] = value
    return "?" + made.urlencode()


@require_safe
def compare(request: HttpRequest, form: str, code: str, days: str) -> HttpResponse:
    """A small chart of each unit, all on one scale or each on its own."""
    require(request.user, READ)
    asked = asked_for(request, form, code, days)
    language, said = as_language(get_language()), request.GET
    lines = lines_of(request.user, asked, before=False)
    ranking = rank(asked, lines)
    years, periods = _periods(asked, said)
    spec = _spec(ranking, lines)
    wanted = _wanted(spec, lines, request)
    shown = tables.table(spec, lines, said)
    whole = tables.MOST_ROWS if shown.whole else CHARTS_A_PAGE
    page = Paginator(wanted, whole).get_page(said.get("trang"))
    own = said.get("thang-do") == "rieng"
    scale = shared_scale(asked, periods)
    unit = asked.indicator.unit
    total = address_of_total(asked)
    charts = compare_html.Charts(
        *(periods, unit, None if own else scale, language),
        {each.unit: f"{total}&{urlencode({'q': each.name})}" for each in page},
        under=len({each.above for each in lines}) > 1,
    )
    context: dict[str, Any] = {
        "asked": asked,
        "days": days,
        "period": listing.period_of(asked.round, language),
        "total": total,
        "table": replace(shown, page=page, more=page.has_other_pages()),
        "words": words_of(request),
        "kept": [(name, said[name]) for name in ("so", "nam", "thang-do") if said.get(name)],
        "charts": charts.by_block(series_of(asked, list(page), periods)),
        "spans": [
            (each * 12, _with(said, nam=str(each)), each == years) for each in years_offered(asked)
        ],
        "orders": _orders(spec, shown.order, said),
        "own": own,
        "ends": scale and [in_words(end, unit, language) for end in (scale.low, scale.high)],
        "shared": _with(said, thang_do="chung"),
        "apart": _with(said, thang_do="rieng"),
        "since": compare_html.short(periods[0], language),
        "ranking": ranking,
        "illustrative": asked.form.illustrative,
    }
    return render(request, "indicators/collection/compare.html", context)


def _orders(
    spec: tables.Spec[UnitLine], order: Order | None, said: QueryDict
) -> list[tuple[Any, str, bool]]:
    """What units can be ordered by: in words, where that is, and whether they are."""
    made = []
    for column in spec.columns:
        # By value the highest first, by name and in protocol order the first.
        name = f"-{column.name}" if column.name == "gia-tri" else column.name
        mine = str(order) == name if order else column.name == FIRST[0].name
        made.append((column.head, _with(said, xep=name), mine))
    return made


@require_safe
def compare_file(request: HttpRequest, form: str, code: str, days: str, fmt: str) -> HttpResponse:
    """The units as asked for, each with its figures, as a file."""
    require(request.user, READ)
    if fmt not in exporting.FORMATS:
        raise Http404
    asked = asked_for(request, form, code, days)
    language = as_language(get_language())
    lines = lines_of(request.user, asked, before=False)
    _years, periods = _periods(asked, request.GET)
    wanted = _wanted(_spec(rank(asked, lines), lines), lines, request)
    columns: list[Column[Series]] = [
        Column("don-vi", FIRST[0].head, lambda each: each.line.name, None, 34),
        Column("tren", _("Under"), lambda each: each.line.above, None, 30),
        Column("khoi", _("Block"), lambda each: str(Block(each.line.block).label), None, 20),
        Column("co", _("Periods with a figure"), lambda each: len(each.points)),
        Column("hoi", _("Periods asked"), lambda each: each.asked),
        Column("xu-huong", _("Trend"), _trend, None, 24),
    ]
    columns += [_period(place, each, language) for place, each in enumerate(periods)]
    title = _("Units side by side")
    name = f"{form} {code} {days} so sanh"
    return exporting.download(fmt, name, title, columns, series_of(asked, wanted, periods))


def _trend(series: Series) -> str:
    told = series.summary
    return "" if told is None else str(compare_html.TRENDS[told.trend])


def _period(place: int, period: Period, language: Language) -> Column[Series]:
    def value(series: Series) -> Any:
        found = next((each for each in series.points if each.index == place), None)
        return None if found is None else rounded(found.value)

    return Column(str(period), compare_html.short(period, language), value, None, 14)
