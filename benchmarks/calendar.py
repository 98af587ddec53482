"""How many due dates a second the working calendar reckons on one core, and against what.

    python -m benchmarks.calendar [number of dates, default 5,000,000]

Compared with numpy's `busday_offset`, which knows holidays but no Saturday worked for a swap (its
answers are therefore wrong around swaps; how many is shown), and with walking day by day. Exit
code 1 when fewer than five million due dates a second are reckoned.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np

from namro.foundation.calendar.working import WorkingCalendar, national_calendar

WANTED = 5_000_000
_REPEATS = 5
_FIRST = np.datetime64("2010-05-01")
_SPAN = 6_400  # days: to the end of 2027, less what is added


def seconds(work: Callable[[], object], repeats: int = _REPEATS) -> float:
    """The shortest of several runs, in seconds of processor time."""
    runs = []
    for _ in range(repeats):
        begin = time.process_time()
        work()
        runs.append(time.process_time() - begin)
    return min(runs)


def walked(calendar: WorkingCalendar, start: date, days: int) -> date:
    """The due day found by walking: the slow reference."""
    while not calendar.is_working(start):
        start += timedelta(days=1)
    while days:
        start += timedelta(days=1)
        days -= calendar.is_working(start)
    return start


def main() -> int:
    """Measure and print a table; 1 when the limit is missed."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000
    calendar = national_calendar()
    many = calendar.many
    rng = np.random.default_rng(20260110)
    starts = _FIRST + rng.integers(0, _SPAN, size)
    moments = starts.astype("datetime64[s]") + rng.integers(0, 86_400, size).astype(
        "timedelta64[s]"
    )
    counts = rng.integers(0, 60, size)
    holidays = np.array(
        [on for on, day in calendar.special.items() if not day.type.worked], dtype="datetime64[D]"
    )
    plain = np.busdaycalendar(holidays=holidays)

    def rival() -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
        return np.busday_offset(starts, counts, roll="forward", busdaycal=plain)

    few = list(zip(starts[:5_000].tolist(), counts[:5_000].tolist(), strict=True))
    ours = seconds(lambda: many.add_working_days(starts, counts))
    received = seconds(lambda: many.due_days(moments, counts))
    hours = seconds(lambda: many.add_working_seconds(moments, counts * 3_600))
    between = seconds(lambda: many.working_days_between(starts, starts[::-1]))
    numpy_s = seconds(rival, 2)
    scalar = seconds(lambda: [calendar.add_working_days(*case) for case in few], 3) / len(few)
    slow = seconds(lambda: [walked(calendar, *case) for case in few], 1) / len(few)
    wrong = float(np.mean(rival() != many.add_working_days(starts, counts)))
    assert [walked(calendar, *case) for case in few] == many.add_working_days(
        starts[:5_000], counts[:5_000]
    ).tolist()
    rate = size / ours
    rows = [
        ("working days added, arrays", rate),
        ("due days of what was received, with cut-off, arrays", size / received),
        ("working hours added, arrays", size / hours),
        ("working days between, arrays", size / between),
        ("working days added, one date at a time", 1 / scalar),
        ("numpy.busday_offset (no Saturdays worked)", size / numpy_s),
        ("walking day by day", 1 / slow),
    ]
    for name, value in rows:
        print(f"{name:<55} {value / 1e6:10.3f} M/s   {rate / value:10.1f} ×")
    print(f"numpy.busday_offset differs from the announced calendars in {wrong:.1%} of the cases")
    print(f"wanted {WANTED / 1e6:.0f} M/s, measured {rate / 1e6:.1f} M/s on one core")
    return 0 if rate >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
