"""The roles that people hold over a unit, counted where it is to end or to be withdrawn."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from namro.foundation.accounts.models import RoleAssignment
from namro.foundation.accounts.scopes import ScopeKind
from namro.foundation.organisations.holdings import Holder
from namro.foundation.organisations.scoping import read_key


def _count(units: Collection[int], on: dt.date) -> Mapping[int, int]:
    """For each unit how many roles are held over it on a day or later."""
    day = timezone.make_aware(dt.datetime.combine(on, dt.time.min))
    rows = RoleAssignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day), scope_kind=ScopeKind.UNIT
    )
    wanted = set(units)
    keys = (read_key(key) for key in rows.values_list("scope_key", flat=True))
    return Counter(key[1] for key in keys if key is not None and key[1] in wanted)


HOLDER = Holder("accounts.roles", _("roles held over it"), _count)
