"""What is compared with a target: the figure itself, or its change against a baseline.

A change is counted positive in the direction that the target wants: for "giảm 10 %" a fall of
12 % is 12. Ranks improve downwards: from 48 to 9 is 39 places.
"""

from __future__ import annotations

from fractions import Fraction

from namro.programme.indicators.rules.kinds import Comparator
from namro.programme.indicators.rules.targets import Target

_DOWNWARDS = frozenset(
    {Comparator.REDUCE, Comparator.REDUCE_AT_LEAST, Comparator.IMPROVE_RANK_AT_LEAST}
)


def change(target: Target, number: Fraction, baseline: Fraction) -> Fraction | None:
    """The change from `baseline` to `number`; None where it is asked in percent of nothing."""
    difference = baseline - number if target.comparator in _DOWNWARDS else number - baseline
    if not target.is_relative:
        return difference
    if baseline == 0:
        return None
    return difference / abs(baseline) * 100


def no_room(target: Target, baseline: Fraction, times: int = 1) -> bool:
    """Whether a rank stands too high to improve as asked: rank 3 cannot rise five places."""
    rank = target.comparator is Comparator.IMPROVE_RANK_AT_LEAST
    return rank and baseline - target.low * times < 1
