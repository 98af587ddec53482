"""Roles over a unit or a programme: what they reach, who may give them, what is refused."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone

from namro.foundation.accounts import permissions, scopes
from namro.foundation.accounts.actions_roles import end_assignment, end_role, give_role
from namro.foundation.accounts.models import Role, RoleAssignment, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.accounts.refusals import RoleRefused
from namro.foundation.accounts.scopes import EVERYWHERE, Scope, ScopeKind
from namro.foundation.organisations.actions import found, move, rename
from namro.foundation.organisations.choices import Block, Hierarchy, Kind
from namro.foundation.organisations.keeping import Basis, New, Under
from namro.foundation.organisations.models import Unit
from namro.foundation.organisations.permissions import CHANGE
from namro.foundation.organisations.scoping import read_key, scope_of

pytestmark = pytest.mark.django_db
OPERATOR = Operator("tests")
BASIS = Basis(number="1/QĐ")


def unit(code: str, parent: Unit | None, hierarchy: Hierarchy = Hierarchy.STATE) -> Unit:
    new = New(code, f"Đơn vị {code}", Kind.OTHER, Block.GOVERNMENT, (Under(hierarchy, parent, 1),))
    return found(OPERATOR, [new], None, reason="for a test")[0]


@pytest.fixture
def tree(db: None) -> dict[str, Unit]:
    """City over two departments, one with an office below it."""
    city = unit("A", None)
    one, two = unit("A1", city), unit("A2", city)
    return {"city": city, "one": one, "two": two, "office": unit("A11", one)}


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(RoleRefused) as told:
        yield
    assert told.value.code == code
    assert told.value.message("vi") != told.value.message("en")


def test_a_scope_covers_the_unit_and_what_is_below_it(
    tree: dict[str, Unit], make_user: Callable[..., User]
) -> None:
    user = make_user("can-bo")
    give_role(OPERATOR, user, Role.SECRETARIAT, scope=scope_of(tree["one"]), reason="x")
    can = {name for name, each in tree.items() if permissions.may(user, CHANGE, each)}
    assert can == {"one", "office"}
    assert not permissions.may(user, CHANGE), "everything is more than one department"
    assert permissions.may_somewhere(user, CHANGE)
    covered = Unit.objects.filter(scopes.provider(ScopeKind.UNIT).rows([scope_of(tree["one"]).key]))  # type: ignore[union-attr]
    assert {each.code for each in covered} == {"A1", "A11"}


def test_the_scope_is_as_of_today(tree: dict[str, Unit], make_user: Callable[..., User]) -> None:
    user = make_user("can-bo")
    give_role(OPERATOR, user, Role.SECRETARIAT, scope=scope_of(tree["one"]), reason="x")
    today = timezone.localdate()
    tomorrow = today + timedelta(days=1)
    move(
        OPERATOR, tree["office"], Hierarchy.STATE, tree["two"], 1, tomorrow, reason="x", basis=BASIS
    )
    assert permissions.may(user, CHANGE, tree["office"])
    move(OPERATOR, tree["office"], Hierarchy.STATE, tree["two"], 2, today, reason="x", basis=BASIS)
    assert not permissions.may(user, CHANGE, tree["office"])


def test_below_is_meant_in_one_hierarchy(
    tree: dict[str, Unit], make_user: Callable[..., User]
) -> None:
    user = make_user("can-bo")
    party = scope_of(tree["one"], Hierarchy.PARTY)
    assert not scopes.exists(party), "it has no place there"
    with refused("no_such_scope"):
        give_role(OPERATOR, user, Role.SECRETARIAT, scope=party, reason="x")
    assert not scopes.contains(scope_of(tree["city"]), scope_of(tree["one"], Hierarchy.PARTY))


def test_what_is_written_on_a_unit_is_covered(
    tree: dict[str, Unit], make_user: Callable[..., User]
) -> None:
    user = make_user("can-bo")
    give_role(OPERATOR, user, Role.SECRETARIAT, scope=scope_of(tree["one"]), reason="x")
    day = dt.date(2026, 1, 1)
    rename(user, tree["office"], "Phòng mới", day, reason="x", basis=BASIS)
    for act in (
        lambda: rename(user, tree["two"], "Tên khác", day, reason="x", basis=BASIS),
        lambda: move(
            user, tree["office"], Hierarchy.STATE, tree["two"], 1, day, reason="x", basis=BASIS
        ),
        lambda: found(
            user,
            [New("B", "B", Kind.OTHER, Block.GOVERNMENT, (Under(Hierarchy.STATE, None, 9),))],
            day,
            reason="x",
            basis=BASIS,
        ),
        lambda: found(
            user,
            [New("B", "B", Kind.OTHER, Block.GOVERNMENT, (Under(Hierarchy.STATE, "A2", 9),))],
            day,
            reason="x",
            basis=BASIS,
        ),
    ):
        with pytest.raises(PermissionDenied):
            act()
    below = New(
        "A12", "A12", Kind.OTHER, Block.GOVERNMENT, (Under(Hierarchy.STATE, tree["one"], 9),)
    )
    assert found(user, [below], day, reason="x", basis=BASIS)[0].code == "A12"


def test_nobody_gives_more_than_their_own_scope_or_to_themselves(
    tree: dict[str, Unit], make_user: Callable[..., User], administrator: User
) -> None:
    local, other = make_user("quan-tri-so"), make_user("can-bo")
    give_role(administrator, local, Role.ADMINISTRATOR, scope=scope_of(tree["one"]), reason="x")
    give_role(local, other, Role.READER, scope=scope_of(tree["office"]), reason="x")
    for wider in (EVERYWHERE, scope_of(tree["city"]), scope_of(tree["two"])):
        with pytest.raises(PermissionDenied):
            give_role(local, other, Role.READER, scope=wider, reason="x")
        with pytest.raises(PermissionDenied):
            end_role(local, other, Role.READER, scope=wider, reason="x")
    for who in (administrator, local):
        with refused("to_oneself"):
            give_role(who, who, Role.READER, scope=scope_of(tree["office"]), reason="x")
    with pytest.raises(PermissionDenied):
        permissions.require(local, permissions.MANAGE_USERS)
    assert RoleAssignment.objects.filter(user=other).count() == 1


def test_mistakes_are_refused_and_nothing_is_written(administrator: User, reader: User) -> None:
    now, day = timezone.now(), timedelta(days=1)
    count = RoleAssignment.objects.count()

    def give(**more: object) -> None:
        give_role(administrator, reader, Role.LEADER, **{"reason": "x", **more})  # type: ignore[arg-type]

    with refused("backdated"):
        give(since=now - 2 * day)
    with refused("backwards"):
        give(since=now + day, until=now + day)
    with refused("no_reason"):
        give(reason=" ")
    for scope in (
        Scope(ScopeKind.UNIT, "state:999999"),
        Scope(ScopeKind.UNIT, "nonsense"),
        Scope(ScopeKind.PROGRAMME, "0"),
        Scope(ScopeKind.INSPECTION, "1"),
        Scope(ScopeKind.EVERYWHERE, "1"),
    ):
        with refused("no_such_scope"):
            give(scope=scope)
    User.objects.filter(pk=reader.pk).update(is_active=False)
    with refused("closed"):
        give()
    assert RoleAssignment.objects.count() == count


def test_a_role_is_held_once_at_a_time(administrator: User, reader: User) -> None:
    now, day = timezone.now(), timedelta(days=1)
    first = give_role(
        administrator, reader, Role.LEADER, since=now + day, until=now + 5 * day, reason="x"
    )
    with refused("overlaps"):
        give_role(administrator, reader, Role.LEADER, since=now + 4 * day, reason="x")
    give_role(administrator, reader, Role.LEADER, since=now + 5 * day, reason="x")
    # The database says so itself.
    with pytest.raises(IntegrityError, match="accounts_role_once_at_a_time"), transaction.atomic():
        RoleAssignment.objects.create(user=reader, role=Role.LEADER, valid_from=now + 2 * day)
    ended = end_assignment(administrator, first, reason="nhầm")
    assert ended.valid_to == ended.valid_from, "what had not begun was never held"
    now_held = give_role(administrator, reader, Role.AUDITOR, reason="x")
    end_assignment(administrator, now_held, reason="x")
    with refused("over_already"):
        end_assignment(administrator, now_held, reason="x")


@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        ({"scope_kind": "galaxy", "scope_key": "1"}, "accounts_scope_kind_known"),
        ({"scope_kind": "unit", "scope_key": ""}, "accounts_scope_key"),
        ({"scope_kind": "everywhere", "scope_key": "1"}, "accounts_scope_key"),
        ({"scope_kind": "unit", "scope_key": "state:1", "field": "y tế"}, "accounts_scope_field"),
        ({"form": "kt"}, "accounts_delegation_whole"),
        ({"role": "king"}, "accounts_role_known"),
    ],
)
def test_the_database_holds_the_shape_of_a_role(
    reader: User, row: dict[str, str], constraint: str
) -> None:
    with pytest.raises((IntegrityError, DataError), match=constraint), transaction.atomic():
        RoleAssignment.objects.create(**{"user": reader, "role": Role.LEADER, **row})


@pytest.mark.parametrize(
    ("key", "read"),
    [
        ("state:12", (Hierarchy.STATE, 12)),
        ("party:1", (Hierarchy.PARTY, 1)),
        ("galaxy:1", None),
        ("state:", None),
        ("state:-1", None),
        ("state:٣", None),
        ("12", None),
        ("", None),
        ("state:" + "9" * 19, None),
    ],
)
def test_keys_of_units(key: str, read: tuple[Hierarchy, int] | None) -> None:
    assert read_key(key) == read


def test_an_action_that_is_done_to_nothing_takes_no_target(reader: User) -> None:
    with pytest.raises(ValueError, match=r"accounts\.see_permissions"):
        permissions.may(reader, permissions.SEE_PERMISSIONS, reader)


@pytest.mark.django_db(transaction=True)
def test_two_who_give_at_once_give_one_role(
    administrator: User, reader: User, make_user: Callable[..., User]
) -> None:
    other = make_user("quan-tri-2", "administrator")
    given: list[int] = []

    def give(who: User) -> None:
        try:
            given.append(give_role(who, reader, Role.LEADER, reason="x").pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=give, args=(who,)) for who in (administrator, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(given) == 2
    assert len(set(given)) == 1
    assert RoleAssignment.objects.filter(user=reader, role=Role.LEADER).count() == 1
