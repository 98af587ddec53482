"""Backup and restore: equal by checksum, all or nothing, whatever the file is and whoever kills."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from typer.testing import CliRunner

from namro.config import locations
from namro.config.backup import cli, copying, making, manifest, restoring
from namro.config.backup.refusals import BackupRefused
from namro.foundation import history
from namro.foundation.accounts import actions as accounts
from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.history import actions, verifying
from namro.foundation.history.verifying import verify

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.xdist_group("backup"),  # one process, which takes the steps once
]
OPERATOR = Operator("tests")
Steps = tuple[tuple[str, str], ...]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the installation of this test alone, with two uploaded files."""
    var = tmp_path / "var"
    (var / "media" / "minh chứng").mkdir(parents=True)
    (var / "media" / "minh chứng" / "ảnh.png").write_bytes(bytes(range(256)) * 5000)
    (var / "media" / "b.txt").write_text("hai")
    (var / "secret-key").write_text("rất bí mật")
    settings.MEDIA_ROOT = var / "media"
    settings.HISTORY_DIGESTS = var / "history-digests.txt"
    monkeypatch.setattr(locations, "var", lambda: var)
    return var


@pytest.fixture(scope="module")
def taken() -> dict[Steps, list[tuple[str, Any]]]:
    """What the program's steps asked of the database the first time they made its tables."""
    return {}


@pytest.fixture(autouse=True)
def steps_once(monkeypatch: pytest.MonkeyPatch, taken: dict[Steps, list[tuple[str, Any]]]) -> None:
    """The steps are taken once; afterwards the same statements are sent again, much faster."""
    migrate = MigrationExecutor.migrate

    def again(self: Any, ends: list[tuple[str, str]], *rest: Any, **more: Any) -> Any:
        if self.loader.applied_migrations:
            return migrate(self, ends, *rest, **more)
        known = taken.get(tuple(ends))
        if known is None:
            known = []

            def note(do: Any, sql: Any, values: Any, many: bool, context: Any) -> Any:
                known.append((sql, values))
                return do(sql, values, many, context)

            with connection.execute_wrapper(note):
                done = migrate(self, ends, *rest, **more)
            taken[tuple(ends)] = known
            return done
        waiting = iter(known)
        for _step in range(len(known)):
            with transaction.atomic():  # each step by itself, as the first time
                for sql, values in waiting:
                    copying.do(sql, *(values or ()))
                    if 'INTO "django_migrations"' in str(sql):
                        break
                else:
                    return None
        return None

    monkeypatch.setattr(MigrationExecutor, "migrate", again)


