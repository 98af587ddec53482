"""What became of units by a day: still there, under another name, or ended, with whom it went to.

For lists of many units: a few queries, however many they are.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from namro.foundation.organisations.choices import DESCENT, EventKind
from namro.foundation.organisations.models import Event, EventPart, Unit, UnitName
from namro.foundation.organisations.naming import name_on

# "there": under the name it had; "renamed"; "ended": before the day asked for; "not_yet": begun
# after it.
Standing = Literal["there", "renamed", "ended", "not_yet"]
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Successor:
    """Who an ended unit went to, as named on that day; None where it is not recorded who."""

    unit: Unit | None
    name: str
    share: Fraction | None


@dataclass(frozen=True, slots=True)
class Fate:
    """A unit as it stands on a day.

    `then`: its name on the day it is asked about; `now`: on the other day, or its last one.
    `event`: what ended it, where that is recorded, and the successors that event names.
    """

    unit: Unit
    then: str
    now: str
    standing: Standing
    event: Event | None = None
    successors: tuple[Successor, ...] = ()

    @property
    def ended_on(self) -> dt.date | None:
        """Its last day, where it had ended by the day asked for."""
        return self.unit.valid_to if self.standing == "ended" else None


def fates(units: Mapping[int, dt.date], day: dt.date) -> dict[int, Fate]:
    """What became by `day` of units (keys), each as it was called on a day of its own."""
    found = Unit.objects.in_bulk(list(units))
    ended = {
        pk: unit.valid_to + ONE_DAY
        for pk, unit in found.items()
        if unit.valid_to is not None and unit.valid_to < day
    }
    parts = _endings(ended)
    after = {
        part.successor_id
        for listed in parts.values()
        for part in listed
        if part.successor_id is not None
    }
    names = names_of({*found, *after})
    made: dict[int, Fate] = {}
    for pk, unit in found.items():
        then, now = name_on(names[pk], units[pk]), name_on(names[pk], day)
        standing: Standing = "there" if then == now else "renamed"
        if pk in ended:
            standing = "ended"
        elif unit.valid_from is not None and unit.valid_from > day:
            standing = "not_yet"
        listed = parts.get(pk, [])
        made[pk] = Fate(
            unit,
            then or unit.code,
            now or unit.code,
            standing,
            listed[0].event if listed else None,
            tuple(
                Successor(
                    part.successor,
                    name_on(names[part.successor_id], ended[pk]) if part.successor_id else "",
                    part.share,
                )
                for part in listed
                if part.event.kind in DESCENT and part.successor_id != pk
            ),
        )
    return made


def names_of(units: Collection[int]) -> dict[int, list[UnitName]]:
    """All names of units."""
    found: dict[int, list[UnitName]] = defaultdict(list)
    for name in UnitName.objects.filter(unit__in=units).order_by("pk"):
        found[name.unit_id].append(name)
    return found


def _endings(ended: Mapping[int, dt.date]) -> dict[int, list[EventPart]]:
    """The parts of the events that ended units, by unit; `ended` says when they were no more."""
    found: dict[int, list[EventPart]] = defaultdict(list)
    if not ended:
        return found
    parts = EventPart.objects.filter(
        predecessor__in=list(ended), event__kind__in=[*DESCENT, EventKind.DISSOLVED]
    )
    for part in parts.select_related("event", "successor").order_by("pk"):
        unit = part.predecessor_id
        if unit is not None and part.event.on == ended[unit]:
            found[unit].append(part)
    return found
