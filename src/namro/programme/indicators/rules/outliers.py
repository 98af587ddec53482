"""Figures far from the others, by a method that the outliers themselves do not spoil.

The modified z-score of Iglewicz and Hoaglin (How to Detect and Handle Outliers, ASQC Basic
References in Quality Control 16, 1993): 0.6745 (x - median) / MAD, where MAD is the median of the
absolute deviations from the median; beyond 3.5 on either side is far.

Where more than half of the figures are equal MAD is 0 and says nothing. Then the mean of the
absolute deviations stands in for it, (x - median) / (1.2533 mean), 1.2533 being √(π/2), which
makes both agree for a normal distribution. Where all are equal any other figure is far.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

LEAST = 8
FAR = Fraction(35, 10)
_MAD = Fraction(6745, 10_000)
_MEAN = Fraction(12_533, 10_000)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a figure stands among others.

    Attributes:
        median: of the others; it is itself not among them.
        count: how many they are.
        score: the modified z-score; None where all others are equal.
        far: whether it is beyond the limit, on either side.
    """

    median: Fraction
    count: int
    score: Fraction | None
    far: bool


@dataclass(frozen=True, slots=True)
class Spread:
    """What is kept of figures to hold others beside them.

    Attributes:
        median: of them. count: how many they are.
        width: what a deviation is divided by for its score; 0 where all are equal.
    """

    median: Fraction
    count: int
    width: Fraction


def spread_of(figures: Sequence[Fraction]) -> Spread | None:
    """The spread of figures; None: they are too few (fewer than eight) to say."""
    if len(figures) < LEAST:
        return None
    # Over one denominator all are whole numbers: as exact, and many times faster to put in order.
    one = lcm(*(each.denominator for each in figures))
    numbers = [each.numerator * (one // each.denominator) for each in figures]
    twice = _twice_the_median(numbers)
    deviations = [abs(2 * each - twice) for each in numbers]
    middle = Fraction(twice, 2 * one)
    width = Fraction(_twice_the_median(deviations), 4 * one) / _MAD
    if not width:
        width = Fraction(sum(deviations), 2 * one * len(figures)) * _MEAN
    return Spread(middle, len(figures), width)


def _twice_the_median(numbers: Sequence[int]) -> int:
    ordered = sorted(numbers)
    return ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]


def beside(value: Fraction, spread: Spread) -> Standing:
    """Where a figure stands beside others that it is not among."""
    if not spread.width:
        return Standing(spread.median, spread.count, None, value != spread.median)
    score = (value - spread.median) / spread.width
    return Standing(spread.median, spread.count, score, abs(score) > FAR)


def standing(value: Fraction, others: Sequence[Fraction]) -> Standing | None:
    """Where a figure stands among others; None: they are too few (fewer than eight) to say."""
    spread = spread_of(others)
    return None if spread is None else beside(value, spread)
