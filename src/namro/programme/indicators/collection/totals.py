"""The totals of what units reported: added to as sheets are approved, counted anew with the same
result, and as they were known on an earlier day.

A total holds what adds up exactly (sums, numerators, denominators, how many); the figure is made
of it by the indicator's rule over units (`figure`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

# What counts by a day: approved by then, and not yet superseded by then.
_COUNTS = """
    {0}.sheet_id IS NOT NULL AND {0}.published_on <= %(known)s AND NOT EXISTS (
        SELECT FROM indicators_observation later
        WHERE later.supersedes_id = {0}.id AND later.supersedes_id IS NOT NULL
            AND later.published_on <= %(known)s
    )
"""
_COLUMNS = """indicator_id, unit_id, form_id, first_day, last_day, measure,
    count, estimates, total, numerator, denominator, lowest, highest, changed_on"""
_KEY = "o.indicator_id, above.unit, r.form_id, o.first_day, o.last_day, o.measure"
_SHEET = """
    JOIN indicators_sheet s ON s.id = o.sheet_id
    JOIN indicators_round r ON r.id = s.round_id
"""
_UNITS = f"{_SHEET} CROSS JOIN LATERAL unnest(s.above) AS above(unit)"
# Units under the same line are summed first: most of the work is done once, whatever the depth.
_ADDED_UP = """
    SELECT o.indicator_id, above.unit, o.form_id, o.first_day, o.last_day, o.measure,
           sum(o.count), sum(o.estimates), sum(o.total), sum(o.numerator), sum(o.denominator),
           min(o.lowest), max(o.highest), max(o.changed_on)
    FROM (
        SELECT o.indicator_id, s.above, r.form_id, r.first_day, r.last_day, o.measure,
               count(*) AS count, count(*) FILTER (WHERE o.stage = 'estimate') AS estimates,
               coalesce(sum(o.value), 0) AS total, coalesce(sum(o.numerator), 0) AS numerator,
               coalesce(sum(o.denominator), 0) AS denominator, min(o.value) AS lowest,
               max(o.value) AS highest, max(o.published_on) AS changed_on
        {figures}
        GROUP BY o.indicator_id, s.above, r.form_id, r.first_day, r.last_day, o.measure
    ) o
    CROSS JOIN LATERAL unnest(o.above) AS above(unit)
    {units}
    GROUP BY o.indicator_id, above.unit, o.form_id, o.first_day, o.last_day, o.measure
"""
_UNWEIGHED = "JOIN indicators_indicator i ON i.id = o.indicator_id AND i.weight_id IS NULL"
# Of some indicators; their figures are found by an index.
_COUNT = _ADDED_UP.replace(
    "{figures}",
    f"""
        FROM indicators_observation o
        {_SHEET}
        {_UNWEIGHED}
        WHERE {_COUNTS.format("o")} {{where}}
    """,
)
# Of all: round by round, so that each is summed in little memory; the few figures that are
# superseded are put together once.
_COUNT_ALL = (
    "SELECT counted.* FROM indicators_round r CROSS JOIN LATERAL ("  # noqa: S608
    + _ADDED_UP.replace(
        "{figures}",
        f"""
        FROM indicators_sheet s
        JOIN indicators_observation o ON o.sheet_id = s.id
        {_UNWEIGHED}
        WHERE s.round_id = r.id AND o.published_on <= %(known)s AND o.id NOT IN (
            SELECT later.supersedes_id FROM indicators_observation later
            WHERE later.supersedes_id IS NOT NULL AND later.published_on <= %(known)s
        )
        """,  # noqa: S608
    ).replace("{units}", "")
    + ") counted"
)
# A mean over units that another indicator weighs: value times weight, and the weights. A figure
# whose unit has no weight is not counted.
_WEIGH = f"""
    SELECT {_KEY}, count(*), count(*) FILTER (WHERE o.stage = 'estimate' OR w.stage = 'estimate'),
           sum(o.value), round(sum(o.value * w.value), 8), sum(w.value), min(o.value), max(o.value),
           max(greatest(o.published_on, w.published_on))
    FROM indicators_observation o
    {_UNITS}
    JOIN indicators_indicator i ON i.id = o.indicator_id
    JOIN indicators_observation w ON w.indicator_id = i.weight_id AND w.unit_id = o.unit_id
        AND w.first_day = o.first_day AND w.last_day = o.last_day AND w.measure = o.measure
        AND w.value >= 0 AND {_COUNTS.format("w")}
    WHERE {_COUNTS.format("o")} {{where}} {{units}}
    GROUP BY {_KEY}
