"""Two accounts of the same units compared, and codes by kind."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.foundation.organisations.rules.changes import Difference, Fact, differences
from namro.foundation.organisations.rules.codes import fault

START = dt.date(2025, 1, 1)


def day(number: int) -> dt.date:
    return START + dt.timedelta(days=number)


def test_a_back_dated_move_changes_the_days_between() -> None:
    before = [Fact(1, "state", "a", None, day(9)), Fact(1, "state", "b", day(10))]
    after = [
        Fact(1, "state", "a", None, day(4)),
        Fact(1, "state", "c", day(5), day(9)),
        Fact(1, "state", "b", day(10)),
    ]
    assert differences(before, after) == [Difference(1, "state", "a", "c", day(5), day(9))]


def test_what_begins_and_what_ends() -> None:
    before = [Fact(1, "unit", "x")]
    after = [Fact(1, "unit", "x", None, day(0)), Fact(2, "unit", "y", day(1))]
    assert differences(before, after) == [
        Difference(1, "unit", "x", None, day(1), None),
        Difference(2, "unit", None, "y", day(1), None),
    ]
    assert differences(after, after) == []


@st.composite
def accounts(draw: st.DrawFn) -> list[Fact]:
    """Facts of a few subjects that do not overlap, some without a first or last day."""
    found: list[Fact] = []
    for subject in range(draw(st.integers(0, 3))):
        edges = sorted(draw(st.sets(st.integers(0, 30), max_size=6)))
        spans = list(zip(edges[::2], edges[1::2], strict=False))
        for number, (first, last) in enumerate(spans):
            open_left = number == 0 and draw(st.booleans())
            open_right = number == len(spans) - 1 and draw(st.booleans())
            found.append(
                Fact(
                    subject,
                    "name",
                    draw(st.sampled_from("ab")),
                    None if open_left else day(first),
                    None if open_right else day(last),
                )
            )
    return found


def _on(facts: list[Fact], subject: int, on: dt.date) -> Any:
    return next(
        (
            fact.value
            for fact in facts
            if fact.subject == subject
            and (fact.first is None or fact.first <= on)
            and (fact.last is None or on <= fact.last)
        ),
        None,
    )


@given(accounts(), accounts())
def test_every_day_that_differs_is_told_and_no_other(before: list[Fact], after: list[Fact]) -> None:
    found = differences(before, after)
    for subject in range(4):
        for number in range(-3, 35):
            on = day(number)
            told = [
                (each.before, each.after)
                for each in found
                if each.subject == subject
                and (each.first is None or each.first <= on)
                and (each.last is None or on <= each.last)
            ]
            was, now = _on(before, subject, on), _on(after, subject, on)
            assert told == ([] if was == now else [(was, now)])


@pytest.mark.parametrize(
    ("kind", "code", "wrong"),
    [
        ("province", "01", None),
        ("province", "1", "code_of_province"),
        ("province", "001", "code_of_province"),
        ("district", "001", None),
        ("district", "01", "code_of_district"),
        ("commune", "00004", None),
        ("commune", "4", "code_of_commune"),
        ("commune", "0000A", "code_of_commune"),
        ("department", "H26.15", None),
        ("department", "H26.15.02", None),
        ("department", "Z01.02", None),
        ("department", "H26.1a", "code"),
        ("department", "S01", None),
        ("department", "CT01-01", None),
        ("department", "H26", None),
        ("department", "Z2", None),
        ("department", "H26.1.", "code"),
        ("department", "H26.1-2", "code_of_state"),
        ("enterprise", "0100100079", None),
        ("enterprise", "0100100079-001", None),
        ("enterprise", "010010007", "code_of_enterprise"),
        ("enterprise", "H26.99", None),
        ("other", "A" * 36, "code"),
        ("other", "thường", "code"),
        ("other", "", "code"),
    ],
)
def test_the_code_of_a_kind(kind: str, code: str, wrong: str | None) -> None:
    assert fault(kind, code) == wrong
