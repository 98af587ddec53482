"""Who entered does not approve: a table of cases, and what holds for all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.foundation.accounts.rules.duties import Conflict, both, conflict, part


@pytest.mark.parametrize(
    ("entered", "approves", "expected"),
    [
        (("lan", []), ("minh", []), None),
        (("lan", []), ("lan", []), Conflict.SAME_PERSON),
        (("lan", []), ("LAN", []), Conflict.SAME_PERSON),
        (("operator:lan", []), ("lan", []), Conflict.SAME_PERSON),
        (("lan", []), ("minh", ["lan"]), Conflict.APPROVES_FOR_ENTERER),
        (("lan", []), ("minh", ["Lan", "hoa"]), Conflict.APPROVES_FOR_ENTERER),
        (("lan", []), ("minh", ["hoa"]), None),
        (("lan", ["minh"]), ("minh", []), Conflict.ENTERED_FOR_APPROVER),
        (("lan", ["hoa"]), ("minh", ["hoa"]), Conflict.SAME_PRINCIPAL),
        (("lan", ["hoa"]), ("minh", ["mai"]), None),
    ],
)
def test_conflicts(
    entered: tuple[str, list[str]], approves: tuple[str, list[str]], expected: Conflict | None
) -> None:
    assert conflict(part(*entered), part(*approves)) is expected


NAMES = st.sampled_from(["lan", "minh", "hoa", "mai"])
PARTS = st.builds(part, NAMES, st.lists(NAMES, max_size=3))


@given(PARTS, PARTS)
def test_there_is_none_only_between_two_circles_without_a_common_person(a, b) -> None:  # type: ignore[no-untyped-def]
    apart = not ({a.person} | a.places) & ({b.person} | b.places)
    assert (conflict(a, b) is None) == apart


@pytest.mark.parametrize(
    ("enters", "approves", "expected"),
    [(True, True, True), (True, False, False), (False, True, False), (False, False, False)],
)
def test_holding_both_is_flagged(enters: bool, approves: bool, expected: bool) -> None:
    assert both(enters, approves) is expected
