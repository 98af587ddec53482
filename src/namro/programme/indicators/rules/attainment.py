"""The one place where it is decided whether a target is attained."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from namro.programme.indicators.rules import at_due, cumulated, each_period, mean
from namro.programme.indicators.rules.evidence import Question
from namro.programme.indicators.rules.kinds import Flag, Judging, Reason, Status
from namro.programme.indicators.rules.observations import Bridge, Observation, Series
from namro.programme.indicators.rules.results import Attainment
from namro.programme.indicators.rules.settings import Settings
from namro.programme.indicators.rules.targets import Target

Key = TypeVar("Key", bound=Hashable)

_JUDGES = {
    Judging.AT_DUE: at_due.judge,
    Judging.EACH_PERIOD: each_period.judge,
    Judging.CUMULATED: cumulated.judge,
    Judging.MEAN: mean.judge,
}

# Of several series a target needs, the first of these that one of them says is the answer.
_GRAVEST = (
    Status.MISSED,
    Status.NOT_COMPARABLE,
    Status.NEEDS_JUDGEMENT,
    Status.NO_DATA,
    Status.OFF_TRACK,
    Status.AT_RISK,
    Status.ON_TRACK,
    Status.NOT_DUE,
    Status.REACHED,
    Status.EXCEEDED,
)


def attainment(
    target: Target,
    figures: Iterable[Observation],
    on: date,
    known: date | None = None,
    *,
    bridges: Iterable[Bridge] = (),
    settings: Settings = Settings(),  # noqa: B008 - frozen
) -> Attainment:
    """Whether `target` is attained on the day `on`, from what was known by `known`.

    Args:
        target: the version in force (see `targets.in_force`).
        figures: all observations of its indicator, in any order; none is changed.
        on: the day judged. Figures about later days play no role.
        known: what had been published by then counts; None: all that is given.
        bridges: what brings figures over a break in method; only approved ones count.
        settings: thresholds.

    Returns:
        The answer with all that it rests on. Where the words allow two ways of judging and they
        disagree, it needs judgement and holds both.

    Source of the rules: docs/attainment.md; gathered from the programmes' own language
    (standards §2.3) and the principle that null is not zero and an estimate is no verdict.
    """
    asked = {judging: target.read_as(judging) for judging in target.readings}
    return _answer(target, asked, figures, on, known, bridges, settings)


def attainment_of_many(
    target: Target,
    figures: Mapping[Key, Iterable[Observation]],
    on: date,
    known: date | None = None,
    *,
    bridges: Iterable[Bridge] = (),
    settings: Settings = Settings(),  # noqa: B008 - frozen
) -> dict[Key, Attainment]:
    """One target that is asked of many: each unit's figures by the unit's key, and the answers.

    As `attainment` for each; what is the same for all is worked out once.
    """
    asked = {judging: target.read_as(judging) for judging in target.readings}
    approved = tuple(bridges)
    return {
        key: _answer(target, asked, each, on, known, approved, settings)
        for key, each in figures.items()
    }


def _answer(
    target: Target,
    asked: Mapping[Judging, Target],
    figures: Iterable[Observation],
    on: date,
    known: date | None,
    bridges: Iterable[Bridge],
    settings: Settings,
) -> Attainment:
    series = Series.of(figures, known or date.max, target.concept, bridges)
    readings = {
        judging: _JUDGES[judging](Question(read, series, on, settings))
        for judging, read in asked.items()
    }
    answer = replace(_one(readings), on=on)
    if target.due_inferred:
        answer = replace(answer, flags=answer.flags | {Flag.INFERRED_DUE})
    return answer


def _one(readings: dict[Judging, Attainment]) -> Attainment:
    """One answer from the answers to each reading."""
    answers = list(readings.values())
    if len(answers) == 1:
        return answers[0]
    # The periods and the mean are shown whichever reading is meant.
    fullest = readings.get(Judging.EACH_PERIOD, answers[0])
    mean = next((each.mean for each in answers if each.mean is not None), None)
    fullest = replace(fullest, mean=mean)
    if len({each.status for each in answers}) == 1:
        return replace(fullest, readings=readings)
    return replace(
        fullest,
        status=Status.NEEDS_JUDGEMENT,
        reason=Reason.TWO_READINGS,
        judging=None,
        readings=readings,
    )


def together(answers: Sequence[Attainment]) -> Status:
    """The answer for a target that needs several series: reached only when each is.

    Raises:
        ValueError: there is none.
    """
    if not answers:
        raise ValueError("A target that needs several series needs at least one.")
    told = {each.status for each in answers}
    return next(status for status in _GRAVEST if status in told)
