"""The verbs on single units: founding, renaming, moving. Nothing else writes them.

Nothing that was recorded is deleted or moved: what held until now gets its last day, and the
history keeps what was thought before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from namro.foundation import history
from namro.foundation.accounts.permissions import require, require_all
from namro.foundation.organisations.choices import EventKind, Hierarchy
from namro.foundation.organisations.keeping import (
    ONE_DAY,
    Actor,
    Basis,
    New,
    add_units,
    check_no_circle,
    check_parent,
    day_text,
    free_key,
    lock,
    parents_of,
    record,
)
from namro.foundation.organisations.models import Event, EventPart, Place, Unit, UnitName
from namro.foundation.organisations.permissions import CHANGE
from namro.foundation.organisations.querysets import DatedQuerySet
from namro.foundation.organisations.refusals import OrganisationRefused


def found(
    actor: Actor,
    news: Sequence[New],
    on: dt.date | None,
    *,
    reason: str,
    basis: Basis | None = None,
    key: str = "",
) -> list[Unit]:
    """Record units from `on` on; None: they were there before what is recorded, and no event is.

    `key`: the event's name, where it is to be known again; parents come before their children.

    Raises:
        PermissionDenied: the actor may not.
        OrganisationRefused: a code is taken, a parent is missing, or there is no basis.
    """
    require_all(actor, CHANGE, parents_of(news))
    with transaction.atomic(), history.reason(actor, reason):
        lock()
        event = None
        if on is not None:
            name = key or free_key(f"founded:{','.join(new.code for new in news[:3])}:{on}")
            event = record(actor, name, EventKind.FOUNDED, on, basis or Basis())
        units = add_units(news, on, event)
        if event is not None:
            EventPart.objects.bulk_create(EventPart(event=event, successor=unit) for unit in units)
    return units


def rename(
    actor: Actor,
    unit: Unit,
    name: str,
    on: dt.date,
    *,
    reason: str,
    basis: Basis,
    key: str = "",
) -> Event:
    """Let a unit be called `name` from `on` on, until its next recorded name; also back-dated.

    Raises:
        PermissionDenied: the actor may not.
        OrganisationRefused: the unit does not exist then, is called so, or a name begins that day.
    """
    require(actor, CHANGE, unit)
    name = name.strip()
    if not name:
        raise OrganisationRefused("no_name", code=unit.code)
    with transaction.atomic(), history.reason(actor, reason):
        lock()
        unit = _there(unit, on)
        now = UnitName.objects.filter(unit=unit).on(on).first()
        if now is not None and now.name == name:
            raise OrganisationRefused("nothing_new", code=unit.code, day=day_text(on))
        last = _until(unit, now, UnitName.objects.filter(unit=unit), on)
        name_of_event = key or free_key(f"renamed:{unit.code}:{on}")
        event = record(actor, name_of_event, EventKind.RENAMED, on, basis)
        _end(now, on)
        UnitName.objects.create(unit=unit, name=name, valid_from=on, valid_to=last, event=event)
        EventPart.objects.create(event=event, predecessor=unit, successor=unit)
    return event


def move(
    actor: Actor,
    unit: Unit,
    hierarchy: Hierarchy,
    parent: Unit | None,
    order: int,
    on: dt.date,
    *,
    reason: str,
    basis: Basis,
    key: str = "",
) -> Event:
    """Put a unit under `parent` from `on` on, until its next recorded place; also back-dated.

    With the parent it has, only its protocol order changes. A unit that had no place in the
    hierarchy gets its first.

    Raises:
        PermissionDenied: the actor may not.
        OrganisationRefused: the unit or the parent does not exist then, it would close a circle,
            nothing would change, or another place begins that day.
    """
    require_all(actor, CHANGE, [unit] if parent is None else [unit, parent])
    with transaction.atomic(), history.reason(actor, reason):
        lock()
        unit = _there(unit, on)
        if order < 0:
            raise OrganisationRefused("order", code=unit.code, order=order)
        places = Place.objects.filter(unit=unit, hierarchy=hierarchy)
        now = places.on(on).first()
        wanted = (parent.pk if parent is not None else None, order)
        if now is not None and (now.parent_id, now.order) == wanted:
            raise OrganisationRefused("nothing_new", code=unit.code, day=day_text(on))
        last = _until(unit, now, places, on)
        if parent is not None:
            parent.refresh_from_db()
            check_parent(unit, parent, on, last)
            check_no_circle(unit, parent, hierarchy, on, last)
        name_of_event = key or free_key(f"moved:{hierarchy}:{unit.code}:{on}")
        event = record(actor, name_of_event, EventKind.MOVED, on, basis)
        _end(now, on)
        Place.objects.create(
            unit=unit,
            hierarchy=hierarchy,
            parent=parent,
            order=order,
            valid_from=on,
            valid_to=last,
            event=event,
        )
        EventPart.objects.create(event=event, predecessor=unit, successor=unit)
    return event


def _there(unit: Unit, on: dt.date) -> Unit:
    """The unit as it is now, which exists on `on`.

    Raises:
        OrganisationRefused: it does not.
    """
    found = Unit.objects.on(on).filter(pk=unit.pk).first()
    if found is None:
        raise OrganisationRefused("not_alive", code=unit.code, day=day_text(on))
    there: Unit = found
    return there


def _until(
    unit: Unit, now: UnitName | Place | None, rows: DatedQuerySet, on: dt.date
) -> dt.date | None:
    """The last day of what is to begin on `on`: that of what held, else the day before what comes
    next or the unit's own last day.

    Raises:
        OrganisationRefused: what holds began on that very day; it is not overwritten.
    """
    if now is None:
        following = rows.filter(valid_from__gt=on).order_by("valid_from").first()
        return following.valid_from - ONE_DAY if following is not None else unit.valid_to
    if now.valid_from == on:
        raise OrganisationRefused("already_that_day", code=unit.code, day=day_text(on))
    return now.valid_to


def _end(now: UnitName | Place | None, on: dt.date) -> None:
    """End what holds on `on`, if anything, on the day before."""
    if now is not None:
        now.valid_to = on - ONE_DAY
        now.save(update_fields=["valid_to"])
