"""Boundaries and the units they are of: which feature of a file is which unit, and the shapes of
units on a day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from namro.foundation.interface.text import search_words
from namro.foundation.organisations.choices import Kind
from namro.foundation.organisations.models import Boundary, Unit, UnitName
from namro.foundation.organisations.rules.geojson import Outline, Shape

# What stands before the names of territories, and differs between sources.
_RANKS = frozenset(search_words("tỉnh thành phố quận huyện thị xã phường trấn đặc khu tp"))


@dataclass(frozen=True, slots=True)
class Match:
    """A feature and the unit that has its code, with the unit's name on the day."""

    outline: Outline
    unit: int
    name: str

    @property
    def same_name(self) -> bool:
        """Whether the feature is called as the unit is, or is not called at all."""
        ours, theirs = _bare(self.name), _bare(self.outline.name)
        return not theirs or ours <= theirs or theirs <= ours


@dataclass(frozen=True, slots=True)
class Matched:
    """What a file says of which units; `covered`: of each kind how many of how many units."""

    matches: tuple[Match, ...]
    unknown: tuple[Outline, ...]
    covered: tuple[tuple[str, int, int], ...]

    @property
    def differing(self) -> list[Match]:
        """Features called otherwise than the unit of their code: often the day is wrong."""
        return [each for each in self.matches if not each.same_name]

    @property
    def empty(self) -> int:
        """How many rings enclose nothing and are left out."""
        return sum(each.outline.empty for each in self.matches)


def _bare(name: str) -> frozenset[str]:
    words = frozenset(search_words(name))
    return words - _RANKS or words


def match(outlines: Sequence[Outline], on: dt.date) -> Matched:
    """Find the unit of each feature: the one that has its code on a day."""
    codes = {each.code for each in outlines}
    units = {each.code: each for each in Unit.objects.on(on).filter(code__in=codes)}
    keys = [each.pk for each in units.values()]
    names = dict(UnitName.objects.on(on).filter(unit__in=keys).values_list("unit", "name"))
    found = [
        Match(each, units[each.code].pk, names.get(units[each.code].pk, each.code))
        for each in outlines
        if each.code in units
    ]
    there = Counter(units[each.outline.code].kind for each in found)
    of = Counter(Unit.objects.on(on).filter(kind__in=there).values_list("kind", flat=True))
    return Matched(
        tuple(found),
        tuple(each for each in outlines if each.code not in units),
        tuple((str(Kind(kind).label), there[kind], of[kind]) for kind in sorted(there)),
    )


def shapes_on(units: Collection[int], day: dt.date) -> dict[int, Shape]:
    """The shapes of units on a day, of those that have one."""
    return dict(Boundary.objects.on(day).filter(unit__in=units).values_list("unit", "shape"))


def are_there(units: Collection[int], day: dt.date) -> bool:
    """Whether any of these units has a boundary on a day."""
    found: bool = Boundary.objects.on(day).filter(unit__in=units).exists()
    return found
