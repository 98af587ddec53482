"""How fast the pages are at the size of a city's term: 100 programmes, 20,000 items, 10 people.

    python -m benchmarks.pages [--seconds 20]

The site as `make run` serves it (gunicorn, its settings, an embedded database of its own) is asked
over the loopback by 10 clients at once, each asking again as soon as it has its answer, which is
far more than 10 people do. Limit: 95 of 100 answers within 150 ms, for the list, the programme's
page, the search. A second row has each client wait a second between questions, as a quick reader
does. Each time is said twice: whole, as the client sees it, who shares the machine with the server;
and at the server, from the moment it takes the question up until its answer is made (gunicorn's
own count). CPU is what the server's processes used for one answer, whatever else ran; the
database's stands beside it. Exit code 1 when the limit is missed at the server by readers' pace.
"""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import os
import platform
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil

PROGRAMMES, DELIVERABLES, TARGETS, PROVISIONS = 100, 80, 60, 60
CLIENTS = 10
LIMIT_MS = 150.0
_LEADS = [
    f"Sở {name}"
    for name in (
        "Nội vụ",
        "Tài chính",
        "Kế hoạch và Đầu tư",
        "Thông tin và Truyền thông",
        "Giáo dục và Đào tạo",
        "Y tế",
        "Xây dựng",
        "Tư pháp",
    )
] + ["Ủy ban nhân dân thành phố", "Văn phòng UBND", "Ban Tổ chức Thành ủy", "Công an thành phố"]
_WORDS = [
    "nâng",
    "cao",
    "chất",
    "lượng",
    "đội",
    "ngũ",
    "cán",
    "bộ",
    "công",
    "chức",
    "cải",
    "cách",
    "hành",
    "chính",
    "thủ",
    "tục",
    "dịch",
    "vụ",
    "công",
    "trực",
    "tuyến",
    "chuyển",
    "đổi",
    "số",
    "xây",
    "dựng",
    "nông",
    "thôn",
    "mới",
    "bảo",
    "vệ",
    "môi",
    "trường",
    "phát",
    "triển",
    "kinh",
    "tế",
    "đô",
    "thị",
    "quản",
    "lý",
    "quy",
    "hoạch",
    "đất",
    "đai",
    "an",
    "sinh",
    "xã",
    "hội",
    "giảm",
    "nghèo",
    "việc",
    "làm",
    "y",
    "tế",
    "giáo",
    "dục",
    "văn",
    "hóa",
    "du",
    "lịch",
]
_QUESTIONS = [
    "cải cách hành chính",
    "UBND",
    "chuyen doi so",
    "Ủy ban nhân dân",
    "nông thôn mới",
    "an sinh xã hội giảm nghèo",
    "Sở Y tế",
    "07-CTr/TU",
    "khongcogi",
    '"dịch vụ công trực tuyến"',
]


@dataclass
class Draft:
    """A made-up draft: as many items as a large programme has."""

    text: str
    content: dict[str, Any]
    issues: list[SimpleNamespace] = field(default_factory=list)

    def as_dict(self, language: str = "vi") -> dict[str, Any]:
        """The draft, the same in both languages."""
        return self.content


def draft(number: int, seed: random.Random) -> Draft:
    """Programme `number` with its sentences, each in its place in the text."""
    parts: list[str] = []
    at = 0

    def say(words: str) -> dict[str, Any]:
        nonlocal at
        place = {"start": at, "end": at + len(words)}
        parts.append(words + "\n")
        at += len(words) + 1
        return place

    def sentence(least: int, most: int) -> str:
        return " ".join(seed.choices(_WORDS, k=seed.randint(least, most))).capitalize()

    outline = []
    for order in range(PROVISIONS):
        title = sentence(5, 12)
        place = say(f"{order + 1}. {title}\n{sentence(60, 160)}.")
        outline.append(
            {"id": str(order), "parent": None, "label": str(order + 1)}
            | {"label_raw": f"{order + 1}.", "kind": "task", "heading": True, "title": title}
            | place
        )
    targets = []
    for order in range(TARGETS):
        text = f"{sentence(6, 18)} đạt trên {seed.randint(50, 99)}%"
        targets.append(
            {"label": f"({order + 1})", "within": "targets", "subject": text[:60]}
            | {"comparator": "more_than", "value": seed.randint(50, 99), "unit": "%"}
            | {"due": seed.choice([2023, 2024, 2025]), "confidence": 0.9, "text": text}
            | say(text)
        )
    deliverables = []
    for order in range(DELIVERABLES):
        title = f"{seed.choice(['Đề án', 'Kế hoạch', 'Nghị quyết'])}: {sentence(10, 25)}"
        deliverables.append(
            {"group": f"Nhóm {order // 20 + 1}", "no": str(order + 1), "title": title}
            | {"kind": title.partition(":")[0], "lead": seed.choice(_LEADS)}
            | {"lead_inferred": order % 9 == 0, "co_ordinating": seed.sample(_LEADS, 3)}
            | {"due": f"Quý {seed.choice(['I', 'II', 'III', 'IV'])}/{seed.randint(2021, 2025)}"}
            | {"product": sentence(3, 6)}
            | say(title)
        )
    head = {"kind": "Chương trình", "number": f"{number:02}-CTr/TU", "title": sentence(12, 30)}
    content = {
        "document": head
        | {"issuer": "Thành ủy Thử", "issued_on": "2021-03-17", "period": [2021, 2025]},
        "outline": outline,
        "objectives": [],
        "requirements": [],
        "targets": targets,
        "deliverables": deliverables,
        "roadmap": [],
        "issues": [],
    }
    return Draft("".join(parts), content)


