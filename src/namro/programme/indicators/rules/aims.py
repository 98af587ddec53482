"""What a target asks of one number: between which ends it must lie, and when it is exceeded."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from namro.programme.indicators.rules.errors import given
from namro.programme.indicators.rules.kinds import Comparator, RangeMeans, Status
from namro.programme.indicators.rules.targets import Target


@dataclass(frozen=True, slots=True)
class Aim:
    """The numbers that reach a target.

    `low` and `high` are its ends, None where there is none; `open` says that the end itself does
    not reach ("trên 85"). Beyond `exceeded` it is exceeded, in the direction of `upwards`.
    """

    low: Fraction | None
    high: Fraction | None
    open: bool
    upwards: bool
    exceeded: Fraction | None

    def met_by(self, number: Fraction) -> bool:
        """Whether a number reaches it."""
        if self.low is not None and (number < self.low or (self.open and number == self.low)):
            return False
        return self.high is None or not (number > self.high or (self.open and number == self.high))

    def verdict(self, number: Fraction) -> Status:
        """Reached, exceeded or missed."""
        if not self.met_by(number):
            return Status.MISSED
        if self.exceeded is not None:
            beyond = number > self.exceeded if self.upwards else number < self.exceeded
            if beyond:
                return Status.EXCEEDED
        return Status.REACHED

    def nearest(self, number: Fraction) -> Fraction:
        """The end that a number must pass: for one within both ends the nearer one."""
        if self.low is None or self.high is None:
            return given(self.low if self.low is not None else self.high)
        if number <= self.low:
            return self.low
        if number >= self.high:
            return self.high
        return self.low if number - self.low <= self.high - number else self.high

    def gap(self, number: Fraction) -> Fraction:
        """How far a number is beyond the end it must pass: negative is what is missing."""
        end = self.nearest(number)
        if self.low is not None and end == self.low:
            return number - end
        return end - number


def aim_of(target: Target) -> Aim:
    """What a target asks of its level, or of its change in the direction it names.

    A reduction of 10 % asks for a change of at least 10 in the direction down: changes are
    counted positive where they go the way the target wants.

    "Đạt 40 %" is exceeded above 40; "tối thiểu 15 %" has no word for more than enough.
    """
    low, slack = target.low, Fraction(target.tolerance)
    upper = Fraction(target.upper) if target.upper is not None else None
    match target.comparator:
        case Comparator.MORE_THAN:
            return Aim(low - slack, None, True, True, None)
        case Comparator.AT_LEAST:
            return Aim(low - slack, None, False, True, None)
        case Comparator.LESS_THAN:
            return Aim(None, low + slack, True, False, None)
        case Comparator.AT_MOST | Comparator.RANK_WITHIN:
            return Aim(None, low + slack, False, False, None)
        case Comparator.INCREASE_AT_LEAST | Comparator.REDUCE_AT_LEAST:
            return Aim(low - slack, None, False, True, None)
        case Comparator.IMPROVE_RANK_AT_LEAST:
            return Aim(low, None, False, True, None)
        case Comparator.QUALITATIVE:
            raise ValueError("A target without a figure asks nothing of a number.")
    if upper is not None and target.range_means is RangeMeans.BAND:
        return Aim(low - slack, upper + slack, False, True, None)
    if target.fewer_is_better and not target.comparator.is_change:
        # "Còn 3-5 %": above 5 missed, within reached, below 3 exceeded.
        ceiling = upper if upper is not None else low
        return Aim(None, ceiling + slack, False, False, low)
    return Aim(low - slack, None, False, True, upper if upper is not None else low)
