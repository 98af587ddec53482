"""Editing without overwriting one another: a form carries the version of what it shows.

A page says which things its form is about and puts their version into the form::

    "version": editing.version(unit, editing.rows(UnitName, unit=unit.pk))
    {% include "history/version.html" %}

The action compares under its lock, before it writes::

    with transaction.atomic(), history.reason(actor, why):
        lock()
        editing.unchanged(seen, actor, unit, editing.rows(UnitName, unit=unit.pk))

or, for a form of fields, puts what the person changed onto what is there by now::

        write = editing.changes(seen, actor, unit, {"note": note, "source": source})

Both raise :class:`ChangedMeanwhile` where somebody else changed the same; the page shows it with
``history/changed.html`` inside the form, and :func:`decided` reads what the person chose. A version
is made of numbers of the history's entries, so changes by hand in the database count as well.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db import models
from django.db.models import Count, Max
from django.http import QueryDict

from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.personal import Sealed
from namro.foundation.history import reading, registering, wording
from namro.foundation.history.registering import Rows, row, rows
from namro.foundation.history.rules.merging import merge
from namro.foundation.history.wording import FieldChange, Words

__all__ = [
    "ChangedMeanwhile",
    "Rows",
    "changes",
    "decided",
    "row",
    "rows",
    "unchanged",
    "version",
]

#: The name of the version in a form.
FIELD = "version"
# How many changes by others are told; more are counted.
_MOST_TOLD = 20
_PART = re.compile(r"([0-9]{1,18})\.([0-9]{1,18})")

Thing: TypeAlias = models.Model | Rows


@dataclass(frozen=True, slots=True)
class Change:
    """One change somebody made meanwhile, in words."""

    kind: str
    name: str
    what: str
    who: str
    why: str
    at: dt.datetime
    fields: list[FieldChange]


@dataclass(frozen=True, slots=True)
class Side:
    """One field of both versions: in words, and as the form would send the other's value."""

    name: str
    label: str
    seen: str
    theirs: str
    mine: str
    theirs_sent: str
    #: Who changed it: "both" (each in another way: the person must choose), "theirs" or "mine".
    who: str

    @property
    def clash(self) -> bool:
        """Whether the person must choose."""
        return self.who == "both"


class ChangedMeanwhile(Exception):
    """What the form showed was changed by somebody else since; nothing was written."""

    def __init__(self, version: str, told: Sequence[Change], more: int, sides: Sequence[Side]):
        super().__init__(version)
        #: The version as it is now: sent with what the person chooses.
        self.version = version
        #: What others changed, oldest first; `more`: how many are not told.
        self.told = list(told)
        self.more = more
        #: Both versions side by side; empty where the form has no fields of the thing.
        self.sides = list(sides)

    @property
    def clashes(self) -> bool:
        """Whether any field must be chosen."""
        return any(each.clash for each in self.sides)


def version(*things: Thing) -> str:
    """The version of things as they stand now: of each the last entry's number, and how many.

    Whoever writes several rows that one version covers must hold one lock for them (as each
    room's actions do): then the entries are numbered in the order in which they are committed.
    """
    return "-".join(f"{last}.{count}" for last, count in map(_of, things))


def _of(thing: Thing) -> tuple[int, int]:
    found = _rows(thing).entries().aggregate(last=Max("pgh_id"), count=Count("pgh_id"))
    return found["last"] or 0, found["count"]


def _rows(thing: Thing) -> Rows:
    return thing if isinstance(thing, Rows) else row(type(thing), thing.pk)


def unchanged(seen: str | None, actor: Actor, *things: Thing) -> None:
    """Refuse when one of `things` was changed since it had the version `seen`.

    Args:
        seen: as :func:`version` gave it for these things in this order; None: whoever acts saw no
            form (a command, a job). What a form sent that is no version counts as nothing seen.
        things: those that the action is about; of rows that were shown together, those that are
            changed (``rows(…).only(keys)``).

    Raises:
        ChangedMeanwhile: holds what was changed, by whom and why.
    """
    if seen is None:
        return
    if stale := _stale(seen, things):
        raise _changed(actor, things, stale)


def changes(
    seen: str | None, actor: Actor, thing: models.Model, mine: Mapping[str, Any], *others: Thing
) -> dict[str, Any]:
    """What to write of a form's values onto `thing` as it is now, read anew under a lock.

    What others changed and the person left alone stays as the others left it.

    Args:
        seen: the version of `thing` and then of `others` that the form carried; None: no form.
        mine: the form's values, by field name.
        others: what must not have changed at all.

    Raises:
        ChangedMeanwhile: both changed the same field, each in another way, or `others` changed.
    """
    event_names = {each.name: each.attname for each in reading.fields_of(type(thing))}
    names = {event_names[name]: value for name, value in mine.items()}
    sent = {name: getattr(value, "pk", value) for name, value in names.items()}
    theirs = {name: getattr(thing, name) for name in sent}
    by_attname = dict(zip(sent, mine, strict=True))
    if seen is None:
        differing = [name for name in sent if sent[name] != theirs[name]]
        return {by_attname[name]: mine[by_attname[name]] for name in differing}
    numbers = _numbers(seen, 1 + len(others))
    base = _values_at(thing, numbers[0][0])
    merged = merge(base, theirs, sent)
    stale = _stale(seen, (thing, *others))
    elsewhere = [each for each in stale if each[0] > 0]
    if merged.clashes or elsewhere:
        raise _changed(
            actor, (thing, *others), stale, _sides(actor, thing, base, theirs, sent, merged.clashes)
        )
    return {by_attname[name]: mine[by_attname[name]] for name in merged.write}


