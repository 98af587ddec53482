"""Inviting, new links, closing, handing over."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from namro.foundation.accounts import actions, actions_people, permissions
from namro.foundation.accounts.actions_people import PersonRefused
from namro.foundation.accounts.models import Invitation, Role, User
from namro.foundation.accounts.operators import Operator
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
OPERATOR = Operator("tests")
INVITE = "/tai-khoan/nguoi/moi/"


def invited(client: Client, **said: str) -> tuple[User, str]:
    """Invite by the page; the person, and the path of their link."""
    form = {"full_name": "Trần Văn Bình", "office": "Văn phòng", "reason": "QĐ 12", **said}
    answer = client.post(INVITE, form)
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer.headers["Location"]).content.decode()
    found = re.search(r"http://testserver(/tai-khoan/loi-moi/[^/]+/)", page)
    assert found
    assert "loi-moi" not in client.get(answer.headers["Location"]).content.decode(), "shown once"
    return User.objects.latest("pk"), found[1]


def test_an_invited_person_sets_their_own_password(
    administrator: User, signed_in: Callable[[User], Client]
) -> None:
    user, link = invited(signed_in(administrator))
    assert re.fullmatch(r"nd-\d{6}", user.username)
    assert not user.has_usable_password()
    theirs = Client()
    assert "Trần Văn Bình" in theirs.get(link).content.decode()
    wrong = {"new_password1": "ngan", "new_password2": "ngan"}
    assert theirs.post(link, wrong).status_code == 200
    form = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    assert theirs.post(link, form).headers["Location"] == "/tai-khoan/dang-nhap/"
    answer = theirs.post("/tai-khoan/dang-nhap/", {"username": user.username, "password": PASSWORD})
    assert answer.status_code == 302
    again = Client().get(link)
    assert again.status_code == 410
    assert "đã được dùng" in again.content.decode()
    assert Client().post(link, form).status_code == 410
    token = link.split("/")[-2]
    assert token not in str(list(Invitation.objects.values())), "the link itself is not kept"


def test_a_link_ends(
    administrator: User, signed_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    _user, link = invited(signed_in(administrator))
    later = timezone.now() + timedelta(hours=71, minutes=59)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert Client().get(link).status_code == 200
    too_late = later + timedelta(minutes=2)
    monkeypatch.setattr("django.utils.timezone.now", lambda: too_late)
    answer = Client().get(link)
    assert answer.status_code == 410
    assert "đã hết hạn" in answer.content.decode()


def test_a_link_is_revoked_by_hand_by_a_newer_one_and_by_closing(
    administrator: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(administrator)
    user, first = invited(client)
    path = f"/tai-khoan/nguoi/{user.pk}/"
    client.post(path + "lien-ket-moi/", {"reason": "gửi lại"})
    answer = Client().get(first)
    assert answer.status_code == 410
    assert "đã bị thu hồi" in answer.content.decode()
    assert Invitation.objects.filter(user=user, revoked_at=None).count() == 1
    client.post(path + "thu-hoi/", {"reason": "gửi nhầm"})
    assert not Invitation.objects.filter(user=user, revoked_at=None).exists()
    third = actions_people.new_link(OPERATOR, user, reason="x")
    actions_people.close_account(OPERATOR, user, reason="không nhận việc")
    with pytest.raises(PersonRefused):
        actions_people.accept(third, PASSWORD)
    user.refresh_from_db()
    assert not user.has_usable_password()


def test_an_unknown_link_says_so() -> None:
    answer = Client().get("/tai-khoan/loi-moi/khong-co/")
    assert answer.status_code == 410
    assert "không đúng" in answer.content.decode()


def test_a_new_link_after_a_lost_telephone(reader: User) -> None:
    TOTP.activate(reader, "JBSWY3DPEHPK3PXP")
    token = actions_people.new_link(OPERATOR, reader, reason="mất máy", forget_factors=True)
    assert not Authenticator.objects.exists()
    here = Client()
    here.post("/tai-khoan/dang-nhap/", {"username": "nguoi-doc", "password": PASSWORD})
    assert here.get("/tai-khoan/").status_code == 200
    actions_people.accept(token, "mot-mat-khau-rat-khac")
    assert here.get("/tai-khoan/").status_code == 302, "sessions of before end"
    reader.refresh_from_db()
    assert reader.check_password("mot-mat-khau-rat-khac")


def test_links_are_sent_where_mail_is_set_up(
    administrator: User, signed_in: Callable[[User], Client], settings: Any
) -> None:
    client = signed_in(administrator)
    invited(client, email="binh@so.gov.vn")
    assert not mail.outbox
    settings.EMAIL_HOST = "thu.so.gov.vn"
    user, link = invited(client, email="an@so.gov.vn")
    (sent,) = mail.outbox
    assert sent.to == ["an@so.gov.vn"]
    assert link in sent.body
    assert user.username in sent.body


@pytest.mark.parametrize(
    "said", [{"email": "khong-phai-thu"}, {"phone": "gọi sau"}, {"username": "có dấu"}]
)
def test_what_will_not_do_is_said_beside_its_field(
    administrator: User, signed_in: Callable[[User], Client], said: dict[str, str]
) -> None:
    before = User.objects.count()
    form = {"full_name": "Trần Văn Bình", "reason": "QĐ 12", **said}
    answer = signed_in(administrator).post(INVITE, form)
    assert answer.status_code == 200
    assert f"id_{next(iter(said))}_error" in answer.content.decode()
    assert User.objects.count() == before


def test_who_may_not_manage_people_sees_none_of_these_pages(
    reader: User, administrator: User, signed_in: Callable[[User], Client]
) -> None:
    client, path = signed_in(reader), f"/tai-khoan/nguoi/{administrator.pk}/"
    verbs = ["lien-ket-moi", "thu-hoi", "ban-giao", "dong", "mo-lai", "de-nghi-xoa", "xoa"]
    for each in [INVITE, path, *(f"{path}{verb}/" for verb in verbs)]:
        assert client.get(each).status_code == 403
        assert client.post(each, {"reason": "x"}).status_code == 403


def test_closing_ends_roles_sessions_and_what_was_to_come(
    administrator: User, make_user: Callable[..., User]
) -> None:
    user = make_user("sap-nghi", "administrator")
    later = timezone.now() + timedelta(days=30)
    actions.give_role(OPERATOR, user, Role.READER, reason="x", since=later)
    here = Client()
    here.post("/tai-khoan/dang-nhap/", {"username": "sap-nghi", "password": PASSWORD})
    actions.deactivate_user(administrator, user, reason="nghỉ hưu")
    assert here.get("/tai-khoan/").status_code == 302
    assert not user.role_assignments.valid().exists()
    assert not user.role_assignments.valid(later + timedelta(days=1)).exists()
    with pytest.raises(PersonRefused, match="closed"):
        actions.deactivate_user(administrator, user, reason="lần nữa")
    actions_people.reopen_account(administrator, user, reason="trở lại")
    user = User.objects.get(pk=user.pk)
    assert user.is_active
    assert not permissions.may(user, permissions.MANAGE_USERS), "roles are given anew"


def test_a_password_that_will_not_do_leaves_the_link_open(administrator: User) -> None:
    user, token = actions_people.invite(administrator, full_name="Lê Thị Hoa", reason="x")
    with pytest.raises(ValidationError):
        actions_people.accept(token, "12345678")
    actions_people.accept(token, PASSWORD)
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_adding_and_removing_a_factor_is_in_the_history(client: Client, reader: User) -> None:
    client.post("/tai-khoan/dang-nhap/", {"username": "nguoi-doc", "password": PASSWORD})
    client.post("/tai-khoan/xac-nhan/", {"password": PASSWORD})
    TOTP.activate(reader, "JBSWY3DPEHPK3PXP")
    client.post("/tai-khoan/hai-lop/ung-dung/go/")
    whys = [
        event.pgh_context.metadata["why"]
        for event in reader.events.order_by("pgh_id")  # type: ignore[attr-defined]
    ]
    assert whys[-1] == "removed a second factor (totp)"
