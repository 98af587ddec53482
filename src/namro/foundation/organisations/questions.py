"""What is asked of units through time, each answered by one query.

The tree on a day, who stands above and below, who came before and after with which share, and a
series on the units of another day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.db import connection

from namro.foundation.organisations.choices import DESCENT, Hierarchy
from namro.foundation.organisations.rules.arranging import in_order
from namro.foundation.organisations.rules.descent import (
    Flow,
    Reorganisation,
    Restated,
    restate,
)

# Whether a row (its alias) holds on %(day)s.
_HOLDS = (
    "({0}.valid_from IS NULL OR {0}.valid_from <= %(day)s)"
    " AND ({0}.valid_to IS NULL OR {0}.valid_to >= %(day)s)"
)
_NODES = f"""
    SELECT p.unit_id, u.code, coalesce(n.name, u.code), u.kind, u.block, p.parent_id, above.code,
           p."order", u.valid_from, u.valid_to
    FROM organisations_place p
    JOIN organisations_unit u ON u.id = p.unit_id
    LEFT JOIN organisations_unit above ON above.id = p.parent_id
    LEFT JOIN organisations_unitname n ON n.unit_id = u.id AND {_HOLDS.format("n")}
"""  # noqa: S608  # nothing but constants


@dataclass(frozen=True, slots=True)
class Node:
    """A unit at its place on a day."""

    unit: int
    code: str
    name: str
    kind: str
    block: str
    parent: int | None
    parent_code: str | None
    order: int
    valid_from: dt.date | None
    valid_to: dt.date | None
    depth: int = field(default=0, compare=False)

    @property
    def rank(self) -> tuple[int, str]:
        """Its protocol order among its siblings; two of one order by code."""
        return (self.order, self.code)


@dataclass(frozen=True, slots=True)
class Relative:
    """A unit that came before or after another, by which event and with which share."""

    event: int
    kind: str
    on: dt.date
    basis_number: str
    predecessor: int
    successor: int | None
    code: str
    name: str
    share: Fraction | None
    basis: str
    estimated_by: str
    confidence: str


def tree(on: dt.date, hierarchy: Hierarchy = Hierarchy.TERRITORY) -> list[Node]:
    """All units of a hierarchy on a day: parents before children, siblings by protocol order."""
    rows = _nodes(
        f"{_NODES} WHERE p.hierarchy = %(hierarchy)s AND {_HOLDS.format('p')}",
        on,
        hierarchy,
    )
    return _arranged(rows)


def descendants(unit: int, hierarchy: Hierarchy, on: dt.date) -> list[Node]:
    """All units under `unit` on a day, in the order of the tree."""
    rows = _nodes(
        f"""
        WITH RECURSIVE below(place_id, unit_id) AS (
            SELECT p.id, p.unit_id FROM organisations_place p
            WHERE p.parent_id = %(unit)s AND p.hierarchy = %(hierarchy)s AND {_HOLDS.format("p")}
            UNION
            SELECT p.id, p.unit_id FROM organisations_place p
            JOIN below ON p.parent_id = below.unit_id
            WHERE p.hierarchy = %(hierarchy)s AND {_HOLDS.format("p")}
        )
        {_NODES} WHERE p.id = ANY(ARRAY(SELECT place_id FROM below))
        """,  # noqa: S608
        on,
        hierarchy,
        unit,
    )
    return _arranged(rows)


def ancestors(unit: int, hierarchy: Hierarchy, on: dt.date) -> list[Node]:
    """The units above `unit` on a day, the nearest first."""
    rows = _nodes(
        f"""
        WITH RECURSIVE above_it(unit_id) AS (
            SELECT p.parent_id FROM organisations_place p
            WHERE p.unit_id = %(unit)s AND p.hierarchy = %(hierarchy)s AND {_HOLDS.format("p")}
            UNION
            SELECT p.parent_id FROM organisations_place p JOIN above_it
                ON p.unit_id = above_it.unit_id
            WHERE p.hierarchy = %(hierarchy)s AND {_HOLDS.format("p")}
        )
        {_NODES} JOIN above_it ON above_it.unit_id = p.unit_id
        WHERE p.hierarchy = %(hierarchy)s AND {_HOLDS.format("p")}
        """,  # noqa: S608
        on,
        hierarchy,
        unit,
    )
    arranged = _arranged(rows)
    return arranged[::-1]


def predecessors(unit: int) -> list[Relative]:
    """The units that `unit` received from, with the share of each that it received."""
    return _relatives("part.successor_id = %(unit)s", "part.predecessor_id", unit)


def successors(unit: int) -> list[Relative]:
    """The units that `unit` gave to, with the share of it that each received."""
    return _relatives("part.predecessor_id = %(unit)s", "part.successor_id", unit)


def reorganisations(units: Collection[int]) -> list[Reorganisation]:
    """All mergers and splits that `units`, and what came of them, went through."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE reached(unit_id) AS (
                SELECT unnest(%(units)s::bigint[])
                UNION
                SELECT part.successor_id FROM organisations_eventpart part
                JOIN organisations_event event ON event.id = part.event_id
                JOIN reached ON reached.unit_id = part.predecessor_id
                WHERE event.kind = ANY(%(kinds)s) AND part.successor_id IS NOT NULL
            )
            SELECT event.id, event.on, part.predecessor_id, part.successor_id,
                   part.share_numerator, part.share_denominator, part.estimated_by <> ''
            FROM organisations_eventpart part
            JOIN organisations_event event ON event.id = part.event_id
            JOIN reached ON reached.unit_id = part.predecessor_id
            WHERE event.kind = ANY(%(kinds)s)
            ORDER BY event.on, event.id, part.id
            """,
            {"units": list(units), "kinds": [str(kind) for kind in DESCENT]},
        )
        rows = cursor.fetchall()
    flows: dict[tuple[dt.date, int], list[Flow]] = {}
    for event, day, before, after, over, under, estimated in rows:
        flow = Flow(before, after, _fraction(over, under), estimated)
        flows.setdefault((day, event), []).append(flow)
    return [Reorganisation(day, event, tuple(found)) for (day, event), found in flows.items()]


def on_units_of(
    values: Mapping[int, Fraction | int | None],
    since: dt.date,
    until: dt.date | None = None,
    *,
    estimates: bool = False,
) -> Restated:
    """A series of totals, by the keys of the units of `since`, on the units of `until` (today's).

    "As it was then" needs no question: the values themselves, with `tree(since)`.
    """
    return restate(values, reorganisations(list(values)), since, until, estimates=estimates)


def _nodes(query: str, on: dt.date, hierarchy: str, unit: int | None = None) -> list[Node]:
    with connection.cursor() as cursor:
        cursor.execute(query, {"day": on, "hierarchy": str(hierarchy), "unit": unit})
        return [Node(*row) for row in cursor.fetchall()]


def _arranged(rows: list[Node]) -> list[Node]:
    return [
        Node(
            *(row.unit, row.code, row.name, row.kind, row.block, row.parent, row.parent_code),
            *(row.order, row.valid_from, row.valid_to),
            depth=depth,
        )
        for depth, row in in_order(rows)
    ]


def _relatives(where: str, other: str, unit: int) -> list[Relative]:
    """Who stands on the other side of the parts of `unit`, named as on the day of the event."""
    before = other == "part.predecessor_id"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT event.id, event.kind, event.on, event.basis_number, part.predecessor_id,
                   part.successor_id, coalesce(u.code, ''), coalesce(n.name, u.code, ''),
                   part.share_numerator, part.share_denominator, part.basis, part.estimated_by,
                   event.confidence
            FROM organisations_eventpart part
            JOIN organisations_event event ON event.id = part.event_id
            LEFT JOIN organisations_unit u ON u.id = {other}
            LEFT JOIN LATERAL (
                SELECT name FROM organisations_unitname n
                WHERE n.unit_id = u.id
                  AND (n.valid_from IS NULL OR n.valid_from <= event.on - %(back)s)
                  AND (n.valid_to IS NULL OR n.valid_to >= event.on - %(back)s)
            ) n ON true
            WHERE {where} AND event.kind = ANY(%(kinds)s) AND part.predecessor_id IS NOT NULL
            ORDER BY event.on, event.id, part.id
            """,  # noqa: S608
            {"unit": unit, "kinds": [str(kind) for kind in DESCENT], "back": int(before)},
        )
        rows: list[Any] = cursor.fetchall()
    found = []
    for event, kind, on, number, *ends, over, under, basis, estimated_by, confidence in rows:
        earlier, later, code, name = ends
        share = _fraction(over, under)
        found.append(
            Relative(
                *(event, kind, on, number, earlier, later, code, name, share, basis),
                *(estimated_by, confidence),
            )
        )
    return found


def _fraction(over: int | None, under: int | None) -> Fraction | None:
    return None if over is None or under is None else Fraction(over, under)