"""  # noqa: S608
# A figure counts once; what it supersedes is taken off. Rows are locked in one order. Materialized:
# where the database knows nothing of its tables yet, it would look for the figures sheet by sheet.
_ADD = f"""
    WITH made AS MATERIALIZED (
        SELECT * FROM indicators_observation WHERE id = ANY(%(made)s)
    ),
    changes AS MATERIALIZED (
        SELECT made.*, 1 AS sign FROM made
        UNION ALL
        SELECT o.*, -1 FROM made JOIN indicators_observation o ON o.id = made.supersedes_id
    )
    INSERT INTO indicators_rollup ({_COLUMNS})
    SELECT {_KEY},
           sum(o.sign), coalesce(sum(o.sign) FILTER (WHERE o.stage = 'estimate'), 0),
           coalesce(sum(o.sign * o.value), 0), coalesce(sum(o.sign * o.numerator), 0),
           coalesce(sum(o.sign * o.denominator), 0), min(o.value), max(o.value),
           max(o.published_on)
    FROM changes o
    {_UNITS}
    JOIN indicators_indicator i ON i.id = o.indicator_id AND i.weight_id IS NULL
    GROUP BY {_KEY}
    ORDER BY {_KEY}
    ON CONFLICT (indicator_id, unit_id, form_id, last_day, first_day, measure) DO UPDATE SET
        count = indicators_rollup.count + excluded.count,
        estimates = indicators_rollup.estimates + excluded.estimates,
        total = indicators_rollup.total + excluded.total,
        numerator = indicators_rollup.numerator + excluded.numerator,
        denominator = indicators_rollup.denominator + excluded.denominator,
        lowest = least(indicators_rollup.lowest, excluded.lowest),
        highest = greatest(indicators_rollup.highest, excluded.highest),
        changed_on = greatest(indicators_rollup.changed_on, excluded.changed_on)
"""  # noqa: S608
# The lowest and the highest cannot be taken back; where a figure was superseded they are sought.
_SEEK = f"""
    UPDATE indicators_rollup t SET lowest = found.lowest, highest = found.highest
    FROM (
        SELECT touched.id, min(o.value) AS lowest, max(o.value) AS highest
        FROM (
            SELECT DISTINCT rollup.* FROM indicators_observation made
            JOIN indicators_sheet s ON s.id = made.sheet_id
            JOIN indicators_round r ON r.id = s.round_id
            JOIN indicators_rollup rollup ON rollup.indicator_id = made.indicator_id
                AND rollup.unit_id = ANY(s.above) AND rollup.form_id = r.form_id
                AND rollup.last_day = made.last_day AND rollup.first_day = made.first_day
                AND rollup.measure = made.measure
            WHERE made.id = ANY(%(made)s) AND made.supersedes_id IS NOT NULL
        ) touched
        JOIN indicators_round r ON r.form_id = touched.form_id
            AND r.first_day = touched.first_day AND r.last_day = touched.last_day
        JOIN indicators_sheet s ON s.round_id = r.id AND touched.unit_id = ANY(s.above)
        JOIN indicators_observation o ON o.sheet_id = s.id
            AND o.indicator_id = touched.indicator_id AND o.measure = touched.measure
        WHERE {_COUNTS.format("o")}
        GROUP BY touched.id
    ) found
    WHERE t.id = found.id
"""  # noqa: S608
# Means whose figures or weights are among those made, by indicator and period.
_WEIGHED = """
    SELECT DISTINCT i.id, o.first_day, o.last_day
    FROM indicators_observation o
    JOIN indicators_indicator i ON o.indicator_id IN (i.id, i.weight_id)
    WHERE i.weight_id IS NOT NULL AND o.id = ANY(%(made)s)
