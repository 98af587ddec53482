"""Figures of units and periods rolled up by the indicator's own rule, exactly.

Missing is not zero: what is rolled up says how many of how many are there, and which are not.
What follows in a unit's own figures (a merged unit, a split one) is in `restating`.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Generic, TypeVar

from namro.foundation.calendar import Period
from namro.programme.indicators.rules.errors import TargetError
from namro.programme.indicators.rules.kinds import OverTime, OverUnits
from namro.programme.indicators.rules.sums import Ends, Figure, Rule, State, Sums, begin

K = TypeVar("K", bound=Hashable)
_LAST = (OverTime.LAST, OverTime.CUMULATED)


class NoValue(StrEnum):
    """Why nothing follows from the figures."""

    NO_RULE = "no_rule"
    NOTHING_EXPECTED = "nothing_expected"
    NOTHING_THERE = "nothing_there"
    ZERO_DENOMINATOR = "zero_denominator"
    ZERO_WEIGHT = "zero_weight"
    SEVERAL_LAST = "several_last"
    LAST_MISSING = "last_missing"
    SPLIT = "split"


NO_VALUE: dict[NoValue, tuple[str, str]] = {
    NoValue.NO_RULE: (
        "chỉ tiêu này không tổng hợp được từ các số liệu thành phần",
        "nothing follows from the parts for this indicator",
    ),
    NoValue.NOTHING_EXPECTED: (
        "không có đơn vị hoặc kỳ nào phải có số liệu",
        "no unit or period has to have a figure",
    ),
    NoValue.NOTHING_THERE: ("chưa có số liệu nào", "there is no figure yet"),
    NoValue.ZERO_DENOMINATOR: (
        "tổng các mẫu số bằng 0 nên không có tỷ lệ",
        "the denominators come to 0, so there is no rate",
    ),
    NoValue.ZERO_WEIGHT: (
        "tổng các trọng số bằng 0 nên không có bình quân",
        "the weights come to 0, so there is no mean",
    ),
    NoValue.SEVERAL_LAST: (
        "hai số liệu của cùng ngày cuối khác nhau",
        "two figures of the same last day differ",
    ),
    NoValue.LAST_MISSING: ("thiếu số liệu của kỳ cuối", "the last period has no figure"),
    NoValue.SPLIT: (
        "đơn vị đã được chia mà số liệu này không chia được theo tỷ lệ",
        "a unit was split, and shares cannot divide this figure",
    ),
}


@dataclass(frozen=True, slots=True)
class RolledUp(Generic[K]):
    """What follows from the figures of several units, or of several periods.

    Attributes:
        value: None where nothing follows; `reason` says why. With some missing it is what those
            that are there come to: show it beside `there` and `expected`.
        there: how many figures are in it, of how many `expected`.
        missing: those without a figure; `unusable`: those whose figure lacks what the rule needs
            (a denominator, a weight); `besides`: figures of whom none was expected, left out.
        not_applicable: those the indicator does not concern; they are not expected.
        numerator, denominator: exact; of sums the denominator is how many there are.
    """

    value: Fraction | None
    reason: NoValue | None
    there: int
    expected: int
    missing: tuple[K, ...] = ()
    unusable: tuple[K, ...] = ()
    besides: tuple[K, ...] = ()
    not_applicable: tuple[K, ...] = ()
    numerator: Fraction | None = None
    denominator: Fraction | None = None

    @property
    def complete(self) -> bool:
        """Whether all that were expected are in it."""
        return self.there == self.expected

    def figure(self, rule: Rule) -> Figure:
        """As a figure that is rolled up further: a ratio with its parts, a mean with its weight."""
        if rule.how.value == OverUnits.RATIO:
            return Figure(None, self.numerator, self.denominator)
        weight = self.denominator if rule.how.value == OverUnits.WEIGHTED_MEAN else None
        return Figure(self.value, weight=weight)


class Tally(Generic[K]):
    """Figures of several places rolled up, and kept so while single ones come and go.

    Each change costs as little as the rule allows: a sum takes and gives back; a minimum whose
    lowest figure goes asks all others again. The order of changes plays no role.
    """

    def __init__(self, rule: Rule, expected: Iterable[K] = ()) -> None:
        self.rule = rule
        self._expected = dict.fromkeys(expected)
        self._figures: dict[K, Figure] = {}
        self._state: State = begin(rule)

    def put(self, place: K, figure: Figure) -> None:
        """Enter a figure, or one in place of the one before."""
        self.withdraw(place)
        self._figures[place] = figure
        if place in self._expected:
            self._state = self._state.add(figure)

    def withdraw(self, place: K) -> None:
        """Take a figure away; where there is none, nothing happens."""
        figure = self._figures.pop(place, None)
        if place in self._expected:
            self._without(figure)

    def expect(self, place: K) -> None:
        """Ask for a figure of this place too."""
        if place not in self._expected:
            self._expected[place] = None
            if place in self._figures:
                self._state = self._state.add(self._figures[place])

    def release(self, place: K) -> None:
        """Ask for none of this place any more; a figure of it stays, beside the others."""
        if place in self._expected:
            del self._expected[place]
            self._without(self._figures.get(place))

    def _without(self, figure: Figure | None) -> None:
        if figure is None:
            return
        state = self._state.remove(figure)
        if state is None:
            state = begin(self.rule)
            for place in self._expected:
                if place in self._figures:
                    state = state.add(self._figures[place])
        self._state = state

    def result(self) -> RolledUp[K]:
        """What follows from the figures that are there now."""
        not_applicable, missing, unusable = [], [], []
        for place in self._expected:
            figure = self._figures.get(place)
            if figure is None:
                missing.append(place)
            elif not figure.applies:
                not_applicable.append(place)
            elif self.rule.parts(figure) is None:
                unusable.append(place)
        return told(
            self._state,
            expected=len(self._expected) - len(not_applicable),
            missing=tuple(missing),
            unusable=tuple(unusable),
            besides=tuple(place for place in self._figures if place not in self._expected),
            not_applicable=tuple(not_applicable),
        )


def told(
    state: State,
    *,
    expected: int,
    missing: tuple[K, ...] = (),
    unusable: tuple[K, ...] = (),
    besides: tuple[K, ...] = (),
    not_applicable: tuple[K, ...] = (),
) -> RolledUp[K]:
    """The result of a state, beside who is in it."""
    rule, value, reason = state.rule, None, None
    if rule.how.value == OverUnits.NONE:
        reason = NoValue.NO_RULE
    elif not expected:
        reason = NoValue.NOTHING_EXPECTED
    elif not state.count:
        reason = NoValue.NOTHING_THERE
    elif isinstance(state, Ends):
        value, reason = _end(state)
    elif rule.is_total:
        value = state.numerator
    elif not state.denominator:
        ratio = rule.how.value == OverUnits.RATIO
        reason = NoValue.ZERO_DENOMINATOR if ratio else NoValue.ZERO_WEIGHT
    else:
        scale = rule.scale if rule.how.value == OverUnits.RATIO else 1
        value = state.numerator / state.denominator * scale
    sums = state if isinstance(state, Sums) and state.count else None
    return RolledUp(
        *(value, reason, state.count, expected),
        *(missing, unusable, besides, not_applicable),
        sums.numerator if sums else None,
        sums.denominator if sums else None,
    )


def _end(state: Ends) -> tuple[Fraction | None, NoValue | None]:
    if state.low != state.high:
        return None, NoValue.SEVERAL_LAST
    return state.low, None


def rolled_up(
    rule: Rule, figures: Mapping[K, Figure], expected: Collection[K] | None = None
) -> RolledUp[K]:
    """Figures of units (or periods) rolled up; None expected: those that are there."""
    tally = Tally(rule, figures if expected is None else expected)
    for place, figure in figures.items():
        tally.put(place, figure)
    return tally.result()


def over_time(
    rule: Rule, figures: Mapping[Period, Figure], expected: Sequence[Period]
) -> RolledUp[Period]:
    """The figures of periods that follow one another rolled up to that of them all.

    `expected`: the periods in order; for a year that still runs, those that ended. Of what stood
    at the end, and of what is cumulated since the year began, the last period of all (of each
    year) decides alone: an earlier one that is missing does no harm, and none stands in for it.
    """
    if rule.how not in _LAST:
        return rolled_up(rule, figures, expected)
    asked = [each for each in expected if figures.get(each, _HERE).applies]
    if rule.how is OverTime.LAST:
        deciding = asked[-1:]
    else:
        deciding = list({each.last.year: each for each in asked}.values())
    found = rolled_up(rule, {each: figures[each] for each in deciding if each in figures}, deciding)
    if deciding and found.there < found.expected:
        # A part of what was cumulated over several years is not what came together.
        return RolledUp(
            None, NoValue.LAST_MISSING, found.there, found.expected, found.missing, found.unusable
        )
    return found


_HERE = Figure()


def chain(place: K, parents: Mapping[K, K | None]) -> tuple[K, ...]:
    """A unit and all that stand above it, the nearest first.

    Raises:
        TargetError: a unit stands above itself.
    """
    found = [place]
    above = parents.get(place)
    while above is not None:
        if above in found:
            raise TargetError(
                f"Đơn vị “{above}” đứng trên chính mình; hãy sửa hệ thống tổ chức.",
                f"Unit “{above}” stands above itself; mend the hierarchy.",
            )
        found.append(above)
        above = parents.get(above)
    return tuple(found)


def along(
    rule: Rule,
    figures: Mapping[K, Figure],
    expected: Collection[K],
    parents: Mapping[K, K | None],
) -> dict[K, RolledUp[K]]:
    """The figures rolled up at every unit that something is expected at or below.

    Each result is made of the figures entered below it, never of results below it: a mean of
    means is not the mean.
    """
    below: dict[K, list[K]] = {}
    for place in expected:
        for above in chain(place, parents):
            below.setdefault(above, []).append(place)
    return {
        above: rolled_up(rule, {each: figures[each] for each in places if each in figures}, places)
        for above, places in below.items()
    }
