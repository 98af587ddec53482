"""Places by value: ties share one, and who is not complete has none. Pure.

Before a year of figures is there, a place would tell more of the season and of who reported than
of the units; so there is none.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction
from typing import TypeVar

K = TypeVar("K", bound=Hashable)

#: How many periods make the year that must be there, by the frequency of the form.
PERIODS_OF_A_YEAR = {"month": 12, "quarter": 4, "half-year": 2, "year": 1}


def places(values: Mapping[K, Fraction]) -> dict[K, int]:
    """The place of each, the highest value first; two of one value share it, and the next place
    counts them both (1, 2, 2, 4)."""
    ordered = sorted(values.values(), reverse=True)
    first: dict[Fraction, int] = {}
    for place, value in enumerate(ordered, start=1):
        first.setdefault(value, place)
    return {each: first[value] for each, value in values.items()}
