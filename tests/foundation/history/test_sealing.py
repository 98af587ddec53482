"""Sealing and verifying in a real database, and every way of tampering with it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, connections, transaction
from typer.testing import CliRunner

from namro.foundation import history
from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.accounts.personal import Sealed
from namro.foundation.history import actions, jobs, tables
from namro.foundation.history.cli import app
from namro.foundation.history.models import Seal
from namro.foundation.history.rules import chain
from namro.foundation.history.rules.comparing import Kind
from namro.foundation.history.rules.entries import values_of
from namro.foundation.history.verifying import Verification, verify

pytestmark = pytest.mark.django_db(transaction=True)

OPERATOR = Operator("tests")
USERS = "accounts_userevent"


@pytest.fixture(autouse=True)
def digests(tmp_path: Path, settings: Any) -> Path:
    """The file outside the database, of this test alone."""
    settings.HISTORY_DIGESTS = tmp_path / "digests.txt"
    return tmp_path / "digests.txt"


@pytest.fixture
def people(make_user: Callable[..., User], monkeypatch: pytest.MonkeyPatch) -> list[User]:
    """Five people, whose history is sealed in seals of two entries."""
    monkeypatch.setattr(actions, "BLOCK", 2)
    made = [make_user(f"u{number}") for number in range(5)]
    assert actions.seal(OPERATOR).entries == 5
    return made


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
    tamper("UPDATE history_seal SET entries = set_byte(entries, 20, 0) WHERE number = 2")
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


def test_people_of_the_site_may_neither_seal_nor_verify(secretariat: User) -> None:
    for act in (actions.seal, verify):
        with pytest.raises(PermissionDenied):
            act(secretariat)


def test_the_hourly_job_seals_and_keeps_the_digest_outside(
    make_user: Callable[..., User], digests: Path
) -> None:
    make_user("u")
    jobs.seal_history(timestamp=0)
    jobs.seal_history(timestamp=0)
    kept = chain.digests_in(digests.read_text())
    assert [each.hash for each in kept] == [Seal.objects.get().hash]
    assert verify(OPERATOR, kept).intact
    assert digests.stat().st_mode & 0o777 == 0o600


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("locale", "sealed", "intact", "altered"),
    [
        ("vi_VN.UTF-8", "Đã niêm phong", "Nguyên vẹn", "KHÔNG nguyên vẹn: 2 phát hiện"),
        ("en_US.UTF-8", "Sealed", "Intact", "NOT intact: 2 findings"),
    ],
)
def test_at_the_command_line(
    people: list[User],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    locale: str,
    sealed: str,
    intact: str,
    altered: str,
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    User.objects.filter(username="u0").update(full_name=Sealed("X"))
    mine = tmp_path / "usb.txt"
    code, said = run("seal-history", "--digest", str(mine))
    assert (code, sealed in said) == (0, True)
    assert said.splitlines()[-1] + "\n" == mine.read_text()
    code, said = run("verify-history", "--digest", str(mine))
    assert (code, intact in said) == (0, True)
    key = keys()[0]
    tamper(
        "UPDATE accounts_userevent SET full_name = 'kẻ khác' WHERE pgh_id IN (%s, %s)", key, key + 1
    )
    code, said = run("verify-history", "--digest", str(mine))
    assert (code, altered in said, f"{key}–{key + 1}" in said) == (1, True, True)
    code, said = run("verify-history", "--json")
    assert code == 1
    answer = json.loads(said)
    assert [each["key"] for each in answer["findings"]] == [key, key + 1]
    assert (answer["intact"], answer["compared"], answer["seals"]) == (False, 6, 4)


@pytest.mark.parametrize("text", [None, "không phải mã"])
def test_a_file_that_holds_no_digest_is_one_sentence(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "x.txt"
    if text is not None:
        path.write_text(text)
    code, said = run("verify-history", "--digest", str(path))
    assert code == 2
    assert str(path) in said
    assert len(said.strip().splitlines()) == 1


def test_nothing_was_ever_sealed() -> None:
    code, _said = run("seal-history")
    assert code == 0
    assert isinstance(verify(OPERATOR), Verification)
    assert verify(OPERATOR).intact


@pytest.mark.parametrize(
    "session",
    [
        "SET timezone = 'UTC'",
        "SET timezone = 'Asia/Ho_Chi_Minh'; SET datestyle = 'SQL, DMY'; "
        "SET bytea_output = 'escape'; SET extra_float_digits = 0; SET intervalstyle = 'postgres'",
    ],
)
def test_values_are_written_alike_whatever_the_server_and_its_user_prefer(session: str) -> None:
    """What stands here was sealed: another release of PostgreSQL must write it in the same way."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(session.replace("SET ", "SET LOCAL "))
        cursor.execute(
            """
            CREATE TEMPORARY TABLE every_kind (
                pgh_id int, pgh_context_id uuid, a bool, b numeric(12, 3), c float8, d date,
                e timestamptz, f jsonb, g bytea, h text, i varchar(9)[], j interval, k text
            ) ON COMMIT DROP;
            INSERT INTO every_kind VALUES (
                7, '0b51b4a5-7a3c-4a9e-8b1e-000000000001', true, 95.50, 0.1::float8 + 0.2,
                '2026-11-22', '2026-11-22 19:00:00.123456+07', '{"vì sao": "ổn", "b": [1, 2.50]}',
                '\\x00ff5c', E'Năm\\tRõ\\n\\\\', '{"một hai",NULL}', '1 day 02:00', NULL
            )
            """
        )
        tables.write_alike()
        columns = tables.columns_of("every_kind")
        connection.ensure_connection()
        with connection.connection.cursor().copy(tables.query("every_kind", columns)) as copy:
            (line,) = list(copy)
    key, *values = values_of(bytes(line))
    assert key == b"7"
    written = dict(zip((each.name for each in columns), values, strict=True))
    assert written == {
        "a": b"t",
        "b": b"95.500",
        "c": b"0.30000000000000004",
        "d": b"2026-11-22",
        "e": b"2026-11-22 12:00:00.123456+00",
        "f": '{"b": [1, 2.50], "vì sao": "ổn"}'.encode(),
        "g": b"\\x00ff5c",
        "h": "Năm\tRõ\n\\".encode(),
        "i": '{"một hai",NULL}'.encode(),
        "j": b"P1DT2H",
        "k": None,
        "pgh_context_id": b"0b51b4a5-7a3c-4a9e-8b1e-000000000001",
        "pgh_id": b"7",
        "pgh_context.created_at": None,
        "pgh_context.metadata": None,
    }
