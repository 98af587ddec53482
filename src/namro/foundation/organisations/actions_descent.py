"""The verbs through which units end: merging, splitting, reorganising, dissolving.

Figures of the units stay where they are, at the unit and the day they belong to; what became of
them is asked (`questions.on_units_of`), not written. A share that nobody stated stays unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db import transaction

from namro.foundation import history
from namro.foundation.accounts.permissions import require_all
from namro.foundation.organisations.choices import DESCENT, EventKind, ShareBasis
from namro.foundation.organisations.keeping import (
    ONE_DAY,
    Actor,
    Basis,
    New,
    Rehome,
    add_units,
    check_no_children,
    day_text,
    end_units,
    free_key,
    lock,
    parents_of,
    record,
    rehome,
)
from namro.foundation.organisations.models import Event, EventPart, Unit
from namro.foundation.organisations.permissions import CHANGE
from namro.foundation.organisations.refusals import Code, OrganisationRefused
from namro.foundation.organisations.rules.descent import Flow, SharesError, check


@dataclass(frozen=True, slots=True)
class Gives:
    """What a unit gives to another: a unit, the code of one founded by the same event, or None
    where nobody recorded to whom. Without a share the basis is unknown."""

    predecessor: Unit
    successor: Unit | str | None
    share: Fraction | None = None
    basis: ShareBasis = ShareBasis.UNKNOWN
    # A person's name where the share is their estimate.
    estimated_by: str = ""


def merge(
    actor: Actor,
    units: Collection[Unit],
    into: Unit | New,
    on: dt.date,
    *,
    reason: str,
    basis: Basis,
    share_basis: ShareBasis = ShareBasis.PUBLISHED,
    key: str = "",
) -> Event:
    """Let units go whole into one, which goes on or is founded on `on`; they end the day before.

    Raises:
        PermissionDenied, OrganisationRefused: as for `reorganise`.
    """
    to: Unit | str = into.code if isinstance(into, New) else into
    gives = [Gives(unit, to, Fraction(1), share_basis) for unit in units if unit != into]
    founded = [into] if isinstance(into, New) else []
    return reorganise(
        actor, EventKind.MERGED, gives, on, reason=reason, basis=basis, founded=founded, key=key
    )


def split(
    actor: Actor,
    unit: Unit,
    into: Sequence[tuple[Unit | New, Fraction | None, ShareBasis]],
    on: dt.date,
    *,
    reason: str,
    basis: Basis,
    estimated_by: str = "",
    key: str = "",
) -> Event:
    """Divide a unit among others, founded on `on` or there already; with itself it goes on.

    Raises:
        PermissionDenied, OrganisationRefused: as for `reorganise`.
    """
    gives = [
        Gives(
            unit,
            to.code if isinstance(to, New) else to,
            share,
            of,
            estimated_by if share is not None else "",
        )
        for to, share, of in into
    ]
    founded = [to for to, _share, _of in into if isinstance(to, New)]
    return reorganise(
        actor, EventKind.SPLIT, gives, on, reason=reason, basis=basis, founded=founded, key=key
    )


def reorganise(
    actor: Actor,
    kind: EventKind,
    gives: Sequence[Gives],
    on: dt.date,
    *,
    reason: str,
    basis: Basis,
    founded: Sequence[New] = (),
    rehomed: Sequence[Rehome] = (),
    key: str = "",
) -> Event:
    """Record who goes to whom on `on`: whoever gives ends the day before, unless it gives to
    itself too; `founded` begin. Codes are free again for those that begin. `rehomed`: units that
    stood under one that ends, and where they stand from then on.

    Raises:
        PermissionDenied: the actor may not.
        OrganisationRefused: a unit does not exist then or was divided that day already, shares
            cannot be, there is no basis, or a unit that ends still has units under it.
    """
    require_all(actor, CHANGE, _touched(gives, founded, rehomed))
    if not gives:
        raise OrganisationRefused("no_parts", day=day_text(on))
    with transaction.atomic(), history.reason(actor, reason):
        lock()
        name = key or free_key(
            f"{kind}:{','.join(sorted({g.predecessor.code for g in gives})[:3])}:{on}"
        )
        event = record(actor, name, kind, on, basis)
        givers = {give.predecessor.pk: give.predecessor for give in gives}
        givers = {unit.pk: unit for unit in Unit.objects.filter(pk__in=givers)}
        _not_twice(givers, event)
        own = {g.predecessor.pk for g in gives if _key_of(g.successor) == g.predecessor.pk}
        _alive([givers[pk] for pk in own], on - ONE_DAY)
        ending = [unit for pk, unit in givers.items() if pk not in own]
        end_units(ending, on)
        named = {unit.code: unit for unit in add_units(founded, on, event)}
        rehome(rehomed, named, on, event)
        check_no_children(ending, on)
        to = _receivers(gives, named, on)
        parts = [
            EventPart(
                event=event,
                predecessor=givers[give.predecessor.pk],
                successor=successor,
                share_numerator=give.share.numerator if give.share is not None else None,
                share_denominator=give.share.denominator if give.share is not None else None,
                basis=give.basis,
                estimated_by=give.estimated_by.strip(),
            )
            for give, successor in zip(gives, to, strict=True)
        ]
        check_parts(parts)
        EventPart.objects.bulk_create(parts)
    return event


def dissolve(
    actor: Actor,
    units: Collection[Unit],
    on: dt.date,
    *,
    reason: str,
    basis: Basis,
    rehomed: Sequence[Rehome] = (),
    key: str = "",
) -> Event:
    """End units without successors on the day before `on`; their figures stay theirs.

    Raises:
        PermissionDenied: the actor may not.
        OrganisationRefused: one does not exist then, or still has units under it.
    """
    require_all(actor, CHANGE, [*units, *_new_parents(rehomed, ())])
    if not units:
        raise OrganisationRefused("no_parts", day=day_text(on))
    with transaction.atomic(), history.reason(actor, reason):
        lock()
        there = list(Unit.objects.filter(pk__in=[unit.pk for unit in units]))
        name = key or free_key(
            f"dissolved:{','.join(sorted(unit.code for unit in there)[:3])}:{on}"
        )
        event = record(actor, name, EventKind.DISSOLVED, on, basis)
        end_units(there, on)
        rehome(rehomed, {}, on, event)
        check_no_children(there, on)
        EventPart.objects.bulk_create(EventPart(event=event, predecessor=unit) for unit in there)
    return event


def _touched(
    gives: Sequence[Gives], founded: Sequence[New], rehomed: Sequence[Rehome]
) -> list[object]:
    """What the actor must be allowed to change: who gives, who receives, where new units stand.

    A receiver named by a code that is found only later may be any (None).
    """
    new = {each.code for each in founded}
    received = [give.successor for give in gives if give.successor not in (None, *new)]
    units = [each if isinstance(each, Unit) else None for each in received]
    above = _new_parents(rehomed, new)
    return [*(give.predecessor for give in gives), *units, *parents_of(founded), *above]


def _new_parents(rehomed: Sequence[Rehome], founded: Collection[str]) -> list[object]:
    """Units whose parent ends, and where they go; one that is founded with it asks no more."""
    to = [each.parent for each in rehomed if each.parent not in founded]
    parents = [each if isinstance(each, Unit) else None for each in to]
    return [*(each.unit for each in rehomed), *parents]


def _key_of(successor: Unit | str | None) -> int | None:
    return successor.pk if isinstance(successor, Unit) else None


def _receivers(gives: Sequence[Gives], named: Mapping[str, Unit], on: dt.date) -> list[Unit | None]:
    """Who receives, each as it is now and existing on `on`."""
    keys = {give.successor.pk for give in gives if isinstance(give.successor, Unit)}
    there = {unit.pk: unit for unit in Unit.objects.filter(pk__in=keys)}
    _alive(there.values(), on)
    found: list[Unit | None] = []
    for give in gives:
        if isinstance(give.successor, Unit):
            found.append(there[give.successor.pk])
        elif give.successor is None:
            found.append(None)
        elif give.successor in named:
            found.append(named[give.successor])
        else:
            raise OrganisationRefused("no_such_unit", code=give.successor, day=day_text(on))
    return found


def _alive(units: Collection[Unit], day: dt.date) -> None:
    for unit in units:
        begun = unit.valid_from is None or unit.valid_from <= day
        if not begun or (unit.valid_to is not None and unit.valid_to < day):
            raise OrganisationRefused("not_alive", code=unit.code, day=day_text(day))


def _not_twice(givers: Mapping[int, Unit], event: Event) -> None:
    """A unit gives in one event a day: what two of them mean together nobody could say."""
    before = (
        EventPart.objects.filter(
            event__on=event.on, event__kind__in=DESCENT, predecessor__in=givers
        )
        .exclude(event=event)
        .first()
    )
    if before is not None and before.predecessor_id is not None:
        raise OrganisationRefused(
            "same_day", code=givers[before.predecessor_id].code, day=day_text(event.on)
        )


_SHARES: dict[str, Code] = {
    "twice": "shares_twice",
    "not_positive": "shares_not_positive",
    "over": "shares_over",
    "under": "shares_under",
}


def check_parts(parts: Iterable[EventPart]) -> None:
    """Refuse the parts of one event whose shares cannot be, or lack their basis.

    Raises:
        OrganisationRefused: for the first predecessor at fault.
    """
    given = [part for part in parts if part.predecessor is not None]
    codes = {part.predecessor_id: part.predecessor.code for part in given if part.predecessor}
    for part in given:
        if (part.share is None) != (part.basis == ShareBasis.UNKNOWN) or (
            part.share is None and part.estimated_by
        ):
            raise OrganisationRefused("share_without_basis", code=codes[part.predecessor_id])
    try:
        check(Flow(part.predecessor_id, part.successor_id, part.share) for part in given)
    except SharesError as error:
        code = codes[int(str(error.predecessor))]
        raise OrganisationRefused(_SHARES[error.code], code=code) from error
