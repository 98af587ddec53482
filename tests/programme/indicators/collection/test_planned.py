"""The unit's plan of the year beside the fields of its sheet: on the page, in the workbook, in the
interface for programs."""

from __future__ import annotations

import datetime as dt
import html
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from namro.foundation import history
from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.calendar.periods import month
from namro.foundation.organisations.models import Unit
from namro.programme.indicators.collection.api_out import whole_sheet
from namro.programme.indicators.collection.asking import rows_of
from namro.programme.indicators.collection.models import Form, Round
from namro.programme.indicators.collection.paper.printing import paper_form
from namro.programme.indicators.collection.planned import plans_of
from namro.programme.indicators.collection.workbooks.making import make_workbook
from namro.programme.indicators.models import Allocation, Indicator, TargetMeasure
from namro.programme.indicators.rules.kinds import PlanFrom
from namro.programme.programmes.actions import SourceFile, import_draft
from namro.programme.programmes.choices import Level
from namro.programme.programmes.models import Programme, Target
from tests.programme.indicators.collection.conftest import WHY, fill, publish, sheet_of
from tests.programme.indicators.collection.test_asking import opened
from tests.programme.programmes.drafts import FakeDraft

pytestmark = pytest.mark.django_db


@pytest.fixture
def june(operator: Operator, form: Form, indicators: dict[str, Indicator]) -> Round:
    """June 2025, of a form whose dossiers add up in time; May is published."""
    Indicator.objects.filter(pk=indicators["dossiers"].pk).update(over_time="sum")
    publish(operator, opened(operator, form, month(2025, 5)), "00001", 100, (9, 10))
    return opened(operator, form, month(2025, 6))


@pytest.fixture
def programme(operator: Operator, form: Form, indicators: dict[str, Indicator]) -> Programme:
    """Its yearly 9,000 to 10,000 are counted in dossiers, its 75 % each year on time."""
    made = import_draft(operator, FakeDraft(), SourceFile("07.docx", b"07"), reason=WHY).programme
    with history.reason(operator, WHY):
        for value, key, scope in (
            (9000, "dossiers", "Nơi khác"),
            (75, "on_time", form.scope),
        ):
            TargetMeasure.objects.create(
                target=target(value), indicator=indicators[key], scope=scope,
                readings=["each_period"],
            )  # fmt: skip
    return made


def target(value: int) -> Any:
    found = Target.objects.get(value_low=value)
    assert found.identity is not None
    return found.identity


def give(
    operator: Operator, value: str | None, unit: Unit | None = None, **more: Any
) -> Allocation:
    said = {
        "target": target(9000), "year": 2025, "version": 1, "document": "12-QĐ/TU",
        "document_on": dt.date(2025, 1, 10), "reason": WHY, "given_by": "test",
        "unit": unit, "unit_name": unit and "Xã", "holder": unit and f"#{unit.pk}",
    } | more  # fmt: skip
    said = {key: "" if each is None and key != "unit" else each for key, each in said.items()}
    with history.reason(operator, WHY):
        made: Allocation = Allocation.objects.create(value=value and Decimal(value), **said)
    return made


def plans(round_: Round) -> dict[str, tuple[PlanFrom, int]]:
    sheet = sheet_of(round_, "00001")
    items = list(round_.form.items.select_related("indicator"))
    found = plans_of(sheet, items)
    keys = {each.pk: each.indicator.key for each in items}
    return {keys[pk]: (each.plan.source, int(each.plan.low)) for pk, each in found.items()}


def test_the_last_number_that_the_unit_itself_was_given_and_the_rate_asked_of_all(
    operator: Operator, june: Round, programme: Programme, city: dict[str, Unit]
) -> None:
    rate = {"dung-han": (PlanFrom.TARGET, 75)}
    assert plans(june) == rate
    give(operator, "5000")
    give(operator, "700", city["00002"])
    give(operator, "600", city["00001"], year=2024)
    assert plans(june) == rate
    give(operator, "500", city["00001"])
    assert plans(june)["ho-so"] == (PlanFrom.GIVEN, 500)
    give(operator, "400", city["00001"], version=2)
    assert plans(june)["ho-so"] == (PlanFrom.GIVEN, 400)
    give(operator, None, city["00001"], version=3)
    assert plans(june) == rate


def test_what_is_restricted_is_told_to_nobody(
    operator: Operator, june: Round, programme: Programme, city: dict[str, Unit]
) -> None:
    give(operator, "500", city["00001"])
    with history.reason(operator, WHY):
        identity = target(9000)
        identity.level = Level.RESTRICTED
        identity.save()
    assert list(plans(june)) == ["dung-han"]
    with history.reason(operator, WHY):
        programme.level = Level.RESTRICTED
        programme.save()
    assert plans(june) == {}


def test_it_stands_beside_the_field_with_how_much_of_it_is_there(
    operator: Operator,
    june: Round,
    programme: Programme,
    city: dict[str, Unit],
    officer_of: Callable[[Unit, str, Role], User],
    signed_in: Callable[[User], Client],
) -> None:
    give(operator, "500", city["00001"])
    sheet = fill(operator, june, "00001", 60, (8, 10))
    dossiers, on_time = rows_of(sheet, plans=True)[:2]
    assert dossiers.cumulated == 160
    assert dossiers.reached == 32
    assert on_time.reached is None  # rates do not add up
    client = signed_in(officer_of(city["00001"], "can-bo", Role.REPORTING_OFFICER))
    page = client.get(f"/chi-tieu/thu-thap/phieu/{sheet.code}/", headers={"accept-language": "vi"})
    shown = html.unescape(page.content.decode())
    for words in ("Kế hoạch năm", "12-QĐ/TU, 10/01/2025", "32% kế hoạch"):
        assert words in shown
    assert "theo chỉ tiêu, 07-CTr/TU" in shown
    # While somebody types, before anything is kept.
    item = dossiers.item.pk
    typed = client.post(f"/chi-tieu/thu-thap/phieu/{sheet.code}/xem-xet/", {f"v-{item}": "150"})
    live = typed.content.decode().split(f'id="luy-ke-{item}" hx-swap-oob="true"')[1]
    assert live.startswith(">250 <small")
    assert "50%" in live.split("</small>")[0]
    book = load_workbook(io.BytesIO(make_workbook(sheet)))["Số liệu"]
    assert [book["F9"].value, book["F10"].value] == [500, "75% (theo chỉ tiêu, 07-CTr/TU)"]
    assert book["F9"].protection.locked
    assert paper_form(sheet).startswith(b"%PDF")
    told = whole_sheet(sheet)["rows"]
    assert told[0]["plan"] == {
        "low": "500", "high": "500", "origin": "given", "decision": "12-QĐ/TU, 10/01/2025",
        "programme": "07-CTr/TU", "reached": "32",
    }  # fmt: skip
    assert [told[0]["cumulated"], told[1]["plan"]["origin"]] == ["160", "target"]
    assert told[2]["plan"] is None


def test_it_costs_as_much_for_many_targets_as_for_one(
    operator: Operator, june: Round, programme: Programme, city: dict[str, Unit]
) -> None:
    sheet = sheet_of(june, "00001")

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            rows_of(sheet, plans=True)
        return len(asked)

    before = cost()
    give(operator, "500", city["00001"])
    other = june.form.items.get(indicator__key="so-ngay").indicator
    with history.reason(operator, WHY):
        TargetMeasure.objects.create(
            target=target(9000), indicator=other, scope="x", readings=["each_period"]
        )
    assert cost() == before
