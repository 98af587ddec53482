"""What was kept before there were versions is the first version after the migration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE = ("programmes", "0004_search_entries")

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def migrate(*targets: tuple[str, str]) -> Any:
    """The models as they are at `targets`, to which the database is taken."""
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    return MigrationExecutor(connection).loader.project_state(list(targets)).apps


@pytest.fixture
def empty_database(transactional_db: None) -> Iterator[None]:
    """A database without tables: going back from the newest steps would take much longer."""
    own = connection.settings_dict["NAME"]
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {own}_before TEMPLATE template0")
    connection.close()
    connection.settings_dict["NAME"] = f"{own}_before"
    yield
    connection.close()
    connection.settings_dict["NAME"] = own
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {own}_before")


@pytest.mark.usefixtures("empty_database")
def test_documents_kept_before() -> None:
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    latest = [key for key in leaves if key[0] == BEFORE[0]]
    old = migrate(BEFORE)
    programme = old.get_model("programmes", "Programme").objects.create(
        number="07-CTr/TU",
        number_key="07-ctr/tu",
        title="Tên",
        issuer="Thành ủy Thử",
        issued_on=dt.date(2021, 3, 17),
        period_start=2021,
        period_end=2025,
        sort_key="",
        search_text="",
    )
    source = old.get_model("programmes", "SourceDocument").objects.create(
        programme=programme,
        file_name="a.txt",
        size=1,
        sha256="a" * 64,
        content=b"a",
        text="a",
        reader_version="0",
        imported_by="x",
    )
    place = {"source": source, "start": 0, "end": 1}
    for order in range(3):
        old.get_model("programmes", "Target").objects.create(
            **place, order=order, within="targets", comparator="reach", text="a", confidence=1
        )
    old.get_model("programmes", "Deliverable").objects.create(
        **place, order=0, title="a", confidence=1
    )
    new = migrate(*latest)
    kept = new.get_model("programmes", "SourceDocument").objects.get()
    assert (kept.version, kept.in_force_from, kept.in_force_until) == (
        1,
        dt.date(2021, 3, 17),
        None,
    )
    assert kept.head["title"] == "Tên"
    assert kept.head["period"] == [2021, 2025]
    targets = new.get_model("programmes", "Target").objects
    assert len(set(targets.values_list("identity", flat=True))) == 3
    assert None not in targets.values_list("identity", flat=True)
    identity = new.get_model("programmes", "DeliverableIdentity").objects.get()
    assert (identity.programme_id, identity.versions.count()) == (programme.pk, 1)
    event = new.get_model("programmes", "SourceDocumentEvent").objects.latest("pgh_id")
    assert event.pgh_context.metadata["who"] == "migration"
