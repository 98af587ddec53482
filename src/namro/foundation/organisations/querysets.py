"""What can be asked of dated rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q


class DatedQuerySet(models.QuerySet[Any]):
    """Rows that hold from a day until a day, both included."""

    def on(self, day: dt.date) -> DatedQuerySet:
        """What holds on `day`."""
        return self.since(day).filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day))

    def since(self, day: dt.date) -> DatedQuerySet:
        """What holds on `day` or on a later one."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))

    def between(self, first: dt.date | None, last: dt.date | None) -> DatedQuerySet:
        """What holds on some day from `first` to `last` (None: without limit)."""
        found = self if first is None else self.since(first)
        if last is not None:
            found = found.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=last))
        return found
