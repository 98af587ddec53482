"""What was given out of targets, as far as it was known on a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from namro.foundation.calendar.periods import year as year_of
from namro.programme.indicators.columns import any_of
from namro.programme.indicators.models import Allocation
from namro.programme.indicators.rules.allocating import Share

Place = tuple[int | None, str]


@dataclass(frozen=True, slots=True)
class Holding:
    """All versions of one share, the newest last; the last one known says what is given."""

    versions: tuple[Allocation, ...]

    @property
    def now(self) -> Allocation:
        """The version that counts."""
        return self.versions[-1]

    @property
    def first(self) -> Allocation:
        """The version it is addressed by."""
        return self.versions[0]


def known_on(row: Allocation) -> dt.date:
    """When it was known: the day of its document; where that is not known the first day of its
    year, but no later than it was recorded."""
    if row.document_on is not None:
        return row.document_on
    recorded = row.given_at.date()
    return recorded if row.year is None else min(dt.date(row.year, 1, 1), recorded)


def holdings(
    targets: Iterable[int | None], known: dt.date | None = None, among: Q | None = None
) -> dict[int, dict[Place, Holding]]:
    """By target and place (year, holder) what was given by `known`; withdrawn ones are among
    them. `among`: of which allocations, where not all are wanted."""
    rows = Allocation.objects.filter(
        among or Q(), any_of("target", [each for each in targets if each is not None])
    )
    grouped: dict[int, dict[Place, list[Allocation]]] = defaultdict(lambda: defaultdict(list))
    for row in rows.order_by("target_id", "version"):
        if known is None or known_on(row) <= known:
            grouped[row.target_id][row.year, row.holder].append(row)
    return {
        target: {place: Holding(tuple(versions)) for place, versions in places.items()}
        for target, places in grouped.items()
    }


def shares_of(places: Mapping[Place, Holding]) -> list[Share]:
    """What counts, as the rules take it; what was withdrawn is left out."""
    return [share_of(each.now) for each in places.values() if each.now.value is not None]


def share_of(row: Allocation) -> Share:
    """One version as a share.

    Raises:
        ValueError: it is a withdrawal.
    """
    if row.value is None:
        raise ValueError("What was withdrawn gives nothing.")
    value = row.value.normalize()
    plain = value.quantize(1) if value == value.to_integral() else value
    period = year_of(row.year) if row.year is not None else None
    return Share(plain, period, row.holder, decision_of(row))


def decision_of(row: Allocation) -> str:
    """The document that gives it: its number and day."""
    if not row.document:
        return ""
    if row.document_on is None:
        return row.document
    return f"{row.document}, {row.document_on:%d/%m}/{row.document_on.year:04}"


def names_of_holders(places: Mapping[Place, Holding]) -> dict[str, str]:
    """What holders are called: as the last document writes them."""
    rows = [each.now for each in places.values()]
    return {row.holder: row.unit_name for row in rows if row.holder}
