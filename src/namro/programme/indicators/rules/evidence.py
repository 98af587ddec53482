"""What every way of judging asks of a figure before it decides: is there one, does it count?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from namro.foundation.calendar import Kind, Period, Span
from namro.programme.indicators.rules.aims import Aim, aim_of
from namro.programme.indicators.rules.changes import change, no_room
from namro.programme.indicators.rules.errors import given
from namro.programme.indicators.rules.kinds import (
    Confidence,
    Flag,
    Judging,
    Measure,
    Reason,
    Stage,
    Status,
)
from namro.programme.indicators.rules.observations import Chosen, Observation, Series, exactly
from namro.programme.indicators.rules.settings import Settings
from namro.programme.indicators.rules.targets import Target


@dataclass(frozen=True, slots=True)
class Question:
    """One target, what was known of it, and the day it is judged on."""

    target: Target
    series: Series
    on: date
    settings: Settings

    @property
    def aim(self) -> Aim:
        """What the target asks of the number that is judged."""
        return aim_of(self.target)

    @property
    def closed(self) -> list[Period]:
        """The periods of the term that had ended by the day and by when it is due."""
        return [each for each in self.target.periods if each.last <= self.on]

    @property
    def open(self) -> Period | None:
        """The period that the day lies in, where that is not over yet."""
        return next(
            (each for each in self.target.periods if self.on in each and each.last > self.on), None
        )


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a figure is worth: the number to be judged, or why there is none.

    `status` is None where the number may be judged; `bridged`: its baseline came over a bridge.
    `against`: the figures that contradict it, or each other where they are not about its period.
    """

    chosen: Chosen | None = None
    judged: Fraction | None = None
    baseline: Observation | Fraction | None = None
    status: Status | None = None
    reason: Reason | None = None
    bridged: bool = False
    against: tuple[Observation, ...] = ()

    @property
    def figure(self) -> Observation | None:
        """The observation."""
        return self.chosen.figure if self.chosen else None

    @property
    def flags(self) -> frozenset[Flag]:
        """What must be said beside it."""
        figures = [self.figure, self.baseline]
        found = flags_of([each for each in figures if isinstance(each, Observation)])
        bridged = self.bridged or (self.chosen is not None and self.chosen.bridged)
        return found | {Flag.BRIDGED} if bridged else found


def flags_of(figures: Iterable[Observation]) -> frozenset[Flag]:
    """What must be said beside an answer that rests on these figures."""
    found = set()
    for figure in figures:
        if figure.stage is Stage.ESTIMATE:
            found.add(Flag.ESTIMATE)
        if figure.stage is Stage.PROVISIONAL:
            found.add(Flag.PROVISIONAL)
        if figure.confidence is not Confidence.HIGH:
            found.add(Flag.UNVERIFIED)
    return frozenset(found)


def figure_of(question: Question, period: Period) -> Chosen | None:
    """The figure of a whole period: its own, the one since the year's start at its end, or, for
    what adds up, the sum of its parts where every part has one."""
    series, target = question.series, question.target
    found = series.exactly(period)
    if found is None and period.kind is Kind.YEAR:
        found = series.exactly(period, Measure.SINCE_YEAR_START)
    if found is None and target.adds_up:
        for kind in (Kind.HALF_YEAR, Kind.QUARTER, Kind.MONTH):
            if kind.rank > period.kind.rank:
                parts = [series.exactly(each) for each in period.parts(kind)]
                known = [each for each in parts if each is not None]
                if len(known) == len(parts):
                    return summed(period, known)
    return found


def summed(period: Span, parts: Sequence[Chosen]) -> Chosen:
    """The sum of figures as one figure about `period`: as final and as well known as the least."""
    figures = [each.figure for each in parts]
    least = min(figures, key=lambda each: each.stage.rank)
    worst = max(figures, key=lambda each: list(Confidence).index(each.confidence))
    figure = exactly(
        Observation(
            period=period,
            value=Decimal(0),
            stage=least.stage,
            confidence=worst.confidence,
            published_on=max(each.known_on for each in figures),
            source="; ".join(sorted({each.source for each in figures if each.source})),
            declared=all(each.declared for each in figures),
            concept=figures[0].concept if len({each.concept for each in figures}) == 1 else "?",
        ),
        sum((each.number for each in figures), Fraction(0)),
    )
    against = tuple(
        other for each in parts if each.against for other in (each.figure, *each.against)
    )
    return Chosen(figure, against, any(each.bridged for each in parts))


