"""Giving targets out by a table: the form to fill in, and taking it back all or nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from namro.foundation.accounts.permissions import require, require_somewhere
from namro.foundation.interface import exporting
from namro.foundation.interface.tables import Column
from namro.foundation.interface.uploads import in_memory, too_large
from namro.foundation.organisations.refusals import LoadRefused
from namro.foundation.organisations.tables import read_bytes
from namro.programme.indicators.actions_allocated_table import Loaded, load_allocations
from namro.programme.indicators.judging import Judged, judge
from namro.programme.indicators.permissions import ALLOCATE
from namro.programme.indicators.refusals import FiguresRefused
from namro.programme.indicators.rules.allocation_sheet import COLUMNS
from namro.programme.indicators.telling_allocated import may_be_given
from namro.programme.indicators.views_allocated import language
from namro.programme.programmes import versions
from namro.programme.programmes.models import Programme

LARGEST = 2 * 1024 * 1024
MOST_ERRORS = 200
_WIDTHS = {"chỉ tiêu": 60, "đơn vị được giao": 30, "nguồn": 30, "văn bản giao": 20}


def _allowed(request: HttpRequest) -> None:
    require_somewhere(request.user, ALLOCATE)


@require_http_methods(["GET", "HEAD", "POST"])
@in_memory(lambda: LARGEST + 64 * 1024, _allowed)
def load(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a table of allocations: all of it, or none with every fault named by its cell."""
    found, judged = _asked(request, pk)
    context: dict[str, Any] = {
        "programme": found,
        "illustrative": found.illustrative,
        "source": found.source,
        "tab": "scoreboard",
        "columns": list(COLUMNS),
        "limit": LARGEST,
        "targets": sum(may_be_given(each) for each in judged),
    }
    if request.method != "POST":
        return render(request, "indicators/load_allocations.html", context)
    file = request.FILES.get("tep")
    reason = request.POST.get("ly-do", "").replace("\0", "").strip()[:500]
    context["reason"] = reason
    if too_large(request) or (file is not None and (file.size or 0) > LARGEST):
        context["errors"] = [_("The file is over 2 MB; divide it.")]
    elif file is None:
        context["errors"] = [_("Choose a CSV or XLSX file.")]
    elif not reason:
        context["errors"] = [_("Write why, for the history.")]
    else:
        actor: Any = request.user
        try:
            cells = read_bytes(file.read(), (file.name or "")[:255])
            done = load_allocations(actor, found, judged, cells, reason=reason)
        except (LoadRefused, FiguresRefused) as refused:
            said = [each.message(language()) for each in refused.errors]
            context |= {"errors": said[:MOST_ERRORS], "more": max(0, len(said) - MOST_ERRORS)}
        else:
            messages.success(request, _result(done))
            return redirect("indicators:scoreboard", pk=found.at)
    return render(request, "indicators/load_allocations.html", context, status=422)


@require_safe
def form(request: HttpRequest, pk: int, fmt: str) -> HttpResponse:
    """The table to fill in: a row for each target of the programme."""
    found, judged = _asked(request, pk)
    rows = [each for each in judged if may_be_given(each)]
    columns: list[Column[Judged]] = [
        Column(name, name, _value(name), None, _WIDTHS.get(name, 14)) for name in COLUMNS
    ]
    title = _("Allocations")
    name = f"{found.number} {title}".replace("/", "-")
    return exporting.download(fmt, name, title, columns, rows)


def _value(name: str) -> Any:
    if name == "mã chỉ tiêu":
        return lambda each: each.row.identity_id
    if name == "chỉ tiêu":
        return lambda each: f"{each.row.label} {each.row.subject or each.row.text}".strip()
    return lambda _each: None


def _asked(request: HttpRequest, pk: int) -> tuple[Programme, list[Judged]]:
    found = versions.find(request.user, pk)
    require(request.user, ALLOCATE, found)
    if found.source is None:
        raise Http404
    today = timezone.localdate()
    return found, judge(found, request.user, found.day or today, dt.date.max)


def _result(done: Loaded) -> str:
    return " ".join(
        (
            ngettext("%(n)s share given.", "%(n)s shares given.", done.added) % {"n": done.added},
            ngettext("%(n)s amended.", "%(n)s amended.", done.amended) % {"n": done.amended},
            ngettext("%(n)s as before.", "%(n)s as before.", done.unchanged)
            % {"n": done.unchanged},
        )
    )
