"""Rows out of and into tables as PostgreSQL's own text, alike on every server."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import connection

from namro.foundation.history.tables import write_alike

#: Rows that are not kept: who is signed in, failed attempts to sign in.
LEFT_OUT = (
    "django_session",
    "axes_accessattempt",
    "axes_accessfailurelog",
    "axes_accesslog",
    "axes_accessattemptexpiration",
    "usersessions_usersession",
)
_CHUNK = 1 << 20


def quoted(name: str) -> str:
    """A name as SQL takes it."""
    return connection.ops.quote_name(name)


def asked(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """All rows of a question."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def do(sql: str, *values: Any) -> None:
    """One statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)


def table_names() -> list[str]:
    """All tables of the schema that the connection works in."""
    found = asked(
        "SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'p') "
        "AND c.relnamespace = current_schema()::regnamespace ORDER BY 1"
    )
    return [name for (name,) in found]


def columns_of(table: str) -> list[str]:
    """A table's columns by name, without those that the database makes itself."""
    found = asked(
        "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0 "
        "AND NOT attisdropped AND attgenerated = '' ORDER BY attname",
        quoted(table),
    )
    return [name for (name,) in found]


def _in_order(table: str, columns: Sequence[str]) -> str:
    """By what a table's rows are told apart: its key, or all columns as text."""
    found = asked(
        "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid "
        "AND a.attnum = ANY(i.indkey) WHERE i.indrelid = to_regclass(%s) AND i.indisprimary "
        "ORDER BY array_position(i.indkey::int2[], a.attnum)",
        quoted(table),
    )
    keys = [quoted(name) for (name,) in found]
    return ", ".join(keys or [f"{quoted(name)}::text" for name in columns])


def count(table: str) -> int:
    """How many rows a table holds."""
    return int(asked(f"SELECT count(*) FROM {quoted(table)}")[0][0])  # noqa: S608


def rows_out(table: str, columns: Sequence[str]) -> Iterator[bytes]:
    """A table's rows, a piece at a time; nothing else can be asked until all are taken.

    To be called within a transaction and after :func:`write_alike`.
    """
    wanted = ", ".join(quoted(name) for name in columns)
    order = _in_order(table, columns)
    server: Any = connection.connection
    question = f"COPY (SELECT {wanted} FROM {quoted(table)} ORDER BY {order}) TO STDOUT"  # noqa: S608
    with server.cursor() as cursor, cursor.copy(question) as copy:
        gathered: list[bytes] = []
        size = 0
        for piece in copy:
            gathered.append(bytes(piece))
            size += len(piece)
            if size >= _CHUNK:
                yield b"".join(gathered)
                gathered, size = [], 0
        if gathered:
            yield b"".join(gathered)


def digest_of(table: str, columns: Sequence[str]) -> str:
    """The SHA-256 of a table's rows as :func:`rows_out` writes them."""
    digest = hashlib.sha256()
    for piece in rows_out(table, columns):
        digest.update(piece)
    return digest.hexdigest()


def rows_in(
    table: str, columns: Sequence[str], pieces: Iterable[bytes], told: Callable[[bytes], None]
) -> None:
    """Put rows into an empty table; `told` hears of each piece."""
    wanted = ", ".join(quoted(name) for name in columns)
    server: Any = connection.connection
    with (
        server.cursor() as cursor,
        cursor.copy(f"COPY {quoted(table)} ({wanted}) FROM STDIN") as copy,
    ):
        for piece in pieces:
            copy.write(piece)
            told(piece)


def sequences() -> dict[str, int | None]:
    """The last number that each sequence gave."""
    names = asked(
        "SELECT c.relname FROM pg_class c WHERE c.relkind = 'S' "
        "AND c.relnamespace = current_schema()::regnamespace ORDER BY 1"
    )
    found: dict[str, int | None] = {}
    for (name,) in names:
        ((value, called),) = asked(f"SELECT last_value, is_called FROM {quoted(name)}")  # noqa: S608
        found[name] = int(value) if called else None
    return found


def set_sequence(name: str, last: int | None) -> None:
    """Let a sequence go on after `last`."""
    do("SELECT setval(to_regclass(%s), %s, %s)", quoted(name), last or 1, last is not None)


__all__ = [
    "LEFT_OUT", "asked", "columns_of", "count", "digest_of", "do", "quoted", "rows_in", "rows_out",
    "sequences", "set_sequence", "table_names", "write_alike",
]  # fmt: skip
