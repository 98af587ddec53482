"""What all the verbs on units share: the lock, events, units as they are wanted, and their ends.

Called inside an action's transaction and never from elsewhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.organisations.choices import (
    Block,
    Confidence,
    EventKind,
    Hierarchy,
    Kind,
    Precision,
)
from namro.foundation.organisations.models import Event, Place, Unit, UnitName
from namro.foundation.organisations.questions import ancestors
from namro.foundation.organisations.refusals import Code, OrganisationRefused
from namro.foundation.organisations.rules.arranging import closes_circle
from namro.foundation.organisations.rules.reading import is_code

Actor = User | Operator
LOCK = 0x6E616D75  # "namu": one change of units at a time
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Basis:
    """What an event rests on: a document, a source, and how sure they are."""

    number: str = ""
    date: dt.date | None = None
    title: str = ""
    source: str = ""
    confidence: Confidence = Confidence.HIGH
    precision: Precision = Precision.DAY
    note: str = ""


@dataclass(frozen=True, slots=True)
class Under:
    """A place wanted in a hierarchy: under which unit (None: at the top), in which order."""

    hierarchy: Hierarchy
    parent: Unit | str | None
    order: int


@dataclass(frozen=True, slots=True)
class New:
    """A unit to be founded; a parent may be named by the code it has on that day."""

    code: str
    name: str
    kind: Kind
    block: Block
    places: tuple[Under, ...] = ()
    source: str = ""
    confidence: Confidence = Confidence.HIGH
    note: str = ""
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Rehome:
    """Where a unit goes whose parent ends: under which unit (or the code of one founded by the
    same event; None: at the top), in its own order where none is given."""

    unit: Unit
    hierarchy: Hierarchy
    parent: Unit | str | None
    order: int | None = None


def parents_of(news: Sequence[New]) -> list[object]:
    """The units under which new ones are wanted, which the actor must be allowed to change.

    One that stands nowhere, at the top, or under a code that is found only later is everybody's
    (None): that needs the right everywhere. A parent that is new itself counts by its own parents.
    """
    named = {new.code for new in news}
    found: list[object] = []
    for new in news:
        if not new.places:
            found.append(None)
        for place in new.places:
            if isinstance(place.parent, Unit):
                found.append(place.parent)
            elif place.parent not in named:
                found.append(None)
    return found


def lock() -> None:
    """Wait until no other transaction changes units; released when this one ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def day_text(day: dt.date | None) -> str:
    """A day as official documents write it."""
    return f"{day:%d/%m/%Y}" if day else "…"


def free_key(key: str) -> str:
    """`key`, or with a number where an event of that name is recorded already."""
    taken = set(Event.objects.filter(key__startswith=key).values_list("key", flat=True))
    numbers = (f"{key}:{number}" for number in range(2, len(taken) + 3))
    return next(each for each in (key, *numbers) if each not in taken)


def record(actor: Actor, key: str, kind: EventKind, on: dt.date, basis: Basis) -> Event:
    """Write down an event.

    Raises:
        OrganisationRefused: it rests on nothing, or its key is taken.
    """
    if not (basis.number.strip() or basis.source.strip()):
        raise OrganisationRefused("no_basis", day=day_text(on))
    if Event.objects.filter(key=key).exists():
        raise OrganisationRefused("key_taken", key=key)
    return Event.objects.create(
        key=key,
        kind=kind,
        on=on,
        precision=basis.precision,
        basis_number=basis.number.strip(),
        basis_date=basis.date,
        basis_title=basis.title.strip(),
        source=basis.source.strip(),
        confidence=basis.confidence,
        note=basis.note.strip(),
        recorded_by=actor.get_username(),
    )


def add_units(news: Sequence[New], on: dt.date | None, event: Event | None) -> list[Unit]:
    """Write down new units with their names and places, from `on` on.

    A parent comes before its children; so no circle can be closed.

    Raises:
        OrganisationRefused: a code, name, order or parent will not do.
    """
    taken = _taken({new.code for new in news}, on)
    named: dict[str, Unit] = {}
    for new in news:
        if not is_code(new.code):
            raise OrganisationRefused("code", code=new.code)
        if not new.name.strip():
            raise OrganisationRefused("no_name", code=new.code)
        if new.code in taken or new.code in named:
            raise OrganisationRefused("code_taken", code=new.code)
        named[new.code] = Unit(
            code=new.code,
            kind=new.kind,
            block=new.block,
            valid_from=on,
            source=new.source.strip(),
            confidence=new.confidence,
            note=new.note.strip(),
            illustrative=new.illustrative,
        )
    units = Unit.objects.bulk_create(named.values())
    UnitName.objects.bulk_create(
        UnitName(unit=unit, name=new.name.strip(), valid_from=on, event=event)
        for unit, new in zip(units, news, strict=True)
    )
    wanted = {
        each.parent
        for new in news
        for each in new.places
        if isinstance(each.parent, str) and each.parent not in named
    }
    there = {unit.code: unit for unit in _holders(wanted, on)}
    places: list[Place] = []
    seen: set[str] = set()
    for unit, new in zip(units, news, strict=True):
        for each in new.places:
            parent = _parent(each.parent, named, there, seen, on)
            check_parent(unit, parent, on, None)
            places.append(_place(unit, parent, each, on, event))
        seen.add(new.code)
    Place.objects.bulk_create(places)
    return units


