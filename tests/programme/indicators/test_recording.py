"""Recording figures: all or nothing, twice changes nothing, none is ever written over."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from typer.testing import CliRunner

from namro.foundation.accounts.models import User
from namro.programme.indicators.actions import define
from namro.programme.indicators.actions_figures import record, replace, try_out
from namro.programme.indicators.cli_figures import app
from namro.programme.indicators.models import Indicator, Observation
from namro.programme.indicators.refusals import FiguresRefused, IndicatorRefused

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
        *figures("2024", "84,5,5")[1:],
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


@pytest.mark.usefixtures("sipas")
def test_a_table_as_officials_write_it(secretariat: User) -> None:
    table = [
        ["Chỉ số", "Về", "Kỳ", "Giá trị", "Bước", "Tin cậy", "Ngày công bố", "Nguồn", "Liên kết"],
        [
            *("SIPAS", "Hà Nội", "quý II/2024", "1.083,57", "ước thực hiện", "trung bình"),
            *("17/04/2024", "Bộ Nội vụ", "https://moha.gov.vn/x"),
        ],
        ["sipas", "Hà Nội", "6 tháng 2024", "9.370", "sơ bộ", "", "", "Bộ Nội vụ", ""],
    ]
    assert record(secretariat, table, reason="thử").added == 2
    quarter, half = Observation.objects.order_by("pk")
    assert (quarter.value, quarter.stage, quarter.confidence) == (
        Decimal("1083.57"),
        "estimate",
        "medium",
    )
    assert (quarter.first_day.isoformat(), quarter.last_day.isoformat()) == (
        "2024-04-01",
        "2024-06-30",
    )
    assert quarter.link == "https://moha.gov.vn/x"
    assert half.value == 9370  # as the other number of the table is written


@pytest.mark.usefixtures("sipas")
def test_a_number_that_reads_in_two_ways_is_refused_at_its_cell(secretariat: User) -> None:
    with pytest.raises(FiguresRefused) as refused:
        record(secretariat, figures("2024", "9.370"), reason="thử")
    assert (
        refused.value.errors[0].message("vi").startswith("Dòng 2, cột “giá trị (value)”: “9.370”")
    )
    assert not Observation.objects.exists()


@pytest.mark.usefixtures("sipas")
def test_a_wrong_figure_is_replaced_for_all_days_and_stays_in_sight(secretariat: User) -> None:
    record(secretariat, figures("2023", "38.57", "", "2024-04-17"), reason="thử")
    wrong = Observation.objects.get()
    right = figures("2023", "83.57", "", "2024-04-17")
    with pytest.raises(IndicatorRefused, match="Write why"):
        replace(secretariat, wrong, right, reason=" ")
    with pytest.raises(IndicatorRefused, match="Nothing differs"):
        replace(secretariat, wrong, figures("2023", "38.57", "", "2024-04-17"), reason="nhầm")
    made = replace(secretariat, wrong, right, reason="gõ nhầm hai chữ số")
    assert made.supersedes == wrong
    assert list(Observation.objects.standing()) == [made]
    assert Observation.objects.count() == 2
    with pytest.raises(IndicatorRefused, match="replaced before"):
        replace(secretariat, wrong, figures("2023", "84"), reason="lần nữa")
    # The file with the mistake, and the one without, are both recorded already.
    for table in (figures("2023", "38.57", "", "2024-04-17"), right):
        assert record(secretariat, table, reason="nạp lại").added == 0


@pytest.mark.usefixtures("sipas")
def test_a_trial_keeps_nothing(secretariat: User) -> None:
    assert try_out(secretariat, figures("2023", "83.57")).added == 1
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "rank", "over_time": "sum"}, "over_time"),
        ({"kind": "index", "over_units": "sum"}, "over_units"),
        ({"kind": "count", "over_units": "weighted"}, "over_units"),
    ],
)
def test_what_means_nothing_together_is_refused_on_its_field(
    secretariat: User, said: dict[str, str], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        define(secretariat, "x", reason="thử", name="X", **said)
    assert list(refused.value.message_dict) == [field]


def test_the_command_records_all_or_nothing(tmp_path: Path, sipas: Indicator) -> None:
    file = tmp_path / "so-lieu.csv"
    file.write_text("chỉ số;về;kỳ;giá trị;nguồn\nsipas;Hà Nội;2023;83,57;Bộ Nội vụ\n", "utf-8")
    runner = CliRunner()
    assert runner.invoke(app, ["indicators", "record", str(file)]).exit_code == 0
    assert Observation.objects.get().value == Decimal("83.57")
    file.write_text(file.read_text("utf-8") + "sipas;Hà Nội;2025;x;Bộ Nội vụ\n", "utf-8")
    refused = runner.invoke(app, ["indicators", "record", str(file)])
    assert refused.exit_code == 2
    assert "Dòng 3" in refused.stderr
    assert Observation.objects.count() == 1
