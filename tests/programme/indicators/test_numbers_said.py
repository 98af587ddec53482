"""Numbers as people write them: what reads in one way is read, what reads in two is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.programme.indicators.rules.errors import TargetError
from namro.programme.indicators.rules.numbers_said import Notation, notation_of, read_number, typed
from namro.programme.programmes.rules.numbers import number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9370", "9370"),
        ("83,57", "83.57"),
        ("83.57", "83.57"),
        ("9.370,5", "9370.5"),
        ("9,370.5", "9370.5"),
        ("1.234.567", "1234567"),
        ("1 234 567", "1234567"),
        ("0,375", "0.375"),
        ("38,1250", "38.125"),
        ("−2,5", "-2.5"),
        ("0", "0"),
    ],
)
def test_what_reads_in_one_way_is_read(text: str, value: str) -> None:
    assert read_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "abc", "1,2,3", "1.23.456", "12..5", "5%", "1e5", "٣", "--1"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(TargetError):
        read_number(text)


@pytest.mark.parametrize("text", ["9.370", "9,370"])
def test_what_reads_in_two_ways_is_refused_with_both(text: str) -> None:
    with pytest.raises(TargetError) as refused:
        read_number(text)
    assert "9.370 (dấu ngăn hàng nghìn)" in refused.value.vi
    assert "9,37 (dấu trước phần lẻ)" in refused.value.vi
    assert "hãy viết 9370 hoặc 9,3700" in refused.value.vi


def test_of_what_is_counted_a_point_parts_thousands_and_a_comma_stays_unclear() -> None:
    assert read_number("9.370", counted=True) == 9370
    with pytest.raises(TargetError):
        read_number("9,370", counted=True)


def test_the_numbers_of_a_table_tell_how_they_are_written() -> None:
    assert notation_of(["9.370", "83,57"]) is Notation.VIETNAMESE
    assert notation_of(["38.125", "83.57", "12"]) is Notation.OF_PROGRAMS
    assert notation_of(["9.370", "12"]) is None
    assert notation_of(["83,57", "83.57"]) is None
    assert read_number("38.125", Notation.OF_PROGRAMS) == Decimal("38.125")
    assert read_number("9.370", Notation.VIETNAMESE) == 9370


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_what_the_site_writes_is_read_back(value: Decimal) -> None:
    assert read_number(number(value, "vi"), Notation.VIETNAMESE) == value


@given(st.integers(-(10**9), 10**9) | st.floats(-1e6, 1e6).map(lambda each: round(each, 3)))
def test_a_typed_cell_is_never_unclear(value: float) -> None:
    assert read_number(typed(value)) == Decimal(str(value))
