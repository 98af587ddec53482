"""The geometry of the pages' pictures: shares of a bar, years on a line. Pure numbers, no drawing.

Lengths are in hundredths of the whole width, so that a picture is as wide as its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH = 100.0
#: Kinds told apart by a colour of their own; the rest share one.
COLOURS = 5


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: what it is, how many, where it begins and how wide it is, its colour."""

    label: str
    count: int
    x: float
    width: float
    colour: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its total, its parts from left to right."""

    label: str
    total: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Stack:
    """Bars of one scale, largest first, and what their colours mean (most frequent first)."""

    bars: tuple[Bar, ...]
    kinds: tuple[tuple[str, int, int], ...]  # label, count, colour


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of years on the line."""

    first: int
    last: int
    x: float
    width: float


def stacked(pairs: Iterable[tuple[str, str]]) -> Stack:
    """How many of each kind each name has, from (name, kind) pairs.

    The longest bar fills the width. Names with equal totals stay in the order they first came.
    The `COLOURS` most frequent kinds have colours 1, 2 …; all others colour 0.
    """
    counts: dict[str, dict[str, int]] = {}
    kinds: dict[str, int] = {}
    for name, kind in pairs:
        counts.setdefault(name, {})[kind] = counts.setdefault(name, {}).get(kind, 0) + 1
        kinds[kind] = kinds.get(kind, 0) + 1
    ranked = sorted(kinds, key=lambda kind: -kinds[kind])
    colour = {kind: place + 1 if place < COLOURS else 0 for place, kind in enumerate(ranked)}
    longest = max((sum(each.values()) for each in counts.values()), default=0)
    bars = []
    for name in sorted(counts, key=lambda one: -sum(counts[one].values())):
        at = 0
        segments = []
        for kind in ranked:
            count = counts[name].get(kind, 0)
            if count:
                segments.append(
                    Segment(kind, count, _part(at, longest), _part(count, longest), colour[kind])
                )
                at += count
        bars.append(Bar(name, at, tuple(segments)))
    return Stack(tuple(bars), tuple((kind, kinds[kind], colour[kind]) for kind in ranked))


def years_of(steps: Sequence[tuple[int | None, int | None]], *others: int | None) -> range:
    """The years a line must show so that all steps (first, last) and other years are on it."""
    known = [year for step in steps for year in step if year] + [year for year in others if year]
    return range(min(known), max(known) + 1) if known else range(0)


def span(first: int | None, last: int | None, years: range) -> Span | None:
    """Where a step stands on the line of `years`; None where it names no year of them.

    A step without a beginning (or end) is of the one year that it names.
    """
    start, end = first or last, last or first
    if start is None or end is None or not years:
        return None
    low, high = max(start, years[0]), min(end, years[-1])
    if low > high:
        return None
    count = len(years)
    return Span(start, end, _part(low - years[0], count), _part(high - low + 1, count))


def _part(amount: int, whole: int) -> float:
    return round(WIDTH * amount / whole, 3) if whole else 0.0
