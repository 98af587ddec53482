"""The straight path from where a target began to where it must be, and who is off it."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from namro.programme.indicators.rules.aims import Aim
from namro.programme.indicators.rules.kinds import Status
from namro.programme.indicators.rules.settings import Settings


def position(day: date) -> Fraction:
    """The end of a day on a line on which every month, and so every year, is equally long."""
    return Fraction(day.year * 12 + day.month - 1) + Fraction(
        day.day, monthrange(day.year, day.month)[1]
    )


@dataclass(frozen=True, slots=True)
class Path:
    """From a number at the end of one day to another at the end of a later one."""

    start: Fraction
    begin: date
    goal: Fraction
    due: date

    def at(self, day: date) -> Fraction:
        """Where it stands at the end of a day; before it begins its start, after it is due its
        goal."""
        whole = position(self.due) - position(self.begin)
        if whole <= 0:
            return self.goal
        passed = min(max((position(day) - position(self.begin)) / whole, Fraction(0)), Fraction(1))
        return self.start + (self.goal - self.start) * passed


def tracked(aim: Aim, path: Path, number: Fraction, day: date, settings: Settings) -> Status:
    """On track at or above the path; at risk when short by no more than the settings' share of
    the change planned so far; else off track. "Above" is towards the goal, up to the far end of
    a band.

    Where nothing was planned to change (it began where it must be), whatever falls short of the
    path is off track.
    """
    if aim.met_by(number):
        return Status.ON_TRACK
    expected = path.at(day)
    towards = 1 if path.goal > path.start else -1
    if path.goal == path.start and aim.low is not None and path.goal == aim.low:
        towards = 1
    far = aim.high if towards > 0 else aim.low
    if far is not None and (number - far) * towards > 0:
        short = abs(number - far)
    else:
        short = (expected - number) * towards
    if short <= 0:
        return Status.ON_TRACK
    near = short <= abs(expected - path.start) * settings.at_risk
    return Status.AT_RISK if near else Status.OFF_TRACK
