"""Which sheets are somebody's, as a question that the database answers by its indexes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import may_somewhere
from namro.foundation.organisations.models import Unit
from namro.programme.indicators.collection.choices import FILLING, SheetState
from namro.programme.indicators.collection.models import Round, Sheet
from namro.programme.indicators.collection.querysets import units_within
from namro.programme.indicators.permissions import APPROVE_SHEETS, FILL_SHEETS, SEE_SHEETS

#: All rounds, in place of one.
ALL = "tat-ca"
# More sheets are not listed one by one but counted by round (`mine_rounds`).
MOST_LISTED = 1_000


@dataclass(frozen=True, slots=True)
class Mine:
    """The sheets that are somebody's, of the rounds asked about.

    Attributes:
        approves: the units whose approver they are; None: of all.
        everything: those that are theirs in any round.
        one: whether one round is asked about.
    """

    rows: Any
    everything: Any
    approves: Collection[int] | None
    today: dt.date
    one: bool = False

    def where(self, *wanted: Q) -> Mine:
        """Those of them of which all of that is true."""
        return replace(
            self, rows=self.rows.filter(*wanted), everything=self.everything.filter(*wanted)
        )

    def waits(self, state: str, awaiting: int | None) -> bool:
        """Whether a sheet waits for them to approve it."""
        mine = self.approves is None or awaiting in self.approves
        return mine and state == SheetState.SUBMITTED

    @property
    def many(self) -> bool:
        """Whether there are more than anybody reads one by one."""
        return bool(self.rows.order_by()[MOST_LISTED:].exists())


def mine_of(actor: Actor, round_: str, today: dt.date) -> Mine:
    """What somebody fills in, or, where they fill in nothing, what they may see; and what waits
    for their approval. Without a round that is what they still have to do with: of rounds that
    take figures, and unfinished.

    Args:
        round_: the key of one; `ALL`: all rounds.
    """
    within = units_within(actor, APPROVE_SHEETS)
    waiting, approves = Q(state=SheetState.SUBMITTED), None
    if within is not None:
        approves = {*Unit.objects.filter(within).values_list("pk", flat=True)}
        waiting &= Q(awaiting__in=approves)
    fills = may_somewhere(actor, FILL_SHEETS)
    rows = Sheet.objects.filled_by(actor) if fills else Sheet.objects.visible_to(actor)
    # Everything, or what waits, is everything.
    if units_within(actor, FILL_SHEETS if fills else SEE_SHEETS) is not None:
        rows |= Sheet.objects.filter(waiting)
    everything = rows
    one = round_.isdecimal() and len(round_) < 18
    if one:
        rows = rows.filter(round=int(round_))
    elif round_ != ALL:
        taking = list(Round.objects.open_on(today).values_list("pk", flat=True))
        rows = rows.filter(Q(state__in=FILLING) | Q(round__in=taking) | waiting)
    return Mine(rows, everything, approves, today, one)
