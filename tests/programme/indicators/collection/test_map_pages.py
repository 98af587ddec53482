"""The map of a total: what is drawn of whom, for whom, with the boundaries of its day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.organisations.actions_boundaries import Origin, record_boundaries
from namro.foundation.organisations.models import Unit
from namro.programme.indicators.collection.entries import Entry
from namro.programme.indicators.collection.models import Round
from namro.programme.indicators.models import Indicator
from tests.foundation.organisations.test_boundary_rules import square
from tests.programme.indicators.collection.conftest import COMMUNES, WHY, fill, publish
from tests.programme.indicators.collection.test_total_pages import at, text

pytestmark = pytest.mark.django_db
Sign = Callable[[User], Client]
ORIGIN = Origin("Ranh giới bịa ra để thử", "CC0", "https://example.org/map", dt.date(2025, 7, 1))


def lay_out(operator: Operator, city: dict[str, Unit], codes: tuple[str, ...] = COMMUNES) -> None:
    """Give each commune a square, side by side."""
    shapes = {city[code].pk: [[square(105 + int(code), 21)]] for code in codes}
    record_boundaries(operator, shapes, dt.date(2025, 7, 1), ORIGIN, reason=WHY)


@pytest.fixture
def boundaries(operator: Operator, city: dict[str, Unit]) -> None:
    lay_out(operator, city)


def area_of(page: str, unit: str) -> tuple[str, str, str]:
    """Where a unit on the map leads, what is said of it, and how it is filled."""
    found = re.search(rf'<a href="([^"]*)" aria-label="{unit}: ([^"]*)">.*?class="([^"]*)"', page)
    assert found, unit
    return found[1], found[2], found[3]


@pytest.mark.usefixtures("boundaries")
def test_each_unit_is_filled_by_its_class_and_says_its_figure(
    operator: Operator, round_: Round, signed_in: Sign, secretariat: User
) -> None:
    sheet = publish(operator, round_, "00001", 100, (90, 100))
    publish(operator, round_, "00003", 300, (1, 2))
    publish(operator, round_, "00004", 1, Entry(not_applicable="Không phát sinh"))
    fill(operator, round_, "00002", 777)
    client = signed_in(secretariat)
    page = text(client, at(round_, "ho-so", "ban-do/"))
    assert 'aria-label="Bản đồ đơn vị theo số liệu"' in page
    assert area_of(page, "Đơn vị 00001") == (
        f"/chi-tieu/thu-thap/phieu/{sheet.code}/",
        "100 hồ sơ",
        "c4",
    )
    assert area_of(page, "Đơn vị 00003")[1:] == ("300 hồ sơ", "c5")
    assert area_of(page, "Đơn vị 00004")[1:] == ("1 hồ sơ", "c3")
    assert area_of(page, "Đơn vị 00002")[1:] == ("chưa có số liệu", "missing")
    assert "777" not in page
    assert "từ 1 đến dưới 100" in page
    assert "Ranh giới bịa ra để thử" in page
    shares = text(client, at(round_, "dung-han", "ban-do/"))
    assert area_of(shares, "Đơn vị 00004")[1:] == ("không áp dụng", "without")
    assert area_of(shares, "Đơn vị 00001")[1] == "90%"
    even = text(client, at(round_, "ho-so", "ban-do/?lop=buoc-deu"))
    assert "từ 1 đến dưới 60,8" in even
    assert area_of(even, "Đơn vị 00001")[2] == "c2"


def test_without_boundaries_who_may_give_them_is_told_how_and_others_nothing(
    operator: Operator, round_: Round, signed_in: Sign, reader: User, secretariat: User
) -> None:
    publish(operator, round_, "00001", 100, (90, 100))
    map_page = at(round_, "ho-so", "ban-do/")
    assert "namro organisations boundaries" in text(signed_in(secretariat), map_page)
    assert map_page in text(signed_in(secretariat), at(round_, "ho-so"))
    without = text(signed_in(reader), map_page)
    assert "nên chưa có bản đồ" in without
    assert "namro organisations" not in without
    assert map_page not in text(signed_in(reader), at(round_, "ho-so"))


@pytest.mark.usefixtures("boundaries")
def test_who_sees_what(
    operator: Operator,
    city: dict[str, Unit],
    round_: Round,
    signed_in: Sign,
    reader: User,
    officer_of: Callable[..., User],
) -> None:
    publish(operator, round_, "00001", 100, (90, 100))
    publish(operator, round_, "00003", 300, (1, 2))
    fill(operator, round_, "00002", Entry(not_applicable="chưa duyệt đâu"))
    address = at(round_, "ho-so", "ban-do/")
    page = text(signed_in(reader), address)
    assert address in text(signed_in(reader), at(round_, "ho-so"))
    assert "/thu-thap/phieu/" not in page
    assert "không áp dụng" not in page
    assert area_of(page, "Đơn vị 00003")[0].startswith(f"{at(round_, 'ho-so')}?so=")
    page = text(signed_in(officer_of(city["00001"], "can-bo", Role.REPORTING_OFFICER)), address)
    assert "/thu-thap/phieu/" in area_of(page, "Đơn vị 00001")[0]
    assert "/thu-thap/phieu/" not in area_of(page, "Đơn vị 00003")[0]
    Indicator.objects.filter(key="ho-so").update(level="restricted")
    assert signed_in(reader).get(address).status_code == 404


def test_the_boundaries_are_those_of_the_round_s_last_day(
    operator: Operator, city: dict[str, Unit], round_: Round, signed_in: Sign, reader: User
) -> None:
    lay_out(operator, city, COMMUNES[:2])
    publish(operator, round_, "00001", 100, (90, 100))
    client, address = signed_in(reader), at(round_, "ho-so", "ban-do/")

    def heights() -> tuple[str, int]:
        page = text(client, address)
        box = re.search(r'<svg class="unit-map" viewBox="([^"]*)"', page)
        assert box
        return box[1], page.count("<title>Đơn vị")

    before = heights()
    assert before[1] == 2
    assert "2 đơn vị chưa có ranh giới" in text(client, address)
    taller = {city["00001"].pk: [[square(106, 21, 3)]]}
    tomorrow = round_.last_day + dt.timedelta(days=1)
    record_boundaries(operator, taller, tomorrow, ORIGIN, reason=WHY, changed=True)
    assert heights() == before
    record_boundaries(operator, taller, round_.last_day, ORIGIN, reason=WHY, replace=True)
    assert heights() != before


@pytest.mark.usefixtures("boundaries")
def test_the_page_asks_the_same_of_the_database_whatever_the_number_of_units(
    operator: Operator, round_: Round, signed_in: Sign, secretariat: User
) -> None:
    client = signed_in(secretariat)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(at(round_, "ho-so", "ban-do/"))
        return len(queries)

    publish(operator, round_, "00001", 10, (9, 10))
    asked()
    one = asked()
    for code in ("00002", "00003", "00004"):
        publish(operator, round_, code, 10, (9, 10))
    assert asked() == one <= 32
