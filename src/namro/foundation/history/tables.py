"""The event tables as they stand in the database: their columns, their numbering, their entries."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import connection
from pghistory.models import Event

from namro.foundation.history.rules.entries import Column, Hasher, kind_of, values_of

KEY = "pgh_id"
CONTEXT = "pghistory_context"
# When, from where, by whom, why. Not when the context was last touched: that says nothing.
_CONTEXT_COLUMNS = (
    Column("pgh_context.created_at", "timestamptz"),
    Column("pgh_context.metadata", "jsonb"),
)
# Values as text must be the same on every server, for every user.
_WRITTEN_ALIKE = """
    SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD';
    SET LOCAL intervalstyle = 'iso_8601'; SET LOCAL bytea_output = 'hex';
    SET LOCAL extra_float_digits = 1;
"""


def event_tables() -> list[str]:
    """The names of all event tables of this installation, those of rooms added later included."""
    return sorted(
        {
            model._meta.db_table
            for model in apps.get_models()
            if issubclass(model, Event) and model._meta.managed and not model._meta.proxy
        }
    )


def write_alike() -> None:
    """Let the transaction write values as :mod:`rules.entries` takes them."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN_ALIKE)


def columns_of(table: str) -> tuple[Column, ...]:
    """All columns of an event table as it stands now, and those of its context; none: no table."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT a.attname, t.typname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            WHERE a.attrelid = to_regclass(%s) AND a.attnum > 0 AND NOT a.attisdropped
            """,
            [_quoted(table)],
        )
        own = sorted(Column(name, kind_of(typename)) for name, typename in cursor.fetchall())
    return (*own, *_CONTEXT_COLUMNS) if own else ()


def last_given(table: str) -> int | None:
    """The last number that the table's sequence gave; None: none yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [_quoted(table), KEY])
        row = cursor.fetchone()
        cursor.execute(f"SELECT last_value, is_called FROM {row[0]}")  # noqa: S608
        value, called = cursor.fetchone()
    return int(value) if called else None


def wait_for_writers(tables: Iterable[str], patience: float) -> set[str]:
    """Wait until whoever writes to ``tables`` now has finished; those beginning later may go on.

    Nobody is kept from writing. After this every number given before is that of an entry that
    stands, or of none for ever: who inserts holds a lock on the table before taking a number.

    Returns:
        The tables still being written to after ``patience`` seconds.
    """
    names = list(tables)
    deadline = time.monotonic() + patience
    awaited = _writers(names)
    while awaited and time.monotonic() < deadline:
        time.sleep(0.05)
        awaited &= _writers(names)
    return {table for table, _writer in awaited}


def _writers(tables: Sequence[str]) -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT t.name, l.virtualtransaction
            FROM pg_locks l JOIN unnest(%s::text[]) AS t (name)
                ON l.relation = to_regclass(quote_ident(t.name))
            WHERE l.locktype = 'relation' AND l.mode = 'RowExclusiveLock' AND l.granted
                AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                AND l.pid IS DISTINCT FROM pg_backend_pid()
            """,
            [list(tables)],
        )
        return {(name, writer) for name, writer in cursor.fetchall()}


def entries(
    table: str, columns: Sequence[Column], after: int, through: int, limit: int | None = None
) -> Iterator[tuple[int, bytes]]:
    """Number and digest of each entry after ``after`` up to ``through``, by number.

    Nothing else can be asked of the database until all are taken. To be called after
    :func:`write_alike`.
    """
    hasher = Hasher(table, columns)
    connection.ensure_connection()
    server: Any = connection.connection
    asked = query(table, columns, after, through, limit)
    with server.cursor() as cursor, cursor.copy(asked) as copy:
        for line in copy:
            key, *values = values_of(bytes(line))
            yield int(key or 0), hasher.digest(values)


def query(
    table: str,
    columns: Sequence[Column],
    after: int = -(2**63),
    through: int = 2**63 - 1,
    limit: int | None = None,
) -> str:
    """What asks for the numbers and values of entries, a line each, by number."""
    wanted = ", ".join(["e." + KEY, *(_expression(column) for column in columns)])
    return (
        f"COPY (SELECT {wanted} FROM {_quoted(table)} e "  # noqa: S608 - names from the catalogue
        f"LEFT JOIN {CONTEXT} c ON c.id = e.pgh_context_id "
        f"WHERE e.{KEY} > {int(after)} AND e.{KEY} <= {int(through)} ORDER BY e.{KEY}"
        f"{'' if limit is None else f' LIMIT {int(limit)}'}) TO STDOUT"
    )


def numbers(table: str, after: int, through: int) -> list[int]:
    """The numbers of the entries after ``after`` up to ``through``."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {KEY} FROM {_quoted(table)} "  # noqa: S608
            f"WHERE {KEY} > %s AND {KEY} <= %s ORDER BY 1",
            [after, through],
        )
        return [key for (key,) in cursor.fetchall()]


def count_after(table: str, after: int, through: int) -> int:
    """How many entries have a number after ``after`` up to ``through``."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {_quoted(table)} WHERE {KEY} > %s AND {KEY} <= %s",  # noqa: S608
            [after, through],
        )
        return int(cursor.fetchone()[0])


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _expression(column: Column) -> str:
    if column in _CONTEXT_COLUMNS:
        return "c." + column.name.removeprefix("pgh_context.")
    return "e." + _quoted(column.name)
