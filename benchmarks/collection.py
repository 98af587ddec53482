"""Figures from units at the size of a city: totals, verdicts, approvals, pages.

    python -m benchmarks.collection [--units 700 --indicators 300 --months 60] [--seconds 15]

An embedded database of its own is filled (`benchmarks.city`; at full size 12.6 million figures,
some 10 GB and a quarter of an hour). Then, in one run:

- all totals are counted anew and all targets judged, with time and the database's memory; beside
  the single statement that only computes the same sums, and beside a table as DHIS2 makes for its
  analyses (one row a value, columns for each level of units and each kind of period, a B-tree on
  each), built, indexed and asked for the same sums;
- 100 submitted sheets are approved, totals and all; limit: 95 of 100 within 150 ms;
- the site as `make run` serves it is asked by 10 clients for the scoreboard, a target's page, a
  unit's sheet and the approver's queue; limit: 95 of 100 within 200 ms at the server, by readers'
  pace; asked again without a pause, for comparison.

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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil

from benchmarks import pages
from benchmarks.city import WHY, City, fill, made_before

APPROVALS, APPROVAL_MS, PAGE_MS = 100, 150.0, 200.0
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
    SELECT count(*) FROM (
        SELECT dx, {level}, monthly, sum(value), count(value), min(value), max(value)
        FROM analytics GROUP BY dx, {level}, monthly
    ) asked
"""
_COLUMNS = ("dx", "ou", "uidlevel1", "uidlevel2", "uidlevel3", "yearly", "quarterly", "monthly")
# The sums in one statement as anybody would write it: each figure for each unit above it.
_PLAIN = """
    SELECT count(*) FROM (
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

    with taking("all totals counted anew and kept") as ours:
        rows = totals.recount()
    with taking("the same sums in one plain statement, not kept") as plain:
        _execute(_PLAIN)
    with taking("the same sums by the statement of the totals, not kept") as alone:
        _execute(f"SELECT count(*) FROM ({totals.all_counted()}) counted")  # noqa: S608
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
        f"{rows:,} totals; ours : best statement = {ours.seconds / best:.2f}; "
        f"DHIS2 : ours = {dhis2 / ours.seconds:.1f} ({asked.seconds / ours.seconds:.2f} once its "
        "table stands)"
    )


def programme(city: City) -> Any:
    """A programme with a target for each indicator, judged by the city's totals."""
    from namro.foundation.accounts.operators import Operator
    from namro.programme.indicators import actions
    from namro.programme.indicators.models import Indicator
    from namro.programme.programmes.actions import SourceFile, import_draft
    from namro.programme.programmes.models import Target

    operator = Operator("bench")
    targets, text = [], ""
    for number, each in enumerate(Indicator.objects.order_by("pk"), start=1):
        words = f"{number}. {each.name} hằng năm đạt trên 50 {each.unit}.\n"
        targets.append(
            {"label": f"({number})", "within": "targets", "subject": each.name}
            | {"comparator": "more_than", "value": 50, "unit": each.unit, "each_year": True}
            | {"confidence": 0.9, "text": words.strip()}
            | {"start": len(text), "end": len(text) + len(words) - 1}
        )
        text += words
    head = {"kind": "Chương trình", "number": "99-CTr/TU", "title": "Chương trình đo thử"}
    lists = ("outline", "objectives", "requirements", "deliverables", "roadmap", "issues")
    content: dict[str, Any] = {key: [] for key in lists}
    content |= {
        "document": head | {"issuer": "Thành phố Đo Thử", "period": [2021, 2025]},
        "targets": targets,
    }
    draft = SimpleNamespace(text=text, content=content, issues=[])
    draft.as_dict = lambda language="vi": content
    file = SourceFile("99.txt", text.encode())
    made = import_draft(operator, draft, file, reason=WHY)  # once, however often asked
    rows = Target.objects.filter(source__programme=made.programme).select_related("identity")
    indicators = {each.name: each for each in Indicator.objects.all()}
    for row in rows:
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
    from namro.foundation.accounts.operators import Operator
    from namro.programme.indicators.judging import judge

    with taking("all targets judged by five years of monthly totals"):
        judged = judge(found, Operator("bench"), dt.date(2025, 12, 31), dt.date(2040, 1, 1))
    counted: dict[str, int] = {}
    for each in judged:
        counted[each.status.value] = counted.get(each.status.value, 0) + 1
    print(f"{len(judged)} targets: {counted}")


def measure_approvals() -> bool:
    """Sheets of the open month are entered, submitted and approved; whether too slowly."""
    from decimal import Decimal

    from namro.foundation.accounts.operators import Operator
    from namro.programme.indicators.collection.actions_sheets import approve, enter, submit
    from namro.programme.indicators.collection.choices import Channel
    from namro.programme.indicators.collection.entries import Entry
    from namro.programme.indicators.collection.models import Sheet

    operator = Operator("bench")
    times: dict[str, list[float]] = {"entered": [], "submitted": [], "approved": []}

    def timed(name: str, act: Callable[[], object]) -> None:
        began = time.perf_counter()
        act()
        times[name].append((time.perf_counter() - began) * 1000)

    for sheet in Sheet.objects.filter(state="open").order_by("?")[:APPROVALS]:
        entries = {
            item.pk: Entry(numerator=Decimal(8), denominator=Decimal(9))
            if item.as_fraction
            else Entry(value=Decimal(700))
            for item in sheet.round.form.items.all()
        }
        filled = partial(enter, operator, sheet.pk, entries, channel=Channel.WEB, reason=WHY)
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
            found = programme(city)
            measure_totals()
            measure_verdicts(found)
            late = measure_approvals()
            late = measure_pages(found, folder, given.seconds) or late
    finally:
        if not given.keep:
            shutil.rmtree(folder, ignore_errors=True)
    return int(late)


def measure_pages(found: Any, folder: Path, seconds: float) -> bool:
    """Each page asked by 10 clients; whether one is too slow at the server by readers' pace."""
    asked = {
        "scoreboard": [f"/chi-tieu/{found.pk}/"],
        "target": [f"/chi-tieu/{found.pk}/{key}/" for key in _identities(found)],
    }
    session = pages.session_of("secretariat")
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        port = int(line.getsockname()[1])
    log = folder / "answers.log"
    site = pages.serve(port, log)
    try:
        return pages.report(port, session, asked, seconds, site.pid, log, PAGE_MS)
    finally:
        site.terminate()
        site.wait(20)


def _identities(found: Any) -> list[int]:
    from namro.programme.programmes.models import Target

    rows = Target.objects.filter(source__programme=found)
    return list(rows.values_list("identity", flat=True)[:50])


if __name__ == "__main__":
    sys.exit(main())
