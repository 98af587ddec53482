"""The columns of the year: whose plan, what share of it is there, and the same months before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from namro.foundation.calendar import Span
from namro.foundation.calendar.periods import quarter, year, years
from namro.programme.indicators.rules import (
    Baseline,
    Comparator,
    InYear,
    Judging,
    Observation,
    Plan,
    PlanFrom,
    Stage,
    Target,
    in_year,
)
from namro.programme.indicators.rules.allocating import Share

SPAN = years(2021, 2025)
MEMBERS = Target(
    Comparator.BETWEEN,
    span=SPAN,
    value=Decimal(9000),
    upper=Decimal(10000),
    unit="đảng viên",
    readings=(Judging.EACH_PERIOD,),
    adds_up=True,
)
HOMES = replace(
    MEMBERS, comparator=Comparator.REACH, value=Decimal(1000), upper=None,
    readings=(Judging.CUMULATED,),
)  # fmt: skip
RATE = Target(Comparator.AT_LEAST, span=SPAN, value=Decimal(90), unit="%")
GIVEN = Share(Decimal(9744), year(2021), decision="Kế hoạch 1")


def figure(period: Span, value: str, **more: object) -> Observation:
    return Observation(period, Decimal(value), **more)  # type: ignore[arg-type]


def asked(
    target: Target, on: date, *figures: Observation, shares: tuple[Share, ...] = ()
) -> InYear:
    return in_year(target, figures, on, shares=shares, units_add_up=target.adds_up)


def test_what_was_given_for_the_year_is_its_plan_and_the_share_is_of_that() -> None:
    told = asked(
        MEMBERS, date(2021, 12, 31), figure(year(2021), "10027"), figure(year(2020), "8881"),
        shares=(GIVEN, Share(Decimal(1), year(2022))),
    )  # fmt: skip
    assert told.plan == Plan(Fraction(9744), Fraction(9744), PlanFrom.GIVEN, "Kế hoạch 1")
    assert told.share == Fraction(10027, 9744) * 100  # 102.9 %, as the report of that year says
    assert told.change == Fraction(10027 - 8881, 8881) * 100
    assert told.closed


def test_where_nothing_was_given_each_year_is_asked_for_by_the_target() -> None:
    told = asked(MEMBERS, date(2022, 6, 1))
    assert told.plan == Plan(Fraction(9000), Fraction(10000), PlanFrom.TARGET)
    assert (told.figure, told.share, told.change) == (None, None, None)


def test_the_units_of_a_year_together_are_its_plan_where_it_has_none_itself() -> None:
    units = (
        Share(Decimal(5000), year(2022), "A"),
        Share(Decimal(4500), year(2022), "B"),
        Share(Decimal(7), None, "A"),
    )
    told = asked(MEMBERS, date(2022, 6, 1), shares=units)
    assert told.plan == Plan(Fraction(9500), Fraction(9500), PlanFrom.UNITS)


def test_a_year_not_closed_is_a_share_of_the_plan_and_beside_the_same_months() -> None:
    nine = Span(date(2022, 1, 1), date(2022, 9, 30))
    before = Span(date(2021, 1, 1), date(2021, 9, 30))
    told = asked(
        MEMBERS, date(2022, 9, 30), figure(nine, "7833"), figure(before, "7500"),
        figure(year(2021), "10027"), shares=(Share(Decimal(9370), year(2022)),),
    )  # fmt: skip
    assert not told.closed
    assert told.share == Fraction(7833, 9370) * 100
    assert told.before is not None
    assert told.before.number == 7500
    assert told.change == Fraction(333, 7500) * 100


def test_quarters_of_the_year_are_added_and_so_are_those_of_last_year() -> None:
    quarters = [figure(quarter(2022, n), "100") for n in (1, 2, 3)]
    earlier = [figure(quarter(2021, n), "80") for n in (1, 2, 3, 4)]
    told = asked(HOMES, date(2022, 10, 15), *quarters, *earlier)
    assert told.figure is not None
    assert told.figure.number == 300
    assert told.before is not None
    assert told.before.number == 240
    assert told.change == 25
    # Nothing was given: an even fifth of the term's thousand.
    assert told.plan == Plan(Fraction(200), Fraction(200), PlanFrom.PATH)
    assert told.share == 150


def test_a_year_on_the_way_is_planned_by_the_path_and_the_year_due_by_the_target() -> None:
    start = figure(year(2020), "80")
    on_the_way = asked(RATE, date(2023, 12, 31), start, figure(year(2023), "83"))
    assert on_the_way.plan == Plan(Fraction(86), Fraction(86), PlanFrom.PATH)
    assert on_the_way.share == Fraction(8300, 86)
    due = asked(RATE, date(2025, 3, 1), start)
    assert due.plan == Plan(Fraction(90), Fraction(90), PlanFrom.TARGET)


def test_without_a_start_there_is_no_path_and_so_no_plan() -> None:
    assert asked(RATE, date(2023, 12, 31), figure(year(2023), "83")).plan is None


@pytest.mark.parametrize("on", [date(2020, 6, 1), date(2026, 6, 1)])
def test_outside_the_programmes_years_nothing_is_planned(on: date) -> None:
    assert asked(MEMBERS, on, figure(year(on.year), "9500")).plan is None


def test_what_is_to_fall_has_no_share_of_a_plan() -> None:
    fewer = replace(RATE, comparator=Comparator.AT_MOST, value=Decimal(5))
    told = asked(fewer, date(2025, 12, 31), figure(year(2025), "4"))
    assert told.plan is not None
    assert told.share is None


def test_a_change_has_a_share_when_its_year_is_closed_and_none_before() -> None:
    less = Target(
        Comparator.REDUCE_AT_LEAST, span=SPAN, value=Decimal(10), unit="%",
        baseline=Baseline(period=year(2020)), adds_up=False,
    )  # fmt: skip
    base = figure(year(2020), "200")
    closed = asked(less, date(2025, 12, 31), base, figure(year(2025), "190"))
    assert closed.share == 50
    half = Span(date(2025, 1, 1), date(2025, 6, 30))
    assert asked(less, date(2025, 7, 1), base, figure(half, "190")).share is None


def test_ranks_have_neither_share_nor_change() -> None:
    rank = replace(RATE, comparator=Comparator.RANK_WITHIN, value=Decimal(10), unit="hạng")
    told = asked(rank, date(2025, 12, 31), figure(year(2025), "9"), figure(year(2024), "12"))
    assert (told.share, told.change) == (None, None)


def test_figures_counted_otherwise_are_not_compared_with_the_year_before() -> None:
    told = asked(
        RATE, date(2025, 12, 31), figure(year(2025), "90"),
        figure(year(2024), "70", concept="cách tính cũ"),
    )  # fmt: skip
    assert told.change is None


def test_an_estimate_of_the_year_is_told_as_one() -> None:
    told = asked(MEMBERS, date(2021, 12, 31), figure(year(2021), "9500", stage=Stage.ESTIMATE))
    assert told.figure is not None
    assert told.figure.is_estimate


def test_a_target_without_a_figure_has_no_plan() -> None:
    assert asked(Target(Comparator.QUALITATIVE, span=SPAN), date(2023, 1, 1)).plan is None
