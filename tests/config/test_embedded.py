"""The embedded database: started once, stopped after the last, recovered from every kill."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from namro.config import cluster as cluster_module
from namro.config import embedded
from namro.config import layout as layout_module
from namro.config.cluster import PORT, USER, Cluster, EmbeddedError, layout
from tests.config.clusters import (
    Client,
    environment,
    interpreter,
    keepers,
    kill_postmaster,
    postmasters,
    stopped,
    wait_until,
)

pytestmark = pytest.mark.embedded


@pytest.fixture(autouse=True)
def _fast_and_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAMRO_EMBEDDED_THROWAWAY", "1")
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the database's user can pass, unlike pytest's own when run as root."""
    made = Path(tempfile.mkdtemp(prefix="namro-embedded-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def var(folder: Path) -> Iterator[Path]:
    """The var of one installation; whatever a test leaves running is stopped."""
    place = folder / "var"
    yield place
    Cluster(layout(place)).stop()
    for keeper in keepers(place):
        keeper.kill()


def fill(var: Path) -> None:
    """Start for the first time and keep one row."""
    client = Client(var).ready()
    assert client.ask("CREATE TABLE kept AS SELECT 7 AS n") == "done"
    assert client.leave() == 0
    assert wait_until(lambda: stopped(var))


def holds(var: Path) -> bool:
    """Whether a start finds the row."""
    client = Client(var).ready()
    answer = client.ask("SELECT n FROM kept")
    assert client.leave() == 0
    return answer == "(7,)"


def test_starts_keeps_and_stops(var: Path) -> None:
    fill(var)
    assert holds(var)
    assert wait_until(lambda: stopped(var))


def test_is_postgresql_18_that_knows_vietnamese_case(var: Path) -> None:
    with embedded.running(var) as cluster, cluster.connect() as connection:
        assert connection.info.server_version // 10_000 == 18
        assert connection.execute("SELECT lower('ĐẶNG ỨNG')").fetchone() == ("đặng ứng",)


def test_two_blocks_in_one_process(var: Path) -> None:
    with embedded.running(var):
        with embedded.running(var):
            pass
        assert embedded.alive(var)
    assert not embedded.alive(var)


def test_killed_client(var: Path) -> None:
    client = Client(var).ready()
    client.kill()
    assert wait_until(lambda: stopped(var)), "the server outlived its last client"


def test_killed_client_leaves_the_server_to_the_others(var: Path) -> None:
    first, second = Client(var).ready(), Client(var).ready()
    first.kill()
    assert second.ask("SELECT 1") == "(1,)"
    assert second.leave() == 0
    assert wait_until(lambda: stopped(var))


def test_killed_postmaster(var: Path) -> None:
    fill(var)
    client = Client(var).ready()
    kill_postmaster(var)
    assert holds(var)
    client.leave()
    assert wait_until(lambda: stopped(var))


def test_killed_postmaster_and_client(var: Path) -> None:
    fill(var)
    client = Client(var).ready()
    client.kill()
    kill_postmaster_if_any(var)
    assert holds(var)
    assert wait_until(lambda: stopped(var))


def kill_postmaster_if_any(var: Path) -> None:
    process = Cluster(layout(var)).postmaster()
    if process is not None:
        process.kill()


def test_killed_postmaster_keeper_and_client(var: Path) -> None:
    fill(var)
    client = Client(var).ready()
    for keeper in keepers(var):
        keeper.kill()
    kill_postmaster(var)
    client.kill()
    assert holds(var)
    assert wait_until(lambda: stopped(var))


def test_killed_keeper_is_replaced(var: Path) -> None:
    first = Client(var).ready()
    for keeper in keepers(var):
        keeper.kill()
    assert wait_until(lambda: not keepers(var))
    second = Client(var).ready()
    assert len(keepers(var)) == 1
    first.kill()
    second.kill()
    assert wait_until(lambda: stopped(var))


@pytest.mark.parametrize("number", ["dead", "own", "other postgres"])
def test_stale_pid_file(var: Path, folder: Path, number: str) -> None:
    fill(var)
    other = folder / "other"
    client = Client(other).ready() if number == "other postgres" else None
    try:
        pid = {"dead": 4_194_303, "own": os.getpid()}.get(number) or postmasters(other)[0]
        data = layout(var).data
        (data / "postmaster.pid").write_text(
            f"{pid}\n{data}\n1700000000\n{PORT}\n{layout(var).sockets}\n\n"
        )
        lock = layout(var).sockets / f".s.PGSQL.{PORT}.lock"
        lock.write_text(f"{pid}\n")
        for stale in (data / "postmaster.pid", lock):
            found = data.stat()
            os.chown(stale, found.st_uid, found.st_gid)
            stale.chmod(0o600)
        assert not embedded.alive(var)
        assert holds(var)
        if client is not None:
            assert client.ask("SELECT 1") == "(1,)", "another cluster was disturbed"
    finally:
        if client is not None:
            client.leave()


@pytest.mark.parametrize(
    "name",
    ["với dấu cách", 'quo"te', "dollar$(x)", "com,ma", "a" * 60 + "/" + "b" * 90],
    ids=["spaces", "quote", "shell", "comma", "long"],
)
def test_awkward_paths(folder: Path, name: str) -> None:
    var = folder / name / "var"
    (folder / name).mkdir(parents=True)
    try:
        fill(var)
        assert holds(var)
        assert wait_until(lambda: stopped(var))
    finally:
        Cluster(layout(var)).stop()
        if not layout(var).sockets.is_relative_to(folder):
            shutil.rmtree(layout(var).sockets)


def test_many_starts_at_once(var: Path) -> None:
    clients = [Client(var) for _ in range(8)]
    for client in clients:
        client.ready()
    assert len(postmasters(var)) == 1
    assert len(keepers(var)) == 1
    assert {client.ask("SELECT 1") for client in clients} == {"(1,)"}
    assert [client.leave() for client in clients] == [0] * 8
    assert wait_until(lambda: stopped(var))


def test_start_while_the_last_one_leaves(var: Path) -> None:
    fill(var)
    for _ in range(4):
        leaving = Client(var).ready()
        coming = Client(var)
        leaving.kill()
        assert coming.ready().ask("SELECT n FROM kept") == "(7,)"
        assert coming.leave() == 0


def test_a_first_start_cut_short_leaves_nothing_behind(var: Path) -> None:
    client = Client(var)
    assert wait_until(lambda: any((var / "postgres").glob("data.half-*/PG_VERSION")))
    client.kill()
    fill(var)
    assert holds(var)


@pytest.mark.parametrize("first", [True, False], ids=["first start", "later start"])
def test_killed_at_any_moment_of_starting(var: Path, first: bool) -> None:
    if not first:
        fill(var)
    for tenths in range(1, 12):
        client = Client(var)
        time.sleep(tenths / 10 if first else tenths / 20)
        client.kill()
        if tenths % 2:  # every other time the next comes at once, while what is left still runs
            assert wait_until(lambda: stopped(var)), f"something outlived {tenths}"
    client = Client(var).ready()
    assert len(postmasters(var)) == 1
    assert client.ask("SELECT 1") == "(1,)"
    assert client.leave() == 0
    assert wait_until(lambda: stopped(var))


def test_nobody_gets_in_without_the_password(var: Path) -> None:
    with embedded.running(var) as cluster:
        place = cluster.layout
        for password in (None, "wrong"):
            with pytest.raises(psycopg.OperationalError, match="password"):
                psycopg.connect(
                    host=str(place.sockets),
                    port=PORT,
                    user=USER,
                    dbname="postgres",
                    password=password,
                    passfile="/dev/null",
                )
        with cluster.connect() as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
            assert connection.execute("SHOW fsync").fetchone() == ("off",), "only in tests"
        assert stat.S_IMODE(place.passfile.stat().st_mode) == 0o600
        assert stat.S_IMODE(place.sockets.stat().st_mode) == 0o700
        assert stat.S_IMODE(place.data.stat().st_mode) == 0o700


def test_outside_tests_it_is_durable(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NAMRO_EMBEDDED_THROWAWAY")
    with embedded.running(var) as cluster, cluster.connect() as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
        assert connection.execute("SHOW full_page_writes").fetchone() == ("on",)


def test_what_people_write_is_in_no_log(var: Path) -> None:
    with embedded.running(var) as cluster, cluster.connect() as connection:
        connection.execute("CREATE TABLE t (word text UNIQUE)")
        connection.execute("INSERT INTO t VALUES ('bi-mat-rieng')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO t VALUES ('bi-mat-rieng')")
        with pytest.raises(psycopg.errors.DivisionByZero):
            connection.execute("SELECT 1/0, 'bi-mat-rieng'")
    log = cluster.layout.log.read_text()
    assert "duplicate key" in log
    assert "bi-mat-rieng" not in log


def test_a_socket_folder_open_to_others_is_refused(var: Path) -> None:
    fill(var)
    layout(var).sockets.chmod(0o777)
    with pytest.raises(EmbeddedError, match="not private"), embedded.running(var):
        pass


def test_a_lost_password_file_is_said(var: Path) -> None:
    fill(var)
    layout(var).passfile.unlink()
    with pytest.raises(EmbeddedError, match="password file"), embedded.running(var):
        pass


def test_damaged_data_is_said_with_the_log(var: Path) -> None:
    fill(var)
    (layout(var).data / "global" / "pg_control").write_bytes(b"x" * 8192)
    with pytest.raises(EmbeddedError, match=r"server\.log"), embedded.running(var):
        pass


def test_settings_start_and_write_nothing(folder: Path) -> None:
    var = folder / "untouched"
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        env=environment(NAMRO_VAR=str(var), DJANGO_SETTINGS_MODULE="namro.config.settings"),
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert not var.exists()


# --- root and other users ---------------------------------------------------------------------

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to be two users")
NOBODY = 65534


def need_another_user() -> None:
    """Skip where no other user can reach this checkout (as under /root)."""
    if interpreter(NOBODY) is None:
        pytest.skip("no other user can run Python on this checkout")


@as_root
def test_as_root_the_server_runs_as_somebody_else(var: Path) -> None:
    with embedded.running(var) as cluster:
        process = cluster.postmaster()
        assert process is not None
        assert process.uids().real != 0
        assert layout(var).data.stat().st_uid == process.uids().real


@as_root
def test_root_and_another_user_side_by_side(var: Path, folder: Path) -> None:
    need_another_user()
    theirs = folder / "theirs"
    theirs.mkdir()
    os.chown(theirs, NOBODY, NOBODY)
    root, other = Client(var).ready(), Client(theirs / "var", NOBODY).ready()
    assert root.ask("SELECT 1") == other.ask("SELECT 1") == "(1,)"
    assert other.leave() == root.leave() == 0
    assert wait_until(lambda: stopped(var) and stopped(theirs / "var"))
    # And root after them, in their folder: the server runs as its data's owner.
    client = Client(theirs / "var").ready()
    process = Cluster(layout(theirs / "var")).postmaster()
    assert process is not None
    assert process.uids().real == NOBODY
    assert client.leave() == 0
    again = Client(theirs / "var", NOBODY).ready()
    assert again.leave() == 0


@as_root
def test_another_users_folder_is_refused_in_a_sentence(var: Path) -> None:
    need_another_user()
    fill(var)
    client = Client(var, NOBODY)
    said = client.line()
    assert said.startswith("refused:")
    assert "another user" in said
    assert client.leave() == 1


@as_root
def test_root_in_a_folder_nobody_else_can_pass(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    var = closed / "var"
    place = layout(var)
    assert place.home.parent == Path("/var/lib")
    try:
        fill(var)
        assert holds(var)
        assert wait_until(lambda: stopped(var))
        assert layout(var) == place, "the place must not move once made"
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        assert stat.S_IMODE(folder.stat().st_mode) == 0o755
        closed.chmod(0o755)
        assert layout(var) == place, "not even when the folders above open later"
        assert holds(var)
    finally:
        Cluster(place).stop()
        shutil.rmtree(place.home, ignore_errors=True)


@as_root
def test_programs_nobody_else_can_reach_are_copied(
    var: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As when the checkout, and so its .venv, stands under /root.
    def can_pass(path: Path, uid: int, gid: int) -> bool:
        return "site-packages" not in path.parts and layout_module.can_pass(path, uid, gid)

    monkeypatch.setattr(cluster_module, "can_pass", can_pass)
    with embedded.running(var) as cluster:
        process = cluster.postmaster()
        assert process is not None
        assert Path(process.exe()).is_relative_to(layout(var).home)
