"""Boundaries as paths in a box: an even projection for one city or province. Pure.

Plate carrée with the middle latitude true to scale: over a hundred kilometres of Viet Nam shapes
are off by less than half a percent. Points are rounded to whole units of the box, so that the line
two neighbours share is drawn alike in both, and what rounding made one point is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians

from namro.foundation.organisations.rules.geojson import Ring, Shape

SIZE, MARGIN = 2000, 10


@dataclass(frozen=True, slots=True)
class Projection:
    """From longitude and latitude to a box `width` by `height`."""

    west: float
    north: float
    across: float
    down: float
    width: int
    height: int

    def place(self, longitude: float, latitude: float) -> tuple[int, int]:
        """Where a point stands, from the upper left corner."""
        x = MARGIN + (longitude - self.west) * self.across
        y = MARGIN + (self.north - latitude) * self.down
        return round(x), round(y)


def projection(shapes: Iterable[Shape], size: int = SIZE) -> Projection | None:
    """The projection in which shapes fill a box as wide or as high as `size`; None without any."""
    points = [point for shape in shapes for polygon in shape for ring in polygon for point in ring]
    if not points:
        return None
    west, east = min(each[0] for each in points), max(each[0] for each in points)
    south, north = min(each[1] for each in points), max(each[1] for each in points)
    narrow = cos(radians((south + north) / 2))
    # What has no extent is still drawn somewhere.
    wide, high = (east - west) * narrow or 1e-9, (north - south) or 1e-9
    scale = (size - 2 * MARGIN) / max(wide, high)
    return Projection(
        *(west, north, scale * narrow, scale),
        *(round(wide * scale) + 2 * MARGIN, round(high * scale) + 2 * MARGIN),
    )


def path(shape: Shape, by: Projection) -> str:
    """A shape as the data of an SVG path; rings that rounding left nothing of are not drawn, but
    each shape is: the smallest as a dot that can be seen and pointed at."""
    rings = [_ring(ring, by) for polygon in shape for ring in polygon]
    drawn = "".join(each for each in rings if each)
    if drawn or not shape:
        return drawn
    x, y = by.place(*shape[0][0][0])
    return f"M{x - 2} {y - 2}h4v4h-4z"


def _ring(ring: Ring, by: Projection) -> str:
    places = _without_repeats([by.place(*point) for point in ring])
    if places[0] == places[-1]:
        places = places[:-1]
    if len(places) < 3:
        return ""
    steps = [
        f"{later[0] - earlier[0]} {later[1] - earlier[1]}" for earlier, later in pairwise(places)
    ]
    return f"M{places[0][0]} {places[0][1]}l{' '.join(steps)}z"


def _without_repeats(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    made = [places[0]]
    for each in places[1:]:
        if each != made[-1]:
            made.append(each)
    return made
