"""History: what the triggers record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from namro.foundation import history
from namro.foundation.accounts import actions
from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.accounts.personal import Sealed
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def events(user: User) -> list[Any]:
    return list(
        apps.get_model("accounts", "UserEvent")
        .objects.filter(pgh_obj_id=user.pk)
        .select_related("pgh_context")
        .order_by("pgh_id")
    )


def test_who_when_why_are_recorded(secretariat: User, reader: User) -> None:
    with history.reason(secretariat, "đính chính họ tên"):
        reader.full_name = "Trần Thị B"
        reader.save()
    last = events(reader)[-1]
    assert last.pgh_label == "update"
    assert reader.open_personal(last.full_name) == "Trần Thị B"
    assert last.pgh_created_at is not None
    assert last.pgh_context.metadata == {
        "user": secretariat.pk,
        "who": "to-giup-viec",
        "why": "đính chính họ tên",
    }


def test_bulk_updates_are_recorded_one_event_each(make_user: Callable[..., User]) -> None:
    users = [make_user(f"u{number}") for number in range(3)]
    with history.reason(Operator("tests"), "hàng loạt"):
        User.objects.filter(pk__in=[user.pk for user in users]).update(full_name=Sealed("X"))
    for user in users:
        assert [event.pgh_label for event in events(user)] == ["insert", "update"]


def test_raw_sql_is_recorded(reader: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET full_name = 'Y' WHERE id = %s", [reader.pk])
    assert events(reader)[-1].full_name == "Y"


def test_password_and_last_sign_in_are_in_no_event(reader: User) -> None:
    actions.set_password(Operator("tests"), reader, "mot-mat-khau-moi-tinh", reason="quên")
    last = events(reader)[-1]
    assert last.password_changed_at == reader.password_changed_at
    assert last.pgh_context.metadata["why"] == "quên"
    columns = {field.name for field in apps.get_model("accounts", "UserEvent")._meta.fields}
    assert not columns & {"password", "last_login"}


def test_an_empty_reason_is_refused(reader: User) -> None:
    with pytest.raises(ValueError, match="reason"), history.reason(reader, "  "):
        pass


@pytest.mark.parametrize("statement", ["DELETE FROM", "UPDATE"])
def test_history_cannot_be_changed(reader: User, statement: str) -> None:
    sql = "accounts_userevent" + (" SET full_name = 'Z'" if statement == "UPDATE" else "")
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{statement} {sql}")


def test_a_change_on_the_site_records_the_page(
    reader: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(reader)
    response = client.post(
        "/tai-khoan/mat-khau/",
        {
            "old_password": PASSWORD,
            "new_password1": "mot-mat-khau-moi-tinh",
            "new_password2": "mot-mat-khau-moi-tinh",
        },
    )
    assert response.status_code == 302
    reader.refresh_from_db()
    assert reader.check_password("mot-mat-khau-moi-tinh")
    metadata = events(reader)[-1].pgh_context.metadata
    assert metadata["via"] == "site"
    assert metadata["url"] == "/tai-khoan/mat-khau/"
    assert metadata["user"] == reader.pk
