"""What the database itself refuses, whoever writes, and two of them at once."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from namro.foundation.accounts.operators import Operator
from namro.foundation.organisations.actions import found
from namro.foundation.organisations.choices import Kind
from namro.foundation.organisations.models import Event, EventPart, Place, Unit, UnitName
from tests.foundation.organisations.conftest import BEFORE, DAY, WHY, new

City = dict[str, Unit]
LATER = dt.date(2026, 1, 1)


def test_one_parent_in_a_hierarchy_on_any_day(city: City) -> None:
    """Overlapping, adjacent and of another hierarchy: only the first is refused."""
    Place.objects.filter(unit=city["00001"]).update(valid_to=BEFORE)
    with pytest.raises(IntegrityError, match="one_parent_territory"), transaction.atomic():
        _place(city, "002", BEFORE, None)
    with pytest.raises(IntegrityError, match="one_parent_territory"), transaction.atomic():
        _place(city, "002", None, dt.date(2000, 1, 1))
    _place(city, "002", DAY, None)
    _place(city, "002", None, None, hierarchy="state")
    with pytest.raises(IntegrityError, match="one_parent_state"), transaction.atomic():
        _place(city, "001", LATER, LATER, hierarchy="state")


def _place(
    city: City, parent: str, first: dt.date | None, last: dt.date | None, **changed: Any
) -> Place:
    values = {"hierarchy": "territory", "order": 1} | changed
    return Place.objects.create(
        unit=city["00001"], parent=city[parent], valid_from=first, valid_to=last, **values
    )


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Unit, {"code": "00001", "valid_from": LATER}),
        (Unit, {"code": ""}),
        (Unit, {"code": "9", "kind": "ministry"}),
        (Unit, {"code": "9", "block": "none"}),
        (Unit, {"code": "9", "valid_from": LATER, "valid_to": DAY}),
        (UnitName, {"name": "Tên khác", "valid_from": LATER}),
        (UnitName, {"name": "", "valid_from": LATER}),
        (Place, {"hierarchy": "church", "order": 1}),
        (Place, {"hierarchy": "party", "order": -1}),
        (Event, {"key": "a", "kind": "founded", "on": DAY}),
        (Event, {"key": "a", "kind": "wished", "on": DAY, "source": "x"}),
    ],
)
def test_rows_that_cannot_be(city: City, model: Any, values: dict[str, Any]) -> None:
    common: dict[Any, dict[str, Any]] = {
        Unit: {"kind": "commune", "block": "communes"},
        UnitName: {"unit": city["00001"]},
        Place: {"unit": city["00001"]},
        Event: {"recorded_by": "x"},
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**common[model] | values)


@pytest.mark.parametrize(
    "values",
    [
        {"basis": "population"},
        {"share_numerator": 1, "share_denominator": 2},
        {"basis": "area", "share_numerator": 3, "share_denominator": 2},
        {"basis": "area", "share_numerator": 0, "share_denominator": 2},
        {"estimated_by": "A"},
        {"predecessor": None, "successor": None},
    ],
)
def test_a_share_has_a_basis_and_what_has_none_has_no_share(
    city: City, values: dict[str, Any]
) -> None:
    event = Event.objects.create(key="a", kind="split", on=DAY, source="x", recorded_by="x")
    ends = {"predecessor": city["00001"], "successor": city["00002"]}
    with pytest.raises(IntegrityError), transaction.atomic():
        EventPart.objects.create(event=event, **ends | values)
    EventPart.objects.create(event=event, **ends)
    with pytest.raises(IntegrityError), transaction.atomic():
        EventPart.objects.create(event=event, **ends)


def test_a_unit_is_not_its_own_parent_and_none_is_deleted(city: City) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        _place(city, "00001", None, None, hierarchy="party")
    with pytest.raises(IntegrityError), transaction.atomic():
        city["001"].delete()


@pytest.mark.django_db(transaction=True)
def test_two_transactions_at_once_cannot_give_a_unit_two_parents() -> None:
    """Neither sees the other's row, and the second to write waits for the first and is refused."""
    units = found(
        Operator("tests"),
        [new("01", None, kind=Kind.PROVINCE), new("001", "01"), new("002", "01")],
        None,
        reason=WHY,
    )
    lone = found(Operator("tests"), [new("9", None)], None, reason=WHY)[0]
    Place.objects.filter(unit=lone).update(valid_to=BEFORE)
    both_began, said = threading.Barrier(2), []

    def put_under(parent: Unit) -> None:
        try:
            with transaction.atomic():
                # Both look first: neither sees a place on that day.
                assert not Place.objects.filter(unit=lone).on(DAY).exists()
                both_began.wait(timeout=30)
                Place.objects.create(
                    unit=lone, hierarchy="territory", parent=parent, order=1, valid_from=DAY
                )
            said.append("kept")
        except IntegrityError as error:
            said.append("refused" if "one_parent_territory" in str(error) else str(error))
        except OperationalError as error:
            # Each waits for the other's row: the database ends one of the two.
            said.append("refused" if "deadlock" in str(error) else str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=put_under, args=[parent]) for parent in units[1:]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(said) == ["kept", "refused"]
    assert Place.objects.filter(unit=lone).on(DAY).count() == 1
