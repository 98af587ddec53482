"""The page of a total: what it is made of, down to the cell that each figure was entered in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from namro.foundation.accounts.permissions import may, require
from namro.foundation.accounts.telling import names_of
from namro.foundation.interface import exporting
from namro.foundation.interface.tables import Column, Filter
from namro.foundation.organisations.boundaries import are_there
from namro.foundation.organisations.choices import Block
from namro.foundation.organisations.permissions import CHANGE
from namro.programme.indicators.choices import Stage
from namro.programme.indicators.collection import drill_html, listing, restated
from namro.programme.indicators.collection.drilling import (
    MISSING,
    THERE,
    WITHOUT,
    Asked,
    UnitLine,
    lines_of,
    result_of,
)
from namro.programme.indicators.collection.models import Form, FormItem, Round
from namro.programme.indicators.collection.placing import Ranking, rank
from namro.programme.indicators.collection.total_links import (
    address_of,
    compared,
    days_said,
    mapped,
)
from namro.programme.indicators.collection.views_rounds import words_of
from namro.programme.indicators.models import Indicator
from namro.programme.indicators.permissions import READ
from namro.programme.indicators.rules.observations import rounded
from namro.programme.indicators.rules.rolling_up import NO_VALUE
from namro.programme.programmes import tables
from namro.programme.programmes.rules.numbers import as_language

STANDINGS = {
    THERE: gettext_lazy("with a figure"),
    WITHOUT: gettext_lazy("does not apply"),
    MISSING: gettext_lazy("no figure yet"),
}
FIRST: tuple[Column[UnitLine], ...] = (
    Column(
        "don-vi",
        pgettext_lazy("collection", "Unit"),
        lambda each: each.name,
        lambda each: listing.by(each.name),
    ),
    Column(
        "tren",
        gettext_lazy("Under"),
        lambda each: each.above,
        lambda each: listing.by(each.above),
        30,
    ),
)
FILTERS: tuple[Filter[UnitLine], ...] = (
    Filter("khoi", gettext_lazy("Block"), lambda each: [each.block], dict(Block.choices)),
    Filter("tren", gettext_lazy("Under"), lambda each: [each.above]),
    Filter("co", gettext_lazy("Figure"), lambda each: [each.standing], STANDINGS),
    Filter(
        "buoc",
        pgettext_lazy("figure", "Stage"),
        lambda each: [each.figure.stage] if each.figure is not None else [],
        dict(Stage.choices),
    ),
)


def _plain(name: str, label: Any, of: str, *, ordered: bool = False) -> Column[UnitLine]:
    def value(line: UnitLine) -> Any:
        found = getattr(line, of)
        return None if found is None else rounded(found)

    return Column(name, label, value, (lambda each: getattr(each, of)) if ordered else None, 14)


def _spec(ranking: Ranking) -> tables.Spec[UnitLine]:
    """The table of units; by value it is ordered only where places may be told."""
    on = ranking.on
    columns = [
        *FIRST,
        _plain("gia-tri", _("Figure"), "value", ordered=on),
        _plain("ky-truoc", _("Period before"), "previous"),
        _plain("thay-doi", _("Change"), "change"),
        _plain("cung-ky", _("Same period last year"), "last_year"),
        Column("cong-bo", _("Published on"), lambda each: each.figure and each.figure.published_on),
        Column("nhap", _("Entered and approved"), lambda each: _entered(each), None, 30),
    ]
    if on:
        columns.append(
            Column(
                "thu-hang",
                pgettext_lazy("ranking", "Place"),
                lambda each: each.rank,
                lambda each: each.rank,
            )
        )
    file = [
        *columns,
        Column("tu-so", _("Numerator"), lambda each: each.figure and each.figure.numerator),
        Column("mau-so", _("Denominator"), lambda each: each.figure and each.figure.denominator),
        Column(
            "buoc",
            pgettext_lazy("figure", "Stage"),
            lambda each: str(each.figure.get_stage_display()) if each.figure else "",
        ),
        Column("khong-ap-dung", _("does not apply because"), lambda each: each.why, None, 30),
        Column("khoi", _("Block"), lambda each: str(Block(each.block).label), None, 20),
    ]
    return tables.Spec(tuple(columns), tuple(file), FILTERS)


def _entered(line: UnitLine) -> str:
    """For a file: the account, the moment and the file it came in; nothing to who may not."""
    cell = line.cell
    if cell is None:
        return ""
    moment = f"{timezone.localtime(cell.entered_at):%d/%m/%Y %H:%M}"
    parts = (cell.entered_by, moment, str(cell.get_channel_display()), cell.file and cell.file.name)
    return "; ".join(each for each in parts if each)


def asked_for(request: HttpRequest, form: str, code: str, days: str) -> Asked:
    """The total an address names, if the person may see figures of its indicator.

    Raises:
        Http404: there is none, or they may not.
    """
    span = days_said(days)
    if span is None:
        raise Http404
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user), key=code)
    found_form = get_object_or_404(Form.objects.select_related("top"), key=form)
    items = FormItem.objects.filter(form=found_form, indicator=indicator)
    measure = request.GET.get("so", "")
    item = items.filter(measure=measure).first() if measure else items.first()
    found = Round.objects.filter(form=found_form, first_day=span[0], last_day=span[1]).first()
    if item is None or found is None:
        raise Http404
    found.form, item.indicator = found_form, indicator
    return Asked(found, item)


def address_of_total(asked: Asked) -> str:
    """The address of the page of a total."""
    found, item = asked.round, asked.item
    return address_of(
        *(asked.form.key, asked.indicator.key, found.first_day, found.last_day, item.measure)
    )


@require_safe
def total(request: HttpRequest, form: str, code: str, days: str) -> HttpResponse:
    """One total: how it is made, of whom, who is missing, and each unit's figure."""
    require(request.user, READ)
    asked = asked_for(request, form, code, days)
    language = as_language(get_language())
    lines = lines_of(request.user, asked)
    found = result_of(asked, lines)
    ranking = rank(asked, lines)
    words = words_of(request)
    shown = tables.table(_spec(ranking), listing.holding(lines, words), request.GET)
    page = list(shown.page)
    unit = asked.indicator.unit
    context: dict[str, Any] = {
        "asked": asked,
        "days": days,
        "kept": [("so", asked.item.measure)] if request.GET.get("so") else [],
        "period": listing.period_of(asked.round, language),
        "value": drill_html.in_words(found.value, unit, language),
        "reason": NO_VALUE[found.reason][language != "vi"] if found.reason else "",
        "found": found,
        "missing": [each for each in lines if each.standing == MISSING],
        "without": [each for each in lines if each.standing == WITHOUT],
        "table": shown,
        "words": words,
        "ranking": ranking,
        "rows": drill_html.units(
            page, unit, _people(page), language, item=asked.item.pk, ranked=ranking.on
        ),
        "map": _map_of(request, asked, lines),
        "compare": compared(address_of_total(asked)),
        "illustrative": asked.form.illustrative,
        "today": timezone.localdate(),
        **rounds_beside(asked, language),
    }
    if request.GET.get("don-vi-nay") == "1":
        told = restated.on_units_of_today(asked, lines, timezone.localdate())
        context["restated"] = drill_html.today(told, unit, language)
    return render(request, "indicators/collection/total.html", context)


