"""A target that is judged in every period of a term: each year, each quarter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from namro.foundation.calendar import CalendarError, Period, Span
from namro.programme.indicators.rules.aims import Aim
from namro.programme.indicators.rules.at_due import share_of
from namro.programme.indicators.rules.errors import given
from namro.programme.indicators.rules.evidence import (
    Question,
    Weighed,
    figure_of,
    nothing_in_term,
    part_in,
    so_far,
    summed,
    uncertain,
    weigh,
)
from namro.programme.indicators.rules.kinds import Flag, Judging, Reason, Status
from namro.programme.indicators.rules.observations import Chosen, Observation
from namro.programme.indicators.rules.results import Attainment, InPeriod, OpenPeriod

_UNDECIDED = (Status.NEEDS_JUDGEMENT, Status.NOT_COMPARABLE, Status.NO_DATA)


def judge(question: Question) -> Attainment:
    """While the term runs the last closed period speaks; when it is over, all of them together.

    A period that is not closed is never judged.
    """
    closed = question.closed
    weighed = [_weigh(question, each) for each in closed]
    aim = question.aim
    periods = tuple(
        _told(question, aim, period, each) for period, each in zip(closed, weighed, strict=True)
    )
    open_period = _open(question)
    answer = Attainment(
        Status.NOT_DUE,
        Reason.NOTHING_CLOSED,
        judging=Judging.EACH_PERIOD,
        aim=aim,
        periods=periods,
        open_period=open_period,
        missing=tuple(each.period for each in periods if each.figure is None),
        parts=question.series.parts,
    )
    if not closed:
        return answer
    last = weighed[-1]
    over = question.on >= question.target.due_on
    status, reason = _of_term(periods) if over else (periods[-1].status, periods[-1].reason)
    if nothing_in_term(question):
        return replace(answer, status=Status.NO_DATA, reason=Reason.NO_FIGURE)
    deciding = weighed if over else [last]
    flags = frozenset[Flag]().union(*(each.flags for each in deciding))
    if any(uncertain(question, each) for each in deciding):
        flags |= {Flag.UNCERTAIN}
    if answer.missing:
        flags |= {Flag.INCOMPLETE}
    judged = last.judged
    return replace(
        answer,
        status=status,
        reason=reason,
        flags=flags,
        figure=last.figure,
        judged=judged,
        baseline=last.baseline,
        gap=None if judged is None else aim.gap(judged),
        share=None if judged is None else share_of(question, judged),
        rests_on=_rests_on(deciding),
        against=last.against,
    )


def _weigh(question: Question, period: Period) -> Weighed:
    chosen = figure_of(question, period)
    if chosen is not None:
        return weigh(question, chosen, period)
    if part_in(question, period.last, period.last) is not None:
        return Weighed(status=Status.NEEDS_JUDGEMENT, reason=Reason.PART_ONLY)
    return Weighed(status=Status.NO_DATA, reason=Reason.NO_FIGURE_FOR_PERIOD)


def _told(question: Question, aim: Aim, period: Period, weighed: Weighed) -> InPeriod:
    figure = weighed.figure
    if weighed.judged is None or figure is None:
        return InPeriod(period, given(weighed.status), figure, None, weighed.reason)
    if not figure.is_estimate:
        return InPeriod(period, aim.verdict(weighed.judged), figure, weighed.judged)
    status = _by_estimate(aim, weighed.judged, question.settings.at_risk)
    return InPeriod(period, status, figure, weighed.judged, Reason.ESTIMATE_ONLY)


def _by_estimate(aim: Aim, judged: Fraction, at_risk: Fraction) -> Status:
    """An estimate is never a verdict: on track, or short by how much of what was asked."""
    if aim.met_by(judged):
        return Status.ON_TRACK
    asked = abs(aim.nearest(judged))
    return Status.AT_RISK if -aim.gap(judged) <= asked * at_risk else Status.OFF_TRACK


def _of_term(periods: Sequence[InPeriod]) -> tuple[Status, Reason | None]:
    """Reached when every period was; missed when one was; nothing plain while one is unknown."""
    told = [each.status for each in periods]
    if Status.MISSED in told:
        return Status.MISSED, None
    for status in _UNDECIDED:
        if status in told:
            missing = status is Status.NO_DATA and any(each.figure is None for each in periods)
            first = next(each for each in periods if each.status is status)
            return status, Reason.PERIODS_MISSING if missing else first.reason
    for status in (Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK):
        if status in told:
            return status, Reason.ESTIMATE_ONLY
    exceeded = all(each is Status.EXCEEDED for each in told)
    return (Status.EXCEEDED if exceeded else Status.REACHED), None


def _open(question: Question) -> OpenPeriod | None:
    """What was done so far in the period that is not closed, where something is known."""
    period = question.open
    if period is None:
        return None
    found = so_far(question, period)
    if not found:
        return None
    last = found[-1].figure.period.last
    figure = found[0].figure if len(found) == 1 else summed(Span(period.first, last), found).figure
    before = same_last_year(question, figure)
    changed = None
    if before is not None and before.number != 0:
        changed = (figure.number - before.number) / abs(before.number) * 100
    plan = None
    if question.target.adds_up and not question.target.comparator.is_change:
        plan = share_of(question, figure.number)
    return OpenPeriod(period, figure, plan, before.figure if before else None, changed)


def same_last_year(question: Question, figure: Observation) -> Chosen | None:
    """The figure of the same months of the year before, counted the same way."""
    first, last = figure.period.first, figure.period.last
    try:
        before = (
            Period.of(figure.period.kind, first).same_last_year.last
            if isinstance(figure.period, Period)
            else last.replace(year=last.year - 1)
        )
    except (CalendarError, ValueError):
        return None
    found = [
        each
        for each in question.series.within(before, before)
        if (each.figure.period.first.month, each.figure.period.first.day)
        == (first.month, first.day)
        and each.figure.measure is figure.measure
        and each.figure.period.first.year == first.year - 1
    ]
    return found[-1] if found else None


def _rests_on(weighed: Sequence[Weighed]) -> tuple[Observation, ...]:
    found: list[Observation] = []
    for each in weighed:
        for figure in (each.baseline, each.figure):
            if isinstance(figure, Observation) and figure not in found:
                found.append(figure)
    return tuple(found)
