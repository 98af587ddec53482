"""Acting in another's place: never wider, never longer, never on, and seen in the history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pghistory.models
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from namro.foundation import history
from namro.foundation.accounts import permissions, scopes, telling
from namro.foundation.accounts.actions import create_user, deactivate_user
from namro.foundation.accounts.actions_roles import delegate, end_assignment, end_role, give_role
from namro.foundation.accounts.models import Form, Role, RoleAssignment, User
from namro.foundation.accounts.refusals import RoleRefused
from namro.foundation.accounts.scopes import EVERYWHERE
from namro.foundation.organisations.models import Unit
from namro.foundation.organisations.permissions import CHANGE
from namro.foundation.organisations.scoping import scope_of
from tests.conftest import PASSWORD
from tests.foundation.accounts.test_scopes import OPERATOR, refused, tree, unit

__all__ = ["tree"]
pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def head(secretariat: User) -> RoleAssignment:
    """A role that its holder may delegate."""
    found: RoleAssignment = RoleAssignment.objects.get(user=secretariat)
    return found


def given(head: RoleAssignment, to: User, **more: object) -> RoleAssignment:
    words = {"form": Form.TUQ, "until": timezone.now() + DAY, "reason": "đi công tác", **more}
    return delegate(head.user, head, to, **words)  # type: ignore[arg-type]


def test_the_delegate_may_do_it_for_the_time_and_no_longer(
    head: RoleAssignment, reader: User
) -> None:
    assert not permissions.may(reader, CHANGE)
    made = given(head, reader)
    assert permissions.may(reader, CHANGE)
    RoleAssignment.objects.filter(pk=made.pk).update(valid_to=timezone.now())
    assert not permissions.may(reader, CHANGE)


def test_it_ends_with_the_role_it_comes_from(head: RoleAssignment, reader: User) -> None:
    made = given(head, reader)
    end_role(OPERATOR, head.user, Role.SECRETARIAT, reason="nghỉ hưu")
    made.refresh_from_db()
    assert made.valid_to is not None
    assert made.valid_to <= timezone.now()
    assert not permissions.may(reader, CHANGE)


def test_it_holds_only_while_the_giver_could(head: RoleAssignment, reader: User) -> None:
    given(head, reader)
    # Written past the actions: reading still knows.
    RoleAssignment.objects.filter(pk=head.pk).update(valid_to=timezone.now())
    assert not permissions.may(reader, CHANGE)
    RoleAssignment.objects.filter(pk=head.pk).update(valid_to=None)
    assert permissions.may(reader, CHANGE)
    deactivate_user(OPERATOR, head.user, reason="đóng")
    assert not permissions.may(reader, CHANGE)


def test_it_is_not_given_on(
    head: RoleAssignment, reader: User, make_user: Callable[..., User]
) -> None:
    made = given(head, reader)
    third = make_user("nguoi-thu-ba")
    with pytest.raises(PermissionDenied):
        delegate(reader, made, third, form=Form.TUQ, until=timezone.now() + DAY / 2, reason="x")
    give_role(OPERATOR, reader, Role.LEADER, reason="x")  # may delegate, but not this
    with refused("on_again"):
        delegate(reader, made, third, form=Form.TUQ, until=timezone.now() + DAY / 2, reason="x")
    with refused("not_yours"):
        delegate(reader, head, third, form=Form.TUQ, until=timezone.now() + DAY / 2, reason="x")


def test_mistakes_are_refused(
    head: RoleAssignment, reader: User, tree: dict[str, Unit], make_user: Callable[..., User]
) -> None:
    now = timezone.now()
    with refused("no_end"):
        given(head, reader, until=None)
    with refused("to_giver"):
        given(head, head.user)
    with refused("backwards"):
        given(head, reader, since=now + 2 * DAY)
    with refused("no_reason"):
        given(head, reader, reason="")
    leader = make_user("lanh-dao")
    held = give_role(
        OPERATOR, leader, Role.LEADER, scope=scope_of(tree["one"]), until=now + 3 * DAY, reason="x"
    )
    with refused("longer"):
        given(held, reader, until=now + 4 * DAY)
    for scope in (EVERYWHERE, scope_of(tree["city"]), scope_of(tree["two"])):
        with refused("wider"):
            given(held, reader, scope=scope)
    reading = give_role(OPERATOR, leader, Role.READER, reason="x")
    with refused("not_delegable"):
        given(reading, reader)
    given(held, reader, scope=scope_of(tree["office"]))
    with refused("overlaps"):
        given(held, reader, scope=scope_of(tree["office"]), until=now + 2 * DAY)
    User.objects.filter(pk=reader.pk).update(is_active=False)
    with refused("closed"):
        given(head, reader)


def test_people_are_managed_in_person(administrator: User, reader: User) -> None:
    held = RoleAssignment.objects.get(user=administrator)
    give_role(OPERATOR, administrator, Role.LEADER, reason="x")
    with refused("not_delegable"):
        given(held, reader)
    # The database says so itself.
    with pytest.raises(IntegrityError, match="accounts_delegation_whole"), transaction.atomic():
        RoleAssignment.objects.create(
            user=reader,
            role=Role.ADMINISTRATOR,
            delegated_from=held,
            form=Form.TUQ,
            valid_to=timezone.now() + DAY,
        )


def test_giver_and_holder_may_end_it_and_nobody_else(
    head: RoleAssignment, reader: User, make_user: Callable[..., User]
) -> None:
    made = given(head, reader)
    with pytest.raises(PermissionDenied):
        end_assignment(make_user("ai-do", "secretariat"), made, reason="x")
    end_assignment(head.user, made, reason="đã về")
    assert not permissions.may(reader, CHANGE)
    again = given(head, reader)
    end_assignment(reader, again, reason="trả lại")
    assert not permissions.may(reader, CHANGE)


def test_a_delegation_reaches_no_further_when_a_unit_moves_away(
    tree: dict[str, Unit], reader: User, make_user: Callable[..., User]
) -> None:
    from namro.foundation.organisations.actions import move
    from namro.foundation.organisations.choices import Hierarchy
    from tests.foundation.accounts.test_scopes import BASIS

    head = make_user("truong-phong")
    held = give_role(OPERATOR, head, Role.SECRETARIAT, scope=scope_of(tree["one"]), reason="x")
    given(held, reader, scope=scope_of(tree["office"]))
    assert permissions.may(reader, CHANGE, tree["office"])
    today = timezone.localdate()
    move(OPERATOR, tree["office"], Hierarchy.STATE, tree["two"], 1, today, reason="x", basis=BASIS)
    assert not permissions.may(reader, CHANGE, tree["office"])


def test_the_history_says_in_whose_place(
    head: RoleAssignment, reader: User, signed_in: Callable[[User], Client]
) -> None:
    given(head, reader)
    permissions.require(reader, CHANGE)
    with history.reason(reader, "theo ủy quyền"):
        new = unit_by(reader)
    event = pghistory.models.Events.objects.filter(
        pgh_obj_id=str(new.pk), pgh_model="organisations.UnitEvent"
    ).get()
    said = event.pgh_context
    assert (said["in_place_of"], said["form"]) == (head.user_id, "tuq")
    page = signed_in(reader).get(f"/lich-su/don-vi/{new.pk}/").content.decode()
    assert "<strong>nguoi-doc, thừa ủy quyền (TUQ.) to-giup-viec</strong>" in page
    assert '<option value="nguoi-doc">nguoi-doc</option>' in page


def unit_by(actor: User) -> Unit:
    from namro.foundation.organisations.actions import found
    from namro.foundation.organisations.choices import Block, Hierarchy, Kind
    from namro.foundation.organisations.keeping import New, Under

    new = New("Z", "Z", Kind.OTHER, Block.GOVERNMENT, (Under(Hierarchy.STATE, None, 1),))
    return found(actor, [new], None, reason="theo ủy quyền")[0]


def test_what_is_done_in_ones_own_right_names_nobody_else(
    head: RoleAssignment, make_user: Callable[..., User]
) -> None:
    both = make_user("ca-hai", "secretariat")
    given(head, both)
    permissions.require(both, CHANGE)
    assert telling.in_whose_place(both) == {}
    assert permissions.acting_for(both, CHANGE) == frozenset()


class NoWidening(TestCase):
    """Whatever is delegated of whatever role: the delegate may do nothing the giver may not."""

    @settings(max_examples=60)
    @drawn(
        role=st.sampled_from(list(Role)),
        own=st.sampled_from(["everywhere", "city", "one", "office"]),
        wanted=st.sampled_from(["everywhere", "city", "one", "two", "office"]),
    )
    def test_of_any_role_over_any_scope(self, role: Role, own: str, wanted: str) -> None:
        city = unit("A", None)
        one, two = unit("A1", city), unit("A2", city)
        units = {"city": city, "one": one, "two": two, "office": unit("A11", one)}
        over = {name: scope_of(each) for name, each in units.items()} | {"everywhere": EVERYWHERE}
        giver, to = (
            create_user(OPERATOR, name, PASSWORD, reason="x")
            for name in ("nguoi-giao", "nguoi-nhan")
        )
        held = give_role(OPERATOR, giver, role, scope=over[own], reason="x")
        try:
            given(held, to, scope=over[wanted])
        except (RoleRefused, PermissionDenied):
            refused = role in (Role.ADMINISTRATOR, Role.READER) or not scopes.contains(
                over[own], over[wanted]
            )
            assert refused
        targets = [None, *units.values(), *over.values()]
        with permissions.roles_asked_once():
            for permission in permissions.table():
                action = permission.action
                if permissions.may_somewhere(to, action):
                    assert permissions.may_somewhere(giver, action)
                for target in targets if permission.needs is permissions.Needs.COVERING else [None]:
                    if permissions.may(to, action, target):
                        assert permissions.may(giver, action, target)
                        assert not permission.in_person
