"""``namro run``: everything up together, everything down together."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import psutil
import pytest

from namro.config.cluster import Cluster, layout
from tests import installations
from tests.config.clusters import (
    environment,
    free_port,
    keepers,
    kill_postmaster,
    postmasters,
    wait_until,
)

pytestmark = [pytest.mark.embedded, pytest.mark.slow]

NAMRO = [sys.executable, "-c", "from namro.config.cli import main; main()"]


class Site:
    """A running ``namro run``."""

    def __init__(self, var: Path, port: int) -> None:
        self.port = port
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [*NAMRO, "run", "--port", str(port)],
            env=environment(NAMRO_VAR=str(var)),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        self.lines.extend(line.rstrip("\n") for line in self.process.stdout)

    def text(self) -> str:
        return "\n".join(self.lines)

    def up(self) -> Site:
        assert wait_until(lambda: self._healthy() or self.process.poll() is not None, 300), (
            self.text()
        )
        assert self.process.poll() is None, self.text()
        return self

    def _healthy(self) -> bool:
        try:
            return self.get("/healthz") == (200, "ok\n")
        except OSError:
            return False

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}{path}", timeout=20) as page:
                return page.status, page.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def ended(self, seconds: float = 45) -> int:
        code = self.process.wait(seconds)
        self.reader.join(5)
        return code

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


@pytest.fixture
def var() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="namro-supervisor-"))
    folder.chmod(0o755)
    place = folder / "var"
    yield place
    Cluster(layout(place)).stop()
    for keeper in keepers(place):
        keeper.kill()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def site(var: Path) -> Site:
    """A site that is up, not for the first time."""
    installations.lay_site(var)
    return Site(var, free_port()).up()


def left(var: Path, family: list[psutil.Process]) -> list[str]:
    """What is left of a site after half a minute, in words."""

    def alive() -> list[str]:
        found = [f"postmaster {pid}" for pid in postmasters(var)]
        found += [f"keeper {keeper}" for keeper in keepers(var)]
        for process in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                if process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(f"{process.pid} {' '.join(process.cmdline())[:120]}")
        return found

    wait_until(lambda: not alive(), 30)
    return alive()


def namro(var: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Another command of the same installation."""
    return subprocess.run(
        [*NAMRO, *arguments],
        env=environment(NAMRO_VAR=str(var)),
        capture_output=True,
        text=True,
        check=False,
    )


def part(site: Site, word: str) -> psutil.Process:
    """The child whose command line holds ``word``."""
    children = psutil.Process(site.process.pid).children()
    (found,) = [child for child in children if word in child.cmdline()]
    return found


def test_first_run_sign_in_stop_and_second_run(var: Path) -> None:
    site = Site(var, free_port()).up()
    shown = re.search(r"^\s*to-giup-viec\s+(\S+)\s+secretariat$", site.text(), re.MULTILINE)
    assert shown is not None, site.text()
    kept = var / "demo-sign-in.txt"
    building = re.compile("Đang dựng các bảng|Bringing the tables")
    assert building.search(site.text())
    assert shown[1] in kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0
    assert (var / "secret-key").stat().st_mode & 0o077 == 0
    sign_in(site, "to-giup-viec", shown[1])
    family = site.family()
    site.process.send_signal(signal.SIGINT)
    assert site.ended() == 0, site.text()
    assert "Traceback" not in site.text()
    assert not left(var, family)
    # What the first run recorded was sealed at its end, and the digest stands outside.
    kept = var / "history-digests.txt"
    assert kept.stat().st_mode & 0o077 == 0
    intact = namro(var, "verify-history", "--digest", str(kept), "--json")
    answer = json.loads(intact.stdout)
    assert (intact.returncode, answer["intact"], answer["unsealed"]) == (0, True, {})
    assert answer["compared"] > 0
    assert answer["digest"] == kept.read_text().splitlines()[-1]

    again = Site(var, free_port()).up()
    assert not building.search(again.text()), "what the first run did is not done again"
    assert shown[1] not in again.text(), "the password is shown once"
    sign_in(again, "to-giup-viec", shown[1])
    again.process.send_signal(signal.SIGTERM)
    assert again.ended() == 0, again.text()


def sign_in(site: Site, username: str, password: str) -> None:
    """Sign in as a browser would."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    address = f"http://localhost:{site.port}/tai-khoan/dang-nhap/"
    page = opener.open(address, timeout=20).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    form = {"csrfmiddlewaretoken": token[1], "username": username, "password": password}
    answer = opener.open(address, urlencode(form).encode(), timeout=20)
    text = answer.read().decode()
    assert answer.geturl() != address, "sign-in was refused"
    assert username in text
    # Static files are there, under hashed names.
    for name in re.findall(r'(?:href|src)="(/static/[^"]+)"', text):
        assert re.search(r"\.[0-9a-f]{12}\.", name), name
        assert opener.open(f"http://localhost:{site.port}{name}", timeout=20).status == 200


@pytest.mark.parametrize("word", ["gunicorn", "namro.config.worker"])
def test_a_child_that_dies_ends_all(var: Path, site: Site, word: str) -> None:
    family = site.family()
    part(site, word).kill()
    assert site.ended() == 1
    assert "ended unexpectedly" in site.text()
    assert not left(var, family)


def test_a_killed_database_ends_all(var: Path, site: Site) -> None:
    family = site.family()
    kill_postmaster(var)
    assert site.ended() == 1
    assert "The database ended unexpectedly" in site.text()
    assert not left(var, family)


def test_a_killed_supervisor_leaves_nothing(var: Path, site: Site) -> None:
    family = site.family()
    site.process.kill()
    site.process.wait()
    assert not left(var, family)


def test_stopped_in_the_middle_of_starting(var: Path) -> None:
    """At several moments of the first start; each time the next run finds its way."""
    for delay in (0.3, 0.8, 1.5, 2.5):
        site = Site(var, free_port())
        time.sleep(delay)
        if site.process.poll() is None:
            family = site.family()
            site.process.send_signal(signal.SIGTERM)
            assert site.ended() in (0, -signal.SIGTERM), site.text()
            assert "Traceback" not in site.text()
            assert not left(var, family)
    site = Site(var, free_port()).up()
    site.process.terminate()
    assert site.ended() == 0


def test_busy_port_is_one_sentence_and_starts_nothing(var: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        site = Site(var, int(other.getsockname()[1]))
        assert site.ended() == 1
    assert len(site.lines) == 1
    assert "cannot be opened" in site.text()
    assert not var.exists()


@pytest.mark.parametrize("port", [0, 65536, -1])
def test_impossible_port(var: Path, port: int) -> None:
    site = Site(var, port)
    assert site.ended() == 1
    assert len(site.lines) == 1
    assert not var.exists()


def test_a_server_that_does_not_answer_is_said(var: Path) -> None:
    done = subprocess.run(
        [*NAMRO, "run", "--port", str(free_port())],
        env=environment(
            NAMRO_VAR=str(var),
            NAMRO_DATABASE_URL=f"postgresql://namro@127.0.0.1:{free_port()}/namro",
            NAMRO_SECRET_KEY="x" * 50,
        ),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert "cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (var / "postgres").exists(), "the embedded database must not start"


def test_production_without_a_secret_key_is_refused(var: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        env=environment(
            NAMRO_VAR=str(var),
            NAMRO_DATABASE_URL="postgresql://namro@127.0.0.1/namro",
            DJANGO_SETTINGS_MODULE="namro.config.settings",
        ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "NAMRO_SECRET_KEY must be set" in done.stderr