def _parent(
    wanted: Unit | str | None,
    named: dict[str, Unit],
    there: dict[str, Unit],
    seen: Collection[str],
    on: dt.date | None,
) -> Unit | None:
    if wanted is None or isinstance(wanted, Unit):
        return wanted
    found = (named.get(wanted) if wanted in seen else None) or there.get(wanted)
    if found is None:
        raise OrganisationRefused("no_such_unit", code=wanted, day=day_text(on))
    return found


def _place(
    unit: Unit, parent: Unit | None, wanted: Under, on: dt.date | None, event: Event | None
) -> Place:
    if wanted.order < 0:
        raise OrganisationRefused("order", code=unit.code, order=wanted.order)
    return Place(
        unit=unit,
        hierarchy=wanted.hierarchy,
        parent=parent,
        order=wanted.order,
        valid_from=on,
        event=event,
    )


def check_parent(
    unit: Unit, parent: Unit | None, first: dt.date | None, last: dt.date | None
) -> None:
    """Refuse a parent that is not there from `first` to `last` (None: without limit)."""
    if parent is None:
        return
    late = parent.valid_from is not None and (first is None or first < parent.valid_from)
    early = parent.valid_to is not None and (last is None or last > parent.valid_to)
    if late or early:
        raise OrganisationRefused("parent_not_there", code=unit.code, parent=parent.code)


def _taken(codes: Collection[str], on: dt.date | None) -> set[str]:
    """Those of `codes` that some unit holds on `on` or later."""
    return set(Unit.objects.filter(code__in=codes).between(on, None).values_list("code", flat=True))


def _holders(codes: Iterable[str], on: dt.date | None) -> Iterable[Unit]:
    found = Unit.objects.filter(code__in=list(codes))
    held: Iterable[Unit] = found.filter(valid_from__isnull=True) if on is None else found.on(on)
    return held


def end_units(units: Collection[Unit], on: dt.date) -> None:
    """End units on the day before `on`, with their names and places.

    The caller gives their children other parents and then asks `check_no_children`.

    Raises:
        OrganisationRefused: one does not exist on that day before, or has something recorded from
            `on` on.
    """
    last, keys = on - ONE_DAY, [unit.pk for unit in units]
    for unit in units:
        begun = unit.valid_from is None or unit.valid_from <= last
        if not begun or unit.valid_to is not None:
            raise OrganisationRefused("not_alive", code=unit.code, day=day_text(last))
    for rows in (UnitName.objects, Place.objects):
        later = (
            rows.filter(unit__in=keys, valid_from__gte=on)
            .select_related("unit")
            .order_by("valid_from")
            .first()
        )
        if later is not None:
            raise OrganisationRefused(
                "has_later", code=later.unit.code, day=day_text(later.valid_from)
            )
    for rows in (UnitName.objects, Place.objects):
        rows.filter(unit__in=keys).since(on).update(valid_to=last)
    Unit.objects.filter(pk__in=keys).update(valid_to=last)
    for unit in units:
        unit.valid_to = last


def rehome(places: Iterable[Rehome], named: Mapping[str, Unit], on: dt.date, event: Event) -> None:
    """Give units their new parents from `on` on, by the event that ends their old ones.

    `named`: the units founded by the event, by code.

    Raises:
        OrganisationRefused: a unit has no place that day, or its new parent will not do.
    """
    for each in places:
        if isinstance(each.parent, str):
            if each.parent not in named:
                raise OrganisationRefused("no_such_unit", code=each.parent, day=day_text(on))
            parent: Unit | None = named[each.parent]
        else:
            parent = each.parent
        now = Place.objects.filter(unit=each.unit, hierarchy=each.hierarchy).on(on).first()
        if now is None or now.valid_from == on:
            why: Code = "no_place" if now is None else "already_that_day"
            raise OrganisationRefused(why, code=each.unit.code, day=day_text(on))
        last = now.valid_to
        if parent is not None:
            parent.refresh_from_db()
        check_parent(each.unit, parent, on, last)
        if parent is not None:
            check_no_circle(each.unit, parent, each.hierarchy, on, last)
        now.valid_to = on - ONE_DAY
        now.save(update_fields=["valid_to"])
        Place.objects.create(
            unit=each.unit,
            hierarchy=each.hierarchy,
            parent=parent,
            order=now.order if each.order is None else each.order,
            valid_from=on,
            valid_to=last,
            event=event,
        )


def check_no_children(units: Collection[Unit], on: dt.date) -> None:
    """Refuse when one of `units`, which end before `on`, has units under it from then on."""
    keys = [unit.pk for unit in units]
    under = (
        Place.objects.filter(parent__in=keys)
        .exclude(unit__in=keys)
        .since(on)
        .select_related("parent")
    )
    child = under.first()
    if child is not None:
        raise OrganisationRefused(
            "has_children",
            code=child.parent.code,
            count=under.filter(parent=child.parent).values("unit").distinct().count(),
            day=day_text(on),
        )


def check_no_circle(
    unit: Unit, parent: Unit, hierarchy: str, on: dt.date | None, last: dt.date | None
) -> None:
    """Refuse when on some day from `on` to `last` the parent stands under the unit."""
    changes = Place.objects.filter(hierarchy=hierarchy, valid_from__isnull=False)
    if on is not None:
        changes = changes.filter(valid_from__gt=on)
    if last is not None:
        changes = changes.filter(valid_from__lte=last)
    days = changes.values_list("valid_from", flat=True).distinct().order_by()
    for day in (on or dt.date.min, *days):
        above = [each.unit for each in ancestors(parent.pk, Hierarchy(hierarchy), day)]
        if closes_circle(unit.pk, parent.pk, above):
            raise OrganisationRefused("in_circle", code=unit.code, parent=parent.code)
