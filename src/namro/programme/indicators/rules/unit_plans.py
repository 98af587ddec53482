"""What a unit is to bring in a year, told beside the fields of its sheet.

A unit's own share of the year comes first. Where it has none, what is asked of all together is
asked of it too only where it is alike for the whole and its parts (a rate, not a count); the path
of the whole is nobody's plan, since each unit begins elsewhere. Nothing is judged by a plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from namro.foundation.calendar import Period
from namro.programme.indicators.rules.aims import aim_of
from namro.programme.indicators.rules.allocating import Share, asked_for, asked_of
from namro.programme.indicators.rules.kinds import (
    Comparator,
    Measure,
    OverTime,
    OverUnits,
    PlanFrom,
)
from namro.programme.indicators.rules.planning import Plan
from namro.programme.indicators.rules.showing import amount
from namro.programme.indicators.rules.targets import Target
from namro.programme.indicators.rules.words import PLAN_FROM, said
from namro.programme.programmes.rules.numbers import Language

# A share of these is as high as the whole: what is asked of all is asked of each.
_ALIKE = (
    *(OverUnits.RATIO, OverUnits.WEIGHTED_MEAN, OverUnits.MEAN),
    *(OverUnits.MINIMUM, OverUnits.MAXIMUM),
)
_OWN_FIRST = (PlanFrom.GIVEN, PlanFrom.ALIKE, PlanFrom.TARGET)


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A unit's plan of a year, and which programme says so.

    Attributes:
        asks: it is the programme whose form asks for the figure.
        since: the day of what says so, where that is known.
        counts_up: more is better and one number is asked, so that a part of it can be told.
    """

    plan: Plan
    programme: str = ""
    asks: bool = False
    since: date | None = None
    counts_up: bool = False

    def reached(self, so_far: Fraction | None) -> Fraction | None:
        """What part of it is there, in percent; None where that means nothing."""
        if so_far is None or not self.counts_up or self.plan.low <= 0:
            return None
        return so_far / self.plan.low * 100

    def figure(self, unit: str, language: Language) -> str:
        """What is asked, both ends of a range; its unit of measure only where it is “%”."""
        sign = "%" if unit == "%" else ""
        ends = [amount(each, sign, language) for each in (self.plan.low, self.plan.high)]
        return ends[0] if self.plan.low == self.plan.high else " - ".join(ends)

    def origin(self, language: Language) -> str:
        """Who says so: the deciding document, else the programme; and whether it is the unit's
        own."""
        whose = PLAN_FROM.get(self.plan.source)
        by = self.plan.decision or self.programme
        return ", ".join(filter(None, (said(whose, language) if whose else "", by)))


def plan_of_unit(
    target: Target,
    year: Period,
    shares: Sequence[Share],
    unit: str,
    *,
    over_units: OverUnits,
    about_all: bool,
) -> Plan | None:
    """What a target asks of one unit in a year; None: nobody says.

    Args:
        shares: what was given out of it. unit: the key of the unit in these.
        over_units: what the figures of units make of the whole's.
        about_all: the target is about the same whole that the unit's figures are part of.
    """
    if target.comparator.is_change or target.comparator.is_rank:
        return None  # a change, or a place among others, is no figure to fill in
    if target.comparator is Comparator.QUALITATIVE:
        return None
    given = {each.unit: each for each in shares if each.period == year}
    if own := given.get(unit):
        return _given(own, PlanFrom.GIVEN)
    if not about_all or over_units not in _ALIKE:
        return None
    if whole := given.get(""):
        return _given(whole, PlanFrom.ALIKE)
    within = target.span.first <= year.last <= target.due_on
    return Plan(*asked_of(target), PlanFrom.TARGET) if within and asked_for(target, year) else None


def _given(share: Share, source: PlanFrom) -> Plan:
    value = Fraction(share.value)
    return Plan(value, value, source, share.decision)


def counts_up(target: Target) -> bool:
    """Whether more is better, without an upper end: then a part of it can be told in percent."""
    aim = aim_of(target)
    return aim.upwards and aim.high is None


def foremost(plans: Iterable[UnitPlan]) -> UnitPlan | None:
    """Of several plans of one unit the one shown: its own share before what is asked of all; then
    that of the programme whose form asks; then the one decided last."""

    def rank(each: UnitPlan) -> tuple[int, bool, date]:
        return -_OWN_FIRST.index(each.plan.source), each.asks, each.since or date.min

    return max(plans, key=rank, default=None)


def so_far(
    measure: Measure, over_time: OverTime, value: Fraction | None, cumulated: Fraction | None
) -> Fraction | None:
    """The year's figure up to now, that a year's plan can be held beside: of what adds up its sum,
    of what counts from the year's beginning the figure itself."""
    if measure is Measure.SINCE_YEAR_START or over_time is OverTime.CUMULATED:
        return value
    return cumulated if measure is Measure.IN_PERIOD and over_time is OverTime.SUM else None
