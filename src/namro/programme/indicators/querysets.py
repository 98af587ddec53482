"""What can be asked about figures, and who may see them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q

from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import may
from namro.programme.indicators.permissions import READ, READ_RESTRICTED


class IndicatorQuerySet(models.QuerySet[Any]):
    """Indicators."""

    def visible_to(self, actor: Actor | None) -> IndicatorQuerySet:
        """What `actor` may see: none without a role; restricted ones only who may."""
        if not may(actor, READ):
            return self.none()
        return self.all() if may(actor, READ_RESTRICTED) else self.exclude(level="restricted")


class ObservationQuerySet(models.QuerySet[Any]):
    """Figures."""

    def visible_to(self, actor: Actor | None) -> ObservationQuerySet:
        """What `actor` may see: none without a role; of restricted indicators only who may."""
        if not may(actor, READ):
            return self.none()
        if may(actor, READ_RESTRICTED):
            return self.all()
        return self.exclude(indicator__level="restricted")

    def standing(self) -> ObservationQuerySet:
        """Those that were not recorded wrongly and replaced. What a unit's sheet said first stays
        what was known then; `Series.of` says from when the later one stands."""
        return self.exclude(superseded_by__isnull=False, sheet__isnull=True)

    def known(self, day: dt.date | None) -> ObservationQuerySet:
        """Those published by `day`; where nobody knows when, those whose period had ended."""
        if day is None:
            return self
        unknown = Q(published_on__isnull=True, last_day__lte=day)
        return self.filter(unknown | Q(published_on__lte=day))


class BridgeQuerySet(models.QuerySet[Any]):
    """Bridges between methods."""

    def approved(self, known: dt.date) -> BridgeQuerySet:
        """Those that were approved by a day; what nobody approved is a proposal and no more."""
        by_then = Q(approved_on__isnull=True) | Q(approved_on__lte=known)
        return self.exclude(approved_by="").filter(by_then)
