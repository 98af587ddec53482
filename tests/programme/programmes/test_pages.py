"""The pages of programmes, with Django's client: what they show, to whom, in which language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.programme.programmes.actions import SourceFile, import_draft, list_programme
from namro.programme.programmes.choices import Level
from namro.programme.programmes.models import Programme
from tests.programme.programmes.drafts import TEXT, FakeDraft

SignIn = Callable[[User], Client]
OPERATOR = Operator("tests")


@pytest.fixture
def kept(db: None) -> Programme:
    return import_draft(
        OPERATOR,
        FakeDraft(),
        SourceFile('chương "trình".txt', TEXT.encode()),
        reason="to test",
        illustrative=True,
    ).programme


@pytest.fixture
def secret(db: None) -> Programme:
    draft = FakeDraft()
    draft.content["document"]["number"] = "99-CTr/TU"
    file = SourceFile("kin.txt", b"kin")
    return import_draft(OPERATOR, draft, file, reason="to test", level=Level.RESTRICTED).programme


def page(client: Client, address: str, language: str = "vi") -> str:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def text_of(html: str) -> str:
    """What a reader sees: no tags, entities resolved, spaces collapsed."""
    return re.sub(r"[\s\u00a0]+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def addresses(programme: Programme) -> Iterator[str]:
    yield reverse("programmes:list")
    for name in ("programme", "source", "file"):
        yield reverse(f"programmes:{name}", args=[programme.pk])


def test_pages_want_a_sign_in_and_a_role(
    client: Client, kept: Programme, make_user: Callable[..., User], signed_in: SignIn
) -> None:
    for address in addresses(kept):
        response = client.get(address)
        assert (response.status_code, "dang-nhap" in response.headers.get("Location", "")) == (
            302,
            True,
        )
    signed_in(make_user("khong-vai-tro"))
    for address in addresses(kept):
        assert client.get(address).status_code == 403


def test_a_restricted_programme_is_not_there_for_readers(
    kept: Programme, secret: Programme, secretariat: User, reader: User, signed_in: SignIn
) -> None:
    client = signed_in(reader)
    assert "99-CTr/TU" not in page(client, reverse("programmes:list"))
    for address in list(addresses(secret))[1:]:
        assert client.get(address).status_code == 404
    client = signed_in(secretariat)
    assert "99-CTr/TU" in page(client, reverse("programmes:list"))
    for address in addresses(secret):
        assert client.get(address).status_code == 200


def test_the_list_counts_searches_and_says_what_is_missing(
    kept: Programme, reader: User, signed_in: SignIn
) -> None:
    list_programme(OPERATOR, "08-CTr/TU", "Đô thị <b>", reason="to test")
    client = signed_in(reader)
    shown = page(client, reverse("programmes:list"))
    seen = text_of(shown)
    assert "4 chỉ tiêu (đại lượng) · 2 nhiệm vụ" in seen
    assert "chưa nhập văn bản" in seen
    assert "<b>" not in shown
    assert "2 chương trình" in seen
    found = text_of(page(client, reverse("programmes:list") + "?q=do+thi"))
    assert "08-CTr/TU" in found
    assert "07-CTr/TU" not in found
    nothing = text_of(page(client, reverse("programmes:list") + "?q=<script>&trang=x"))
    assert "Không có chương trình nào" in nothing


def test_a_programme_in_vietnamese(kept: Programme, reader: User, signed_in: SignIn) -> None:
    html = page(signed_in(reader), reverse("programmes:programme", args=[kept.pk]))
    seen = text_of(html)
    for words in (
        "Dữ liệu minh họa từ nguồn công khai, không phải số liệu chính thức",
        "17/03/2021",
        "2021–2025",
        "Bí thư",
        "trên 75%",
        "hằng năm từ 9.000 đến 10.000 đảng viên",
        "cơ bản hoàn thành, đến năm 2025",
        "trên 60,5%",
        "chủ trì suy ra: cần xác nhận",
        "Sở Nội vụ",
        "2021–2024",
        "Hãy xác nhận.",
        "Các ban đảng",
        'chương "trình".txt',
    ):
        assert words in seen, words
    assert "<số hóa>" not in html
    assert "&lt;số hóa&gt;" in html
    assert 'style="' not in html
    assert "<script>" not in html


def test_a_programme_in_english(kept: Programme, reader: User, signed_in: SignIn) -> None:
    seen = text_of(page(signed_in(reader), reverse("programmes:programme", args=[kept.pk]), "en"))
    for words in (
        "Illustrative data from public sources, not official figures",
        "more than 75%",
        "9,000 to 10,000 đảng viên each year",
        "lead inferred: to be confirmed",
        "Please confirm.",
    ):
        assert words in seen, words
    assert "cần xác nhận" not in seen


def test_a_listed_programme_says_what_comes_next(reader: User, signed_in: SignIn, db: None) -> None:
    listed = list_programme(OPERATOR, "08-CTr/TU", "Đô thị", reason="to test").programme
    client = signed_in(reader)
    seen = text_of(page(client, reverse("programmes:programme", args=[listed.pk])))
    assert "chưa nhập văn bản" in seen
    assert "namro import" in seen
    assert client.get(reverse("programmes:source", args=[listed.pk])).status_code == 404


def test_every_link_to_a_place_marks_that_place(
    kept: Programme, reader: User, signed_in: SignIn
) -> None:
    client = signed_in(reader)
    html = page(client, reverse("programmes:programme", args=[kept.pk]))
    links = {unescape(link) for link in re.findall(r'href="([^"]*\?muc=[^"]*)"', html)}
    # 1 objective, 4 targets as cards, 1 requirement, 2 deliverables, 1 step, 1 issue.
    assert len(links) == 10
    targets = page(client, reverse("programmes:targets", args=[kept.pk]))
    links |= {unescape(link) for link in re.findall(r'href="([^"]*\?muc=[^"]*)"', targets)}
    for order in range(5):
        leaf = page(client, reverse("programmes:book", args=[kept.pk, order]))
        links |= {unescape(link) for link in re.findall(r'href="([^"]*\?muc=[^"]*)"', leaf)}
    assert {re.sub(r".*muc=|-[0-9]+#.*", "", link) for link in links} == {
        "muc-tieu",
        "chi-tieu",
        "yeu-cau",
        "nhiem-vu",
        "lo-trinh",
        "xem-lai",
        "de-muc",
    }
    for link in links:
        address, _, anchor = link.partition("#")
        marked = page(client, address)
        assert marked.count(f'id="{anchor}"') == 1, link
    marked = page(client, reverse("programmes:source", args=[kept.pk]) + "?muc=chi-tieu-2")
    assert re.findall(r"<mark[^>]*>([^<]*)</mark>", marked) == ["khối xã trên 60,5%"]
    heading = page(client, reverse("programmes:source", args=[kept.pk]) + "?muc=de-muc-1")
    assert re.findall(r"<mark[^>]*>([^<]*)</mark>", heading) == ["Phần thứ nhất", "MỤC TIÊU"]


@pytest.mark.parametrize(
    "name",
    ["chi-tieu-99", "chi-tieu-0", "chi-tieu", "x-1", "-1", "chi-tieu-1' OR 1=1", "chi-tieu-²"],
)
def test_a_place_that_is_not_there(
    kept: Programme, reader: User, signed_in: SignIn, name: str
) -> None:
    address = reverse("programmes:source", args=[kept.pk])
    assert signed_in(reader).get(address, {"muc": name}).status_code == 404


def test_a_long_text_comes_in_parts(reader: User, signed_in: SignIn, db: None) -> None:
    draft = FakeDraft(text=TEXT + "một dòng của văn bản dài\n" * 20_000)
    draft.content["targets"][0]["start"] = len(draft.text) - 24
    draft.content["targets"][0]["end"] = len(draft.text) - 1
    programme = import_draft(
        OPERATOR, draft, SourceFile("dai.txt", b"dai"), reason="to test"
    ).programme
    client = signed_in(reader)
    address = reverse("programmes:source", args=[programme.pk])
    first = page(client, address)
    assert "CHƯƠNG TRÌNH" in first
    assert len(first) < 600_000
    last = page(client, address + "?muc=chi-tieu-1")
    assert '<mark id="cho">' in last
    assert "CHƯƠNG TRÌNH</p>" not in last
    for part in ("0", "-1", "999999", "x", "²"):
        assert client.get(address, {"phan": part}).status_code == 200


def test_the_file_comes_back_byte_for_byte(
    kept: Programme, reader: User, signed_in: SignIn
) -> None:
    response = signed_in(reader).get(reverse("programmes:file", args=[kept.pk]))
    assert response.content == TEXT.encode()
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_pages_only_read(kept: Programme, reader: User, signed_in: SignIn) -> None:
    client = signed_in(reader)
    for address in addresses(kept):
        assert client.post(address).status_code == 405


def test_the_number_of_queries_does_not_grow_with_the_programme(
    kept: Programme,
    reader: User,
    signed_in: SignIn,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    client = signed_in(reader)
    with django_assert_max_num_queries(25):  # type: ignore[attr-defined]
        page(client, reverse("programmes:programme", args=[kept.pk]))
