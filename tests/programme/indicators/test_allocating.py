"""Shares of a target beside what it asks for."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from namro.foundation.calendar.periods import year, years
from namro.programme.indicators.rules import Comparator, Judging, Target, TargetError
from namro.programme.indicators.rules.allocating import Share, compared

HOMES = Target(
    Comparator.REACH,
    span=years(2021, 2025),
    value=Decimal(1000),
    unit="căn",
    readings=(Judging.CUMULATED,),
    adds_up=True,
)


def test_years_of_a_total_add_up_and_what_is_too_little_is_told() -> None:
    shares = [Share(Decimal(190), year(2021 + each), decision="12/QĐ-UBND") for each in range(5)]
    told = compared(HOMES, shares)
    assert told.total == 950
    assert told.asked == 1000
    assert told.difference == -50
    assert told.without_decision == ()


def test_units_of_a_count_add_up() -> None:
    shares = [Share(Decimal(600), unit="A"), Share(Decimal("400.5"), unit="B")]
    told = compared(replace(HOMES, readings=(Judging.AT_DUE,)), shares)
    assert told.difference == Fraction(1, 2)
    assert told.without_decision == tuple(shares)


def test_years_of_what_is_due_once_do_not_add_up() -> None:
    shares = [Share(Decimal(200), year(2021)), Share(Decimal(1000), year(2025))]
    told = compared(replace(HOMES, readings=(Judging.AT_DUE,)), shares)
    assert (told.total, told.difference) == (None, None)


def test_shares_of_a_rate_do_not_add_up() -> None:
    rate = replace(HOMES, unit="%", adds_up=False, readings=(Judging.AT_DUE,), value=Decimal(40))
    told = compared(rate, [Share(Decimal(40), unit="A"), Share(Decimal(40), unit="B")])
    assert (told.total, told.difference) == (None, None)


def test_nothing_given_out_is_short_of_all() -> None:
    assert compared(HOMES, []).difference == -1000


def test_two_shares_of_one_unit_and_year_are_refused() -> None:
    twice = [Share(Decimal(1), year(2021), "A"), Share(Decimal(2), year(2021), "A")]
    with pytest.raises(TargetError, match="giao hai lần"):
        compared(HOMES, twice)


def test_a_target_without_a_figure_is_not_given_out_in_figures() -> None:
    told = Target(Comparator.QUALITATIVE, span=years(2021, 2025))
    with pytest.raises(TargetError, match="định tính"):
        compared(told, [Share(Decimal(1))])
