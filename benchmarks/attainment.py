"""How long one target asked of all provinces over fourteen years takes to judge, in one call.

    python -m benchmarks.attainment

"Five places a year" for 63 provinces, 2011 to 2024, each year on the year before and as the mean
of the term, from made-up ranks, a few years of which were corrected later. Exit code 1 when it
takes more than 100 ms of one core.
"""

from __future__ import annotations

import sys
import time
from datetime import date
from decimal import Decimal

import numpy as np

from namro.foundation.calendar.periods import year, years
from namro.programme.indicators.rules import (
    Baseline,
    Comparator,
    Judging,
    Observation,
    Stage,
    Target,
    attainment,
    attainment_of_many,
)

WANTED = 0.100  # seconds
_PROVINCES = 63
_FIRST, _LAST = 2011, 2024
_ON = date(2024, 12, 31)
_REPEATS = 9


def ranks() -> dict[int, list[Observation]]:
    """A rank of each province in each year, from the year before the term on."""
    rng = np.random.default_rng(20241231)
    found: dict[int, list[Observation]] = {each: [] for each in range(_PROVINCES)}
    for number in range(_FIRST - 1, _LAST + 1):
        for province, rank in enumerate(rng.permutation(_PROVINCES).tolist()):
            found[province].append(Observation(year(number), Decimal(rank + 1), source="A"))
            if rng.random() < 0.05:
                corrected = Observation(
                    year(number), Decimal(rank + 1), stage=Stage.CORRECTED, source="A"
                )
                found[province].append(corrected)
    return found


def target(*readings: Judging) -> Target:
    """Rise by at least five places a year."""
    return Target(
        Comparator.IMPROVE_RANK_AT_LEAST,
        span=years(_FIRST, _LAST),
        value=Decimal(5),
        unit="bậc",
        readings=readings,
        baseline=Baseline(previous=True),
    )


def seconds(asked: Target, figures: dict[int, list[Observation]]) -> float:
    """The shortest of several runs, in seconds of processor time."""
    runs = []
    for _ in range(_REPEATS):
        begin = time.process_time()
        attainment_of_many(asked, figures, _ON)
        runs.append(time.process_time() - begin)
    return min(runs)


def main() -> int:
    """Measure and print a table; 1 when the limit is missed."""
    figures = ranks()
    rows = [
        ("each year", (Judging.EACH_PERIOD,)),
        ("mean of the term", (Judging.MEAN,)),
        ("both, since the words allow both", (Judging.EACH_PERIOD, Judging.MEAN)),
    ]
    worst = 0.0
    for name, readings in rows:
        asked = target(*readings)
        answers = attainment_of_many(asked, figures, _ON)
        assert answers == {key: attainment(asked, each, _ON) for key, each in figures.items()}
        assert all(len(each.periods) == _LAST - _FIRST + 1 for each in answers.values())
        taken = seconds(asked, figures)
        worst = max(worst, taken)
        print(f"{name:<35} {taken * 1e3:8.1f} ms   {taken / WANTED:6.0%} of the limit")
    print(f"{_PROVINCES} provinces × {_LAST - _FIRST + 1} years; wanted: {WANTED * 1e3:.0f} ms")
    return 0 if worst <= WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
