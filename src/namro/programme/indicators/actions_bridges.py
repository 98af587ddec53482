"""The verbs of bridges between methods: proposing one, and approving it by a document."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction

from namro.foundation import history
from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import require
from namro.programme.indicators.models import Bridge, Indicator
from namro.programme.indicators.permissions import APPROVE_BRIDGE, DEFINE
from namro.programme.indicators.refusals import IndicatorRefused


def propose_bridge(
    actor: Actor,
    indicator: Indicator,
    old: str,
    new: str,
    *,
    reason: str,
    factor: Decimal = Decimal(1),
    offset: Decimal = Decimal(0),
) -> Bridge:
    """Propose that figures of an old method count as figures of a new one: new = old × factor +
    offset. It has no effect until somebody else approves it.

    Raises:
        PermissionDenied: the actor may not.
        IndicatorRefused: there is one already, both methods are the same, or the factor is 0.
    """
    require(actor, DEFINE)
    if old.strip() == new.strip():
        raise IndicatorRefused("bridge_to_itself")
    if not factor:
        raise IndicatorRefused("bridge_of_nothing")
    with transaction.atomic(), history.reason(actor, reason):
        Indicator.objects.select_for_update().get(pk=indicator.pk)
        if Bridge.objects.filter(indicator=indicator, old=old, new=new).exists():
            raise IndicatorRefused("bridge_there", old=old or "–", new=new or "–")
        made = Bridge(
            indicator=indicator,
            old=old,
            new=new,
            factor=factor,
            offset=offset,
            reason=reason,
            proposed_by=actor.get_username(),
        )
        made.full_clean()
        made.save()
        return made


def approve_bridge(
    actor: Actor, proposed: Bridge, *, document: str, on: dt.date, reason: str
) -> Bridge:
    """Let a proposed bridge count, from the day on which a document approves it.

    Raises:
        PermissionDenied: the actor may not.
        IndicatorRefused: it was decided before, the actor proposed it, or no document is named.
    """
    require(actor, APPROVE_BRIDGE)
    with transaction.atomic(), history.reason(actor, reason):
        row = _waiting(actor, proposed)
        if not document.strip():
            raise IndicatorRefused("bridge_without_document")
        row.approved_by, row.approved_on = document.strip(), on
        row.full_clean()
        row.save()
        return row


def refuse_bridge(actor: Actor, proposed: Bridge, *, reason: str) -> None:
    """Refuse a proposed bridge: it is gone, and its history tells why.

    Raises:
        PermissionDenied: the actor may not.
        IndicatorRefused: it was decided before, or the actor proposed it.
    """
    require(actor, APPROVE_BRIDGE)
    with transaction.atomic(), history.reason(actor, reason):
        _waiting(actor, proposed).delete()


def _waiting(actor: Actor, proposed: Bridge) -> Bridge:
    row: Bridge | None = (
        Bridge.objects.select_for_update().filter(pk=proposed.pk, approved_by="").first()
    )
    if row is None:
        raise IndicatorRefused("bridge_decided")
    if row.proposed_by == actor.get_username():
        raise IndicatorRefused("bridge_of_ones_own")
    return row
