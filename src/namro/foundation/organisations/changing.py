"""Trying a change of units before it is made: what it would change, and then nothing of it stays.

The same actions run as for the change itself, inside a transaction that is rolled back. So a
preview shows what would be, and refuses what would be refused.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.functional import Promise

from namro.foundation.organisations import holdings
from namro.foundation.organisations.keeping import lock
from namro.foundation.organisations.models import Event, EventPart, Place, Unit, UnitName
from namro.foundation.organisations.questions import on_units_of
from namro.foundation.organisations.refusals import OrganisationRefused
from namro.foundation.organisations.rules.changes import Difference, Fact, differences

UNIT, NAME = "unit", "name"  # respects; that of a place is its hierarchy
# Respects of what is no unit: a unit's part in an event, and the event's own words.
PART, EVENT = "part", "event"


@dataclass(frozen=True, slots=True)
class Known:
    """A unit as a preview names it: it may not be there any more when the page is shown."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class SeriesChange:
    """A series of a day on the units after a change: what goes to which unit or group.

    A group's members share a figure whose parts nobody stated.
    """

    label: str | Promise
    total: Fraction
    units: list[tuple[int | None, Fraction]]
    groups: list[tuple[list[int | None], Fraction]]
    without: int  # units that have no figure


@dataclass(frozen=True, slots=True)
class Trial:
    """What a change makes different, day by day, and what is held where."""

    differences: list[Difference]
    known: dict[int, Known]
    held: list[holdings.Held] = field(default_factory=list)
    series: list[SeriesChange] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """The same for the same change; units that begin are told by their codes."""
        told = [
            [
                self._subject(each.subject),
                each.respect,
                self._value(each, each.before),
                self._value(each, each.after),
                str(each.first),
                str(each.last),
            ]
            for each in self.differences
        ]
        said = json.dumps(sorted(told, key=json.dumps), ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()[:32]

    def _subject(self, subject: Any) -> Any:
        if not isinstance(subject, tuple):
            return self._name(subject)
        return [subject[0], *(self._name(end) for end in subject[1:])]

    def _name(self, unit: Any) -> str:
        return self.known[unit].code if unit in self.known else str(unit)

    def _value(self, each: Difference, value: Any) -> Any:
        if value is None or each.respect in (UNIT, NAME):
            return value
        if each.respect in (PART, EVENT):
            return [str(one) for one in value]
        parent, order = value
        return [self._name(parent), order]


class Changed(Exception):
    """What would be made differs from what the person saw; nothing was made."""

    def __init__(self, trial: Trial) -> None:
        super().__init__(trial.digest)
        self.trial = trial


def account() -> list[Fact]:
    """All that is recorded of units, as dated facts."""
    facts = [
        Fact(pk, UNIT, tuple(values), first, last)
        for pk, first, last, *values in Unit.objects.values_list(
            *("pk", "valid_from", "valid_to", "code", "kind", "block"),
            *("source", "confidence", "note"),
        )
    ]
    facts += [
        Fact(unit, NAME, name, first, last)
        for unit, name, first, last in UnitName.objects.values_list(
            "unit", "name", "valid_from", "valid_to"
        )
    ]
    facts += [
        Fact(unit, hierarchy, (parent, order), first, last)
        for unit, hierarchy, parent, order, first, last in Place.objects.values_list(
            "unit", "hierarchy", "parent", "order", "valid_from", "valid_to"
        )
    ]
    facts += [
        Fact((key, before, after), PART, tuple(values))
        for key, before, after, *values in EventPart.objects.values_list(
            *("event__key", "predecessor", "successor"),
            *("share_numerator", "share_denominator", "basis", "estimated_by"),
        )
    ]
    facts += [
        Fact((key,), EVENT, tuple(values))
        for key, *values in Event.objects.values_list(
            *("key", "kind", "on", "precision", "basis_number", "basis_date", "basis_title"),
            *("source", "confidence", "note"),
        )
    ]
    return facts


def attempt(work: Callable[[], object], day: dt.date | None = None) -> Trial:
    """What `work` would change; nothing of it is kept.

    `day`: of the change, for what is held at the units and for the series of the day before.

    Raises:
        whatever `work` raises (PermissionDenied, OrganisationRefused, LoadRefused).
    """
    with transaction.atomic():
        trial = _run(work, day)
        transaction.set_rollback(True)
    return trial


def carry_out(work: Callable[[], object], seen: str, day: dt.date | None = None) -> Trial:
    """Do `work`, where it changes what the person saw (the digest of an `attempt`).

    Raises:
        Changed: it would change something else by now; nothing was changed.
        whatever `work` raises.
    """
    with transaction.atomic():
        trial = _run(work, day)
        if trial.digest != seen:
            transaction.set_rollback(True)
    if trial.digest != seen:
        raise Changed(trial)
    return trial


def _run(work: Callable[[], object], day: dt.date | None) -> Trial:
    lock()
    before = account()
    known = _known({fact.subject for fact in before if fact.respect == UNIT})
    series = _values(day)
    try:
        with transaction.atomic():
            work()
    except IntegrityError as error:
        # The database holds what the actions did not foresee.
        raise OrganisationRefused("overlap") from error
    found = differences(before, account())
    known |= _known({each.subject for each in found if isinstance(each.subject, int)})
    touched = [each.subject for each in found if isinstance(each.subject, int)]
    shown: dict[int, None] = dict.fromkeys(touched)
    ending = [
        each.subject
        for each in found
        if each.respect == UNIT and each.after is None and isinstance(each.subject, int)
    ]
    held = holdings.held(list(dict.fromkeys(ending)), day) if day is not None else []
    changes = [
        change
        for label, values in series
        if (change := _change(label, values, day, shown)) is not None
    ]
    named = {pk for change in changes for pk in _members(change)}
    mentioned = {
        value[0]
        for each in found
        if each.respect not in (UNIT, NAME, PART, EVENT)
        for value in (each.before, each.after)
        if value is not None and value[0] is not None
    }
    ends = {end for each in found if each.respect == PART for end in each.subject[1:]}  # type: ignore[index]
    wanted = {*shown, *named, *mentioned, *ends, *(each.unit for each in held)}
    return Trial(found, {pk: known[pk] for pk in wanted if pk in known}, held, changes)


def _known(units: Collection[Any]) -> dict[int, Known]:
    rows = UnitName.objects.order_by(F("valid_from").asc(nulls_first=True))
    names = dict(rows.values_list("unit", "name"))  # the last one stays
    return {
        pk: Known(code, names.get(pk, code), kind)
        for pk, code, kind in Unit.objects.values_list("pk", "code", "kind")
        if pk in units
    }


def _values(day: dt.date | None) -> list[tuple[str | Promise, holdings.Values]]:
    """The figures of each series on the day before `day`."""
    if day is None or not holdings.series():
        return []
    before = day - dt.timedelta(days=1)
    there = list(Unit.objects.on(before).values_list("pk", flat=True))
    return [(each.label, each.values(there, before)) for each in holdings.series()]


def _change(
    label: str | Promise, values: holdings.Values, day: dt.date | None, touched: dict[int, None]
) -> SeriesChange | None:
    """Where the figures of the units that change go; None where they have none."""
    own = {unit: value for unit, value in values.items() if unit in touched}
    if day is None or not own:
        return None
    after = on_units_of(own, day - dt.timedelta(days=1), day)
    return SeriesChange(
        label,
        after.total(),
        [(unit if isinstance(unit, int) else None, value) for unit, value in after.units.items()],
        [
            ([one if isinstance(one, int) else None for one in group], value)
            for group, value in after.groups.items()
        ],
        sum(value is None for value in own.values()),
    )


def _members(change: SeriesChange) -> set[int]:
    found = {unit for unit, _value in change.units if unit is not None}
    return found | {one for group, _value in change.groups for one in group if one is not None}
