"""Every address × role × scope, against what the rooms state; made from the URL configuration.

The oracle below knows the tables (which roles may do an action, what it must be held over) and
which sample scope covers which sample thing; it asks nothing of the code that decides. Two halves:

- In process, every action × every role × every scope × every sample thing: that what decides
  (`may`, `may_somewhere`, `visible_to`) says what the tables say.
- By real requests, GET and POST, every address × one person for each reason to be permitted or
  refused: that each address asks for what its room states. Which role of several permits is then
  no question of the address. Pages are not drawn: the status says who was let in.

A refused request writes nothing: no statement that inserts, changes or deletes reaches the
database, so none that its triggers would enter in the history.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.template.backends.django import Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone

from namro.foundation.accounts.actions_roles import give_role
from namro.foundation.accounts.holding import roles_asked_once
from namro.foundation.accounts.models import ApiToken, Role, RoleAssignment, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.accounts.permissions import Needs, may, may_somewhere, table
from namro.foundation.accounts.routes import PUBLIC, SIGNED_IN, Route, stated
from namro.foundation.accounts.scopes import EVERYWHERE
from namro.foundation.calendar.periods import month
from namro.foundation.organisations.actions import found
from namro.foundation.organisations.choices import Block, Hierarchy, Kind
from namro.foundation.organisations.keeping import New, Under
from namro.foundation.organisations.models_changes import TableUpload
from namro.foundation.organisations.scoping import scope_of as of_unit
from namro.programme.indicators.actions import define
from namro.programme.indicators.actions_bridges import propose_bridge
from namro.programme.indicators.actions_figures import record
from namro.programme.indicators.collection.actions_rounds import Asked, define_form, open_round
from namro.programme.indicators.collection.actions_sheets import enter, submit
from namro.programme.indicators.collection.choices import Channel
from namro.programme.indicators.collection.entries import Entry
from namro.programme.indicators.collection.models import SheetFile
from namro.programme.indicators.models import Allocation, Indicator, Observation
from namro.programme.programmes.actions import SourceFile, import_draft
from namro.programme.programmes.actions_versions import accept_amendment, propose_amendment
from namro.programme.programmes.choices import Level
from namro.programme.programmes.leads.actions import match_leads
from namro.programme.programmes.leads.models import LeadLink
from namro.programme.programmes.models import Programme, Specification
from namro.programme.programmes.permissions import READ_RESTRICTED
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
    "below": {"everywhere", "unit", "below"},
    "other unit": {"everywhere", "other unit"},
    "programme": {"everywhere", "programme"},
    "other programme": {"everywhere", "other programme"},
    "restricted": {"everywhere", "restricted"},
    "role": {"everywhere", "unit"},
    "own role": set(),
}
# What the sample things in process are; the rest are what addresses are about.
THINGS = ("unit", "below", "other unit", "programme", "other programme", "restricted")
SCOPES = ("everywhere", *THINGS)
# Which scopes let an internal programme be read; the other programme is public.
READS = {"everywhere", "unit", "below", "other unit", "programme"}


@dataclass
class World:
    """The sample things, and somebody signed in for each role and scope."""

    keys: dict[str, Any]
    things: dict[str, Any]
    people: dict[tuple[str, str], User]
    outsider: User
    clients: dict[int, Client]
    programs: dict[int, Client]

    def client(self, user: User, name: str = "") -> Client:
        """The browser in which somebody is signed in; for programs, one that bears their token."""
        return (self.programs if is_api(name) else self.clients)[user.pk]


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


def _source(programme: Programme) -> Any:
    return programme.source


def _lead(programme: Programme) -> int:
    source = _source(programme)
    match_leads(OPERATOR, source, reason="x")
    return int(LeadLink.objects.filter(source=source).values_list("pk", flat=True)[0])


def _share(programme: Programme) -> int:
    target = _source(programme).targets.first().identity
    made = Allocation.objects.create(
        target=target, year=2023, version=1, value=76, document="x", reason="x", given_by="x"
    )
    return int(made.pk)


def _person(name: str) -> User:
    user = User(username=name)
    user.password = make_password(None)  # hashing would take most of the time
    user.save()
    return user


def _signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend=BACKEND)
    return client


def is_api(name: str) -> bool:
    """Whether an address is the programming interface's."""
    return name.startswith("api:")


