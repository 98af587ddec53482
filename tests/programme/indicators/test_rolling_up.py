"""Rolling up over units and time: the table of cases, and what must always hold."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from namro.foundation.calendar.periods import month
from namro.programme.indicators.rules.errors import TargetError
from namro.programme.indicators.rules.kinds import OverTime, OverUnits
from namro.programme.indicators.rules.rolling_up import (
    NO_VALUE,
    NoValue,
    RolledUp,
    Tally,
    along,
    over_time,
    rolled_up,
)
from namro.programme.indicators.rules.sums import NOT_APPLICABLE, Figure, Rule, Sums, begin, figure
from tests.programme.indicators.reading_cases import period_of
from tests.programme.indicators.reading_collection_cases import (
    Row,
    exact,
    figure_of,
    rows,
    rule_of,
)

_WORDS = {"cách", "theo thời gian", "phần trăm", "số liệu", "kết quả", "nhân", "lý do", "có"}
CASES = list(rows("01-tong-hop", _WORDS | {"thiếu", "không dùng được"}))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_case_rolls_up_as_the_method_says(case: Row) -> None:
    said = case.said
    rule = rule_of(said)
    read = {str(key): figure_of(value) for key, value in said["số liệu"].items()}
    there = {key: each for key, each in read.items() if each is not None}
    found: RolledUp[Any]
    if "theo thời gian" in said:
        months = {period_of(key): each for key, each in there.items()}
        found = over_time(rule, months, [period_of(key) for key in read])
    else:
        found = rolled_up(rule, there, list(read))
    assert (found.value is None) == ("lý do" in said)
    if found.value is None:
        assert found.reason is not None
        assert said["lý do"] in NO_VALUE[found.reason][0]
    else:
        assert found.value == exact(said["kết quả"], said.get("nhân", 1))
    if "có" in said:
        assert f"{found.there}/{found.expected}" == said["có"]
    else:
        assert found.complete
    assert [str(each) for each in found.missing] == said.get("thiếu", [])
    assert [str(each) for each in found.unusable] == said.get("không dùng được", [])


def test_the_table_names_every_rule_and_reason() -> None:
    assert len({case.title for case in CASES}) == len(CASES) >= 40
    assert all("docs/collection.md: Tổng hợp" in case.rule for case in CASES)
    units = {rule_of(case.said).how for case in CASES if "cách" in case.said}
    periods = {rule_of(case.said).how for case in CASES if "theo thời gian" in case.said}
    assert units == set(OverUnits) - {OverUnits.LAST}
    assert periods == set(OverTime)
    reasons = {case.said["lý do"] for case in CASES if "lý do" in case.said}
    told = {key for key, words in NO_VALUE.items() if any(each in words[0] for each in reasons)}
    assert told == set(NoValue) - {NoValue.SEVERAL_LAST, NoValue.SPLIT}


def test_last_over_units_is_the_one_about_the_latest_day() -> None:
    rule = Rule(OverUnits.LAST)
    first, later = date(2026, 1, 31), date(2026, 2, 28)
    figures = {"A": figure(7, day=first), "B": figure(9, day=later)}
    assert rolled_up(rule, figures).value == 9
    differing = {**figures, "C": figure(8, day=later)}
    told = rolled_up(rule, differing)
    assert (told.value, told.reason) == (None, NoValue.SEVERAL_LAST)
    assert rolled_up(rule, {**figures, "C": figure(9, day=later)}).value == 9


def test_a_figure_nobody_asked_for_is_told_and_left_out() -> None:
    told = rolled_up(Rule(OverUnits.SUM), {"A": figure(1), "B": figure(2)}, ["A"])
    assert told.value == 1
    assert told.complete
    assert told.besides == ("B",)


def test_of_nothing_there_is_no_sum_either() -> None:
    nothing = rolled_up(Rule(OverUnits.SUM), {}, ["A"])
    assert (nothing.numerator, nothing.denominator) == (None, None)
    zero = rolled_up(Rule(OverUnits.RATIO), {"A": figure(numerator=0, denominator=0)})
    assert (zero.numerator, zero.denominator) == (Fraction(0), Fraction(0))
    lowest = rolled_up(Rule(OverUnits.MINIMUM), {"A": figure(3)})
    assert (lowest.numerator, lowest.denominator) == (None, None)


def test_a_mean_of_means_is_not_the_mean() -> None:
    parents = {"a": "X", "b": "X", "c": "Y", "X": "city", "Y": "city", "city": None}
    figures = {"a": figure(1), "b": figure(2), "c": figure(9)}
    told = along(Rule(OverUnits.MEAN), figures, list(figures), parents)
    assert {key: each.value for key, each in told.items()} == {
        "a": 1,
        "b": 2,
        "c": 9,
        "X": Fraction(3, 2),
        "Y": 9,
        "city": 4,
    }


def test_a_hierarchy_that_turns_in_a_circle_is_refused() -> None:
    with pytest.raises(TargetError, match="đứng trên chính mình"):
        along(Rule(OverUnits.SUM), {}, ["a"], {"a": "b", "b": "a"})


def test_a_minimum_says_that_it_cannot_give_back_what_stands() -> None:
    state = begin(Rule(OverUnits.MINIMUM))
    one, two = figure(1), figure(2)
    both = state.add(one).add(two)
    assert both.remove(one) is None
    assert both.remove(two) == state.add(one)
    assert both.add(one).remove(one) == both


# What must always hold.

UNITS = "ABCDEF"
NUMBERS = st.fractions(-100, 100, max_denominator=8) | st.integers(0, 3).map(Fraction)
WEIGHTS = st.none() | st.integers(0, 5).map(Fraction)
FIGURES: st.SearchStrategy[Figure] = st.one_of(
    st.builds(
        Figure,
        value=st.none() | NUMBERS,
        numerator=st.none() | NUMBERS,
        denominator=WEIGHTS,
        weight=WEIGHTS,
        day=st.dates(date(2026, 1, 1), date(2026, 1, 3)),
    ),
    st.just(NOT_APPLICABLE),
)
RULES = st.one_of(
    st.builds(Rule, st.sampled_from(OverUnits), st.sampled_from([1, 100])),
    st.builds(Rule, st.sampled_from(OverTime), st.sampled_from([1, 100])),
)
CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.sampled_from(UNITS), FIGURES),
        st.tuples(st.sampled_from(["withdraw", "expect", "release"]), st.sampled_from(UNITS)),
    ),
    max_size=30,
)


@settings(max_examples=100, deadline=None)
@given(RULES, st.sets(st.sampled_from(UNITS)), CHANGES)
def test_one_change_at_a_time_equals_all_again(
    rule: Rule, begun: set[str], changes: list[Any]
) -> None:
    """Entries, supersessions, withdrawals, units that are asked and no longer asked."""
    tally = Tally(rule, sorted(begun))
    figures: dict[str, Figure] = {}
    expected = dict.fromkeys(sorted(begun))
    for what, unit, *rest in changes:
        if what == "put":
            tally.put(unit, rest[0])
            figures.pop(unit, None)
            figures[unit] = rest[0]
        elif what == "withdraw":
            tally.withdraw(unit)
            figures.pop(unit, None)
        elif what == "expect":
            tally.expect(unit)
            expected.setdefault(unit)
        else:
            tally.release(unit)
            expected.pop(unit, None)
        assert tally.result() == rolled_up(rule, figures, list(expected))


@settings(max_examples=100, deadline=None)
@given(RULES, st.dictionaries(st.sampled_from(UNITS), FIGURES), st.randoms())
def test_the_order_of_entry_plays_no_role(
    rule: Rule, figures: dict[str, Figure], random: Random
) -> None:
    order = list(figures)
    random.shuffle(order)
    shuffled = {key: figures[key] for key in order}
    assert rolled_up(rule, figures, UNITS) == rolled_up(rule, shuffled, UNITS)


@settings(max_examples=100, deadline=None)
@given(RULES, st.lists(FIGURES), st.integers(0, 9))
def test_states_of_parts_merge_to_the_state_of_all(
    rule: Rule, figures: list[Figure], cut: int
) -> None:
    whole, left, right = begin(rule), begin(rule), begin(rule)
    for number, each in enumerate(figures):
        whole = whole.add(each)
        left = left.add(each) if number < cut else left
        right = right if number < cut else right.add(each)
    assert left.merge(right) == whole == right.merge(left)  # type: ignore[arg-type]


@settings(max_examples=100, deadline=None)
@given(RULES, st.lists(FIGURES, min_size=1), st.integers(0))
def test_sums_give_back_exactly_what_they_took(
    rule: Rule, figures: list[Figure], which: int
) -> None:
    which %= len(figures)
    rest = [each for number, each in enumerate(figures) if number != which]
    all_of, without = begin(rule), begin(rule)
    for each in figures:
        all_of = all_of.add(each)
    for each in rest:
        without = without.add(each)
    left = all_of.remove(figures[which])
    assert left == without or (left is None and not isinstance(all_of, Sums))


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([OverUnits.SUM, OverUnits.RATIO]),
    st.dictionaries(
        st.tuples(st.sampled_from(UNITS), st.integers(1, 3)),
        st.builds(figure, NUMBERS, numerator=NUMBERS, denominator=st.integers(1, 9)),
    ),
)
def test_units_then_months_equals_months_then_units(
    how: OverUnits, figures: dict[tuple[str, int], Figure]
) -> None:
    over, along_time = Rule(how, 100), Rule(OverTime(how.value), 100)
    by_month: dict[int, dict[str, Figure]] = defaultdict(dict)
    by_unit: dict[str, dict[int, Figure]] = defaultdict(dict)
    for (unit, number), each in figures.items():
        by_month[number][unit] = each
        by_unit[unit][number] = each
    months = {
        month(2026, number): rolled_up(over, entered).figure(over)
        for number, entered in by_month.items()
    }
    units = {}
    for unit, entered in by_unit.items():
        parts = {month(2026, number): each for number, each in entered.items()}
        units[unit] = over_time(along_time, parts, list(parts)).figure(along_time)
    assert over_time(along_time, months, list(months)).value == rolled_up(over, units).value


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(st.sampled_from(UNITS), FIGURES),
    st.dictionaries(st.sampled_from(UNITS), st.sampled_from(["X", "Y"]), min_size=1),
    RULES,
)
def test_the_top_of_a_hierarchy_is_all_of_it(
    figures: dict[str, Figure], parents: dict[str, str], rule: Rule
) -> None:
    above: dict[str, str | None] = {**parents, "X": "city", "Y": "city", "city": None}
    told = along(rule, figures, list(parents), above)
    assert told["city"] == rolled_up(
        rule, {key: each for key, each in figures.items() if key in parents}, list(parents)
    )
