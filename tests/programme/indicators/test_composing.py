"""Composite indices from their parts."""

from __future__ import annotations

import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from namro.programme.indicators.rules.composing import rounding_bound, total, weighted
from namro.programme.indicators.rules.errors import TargetError


def test_a_sum_and_a_weighted_mean() -> None:
    assert total([Decimal("5.5"), Decimal("6.25")]) == Fraction("11.75")
    assert weighted([Decimal(6), Decimal(8)], [Decimal(5), Decimal(20)], 10) == 76


def test_nothing_to_compose_is_refused() -> None:
    with pytest.raises(TargetError):
        total([])
    with pytest.raises(TargetError, match="2 thành phần"):
        weighted([Decimal(1), Decimal(2)], [Decimal(1)])


@pytest.mark.shared
def test_papi_of_every_complete_province_and_year(shared: Path) -> None:
    """The published totals, as exactly as six published decimals of each part allow."""
    with (shared / "data/facts/papi_dimensions.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["completeness"] == "đủ"]
    assert len(rows) > 800
    for row in rows:
        parts = [Decimal(row[name]) for name in row if name[:1] == "D" and row[name]]
        assert len(parts) in (6, 8)
        difference = abs(total(parts) - Fraction(row["total"]))
        assert difference < rounding_bound(len(parts), 6), row


@pytest.mark.shared
def test_pci_of_every_complete_province_and_year(shared: Path) -> None:
    with (shared / "data/facts/pci_components.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if "_w" in name]
    weights = [Decimal(name.rpartition("_w")[2]) for name in names]
    complete = [row for row in rows if all(row[name] for name in names)]
    assert len(complete) > 250
    for row in complete:
        parts = [Decimal(row[name]) for name in names]
        found = weighted(parts, weights, 10)
        # Each part was rounded to six decimals before it was weighted, and told of 100.
        assert abs(found - Fraction(row["pci_recomputed"])) <= 10 * rounding_bound(1, 6), row
