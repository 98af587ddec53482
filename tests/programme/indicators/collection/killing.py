"""The real background worker on the tests' database, killed where it stands: held by a lock of the
database, or by a mail server that does not go on."""

from __future__ import annotations

import contextlib
import email
import os
import socketserver
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psutil
import psycopg
from django.db import connection

from tests.config.clusters import environment, wait_until

# For each line a worker: with the name and the clock that the line gives it, and no schedule, since
# the test is the schedule. What all need is loaded once.
_WORKERS = """
import datetime
import os
import signal
import sys
import django
django.setup()
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from namro.config.worker import main
app.periodic_registry.periodic_tasks.clear()
now = timezone.now
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for line in sys.stdin:
    child = os.fork()
    if child:
        print(child, flush=True)
        continue
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(2, 1)
    name, seconds = line.split()
    connection.settings_dict["OPTIONS"]["application_name"] = name
    ahead = datetime.timedelta(seconds=float(seconds))
    timezone.now = lambda: now() + ahead
    main()
"""
_BACKENDS = "FROM pg_stat_activity WHERE application_name = %s"


class MailServer(socketserver.ThreadingTCPServer):
    """Takes e-mails, says which it took, and stands still at a step when asked to."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.taken: Counter[str] = Counter()
        self._held, self._reached, self._on = "", threading.Event(), threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @contextlib.contextmanager
    def held(self, step: str) -> Iterator[None]:
        """Stand still the next time at `step` until the block ends."""
        self._held = step
        self._reached.clear()
        self._on.clear()
        try:
            yield
        finally:
            self._held = ""
            self._on.set()

    def wait(self) -> None:
        """Wait until it stands still."""
        assert self._reached.wait(20), "no e-mail came"

    def go_on(self) -> None:
        """Go on within the block."""
        self._on.set()

    def at(self, step: str) -> None:
        """A session is at `step`."""
        if step == self._held:
            self._held = ""
            self._reached.set()
            self._on.wait(20)


class _Session(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        """One conversation, until the other side leaves or dies."""
        with contextlib.suppress(ConnectionError):
            self.server.at("greeting")
            self._say("220 test")
            while line := self.rfile.readline():
                verb = line[:4].upper()
                if verb == b"DATA":
                    self._say("354 go on")
                    self._take()
                self._say("221 bye" if verb == b"QUIT" else "250 ok")

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise ConnectionError
            lines.append(line)
        name = email.message_from_bytes(b"".join(lines))["Message-ID"]
        self.server.taken[name] += 1
        self.server.at("taken")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


def url(name: str) -> str:
    """The address of the tests' database for a client that is called `name`."""
    known = connection.settings_dict
    who = f"{quote(known['USER'])}:{quote(known['PASSWORD'])}@" if known["USER"] else ""
    said = {"host": known["HOST"], "port": known["PORT"], **known["OPTIONS"]}
    said["application_name"] = name
    asked = urlencode({key: value for key, value in said.items() if isinstance(value, str | int)})
    return f"postgresql://{who}/{quote(known['NAME'])}?{asked}"


@contextlib.contextmanager
def holding(*statements: str) -> Iterator[psycopg.Connection[Any]]:
    """Hold the locks of statements, as somebody else who has not finished, and then undo them."""
    with psycopg.connect(url("holding")) as other:
        for statement in statements:
            other.execute(statement)
        yield other
        other.rollback()


class Workers:
    """Where workers come from: one after the other, each a process of its own."""

    def __init__(self, var: Path, mail: MailServer) -> None:
        self.count, self.log = 0, var / "workers.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", _WORKERS],
                env=environment(
                    NAMRO_VAR=str(var),
                    NAMRO_DATABASE_URL=url("workers"),
                    NAMRO_SECRET_KEY=os.environ["NAMRO_SECRET_KEY"],
                    NAMRO_SMTP_HOST="127.0.0.1",
                    NAMRO_SMTP_PORT=str(mail.server_address[1]),
                    NAMRO_SMTP_TLS="0",
                    DJANGO_SETTINGS_MODULE="namro.config.settings",
                ),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def begin(self, ahead: float) -> Worker:
        """A worker begins, so many seconds ahead of the clock."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.count += 1
        name = f"worker-{self.count}"
        self.process.stdin.write(f"{name} {ahead}\n")
        self.process.stdin.flush()
        return Worker(name, int(self.process.stdout.readline()), self.log)

    def stop(self) -> None:
        """No worker is left, nor comes any more."""
        for worker in psutil.Process(self.process.pid).children():
            worker.kill()
        self.process.kill()
        self.process.communicate()


class Worker:
    """A worker at work."""

    def __init__(self, name: str, pid: int, log: Path) -> None:
        self.name, self.process, self.log = name, psutil.Process(pid), log

    def wait_for_lock(self, doing: str = "") -> None:
        """Wait until it waits for what somebody else holds, to be used by what it is `doing`."""
        there = f"SELECT count(*) {_BACKENDS} AND wait_event_type = 'Lock'"
        there += f" AND query LIKE '%%{doing}%%'"
        assert wait_until(lambda: self._ask(there) == 1), self.log.read_text()

    def kill(self) -> None:
        """End it as a power cut does: the process, and what it had begun in the database."""
        assert self.process.is_running(), self.log.read_text()
        self.process.kill()
        self.process.wait(20)
        self._ask(f"SELECT count(pg_terminate_backend(pid)) {_BACKENDS}")
        assert wait_until(lambda: self._ask(f"SELECT count(*) {_BACKENDS}") == 0)
        # Nobody hears of it for as long as it takes to be given up.
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_workers SET last_heartbeat = now() - '1h'::interval"
            )

    def _ask(self, query: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(query, [self.name])
            return int(cursor.fetchone()[0])
