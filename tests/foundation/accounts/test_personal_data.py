"""Personal data: sealed with a person's own key, and gone with it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import FieldError, PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from namro.foundation import history
from namro.foundation.accounts import actions_people, sealing
from namro.foundation.accounts.actions_people import PersonRefused
from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.accounts.personal import Sealed
from namro.foundation.history.actions import seal
from namro.foundation.history.verifying import verify
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
OPERATOR = Operator("tests")
NAME, OFFICE, MAIL, PHONE = "Nguyễn Thị Lan Anh", "Sở Nội vụ", "Lan.Anh@so.gov.vn", "024 3456 7890"


@pytest.fixture
def lan() -> User:
    """A person of whom everything is known."""
    user, token = actions_people.invite(
        OPERATOR,
        full_name=NAME,
        office=OFFICE,
        email=MAIL,
        phone=PHONE,
        reason="Quyết định số 12/QĐ",
    )
    actions_people.accept(token, PASSWORD)
    return User.objects.get(pk=user.pk)


def everything() -> str:
    """All tables of the database as text."""
    said = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608
            said += [row[0] for row in cursor.fetchall()]
    return "\n".join(said)


def test_it_reads_as_it_was_written(lan: User) -> None:
    assert (lan.full_name, lan.office, lan.email, lan.phone) == (
        NAME,
        OFFICE,
        "Lan.Anh@so.gov.vn",
        PHONE,
    )
    assert str(lan) == NAME


def test_no_table_holds_it_in_plain_text(lan: User, client: Client) -> None:
    client.post("/tai-khoan/dang-nhap/", {"username": MAIL, "password": "sai"})
    client.post("/tai-khoan/dang-nhap/", {"username": MAIL, "password": PASSWORD})
    client.get("/tai-khoan/")
    with history.reason(OPERATOR, "đính chính"):
        lan.full_name = "Nguyễn Thị Lan"
        lan.save()
    held = everything()
    for secret in (NAME, "Nguyễn Thị Lan", OFFICE, MAIL, MAIL.lower(), PHONE):
        assert secret not in held


def test_what_was_set_to_the_same_is_no_change(lan: User) -> None:
    before = lan.events.count()  # type: ignore[attr-defined]
    lan.full_name, lan.email = NAME, lan.email
    lan.save()
    assert lan.events.count() == before  # type: ignore[attr-defined]


def test_it_is_found_by_address_whatever_its_case_and_by_nothing_else(lan: User) -> None:
    assert User.objects.get(email="LAN.anh@SO.gov.vn") == lan
    assert User.objects.get(email__iexact=MAIL) == lan
    assert not User.objects.filter(email="khac@so.gov.vn").exists()
    with pytest.raises((FieldError, TypeError)):
        User.objects.filter(full_name=NAME).exists()
    with pytest.raises((FieldError, TypeError)):
        User.objects.filter(full_name__icontains="Lan").exists()


def test_two_people_have_two_addresses(lan: User, make_user: Callable[..., User]) -> None:
    other = make_user("khac")
    other.email = MAIL.upper()
    with pytest.raises(ValidationError, match="địa chỉ thư"):
        other.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


def test_only_saving_the_person_writes_it(lan: User) -> None:
    with pytest.raises(TypeError), transaction.atomic():
        User.objects.filter(pk=lan.pk).update(full_name="không niêm phong")
    User.objects.filter(pk=lan.pk).update(full_name=Sealed("không mở được"))
    assert User.objects.get(pk=lan.pk).full_name == ""


def test_saving_some_fields_keeps_the_index(lan: User) -> None:
    lan.email = "moi@so.gov.vn"
    lan.save(update_fields=["email"])
    assert User.objects.get(email="moi@so.gov.vn") == lan
    assert not User.objects.filter(email=MAIL).exists()


def test_many_are_made_at_once() -> None:
    User.objects.bulk_create(
        User(username=f"u{number}", full_name=f"Người {number}") for number in range(3)
    )
    assert {user.full_name for user in User.objects.all()} == {f"Người {n}" for n in range(3)}
    assert "Người 1" not in everything()


def test_with_another_secret_nothing_is_readable(lan: User, settings: Any) -> None:
    settings.NAMRO_PERSONAL_KEY = "một bí mật khác"
    assert User.objects.get(pk=lan.pk).full_name == ""
    assert str(User.objects.get(pk=lan.pk)) == lan.username, "the page still stands"
    with pytest.raises(sealing.UnreadableError):
        sealing.open_sealed(sealing.installation_key("x"), "s1.AAAA")


def test_one_persons_key_does_not_open_anothers(lan: User, make_user: Callable[..., User]) -> None:
    held = User.objects.filter(pk=lan.pk).values_list("full_name", flat=True).get()
    assert lan.open_personal(held) == NAME
    assert make_user("khac").open_personal(held) == ""


def erased(user: User) -> User:
    actions_people.close_account(OPERATOR, user, reason="nghỉ hưu")
    actions_people.ask_erasure(OPERATOR, user, reason="theo yêu cầu của người này")
    actions_people.erase(OPERATOR, user, reason="theo yêu cầu của người này")
    return User.objects.get(pk=user.pk)


@pytest.mark.django_db(transaction=True)
def test_erasing_leaves_nothing_readable_and_the_history_verifies(lan: User) -> None:
    held = list(lan.events.values_list("full_name", flat=True))  # type: ignore[attr-defined]
    seal(OPERATOR)
    before = verify(OPERATOR)
    assert not before.findings
    gone = erased(lan)
    seal(OPERATOR)
    after = verify(OPERATOR)
    assert not after.findings
    assert str(gone) == f"Người dùng đã xóa #{gone.pk}"
    assert (gone.full_name, gone.office, gone.email, gone.phone) == ("", "", "", "")
    assert gone.username == f"da-xoa-{gone.pk}"
    assert [gone.open_personal(each) for each in held if each] == [""] * len([*filter(None, held)])
    assert not User.objects.filter(email=MAIL).exists()
    last = gone.events.order_by("pgh_id").last()  # type: ignore[attr-defined]
    assert last.pgh_context.metadata["why"] == "theo yêu cầu của người này"


def test_erasing_takes_two_steps_after_closing(lan: User) -> None:
    for action in (actions_people.ask_erasure, actions_people.erase):
        with pytest.raises(PersonRefused, match="open"):
            action(OPERATOR, lan, reason="x")
    actions_people.close_account(OPERATOR, lan, reason="x")
    with pytest.raises(PersonRefused, match="two steps"):
        actions_people.erase(OPERATOR, lan, reason="x")
    actions_people.ask_erasure(OPERATOR, lan, reason="x")
    actions_people.reopen_account(OPERATOR, lan, reason="x")
    actions_people.close_account(OPERATOR, lan, reason="x")
    with pytest.raises(PersonRefused, match="two steps"):
        actions_people.erase(OPERATOR, lan, reason="the first step was undone by opening")
    lan.refresh_from_db()
    assert lan.full_name == NAME


def test_what_is_erased_stays_so(lan: User, administrator: User) -> None:
    gone = erased(lan)
    for action in (
        actions_people.erase,
        actions_people.ask_erasure,
        actions_people.reopen_account,
        actions_people.new_link,
    ):
        with pytest.raises(PersonRefused, match="erased"):
            action(OPERATOR, gone, reason="x")
    gone.full_name = "Tên mới"
    with pytest.raises(ValueError, match="erased"), transaction.atomic():
        gone.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=gone.pk).update(is_active=True)
    with pytest.raises(ValidationError):
        actions_people.invite(OPERATOR, full_name="x", username=f"da-xoa-{gone.pk + 1}", reason="x")


def test_who_may_not_does_none_of_it(lan: User, reader: User) -> None:
    for action in (
        actions_people.close_account,
        actions_people.reopen_account,
        actions_people.new_link,
        actions_people.revoke_links,
        actions_people.ask_erasure,
        actions_people.erase,
    ):
        with pytest.raises(PermissionDenied):
            action(reader, lan, reason="x")
    with pytest.raises(PermissionDenied):
        actions_people.hand_over(reader, lan, reader, reason="x")
    with pytest.raises(PermissionDenied):
        actions_people.invite(reader, full_name="x", reason="x")


def test_nobody_closes_or_erases_themselves(administrator: User) -> None:
    for action in (
        actions_people.close_account,
        actions_people.ask_erasure,
        actions_people.erase,
        actions_people.reopen_account,
    ):
        with pytest.raises(PersonRefused, match="own account"):
            action(administrator, administrator, reason="x")


def test_ones_own_data_is_downloaded_whole(client: Client, lan: User) -> None:
    client.post("/tai-khoan/dang-nhap/", {"username": lan.username, "password": PASSWORD})
    response = client.get(reverse("accounts:mine-file"))
    assert "attachment" in response.headers["Content-Disposition"]
    told = response.json()
    assert (told["full_name"], told["office"], told["email"]) == (NAME, OFFICE, lan.email)
    assert len(told["sessions"]) == 1
    assert "password" not in response.content.decode()


def test_five_thousand_people_are_read_in_time(lan: User) -> None:
    User.objects.bulk_create(
        User(username=f"u{number}", full_name=f"Người {number}", office=OFFICE)
        for number in range(500)
    )
    found = [user for user in User.objects.all() if "người 49" in user.full_name.casefold()]
    assert len(found) == 11


def test_those_who_were_there_before_are_sealed_by_the_migration(reader: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_user SET full_name = %s, email = %s, personal_key = '', "
            "email_index = '' WHERE id = %s",
            ["Phạm Văn Cũ", "Cu@so.gov.vn", reader.pk],
        )
    migration = import_module("namro.foundation.accounts.migrations.0005_personal_data")
    migration.seal_what_was_plain(None, SimpleNamespace(connection=connection))
    found = User.objects.get(email="cu@so.gov.vn")
    assert (found.pk, found.full_name, found.email) == (reader.pk, "Phạm Văn Cũ", "Cu@so.gov.vn")
    last = found.events.order_by("pgh_id").last()  # type: ignore[attr-defined]
    assert "Phạm" not in str(last.full_name)
    assert last.pgh_context.metadata["why"] == "personal data sealed"


def test_demonstration_accounts_made_before_are_marked(make_user: Callable[..., User]) -> None:
    with history.reason(OPERATOR, "demonstration account of a new installation"):
        demo = User.objects.create(username="minh-hoa-cu")
    other = make_user("that")
    migration = import_module("namro.foundation.accounts.migrations.0003_demonstration_accounts")
    migration.mark_those_made_before(apps, None)
    assert User.objects.get(pk=demo.pk).is_demo
    assert not User.objects.get(pk=other.pk).is_demo


def test_nobody_takes_the_user_name_of_somebody_erased(lan: User) -> None:
    name = lan.username
    actions_people.close_account(OPERATOR, lan, reason="x")
    actions_people.ask_erasure(OPERATOR, lan, reason="x")
    actions_people.erase(OPERATOR, lan, reason="x")
    assert lan.username != name
    with pytest.raises(ValidationError) as refused:
        actions_people.invite(OPERATOR, full_name="Người Khác", username=name.upper(), reason="x")
    assert set(refused.value.message_dict) == {"username"}
