"""The pages of the cascade, with Django's client: what they show, to whom, and their files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from namro.foundation.accounts.models import User
from namro.programme.programmes.cascade.actions import decide_pairs, specify
from namro.programme.programmes.cascade.models import PairStatus
from namro.programme.programmes.models import Programme, Specification, SpecifiedPair
from tests.forms import shown
from tests.programme.programmes.cascade.conftest import OPERATOR, bring_in
from tests.programme.programmes.cascade.plan import PLAN
from tests.programme.programmes.test_pages import page, text_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def linked(upper: Programme, lower: Programme) -> Specification:
    found = specify(OPERATOR, lower, upper, reason="to test")
    keys = [pair.pk for pair in found.pairs.all() if pair.upper_target_id]
    decide_pairs(OPERATOR, found, keys, PairStatus.CONFIRMED, reason="read both")
    return found


def address(name: str, programme: Programme, *more: object) -> str:
    return reverse(f"programmes:{name}", args=[programme.pk, *more])


def test_a_reader_sees_what_was_taken_up(
    linked: Specification, upper: Programme, reader: User, signed_in: SignIn
) -> None:
    client = signed_in(reader)
    overview = text_of(page(client, address("cascade", upper)))
    assert "Chỉ tiêu: 3/22 đã cụ thể hóa, 19 chưa ai cụ thể hóa" in overview
    assert "Đề mục: 0/25 đã cụ thể hóa, 2 cần xác nhận, 23 chưa ai cụ thể hóa" in overview
    assert "2 mục khác với văn bản cấp dưới" in overview
    assert "45-KH/BTCTU (20/05/2021)" in overview
    assert "Ghi lại" not in overview, "a reader decides nothing"
    items = text_of(page(client, address("cascade_items", upper) + "?muc=target&tinh-trang=nobody"))
    assert "19 trên 81 dòng" in items
    assert "thứ bậc PAPI" in items
    assert "Mức hài lòng (SIPAS) trên 90" not in items
    differing = text_of(page(client, address("cascade_differences", upper)))
    assert "trên 90%, đến năm 2025" in differing
    assert "trên 95%, đến năm 2025" in differing
    assert "đặt mức cao hơn" in differing
    pairs = text_of(page(client, address("cascade_pairs", linked.lower, linked.pk)))
    assert "đã xác nhận (3)" in pairs
    assert "Xác nhận các cặp đã chọn" not in pairs
    # Before the plan was issued nothing was taken up.
    early = text_of(page(client, f"/chuong-trinh/{upper.pk}@2021-04-01/cu-the-hoa/"))
    assert "Chưa biết văn bản cấp dưới nào" in early
    assert "45-KH" not in early


def test_the_files_say_what_the_pages_say(
    linked: Specification, upper: Programme, reader: User, signed_in: SignIn
) -> None:
    client = signed_in(reader)
    base = f"/chuong-trinh/{upper.pk}/"
    sheet = load_workbook(io.BytesIO(client.get(base + "cu-the-hoa.xlsx").content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 82
    assert [row[4] for row in rows].count("đã cụ thể hóa") == 3
    text = client.get(base + "khac-nhau.csv?khac=tighter").content.decode("utf-8-sig")
    (head, row) = csv.reader(io.StringIO(text))
    told = dict(zip(head, row, strict=True))
    assert told["Ở văn bản cấp dưới"] == "trên 95%, đến năm 2025"
    assert told["Khác ở điểm"] == "đặt mức cao hơn"
    text = client.get(base + "ban-hanh.csv?da=da-ban-hanh").content.decode("utf-8-sig")
    assert [row[-1] for row in csv.reader(io.StringIO(text))][1:] == ["45-KH/BTCTU (20/05/2021)"]


def test_a_restricted_plan_is_not_there_for_readers(
    linked: Specification, upper: Programme, reader: User, signed_in: SignIn
) -> None:
    Programme.objects.filter(pk=linked.lower_id).update(level="restricted")
    client = signed_in(reader)
    for name in ("cascade", "cascade_items", "cascade_differences"):
        assert "45-KH" not in page(client, address(name, upper))
    assert client.get(address("cascade_pairs", linked.lower, linked.pk)).status_code == 404
    for file in ("cu-the-hoa", "khac-nhau", "ban-hanh"):
        told = client.get(f"/chuong-trinh/{upper.pk}/{file}.csv").content.decode()
        assert "45-KH" not in told


def test_the_secretariat_confirms_what_is_suggested(
    upper: Programme, lower: Programme, secretariat: User, signed_in: SignIn
) -> None:
    client = signed_in(secretariat)
    here = address("cascade", upper)
    assert "45-KH/BTCTU thực hiện Chương trình 01-CTr/TU" in page(client, here)
    said = {"lower": lower.pk, "upper": upper.pk, "what": "confirm"}
    response = client.post(here, {**said, "reason": " "}, follow=True)
    assert "Hãy ghi lý do" in response.content.decode()
    assert not Specification.objects.exists()
    response = client.post(here, {**said, "reason": "đúng"}, follow=True)
    assert "45-KH/BTCTU cụ thể hóa 01-CTr/TU" in text_of(response.content.decode())
    found = Specification.objects.get()
    assert (found.decision, found.decided_by, found.reason) == ("confirmed", "to-giup-viec", "đúng")
    client.post(here, {**said, "what": "reject", "reason": "nhầm", **shown(client, here)})
    found.refresh_from_db()
    assert found.decision == "rejected"
    # What cannot be is refused in words; neither of the two being this document is no page.
    backwards = {"lower": upper.pk, "upper": lower.pk, "what": "confirm", "reason": "thử"}
    response = client.post(here, backwards)
    assert "ban hành ngày 17/03/2021, trước 45-KH/BTCTU" in text_of(response.content.decode())
    other = bring_in(PLAN.replace("45-KH", "46-KH"), "khac.txt")
    stray = {"lower": lower.pk, "upper": other.pk, "what": "confirm", "reason": "x"}
    assert client.post(here, stray).status_code == 404
    assert client.post(here, {"lower": "x", "upper": "y", "reason": "x"}).status_code == 404


def test_pairs_are_chosen_and_decided(
    linked: Specification, secretariat: User, signed_in: SignIn
) -> None:
    client = signed_in(secretariat)
    here = address("cascade_pairs", linked.lower, linked.pk)
    waiting = list(linked.pairs.filter(status="proposed"))
    response = client.post(here, {"what": "confirm", "reason": "x"})
    assert "Hãy chọn các cặp mục" in response.content.decode()
    first = {"pair": [waiting[0].pk], "what": "reject", "reason": "khác nhau"}
    client.post(here, {**first, **shown(client, here)})
    waiting[0].refresh_from_db()
    assert (waiting[0].status, waiting[0].decided_by) == ("rejected", "to-giup-viec")
    every = {"shown": [pair.pk for pair in linked.pairs.all()], "all": "1"}
    said = {**every, "what": "confirm", "reason": "đã đọc"}
    client.post(here, {**said, **shown(client, here)})
    assert set(linked.pairs.values_list("status", flat=True)) == {"confirmed"}
    # Another document's pairs are not touched, and a key that is none is no error of ours.
    response = client.post(here, {"pair": ["999999"], "what": "reject", "reason": "x"})
    assert "Một cặp đã chọn không còn nữa" in response.content.decode()
    response = client.post(here, {"pair": ["-1", "x", "9" * 40], "what": "reject", "reason": "x"})
    assert response.status_code == 200


def test_a_pair_is_made_by_hand(
    linked: Specification, secretariat: User, signed_in: SignIn
) -> None:
    client = signed_in(secretariat)
    here = address("cascade_pairs", linked.lower, linked.pk)
    said = {"pair-upper": "pPhần thứ ba/I/1", "pair-lower": "pII/1", "pair-reason": "giao việc"}
    assert "Đã ghi cặp mục" in client.post(here, said, follow=True).content.decode()
    pair = SpecifiedPair.objects.get(upper_path="Phần thứ ba/I/1")
    assert (pair.status, pair.lower_path, pair.likeness) == ("confirmed", "II/1", None)
    target = next(pair for pair in linked.pairs.all() if pair.upper_target_id)
    wrong = {**said, "pair-upper": f"t{target.upper_target_id}"}
    response = client.post(here, wrong)
    assert "Chỉ tiêu chỉ ghép được với chỉ tiêu" in response.content.decode()
    stray = {**said, "pair-upper": "p../../etc"}
    assert client.post(here, stray).status_code == 200, "not one of the choices"
    assert SpecifiedPair.objects.filter(likeness__isnull=True).count() == 1


def test_a_reader_changes_nothing(
    linked: Specification, upper: Programme, reader: User, signed_in: SignIn
) -> None:
    client = signed_in(reader)
    said = {"lower": linked.lower_id, "upper": upper.pk, "what": "reject", "reason": "x"}
    assert client.post(address("cascade", upper), said).status_code == 403
    here = address("cascade_pairs", linked.lower, linked.pk)
    assert client.post(here, {"what": "confirm"}).status_code == 403
    linked.refresh_from_db()
    assert linked.decision == "confirmed"


def test_a_hidden_pair_is_neither_counted_nor_called_gone(
    linked: Specification, reader: User, secretariat: User, signed_in: SignIn
) -> None:
    here = address("cascade_pairs", linked.lower, linked.pk)
    pair = linked.pairs.filter(upper_target__isnull=False)[0]
    assert pair.upper_target is not None
    pair.upper_target.level = "restricted"
    pair.upper_target.save()
    assert "cặp không hiện" not in text_of(page(signed_in(reader), here))
    # What an amendment took away is told to who decides.
    for each in linked.lower.sources.all():
        each.provisions.filter(path="II/1").update(path="II/9")
    assert "1 cặp không hiện" in text_of(page(signed_in(secretariat), here))


def test_no_page_asks_more_of_the_database_as_pairs_grow(
    linked: Specification,
    upper: Programme,
    reader: User,
    signed_in: SignIn,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    client = signed_in(reader)
    page(client, address("cascade", upper))
    for name in ("cascade", "cascade_items", "cascade_differences"):
        with django_assert_max_num_queries(40):  # type: ignore[attr-defined]
            page(client, address(name, upper))
