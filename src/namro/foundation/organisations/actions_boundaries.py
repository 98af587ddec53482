"""Recording where units lie."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from namro.foundation import history
from namro.foundation.accounts.permissions import require_all
from namro.foundation.organisations.keeping import ONE_DAY, Actor, day_text, lock
from namro.foundation.organisations.models import Boundary, Unit
from namro.foundation.organisations.permissions import CHANGE
from namro.foundation.organisations.refusals import OrganisationRefused
from namro.foundation.organisations.rules.geojson import Shape, count


@dataclass(frozen=True, slots=True)
class Origin:
    """Where boundaries were taken from."""

    source: str
    licence: str = ""
    link: str = ""
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """How many boundaries are new, stand in place of others, and were there already."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0


def record_boundaries(
    actor: Actor,
    shapes: Mapping[int, Shape],
    on: dt.date,
    origin: Origin,
    *,
    reason: str,
    changed: bool = False,
    replace: bool = False,
) -> Done:
    """Keep the boundaries of units: all or none; the same again changes nothing.

    Args:
        shapes: by the key of the unit.
        on: a day on which the units are so.
        changed: units went on with another boundary from that day: the one before holds until the
            day before. Else a boundary holds as long as its unit.
        replace: put these in the place of others that are recorded of the same days; the history
            keeps what was there. Not said, nothing that is recorded is overwritten.

    Raises:
        PermissionDenied: the actor may not change one of the units.
        OrganisationRefused: no reason, no source, an address that is none, a unit that does not
            exist on that day, or one that has another boundary already.
    """
    units = {each.pk: each for each in Unit.objects.filter(pk__in=shapes)}
    require_all(actor, CHANGE, list(units.values()))
    if not reason.strip():
        raise OrganisationRefused("no_reason")
    if not origin.source.strip():
        raise OrganisationRefused("no_source")
    if origin.link and not origin.link.startswith(("https://", "http://")):
        raise OrganisationRefused("no_address", link=origin.link)
    with transaction.atomic(), history.reason(actor, reason):
        lock()
        _check_alive(units, on)
        known: dict[int, list[Boundary]] = {}
        for row in Boundary.objects.filter(unit__in=units):
            known.setdefault(row.unit_id, []).append(row)
        new: list[Boundary] = []
        others: list[Boundary] = []
        unchanged = 0
        for unit, shape in shapes.items():
            said = _said(shape, origin)
            held = next((each for each in known.get(unit, ()) if _holds(each, on)), None)
            if held is not None and _same(held, said, shape_alone=changed):
                unchanged += 1
            elif held is not None and (not changed or held.valid_from == on):
                for name, value in said.items():
                    setattr(held, name, value)
                others.append(held)
            else:
                first, last = _gap(known.get(unit, ()), held, on, changed=changed)
                if held is not None:
                    held.valid_to = on - ONE_DAY
                    held.save(update_fields=["valid_to"])
                new.append(Boundary(unit_id=unit, valid_from=first, valid_to=last, **said))
        if others and not replace:
            first_one = units[others[0].unit_id].code
            raise OrganisationRefused("boundary_there", count=len(others), code=first_one)
        for row in others:
            row.save()
        Boundary.objects.bulk_create(new, batch_size=200)
    return Done(len(new), len(others), unchanged)


def _check_alive(units: Mapping[int, Unit], on: dt.date) -> None:
    there = set(Unit.objects.on(on).filter(pk__in=units).values_list("pk", flat=True))
    for key, unit in units.items():
        if key not in there:
            raise OrganisationRefused("not_alive", code=unit.code, day=day_text(on))


def _said(shape: Shape, origin: Origin) -> dict[str, object]:
    return {
        "shape": shape,
        "points": count(shape),
        "source": origin.source.strip(),
        "source_date": origin.date,
        "licence": origin.licence.strip(),
        "link": origin.link.strip(),
    }


def _holds(row: Boundary, on: dt.date) -> bool:
    return (row.valid_from is None or row.valid_from <= on) and (
        row.valid_to is None or row.valid_to >= on
    )


def _same(row: Boundary, said: Mapping[str, object], *, shape_alone: bool) -> bool:
    """Whether a row says so already; who states a change means the shape alone."""
    names = ["shape"] if shape_alone else list(said)
    return all(getattr(row, name) == said[name] for name in names)


def _gap(
    rows: Sequence[Boundary], held: Boundary | None, on: dt.date, *, changed: bool
) -> tuple[dt.date | None, dt.date | None]:
    """The days that a new row takes: as many as no other row has."""
    if held is not None:
        return on, held.valid_to
    before = [each.valid_to for each in rows if each.valid_to is not None and each.valid_to < on]
    after = [
        each.valid_from for each in rows if each.valid_from is not None and each.valid_from > on
    ]
    first = on if changed else max(before) + ONE_DAY if before else None
    return first, min(after) - ONE_DAY if after else None