@pytest.fixture(autouse=True)
def alone(transactional_db: None) -> Iterator[None]:
    """Connections that earlier tests of this process left open are closed, since restoring refuses
    to have company; and whatever happens, the tables are there for the tests that follow."""
    copying.do(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
        "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    yield
    if not copying.asked("SELECT to_regclass('public.accounts_user') IS NOT NULL")[0][0]:
        call_command("migrate", verbosity=0)


@pytest.fixture
def people(make_user: Callable[..., User]) -> list[User]:
    """People with marks, quotes and tabs in their names, and a sealed history of them."""
    made = [make_user(f"u{number}", "reader") for number in range(4)]
    with history.reason(OPERATOR, "đặt tên"):
        named(made[0], "Nguyễn Văn \\N “Á” '; --")
    done = actions.seal(OPERATOR)
    assert done.digest is not None
    actions.keep_outside(done.digest)
    named(made[1], "chưa niêm phong")
    return made


def named(person: User, name: str) -> None:
    """A person is given another name."""
    person.full_name = name
    person.save()


def sums() -> dict[str, str]:
    """The SHA-256 of each table that is kept."""
    with transaction.atomic():
        copying.write_alike()
        names = [name for name in copying.table_names() if name not in copying.LEFT_OUT]
        return {name: copying.digest_of(name, copying.columns_of(name)) for name in names}


def media(place: Path) -> dict[str, bytes]:
    root = place / "media"
    found = sorted(root.rglob("*"))
    return {str(path.relative_to(root)): path.read_bytes() for path in found if path.is_file()}


def wipe() -> None:
    """The database as it is before anything was made in it."""
    copying.do("DROP SCHEMA public CASCADE")
    copying.do("CREATE SCHEMA public")


def restore(path: Path, **how: Any) -> Any:
    with restoring.opened(path) as backup:
        return restoring.restore(OPERATOR, backup, **how)


def test_backup_wipe_restore_is_equal_by_checksum(
    people: list[User], tmp_path: Path, place: Path
) -> None:
    # As on a site that runs: a worker has taken a job, which names it.
    copying.do(
        "WITH worker AS (INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id) "
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id) "
        "SELECT 'default', 'x', 'succeeded', id FROM worker"
    )
    path = tmp_path / "sao-luu.namro"
    made = making.back_up(OPERATOR, path)
    assert path.stat().st_mode & 0o777 == 0o600
    before, files = sums(), media(place)
    numbers = copying.sequences()
    assert {table.name: table.sha256 for table in made.tables} == before
    wipe()
    for file in place.rglob("*"):
        if file.is_file():
            file.unlink()
    found = restore(path)
    assert sums() == before
    assert media(place) == files
    assert copying.sequences() == numbers
    assert found.intact
    assert (found.compared, found.unsealed) == (9, {"accounts_userevent": 1})
    assert (place / "history-digests.txt").read_text().count("\n") == 1
    assert not (place / "secret-key").exists(), "secrets are kept only where it was asked for"
    # And it works on: triggers record, the history cannot be changed, ties are held.
    named(User.objects.get(username="u2"), "sau khi khôi phục")
    assert verify(OPERATOR).unsealed == {"accounts_userevent": 2}
    for sql in ("DELETE FROM accounts_userevent", "DELETE FROM accounts_user"):
        with pytest.raises(Exception, match=r"Cannot|violates"), transaction.atomic():
            copying.do(sql)


def test_secrets_are_kept_where_asked_for(people: list[User], tmp_path: Path, place: Path) -> None:
    path = tmp_path / "a.namro"
    making.back_up(OPERATOR, path, with_secrets=True)
    wipe()
    (place / "secret-key").unlink()
    restore(path)
    assert (place / "secret-key").read_text() == "rất bí mật"
    assert (place / "secret-key").stat().st_mode & 0o777 == 0o600


def test_who_is_signed_in_is_not_kept(people: list[User], tmp_path: Path, client: Any) -> None:
    client.force_login(
        people[0], backend="namro.foundation.accounts.backends.UsernameOrEmailBackend"
    )
    path = tmp_path / "a.namro"
    made = making.back_up(OPERATOR, path)
    assert "django_session" in made.left_out
    assert "django_session" not in {table.name for table in made.tables}
    restore(path, replace=True)
    assert copying.count("django_session") == 0


def test_data_that_is_there_is_replaced_only_when_said(
    people: list[User], tmp_path: Path, make_user: Callable[..., User]
) -> None:
    path = tmp_path / "a.namro"
    making.back_up(OPERATOR, path)
    before = sums()
    make_user("later")
    with pytest.raises(BackupRefused, match="accounts_user 5") as refused:
        restore(path)
    assert refused.value.code == "not_empty"
    assert User.objects.filter(username="later").exists()
    restore(path, replace=True)
    assert not User.objects.filter(username="later").exists()
    assert sums() == before


def damage(path: Path, at: float) -> None:
    content = bytearray(path.read_bytes())
    content[int(len(content) * at)] ^= 0xFF
    path.write_bytes(bytes(content))


def rewrite(path: Path, member: str, content: bytes) -> None:
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, kept in (parts | {member: content}).items():
            new.writestr(name, kept)


def claim(path: Path, **what: Any) -> None:
    with zipfile.ZipFile(path) as archive:
        said = json.loads(archive.read(manifest.NAME))
    rewrite(path, manifest.NAME, json.dumps(said | what).encode())


