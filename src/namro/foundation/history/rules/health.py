"""When something about the installation is well, wants looking at, or is broken: pure limits."""

from __future__ import annotations

import datetime as dt
from typing import Literal

State = Literal["good", "look", "bad"]

#: Seconds: procrastinate's workers say every ten that they live.
WORKER_SILENT = 60
CLOCK_APART = 5
SEALED_WITHIN = dt.timedelta(hours=2)
VERIFIED_WITHIN = dt.timedelta(days=31)
BACKED_UP_WITHIN = dt.timedelta(days=2)
MOST_WAITING = 100


def worker(silent: float | None) -> State:
    """By the seconds since a worker was heard of; None: never."""
    return "good" if silent is not None and silent <= WORKER_SILENT else "bad"


def queue(waiting: int, failed: int) -> State:
    """By how many jobs are due and wait, and how many failed within a day."""
    return "good" if waiting <= MOST_WAITING and not failed else "look"


def within(age: dt.timedelta | None, limit: dt.timedelta, *, well: bool = True) -> State:
    """By how long ago something was last done (None: never), and whether it went well."""
    if not well:
        return "bad"
    return "good" if age is not None and age <= limit else "look"


def disk(free: int, total: int) -> State:
    """By the bytes that are free."""
    share = free / total if total else 0
    if share < 0.05 or free < 1_000_000_000:
        return "bad"
    return "look" if share < 0.15 else "good"


def clock(apart: float) -> State:
    """By the seconds that the clocks of the site and of the database are apart."""
    return "good" if abs(apart) <= CLOCK_APART else "bad"
