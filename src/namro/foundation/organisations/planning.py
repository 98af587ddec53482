"""A change of units as a person plans it, step by step, and doing it at one stroke."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from namro.foundation.organisations import actions, actions_descent
from namro.foundation.organisations.actions_descent import Gives
from namro.foundation.organisations.choices import DESCENT, EventKind, Hierarchy
from namro.foundation.organisations.keeping import Actor, Basis, New, Rehome
from namro.foundation.organisations.models import Event, Unit
from namro.foundation.organisations.refusals import OrganisationRefused
from namro.foundation.organisations.rules.codes import fault


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to happen to `units` on a day, and all that goes with it."""

    kind: EventKind
    on: dt.date
    units: list[Unit]
    basis: Basis
    reason: str
    gives: list[Gives] = field(default_factory=list)
    founded: list[New] = field(default_factory=list)
    rehomed: list[Rehome] = field(default_factory=list)
    name: str = ""
    hierarchy: Hierarchy = Hierarchy.TERRITORY
    parent: Unit | None = None
    order: int = 0


def carry_out(actor: Actor, plan: Plan) -> Event | None:
    """Do what is planned, in one transaction: all of it or nothing.

    Returns:
        The event; None for units founded, whose event is that of their names.

    Raises:
        PermissionDenied: the actor may not.
        OrganisationRefused: it cannot be.
    """
    if not plan.reason.strip():
        raise OrganisationRefused("no_reason")
    for new in plan.founded:
        if wrong := fault(new.kind, new.code):
            raise OrganisationRefused(wrong, code=new.code)
    why, basis = plan.reason, plan.basis
    if plan.kind in DESCENT:
        return actions_descent.reorganise(
            actor,
            plan.kind,
            plan.gives,
            plan.on,
            reason=why,
            basis=basis,
            founded=plan.founded,
            rehomed=plan.rehomed,
        )
    if plan.kind == EventKind.DISSOLVED:
        return actions_descent.dissolve(
            actor, plan.units, plan.on, reason=why, basis=basis, rehomed=plan.rehomed
        )
    if plan.kind == EventKind.FOUNDED:
        actions.found(actor, plan.founded, plan.on, reason=why, basis=basis)
        return None
    if len(plan.units) != 1:
        raise OrganisationRefused("choose_one", count=len(plan.units))
    unit = plan.units[0]
    if plan.kind == EventKind.RENAMED:
        return actions.rename(actor, unit, plan.name, plan.on, reason=why, basis=basis)
    return actions.move(
        actor, unit, plan.hierarchy, plan.parent, plan.order, plan.on, reason=why, basis=basis
    )
