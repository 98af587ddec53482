"""What an office may set about judging; the defaults stand in docs/attainment.md."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Settings:
    """Thresholds of judging.

    Attributes:
        at_risk: the share of the change planned so far that may be missing for a target to be at
            risk; what is short by more is off track.
    """

    at_risk: Fraction = Fraction(20, 100)
