"""A target for the mean of a term's periods; of growth, where so chosen, the geometric mean.

Means are judged without roots or divisions: the sum against so many times what was asked, the
product of growth against what was asked to the power of the periods. So no rounding enters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from fractions import Fraction
from math import prod

from namro.programme.indicators.rules.aims import Aim
from namro.programme.indicators.rules.changes import no_room
from namro.programme.indicators.rules.each_period import judge as judge_each
from namro.programme.indicators.rules.evidence import Question, flags_of
from namro.programme.indicators.rules.kinds import Comparator, Flag, Judging, Reason, Status
from namro.programme.indicators.rules.observations import Observation, rounded
from namro.programme.indicators.rules.results import Attainment, InPeriod

_FALLS = (Comparator.REDUCE, Comparator.REDUCE_AT_LEAST)


@dataclass(frozen=True, slots=True)
class _Together:
    """How numbers of periods come together, and what a mean amounts to over so many of them."""

    geometric: bool
    falls: bool

    def total(self, numbers: Sequence[Fraction]) -> Fraction:
        """Numbers of periods as one."""
        if not self.geometric:
            return sum(numbers, Fraction(0))
        return self._signed(prod((self._factor(each) for each in numbers), start=Fraction(1)))

    def of_mean(self, mean: Fraction, times: int) -> Fraction:
        """What so many periods at that mean amount to; grows with the mean."""
        return self._signed(self._factor(mean) ** times) if self.geometric else mean * times

    def mean(self, total: Fraction, times: int) -> Fraction:
        """The mean that a total amounts to: exact, but for the root of a geometric one."""
        if not self.geometric:
            return total / times
        with localcontext() as context:
            context.prec = 50
            factor = rounded(self._signed(total)) ** (Decimal(1) / times)
            return self._growth(Fraction(factor))

    def _factor(self, percent: Fraction) -> Fraction:
        return max(1 - percent / 100 if self.falls else 1 + percent / 100, Fraction(0))

    def _growth(self, factor: Fraction) -> Fraction:
        return (1 - factor if self.falls else factor - 1) * 100

    def _signed(self, factor: Fraction) -> Fraction:
        # Of falls the smaller factor is the larger fall.
        return -factor if self.falls else factor


def judge(question: Question) -> Attainment:
    """The mean of the closed periods; one without a figure leaves no mean.

    On the way: on track at or above what was asked; at risk and off track by what the closed
    periods are short of the same periods at the mean asked for.
    """
    target = question.target
    answer = replace(judge_each(question), judging=Judging.MEAN, judged=None, gap=None, share=None)
    periods = answer.periods
    if not periods:
        return answer
    undecided = [each for each in periods if each.judged is None]
    if undecided:
        return _without(answer, undecided)
    if _no_room(question, periods[0]):
        ranks = _first_baseline(question, periods[0])
        return replace(
            answer,
            status=Status.NEEDS_JUDGEMENT,
            reason=Reason.NO_ROOM,
            baseline=ranks[0],
            mean=None,
        )
    together = _Together(target.geometric, target.comparator in _FALLS)
    numbers = [each.judged for each in periods if each.judged is not None]
    figures = [each.figure for each in periods if each.figure is not None]
    total = together.total(numbers)
    asked = _asked(question.aim, together, len(numbers))
    mean = together.mean(total, len(numbers))
    first = periods[0].figure
    base = answer.rests_on if first is None else (*_first_baseline(question, periods[0]), *figures)
    answer = replace(
        answer,
        flags=(answer.flags - {Flag.ESTIMATE, Flag.UNVERIFIED, Flag.PROVISIONAL}) | flags_of(base),
        mean=mean,
        judged=mean,
        gap=question.aim.gap(mean),
        rests_on=tuple(dict.fromkeys(base)),
    )
    estimate = any(each.is_estimate for each in figures)
    if question.on >= target.due_on and not estimate:
        return replace(answer, status=asked.verdict(total), reason=None)
    reason = Reason.ESTIMATE_ONLY if estimate else None
    if asked.met_by(total):
        return replace(answer, status=Status.ON_TRACK, reason=reason)
    end = asked.nearest(total)
    planned = abs(end - together.of_mean(Fraction(0), len(numbers)))
    near = abs(end - total) <= planned * question.settings.at_risk
    status = Status.AT_RISK if near else Status.OFF_TRACK
    return replace(answer, status=status, reason=reason, pace=_pace(question, together, numbers))


def _without(answer: Attainment, undecided: Sequence[InPeriod]) -> Attainment:
    if answer.reason is Reason.NO_FIGURE:
        return answer
    for each in undecided:
        if each.status is not Status.NO_DATA:
            return replace(answer, status=each.status, reason=each.reason)
    missing = any(each.figure is None for each in undecided)
    reason = Reason.PERIODS_MISSING if missing else undecided[0].reason
    return replace(answer, status=Status.NO_DATA, reason=reason)


def _no_room(question: Question, first: InPeriod) -> bool:
    """Whether the rank before the term is too high for the term to rise as asked, all in all."""
    base = _first_baseline(question, first)
    return bool(base) and no_room(question.target, base[0].number, len(question.target.periods))


def _asked(aim: Aim, together: _Together, times: int) -> Aim:
    """What the target asks of so many periods together."""

    def over(end: Fraction | None) -> Fraction | None:
        return None if end is None else together.of_mean(end, times)

    return replace(aim, low=over(aim.low), high=over(aim.high), exceeded=over(aim.exceeded))


def _first_baseline(question: Question, first: InPeriod) -> list[Observation]:
    """The figure before the term that the first change was counted from."""
    baseline = question.target.baseline
    if baseline is None or not baseline.previous:
        return []
    chosen = question.series.exactly(first.period.previous)
    return [chosen.figure] if chosen else []


def _pace(question: Question, together: _Together, numbers: Sequence[Fraction]) -> Fraction | None:
    """The mean that the periods left must have for the whole term to reach the target."""
    aim = question.aim
    whole = len(question.target.periods)
    left = whole - len(numbers)
    end = aim.low if aim.low is not None else aim.high
    if left <= 0 or end is None:
        return None
    if not together.geometric:
        return (end * whole - together.total(numbers)) / left
    so_far = together.total(numbers)
    if so_far == 0:
        return None
    return together.mean(together.of_mean(end, whole) / abs(so_far), left)
