"""The page on which it is said by which indicators a target is measured, with a look at the verdict
before anything is written."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from namro.foundation.accounts.permissions import require
from namro.foundation.history import editing
from namro.programme.indicators import rules, telling
from namro.programme.indicators.actions import measure, measures_of_identity
from namro.programme.indicators.actions_measures import remeasure, unmeasure
from namro.programme.indicators.forms_measures import MeasureForm
from namro.programme.indicators.judging import Judged, judge, scope_of
from namro.programme.indicators.models import Observation, TargetMeasure
from namro.programme.indicators.permissions import MEASURE
from namro.programme.indicators.refusals import IndicatorRefused
from namro.programme.indicators.views_library import language_here
from namro.programme.programmes import versions
from namro.programme.programmes.models import Programme
from namro.programme.programmes.places import address_of


@require_http_methods(["GET", "HEAD", "POST"])
def measure_target(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """Choose the indicator a target is measured by, or change how; look first, then save."""
    found = versions.find(request.user, pk)
    require(request.user, MEASURE, found)
    today = timezone.localdate()
    on = found.day or today
    judged = next(iter(judge(found, request.user, on, today, only=[key])), None)
    if judged is None:
        raise Http404
    kept = [each for each in judged.measures if each is not None and each.pk is not None]
    edited = _edited(request, kept)
    actor: Any = request.user
    context: dict[str, Any] = {"kept": kept, "edited": edited}
    if request.method != "POST":
        start = edited or next((each for each in judged.measures if each is not None), None)
        initial = MeasureForm.of(start) if start and (edited or not kept) else {}
        initial.setdefault("scope", scope_of(found))
        form = MeasureForm(actor=actor, initial=initial)
        return _page(request, found, judged, on, context | {"form": form})
    if request.POST.get("buoc") == "bo" and edited is not None:
        return _remove(request, found, judged, edited, on, context)
    form = MeasureForm(request.POST, actor=actor)
    context["form"] = form
    if not form.is_valid():
        return _page(request, found, judged, on, context, 422)
    suggested = [each.value for each in judged.suggestion.readings]
    how = form.how(suggested)
    tried = TargetMeasure(target=judged.row.identity, **how)
    if request.POST.get("buoc") != "ghi":
        others = [each for each in kept if edited is None or each.pk != edited.pk]
        then = judge(found, actor, on, today, only=[key], instead={key: [*others, tried]})
        context |= {"then": telling.told(then[0], language_here()), "then_judged": then[0]}
        return _page(request, found, judged, on, context)
    more: dict[str, Any] = {
        "reason": form.cleaned_data["reason"],
        "seen": request.POST.get(editing.FIELD, ""),
        "confirm": form.cleaned_data["confirm"],
    }
    try:
        if edited is not None:
            remeasure(actor, found, judged.row, edited, **how, **more)
        else:
            how["readings"] = [rules.Judging(each) for each in how["readings"]]
            indicator, scope = how.pop("indicator"), how.pop("scope")
            _made, new = measure(actor, found, judged.row, indicator, scope, **how, **more)
            if not new:
                raise IndicatorRefused("measured_so")
    except IndicatorRefused as refused:
        form.add_error(None, refused.message(language_here()))
        return _page(request, found, judged, on, context, 422)
    except editing.ChangedMeanwhile as changed:
        return _page(request, found, judged, on, context | {"changed": changed}, 409)
    messages.success(request, _("Saved what the target is measured by."))
    return redirect("indicators:target", pk=found.at, key=key)


def _edited(request: HttpRequest, kept: list[TargetMeasure]) -> TargetMeasure | None:
    """Which of the kept measures is edited.

    Raises:
        Http404: none of that key.
    """
    said = request.POST.get("sua", "") or request.GET.get("sua", "")
    if not said:
        return None
    found = next((each for each in kept if str(each.pk) == said), None)
    if found is None:
        raise Http404
    return found


def _remove(
    request: HttpRequest,
    found: Programme,
    judged: Judged,
    edited: TargetMeasure,
    on: dt.date,
    context: dict[str, Any],
) -> HttpResponse:
    actor: Any = request.user
    form = MeasureForm(actor=actor, initial=MeasureForm.of(edited))
    context["form"] = form
    reason = request.POST.get("ly-do", "").replace("\0", "").strip()[:500]
    if not reason:
        messages.error(request, _("Write why the target is measured so no more."))
        return _page(request, found, judged, on, context, 422)
    seen = request.POST.get(editing.FIELD, "")
    try:
        unmeasure(actor, found, judged.row, edited, reason=reason, seen=seen)
    except editing.ChangedMeanwhile as changed:
        return _page(request, found, judged, on, context | {"changed": changed}, 409)
    messages.success(request, _("The target is measured so no more."))
    return redirect("indicators:measure", pk=found.at, key=judged.row.identity_id)


def _page(
    request: HttpRequest,
    found: Programme,
    judged: Judged,
    on: dt.date,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    scopes = Observation.objects.visible_to(request.user).filter(sheet__isnull=True).order_by()
    given = {
        "programme": found,
        "judged": judged,
        "row": judged.row,
        "place": address_of(judged.row, found.at),
        "now": telling.told(judged, language_here()),
        "on": on,
        "scopes": sorted(set(scopes.values_list("scope", flat=True).distinct()[:500])),
        "version": editing.version(measures_of_identity(judged.row)),
    }
    return render(request, "indicators/measure.html", given | context, status=status)
