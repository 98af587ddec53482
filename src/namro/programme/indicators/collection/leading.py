"""What a leader looks at first: what waits for them, which rounds are overdue, which are due soon.

Counted by round, of the sheets that they may see: a phone shows no list of 126 communes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from namro.foundation.accounts.operators import Actor
from namro.programme.indicators.collection.choices import SheetState
from namro.programme.indicators.collection.listing import period_of
from namro.programme.indicators.collection.mine import SOON_DAYS
from namro.programme.indicators.collection.models import Round, Sheet

#: How many sheets that wait are named; the others stand in the queue.
MOST_NAMED = 3
# What nobody sent in a year is a matter of the map.
_REACH = dt.timedelta(days=366)
_NOT_SENT = Q(state__in=(SheetState.OPEN, SheetState.RETURNED))


@dataclass(frozen=True, slots=True)
class Behind:
    """A round of which sheets are not submitted: how many of how many, and days from its due day
    (less than 0: that many ago)."""

    round: Round
    period: str
    missing: int
    asked: int
    days: int

    @property
    def late(self) -> int:
        """How many days it is overdue."""
        return -self.days


def behind(actor: Actor, today: dt.date, language: str) -> tuple[list[Behind], list[Behind]]:
    """The rounds that are overdue, the oldest last, and those due within `SOON_DAYS`, of whose
    sheets `actor` may see some that are not submitted."""
    counted = (
        Sheet.objects.visible_to(actor)
        .filter(
            round__opens_on__lte=today,
            round__due_on__lte=today + dt.timedelta(days=SOON_DAYS),
            round__last_day__gte=today - _REACH,
        )
        .order_by()
        .values_list("round")
        .annotate(asked=Count("pk"), missing=Count("pk", filter=_NOT_SENT))
        .filter(missing__gt=0)
    )
    found = {key: (asked, missing) for key, asked, missing in counted}
    rounds = Round.objects.filter(pk__in=found).select_related("form").order_by("-due_on", "pk")
    lines = [
        Behind(each, period_of(each, language), missing, asked, (each.due_on - today).days)
        for each in rounds
        for asked, missing in (found[each.pk],)
    ]
    return [each for each in lines if each.days < 0], [each for each in lines if each.days >= 0][
        ::-1
    ]


def waiting(actor: Actor) -> tuple[int, Sequence[Sheet]]:
    """How many sheets wait for `actor` to approve them, and those that are due first."""
    rows = Sheet.objects.to_approve(actor)
    first = rows.select_related("round__form").order_by("round__due_on", "submitted_at", "pk")
    return rows.count(), list(first[:MOST_NAMED])