def _program(user: User) -> Client:
    """What bears a token of somebody, with all roles they hold (or one that is nobody's)."""
    text = f"namro_{user.pk}"
    ApiToken.objects.create(
        user=user,
        name="x",
        token_hash=hashlib.sha256(text.encode()).hexdigest(),
        roles=list(user.role_assignments.values_list("pk", flat=True)) or [0],
        read_only=False,
        ends_at=timezone.now() + dt.timedelta(days=1),
    )
    return Client(raise_request_exception=False, headers={"Authorization": f"Bearer {text}"})


def _unit(code: str, parent: Any) -> Any:
    new = New(code, code, Kind.OTHER, Block.GOVERNMENT, (Under(Hierarchy.STATE, parent, 1),))
    return found(OPERATOR, [new], None, reason="x")[0]


def _sheet(top: Any) -> Any:
    """A sheet about the one unit under `top`, submitted to the approver of `top`."""
    indicator = define(OPERATOR, "ho-so", reason="x", name="Hồ sơ", kind="count")[0]
    form, _new = define_form(
        OPERATOR,
        "mot-cua",
        [Asked(indicator)],
        reason="x",
        name="Một cửa",
        top=top,
        hierarchy=Hierarchy.STATE,
        unit_kinds=[Kind.OTHER],
        scope="x",
        steps=["top"],
    )
    today = timezone.localdate()
    period = month(today.year, today.month).previous
    until = today + dt.timedelta(days=30)
    round_, _new = open_round(OPERATOR, form, period, reason="x", due_on=until, closes_on=until)
    sheet, item = round_.sheets.get(), form.items.get()
    SheetFile.objects.create(
        sheet=sheet,
        channel=Channel.WEB,
        name="x.pdf",
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
        content=b"x",
        added_by="x",
    )
    enter(OPERATOR, sheet.pk, {item.pk: Entry(Decimal(1))}, channel=Channel.WEB, reason="x")
    return submit(OPERATOR, sheet.pk, reason="x")


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
    people = {}
    for role in Role:
        for name, scope in scopes.items():
            user = _person(f"{role}-{name}".replace(" ", "-"))
            RoleAssignment.objects.create(
                user=user, role=role, scope_kind=scope.kind, scope_key=scope.key
            )
            people[str(role), name] = user
    uploader = people["secretariat", "everywhere"]
    examined = Examined("kế hoạch.txt", b"9 " + TEXT.encode(), Via.DIRECT, draft=read_draft())
    review = take_in(uploader, examined, level=Level.INTERNAL, no_secret=True)
    define(OPERATOR, "sipas", reason="x", name="SIPAS", unit="%", kind="index")
    figure = ["sipas", "Hà Nội", "2023", "83.57", "x"]
    record(OPERATOR, [["indicator", "scope", "period", "value", "source"], figure], reason="x")
    sheet = _sheet(unit)
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
        "bridge": propose_bridge(
            OPERATOR, Indicator.objects.get(key="sipas"), "cũ", "mới", reason="x"
        ).pk,
        "figure": Observation.objects.get().pk,
        "table": TableUpload.objects.create(
            file_name="x.csv", sha256="0" * 64, cells=[["mã"]], uploaded_by=uploader
        ).pk,
        "name": unit.names.get().pk,
        "target": _source(programme).targets.first().identity_id,
        "share": _share(programme),
        "lead": _lead(programme),
        "round": sheet.round_id,
        "sheet": sheet.pk,
        "sheet code": sheet.code,
        "sheet item": sheet.cells.get().item_id,
        "sheet file": sheet.files.get().pk,
        "days": f"{sheet.round.first_day}_{sheet.round.last_day}",
    }
    things = dict(zip(THINGS, (unit, below, other, programme, another, restricted), strict=True))
    outsider = _person("khong-vai-tro")
    asked = {each for route in stated().values() for each in (route.read, route.write)}
    tried = {each for action in asked & set(PERMISSIONS) for each in who_is_tried(action)}
    tried |= {(role, scope) for role in ("secretariat", "reader") for scope in SCOPES}
    asking = [outsider, *(people[each] for each in sorted(tried))]
    clients = {user.pk: _signed_in(user) for user in asking}
    programs = {user.pk: _program(user) for user in asking}
    return World(keys, things, people, outsider, clients, programs)


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are not drawn: it would take most of the time."""
    monkeypatch.setattr(Template, "render", lambda *given, **more: "")


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
    "organisations:correct": {"pk": "{unit}"},
    "organisations:correct-one": {"pk": "{unit}", "what": "ten", "key": "{name}"},
    "organisations:import-confirm": {"pk": "{table}"},
    "indicators:conclude": {"key": "{target}"},
    "indicators:confirm": {"key": "{target}"},
    "indicators:explain": {"key": "{target}"},
    "indicators:target": {"key": "{target}"},
    "indicators:replace": {"key": "{figure}"},
    "indicators:decide": {"key": "{sheet}"},
    **{
        f"indicators:{name}": {"code": "mot-cua"}
        for name in (
            *("form", "form-change", "form-retire", "form-grid", "form-grid-file"),
            "round-open",
        )
    },
    "indicators:total": {"form": "mot-cua", "code": "ho-so", "days": "{days}"},
    "indicators:total-file": {"form": "mot-cua", "code": "ho-so", "days": "{days}"},
    "indicators:compare": {"form": "mot-cua", "code": "ho-so", "days": "{days}"},
    "indicators:map": {"form": "mot-cua", "code": "ho-so", "days": "{days}"},
    "indicators:compare-file": {"form": "mot-cua", "code": "ho-so", "days": "{days}"},
    "indicators:round": {"key": "{round}"},
    "indicators:round-file": {"key": "{round}"},
    "indicators:round-reopen": {"key": "{round}"},
    "indicators:sheet-hand-over": {"key": "{sheet}"},
    "indicators:allocate": {"key": "{target}"},
    "indicators:allocation": {"key": "{target}", "share": "{share}"},
    "indicators:amend-allocation": {"key": "{target}", "share": "{share}"},
    "indicators:withdraw-allocation": {"key": "{target}", "share": "{share}"},
    "indicators:round-workbooks": {"key": "{round}"},
    "indicators:sheet-workbook": {"code": "{sheet code}"},
    "indicators:sheet-upload": {"code": "{sheet code}"},
    "api:form": {"key": "mot-cua"},
    "api:round": {"number": "{round}"},
    **{
        f"api:{name}": {"code": "{sheet code}"}
        for name in ("sheet", "cells", "submit", "correct", "remark", "approve", "return")
    },
    **{
        f"api:{name}": {"key": "sipas"}
        for name in (
            "indicator",
            "totals",
            *(f"observations{end}" for end in ("", "-csv", "-sdmx")),
        )
    },
    "indicators:sheet": {"code": "{sheet code}"},
    "indicators:sheet-check": {"code": "{sheet code}"},
    "indicators:sheet-remark": {"code": "{sheet code}"},
    "indicators:sheet-attach": {"code": "{sheet code}"},
    "indicators:sheet-file": {"code": "{sheet code}", "key": "{sheet file}"},
    "indicators:sheet-file-remove": {"code": "{sheet code}", "key": "{sheet file}"},
    "indicators:measure": {"key": "{target}"},
    "indicators:decide-bridge": {"key": "{bridge}"},
    "indicators:sheet-paper": {"code": "{sheet code}"},
    "indicators:sheet-form": {"code": "{sheet code}"},
    "programmes:lead": {"key": "{lead}"},
    "programmes:lead-hints": {"key": "{lead}"},
    "programmes:leads-file": {"what": "chu-tri"},
}
# Bodies that go as far as the action; an address without one is sent an empty form.
BODIES: dict[str, dict[str, Any]] = {
    "programmes:levels": {"do": "raise", "raise-level": "restricted", "raise-reason": "x"},
    "accounts:give-role": {"role": "reader", "scope": "{unit scope}", "reason": "x"},
    "accounts:end-role": {"reason": "x"},
}


def sent_by_programs(name: str, keys: dict[str, Any]) -> dict[str, Any]:
    """What goes as far as the action, as JSON."""
    if name == "api:cells":
        return {"reason": "x", "cells": [{"item": keys["sheet item"], "value": "1"}]}
    return {"text": "x"} if name == "api:remark" else {"reason": "x"}


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
                    "code": "sipas",
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
    if of in ("programme", "restricted") and permission.needs is Needs.ANYWHERE:
        return _reads(role, scope, of)
    if permission.needs is Needs.ANYWHERE:
        return True
    return scope in COVERS[of if permission.needs is Needs.COVERING else ""]


def _writes(queries: CaptureQueriesContext) -> list[str]:
    kept = ("INSERT", "UPDATE", "DELETE")
    own = ("django_session", "usersessions", "axes_", "accounts_tokenuse")
    return [
        each["sql"][:120]
        for each in queries.captured_queries
        if each["sql"].startswith(kept) and not any(name in each["sql"] for name in own)
    ]


def _asked(client: Client, method: str, address: str, body: dict[str, Any]) -> tuple[int, Any]:
    with transaction.atomic():
        with CaptureQueriesContext(connection) as queries:
            if method != "get" and address.startswith("/api/"):
                more = {"content_type": "application/json"}
                answer = getattr(client, method)(address, json.dumps(body), **more)
            else:
                answer = getattr(client, method)(address, body)
            if answer.streaming:
                answer.close()
        transaction.set_rollback(True)
    return answer.status_code, _writes(queries)


def who_is_tried(action: str) -> list[tuple[str, str]]:
    """Of all roles and scopes one for each reason: a role that does it, over each scope; and one
    that does not, over everything and over what is asked."""
    able = {each.value for each in PERMISSIONS[action].roles}
    does = min(able, key=lambda name: (name != "secretariat", name))
    others = sorted({each.value for each in Role} - able)
    tried = [(does, scope) for scope in SCOPES]
    return tried + [(others[0], scope) for scope in SCOPES[:5] if others and scope != "below"]


def _try(world: World, name: str, route: Route, method: str, thing: str) -> list[str]:
    action, of, somewhere = route.read, route.of, route.somewhere
    if method != "get" and route.write:
        action, of, somewhere = route.write, route.write_of, False
    of = thing if of == "programme" else of
    body = (
        {key: value.format_map(world.keys) for key, value in BODIES.get(name, {}).items()}
        if method == "post"
        else {}
    )
    if is_api(name) and method != "get":
        body = sent_by_programs(name, world.keys)
    people = [("nobody", world.outsider, False)]
    for role, scope in who_is_tried(action):
        yes = permitted(action, of, somewhere, role, scope)
        people.append((f"{role} over {scope}", world.people[role, scope], yes))
    wrong = []
    for address in addresses(name, world.keys, thing):
        for who, user, yes in people:
            status, writes = _asked(world.client(user, name), method, address, body)
            # Who holds no role is told so first, not that the thing is not there.
            first = user == world.outsider and PERMISSIONS[action].needs is Needs.ANYWHERE
            refused = (403,) if first else (403, 404)
            fine = status not in (403, 404) if yes else status in refused and not writes
            if status >= 500 or not (fine or (status == 405 and not writes)):
                said = "permitted" if yes else "refused"
                wrong.append(f"{method} {address}: {who} is {said} and got {status} {writes}")
        wrong += _unsigned(method, address, body)
    return wrong


def _unsigned(method: str, address: str, body: dict[str, Any]) -> list[str]:
    status, writes = _asked(Client(), method, address, body)
    if not writes and status in ((401,) if address.startswith("/api/") else (302, 405)):
        return []
    return [f"{method} {address}: the unsigned got {status} {writes}"]


DECIDED = [name for name in NAMES if name in stated() and stated()[name].read in PERMISSIONS]


@pytest.mark.parametrize(
    ("name", "method"),
    [
        *((name, method) for name in DECIDED for method in ("get", "post")),
        *((name, "put") for name in DECIDED if is_api(name)),
    ],
)
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


SIGNED = [name for name in NAMES if name in stated() and stated()[name].read == SIGNED_IN]
OPEN = [name for name in NAMES if name in stated() and stated()[name].read == PUBLIC]


def _bare(name: str) -> str:
    first = {"kind": "don-vi", "fmt": "csv", "provider_id": "x", "token": "x"}
    parts = get_resolver_of(name)[0][0][1]
    return reverse(name, kwargs={part: first.get(part, 1) for part in parts})


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", SIGNED)
def test_what_is_ones_own_needs_sign_in(world: World, name: str, method: str) -> None:
    assert not _unsigned(method, _bare(name), {})


@pytest.mark.parametrize("name", OPEN)
def test_what_is_public_asks_nobody_to_sign_in(world: World, name: str) -> None:
    address = _bare(name)
    answer = Client().get(address)
    assert answer.status_code < 500
    assert f"next={address}" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("part", ["", "gan-day/", "lich-su.csv"])
@pytest.mark.parametrize("thing", ["programme", "other programme", "restricted", "unit"])
def test_the_history_of_a_thing_is_seen_by_who_sees_it(world: World, thing: str, part: str) -> None:
    kind = "don-vi" if thing == "unit" else "chuong-trinh"
    address = f"/lich-su/{kind}/{world.things[thing].pk}/{part}"
    assert _asked(world.client(world.outsider), "get", address, {})[0] == 404
    for role in ("secretariat", "reader"):
        # The three pages ask by one function: over all scopes the first is tried.
        for scope in SCOPES if not part else ("everywhere", "other programme"):
            seen = thing == "unit" or _reads(role, scope, thing)
            status, _writes = _asked(world.client(world.people[role, scope]), "get", address, {})
            assert status == (200 if seen else 404), (role, scope)


def _reads(role: str, scope: str, thing: str) -> bool:
    if thing == "restricted":
        return role in PERMISSIONS[READ_RESTRICTED].roles and scope in COVERS[thing]
    return thing == "other programme" or scope in READS


def test_what_decides_says_what_the_tables_say(world: World) -> None:
    wrong = []
    everybody = {**world.people, ("nobody", "nothing"): world.outsider}
    for (role, scope), user in everybody.items():
        with roles_asked_once():
            for action, permission in PERMISSIONS.items():
                able = role in {each.value for each in permission.roles}
                everywhere = permission.needs is Needs.EVERYWHERE
                some = able and (scope == "everywhere" or not everywhere)
                if may_somewhere(user, action) != some:
                    wrong.append(f"{action} somewhere: {role} over {scope}")
                covering = permission.needs is Needs.COVERING
                for thing in ("", *THINGS) if covering else ("",):
                    asked = able and (permission.needs is Needs.ANYWHERE or scope in COVERS[thing])
                    if may(user, action, world.things.get(thing)) != asked:
                        wrong.append(f"{action} to {thing}: {role} over {scope}, not {asked}")
            seen = set(Programme.objects.visible_to(user).values_list("pk", flat=True))
        for thing in ("programme", "other programme", "restricted"):
            reads = role != "nobody" and _reads(role, scope, thing)
            if (world.things[thing].pk in seen) != reads:
                wrong.append(f"{thing} seen: {role} over {scope}, not {reads}")
    assert not wrong, "\n".join(wrong[:20])
