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
    the change planned so far; else off track. "Above" is towards the goal.

    Where nothing was planned to change (it began where it must be), whatever reaches the target
    is on track and all else is off.
    """
    if aim.met_by(number):
        return Status.ON_TRACK
    planned = path.at(day) - path.start
    if planned == 0:
        # Either nothing is to change, or the path has only begun.
        beginning = path.goal != path.start and number == path.start
        return Status.ON_TRACK if beginning else Status.OFF_TRACK
    towards = 1 if path.goal > path.start else -1
    short = (path.at(day) - number) * towards
    if short <= 0:
        return Status.ON_TRACK
    return Status.AT_RISK if short <= abs(planned) * settings.at_risk else Status.OFF_TRACK