def decided(posted: QueryDict) -> QueryDict:
    """A form's data once the person chose: where they keep the other's value, that is sent."""
    chosen = posted.copy()
    for name in [each for each in posted if each.startswith("keep-")]:
        field = name.removeprefix("keep-")
        if posted[name] == "theirs" and f"theirs-{field}" in posted:
            chosen[field] = str(posted[f"theirs-{field}"])
    return chosen


def _numbers(seen: str, count: int) -> list[tuple[int, int]]:
    parts = [_PART.fullmatch(each) for each in seen.split("-")]
    if len(parts) != count or None in parts:
        return [(0, 0)] * count
    return [(int(each[1]), int(each[2])) for each in parts if each is not None]


def _stale(seen: str, things: Sequence[Thing]) -> list[tuple[int, int]]:
    """Which of `things` (by place) were changed, and the last entry of each that was seen."""
    stale = []
    for place, (thing, (last, count)) in enumerate(
        zip(things, _numbers(seen, len(things)), strict=True)
    ):
        of = _rows(thing)
        if of.keys is not None:
            changed = of.entries().filter(pgh_id__gt=last).exists()
        else:
            changed = _of(of) != (last, count)
        if changed:
            stale.append((place, last))
    return stale


def _values_at(thing: models.Model, number: int) -> dict[str, Any]:
    """The values of a row as its entry `number` has them; none where there is no such entry."""
    names = [each.attname for each in reading.fields_of(type(thing))]
    found = _rows(thing).entries().filter(pgh_id=number).values(*names).first()
    # Personal data are compared in plain words.
    return {
        name: thing.open_personal(value) if isinstance(value, Sealed) else value  # type: ignore[attr-defined]
        for name, value in (found or {}).items()
    }


def _changed(
    actor: Actor,
    things: Sequence[Thing],
    stale: Sequence[tuple[int, int]],
    sides: Sequence[Side] = (),
) -> ChangedMeanwhile:
    entries: list[reading.Entry] = []
    more = 0
    for place, last in stale:
        of = _rows(things[place])
        found = _visible(actor, of).filter(pgh_id__gt=last)
        numbers = list(found.order_by("pgh_id").values_list("pgh_id", flat=True)[:_MOST_TOLD])
        more += max(0, found.count() - _MOST_TOLD)
        entries += reading.read(of.model, numbers).values()
    entries.sort(key=lambda each: (each.at, each.number))
    words = Words(actor, entries)
    told = [
        Change(
            wording.kind_of(each.model),
            words.name(each),
            each.what,
            words.acted(each),
            each.why,
            each.at,
            words.fields(each),
        )
        for each in entries[-_MOST_TOLD:]
    ]
    whole = [Rows(each.model, each.where) for each in map(_rows, things)]  # as the form showed
    return ChangedMeanwhile(version(*whole), told, more, sides)


def _visible(actor: Actor, of: Rows) -> Any:
    """Of the entries of rows those that `actor` may see."""
    how = registering.told(of.model)
    return how.visible(actor, of.entries()) if how is not None else of.entries()


def _sides(
    actor: Actor,
    thing: models.Model,
    base: Mapping[str, Any],
    theirs: Mapping[str, Any],
    mine: Mapping[str, Any],
    clashes: Sequence[str],
) -> list[Side]:
    words = Words(actor)
    model = type(thing)
    made = []
    for name, wanted in mine.items():
        if wanted == theirs[name] and theirs[name] == base.get(name, theirs[name]):
            continue
        field = wording._field(model, name)
        made.append(
            Side(
                field.name,
                words.label(model, name),
                words.value(model, name, base.get(name)),
                words.value(model, name, theirs[name]),
                words.value(model, name, wanted),
                _sent(theirs[name]),
                "both" if name in clashes else "theirs" if wanted == base.get(name) else "mine",
            )
        )
    return made


def _sent(value: object) -> str:
    """A value as a form writes it: dates dd/mm/yyyy, ticked boxes "on", lists a line each."""
    if value is None or value is False:
        return ""
    if value is True:
        return "on"
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return f"{value:%d/%m}/{value.year:04}"
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return str(value)
