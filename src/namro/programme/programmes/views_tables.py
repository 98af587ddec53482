"""The tables of one programme: its targets on a page of their own, and both tables as files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from namro.foundation.accounts.permissions import require
from namro.foundation.interface import exporting
from namro.programme.programmes import listing, presenting, row_html, tables, versions
from namro.programme.programmes.permissions import READ
from namro.programme.programmes.rules.numbers import as_language

# Marks of an item's file name that no file system likes are replaced.
_FORBIDDEN = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))


@require_safe
def targets(request: HttpRequest, pk: int) -> HttpResponse:
    """The table of targets of one programme."""
    require(request.user, READ)
    found = versions.find(request.user, pk)
    source = found.source
    if source is None:
        raise Http404
    rows = presenting.targets(source, request.user, found.day)
    shown = tables.table(tables.TARGET_TABLE, rows, request.GET)
    language = as_language(get_language())
    return render(
        request,
        "programmes/targets.html",
        {
            "programme": found,
            "illustrative": found.illustrative,
            "source": source,
            "tab": "targets",
            "table": shown,
            "guessed": presenting.guessed(rows),
            "rows": row_html.target_rows(presenting.shown(shown.page, found, language), language),
        },
    )


@require_safe
def download_list(request: HttpRequest, fmt: str) -> HttpResponse:
    """The list of programmes as asked for (words, day, filters, order) as a file: XLSX or CSV."""
    require(request.user, READ)
    if fmt not in exporting.FORMATS:
        raise Http404
    asked = listing.listing(request)
    rows = list(asked.found[: listing.MOST_ROWS])
    asked.seen(rows, request.user)
    title = _("Programmes")
    name = f"{title} {asked.day:%Y-%m-%d}" if asked.day else title
    return exporting.download(fmt, name, title, listing.COLUMNS, rows)


@require_safe
def download(request: HttpRequest, pk: int, what: str, fmt: str) -> HttpResponse:
    """A table as asked for (filters, order; all its pages) as a file: XLSX or CSV."""
    require(request.user, READ)
    if fmt not in exporting.FORMATS:
        raise Http404
    found = versions.find(request.user, pk)
    source = found.source
    if source is None:
        raise Http404
    spec: Any
    rows: list[Any]
    if what == "nhiem-vu":
        spec, title = tables.DELIVERABLE_TABLE, _("Deliverables")
        rows = presenting.deliverables(source, request.user, found.day)
    else:
        spec, title = tables.TARGET_TABLE, _("Targets")
        rows = presenting.targets(source, request.user, found.day)
    name = f"{found.number} {title}".translate(_FORBIDDEN)
    return exporting.download(
        fmt, name, title, spec.file, tables.asked_for(spec, rows, request.GET)
    )
