"""The pages of forms: the list, one form, what units are asked in all."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from namro.foundation.accounts.permissions import may, may_somewhere, require, require_somewhere
from namro.foundation.calendar import CalendarError, Period
from namro.foundation.calendar.kinds import Kind
from namro.foundation.calendar.reporting import regime
from namro.foundation.calendar.wording import in_words
from namro.foundation.calendar.working import national_calendar
from namro.foundation.history import editing
from namro.foundation.interface import exporting
from namro.foundation.interface.tables import Column, Filter
from namro.foundation.interface.text import search_text, search_words
from namro.foundation.organisations.choices import Hierarchy
from namro.foundation.organisations.choices import Kind as UnitKind
from namro.foundation.organisations.questions import descendants
from namro.programme.indicators.collection import actions_forms, actions_rounds, burden, listing
from namro.programme.indicators.collection.choices import Regime, Step
from namro.programme.indicators.collection.models import Form
from namro.programme.indicators.collection.refusals import CollectionRefused
from namro.programme.indicators.collection.views_rounds import reason_of, words_of
from namro.programme.indicators.permissions import COLLECT, SEE_SHEETS
from namro.programme.programmes import tables
from namro.programme.programmes.models import Programme
from namro.programme.programmes.rules.numbers import as_language
from namro.programme.programmes.rules.versions import as_day
from namro.programme.programmes.tables import Spec

_ASKS = {"co": _("asks"), "thoi": _("asks no more")}


def _asks(form: Form) -> str:
    ended = form.recurs_to is not None and form.recurs_to < timezone.localdate()
    return "thoi" if ended else "co"


_FORM_COLUMNS: tuple[Column[Form], ...] = (
    Column("ten", _("Form"), lambda form: form.name, lambda form: listing.by(form.name), 40),
    Column("ky", _("Frequency"), lambda form: str(form.get_frequency_display())),
    Column("chi-so", _("Indicators"), lambda form: form.asked, lambda form: form.asked),  # type: ignore[attr-defined]
    Column("cap-duyet", _("Approved by"), lambda form: "; ".join(_steps(form))),
    Column("tinh-trang", _("State"), lambda form: str(_ASKS[_asks(form)])),
)
FORMS: Spec[Form] = Spec(
    _FORM_COLUMNS,
    _FORM_COLUMNS,
    (
        Filter("tinh-trang", _("State"), lambda form: [_asks(form)], _ASKS),
        Filter("ky", _("Frequency"), lambda form: [str(form.get_frequency_display())]),
    ),
)


def _steps(form: Form) -> list[str]:
    return [str(Step(each).label) for each in form.steps]


@require_safe
def forms(request: HttpRequest) -> HttpResponse:
    """All forms: what is asked is no secret of those who answer."""
    require_somewhere(request.user, SEE_SHEETS)
    shown = tables.table(FORMS, _forms(words_of(request)), request.GET)
    for each in shown.page:
        each.told = {"steps": _steps(each), "state": _ASKS[_asks(each)]}  # type: ignore[attr-defined]
    return render(
        request,
        "indicators/collection/forms.html",
        {
            "table": shown,
            "words": words_of(request),
            "may_collect": may_somewhere(request.user, COLLECT),
            "illustrative": any(each.illustrative for each in shown.page),
        },
    )


def _forms(words: str) -> list[Form]:
    sought = search_words(words)
    found = Form.objects.annotate(asked=Count("items")).order_by("name")
    return [each for each in found if all(word in search_text(each.name) for word in sought)]


@require_safe
def forms_file(request: HttpRequest, fmt: str) -> HttpResponse:
    """The forms as asked for, as a file."""
    require_somewhere(request.user, SEE_SHEETS)
    if fmt not in exporting.FORMATS:
        raise Http404
    wanted = tables.asked_for(FORMS, _forms(words_of(request)), request.GET)
    title = str(_("Forms of collection"))
    return exporting.download(fmt, title, title, FORMS.file, wanted)


@require_safe
def form_page(request: HttpRequest, code: str) -> HttpResponse:
    """One form: what it asks of whom, when its next round is due, its rounds."""
    require_somewhere(request.user, SEE_SHEETS)
    return _page(request, find(code))


def find(code: str) -> Form:
    """The form of that key.

    Raises:
        Http404: there is none.
    """
    found: Form = get_object_or_404(Form.objects.select_related("top", "programme"), key=code)
    return found


def _page(
    request: HttpRequest, form: Form, changed: editing.ChangedMeanwhile | None = None
) -> HttpResponse:
    language, today = as_language(get_language()), timezone.localdate()
    items = list(form.items.select_related("indicator"))
    nodes = descendants(form.top_id, Hierarchy(form.hierarchy), today)
    programme = form.programme
    if programme is not None:
        programme = Programme.objects.visible_to(request.user).filter(pk=programme.pk).first()
    seen = listing.round_lines(request.user, language)
    return render(
        request,
        "indicators/collection/form.html",
        {
            "form": form,
            "programme": programme,
            "items": items,
            "cells": sum(2 if each.as_fraction else 1 for each in items),
            "units": sum(node.kind in form.unit_kinds for node in nodes),
            "top": listing.names_on({form.top_id}, today).get(form.top_id, ""),
            "kinds": [str(UnitKind(each).label) for each in form.unit_kinds],
            "steps": _steps(form),
            "state": _ASKS[_asks(form)],
            "rounds": [each for each in seen if each.row.form_id == form.pk][:12],
            "offered": _offered(form, language) if may(request.user, COLLECT, form.top) else [],
            "may_collect": may(request.user, COLLECT, form.top),
            "version": editing.version(form, actions_forms.items_of(form)),
            "changed": changed,
            "illustrative": form.illustrative,
        },
        status=409 if changed else 200,
    )


def _offered(form: Form, language: str) -> list[dict[str, Any]]:
    """The periods about now that have no round yet, with the days a round of each would have."""
    period = Period.of(Kind(form.frequency), timezone.localdate())
    known = set(form.rounds.values_list("first_day", flat=True))
    offered = []
    for _past in range(6):
        ended = form.recurs_to is not None and period.last > form.recurs_to
        if period.first not in known and not ended:
            offered.append(
                {"first": period.first, "words": in_words(period, language), **_days(form, period)}
            )
        period = period.previous
    return offered


def _days(form: Form, period: Period) -> dict[str, dt.date]:
    covers = period if form.regime == Regime.CALENDAR else regime(form.regime).window(period)
    working = national_calendar()
    return {
        "opens": covers.last - dt.timedelta(days=form.opens_before),
        "due": working.add_working_days(covers.last, form.due_after),
        "closes": working.add_working_days(covers.last, form.closes_after),
    }


@require_POST
def open_by_hand(request: HttpRequest, code: str) -> HttpResponse:
    """Open a round of a form for one period."""
    form = find(code)
    require(request.user, COLLECT, form.top)
    first, why = as_day(request.POST.get("ky", "")[:20]), reason_of(request)
    if first is None or not why:
        messages.error(request, _("Choose a period, and write why."))
        return redirect("indicators:form", code=code)
    actor: Any = request.user
    try:
        period = Period.of(Kind(form.frequency), first)
        made, new = actions_rounds.open_round(actor, form, period, reason=why)
    except CollectionRefused as refused:
        messages.error(request, refused.message(as_language(get_language())))
    except CalendarError as refused:
        messages.error(request, refused.vi if as_language(get_language()) == "vi" else refused.en)
    else:
        if new:
            messages.success(request, _("The round is open; each unit has its sheet."))
        else:
            messages.info(request, _("There is a round of this period already; here it is."))
        return redirect("indicators:round", key=made.pk)
    return redirect("indicators:form", code=code)


@require_POST
def retire(request: HttpRequest, code: str) -> HttpResponse:
    """Ask no more after a day."""
    form = find(code)
    require(request.user, COLLECT, form.top)
    on, why = as_day(request.POST.get("tu-ngay", "")[:20].strip()), reason_of(request)
    if on is None or not why:
        messages.error(request, _("Write the last day (31/12/2025), and why."))
        return redirect("indicators:form", code=code)
    actor: Any = request.user
    try:
        actions_forms.retire_form(
            actor, form.pk, on, reason=why, seen=request.POST.get(editing.FIELD, "")
        )
    except editing.ChangedMeanwhile as changed:
        return _page(request, form, changed)
    messages.success(request, _("The form asks no more after %(day)s.") % {"day": f"{on:%d/%m/%Y}"})
    return redirect("indicators:form", code=code)


@require_safe
def burden_page(request: HttpRequest) -> HttpResponse:
    """How many cells each unit is asked for each month, by form and in all."""
    require_somewhere(request.user, SEE_SHEETS)
    lines = listing.holding(burden.burdens(request.user), words_of(request))
    shown = tables.table(burden.BURDEN, lines, request.GET)
    return render(
        request,
        "indicators/collection/burden.html",
        {
            "table": shown,
            "words": words_of(request),
            "all": sum(each.a_month for each in lines),
            "forms": burden.active_forms(),
        },
    )


@require_safe
def burden_file(request: HttpRequest, fmt: str) -> HttpResponse:
    """The same as asked for, as a file."""
    require_somewhere(request.user, SEE_SHEETS)
    if fmt not in exporting.FORMATS:
        raise Http404
    lines = listing.holding(burden.burdens(request.user), words_of(request))
    wanted = tables.asked_for(burden.BURDEN, lines, request.GET)
    title = _("Reporting burden")
    return exporting.download(fmt, str(title), str(title), burden.BURDEN.file, wanted)
