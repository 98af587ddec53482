"""A document as a book: its text cut into pages, one a heading, nothing left out or twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of the book: characters `start` … `end`, and the index of the node it begins with.

    `node` is None for what stands before the first heading.
    """

    start: int
    end: int
    node: int | None


def leaves(length: int, spans: Sequence[tuple[int, int]], headings: Sequence[bool]) -> list[Leaf]:
    """The pages of a text of `length` characters, in order; joined they are the whole text.

    `spans` (start, end) are the outline's nodes in document order, `headings` which of them head
    something. Where none does, the nodes at hand begin the pages. A node that begins where one
    before it does, or earlier, has its page too, an empty one only if nothing is there.
    """
    chosen = [index for index, heading in enumerate(headings) if heading]
    chosen = chosen or list(range(len(spans)))
    starts: list[tuple[int, int | None]] = []
    at = 0
    for index in chosen:
        start = min(max(spans[index][0], at), length)
        if not starts and start > 0:
            starts.append((0, None))
        starts.append((start, index))
        at = start
    starts = starts or [(0, None)]
    ends = [start for start, _ in starts[1:]] + [length]
    return [Leaf(start, end, node) for (start, node), end in zip(starts, ends, strict=True)]


def leaf_of(pages: Sequence[Leaf], offset: int) -> int:
    """The index of the page that holds `offset` (the last that begins at or before it)."""
    return max((n for n, page in enumerate(pages) if page.start <= offset), default=0)
