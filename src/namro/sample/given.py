"""What the targets of the sample were given out in: as published, and as made up for a province."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from namro.sample.load import FICTIONAL, HERE, REASON


def load_given(announce: Callable[[str], None] | None = None) -> int:
    """Give out what the sample's tables say, by the same actions as anybody; a target of which
    something was given out already is left as it is.

    Returns:
        How many shares were given or amended.
    """
    from namro.foundation.documents.cli import language

    added = 0
    for name, reason in (("allocations.csv", REASON), ("fictional_allocations.csv", FICTIONAL)):
        with (HERE / name).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for number in sorted({row["programme"] for row in rows}):
            added += _give(number, [row for row in rows if row["programme"] == number], reason)
    if added and announce is not None:
        announce(
            f"Loaded illustrative allocations: {added}."
            if language() == "en"
            else f"Đã nạp số giao chỉ tiêu minh họa: {added}."
        )
    return added


def _give(number: str, rows: list[dict[str, str]], reason: str) -> int:
    from django.utils import timezone

    from namro.foundation.accounts.operators import Operator
    from namro.programme.indicators.actions_allocated import allocate, amend, last_of
    from namro.programme.indicators.judging import Judged, judge
    from namro.programme.indicators.refusals import IndicatorRefused
    from namro.programme.indicators.rules.allocation_sheet import Given
    from namro.programme.programmes.models import Programme
    from namro.programme.programmes.versions import find

    operator, added = Operator.here(), 0
    listed = Programme.objects.filter(number=number, illustrative=True).first()
    if listed is None:
        return 0
    programme = find(operator, listed.pk)
    found: dict[tuple[str, Decimal | None], Judged] = {
        (each.row.label, each.row.value_low): each
        for each in judge(programme, operator, timezone.localdate(), dt.date.max)
        if not each.places
    }
    for row in rows:
        judged = found.get((row["target"], Decimal(row["asked"])))
        if judged is None:
            continue
        on = dt.date.fromisoformat(row["document_on"]) if row["document_on"] else None
        given = Given(
            int(row["year"]),
            row["unit"],
            Decimal(row["value"]),
            row["document"],
            on,
            row["source"],
        )
        before = None if row["unit"] else last_of(judged, given.year, "")
        try:
            if before is None:
                allocate(operator, programme, judged, given, reason=reason)
            else:
                amend(operator, programme, judged, before, given, reason=reason)
        except IndicatorRefused:
            continue  # a document of a day that this server has not reached
        added += 1
    return added
