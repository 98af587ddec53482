"""A round's figures re-told on the units of today: as units were merged and split since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

from namro.foundation.organisations.choices import DESCENT, Hierarchy, ShareBasis
from namro.foundation.organisations.models import EventPart, Unit
from namro.foundation.organisations.questions import descendants, reorganisations
from namro.foundation.organisations.rules.descent import Reorganisation, trace
from namro.programme.indicators.collection.drilling import Asked, UnitLine, figures_of_units
from namro.programme.indicators.collection.listing import names_on
from namro.programme.indicators.collection.reading import rule_of
from namro.programme.indicators.rules.restating import on_units_of
from namro.programme.indicators.rules.rolling_up import RolledUp


@dataclass(frozen=True, slots=True)
class TodayLine:
    """A unit of today, or a group of which nobody knows how much each received.

    Attributes:
        units: its units; several where the shares are not known; none: nobody recorded who
            received it.
        of: the units of then that came to it, each with its share in words where it is not whole.
        bases: what the shares rest on.
    """

    units: tuple[int, ...]
    name: str
    found: RolledUp[Hashable]
    of: tuple[str, ...]
    bases: tuple[str, ...]
    estimated: bool


def on_units_of_today(asked: Asked, lines: Sequence[UnitLine], today: dt.date) -> list[TodayLine]:
    """The figures of a round on the units of a later day, in that day's protocol order."""
    figures = figures_of_units(asked, lines)
    asked_units = [each.unit for each in lines]
    events, since = _since_then(asked, asked_units)
    told = on_units_of(
        *(rule_of(asked.indicator), figures, asked_units, events, since, today), estimates=True
    )
    places: dict[Hashable, RolledUp[Hashable]] = dict(told.units)
    places.update(told.groups.items())
    keys = {place: _members(place) for place in places}
    names = names_on({unit for members in keys.values() for unit in members}, today)
    then = {each.unit: each.name for each in lines}
    of = _made_of(asked_units, events, since, today, then)
    bases = _bases(asked_units)
    form = asked.form
    nodes = descendants(form.top_id, Hierarchy(form.hierarchy), today)
    order = {node.unit: number for number, node in enumerate(nodes)}
    made = []
    for place, found in places.items():
        came = of.get(place, {})
        why = {basis for unit in came for basis in bases.get(unit, ())}
        made.append(
            TodayLine(
                keys[place],
                " + ".join(names.get(unit, f"#{unit}") for unit in keys[place]),
                found,
                tuple(came.values()),
                tuple(sorted(why)),
                place in told.estimated,
            )
        )
    last = len(order)
    return sorted(
        made,
        key=lambda each: min((order.get(unit, last) for unit in each.units), default=last + 1),
    )


def _since_then(asked: Asked, units: Sequence[int]) -> tuple[list[Reorganisation], dt.date]:
    """What became of the units after the round's last day, and from when.

    A merger recorded after the round was opened may lie before that day: of such events what the
    asked units gave counts too, and nothing else, since their receivers were asked as they are.
    """
    last = asked.round.last_day
    ends = dict(Unit.objects.filter(pk__in=units, valid_to__lt=last).values_list("pk", "valid_to"))
    gone, kept = set(ends), []
    for event in reorganisations(units):
        flows = event.flows
        if event.on <= last:
            flows = tuple(flow for flow in flows if flow.predecessor in gone)
            gone |= {flow.successor for flow in flows if flow.successor is not None}
        if flows:
            kept.append(replace(event, flows=flows))
    return kept, min([last, *ends.values()])


def _members(place: Hashable) -> tuple[int, ...]:
    members = place if isinstance(place, frozenset) else {place}
    return tuple(sorted(each for each in members if isinstance(each, int)))


def _made_of(
    units: Sequence[int],
    events: Sequence[Reorganisation],
    since: dt.date,
    today: dt.date,
    names: Mapping[int, str],
) -> dict[Hashable, dict[int, str]]:
    """By each place of today the units of then that came to it, with their shares in words."""
    made: dict[Hashable, dict[int, str]] = {}
    for unit in units:
        went = trace(unit, events, since, today, estimates=True)
        for place, part in (*went.units.items(), *went.groups.items()):
            share = "" if part.share == 1 else f" ({part.share})"
            made.setdefault(place, {})[unit] = f"{names[unit]}{share}"
    return made


def _bases(units: Sequence[int]) -> dict[int, set[str]]:
    """What the shares of units that were divided rest on, in words."""
    parts = EventPart.objects.filter(predecessor__in=units, event__kind__in=DESCENT)
    found: dict[int, set[str]] = {}
    for unit, basis in parts.values_list("predecessor", "basis"):
        if unit is not None and basis:
            found.setdefault(unit, set()).add(str(ShareBasis(basis).label))
    return found