def bomb(path: Path) -> None:
    """A small file whose manifest is large."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr(manifest.NAME, b" " * (manifest.LARGEST + 1))


def locked(path: Path) -> None:
    """A backup whose parts say that they need a password."""
    content = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(mark, at + 1)
    path.write_bytes(bytes(content))


SPOILT: dict[str, tuple[Callable[[Path], Any], set[str]]] = {
    "a byte is turned": (lambda path: damage(path, 0.5), {"damaged", "not_a_backup"}),
    "the end is missing": (
        lambda path: path.write_bytes(path.read_bytes()[:-2000]),
        {"not_a_backup"},
    ),
    "rows were changed": (
        lambda path: rewrite(path, "tables/accounts_user.copy", b""),
        {"damaged"},
    ),
    "a text": (lambda path: path.write_text("một văn bản"), {"not_a_backup"}),
    "nothing": (lambda path: path.write_bytes(b""), {"not_a_backup"}),
    "another archive": (
        lambda path: zipfile.ZipFile(path, "w").writestr("a.txt", "b"),
        {"not_a_backup"},
    ),
    "a later form": (lambda path: claim(path, format=2), {"newer"}),
    "a step of a later version": (
        lambda path: claim(path, migrations=[["accounts", "9999_later"]]),
        {"newer"},
    ),
    "a file outside the folder": (
        lambda path: claim(path, files=[{"name": "media/../../x", "size": 1, "sha256": "0" * 64}]),
        {"not_a_backup"},
    ),
    "a name that is none": (
        lambda path: claim(path, left_out=[["x"]]),
        {"not_a_backup"},
    ),
    "a sum that is none": (
        lambda path: claim(path, files=[{"name": "media/x", "size": 1, "sha256": None}]),
        {"not_a_backup"},
    ),
    "a moment of no zone": (
        lambda path: claim(path, made_at="2025-01-01T00:00:00"),
        {"not_a_backup"},
    ),
    "brackets without end": (
        lambda path: rewrite(path, manifest.NAME, b"[" * 200_000),
        {"not_a_backup"},
    ),
    "a bomb": (bomb, {"not_a_backup"}),
    "a password": (locked, {"not_a_backup"}),
    "a name that is SQL": (
        lambda path: claim(path, sequences={'x"; DROP TABLE accounts_user; --': 1}),
        {"not_a_backup"},
    ),
}


def test_a_spoilt_or_wrong_file_changes_nothing(
    people: list[User], tmp_path: Path, place: Path
) -> None:
    whole = tmp_path / "whole.namro"
    making.back_up(OPERATOR, whole)
    before, files = sums(), media(place)
    for what, (spoil, codes) in SPOILT.items():
        path = tmp_path / "a.namro"
        path.write_bytes(whole.read_bytes())
        spoil(path)
        with pytest.raises(BackupRefused) as refused:
            restore(path, replace=True)
        assert refused.value.code in codes, what
        assert refused.value.message("vi") != refused.value.message("en")
        assert (sums(), media(place)) == (before, files), what


def killed(act: Callable[[], Any]) -> None:
    """Do `act` in a process of its own, which kills itself on the way."""
    connections.close_all()

    def alone_in_it() -> None:
        for each in connections.all():
            each.connection = None  # whatever came along from the process above is not its own
        act()

    process = multiprocessing.get_context("fork").Process(target=alone_in_it)
    process.start()
    process.join(120)
    assert process.exitcode == -signal.SIGKILL


def die(*_whatever: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("where", ["loading", "comparing", "putting in place"])
def test_killed_halfway_the_old_data_stands(
    where: str, people: list[User], tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.namro"
    making.back_up(OPERATOR, path)
    named(people[3], "mới hơn bản sao lưu")
    (place / "media" / "mới.txt").write_text("mới")
    before, files = sums(), media(place)
    with monkeypatch.context() as patch:
        how: dict[str, Any] = {}
        if where == "loading":
            how["progress"] = die
        elif where == "comparing":
            patch.setattr(verifying, "verify", die)
        else:
            patch.setattr(restoring, "_staging", _dies_at_the_last_moment(restoring._staging))
        killed(lambda: restore(path, replace=True, **how))
    assert sums() == before
    restoring._mend_files()
    assert media(place) == files
    if where != "putting in place":
        return
    # The next one is not disturbed by what the killed one left.
    restore(path, replace=True)
    assert "mới.txt" not in media(place)
    assert User.objects.get(username="u3").full_name == ""
    assert sorted(each.name for each in place.iterdir()) == [
        "history-digests.txt", "media", "secret-key",
    ]  # fmt: skip
    ((schemas,),) = copying.asked("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'namro%%'")
    assert schemas == 0


def _dies_at_the_last_moment(staging: Callable[[], Path]) -> Callable[[], Path]:
    """After the old files were moved aside, before the tables are in place."""

    def look() -> Path:
        if restoring._kept_before().exists():
            die()
        return staging()

    return look


def test_a_backup_killed_halfway_leaves_no_file_of_its_name(
    people: list[User], tmp_path: Path
) -> None:
    path = tmp_path / "a.namro"
    killed(lambda: making.back_up(OPERATOR, path, progress=die))
    assert not path.exists()
    making.back_up(OPERATOR, path)
    with pytest.raises(FileExistsError):
        making.back_up(OPERATOR, path)


def test_nobody_else_may_be_connected(people: list[User], tmp_path: Path) -> None:
    path = tmp_path / "a.namro"
    making.back_up(OPERATOR, path)
    other = connections["default"].copy()
    try:
        other.ensure_connection()
        with pytest.raises(BackupRefused) as refused:
            restore(path, replace=True)
        assert refused.value.code == "in_use"
    finally:
        other.close()


def test_tables_of_somebody_else_are_not_lost(people: list[User], tmp_path: Path) -> None:
    path = tmp_path / "a.namro"
    making.back_up(OPERATOR, path)
    copying.do("CREATE TABLE of_another_program (x int)")
    try:
        with pytest.raises(BackupRefused, match="of_another_program"):
            restore(path, replace=True)
    finally:
        copying.do("DROP TABLE of_another_program")


def test_a_history_that_is_not_intact_is_told_before_anything_is_replaced(
    people: list[User], tmp_path: Path
) -> None:
    with transaction.atomic():
        copying.do("SET LOCAL session_replication_role = replica")
        copying.do("UPDATE accounts_userevent SET is_demo = NOT is_demo WHERE username = 'u2'")
    path = tmp_path / "a.namro"
    making.back_up(OPERATOR, path)
    named(people[3], "mới hơn")
    with pytest.raises(BackupRefused, match=r"sửa|altered") as refused:
        restore(path, replace=True)
    assert refused.value.code == "history"
    assert User.objects.get(username="u3").full_name == "mới hơn"
    assert not restore(path, replace=True, despite_findings=True).intact
    assert User.objects.get(username="u3").full_name == ""


def test_people_of_the_site_may_do_neither(secretariat: User, tmp_path: Path) -> None:
    path = tmp_path / "a.namro"
    with pytest.raises(PermissionDenied):
        making.back_up(secretariat, path)
    making.back_up(OPERATOR, path)
    with restoring.opened(path) as backup, pytest.raises(PermissionDenied):
        restoring.restore(secretariat, backup)


def test_at_the_command_line(
    people: list[User], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    path = tmp_path / "a.namro"
    run = CliRunner().invoke
    said = run(cli.app, ["backup", str(path)])
    assert said.exit_code == 0, said.output
    assert "Đã sao lưu" in said.output
    again = run(cli.app, ["backup", str(path)])
    assert (again.exit_code, "Đã có tệp" in again.output) == (1, True)
    nowhere = run(cli.app, ["backup", str(tmp_path / "no" / "b.namro")])
    assert (nowhere.exit_code, "Không ghi được" in nowhere.output) == (1, True)
    accounts.deactivate_user(OPERATOR, people[0], reason="thử")
    refused = run(cli.app, ["restore", str(path)])
    assert (refused.exit_code, "đã có dữ liệu" in refused.output) == (1, True)
    no = run(cli.app, ["restore", str(path), "--replace"], input="n\n")
    assert no.exit_code == 1
    assert "accounts_user: 4" in no.output
    assert not User.objects.get(username="u0").is_active
    done = run(cli.app, ["restore", str(path), "--replace", "--yes"])
    assert done.exit_code == 0, done.output
    assert "khớp" in done.output
    assert "Nguyên vẹn" in done.output
    assert User.objects.get(username="u0").is_active
    missing = run(cli.app, ["restore", str(tmp_path / "none")])
    assert (missing.exit_code, "Không đọc được" in missing.output) == (1, True)
