"""Figures put into classes for a map: by how many units, or by equal steps. Pure.

A class holds what is from its own bound up to the next one, and the last holds its end too; equal
figures are always in one class.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

#: More shades of one colour are hard to tell apart.
MOST = 5


class How(StrEnum):
    """How bounds are chosen."""

    QUANTILES = "phan-vi"
    STEPS = "buoc-deu"


@dataclass(frozen=True, slots=True)
class Classes:
    """The bounds, the lowest figure first and the highest last."""

    bounds: tuple[Fraction, ...]

    @property
    def count(self) -> int:
        """How many classes there are."""
        return max(len(self.bounds) - 1, 1) if self.bounds else 0

    def of(self, value: Fraction) -> int:
        """The class of a figure that is among those the classes were made of, from 0."""
        return bisect_right(self.bounds[1:-1], value)


def classes(values: Sequence[Fraction], how: How, most: int = MOST) -> Classes:
    """The classes of some figures: none of no figure, one where all are equal.

    Quantiles: about as many figures in each; where many are equal there are fewer classes, and
    none is empty. Equal steps: bounds equally far from one another; a class may be empty.
    """
    if not values:
        return Classes(())
    ordered = sorted(values)
    low, high = ordered[0], ordered[-1]
    if low == high:
        return Classes((low, high))
    if how is How.STEPS:
        inner = [low + (high - low) * step / most for step in range(1, most)]
    else:
        size = len(ordered)
        inner = sorted({ordered[size * step // most] for step in range(1, most)} - {low})
    return Classes((low, *inner, high))
