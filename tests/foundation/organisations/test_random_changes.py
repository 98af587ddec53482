"""Random mergers and splits through the actions, in the database: nothing is deleted, the total
stays, and no share is used that nobody stated."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction as F
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from namro.foundation.accounts.operators import Operator
from namro.foundation.organisations import actions, actions_descent
from namro.foundation.organisations.choices import ShareBasis
from namro.foundation.organisations.models import EventPart, Unit
from namro.foundation.organisations.questions import on_units_of, tree
from tests.foundation.organisations.conftest import BASIS, WHY, new

START, ACTOR = dt.date(2025, 1, 1), Operator("tests")
UNKNOWN = ShareBasis.UNKNOWN


@st.composite
def wishes(draw: st.DrawFn) -> list[tuple[str, int, int, list[int], bool, bool]]:
    """What to try, by numbers that point into whatever is there when its turn comes."""
    return draw(
        st.lists(
            st.tuples(
                st.sampled_from(["merge", "merge into new", "split"]),
                st.integers(0, 99),
                st.integers(0, 99),
                st.lists(st.integers(1, 50), min_size=2, max_size=3),
                st.booleans(),
                st.booleans(),
            ),
            min_size=1,
            max_size=5,
        )
    )


def _carry_out(wish: tuple[str, int, int, list[int], bool, bool], number: int) -> None:
    kind, first, second, weights, stated, goes_on = wish
    on = START + dt.timedelta(days=number)
    alive = list(Unit.objects.filter(valid_to__isnull=True).exclude(code="01").order_by("pk"))
    one, other = alive[first % len(alive)], alive[second % len(alive)]
    said: dict[str, Any] = {"reason": WHY, "basis": BASIS}
    if kind == "split":
        into: list[Any] = [
            one if goes_on and place == 0 else new(f"{number}{place}", "01")
            for place in range(len(weights))
        ]
        basis = ShareBasis.POPULATION if stated else UNKNOWN
        shares = [F(weight, sum(weights)) if stated else None for weight in weights]
        receivers = [(to, share, basis) for to, share in zip(into, shares, strict=True)]
        actions_descent.split(ACTOR, one, receivers, on, **said)
    elif kind == "merge" and one != other:
        actions_descent.merge(ACTOR, [one], other, on, **said)
    else:
        together = [one] if one == other else [one, other]
        actions_descent.merge(ACTOR, together, new(f"{number}9", "01"), on, **said)


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wishes(), st.lists(st.integers(0, 10**6), min_size=4, max_size=4))
def test_nothing_is_deleted_the_total_stays_and_no_unstated_share_is_used(
    changes: list[tuple[str, int, int, list[int], bool, bool]], figures: list[int]
) -> None:
    with transaction.atomic():
        units = actions.found(
            ACTOR, [new("01", None), *(new(f"000{n}", "01") for n in range(4))], None, reason=WHY
        )[1:]
        values: dict[int, F | int | None] = dict(
            zip([unit.pk for unit in units], figures, strict=True)
        )
        there = set(Unit.objects.values_list("pk", flat=True))
        for number, change in enumerate(changes, start=1):
            _carry_out(change, number)
            now = set(Unit.objects.values_list("pk", flat=True))
            assert there <= now
            there = now
        last = START + dt.timedelta(days=len(changes))
        after = on_units_of(values, START, last)
        assert after.total() == sum(figures)
        assert on_units_of(values, START, START).units == values
        standing = {node.unit for node in tree(last)}
        assert {one for one in after.units if one is not None} <= standing
        # Where no share was ever left unknown, all is on single units; else what is unknown is
        # on groups, unless nothing that has a figure went through it.
        unknown = EventPart.objects.filter(basis=UNKNOWN).exists()
        assert unknown or not after.groups
        for part in EventPart.objects.filter(basis=UNKNOWN, predecessor__in=values):
            assert part.share is None
            assert part.predecessor_id is not None
            left = on_units_of({part.predecessor_id: 1}, START, part.event.on)
            assert not left.units
        transaction.set_rollback(True)
