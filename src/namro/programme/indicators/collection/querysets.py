"""What can be asked of rounds and sheets, and who may see them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, Q

from namro.foundation.accounts import scopes
from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import reach
from namro.foundation.accounts.scopes import ScopeKind
from namro.programme.indicators.collection.choices import FILLING
from namro.programme.indicators.columns import AnyOf
from namro.programme.indicators.permissions import APPROVE_SHEETS, FILL_SHEETS, SEE_SHEETS


def units_within(actor: Actor | None, action: str) -> Q | None:
    """Which units somebody may do `action` to, as a filter of units; None: all of them."""
    found = reach(actor, action)
    if found.everywhere:
        return None
    keys = found.of(ScopeKind.UNIT)
    known = scopes.provider(ScopeKind.UNIT)
    if not keys or known is None:
        return Q(pk__in=[])
    return known.rows(keys)


class RoundQuerySet(models.QuerySet[Any]):
    """Rounds of collection."""

    def visible_to(self, actor: Actor | None) -> RoundQuerySet:
        """Those that somebody may see a sheet of, or whose form they keep."""
        within = units_within(actor, SEE_SHEETS)
        if within is None:
            return self
        from namro.programme.indicators.collection.models import Sheet

        seen = Sheet.objects.visible_to(actor).values("round")
        return self.filter(pk__in=seen)

    def open_on(self, day: dt.date) -> RoundQuerySet:
        """Those that take figures on a day."""
        return self.filter(Q(reopened_until__gte=day) | Q(closes_on__gte=day), opens_on__lte=day)


class SheetQuerySet(models.QuerySet[Any]):
    """Sheets of units."""

    def visible_to(self, actor: Actor | None) -> SheetQuerySet:
        """Those of units that somebody may see the sheets of."""
        return self._of(actor, SEE_SHEETS)

    def filled_by(self, actor: Actor | None) -> SheetQuerySet:
        """Those that somebody fills in, whatever their state."""
        return self._of(actor, FILL_SHEETS)

    def to_fill(self, actor: Actor | None) -> SheetQuerySet:
        """Those that somebody may fill in, and that can be filled in."""
        return self.filled_by(actor).filter(state__in=FILLING)

    def to_approve(self, actor: Actor | None) -> SheetQuerySet:
        """Those that wait for somebody: submitted, and the next step is theirs."""
        within = units_within(actor, APPROVE_SHEETS)
        waiting = self.filter(state="submitted")
        if within is None:
            return waiting
        from namro.foundation.organisations.models import Unit

        return waiting.filter(awaiting__in=Unit.objects.filter(within).values("pk"))

    def _of(self, actor: Actor | None, action: str) -> SheetQuerySet:
        within = units_within(actor, action)
        if within is None:
            return self
        from namro.foundation.organisations.models import Unit

        units = ArraySubquery(Unit.objects.filter(within).values("pk"))
        return self.filter(Q(AnyOf(F("unit"), units)) | Q(AnyOf(F("holder"), units)))

    def late(self, on: dt.date) -> SheetQuerySet:
        """Those not submitted though due before a day."""
        return self.filter(state__in=FILLING, round__due_on__lt=on)
