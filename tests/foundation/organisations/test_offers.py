"""What the pages of units offer, to whom: over everything, over a unit of one's own, or nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from namro.foundation.accounts import scopes
from namro.foundation.accounts.actions_roles import give_role
from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.scopes import ScopeKind
from namro.foundation.organisations.models import Unit
from namro.foundation.organisations.scoping import scope_of
from tests.foundation.accounts.test_scopes import OPERATOR, tree

__all__ = ["tree"]
pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
CHANGE = "/don-vi/thay-doi/"


@pytest.fixture
def local(make_user: Callable[..., User], tree: dict[str, Unit]) -> User:
    """Somebody of the secretariat of one department, who reads everything."""
    user = make_user("to-giup-viec-so", "reader")
    give_role(OPERATOR, user, Role.SECRETARIAT, scope=scope_of(tree["one"]), reason="x")
    return user


def test_a_page_offers_what_its_reader_may_do(
    secretariat: User, local: User, reader: User, signed_in: SignIn, tree: dict[str, Unit]
) -> None:
    pages = {name: f"/don-vi/{unit.pk}/" for name, unit in tree.items()} | {"tree": "/don-vi/"}
    offered = {}
    for user in (secretariat, local, reader):
        client = signed_in(user)
        found = set()
        for name, page in pages.items():
            answer = client.get(page)
            assert answer.status_code == 200
            main = answer.content.decode().partition("<main")[2]
            found |= {f"{name} {link}" for link in (CHANGE, "/don-vi/nap/") if link in main}
        offered[user] = found
    changes = {f"{name} {CHANGE}" for name in pages}
    assert offered[secretariat] == changes | {"tree /don-vi/nap/"}
    assert offered[local] == {f"{name} {CHANGE}" for name in ("tree", "one", "office")}
    assert offered[reader] == set()


def test_a_change_begins_with_units_of_ones_own(
    local: User, signed_in: SignIn, tree: dict[str, Unit]
) -> None:
    client = signed_in(local)
    for name, status in (("one", 200), ("office", 200), ("two", 403), ("city", 403)):
        asked = {"don-vi": tree[name].pk}
        assert client.get(CHANGE, asked).status_code == status, name


def test_units_to_choose_are_named_to_who_reads_them(
    reader: User, make_user: Callable[..., User], tree: dict[str, Unit]
) -> None:
    units = scopes.provider(ScopeKind.UNIT)
    assert units is not None
    assert len(units.choices(reader, "")) == len(tree)
    assert units.choices(make_user("khong-vai-tro"), "") == []