def fill() -> tuple[list[int], str]:
    """Import the programmes; their keys, and a session of a person who reads."""
    from django.db import connection

    from namro.foundation.accounts.models import Role
    from namro.foundation.accounts.operators import Operator
    from namro.programme.programmes.actions import SourceFile, import_draft

    operator = Operator("bench")
    seed = random.Random(1)
    keys = []
    for number in range(1, PROGRAMMES + 1):
        made = draft(number, seed)
        file = SourceFile(f"{number}.txt", made.text.encode())
        keys.append(int(import_draft(operator, made, file, reason="bench").programme.pk))
    session = session_of(Role.READER)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return keys, session


def session_of(role: str) -> str:
    """A session of a person who holds a role everywhere."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from namro.foundation.accounts import actions
    from namro.foundation.accounts.middleware import SEEN_AT, SIGNED_IN_AT
    from namro.foundation.accounts.models import Role, User
    from namro.foundation.accounts.operators import Operator

    operator, name = Operator("bench"), f"nguoi-hoi-{role}"
    user = User.objects.filter(username=name).first()  # a kept database has them already
    if user is None:
        user = actions.create_user(operator, name, "mat-khau-de-do-toc-do", reason="bench")
    actions.give_role(operator, user, Role(role), reason="bench")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "namro.foundation.accounts.backends.UsernameOrEmailBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[SIGNED_IN_AT] = session[SEEN_AT] = int(time.time())
    session.create()
    return str(session.session_key)


def ask(port: int, session: str, paths: list[str], seconds: float, wait: float) -> list[float]:
    """One client: how many milliseconds each answer took, whole."""
    from urllib.parse import quote

    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    times: list[float] = []
    seed = random.Random(os.getpid())
    # People do not all begin in the same moment.
    time.sleep(seed.uniform(0, wait))
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        path = quote(seed.choice(paths), safe="/?=&+%")
        began = time.perf_counter()
        line.request("GET", path, headers={"Cookie": f"namro_session={session}"})
        answer = line.getresponse()
        answer.read()
        times.append((time.perf_counter() - began) * 1000)
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        if wait:
            time.sleep(seed.uniform(wait / 2, wait * 1.5))
    return times


def measure(port: int, session: str, paths: list[str], seconds: float, wait: float) -> list[float]:
    """All clients' times, in order."""
    with multiprocessing.get_context("spawn").Pool(CLIENTS) as pool:
        several = pool.starmap(ask, [(port, session, paths, seconds, wait)] * CLIENTS)
    return sorted(each for times in several for each in times)


