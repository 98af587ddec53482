"""The pages of giving a target out: giving, one share with its versions, a table."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from namro.foundation.accounts.permissions import may, require
from namro.foundation.accounts.telling import names_of
from namro.foundation.history import editing
from namro.programme.indicators.actions_allocated import allocate, amend, versions_of, withdraw
from namro.programme.indicators.allocations import Holding
from namro.programme.indicators.forms_allocated import (
    AmendForm,
    GiveForm,
    WithdrawAllocationForm,
    seen,
)
from namro.programme.indicators.judging import Judged, judge
from namro.programme.indicators.permissions import ALLOCATE, READ
from namro.programme.indicators.refusals import IndicatorRefused
from namro.programme.indicators.rules.allocation_sheet import Given
from namro.programme.indicators.rules.sentences import asked
from namro.programme.indicators.telling_allocated import may_be_given, versions_shown
from namro.programme.programmes import versions
from namro.programme.programmes.models import Programme
from namro.programme.programmes.rules.numbers import Language, as_language


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """Give a share of a target to a year, a unit, or a unit in a year."""
    found, judged = _asked(request, pk, key, ALLOCATE)
    if not may_be_given(judged):
        messages.error(request, _("A target without a figure cannot be given out in figures."))
        return redirect("indicators:target", pk=found.at, key=key)
    form = GiveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actor: Any = request.user
        try:
            allocate(actor, found, judged, form.given(), reason=form.cleaned_data["reason"])
        except IndicatorRefused as refused:
            form.add_error(None, refused.message(language()))
        else:
            messages.success(request, _("Given out."))
            return redirect("indicators:target", pk=found.at, key=key)
    context = _context(found, judged) | {"form": form, "here": _("Give the target out")}
    return render(request, "indicators/give.html", context, status=422 if form.is_bound else 200)


@require_safe
def one(request: HttpRequest, pk: int, key: int, share: int) -> HttpResponse:
    """One share: its versions, and the forms to amend and withdraw it."""
    found, judged = _asked(request, pk, key, READ)
    return _one(request, found, judged, _held(judged, share))


@require_POST
def change(request: HttpRequest, pk: int, key: int, share: int) -> HttpResponse:
    """Amend a share by a later document."""
    found, judged = _asked(request, pk, key, ALLOCATE)
    held, form = _held(judged, share), AmendForm(request.POST)
    if not form.is_valid():
        return _one(request, found, judged, held, amending=form, status=422)
    said = form.cleaned_data
    actor: Any = request.user
    given = Given(None, "", said["value"], said["document"], said["document_on"], said["source"])
    try:
        amend(
            actor,
            found,
            judged,
            held.first,
            given,
            reason=said["reason"],
            seen=seen(request.POST),
        )
    except IndicatorRefused as refused:
        form.add_error(None, refused.message(language()))
        return _one(request, found, judged, held, amending=form, status=422)
    except editing.ChangedMeanwhile as changed:
        return _one(request, found, judged, held, amending=form, changed=changed, status=409)
    messages.success(request, _("Amended; what was given before stays beside it."))
    return redirect("indicators:allocation", pk=found.at, key=key, share=share)


@require_POST
def take_back(request: HttpRequest, pk: int, key: int, share: int) -> HttpResponse:
    """Withdraw a share."""
    found, judged = _asked(request, pk, key, ALLOCATE)
    held, form = _held(judged, share), WithdrawAllocationForm(request.POST)
    if not form.is_valid():
        return _one(request, found, judged, held, withdrawing=form, status=422)
    said = form.cleaned_data
    actor: Any = request.user
    try:
        withdraw(
            actor,
            found,
            judged,
            held.first,
            reason=said["reason"],
            document=said["document"],
            document_on=said["document_on"],
            source=said["source"],
            seen=seen(request.POST),
        )
    except IndicatorRefused as refused:
        form.add_error(None, refused.message(language()))
        return _one(request, found, judged, held, withdrawing=form, status=422)
    except editing.ChangedMeanwhile as changed:
        return _one(request, found, judged, held, withdrawing=form, changed=changed, status=409)
    messages.success(request, _("Withdrawn; what was given stays in sight."))
    return redirect("indicators:allocation", pk=found.at, key=key, share=share)


def _one(
    request: HttpRequest,
    found: Programme,
    judged: Judged,
    held: Holding,
    *,
    amending: AmendForm | None = None,
    withdrawing: WithdrawAllocationForm | None = None,
    changed: editing.ChangedMeanwhile | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = versions_shown(held, language())
    allowed = may(request.user, ALLOCATE, found) and may_be_given(judged)
    return render(
        request,
        "indicators/allocation.html",
        _context(found, judged)
        | {
            "here": _("What was given"),
            "share": held.first,
            "now": held.now,
            "versions": shown,
            "people": names_of(each.by for each in shown),
            "may_allocate": allowed,
            "amending": amending or AmendForm(),
            "withdrawing": withdrawing or WithdrawAllocationForm(),
            "version": editing.version(versions_of(held.first)),
            "changed": changed,
        },
        status=status,
    )


def _asked(request: HttpRequest, pk: int, key: int, action: str) -> tuple[Programme, Judged]:
    """The programme and its target as of today; what was given is shown whenever it was."""
    if action == READ:
        require(request.user, READ)
    found = versions.find(request.user, pk)
    if action != READ:
        require(request.user, action, found)
    if found.source is None:
        raise Http404
    today = timezone.localdate()
    judged = judge(found, request.user, found.day or today, dt.date.max, only=[key])
    if not judged:
        raise Http404
    return found, judged[0]


def _held(judged: Judged, share: int) -> Holding:
    """The share that a version of that number belongs to."""
    for held in judged.places.values():
        if any(each.pk == share for each in held.versions):
            return held
    raise Http404


def _context(found: Programme, judged: Judged) -> dict[str, Any]:
    return {
        "programme": found,
        "illustrative": found.illustrative,
        "source": found.source,
        "judged": judged,
        "row": judged.row,
        "asked": asked(judged.target, language()) if judged.problem is None else judged.row.text,
    }


def language() -> Language:
    """The language of the page."""
    return as_language(get_language())
