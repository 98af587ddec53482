"""What tests of the sealed history share: who seals, who tampers, who writes meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection, transaction

from namro.foundation.accounts.operators import Operator
from namro.foundation.history import tables
from namro.foundation.history.rules import chain
from namro.foundation.history.rules.comparing import Kind
from namro.foundation.history.verifying import verify

OPERATOR = Operator("tests")
USERS = "accounts_userevent"


def keys(table: str = USERS) -> list[int]:
    return tables.numbers(table, chain.BEFORE_ALL, 2**62)


def found() -> list[tuple[Kind, str, int | None]]:
    return [(each.kind, each.table, each.key) for each in verify(OPERATOR).findings]


def tamper(sql: str, *values: Any) -> None:
    """Run SQL as who owns the database and has switched the triggers off."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)
        assert cursor.rowcount


@contextmanager
def another_writer() -> Iterator[Callable[[str], None]]:
    """A transaction of somebody else's, open until the block ends."""
    connection.ensure_connection()
    parameters = connection.get_connection_params()
    parameters = {
        name: value
        for name, value in parameters.items()
        if name not in {"cursor_factory", "context", "prepare_threshold"}
    }
    with psycopg.connect(**parameters) as other:

        def write(sql: str) -> None:
            other.execute(sql)

        yield write
