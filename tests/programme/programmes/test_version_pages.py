"""The pages of versions: as of a day, side by side, and the decision on an amendment."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html import unescape
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from namro.foundation.accounts.models import User
from namro.programme.programmes.actions import import_draft, list_programme
from namro.programme.programmes.choices import Level
from namro.programme.programmes.models import Amendment, Programme, SourceDocument
from namro.programme.programmes.reading import ReadDraft
from namro.programme.programmes.review.models import Via
from namro.programme.programmes.review.receiving import Examined, take_in
from tests.programme.programmes.drafts import TEXT, FakeDraft
from tests.programme.programmes.test_pages import page, text_of
from tests.programme.programmes.test_versions import (
    FIRST,
    OPERATOR,
    SECOND,
    accept,
    amended_draft,
    propose,
)

SignIn = Callable[[User], Client]


@pytest.fixture
def kept(db: None) -> Programme:
    return import_draft(OPERATOR, FakeDraft(), FIRST, reason="to test").programme


@pytest.fixture
def amended(kept: Programme) -> Programme:
    """In force from 17/03/2021, and as amended from 01/07/2023."""
    draft = amended_draft()
    draft.text = TEXT.replace("trên 75%", "trên 80%")
    draft.content["targets"][0]["text"] = "Tỷ lệ đạt trên 80%"
    draft.content["document"]["title"] = "về việc thử (sửa đổi), giai đoạn 2021-2025"
    accept(propose(draft))
    return kept


def seen(client: Client, name: str, programme: Programme, day: str = "") -> str:
    key = f"{programme.pk}@{day}" if day else programme.pk
    return text_of(page(client, reverse(f"programmes:{name}", args=[key])))


def test_every_page_is_seen_as_of_a_day(
    amended: Programme, reader: User, signed_in: SignIn
) -> None:
    client = signed_in(reader)
    before, after = "2023-06-30", "2023-07-01"
    for day, figure, other in ((before, "75%", "80%"), (after, "80%", "75%"), ("", "80%", "75%")):
        for name in ("programme", "targets", "source"):
            words = seen(client, name, amended, day).replace(" %", "%")
            assert f"trên {figure}" in words, (name, day)
            assert f"trên {other}" not in words, (name, day)
    old = seen(client, "programme", amended, before)
    assert "Theo ngày 30/06/2023: phiên bản 1, không phải phiên bản đang có hiệu lực" in old
    assert "về việc thử, giai đoạn" in old
    assert "Ban Tuyên giáo" not in old
    new = seen(client, "programme", amended)
    assert "Phiên bản 2, đang có hiệu lực" in new
    assert "15-QĐ/TU ngày 20/06/2023" in new
    assert "về việc thử (sửa đổi)" in new
    assert "Ban Tuyên giáo" in new
    early = seen(client, "programme", amended, "2020-01-01")
    assert "Ngày 01/01/2020 văn bản chưa có hiệu lực" in early


def test_links_of_a_page_keep_the_day(amended: Programme, reader: User, signed_in: SignIn) -> None:
    client = signed_in(reader)
    key = f"{amended.pk}@2023-06-30"
    html = page(client, reverse("programmes:programme", args=[key]))
    links = [unescape(link) for link in re.findall(r'href="([^"#]+)', html)]
    own = [link for link in links if re.match(rf"/chuong-trinh/{amended.pk}\b", link)]
    kept = [link for link in own if link.startswith(f"/chuong-trinh/{key}/")]
    # Only the way to the other version leaves the day.
    assert set(own) - set(kept) == {f"/chuong-trinh/{amended.pk}/"}
    assert len(set(kept)) > 8
    for link in set(own):
        assert client.get(link).status_code == 200, link
    place = reverse("programmes:source", args=[key]) + "?muc=chi-tieu-1"
    assert re.findall(r"<mark[^>]*>([^<]*)</mark>", page(client, place)) == ["Tỷ lệ đạt trên 75%"]
    assert client.get(reverse("programmes:file", args=[key])).content == FIRST.content
    assert client.get(reverse("programmes:file", args=[amended.pk])).content == SECOND.content
    for what, figure in ((key, "75"), (amended.pk, "80")):
        address = reverse(
            "programmes:download", kwargs={"pk": what, "what": "chi-tieu", "fmt": "csv"}
        )
        assert f"trên {figure}" in client.get(address).content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("said", "to"),
    [
        ("30/06/2023", "@2023-06-30"),
        ("2023-06-30", "@2023-06-30"),
        ("1-1-2022", "@2022-01-01"),
        ("", ""),
        ("31/02/2023", ""),
        ("<script>", ""),
    ],
)
def test_a_day_in_the_question_goes_into_the_address(
    amended: Programme, reader: User, signed_in: SignIn, said: str, to: str
) -> None:
    client = signed_in(reader)
    address = reverse("programmes:targets", args=[amended.pk])
    response = client.get(address, {"on": said, "sap": "x"})
    assert response.status_code == 302
    assert response.headers["Location"] == f"/chuong-trinh/{amended.pk}{to}/chi-tieu/?sap=x"
    followed = text_of(page(client, response.headers["Location"]))
    assert ("không phải là một ngày" in followed) is (said != "" and to == "")


@pytest.mark.parametrize("key", ["1@2023-02-31", "1@", "1@x", "x"])
def test_an_address_that_is_none(
    amended: Programme, reader: User, signed_in: SignIn, key: str
) -> None:
    key = key.replace("1", str(amended.pk), 1)
    for rest in ("", "chi-tieu/", "phien-ban/", "chi-tieu.csv"):
        assert signed_in(reader).get(f"/chuong-trinh/{key}/{rest}").status_code == 404, rest


def test_the_list_as_of_a_day(amended: Programme, reader: User, signed_in: SignIn) -> None:
    list_programme(OPERATOR, "09-CTr/TU", "Mới", reason="x", issued_on=dt.date(2024, 5, 1))
    client = signed_in(reader)
    address = reverse("programmes:list")
    now = text_of(page(client, address))
    assert "09-CTr/TU" in now
    assert "3 nhiệm vụ" in now
    then = page(client, address + "?on=30/06/2023")
    assert "09-CTr/TU" not in then
    assert "2 nhiệm vụ" in text_of(then)
    assert "(sửa đổi)" not in then
    assert f"/chuong-trinh/{amended.pk}@2023-06-30/" in then
    wrong = text_of(page(client, address + "?on=hôm qua"))
    assert "không phải là một ngày" in wrong
    assert "09-CTr/TU" in wrong


def test_versions_and_their_comparison(amended: Programme, reader: User, signed_in: SignIn) -> None:
    client = signed_in(reader)
    words = seen(client, "versions", amended)
    for said in (
        "Phiên bản 1",
        "có hiệu lực từ 17/03/2021 đến 30/06/2023",
        "Phiên bản 2",
        "15-QĐ/TU",
    ):
        assert said in words, said
    assert "chờ quyết định" not in words
    html = page(client, reverse("programmes:comparison", args=[amended.pk, 1, 2]))
    assert re.findall(r"<del>([^<]*)</del>", html)[:1] != []
    words = text_of(html)
    assert "4 sửa đổi" in words
    assert "1 thêm mới" in words
    assert "Ban Tổ chức" in words
    assert client.get(reverse("programmes:comparison", args=[amended.pk, 1, 9])).status_code == 404


def test_the_decision_on_a_page(
    kept: Programme, secretariat: User, reader: User, signed_in: SignIn
) -> None:
    amendment = propose()
    address = reverse("programmes:amendment", args=[kept.pk, amendment.pk])
    assert signed_in(reader).get(address).status_code == 403
    client = signed_in(secretariat)
    html = page(client, address)
    assert "2 sửa đổi" not in text_of(html)
    assert "3 sửa đổi" in text_of(html)
    (first,) = re.findall(r'name="accept-seen" value="(\d+)"', html)
    filled = {
        "accept-basis_number": "15-QĐ/TU",
        "accept-basis_date": "20/06/2023",
        "accept-in_force_from": "17/03/2021",
        "accept-reason": "theo kết luận",
        "accept-seen": first,
    }
    # What is wrong is said, and nothing that was typed is lost.
    wrong = client.post(address, filled).content.decode()
    assert "Ngày có hiệu lực phải sau ngày 17/03/2021" in wrong
    assert 'value="15-QĐ/TU"' in wrong
    wrong = client.post(address, {**filled, "accept-in_force_from": "hôm nay"}).content.decode()
    assert "31/12/2025" in wrong
    assert 'value="hôm nay"' in wrong
    filled["accept-in_force_from"] = "01/07/2023"
    moved = client.post(address, {**filled, "accept-seen": "0"}).content.decode()
    assert "có phiên bản khác từ khi trang này được mở" in moved
    assert SourceDocument.objects.count() == 1
    assert client.post(address, filled).status_code == 302
    version = SourceDocument.objects.get(version=2)
    assert (version.basis_number, version.in_force_from) == ("15-QĐ/TU", dt.date(2023, 7, 1))
    assert "accept-seen" not in page(client, address)


def test_rejecting_on_a_page(kept: Programme, secretariat: User, signed_in: SignIn) -> None:
    client = signed_in(secretariat)
    address = reverse("programmes:amendment", args=[kept.pk, propose().pk])
    assert client.post(address, {"reject-reason": ""}).status_code == 200
    assert client.post(address, {"reject-reason": "chưa ký"}).status_code == 302
    assert Amendment.objects.get().status == "rejected"
    assert "chưa ký" in page(client, address)


def test_what_a_document_says_is_text(
    kept: Programme, secretariat: User, signed_in: SignIn
) -> None:
    draft = amended_draft()
    draft.content["deliverables"][1]["title"] += " <script>alert(1)</script>"
    amendment = propose(draft)
    html = page(
        signed_in(secretariat), reverse("programmes:amendment", args=[kept.pk, amendment.pk])
    )
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_a_reviewed_document_of_a_kept_number_waits_as_an_amendment(
    kept: Programme, secretariat: User, signed_in: SignIn
) -> None:
    draft = amended_draft()
    contents = {language: draft.as_dict(language) for language in ("vi", "en")}
    read = ReadDraft(draft.text, contents, [SimpleNamespace(values={"no": "2"})])
    examined = Examined("sua-doi.txt", SECOND.content, Via.DIRECT, draft=read)
    review = take_in(secretariat, examined, level=Level.INTERNAL, no_secret=True)
    client = signed_in(secretariat)
    address = reverse("programmes:review-accept", args=[review.pk])
    response = client.post(address, {"version": review.version, "reason": "đã rà soát"})
    amendment = Amendment.objects.get()
    waiting = reverse("programmes:amendment", args=[kept.pk, amendment.pk])
    assert (response.status_code, response.headers["Location"]) == (302, waiting)
    words = text_of(page(client, waiting))
    assert "3 sửa đổi" in words
    assert "đã rà soát" in words
    review.refresh_from_db()
    assert (review.status, review.content, review.programme) == ("accepted", None, kept)
    assert accept(amendment).version == 2
