"""Every address × role × scope, against what the rooms state; made from the URL configuration.

The oracle below knows the tables (which roles may do an action, what it must be held over) and
which sample scope covers which sample thing; it asks nothing of the code that decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from namro.foundation.accounts.actions_roles import give_role
from namro.foundation.accounts.models import Role, RoleAssignment, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.accounts.permissions import Needs, table
from namro.foundation.accounts.routes import PUBLIC, SIGNED_IN, Route, stated
from namro.foundation.accounts.scopes import EVERYWHERE
from namro.foundation.organisations.actions import found
from namro.foundation.organisations.choices import Block, Hierarchy, Kind
from namro.foundation.organisations.keeping import New, Under
from namro.foundation.organisations.scoping import scope_of as of_unit
from namro.programme.programmes.actions import SourceFile, import_draft
from namro.programme.programmes.actions_versions import accept_amendment, propose_amendment
from namro.programme.programmes.choices import Level
from namro.programme.programmes.models import Programme, Specification
from namro.programme.programmes.permissions import READ, READ_RESTRICTED
from namro.programme.programmes.review.models import Via
from namro.programme.programmes.review.receiving import Examined, take_in
from namro.programme.programmes.scoping import scope_of as of_programme
from setup import picture_pages
from tests.programme.programmes.drafts import TEXT, FakeDraft
from tests.programme.programmes.review.conftest import read_draft

pytestmark = [pytest.mark.xdist_group("routes"), pytest.mark.django_db]
OPERATOR = Operator("tests")
BACKEND = "namro.foundation.accounts.backends.UsernameOrEmailBackend"
PERMISSIONS = {each.action: each for each in table()}
# Which sample scopes cover which sample things.
COVERS = {
    "": {"everywhere"},
    "unit": {"everywhere", "unit"},
    "programme": {"everywhere", "programme"},
    "restricted": {"everywhere", "restricted"},
    "role": {"everywhere", "unit"},
    "own role": set(),
}
# Which let an internal programme be read.
READS = {"everywhere", "unit", "below", "other unit", "programme"}
# The roles that are tried over each scope; the others, over everything.
SCOPED = (Role.SECRETARIAT, Role.APPROVER, Role.READER, Role.ADMINISTRATOR)


@dataclass
class World:
    """The sample things, and somebody signed in for each role and scope."""

    keys: dict[str, Any]
    clients: dict[tuple[str, str], Client]
    outsider: Client


def _programme(number: str, level: Level = Level.INTERNAL) -> Programme:
    draft = FakeDraft()
    draft.content["document"]["number"] = number
    file = SourceFile(f"{number[:2]}.txt", f"{number} {TEXT}".encode())
    return import_draft(OPERATOR, draft, file, reason="x", level=level).programme


def _amendment(programme: Programme, share: str) -> Any:
    draft = FakeDraft()
    draft.text = TEXT.replace("trên 75%", f"trên {share}%")
    draft.content["targets"][0]["text"] = f"Tỷ lệ đạt trên {share}%"
    draft.content["document"]["number"] = programme.number
    file = SourceFile(f"{share}.txt", draft.text.encode())
    return propose_amendment(OPERATOR, draft, file, reason="x", programme=programme)


def _person(name: str) -> User:
    user = User(username=name)
    user.password = make_password(None)  # hashing would take most of the time
    user.save()
    return user


def _signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend=BACKEND)
    return client


def _unit(code: str, parent: Any) -> Any:
    new = New(code, code, Kind.OTHER, Block.GOVERNMENT, (Under(Hierarchy.STATE, parent, 1),))
    return found(OPERATOR, [new], None, reason="x")[0]


def _world() -> World:
    city = _unit("A", None)
    unit, other = _unit("A1", city), _unit("A2", city)
    below = _unit("A11", unit)
    programme, another = _programme("01-CTr/TU"), _programme("02-CTr/TU")
    # A pair is seen by who sees both documents: who reads the lower one may read the upper.
    Programme.objects.filter(pk=another.pk).update(level=Level.PUBLIC)
    another.sources.update(level=Level.PUBLIC)
    restricted = _programme("03-CTr/TU", Level.RESTRICTED)
    day = dt.date(2023, 7, 1)
    accept_amendment(
        OPERATOR,
        _amendment(programme, "80"),
        reason="x",
        basis_number="1/QĐ",
        basis_date=day,
        in_force_from=day,
    )
    pair = Specification.objects.create(
        lower=programme, upper=another, decision="confirmed", reason="x", decided_by="x"
    )
    scopes = {
        "everywhere": EVERYWHERE,
        "unit": of_unit(unit),
        "below": of_unit(below),
        "other unit": of_unit(other),
        "programme": of_programme(programme),
        "other programme": of_programme(another),
        "restricted": of_programme(restricted),
    }
    third = _person("nguoi-thu-ba")
    held = give_role(OPERATOR, third, Role.READER, scope=of_unit(unit), reason="x")
    clients = {}
    for role in Role:
        for name, scope in scopes.items():
            if role not in SCOPED and name != "everywhere":
                continue
            user = _person(f"{role}-{name}".replace(" ", "-"))
            RoleAssignment.objects.create(
                user=user, role=role, scope_kind=scope.kind, scope_key=scope.key
            )
            clients[str(role), name] = _signed_in(user)
    uploader = User.objects.get(username="secretariat-everywhere")
    examined = Examined("kế hoạch.txt", b"9 " + TEXT.encode(), Via.DIRECT, draft=read_draft())
    review = take_in(uploader, examined, level=Level.INTERNAL, no_secret=True)
    keys = {
        "programme": programme.pk,
        "restricted": restricted.pk,
        "amendment": _amendment(programme, "90").pk,
        "pair": pair.pk,
        "review": review.pk,
        "unit": unit.pk,
        "unit scope": f"unit:{of_unit(unit).key}",
        "person": third.pk,
        "role": held.pk,
    }
    return World(keys, clients, _signed_in(_person("khong-vai-tro")))


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One world for all, which nothing changes: each request is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _world()
        transaction.set_rollback(True)


# What an address takes in place of its parts; by full name, else by the name of the part.
PARTS: dict[str, dict[str, Any]] = {
    "programmes:comparison": {"old": 1, "new": 2},
    "programmes:amendment": {"key": "{amendment}"},
    "programmes:cascade_pairs": {"key": "{pair}"},
    "accounts:person": {"pk": "{person}"},
    "accounts:give-role": {"pk": "{person}"},
    "accounts:end-role": {"pk": "{role}"},
    "accounts:delegate": {"pk": "{role}"},
    "accounts:account": {"number": "{person}"},
    "accounts:change": {"number": "{person}", "verb": "dong"},
    "organisations:unit": {"pk": "{unit}"},
}
# Bodies that go as far as the action; an address without one is sent an empty form.
BODIES: dict[str, dict[str, Any]] = {
    "programmes:levels": {"do": "raise", "raise-level": "restricted", "raise-reason": "x"},
    "accounts:give-role": {"role": "reader", "scope": "{unit scope}", "reason": "x"},
    "accounts:end-role": {"reason": "x"},
}


def addresses(name: str, keys: dict[str, Any], programme: str) -> list[str]:
    """The addresses of one name on the sample things."""
    found = []
    for possibility in get_resolver_of(name):
        for _template, parts in possibility:
            given: dict[str, Any] = {}
            for part in parts:
                of_review = name.startswith("programmes:review")
                default = {
                    "pk": keys["review"] if of_review else keys[programme],
                    "fmt": "csv",
                    "what": _what(name, _template),
                    "order": 1,
                    "key": "chi-tieu-1",
                }
                said = PARTS.get(name, {}).get(part, default.get(part, ""))
                given[part] = said.format_map(keys) if isinstance(said, str) else said
            address = reverse(name, kwargs=given)
            if address not in found:
                found.append(address)
    return found


def _what(name: str, template: str) -> str:
    return "bo" if name == "programmes:review-mark" else "chi-tieu"


def get_resolver_of(name: str) -> list[Any]:
    """The possible forms of an address, with the names of its parts."""
    space, _colon, own = name.rpartition(":")
    resolver: Any = get_resolver()
    if space:
        _prefix, resolver = resolver.namespace_dict[space]
    forms = [each[0] for each in resolver.reverse_dict.getlist(own)]
    return [forms[-1]] if forms else []


NAMES = sorted({name for _route, name in picture_pages.leaves(get_resolver())})


def test_every_address_is_stated_and_nothing_else() -> None:
    assert set(stated()) == set(NAMES)


def test_every_statement_names_a_declared_action() -> None:
    for name, route in stated().items():
        for action in filter(None, (route.read, route.write)):
            assert action in (PUBLIC, SIGNED_IN) or action in PERMISSIONS, name
        assert not route.of or route.of in COVERS, name


def permitted(action: str, of: str, somewhere: bool, role: str, scope: str) -> bool:
    """What the tables say."""
    permission = PERMISSIONS[action]
    if of == "own role" or role not in {each.value for each in permission.roles}:
        return False
    if somewhere:
        return True
    if action == READ and of == "restricted":
        return role in PERMISSIONS[READ_RESTRICTED].roles and scope in COVERS[of]
    if action == READ and of == "programme":
        return scope in READS
    if permission.needs is Needs.ANYWHERE:
        return True
    return scope in COVERS[of if permission.needs is Needs.COVERING else ""]


def _writes(queries: CaptureQueriesContext) -> list[str]:
    kept = ("INSERT", "UPDATE", "DELETE")
    own = ("django_session", "usersessions", "axes_")
    return [
        each["sql"][:120]
        for each in queries.captured_queries
        if each["sql"].startswith(kept) and not any(name in each["sql"] for name in own)
    ]


def _asked(client: Client, method: str, address: str, body: dict[str, Any]) -> tuple[int, Any]:
    with transaction.atomic():
        with CaptureQueriesContext(connection) as queries:
            answer = getattr(client, method)(address, body)
            if answer.streaming:
                answer.close()
        transaction.set_rollback(True)
    return answer.status_code, _writes(queries)


def _try(world: World, name: str, route: Route, method: str, thing: str) -> list[str]:
    action, of, somewhere = route.read, route.of, route.somewhere
    if method == "post" and route.write:
        action, of, somewhere = route.write, route.write_of, False
    of = thing if of == "programme" else of
    body = (
        {key: value.format_map(world.keys) for key, value in BODIES.get(name, {}).items()}
        if method == "post"
        else {}
    )
    wrong = []
    for address in addresses(name, world.keys, thing):
        people: list[tuple[str, Client, bool]] = [("nobody", world.outsider, action == SIGNED_IN)]
        for (role, scope), client in world.clients.items():
            yes = action == SIGNED_IN or permitted(action, of, somewhere, role, scope)
            people.append((f"{role} over {scope}", client, yes))
        for who, client, yes in people:
            status, writes = _asked(client, method, address, body)
            fine = status not in (403, 404) if yes else status in (403, 404) and not writes
            if status >= 500 or not (fine or (status == 405 and not writes)):
                said = "permitted" if yes else "refused"
                wrong.append(f"{method} {address}: {who} is {said} and got {status} {writes}")
        status, writes = _asked(Client(), method, address, body)
        if writes or status not in (302, 405):
            wrong.append(f"{method} {address}: the unsigned got {status} {writes}")
    return wrong


DECIDED = [name for name in NAMES if name in stated() and stated()[name].read in PERMISSIONS]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", DECIDED)
def test_who_may_read_and_write(world: World, name: str, method: str) -> None:
    wrong = _try(world, name, stated()[name], method, "programme")
    assert not wrong, "\n".join(wrong[:20])


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in DECIDED
        if stated()[name].of == "programme" and name not in PARTS and name != "programmes:levels"
    ],
)
def test_a_restricted_programme_is_read_by_whom_the_table_says(world: World, name: str) -> None:
    wrong = _try(world, name, stated()[name], "get", "restricted")
    assert not wrong, "\n".join(wrong[:20])


@pytest.mark.parametrize(
    "name", [n for n in NAMES if n in stated() and stated()[n].read == SIGNED_IN]
)
def test_what_is_ones_own_needs_sign_in(world: World, name: str) -> None:
    parts = get_resolver_of(name)[0][0][1]
    address = reverse(
        name, kwargs={part: {"kind": "don-vi", "fmt": "csv"}.get(part, 1) for part in parts}
    )
    status, writes = _asked(Client(), "get", address, {})
    assert (status, writes) in ((302, []), (405, []))
