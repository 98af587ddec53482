"""Figures from units at the size of a city: totals, verdicts, approvals, pages.

    python -m benchmarks.collection [--units 700 --indicators 300 --months 60] [--seconds 15]

An embedded database of its own is filled (`benchmarks.city`; at full size 12.6 million figures,
some 12 GB and three quarters of an hour; `--keep` keeps it for the next run, which migrates it).
Then, in one run (`--only` does some of it):

- `totals`: all totals are counted anew into an empty table, and once more beside those kept; beside
  single statements that only compute the same sums, and beside a table as DHIS2 makes for its
  analyses (one row a value, columns for each level of units and each kind of period, a B-tree on
  each), built, indexed and asked for the same sums; time and the database's memory;
- `verdicts`: all targets are judged, with nothing remembered and once more;
- `approvals`: 100 sheets are entered, submitted and approved, totals and all; limit: 95 of 100
  approvals within 150 ms;
- `pages`: the site as `make run` serves it is asked by 10 clients for scoreboards of 20, 60
  and 300 targets, a target's page, a unit's sheet (half of them filled in), the approver's queue
  and a sheet in it; limit: 95 of 100 within 200 ms at the server, by readers' pace (each client
  waits half a second to one and a half between questions); asked again without a pause, for
  comparison.

Exit code 1 when a limit is missed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil

from benchmarks import pages
from benchmarks.city import WHY, City, fill, made_before, submit_all_but

_PARTS = ("totals", "verdicts", "approvals", "pages")
APPROVALS, APPROVAL_MS, PAGE_MS = 100, 150.0, 200.0
# Targets that a programme usually has; and more than any document read so far has (52).
USUAL, MOST = 20, 60
_DHIS2 = """
    CREATE UNLOGGED TABLE analytics AS
    SELECT o.indicator_id::text || part.name AS dx, s.unit_id::text AS ou,
           s.above[2]::text AS uidlevel1, s.above[1]::text AS uidlevel2,
           s.unit_id::text AS uidlevel3, to_char(o.last_day, 'YYYY') AS yearly,
           to_char(o.last_day, 'YYYY"Q"Q') AS quarterly, to_char(o.last_day, 'YYYYMM') AS monthly,
           part.value::double precision AS value
    FROM indicators_observation o
    JOIN indicators_sheet s ON s.id = o.sheet_id
    CROSS JOIN LATERAL (VALUES ('', o.value), ('.n', o.numerator), ('.d', o.denominator))
        AS part(name, value)
    WHERE part.value IS NOT NULL AND o.sheet_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM indicators_observation later WHERE later.supersedes_id = o.id
    )
"""
_DHIS2_ASKED = """
    SELECT count(asked) FROM (
        SELECT dx, {level}, monthly, sum(value), count(value), min(value), max(value)
        FROM analytics GROUP BY dx, {level}, monthly
    ) asked
"""
_COLUMNS = ("dx", "ou", "uidlevel1", "uidlevel2", "uidlevel3", "yearly", "quarterly", "monthly")
# The sums in one statement as anybody would write it: each figure for each unit above it. Rows
# are counted whole: what nobody asks for, the database does not compute.
_PLAIN = """
    SELECT count(counted) FROM (
        SELECT o.indicator_id, above.unit, o.first_day, o.last_day, o.measure, count(*),
               count(*) FILTER (WHERE o.stage = 'estimate'), sum(o.value), sum(o.numerator),
               sum(o.denominator), min(o.value), max(o.value), max(o.published_on)
        FROM indicators_observation o
        JOIN indicators_sheet s ON s.id = o.sheet_id
        CROSS JOIN LATERAL unnest(s.above) AS above(unit)
        WHERE o.sheet_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM indicators_observation later
            WHERE later.supersedes_id = o.id AND later.supersedes_id IS NOT NULL
        )
        GROUP BY o.indicator_id, above.unit, o.first_day, o.last_day, o.measure
    ) counted
"""


@dataclass
class Taken:
    """What a step took: seconds, and the most memory of the database's processes beyond before."""

    seconds: float = 0.0
    megabytes: float = 0.0


@contextmanager
def taking(name: str) -> Iterator[Taken]:
    """Measure a step and print it."""
    taken, done = Taken(), threading.Event()
    before = _memory()

    def watch() -> None:
        while not done.wait(0.1):
            taken.megabytes = max(taken.megabytes, _memory() - before)

    watcher = threading.Thread(target=watch)
    watcher.start()
    began = time.perf_counter()
    try:
        yield taken
    finally:
        taken.seconds = time.perf_counter() - began
        done.set()
        watcher.join()
    print(f"{name:<58}{taken.seconds:9.2f} s{taken.megabytes:8.0f} MB", flush=True)


def _memory() -> float:
    """Megabytes that the database's processes have for themselves."""
    total = 0
    for process in pages.postmaster().children(recursive=True):
        try:
            total += process.memory_full_info().uss
        except psutil.NoSuchProcess:  # one that has just ended
            continue
    return total / 1e6


