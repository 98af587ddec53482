"""Two people change one thing: what is written, and what one of them must decide."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.foundation.history.rules.merging import merge

VALUES = st.dictionaries(st.sampled_from("abc"), st.integers(0, 2), min_size=3, max_size=3)


@pytest.mark.parametrize(
    ("seen", "theirs", "mine", "write", "clashes"),
    [
        ({"a": 1}, {"a": 1}, {"a": 2}, {"a": 2}, ()),
        ({"a": 1}, {"a": 2}, {"a": 1}, {}, ()),  # I left it: theirs stays
        ({"a": 1}, {"a": 2}, {"a": 2}, {}, ()),  # the same wish
        ({"a": 1}, {"a": 2}, {"a": 3}, {}, ("a",)),
        ({"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 2}, {"b": 2}, ()),
        ({}, {"a": 2}, {"a": 3}, {}, ("a",)),  # nobody recorded what I saw
    ],
)
def test_cases(
    seen: dict[str, Any],
    theirs: dict[str, Any],
    mine: dict[str, Any],
    write: dict[str, Any],
    clashes: tuple[str, ...],
) -> None:
    merged = merge(seen, theirs, mine)
    assert (merged.write, merged.clashes) == (write, clashes)


@given(VALUES, VALUES, VALUES)
def test_nothing_that_somebody_changed_is_lost_in_silence(
    seen: dict[str, int], theirs: dict[str, int], mine: dict[str, int]
) -> None:
    merged = merge(seen, theirs, mine)
    after = {**theirs, **merged.write}
    for name in "abc":
        if name in merged.clashes:
            assert len({seen[name], theirs[name], mine[name]}) == 3
            assert after[name] == theirs[name]
            continue
        if theirs[name] != seen[name]:
            assert after[name] == theirs[name]
        if mine[name] != seen[name]:
            assert after[name] == mine[name]
