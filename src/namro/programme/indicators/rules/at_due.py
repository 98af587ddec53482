"""A target that is judged on the day it is due, and on its way there before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from namro.foundation.calendar import Kind, Period, Span
from namro.programme.indicators.rules.evidence import (
    Question,
    Weighed,
    baseline_of,
    day_after,
    day_before,
    figure_of,
    part_in,
    uncertain,
    weigh,
)
from namro.programme.indicators.rules.kinds import (
    Comparator,
    Flag,
    Judging,
    Measure,
    Reason,
    Status,
)
from namro.programme.indicators.rules.observations import Chosen, Observation
from namro.programme.indicators.rules.paths import Path, position, tracked
from namro.programme.indicators.rules.results import Attainment


def judge(question: Question) -> Attainment:
    """When due: the figure of that day alone decides. Before: its last figure against the path."""
    target, on = question.target, question.on
    if target.comparator is Comparator.QUALITATIVE:
        due = on >= target.due_on
        status = Status.NEEDS_JUDGEMENT if due else Status.NOT_DUE
        return Attainment(status, Reason.EVIDENCE, judging=Judging.AT_DUE)
    figures = _figures(question, min(on, target.due_on))
    if on < target.due_on:
        return _before_due(question, figures)
    decisive = [each for each in figures if each.figure.period.last == target.due_on]
    if decisive:
        return _when_due(question, decisive[-1])
    answer = _without(question, figures, Reason.NO_FIGURE_AT_DUE)
    return replace(answer, late=_late(question))


def _figures(question: Question, until: date) -> list[Chosen]:
    """What may decide, in the order of time: within the programme; of what adds up, whole periods
    alone (nine months of a year are no year); of changes, what is later than their baseline."""
    target, baseline = question.target, question.target.baseline
    first = target.span.first
    if target.comparator.is_change and baseline is not None and baseline.period is not None:
        first = max(first, day_after(baseline.period.last))
    if target.adds_up:
        ended = [figure_of(question, each) for each in question.closed if first <= each.last]
        return [each for each in ended if each is not None and each.figure.period.last <= until]
    found = question.series.within(first, until)
    return [each for each in found if each.figure.measure is Measure.IN_PERIOD]


def _before_due(question: Question, figures: list[Chosen]) -> Attainment:
    if not figures:
        return _without(question, figures, Reason.NO_FIGURE)
    weighed = weigh(question, figures[-1])
    answer = _answer(question, weighed)
    if weighed.judged is None:
        return answer
    figure = figures[-1].figure
    if question.aim.met_by(weighed.judged):
        if figure.is_estimate:
            return replace(answer, status=Status.ON_TRACK, reason=Reason.ESTIMATE_ONLY)
        keep = answer.flags | {Flag.KEEP_UNTIL_DUE}
        return replace(answer, status=question.aim.verdict(weighed.judged), flags=keep)
    return _on_the_way(question, answer, weighed.judged, figure)


def _when_due(question: Question, chosen: Chosen) -> Attainment:
    weighed = weigh(question, chosen)
    answer = _answer(question, weighed)
    if weighed.judged is None:
        return answer
    aim, met = question.aim, question.aim.met_by(weighed.judged)
    if not chosen.figure.is_estimate:
        missed = not met
        late = _late(question) if missed else None
        flags = answer.flags | ({Flag.REACHED_LATE} if late else set())
        return replace(answer, status=aim.verdict(weighed.judged), flags=flags, late=late)
    if met:
        return replace(answer, status=Status.ON_TRACK, reason=Reason.ESTIMATE_ONLY)
    answer = _on_the_way(question, answer, weighed.judged, chosen.figure)
    return answer if answer.reason else replace(answer, reason=Reason.ESTIMATE_ONLY)


def _on_the_way(
    question: Question, answer: Attainment, judged: Fraction, figure: Observation
) -> Attainment:
    """A figure that does not reach the target, against the path."""
    path, start = path_of(question)
    if path is None:
        return replace(
            answer,
            status=start.status or Status.NEEDS_JUDGEMENT,
            reason=start.reason,
            baseline=start.figure or answer.baseline,
            against=(start.figure, *start.against) if start.figure and start.against else (),
        )
    started = () if start.figure is None or start.figure in answer.rests_on else (start.figure,)
    day = figure.period.last
    return replace(
        answer,
        status=tracked(question.aim, path, judged, day, question.settings),
        flags=answer.flags | (start.flags - {Flag.ESTIMATE}),
        rests_on=(*started, *answer.rests_on),
        expected=path.at(day),
        pace=_pace(question, path.goal, judged, day),
    )


def _answer(question: Question, weighed: Weighed) -> Attainment:
    """What a weighed figure says before it is decided what that means."""
    aim, judged, figure = question.aim, weighed.judged, weighed.figure
    rests_on = [each for each in (figure, weighed.baseline) if isinstance(each, Observation)]
    flags = set(weighed.flags)
    if uncertain(question, weighed):
        flags.add(Flag.UNCERTAIN)
    return Attainment(
        status=weighed.status or Status.NEEDS_JUDGEMENT,
        reason=weighed.reason,
        flags=frozenset(flags),
        judging=Judging.AT_DUE,
        figure=figure,
        judged=judged,
        baseline=weighed.baseline,
        aim=aim,
        gap=None if judged is None else aim.gap(judged),
        share=None if judged is None else share_of(question, judged),
        rests_on=tuple(rests_on),
        against=weighed.against,
        parts=question.series.parts,
    )


def _without(question: Question, figures: list[Chosen], reason: Reason) -> Attainment:
    """No figure that decides: a part alone needs judgement; before anything closed, not due."""
    target = question.target
    part = part_in(question, target.span.first, question.on)
    last = figures[-1].figure if figures else None
    answer = Attainment(
        Status.NO_DATA,
        reason,
        judging=Judging.AT_DUE,
        figure=last,
        aim=question.aim,
        rests_on=(last,) if last else (),
        parts=question.series.parts,
    )
    if part is not None and last is None:
        return replace(answer, status=Status.NEEDS_JUDGEMENT, reason=Reason.PART_ONLY)
    if not question.closed and question.on < target.due_on:
        return replace(answer, status=Status.NOT_DUE, reason=Reason.NOTHING_CLOSED)
    return answer


def _late(question: Question) -> Observation | None:
    """The first figure that reached the target after it was due."""
    for chosen in _after(question):
        judged = weigh(question, chosen).judged
        if judged is None or chosen.figure.is_estimate:
            continue
        if question.aim.met_by(judged):
            return chosen.figure
    return None


def _after(question: Question) -> list[Chosen]:
    target = question.target
    found = question.series.within(target.due_on, question.on)
    found = [
        each
        for each in found
        if each.figure.period.last > target.due_on and each.figure.measure is Measure.IN_PERIOD
    ]
    if not target.adds_up:
        return found
    return [each for each in found if _is_whole(each.figure.period, target.each)]


def _is_whole(span: Span, kind: Kind) -> bool:
    period = Period.of(kind, span.last)
    return (period.first, period.last) == (span.first, span.last)


def path_of(question: Question) -> tuple[Path | None, Weighed]:
    """From the baseline, else the last figure before the programme, to what must be reached; and
    the figure it starts from, or why there is none."""
    target, stated = question.target, question.target.baseline
    eve = day_before(target.span.first)
    if stated is not None and not stated.previous:
        begin = stated.period.last if stated.period else eve
        base = baseline_of(question)
        if base.judged is not None:
            number = Fraction(0) if target.comparator.is_change else base.judged
            return _to(question, number, begin), base
        if target.comparator.is_change:
            return None, base
    before = question.series.before(target.span.first)
    if before is None:
        return None, Weighed(status=Status.NEEDS_JUDGEMENT, reason=Reason.NO_START)
    start = weigh(question, before)
    if start.judged is None:
        return None, start
    return _to(question, start.judged, before.figure.period.last), start


def _to(question: Question, start: Fraction, begin: date) -> Path:
    """Who began where the target is already reached is asked to stay there, not to fall back."""
    goal = question.aim.nearest(start)
    if question.aim.met_by(start):
        start = goal
    return Path(start, begin, goal, question.target.due_on)


def _pace(question: Question, goal: Fraction, judged: Fraction, day: date) -> Fraction | None:
    """What each period that is left must bring."""
    left = position(question.target.due_on) - position(day)
    if left <= 0:
        return None
    return (goal - judged) / (left / question.target.each.months)


def share_of(question: Question, judged: Fraction) -> Fraction | None:
    """The share of what was asked that is there, in percent; only where more is better."""
    aim = question.aim
    if not aim.upwards or aim.low is None or aim.low <= 0 or aim.high is not None:
        return None
    if question.target.comparator is Comparator.IMPROVE_RANK_AT_LEAST:
        return None
    return judged / aim.low * 100
