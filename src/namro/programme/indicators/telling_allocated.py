"""What a target's page shows of what was given out of it: a table of years and units, what it comes
to beside the target in plain words, and all versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from namro.foundation.calendar import CalendarError, Kind
from namro.programme.indicators.allocations import (
    Holding,
    Place,
    decision_of,
    names_of_holders,
    shares_of,
)
from namro.programme.indicators.judging import Judged
from namro.programme.indicators.models import Allocation
from namro.programme.indicators.rules.allocating import compared
from namro.programme.indicators.rules.allocating_words import told
from namro.programme.indicators.rules.errors import TargetError
from namro.programme.indicators.rules.kinds import Comparator
from namro.programme.indicators.rules.showing import amount
from namro.programme.programmes.rules.numbers import Language


@dataclass(frozen=True, slots=True)
class CellShown:
    """One share in the table; `key` leads to its versions."""

    head: str
    value: str = ""
    key: int = 0
    amended: bool = False


@dataclass(frozen=True, slots=True)
class RowShown:
    """One unit, or the programme's own: its shares by year and for the term."""

    name: str
    unit: int | None
    own: bool
    cells: list[CellShown]


@dataclass(frozen=True, slots=True)
class Given:
    """All that was given out of a target. `heads`: the years, as they stand above the table."""

    heads: list[str]
    rows: list[RowShown]
    sums: list[CellShown]
    sentences: list[str]
    undecided: bool


def given_out(judged: Judged, language: Language, term: str) -> Given | None:
    """The table of what was given out; None where nothing was.

    Args:
        term: what the column of the whole term is called.
    """
    counting = {place: each for place, each in judged.places.items() if each.now.value is not None}
    if not counting or judged.problem is not None:
        return None
    names = names_of_holders(counting)
    years = _years(judged, counting)
    places = [*years, None] if any(year is None for year, _holder in counting) else years
    heads = [term if year is None else str(year) for year in places]
    holders = sorted({holder for _year, holder in counting}, key=lambda key: names.get(key, ""))
    rows = [
        RowShown(
            names.get(holder, ""),
            next((each.now.unit_id for (_y, h), each in counting.items() if h == holder), None),
            not holder,
            [
                _cell(counting.get((year, holder)), head, language)
                for year, head in _zip(places, heads)
            ],
        )
        for holder in holders
    ]
    shares = shares_of(counting)
    try:
        laid = compared(judged.target, shares, units_add_up=judged.units_add_up)
    except TargetError as error:
        return Given(heads, rows, [], [error.in_words(language)], undecided=False)
    return Given(
        heads,
        rows,
        _sums(judged, counting, places, heads, language),
        [told(judged.target, each, names, language) for each in laid.laid],
        bool(laid.without_decision),
    )


def _zip(years: list[int | None], heads: list[str]) -> list[tuple[int | None, str]]:
    return list(zip(years, heads, strict=True))


def _years(judged: Judged, places: Mapping[Place, Holding]) -> list[int | None]:
    """The years of the term, and any other that something was given for."""
    found = {year for year, _holder in places if year is not None}
    try:
        found |= {each.year for each in judged.target.span.parts(Kind.YEAR)}
    except CalendarError:
        found.add(judged.target.span.first.year)
    return [*sorted(found)]


def _cell(held: Holding | None, head: str, language: Language) -> CellShown:
    if held is None or held.now.value is None:
        return CellShown(head)
    return CellShown(head, plain(held.now.value, language), held.first.pk, len(held.versions) > 1)


def plain(value: Decimal, language: Language) -> str:
    """A number as it was given."""
    exponent = value.normalize().as_tuple().exponent
    return amount(Fraction(value), "", language, (), max(-int(exponent), 0))


def _sums(
    judged: Judged,
    places: Mapping[Place, Holding],
    years: list[int | None],
    heads: list[str],
    language: Language,
) -> list[CellShown]:
    """What the units' shares come to, column by column, where they add up."""
    target = judged.target
    holders = {holder for _year, holder in places if holder}
    if not judged.units_add_up or target.is_relative or target.comparator.is_rank or not holders:
        return []
    found = []
    for year, head in _zip(years, heads):
        values = [
            each.now.value for (when, holder), each in places.items() if holder and when == year
        ]
        known = [each for each in values if each is not None]
        found.append(CellShown(head, plain(sum(known, Decimal(0)), language) if known else ""))
    return found


def may_be_given(judged: Judged) -> bool:
    """Whether a target can be given out in figures at all."""
    return judged.problem is None and judged.target.comparator is not Comparator.QUALITATIVE


@dataclass(frozen=True, slots=True)
class VersionShown:
    """One version of a share: the number, the document, and who wrote it down and why."""

    number: int
    value: str
    withdrawn: bool
    document: str
    source: str
    reason: str
    by: str
    row: Allocation


def versions_shown(held: Holding, language: Language) -> list[VersionShown]:
    """All versions of a share, the newest first."""
    return [
        VersionShown(
            row.version,
            "" if row.value is None else plain(row.value, language),
            row.value is None,
            decision_of(row),
            row.source,
            row.reason,
            row.given_by,
            row,
        )
        for row in reversed(held.versions)
    ]
