"""Figures of the units of then, on the units of another day: as units were merged and split.

Shares are those that organisations keep, each with its basis (`organisations.rules.descent`). What
has no stated share is shown on the group of successors, whole, and never divided in silence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from namro.foundation.organisations.rules.descent import (
    Group,
    Part,
    Reorganisation,
    Unit,
    trace,
)
from namro.programme.indicators.rules.kinds import OverUnits
from namro.programme.indicators.rules.rolling_up import NoValue, RolledUp, chain, rolled_up, told
from namro.programme.indicators.rules.sums import Figure, Rule, Sums


@dataclass(frozen=True, slots=True)
class OnUnits:
    """A series on the units of another day. Each result counts units of then.

    Attributes:
        units: by unit; None: what went to units nobody recorded.
        groups: by group of successors, where it is not known how much each received.
        above: by each unit that stands above them; a group counts where all its members do.
        estimated: units and groups whose figure rests on an estimated share.
    """

    units: Mapping[Unit | None, RolledUp[Unit]] = field(default_factory=dict)
    groups: Mapping[Group, RolledUp[Unit]] = field(default_factory=dict)
    above: Mapping[Unit, RolledUp[Unit]] = field(default_factory=dict)
    estimated: frozenset[Hashable] = frozenset()


def on_units_of(
    rule: Rule,
    figures: Mapping[Any, Figure],
    expected: Sequence[Unit],
    events: Sequence[Reorganisation],
    since: dt.date,
    until: dt.date | None = None,
    *,
    parents: Mapping[Any, Unit | None] | None = None,
    estimates: bool = False,
) -> OnUnits:
    """Figures of the units of `since` on those of `until` (after all events), by the rule.

    What is a sum, or a ratio or mean of sums, follows the shares: numerators and denominators
    each. A plain mean, minimum, maximum or last one cannot be divided: it is told where whole
    units came together, and has no value where one was split.

    Args:
        parents: the hierarchy of `until`, to roll up further.
        estimates: use shares that somebody estimated; otherwise they count as unknown.

    Raises:
        TargetError: a unit stands above itself.
    """
    shares: dict[Hashable, dict[Unit, Fraction]] = {}
    estimated: set[Hashable] = set()
    above: dict[Unit, dict[Unit, Fraction]] = {}
    for unit in expected:
        went = trace(unit, events, since, until, estimates=estimates)
        places: list[tuple[Hashable, Part]] = [*went.units.items(), *went.groups.items()]
        for place, part in places:
            shares.setdefault(place, {})[unit] = part.share
            if part.estimated:
                estimated.add(place)
            for higher in _above(place, parents or {}):
                given = above.setdefault(higher, {})
                given[unit] = given.get(unit, Fraction(0)) + part.share
    found = {place: _of_shares(rule, figures, given) for place, given in shares.items()}
    return OnUnits(
        {place: each for place, each in found.items() if not isinstance(place, frozenset)},
        {place: each for place, each in found.items() if isinstance(place, frozenset)},
        {higher: _of_shares(rule, figures, given) for higher, given in above.items()},
        frozenset(estimated),
    )


def _above(place: Hashable, parents: Mapping[Unit, Unit | None]) -> tuple[Unit, ...]:
    """The units above a unit; above a group those that stand above every member."""
    if not isinstance(place, frozenset):
        return chain(place, parents)[1:]
    chains = [chain(member, parents)[1:] for member in place]
    return tuple(each for each in chains[0] if all(each in other for other in chains))


def _of_shares(
    rule: Rule, figures: Mapping[Unit, Figure], shares: Mapping[Unit, Fraction]
) -> RolledUp[Unit]:
    here = {unit: figures[unit] for unit in shares if unit in figures}
    plain = rolled_up(rule, here, list(shares))
    if all(share == 1 for share in shares.values()) or rule.how is OverUnits.NONE:
        return plain
    state = Sums(rule)
    if not rule.adds_up or rule.how is OverUnits.MEAN:
        if not plain.there:
            return plain
        return replace(plain, value=None, reason=NoValue.SPLIT, numerator=None, denominator=None)
    for unit, given in here.items():
        state = state.add(given, shares[unit])
    return told(
        state,
        expected=plain.expected,
        missing=plain.missing,
        unusable=plain.unusable,
        not_applicable=plain.not_applicable,
    )


class Restating:
    """Sums on the units of today, kept so while figures come and go and units are reorganised.

    For what follows shares (`Rule.adds_up`, and no plain mean). A change touches only the places
    it reaches; `sums` is what `on_units_of` would find from the beginning.
    """

    def __init__(self, rule: Rule, since: dt.date, *, estimates: bool = False) -> None:
        self.rule = rule
        self.sums: dict[Hashable, Sums] = {}
        self._since, self._estimates = since, estimates
        self._events: list[Reorganisation] = []
        self._figures: dict[Unit, Figure] = {}

    def put(self, unit: Unit, figure: Figure) -> None:
        """Enter a figure of a unit of then, or one in place of the one before."""
        self.withdraw(unit)
        self._figures[unit] = figure
        self._give(unit, self._shares(unit), 1)

    def withdraw(self, unit: Unit) -> None:
        """Take a figure away; where there is none, nothing happens."""
        if unit in self._figures:
            self._give(unit, self._shares(unit), -1)
            del self._figures[unit]

    def reorganise(self, event: Reorganisation) -> None:
        """Record an event, also one that lies before others."""
        before = {unit: self._shares(unit) for unit in self._figures}
        self._events.append(event)
        for unit, shares in before.items():
            if self._shares(unit) != shares:
                self._give(unit, shares, -1)
                self._give(unit, self._shares(unit), 1)

    def _shares(self, unit: Unit) -> dict[Hashable, Fraction]:
        went = trace(unit, self._events, self._since, estimates=self._estimates)
        places: list[tuple[Hashable, Part]] = [*went.units.items(), *went.groups.items()]
        return {place: part.share for place, part in places}

    def _give(self, unit: Unit, shares: Mapping[Hashable, Fraction], count: int) -> None:
        figure = self._figures[unit]
        for place, share in shares.items():
            sums = self.sums.get(place, Sums(self.rule))
            sums = sums.add(figure, share) if count > 0 else sums.remove(figure, share)
            self.sums[place] = sums
            if sums == Sums(self.rule):
                del self.sums[place]
