"""The verbs that put right what had never been so: a mistyped name, a wrong day, a wrong parent.

A change says "until then so, from then on so" and adds an event; a correction says "it was never
so" and replaces what was recorded. The rows as they were stay in the history, and a `Correction`
says what was put right, by whom and why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction

from namro.foundation import history
from namro.foundation.accounts.permissions import require_all
from namro.foundation.history import editing
from namro.foundation.organisations.checking import check_units
from namro.foundation.organisations.choices import Block, Confidence, Kind, Precision, ShareBasis
from namro.foundation.organisations.keeping import (
    Actor,
    check_no_circle,
    check_parent,
    day_text,
    lock,
)
from namro.foundation.organisations.models import (
    Correction,
    Event,
    EventPart,
    Place,
    Unit,
    UnitName,
)
from namro.foundation.organisations.permissions import CHANGE
from namro.foundation.organisations.refusals import OrganisationRefused
from namro.foundation.organisations.rules.codes import fault
from namro.foundation.organisations.shifting import shift

UNIT_FIELDS = ("code", "kind", "block", "source", "confidence", "note")
EVENT_FIELDS = (
    *("on", "precision", "basis_number", "basis_date", "basis_title"),
    *("source", "confidence", "note"),
)


@contextmanager
def correcting(actor: Actor, reason: str, units: Iterable[Unit | None]) -> Iterator[None]:
    """One correction of `units`: permission over each of them, reason, lock, and the database's
    refusals in words."""
    require_all(actor, CHANGE, list(units))
    if not reason.strip():
        raise OrganisationRefused("no_reason")
    try:
        with transaction.atomic(), history.reason(actor, reason):
            lock()
            yield
    except IntegrityError as error:
        raise OrganisationRefused("overlap") from error


def note(
    actor: Actor,
    about: str,
    changes: list[list[Any]],
    units: Iterable[Unit | int],
    reason: str,
    kind: str = "corrected",
) -> Correction:
    """Say what was put right, where the units' pages show it."""
    made = Correction.objects.create(
        kind=kind,
        about=about,
        changes=changes,
        reason=reason.strip(),
        recorded_by=actor.get_username(),
    )
    made.units.set(units)
    return made


def correct_unit(
    actor: Actor, unit: Unit, values: Mapping[str, Any], *, reason: str, seen: str | None = None
) -> Correction:
    """Put right a unit's code, kind, block, source, confidence or note (`UNIT_FIELDS`).

    Raises:
        PermissionDenied: the actor may not.
        OrganisationRefused: nothing differs, the code will not do or is another's, no reason.
        ChangedMeanwhile: somebody else put right the same since the form showed `seen`; so for all
            verbs here.
    """
    with correcting(actor, reason, [unit]):
        now = _again(Unit, unit.pk)
        was = now.code
        changes = _set(now, UNIT_FIELDS, editing.changes(seen, actor, now, values))
        if {"code", "kind"} & {name for name, *_ in changes}:
            if wrong := fault(Kind(now.kind), now.code):
                raise OrganisationRefused(wrong, code=now.code)
            clash = Unit.objects.filter(code=now.code).exclude(pk=now.pk)
            if clash.between(now.valid_from, now.valid_to).exists():
                raise OrganisationRefused("code_taken", code=now.code)
        Block(now.block), Confidence(now.confidence)  # refuse what is no value
        if not changes:
            raise OrganisationRefused("nothing_new", code=was, day=day_text(now.valid_from))
        now.save(update_fields=[name for name, *_ in changes])
        return note(actor, was, changes, [now], reason)


def correct_name(
    actor: Actor, name: UnitName, text: str, *, reason: str, seen: str | None = None
) -> Correction:
    """Put right how a name is written, for all the days that it is recorded for.

    Raises:
        PermissionDenied: the actor may not.
        OrganisationRefused: it is empty or written so, it is gone, no reason.
    """
    text = text.strip()
    with correcting(actor, reason, [name.unit]):
        now = _again(UnitName, name.pk)
        if not text:
            raise OrganisationRefused("no_name", code=now.unit.code)
        changes = _set(now, ("name",), editing.changes(seen, actor, now, {"name": text}))
        if not changes:
            raise OrganisationRefused(
                "nothing_new", code=now.unit.code, day=day_text(now.valid_from)
            )
        now.save(update_fields=["name"])
        return note(actor, now.unit.code, changes, [now.unit], reason)


