"""The library of indicators: found without marks, each with all that asks for it side by side."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client

from namro.foundation.accounts.models import User
from namro.programme.indicators.actions import define
from namro.programme.indicators.actions_figures import record
from namro.programme.indicators.models import Indicator
from namro.sample.load import load, load_fictional, load_figures

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def sample() -> None:
    load()
    load_figures()
    load_fictional()


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address, headers={"accept-language": "vi"})
    assert response.status_code == status, address
    return response.content.decode()


@pytest.mark.usefixtures("sample")
def test_an_indicator_is_found_without_marks_and_the_file_holds_the_same_rows(
    signed_in: SignIn, reader: User
) -> None:
    client = signed_in(reader)
    page = text(client, "/chi-tieu/chi-so/?q=can+bo+tre")
    assert "Tỷ lệ cán bộ trẻ diện ban thường vụ" in page
    assert "SIPAS" not in page
    assert "Khai báo chỉ số" not in page  # a reader is offered nothing to write
    file = client.get("/chi-tieu/chi-so/tep.csv?q=can+bo+tre").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(file)))
    assert len(rows) == 1
    asked = text(client, "/chi-tieu/chi-so/?chuong-trinh=01-CTr/TU&loai=rank")
    assert "PAPI" in asked
    assert "SIPAS của" not in asked
    assert "Không chỉ số nào có đủ" in text(client, "/chi-tieu/chi-so/?q=khong+co+gi+ca")


@pytest.mark.usefixtures("sample")
def test_one_indicator_shows_targets_of_several_programmes_and_which_figure_counts(
    signed_in: SignIn, secretariat: User
) -> None:
    sipas = Indicator.objects.get(key="sipas")
    heads = ["indicator", "scope", "period", "value", "stage", "published_on", "source"]
    said = ["sipas", "Hà Nội", "2024", "86.4", "final", "2025-05-01", "Một nguồn khác"]
    record(secretariat, [heads, said], reason="nguồn thứ hai")
    client = signed_in(secretariat)
    address = "/chi-tieu/chi-so/sipas/?on=31/12/2024"
    page = text(client, address)
    assert "01-CTr/TU (13)" in page
    assert "Nam Châu" in page  # the other programme's figures are about its own province
    assert page.count("mâu thuẫn với nguồn ngang hàng") == 2
    sipas.declared_source = "một nguồn khác"  # as an official may write it
    sipas.save()
    page = text(client, address)
    assert "mâu thuẫn" not in page
    assert "nguồn chính thức đã có số" in page
    assert "86,4%" in page
    assert "người giúp việc" in page.casefold() or "to-giup-viec" in page  # who recorded it


@pytest.mark.usefixtures("sample")
def test_the_targets_are_judged_on_the_day_asked(signed_in: SignIn, reader: User) -> None:
    client = signed_in(reader)
    before = text(client, "/chi-tieu/chi-so/sipas/?on=31/12/2024&biet=31/12/2024")
    assert "chưa công bố vào ngày xét" in before
    assert "chưa công bố vào ngày xét" not in text(client, "/chi-tieu/chi-so/sipas/")
    assert "không phải là một ngày" in text(client, "/chi-tieu/chi-so/sipas/?on=hôm+nay")


def test_a_restricted_indicator_is_met_by_nobody_who_may_not(
    signed_in: SignIn, reader: User, secretariat: User
) -> None:
    define(
        secretariat, "mat", reason="x", name="Chỉ số không công khai", kind="count",
        level="restricted",
    )  # fmt: skip
    client = signed_in(reader)
    assert "Chỉ số không công khai" not in text(client, "/chi-tieu/chi-so/")
    text(client, "/chi-tieu/chi-so/mat/", 404)
    client = signed_in(secretariat)
    assert "Chỉ số không công khai" in text(client, "/chi-tieu/chi-so/mat/")


def test_an_empty_library_says_what_to_do(signed_in: SignIn, reader: User) -> None:
    assert "Chưa có chỉ số nào" in text(signed_in(reader), "/chi-tieu/chi-so/")
