"""How many units are asked for a figure: kept beside the rounds, counted anew with the same result.

A round asks as many as it has sheets; whom an item does not apply to is not asked for it, from the
approval of the sheet that says so until somebody opens the sheet to put it right.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, F, Q

from namro.programme.indicators.collection.models import Cell, RoundCount, Sheet

_SHEETS = "SELECT round_id, NULL::bigint, count(*) FROM indicators_sheet s WHERE {0} GROUP BY 1"
_WITHOUT = """
    SELECT s.round_id, c.item_id, {1} * count(*) FROM indicators_cell c
    JOIN indicators_sheet s ON s.id = c.sheet_id
    WHERE c.not_applicable <> '' AND {0}
    GROUP BY s.round_id, c.item_id
"""
_APPROVED = _WITHOUT.format("s.state = 'approved'", 1)
_ALL = f"{_SHEETS.format('true')} UNION ALL {_APPROVED}"
_INSERT = "INSERT INTO indicators_roundcount (round_id, item_id, count)"
# Rows are locked in one order.
_ADD = f"""
    {_INSERT} {{0}} ORDER BY 1, 2
    ON CONFLICT (round_id, item_id) DO UPDATE
    SET count = indicators_roundcount.count + excluded.count
"""  # noqa: S608  # nothing but constants


def opened(number: int) -> None:
    """Count the sheets of a round that has just been made, in the same transaction."""
    _execute(_ADD.format(_SHEETS.format("s.round_id = %(keys)s")), number)


def approved(sheets: Collection[int]) -> None:
    """Count what the sheets say does not apply: in the transaction that approves them."""
    _execute(_ADD.format(_WITHOUT.format("s.id = ANY(%(keys)s)", 1)), list(sheets))


def taken_back(sheet: int) -> None:
    """Take an approved sheet off: in the transaction that opens it to be put right."""
    _execute(_ADD.format(_WITHOUT.format("s.id = %(keys)s", -1)), sheet)


def recount() -> None:
    """Count all anew from the sheets."""
    with transaction.atomic():
        _execute("LOCK TABLE indicators_roundcount IN SHARE ROW EXCLUSIVE MODE", None)
        _execute("DELETE FROM indicators_roundcount", None)
        _execute(f"{_INSERT} {_ALL}", None)


def differences() -> list[tuple[object, ...]]:
    """Where what is kept is not what counting anew gives: nowhere, unless something wrote beside
    the actions."""
    kept = "SELECT round_id, item_id, count FROM indicators_roundcount WHERE count <> 0"
    with connection.cursor() as cursor:
        cursor.execute(
            f"(({_ALL}) EXCEPT ALL ({kept})) UNION ALL (({kept}) EXCEPT ALL ({_ALL})) LIMIT 100"
        )
        return list(cursor.fetchall())


def _execute(statement: str, keys: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"keys": keys})


class Asked:
    """How many units are asked for a figure: those of its round, less whom it does not apply to."""

    def __init__(self, forms: Collection[int]) -> None:
        rows = RoundCount.objects.filter(round__form__in=forms).values_list(
            *("round__form", "round__first_day", "round__last_day"),
            *(F("item__indicator"), F("item__measure"), "count"),
        )
        self._units: dict[tuple[int, dt.date, dt.date], int] = {}
        self._without: dict[tuple[object, ...], int] = {}
        for *period, indicator, measure, count in rows:
            if indicator is None:
                self._units[tuple(period)] = count
            else:
                self._without[(*period, indicator, measure)] = count

    def __call__(
        self, form: int, first: dt.date, last: dt.date, indicator: int, measure: str
    ) -> int:
        """How many units were asked for it."""
        asked = self._units.get((form, first, last), 0)
        return asked - self._without.get((form, first, last, indicator, measure), 0)


class AskedBelow:
    """As `Asked`, of those below one unit: counted as it is asked, for one page's indicator."""

    def __init__(self, forms: Collection[int], unit: int) -> None:
        sheets = Sheet.objects.filter(round__form__in=forms, above__contains=[unit])
        period = ("round__form", "round__first_day", "round__last_day")
        counted = sheets.order_by().values_list(*period).annotate(Count("pk"))
        self._units = {row[:3]: row[3] for row in counted}
        without = Cell.objects.filter(~Q(not_applicable=""), sheet__state="approved")
        named = [f"sheet__{each}" for each in period] + ["item__indicator", "item__measure"]
        found = without.filter(sheet__in=sheets).order_by().values_list(*named)
        self._without = {row[:5]: row[5] for row in found.annotate(Count("pk"))}

    def __call__(
        self, form: int, first: dt.date, last: dt.date, indicator: int, measure: str
    ) -> int:
        """How many units were asked for it."""
        without = self._without.get((form, first, last, indicator, measure), 0)
        return int(self._units.get((form, first, last), 0) - without)