def correct_place(
    actor: Actor,
    place: Place,
    parent: Unit | None,
    order: int,
    *,
    reason: str,
    seen: str | None = None,
) -> Correction:
    """Put right under which unit, or in which order, a unit stood, for all the days of the place.

    Raises:
        PermissionDenied: the actor may not.
        OrganisationRefused: the parent is not there all the time, or a circle would be closed.
    """
    with correcting(actor, reason, [place.unit, *([parent] if parent is not None else [])]):
        now = _again(Place, place.pk)
        if order < 0:
            raise OrganisationRefused("order", code=now.unit.code, order=order)
        write = editing.changes(seen, actor, now, {"parent": parent, "order": order})
        parent, order = write.get("parent", now.parent), write.get("order", now.order)
        if parent is not None and parent.pk != now.parent_id:
            parent.refresh_from_db()
            check_parent(now.unit, parent, now.valid_from, now.valid_to)
            check_no_circle(now.unit, parent, now.hierarchy, now.valid_from, now.valid_to)
        changes = []
        if (parent.pk if parent else None) != now.parent_id:
            before = now.parent.code if now.parent else ""
            changes.append(["parent", before, parent.code if parent else ""])
        if order != now.order:
            changes.append(["order", now.order, order])
        if not changes:
            raise OrganisationRefused(
                "nothing_new", code=now.unit.code, day=day_text(now.valid_from)
            )
        now.parent, now.order = parent, order
        now.save(update_fields=["parent", "order"])
        return note(actor, f"{now.unit.code} · {now.hierarchy}", changes, [now.unit], reason)


def correct_event(
    actor: Actor, event: Event, values: Mapping[str, Any], *, reason: str, seen: str | None = None
) -> Correction:
    """Put right an event's day, basis, source, confidence or note (`EVENT_FIELDS`).

    With its day goes all that began or ended by it.

    Raises:
        PermissionDenied: the actor may not.
        OrganisationRefused: the day passes what is recorded before or after, nothing differs, the
            event would rest on nothing, no reason.
    """
    with correcting(actor, reason, units_of(event)):
        now = _again(Event, event.pk)
        was = now.on
        changes = _set(now, EVENT_FIELDS, editing.changes(seen, actor, now, values))
        Precision(now.precision), Confidence(now.confidence)
        if not (now.basis_number or now.source):
            raise OrganisationRefused("no_basis", day=day_text(now.on))
        if not changes:
            raise OrganisationRefused("nothing_new", code=now.key, day=day_text(was))
        units = units_of(now)
        if now.on != was:
            shift(now, was, now.on)
        now.save(update_fields=[name for name, *_ in changes])
        check_units(units)
        return note(actor, now.key, changes, units, reason)


def correct_share(
    actor: Actor,
    part: EventPart,
    share: tuple[int, int] | None,
    basis: ShareBasis,
    *,
    reason: str,
    estimated_by: str = "",
    seen: str | None = None,
) -> Correction:
    """Put right the share that one unit gave another (numerator and denominator), or its basis.

    Raises:
        PermissionDenied: the actor may not.
        OrganisationRefused: the shares of the giver cannot be, or lack their basis.
    """
    from namro.foundation.organisations.actions_descent import check_parts

    with correcting(
        actor, reason, [end for end in (part.predecessor, part.successor) if end is not None]
    ):
        now = _again(EventPart, part.pk)
        editing.unchanged(seen, actor, now)
        before = _share_text(now)
        now.share_numerator, now.share_denominator = share or (None, None)
        now.basis, now.estimated_by = basis, estimated_by.strip()
        if before == _share_text(now):
            code = now.predecessor.code if now.predecessor else ""
            raise OrganisationRefused("nothing_new", code=code, day=day_text(now.event.on))
        others = list(now.event.parts.exclude(pk=now.pk).select_related("predecessor", "successor"))
        check_parts([*others, now])
        now.save()
        units = [unit for unit in (now.predecessor, now.successor) if unit is not None]
        return note(actor, now.event.key, [["share", before, _share_text(now)]], units, reason)


def _share_text(part: EventPart) -> str:
    said = f"{part.share_numerator}/{part.share_denominator}" if part.share is not None else ""
    return " ".join(filter(None, (said, str(part.basis), part.estimated_by)))


def _again(model: Any, pk: int) -> Any:
    """The row as it is now.

    Raises:
        OrganisationRefused: it was withdrawn meanwhile.
    """
    found = model.objects.filter(pk=pk).first()
    if found is None:
        raise OrganisationRefused("not_there")
    return found


def _set(row: Any, fields: Iterable[str], values: Mapping[str, Any]) -> list[list[Any]]:
    """Give a row the values that differ; each as [field, before, after]."""
    changes = []
    for name in fields:
        if name not in values:
            continue
        value = values[name].strip() if isinstance(values[name], str) else values[name]
        before = getattr(row, name)
        if value != before:
            setattr(row, name, value)
            changes.append([name, _plain(before), _plain(value)])
    return changes


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def units_of(event: Event) -> list[Unit]:
    """The units that an event is about."""
    keys = {
        key
        for pair in event.parts.values_list("predecessor", "successor")
        for key in pair
        if key is not None
    }
    keys |= set(event.names.values_list("unit", flat=True))
    keys |= set(event.places.values_list("unit", flat=True))
    return list(Unit.objects.filter(pk__in=keys))