def serve(port: int, log: Path) -> subprocess.Popen[bytes]:
    """The site as `make run` starts it, but for the log of how many microseconds answers took."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "namro.config.wsgi:application"),
            *("--bind", f"127.0.0.1:{port}", "--workers", "2"),
            *("--threads", "4", "--worker-class", "gthread", "--log-level", "warning"),
            *("--access-logfile", str(log), "--access-logformat", "%(D)s"),
        ]
    )
    for _ in range(100):
        time.sleep(0.2)
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return process
    raise RuntimeError("the site did not start")


def used(of: psutil.Process) -> float:
    """Seconds of CPU used so far by a process and its children."""
    times = of.cpu_times()
    children = [each.cpu_times() for each in of.children(recursive=True)]
    ended: float = times.children_user + times.children_system
    return ended + sum(each.user + each.system for each in (times, *children))


def machine() -> str:
    """What it was measured on."""
    name = platform.processor() or platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            name = line.partition(":")[2].strip()
            break
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores, {name}, Python {platform.python_version()}, load {load:.1f}"


def main() -> int:
    """Fills a database, serves it, asks; one line a page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=15)
    seconds = parser.parse_args().seconds
    folder = Path(tempfile.mkdtemp(prefix="namro-bench-"))
    folder.chmod(0o711)
    os.environ.pop("NAMRO_DATABASE_URL", None)
    os.environ |= {
        "NAMRO_VAR": str(folder),
        "NAMRO_SECRET_KEY": "only-for-the-bench",
        "NAMRO_EMBEDDED_THROWAWAY": "1",
        "DJANGO_SETTINGS_MODULE": "namro.config.settings",
    }
    from django.core.management import call_command

    from namro.config.entry import prepared

    late = False
    try:
        with prepared():
            call_command("migrate", verbosity=0)
            call_command("collectstatic", verbosity=0, interactive=False)
            began = time.perf_counter()
            keys, session = fill()
            items = PROGRAMMES * (DELIVERABLES + TARGETS + PROVISIONS)
            took = time.perf_counter() - began
            print(f"{PROGRAMMES} programmes, {items} items imported in {took:.0f} s")
            with socket.socket() as line:
                line.bind(("127.0.0.1", 0))
                port = int(line.getsockname()[1])
            log = folder / "answers.log"
            site = serve(port, log)
            try:
                late = report(port, session, asked_of(keys), seconds, site.pid, log)
            finally:
                site.terminate()
                site.wait(20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return int(late)


def asked_of(keys: list[int]) -> dict[str, list[str]]:
    """The pages of programmes, by name."""
    return {
        "list": ["/chuong-trinh/", "/chuong-trinh/?q=cai+cach", "/chuong-trinh/?trang=2"],
        "programme": [f"/chuong-trinh/{key}/" for key in keys],
        "targets": [f"/chuong-trinh/{key}/chi-tieu/" for key in keys],
        "search": [f"/chuong-trinh/tim/?q={words.replace(' ', '+')}" for words in _QUESTIONS],
    }


def report(
    port: int,
    session: str,
    pages: dict[str, list[str]],
    seconds: float,
    site: int,
    log: Path,
    limit: float = LIMIT_MS,
) -> bool:
    """Measures each page, warm; whether one was too slow at readers' pace."""
    server, database = psutil.Process(site), postmaster()
    print(machine())
    late = False
    for name, paths in pages.items():
        ask(port, session, paths, 1, 0)  # what a process does once
        measure(port, session, paths, 3, 0)  # warm
        for pace, wait in (("without a pause", 0.0), ("readers' pace", 1.0)):
            began, server_before, database_before = size(log), used(server), used(database)
            load = os.getloadavg()[0]
            whole = measure(port, session, paths, seconds, wait)
            inside = sorted(int(line) / 1000 for line in log.read_text()[began:].split())
            cpu = (used(server) - server_before) * 1000 / len(whole)
            database_cpu = (used(database) - database_before) * 1000 / len(whole)
            print(
                f"{name:<24} {pace:<16} {len(whole):5} answers {len(whole) / seconds:5.1f}/s   "
                f"at the server p50 {part(inside, 0.5):5.0f} p95 {part(inside, 0.95):5.0f} ms   "
                f"whole p50 {part(whole, 0.5):5.0f} p95 {part(whole, 0.95):5.0f} ms   "
                f"CPU {cpu:4.1f} + database {database_cpu:4.1f} ms   load before {load:.1f}"
            )
            late = late or (wait > 0 and part(inside, 0.95) > limit)
    return late


def part(times: list[float], share: float) -> float:
    """The time within which that share of all stayed."""
    return times[int(len(times) * share)]


def size(log: Path) -> int:
    """How much stands in the log."""
    return log.stat().st_size if log.exists() else 0


def postmaster() -> psutil.Process:
    """The database's first process.

    Raises:
        RuntimeError: it does not run.
    """
    from namro.config import locations
    from namro.config.cluster import Cluster, layout

    found = Cluster(layout(locations.var())).postmaster()
    if found is None:
        raise RuntimeError("the database does not run")
    return found


if __name__ == "__main__":
    sys.exit(main())
