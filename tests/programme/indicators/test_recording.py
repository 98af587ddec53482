"""Recording figures: all or nothing, twice changes nothing, none is ever written over."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from namro.foundation.accounts.models import User
from namro.programme.indicators.actions import define, record
from namro.programme.indicators.models import Indicator, Observation
from namro.programme.indicators.refusals import FiguresRefused

pytestmark = pytest.mark.django_db

HEADS = ["indicator", "scope", "period", "value", "stage", "published_on", "source"]


@pytest.fixture
def sipas(secretariat: User) -> Indicator:
    made, new = define(secretariat, "sipas", reason="thử", name="SIPAS", unit="%", kind="index")
    assert new
    return made


def figures(period: str, value: str, stage: str = "", published: str = "") -> list[list[str]]:
    return [HEADS, ["sipas", "Hà Nội", period, value, stage, published, "Bộ Nội vụ"]]


@pytest.mark.usefixtures("sipas")
def test_twice_changes_nothing(secretariat: User) -> None:
    table = figures("2023", "83.57")
    assert record(secretariat, table, reason="thử").added == 1
    again = record(secretariat, table, reason="thử")
    assert (again.added, again.unchanged) == (0, 1)
    assert Observation.objects.count() == 1


@pytest.mark.usefixtures("sipas")
def test_another_figure_of_the_same_source_is_refused_unless_it_is_a_correction(
    secretariat: User,
) -> None:
    record(secretariat, figures("2023", "83.57"), reason="thử")
    with pytest.raises(FiguresRefused) as refused:
        record(secretariat, figures("2023", "84"), reason="thử")
    assert refused.value.errors[0].column == "value"
    assert "corrected" in refused.value.errors[0].message("vi")
    record(secretariat, figures("2023", "84", "corrected", "2024-06-01"), reason="đính chính")
    assert sorted(str(each.value) for each in Observation.objects.all()) == [
        "83.57000000",
        "84.00000000",
    ]


@pytest.mark.usefixtures("sipas")
def test_one_wrong_row_and_nothing_is_recorded_and_every_fault_is_named(
    secretariat: User,
) -> None:
    table = [
        HEADS,
        *figures("2023", "83.57")[1:],
        *figures("năm nào", "84")[1:],
        *figures("2024", "84,5")[1:],
        *figures("2024", "84.5", "chắc chắn")[1:],
        *figures("2024", "84.5", "", "31/02/2024")[1:],
    ]
    with pytest.raises(FiguresRefused) as refused:
        record(secretariat, table, reason="thử")
    assert [(each.row, each.column) for each in refused.value.errors] == [
        (3, "period"),
        (4, "value"),
        (5, "stage"),
        (6, "published_on"),
    ]
    assert not Observation.objects.exists()


def test_an_indicator_nobody_defined_is_named(secretariat: User) -> None:
    with pytest.raises(FiguresRefused) as refused:
        record(secretariat, figures("2023", "83.57"), reason="thử")
    assert "sipas" in refused.value.errors[0].message("en")


@pytest.mark.usefixtures("sipas")
def test_zero_is_a_figure_and_empty_is_none(secretariat: User) -> None:
    record(secretariat, figures("2022", "0"), reason="thử")
    assert Observation.objects.get().value == 0
    with pytest.raises(FiguresRefused):
        record(secretariat, figures("2023", ""), reason="thử")


@pytest.mark.usefixtures("sipas")
def test_the_database_refuses_to_change_or_delete_a_figure(secretariat: User) -> None:
    record(secretariat, figures("2023", "83.57"), reason="thử")
    with pytest.raises(DatabaseError), transaction.atomic():
        Observation.objects.update(value=99)
    with pytest.raises(DatabaseError), transaction.atomic():
        Observation.objects.all().delete()
    assert str(Observation.objects.get().value) == "83.57000000"


def test_who_may_not_record_records_nothing(
    make_user: Callable[..., User], sipas: Indicator
) -> None:
    reader = make_user("nguoi-doc-khac", "reader")
    with pytest.raises(PermissionDenied):
        record(reader, figures("2023", "83.57"), reason="thử")
    with pytest.raises(PermissionDenied):
        define(reader, "khac", reason="thử", name="Khác", kind="count")
    assert not Observation.objects.exists()
    assert list(Indicator.objects.all()) == [sipas]
