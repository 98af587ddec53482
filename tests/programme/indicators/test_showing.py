"""Numbers are shown so that what is seen agrees with what is true."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from namro.foundation.calendar.periods import year
from namro.programme.indicators.rules import Observation
from namro.programme.indicators.rules.showing import (
    amount,
    half_up,
    published_decimals,
    truthful,
)


@pytest.mark.parametrize(
    ("value", "against", "decimals", "shown"),
    [
        ("14.6", ["15"], 0, "14.6"),
        ("14.4", ["15"], 0, "14"),
        ("14.996", ["15"], 2, "14.996"),
        ("15", ["15"], 0, "15"),
        ("15.0001", ["15"], 0, "15.0001"),
        ("65.504", ["65.0", "65.5"], 1, "65.504"),
        ("-0.4", ["0"], 0, "-0.4"),
        ("2.5", [], 0, "3"),
        ("-2.5", [], 0, "-3"),
    ],
)
def test_as_many_decimals_as_it_takes(
    value: str, against: list[str], decimals: int, shown: str
) -> None:
    ends = [Fraction(each) for each in against]
    assert str(truthful(Fraction(value), ends, decimals)) == shown


@pytest.mark.parametrize(
    ("value", "unit", "vi", "en"),
    [
        ("99.96", "%", "99,96%", "99.96%"),
        ("100", "%", "100%", "100%"),
        ("0.004", "%", "0,004%", "0.004%"),
        ("0", "%", "0%", "0%"),
        ("10027", "đảng viên", "10.027 đảng viên", "10,027 đảng viên"),
        ("5", "bậc", "5 bậc", "5 places"),
        ("3.5", "điểm %", "3,5 điểm %", "3.5 percentage points"),
        ("-3.5", "", "-3,5", "-3.5"),
    ],
)
def test_amounts_are_written_as_their_language_does(
    value: str, unit: str, vi: str, en: str
) -> None:
    for language, expected in (("vi", vi), ("en", en)):
        text = amount(Fraction(value), unit, language, decimals=1)  # type: ignore[arg-type]
        assert text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{MINUS SIGN}", "-") == expected


def test_a_long_number_next_to_an_end_keeps_to_its_side() -> None:
    end = Fraction(10**19)
    assert truthful(end + Fraction(1, 10**15), [end]) > Decimal(10**19)
    assert truthful(end - Fraction(1, 10**15), [end]) < Decimal(10**19)
    assert half_up(Fraction(1, 2), 0) == 1


def test_as_many_decimals_as_the_source_gave() -> None:
    assert published_decimals(Observation(year(2021), Decimal("83.57"))) == 2
    assert published_decimals(Observation(year(2021), Decimal("9000"))) == 0
    rate = Observation(year(2021), numerator=Decimal(2), denominator=Decimal(3))
    assert published_decimals(rate) is None
