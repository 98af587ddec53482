"""A composite index from its parts: PAPI is the sum of its dimensions, PCI a weighted mean.

Exact; how far published totals may differ from the sum of published parts is `rounding_bound`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from namro.programme.indicators.rules.errors import TargetError


def total(parts: Sequence[Decimal]) -> Fraction:
    """The sum of all parts (PAPI: six dimensions to 2017, eight since 2018).

    Raises:
        TargetError: there is none.
    """
    if not parts:
        raise TargetError(
            "Chưa có thành phần nào để cộng.",
            "There is no part to add up.",
        )
    return sum(map(Fraction, parts), Fraction(0))


def weighted(parts: Sequence[Decimal], weights: Sequence[Decimal], scale: int = 1) -> Fraction:
    """The mean of parts by their weights, times `scale` (PCI: ten parts of 0-10, told of 100).

    Raises:
        TargetError: weights are missing, or they come to nothing.
    """
    if len(parts) != len(weights) or not sum(weights):
        raise TargetError(
            f"Có {len(parts)} thành phần nhưng {len(weights)} trọng số; mỗi thành phần cần một "
            "trọng số và tổng trọng số phải khác 0.",
            f"There are {len(parts)} parts and {len(weights)} weights; each part needs one, and "
            "together they must not be 0.",
        )
    products = (Fraction(p) * Fraction(w) for p, w in zip(parts, weights, strict=True))
    return sum(products, Fraction(0)) / Fraction(sum(weights)) * scale


def rounding_bound(count: int, decimals: int) -> Fraction:
    """How far a published total may be from the sum of `count` published parts, when each of them
    and the total were rounded to so many decimals."""
    return Fraction(count + 1, 2 * 10**decimals)
