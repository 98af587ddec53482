"""Returned workbooks sent in, any number at once, and the page of what came of each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from namro.foundation.accounts.permissions import require_somewhere
from namro.foundation.interface import exporting
from namro.foundation.interface.uploads import in_memory, too_large
from namro.programme.indicators.collection import drops
from namro.programme.indicators.collection.choices import FILLING
from namro.programme.indicators.collection.models import Round, Sheet
from namro.programme.indicators.collection.models_drops import Drop
from namro.programme.indicators.collection.workbooks import dropping
from namro.programme.indicators.collection.workbooks.faults import Outcome
from namro.programme.indicators.collection.workbooks.unpacking import LARGEST_DROP, MOST_FILES
from namro.programme.indicators.collection.workbooks.xlsx import LARGEST
from namro.programme.indicators.permissions import FILL_SHEETS
from namro.programme.programmes import tables

# Rounds shown with their workbooks, and earlier drops.
_MOST_ROUNDS, _MOST_DROPS = 50, 10
LONGEST_SEARCH = 200


def _may_fill(request: HttpRequest) -> None:
    require_somewhere(request.user, FILL_SHEETS)


@require_http_methods(["GET", "HEAD", "POST"])
@in_memory(lambda: LARGEST_DROP, _may_fill)
def workbooks(request: HttpRequest) -> HttpResponse:
    """Returned workbooks are sent here, any number; and those of open rounds downloaded."""
    _may_fill(request)
    error = ""
    if request.method == "POST":
        files = request.FILES.getlist("files")
        error = wrong_with(request, files)
        if not error:
            return redirect("indicators:drop", key=_received(request, files).pk)
    context = {
        **limits(),
        "file_error": error,
        "rounds": _rounds(request),
        "drops": _drops(request),
    }
    status = 422 if error else 200
    return render(request, "indicators/collection/workbooks.html", context, status=status)


def limits() -> dict[str, int]:
    """What the pages say of how much may be sent at once."""
    return {"most_files": MOST_FILES, "largest": LARGEST, "largest_drop": LARGEST_DROP}


def wrong_with(request: HttpRequest, files: list[Any]) -> str:
    """Why none of the files sent is looked at, or nothing."""
    if too_large(request):
        return _("The files are over %(limit)s MB together; send fewer at once.") % {
            "limit": LARGEST_DROP // 1024**2
        }
    if not files:
        return _("Choose one or more .xlsx files, or a ZIP file of them.")
    if len(files) > MOST_FILES:
        return _("Over %(limit)s files; send fewer at once.") % {"limit": MOST_FILES}
    return ""


def _received(request: HttpRequest, files: list[Any]) -> Drop:
    """Keep the files; a few are looked at here, many by the worker."""
    actor: Any = request.user
    drop = dropping.receive(actor, ((str(each.name or ""), each.read()) for each in files))
    if drop.files.filter(outcome=Outcome.WAITING).count() <= dropping.AT_ONCE:
        dropping.take_all(drop.pk)
    else:
        dropping.send_to_work(drop.pk)
    return drop


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


def _drops(request: HttpRequest) -> list[Any]:
    """What the person sent in lately, with how many files were looked at and taken."""
    taken, waiting = Q(files__outcome__in=drops.GOOD), Q(files__outcome=Outcome.WAITING)
    actor: Any = request.user
    found = Drop.objects.filter(sent_by=actor).annotate(
        sent=Count("files"),
        taken=Count("files", filter=taken),
        waiting=Count("files", filter=waiting),
    )
    return list(found[:_MOST_DROPS])


def _own(request: HttpRequest, key: int) -> Drop:
    """A drop of the person's own: nobody else's business, whatever their roles.

    Raises:
        PermissionDenied: they fill in no sheets.
        Http404: it is another's, or there is none.
    """
    _may_fill(request)
    found: Drop = get_object_or_404(Drop, pk=key, sent_by=request.user)
    return found


@require_safe
def drop(request: HttpRequest, key: int) -> HttpResponse:
    """What became of each file of a drop, and how far the work is while it goes on."""
    found = _own(request, key)
    words = _words(request)
    rows = drops.lines(found, words)
    every = rows if not words else drops.lines(found)
    context = {
        **_progress(found, every),
        "table": tables.table(drops.RESULTS, rows, request.GET),
        "words": words,
        "chosen": request.GET.get("ket-qua", ""),
        "refused": sum(each.refused for each in every),
        "REFUSED": drops.REFUSED,
    }
    return render(request, "indicators/collection/drop.html", context)


def _progress(found: Drop, rows: list[drops.Line]) -> dict[str, Any]:
    waiting = sum(each.outcome == Outcome.WAITING for each in rows)
    return {
        "drop": found,
        "sent": len(rows),
        "waiting": waiting,
        "done": len(rows) - waiting,
        "counts": drops.counts(rows),
        "broken_off": bool(waiting) and dropping.broken_off(found),
    }


@require_safe
def drop_progress(request: HttpRequest, key: int) -> HttpResponse:
    """How far the work is; asked for again and again by the page that shows it."""
    found = _own(request, key)
    context = _progress(found, drops.lines(found))
    if context["waiting"]:
        return render(request, "indicators/collection/drop_progress.html", context)
    address = reverse("indicators:drop", args=[key])
    if not request.headers.get("HX-Request"):
        return redirect(address)
    answer = HttpResponse()
    answer["HX-Redirect"] = address
    return answer


@require_safe
def drop_file(request: HttpRequest, key: int, fmt: str) -> HttpResponse:
    """The table as asked for, as a file with a row for each fault."""
    found = _own(request, key)
    if fmt not in exporting.FORMATS:
        raise Http404
    wanted = tables.asked_for(drops.RESULTS, drops.lines(found, _words(request)), request.GET)
    title = _("Workbooks sent in")
    return exporting.download(fmt, title, title, drops.RESULTS.file, drops.by_fault(wanted))


def _words(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\0", "")[:LONGEST_SEARCH].strip()


@require_POST
def drop_go_on(request: HttpRequest, key: int) -> HttpResponse:
    """Take the work up where it was broken off."""
    found = _own(request, key)
    actor: Any = request.user
    dropping.go_on(actor, found.pk)
    messages.success(request, _("The files that are left wait to be looked at."))
    return redirect("indicators:drop", key=key)
