"""How fast questions on units are answered, on the sample of Hanoi, against their limit.

    python -m benchmarks.organisations

An embedded database of its own is filled with the sample (1,000 units, 1,000 parts of events);
then each question is asked 30 times. Limit: 50 ms, for the median. The load has 5 seconds, and so
has the load that changes nothing. Exit code 1 when a limit is missed.
"""

from __future__ import annotations

import datetime as dt
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
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
