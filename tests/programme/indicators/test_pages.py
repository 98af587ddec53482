"""The scoreboard and the page of a target, as people of each kind meet them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from namro.foundation.accounts.models import User
from namro.programme.indicators import judging
from namro.programme.indicators.models import Observation, TargetMeasure
from namro.programme.programmes.models import Programme, Target
from tests.forms import shown

SignIn = Callable[[User], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("figures")]


@pytest.fixture
def programme(figures: None) -> Programme:
    return Programme.objects.get(number="01-CTr/TU")


def key_of(label: str, value: int) -> int:
    found = Target.objects.get(label=label, value_low=value, source__programme__number="01-CTr/TU")
    assert found.identity_id is not None
    return int(found.identity_id)


@pytest.fixture
def as_secretariat(signed_in: SignIn, secretariat: User) -> Client:
    return signed_in(secretariat)


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address, headers={"accept-language": "vi"})
    assert response.status_code == status, address
    return response.content.decode()


def test_the_scoreboard_says_what_stands_where(
    as_secretariat: Client, programme: Programme
) -> None:
    page = text(as_secretariat, f"/chi-tieu/{programme.pk}@2024-12-31/")
    assert "Kết quả chỉ tiêu vào ngày 31/12/2024" in page
    assert "v-missed" in page
    assert "chưa đạt" in page
    assert "83,57%" in page
    assert "số liệu chưa kiểm chứng" in page


def test_the_file_holds_the_same_rows_with_typed_cells(
    as_secretariat: Client, programme: Programme
) -> None:
    response = as_secretariat.get(f"/chi-tieu/{programme.pk}@2024-12-31/bang.xlsx")
    sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows[0]) == 13
    sipas = next(row for row in rows if row[0] == "(13)" and "90%" in str(row[9]))
    assert (sipas[3], sipas[5]) == (83.57, 86.5)
    setup = sheet.page_setup
    assert (setup.orientation, setup.paperSize) == ("landscape", 8)  # A3
    assert (setup.fitToWidth, setup.fitToHeight) == (1, 1)
    fitted = sheet.sheet_properties.pageSetUpPr
    assert fitted is not None
    assert fitted.fitToPage


def test_a_day_of_knowledge_changes_what_it_rests_on(
    as_secretariat: Client, programme: Programme
) -> None:
    address = f"/chi-tieu/{programme.pk}@2024-12-31/{key_of('(13)', 90)}/"
    now = text(as_secretariat, address)
    assert "86,5%" in now
    then = text(as_secretariat, f"{address}?biet=2024-12-31")
    assert "86,5%" not in then
    assert "cần 88,06%" in then
    assert "cần 88,06%" not in now


def test_zero_figures_say_so_in_plain_sight(as_secretariat: Client, programme: Programme) -> None:
    page = text(as_secretariat, f"/chi-tieu/{programme.pk}@2024-12-31/{key_of('(6)', 10)}/")
    assert "không có số liệu nào từ 01/01/2021 đến 31/12/2024" in page


def test_confirming_how_the_two_readings_are_meant(
    as_secretariat: Client, programme: Programme
) -> None:
    key = key_of("(12)", 5)
    address = f"/chi-tieu/{programme.pk}/{key}/"
    before = text(as_secretariat, f"/chi-tieu/{programme.pk}@2024-12-31/{key}/")
    assert "câu chữ có hai cách hiểu" in before
    said = {"cach-xet": "mean", "ly-do": "theo giải thích của cơ quan ban hành"}
    said |= shown(as_secretariat, address)
    assert as_secretariat.post(f"{address}cach-xet/", said).status_code == 302
    kept = TargetMeasure.objects.get(target=key)
    assert (kept.readings, kept.confirmed_by) == (["mean"], "to-giup-viec")
    after = text(as_secretariat, f"/chi-tieu/{programme.pk}@2024-12-31/{key}/")
    assert "câu chữ có hai cách hiểu" not in after
    assert "có nguy cơ không đạt" in after


def test_the_second_of_two_who_confirm_sees_what_the_first_did(
    as_secretariat: Client, programme: Programme
) -> None:
    key = key_of("(12)", 5)
    address = f"/chi-tieu/{programme.pk}/{key}/"
    version = as_secretariat.get(address).context["version"]
    first = {"cach-xet": "mean", "ly-do": "người thứ nhất", "version": version}
    second = {"cach-xet": "each_period", "ly-do": "người thứ hai", "version": version}
    assert as_secretariat.post(f"{address}cach-xet/", first).status_code == 302
    refused = as_secretariat.post(f"{address}cach-xet/", second)
    assert refused.status_code == 409
    assert "người thứ nhất" in refused.content.decode()
    assert TargetMeasure.objects.get(target=key).readings == ["mean"]
    second["version"] = refused.context["changed"].version
    assert as_secretariat.post(f"{address}cach-xet/", second).status_code == 302
    assert TargetMeasure.objects.get(target=key).readings == ["each_period"]


def test_a_way_of_judging_that_makes_no_sense_is_refused_in_words(
    as_secretariat: Client, programme: Programme
) -> None:
    key = key_of("(12)", 5)
    said = {"cach-xet": "cumulated", "ly-do": "thử"}
    said |= shown(as_secretariat, f"/chi-tieu/{programme.pk}/{key}/")
    response = as_secretariat.post(f"/chi-tieu/{programme.pk}/{key}/cach-xet/", said, follow=True)
    assert "không cộng dồn được" in response.content.decode()
    assert not TargetMeasure.objects.exists()


def test_a_reader_reads_and_confirms_nothing(
    signed_in: SignIn, reader: User, programme: Programme
) -> None:
    client = signed_in(reader)
    key = key_of("(12)", 5)
    page = text(client, f"/chi-tieu/{programme.pk}/{key}/")
    assert "cach-xet" not in page
    said = {"cach-xet": "mean", "ly-do": "thử"}
    assert client.post(f"/chi-tieu/{programme.pk}/{key}/cach-xet/", said).status_code == 403
    assert not TargetMeasure.objects.exists()


@pytest.mark.parametrize("rest", ["", "bang.xlsx", "1/"])
def test_strangers_and_wrong_addresses_meet_nothing(
    client: Client, signed_in: SignIn, reader: User, programme: Programme, rest: str
) -> None:
    assert client.get(f"/chi-tieu/{programme.pk}/{rest}").status_code == 302  # to sign in
    client = signed_in(reader)
    assert client.get(f"/chi-tieu/{programme.pk + 10_000}/{rest}").status_code == 404
    if rest == "1/":
        assert client.get(f"/chi-tieu/{programme.pk}/999999/").status_code == 404


def test_a_restricted_target_is_met_by_nobody_who_may_not(
    signed_in: SignIn, reader: User, programme: Programme
) -> None:
    key = key_of("(13)", 85)
    identity = Target.objects.get(identity=key).identity
    assert identity is not None
    identity.level = "restricted"
    identity.save()
    client = signed_in(reader)
    assert client.get(f"/chi-tieu/{programme.pk}/{key}/").status_code == 404
    assert "trên 85%" not in text(client, f"/chi-tieu/{programme.pk}@2024-12-31/")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_beyond_all_calendars_is_no_page_and_no_fault(
    as_secretariat: Client, programme: Programme, day: str
) -> None:
    for rest in ("", "bang.xlsx", f"{key_of('(13)', 90)}/"):
        assert as_secretariat.get(f"/chi-tieu/{programme.pk}@{day}/{rest}").status_code == 404
    answer = as_secretariat.get(f"/chi-tieu/{programme.pk}/", {"on": day, "biet": day}, follow=True)
    assert answer.status_code == 200


def test_pages_ask_seldom_and_say_the_same_when_verdicts_are_remembered(
    as_secretariat: Client, programme: Programme
) -> None:
    key = key_of("(13)", 90)
    for address, most in (
        (f"/chi-tieu/{programme.pk}@2024-12-31/", 18),
        (f"/chi-tieu/{programme.pk}@2024-12-31/{key}/", 28),
    ):
        judging._JUDGED.clear()
        first = _bare(text(as_secretariat, address))
        with CaptureQueriesContext(connection) as asked:
            assert _bare(text(as_secretariat, address)) == first
        assert len(asked) <= most, [each["sql"] for each in asked]


def test_what_changes_a_verdict_is_not_remembered(
    as_secretariat: Client, programme: Programme
) -> None:
    key = key_of("(13)", 90)
    address = f"/chi-tieu/{programme.pk}@2024-12-31/{key}/"
    before = _bare(text(as_secretariat, address))
    measured = as_secretariat.get(address).context["judged"].measures[0]
    later = Observation.objects.filter(indicator=measured.indicator, scope=measured.scope).latest(
        "last_day"
    )
    later.pk, later.value, later.stage = None, Decimal("99.9"), "corrected"
    later.save()
    again = _bare(text(as_secretariat, address))
    judging._JUDGED.clear()
    assert again == _bare(text(as_secretariat, address)) != before


def _bare(page: str) -> str:
    """A page without what is another at each request."""
    return re.sub(r"[A-Za-z0-9]{60,}", "", page)
