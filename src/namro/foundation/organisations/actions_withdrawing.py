"""Withdrawing what was recorded by mistake: an event that never was, a unit that never was.

What it ended goes on as before, what it began is taken away; the rows stay in the history. It is
refused while something else rests on it.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import ProtectedError
from django.utils import timezone

from namro.foundation.history import editing
from namro.foundation.organisations import holdings
from namro.foundation.organisations.actions_corrections import correcting, note, units_of
from namro.foundation.organisations.checking import check_units
from namro.foundation.organisations.keeping import ONE_DAY, Actor, day_text
from namro.foundation.organisations.models import (
    Boundary,
    Correction,
    Event,
    EventPart,
    Place,
    Unit,
    UnitName,
)
from namro.foundation.organisations.refusals import OrganisationRefused
from namro.foundation.organisations.shifting import founded_by, givers_ended


def withdraw_event(
    actor: Actor, event: Event, *, reason: str, seen: str | None = None
) -> Correction:
    """Take back an event that was recorded by mistake, with what it began and ended.

    Raises:
        PermissionDenied: the actor may not.
        OrganisationRefused: another event, a unit below, or something of another room rests on a
            unit that it founded; a unit that would go on has no parent or its code is another's.
        ChangedMeanwhile: somebody corrected it since the page showed `seen`.
    """
    with correcting(actor, reason, units_of(event)):
        now = Event.objects.filter(pk=event.pk).first()
        if now is None:
            raise OrganisationRefused("not_there")
        editing.unchanged(seen, actor, now)
        founded = founded_by(now)
        _unused(founded, now)
        about = [
            ["event", f"{now.kind} {now.on.isoformat()} {now.basis_number or now.source}", ""],
            *(["unit", unit.code, ""] for unit in founded),
        ]
        back = givers_ended(now, now.on)
        last = now.on - ONE_DAY
        others = {
            *now.parts.exclude(predecessor=None).values_list("predecessor", flat=True),
            *now.parts.exclude(successor=None).values_list("successor", flat=True),
            *now.places.values_list("unit", flat=True),
        } - {unit.pk for unit in founded}
        now.parts.all().delete()
        _take_back(now, [unit.pk for unit in founded])
        _remove(founded)
        for unit in Unit.objects.filter(pk__in=back):
            if Unit.objects.filter(code=unit.code).exclude(pk=unit.pk).since(now.on).exists():
                raise OrganisationRefused("code_taken", code=unit.code)
        Unit.objects.filter(pk__in=back).update(valid_to=None)
        for rows in (UnitName.objects, Place.objects):
            rows.filter(unit__in=back, valid_to=last).update(valid_to=None)
        now.delete()
        touched = list(Unit.objects.filter(pk__in=others))
        check_units(touched)
        return note(actor, now.key, about, touched, reason, "withdrawn")


def withdraw_unit(actor: Actor, unit: Unit, *, reason: str, seen: str | None = None) -> Correction:
    """Take back a unit that was recorded as there already (no event), and never was.

    Raises:
        PermissionDenied: the actor may not.
        OrganisationRefused: it was founded by an event, or something rests on it.
    """
    with correcting(actor, reason, [unit]):
        now = Unit.objects.filter(pk=unit.pk).first()
        if now is None:
            raise OrganisationRefused("not_there")
        editing.unchanged(seen, actor, now)
        if now.valid_from is not None:
            name = now.names.filter(event__isnull=False).select_related("event").first()
            key = name.event.key if name is not None and name.event is not None else "…"
            raise OrganisationRefused("has_event", code=now.code, key=key)
        _unused([now], None)
        names = "; ".join(now.names.values_list("name", flat=True))
        _remove([now])
        return note(actor, now.code, [["unit", names, ""]], [], reason, "withdrawn")


def _unused(units: Collection[Unit], event: Event | None) -> None:
    """Refuse where anything but `event` itself rests on `units`."""
    keys = [unit.pk for unit in units]
    by_key = {unit.pk: unit for unit in units}
    for parts, end in (
        (EventPart.objects.filter(predecessor__in=keys), "predecessor_id"),
        (EventPart.objects.filter(successor__in=keys), "successor_id"),
    ):
        part = parts.exclude(event=event).select_related("event").first()
        if part is not None:
            raise OrganisationRefused(
                "depends_event",
                key=part.event.key,
                day=day_text(part.event.on),
                code=by_key[getattr(part, end)].code,
            )
    below = Place.objects.filter(parent__in=keys).exclude(unit__in=keys)
    child = below.select_related("unit", "parent").exclude(event=event, event__isnull=False).first()
    if child is not None and child.parent is not None:
        raise OrganisationRefused("depends_child", child=child.unit.code, code=child.parent.code)
    today = timezone.localdate()
    used = holdings.held(keys, today)
    if used:
        first = by_key[used[0].unit]
        what = ", ".join(f"{each.count} {each.label}" for each in used if each.unit == first.pk)
        raise OrganisationRefused("depends_held", code=first.code, what=what)
    for series in holdings.series():
        for pk, value in series.values(keys, today).items():
            if value is not None and pk in by_key:
                raise OrganisationRefused(
                    "depends_held", code=by_key[pk].code, what=str(series.label)
                )


def _take_back(event: Event, founded: Collection[int]) -> None:
    """Remove the names and places of an event; what each of them ended goes on in its stead."""
    for name in event.names.exclude(unit__in=founded):
        name.delete()
        UnitName.objects.filter(unit=name.unit_id, valid_to=name.valid_from - ONE_DAY).update(
            valid_to=name.valid_to
        )
    for place in event.places.exclude(unit__in=founded):
        place.delete()
        Place.objects.filter(
            unit=place.unit_id, hierarchy=place.hierarchy, valid_to=place.valid_from - ONE_DAY
        ).update(valid_to=place.valid_to)


def _remove(units: Collection[Unit]) -> None:
    keys = [unit.pk for unit in units]
    Place.objects.filter(unit__in=keys).delete()
    UnitName.objects.filter(unit__in=keys).delete()
    Boundary.objects.filter(unit__in=keys).delete()
    try:
        Unit.objects.filter(pk__in=keys).delete()
    except ProtectedError as error:
        what = ", ".join(sorted({str(row._meta.verbose_name) for row in error.protected_objects}))
        code = units and next(iter(units)).code
        raise OrganisationRefused("depends_held", code=code, what=what) from error
