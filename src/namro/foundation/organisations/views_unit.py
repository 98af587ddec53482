"""One unit through time: names, places, descent, what became of it, what was put right."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from namro.foundation.accounts.permissions import may, require
from namro.foundation.organisations import holdings
from namro.foundation.organisations.choices import Hierarchy
from namro.foundation.organisations.descent import descent_of
from namro.foundation.organisations.listing import day_of
from namro.foundation.organisations.models import Unit
from namro.foundation.organisations.naming import name_on
from namro.foundation.organisations.permissions import CHANGE, READ
from namro.foundation.organisations.questions import ancestors, descendants
from namro.foundation.organisations.saying import said_changes
from namro.foundation.organisations.showing import sections
from namro.foundation.organisations.territory import on_the_ground_of
from namro.foundation.organisations.timeline import timeline

MOST_BELOW = 300


@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: its names and places by day, who it came from and what became of it."""
    require(request.user, READ)
    found = get_object_or_404(Unit, pk=pk)
    day = nearest(found, day_of(request)[0])
    names = list(found.names.all())
    name = name_on(names, day) or found.code
    descent = descent_of(found, name)
    above = {each.label: ancestors(pk, each, day)[::-1] for each in Hierarchy}
    below = [(each.label, descendants(pk, each, day)) for each in Hierarchy]
    today = timezone.localdate()
    may_change = may(request.user, CHANGE, found)
    without = found.valid_to is not None and not descent.after
    return render(
        request,
        "organisations/unit.html",
        {
            "unit": found,
            "illustrative": found.illustrative,
            "day": day,
            "name": name,
            "above": [(label, nodes) for label, nodes in above.items() if nodes],
            "below": [
                (label, [node for node in nodes if node.depth == 0][:MOST_BELOW], len(nodes))
                for label, nodes in below
                if nodes
            ],
            "descent": descent,
            "timeline": timeline(found),
            # Other rooms show what a person may see; bare counts only to who may change the unit.
            "sections": sections(request.user, pk, day),
            "held": holdings.held([found.pk], day) if may_change else [],
            "today": today,
            "ground": on_the_ground_of(found, today) if without else [],
            "corrections": [(each, said_changes(each)) for each in found.corrections.all()],
            "may_change": may_change,
        },
    )


def nearest(unit: Unit, day: dt.date) -> dt.date:
    """The day in question, or the nearest one on which the unit is there."""
    if unit.valid_to is not None and day > unit.valid_to:
        return unit.valid_to
    if unit.valid_from is not None and day < unit.valid_from:
        return unit.valid_from
    return day
