"""Boundaries of units: matched by code on a day, kept whole or not at all, with their history."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.history.registering import entries_of
from namro.foundation.organisations.actions_boundaries import Done, Origin, record_boundaries
from namro.foundation.organisations.actions_withdrawing import withdraw_unit
from namro.foundation.organisations.boundaries import match, shapes_on
from namro.foundation.organisations.models import Boundary, Unit
from namro.foundation.organisations.refusals import OrganisationRefused
from namro.foundation.organisations.rules.geojson import Shape, read
from tests.foundation.organisations.conftest import DAY, WHY
from tests.foundation.organisations.test_boundary_rules import collection, feature, square
from tests.foundation.organisations.test_cli import run

pytestmark = pytest.mark.django_db
ORIGIN = Origin("Bộ dữ liệu thử", "CC0", "https://example.org/map", dt.date(2025, 6, 1))
HERE: Shape = [[square(105, 21)]]
THERE: Shape = [[square(106, 21)]]


def held(unit: Unit) -> list[tuple[dt.date | None, dt.date | None, Shape]]:
    rows = Boundary.objects.filter(unit=unit).order_by("valid_to")
    return [(each.valid_from, each.valid_to, each.shape) for each in rows]


def keep(operator: Operator, unit: Unit, shape: Shape, on: dt.date = DAY, **how: bool) -> Done:
    return record_boundaries(operator, {unit.pk: shape}, on, ORIGIN, reason=WHY, **how)


def test_a_boundary_holds_as_long_as_its_unit_and_the_same_again_changes_nothing(
    operator: Operator, city: dict[str, Unit]
) -> None:
    unit = city["00001"]
    assert keep(operator, unit, HERE) == Done(added=1)
    assert keep(operator, unit, HERE) == Done(unchanged=1)
    assert held(unit) == [(None, None, HERE)]
    assert shapes_on([unit.pk], dt.date(1990, 1, 1)) == {unit.pk: HERE}
    assert entries_of(Boundary).filter(unit=unit).count() == 1


def test_another_is_refused_unless_it_is_to_take_its_place_and_the_history_keeps_both(
    operator: Operator, city: dict[str, Unit]
) -> None:
    unit = city["00001"]
    keep(operator, unit, HERE)
    shapes = {city["00002"].pk: HERE, unit.pk: THERE}
    with pytest.raises(OrganisationRefused) as refused:
        record_boundaries(operator, shapes, DAY, ORIGIN, reason=WHY)
    assert "1 đơn vị (như 00001) đã có ranh giới khác" in refused.value.message("vi")
    assert not held(city["00002"])
    assert keep(operator, unit, THERE, replace=True) == Done(replaced=1)
    assert held(unit) == [(None, None, THERE)]
    entries = entries_of(Boundary).filter(unit=unit).order_by("pgh_id")
    assert list(entries.values_list("shape", flat=True)) == [HERE, THERE]


def test_a_change_leaves_the_boundary_before_to_the_days_before(
    operator: Operator, city: dict[str, Unit]
) -> None:
    unit, eve = city["00001"], DAY - dt.timedelta(days=1)
    keep(operator, unit, HERE, dt.date(2020, 1, 1))
    assert keep(operator, unit, THERE, changed=True) == Done(added=1)
    assert held(unit) == [(None, eve, HERE), (DAY, None, THERE)]
    assert keep(operator, unit, THERE, changed=True) == Done(unchanged=1)
    # The day on which it changed again may lie before or after what is known.
    keep(operator, unit, HERE, dt.date(2030, 1, 1), changed=True)
    assert [each[:2] for each in held(unit)] == [
        (None, eve),
        (DAY, dt.date(2029, 12, 31)),
        (dt.date(2030, 1, 1), None),
    ]


def test_what_is_known_only_since_a_day_is_completed_before_it(
    operator: Operator, city: dict[str, Unit]
) -> None:
    unit = city["00001"]
    keep(operator, unit, THERE, changed=True)
    keep(operator, unit, HERE, dt.date(2020, 1, 1))
    assert held(unit) == [(None, DAY - dt.timedelta(days=1), HERE), (DAY, None, THERE)]


def test_the_database_refuses_two_boundaries_on_one_day(
    operator: Operator, city: dict[str, Unit]
) -> None:
    keep(operator, city["00001"], HERE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Boundary.objects.create(
            unit=city["00001"], valid_from=DAY, shape=HERE, points=5, source="x"
        )


def test_refusals_leave_nothing(
    operator: Operator, city: dict[str, Unit], reader: User, secretariat: User
) -> None:
    unit = city["00001"]
    shapes = {unit.pk: HERE}
    with pytest.raises(PermissionDenied):
        record_boundaries(reader, shapes, DAY, ORIGIN, reason=WHY)
    for origin, reason, code in (
        (Origin(" "), WHY, "no_source"),
        (Origin("x", link="javascript:alert(1)"), WHY, "no_address"),
        (ORIGIN, "  ", "no_reason"),
    ):
        with pytest.raises(OrganisationRefused) as refused:
            record_boundaries(operator, shapes, DAY, origin, reason=reason)
        assert refused.value.code == code
    Unit.objects.filter(pk=city["00002"].pk).update(valid_to=dt.date(2020, 1, 1))
    with pytest.raises(OrganisationRefused) as refused:
        record_boundaries(operator, shapes | {city["00002"].pk: THERE}, DAY, ORIGIN, reason=WHY)
    assert refused.value.code == "not_alive"
    assert not Boundary.objects.exists()
    assert record_boundaries(secretariat, shapes, DAY, ORIGIN, reason=WHY).added == 1


def test_withdrawing_a_unit_that_never_was_takes_its_boundary_along(
    operator: Operator, city: dict[str, Unit]
) -> None:
    keep(operator, city["00001"], HERE)
    withdraw_unit(operator, city["00001"], reason=WHY)
    assert not Boundary.objects.exists()
    assert entries_of(Boundary).filter(pgh_label="delete").count() == 1


def test_matching_says_what_is_unknown_differs_and_is_covered(city: dict[str, Unit]) -> None:
    found = match(
        read(
            collection(
                feature("00001", name="Phường Đơn vị 00001"),
                feature("00002", name="Phường Khác hẳn"),
                feature("00003"),
                feature("99999", name="Ở nơi khác"),
            )
        ),
        DAY,
    )
    assert [each.outline.code for each in found.matches] == ["00001", "00002", "00003"]
    assert [each.outline.code for each in found.differing] == ["00002"]
    assert [each.code for each in found.unknown] == ["99999"]
    assert [each[1:] for each in found.covered] == [(3, 4)]


def test_as_many_queries_for_four_units_as_for_one(
    operator: Operator, city: dict[str, Unit]
) -> None:
    def asked(codes: list[str]) -> int:
        shapes = {city[code].pk: HERE for code in codes}
        with CaptureQueriesContext(connection) as queries:
            record_boundaries(operator, shapes, DAY, ORIGIN, reason=WHY)
        return len(queries)

    assert asked(["00001"]) == asked(["00002", "00003", "00004"]) <= 12


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ranh-gioi.geojson"
    path.write_bytes(collection(feature("00001"), feature("00002", 106)))
    return path


def test_the_command_checks_first_and_then_keeps(city: dict[str, Unit], file: Path) -> None:
    tried = run("boundaries", str(file), "--on", "2025-07-01", "--dry-run")
    assert tried.exit_code == 0
    assert "2/4" in tried.stdout
    assert "chưa ghi gì" in tried.stdout
    assert not Boundary.objects.exists()
    assert run("boundaries", str(file)).exit_code == 2  # no source
    words = ("--source", "Thử", "--licence", "CC0", "--source-date", "1/6/2025")
    done = run("boundaries", str(file), *words, language="en_US.UTF-8")
    assert done.exit_code == 0
    assert "Loaded 2 new boundaries" in done.stdout
    assert Boundary.objects.get(unit=city["00001"]).source_date == dt.date(2025, 6, 1)


def test_the_command_refuses_what_does_not_match(city: dict[str, Unit], tmp_path: Path) -> None:
    path = tmp_path / "sai.geojson"
    words = ("--source", "Thử")

    def told(content: bytes, *more: str) -> tuple[int, str]:
        path.write_bytes(content)
        result = run("boundaries", str(path), *words, *more)
        return result.exit_code, result.stderr

    unknown = collection(feature("00001"), feature("77777", name="Ở nơi khác"))
    code, said = told(unknown)
    assert code == 2
    assert "Ranh giới thứ 2: không có đơn vị nào mang mã 77777 (Ở nơi khác)" in said
    other = collection(feature("00001", name="Phường Khác hẳn"))
    code, said = told(other)
    assert code == 2
    assert "mã 00001" in said
    assert "Đơn vị 00001, tệp ghi Phường Khác hẳn" in said
    code, said = told(collection(feature("00001"), feature(2)))
    assert code == 2
    assert "mã được ghi dạng số (2)" in said
    assert "Không có gì được nạp" in said
    assert told(json.dumps({}).encode())[0] == 2
    assert told(unknown, "--on", "hôm qua")[0] == 2
    assert not Boundary.objects.exists()
    assert told(unknown, "--skip-unknown")[0] == 0
    code, said = told(other, "--despite-names", "--licence", "CC0")
    assert code == 2
    assert "--replace" in said
    assert told(other, "--despite-names", "--licence", "CC0", "--replace")[0] == 0
    assert Boundary.objects.count() == 1


@pytest.mark.shared
def test_the_real_boundaries_of_hanoi_s_communes_and_districts(shared: Path) -> None:
    from namro.sample.load import load_organisations

    load_organisations()
    words = ("--source", "vietnamese-provinces-database")
    for name, day, expected in (
        ("hanoi_communes_2025", "2025-07-01", "126/126"),
        ("hanoi_districts_pre2025", "2024-12-31", "30/30"),
    ):
        path = shared / "data" / "units" / f"{name}.simplified.geojson"
        result = run("boundaries", str(path), *words, "--on", day)
        assert result.exit_code == 0, result.stderr
        assert expected in result.stdout
    assert Boundary.objects.count() == 156
    # On a day before, the codes of communes are other units'.
    communes = shared / "data" / "units" / "hanoi_communes_2025.simplified.geojson"
    wrong = run("boundaries", str(communes), *words, "--on", "2024-12-31")
    assert wrong.exit_code == 2
    assert "mã 00004" in wrong.stderr
