"""Workbooks of sheets: downloaded one by one or for a whole round, and taken back, also many."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from namro.foundation.accounts.permissions import require, require_somewhere
from namro.foundation.interface.exporting import XLSX, attachment
from namro.foundation.interface.uploads import in_memory, too_large
from namro.programme.indicators.collection.actions_sheets import FILLING
from namro.programme.indicators.collection.models import Round, Sheet
from namro.programme.indicators.collection.workbooks.dropping import (
    LARGEST_DROP,
    MOST_FILES,
    Dropped,
    drop,
)
from namro.programme.indicators.collection.workbooks.making import (
    file_name,
    make_workbook,
    make_workbooks,
    round_name,
)
from namro.programme.indicators.collection.workbooks.xlsx import LARGEST
from namro.programme.indicators.permissions import FILL_SHEETS
from namro.programme.programmes.rules.numbers import as_language

# Rounds shown with their workbooks.
_MOST_ROUNDS = 50


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
def workbooks(request: HttpRequest) -> HttpResponse:
    """Returned workbooks are sent here, any number; and those of open rounds downloaded."""
    _may_fill(request)
    return _page(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@in_memory(lambda: LARGEST_DROP, _may_fill)
def sheet_upload(request: HttpRequest, code: str) -> HttpResponse:
    """The same for one sheet: a workbook of another is refused."""
    return _page(request, to_fill(request, code))


def _page(request: HttpRequest, sheet: Sheet | None) -> HttpResponse:
    context: dict[str, Any] = {
        "sheet": sheet,
        "most_files": MOST_FILES,
        "largest": LARGEST,
        "largest_drop": LARGEST_DROP,
    }
    status = 200
    if request.method == "POST":
        found, error = _taken(request, sheet)
        context |= {"dropped": found, "file_error": error}
        if found is not None:
            context["results"] = _told(found)
        status = 422 if error or (found and found.refused) else 200
        if request.headers.get("X-Part") == "1":
            return render(
                request, "indicators/collection/workbook_results.html", context, status=status
            )
    if sheet is None:
        context["rounds"] = _rounds(request)
    return render(request, "indicators/collection/workbooks.html", context, status=status)


def _taken(request: HttpRequest, sheet: Sheet | None) -> tuple[Dropped | None, str]:
    """What became of the files sent, or why none was looked at."""
    files = request.FILES.getlist("files")
    if too_large(request):
        return None, _("The files are over %(limit)s MB together; send fewer at once.") % {
            "limit": LARGEST_DROP // 1024**2
        }
    if not files:
        return None, _("Choose one or more .xlsx files, or a ZIP file of them.")
    if len(files) > MOST_FILES:
        return None, _("Over %(limit)s files; send fewer at once.") % {"limit": MOST_FILES}
    actor: Any = request.user
    reason = _("a returned workbook was sent in")
    contents = ((str(each.name or ""), each.read()) for each in files)
    before = dict(each.partition(" ")[::2] for each in request.POST.getlist("taken"))
    return drop(actor, contents, reason=reason, expected=sheet, before=before), ""


def _told(found: Dropped) -> list[dict[str, Any]]:
    language = as_language(get_language())
    return [
        {"name": each.name, "taken": each.taken, "said": each.said(language)}
        for each in found.results
    ]


def _rounds(request: HttpRequest) -> list[Round]:
    """The rounds with sheets that the person may fill in, and how many of each."""
    own = Sheet.objects.to_fill(request.user).values("pk")
    found = (
        Round.objects.filter(sheets__in=own, sheets__state__in=FILLING)
        .select_related("form")
        .annotate(mine=Count("sheets"))
        .order_by("-last_day", "form__name")
    )
    return list(found[:_MOST_ROUNDS])
