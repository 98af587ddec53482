"""What becomes of figures when units are merged and split."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.foundation.organisations.rules.descent import (
    Flow,
    Reorganisation,
    SharesError,
    check,
    restate,
    trace,
)

BEFORE, DAY, LATER = dt.date(2024, 12, 31), dt.date(2025, 1, 1), dt.date(2025, 7, 1)


def event(*flows: Flow, on: dt.date = DAY, order: int = 0) -> Reorganisation:
    return Reorganisation(on, order, flows)


def test_a_merger_adds_up() -> None:
    events = [event(Flow("a", "c", F(1)), Flow("b", "c", F(1)))]
    found = restate({"a": 3, "b": 4, "x": 5}, events, BEFORE)
    assert found.units == {"c": 7, "x": 5}
    assert found.groups == {}


def test_a_split_with_shares_divides_exactly() -> None:
    events = [event(Flow("a", "b", F(1, 3)), Flow("a", "c", F(2, 3)))]
    assert restate({"a": 100}, events, BEFORE).units == {"b": F(100, 3), "c": F(200, 3)}


def test_a_split_without_shares_stays_on_the_group() -> None:
    events = [event(Flow("a", "b"), Flow("a", "c"))]
    found = restate({"a": 100}, events, BEFORE)
    assert found.units == {}
    assert found.groups == {frozenset({"b", "c"}): 100}


def test_what_is_stated_is_used_and_the_rest_stays_on_the_group() -> None:
    events = [event(Flow("a", "b", F(1, 4)), Flow("a", "c"), Flow("a", None))]
    found = restate({"a": 100}, events, BEFORE)
    assert found.units == {"b": 25}
    assert found.groups == {frozenset({"c", None}): 75}


def test_a_sole_successor_without_a_stated_share_is_a_group_of_one() -> None:
    found = restate({"a": 100}, [event(Flow("a", "b"))], BEFORE)
    assert found.units == {}
    assert found.groups == {frozenset({"b"}): 100}


def test_a_group_follows_what_becomes_of_its_members() -> None:
    events = [
        event(Flow("b", "d", F(1)), Flow("c", "d", F(1, 2)), Flow("c", "e", F(1, 2)), on=LATER),
        event(Flow("a", "b"), Flow("a", "c")),
    ]
    found = restate({"a": 100}, events, BEFORE)
    assert found.groups == {frozenset({"d", "e"}): 100}


def test_an_estimate_is_used_only_when_asked_for_and_marked() -> None:
    events = [event(Flow("a", "b", F(1, 4), estimated=True), Flow("a", "c", F(3, 4), True))]
    without = restate({"a": 100}, events, BEFORE)
    assert (without.units, without.estimated) == ({}, set())
    assert without.groups == {frozenset({"b", "c"}): 100}
    used = restate({"a": 100, "x": 1}, events, BEFORE, estimates=True)
    assert used.units == {"b": 25, "c": 75, "x": 1}
    assert used.estimated == {"b", "c"}


def test_no_figure_is_not_zero() -> None:
    events = [event(Flow("a", "c", F(1)), Flow("b", "c", F(1)))]
    found = restate({"a": 3, "b": None}, events, BEFORE)
    assert found.units == {"c": 3}
    assert found.missing == {"c": {"b"}}
    assert restate({"b": None}, events, BEFORE).units == {}


def test_only_events_after_the_first_day_and_until_the_last_count() -> None:
    events = [event(Flow("a", "b", F(1))), event(Flow("b", "c", F(1)), on=LATER)]
    assert restate({"a": 1}, events, BEFORE, DAY).units == {"b": 1}
    assert restate({"b": 1}, events, DAY).units == {"c": 1}
    assert restate({"c": 1}, events, LATER).units == {"c": 1}


def test_events_of_one_day_follow_their_order() -> None:
    chain = [event(Flow("b", "c", F(1)), order=2), event(Flow("a", "b", F(1)), order=1)]
    assert set(trace("a", chain, BEFORE).units) == {"c"}


def test_a_unit_that_gives_a_part_away_goes_on() -> None:
    events = [event(Flow("a", "a", F(9, 10)), Flow("a", "b", F(1, 10)))]
    assert restate({"a": 10, "b": 1}, events, BEFORE).units == {"a": 9, "b": 2}


@pytest.mark.parametrize(
    ("flows", "code"),
    [
        ([Flow("a", "b", F(1, 2)), Flow("a", "b", F(1, 2))], "twice"),
        ([Flow("a", "b", F(0)), Flow("a", "c", F(1))], "not_positive"),
        ([Flow("a", "b", F(2, 3)), Flow("a", "c", F(2, 3))], "over"),
        ([Flow("a", "b", F(1)), Flow("a", "c")], "over"),
        ([Flow("a", "b", F(1, 2))], "under"),
    ],
)
def test_shares_that_cannot_be_are_refused(flows: list[Flow], code: str) -> None:
    with pytest.raises(SharesError) as refused:
        check([Flow("x", "y", F(1)), *flows])
    assert (refused.value.code, refused.value.predecessor) == (code, "a")


@pytest.mark.parametrize(
    "flows",
    [
        [Flow("a", "b", F(1))],
        [Flow("a", "b"), Flow("a", None)],
        [Flow("a", "b", F(1, 3)), Flow("a", "c", F(2, 3))],
        [Flow("a", "b", F(1, 3)), Flow("a", "c")],
    ],
)
def test_shares_that_can_be_are_not(flows: list[Flow]) -> None:
    check(flows)


@st.composite
def histories(draw: st.DrawFn) -> tuple[dict[int, int], list[Reorganisation], set[int]]:
    """Units with figures, and a chain of random reorganisations of whatever stands at the time.

    Units that are only renamed or moved have no flows and simply stay.
    """
    count = draw(st.integers(1, 8))
    values = {unit: draw(st.integers(0, 10**9)) for unit in range(count)}
    alive, fresh, events = set(values), count, []
    for order in range(draw(st.integers(0, 5))):
        if not alive:
            break
        changed = draw(st.sets(st.sampled_from(sorted(alive)), min_size=1, max_size=4))
        born = set(range(fresh, fresh + draw(st.integers(0, 3))))
        fresh += len(born)
        # Into new units, into units that go on, or to where nobody recorded.
        choice: list[int | None] = [*sorted((alive - changed) | born), None]
        flows: list[Flow] = []
        for unit in sorted(changed):
            to = draw(st.lists(st.sampled_from(choice), min_size=1, max_size=3, unique=True))
            weights = [draw(st.integers(1, 1000)) for _ in to]
            known = draw(st.lists(st.booleans(), min_size=len(to), max_size=len(to)))
            flows += [
                Flow(
                    unit,
                    successor,
                    F(weight, sum(weights)) if said else None,
                    estimated=said and draw(st.booleans()),
                )
                for successor, weight, said in zip(to, weights, known, strict=True)
            ]
        check(flows)
        alive = (alive - changed) | born
        events.append(Reorganisation(DAY + dt.timedelta(days=order), order, tuple(flows)))
    return values, events, alive


@given(histories(), st.booleans())
def test_totals_are_kept_whatever_happens(
    history: tuple[dict[int, int], list[Reorganisation], set[int]], estimates: bool
) -> None:
    values, events, alive = history
    found = restate(values, events, BEFORE, estimates=estimates)
    assert found.total() == sum(values.values())
    # Nothing is shown on a unit that is no more.
    places = set(found.units) | {one for group in found.groups for one in group}
    assert places <= alive | {None}


@given(histories())
def test_a_day_between_changes_nothing_of_the_total(
    history: tuple[dict[int, int], list[Reorganisation], set[int]],
) -> None:
    values, events, _alive = history
    for day in (BEFORE, *(each.on for each in events)):
        assert restate(values, events, BEFORE, day).total() == sum(values.values())


@given(histories())
def test_no_share_is_used_that_nobody_stated(
    history: tuple[dict[int, int], list[Reorganisation], set[int]],
) -> None:
    """A part on a single unit is a sum of products of stated shares along recorded ways."""
    values, events, _alive = history
    for unit in values:
        # The same walk, one way at a time: only stated shares count.
        ways: dict[int | None, F] = {unit: F(1)}
        for each in events:
            after: dict[int | None, F] = {}
            for one, share in ways.items():
                flows = [flow for flow in each.flows if flow.predecessor == one]
                if one is None or not flows:
                    after[one] = after.get(one, F(0)) + share
                for flow in flows if one is not None else ():
                    if flow.share is not None and not flow.estimated:
                        to = flow.successor
                        assert to is None or isinstance(to, int)
                        after[to] = after.get(to, F(0)) + share * flow.share
            ways = after
        found = trace(unit, events, BEFORE)
        assert {place: part.share for place, part in found.units.items()} == ways
        assert not any(part.estimated for part in found.units.values())
        left = 1 - sum(ways.values(), F(0))
        assert sum((part.share for part in found.groups.values()), F(0)) == left
