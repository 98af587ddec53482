"""What keeps the record whole: triggers that record, refuse changes and refuse that tables are
emptied. Installed after every migration; verification says where one is missing or switched off."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.apps import apps
from django.conf import settings
from django.db import connection

from namro.foundation.history.models import Seal
from namro.foundation.history.tables import CONTEXT, event_tables

_NAME = "history_not_emptied"
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {_NAME}() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'Table % cannot be emptied (TRUNCATE): the history would not tell it.',
        TG_TABLE_NAME;
END;
$$ LANGUAGE plpgsql
"""


def tracked_tables() -> list[str]:
    """The tables whose changes are recorded."""
    return sorted(
        model._meta.db_table for model in apps.get_models() if hasattr(model, "pgh_event_model")
    )


def guarded_tables() -> list[str]:
    """The tables that must not be emptied: those that are tracked, and the history's own."""
    return sorted({*tracked_tables(), *event_tables(), CONTEXT, Seal._meta.db_table})


def refuse_emptying(**_signal: Any) -> None:
    """Let every guarded table that stands refuse TRUNCATE. Done again it changes nothing.

    TRUNCATE fires no trigger of rows or of changed rows, so it would leave no entry.
    """
    if not settings.HISTORY_REFUSES_TRUNCATE:
        return
    standing = _triggers()
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTION)
        for table in guarded_tables():
            if table in standing and _NAME not in standing[table]:
                cursor.execute(
                    f"CREATE TRIGGER {_NAME} BEFORE TRUNCATE ON {quote(table)} "
                    f"FOR EACH STATEMENT EXECUTE FUNCTION {_NAME}()"
                )


def unguarded() -> list[str]:
    """``table: trigger`` for each trigger that is missing or switched off, in order."""
    standing = _triggers()
    wanted: dict[str, set[str]] = {table: set() for table in guarded_tables()}
    for model, trigger in pgtrigger.registered():
        wanted.setdefault(model._meta.db_table, set()).add(trigger.get_pgid(model))
    wanted[CONTEXT].add("history_context_stays")
    found = []
    for table, names in sorted(wanted.items()):
        if settings.HISTORY_REFUSES_TRUNCATE:
            names.add(_NAME)
        found += [
            f"{table}: {name}" for name in sorted(names) if not standing.get(table, {}).get(name)
        ]
    return found


def _triggers() -> dict[str, dict[str, bool]]:
    """By table, its triggers and whether each is switched on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgname, t.tgenabled <> 'D' FROM pg_class c "
            "LEFT JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal "
            "WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace"
        )
        found: dict[str, dict[str, bool]] = {}
        for table, name, on in cursor.fetchall():
            found.setdefault(table, {})
            if name is not None:
                found[table][name] = on
    return found
