"""Processes that use an embedded database, for tests that kill them."""

from __future__ import annotations

import contextlib
import functools
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from namro.config.cluster import Cluster, layout

# Says "ready", then does what it is told, line by line, until its input ends.
_CLIENT = """
import sys
from pathlib import Path
from namro.config import embedded
try:
    with embedded.running(Path(sys.argv[1])) as cluster:
        print("ready", flush=True)
        for line in sys.stdin:
            with cluster.connect() as connection:
                cursor = connection.execute(line)
                print(cursor.fetchone() if cursor.description else "done", flush=True)
except embedded.EmbeddedError as error:
    print("refused:", error, flush=True)
    sys.exit(1)
"""


def environment(**more: str) -> dict[str, str]:
    """This process's environment, without what would lead to another database."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NAMRO_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    # How a site starts and stops has nothing to do with the sample, which takes its time.
    ours = {"NAMRO_EMBEDDED_THROWAWAY": "1", "NAMRO_SAMPLE": "none", "LC_ALL": "en_US.UTF-8"}
    return {**kept, **ours, **more}


@functools.cache
def interpreter(uid: int | None) -> str | None:
    """A Python with which another user can run this checkout: ours, or the system's like it."""
    if uid is None:
        return sys.executable
    wanted = f"import sys, psutil, namro.config.embedded; assert {sys.version_info[:2]} == "
    for candidate in (sys.executable, "/usr/bin/python3"):
        with contextlib.suppress(OSError):
            done = subprocess.run(
                [candidate, "-c", wanted + "sys.version_info[:2]"],
                env=environment(PYTHONPATH=os.pathsep.join(filter(None, sys.path))),
                user=uid,
                group=uid,
                extra_groups=[],
                cwd="/",
                capture_output=True,
                check=False,
            )
            if done.returncode == 0:
                return candidate
    return None


class Client:
    """A process that holds an embedded database, perhaps as another user."""

    def __init__(self, var: Path, uid: int | None = None) -> None:
        self.process = subprocess.Popen(
            [interpreter(uid) or sys.executable, "-c", _CLIENT, str(var)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(PYTHONPATH=os.pathsep.join(filter(None, sys.path))),
            cwd="/",
            user=uid,
            group=uid,
            extra_groups=[] if uid is not None else None,
        )

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def ready(self) -> Client:
        said = self.line()
        assert said == "ready", said
        return self

    def ask(self, sql: str) -> str:
        assert self.process.stdin is not None
        self.process.stdin.write(sql + "\n")
        self.process.stdin.flush()
        return self.line()

    def leave(self) -> int:
        assert self.process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        return self.process.wait(60)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def wait_until(true: Callable[[], bool], seconds: float = 20) -> bool:
    """Whether something becomes true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.02)
    return False


def postmasters(var: Path) -> list[int]:
    """The postmasters that run on the data of ``var``, found among all processes."""
    data = layout(var).data
    found = []
    for process in psutil.process_iter(["name", "cmdline", "status"]):
        info = process.info
        if info["name"] != "postgres" or info["status"] == psutil.STATUS_ZOMBIE:
            continue
        if info["cmdline"] and str(data) in info["cmdline"]:
            found.append(process.pid)
    return found


def keepers(var: Path) -> list[psutil.Process]:
    """The keepers of ``var``."""
    return [
        process
        for process in psutil.process_iter(["cmdline", "status"])
        if "namro.config.keeper" in (process.info["cmdline"] or [])
        and str(var) in process.info["cmdline"]
    ]


def stopped(var: Path) -> bool:
    """Whether neither server nor keeper of ``var`` is left."""
    return not postmasters(var) and not keepers(var)


def kill_postmaster(var: Path) -> None:
    """End the postmaster the hard way."""
    process = Cluster(layout(var)).postmaster()
    assert process is not None
    process.kill()
    with contextlib.suppress(psutil.Error):
        wait_until(lambda: Cluster(layout(var)).postmaster() is None)


def free_port() -> int:
    """A port that nothing listens on at this moment."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
