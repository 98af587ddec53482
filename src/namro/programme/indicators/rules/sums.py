"""What is kept of figures that are rolled up, so that one more or one less is not all again.

`Sums` takes figures and gives them back exactly. `Ends` (minimum, maximum, last) takes them; when
the one that stands is taken away it says that all must be asked again, since it never kept the
others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from namro.programme.indicators.rules.kinds import OverTime, OverUnits

Number: TypeAlias = Fraction | Decimal | int
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one unit in one period, as far as rolling up asks.

    Attributes:
        value: the figure; None where numerator and denominator give it.
        numerator, denominator: of a ratio; both 0 is a unit where nothing occurred.
        weight: the value of the indicator it is weighted by.
        day: the last day it is about, for the rule “last”.
        applies: False: the unit stated that the indicator does not concern it.
    """

    value: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    weight: Fraction | None = None
    day: date = date.min
    applies: bool = True


NOT_APPLICABLE = Figure(applies=False)


def figure(
    value: Number | None = None,
    *,
    numerator: Number | None = None,
    denominator: Number | None = None,
    weight: Number | None = None,
    day: date = date.min,
) -> Figure:
    """A figure of exact numbers."""

    def exact(number: Number | None) -> Fraction | None:
        return None if number is None else Fraction(number)

    return Figure(exact(value), exact(numerator), exact(denominator), exact(weight), day)


@dataclass(frozen=True, slots=True)
class Rule:
    """How an indicator is rolled up: over units or over time.

    Attributes:
        how: the rule; of what is cumulated the last figure of each year is summed.
        scale: 100 where a ratio is told in percent.
    """

    how: OverUnits | OverTime
    scale: int = 1

    @property
    def adds_up(self) -> bool:
        """Whether its state is a sum: exact under shares, and in any order."""
        return self.how.value in _SUMMED

    @property
    def is_total(self) -> bool:
        """Whether the sum itself is the figure, and not divided by anything."""
        return self.how.value in _TOTALS

    def number(self, figure: Figure) -> Fraction | None:
        """The figure as one number."""
        if figure.value is not None:
            return figure.value
        if figure.numerator is None or not figure.denominator:
            return None
        return figure.numerator / figure.denominator * self.scale

    def parts(self, figure: Figure) -> tuple[Fraction, Fraction] | None:
        """What the figure brings to the sum and to what the sum is divided by.

        None: it lacks what the rule needs: a value, a numerator and denominator, a weight.
        """
        if self.how.value == OverUnits.RATIO:
            if figure.numerator is None or figure.denominator is None:
                return None
            return figure.numerator, figure.denominator
        number = self.number(figure)
        if number is None or self.how.value == OverUnits.NONE:
            return None
        if self.how.value == OverUnits.WEIGHTED_MEAN:
            if figure.weight is None or figure.weight < 0:
                return None
            return number * figure.weight, figure.weight
        return number, Fraction(1)


_TOTALS = frozenset({"sum", "cumulated"})
_SUMMED = _TOTALS | {"weighted", "weighted_mean", "mean"}


@dataclass(frozen=True, slots=True)
class Sums:
    """A sum, what it is divided by, and how many figures are in it.

    Sums form a group: `merge` is its addition, and `remove` undoes `add` exactly, in any order.
    """

    rule: Rule
    count: int = 0
    numerator: Fraction = ZERO
    denominator: Fraction = ZERO

    def add(self, figure: Figure, share: Fraction | int = 1) -> Sums:
        """With one more figure, or with a share of it."""
        return self._with(figure, 1, share)

    def remove(self, figure: Figure, share: Fraction | int = 1) -> Sums:
        """As if the figure had never been added."""
        return self._with(figure, -1, -share)

    def merge(self, other: Sums) -> Sums:
        """Both together."""
        return replace(
            self,
            count=self.count + other.count,
            numerator=self.numerator + other.numerator,
            denominator=self.denominator + other.denominator,
        )

    def _with(self, figure: Figure, count: int, factor: Fraction | int) -> Sums:
        parts = self.rule.parts(figure)
        if parts is None:
            return self
        return Sums(
            self.rule,
            self.count + count,
            self.numerator + parts[0] * factor,
            self.denominator + parts[1] * factor,
        )


@dataclass(frozen=True, slots=True)
class Ends:
    """The figure that stands before all others: the lowest, the highest, or the latest.

    Attributes:
        place: what it is compared by; the larger stands before.
        low, high: the lowest and highest of those that stand equal; they differ only where two
            are about the same latest day and disagree.
        held: how many stand equal.
    """

    rule: Rule
    count: int = 0
    place: Fraction | None = None
    low: Fraction = ZERO
    high: Fraction = ZERO
    held: int = 0

    def add(self, figure: Figure) -> Ends:
        """With one more figure."""
        parts = self.rule.parts(figure)
        if parts is None:
            return self
        number = parts[0]
        return self.merge(Ends(self.rule, 1, self._place(figure, number), number, number, 1))

    def remove(self, figure: Figure) -> Ends | None:
        """Without a figure it holds; None: that cannot be known from here, ask all figures again.

        What is not the one that stands may go, and one of several equal ones.
        """
        parts = self.rule.parts(figure)
        if parts is None:
            return self
        if self.count == 1:
            return Ends(self.rule)
        if self._place(figure, parts[0]) != self.place:
            return replace(self, count=self.count - 1)
        if self.held > 1 and self.low == self.high:
            return replace(self, count=self.count - 1, held=self.held - 1)
        return None

    def merge(self, other: Ends) -> Ends:
        """Both together."""
        if self.place is None or other.place is None:
            return other if self.place is None else self
        count = self.count + other.count
        if self.place == other.place:
            low, high = min(self.low, other.low), max(self.high, other.high)
            return Ends(self.rule, count, self.place, low, high, self.held + other.held)
        return replace(self if self.place > other.place else other, count=count)

    def _place(self, figure: Figure, number: Fraction) -> Fraction:
        if self.rule.how.value == OverUnits.LAST:
            return Fraction(figure.day.toordinal())
        return -number if self.rule.how.value == OverUnits.MINIMUM else number


State: TypeAlias = Sums | Ends


def begin(rule: Rule) -> State:
    """The state of nothing yet."""
    return Sums(rule) if rule.adds_up else Ends(rule)
