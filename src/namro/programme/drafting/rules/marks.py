"""A text cut into lines and pieces, so that each finding's place can be marked.

Findings may overlap: a piece belongs to all findings that cover it and takes the weight of the
heaviest; the piece where a finding begins carries its number.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

#: Beyond this only the lines around findings are shown: a phone must be able to open the page.
MOST_SHOWN = 300_000
AROUND = 2  # lines shown before and after a finding's in a long text
_WEIGHTS = ("must", "should", "look")


@dataclass(frozen=True, slots=True)
class Place:
    """A finding's number, its place (end not included) and its weight."""

    number: int
    start: int
    end: int
    severity: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line; `severity` is "" where no finding covers it."""

    text: str
    severity: str = ""
    begins: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text, counted from 1; `skipped` lines before it are not shown."""

    number: int
    pieces: tuple[Piece, ...]
    skipped: int = 0


def marked_lines(text: str, places: Sequence[Place]) -> list[Line]:
    """The lines of a text with the places of findings marked; empty lines are left out.

    Places without length are left out. In a text of more than `MOST_SHOWN` characters only the
    lines around findings are given.
    """
    marked = sorted((one for one in places if one.start < one.end), key=lambda one: one.start)
    wanted = _wanted(text, marked) if len(text) > MOST_SHOWN else None
    starts = [one.start for one in marked]
    lines: list[Line] = []
    skipped = 0
    start = first = 0
    for number, content in enumerate(text.split("\n"), start=1):
        end = start + len(content)
        while first < len(marked) and marked[first].end <= start:
            first += 1
        if wanted is not None and number not in wanted:
            skipped += 1
        elif content.strip():
            last = bisect_left(starts, end)
            here = [one for one in marked[first:last] if one.end > start]
            lines.append(Line(number, tuple(_pieces(content, start, here)), skipped))
            skipped = 0
        start = end + 1
    return lines


def _wanted(text: str, marked: Sequence[Place]) -> frozenset[int]:
    starts = [0]
    starts.extend(at + 1 for at, letter in enumerate(text) if letter == "\n")
    return frozenset(
        line
        for place in marked
        for line in range(
            bisect_right(starts, place.start) - AROUND,
            bisect_right(starts, place.start) + AROUND + 1,
        )
    )


def _pieces(content: str, start: int, here: Sequence[Place]) -> Iterator[Piece]:
    """One line cut wherever a finding begins or ends in it."""
    end = start + len(content)
    cuts = {start, end}
    for one in here:
        cuts.update(at for at in (one.start, one.end) if start < at < end)
    ordered = sorted(cuts)
    for low, high in pairwise(ordered):
        covering = [one for one in here if one.start <= low and one.end >= high]
        begins = tuple(one for one in covering if one.start == low)
        weights = [one.severity for one in covering]
        severity = next((weight for weight in _WEIGHTS if weight in weights), "")
        yield Piece(content[low - start : high - start], severity, begins)
