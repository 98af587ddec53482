"""What became of a figure when its unit was merged, split or dissolved.

A unit's total goes to its successors by shares that somebody stated. Where no share was stated the
total is shown on the group of successors and is never divided; where a person chose an estimate it
is used only when asked for, and marked. Nothing is lost: all parts together are always the whole.

For totals only (people, files, money): a rate or an index cannot be added up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias, TypeVar

Unit: TypeAlias = Hashable
# None among successors: some of it went where nothing recorded says.
Group: TypeAlias = frozenset[Hashable]
Place = TypeVar("Place", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Flow:
    """What one unit gave to another (None: to units that are not recorded)."""

    predecessor: Unit
    successor: Unit | None
    share: Fraction | None = None
    # The share is somebody's estimate and was not published.
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Reorganisation:
    """All that was merged and split by one event; events of one day follow `order`."""

    on: dt.date
    order: int
    flows: tuple[Flow, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a total: its share, and whether an estimate was used to find it."""

    share: Fraction
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """Where one unit's total is now: on single units, and on groups whose shares are unknown.

    A group may have one member: it received all that is recorded, but nobody stated how much.
    """

    units: Mapping[Unit | None, Part]
    groups: Mapping[Group, Part]


@dataclass(slots=True)
class Restated:
    """A series on the units of another day."""

    units: dict[Unit | None, Fraction] = field(default_factory=dict)
    groups: dict[Group, Fraction] = field(default_factory=dict)
    # Units and groups whose figure rests on an estimated share.
    estimated: set[Hashable] = field(default_factory=set)
    # By unit or group: the units before that have no figure. Null is not zero.
    missing: dict[Hashable, set[Unit]] = field(default_factory=dict)

    def total(self) -> Fraction:
        """The sum of all figures: that of the series it was made from."""
        return sum(self.units.values(), Fraction(0)) + sum(self.groups.values(), Fraction(0))


class SharesError(ValueError):
    """Shares that cannot be; `code` says why: "twice", "not_positive", "over", "under"."""

    def __init__(self, code: str, predecessor: Unit) -> None:
        super().__init__(code, predecessor)
        self.code, self.predecessor = code, predecessor


def check(flows: Iterable[Flow]) -> None:
    """Refuse flows of one event whose shares cannot be.

    The shares of a predecessor are positive and sum to 1; where some are unknown the known ones
    sum to less than 1.

    Raises:
        SharesError: for the first predecessor at fault.
    """
    for predecessor, given in _by_predecessor(flows).items():
        if len({flow.successor for flow in given}) < len(given):
            raise SharesError("twice", predecessor)
        known = [flow.share for flow in given if flow.share is not None]
        if any(share <= 0 for share in known):
            raise SharesError("not_positive", predecessor)
        whole = len(known) == len(given)
        said = sum(known, Fraction(0))
        if said > 1 or (said == 1 and not whole):
            raise SharesError("over", predecessor)
        if whole and said < 1:
            raise SharesError("under", predecessor)


def trace(
    unit: Unit,
    events: Sequence[Reorganisation],
    since: dt.date,
    until: dt.date | None = None,
    *,
    estimates: bool = False,
) -> Trace:
    """Where the total that `unit` had on `since` is on `until` (after all events).

    `estimates`: use shares that somebody estimated; otherwise they count as unknown.
    """
    return _trace(unit, _between(events, since, until), estimates)


def restate(
    values: Mapping[Any, Fraction | int | None],
    events: Sequence[Reorganisation],
    since: dt.date,
    until: dt.date | None = None,
    *,
    estimates: bool = False,
) -> Restated:
    """The series `values`, of the units of `since`, on the units of `until` (after all events).

    None is a unit without a figure: it is said of whatever would have received it.
    """
    following = _between(events, since, until)
    found = Restated()
    for unit, value in values.items():
        went = _trace(unit, following, estimates)
        places: list[tuple[Hashable, Part]] = [*went.units.items(), *went.groups.items()]
        for place, part in places:
            if value is None:
                found.missing.setdefault(place, set()).add(unit)
            elif isinstance(place, frozenset):
                found.groups[place] = found.groups.get(place, Fraction(0)) + value * part.share
            else:
                found.units[place] = found.units.get(place, Fraction(0)) + value * part.share
            if part.estimated and value is not None:
                found.estimated.add(place)
    return found


def _between(
    events: Sequence[Reorganisation], since: dt.date, until: dt.date | None
) -> list[dict[Unit, list[Flow]]]:
    """The events after `since` and not after `until`, in order, by predecessor."""
    wanted = [each for each in events if since < each.on and (until is None or each.on <= until)]
    wanted.sort(key=lambda each: (each.on, each.order))
    return [_by_predecessor(each.flows) for each in wanted]


def _by_predecessor(flows: Iterable[Flow]) -> dict[Unit, list[Flow]]:
    found: dict[Unit, list[Flow]] = {}
    for flow in flows:
        found.setdefault(flow.predecessor, []).append(flow)
    return found


def _trace(unit: Unit, events: list[dict[Unit, list[Flow]]], estimates: bool) -> Trace:
    units: dict[Unit | None, Part] = {unit: Part(Fraction(1))}
    groups: dict[Group, Part] = {}
    here: set[Hashable] = {unit}
    for event in events:
        if event.keys().isdisjoint(here):
            continue
        units_after: dict[Unit | None, Part] = {}
        groups_after: dict[Group, Part] = {}
        for group, part in groups.items():
            _add(groups_after, _after(group, event), part)
        for one, part in units.items():
            flows = event.get(one, ()) if one is not None else ()
            if not flows:
                _add(units_after, one, part)
                continue
            left, unsaid = part.share, set()
            for flow in flows:
                if flow.share is None or (flow.estimated and not estimates):
                    unsaid.add(flow.successor)
                    continue
                given = part.share * flow.share
                left -= given
                _add(units_after, flow.successor, Part(given, part.estimated or flow.estimated))
            if unsaid:
                _add(groups_after, frozenset(unsaid), Part(left, part.estimated))
        units, groups = units_after, groups_after
        here = set(units).union(*groups)
    return Trace(units, groups)


def _after(group: Group, event: dict[Unit, list[Flow]]) -> Group:
    """A group after an event: in place of each member what came of it, whatever the shares."""
    found: set[Hashable] = set()
    for member in group:
        flows = event.get(member, ()) if member is not None else ()
        found |= {flow.successor for flow in flows} or {member}
    return frozenset(found)


def _add(parts: dict[Place, Part], place: Place, part: Part) -> None:
    there = parts.get(place)
    parts[place] = (
        part if there is None else Part(there.share + part.share, there.estimated or part.estimated)
    )
