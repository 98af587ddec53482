"""The answer to whether a target is attained, with all that it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from namro.foundation.calendar import Period
from namro.programme.indicators.rules.aims import Aim
from namro.programme.indicators.rules.kinds import Flag, Judging, Reason, Status
from namro.programme.indicators.rules.observations import Observation


@dataclass(frozen=True, slots=True)
class InPeriod:
    """What is said of one period of a term.

    `status` is a verdict only for a closed period with more than an estimate. `judged` is the
    number compared with the target: the figure itself, or its change.
    """

    period: Period
    status: Status
    figure: Observation | None = None
    judged: Fraction | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class OpenPeriod:
    """A period that is not closed: what was done so far, never judged.

    Attributes:
        share: of what the whole period asks for, in percent.
        last_year: the figure of the same months of the year before, and the change in percent.
    """

    period: Period
    figure: Observation
    share: Fraction | None
    last_year: Observation | None
    change: Fraction | None


@dataclass(frozen=True, slots=True)
class Attainment:
    """Whether a target is attained on a day, from what was known by then.

    Attributes:
        status: the answer; `reason` says why there is no plainer one.
        flags: what must be said beside it.
        judging: the way it was judged.
        figure: the observation it rests on; `judged` the number compared with the target.
        baseline: the observation or number a change is counted from.
        aim: what was asked of `judged`.
        gap: how far `judged` is beyond what was asked; negative is missing.
        share: the share of what was asked that is there, in percent; None where that means
            nothing (ranks, values to fall, bands).
        expected: where the straight path to the target stands at the figure's end.
        pace: what is needed from here on in each period that is left.
        periods: what is said of each closed period; `open_period` of the one that is not.
        reached_periods: (how many reached, how many closed).
        mean: over the term, where that is judged.
        missing: the closed periods without a figure.
        readings: where the words allow two, the answer to each.
        rests_on: every observation that played a part.
        parts: figures about a part of the population: shown, deciding nothing.
        late: the first figure that reached it after it was due.
        on: the day judged.
    """

    status: Status
    reason: Reason | None = None
    flags: frozenset[Flag] = frozenset()
    judging: Judging | None = None
    figure: Observation | None = None
    judged: Fraction | None = None
    baseline: Observation | Fraction | None = None
    aim: Aim | None = None
    gap: Fraction | None = None
    share: Fraction | None = None
    expected: Fraction | None = None
    pace: Fraction | None = None
    periods: tuple[InPeriod, ...] = ()
    open_period: OpenPeriod | None = None
    mean: Fraction | None = None
    missing: tuple[Period, ...] = ()
    readings: Mapping[Judging, Attainment] = field(default_factory=dict)
    rests_on: tuple[Observation, ...] = ()
    against: tuple[Observation, ...] = ()
    parts: tuple[Observation, ...] = ()
    late: Observation | None = None
    on: date = date.max

    @property
    def reached_periods(self) -> tuple[int, int]:
        """How many closed periods reached the target, and how many are closed."""
        return sum(each.status.attained for each in self.periods), len(self.periods)
