"""The pages of a hierarchy on a day: the tree to read, and as a file. They only show."""

from __future__ import annotations

import bisect
import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from namro.foundation.accounts.permissions import may, may_somewhere, require
from namro.foundation.interface import exporting
from namro.foundation.organisations import listing
from namro.foundation.organisations.choices import Hierarchy
from namro.foundation.organisations.permissions import CHANGE, READ
from namro.foundation.organisations.tree_html import tree_html


@require_safe
def hierarchy(request: HttpRequest) -> HttpResponse:
    """A hierarchy (`he`) on a day (`on`), in protocol order, with how many of each kind."""
    require(request.user, READ)
    asked, kinds, blocks = listing.listing(request)
    days = listing.event_days()
    at = bisect.bisect_right(days, asked.day)
    before = next((day for day in reversed(days[:at]) if day < asked.day), None)
    return render(
        request,
        "organisations/tree.html",
        {
            "asked": asked,
            "day_written": f"{asked.day:%d/%m/%Y}",
            "hierarchies": Hierarchy,
            "kinds": kinds,
            "blocks": blocks,
            "days": days,
            "last_day": max(len(days) - 1, 0),
            "at": max(at - 1, 0),
            "before": _turn(request, before),
            "after": _turn(request, days[at] if at < len(days) else None),
            "query": request.GET.urlencode(),
            "illustrative": asked.illustrative,
            "may_change": may_somewhere(request.user, CHANGE),
            "may_load": may(request.user, CHANGE),
            "tree": tree_html(asked.nodes, asked.day, asked.found, asked.everything),
        },
    )


def _turn(request: HttpRequest, day: dt.date | None) -> tuple[dt.date, str] | None:
    """Another day, and the address of the same question on it."""
    if day is None:
        return None
    query = request.GET.copy()
    query["on"] = day.isoformat()
    return day, f"{reverse('organisations:tree')}?{query.urlencode()}"


@require_safe
def tree_file(request: HttpRequest, fmt: str) -> HttpResponse:
    """The units that the same address of the page shows, as a file; those found alone."""
    require(request.user, READ)
    if fmt not in exporting.FORMATS:
        raise Http404
    asked, _kinds, _blocks = listing.listing(request)
    rows = [node for node in asked.nodes if node.unit in asked.found]
    name = f"don-vi-{asked.hierarchy}-{asked.day.isoformat()}"
    title = _("Units on %(day)s") % {"day": f"{asked.day:%d.%m.%Y}"}
    return exporting.download(fmt, name, title, listing.COLUMNS, rows)
