"""The pages on which an indicator is defined, and its definition edited."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from namro.foundation.accounts.permissions import require
from namro.foundation.history import editing
from namro.programme.indicators.actions import define, redefine
from namro.programme.indicators.forms import DefineForm
from namro.programme.indicators.models import Indicator
from namro.programme.indicators.permissions import DEFINE
from namro.programme.indicators.refusals import IndicatorRefused
from namro.programme.indicators.views_library import find, language_here


@require_http_methods(["GET", "HEAD", "POST"])
def define_indicator(request: HttpRequest) -> HttpResponse:
    """Define a new indicator."""
    require(request.user, DEFINE)
    form = DefineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actor: Any = request.user
        key = form.cleaned_data["key"]
        try:
            made, new = define(actor, key, reason=form.cleaned_data["reason"], **form.said())
        except IndicatorRefused as refused:
            form.add_error("formula", refused.message(language_here()))
            return _page(request, form)
        if new:
            messages.success(request, _("The indicator is defined; figures can be recorded."))
            return redirect("indicators:indicator", code=made.key)
        form.add_error("key", IndicatorRefused("key_taken", key=key).message(language_here()))
    return _page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_indicator(request: HttpRequest, code: str) -> HttpResponse:
    """Edit a definition; of two who do, the second sees what the first wrote."""
    require(request.user, DEFINE)
    found = find(request, code)
    seen = editing.version(found)
    if request.method != "POST":
        return _page(request, DefineForm(instance=found), found, seen)
    actor: Any = request.user
    posted = editing.decided(request.POST)
    # The form checks on a row of its own: nothing is written but by the action.
    form = DefineForm(posted, instance=Indicator.objects.get(pk=found.pk))
    if not form.is_valid():
        return _page(request, form, found, posted.get(editing.FIELD, ""))
    try:
        redefine(
            actor,
            found,
            form.said(),
            reason=form.cleaned_data["reason"],
            seen=posted.get(editing.FIELD, ""),
        )
    except editing.ChangedMeanwhile as changed:
        return _page(request, form, found, changed.version, changed)
    except IndicatorRefused as refused:
        form.add_error(
            "unit" if refused.code == "formula_of_another" else "formula",
            refused.message(language_here()),
        )
        return _page(request, form, found, seen)
    except ValidationError as wrong:
        # What others changed meanwhile and what is said here cannot be together.
        form.add_error(None, wrong)
        return _page(request, form, found, seen)
    messages.success(request, _("Saved the definition."))
    return redirect("indicators:indicator", code=found.key)


def _page(
    request: HttpRequest,
    form: DefineForm,
    found: Indicator | None = None,
    version: str = "",
    changed: editing.ChangedMeanwhile | None = None,
) -> HttpResponse:
    wrong = form.is_bound and not form.is_valid()
    return render(
        request,
        "indicators/define.html",
        {"form": form, "indicator": found, "version": version, "changed": changed},
        status=409 if changed else 422 if wrong else 200,
    )
