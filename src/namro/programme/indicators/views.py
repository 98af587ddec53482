"""The pages: a programme's scoreboard, and one target with all that its verdict rests on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from namro.foundation.accounts.permissions import may, require
from namro.foundation.accounts.telling import names_of
from namro.foundation.history import editing
from namro.foundation.interface import exporting
from namro.programme.indicators import rules, telling
from namro.programme.indicators.actions import confirm, measures_of_identity
from namro.programme.indicators.actions_said import EXPLAINED, explanation_due
from namro.programme.indicators.answering import parts_of, units_named, with_leads
from namro.programme.indicators.choices import Cause, Judging, Verdict
from namro.programme.indicators.figures_html import figures_html
from namro.programme.indicators.judging import Judged, judge
from namro.programme.indicators.models import Conclusion, Explanation
from namro.programme.indicators.permissions import ALLOCATE, CONCLUDE, EXPLAIN, MEASURE, READ
from namro.programme.indicators.refusals import IndicatorRefused
from namro.programme.indicators.row_html import rows_html
from namro.programme.indicators.scoreboard import SCOREBOARD, Line, counted, lines
from namro.programme.indicators.telling_allocated import given_out, may_be_given
from namro.programme.indicators.telling_chart import chart_of, chart_words
from namro.programme.programmes import tables, versions
from namro.programme.programmes.models import Programme
from namro.programme.programmes.places import address_of
from namro.programme.programmes.rules.numbers import Language, as_language
from namro.programme.programmes.rules.versions import as_day

# The word in addresses that says by which day what is used had been published.
KNOWN = "biet"
_FORBIDDEN = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))


@require_safe
def scoreboard(request: HttpRequest, pk: int) -> HttpResponse:
    """The table of every report: each target, its figures and its verdict."""
    found, on, known = _asked(request, pk)
    language = _language()
    rows = _lines(request, found, on, known)
    shown = tables.table(SCOREBOARD, rows, request.GET)
    return render(
        request,
        "indicators/scoreboard.html",
        {
            "programme": found,
            "illustrative": found.illustrative,
            "source": found.source,
            "tab": "scoreboard",
            "table": shown,
            "rows": rows_html(shown.page, found, _query(request), language),
            "counts": telling.stacked(counted(rows, language)),
            "total": len(rows),
            "on": on,
            "known": known,
            "asked_known": known != timezone.localdate(),
            "kept": [(KNOWN, f"{known:%Y-%m-%d}")] if known != timezone.localdate() else [],
        },
    )


@require_safe
def download(request: HttpRequest, pk: int, fmt: str) -> HttpResponse:
    """The scoreboard as asked for as a file: XLSX or CSV."""
    found, on, known = _asked(request, pk)
    rows = _lines(request, found, on, known)
    title = _("Results of targets")
    name = f"{found.number} {title} {on:%Y-%m-%d}".translate(_FORBIDDEN)
    wanted = tables.asked_for(SCOREBOARD, rows, request.GET)
    return exporting.download(fmt, name, title, SCOREBOARD.file, wanted, one_page=True)


def _lines(request: HttpRequest, found: Programme, on: dt.date, known: dt.date) -> list[Line]:
    judged = judge(found, request.user, on, known)
    with_leads(judged, found, on)
    return lines(judged, on, _language(), units_named(judged, on))


@require_safe
def target(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """One target: its clause, how it is judged, the figures, the chart and the explanation."""
    found, on, known = _asked(request, pk)
    return _page(request, found, key, on, known)


def _page(
    request: HttpRequest,
    found: Programme,
    key: int,
    on: dt.date,
    known: dt.date,
    changed: editing.ChangedMeanwhile | None = None,
) -> HttpResponse:
    judged = _one(request, found, key, on, known)
    with_leads([judged], found, on)
    language = _language()
    recorded = telling.rows_of(judged, request.user, on)
    days = telling.days_of_knowledge(recorded)
    listed = telling.versions(judged.row, request.user)
    later = [(each.since, each.number) for each in listed if each.since and each.number > 1]
    marks = [(day, _("version %(n)s") % {"n": number}) for day, number in later if day <= on]
    chart = chart_of(judged, marks)
    conclusions = Conclusion.objects.filter(target=key, on__lte=on)
    figures = telling.figures(judged, recorded, known, language)
    explanations = Explanation.objects.filter(target=key, on__lte=on)
    accounts = {each.said_by for each in (*conclusions, *explanations)}
    accounts |= {each.confirmed_by for each in judged.measures if each is not None}
    return render(
        request,
        "indicators/target.html",
        {
            "programme": found,
            "illustrative": found.illustrative,
            "source": found.source,
            "here": _("Results of targets"),
            "judged": judged,
            "row": judged.row,
            "place": address_of(judged.row, found.at),
            "told": telling.told(judged, language),
            "chart": chart,
            **(chart_words(chart, judged, language) if chart else {}),
            "figures": figures_html(figures),
            "compare": next((each.beside for each in figures if each.beside), ""),
            "periods": telling.periods(judged, language),
            "see_indicator": telling.sees_indicator(judged, request.user),
            "versions": listed,
            "all_readings": Judging.choices,
            "may_define": may(request.user, MEASURE, found) and judged.problem is None,
            "parts": parts_of(judged, units_named([judged], on)),
            "given": given_out(judged, language, _("The whole term")),
            "may_be_given": may_be_given(judged),
            "may_allocate": may(request.user, ALLOCATE, found),
            "may_measure": may(request.user, MEASURE, found),
            "on": on,
            "known": known,
            "days": days,
            "step": sum(day <= known for day, _words in days) - 1,
            "conclusions": conclusions,
            "explanations": explanations,
            "people": names_of(accounts),
            "explanation_due": explanation_due(judged),
            "may_explain": judged.status in EXPLAINED and may(request.user, EXPLAIN, found),
            "may_conclude": may(request.user, CONCLUDE, found),
            "causes": Cause.choices,
            "verdicts": Verdict.choices,
            "version": editing.version(measures_of_identity(judged.row)),
            "changed": changed,
        },
        status=409 if changed else 200,
    )


@require_POST
def confirm_reading(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """Say which way of judging a target's words mean."""
    found = versions.find(request.user, pk)
    require(request.user, MEASURE, found)
    today = timezone.localdate()
    judged = _one(request, found, key, today, today)
    said = request.POST.get("cach-xet", "")
    reason = request.POST.get("ly-do", "").strip()[:500]
    known = judged.measures[0]
    if said not in Judging.values or not reason:
        messages.error(request, _("Choose a way of judging and write why."))
    elif known is None:
        messages.error(request, _("The target is not linked to an indicator yet."))
    else:
        seen = request.POST.get(editing.FIELD, "")
        actor: Any = request.user
        try:
            with transaction.atomic():
                for each in judged.measures:
                    if each is not None:
                        confirm(
                            actor,
                            found,
                            judged.row,
                            each,
                            rules.Judging(said),
                            reason=reason,
                            seen=seen if each is known else None,
                        )
        except IndicatorRefused as refused:
            messages.error(request, refused.message(_language()))
        except editing.ChangedMeanwhile as changed:
            return _page(request, found, key, today, today, changed)
        else:
            messages.success(request, _("Saved how the target is judged."))
    return redirect("indicators:target", pk=found.at, key=key)


def _one(request: HttpRequest, found: Programme, key: int, on: dt.date, known: dt.date) -> Judged:
    judged = judge(found, request.user, on, known, only=[key])
    if not judged:
        raise Http404
    return judged[0]


def _asked(request: HttpRequest, pk: int) -> tuple[Programme, dt.date, dt.date]:
    """The programme, the day judged, and the day by which figures had been published."""
    require(request.user, READ)
    found = versions.find(request.user, pk)
    if found.source is None:
        raise Http404
    today = timezone.localdate()
    said = request.GET.get(KNOWN, "").replace("\0", "")[:20].strip()
    known = as_day(said) if said else None
    if said and known is None:
        words = _("“%(said)s” is not a day; write it as 31/12/2025.") % {"said": said}
        messages.error(request, words)
    return found, found.day or today, known or today


def _query(request: HttpRequest) -> str:
    said = request.GET.get(KNOWN, "")
    return f"?{KNOWN}={said}" if as_day(said) else ""


def _language() -> Language:
    return as_language(get_language())
