"""What happened to a unit, day by day, in words: founding, names, places, gifts, its end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from namro.foundation.organisations.choices import Hierarchy
from namro.foundation.organisations.models import Event, Place, Unit, UnitName
from namro.foundation.organisations.naming import name_on


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry: the day (None: since before what is recorded), what, and the event behind it."""

    day: dt.date | None
    last: dt.date | None
    what: str
    value: str
    unit: int | None  # the unit that `value` names, where it names one
    event: Event | None


def timeline(unit: Unit) -> list[Moment]:
    """The entries of a unit from the latest to the earliest."""
    names = UnitName.objects.filter(unit=unit).select_related("event")
    found = [
        Moment(each.valid_from, each.valid_to, _("Name"), each.name, None, each.event)
        for each in names
    ]
    places = (
        Place.objects.filter(unit=unit)
        .select_related("parent", "event")
        .prefetch_related("parent__names")
    )
    for place in places:
        what = _("Place in the hierarchy: %(hierarchy)s") % {
            "hierarchy": Hierarchy(place.hierarchy).label
        }
        above = (
            name_on(place.parent.names.all(), place.valid_from or dt.date.min)
            if place.parent is not None
            else _("at the top")
        )
        found.append(
            Moment(
                *(place.valid_from, place.valid_to, what, above, place.parent_id, place.event),
            )
        )
    if unit.valid_to is not None:
        ending = (
            Event.objects.filter(
                Q(parts__predecessor=unit), on=unit.valid_to + dt.timedelta(days=1)
            )
            .distinct()
            .first()
        )
        found.append(Moment(unit.valid_to, None, pgettext("unit", "Last day"), "", None, ending))
    # On one day what ends comes after what begins; what has no day comes last of all.
    return sorted(
        found,
        key=lambda each: (each.day or dt.date.min, each.what == pgettext("unit", "Last day")),
        reverse=True,
    )
