"""What can be asked about roles."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone


def _holds(at: datetime, path: str = "") -> Q:
    """Of assignments (reached over `path`), those whose time `at` is in."""
    unended = Q(**{f"{path}valid_to__isnull": True}) | Q(**{f"{path}valid_to__gt": at})
    return unended & Q(**{f"{path}valid_from__lte": at})


class RoleAssignmentQuerySet(models.QuerySet[Any]):
    """Roles, by when they hold."""

    def valid(self, at: datetime | None = None) -> RoleAssignmentQuerySet:
        """The roles held at `at` (now): from `valid_from`, until just before `valid_to`.

        A delegation holds only while the giver's own role does, and the giver's account is open.
        """
        at = at or timezone.now()
        given = _holds(at, "delegated_from__") & Q(delegated_from__user__is_active=True)
        return self.filter(_holds(at), Q(delegated_from__isnull=True) | given)

    def overlapping(self, since: datetime, until: datetime | None) -> RoleAssignmentQuerySet:
        """The roles held at some moment from `since` until just before `until` (None: ever)."""
        found = self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=since))
        return found if until is None else found.filter(valid_from__lt=until)
