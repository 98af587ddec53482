"""What a unit is to bring in a year: its own share, else what is asked of all alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from namro.foundation.calendar.periods import year, years
from namro.programme.indicators.rules import Baseline, Comparator, Judging, Plan, PlanFrom, Target
from namro.programme.indicators.rules.allocating import Share
from namro.programme.indicators.rules.kinds import Measure, OverTime, OverUnits
from namro.programme.indicators.rules.unit_plans import (
    UnitPlan,
    counts_up,
    foremost,
    plan_of_unit,
    so_far,
)

SPAN = years(2021, 2025)
COUNT = Target(
    Comparator.BETWEEN,
    span=SPAN,
    value=Decimal(9000),
    upper=Decimal(10000),
    readings=(Judging.EACH_PERIOD,),
    adds_up=True,
)
RATE = Target(
    Comparator.AT_LEAST, span=SPAN, value=Decimal(90), unit="%", readings=(Judging.EACH_PERIOD,)
)
AT_DUE = replace(RATE, readings=(Judging.AT_DUE,))
GROWTH = Target(
    Comparator.INCREASE_AT_LEAST, span=SPAN, value=Decimal(5), unit="%",
    baseline=Baseline(previous=True), readings=(Judging.EACH_PERIOD,),
)  # fmt: skip
PLACE = Target(Comparator.RANK_WITHIN, span=SPAN, value=Decimal(10))
WORDS = Target(Comparator.QUALITATIVE, span=SPAN)
OWN = Share(Decimal(120), year(2024), "#1", "12-QĐ/TU")
OTHER = Share(Decimal(7), year(2024), "#2")
WHOLE = Share(Decimal(92), year(2024), "", "Kế hoạch 5")
LATER = Share(Decimal(8), year(2025), "#1")
TERM = Share(Decimal(500), None, "#1")
SUM, RATIO = OverUnits.SUM, OverUnits.RATIO


def plan(low: int, source: PlanFrom, decision: str = "", high: int | None = None) -> Plan:
    return Plan(Fraction(low), Fraction(low if high is None else high), source, decision)


@pytest.mark.parametrize(
    ("target", "shares", "over_units", "about_all", "said"),
    [
        # Its own share of that year, whatever the indicator is and whoever the target is about.
        (COUNT, [WHOLE, OTHER, OWN], SUM, True, plan(120, PlanFrom.GIVEN, "12-QĐ/TU")),
        (RATE, [WHOLE, OWN], RATIO, False, plan(120, PlanFrom.GIVEN, "12-QĐ/TU")),
        # Others' shares, another year's and the term's are none of it.
        (COUNT, [OTHER, LATER, TERM], SUM, True, None),
        # What all are to bring together says nothing of one where figures add up.
        (COUNT, [WHOLE], SUM, True, None),
        (COUNT, [], SUM, True, None),
        (COUNT, [WHOLE], OverUnits.LAST, True, None),
        (COUNT, [WHOLE], OverUnits.NONE, True, None),
        # A rate is asked of each as of all.
        (RATE, [WHOLE, OTHER], RATIO, True, plan(92, PlanFrom.ALIKE, "Kế hoạch 5")),
        (RATE, [OTHER], RATIO, True, plan(90, PlanFrom.TARGET)),
        (RATE, [], OverUnits.WEIGHTED_MEAN, True, plan(90, PlanFrom.TARGET)),
        (replace(RATE, comparator=Comparator.AT_MOST), [], OverUnits.MAXIMUM, True,
         plan(90, PlanFrom.TARGET)),
        (replace(RATE, comparator=Comparator.BETWEEN, upper=Decimal(95)), [], RATIO, True,
         plan(90, PlanFrom.TARGET, high=95)),
        # But not where the target is about another whole.
        (RATE, [WHOLE], RATIO, False, None),
        # On the way to a year the path is the whole's own.
        (AT_DUE, [], RATIO, True, None),
        # A change, a place among others or words are no figure to fill in.
        (GROWTH, [OWN], RATIO, True, None),
        (PLACE, [OWN], OverUnits.MEAN, True, None),
        (WORDS, [], OverUnits.MEAN, True, None),
    ],
)  # fmt: skip
def test_what_a_unit_is_to_bring(
    target: Target,
    shares: list[Share],
    over_units: OverUnits,
    about_all: bool,
    said: Plan | None,
) -> None:
    found = plan_of_unit(
        target, year(2024), shares, "#1", over_units=over_units, about_all=about_all
    )
    assert found == said


def test_the_year_it_is_due_and_years_outside() -> None:
    def asked(when: int) -> Plan | None:
        return plan_of_unit(AT_DUE, year(when), [], "#1", over_units=RATIO, about_all=True)

    assert asked(2025) == plan(90, PlanFrom.TARGET)
    assert (asked(2020), asked(2026)) == (None, None)


def of(source: PlanFrom, number: int, asks: bool = False, since: date | None = None) -> UnitPlan:
    return UnitPlan(plan(number, source), asks=asks, since=since)


@pytest.mark.parametrize(
    ("plans", "number"),
    [
        ([of(PlanFrom.TARGET, 1, asks=True), of(PlanFrom.GIVEN, 2)], 2),
        ([of(PlanFrom.TARGET, 1, asks=True), of(PlanFrom.ALIKE, 2)], 2),
        ([of(PlanFrom.GIVEN, 1, since=date(2025, 1, 1)), of(PlanFrom.GIVEN, 2, asks=True)], 2),
        (
            [of(PlanFrom.GIVEN, n, since=date(2024, n, 1)) for n in (2, 3, 1)]
            + [of(PlanFrom.GIVEN, 9)],
            3,
        ),
    ],
)
def test_of_several_the_one_shown(plans: list[UnitPlan], number: int) -> None:
    for order in (plans, plans[::-1]):
        shown = foremost(order)
        assert shown is not None
        assert shown.plan.low == number
    assert foremost([]) is None


IN, YEAR, TERM_ = Measure.IN_PERIOD, Measure.SINCE_YEAR_START, Measure.SINCE_TERM_START


@pytest.mark.parametrize(
    ("measure", "over_time", "expected"),
    [
        (IN, OverTime.SUM, 30),
        (IN, OverTime.CUMULATED, 10),
        (YEAR, OverTime.SUM, 10),
        (YEAR, OverTime.NONE, 10),
        (IN, OverTime.LAST, None),
        (IN, OverTime.RATIO, None),
        (TERM_, OverTime.SUM, None),
    ],
)
def test_what_a_plan_is_held_beside(
    measure: Measure, over_time: OverTime, expected: int | None
) -> None:
    assert so_far(measure, over_time, Fraction(10), Fraction(30)) == expected
    assert so_far(measure, over_time, None, None) is None


def test_a_part_of_a_plan_is_told_only_where_more_is_better() -> None:
    half = UnitPlan(plan(200, PlanFrom.GIVEN), counts_up=True)
    assert half.reached(Fraction(100)) == 50
    assert half.reached(None) is None
    assert replace(half, counts_up=False).reached(Fraction(100)) is None
    assert UnitPlan(plan(0, PlanFrom.GIVEN), counts_up=True).reached(Fraction(1)) is None
    assert counts_up(COUNT)
    assert counts_up(RATE)
    assert not counts_up(replace(RATE, comparator=Comparator.AT_MOST))


def test_how_it_is_said() -> None:
    range_ = UnitPlan(plan(9000, PlanFrom.TARGET, high=10000), "01-CTr/TU")
    assert range_.figure("đảng viên", "vi") == "9.000 - 10.000"
    assert range_.origin("vi") == "theo chỉ tiêu, 01-CTr/TU"
    own = UnitPlan(plan(85, PlanFrom.GIVEN, "12-QĐ/TU, 10/01/2024"), "01-CTr/TU")
    assert (own.figure("%", "vi"), own.origin("en")) == ("85%", "12-QĐ/TU, 10/01/2024")
    alike = UnitPlan(plan(92, PlanFrom.ALIKE), "01-CTr/TU")
    assert alike.origin("en") == "given to all units alike, 01-CTr/TU"
