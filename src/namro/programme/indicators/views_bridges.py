"""The pages of bridges between methods: proposing one, approving or refusing it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from namro.foundation.accounts.permissions import require
from namro.programme.indicators.actions_bridges import (
    approve_bridge,
    propose_bridge,
    refuse_bridge,
)
from namro.programme.indicators.forms_measures import DecideBridgeForm, ProposeBridgeForm
from namro.programme.indicators.models import Bridge, Observation
from namro.programme.indicators.permissions import APPROVE_BRIDGE, DEFINE
from namro.programme.indicators.refusals import IndicatorRefused
from namro.programme.indicators.views_library import find, language_here


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, code: str) -> HttpResponse:
    """Propose how figures of one method are brought over to another."""
    require(request.user, DEFINE)
    found = find(request, code)
    form = ProposeBridgeForm(
        request.POST if request.method == "POST" else None, initial={"new": found.concept}
    )
    actor: Any = request.user
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            propose_bridge(
                actor,
                found,
                said["old"].strip(),
                said["new"].strip(),
                factor=said["factor"],
                offset=said["offset"] or Decimal(0),
                reason=said["reason"],
            )
        except IndicatorRefused as refused:
            form.add_error(None, refused.message(language_here()))
        else:
            messages.success(request, _("Proposed. It counts once somebody else approves it."))
            return redirect("indicators:indicator", code=found.key)
    concepts = Observation.objects.filter(indicator=found).order_by()
    context = {
        "form": form,
        "indicator": found,
        "concepts": sorted(set(concepts.values_list("concept", flat=True)) - {""}),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "indicators/bridge_propose.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Approve a proposed bridge by a document, or refuse it."""
    require(request.user, APPROVE_BRIDGE)
    found = find(request, code)
    if key >= 2**63:
        raise Http404
    bridge = get_object_or_404(Bridge, pk=key, indicator=found)
    form = DecideBridgeForm(request.POST if request.method == "POST" else None)
    actor: Any = request.user
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            if request.POST.get("buoc") == "khong":
                refuse_bridge(actor, bridge, reason=said["reason"])
                messages.success(request, _("Refused; the bridge does not count."))
                return redirect("indicators:indicator", code=found.key)
            if said["on"] is None:
                form.add_error("on", _("Write the day as 31/12/2025."))
            else:
                approve_bridge(
                    actor,
                    bridge,
                    document=said["document"],
                    on=said["on"],
                    reason=said["reason"],
                )
                messages.success(request, _("Approved; the bridge counts from that day."))
                return redirect("indicators:indicator", code=found.key)
        except IndicatorRefused as refused:
            form.add_error(None, refused.message(language_here()))
    context = {"form": form, "indicator": found, "bridge": bridge}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "indicators/bridge_decide.html", context, status=status)