def _execute(*statements: str) -> Any:
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchone() if cursor.description else None


def measure_totals() -> None:
    """All totals anew, beside the sums alone and beside the table of DHIS2."""
    from namro.programme.indicators.collection import totals

    _execute("TRUNCATE indicators_rollup")
    with taking("all totals counted anew and written") as ours:
        rows = totals.recount()
    _execute("VACUUM ANALYZE indicators_rollup")
    with taking("all totals counted anew beside those kept") as again:
        totals.recount()
    with taking("the same sums in one plain statement, not kept") as plain:
        _execute(_PLAIN)
    with taking("the same sums by the statement of the totals, not kept") as alone:
        _execute(f"SELECT count(counted) FROM ({totals.all_counted()}) counted")  # noqa: S608
    with taking("the table of DHIS2: filled") as filled:
        _execute(_DHIS2)
    with taking("the table of DHIS2: a B-tree on each column") as indexed:
        _execute(*(f"CREATE INDEX ON analytics ({each})" for each in _COLUMNS))
        _execute("ANALYZE analytics")
    with taking("the table of DHIS2: the same sums, not kept") as asked:
        _execute(*(_DHIS2_ASKED.format(level=f"uidlevel{each}") for each in (1, 2)))
    _execute("DROP TABLE analytics")
    best = min(plain.seconds, alone.seconds)
    dhis2 = filled.seconds + indexed.seconds + asked.seconds
    print(
        f"{rows:,} totals; ours : best statement = {ours.seconds / best:.2f} "
        f"(counting alone : plain statement = {alone.seconds / plain.seconds:.2f}; "
        f"beside those kept {again.seconds / best:.2f}); "
        f"DHIS2 : ours = {dhis2 / ours.seconds:.1f} ({asked.seconds / ours.seconds:.2f} once its "
        "table stands)"
    )


