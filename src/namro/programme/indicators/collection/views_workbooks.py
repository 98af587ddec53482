"""Workbooks of sheets: downloaded one by one or for a whole round, and one taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from namro.foundation.accounts.permissions import require, require_somewhere
from namro.foundation.interface.exporting import XLSX, attachment
from namro.foundation.interface.uploads import in_memory
from namro.programme.indicators.collection.models import Sheet
from namro.programme.indicators.collection.views_drops import limits, wrong_with
from namro.programme.indicators.collection.workbooks.faults import WorkbookRefused
from namro.programme.indicators.collection.workbooks.making import (
    file_name,
    make_workbook,
    make_workbooks,
    round_name,
)
from namro.programme.indicators.collection.workbooks.taking import take
from namro.programme.indicators.collection.workbooks.unpacking import LARGEST_DROP
from namro.programme.indicators.permissions import FILL_SHEETS
from namro.programme.programmes.rules.numbers import as_language


def to_fill(request: HttpRequest, code: str) -> Sheet:
    """The sheet of a code, which the person may fill in.

    Raises:
        PermissionDenied: they may fill in none, or not this one.
        Http404: there is none that they may see.
    """
    require_somewhere(request.user, FILL_SHEETS)
    found: Sheet = get_object_or_404(
        Sheet.objects.visible_to(request.user).select_related("round__form", "unit", "holder"),
        code=code,
    )
    require(request.user, FILL_SHEETS, found.holder)
    return found


@require_safe
def sheet_workbook(request: HttpRequest, code: str) -> HttpResponse:
    """The workbook of one sheet, filled in with what is known."""
    sheet = to_fill(request, code)
    return _file(make_workbook(sheet), file_name(sheet), XLSX)


@require_safe
def round_workbooks(request: HttpRequest, key: int) -> HttpResponse:
    """The workbooks of all sheets of a round that the person may fill in, as one ZIP file."""
    require_somewhere(request.user, FILL_SHEETS)
    sheets = (
        Sheet.objects.to_fill(request.user)
        .filter(round=key)
        .select_related("round__form", "unit", "holder")
        .order_by("unit__code")
    )
    found = list(sheets)
    if not found:
        messages.info(request, _("No sheet of that round waits for you to fill it in."))
        return redirect("indicators:workbooks")
    return _file(make_workbooks(found), round_name(found[0].round), "application/zip")


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = attachment(name)
    response["Cache-Control"] = "private, no-store"
    return response


def _may_fill(request: HttpRequest) -> None:
    require_somewhere(request.user, FILL_SHEETS)


@require_http_methods(["GET", "HEAD", "POST"])
@in_memory(lambda: LARGEST_DROP, _may_fill)
def sheet_upload(request: HttpRequest, code: str) -> HttpResponse:
    """The workbook of one sheet is sent here; one of another sheet is refused."""
    sheet = to_fill(request, code)
    context: dict[str, Any] = {"sheet": sheet, **limits()}
    status = 200
    if request.method == "POST":
        files = request.FILES.getlist("files")
        context["file_error"] = wrong_with(request, files)
        if len(files) > 1:
            context["file_error"] = _("Send the workbook of this sheet alone, one file.")
        if not context["file_error"]:
            context["result"] = _taken(request, sheet, files[0])
        refused = context["file_error"] or not context["result"]["taken"]
        status = 422 if refused else 200
    return render(request, "indicators/collection/workbooks.html", context, status=status)


def _taken(request: HttpRequest, sheet: Sheet, file: Any) -> dict[str, Any]:
    """What became of the file."""
    actor: Any = request.user
    name, language = str(file.name or ""), as_language(get_language())
    reason = _("a returned workbook was sent in")
    try:
        taken = take(actor, file.read(), name, reason=reason, expected=sheet)
    except WorkbookRefused as refused:
        return {"name": name, "taken": None, "said": refused.messages(language)}
    return {"name": name, "taken": taken, "said": [each.message(language) for each in taken.notes]}
