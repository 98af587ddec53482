"""One target asked of many units: the answers are those of each alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from namro.foundation.calendar.periods import year, years
from namro.programme.indicators.rules import (
    Baseline,
    Bridge,
    Comparator,
    Judging,
    Observation,
    Status,
    Target,
    attainment,
    attainment_of_many,
)

RISE = Target(
    Comparator.IMPROVE_RANK_AT_LEAST,
    span=years(2021, 2025),
    value=Decimal(5),
    unit="bậc",
    readings=(Judging.EACH_PERIOD, Judging.MEAN),
    baseline=Baseline(previous=True),
    concept="mới",
)


def _ranks(*numbers: int, concept: str = "") -> list[Observation]:
    return [
        Observation(year(2020 + place), Decimal(number), concept=concept)
        for place, number in enumerate(numbers)
    ]


def test_each_unit_has_the_answer_it_has_alone() -> None:
    figures = {
        "01": _ranks(48, 9, 12, 15, 29),
        "02": _ranks(48, 43, 38, 33, 28),
        "03": _ranks(3, 1, 1, 1, 1),
        "04": [],
        "05": _ranks(48, 43, 38, 33, 28, concept="cũ"),
    }
    bridges = (Bridge("cũ", "mới", approved_by="12/QĐ-UBND") for _ in range(1))
    on = date(2024, 12, 31)
    answers = attainment_of_many(RISE, figures, on, bridges=bridges)
    bridge = Bridge("cũ", "mới", approved_by="12/QĐ-UBND")
    alone = {key: attainment(RISE, each, on, bridges=[bridge]) for key, each in figures.items()}
    assert answers == alone
    assert answers["04"].status is Status.NO_DATA
    assert answers["05"].periods[0].status is Status.REACHED
    assert len({each.status for each in answers.values()}) > 1
