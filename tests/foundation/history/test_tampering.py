"""Every way of tampering with the sealed history, and what is named."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from namro.foundation.accounts.models import User
from namro.foundation.history import actions
from namro.foundation.history.models import Seal
from namro.foundation.history.rules.comparing import Kind
from namro.foundation.history.verifying import verify
from tests.foundation.history.ledger import OPERATOR, USERS, found, keys, tamper

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "change",
    [
        "full_name = 'kẻ khác'",
        "pgh_created_at = pgh_created_at + interval '1 microsecond'",
        "is_staff = NOT is_staff",
        "pgh_context_id = NULL",
    ],
)
def test_an_altered_entry_is_named(people: list[User], change: str) -> None:
    key = keys()[2]
    tamper("UPDATE accounts_userevent SET %s WHERE pgh_id = %%s" % change, key)  # noqa: S608, UP031
    assert found() == [(Kind.ALTERED, USERS, key)]


@pytest.mark.parametrize("why", ["điều khác", ""])
def test_an_altered_or_removed_context_names_its_entry(people: list[User], why: str) -> None:
    key = keys()[1]
    context = apps.get_model("accounts", "UserEvent").objects.get(pk=key).pgh_context_id
    if why:
        tamper(
            "UPDATE pghistory_context SET metadata = "
            "metadata || jsonb_build_object('why', %s::text) WHERE id = %s",
            why,
            context,
        )
    else:
        tamper("DELETE FROM pghistory_context WHERE id = %s", context)
    assert found() == [(Kind.ALTERED, USERS, key)]


def test_a_removed_entry_is_named(people: list[User]) -> None:
    key = keys()[1]
    tamper("DELETE FROM accounts_userevent WHERE pgh_id = %s", key)
    assert found() == [(Kind.REMOVED, USERS, key)]


def test_a_cut_tail_is_named_entry_by_entry(people: list[User]) -> None:
    cut = keys()[2:]
    tamper("DELETE FROM accounts_userevent WHERE pgh_id >= %s", cut[0])
    assert found() == [(Kind.CUT_OFF, USERS, key) for key in cut]


@pytest.mark.parametrize("key", [-3, 0, None, 2_000_000_000])
def test_an_inserted_entry_is_named(people: list[User], key: int | None) -> None:
    """Before all, in a gap that was left, and beyond what the numbering gave."""
    if key is None:
        key = keys()[-1] + 1
        with transaction.atomic():
            User.objects.create(username="never-was")
            transaction.set_rollback(True)
        User.objects.create(username="was")
        assert key not in keys()
        actions.seal(OPERATOR)
    columns = ", ".join(
        f'"{each.column}"'
        for each in apps.get_model("accounts", "UserEvent")._meta.fields
        if each.column != "pgh_id"
    )
    tamper(
        f"INSERT INTO {USERS} (pgh_id, {columns}) SELECT %s, {columns} "  # noqa: S608
        f"FROM {USERS} WHERE pgh_id = %s",
        key,
        keys()[0],
    )
    assert found() == [(Kind.INSERTED, USERS, key)]


def test_an_altered_seal_is_named_and_its_entries_are_not_accused(people: list[User]) -> None:
    tamper(
        "UPDATE history_seal SET entries = set_byte(entries, 20, get_byte(entries, 20) # 1) "
        "WHERE number = 2"
    )
    result = verify(OPERATOR)
    assert [(each.kind, each.seals) for each in result.findings] == [(Kind.SEAL_ALTERED, (2, 2))]
    assert (result.compared, result.unproven) == (3, {USERS: 2})


def test_a_missing_seal_is_named_and_its_entries_are_not_accused(people: list[User]) -> None:
    tamper("DELETE FROM history_seal WHERE number = 1")
    result = verify(OPERATOR)
    assert [(each.kind, each.seals) for each in result.findings] == [(Kind.SEAL_MISSING, (1, 1))]
    assert (result.compared, result.unproven) == (3, {USERS: 2})


def test_the_tail_cut_with_its_seals_is_told_by_the_digest(people: list[User]) -> None:
    end = Seal.objects.latest("number").digest()
    tamper("DELETE FROM history_seal WHERE number = 3")
    tamper("DELETE FROM accounts_userevent WHERE pgh_id = %s", keys()[-1])
    assert verify(OPERATOR).intact  # nothing inside the database tells
    result = verify(OPERATOR, [end])
    assert [(e.kind, e.seals, e.count) for e in result.findings] == [
        (Kind.CHAIN_CUT_OFF, (3, 3), 1)
    ]


def test_a_chain_recomputed_whole_is_told_by_the_digest(people: list[User]) -> None:
    outside = [seal.digest() for seal in Seal.objects.all()]
    tamper("UPDATE accounts_userevent SET full_name = 'kẻ khác' WHERE pgh_id = %s", keys()[2])
    tamper("DELETE FROM history_seal")
    actions.seal(OPERATOR)
    assert verify(OPERATOR).intact
    result = verify(OPERATOR, outside)
    assert [(each.kind, each.seals) for each in result.findings] == [(Kind.RECOMPUTED, (1, 1))]


def test_seals_and_contexts_cannot_be_changed_or_deleted(people: list[User]) -> None:
    for sql in (
        "UPDATE history_seal SET count = 1",
        "DELETE FROM history_seal",
        "UPDATE pghistory_context SET metadata = '{}'",
        "DELETE FROM pghistory_context",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert verify(OPERATOR).intact