def so_far(question: Question, period: Period, until: date | None = None) -> list[Chosen]:
    """The figures that together tell most of a period that is not over: from its first day on,
    each beginning where the one before ended (two quarters, or nine months at once).

    `until`: no later; None: the day judged, and the day it is due.
    """
    until = until or min(question.on, question.target.due_on)
    known = [
        each
        for each in question.series.within(period.first, until)
        if each.figure.measure is not Measure.SINCE_TERM_START
    ]
    found: list[Chosen] = []
    begin = period.first
    while following := [each for each in known if each.figure.period.first == begin]:
        found.append(following[-1])
        begin = day_after(following[-1].figure.period.last)
        if not question.target.adds_up:
            break
    return found


def weigh(question: Question, chosen: Chosen, period: Period | None = None) -> Weighed:
    """What a figure is worth for the target. `period` is the one it stands for, where the
    baseline is the period before."""
    target = question.target
    if doubt := _doubt(target, chosen):
        return doubt
    if not target.comparator.is_change:
        return Weighed(chosen, chosen.number)
    base = baseline_of(question, period)
    if base.status is not None:
        return Weighed(
            chosen,
            baseline=base.figure,
            status=base.status,
            reason=base.reason,
            against=(base.figure, *base.against) if base.figure and base.against else (),
        )
    counted_from = given(base.judged)
    against = base.figure or counted_from
    # A mean has room while the term has; see `mean`.
    if Judging.MEAN not in target.readings and no_room(target, counted_from):
        return Weighed(chosen, None, against, Status.NEEDS_JUDGEMENT, Reason.NO_ROOM)
    judged = change(target, chosen.number, counted_from)
    if judged is None:
        return Weighed(chosen, None, against, Status.NEEDS_JUDGEMENT, Reason.ZERO_BASELINE)
    bridged = base.chosen is not None and base.chosen.bridged
    return Weighed(chosen, judged, against, bridged=bridged)


def baseline_of(question: Question, period: Period | None = None) -> Weighed:
    """The number a change is counted from, or why there is none."""
    target = question.target
    baseline = given(target.baseline)
    if baseline.value is not None:
        return Weighed(judged=Fraction(baseline.value))
    about = given(period).previous if baseline.previous else given(baseline.period)
    chosen = figure_of(question, about)
    if chosen is None and not target.adds_up:
        # A stock at the end of the baseline's period says what a figure about the period says.
        ended = question.series.within(about.last, about.last)
        chosen = ended[-1] if ended else None
    if chosen is None:
        covered = any(part.period.last == about.last for part in question.series.parts)
        if covered:
            return Weighed(status=Status.NEEDS_JUDGEMENT, reason=Reason.PART_ONLY)
        return Weighed(status=Status.NO_DATA, reason=Reason.NO_BASELINE)
    if doubt := _doubt(target, chosen):
        return doubt
    return Weighed(chosen, chosen.number)


def uncertain(question: Question, weighed: Weighed) -> bool:
    """Whether the figure's confidence interval holds numbers on both sides of the target."""
    figure = weighed.figure
    if figure is None or figure.low is None or figure.high is None or weighed.judged is None:
        return False
    base = weighed.baseline
    number = base.number if isinstance(base, Observation) else base
    ends: list[Fraction | None] = [Fraction(figure.low), Fraction(figure.high)]
    if question.target.comparator.is_change:
        ends = [change(question.target, end, given(number)) for end in ends if end is not None]
    aim, known = question.aim, sorted(end for end in ends if end is not None)
    # An interval may hold a whole band, with both its ends outside.
    inside = [end for end in (aim.low, aim.high) if end is not None]
    inside = [end for end in inside if known and known[0] < end < known[-1]]
    told = {aim.met_by(each) for each in (*known, *inside, weighed.judged)}
    return len(told) > 1


def nothing_in_term(question: Question) -> bool:
    """Whether no figure at all is about a time within the programme."""
    first, until = question.target.span.first, min(question.on, question.target.due_on)
    return not question.series.within(first, until) and part_in(question, first, until) is None


def part_in(question: Question, first: date, last: date) -> Observation | None:
    """The last figure about a part of the population whose period ended between two days."""
    found = [each for each in question.series.parts if first <= each.period.last <= last]
    return found[-1] if found else None


def day_after(day: date) -> date:
    """The day after a day."""
    return day + timedelta(days=1)


def day_before(day: date) -> date:
    """The day before a day."""
    return day - timedelta(days=1)


def _doubt(target: Target, chosen: Chosen) -> Weighed | None:
    """Why a figure cannot be used as it stands: others contradict it, or it counts otherwise."""
    if chosen.against:
        status, reason = Status.NEEDS_JUDGEMENT, Reason.TWO_SOURCES
        return Weighed(chosen, status=status, reason=reason, against=chosen.against)
    if not _comparable(target, chosen.figure):
        return Weighed(chosen, status=Status.NOT_COMPARABLE, reason=Reason.BREAK)
    return None


def _comparable(target: Target, figure: Observation) -> bool:
    return not figure.concept or figure.concept == target.concept
