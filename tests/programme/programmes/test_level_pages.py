"""The pages of levels: setting, asking, withdrawing, deciding, and what they tell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.programme.programmes.actions import SourceFile, import_draft
from namro.programme.programmes.actions_levels import raise_level, set_item_levels
from namro.programme.programmes.actions_requests import ask_lower
from namro.programme.programmes.choices import Level
from namro.programme.programmes.models import Deliverable, LevelRequest, Programme, Target
from tests.forms import shown
from tests.programme.programmes.drafts import FakeDraft

pytestmark = pytest.mark.django_db

OPERATOR = Operator("tests")
QUEUE = "/chuong-trinh/muc-do/"


@pytest.fixture
def programme(db: None) -> Programme:
    source = SourceFile("07.docx", b"07")
    return import_draft(OPERATOR, FakeDraft(), source, reason="t").programme


@pytest.fixture
def approver(make_user: Callable[..., User]) -> User:
    return make_user("nguoi-phe-duyet", "approver")


def page(programme: Programme) -> str:
    return reverse("programmes:levels", args=[programme.pk])


def restrict(*rows: Any) -> None:
    programme = Programme.objects.get()
    set_item_levels(
        OPERATOR, programme, [row.identity for row in rows], Level.RESTRICTED, reason="x"
    )


def test_items_are_filtered_and_set(
    programme: Programme, secretariat: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(secretariat)
    address = page(programme)
    assert len(client.get(address).context["filter"].found) == 6
    for query, names in (
        ("?loai=nhiem-vu", ["nhiem-vu-1", "nhiem-vu-2"]),
        ("?q=viec+khac", ["nhiem-vu-2"]),
        ("?muc=rieng", []),
        ("?muc=internal&loai=chi-tieu&q=dang+vien", ["chi-tieu-3"]),
    ):
        found = client.get(address + query).context["filter"].found
        assert [each.name for each in found] == names, query
    form = {"do": "items", "items-level": "restricted", "items-reason": "Đang chuẩn bị"}
    nothing = client.post(address, form)
    assert "Hãy chọn ít nhất một nội dung" in nothing.content.decode()
    form |= shown(client, address)
    done = client.post(address, {**form, "item": ["nhiem-vu-1", "chi-tieu-3"]}, follow=True)
    assert "Đã nâng mức độ bảo vệ của 2 nội dung." in done.content.decode()
    assert Deliverable.objects.get(no="1", identity__level="restricted")
    form |= shown(client, address)
    whole = client.post(address + "?loai=nhiem-vu", {**form, "which": "all"}, follow=True)
    assert whole.request["QUERY_STRING"] == "loai=nhiem-vu"
    assert set(Deliverable.objects.values_list("identity__level", flat=True)) == {"restricted"}
    history = whole.context["history"]
    told = {(each.item and each.item.words, each.who, each.why, each.new) for each in history}
    assert told == {
        (None, "operator:tests", "t", "internal"),
        *(
            (words, "to-giup-viec", "Đang chuẩn bị", "restricted")
            for words in (
                "1 Đề án: Một việc",
                "2 Kế hoạch: Việc khác",
                "(2) Mỗi năm kết nạp 9.000 - 10.000 đảng viên (Tỷ lệ)",
            )
        ),
    }
    lower = {"do": "items", "items-level": "internal", "items-reason": "x", "item": ["nhiem-vu-1"]}
    asked = client.post(address, {**lower, **shown(client, address)}, follow=True).content.decode()
    assert "Đã gửi 1 đề nghị" in asked
    assert "có đề nghị đang chờ" in asked


def test_the_programme_is_raised_asked_for_and_withdrawn(
    programme: Programme, secretariat: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(secretariat)
    address = page(programme)
    missing = client.post(address, {"do": "ask", "ask-level": "public", "ask-reason": " "})
    assert missing.context["ask_form"].errors["reason"]
    assert not LevelRequest.objects.exists()
    seen = shown(client, address)
    client.post(address, {"do": "ask", "ask-level": "public", "ask-reason": "Công bố", **seen})
    request = LevelRequest.objects.get()
    again = client.post(address, {"do": "ask", "ask-level": "public", "ask-reason": "x", **seen})
    assert "đang chờ phê duyệt" in again.content.decode()
    client.post(address, {"do": "withdraw", "withdraw-reason": "Thôi", "request": [request.pk]})
    request.refresh_from_db()
    assert (request.status, request.decision_reason) == ("withdrawn", "Thôi")
    wrong = client.post(address, {"do": "raise", "raise-level": "public", "raise-reason": "x"})
    assert wrong.context["raise_form"].errors["level"]
    more = {"do": "raise", "raise-level": "restricted", "raise-reason": "x"}
    client.post(address, {**more, **seen})
    assert Programme.objects.get().level == "restricted"


def test_the_approver_sees_the_effect_and_decides(
    programme: Programme,
    secretariat: User,
    reader: User,
    approver: User,
    signed_in: Callable[[User], Client],
) -> None:
    raise_level(OPERATOR, programme, Level.RESTRICTED, reason="x")
    restrict(Deliverable.objects.get(no="1"))
    ask_lower(secretariat, programme, Level.INTERNAL, reason="Hết lý do")
    client = signed_in(approver)
    ((found, (shown,)),) = client.get(QUEUE).context["groups"]
    assert found == programme
    effect = shown.effect
    assert (effect.deliverables, effect.targets, effect.hidden_count) == (1, 4, 1)
    assert (effect.before.people, effect.after.people) == (2, 3)
    assert effect.new_names == ["nguoi-doc"]
    assert effect.hidden[0].words == "1 Đề án: Một việc"
    text = client.get(QUEUE).content.decode()
    assert "thêm 1 người: nguoi-doc" in text
    form = {"programme": programme.pk, "request": [shown.row.pk], "reason": "Đồng ý"}
    none = client.post(QUEUE, {**form, "request": [], "decision": "approve"})
    assert "Hãy chọn ít nhất một đề nghị" in none.content.decode()
    bad = client.post(QUEUE, {**form, "decision": "approve", "basis_date": "31/02/2026"})
    assert bad.context["form"].errors["basis_date"]
    done = client.post(QUEUE, {**form, "decision": "approve", "basis_number": "15-TB"}, follow=True)
    assert "Đã phê duyệt" in done.content.decode()
    assert Programme.objects.visible_to(reader).get().level == "internal"
    decided = client.get(page(programme)).content.decode()
    assert "15-TB" in decided
    assert "Hết lý do" in decided


def test_an_item_that_its_programme_protects_shows_nobody_more(
    programme: Programme, secretariat: User, approver: User, signed_in: Callable[[User], Client]
) -> None:
    target = Target.objects.get(label="(2)")
    restrict(target)
    raise_level(OPERATOR, programme, Level.RESTRICTED, reason="x")
    ask_lower(secretariat, programme, Level.INTERNAL, reason="x", item=target.identity)
    response = signed_in(approver).get(QUEUE)
    assert "chương trình vẫn đang ở mức bảo vệ ấy" in response.content.decode()


def test_own_and_stale_requests_say_so(
    programme: Programme, make_user: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    both = make_user("lan", "secretariat", "approver")
    request = ask_lower(both, programme, Level.PUBLIC, reason="x")
    client = signed_in(both)
    assert "bạn là người đề nghị" in client.get(QUEUE).content.decode()
    form = {"programme": programme.pk, "request": [request.pk], "reason": "x"}
    refused = client.post(QUEUE, {**form, "decision": "approve"}).content.decode()
    assert "không được tự phê duyệt" in refused
    raise_level(OPERATOR, programme, Level.RESTRICTED, reason="x")
    assert "mức độ đã thay đổi từ khi đề nghị" in client.get(QUEUE).content.decode()


def test_who_has_the_pages(
    programme: Programme,
    secretariat: User,
    approver: User,
    reader: User,
    signed_in: Callable[[User], Client],
) -> None:
    for user, its, queue in ((secretariat, 200, 403), (approver, 200, 200), (reader, 403, 403)):
        client = signed_in(user)
        assert client.get(page(programme)).status_code == its
        assert client.get(QUEUE).status_code == queue
        first = client.get(reverse("programmes:programme", args=[programme.pk])).content.decode()
        assert (page(programme) in first) == (its == 200)
        assert (f'href="{QUEUE}"' in first) == (queue == 200)
    client = signed_in(approver)
    form = {"do": "raise", "raise-level": "restricted", "raise-reason": "x"}
    assert client.post(page(programme), form).status_code == 403


def test_a_namesake_counts_among_those_who_would_see_it(
    programme: Programme,
    approver: User,
    reader: User,
    secretariat: User,
    signed_in: Callable[[User], Client],
) -> None:
    for user in (approver, reader):
        user.full_name = "Nguyễn Thị Lan"
        user.save()
    raise_level(OPERATOR, programme, Level.RESTRICTED, reason="x")
    ask_lower(secretariat, programme, Level.INTERNAL, reason="x")
    ((_, (shown,)),) = signed_in(approver).get(QUEUE).context["groups"]
    assert (shown.effect.new_people, shown.effect.new_names) == (1, ["Nguyễn Thị Lan"])
