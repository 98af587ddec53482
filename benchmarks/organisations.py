"""How fast questions on units are answered, on the sample of Hanoi, against their limit.

    python -m benchmarks.organisations

An embedded database of its own is filled with the sample (1,000 units, 1,000 parts of events);
then each question is asked 30 times. Limit: 50 ms, for the median. The load has 5 seconds, and so
has the load that changes nothing. 1,000 names as documents write them are looked up among 1,500
units in under 1 second, and so many times faster than by comparing each with all. Exit code 1 when
a limit is missed.
"""

from __future__ import annotations

import datetime as dt
import difflib
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

LIMIT_MS, LOAD_SECONDS, TIMES = 50.0, 5.0, 30
NAMES, UNITS, NAMES_SECONDS, RATIO = 1000, 1500, 1.0, 50.0
TERM, FIRST, SECOND = dt.date(2021, 12, 31), dt.date(2025, 1, 2), dt.date(2025, 7, 2)


def main() -> int:
    """Measure, print a row for each question, and say whether all limits hold."""
    folder = Path(tempfile.mkdtemp(prefix="namro-bench-"))
    folder.chmod(0o711)  # as root, the database's own user must pass
    os.environ.update(NAMRO_VAR=str(folder), NAMRO_EMBEDDED_THROWAWAY="1")
    os.environ.pop("NAMRO_DATABASE_URL", None)
    try:
        from namro.config import entry

        with entry.prepared(create=True):
            from django.core.management import call_command

            call_command("migrate", verbosity=0, interactive=False)
            return _measure()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measure() -> int:
    from namro.foundation.organisations.choices import Hierarchy
    from namro.foundation.organisations.questions import (
        ancestors,
        descendants,
        on_units_of,
        predecessors,
        successors,
        tree,
    )
    from namro.sample.load import load_organisations

    missed = 0
    for name in ("load", "load again"):
        began = time.perf_counter()
        load_organisations()
        took = time.perf_counter() - began
        missed += took > LOAD_SECONDS
        print(f"{name:<42}{took:8.2f} s   limit {LOAD_SECONDS:.0f} s")
    territory = Hierarchy.TERRITORY
    city = tree(FIRST)[0].unit
    old = {day: [node for node in tree(day) if node.kind == "commune"] for day in (TERM, FIRST)}
    new = next(node for node in tree(SECOND) if node.kind == "commune")
    values: dict[dt.date, dict[int, Fraction | int | None]] = {
        day: {node.unit: 1000 + n for n, node in enumerate(nodes)} for day, nodes in old.items()
    }
    questions: dict[str, Callable[[], object]] = {
        "tree, 31 December 2021 (579 communes)": lambda: tree(TERM),
        "tree, 2 January 2025 (526)": lambda: tree(FIRST),
        "tree, 2 July 2025 (126)": lambda: tree(SECOND),
        "descendants of the city, 2021": lambda: descendants(city, territory, TERM),
        "ancestors of a commune, 2021": lambda: ancestors(old[TERM][0].unit, territory, TERM),
        "predecessors of a commune": lambda: predecessors(new.unit),
        "successors of a commune": lambda: successors(old[TERM][0].unit),
        "series of the 526 on the 126": lambda: on_units_of(values[FIRST], FIRST),
        "series of the 579 on the 126": lambda: on_units_of(values[TERM], TERM),
    }
    for name, ask in questions.items():
        took_ms = []
        for _ in range(TIMES):
            began = time.perf_counter()
            ask()
            took_ms.append(1000 * (time.perf_counter() - began))
        median = statistics.median(took_ms)
        missed += median > LIMIT_MS
        print(f"{name:<42}{median:8.1f} ms  limit {LIMIT_MS:.0f} ms  (slowest {max(took_ms):.1f})")
    missed += _match()
    return 1 if missed else 0


def _match() -> int:
    """Names of the register, shortened and misspelled, looked up; the index is made once."""
    from namro.foundation.organisations.naming import register
    from namro.foundation.organisations.rules.matching import Entry, Index

    read = register()
    known = [
        Entry(pk, read.names[pk][0].name, unit.kind, unit.valid_from, unit.valid_to)
        for pk, unit in read.units.items()
    ]
    entries = [Entry(n, f"{known[n % len(known)].name} {n}", "other") for n in range(UNITS)]
    entries[: len(known)] = known[:UNITS]
    # As written, without its last word, with its words in capitals, and with a word too many.
    ways: tuple[Callable[[str], str], ...] = (
        str, lambda name: name.rpartition(" ")[0] or name, str.upper, lambda name: f"{name} khác",
    )  # fmt: skip
    written = [ways[n % 4](entries[n * 7 % UNITS].name) for n in range(NAMES)]
    began = time.perf_counter()
    index = Index(entries)
    indexed = time.perf_counter() - began
    began = time.perf_counter()
    for name in written:
        index.match(name, TERM, "Hà Nội")
    took = time.perf_counter() - began
    began = time.perf_counter()
    few = written[:: NAMES // 10]
    for name in few:
        max(difflib.SequenceMatcher(None, name, each.name).ratio() for each in entries)
    naive = (time.perf_counter() - began) * NAMES / len(few)
    print(
        f"{f'{NAMES} names among {UNITS} units':<42}{took:8.2f} s   limit {NAMES_SECONDS:.0f} s  "
        f"(index {indexed:.2f} s; {naive / took:.0f} times faster than difflib, least {RATIO:.0f})"
    )
    return int(took + indexed > NAMES_SECONDS) + int(naive / took < RATIO)


if __name__ == "__main__":
    sys.exit(main())
