"""Targets that mean something, and figures about them, for tests of what must always hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from namro.foundation.calendar import Kind, Period
from namro.foundation.calendar.periods import half, month, nine_months, quarter, year, years
from namro.programme.indicators.rules import (
    Baseline,
    Comparator,
    Confidence,
    Judging,
    Measure,
    Observation,
    RangeMeans,
    Stage,
    Target,
    TargetError,
)

SPAN = years(2021, 2023)
DAYS = st.dates(date(2020, 6, 1), date(2025, 6, 30))
VALUES = st.decimals(min_value=-50, max_value=250, places=1, allow_nan=False)
POSITIVE = st.decimals(min_value=0, max_value=250, places=1, allow_nan=False)
ONE_SIDED = (
    Comparator.MORE_THAN,
    Comparator.AT_LEAST,
    Comparator.LESS_THAN,
    Comparator.AT_MOST,
    Comparator.REACH,
    Comparator.INCREASE,
    Comparator.INCREASE_AT_LEAST,
    Comparator.REDUCE,
    Comparator.REDUCE_AT_LEAST,
)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """A period of any length in or about the term."""
    number = draw(st.integers(2019, 2024))
    one = st.sampled_from(
        [
            year(number),
            nine_months(number),
            *(half(number, part) for part in (1, 2)),
            *(quarter(number, part) for part in (1, 2, 3, 4)),
            month(number, 12),
            years(number, number + 2),
        ]
    )
    return draw(st.one_of(st.just(year(number)), one))


@st.composite
def observations(draw: st.DrawFn, values: st.SearchStrategy[Decimal] = VALUES) -> Observation:
    """Any figure that means something."""
    value = draw(values)
    around = draw(st.none() | st.integers(0, 5))
    return Observation(
        period=draw(periods()),
        value=value,
        low=None if around is None else value - around,
        high=None if around is None else value + around,
        part=draw(st.sampled_from(["", "", "", "các sở"])),
        stage=draw(st.sampled_from(Stage)),
        measure=draw(st.sampled_from([Measure.IN_PERIOD, Measure.IN_PERIOD, *Measure])),
        confidence=draw(st.sampled_from(Confidence)),
        published_on=draw(st.none() | DAYS),
        source=draw(st.sampled_from(["", "A", "B"])),
        declared=draw(st.booleans()),
        concept=draw(st.sampled_from(["", "", "mới", "cũ"])),
    )


@st.composite
def targets(draw: st.DrawFn, comparators: tuple[Comparator, ...] = tuple(Comparator)) -> Target:
    """Any target that is not refused."""
    comparator = draw(st.sampled_from(comparators))
    readings = draw(st.lists(st.sampled_from(Judging), min_size=1, max_size=2, unique=True))
    value = draw(st.integers(1, 30).map(Decimal) if comparator.is_rank else POSITIVE)
    about = draw(periods())
    baselines: list[Baseline | None] = [
        None,
        Baseline(previous=True),
        Baseline(period=about),
        Baseline(value=draw(VALUES)),
        Baseline(period=about, value=draw(VALUES)),
    ]
    said: dict[str, Any] = {
        "comparator": comparator,
        "span": SPAN,
        "value": None if comparator is Comparator.QUALITATIVE else value,
        "upper": draw(st.sampled_from([None, value + 5])),
        "unit": draw(st.sampled_from(["%", "điểm %", "căn"])),
        "due": draw(st.sampled_from([None, date(2023, 6, 30), date(2022, 12, 31)])),
        "due_inferred": draw(st.booleans()),
        "readings": tuple(readings),
        "each": draw(st.sampled_from([Kind.YEAR, Kind.YEAR, Kind.HALF_YEAR, Kind.QUARTER])),
        "baseline": draw(st.sampled_from(baselines)),
        "range_means": draw(st.sampled_from(RangeMeans)),
        "fewer_is_better": draw(st.booleans()),
        "decimals": draw(st.none() | st.integers(0, 2)),
        "tolerance": draw(st.sampled_from([Decimal(0), Decimal(1)])),
        "geometric": draw(st.booleans()),
        "adds_up": draw(st.booleans()),
        "concept": draw(st.sampled_from(["", "mới"])),
    }
    try:
        return Target(**_mended(said))
    except TargetError:
        assume(False)
        raise


def _mended(said: dict[str, Any]) -> dict[str, Any]:
    """What would nearly always be refused put right, so that most draws are of use."""
    comparator = said["comparator"]
    readings = said["readings"]
    if comparator not in (Comparator.BETWEEN, Comparator.INCREASE, Comparator.REDUCE):
        said["upper"] = None
    if comparator is Comparator.BETWEEN:
        said["upper"] = said["value"] + 5
    if comparator not in (Comparator.REACH, Comparator.BETWEEN):
        said["fewer_is_better"] = False
        said["tolerance"] = Decimal(0)
    if comparator is Comparator.QUALITATIVE:
        said |= {"readings": (Judging.AT_DUE,), "baseline": None, "geometric": False}
    if comparator.is_rank:
        said["unit"] = "bậc"
    if comparator.is_change:
        readings = tuple(each for each in readings if each is not Judging.CUMULATED)
        said["readings"] = readings or (Judging.EACH_PERIOD,)
        if said["baseline"] is None or Judging.MEAN in said["readings"]:
            said["baseline"] = Baseline(previous=True)
        if said["baseline"].previous:
            rest = tuple(each for each in said["readings"] if each is not Judging.AT_DUE)
            said["readings"] = rest or (Judging.EACH_PERIOD,)
    elif Judging.CUMULATED in readings and said["unit"] == "%":
        said["unit"] = "căn"
    if said["geometric"] and (said["unit"] != "%" or Judging.MEAN not in said["readings"]):
        said["geometric"] = False
    return said


def settled(figure: Observation) -> Observation:
    """The same figure as one that is whole, final and published in its time."""
    return replace(
        figure,
        stage=Stage.FINAL,
        part="",
        concept="",
        source="",
        declared=False,
        published_on=figure.period.last + timedelta(days=60),
    )
