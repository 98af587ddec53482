"""Where the boxes and lines of a unit's descent stand: predecessors left, successors right.

Columns are generations: 0 the unit itself, -1 whom it was made of, 1 what became of it, and so on.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, GAP_X, GAP_Y, MARGIN = 210, 44, 120, 12, 8
LONGEST = 27  # characters of a name that fit in a box


@dataclass(frozen=True, slots=True)
class Link:
    """What one unit gave to another; ends are keys, `label` the share in words."""

    before: Hashable
    after: Hashable
    label: str


@dataclass(frozen=True, slots=True)
class Box:
    """A unit's box: its upper left corner."""

    key: Hashable
    column: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line from the right edge of one box to the left edge of another, and its label's place."""

    x1: int
    y1: int
    x2: int
    y2: int
    label: str
    # The label stands at the end that is not shared with other lines: the left one or the right.
    left: bool = True

    @property
    def label_x(self) -> int:
        """Where the label begins (left) or ends (right)."""
        return self.x1 + 6 if self.left else self.x2 - 6

    @property
    def label_y(self) -> int:
        """The label stands a little above its line."""
        return (self.y1 if self.left else self.y2) - 5

    @property
    def path(self) -> str:
        """The line as the data of an SVG path: a curve that leaves and arrives level."""
        middle = (self.x1 + self.x2) // 2
        return f"M{self.x1} {self.y1}C{middle} {self.y1} {middle} {self.y2} {self.x2} {self.y2}"


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes and lines, and how large the whole is."""

    boxes: list[Box]
    lines: list[Line]
    width: int
    height: int


def draw(columns: Sequence[tuple[int, Sequence[Hashable]]], links: Iterable[Link]) -> Drawing:
    """Boxes of each column one below the other and centred; lines between those that are drawn.

    `columns`: the generation and its units from the top. A unit stands in one column.
    """
    ordered = sorted(columns, key=lambda each: each[0])
    tallest = max((len(keys) for _number, keys in ordered), default=0)
    height = tallest * (HEIGHT + GAP_Y) - GAP_Y + 2 * MARGIN
    boxes: list[Box] = []
    x = MARGIN
    for number, keys in ordered:
        own = len(keys) * (HEIGHT + GAP_Y) - GAP_Y
        y = (height - own) // 2
        for key in keys:
            boxes.append(Box(key, number, x, y))
            y += HEIGHT + GAP_Y
        x += WIDTH + GAP_X
    places = {box.key: box for box in boxes}
    lines = [
        Line(
            places[link.before].x + WIDTH,
            places[link.before].y + HEIGHT // 2,
            places[link.after].x,
            places[link.after].y + HEIGHT // 2,
            link.label,
            places[link.before].column < 0,
        )
        for link in links
        if link.before in places
        and link.after in places
        and places[link.before].column < places[link.after].column
    ]
    return Drawing(boxes, lines, max(x - GAP_X + MARGIN, 0), max(height, 0))


def shortened(name: str) -> str:
    """A name as it fits in a box."""
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"
