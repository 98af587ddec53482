"""What can be asked about roles."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone


class RoleAssignmentQuerySet(models.QuerySet[Any]):
    """Roles, by when they hold."""

    def valid(self, at: datetime | None = None) -> RoleAssignmentQuerySet:
        """The roles held at ``at`` (now): from ``valid_from``, until just before ``valid_to``."""
        at = at or timezone.now()
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=at), valid_from__lte=at)
