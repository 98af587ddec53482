"""Which level of the figure itself a target asks for, where it can be told: for its chart."""

from __future__ import annotations

from fractions import Fraction

from namro.programme.indicators.judging import Judged
from namro.programme.indicators.rules.kinds import Comparator
from namro.programme.indicators.rules.observations import Observation

_FALLS = (Comparator.REDUCE, Comparator.REDUCE_AT_LEAST, Comparator.IMPROVE_RANK_AT_LEAST)


def level_asked(judged: Judged) -> list[Fraction]:
    """The ends of what is asked, as figures: for a change, counted from its fixed baseline.

    None where each period has a baseline of its own.
    """
    target, answer = judged.target, judged.answer
    if answer.aim is None:
        return []
    ends = [end for end in (answer.aim.low, answer.aim.high) if end is not None]
    if target.range_means == "floor" and target.upper is not None:
        ends = [Fraction(target.low), Fraction(target.upper)]
    if not target.comparator.is_change:
        return ends
    base = answer.baseline
    if target.baseline is None or target.baseline.previous or base is None:
        return []
    number = base.number if isinstance(base, Observation) else base
    towards = -1 if target.comparator in _FALLS else 1
    if target.is_relative:
        return [number + towards * abs(number) * end / 100 for end in ends]
    return [number + towards * end for end in ends]
