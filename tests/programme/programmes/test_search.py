"""Search: a table of cases an official could read, on the page and in the rules."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.programme.programmes.actions import SourceFile, import_draft, list_programme
from namro.programme.programmes.choices import Level
from namro.programme.programmes.rules import searching
from namro.programme.programmes.views_search import found_by
from tests.programme.programmes.drafts import TEXT, FakeDraft

OPERATOR = Operator("tests")
TITLES = {
    1: "Nâng cao chất lượng hoạt động của UBND các cấp",
    2: "Ủy ban nhân dân thành phố đẩy mạnh cải cách hành chính",
    3: "Đơn giản hóa TTHC, đưa CNTT vào cơ quan",
    4: "Uỷ Ban Mặt trận Tổ quốc giám sát",
    5: "Xây dựng NTM nâng cao",
    6: "Chỉ số hài lòng về sự phục vụ hành chính",
    7: "Đường hoa và đương đại",
    8: "Hội đồng bộ môn, nhân dân bàn",
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("UBND", {1, 2}),
        ("ubnd", {1, 2}),
        ("Ủy ban nhân dân", {1, 2}),
        ("uy ban nhan dan", {1, 2}),
        ("UỶ BAN NHÂN DÂN thành phố", {2}),
        ("HĐND", set()),
        ("MTTQ", {4}),
        ("mặt trận tổ quốc", {4}),
        ("thủ tục hành chính", {3}),
        ("cong nghe thong tin", {3}),
        ("CCHC", {2}),
        ("NTM", {5}),
        ("nông thôn mới", {5}),
        ("SIPAS", {6}),
        ("cai cach", {2}),
        ("cách cải", {2}),
        ('"cách cải"', set()),
        ('"cải cách hành chính"', {2}),
        ("duong", {7}),
        ("ban", {2, 4, 8}),
        ("cấp.", {1}),
        ("02-CTr/TU", {2}),
        ("' OR 1=1 --", set()),
        ("& | ! <-> :*", set()),
        ("…", set()),
    ],
)
def test_what_is_found(typed: str, found: set[int], reader: User) -> None:
    for number, title in TITLES.items():
        list_programme(OPERATOR, f"{number:02}-CTr/TU", title, reason="to test")
    asked = searching.terms(typed)
    hits = found_by(reader, asked) if asked else []
    assert {int(entry.programme.number[:2]) for entry in hits} == found


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("Thủ tục của UBND tỉnh", "uy ban nhan dan", ["UBND"]),
        ("Ủy ban nhân dân và ủy ban", "UBND", ["Ủy ban nhân dân"]),
        ("Cải cách, cải CÁCH", "cach", ["cách", "CÁCH"]),
        ("hoa\u0300 hoà", "hoa", ["hoa\u0300", "hoà"]),
        ("không có", "khác", []),
    ],
)
def test_what_is_marked(text: str, typed: str, marked: list[str]) -> None:
    pieces = searching.pieces(text, searching.terms(typed))
    assert [piece.text for piece in pieces if piece.hit] == marked
    assert "".join(piece.text for piece in pieces) == text


@given(st.text(max_size=400), st.text(max_size=40), st.integers(10, 100))
def test_a_snippet_is_a_piece_of_its_text(text: str, typed: str, width: int) -> None:
    pieces = searching.pieces(text, searching.terms(typed), width)
    shown = "".join(piece.text for piece in pieces)
    assert shown.removeprefix("…").removesuffix("…") in text


def test_every_abbreviation_leads_both_ways() -> None:
    known = searching.abbreviations()
    assert len(known) > 100
    for words, ways in known.items():
        for other in ways:
            assert words in known[other]


@pytest.mark.django_db
def test_nobody_finds_what_they_may_not_see(
    reader: User, secretariat: User, make_user: Callable[..., User]
) -> None:
    import_draft(
        OPERATOR,
        FakeDraft(),
        SourceFile("a.txt", TEXT.encode()),
        reason="to test",
        level=Level.RESTRICTED,
    )
    asked = searching.terms("kết nạp")
    assert found_by(secretariat, asked).count() == 2  # the target and its provision
    assert found_by(reader, asked).count() == 0
    assert found_by(make_user("khong-vai-tro"), asked).count() == 0


@pytest.mark.django_db
def test_the_page_groups_marks_and_pages(reader: User, signed_in: Callable[[User], Client]) -> None:
    for number in range(60):
        list_programme(OPERATOR, f"{number:02}-CTr/TU", "Đô thị <b>xanh</b>", reason="to test")
    programme = import_draft(
        OPERATOR, FakeDraft(), SourceFile("a.txt", TEXT.encode()), reason="to test", issuer="X"
    ).programme
    client = signed_in(reader)
    address = reverse("programmes:search")
    html = client.get(address, {"q": "do thi"}).content.decode()
    # Number 07 has its document, and so its own title.
    assert "59 kết quả" in html
    assert "<mark>Đô</mark> <mark>thị</mark> &lt;b&gt;" in html
    assert html.count("<mark>Đô</mark>") == 5
    second = client.get(address, {"q": "do thi", "loai": "chuong-trinh", "trang": "2"})
    assert second.content.decode().count("<mark>Đô</mark>") == 9
    within = client.get(address, {"q": "đảng viên", "ct": str(programme.pk)}).content.decode()
    assert f"/chuong-trinh/{programme.pk}/chi-tieu/#chi-tieu-3" in within
    for said in ({"q": "x" * 5000}, {"q": "a", "loai": "x", "ct": "²", "trang": "-9"}, {"q": "\0"}):
        assert client.get(address, said).status_code == 200


@given(st.lists(st.integers(0, 7)), st.integers(0, 40), st.integers(0, 40))
def test_the_groups_that_hold_rows_hold_exactly_these(
    sizes: list[int], first: int, length: int
) -> None:
    rows = [(group, row) for group, size in enumerate(sizes) for row in range(size)]
    groups, skipped = searching.holding(list(enumerate(sizes)), first, first + length)
    wanted = rows[first : first + length]
    held = [row for row in rows if row[0] in groups]
    assert sorted(set(groups)) == sorted({group for group, _ in wanted})
    if wanted:
        assert held[first - skipped : first + length - skipped] == wanted


@pytest.mark.django_db
def test_all_pages_of_a_kind_show_each_hit_once_in_order(
    reader: User, signed_in: Callable[[User], Client]
) -> None:
    for number in range(1, 31):
        made = FakeDraft()
        made.content["document"]["number"] = f"{number:02}-CTr/TU"
        file = SourceFile(f"{number}.txt", f"{number}".encode())
        import_draft(OPERATOR, made, file, reason="to test", issuer="X")
    client, address = signed_in(reader), reverse("programmes:search")
    asked = searching.terms("viec")
    entries = found_by(reader, asked).filter(kind="nhiem-vu")
    wanted = [
        (each.programme.number, each.text)
        for each in entries.order_by("sort_key", "programme_id", "order")
    ]
    assert len(wanted) == 60
    shown: list[tuple[str, str]] = []
    for page in ("1", "2"):
        answer = client.get(address, {"q": "viec", "loai": "nhiem-vu", "trang": page})
        shown += [
            (hit.programme.number, "".join(piece.text for piece in hit.pieces))
            for group in answer.context["groups"]
            for hit in group.hits
        ]
    assert shown == wanted
    first = client.get(address, {"q": "viec"}).context["groups"]
    assert {group.kind: len(group.hits) for group in first}["nhiem-vu"] == 5
    assert [
        (hit.programme.number, "".join(piece.text for piece in hit.pieces))
        for group in first
        if group.kind == "nhiem-vu"
        for hit in group.hits
    ] == wanted[:5]
