"""The pages of people: what they show, do and refuse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from namro.foundation.accounts import permissions
from namro.foundation.accounts.actions import deactivate_user
from namro.foundation.accounts.actions_roles import delegate, give_role
from namro.foundation.accounts.models import Form, Role, RoleAssignment, User
from namro.foundation.organisations.models import Unit
from namro.foundation.organisations.scoping import scope_of
from tests.foundation.accounts.test_scopes import OPERATOR, tree

__all__ = ["tree"]
pytestmark = pytest.mark.django_db
LIST = "/tai-khoan/nguoi-dung/"
SignIn = Callable[[User], Client]


def test_the_list_is_searched_filtered_and_kept(
    administrator: User, reader: User, secretariat: User, signed_in: SignIn, tree: dict[str, Unit]
) -> None:
    reader.full_name = "Nguyễn Thị Đào"
    reader.save()
    give_role(OPERATOR, reader, Role.LEADER, scope=scope_of(tree["one"]), reason="x")
    client = signed_in(administrator)

    def names(**asked: str) -> set[str]:
        answer = client.get(LIST, asked)
        assert answer.status_code == 200, answer.headers
        page = answer.content.decode()
        return {user.username for user in User.objects.all() if f">{user.username}</td>" in page}

    assert names() == {"quan-tri", "nguoi-doc", "to-giup-viec"}
    assert names(q="nguyen dao") == {"nguoi-doc"}
    assert names(**{"vai-tro": "secretariat"}) == {"to-giup-viec"}
    assert names(**{"pham-vi": "unit"}) == {"nguoi-doc"}
    assert names(**{"vai-tro": "reader", "pham-vi": "unit"}) == set()
    deactivate_user(OPERATOR, secretariat, reason="x")
    assert names(**{"trang-thai": "dong"}) == {"to-giup-viec"}
    assert names(**{"trang-thai": "mo"}) == {"quan-tri", "nguoi-doc"}
    assert names(**{"vai-tro": "nonsense", "trang": "999"}) == {
        *("quan-tri", "nguoi-doc", "to-giup-viec")
    }
    kept = client.get(LIST + "danh-sach.csv", {"q": "dao"}).content.decode("utf-8-sig")
    assert "Nguyễn Thị Đào" in kept
    assert "Lãnh đạo: Đơn vị A1 và các đơn vị trực thuộc (Nhà nước)" in kept
    assert "quan-tri" not in kept
    assert client.get(LIST + "danh-sach.xlsx").content[:2] == b"PK"


def test_a_role_is_given_on_the_page(
    administrator: User, reader: User, signed_in: SignIn, tree: dict[str, Unit]
) -> None:
    client, address = signed_in(administrator), f"{LIST}{reader.pk}/giao-vai-tro/"
    scope = scope_of(tree["one"])
    found = client.get(address, {"tim": "A1"}).content.decode()
    assert f"unit:{scope.key}" in found
    assert f"unit:{scope_of(tree['two']).key}" not in found
    last = timezone.localdate() + timedelta(days=30)
    said = {
        "role": "reporting_officer",
        "scope": f"unit:{scope.key}",
        "until": f"{last:%d/%m/%Y}",
        "reason": "Quyết định số 5",
    }
    for wrong in ({"scope": "unit:state:999999"}, {"scope": ""}, {"reason": ""}, {"until": "mai"}):
        assert client.post(address, {**said, **wrong}).status_code == 200
    assert client.post(address, {**said, "until": "01/01/2020"}).status_code == 200
    assert not RoleAssignment.objects.filter(role="reporting_officer").exists()
    assert client.post(address, said).status_code == 302
    made = RoleAssignment.objects.get(role="reporting_officer")
    assert (made.scope, made.user) == (scope, reader)
    assert timezone.localtime(made.valid_to).date() == last + timedelta(days=1)
    assert "đã giữ vai trò này" in client.post(address, said).content.decode()
    page = client.get(f"{LIST}{reader.pk}/").content.decode()
    assert "Cán bộ báo cáo" in page
    assert f"đến {last:%d/%m/%Y} 23:59" in page


def test_a_local_administrator_is_offered_their_own_scope_only(
    reader: User, make_user: Callable[..., User], signed_in: SignIn, tree: dict[str, Unit]
) -> None:
    local = make_user("quan-tri-so")
    give_role(OPERATOR, local, Role.ADMINISTRATOR, scope=scope_of(tree["one"]), reason="x")
    client, address = signed_in(local), f"{LIST}{reader.pk}/giao-vai-tro/"
    offered = client.get(address).content.decode()
    keys = {name: f"unit:{scope_of(each).key}" for name, each in tree.items()}
    assert {name for name, key in keys.items() if f'"{key}"' in offered} == {"one", "office"}
    assert '"everywhere"' not in offered
    said = {"role": "reader", "scope": "everywhere", "reason": "x"}
    assert client.post(address, said).status_code == 403
    assert RoleAssignment.objects.filter(user=reader).count() == 1


def test_a_role_is_ended_and_delegated_on_the_page(
    secretariat: User, reader: User, administrator: User, signed_in: SignIn
) -> None:
    held = RoleAssignment.objects.get(user=secretariat)
    client = signed_in(secretariat)
    address = f"/tai-khoan/vai-tro/{held.pk}/uy-quyen/"
    assert client.get(address).status_code == 200
    last = timezone.localdate() + timedelta(days=3)
    said = {
        "to": "nguoi-doc",
        "form": "tuq",
        "scope": "everywhere",
        "until": f"{last:%d/%m/%Y}",
        "reason": "Giấy ủy quyền số 3",
    }
    for wrong in ({"to": "khong-co"}, {"to": "to-giup-viec"}, {"until": ""}, {"form": "x"}):
        assert client.post(address, {**said, **wrong}).status_code == 200
    assert not RoleAssignment.objects.filter(delegated_from=held).exists()
    assert client.post(address, said).status_code == 302
    page = client.get(f"{LIST}{reader.pk}/").content.decode()
    assert "thừa ủy quyền (TUQ.) to-giup-viec" in page
    assert "Đã ủy quyền cho nguoi-doc" in client.get(f"{LIST}{secretariat.pk}/").content.decode()
    # Another's role is not delegated by oneself, nor ended.
    client = signed_in(reader)
    assert client.get(address).status_code == 403
    end = f"/tai-khoan/vai-tro/{held.pk}/ket-thuc/"
    assert client.post(end, {"reason": "x"}).status_code == 403
    client = signed_in(administrator)
    assert client.post(end, {"reason": ""}).status_code == 200
    assert client.post(end, {"reason": "chuyển công tác"}).status_code == 302
    assert not permissions.roles_of(secretariat)
    assert permissions.roles_of(reader) == {"reader"}
    assert "Vai trò đã giữ" in client.get(f"{LIST}{secretariat.pk}/").content.decode()


@pytest.mark.parametrize("last", ["31/12/9999", "01/01/0001"])
def test_a_slip_in_the_last_day_does_not_end_a_role_at_once(
    administrator: User, reader: User, signed_in: SignIn, last: str
) -> None:
    held = reader.role_assignments.get()
    address = f"/tai-khoan/vai-tro/{held.pk}/ket-thuc/"
    answer = signed_in(administrator).post(address, {"last": last, "reason": "x"})
    assert "last" in answer.context["form"].errors
    assert permissions.roles_of(reader) == {"reader"}


def test_everybody_sees_themselves_and_only_some_see_others(
    reader: User, secretariat: User, signed_in: SignIn
) -> None:
    client = signed_in(reader)
    assert client.get(f"{LIST}{reader.pk}/").status_code == 200
    assert client.get(f"{LIST}{secretariat.pk}/").status_code == 403
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}danh-sach.csv").status_code == 403
    assert client.get(f"{LIST}{reader.pk}/giao-vai-tro/").status_code == 403
    assert signed_in(secretariat).get(f"{LIST}{reader.pk}/").status_code == 200


def test_who_enters_and_approves_is_flagged(
    make_user: Callable[..., User], signed_in: SignIn
) -> None:
    both, one = make_user("ca-hai", "secretariat", "approver"), make_user("mot", "secretariat")
    words = "Giữ cả vai trò nhập và vai trò phê duyệt"
    assert words in signed_in(both).get(f"{LIST}{both.pk}/").content.decode()
    assert words not in signed_in(one).get(f"{LIST}{one.pk}/").content.decode()


def test_the_list_asks_the_same_number_of_questions_however_many_people(
    administrator: User,
    make_user: Callable[..., User],
    signed_in: SignIn,
    tree: dict[str, Unit],
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    head = make_user("truong", "secretariat")
    held = RoleAssignment.objects.get(user=head)
    for number in range(12):
        user = make_user(f"nguoi-{number}")
        give_role(OPERATOR, user, Role.LEADER, scope=scope_of(tree["one"]), reason="x")
        until = timezone.now() + timedelta(days=1)
        delegate(head, held, user, form=Form.KT, until=until, reason="x")
    client = signed_in(administrator)
    client.get(LIST)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        assert client.get(LIST).status_code == 200
