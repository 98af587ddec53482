"""The register as names are looked up in it: every name of every unit, in three queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from namro.foundation.organisations.models import Place, Unit, UnitName
from namro.foundation.organisations.rules.matching import Entry, Index


@dataclass(frozen=True, slots=True)
class Register:
    """The units with their names, and the index of these."""

    index: Index
    units: dict[int, Unit]
    names: dict[int, list[UnitName]]

    def name(self, unit: int, on: dt.date) -> str:
        """What a unit was called on a day; on another day than its own, the nearest name."""
        return name_on(self.names.get(unit, []), on) or self.units[unit].code


def name_on(names: Collection[UnitName], on: dt.date) -> str:
    """The name that holds on a day; where none does, the one that came before, else the first."""
    earlier = [each for each in names if each.valid_from is None or each.valid_from <= on]
    if earlier:
        return str(max(earlier, key=lambda each: each.valid_from or dt.date.min).name)
    return str(min(names, key=lambda each: each.valid_from or dt.date.min).name) if names else ""


def register() -> Register:
    """All units and names there ever were, ready to be asked."""
    units = Unit.objects.in_bulk()
    names: dict[int, list[UnitName]] = defaultdict(list)
    for name in UnitName.objects.order_by("pk"):
        names[name.unit_id].append(name)
    parents: dict[int, set[int]] = defaultdict(set)
    for unit, parent in Place.objects.filter(parent__isnull=False).values_list("unit", "parent"):
        parents[unit].add(parent)
    entries = [
        Entry(
            unit=name.unit_id,
            name=name.name,
            kind=units[name.unit_id].kind,
            first=units[name.unit_id].valid_from,
            last=units[name.unit_id].valid_to,
            name_first=name.valid_from,
            name_last=name.valid_to,
            above=tuple(
                sorted(
                    {each.name for above in _above(name.unit_id, parents) for each in names[above]}
                )
            ),
        )
        for listed in list(names.values())
        for name in listed
    ]
    return Register(Index(entries), units, dict(names))


def _above(unit: int, parents: dict[int, set[int]]) -> set[int]:
    """All units that `unit` ever stood under."""
    found: set[int] = set()
    waiting = list(parents.get(unit, ()))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += parents.get(one, ())
    return found
