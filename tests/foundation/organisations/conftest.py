"""A small city: districts, communes, departments, and somebody who may change them."""

from __future__ import annotations

import datetime as dt

import pytest

from namro.foundation.accounts.operators import Operator
from namro.foundation.organisations.actions import found
from namro.foundation.organisations.choices import Block, Hierarchy, Kind
from namro.foundation.organisations.keeping import Basis, New, Under
from namro.foundation.organisations.models import Unit

BASIS = Basis(number="01/NQ", source="https://example.org/01")
WHY = "to test"
DAY = dt.date(2025, 7, 1)
BEFORE = dt.date(2025, 6, 30)
TERRITORY = Hierarchy.TERRITORY


def new(
    code: str,
    parent: str | None,
    order: int = 0,
    kind: Kind = Kind.COMMUNE,
    hierarchy: Hierarchy = TERRITORY,
) -> New:
    return New(
        code, f"Đơn vị {code}", kind, Block.COMMUNES, (Under(hierarchy, parent, order),), "test"
    )


def unit(code: str) -> Unit:
    """The one unit of that code that has not ended."""
    return Unit.objects.get(code=code, valid_to__isnull=True)


@pytest.fixture
def operator() -> Operator:
    return Operator("tests")


@pytest.fixture
def city(db: None, operator: Operator) -> dict[str, Unit]:
    """City 01, districts 001 and 002 (in this order), communes 00001 to 00004."""
    units = found(
        operator,
        [
            new("01", None, kind=Kind.PROVINCE),
            new("002", "01", 2, Kind.DISTRICT),
            new("001", "01", 1, Kind.DISTRICT),
            new("00001", "001", 2),
            new("00002", "001", 1),
            new("00003", "002", 1),
            new("00004", "002", 2),
        ],
        None,
        reason=WHY,
    )
    return {unit.code: unit for unit in units}
