"""Units side by side: what is drawn of each, for whom, and in which order."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.calendar.periods import year
from namro.foundation.organisations.models import Unit
from namro.programme.indicators.collection import actions_rounds
from namro.programme.indicators.collection.entries import Entry
from namro.programme.indicators.collection.models import Form, Round
from namro.programme.indicators.models import Indicator
from namro.programme.indicators.rules.kinds import Stage
from namro.programme.programmes.models import Programme
from tests.programme.indicators.collection.conftest import WHY, fill, last_month, publish
from tests.programme.indicators.collection.test_planned import june as june
from tests.programme.indicators.collection.test_planned import programme as programme
from tests.programme.indicators.collection.test_planned import target
from tests.programme.indicators.collection.test_total_pages import at, text
from tests.programme.indicators.collection.test_total_pages import yearly as yearly

pytestmark = pytest.mark.django_db
Sign = Callable[[User], Client]


@pytest.fixture
def rounds(operator: Operator, form: Form, round_: Round) -> list[Round]:
    """The rounds of the last three months, the oldest first."""
    until = timezone.localdate() + dt.timedelta(days=30)
    made = [
        actions_rounds.open_round(
            operator, form, last_month().shift(-back), reason=WHY, due_on=until, closes_on=until
        )[0]
        for back in (2, 1)
    ]
    return [*made, round_]


def chart_of(page: str, unit: str) -> str:
    """The piece of the page that is about a unit."""
    found = re.search(rf"<li><figure><figcaption><a [^>]*>{unit}</a>.*?</figure>", page)
    assert found, unit
    return found[0]


def test_each_unit_has_a_chart_and_the_same_in_words(
    operator: Operator, rounds: list[Round], signed_in: Sign, secretariat: User
) -> None:
    first, second, third = rounds
    publish(operator, first, "00001", 100, (90, 100))
    publish(operator, third, "00001", 300, (150, 200))
    publish(operator, first, "00003", 5, (1, 2))
    estimate = Entry(value=Decimal(10), stage=Stage.ESTIMATE)
    publish(operator, second, "00003", estimate, (1, 2))
    publish(operator, second, "00004", 1, Entry(not_applicable="Không phát sinh"))
    fill(operator, third, "00002", 777)
    page = text(signed_in(secretariat), at(third, "ho-so", "so-sanh/"))
    one = chart_of(page, "Đơn vị 00001")
    assert one.count("<polyline") == 0  # the month between is missing
    assert one.count('<circle class="figure"') == 2
    assert "<strong>300</strong>" in one
    assert f"thấp nhất 100 ({first.first_day:%m/%Y})" in one
    assert "thiếu 1 trên 3 kỳ" in one
    three = chart_of(page, "Đơn vị 00003")
    assert three.count("<polyline") == 1
    assert '<circle class="estimate"' in three
    assert "(ước thực hiện)" in three
    assert "chưa có số liệu" in chart_of(page, "Đơn vị 00002")
    assert "777" not in page
    assert "từ 0 đến 300" in page
    shares = text(signed_in(secretariat), at(third, "dung-han", "so-sanh/"))
    assert "không áp dụng ở 1 kỳ" in chart_of(shares, "Đơn vị 00004")
    assert "từ 50% đến 90%" in shares


def test_on_its_own_scale_a_small_unit_is_seen(
    operator: Operator, rounds: list[Round], signed_in: Sign, reader: User
) -> None:
    for found, small in zip(rounds, (1, 2, 4), strict=True):
        publish(operator, found, "00001", small, (1, 2))
        publish(operator, found, "00003", 1000, (1, 2))
    client = signed_in(reader)

    def heights(question: str) -> list[float]:
        page = text(client, at(rounds[-1], "ho-so", f"so-sanh/{question}"))
        line = re.search(r'points="([^"]*)"', chart_of(page, "Đơn vị 00001"))
        assert line
        return [float(pair.split(",")[1]) for pair in line[1].split()]

    shared, own = heights(""), heights("?thang-do=rieng")
    assert max(shared) - min(shared) < 1
    assert max(own) - min(own) > 30


def test_who_sees_what(
    operator: Operator,
    city: dict[str, Unit],
    round_: Round,
    signed_in: Sign,
    reader: User,
    officer_of: Callable[..., User],
) -> None:
    mine = publish(operator, round_, "00001", 100, (90, 100))
    other = publish(operator, round_, "00003", 300, (1, 2))
    fill(operator, round_, "00002", Entry(not_applicable="chưa duyệt đâu"))
    address = at(round_, "ho-so", "so-sanh/")
    page = text(signed_in(reader), address)
    assert "/thu-thap/phieu/" not in page
    assert "chưa duyệt" not in page
    assert f'href="{at(round_, "ho-so")}?so=in_period&amp;q=' in page
    officer = officer_of(city["00001"], "can-bo", Role.REPORTING_OFFICER)
    page = text(signed_in(officer), address)
    assert f"/phieu/{mine.code}/" in page
    assert f"/phieu/{other.code}/" not in page
    Indicator.objects.filter(key="ho-so").update(level="restricted")
    assert signed_in(reader).get(address).status_code == 404
    assert signed_in(reader).get(f"{address}don-vi.csv").status_code == 404


def test_by_value_only_once_a_year_is_there(
    operator: Operator, round_: Round, yearly: Form, signed_in: Sign, reader: User
) -> None:
    client = signed_in(reader)
    figures = (("00001", 5), ("00002", 7), ("00003", 6))
    for code, figure in figures:
        publish(operator, round_, code, figure, (1, 2))

    def names(found: Round, question: str) -> list[str]:
        answer = client.get(at(found, "ho-so", f"so-sanh/?{question}"))
        return [each.name[-5:] for each in answer.context["table"].page]

    by_name = ["00001", "00002", "00003", "00004"]
    assert names(round_, "") == names(round_, "xep=-gia-tri") == by_name
    assert "1 trên 12 kỳ" in text(client, at(round_, "ho-so", "so-sanh/"))
    assert names(round_, "xep=thu-tu") == ["00002", "00001", "00003", "00004"]
    until = timezone.localdate() + dt.timedelta(days=30)
    whole, _new = actions_rounds.open_round(
        *(operator, yearly, year(timezone.localdate().year - 1)),
        reason=WHY,
        due_on=until,
        closes_on=until,
    )
    for code, figure in figures:
        publish(operator, whole, code, figure)
    assert names(whole, "xep=-gia-tri") == ["00002", "00003", "00001", "00004"]


def test_found_by_name_by_what_it_stands_under_and_page_by_page(
    operator: Operator,
    round_: Round,
    signed_in: Sign,
    reader: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish(operator, round_, "00001", 100, (90, 100))
    client = signed_in(reader)
    address = at(round_, "ho-so", "so-sanh/")

    def names(question: str) -> list[str]:
        return [each.name[-5:] for each in client.get(address + question).context["table"].page]

    assert names("?q=don+vi+00003") == ["00003"]
    assert names("?tren=%C4%90%C6%A1n+v%E1%BB%8B+001") == ["00001", "00002"]
    assert names("?khoi=communes") == ["00001", "00002", "00003", "00004"]
    assert "Không dòng nào có đủ" in text(client, f"{address}?khoi=party")
    monkeypatch.setattr("namro.programme.indicators.collection.views_compare.CHARTS_A_PAGE", 3)
    assert names("?trang=2") == ["00004"]
    assert names("?in=1") == ["00001", "00002", "00003", "00004"]


def test_the_same_as_a_file(
    operator: Operator, rounds: list[Round], signed_in: Sign, reader: User
) -> None:
    for found, figure in zip(rounds, (1, 2, 4), strict=True):
        publish(operator, found, "00001", figure, (1, 2))
    client = signed_in(reader)
    file = client.get(at(rounds[-1], "ho-so", "so-sanh/don-vi.csv?q=00001")).content
    head, row, *rest = file.decode("utf-8-sig").strip().splitlines()
    assert rest == []
    assert head.endswith(f"{rounds[-1].first_day:%m/%Y}")
    assert re.search(r"3[,;]3[,;].*1[,;]2[,;]4$", row)
    assert client.get(at(rounds[-1], "ho-so", "so-sanh/don-vi.xlsx")).status_code == 200
    assert client.get(at(rounds[-1], "ho-so", "so-sanh/don-vi.doc")).status_code == 404


def test_the_total_and_the_indicator_lead_there(
    operator: Operator, round_: Round, signed_in: Sign, reader: User
) -> None:
    publish(operator, round_, "00001", 100, (90, 100))
    client = signed_in(reader)
    link = f'href="{at(round_, "ho-so", "so-sanh/")}?so=in_period"'
    assert link in text(client, at(round_, "ho-so"))
    assert link in text(client, "/chi-tieu/chi-so/ho-so/")


def test_a_target_measured_so_leads_there(
    june: Round, programme: Programme, signed_in: Sign, reader: User
) -> None:
    page = text(signed_in(reader), f"/chi-tieu/{programme.pk}/{target(75).pk}/")
    days = "2025-05-01_2025-05-31"
    address = f"/chi-tieu/thu-thap/tong-hop/{june.form.key}/dung-han/{days}/so-sanh/"
    assert f'href="{address}?so=in_period"' in page


def test_the_page_asks_the_same_of_the_database_whatever_the_number_of_units(
    operator: Operator, rounds: list[Round], signed_in: Sign, secretariat: User
) -> None:
    client = signed_in(secretariat)

    def asked(code: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(at(rounds[-1], code, "so-sanh/?nam=5"))
        return len(queries)

    for found in rounds:
        publish(operator, found, "00001", 10, (9, 10))
    asked("ho-so")
    few = asked("ho-so"), asked("dung-han")
    for found in rounds:
        for code in ("00002", "00003", "00004"):
            publish(operator, found, code, 10, (9, 10))
    assert (asked("ho-so"), asked("dung-han")) == few
    assert max(few) <= 32
