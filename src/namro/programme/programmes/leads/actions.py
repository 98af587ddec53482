"""The verbs of who leads: match again, confirm, choose, say that it is not listed, hand over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from namro.foundation import history
from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.accounts.permissions import require
from namro.foundation.organisations.models import Unit
from namro.foundation.organisations.naming import name_on
from namro.programme.programmes.actions import lock
from namro.programme.programmes.leads.linking import Linked, alive, link_leads
from namro.programme.programmes.leads.models import LINKED, HandOver, LeadLink, LinkState
from namro.programme.programmes.leads.refusals import LeadRefused
from namro.programme.programmes.models import Programme, SourceDocument
from namro.programme.programmes.permissions import LINK_LEADS
from namro.programme.programmes.rules.leading import Passed, path
from namro.programme.programmes.rules.numbers import date

Actor = User | Operator


def match_leads(actor: Actor, source: SourceDocument, *, reason: str) -> Linked:
    """Look the leads of a version up in the register anew; what a person decided stays.

    Raises:
        PermissionDenied: the actor may not.
    """
    require(actor, LINK_LEADS, source.programme)
    with transaction.atomic(), history.reason(actor, reason):
        lock()
        return link_leads(source)


def confirm_links(actor: Actor, source: SourceDocument, keys: Sequence[int], *, reason: str) -> int:
    """Confirm the units proposed for names, or linked automatically.

    Returns:
        How many were changed; those that are confirmed already stay as they are.

    Raises:
        PermissionDenied: the actor may not.
        LeadRefused: one is gone, has no unit, or its unit is not there on the document's day.
    """
    require(actor, LINK_LEADS, source.programme)
    with transaction.atomic(), history.reason(actor, reason):
        found = _locked(source, keys)
        changed = [link for link in found if link.state != LinkState.CONFIRMED]
        for link in changed:
            if link.unit is None:
                raise LeadRefused("no_unit", name=link.name)
            _confirm(actor, link, link.unit)
    return len(changed)


def choose_unit(
    actor: Actor, link: LeadLink, unit: Unit, *, reason: str, seen: str | None = None
) -> LeadLink:
    """Say which unit a name means. `seen`: the link's stamp when the person looked at it.

    Raises:
        PermissionDenied: the actor may not.
        LeadRefused: the unit is not there on the document's day, or somebody decided meanwhile.
    """
    require(actor, LINK_LEADS, link.source.programme)
    with transaction.atomic(), history.reason(actor, reason):
        link = _unmoved(link, seen)
        if link.unit_id != unit.pk:
            link.score, link.reasons = None, ["chosen"]
        _confirm(actor, link, unit)
    return link


def not_listed(actor: Actor, link: LeadLink, *, reason: str, seen: str | None = None) -> LeadLink:
    """Say that a name means no unit of the register.

    Raises:
        PermissionDenied: the actor may not.
        LeadRefused: somebody decided meanwhile.
    """
    require(actor, LINK_LEADS, link.source.programme)
    with transaction.atomic(), history.reason(actor, reason):
        link = _unmoved(link, seen)
        link.unit, link.score, link.reasons, link.kinds = None, None, [], []
        _decide(actor, link, LinkState.UNLISTED)
    return link


def hand_over(
    actor: Actor,
    programme: Programme,
    unit: Unit,
    successor: Unit,
    *,
    on: dt.date,
    reason: str,
    basis_number: str = "",
    basis_date: dt.date | None = None,
    source: str = "",
) -> HandOver:
    """Confirm that what an ended unit led in a programme is led by another from a day on.

    One that was confirmed before is withdrawn and stays in sight.

    Raises:
        PermissionDenied: the actor may not.
        LeadRefused: the unit has not ended by then or leads nothing, the successor is not there,
            it would go in a circle, or it rests on nothing.
    """
    require(actor, LINK_LEADS, programme)
    with transaction.atomic(), history.reason(actor, reason):
        lock()
        _may_hand_over(programme, unit, successor, on)
        if not basis_number.strip() and not source.strip():
            raise LeadRefused("no_basis")
        programme.hand_overs.filter(unit=unit, withdrawn=False).update(withdrawn=True)
        made: HandOver = HandOver.objects.create(
            programme=programme,
            unit=unit,
            successor=successor,
            on=on,
            basis_number=basis_number.strip(),
            basis_date=basis_date,
            source=source.strip(),
            decided_by=actor.get_username(),
            decided_at=timezone.now(),
        )
    return made


def withdraw_hand_over(actor: Actor, programme: Programme, unit: Unit, *, reason: str) -> None:
    """Take back a hand-over that was confirmed by mistake; it is asked again.

    Raises:
        PermissionDenied: the actor may not.
        LeadRefused: there is none.
    """
    require(actor, LINK_LEADS, programme)
    with transaction.atomic(), history.reason(actor, reason):
        lock()
        standing = programme.hand_overs.filter(unit=unit, withdrawn=False)
        if not standing.update(withdrawn=True):
            raise LeadRefused("no_hand_over")


def _may_hand_over(programme: Programme, unit: Unit, successor: Unit, on: dt.date) -> None:
    named = {"unit": called(unit, on), "successor": called(successor, on)}
    standing = [
        Passed(each.unit_id, each.successor_id, each.on)
        for each in programme.hand_overs.filter(withdrawn=False)
    ]
    leading = LeadLink.objects.filter(source__programme=programme, unit=unit, state__in=LINKED)
    if not leading.exists() and unit.pk not in {each.successor for each in standing}:
        raise LeadRefused("not_leading", **named)
    if unit.valid_to is None:
        raise LeadRefused("not_ended", **named)
    if on <= unit.valid_to:
        raise LeadRefused("too_early", day=date(unit.valid_to), **named)
    if successor.pk == unit.pk:
        raise LeadRefused("itself", **named)
    if not alive(successor, on):
        raise LeadRefused("successor_not_there", day=date(on), **named)
    others = [each for each in standing if each.unit != unit.pk]
    if unit.pk in {each.successor for each in path(successor.pk, others, dt.date.max)}:
        raise LeadRefused("in_circle", **named)


def called(unit: Unit, on: dt.date) -> str:
    """What a unit is called on a day, for a sentence."""
    return name_on(list(unit.names.all()), on) or unit.code


def _locked(source: SourceDocument, keys: Sequence[int]) -> list[LeadLink]:
    rows = LeadLink.objects.select_for_update(of=("self",)).filter(source=source, pk__in=set(keys))
    found = list(rows.select_related("unit"))
    if len(found) != len(set(keys)):
        raise LeadRefused("gone")
    return found


def _unmoved(link: LeadLink, seen: str | None) -> LeadLink:
    rows = LeadLink.objects.select_for_update(of=("self",)).select_related("source__programme")
    now = rows.get(pk=link.pk)
    if seen is not None and seen != now.stamp:
        raise LeadRefused("moved", name=now.name)
    return now


def _confirm(actor: Actor, link: LeadLink, unit: Unit) -> None:
    if not alive(unit, link.on):
        raise LeadRefused(
            "not_alive", unit=called(unit, link.on), day=date(link.on), name=link.name
        )
    link.unit, link.kinds = unit, []
    _decide(actor, link, LinkState.CONFIRMED)


def _decide(actor: Actor, link: LeadLink, state: LinkState) -> None:
    link.state = state
    link.decided_by, link.decided_at = actor.get_username(), timezone.now()
    link.save(update_fields=[
        "unit", "state", "score", "reasons", "kinds", "decided_by", "decided_at",
    ])  # fmt: skip
