"""The embedded PostgreSQL 18: started by whoever needs it first, stopped after the last has gone.

Each process that uses the database holds a shared lock on ``clients.lock`` for as long as it
lives. The kernel lets go of it however the process ends, kill -9 included. A small keeper process
waits for the exclusive lock, which it gets when nobody is left, and then stops the server.
``start.lock`` lets one process start at a time; ``keeper.lock`` is held by the keeper.
See docs/decisions/0002-embedded-postgresql.md.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from namro.config.cluster import DATABASE, PORT, USER, Cluster, EmbeddedError, Layout, layout
from namro.config.language import say

__all__ = ["EmbeddedError", "alive", "django_database", "running"]


def django_database(var: Path) -> dict[str, Any]:
    """Django's settings for the embedded database of ``var``. A look-up: starts nothing."""
    place = layout(var)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": USER,
        "HOST": str(place.sockets),
        "PORT": str(PORT),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # The password is read from a private file at the moment of connecting.
        "OPTIONS": {"passfile": str(place.passfile)},
    }


def alive(var: Path) -> bool:
    """Whether the postmaster of ``var``'s cluster runs."""
    return Cluster(layout(var)).postmaster() is not None


@contextmanager
def running(var: Path) -> Iterator[Cluster]:
    """Run a block while the embedded database of ``var`` answers.

    Several processes, and several blocks in one, may do so at once; the server stops after the
    last.

    Raises:
        EmbeddedError: it cannot start; the message says why and what to do.
    """
    place = layout(var)
    cluster = Cluster(place)
    try:
        _make_control_folder(var, place)
        start = _open_lock(place.control / "start.lock")
        clients = _open_lock(place.control / "clients.lock")
    except PermissionError as error:
        raise EmbeddedError(
            say(
                f"Không có quyền với {error.filename}: thư mục {var} là của người dùng khác; "
                "hãy chạy bằng người dùng ấy hoặc đặt NAMRO_VAR tới thư mục của mình.",
                f"No permission for {error.filename}: the folder {var} is another user's; run as "
                "that user, or set NAMRO_VAR to a folder of your own.",
            )
        ) from None
    try:
        fcntl.flock(start, fcntl.LOCK_EX)
        try:
            # Waits here while a keeper is just stopping the server.
            fcntl.flock(clients, fcntl.LOCK_SH)
            # The keeper first: should we be killed while starting, it stops what we began.
            _ensure_keeper(place, var)
            cluster.prepare()
            cluster.start()
        finally:
            os.close(start)
        yield cluster
    finally:
        fcntl.flock(clients, fcntl.LOCK_UN)
        _stop_if_last(cluster, clients)
        os.close(clients)


def _make_control_folder(var: Path, place: Layout) -> None:
    # As root the database's user must pass through; what is secret inside is 0600.
    mode = 0o711 if os.geteuid() == 0 else 0o700
    var.mkdir(mode=mode, parents=True, exist_ok=True)  # an existing one keeps its permissions
    with contextlib.suppress(FileExistsError):
        place.control.mkdir(mode=mode)
        place.control.chmod(mode)  # whatever the umask


def _open_lock(path: Path) -> int:
    """Open a lock file; closed in every program started from here."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)


def _ensure_keeper(place: Layout, var: Path) -> None:
    """Start the keeper unless there is one. It inherits its lock: there is never a second."""
    lock = _open_lock(place.control / "keeper.lock")
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        subprocess.Popen(
            [sys.executable, "-m", "namro.config.keeper", str(var), str(lock)],
            pass_fds=(lock,),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
        )
    finally:
        os.close(lock)


def _stop_if_last(cluster: Cluster, clients: int) -> None:
    """Stop the server when no client is left, or wait for the keeper that is doing so."""
    deadline = time.monotonic() + 45
    while time.monotonic() < deadline:
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(clients, fcntl.LOCK_EX | fcntl.LOCK_NB)
            cluster.stop()
            return
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(clients, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return  # others still use it
        if cluster.postmaster() is None:
            return
        time.sleep(0.02)
