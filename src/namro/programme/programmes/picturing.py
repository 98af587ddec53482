"""The pictures of a programme's page, from its rows: who leads how much, the line of years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from namro.foundation.interface.text import identity_key
from namro.programme.programmes.models import Deliverable, Programme, RoadmapStep, Target
from namro.programme.programmes.places import address_of, name_of
from namro.programme.programmes.rules import pictures
from namro.programme.programmes.rules.due_order import last_day
from namro.programme.programmes.tables import due_year

MOST_YEARS = 30


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step of the roadmap on the line of years (`span` None: it names no year)."""

    row: RoadmapStep
    name: str
    address: str
    span: pictures.Span | None


@dataclass(frozen=True, slots=True)
class YearShown:
    """One year: where it begins on the line, and how much is due in it."""

    year: int
    x: float
    deliverables: int
    targets: int


@dataclass(frozen=True, slots=True)
class Line:
    """The line of years."""

    years: list[YearShown]
    steps: list[StepShown]


def leads(deliverables: Sequence[Deliverable]) -> pictures.Stack:
    """Who leads how much and of what kind; spellings of one name are one bar, the first's."""
    leads = [row.lead_text.strip() for row in deliverables]
    # Few organisations lead many rows: each spelling is looked at once.
    keys = {lead: identity_key(lead) for lead in set(leads)}
    names: dict[str, str] = {}
    for lead in leads:
        names.setdefault(keys[lead], lead)
    pairs = [
        (names[keys[lead]], row.kind.strip()) for lead, row in zip(leads, deliverables, strict=True)
    ]
    return pictures.stacked(pairs)


def line(
    programme: Programme,
    steps: Sequence[RoadmapStep],
    deliverables: Sequence[Deliverable],
    targets: Sequence[Target],
) -> Line:
    """The roadmap on a line of years, with what is due in each year."""
    due: dict[int, int] = {}
    # Many rows are due on few days: each wording is read once.
    for words, rows in Counter(row.due_text for row in deliverables).items():
        day = last_day(words)
        if day is not None:
            due[day.year] = due.get(day.year, 0) + rows
    wanted: dict[int, int] = {}
    for target in targets:
        year = due_year(target)
        if year is not None:
            wanted[year] = wanted.get(year, 0) + 1
    years = pictures.years_of(
        [(step.from_year, step.to_year) for step in steps],
        programme.period_start,
        programme.period_end,
    )
    if not years and (due or wanted):
        years = pictures.years_of([], *due, *wanted)
    if len(years) > MOST_YEARS:
        # A misread year must not stretch the line beyond sense.
        years = range(years[-1] - MOST_YEARS + 1, years[-1] + 1)
    return Line(
        [
            YearShown(year, place.x, due.get(year, 0), wanted.get(year, 0))
            for year in years
            if (place := pictures.span(year, year, years)) is not None
        ],
        [
            StepShown(
                step,
                name_of(step),
                address_of(step, programme.at),
                pictures.span(step.from_year, step.to_year, years),
            )
            for step in steps
        ],
    )
