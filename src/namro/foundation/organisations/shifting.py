"""Giving an event another day, with all that began and ended by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from namro.foundation.organisations.choices import DESCENT, EventKind
from namro.foundation.organisations.keeping import ONE_DAY, day_text
from namro.foundation.organisations.models import Event, EventPart, Place, Unit, UnitName
from namro.foundation.organisations.refusals import OrganisationRefused


def shift(event: Event, was: dt.date, on: dt.date) -> None:
    """Let what `event` began on `was` begin on `on`, and what it ended end the day before.

    What is shortened is shortened first, so that nothing overlaps on the way.

    Raises:
        OrganisationRefused: something begins or ends between the two days.
    """
    _alone_that_day(event, on)
    begun, ended = begun_by(event, was), ended_by(event, was)
    for row in begun:
        if row.valid_to is not None and row.valid_to < on:
            raise OrganisationRefused("not_between", code=_code(row), day=day_text(on))
    for row in ended:
        if row.valid_from is not None and row.valid_from >= on:
            raise OrganisationRefused("not_between", code=_code(row), day=day_text(on))

    def begin() -> None:
        for row in begun:
            row.valid_from = on
            row.save(update_fields=["valid_from"])

    def end() -> None:
        for row in ended:
            row.valid_to = on - ONE_DAY
            row.save(update_fields=["valid_to"])

    steps: tuple[Callable[[], None], ...] = (end, begin) if on < was else (begin, end)
    for step in steps:
        step()


def founded_by(event: Event) -> list[Unit]:
    """The units that an event founded: those that begin with a name that it gave."""
    return [
        name.unit
        for name in event.names.select_related("unit").order_by("pk")
        if name.unit.valid_from is not None
        and name.unit.valid_from == name.valid_from
        and event.parts.filter(successor=name.unit).exclude(predecessor=name.unit).exists()
    ]


def begun_by(event: Event, day: dt.date) -> list[Any]:
    """Units, names and places that begin by an event of `day`."""
    rows: list[Any] = founded_by(event)
    rows += event.names.filter(valid_from=day).select_related("unit")
    rows += event.places.filter(valid_from=day).select_related("unit")
    return rows


def ended_by(event: Event, day: dt.date) -> list[Any]:
    """Units, names and places whose last day is that before an event of `day`, by that event."""
    last = day - ONE_DAY
    rows: list[Any] = []
    gone = givers_ended(event, day)
    rows += Unit.objects.filter(pk__in=gone)
    rows += UnitName.objects.filter(unit__in=gone, valid_to=last).select_related("unit")
    rows += Place.objects.filter(unit__in=gone, valid_to=last).select_related("unit")
    founded = [unit.pk for unit in founded_by(event)]
    for name in event.names.exclude(unit__in=founded):
        rows += UnitName.objects.filter(unit=name.unit_id, valid_to=last).select_related("unit")
    for place in event.places.exclude(unit__in=founded):
        rows += Place.objects.filter(
            unit=place.unit_id, hierarchy=place.hierarchy, valid_to=last
        ).select_related("unit")
    return rows


def givers_ended(event: Event, day: dt.date) -> list[int]:
    """The keys of the units that an event of `day` ended."""
    if event.kind not in (*DESCENT, EventKind.DISSOLVED):
        return []
    givers = event.parts.filter(predecessor__valid_to=day - ONE_DAY)
    return sorted(set(givers.values_list("predecessor", flat=True)))


def _alone_that_day(event: Event, on: dt.date) -> None:
    """A unit gives in one event a day."""
    if event.kind not in DESCENT:
        return
    givers = event.parts.values("predecessor")
    other = (
        EventPart.objects.filter(event__on=on, event__kind__in=DESCENT, predecessor__in=givers)
        .exclude(event=event)
        .select_related("predecessor")
        .first()
    )
    if other is not None and other.predecessor is not None:
        raise OrganisationRefused("same_day", code=other.predecessor.code, day=day_text(on))


def _code(row: Any) -> str:
    return str(row.code if isinstance(row, Unit) else row.unit.code)
