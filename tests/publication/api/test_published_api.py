"""What is published, for programs: JSON, CSV and SDMX-JSON."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.calendar import Span, parse
from namro.foundation.organisations.models import Unit
from namro.programme.indicators.collection import actions_sheets
from namro.programme.indicators.collection.models import Round
from namro.programme.indicators.models import Indicator
from namro.programme.indicators.rules import sdmx
from tests.programme.indicators.collection.conftest import fill, publish
from tests.publication.api.conftest import Program

pytestmark = pytest.mark.django_db
Programs = Callable[..., Program]


@pytest.fixture
def published(operator: Operator, round_: Round) -> Round:
    """Three communes are in; a fourth is entered and not approved."""
    publish(operator, round_, "00001", 10, (8, 9))
    publish(operator, round_, "00002", "2.5", (1, 3))
    publish(operator, round_, "00003", 7, (2, 2))
    fill(operator, round_, "00004", 4444, (4444, 4445))
    return round_


def test_figures_are_filtered_and_paged(program: Programs, reader: User, published: Round) -> None:
    reads = program(reader, read_only=True)
    keys = [each["key"] for each in reads.get("indicators")["items"]]
    assert keys == ["ho-so", "dung-han", "so-ngay", "lau-nhat"]
    assert reads.get("indicators/ho-so")["unit"] == "hồ sơ"
    first = reads.get("indicators/ho-so/observations?limit=2")
    rest = reads.get(f"indicators/ho-so/observations?limit=2&after={first['next']}")
    assert [each["value"] for each in first["items"] + rest["items"]] == ["10", "2.5", "7"]
    assert rest["next"] is None
    of_unit = reads.get("indicators/dung-han/observations?unit=00001")["items"]
    assert [(each["numerator"], each["denominator"]) for each in of_unit] == [("8", "9")]
    assert of_unit[0]["period"] == str(published.first_day)[:7]
    assert reads.get("indicators/ho-so/observations?first=2099")["items"] == []
    assert reads.get("indicators/ho-so/observations?last=1999")["items"] == []
    assert reads.get("indicators/ho-so/observations?known_on=2020-01-01")["items"] == []


def test_a_superseded_figure_is_told_only_as_of_its_time(
    program: Programs, reader: User, operator: Operator, published: Round
) -> None:
    sheet = actions_sheets.correct(operator, published.sheets.get(unit__code="00001").pk, "sai")
    fill(operator, published, "00001", 11)
    actions_sheets.submit(operator, sheet.pk, reason="x")
    for _step in published.form.steps:
        actions_sheets.approve(operator, sheet.pk, reason="x")
    reads = program(reader)
    of_unit = reads.get("indicators/ho-so/observations?unit=00001")["items"]
    assert [(each["value"], each["stage"]) for each in of_unit] == [("11", "corrected")]
    today = dt.date.today().isoformat()  # noqa: DTZ011
    as_known = reads.get(f"indicators/ho-so/observations?unit=00001&known_on={today}")["items"]
    assert [each["value"] for each in as_known] == ["11"]


def test_a_restricted_indicator_is_not_there_for_who_may_not_read_it(
    program: Programs, reader: User, secretariat: User, published: Round
) -> None:
    Indicator.objects.filter(key="ho-so").update(level="restricted")
    for part in ("", "/observations", "/observations.csv", "/observations.sdmx.json", "/totals"):
        assert program(reader).ask("get", f"indicators/ho-so{part}").status_code == 404
        assert program(secretariat).ask("get", f"indicators/ho-so{part}").status_code == 200
    for user, listed in ((secretariat, True), (reader, False)):
        keys = [each["key"] for each in program(user).get("indicators")["items"]]
        assert ("ho-so" in keys) == listed
        assert "dung-han" in keys


def test_a_file_of_values_parted_by_commas(
    program: Programs, reader: User, published: Round
) -> None:
    answer = program(reader).ask("get", "indicators/dung-han/observations.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    said = [(each["unit"], each["value"], each["numerator"]) for each in rows]
    assert sorted(said) == [
        ("00001", "88.88888889", "8"),
        ("00002", "33.33333333", "1"),
        ("00003", "100", "2"),
    ]
    assert "4444" not in answer.content.decode()


def test_totals_of_the_units_below_one(
    program: Programs, reader: User, published: Round, city: dict[str, Unit]
) -> None:
    reads = program(reader, read_only=True)

    def told(key: str, more: str = "") -> list[tuple[str, str, str, str]]:
        items = reads.get(f"indicators/{key}/totals{more}")["items"]
        month = [each for each in items if each["period"] == str(published.first_day)[:7]]
        return [(each["about"], each["value"], each["stage"], each["source"]) for each in month]

    whole = (published.form.scope, "19.5", "estimate", "Biểu “Kết quả một cửa”: 3/4 đơn vị")
    assert told("ho-so") == [whole]
    assert [each[1:] for each in told("ho-so", "?unit=01")] == [whole[1:]]
    by_district = {code: told("ho-so", f"?unit={code}") for code in ("001", "002")}
    # Whole districts have all their units in; the other waits for one.
    assert sorted(
        (value, stage) for rows in by_district.values() for _, value, stage, _ in rows
    ) == [
        ("12.5", "final"),
        ("7", "estimate"),
    ]
    assert {rows[0][0] for rows in by_district.values()} == {"Đơn vị 001", "Đơn vị 002"}
    # Not the mean of the communes' rates: sums of the parts.
    ratio = {row[1] for code in ("001", "002") for row in told("dung-han", f"?unit={code}")}
    assert ratio == {"75", "100"}
    assert reads.get("indicators/ho-so/totals?unit=001&known_on=2020-01-01")["items"] == []
    # Nothing that was asked is below a commune; and a code that nobody has is not there.
    assert told("ho-so", "?unit=00001") == []
    assert reads.ask("get", "indicators/ho-so/totals?unit=99999").status_code == 404
    Indicator.objects.filter(key="ho-so").update(level="restricted")
    assert reads.ask("get", "indicators/ho-so/totals?unit=001").status_code == 404


_ID = re.compile(r"^[A-Za-z][A-Za-z0-9_-]*$")
_VALUE_ID = re.compile(r"^[A-Za-z0-9_@$-]+$")
_SERIES = re.compile(r"^[0-9]+(:[0-9]+)*$")


def _is_a_data_message(said: dict[str, Any]) -> None:
    """What the schema of SDMX-JSON 2.0.0 data messages demands."""
    assert {"id", "prepared", "sender"} <= set(said["meta"])
    assert _VALUE_ID.match(said["meta"]["id"])
    assert _VALUE_ID.match(said["meta"]["sender"]["id"])
    assert dt.datetime.fromisoformat(said["meta"]["prepared"]).tzinfo is not None
    for structure in said["data"]["structures"]:
        assert set(structure["dimensions"]) <= {"dataSet", "series", "observation"}
        every = [each for level in structure["dimensions"].values() for each in level]
        assert [each["keyPosition"] for each in every] == list(range(len(every)))
        for each in every:
            assert _ID.match(each["id"])
            assert each["values"]
            assert len({json.dumps(value) for value in each["values"]}) == len(each["values"])
            for value in each["values"]:
                assert ({"id", "name"} <= set(value)) != ("value" in value)
                assert "id" not in value or _VALUE_ID.match(value["id"])
        for level in structure.get("attributes", {}).values():
            for each in level:
                assert {"id", "relationship"} <= set(each)
                assert len(each["relationship"]) == 1
        for each in structure.get("measures", {}).get("observation", []):
            assert _ID.match(each["id"])
    for data_set in said["data"]["dataSets"]:
        assert all({"href", "rel"} <= set(link) for link in data_set["links"])
        assert data_set["action"] in ("Information", "Append", "Replace", "Delete")
        structure = said["data"]["structures"][data_set["structure"]]
        for key, series in data_set["series"].items():
            assert _SERIES.match(key)
            dimensions = structure["dimensions"]["series"]
            places = [int(place) for place in key.split(":")]
            assert len(places) == len(dimensions)
            for place, dimension in zip(places, dimensions, strict=True):
                assert place < len(dimension["values"])
            assert set(series) <= {"annotations", "attributes", "observations"}
            for period, told in series["observations"].items():
                assert int(period) < len(structure["dimensions"]["observation"][0]["values"])
                status = structure["attributes"]["observation"][0]["values"]
                assert isinstance(told[0], str)
                assert told[1] < len(status)


def test_a_data_message_of_statistical_offices(
    program: Programs, reader: User, published: Round, city: dict[str, Unit]
) -> None:
    answer = program(reader).ask("get", "indicators/ho-so/observations.sdmx.json")
    assert answer["Content-Type"] == "application/vnd.sdmx.data+json;version=2.0.0"
    said = json.loads(answer.content)
    _is_a_data_message(said)
    structure, series = said["data"]["structures"][0], said["data"]["dataSets"][0]["series"]
    areas = structure["dimensions"]["series"][1]["values"]
    told = {
        areas[int(key.split(":")[1])]["id"]: each["observations"]["0"][0]
        for key, each in series.items()
    }
    assert told == {
        f"00001@{city['00001'].pk}": "10",
        f"00002@{city['00002'].pk}": "2.5",
        f"00003@{city['00003'].pk}": "7",
    }
    assert structure["dimensions"]["series"][5]["values"][0]["id"] == "FORM-mot-cua"
    period = structure["dimensions"]["observation"][0]["values"][0]["value"]
    assert period == str(published.first_day)[:7]


def test_a_message_of_no_figures_is_one_too(program: Programs, reader: User, round_: Round) -> None:
    answer = program(reader).ask("get", "indicators/ho-so/observations.sdmx.json")
    _is_a_data_message(json.loads(answer.content))


@pytest.mark.parametrize(
    ("period", "written"),
    [
        ("2025", "2025"),
        ("2025-03", "2025-03"),
        ("2025-Q1", "2025-Q1"),
        ("2025-S2", "2025-S2"),
        ("2025-9M", "2025-01-01/P9M"),
        ("2021/2025", "2021-01-01/P60M"),
        ("2025-03-17", "2025-03-17"),
    ],
)
def test_periods_as_statistical_offices_write_them(period: str, written: str) -> None:
    assert sdmx.time_period(parse(period)) == written


def test_other_days_are_written_by_their_length() -> None:
    assert sdmx.time_period(Span(dt.date(2024, 12, 15), dt.date(2025, 1, 14))) == (
        "2024-12-15/P31D"
    )


def test_the_last_of_several_about_one_period_is_told() -> None:
    unit, kind, source = sdmx.Coded("A", "A"), sdmx.Coded("in_period", "x"), sdmx.Coded("S", "S")

    def told(value: str, day: int) -> sdmx.Figure:
        known = (dt.date(2025, 4, day), day)
        more = (kind, "", "", source, parse("2025-03"), value, "final", None, known)
        return sdmx.Figure(unit, *more)

    said = sdmx.message(
        sdmx.Coded("x", "x"),
        "%",
        [told("2", 9), told("1", 3)],
        prepared=dt.datetime(2025, 5, 1, tzinfo=dt.UTC),
        sender="NAMRO",
        address="https://example.org/x",
    )
    _is_a_data_message(said)
    (series,) = said["data"]["dataSets"][0]["series"].values()
    assert series["observations"]["0"][0] == "2"
