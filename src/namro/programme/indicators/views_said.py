"""What is posted from the page of a target: a conclusion of one's own, an explanation."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from namro.foundation.accounts.permissions import require
from namro.programme.indicators.actions_said import Why, conclude, explain
from namro.programme.indicators.choices import Cause, Verdict
from namro.programme.indicators.judging import Judged, judge
from namro.programme.indicators.permissions import CONCLUDE, EXPLAIN
from namro.programme.indicators.refusals import IndicatorRefused
from namro.programme.indicators.rules.kinds import Status
from namro.programme.programmes import versions
from namro.programme.programmes.models import Programme
from namro.programme.programmes.rules.numbers import as_language
from namro.programme.programmes.rules.versions import as_day

LONGEST = 4000


@require_POST
def conclude_target(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """Record the standing body's own conclusion."""
    found, judged, today = _asked(request, pk, key, CONCLUDE)
    verdict = request.POST.get("ket-luan", "")
    if verdict not in Verdict.values:
        messages.error(request, _("Choose the conclusion."))
        return redirect("indicators:target", pk=found.at, key=key)
    actor: Any = request.user
    try:
        conclude(
            actor,
            found,
            judged,
            Status(verdict),
            on=found.day or today,
            reason=_text(request, "ly-do"),
            document=_text(request, "van-ban"),
        )
    except IndicatorRefused as refused:
        messages.error(request, refused.message(as_language(get_language())))
    else:
        messages.success(request, _("Saved the conclusion beside the computed verdict."))
    return redirect("indicators:target", pk=found.at, key=key)


@require_POST
def explain_target(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """Record the cause and the remedy."""
    found, judged, today = _asked(request, pk, key, EXPLAIN)
    kind, by = request.POST.get("loai", ""), as_day(_text(request, "han")[:20])
    if kind not in Cause.values or by is None:
        messages.error(request, _("Choose the kind of cause, and write the day as 31/12/2025."))
        return redirect("indicators:target", pk=found.at, key=key)
    why = Why(kind, _text(request, "nguyen-nhan"), _text(request, "giai-phap"), by)
    actor: Any = request.user
    try:
        explain(actor, found, judged, why, on=found.day or today)
    except IndicatorRefused as refused:
        messages.error(request, refused.message(as_language(get_language())))
    else:
        messages.success(request, _("Saved the explanation."))
    return redirect("indicators:target", pk=found.at, key=key)


def _asked(
    request: HttpRequest, pk: int, key: int, action: str
) -> tuple[Programme, Judged, dt.date]:
    found = versions.find(request.user, pk)
    require(request.user, action, found)
    today = timezone.localdate()
    judged = judge(found, request.user, found.day or today, today, only=[key])
    if not judged:
        raise Http404
    return found, judged[0], today


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\0", "").strip()[:LONGEST]
