"""Where the embedded cluster of an installation stands, and as whom it runs. Makes nothing."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from namro.config.language import say

PORT = 5432  # part of the socket's file name only: nothing listens on the network
_LONGEST_SOCKET_FOLDER = 107 - len(f"/.s.PGSQL.{PORT}")  # sun_path holds 108 bytes with its NUL


class EmbeddedError(RuntimeError):
    """The embedded database cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The files of one cluster."""

    control: Path  # locks and the password, of whoever runs the program
    home: Path  # data, log and sockets, of whoever runs postgres

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def passfile(self) -> Path:
        return self.control / "passfile"

    @property
    def sockets(self) -> Path:
        """The private folder of the socket; under /tmp where the path is too long for a socket."""
        near = self.home / "run"
        # libpq takes a comma in a host for a list of hosts.
        if len(os.fsencode(near)) <= _LONGEST_SOCKET_FOLDER and "," not in str(near):
            return near
        key = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:20]
        return Path("/tmp") / f"namro-{key}"  # noqa: S108 - made 0700 and its owner is checked


def layout(var: Path) -> Layout:
    """Where the cluster of ``var`` stands. A look-up: makes nothing.

    As root, postgres runs as another user; where that user cannot pass the folders above ``var``
    the cluster stands under /var/lib instead, for we never change permissions of parent folders.
    """
    # Resolved, so that every way of writing the path leads to one cluster and one socket.
    control = var.resolve() / "postgres"
    home = control
    if os.geteuid() == 0 and not (control / "data").exists():
        key = hashlib.sha256(os.fsencode(control)).hexdigest()[:16]
        away = Path("/var/lib") / f"namro-{key}"
        user = unprivileged_user()
        # Once made, the cluster stays where it is, whatever happens to the folders above.
        if (away / "data").exists() or not can_pass(control, user.pw_uid, user.pw_gid):
            home = away
    return Layout(control, home)


def can_pass(path: Path, uid: int, gid: int) -> bool:
    """Whether a user may pass through every existing folder on the way to, and at, ``path``.

    Folders that this program would make itself (``var`` and below) are made passable.
    """
    for folder in (path, *path.parents):
        try:
            found = folder.stat()
        except FileNotFoundError:
            continue
        if found.st_uid == uid:
            allowed = found.st_mode & stat.S_IXUSR
        elif found.st_gid == gid:
            allowed = found.st_mode & stat.S_IXGRP
        else:
            allowed = found.st_mode & stat.S_IXOTH
        if not allowed:
            return False
    return True


def unprivileged_user() -> pwd.struct_passwd:
    """Whom postgres runs as when we are root, which it refuses."""
    names = [os.environ.get("NAMRO_POSTGRES_USER", ""), "postgres", "nobody"]
    for name in filter(None, names):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            if user.pw_uid != 0:
                return user
    raise EmbeddedError(
        say(
            "PostgreSQL không chạy bằng root và máy không có người dùng nào khác: "
            "hãy đặt NAMRO_POSTGRES_USER.",
            "PostgreSQL refuses to run as root and there is no other user: "
            "set NAMRO_POSTGRES_USER.",
        )
    )
