"""The page that a leader opens on a phone: due soon, overdue, waiting for them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from namro.foundation.accounts.permissions import may_somewhere, require_somewhere
from namro.programme.indicators.collection import leading as leads
from namro.programme.indicators.collection.listing import period_of
from namro.programme.indicators.permissions import APPROVE_SHEETS, SEE_SHEETS
from namro.programme.programmes.open_work import requests_to_decide
from namro.programme.programmes.rules.numbers import as_language


@require_safe
def leading(request: HttpRequest) -> HttpResponse:
    """What waits for the person, what is overdue and what is due soon."""
    require_somewhere(request.user, SEE_SHEETS)
    today, language = timezone.localdate(), as_language(get_language())
    overdue, soon = leads.behind(request.user, today, language)
    approves = may_somewhere(request.user, APPROVE_SHEETS)
    count, first = leads.waiting(request.user) if approves else (0, ())
    return render(
        request,
        "indicators/collection/leading.html",
        {
            "approves": approves,
            "waiting": count,
            "sheets": [(each, period_of(each.round, language)) for each in first],
            "others": count - len(first),
            "requests": requests_to_decide(request.user).count(),
            "overdue": overdue,
            "soon": soon,
            "today": today,
            "illustrative": any(
                each.form.illustrative
                for each in [row.round for row in first] + [row.round for row in (*overdue, *soon)]
            ),
        },
    )
