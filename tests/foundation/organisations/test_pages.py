"""The pages of units: what they show of the sample, to whom, and in a real browser."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.organisations import actions_descent
from namro.foundation.organisations.keeping import Rehome
from namro.foundation.organisations.models import Unit
from namro.sample.load import load_organisations
from tests.browsing import examine
from tests.conftest import PASSWORD
from tests.foundation.organisations.conftest import BASIS, DAY, TERRITORY, WHY

SignIn = Callable[[User], Client]
TREE = "organisations:tree"


def test_only_who_signed_in_with_a_role_sees_units(
    client: Client, signed_in: SignIn, make_user: Callable[..., User]
) -> None:
    address = reverse(TREE)
    assert client.get(address).status_code == 302
    assert signed_in(make_user("khong-vai-tro")).get(address).status_code == 403


@pytest.mark.django_db
def test_a_day_that_is_none_is_said_and_no_unit_is_said(signed_in: SignIn, reader: User) -> None:
    page = signed_in(reader).get(reverse(TREE), {"on": "31/6/2025"})
    assert "31/6/2025" in page.content.decode()
    assert 'role="alert"' in page.content.decode()
    assert signed_in(reader).get(reverse("organisations:unit", args=[1])).status_code == 404


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 7),
        ({"q": "don vi 0000"}, 4),
        ({"q": "đơn vị 00003"}, 1),
        ({"q": "DON 00003"}, 1),
        ({"loai": "district"}, 2),
        ({"loai": "district", "khoi": "party"}, 0),
        ({"khoi": "communes"}, 7),
        ({"loai": "no-such"}, 7),
        ({"he": "party"}, 0),
    ],
)
def test_the_tree_is_searched_and_filtered_with_those_above(
    city: dict[str, Unit], signed_in: SignIn, reader: User, asked: dict[str, str], found: int
) -> None:
    page = signed_in(reader).get(reverse(TREE), asked)
    assert len(page.context["asked"].found) == found
    shown = [node.code for node in page.context["asked"].nodes]
    if asked.get("q") == "đơn vị 00003":
        assert shown == ["01", "002", "00003"]
    assert sum(number for _label, number in page.context["asked"].count) == found


def test_the_file_has_what_the_page_found(
    city: dict[str, Unit], signed_in: SignIn, reader: User
) -> None:
    asked = {"loai": "commune", "on": "2025-06-30"}
    client = signed_in(reader)
    answer = client.get(reverse("organisations:tree-file", args=["xlsx"]), asked)
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [row[0] for row in rows[1:]] == ["00002", "00001", "00003", "00004"]
    assert {row[4] for row in rows[1:]} == {"001", "002"}
    lines = client.get(reverse("organisations:tree-file", args=["csv"]), asked).content.decode()
    assert [line.partition(",")[0] for line in lines.splitlines()[1:]] == [
        row[0] for row in rows[1:]
    ]
    assert client.get(reverse("organisations:tree-file", args=["pdf"])).status_code == 404


def test_names_are_escaped(city: dict[str, Unit], signed_in: SignIn, reader: User) -> None:
    city["00001"].names.update(name="<script>alert(1)</script>")
    client = signed_in(reader)
    for address in (reverse(TREE), reverse("organisations:unit", args=[city["00001"].pk])):
        page = client.get(address).content.decode()
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_the_sample_is_said_where_it_is_shown_and_nowhere_else(
    city: dict[str, Unit], signed_in: SignIn, reader: User
) -> None:
    said = "sample-notice"
    client = signed_in(reader)
    unit = reverse("organisations:unit", args=[city["00001"].pk])
    assert said not in client.get(reverse(TREE)).content.decode()
    assert said not in client.get(unit).content.decode()
    Unit.objects.filter(pk=city["00001"].pk).update(illustrative=True)
    assert said in client.get(reverse(TREE)).content.decode()
    assert said in client.get(unit).content.decode()
    assert said not in client.get(reverse(TREE), {"q": "00002"}).content.decode()


def test_the_sample_marks_its_units(db: None) -> None:
    load_organisations()
    assert Unit.objects.filter(illustrative=True).count() == Unit.objects.count() > 900


def test_a_district_without_successor_says_why_and_offers_the_group(
    city: dict[str, Unit], signed_in: SignIn, reader: User, operator: Operator
) -> None:
    actions_descent.merge(operator, [city["00001"]], city["00003"], DAY, reason=WHY, basis=BASIS)
    actions_descent.dissolve(
        operator,
        [city["001"]],
        DAY.replace(month=8),
        reason=WHY,
        basis=BASIS,
        rehomed=[Rehome(city["00002"], TERRITORY, city["01"])],
    )
    client = signed_in(reader)
    page = client.get(reverse("organisations:unit", args=[city["001"].pk]))
    # On its last day only 00002 stood under it; 00001 had gone to 00003 before.
    assert [node.code for node in page.context["ground"]] == ["00002"]
    assert "org-ground" in page.content.decode()
    alive = client.get(reverse("organisations:unit", args=[city["002"].pk]))
    assert alive.context["ground"] == []


def test_the_descent_is_drawn_and_told(
    city: dict[str, Unit], signed_in: SignIn, reader: User, operator: Operator
) -> None:
    actions_descent.merge(
        operator, [city["00001"], city["00002"]], city["00003"], DAY, reason=WHY, basis=BASIS
    )
    page = signed_in(reader).get(reverse("organisations:unit", args=[city["00003"].pk]))
    content = page.content.decode()
    assert content.count('class="org-line"') == 2
    assert content.count("<rect") == 3
    assert "toàn bộ (đã công bố)" in content
    assert 'style="' not in content


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_hanoi_on_three_days_and_what_became_of_a_commune(
    page: Page, live_server: LiveServer, reader: User
) -> None:
    load_organisations()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.goto(live_server.url)
    page.get_by_label("Tên đăng nhập").fill(reader.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Đơn vị", exact=True).click()
    for day, communes in (("02/07/2025", "126"), ("31/12/2021", "579"), ("02/01/2025", "526")):
        page.get_by_label("Ngày (dd/mm/yyyy)").fill(day)
        page.get_by_role("button", name="Xem", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Các đơn vị ngày {day}")
        expect(page.locator(".org-count")).to_contain_text(f"{communes} xã, phường, thị trấn")
        expect(page.get_by_label("Ngày (dd/mm/yyyy)")).to_have_value(day)
    examine(page, "don-vi")
    # The rail, by the keyboard: one event on, and the answer alone changes.
    page.get_by_role("slider").focus()
    page.keyboard.press("End")
    expect(page.locator("#rail-day")).to_have_text("01/07/2025")
    expect(page.get_by_role("heading", level=1)).to_have_text("Các đơn vị ngày 01/07/2025")
    expect(page.get_by_role("slider")).to_be_focused()
    page.get_by_role("link", name="Thay đổi trước").click()
    page.get_by_label("Ngày (dd/mm/yyyy)").fill("2025-01-02")
    page.get_by_label("Tên hoặc mã").fill("truc bach")
    page.get_by_role("button", name="Xem", exact=True).click()
    page.get_by_role("link", name="Phường Trúc Bạch", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Phường Trúc Bạch")
    expect(page.locator(".org-descent")).to_contain_text("Phường Nguyễn Trung Trực")
    expect(page.locator(".org-descent")).to_contain_text("toàn bộ (đã công bố)")
    examine(page, "don-vi-phuong")
    page.locator(".org-descent").get_by_role("link", name="Phường Ba Đình", exact=True).click()
    expect(page.locator(".org-descent")).to_contain_text("chưa rõ tỷ lệ")
    examine(page, "don-vi-phuong-moi")
    district = Unit.objects.get(code="001")
    page.goto(f"{live_server.url}{reverse('organisations:unit', args=[district.pk])}")
    page.get_by_text("Nhóm trên địa bàn ngày").click()
    expect(page.locator(".org-ground")).to_contain_text("Phường Ba Đình")
    examine(page, "don-vi-quan")
    assert complaints == []
    assert Unit.objects.filter(code="00004").count() == 2
