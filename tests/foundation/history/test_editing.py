"""A form's version: what it tells apart, and what the second of two savers is shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.http import QueryDict

from namro.foundation import history
from namro.foundation.accounts import actions
from namro.foundation.accounts.models import Role, RoleAssignment, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.history import editing

pytestmark = pytest.mark.django_db
OPERATOR = Operator("tests")


def write(user: User, **values: object) -> None:
    """Somebody else changes a person."""
    with history.reason(OPERATOR, "đính chính"):
        other = User.objects.get(pk=user.pk)
        for name, value in values.items():
            setattr(other, name, value)
        other.save()


def roles(user: User) -> editing.Rows:
    return editing.rows(RoleAssignment, user_id=user.pk)


def test_nothing_changed_is_no_conflict(reader: User, secretariat: User) -> None:
    seen = editing.version(reader, roles(reader))
    write(secretariat, full_name="Người khác")
    editing.unchanged(seen, OPERATOR, reader, roles(reader))
    editing.unchanged(None, OPERATOR, reader, roles(reader))


@pytest.mark.parametrize(
    "change",
    [
        lambda user: write(user, full_name="Trần Thị B"),
        lambda user: actions.give_role(OPERATOR, user, Role.APPROVER, reason="thêm"),
        lambda user: actions.end_role(OPERATOR, user, Role.READER, reason="thôi"),
        lambda user: RoleAssignment.objects.filter(user=user).delete(),
        lambda user: connection.cursor().execute(
            "UPDATE accounts_user SET email = 'b@example.org' WHERE id = %s", [user.pk]
        ),
    ],
    ids=["a field", "a row more", "a row changed", "a row gone", "by hand in the database"],
)
def test_whatever_was_changed_is_told(reader: User, change: Callable[[User], object]) -> None:
    seen = editing.version(reader, roles(reader))
    change(reader)
    with pytest.raises(editing.ChangedMeanwhile) as refused:
        editing.unchanged(seen, OPERATOR, reader, roles(reader))
    assert len(refused.value.told) == 1
    # With the version it names the same goes through.
    editing.unchanged(refused.value.version, OPERATOR, reader, roles(reader))


@pytest.mark.parametrize("seen", ["", "x", "1.1", "1.1-1.1-1.1", "9" * 40, "1.1-٣.1"])
def test_what_is_no_version_counts_as_nothing_seen(reader: User, seen: str) -> None:
    with pytest.raises(editing.ChangedMeanwhile):
        editing.unchanged(seen, OPERATOR, reader, roles(reader))


def test_only_the_rows_in_question_count(reader: User) -> None:
    actions.give_role(OPERATOR, reader, Role.APPROVER, reason="thêm")
    one, other = RoleAssignment.objects.filter(user=reader).order_by("pk")
    seen = editing.version(roles(reader))
    actions.end_role(OPERATOR, reader, Role.APPROVER, reason="thôi")
    editing.unchanged(seen, OPERATOR, roles(reader).only([one.pk]))
    with pytest.raises(editing.ChangedMeanwhile):
        editing.unchanged(seen, OPERATOR, roles(reader).only([other.pk]))


def test_different_fields_are_put_together(reader: User) -> None:
    seen = editing.version(reader)
    write(reader, email="b@example.org")
    reader.refresh_from_db()
    mine = {"full_name": "Trần Thị B", "email": ""}
    assert editing.changes(seen, OPERATOR, reader, mine) == {"full_name": "Trần Thị B"}


def test_the_same_field_is_shown_side_by_side_and_chosen(reader: User) -> None:
    write(reader, full_name="Tên cũ")
    seen = editing.version(reader)
    write(reader, full_name="Tên của người kia", email="kia@example.org")
    reader.refresh_from_db()
    mine = {"full_name": "Tên của tôi", "email": "", "is_active": False}
    with pytest.raises(editing.ChangedMeanwhile) as refused:
        editing.changes(seen, OPERATOR, reader, mine)
    changed = refused.value
    assert [(side.name, side.seen, side.theirs, side.mine, side.who) for side in changed.sides] == [
        ("full_name", "Tên cũ", "Tên của người kia", "Tên của tôi", "both"),
        ("email", "", "kia@example.org", "", "theirs"),
        ("is_active", "có", "có", "không", "mine"),
    ]
    (told,) = changed.told
    assert (told.who, told.why) == ("người vận hành máy chủ (tests)", "đính chính")
    assert [(each.label, each.before, each.after) for each in told.fields] == [
        ("Họ và tên", "Tên cũ", "Tên của người kia"),
        ("Địa chỉ thư điện tử", "", "kia@example.org"),
    ]
    sent = QueryDict(
        "full_name=T%C3%B4i&email=&keep-email=theirs&theirs-email=kia%40example.org"
        "&keep-full_name=mine&theirs-full_name=Kia"
    )
    chosen = editing.decided(sent)
    assert (chosen["full_name"], chosen["email"]) == ("Tôi", "kia@example.org")
    mine = {"full_name": chosen["full_name"], "email": chosen["email"]}
    assert editing.changes(changed.version, OPERATOR, reader, mine) == {"full_name": "Tôi"}


def test_without_a_form_what_differs_is_written(reader: User) -> None:
    mine = {"full_name": "Trần Thị B", "email": reader.email}
    assert editing.changes(None, OPERATOR, reader, mine) == {"full_name": "Trần Thị B"}
