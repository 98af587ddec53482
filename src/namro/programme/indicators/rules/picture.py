"""The chart of a target as shapes in a box: what was observed, what is asked, and the path between.

Only places are computed here; a template draws them. Across goes time, upwards the figure; a rank
is turned over, so that better is always up where `fewer_is_better` says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from namro.foundation.calendar import Period
from namro.programme.indicators.rules.observations import Observation
from namro.programme.indicators.rules.paths import position

WIDTH, HEIGHT = 720, 320
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 24, 40


@dataclass(frozen=True, slots=True)
class Dot:
    """A figure: its place, and whether it is only an estimate."""

    x: float
    y: float
    figure: Observation

    @property
    def hollow(self) -> bool:
        """Whether it is drawn hollow."""
        return self.figure.is_estimate


@dataclass(frozen=True, slots=True)
class Mark:
    """A line across the chart at a number, or down it at a year."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """All there is to draw. `wanted`: the ends of what is asked; `path`: from (x, y) to (x, y)."""

    dots: tuple[Dot, ...]
    wanted: tuple[float, ...]
    band: tuple[float, float] | None
    path: tuple[float, float, float, float] | None
    years: tuple[Mark, ...]
    numbers: tuple[tuple[float, Fraction], ...]
    due_x: float


def chart(
    figures: Sequence[Observation],
    span: Period,
    due: date,
    ends: Sequence[Fraction],
    start: Observation | None = None,
    goal: Fraction | None = None,
    *,
    turned: bool = False,
) -> Chart | None:
    """The chart of a series, or None where there is nothing to draw.

    Args:
        figures: those that count, in order of time.
        ends: the numbers that the target asks for (one, or both ends of a range).
        start, goal: the figure the path begins at, and where it ends when it is due.
        turned: smaller is better and drawn higher.
    """
    if not figures and not ends:
        return None
    numbers = [each.number for each in figures] + list(ends)
    low, high = min(numbers), max(numbers)
    margin = (high - low) / 8 or abs(high) / 10 or Fraction(1)
    low, high = low - margin, high + margin
    if low < 0 <= min(numbers):
        low = Fraction(0)
    first = min([position(span.first), *(position(each.period.last) for each in figures)])
    last = max([position(due), *(position(each.period.last) for each in figures)])
    first, last = first - 3, last + 3

    def x(day: date) -> float:
        share = (position(day) - first) / (last - first)
        return float(LEFT + share * (WIDTH - LEFT - RIGHT))

    def y(number: Fraction) -> float:
        share = (number - low) / (high - low)
        share = share if turned else 1 - share
        return float(TOP + share * (HEIGHT - TOP - BOTTOM))

    wanted = tuple(y(end) for end in ends)
    path = None
    if start is not None and goal is not None and start.period.last < due:
        path = (x(start.period.last), y(start.number), x(due), y(goal))
    years = range(int(first // 12), int(last // 12) + 1)
    return Chart(
        dots=tuple(Dot(x(each.period.last), y(each.number), each) for each in figures),
        wanted=wanted,
        band=(min(wanted), max(wanted)) if len(set(wanted)) == 2 else None,
        path=path,
        years=tuple(
            Mark(x(date(each, 12, 31)), str(each))
            for each in years
            if first <= each * 12 + 12 <= last
        ),
        numbers=tuple(
            (y(low + (high - low) * step / 4), low + (high - low) * step / 4) for step in range(5)
        ),
        due_x=x(due),
    )