def programme(city: City, label: str, targets_wanted: int) -> Any:
    """A programme with so many targets, each on an indicator, judged by the city's totals."""
    from namro.foundation.accounts.operators import Operator
    from namro.programme.indicators import actions
    from namro.programme.indicators.models import Indicator, TargetMeasure
    from namro.programme.programmes.actions import SourceFile, import_draft
    from namro.programme.programmes.models import Target

    chosen = list(Indicator.objects.order_by("pk"))
    chosen = chosen[:: max(len(chosen) // targets_wanted, 1)][:targets_wanted]
    operator = Operator("bench")
    targets, text = [], ""
    for number, each in enumerate(chosen, start=1):
        words = f"{number}. {each.name} hằng năm đạt trên 50 {each.unit}.\n"
        targets.append(
            {"label": f"({number})", "within": "targets", "subject": each.name}
            | {"comparator": "more_than", "value": 50, "unit": each.unit, "each_year": True}
            | {"confidence": 0.9, "text": words.strip()}
            | {"start": len(text), "end": len(text) + len(words) - 1}
        )
        text += words
    head = {"kind": "Chương trình", "number": label, "title": "Chương trình đo thử"}
    lists = ("outline", "objectives", "requirements", "deliverables", "roadmap", "issues")
    content: dict[str, Any] = {key: [] for key in lists}
    content |= {
        "document": head | {"issuer": "Thành phố Đo Thử", "period": [2021, 2025]},
        "targets": targets,
    }
    draft = SimpleNamespace(text=text, content=content, issues=[])
    draft.as_dict = lambda language="vi": content
    file = SourceFile(f"{label[:2]}.txt", text.encode())
    made = import_draft(operator, draft, file, reason=WHY)  # once, however often asked
    rows = Target.objects.filter(source__programme=made.programme).select_related("identity")
    indicators = {each.name: each for each in chosen}
    measured = set(TargetMeasure.objects.values_list("target", flat=True))
    for row in rows:
        if row.identity_id in measured:
            continue
        actions.measure(
            operator,
            made.programme,
            row,
            indicators[row.subject],
            city.forms[0].scope,
            reason=WHY,
        )
    return made.programme


def measure_verdicts(found: Any) -> None:
    """All targets judged, on what is known today."""
    from django.utils import timezone

    from namro.foundation.accounts.operators import Operator
    from namro.programme.indicators.judging import judge

    for name in ("judged by five years of monthly totals", "judged once more, from the same rows"):
        with taking(f"all targets {name}"):
            judged = judge(found, Operator("bench"), dt.date(2025, 12, 31), timezone.localdate())
    counted: dict[str, int] = {}
    for each in judged:
        counted[each.status.value] = counted.get(each.status.value, 0) + 1
    print(f"{len(judged)} targets: {counted}")


def entries(sheet: Any) -> dict[int, Any]:
    """A figure for each field of a sheet, by item."""
    from namro.programme.indicators.collection.entries import Entry

    return {
        item.pk: Entry(numerator=Decimal(8), denominator=Decimal(9))
        if item.as_fraction
        else Entry(value=Decimal(700))
        for item in sheet.round.form.items.all()
    }


def measure_approvals() -> bool:
    """Sheets of the open month are entered, submitted and approved; whether too slowly."""
    from namro.foundation.accounts.operators import Operator
    from namro.programme.indicators.collection.actions_sheets import approve, enter, submit
    from namro.programme.indicators.collection.choices import Channel
    from namro.programme.indicators.collection.models import Sheet

    operator = Operator("bench")
    times: dict[str, list[float]] = {"entered": [], "submitted": [], "approved": []}

    def timed(name: str, act: Callable[[], object]) -> None:
        began = time.perf_counter()
        act()
        times[name].append((time.perf_counter() - began) * 1000)

    for sheet in Sheet.objects.filter(state="open").order_by("?")[:APPROVALS]:
        filled = partial(enter, operator, sheet.pk, entries(sheet), channel=Channel.WEB, reason=WHY)
        timed("entered", filled)
        timed("submitted", partial(submit, operator, sheet.pk, reason=WHY))
        timed("approved", partial(approve, operator, sheet.pk, reason=WHY))
    for name, took in times.items():
        took.sort()
        fifty, ninety_five = pages.part(took, 0.5), pages.part(took, 0.95)
        print(f"a sheet {name}: p50 {fifty:.0f} ms, p95 {ninety_five:.0f} ms")
    return pages.part(times["approved"], 0.95) > APPROVAL_MS


def main() -> int:
    """Fill, measure, tell; see the module."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, default=700)
    parser.add_argument("--indicators", type=int, default=300)
    parser.add_argument("--months", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--keep", type=Path, help="keep the database in this folder, or use it")
    parser.add_argument("--fill-only", action="store_true")
    parser.add_argument("--only", nargs="+", choices=_PARTS, default=_PARTS)
    given = parser.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="namro-bench-"))
    folder.mkdir(exist_ok=True)
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
            print(pages.machine(), flush=True)
            city = made_before() or fill(given.units, given.indicators, given.months)
            print(
                f"{city.units} units, {city.indicators} indicators, {city.months} months: "
                f"{city.observations:,} figures"
            )
            if given.fill_only:
                return 0
            waiting = submit_all_but(min(1_000, city.units * len(city.forms) // 2))
            print(f"{waiting:,} sheets of the open month wait for approval")
            usual = programme(city, "98-CTr/TU", USUAL)
            large = programme(city, "97-CTr/TU", MOST)
            found = programme(city, "99-CTr/TU", city.indicators)
            if "totals" in given.only:
                measure_totals()
            if "verdicts" in given.only:
                measure_verdicts(found)
            if "approvals" in given.only:
                late = measure_approvals()
            if "pages" in given.only:
                late = measure_pages((usual, large), found, folder, given.seconds) or late
    finally:
        if not given.keep:
            shutil.rmtree(folder, ignore_errors=True)
    return int(late)


def measure_pages(others: Iterable[Any], found: Any, folder: Path, seconds: float) -> bool:
    """Each page asked by 10 clients; whether one is too slow at the server by readers' pace."""
    from namro.foundation.accounts.operators import Operator
    from namro.programme.indicators.collection.actions_sheets import enter
    from namro.programme.indicators.collection.choices import Channel
    from namro.programme.indicators.collection.models import Sheet

    at = "/chi-tieu/thu-thap"
    boards = {
        f"scoreboard, {number} targets": [f"/chi-tieu/{each.pk}/"]
        for number, each in zip((USUAL, MOST), others, strict=True)
    }
    sheets = Sheet.objects.filter(state="open").order_by("pk")[:50]
    for sheet in sheets[::2]:  # half of them are filled in, and not submitted yet
        enter(Operator("bench"), sheet.pk, entries(sheet), channel=Channel.WEB, reason=WHY)
    waiting = Sheet.objects.filter(state="submitted").order_by("pk")[:50]
    asked = {
        "secretariat": {
            **boards,
            "scoreboard, all targets": [f"/chi-tieu/{found.pk}/"],
            "target": [f"/chi-tieu/{found.pk}/{key}/" for key in _identities(found)],
            "a unit's sheet": [f"{at}/phieu/{each.code}/" for each in sheets],
        },
        "approver": {
            "queue": [f"{at}/cho-duyet/", f"{at}/cho-duyet/?trang=2", f"{at}/cho-duyet/?trang=9"],
            "sheet to approve": [f"{at}/phieu/{each.pk}/xet/" for each in waiting],
        },
    }
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        port = int(line.getsockname()[1])
    log, late = folder / "answers.log", False
    site = pages.serve(port, log)
    try:
        for role, of_role in asked.items():
            session = pages.session_of(role)
            late |= pages.report(port, session, of_role, seconds, site.pid, log, PAGE_MS)
    finally:
        site.terminate()
        site.wait(20)
    return late


def _identities(found: Any) -> list[int]:
    from namro.programme.programmes.models import Target

    rows = Target.objects.filter(source__programme=found)
    return list(rows.values_list("identity", flat=True)[:50])


if __name__ == "__main__":
    sys.exit(main())
