"""The chart of a target as shapes in a box: what was observed, what is asked, and the path between.

Only places are computed here; a template draws them. Across goes time, upwards the figure; a rank
is turned over, so that better is always up where `fewer_is_better` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from namro.foundation.calendar import Period
from namro.programme.indicators.rules.observations import Observation
from namro.programme.indicators.rules.paths import Path, position
from namro.programme.indicators.rules.settings import Settings

WIDTH, HEIGHT = 720, 320
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 24, 40


Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """A figure: its place, and whether it is only an estimate. `part`: of a year not whole, so
    that it stands beside the line."""

    x: float
    y: float
    figure: Observation
    part: bool = False

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
class Zones:
    """The areas on either side of the path in which a figure is on track, at risk, off track."""

    on_track: Points
    at_risk: Points
    off_track: Points


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone: what was given for the end of a year."""

    x: float
    y: float
    day: date
    number: Fraction


@dataclass(frozen=True, slots=True)
class Chart:
    """All there is to draw. `wanted`: the ends of what is asked; `path`: from (x, y) to (x, y);
    `versions`: the days from which a version of the target is in force."""

    dots: tuple[Dot, ...]
    wanted: tuple[float, ...]
    band: tuple[float, float] | None
    path: tuple[float, float, float, float] | None
    years: tuple[Mark, ...]
    numbers: tuple[tuple[float, Fraction], ...]
    due_x: float
    zones: Zones | None = None
    steps: tuple[Step, ...] = ()
    versions: tuple[Mark, ...] = ()


def chart(
    figures: Sequence[Observation],
    span: Period,
    due: date,
    ends: Sequence[Fraction],
    path: Path | None = None,
    *,
    parts: Sequence[Observation] = (),
    given: Sequence[tuple[date, Fraction]] = (),
    versions: Sequence[tuple[date, str]] = (),
    zoned: bool = True,
    settings: Settings = Settings(),  # noqa: B008 - frozen
    turned: bool = False,
) -> Chart | None:
    """The chart of a series, or None where there is nothing to draw.

    Args:
        figures: those that count, in order of time.
        ends: the numbers that the target asks for (one, or both ends of a range).
        path: from where it began to what is asked, in the figure's own numbers.
        parts: figures of a part of a year, which no line joins to those of whole ones.
        given: what was given for the ends of years. versions: when they came in force.
        zoned: whether the areas beside the path are drawn; `settings` say how wide they are.
        turned: smaller is better and drawn higher.
    """
    if not figures and not ends:
        return None
    path = path if path is not None and path.begin < path.due else None
    numbers = [each.number for each in (*figures, *parts)] + list(ends)
    numbers += [number for _day, number in given] + ([path.start, path.goal] if path else [])
    low, high = min(numbers), max(numbers)
    margin = (high - low) / 8 or abs(high) / 10 or Fraction(1)
    low, high = low - margin, high + margin
    if low < 0 <= min(numbers):
        low = Fraction(0)
    shown = [*(each.period.last for each in (*figures, *parts)), *(day for day, _n in given)]
    begins = [path.begin] if path is not None else []
    first = min(position(each) for each in (span.first, *shown, *begins))
    last = max(position(each) for each in (due, *shown))
    first, last = first - 3, last + 3

    def x(day: date) -> float:
        share = (position(day) - first) / (last - first)
        return float(LEFT + share * (WIDTH - LEFT - RIGHT))

    def y(number: Fraction) -> float:
        share = (number - low) / (high - low)
        share = share if turned else 1 - share
        return float(TOP + share * (HEIGHT - TOP - BOTTOM))

    wanted = tuple(y(end) for end in ends)
    zones = None
    if path is not None and zoned:
        zones = _zones(path, settings.at_risk, low, high, (x(path.begin), x(due)), y)
    years = range(int(first // 12), int(last // 12) + 1)
    return Chart(
        dots=tuple(
            Dot(x(each.period.last), y(each.number), each, each in parts)
            for each in (*figures, *parts)
        ),
        wanted=wanted,
        band=(min(wanted), max(wanted)) if len(set(wanted)) == 2 else None,
        path=(x(path.begin), y(path.start), x(due), y(path.goal)) if path else None,
        years=tuple(
            Mark(x(date(each, 12, 31)), str(each))
            for each in years
            if first <= each * 12 + 12 <= last
        ),
        numbers=tuple(
            (y(low + (high - low) * step / 4), low + (high - low) * step / 4) for step in range(5)
        ),
        due_x=x(due),
        zones=zones,
        steps=tuple(Step(x(day), y(number), day, number) for day, number in given),
        versions=tuple(
            Mark(x(day), text) for day, text in versions if first <= position(day) <= last
        ),
    )


def _zones(
    path: Path,
    at_risk: Fraction,
    low: Fraction,
    high: Fraction,
    ends: tuple[float, float],
    y: Callable[[Fraction], float],
) -> Zones:
    """The areas beside the path: towards the goal on track; on the other side at risk as far as no
    more than a share of the change planned so far is missing, and off track beyond."""
    left, right = ends
    towards = 1 if path.goal >= path.start else -1
    good, bad = (high, low) if towards > 0 else (low, high)
    bound = path.goal - (path.goal - path.start) * at_risk
    start, goal = (left, y(path.start)), (right, y(path.goal))
    edge = (right, y(bound))
    return Zones(
        on_track=(start, goal, (right, y(good)), (left, y(good))),
        at_risk=(start, goal, edge),
        off_track=(start, edge, (right, y(bad)), (left, y(bad))),
    )
