"""Codes, days and shares as people write them, and hierarchies in their order."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.foundation.organisations.rules.arranging import closes_circle, in_order
from namro.foundation.organisations.rules.reading import (
    is_code,
    is_official_code,
    read_day,
    read_share,
)


@pytest.mark.parametrize(
    ("code", "code_at_all", "official"),
    [
        ("00004", True, False),
        ("01", True, False),
        ("DB-001", True, False),
        ("H26", True, True),
        ("G06.01", True, True),
        ("H26.24.3A", True, True),
        ("Z01", True, False),
        ("", False, False),
        ("H26.", False, False),
        ("-1", False, False),
        ("h26", False, False),
        ("H26 01", False, False),
        ("H26" + ".1" * 16, True, True),
        ("H26" + ".1" * 17, False, False),
    ],
)
def test_codes(code: str, code_at_all: bool, official: bool) -> None:
    assert is_code(code) is code_at_all
    assert is_official_code(code) is official


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-07-01", dt.date(2025, 7, 1)),
        (" 1/7/2025 ", dt.date(2025, 7, 1)),
        ("01/07/2025", dt.date(2025, 7, 1)),
        ("31/6/2025", None),
        ("2025", None),
        ("7/2025", None),
        ("0001-01-01", None),
        ("31/12/9999", None),
        ("10/7/1010", dt.date(1010, 7, 10)),
        ("", None),
    ],
)
def test_days(text: str, day: dt.date | None) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("1", Fraction(1)),
        ("0,35", Fraction(35, 100)),
        ("0.35", Fraction(35, 100)),
        ("35 %", Fraction(35, 100)),
        ("33,3%", Fraction(333, 1000)),
        ("12345/45678", Fraction(12345, 45678)),
        ("0", None),
        ("1,01", None),
        ("101 %", None),
        ("1/0", None),
        ("3/2", None),
        ("1/2 %", None),
        ("-0,5", None),
        ("một nửa", None),
        ("1/" + "9" * 20, None),
        ("9" * 5000, None),
        ("0," + "1" * 30, None),
        ("", None),
    ],
)
def test_shares(text: str, share: Fraction | None) -> None:
    assert read_share(text) == share


@dataclass(frozen=True)
class Place:
    unit: int
    parent: int | None
    order: int = 0

    @property
    def rank(self) -> tuple[int, str]:
        return (self.order, str(self.unit))


def test_siblings_stand_in_protocol_order_under_their_parent() -> None:
    rows = [Place(4, 2, 1), Place(3, 1, 1), Place(2, 1, 2), Place(1, None), Place(5, 2, 0)]
    assert [(depth, row.unit) for depth, row in in_order(rows)] == [
        (0, 1),
        (1, 3),
        (1, 2),
        (2, 5),
        (2, 4),
    ]


@given(st.lists(st.tuples(st.integers(0, 9), st.none() | st.integers(0, 9), st.integers(0, 3))))
def test_each_unit_comes_once_even_in_a_circle(
    given_rows: list[tuple[int, int | None, int]],
) -> None:
    rows = [Place(*row) for row in {row[0]: row for row in given_rows}.values()]
    assert sorted(row.unit for _depth, row in in_order(rows)) == sorted(row.unit for row in rows)


def test_circles() -> None:
    assert closes_circle(1, 1, ())
    assert closes_circle(1, 3, (2, 1))
    assert not closes_circle(1, 3, (2,))
