"""From a figure down to the cell that it was entered in, and whom it is shown to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.calendar.periods import year
from namro.foundation.organisations.actions_descent import merge, split
from namro.foundation.organisations.choices import ShareBasis
from namro.foundation.organisations.models import Unit
from namro.programme.indicators import actions
from namro.programme.indicators.collection import actions_rounds, actions_sheets
from namro.programme.indicators.collection.actions_rounds import Asked
from namro.programme.indicators.collection.choices import Step
from namro.programme.indicators.collection.entries import Entry
from namro.programme.indicators.collection.models import Form, Round
from namro.programme.indicators.models import Indicator
from namro.programme.indicators.rules.ranking import places
from tests.foundation.organisations.conftest import BASIS, new
from tests.programme.indicators.collection.conftest import WHY, fill, publish

pytestmark = pytest.mark.django_db
Sign = Callable[[User], Client]


def at(round_: Round, code: str, end: str = "") -> str:
    days = f"{round_.first_day:%Y-%m-%d}_{round_.last_day:%Y-%m-%d}"
    return f"/chi-tieu/thu-thap/tong-hop/{round_.form.key}/{code}/{days}/{end}"


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_ties_share_a_place_and_the_next_counts_them() -> None:
    values = {"a": Fraction(5), "b": Fraction(7), "c": Fraction(5), "d": Fraction(1)}
    assert places(values) == {"b": 1, "a": 2, "c": 2, "d": 4}
    assert places({}) == {}


def test_a_total_leads_to_each_cell_and_says_who_is_missing(
    operator: Operator, round_: Round, signed_in: Sign, secretariat: User
) -> None:
    publish(operator, round_, "00001", 100, (90, 100), 2, 9)
    sheet = publish(operator, round_, "00003", 300, (150, 200), 6, 30)
    actions_sheets.correct(operator, sheet.pk, "nhầm")
    publish(operator, round_, "00003", 310, (150, 200), 6, 30)
    publish(operator, round_, "00004", 0, Entry(not_applicable="Không phát sinh"))
    fill(operator, round_, "00002", 777)
    client = signed_in(secretariat)
    page = text(client, at(round_, "ho-so"))
    assert "<strong>410</strong>" in page
    assert "3 trên 4 đơn vị có số liệu" in page
    assert "300 từ" in page  # what was corrected, with its days
    assert f"/thu-thap/phieu/{sheet.code}/" in page
    assert "777" not in page  # not approved: not a figure yet
    # Protocol order: district 001 has commune 00002 first.
    lines = client.get(at(round_, "ho-so")).context["table"].page.object_list
    assert [each.name[-5:] for each in lines] == ["00002", "00001", "00003", "00004"]
    share = client.get(at(round_, "dung-han"))
    assert [each.name for each in share.context["without"]] == ["Đơn vị 00004"]
    assert "Không phát sinh" in share.content.decode()
    assert share.context["found"].value == Fraction(240, 300) * 100
    assert (share.context["found"].there, share.context["found"].expected) == (2, 3)


def test_a_reader_sees_what_is_published_and_nobody_s_sheet(
    operator: Operator,
    city: dict[str, Unit],
    round_: Round,
    signed_in: Sign,
    reader: User,
    officer_of: Callable[..., User],
) -> None:
    first = publish(operator, round_, "00001", 100, (90, 100))
    second = publish(operator, round_, "00003", 300, Entry(not_applicable="Không phát sinh"))
    fill(operator, round_, "00002", Entry(not_applicable="chưa duyệt đâu"))
    page = text(signed_in(reader), at(round_, "ho-so"))
    assert "<strong>100</strong>" in page
    assert "/thu-thap/phieu/" not in page
    assert "tests" not in page  # who entered it
    assert "chưa duyệt đâu" not in page
    officer = officer_of(city["00001"], "can-bo", Role.REPORTING_OFFICER)
    page = text(signed_in(officer), at(round_, "ho-so"))
    assert f"/phieu/{first.code}/" in page
    assert f"/phieu/{second.code}/" not in page
    file = signed_in(reader).get(at(round_, "ho-so", "don-vi.csv")).content.decode("utf-8-sig")
    assert "Đơn vị 00003" in file
    assert "tests" not in file


def test_addresses_of_nothing(
    round_: Round, signed_in: Sign, reader: User, indicators: dict[str, Indicator]
) -> None:
    client = signed_in(reader)
    for address in (
        at(round_, "khong-co"),
        at(round_, "ho-so").replace("mot-cua", "khong-co"),
        at(round_, "ho-so") + "?so=khac",
        "/chi-tieu/thu-thap/tong-hop/mot-cua/ho-so/hom-qua/",
        "/chi-tieu/thu-thap/tong-hop/mot-cua/ho-so/2020-01-01_2020-01-31/",
        at(round_, "ho-so", "don-vi.doc"),
    ):
        assert client.get(address).status_code == 404
    assert "Chưa có số liệu nào" in text(client, at(round_, "ho-so"))
    Indicator.objects.filter(key="ho-so").update(level="restricted")
    assert client.get(at(round_, "ho-so")).status_code == 404


def test_the_page_of_an_indicator_leads_to_its_totals(
    operator: Operator, round_: Round, signed_in: Sign, secretariat: User
) -> None:
    publish(operator, round_, "00001", 100, (90, 100))
    page = text(signed_in(secretariat), "/chi-tieu/chi-so/ho-so/")
    assert f"{at(round_, 'ho-so')}?so=in_period" in page
    assert "1/4 đơn vị" in page


def test_a_computed_figure_leads_to_what_it_is_made_of(
    operator: Operator, round_: Round, signed_in: Sign, reader: User
) -> None:
    actions.define(
        operator,
        "hai-lan",
        name="Gấp đôi",
        kind="count",
        unit="hồ sơ",
        formula="[ho-so] * 2",
        reason=WHY,
    )
    publish(operator, round_, "00001", 100, (90, 100))
    page = text(signed_in(reader), "/chi-tieu/chi-so/hai-lan/")
    assert '<a href="/chi-tieu/chi-so/ho-so/">Số hồ sơ</a> * 2' in page
    assert f'<a href="{at(round_, "ho-so")}?so=in_period">Số hồ sơ: 100' in page
    assert "200" in page
    Indicator.objects.filter(key="ho-so").update(level="restricted")
    page = text(signed_in(reader), "/chi-tieu/chi-so/hai-lan/")
    assert "Số hồ sơ" not in page
    assert "/chi-so/ho-so/" not in page


def test_on_the_units_of_today_the_total_stays(
    operator: Operator, city: dict[str, Unit], round_: Round, signed_in: Sign, reader: User
) -> None:
    for code, figure in (("00001", 10), ("00002", 20), ("00003", 30), ("00004", 41)):
        publish(operator, round_, code, figure, (figure, 100))
    day = timezone.localdate()
    merged = [city["00001"], city["00002"]]
    merge(operator, merged, new("00009", "001", 1), day, reason=WHY, basis=BASIS)
    halves = [(new(code, "002", 5), None, ShareBasis.UNKNOWN) for code in ("00010", "00011")]
    split(operator, city["00003"], halves, day, reason=WHY, basis=BASIS)
    share = [
        (new("00012", "002", 6), Fraction(1, 3), ShareBasis.POPULATION),
        (new("00013", "002", 7), Fraction(2, 3), ShareBasis.POPULATION),
    ]
    split(operator, city["00004"], share, day, reason=WHY, basis=BASIS)
    client = signed_in(reader)
    page = text(client, at(round_, "ho-so") + "?don-vi-nay=1")
    assert "<strong>101</strong>" in page
    assert "Đơn vị 00010 + Đơn vị 00011" in page
    assert "chưa rõ tỷ lệ" in page
    assert "Đơn vị 00004 (1/3)" in page
    assert "theo dân số" in page
    assert "13,67" in page
    # A ratio keeps its parts: both communes' numerators over both their denominators.
    assert "15%" in text(client, at(round_, "dung-han") + "?don-vi-nay=1")


@pytest.fixture
def yearly(operator: Operator, city: dict[str, Unit], indicators: dict[str, Indicator]) -> Form:
    """Asks once a year, so that one period is a year."""
    return actions_rounds.define_form(
        operator,
        "ca-nam",
        [Asked(indicators["dossiers"])],
        name="Cả năm",
        top=city["01"],
        unit_kinds=["commune"],
        scope="Thành phố Thử Nghiệm",
        steps=[Step.TOP],
        frequency="year",
        reason=WHY,
    )[0]


def test_places_are_told_only_once_a_year_is_there(
    operator: Operator, round_: Round, yearly: Form, signed_in: Sign, reader: User
) -> None:
    client = signed_in(reader)
    for code, figure in (("00001", 5), ("00002", 7), ("00003", 5)):
        publish(operator, round_, code, figure, (1, 2))
    page = client.get(at(round_, "ho-so") + "?xep=-gia-tri")
    assert "1 trên 12 kỳ" in page.content.decode()
    assert page.context["table"].order is None
    until = timezone.localdate() + dt.timedelta(days=30)
    whole, _new = actions_rounds.open_round(
        *(operator, yearly, year(timezone.localdate().year - 1)),
        reason=WHY,
        due_on=until,
        closes_on=until,
    )
    for code, figure in (("00001", 5), ("00002", 7), ("00003", 5)):
        publish(operator, whole, code, figure)
    shown = client.get(at(whole, "ho-so") + "?xep=-gia-tri").context["table"].page.object_list
    assert [(each.name[-5:], each.rank) for each in shown] == [
        ("00002", 1),
        ("00001", 2),
        ("00003", 2),
        ("00004", None),
    ]


def test_the_page_asks_the_same_of_the_database_whatever_the_number_of_units(
    operator: Operator, round_: Round, signed_in: Sign, secretariat: User
) -> None:
    client = signed_in(secretariat)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(at(round_, "ho-so"))
        return len(queries)

    publish(operator, round_, "00001", 10, (9, 10))
    asked()
    one: Any = asked()
    for code in ("00002", "00003", "00004"):
        publish(operator, round_, code, 10, (9, 10))
    assert asked() == one
    assert one <= 30