"""
_OF_PERIOD = "o.indicator_id = %(indicator)s AND o.first_day = %(first)s AND o.last_day = %(last)s"
_LOCK = 2_026_011  # of this room's advisory locks; the second key is a day


@dataclass(frozen=True, slots=True)
class Total:
    """What adds up of the figures below a unit, of one indicator and period."""

    indicator: int
    unit: int
    form: int
    first: dt.date
    last: dt.date
    measure: str
    count: int
    estimates: int
    total: Decimal
    numerator: Decimal
    denominator: Decimal
    lowest: Decimal | None
    highest: Decimal | None
    changed_on: dt.date


def add(made: Sequence[int], last_day: dt.date) -> None:
    """Add new observations to the totals above their units, and take off what they supersede.

    Must run in the transaction that made them. Who adds figures of periods that end on the same
    day waits for the other: a mean sought anew must see them all.
    """
    if not made:
        return
    known: dict[str, Any] = {"made": list(made), "known": dt.date.max}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, last_day.toordinal()])
        cursor.execute(_ADD, known)
        cursor.execute(_SEEK, known)
        cursor.execute(_WEIGHED, known)
        for indicator, first, last in cursor.fetchall():
            of = {"indicator": indicator, "first": first, "last": last, "known": dt.date.max}
            cursor.execute(f"DELETE FROM indicators_rollup o WHERE {_OF_PERIOD}", of)  # noqa: S608
            cursor.execute(_insert(_WEIGH.format(where=f"AND {_OF_PERIOD}", units="")), of)


def _insert(select: str) -> str:
    return f"INSERT INTO indicators_rollup ({_COLUMNS}) {select}"


def _counted(where: str = "", units: str = "") -> str:
    counted = _COUNT.format(where=where, units=f"WHERE {units}" if units else "")
    weighed = _WEIGH.format(where=where, units=f"AND {units}" if units else "")
    return f"({counted}) UNION ALL ({weighed})"


_ALL = f"({_COUNT_ALL}) UNION ALL ({_WEIGH.format(where='', units='')})"
_NAMES = [each.strip() for each in _COLUMNS.split(",")]
# The first six are the key, and never empty.
_ALIKE = " AND ".join(f"t.{each} = c.{each}" for each in _NAMES[:6])
_SAME = " AND ".join([_ALIKE, *(f"t.{each} IS NOT DISTINCT FROM c.{each}" for each in _NAMES[6:])])


def all_counted() -> str:
    """The statement that counts all totals from what is approved (but means that another indicator
    weighs), for whoever measures it."""
    return _COUNT_ALL.replace("%(known)s", "'infinity'::date")


def recount() -> int:
    """Count all totals anew from what is approved, and write those that are kept otherwise.

    Returns:
        How many totals there are.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        # Who approves meanwhile waits, and adds to the new totals.
        cursor.execute("LOCK TABLE indicators_rollup IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SET LOCAL work_mem = '128MB'")
        cursor.execute(
            f"CREATE TEMPORARY TABLE counted AS SELECT {_COLUMNS} "  # noqa: S608
            "FROM indicators_rollup WHERE false"
        )
        known: dict[str, Any] = {"known": dt.date.max}
        cursor.execute(f"INSERT INTO counted {_COUNT_ALL}", known)
        cursor.execute("SELECT id FROM indicators_indicator WHERE weight_id IS NOT NULL")
        for (indicator,) in cursor.fetchall():
            weighed = _WEIGH.format(where="AND o.indicator_id = %(indicator)s", units="")
            cursor.execute(
                f"INSERT INTO counted {weighed}",
                known | {"indicator": indicator},
            )
        cursor.execute("ANALYZE counted")
        cursor.execute(
            "DELETE FROM indicators_rollup t "  # noqa: S608
            f"WHERE NOT EXISTS (SELECT FROM counted c WHERE {_SAME})"
        )
        cursor.execute(
            _insert(
                "SELECT * FROM counted c WHERE NOT EXISTS "  # noqa: S608
                f"(SELECT FROM indicators_rollup t WHERE {_ALIKE}) "
                # In the order they are read in.
                "ORDER BY indicator_id, unit_id, form_id, last_day"
            )
        )
        cursor.execute("SELECT count(*) FROM counted")
        number = int(cursor.fetchone()[0])
        cursor.execute("DROP TABLE counted")
        return number


def differences() -> list[tuple[object, ...]]:
    """Where the kept totals are not what counting anew gives: none, unless something wrote beside
    the actions."""
    kept = f"SELECT {_COLUMNS} FROM indicators_rollup WHERE count > 0"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(
            f"(({_ALL}) EXCEPT ({kept})) UNION ALL (({kept}) EXCEPT ({_ALL})) LIMIT 100",
            {"known": dt.date.max},
        )
        return list(cursor.fetchall())


def known_by(
    day: dt.date, indicators: Collection[int], units: Collection[int] | None = None
) -> list[Total]:
    """The totals of some indicators as they were known on a day, counted from what was approved."""
    where = "AND o.indicator_id = ANY(%(indicators)s)"
    below = "" if units is None else "above.unit = ANY(%(units)s)"
    with connection.cursor() as cursor:
        cursor.execute(
            _counted(where, below),
            {"known": day, "indicators": list(indicators), "units": list(units or ())},
        )
        return [Total(*row) for row in cursor.fetchall()]
