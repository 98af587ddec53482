"""The library of indicators: the list, and one indicator with all that rests on it."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from namro.foundation.accounts.permissions import may, require
from namro.foundation.interface import exporting
from namro.programme.indicators.asking import asking, side_by_side
from namro.programme.indicators.collection.total_links import (
    compared,
    formula_parts,
    totals_shown,
)
from namro.programme.indicators.figures import FIGURES, figures_of, say_who
from namro.programme.indicators.library import LIBRARY, lines
from namro.programme.indicators.models import Bridge, Indicator
from namro.programme.indicators.permissions import APPROVE_BRIDGE, DEFINE, READ, RECORD
from namro.programme.programmes import tables
from namro.programme.programmes.rules.numbers import Language, as_language
from namro.programme.programmes.rules.versions import as_day

LONGEST_SEARCH = 200


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """All indicators, to search and to choose from."""
    require(request.user, READ)
    words = _words(request)
    rows = lines(request.user, words, timezone.localdate())
    return render(
        request,
        "indicators/library.html",
        {
            "table": tables.table(LIBRARY, rows, request.GET),
            "words": words,
            "illustrative": any(each.row.illustrative for each in rows),
            "may_define": may(request.user, DEFINE),
            "may_record": may(request.user, RECORD),
        },
    )


@require_safe
def library_file(request: HttpRequest, fmt: str) -> HttpResponse:
    """The indicators as asked for, as a file."""
    require(request.user, READ)
    if fmt not in exporting.FORMATS:
        raise Http404
    rows = lines(request.user, _words(request), timezone.localdate())
    wanted = tables.asked_for(LIBRARY, rows, request.GET)
    title = _("Indicators")
    return exporting.download(fmt, title, title, LIBRARY.file, wanted)


def find(request: HttpRequest, code: str) -> Indicator:
    """The indicator of that key, if the person may see it.

    Raises:
        Http404: there is none, or they may not.
    """
    found: Indicator = get_object_or_404(Indicator.objects.visible_to(request.user), key=code)
    return found


@require_safe
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator: its definition, the targets that ask for it, its figures and bridges."""
    require(request.user, READ)
    found = find(request, code)
    today = timezone.localdate()
    on = _day(request, "on") or today
    known = _day(request, "biet") or today
    language = language_here()
    asks = asking(request.user, on).get(found.pk, [])
    figures = figures_of(request.user, found, known, language)
    shown = tables.table(FIGURES, figures, request.GET)
    say_who(request.user, shown.page.object_list)  # type: ignore[arg-type]
    totals = totals_shown(request.user, found, known, language)
    return render(
        request,
        "indicators/indicator.html",
        {
            "indicator": found,
            "illustrative": found.illustrative,
            "sides": side_by_side(request.user, found, asks, on, known, language),
            "table": shown,
            "totals": totals,
            "compare": next((compared(each.address) for each in totals if each.address), ""),
            "formula": formula_parts(request.user, found),
            "bridges": Bridge.objects.filter(indicator=found),
            "on": on,
            "known": known,
            "asked_known": known != today,
            "may_define": may(request.user, DEFINE),
            "may_record": may(request.user, RECORD),
            "may_approve": may(request.user, APPROVE_BRIDGE),
        },
    )


def _words(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\0", "")[:LONGEST_SEARCH].strip()


def _day(request: HttpRequest, name: str) -> dt.date | None:
    said = request.GET.get(name, "").replace("\0", "")[:20].strip()
    day = as_day(said) if said else None
    if said and day is None:
        words = _("“%(said)s” is not a day; write it as 31/12/2025.") % {"said": said}
        messages.error(request, words)
    return day


def language_here() -> Language:
    """The language of the page."""
    return as_language(get_language())