def _map_of(request: HttpRequest, asked: Asked, lines: list[UnitLine]) -> str:
    """Where the map is: to who may record boundaries also where there is none yet."""
    units = [each.unit for each in lines]
    if not are_there(units, asked.round.last_day) and not may(request.user, CHANGE):
        return ""
    return mapped(address_of_total(asked))


def _people(lines: list[UnitLine]) -> dict[str, str]:
    accounts = {each.cell.entered_by for each in lines if each.cell is not None}
    return names_of(accounts | {each.approved[0] for each in lines if each.seen})


def rounds_beside(asked: Asked, language: Any) -> dict[str, tuple[str, str] | None]:
    """The rounds before and after, as the days in their addresses and in words."""
    rounds = Round.objects.filter(form=asked.form)
    day: dt.date = asked.round.last_day
    before = rounds.filter(last_day__lt=day).order_by("-last_day").first()
    after = rounds.filter(last_day__gt=day).order_by("last_day").first()

    def said(found: Round | None) -> tuple[str, str] | None:
        if found is None:
            return None
        days = f"{found.first_day:%Y-%m-%d}_{found.last_day:%Y-%m-%d}"
        return days, listing.period_of(found, language)

    return {"before": said(before), "after": said(after)}


@require_safe
def total_file(request: HttpRequest, form: str, code: str, days: str, fmt: str) -> HttpResponse:
    """The units of a total as asked for, as a file."""
    require(request.user, READ)
    if fmt not in exporting.FORMATS:
        raise Http404
    asked = asked_for(request, form, code, days)
    lines = lines_of(request.user, asked)
    spec = _spec(rank(asked, lines))
    wanted = tables.asked_for(spec, listing.holding(lines, words_of(request)), request.GET)
    title = _("Units of a total")
    return exporting.download(fmt, f"{form} {code} {days}", title, spec.file, wanted)
