"""Sealing and verifying in a real database, while others write."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, connections

from namro.foundation import history
from namro.foundation.accounts.models import User
from namro.foundation.accounts.personal import Sealed
from namro.foundation.history import actions, tables
from namro.foundation.history.models import Seal
from namro.foundation.history.rules.comparing import Kind
from namro.foundation.history.verifying import verify
from tests.foundation.history.ledger import OPERATOR, USERS, another_writer, found

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_sql_and_bulk_changes_record_is_sealed_and_intact(people: list[User]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET full_name = 'Y' WHERE id = %s", [people[0].pk])
    with history.reason(OPERATOR, "hàng loạt"):
        User.objects.update(full_name=Sealed("X\tY\\n\n“Z”"))
    with history.reason(OPERATOR, "xóa"):
        people[4].delete()
    labels = apps.get_model("accounts", "UserEvent").objects.order_by("pgh_id")
    assert list(labels.values_list("pgh_label", flat=True))[5:] == ["update"] * 6 + ["delete"]
    waiting = verify(OPERATOR)
    assert waiting.intact
    assert (waiting.compared, waiting.unsealed) == (5, {USERS: 7})
    done = actions.seal(OPERATOR)
    assert (done.entries, done.seals) == (7, 4)
    after = verify(OPERATOR, [done.digest] if done.digest else [])
    assert after.intact
    assert (after.compared, after.unsealed, after.unproven) == (12, {}, {})
    assert actions.seal(OPERATOR).entries == 0


def test_every_event_table_is_sealed() -> None:
    names = tables.event_tables()
    assert {USERS, "accounts_roleassignmentevent"} <= set(names)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'pgh_obj_id' "
            "AND table_schema = current_schema()"
        )
        assert {name for (name,) in cursor.fetchall()} == set(names)


def test_two_reasons_in_one_request_are_both_kept(people: list[User]) -> None:
    import pghistory

    one, other = people[:2]
    with pghistory.context(url="/trang/", via="site"):
        for user, why in ((one, "lý do một"), (other, "lý do hai")):
            with history.reason(OPERATOR, why):
                User.objects.filter(pk=user.pk).update(full_name=Sealed("X"))
            actions.seal(OPERATOR)  # between them: what is sealed never changes afterwards
        User.objects.filter(pk=one.pk).update(full_name=Sealed("Y"))
        pghistory.context(user=one.pk)
        User.objects.filter(pk=one.pk).update(full_name=Sealed("Z"))
    last = apps.get_model("accounts", "UserEvent").objects.select_related("pgh_context")
    said = [event.pgh_context.metadata for event in last.order_by("-pgh_id")[:4]]
    assert [each.get("why") for each in reversed(said)] == ["lý do một", "lý do hai", None, None]
    assert {(each["url"], each["via"]) for each in said} == {("/trang/", "site")}
    assert verify(OPERATOR).intact


def test_an_entry_of_a_transaction_still_open_is_sealed_later(people: list[User]) -> None:
    with another_writer() as write:
        write("UPDATE accounts_user SET full_name = 'chậm' WHERE username = 'u0'")
        User.objects.filter(username="u1").update(
            full_name=Sealed("nhanh")
        )  # a later number, at once
        User.objects.get(username="u2").role_assignments.create(role="reader")
        done = actions.seal(OPERATOR, patience=0.2)
        assert (done.waiting, done.entries) == ([USERS], 1)
        assert verify(OPERATOR).unsealed == {USERS: 1}
    assert verify(OPERATOR).unsealed == {USERS: 2}
    assert actions.seal(OPERATOR).entries == 2
    assert verify(OPERATOR).intact


def test_sealing_waits_for_who_writes_and_keeps_nobody_from_writing(people: list[User]) -> None:
    done: list[actions.Sealing] = []

    def work() -> None:
        try:
            done.append(actions.seal(OPERATOR, patience=30))
        finally:
            connections.close_all()

    with another_writer() as write:
        write("UPDATE accounts_user SET full_name = 'chậm' WHERE username = 'u0'")
        thread = threading.Thread(target=work)
        thread.start()
        User.objects.filter(username="u1").update(full_name=Sealed("nhanh"))
        assert not done
    thread.join(60)
    assert done
    assert done[0].waiting == []
    actions.seal(OPERATOR)
    result = verify(OPERATOR)
    assert result.intact
    assert result.compared == 7


def test_two_sealings_at_once_are_one(people: list[User]) -> None:
    with another_writer() as hold:
        hold(f"SELECT pg_advisory_xact_lock({actions._LOCK})")
        with pytest.raises(actions.SealingBusyError):
            actions.seal(OPERATOR, patience=0.1)
    assert actions.seal(OPERATOR).entries == 0


def test_a_sealing_cut_short_seals_nothing(
    people: list[User], make_user: Callable[..., User]
) -> None:
    for number in range(6):
        make_user(f"v{number}")
    before = list(Seal.objects.values_list("hash", flat=True))

    def cut(_count: int) -> None:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(DatabaseError):
        actions.seal(OPERATOR, progress=cut)
    connection.close()
    assert list(Seal.objects.values_list("hash", flat=True)) == before
    assert actions.seal(OPERATOR).entries == 6
    assert verify(OPERATOR).intact


def test_some_now_and_the_others_later(people: list[User], make_user: Callable[..., User]) -> None:
    for number in range(6):
        make_user(f"v{number}")
    assert actions.seal(OPERATOR, at_most=3).entries == 3
    assert verify(OPERATOR).unsealed == {USERS: 3}
    assert actions.seal(OPERATOR).entries == 3
    assert verify(OPERATOR).intact


def test_columns_that_come_later_accuse_nobody_and_those_that_go_are_named(
    people: list[User],
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {USERS} ADD COLUMN later text DEFAULT 'x'")
    try:
        assert found() == []
        User.objects.filter(username="u0").update(full_name=Sealed("mới"))
        actions.seal(OPERATOR)
        assert found() == []
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {USERS} DROP COLUMN later")
    (finding,) = verify(OPERATOR).findings
    assert (finding.kind, finding.detail, finding.count) == (Kind.NOT_COMPARABLE, "later", 1)
