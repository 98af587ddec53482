"""Showing a place in a source text: the text in parts and paragraphs, with one passage marked.

Offsets count characters of the normalised text, as in the programme draft.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

# Characters of one page of the source view: quick on a phone, and a 200-page document is 6 pages.
PART = 100_000


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the text, cut at the marked passage: `before` + `marked` + `after`."""

    start: int
    before: str
    marked: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A passage of the text: characters `start` … `end` (end not included)."""

    start: int
    end: int


def parts(text: str, size: int = PART) -> list[Place]:
    """Cut `text` into parts of about `size` characters, at ends of lines; together they are all.

    A line longer than `size` stays whole. An empty text has one empty part.
    """
    found: list[Place] = []
    start = 0
    while start < len(text):
        end = text.find("\n", min(start + size, len(text)))
        end = len(text) if end < 0 else end + 1
        found.append(Place(start, end))
        start = end
    return found or [Place(0, 0)]


def part_of(where: Sequence[Place], offset: int) -> int:
    """The index of the part that holds `offset` (the last one for an offset past the end)."""
    starts = [part.start for part in where]
    return max(0, min(len(where) - 1, bisect_right(starts, offset) - 1))


def paragraphs(text: str, part: Place, mark: Place | None = None) -> list[Paragraph]:
    """The non-empty lines of `part`, those that overlap `mark` cut at its ends."""
    found: list[Paragraph] = []
    start = part.start
    while start < part.end:
        end = text.find("\n", start, part.end)
        end = part.end if end < 0 else end
        line = text[start:end]
        if line.strip():
            found.append(_cut(line, start, mark))
        start = end + 1
    return found


def _cut(line: str, start: int, mark: Place | None) -> Paragraph:
    """One line, cut where the marked passage begins and ends in it."""
    if mark is not None:
        first = max(mark.start - start, 0)
        last = min(mark.end - start, len(line))
        if first < last:
            return Paragraph(start, line[:first], line[first:last], line[last:])
    return Paragraph(start, line)


def own_ends(spans: Sequence[tuple[int, int]], parents: Sequence[int | None]) -> list[int]:
    """Where each node's own words end: before its first child, else at its own end.

    `spans` (start, end) and `parents` (index of the parent) are the nodes of a tree.
    """
    ends = [end for _, end in spans]
    for (start, _), parent in zip(spans, parents, strict=True):
        if parent is not None and spans[parent][0] <= start:
            ends[parent] = min(ends[parent], start)
    return ends
