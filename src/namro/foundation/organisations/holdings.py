"""What other rooms keep at units: links and roles held there, and series of figures.

Rows of any room that point to a unit are found by themselves. What points to one otherwise, and
series of figures, are registered by their rooms, so that this one need not know them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Count
from django.utils.functional import Promise

from namro.foundation.organisations.models import Unit

Values = Mapping[int, Fraction | int | None]


@dataclass(frozen=True, slots=True)
class Holder:
    """What a room keeps at units: `count` gives for each of some units how many on a day."""

    name: str
    label: str | Promise
    count: Callable[[Collection[int], dt.date], Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class Series:
    """Totals by unit: `values` gives those of some units as of a day; None is not reported."""

    name: str
    label: str | Promise
    values: Callable[[Collection[int], dt.date], Values]


@dataclass(frozen=True, slots=True)
class Held:
    """Something kept at a unit."""

    unit: int
    label: str | Promise
    count: int


_holders: dict[str, Holder] = {}
_series: dict[str, Series] = {}


def register(what: Holder | Series) -> None:
    """Let this room count, before a unit ends or is withdrawn, what yours keeps there.

    Raises:
        ValueError: the name is registered already.
    """
    known: dict[str, Any] = _holders if isinstance(what, Holder) else _series
    if what.name in known:
        raise ValueError(f"{what.name} is registered twice.")
    known[what.name] = what


@contextmanager
def registered(what: Holder | Series) -> Iterator[None]:
    """Register for the length of a block (tests)."""
    register(what)
    try:
        yield
    finally:
        (_holders if isinstance(what, Holder) else _series).pop(what.name)


def held(units: Collection[int], on: dt.date) -> list[Held]:
    """What other rooms keep at `units` on `on`, in the order of the units and of the rooms."""
    found: list[Held] = []
    for model, name in _pointing():
        counted = (
            model._base_manager.filter(**{f"{name}__in": list(units)})
            .order_by()
            .values_list(name)
            .annotate(n=Count("pk"))
        )
        label = model._meta.verbose_name_plural
        found += [Held(unit, label, count) for unit, count in counted]
    for holder in _holders.values():
        counts = holder.count(units, on)
        found += [Held(unit, holder.label, count) for unit, count in counts.items() if count]
    place = {unit: number for number, unit in enumerate(units)}
    return sorted(found, key=lambda each: place[each.unit])


def _pointing() -> Iterator[tuple[Any, str]]:
    """The other rooms' models that point to units, and by which field; not their history."""
    for relation in Unit._meta.get_fields(include_hidden=True):
        if relation.concrete or not relation.is_relation or not relation.auto_created:
            continue
        model: Any = relation.related_model
        own = model._meta.app_label == Unit._meta.app_label
        if not own and not hasattr(model, "pgh_tracked_model"):
            yield model, relation.field.name  # type: ignore[union-attr]


def series() -> list[Series]:
    """The series of figures that rooms keep by unit."""
    return list(_series.values())
