"""What keeps the record whole: emptying refused, and a trigger switched off is told."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from typer.testing import CliRunner

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.history import guarding
from namro.foundation.history.cli import app
from namro.foundation.history.verifying import verify

pytestmark = pytest.mark.django_db
OPERATOR = Operator("tests")


@pytest.fixture
def guarded() -> None:
    """What every migration does, done again."""
    guarding.refuse_emptying()


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_no_guarded_table_can_be_emptied(guarded: None, reader: User) -> None:
    tables = guarding.guarded_tables()
    assert {"accounts_user", "accounts_userevent", "pghistory_context", "history_seal"} <= {*tables}
    run("SET CONSTRAINTS ALL IMMEDIATE")
    for table in tables:
        with pytest.raises(DatabaseError, match="cannot be emptied"), transaction.atomic():
            run(f"TRUNCATE {table} CASCADE")
    assert User.objects.filter(pk=reader.pk).exists()
    assert guarding.unguarded() == []


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        (
            "ALTER TABLE accounts_user DISABLE TRIGGER history_not_emptied",
            "accounts_user: history_not_emptied",
        ),
        ("DROP TRIGGER history_not_emptied ON history_seal", "history_seal: history_not_emptied"),
        (
            "ALTER TABLE pghistory_context DISABLE TRIGGER history_context_stays",
            "pghistory_context: history_context_stays",
        ),
    ],
)
def test_a_trigger_switched_off_is_told(guarded: None, sql: str, told: str) -> None:
    run(sql)
    assert guarding.unguarded() == [told]
    guarding.refuse_emptying()
    assert guarding.unguarded() == ([] if sql.startswith("DROP") else [told])


def test_all_that_records_switched_off_is_told(guarded: None) -> None:
    run("ALTER TABLE accounts_user DISABLE TRIGGER USER")
    found = guarding.unguarded()
    assert len(found) == 4
    assert all(each.startswith("accounts_user: ") for each in found)


@pytest.mark.django_db(transaction=True)
def test_verification_says_what_is_not_guarded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    run("ALTER TABLE accounts_user DISABLE TRIGGER USER")
    try:
        assert len(verify(OPERATOR).unguarded) == 4
        result = CliRunner().invoke(app, ["verify-history"])
        assert (result.exit_code, "KHÔNG được bảo vệ" in result.output) == (1, True)
    finally:
        run("ALTER TABLE accounts_user ENABLE TRIGGER USER")
    assert CliRunner().invoke(app, ["verify-history"]).exit_code == 0
