"""Shares of a target beside what they are shares of: nothing is counted twice."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.foundation.calendar.periods import year, years
from namro.programme.indicators.rules import Baseline, Comparator, Judging, Target, TargetError
from namro.programme.indicators.rules.allocating import Laid, Parts, Share, compared

HOMES = Target(
    Comparator.REACH,
    span=years(2021, 2025),
    value=Decimal(1000),
    unit="căn",
    readings=(Judging.CUMULATED,),
    adds_up=True,
)
YEARLY = replace(HOMES, readings=(Judging.EACH_PERIOD,), value=Decimal(200))
AT_DUE = replace(HOMES, readings=(Judging.AT_DUE,))
RATE = replace(AT_DUE, unit="%", adds_up=False, value=Decimal(40))


def share(value: str | int, period: int | None = None, unit: str = "") -> Share:
    return Share(Decimal(value), year(period) if period else None, unit)


def laid(target: Target, *shares: Share, units: bool | None = None) -> list[Laid]:
    return list(compared(target, shares, units_add_up=units).laid)


def short(*told: Laid) -> list[tuple[object, ...]]:
    """What was laid beside what: parts, whose, which year, total, difference, beside a share."""
    return [
        (
            each.parts,
            each.unit,
            each.period.year if each.period else None,
            each.total,
            each.difference,
            each.beside_share,
        )
        for each in told
    ]


def test_years_of_a_total_add_up_and_what_is_too_little_is_told() -> None:
    (told,) = laid(HOMES, *(share(190, each) for each in range(2021, 2026)))
    assert short(told) == [(Parts.YEARS, "", None, 950, -50, False)]
    assert told.missing == ()


def test_years_that_have_no_share_yet_are_named() -> None:
    (told,) = laid(HOMES, share(190, 2021), share(210, 2023))
    assert [each.year for each in told.missing] == [2022, 2024, 2025]


def test_units_of_a_count_add_up() -> None:
    shares = [share(600, unit="A"), share("400.5", unit="B")]
    told = compared(AT_DUE, shares)
    assert short(*told.laid) == [(Parts.UNITS, "", None, Fraction(2001, 2), Fraction(1, 2), False)]
    assert told.without_decision == tuple(shares)


def test_a_share_with_its_decision_is_not_named_as_lacking_one() -> None:
    given_by = Share(Decimal(190), year(2021), decision="12/QĐ-UBND")
    assert compared(HOMES, [given_by]).without_decision == ()


def test_years_and_units_that_say_the_same_twice_are_not_added() -> None:
    """The fault of before: 1000 over the years and 1000 over the units are not 2000."""
    by_year = [share(200, each) for each in range(2021, 2026)]
    by_unit = [share(600, unit="A"), share(400, unit="B")]
    told = laid(HOMES, *by_year, *by_unit)
    assert short(*told) == [
        (Parts.YEARS, "", None, 1000, 0, False),
        (Parts.UNITS, "", None, 1000, 0, False),
    ]


def test_units_of_a_year_are_laid_beside_that_years_share_and_counted_once() -> None:
    told = laid(
        HOMES, share(200, 2021), share(120, 2021, "A"), share(90, 2021, "B"), share(250, 2022)
    )
    assert short(*told) == [
        (Parts.UNITS, "", 2021, 210, 10, True),
        (Parts.YEARS, "", None, 450, -550, False),
    ]


def test_a_units_years_are_laid_beside_its_share_of_the_term_and_counted_once() -> None:
    told = laid(HOMES, share(600, unit="A"), share(100, 2021, "A"), share(100, 2022, "A"))
    assert short(*told) == [
        (Parts.YEARS, "A", None, 200, -400, True),
        (Parts.UNITS_AND_YEARS, "", None, 200, -800, False),
        (Parts.UNITS, "", None, 600, -400, False),
    ]


def test_shares_of_units_in_years_alone_come_to_one_sum() -> None:
    told = laid(HOMES, share(300, 2021, "A"), share(300, 2022, "A"), share(400, 2021, "B"))
    assert short(*told) == [(Parts.UNITS_AND_YEARS, "", None, 1000, 0, False)]


def test_a_unit_without_a_share_of_the_term_counts_with_its_years() -> None:
    told = laid(HOMES, share(600, unit="A"), share(150, 2021, "B"), share(250, 2022, "B"))
    assert (Parts.UNITS, "", None, Fraction(1000), Fraction(0), False) in short(*told)


def test_each_year_stands_beside_what_is_asked_of_each_year() -> None:
    told = laid(YEARLY, share(180, 2021), share(220, 2022), share(150, 2022, "A"))
    assert short(*told) == [
        (Parts.ONE, "", 2021, 180, -20, False),
        (Parts.ONE, "", 2022, 220, 20, False),
        (Parts.UNITS, "", 2022, 150, -70, True),
    ]


def test_units_of_a_year_without_a_share_stand_beside_what_is_asked_of_it() -> None:
    told = laid(YEARLY, share(120, 2023, "A"), share(90, 2023, "B"))
    assert short(*told) == [(Parts.UNITS, "", 2023, 210, 10, False)]


def test_within_a_range_nothing_is_short_and_nothing_too_much() -> None:
    ranged = replace(
        YEARLY, comparator=Comparator.BETWEEN, value=Decimal(9000), upper=Decimal(10000)
    )
    numbers = {8900: -100, 9000: 0, 9744: 0, 10000: 0, 10100: 100}
    for value, difference in numbers.items():
        (told,) = laid(ranged, share(value, 2021))
        assert told.difference == difference


def test_years_of_what_is_due_once_do_not_add_up_and_the_year_due_stands_beside_it() -> None:
    told = laid(AT_DUE, share(200, 2021), share(1100, 2025))
    assert short(*told) == [(Parts.ONE, "", 2025, 1100, 100, False)]


def test_shares_of_a_rate_do_not_add_up() -> None:
    assert laid(RATE, share(40, unit="A"), share(40, unit="B")) == []
    assert short(*laid(RATE, share(45, 2025), share(40, 2025, "A"))) == [
        (Parts.ONE, "", 2025, 45, 5, False)
    ]


def test_units_that_add_up_where_years_do_not() -> None:
    """Posts are a stock: those of units add up, those of years do not."""
    posts = replace(AT_DUE, adds_up=False, comparator=Comparator.AT_MOST)
    told = laid(posts, share(700, unit="A"), share(400, unit="B"), share(1, 2021), units=True)
    assert short(*told) == [(Parts.UNITS, "", None, 1100, 100, False)]


def test_a_share_in_percent_of_a_baseline_never_adds_up() -> None:
    less = Target(
        Comparator.REDUCE,
        span=years(2021, 2025),
        value=Decimal(10),
        unit="%",
        baseline=Baseline(period=year(2020)),
    )
    assert laid(less, share(10, unit="A"), share(10, unit="B"), units=True) == []


def test_nothing_given_out_says_nothing() -> None:
    assert laid(HOMES) == []


def test_two_shares_of_one_unit_and_year_are_refused() -> None:
    with pytest.raises(TargetError, match="giao hai lần"):
        compared(HOMES, [share(1, 2021, "A"), share(2, 2021, "A")])


def test_a_share_of_neither_year_nor_unit_is_the_target_itself() -> None:
    with pytest.raises(TargetError, match="chính là chỉ tiêu"):
        compared(HOMES, [share(1)])


def test_a_target_without_a_figure_is_not_given_out_in_figures() -> None:
    told = Target(Comparator.QUALITATIVE, span=years(2021, 2025))
    with pytest.raises(TargetError, match="định tính"):
        compared(told, [share(1, 2021)])


KEYS = st.tuples(st.sampled_from([None, *range(2021, 2026)]), st.sampled_from(["", "A", "B"]))


@given(
    st.dictionaries(
        KEYS.filter(lambda key: key != (None, "")), st.integers(0, 500), min_size=1, max_size=12
    )
)
def test_no_sum_beside_the_target_counts_a_unit_and_a_year_twice(
    table: dict[tuple[int | None, str], int],
) -> None:
    shares = [share(value, period, unit) for (period, unit), value in table.items()]
    told = laid(HOMES, *shares)
    for each in told:
        if each.beside_share:
            continue
        # The most that can stand for one year (or one unit) is its own share or its parts.
        if each.parts is Parts.UNITS:
            most = sum(
                table.get((None, unit), 0)
                if (None, unit) in table
                else sum(value for (when, whose), value in table.items() if whose == unit and when)
                for unit in ("A", "B")
            )
        else:
            most = sum(
                table[when, ""]
                if (when, "") in table
                else sum(table.get((when, unit), 0) for unit in ("A", "B"))
                for when in range(2021, 2026)
            )
        assert each.total == most
    assert laid(HOMES, *reversed(shares)) == told
