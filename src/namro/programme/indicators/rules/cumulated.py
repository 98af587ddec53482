"""A target for what comes together over a term: so many new homes in five years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from namro.foundation.calendar import Period, Span
from namro.programme.indicators.rules.at_due import share_of
from namro.programme.indicators.rules.errors import given
from namro.programme.indicators.rules.evidence import (
    Question,
    day_before,
    figure_of,
    part_in,
    so_far,
    summed,
    weigh,
)
from namro.programme.indicators.rules.kinds import Flag, Judging, Measure, Reason, Status
from namro.programme.indicators.rules.observations import Chosen
from namro.programme.indicators.rules.paths import Path, position, tracked
from namro.programme.indicators.rules.results import Attainment


def judge(question: Question) -> Attainment:
    """What has come together since the term began: a figure that counts from there, else the sum
    of all periods since. With a period missing the sum is a lower bound: it can reach a target,
    and says nothing else."""
    target = question.target
    sofar, missing = _sum(question)
    answer = Attainment(
        Status.NO_DATA,
        Reason.NO_FIGURE,
        judging=Judging.CUMULATED,
        aim=question.aim,
        missing=missing,
        parts=question.series.parts,
    )
    if sofar is None:
        if not question.closed and question.on < target.due_on:
            return replace(answer, status=Status.NOT_DUE, reason=Reason.NOTHING_CLOSED)
        if part_in(question, target.span.first, question.on) is not None:
            return replace(answer, status=Status.NEEDS_JUDGEMENT, reason=Reason.PART_ONLY)
        return answer
    weighed = weigh(question, sofar)
    figure = sofar.figure
    answer = replace(
        answer,
        figure=figure,
        rests_on=(figure,),
        against=sofar.against,
        flags=weighed.flags | ({Flag.INCOMPLETE} if missing else frozenset()),
    )
    if weighed.judged is None:
        return replace(answer, status=given(weighed.status), reason=weighed.reason)
    judged, aim = weighed.judged, question.aim
    begin = day_before(target.span.first)
    path = Path(Fraction(0), begin, aim.nearest(Fraction(0)), target.due_on)
    if aim.low is None and aim.high is not None:
        path = replace(path, goal=aim.high)
    answer = replace(
        answer,
        judged=judged,
        gap=aim.gap(judged),
        share=share_of(question, judged),
        expected=path.at(figure.period.last),
    )
    return _judged_sum(question, answer, path, bool(missing))


def _judged_sum(question: Question, answer: Attainment, path: Path, gaps: bool) -> Attainment:
    figure, judged, aim = given(answer.figure), given(answer.judged), question.aim
    target = question.target
    # What has come together never becomes less: what is too much stays so, what is enough too.
    passed = aim.high is not None and judged > aim.high
    settled = passed or (aim.high is None and aim.met_by(judged))
    if gaps and not settled:
        return replace(answer, status=Status.NO_DATA, reason=Reason.PERIODS_MISSING)
    if settled and not figure.is_estimate:
        return replace(answer, status=aim.verdict(judged), reason=None)
    if question.on >= target.due_on and not figure.is_estimate:
        if figure.period.last < target.due_on:
            return replace(answer, status=Status.NO_DATA, reason=Reason.NO_FIGURE_AT_DUE)
        return replace(answer, status=aim.verdict(judged), reason=None)
    status = _on_the_way(question, path, judged, figure.period.last)
    left = position(target.due_on) - position(figure.period.last)
    pace = (path.goal - judged) / (left / target.each.months) if left > 0 else None
    reason = Reason.ESTIMATE_ONLY if figure.is_estimate else None
    return replace(answer, status=status, reason=reason, pace=None if aim.low is None else pace)


def _on_the_way(question: Question, path: Path, judged: Fraction, day: date) -> Status:
    aim = question.aim
    if aim.low is not None:
        return tracked(aim, path, judged, day, question.settings)
    # A ceiling is used up along the path: what is below it is on track.
    if judged > given(aim.high):
        return Status.OFF_TRACK
    expected = path.at(day)
    if judged <= expected:
        return Status.ON_TRACK
    near = judged - expected <= expected * question.settings.at_risk
    return Status.AT_RISK if near else Status.OFF_TRACK


def _sum(question: Question) -> tuple[Chosen | None, tuple[Period, ...]]:
    """What has come together by the day, and which closed periods it lacks."""
    target, series = question.target, question.series
    until = min(question.on, target.due_on)
    since = [
        each
        for each in series.within(target.span.first, until)
        if each.figure.measure is Measure.SINCE_TERM_START
    ]
    if since:
        return since[-1], ()
    found = [(period, figure_of(question, period)) for period in question.closed]
    parts = [each for _period, each in found if each is not None]
    missing = tuple(period for period, each in found if each is None)
    if question.open is not None:
        parts += so_far(question, question.open)
    if not parts:
        return None, missing
    first, last = target.span.first, parts[-1].figure.period.last
    return summed(Span(first, last), parts), missing
