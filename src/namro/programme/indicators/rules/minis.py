"""A small chart of one unit's figures among many: its line, and what it says in words. Pure.

The trend is told by the test of Mann and Kendall (H. B. Mann, Econometrica 13, 1945; M. G. Kendall,
Rank Correlation Methods): it asks only whether later figures tend to be higher, whatever their
size, and stays silent where chance would do as well (5 %, two-sided).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import sqrt

WIDTH, HEIGHT = 240, 84
LEFT, RIGHT, TOP, BOTTOM = 6, 6, 8, 22
#: Fewer cannot show a trend, however they stand.
FEWEST = 5
_Z = 1.96


class Trend(StrEnum):
    """Where figures go in time."""

    UP = "up"
    DOWN = "down"
    NONE = "none"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Point:
    """A figure: in which of the periods, counted from 0, and whether it is only an estimate."""

    index: int
    value: Fraction
    estimate: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """From which number at the foot to which at the head a chart goes."""

    low: Fraction
    high: Fraction

    def at(self, value: Fraction) -> float:
        """How far up a number stands: 0 the foot, 1 the head; what lies beyond stands there."""
        if self.high == self.low:
            return 0.5
        return float(
            min(max((value - self.low) / (self.high - self.low), Fraction(0)), Fraction(1))
        )


@dataclass(frozen=True, slots=True)
class Dot:
    """A figure that is drawn by itself."""

    x: float
    y: float
    hollow: bool


@dataclass(frozen=True, slots=True)
class Mini:
    """Lines of figures that follow one another, and dots: estimates, figures with no neighbour,
    and the last one."""

    lines: tuple[tuple[tuple[float, float], ...], ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a chart says: the last, the lowest, the highest figure, and the trend."""

    last: Point
    lowest: Point
    highest: Point
    trend: Trend


def scale_of(low: Fraction, high: Fraction) -> Scale:
    """The scale of figures from `low` to `high`: from 0 where that takes no more than half of it,
    so that sizes can be compared."""
    return Scale(Fraction(0), high) if 0 <= low <= high - low else Scale(low, high)


def draw(points: Sequence[Point], periods: int, scale: Scale) -> Mini:
    """The chart of figures in order of time, over so many periods. Where one is missing the line
    is broken."""

    def place(point: Point) -> tuple[float, float]:
        across = point.index / (periods - 1) if periods > 1 else 0.5
        x = LEFT + across * (WIDTH - LEFT - RIGHT)
        return x, TOP + (1 - scale.at(point.value)) * (HEIGHT - TOP - BOTTOM)

    runs: list[list[Point]] = []
    for point in points:
        if runs and runs[-1][-1].index == point.index - 1:
            runs[-1].append(point)
        else:
            runs.append([point])
    alone = {run[0].index for run in runs if len(run) == 1}
    return Mini(
        tuple(tuple(place(each) for each in run) for run in runs if len(run) > 1),
        tuple(
            Dot(*place(each), each.estimate)
            for each in points
            if each.estimate or each.index in alone or each is points[-1]
        ),
    )


def summary(points: Sequence[Point]) -> Summary | None:
    """What figures in order of time say; None where there are none. Of equal ones the latest."""
    if not points:
        return None
    latest_first = points[::-1]
    return Summary(
        points[-1],
        min(latest_first, key=lambda each: each.value),
        max(latest_first, key=lambda each: each.value),
        trend([each.value for each in points]),
    )


def trend(values: Sequence[Fraction]) -> Trend:
    """Whether values in order of time rise or fall by the test of Mann and Kendall."""
    count = len(values)
    if count < FEWEST:
        return Trend.TOO_FEW
    # Ranks compare as the values do, and faster; sorting asks fewer comparisons of fractions.
    ranked, rank = [0] * count, 0
    places = sorted(range(count), key=values.__getitem__)
    for before, place in pairwise(places):
        rank += values[place] != values[before]
        ranked[place] = rank
    score = sum(
        (later > earlier) - (later < earlier)
        for place, earlier in enumerate(ranked)
        for later in ranked[place + 1 :]
    )
    ties = sum(n * (n - 1) * (2 * n + 5) for n in Counter(ranked).values())
    variance = (count * (count - 1) * (2 * count + 5) - ties) / 18
    if abs(score) <= 1 or (abs(score) - 1) / sqrt(variance) < _Z:
        return Trend.NONE
    return Trend.UP if score > 0 else Trend.DOWN
