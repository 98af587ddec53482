"""Whether what is recorded of some units fits together; asked at the end of a correction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from namro.foundation.organisations.keeping import check_no_circle, check_parent, day_text
from namro.foundation.organisations.models import Place, Unit, UnitName
from namro.foundation.organisations.refusals import OrganisationRefused


def check_units(units: Collection[Unit]) -> None:
    """Refuse where a unit ends before it begins, has a name or place outside its days, or stands
    under a unit that is not there all the time; so for the units under it.

    Raises:
        OrganisationRefused: for the first that does not fit.
    """
    there = {unit.pk: unit for unit in Unit.objects.filter(pk__in=[unit.pk for unit in units])}
    for unit in there.values():
        if unit.valid_from and unit.valid_to and unit.valid_to < unit.valid_from:
            raise OrganisationRefused("backwards", code=unit.code)
    names = UnitName.objects.filter(unit__in=there)
    places = Place.objects.filter(unit__in=there).select_related("unit", "parent")
    for row in (*names.select_related("unit"), *places):
        _inside(row, row.unit)
    below = Place.objects.filter(parent__in=there).exclude(unit__in=there)
    for place in (*places, *below.select_related("unit", "parent")):
        check_parent(place.unit, place.parent, place.valid_from, place.valid_to)
        if place.parent is not None and place.unit_id in there:
            check_no_circle(
                place.unit, place.parent, place.hierarchy, place.valid_from, place.valid_to
            )


def _inside(row: UnitName | Place, unit: Unit) -> None:
    wrong: dt.date | None = None
    if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
        wrong = row.valid_from
    elif unit.valid_from and (row.valid_from is None or row.valid_from < unit.valid_from):
        wrong = unit.valid_from
    elif unit.valid_to and (row.valid_to is None or row.valid_to > unit.valid_to):
        wrong = unit.valid_to
    if wrong is not None:
        raise OrganisationRefused("not_between", code=unit.code, day=day_text(wrong))
