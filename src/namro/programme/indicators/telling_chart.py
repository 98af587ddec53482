"""The chart of a target and the table that says the same: figures, the path and what beside it is
on track, at risk and off track, what was given for years, and when versions came in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from namro.foundation.calendar import CalendarError, Period
from namro.foundation.calendar.periods import year as year_of
from namro.programme.indicators.judging import Judged
from namro.programme.indicators.levels_asked import level_asked
from namro.programme.indicators.rules.observations import Observation
from namro.programme.indicators.rules.paths import Path
from namro.programme.indicators.rules.picture import Chart, chart
from namro.programme.indicators.rules.settings import Settings
from namro.programme.indicators.rules.showing import amount, published_decimals
from namro.programme.programmes.rules.numbers import Language

ONE_DAY = dt.timedelta(days=1)


def chart_of(judged: Judged, versions: Sequence[tuple[dt.date, str]] = ()) -> Chart | None:
    """The chart of a target's first series, or None where there is nothing to draw.

    `versions`: the days from which a later version of the target is in force, and its name.
    """
    target, answer = judged.target, judged.answer
    if judged.problem is not None or answer.aim is None:
        return None
    known = [each for each in judged.figures if each.period.last <= answer.on]
    if not known:
        return None
    whole = [each for each in known if not target.adds_up or _is_whole(each, judged)]
    parts = [each for each in known if each not in whole and _is_last(each, known)]
    return chart(
        whole,
        target.span,
        target.due_on,
        level_asked(judged),
        path_of(judged),
        parts=parts,
        given=[] if target.comparator.is_change else _given(judged),
        versions=versions,
        zoned=answer.aim.low is None or answer.aim.high is None,
        turned=target.comparator.is_rank,
    )


def path_of(judged: Judged) -> Path | None:
    """The path in the figure's own numbers, where the target is judged by one."""
    target, answer = judged.target, judged.answer
    ends = level_asked(judged)
    if not ends or answer.expected is None:
        return None
    goal = ends[0]
    for each in answer.rests_on:
        if each is not answer.figure and each.period.last < target.due_on:
            return _to(each.number, each.period.last, goal, judged)
    base = answer.baseline
    if isinstance(base, Fraction) and target.baseline is not None:
        period = target.baseline.period
        begin = period.last if period is not None else target.span.first - ONE_DAY
        return _to(base, begin, goal, judged)
    return None


def _to(start: Fraction, begin: dt.date, goal: Fraction, judged: Judged) -> Path:
    """Who began where the target is already reached is asked to stay there."""
    aim = judged.answer.aim
    there = aim is not None and not judged.target.comparator.is_change and aim.met_by(start)
    return Path(goal if there else start, begin, goal, judged.target.due_on)


def _is_whole(figure: Observation, judged: Judged) -> bool:
    try:
        whole = Period.of(judged.target.each, figure.period.last)
    except CalendarError:
        return False
    return (whole.first, whole.last) == (figure.period.first, figure.period.last)


def _is_last(figure: Observation, known: Sequence[Observation]) -> bool:
    """Whether nothing later is known of its year."""
    later = [each for each in known if each.period.last.year == figure.period.last.year]
    return all(each.period.last <= figure.period.last for each in later)


def _given(judged: Judged) -> list[tuple[dt.date, Fraction]]:
    """What was given to the years themselves."""
    return sorted(
        (dt.date(year, 12, 31), Fraction(held.now.value))
        for (year, holder), held in judged.places.items()
        if year is not None and not holder and held.now.value is not None
    )


def chart_words(picture: Chart, judged: Judged, language: Language) -> dict[str, object]:
    """What a chart's template writes: the numbers at its side and above its dots, and the table."""
    unit = "%" if judged.target.unit == "%" and not judged.target.comparator.is_change else ""
    places = 0 if all(each.figure.number.denominator == 1 for each in picture.dots) else 1
    top, bottom = picture.band or (0.0, 0.0)
    return {
        "scale": [(y, amount(number, unit, language, (), places)) for y, number in picture.numbers],
        "labelled": [(dot, value_of(dot.figure, language)) for dot in picture.dots],
        "joined": [dot for dot in picture.dots if not dot.part],
        "has_estimate": any(dot.hollow for dot in picture.dots),
        "has_part": any(dot.part for dot in picture.dots),
        "steps": [(step, amount(step.number, "", language)) for step in picture.steps],
        "band_height": bottom - top,
        "by_year": by_year(judged, language),
    }


@dataclass(frozen=True, slots=True)
class YearShown:
    """One year of the chart in the table beside it."""

    year: int
    figure: str
    path: str
    bound: str
    given: str


def by_year(judged: Judged, language: Language) -> list[YearShown]:
    """The chart year by year: the figure, where the path stands, from where it is off track, and
    what was given. Empty where there is neither path nor share: the other tables say it all."""
    path, given = path_of(judged), {day.year: number for day, number in _given(judged)}
    if path is None and not given:
        return []
    figures = {
        (each.period.first, each.period.last): each
        for each in judged.figures
        if each.period.last <= judged.answer.on
    }
    unit = judged.target.unit if not judged.target.comparator.is_change else ""
    shown = []
    for number in range(judged.target.span.first.year, judged.target.due_on.year + 1):
        year = year_of(number)
        day = min(year.last, judged.target.due_on)
        at = path.at(day) if path is not None and path.begin < day else None
        bound = None
        if path is not None and at is not None:
            bound = at - (at - path.start) * Settings().at_risk
        figure = figures.get((year.first, year.last))
        share = given.get(number)
        shown.append(
            YearShown(
                number,
                value_of(figure, language) if figure is not None else "",
                "" if at is None else amount(at, unit, language),
                "" if bound is None else amount(bound, unit, language),
                "" if share is None else amount(share, judged.target.unit, language),
            )
        )
    return shown


def value_of(figure: Observation, language: Language) -> str:
    """A figure without its unit, as its source gave it."""
    return amount(figure.number, "", language, (), published_decimals(figure))
