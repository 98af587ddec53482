"""Numbers as they are shown: rounding never makes them say what is not true.

14.6 against a target of 15 is shown as 14,6 and not as 15; 99.96 % as 99,96 and not as 100.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from namro.programme.indicators.rules.observations import Observation
from namro.programme.programmes.rules.numbers import NO_BREAK, Language, number
from namro.programme.programmes.rules.wording import unit_in_words

_MOST = 12
_PERCENT_ENDS = (Fraction(0), Fraction(100))


def half_up(value: Fraction, decimals: int) -> Decimal:
    """A number rounded to so many decimals, halves away from zero."""
    return _decimal(_half_up(value, decimals), decimals)


def _half_up(value: Fraction, decimals: int) -> int:
    # Whole numbers alone: fractions would be put into their lowest terms at each step.
    scale: int = 10**decimals
    magnitude = (2 * abs(value.numerator) * scale + value.denominator) // (2 * value.denominator)
    return magnitude if value >= 0 else -magnitude


def _decimal(units: int, decimals: int) -> Decimal:
    """So many units of the last decimal, exactly: arithmetic of decimals would round long ones."""
    return Decimal((int(units < 0), tuple(map(int, str(abs(units)))), -decimals))


def truthful(value: Fraction, against: Iterable[Fraction] = (), decimals: int = 2) -> Decimal:
    """A number with as many decimals as make what is shown agree with what is true.

    Args:
        value: the number.
        against: what it is compared with; on the same side of each it must be shown, and equal
            only where it is equal.
        decimals: how many to show where that suffices.
    """
    ends = [(end, _side(value, end)) for end in against]
    for places in range(decimals, _MOST + 1):
        units = _half_up(value, places)
        if all(_side_of(units, places, end) == side for end, side in ends):
            return _decimal(units, places)
    # Closer than that nobody reads: cut towards the side it is on.
    units = _half_up(value, _MOST)
    wrong = next(end for end, side in ends if _side_of(units, _MOST, end) != side)
    return _decimal(units + (1 if value > wrong else -1), _MOST)


def _side(value: Fraction, end: Fraction) -> int:
    return (value > end) - (value < end)


def _side_of(units: int, decimals: int, end: Fraction) -> int:
    scale: int = 10**decimals
    mine, other = units * end.denominator, end.numerator * scale
    return (mine > other) - (mine < other)


def amount(
    value: Fraction,
    unit: str,
    language: Language,
    against: Iterable[Fraction] = (),
    decimals: int | None = None,
) -> str:
    """A number with its unit: "83,57%", "10.027 đảng viên"; percentages never become 0 or 100 by
    rounding."""
    ends = [*against, *(_PERCENT_ENDS if unit == "%" else ())]
    least = 2 if decimals is None else decimals
    text = number(truthful(value, ends, least), language)
    if not unit:
        return text
    return f"{text}%" if unit == "%" else f"{text}{NO_BREAK}{unit_in_words(unit, language)}"


def published_decimals(figure: Observation) -> int | None:
    """How many decimals a source gave; None where it gave a numerator and a denominator."""
    if figure.value is None:
        return None
    exponent = figure.value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else None
