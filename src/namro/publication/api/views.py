"""The page that lists what programs can ask for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from namro.publication.api.urls_v1 import interface

# What each operation does, by its name in the description (which is in English only).
WORDS = {
    "token": _("Whose token this is, until when, with which roles"),
    "forms": _("List the forms of which one sees a sheet"),
    "form": _("One form and what it asks for"),
    "rounds": _("List the rounds of which one sees a sheet"),
    "round_one": _("One round: its period and its days"),
    "sheets": _("List sheets, by form, period, unit, state, or those that wait for one"),
    "sheet": _("One sheet: what is asked, what stands in it, what deserves a second look"),
    "cells": _("Fill in fields of a sheet, all or nothing"),
    "submit": _("Submit a sheet"),
    "approve": _("Approve a sheet"),
    "send_back": _("Return a sheet with the reason"),
    "correct": _("Correct an approved sheet"),
    "remark": _("Say something of a sheet"),
    "indicators": _("List indicators"),
    "indicator": _("One indicator"),
    "observations": _("Published figures of an indicator"),
    "observations_csv": _("The same as CSV"),
    "observations_sdmx": _("The same as SDMX-JSON"),
    "totals": _("Totals over the units that were asked"),
}


@require_safe
def operations(request: HttpRequest) -> HttpResponse:
    """All operations, made from the description that programs read."""
    found: list[dict[str, Any]] = [
        {"method": method.upper(), "address": address, "words": WORDS[operation["operationId"]]}
        for address, methods in interface.get_openapi_schema()["paths"].items()
        for method, operation in methods.items()
    ]
    return render(request, "programming/operations.html", {"operations": found})
