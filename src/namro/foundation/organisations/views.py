"""The pages of units: a hierarchy on a day, and one unit through time. They only show."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from namro.foundation.accounts.permissions import require
from namro.foundation.organisations.choices import Confidence, Hierarchy, Kind, ShareBasis
from namro.foundation.organisations.models import Unit
from namro.foundation.organisations.permissions import READ
from namro.foundation.organisations.questions import (
    Relative,
    ancestors,
    predecessors,
    successors,
    tree,
)
from namro.foundation.organisations.rules.reading import read_day
from namro.foundation.organisations.showing import sections

DEEPEST = 4  # steps of indentation that the styles know


@require_safe
def hierarchy(request: HttpRequest) -> HttpResponse:
    """A hierarchy (`he`) on a day (`on`), in protocol order, with how many of each kind."""
    require(request.user, READ)
    day, said = _day(request)
    asked = request.GET.get("he", "")
    chosen = Hierarchy(asked) if asked in Hierarchy.values else Hierarchy.TERRITORY
    nodes = tree(day, chosen)
    count = Counter(node.kind for node in nodes)
    return render(
        request,
        "organisations/tree.html",
        {
            "day": day,
            "said": said,
            "chosen": chosen,
            "hierarchies": Hierarchy,
            "count": [(kind.label, count[kind.value]) for kind in Kind if count[kind.value]],
            "rows": [(node, min(node.depth, DEEPEST), Kind(node.kind).label) for node in nodes],
        },
    )


@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: its names and places by day, who it came from and what became of it."""
    require(request.user, READ)
    found = get_object_or_404(Unit, pk=pk)
    # The day in question, or the last one on which the unit is there.
    day, _said = _day(request)
    if found.valid_to is not None and day > found.valid_to:
        day = found.valid_to
    elif found.valid_from is not None and day < found.valid_from:
        day = found.valid_from
    names = list(found.names.order_by("-valid_from"))
    now = next((name for name in names if _holds(name.valid_from, name.valid_to, day)), None)
    above = {each.label: ancestors(pk, each, day)[::-1] for each in Hierarchy}
    places = found.places.prefetch_related("parent__names").order_by("hierarchy", "-valid_from")
    return render(
        request,
        "organisations/unit.html",
        {
            "unit": found,
            "day": day,
            "name": now.name if now is not None else found.code,
            "names": names,
            "places": places,
            "above": [(label, nodes) for label, nodes in above.items() if nodes],
            "before": [_shown(each) for each in predecessors(pk)],
            "after": [_shown(each) for each in successors(pk)],
            "sections": sections(request.user, pk, day),
        },
    )


def _shown(each: Relative) -> dict[str, object]:
    """A relative as the page shows it: its share in per cent, or that it is unknown."""
    share = each.share
    return {
        "relative": each,
        "whole": share == 1,
        "percent": None if share is None else float(share) * 100,
        "basis": ShareBasis(each.basis).label,
        "confidence": Confidence(each.confidence).label,
        "sure": each.confidence == Confidence.HIGH,
    }


def _holds(first: dt.date | None, last: dt.date | None, day: dt.date) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


def _day(request: HttpRequest) -> tuple[dt.date, str]:
    """The day asked for, today where none is; and what was written where that is no day."""
    written = request.GET.get("on", "").strip()
    day = read_day(written)
    return day or timezone.localdate(), written if written and day is None else ""
