"""What a year was to bring, and what it brought so far: the columns of the year in a scoreboard.

The plan of a year is what was given for it (`allocating`); where nothing was, what the target
itself asks of the year, and last where the path to the target stands at the year's end. Which of
them it is is said beside it, and nothing is judged by it: verdicts come from `attainment` alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from namro.foundation.calendar import Kind, Period, Span
from namro.foundation.calendar.periods import year as year_of
from namro.programme.indicators.rules.aims import aim_of
from namro.programme.indicators.rules.allocating import Share, asked_for, asked_of
from namro.programme.indicators.rules.at_due import path_of
from namro.programme.indicators.rules.each_period import same_last_year
from namro.programme.indicators.rules.evidence import (
    Question,
    figure_of,
    so_far,
    summed,
    weigh,
)
from namro.programme.indicators.rules.kinds import Comparator, Judging, Measure, PlanFrom
from namro.programme.indicators.rules.observations import Bridge, Chosen, Observation, Series
from namro.programme.indicators.rules.settings import Settings
from namro.programme.indicators.rules.targets import Target


@dataclass(frozen=True, slots=True)
class Plan:
    """What a year is to bring. `high` closes a range; else it is `low`."""

    low: Fraction
    high: Fraction
    source: PlanFrom
    decision: str = ""


@dataclass(frozen=True, slots=True)
class InYear:
    """A year as it stands on a day.

    Attributes:
        plan: what it is to bring; None where nobody says so and no path leads through it.
        figure: what it brought, or has brought so far; `closed` says which.
        share: of the plan, in percent; None where that means nothing (ranks, values to fall).
        before: the figure of the year before, or of its same months. change: against it, in
            percent.
    """

    year: Period
    plan: Plan | None = None
    figure: Observation | None = None
    closed: bool = False
    share: Fraction | None = None
    before: Observation | None = None
    change: Fraction | None = None


def in_year(
    target: Target,
    figures: Iterable[Observation],
    on: date,
    known: date | None = None,
    *,
    shares: Sequence[Share] = (),
    units_add_up: bool = False,
    bridges: Iterable[Bridge] = (),
) -> InYear:
    """The year that a day lies in, as far as it had gone by that day."""
    this = year_of(on.year)
    if target.comparator is Comparator.QUALITATIVE:
        return InYear(this, closed=on >= this.last)
    series = Series.of(figures, known or date.max, target.concept, bridges)
    question = Question(target.read_as(target.readings[0]), series, on, Settings())
    plan = plan_of(question, this, shares, units_add_up=units_add_up)
    chosen = _figure(question, this)
    if chosen is None:
        return InYear(this, plan, closed=on >= this.last)
    before = _before(question, chosen.figure)
    changed = None
    alike = before is not None and before.concept == chosen.figure.concept
    if before is not None and alike and before.number and not target.comparator.is_rank:
        changed = (chosen.number - before.number) / abs(before.number) * 100
    whole = chosen.figure.period.last >= this.last
    return InYear(
        this,
        plan,
        chosen.figure,
        closed=whole,
        share=_share(question, chosen, this, plan),
        before=before,
        change=changed,
    )


def plan_of(
    question: Question, year: Period, shares: Sequence[Share], *, units_add_up: bool
) -> Plan | None:
    """What a year is to bring, and who says so; None outside the programme's years."""
    target = question.target
    given = [each for each in shares if each.period == year]
    for own in (each for each in given if not each.unit):
        value = Fraction(own.value)
        return Plan(value, value, PlanFrom.GIVEN, own.decision)
    if given and units_add_up and not target.is_relative and not target.comparator.is_rank:
        total = sum((Fraction(each.value) for each in given), Fraction(0))
        return Plan(total, total, PlanFrom.UNITS)
    if not target.span.first <= year.last <= target.due_on:
        return None
    if asked_for(target, year):
        return Plan(*asked_of(target), PlanFrom.TARGET)
    if Judging.CUMULATED in target.readings:
        even = [end / len(target.periods) for end in asked_of(target)]
        return Plan(even[0], even[1], PlanFrom.PATH)
    path, _start = path_of(question)
    if path is None:
        return None
    value = path.at(year.last)
    return Plan(value, value, PlanFrom.PATH)


def _figure(question: Question, this: Period) -> Chosen | None:
    """The year's own figure; else what is known of it so far: of what adds up the sum from its
    first day on, of all else the last figure."""
    until = min(question.on, this.last)
    if until == this.last and (whole := figure_of(question, this)) is not None:
        return whole
    if question.target.adds_up:
        parts = so_far(question, this, until)
        if len(parts) < 2:
            return parts[0] if parts else None
        return summed(Span(this.first, parts[-1].figure.period.last), parts)
    within = question.series.within(this.first, until)
    known = [each for each in within if each.figure.measure is not Measure.SINCE_TERM_START]
    return known[-1] if known else None


def _before(question: Question, figure: Observation) -> Observation | None:
    """The year before, up to the same day of the year."""
    found = same_last_year(question, figure)
    if found is not None:
        return found.figure
    first, last = figure.period.first, figure.period.last
    if not question.target.adds_up or (last.month, last.day) == (2, 29):
        return None
    begin, until = first.replace(year=first.year - 1), last.replace(year=last.year - 1)
    if (last.month, last.day) == (12, 31):
        whole = figure_of(question, year_of(until.year))
        return whole.figure if whole else None
    for kind in (Kind.HALF_YEAR, Kind.QUARTER, Kind.MONTH):
        span = [
            each
            for each in year_of(until.year).parts(kind)
            if each.first >= begin and each.last <= until
        ]
        parts = [question.series.exactly(each) for each in span]
        known = [each for each in parts if each is not None]
        if span and span[-1].last == until and len(known) == len(span):
            return summed(Span(begin, until), known).figure
    return None


def _share(question: Question, chosen: Chosen, this: Period, plan: Plan | None) -> Fraction | None:
    """What part of the plan is there, in percent; only where more is better."""
    target = question.target
    if plan is None or plan.low <= 0 or target.comparator.is_rank:
        return None
    aim = aim_of(target)
    closed = chosen.figure.period.last == this.last
    if not aim.upwards or aim.high is not None or (target.comparator.is_change and not closed):
        return None
    weighed = weigh(question, chosen, this)
    return None if weighed.judged is None else weighed.judged / plan.low * 100
