"""What is asked of one person for one programme: over it, over another, over nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from namro.foundation.accounts import open_work, scopes
from namro.foundation.accounts.actions_roles import give_role
from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.accounts.scopes import ScopeKind
from namro.foundation.history import registering
from namro.programme.programmes.actions import SourceFile, import_draft
from namro.programme.programmes.actions_levels import raise_level, set_item_levels
from namro.programme.programmes.actions_requests import ask_lower
from namro.programme.programmes.actions_versions import propose_amendment
from namro.programme.programmes.cascade.actions import specify
from namro.programme.programmes.cascade.models import Specification
from namro.programme.programmes.choices import Level
from namro.programme.programmes.leads.models import LeadLink, LinkState
from namro.programme.programmes.models import (
    Amendment,
    Deliverable,
    DeliverableIdentity,
    LevelRequest,
    Programme,
)
from namro.programme.programmes.permissions import (
    RAISE_LEVEL,
    READ_RESTRICTED,
)
from namro.programme.programmes.review.models import DraftReview, Via
from namro.programme.programmes.review.receiving import Examined, take_in
from namro.programme.programmes.rules import searching
from namro.programme.programmes.scoping import scope_of
from namro.programme.programmes.seeing import seen_by
from namro.programme.programmes.views_search import found_by
from tests.programme.programmes.drafts import TEXT, FakeDraft
from tests.programme.programmes.review.conftest import read_draft
from tests.programme.programmes.test_versions import amended_draft
from tests.roles import may_too

pytestmark = pytest.mark.django_db
OPERATOR = Operator("tests")
SignIn = Callable[[User], Client]
SECOND = SourceFile("sua-doi.txt", b"amended")


def kept(number: str) -> Programme:
    draft = FakeDraft()
    draft.content["document"]["number"] = number
    file = SourceFile(f"{number[:2]}.txt", f"{number} {TEXT}".encode())
    return import_draft(OPERATOR, draft, file, reason="x").programme


@pytest.fixture
def programme(db: None) -> Programme:
    return kept("07-CTr/TU")


@pytest.fixture
def other(db: None) -> Programme:
    return kept("08-CTr/TU")


@pytest.fixture
def over(make_user: Callable[..., User]) -> Callable[[str, Programme], User]:
    """Somebody who holds a role over one programme."""

    def made(role: str, programme: Programme) -> User:
        user = make_user(f"{role}-{programme.pk}")
        give_role(OPERATOR, user, Role(role), scope=scope_of(programme), reason="x")
        return user

    return made


@pytest.fixture
def outsider(make_user: Callable[..., User]) -> User:
    return make_user("khong-vai-tro")


Over = Callable[[str, Programme], User]


def test_search_stays_within_what_one_may_read(
    programme: Programme, other: Programme, over: Over, signed_in: SignIn
) -> None:
    item = DeliverableIdentity.objects.filter(programme=programme).earliest("pk")
    set_item_levels(OPERATOR, programme, [item], Level.RESTRICTED, reason="x")
    asked = searching.terms("Một việc")
    secretary, reader = over("secretariat", programme), over("reader", other)
    assert {each.programme for each in found_by(reader, asked)} == {other}
    found = found_by(secretary, asked)
    assert {each.programme for each in found} == {programme}
    assert "restricted" in {each.level for each in found}
    client = signed_in(reader)
    for within, named in ((programme, False), (other, True)):
        page = client.get("/chuong-trinh/tim/", {"q": "việc", "ct": str(within.pk)})
        assert page.status_code == 200
        assert (page.context["within"] == within) == named


def test_a_scope_to_choose_is_named_to_who_may_read_it(
    programme: Programme, other: Programme, over: Over, outsider: User
) -> None:
    programmes = scopes.provider(ScopeKind.PROGRAMME)
    assert programmes is not None
    assert [key for key, _name in programmes.choices(over("reader", other), "")] == [str(other.pk)]
    assert programmes.choices(outsider, "") == []


def test_a_version_is_shown_to_nobody_without_a_role(programme: Programme, outsider: User) -> None:
    assert programme.source is not None
    with pytest.raises(PermissionDenied):
        seen_by(outsider, programme.source)


def test_an_amendment_is_proposed_by_who_amends_that_programme(
    programme: Programme, other: Programme, over: Over, reader: User
) -> None:
    draft = amended_draft()
    elsewhere, own = over("secretariat", other), over("secretariat", programme)
    for actor, named in ((reader, None), (reader, programme), (elsewhere, None)):
        with pytest.raises(PermissionDenied):
            propose_amendment(actor, draft, SECOND, reason="x", programme=named)
    assert not Amendment.objects.exists()
    waiting = propose_amendment(own, draft, SECOND, reason="x")
    assert waiting.programme == programme
    with pytest.raises(PermissionDenied):
        propose_amendment(reader, draft, SECOND, reason="x")


def test_who_may_raise_a_level_may_not_therefore_ask_to_lower_it(
    programme: Programme, make_user: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    raise_level(OPERATOR, programme, Level.RESTRICTED, reason="x")
    item = DeliverableIdentity.objects.filter(programme=programme).earliest("pk")
    set_item_levels(OPERATOR, programme, [item], Level.RESTRICTED, reason="x")
    may_too(monkeypatch, RAISE_LEVEL, Role.LEADER)
    with pytest.raises(PermissionDenied):
        set_item_levels(
            make_user("lanh-dao", "leader"), programme, [item], Level.INTERNAL, reason="x"
        )
    assert not LevelRequest.objects.exists()


@pytest.mark.parametrize(
    ("permitted", "status"),
    [
        ((), 403),
        ((RAISE_LEVEL,), 403),
        ((READ_RESTRICTED,), 403),
        ((RAISE_LEVEL, READ_RESTRICTED), 200),
    ],
)
def test_levels_are_for_who_reads_all_and_may_change_them(
    programme: Programme,
    make_user: Callable[..., User],
    signed_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    permitted: tuple[str, ...],
    status: int,
) -> None:
    for action in permitted:
        may_too(monkeypatch, action, Role.LEADER)
    client = signed_in(make_user("lanh-dao", "leader"))
    assert client.get(reverse("programmes:levels", args=[programme.pk])).status_code == status


@pytest.mark.parametrize(
    ("offered", "to"),
    [
        ('value="raise"', {"secretariat"}),
        ('name="item"', {"secretariat"}),
        ('name="withdraw-reason"', {"secretariat"}),
        ('href="/chuong-trinh/muc-do/"', {"approver"}),
    ],
)
def test_the_page_of_levels_offers_what_its_reader_may_do(
    programme: Programme,
    make_user: Callable[..., User],
    signed_in: SignIn,
    offered: str,
    to: set[str],
) -> None:
    ask_lower(OPERATOR, programme, Level.PUBLIC, reason="x")
    found = set()
    for role in ("secretariat", "approver"):
        page = signed_in(make_user(role, role)).get(
            reverse("programmes:levels", args=[programme.pk])
        )
        assert page.status_code == 200
        if offered in page.content.decode().partition("<main")[2]:
            found.add(role)
    assert found == to


def test_who_approves_over_one_programme_meets_its_requests_alone(
    programme: Programme, other: Programme, over: Over, signed_in: SignIn
) -> None:
    for each in (programme, other):
        ask_lower(OPERATOR, each, Level.PUBLIC, reason="x")
    groups = signed_in(over("approver", other)).get("/chuong-trinh/muc-do/").context["groups"]
    assert [found for found, _requests in groups] == [other]


def test_open_requests_lead_nobody_to_what_they_may_not_read(
    programme: Programme, secretariat: User, reader: User
) -> None:
    raise_level(secretariat, programme, Level.RESTRICTED, reason="x")
    ask_lower(secretariat, programme, Level.INTERNAL, reason="x")
    for viewer, leads in ((secretariat, True), (reader, False)):
        ((_kind, (item,)),) = open_work.of(secretariat, viewer)
        assert bool(item.address) == leads


@pytest.mark.parametrize(
    "model", [Programme, Deliverable, DraftReview, LevelRequest, Specification, LeadLink]
)
def test_changes_are_told_to_who_sees_what_was_changed(
    model: Any,
    programme: Programme,
    other: Programme,
    secretariat: User,
    over: Over,
    outsider: User,
) -> None:
    source = programme.source
    assert source is not None
    LeadLink.objects.create(source=source, name="x", on="2023-01-01", state=LinkState.PROPOSED)
    specify(OPERATOR, programme, other, reason="x")
    ask_lower(OPERATOR, programme, Level.PUBLIC, reason="x")
    examined = Examined("ra-soat.txt", b"9 " + TEXT.encode(), Via.DIRECT, draft=read_draft())
    take_in(secretariat, examined, level=Level.INTERNAL, no_secret=True)
    told = registering.told(model)
    assert told is not None
    entries = registering.entries_of(model)
    assert entries.exists()
    assert told.visible(secretariat, entries).count() == entries.count()
    assert not told.visible(outsider, entries).exists()
    elsewhere = told.visible(over("reader", other), entries)
    if model in (Programme, Deliverable):
        assert 0 < elsewhere.count() < entries.count()
    else:
        assert not elsewhere.exists()
