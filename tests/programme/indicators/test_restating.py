"""Figures of units of then on those of now: totals kept, nothing divided in silence."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from namro.foundation.organisations.rules.descent import Flow, Reorganisation, check
from namro.programme.indicators.rules.kinds import OverUnits
from namro.programme.indicators.rules.restating import OnUnits, Restating, on_units_of
from namro.programme.indicators.rules.rolling_up import NoValue, rolled_up
from namro.programme.indicators.rules.sums import NOT_APPLICABLE, Figure, Rule, Sums, figure

THEN, MERGED = date(2025, 1, 1), date(2025, 7, 1)
SUM, RATIO = Rule(OverUnits.SUM), Rule(OverUnits.RATIO, 100)
WEIGHTED, MEAN, LOWEST = (
    Rule(OverUnits.WEIGHTED_MEAN),
    Rule(OverUnits.MEAN),
    Rule(OverUnits.MINIMUM),
)


def event(*flows: tuple[str, str, int | str | None]) -> Reorganisation:
    """An event of one day: who gave whom which share (None: not stated)."""
    given = tuple(
        Flow(giver, receiver, None if share is None else Fraction(share))
        for giver, receiver, share in flows
    )
    return Reorganisation(MERGED, 0, given)


MERGER = event(("A", "N", 1), ("B", "N", 1))
SPLIT = event(("A", "M", "3/5"), ("A", "N", "2/5"), ("B", "N", 1))
UNSAID = event(("A", "M", None), ("A", "N", None), ("B", "N", 1))
PARENTS = {"M": "city", "N": "city", "C": "city"}


def asked(rule: Rule, figures: dict[str, Figure], what: Reorganisation) -> OnUnits:
    """On the units after one event, with their hierarchy."""
    return on_units_of(rule, figures, list("ABC"), [what], THEN, parents=PARENTS)


def test_what_merged_is_summed_and_says_of_how_many_units_of_then() -> None:
    told = asked(SUM, {"A": figure(10), "C": figure(1)}, MERGER)
    merged = told.units["N"]
    assert merged.value == 10
    assert (merged.there, merged.expected) == (1, 2)
    assert merged.missing == ("B",)
    assert told.units["C"].value == 1
    assert told.above["city"].value == 11


def test_what_was_split_follows_the_stated_shares() -> None:
    told = asked(SUM, {"A": figure(10), "B": figure(1), "C": figure(1)}, SPLIT)
    assert {unit: each.value for unit, each in told.units.items()} == {"M": 6, "N": 5, "C": 1}
    assert told.above["city"].there == 3


def test_without_a_stated_share_the_whole_is_shown_on_the_group() -> None:
    told = asked(SUM, {"A": figure(10), "B": figure(1), "C": figure(1)}, UNSAID)
    group = frozenset({"M", "N"})
    assert {place: each.value for place, each in told.groups.items()} == {group: 10}
    assert "M" not in told.units
    assert told.units["N"].value == 1
    assert told.above["city"].value == 12


def test_of_a_ratio_both_parts_follow_the_shares() -> None:
    figures = {
        "A": figure(numerator=50, denominator=100),
        "B": figure(numerator=10, denominator=10),
    }
    told = asked(RATIO, figures, SPLIT)
    assert told.units["N"].value == Fraction(20 + 10, 40 + 10) * 100
    assert told.units["M"].value == 50


def test_a_weighted_mean_carries_its_weights() -> None:
    told = asked(WEIGHTED, {"A": figure(80, weight=300), "B": figure(90, weight=100)}, MERGER)
    assert told.units["N"].value == Fraction(165, 2)


def test_a_mean_or_a_minimum_is_not_divided() -> None:
    figures = {"A": figure(80), "B": figure(90), "C": figure(70)}
    for rule in (MEAN, LOWEST):
        told = asked(rule, figures, SPLIT)
        assert (told.units["N"].value, told.units["N"].reason) == (None, NoValue.SPLIT)
        assert told.above["city"].value == rolled_up(rule, figures).value
    assert asked(LOWEST, figures, MERGER).units["N"].value == 80
    assert asked(MEAN, figures, MERGER).units["N"].value == 85


def test_an_estimated_share_counts_when_asked_for_and_is_marked() -> None:
    flows = (Flow("A", "M", Fraction(1, 4), True), Flow("A", "N", Fraction(3, 4), True))
    events = [Reorganisation(MERGED, 0, flows)]
    without = on_units_of(SUM, {"A": figure(8)}, ["A"], events, THEN)
    assert list(without.groups) == [frozenset({"M", "N"})]
    told = on_units_of(SUM, {"A": figure(8)}, ["A"], events, THEN, estimates=True)
    assert {unit: each.value for unit, each in told.units.items()} == {"M": 2, "N": 6}
    assert told.estimated == {"M", "N"}


# What must always hold.

UNITS = st.sampled_from("ABCDEF")
SHARES: st.SearchStrategy[tuple[int | str | None, ...]] = st.sampled_from(
    [
        (1,),
        ("1/2", "1/2"),
        ("1/3", "2/3"),
        (None,),
        (None, None),
        ("1/5", None),
        ("1/5", None, None),
    ]
)
NUMBERS = st.integers(-20, 20).map(Fraction)
FIGURES = st.one_of(
    st.builds(
        Figure,
        value=NUMBERS,
        numerator=NUMBERS,
        denominator=st.integers(1, 9).map(Fraction),
        weight=st.integers(0, 4).map(Fraction),
    ),
    st.just(NOT_APPLICABLE),
    st.just(Figure()),
)


@st.composite
def reorganisations(draw: st.DrawFn) -> Reorganisation:
    """Mergers, splits with and without shares, what goes where nobody says, whole swaps."""
    flows: list[Flow] = []
    for giver in draw(st.sets(UNITS, min_size=1, max_size=3)):
        shares = draw(SHARES)
        receivers = draw(
            st.lists(
                st.none() | UNITS | st.sampled_from("XYZ"),
                min_size=len(shares),
                max_size=len(shares),
                unique=True,
            )
        )
        for receiver, share in zip(receivers, shares, strict=True):
            stated = None if share is None else Fraction(share)
            flows.append(Flow(giver, receiver, stated, stated is not None and draw(st.booleans())))
    check(flows)
    on = draw(st.dates(date(2024, 12, 1), date(2025, 12, 31)))
    return Reorganisation(on, draw(st.integers(0, 3)), tuple(flows))


HISTORY = st.lists(
    st.one_of(
        st.tuples(st.just("put"), UNITS, FIGURES),
        st.tuples(st.just("withdraw"), UNITS),
        st.tuples(st.just("reorganise"), reorganisations()),
    ),
    max_size=14,
)
SUMMED = st.sampled_from([SUM, RATIO, WEIGHTED])


@settings(max_examples=120, deadline=None)
@given(SUMMED, HISTORY, st.booleans())
def test_one_change_at_a_time_equals_all_again_through_reorganisations(
    rule: Rule, history: list[Any], estimates: bool
) -> None:
    kept = Restating(rule, THEN, estimates=estimates)
    figures: dict[str, Figure] = {}
    events: list[Reorganisation] = []
    for what, *rest in history:
        if what == "put":
            kept.put(*rest)
            figures[rest[0]] = rest[1]
        elif what == "withdraw":
            kept.withdraw(*rest)
            figures.pop(rest[0], None)
        else:
            kept.reorganise(*rest)
            events += rest
        again = on_units_of(rule, figures, list(figures), events, THEN, estimates=estimates)
        found = {
            place: Sums(
                rule, each.there, each.numerator or Fraction(0), each.denominator or Fraction(0)
            )
            for place, each in [*again.units.items(), *again.groups.items()]
            if each.there
        }
        assert kept.sums == found


@settings(max_examples=120, deadline=None)
@given(SUMMED, st.dictionaries(UNITS, FIGURES), st.lists(reorganisations(), max_size=4))
def test_the_total_is_kept_whatever_happened(
    rule: Rule, figures: dict[str, Figure], events: list[Reorganisation]
) -> None:
    parents = dict.fromkeys("ABCDEFXYZ", "city")
    told = on_units_of(rule, figures, list("ABCDEF"), events, THEN, parents=parents)
    places = [*told.units.values(), *told.groups.values()]
    total = rolled_up(rule, figures, "ABCDEF")
    for part in ("numerator", "denominator"):
        parts = [getattr(each, part) or Fraction(0) for each in places]
        assert sum(parts, Fraction(0)) == (getattr(total, part) or Fraction(0))
    lost = None in told.units or any(None in group for group in told.groups)
    if not lost:
        # In another order, since those that are asked come in the order of the register.
        city = told.above["city"]
        assert (city.value, city.there, city.expected) == (total.value, total.there, total.expected)
        assert set(city.missing) == set(total.missing)
